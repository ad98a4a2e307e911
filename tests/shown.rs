//! Which articles are shown, and which first: drafts, days to come, pinned ones.

use crate::driver::Dossier;

fn article(title: &str, date: &str, more: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\n{more}---\nThe ferry council met in {title}.\n")
}

/// All tests happen on 2026-11-23.
fn dossier() -> Dossier {
    Dossier::empty()
        .edit("dossier.yaml", "base_url: https://example.org/\n")
        .edit("content/articles/old.md", &article("Old", "2018-01-01", ""))
        .edit("content/articles/today.md", &article("Today", "2026-11-23", ""))
        .edit("content/articles/month.md", &article("Month", "2026-11", ""))
        .edit("content/articles/tomorrow.md", &article("Tomorrow", "2026-11-24", ""))
        .edit("content/articles/later.md", &article("Later", "2027", ""))
        .edit("content/articles/draft.md", &article("Draft", "2027-01-01", "draft: true\n"))
        .edit("content/topics/t.md", "---\nname: Ferry\nkind: subject\ndraft: true\n---\n")
}

fn shown(dossier: &Dossier) -> Vec<String> {
    let of = |path: String| Some(path.strip_prefix("articles/")?.strip_suffix("/index.html")?.to_owned());
    dossier.output().into_keys().filter_map(of).collect()
}

#[test]
fn an_article_of_a_day_to_come_waits_for_it() {
    let built = dossier().build();
    assert_eq!(shown(&built), ["month", "old", "today"]);
    let said = &built.last.stderr;
    assert!(
        said.contains("3 articles") && said.contains("left out: 2 drafts, 2 articles of a day to come"),
        "{said}"
    );
    let again = built.build();
    assert!(again.last.stderr.contains("left out: 2 drafts, 2 articles"), "{}", again.last.stderr);
    let mut next_day = crate::driver::command(&again.root());
    next_day.arg("build").env("SOURCE_DATE_EPOCH", "1795521600");
    let next_day = again.run_command(next_day);
    assert_eq!(shown(&next_day), ["month", "old", "today", "tomorrow"], "{}", next_day.last.stderr);
    assert!(next_day.last.stderr.contains("1 article of a day to come"), "{}", next_day.last.stderr);
}

#[test]
fn days_to_come_can_be_asked_for() {
    let built = dossier().run(&["build", "--future"]);
    assert_eq!(shown(&built), ["later", "month", "old", "today", "tomorrow"]);
    let built =
        built.edit("dossier.yaml", "base_url: https://example.org/\nfuture: true\ndrafts: true\n").build();
    assert_eq!(shown(&built).len(), 6);
    assert!(!built.last.stderr.contains("left out"), "{}", built.last.stderr);
}

#[test]
fn what_is_pinned_comes_first() {
    let built = dossier()
        .edit("content/articles/old.md", &article("Old", "2018-01-01", "pinned: true\norder: 1\n"))
        .edit("content/articles/older.md", &article("Older", "2017-01-01", "pinned: true\n"))
        .build();
    let places = |page: &str, titles: &[&str]| -> Vec<usize> {
        let found = titles.iter().map(|title| page.find(&format!("/articles/{title}/\"")).expect(title));
        found.collect()
    };
    let home = built.page("/");
    let order = places(&home, &["old", "older", "today", "month"]);
    assert!(order.is_sorted(), "{order:?} in {home}");
    let list = built.page("/articles/");
    assert!(list.contains(">Pinned<"), "{list}");
    assert!(places(&list, &["old", "older", "today", "month"]).is_sorted(), "{list}");
    let led = built.edit("dossier.yaml", "base_url: https://example.org/\nlead: today\n").build();
    assert!(
        places(&led.page("/"), &["today", "old", "older", "month"]).is_sorted(),
        "the settings go before"
    );
}

#[test]
fn the_front_page_looks_back_when_nothing_lies_ahead() {
    let event = |date: &str, text: &str, more: &str| format!("  - {{date: {date}, text: {text}{more}}}\n");
    let past = event("2020-05", "Ferry opens", ", status: happened, outcome: {text: It did}")
        + &event("2019-01", "Vote is held", ", status: happened");
    let site = |events: &str| {
        let text = article("Old", "2018-01-01", &format!("events:\n{events}"));
        Dossier::empty()
            .edit("dossier.yaml", "base_url: https://example.org/\n")
            .edit("content/articles/old.md", &text)
            .build()
    };
    let home = site(&past).page("/");
    assert!(home.contains("What was planned") && home.contains("Ferry opens"), "{home}");
    assert!(!home.contains("Vote is held"), "nobody announced it: {home}");
    let home = site(&(past + &event("2027-05", "Bridge opens", ", status: planned"))).page("/");
    assert!(home.contains("What is planned") && home.contains("Bridge opens"), "{home}");
    assert!(!home.contains("Ferry opens"), "{home}");
}

//! Themes: which there are, a new one, files one by one over another's, options, and interface words.

use crate::driver::Dossier;

fn small() -> Dossier {
    Dossier::empty()
        .edit("content/articles/a.md", "---\ntitle: Ferry talks resume\ndate: 2018-03-01\nlanguage: en\n---\nThe ferry talks resume in April.\n")
        .edit("dossier.yaml", "base_url: https://example.org/\n")
}

#[test]
fn every_theme_is_listed_and_a_new_one_extends_another_file_by_file() {
    let made = small().run(&["theme", "new", "mine", "--extends", "briefing"]);
    assert_eq!(made.last.code, Some(0), "{}", made.last.stderr);
    let listed = made.run(&["theme", "list"]);
    let said = format!("{}{}", listed.last.stdout, listed.last.stderr);
    for line in ["briefing", "broadsheet", "mine"] {
        assert!(said.lines().any(|said| said.starts_with(line)), "{said}");
    }
    assert!(said.contains("extends briefing"), "{said}");
    let built = listed
        .edit("dossier.yaml", "base_url: https://example.org/\ntheme: mine\n")
        .edit("themes/mine/templates/404.html", "<p>mine</p>")
        .build();
    assert_eq!(built.page("/404.html"), "<p>mine</p>", "its own");
    assert!(built.page("/").contains("class=\"report\""), "that of briefing");
    assert!(built.page("/articles/").contains("class=\"entries\""), "that of broadsheet");
    let again = built.run(&["theme", "new", "mine"]);
    assert!(again.last.stderr.contains("kept themes/mine/theme.yaml"), "{}", again.last.stderr);
}

#[test]
fn options_are_checked_and_seen_by_templates() {
    let set = |options: &str| {
        small().edit("dossier.yaml", &format!("base_url: https://example.org/\ntheme_options: {options}\n"))
    };
    let blue = set("{accent: blue, script: false}").build();
    let home = blue.page("/");
    assert!(home.contains("accent-blue") && !home.contains("<script src"), "{home:.600}");
    assert!(small().build().page("/").contains("accent-red"));
    for (options, code, hint) in [
        ("{acent: blue}", "unknown-theme-option", "did you mean `accent`?"),
        ("{accent: mauve}", "wrong-theme-option", "one of `red`"),
        ("{script: perhaps}", "wrong-theme-option", "`true` or `false`"),
    ] {
        let failed = set(options).run(&["build"]);
        assert_eq!(failed.last.code, Some(1), "{options}");
        assert!(
            failed.last.stderr.contains(code) && failed.last.stderr.contains(hint),
            "{}",
            failed.last.stderr
        );
    }
}

#[test]
fn a_theme_that_extends_itself_or_nothing_is_told() {
    let circle = small()
        .edit("dossier.yaml", "theme: a\n")
        .edit("themes/a/theme.yaml", "extends: b\n")
        .edit("themes/b/theme.yaml", "extends: a\n")
        .run(&["build"]);
    assert!(circle.last.stderr.contains("`a` extends `b` extends `a`"), "{}", circle.last.stderr);
    let lost = small()
        .edit("dossier.yaml", "theme: a\n")
        .edit("themes/a/theme.yaml", "extends: brodsheet\n")
        .run(&["build"]);
    assert!(lost.last.stderr.contains("did you mean `broadsheet`?"), "{}", lost.last.stderr);
}

#[test]
fn a_site_speaks_its_language_and_may_change_a_word() {
    let german = small()
        .edit("dossier.yaml", "base_url: https://example.org/\nlanguage: de\n")
        .edit("i18n/de.yaml", "home: {read: Weiterlesen}\n")
        .build();
    let home = german.page("/");
    for words in [
        "<html lang=\"de\" dir=\"ltr\"",
        "1. März 2018",
        ">Weiterlesen<",
        "1 Artikel",
        ">Suche<",
        "lang=\"en\"",
    ] {
        assert!(home.contains(words), "{words} in {home}");
    }
    let russian = small().edit("dossier.yaml", "base_url: https://example.org/\nlanguage: ru\n").build();
    assert!(russian.page("/").contains("1 марта 2018") && russian.page("/about/").contains("не проверено"));
    let slip = small().edit("templates/404.html", "{{ t(key=\"home.latst\") }}").run(&["build"]);
    assert!(
        slip.last.stderr.contains("templates/404.html:1:11") && slip.last.stderr.contains("`home.latest`"),
        "{}",
        slip.last.stderr
    );
}

#[test]
fn scripts_and_style_sheets_stay_light() {
    for (theme, settings) in [("broadsheet", ""), ("briefing", "theme: briefing\n")] {
        let built = small()
            .edit(
                "dossier.yaml",
                &format!("base_url: https://example.org/\n{settings}theme_options: {{script: true}}\n"),
            )
            .build();
        let output = built.output();
        let weight = |extension: &str| -> usize {
            let files = output.iter().filter(|(path, _)| path.ends_with(extension));
            files.map(|(_, bytes)| bytes.len()).sum()
        };
        let (scripts, sheets) = (weight(".js"), weight(".css"));
        assert!((5_000..15_000).contains(&scripts), "{theme}: {scripts} bytes of scripts");
        assert!((5_000..30_000).contains(&sheets), "{theme}: {sheets} bytes of style sheets");
        let home = &output["index.html"];
        let loaded = output.iter().filter(|(path, _)| {
            path.starts_with("assets/") && home.windows(path.len()).any(|part| part == path.as_bytes())
        });
        let weight: usize = home.len() + loaded.map(|(_, bytes)| bytes.len()).sum::<usize>();
        assert!(
            (home.len() + 10_000..100_000).contains(&weight),
            "{theme}: the front page weighs {weight} bytes"
        );
    }
}

#[test]
fn a_file_of_the_site_s_own_is_served_as_it_was_written() {
    let script = "// mine\nlet a  =  1;\n";
    let built = small().edit("static/own.js", script).build();
    let served = built.output().into_iter().find(|(path, _)| path.starts_with("assets/own."));
    assert_eq!(served.map(|(_, bytes)| String::from_utf8(bytes).expect("text")).as_deref(), Some(script));
}

/// What a reader sees of a page.
fn body(page: &str) -> &str {
    page.split_once("<body").expect("a body").1
}

#[test]
fn what_a_dossier_does_not_have_is_in_no_menu_and_in_no_box_of_the_front_page() {
    let menu = |home: &str| {
        let (_, menu) = home.split_once("<nav class=\"sections\"").expect("a menu");
        menu.split_once("</nav>").expect("its end").0.to_owned()
    };
    let built = small().build();
    let home = built.page("/");
    assert!(menu(&home).contains("href=\"/articles/\""), "{home}");
    for what in ["/timeline/", "/quotes/", "/sources/"] {
        let link = format!("href=\"{what}\"");
        assert!(!menu(&home).contains(&link) && home.contains(&link), "{what} stands at the foot alone");
    }
    let quotes = built.page("/quotes/");
    assert!(quotes.contains("href=\"/quotes/by-date/\""), "no page is out of reach: {quotes}");
    for (what, stands) in [("id=\"agenda\"", false), ("class=\"side\"", false), ("front alone", true)] {
        assert_eq!(body(&home).contains(what), stands, "{what}");
    }
    let grown = built
        .edit(
            "content/articles/b.md",
            "---\ntitle: The pier\ndate: 2018-04-01\nsource: Wire\nlanguage: en\nquotes: [{text: the pier is safe, speaker: Anna Velde}]\nevents: [{date: 2018-05, text: The pier opens, status: planned}]\n---\n“the pier is safe,” said Anna Velde.\n",
        )
        .build();
    let home = grown.page("/");
    for what in ["/timeline/", "/quotes/", "/sources/"] {
        assert!(menu(&home).contains(&format!("href=\"{what}\"")), "{what}");
    }
    assert!(home.contains("id=\"agenda\"") && !home.contains("front alone"));
}

#[test]
fn a_title_in_another_language_says_so_wherever_it_stands() {
    const TITLE: &str = "港の会議";
    let mut dossier = Dossier::empty().edit("dossier.yaml", "base_url: https://example.org/\n");
    let articles = [
        (
            "a",
            "The ferry",
            "2018-01-01",
            "en",
            "events: [{date: 2018-03, text: A meeting, status: changed, outcome: {text: It was put off, article: b}}]\n",
        ),
        ("b", TITLE, "2018-01-02", "ja", "correction: [{date: 2018-02-01, was: 一, now: 二}]\n"),
        ("c", "The pier", "2018-01-03", "en", "duplicate_of: b\n"),
    ];
    for (stem, title, date, language, more) in articles {
        let text =
            if language == "ja" { "港の会議が開かれた。" } else { "The ferry and the pier." };
        dossier = dossier.edit(
            &format!("content/articles/{stem}.md"),
            &format!(
                "---\ntitle: {title}\ndate: {date}\nsource: Wire\nlanguage: {language}\n{more}---\n{text}\n"
            ),
        );
    }
    let output = dossier.build().output();
    let mut seen = 0;
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let page = String::from_utf8_lossy(bytes);
        for (at, _) in body(&page).match_indices(&format!(">{TITLE}<")) {
            let before = &body(&page)[..=at];
            let tag = &before[before.rfind('<').expect("a tag")..];
            assert!(tag.contains("lang=\"ja\""), "{path}: {tag}");
            seen += 1;
        }
    }
    // The front page, lists, its neighbours, its copy, the outcome that it tells of, its correction.
    assert!(seen >= 8, "{seen}");
}

#[test]
fn a_long_page_has_its_headings_beside_it() {
    let page = |headings: &str| {
        small()
            .edit("content/pages/method.md", &format!("---\ntitle: Method\n---\n{headings}"))
            .build()
            .page("/method/")
    };
    let long = page("## One\n\nx\n\n## Two\n\nx\n\n## Three\n\nx\n");
    assert!(long.contains("<article class=\"outlined\">") && long.contains("href=\"#s-three\""), "{long}");
    assert!(!page("## One\n\nx\n").contains("on-this-page"));
}

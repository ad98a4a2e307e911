//! Feeds as readers of feeds see them: in three formats, of the site, of topics and of sources.

use feed_rs::{model::Feed, parser};

use crate::driver::Dossier;

fn article(title: &str, more: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nsource: Harbour Wire\n{more}---\n\n{text}\n")
}

fn harbour() -> Dossier {
    let corrected = "date: 2020-01-01\ncorrection:\n  - {date: 2020-02-03, was: ten, now: nine, why: one was counted twice}\n";
    Dossier::empty()
        .edit(
            "dossier.yaml",
            "title: The harbour\nbase_url: https://harbour.example/news/\npublisher: The Desk\n",
        )
        .edit("content/topics/anna.md", "---\nname: Anna Velde\nkind: person\n---\n")
        .edit(
            "content/articles/old.md",
            &article("Old & <odd>", "date: 2018\n", "Anna Velde was <b>there</b>.\u{b}"),
        )
        .edit(
            "content/articles/new.md",
            &article("Ferries stop", corrected, "Anna Velde said so.\n\n## Why\n\nSee [there](#s-why)."),
        )
        .edit("content/articles/undated.md", &article("Undated", "", "Nobody knows when."))
        .edit(
            "content/articles/closed.md",
            &article("Closed", "date: 2019-05-05\npublish: metadata\n", "Anna Velde saw the zebra."),
        )
        .build()
}

fn read(dossier: &Dossier, path: &str) -> Feed {
    parser::parse(dossier.page(path).as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_three_formats_say_the_same() {
    let dossier = harbour();
    for path in ["/atom.xml", "/rss.xml", "/feed.json"] {
        let feed = read(&dossier, path);
        assert_eq!(feed.title.expect("a title").content, "The harbour", "{path}");
        let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        let page = |name: &str| format!("https://harbour.example/news/articles/{name}/");
        assert!(ids[0].starts_with(&format!("{}#corrections-2020-02-03-", page("new"))), "{path}: {ids:?}");
        assert_eq!(
            ids[1..],
            [page("new"), page("closed"), page("old"), page("undated")],
            "{path}: the undated come last"
        );
        let links = feed.entries.iter().flat_map(|entry| &entry.links);
        assert!(
            links.clone().count() >= 5
                && links.clone().all(|link| link.href.starts_with("https://harbour.example/news/"))
        );
        assert!(
            feed.links.iter().any(|link| link.href.ends_with(path)) || path == "/feed.json",
            "{path} names itself"
        );
        let date = |at: usize| feed.entries[at].published.map(|date| date.to_rfc3339());
        assert_eq!(date(3).as_deref(), Some("2018-01-01T00:00:00+00:00"), "{path}");
        assert_eq!(
            feed.entries[3].title.as_ref().map(|title| title.content.clone()).as_deref(),
            Some("Old & <odd>"),
            "{path}"
        );
    }
}

#[test]
fn feeds_name_the_hub_that_tells_of_new_entries() {
    let hub = "https://hub.example/";
    let dossier = harbour();
    assert!(!dossier.page("/atom.xml").contains("hub"), "there is none unless it is set");
    let settings = format!("title: The harbour\nbase_url: https://harbour.example/news/\nwebsub: {hub}\n");
    let dossier = dossier.edit("dossier.yaml", &settings).build();
    for path in ["/atom.xml", "/rss.xml"] {
        let named = read(&dossier, path).links.into_iter().find(|link| link.rel.as_deref() == Some("hub"));
        assert_eq!(named.map(|link| link.href).as_deref(), Some(hub), "{path}");
    }
    let json: serde_json::Value = serde_json::from_str(&dossier.page("/feed.json")).expect("JSON");
    assert_eq!(json["hubs"], serde_json::json!([{"type": "WebSub", "url": hub}]));
    let problem = dossier.edit("dossier.yaml", "title: T\nwebsub: hub.example\n").run(&["build"]).last;
    assert!(
        problem.stderr.contains("error[bad-websub]") && problem.stderr.contains("dossier.yaml:2:9"),
        "{problem:?}"
    );
}

#[test]
fn texts_are_whole_where_they_may_be_and_lead_to_the_site() {
    let dossier = harbour();
    for path in ["/atom.xml", "/rss.xml", "/feed.json"] {
        let feed = dossier.page(path);
        assert!(
            feed.contains("https://harbour.example/news/topics/anna/"),
            "{path}: names are linked, with whole addresses"
        );
        assert!(feed.contains("https://harbour.example/news/articles/new/#s-why"), "{path}");
        assert!(
            !feed.contains("zebra") && !feed.contains('\u{b}') && !feed.contains("<b>"),
            "{path}: {feed}"
        );
    }
    let atom = dossier.page("/atom.xml");
    assert!(atom.contains("<updated>2020-02-03T00:00:00Z</updated>"), "a correction is an update");
}

#[test]
fn topics_and_sources_have_feeds_that_their_pages_name() {
    let dossier = harbour();
    for (page, title, entries) in [
        ("/topics/anna/", "Anna Velde · The harbour", 3),
        ("/sources/harbour-wire/", "Harbour Wire · The harbour", 4),
    ] {
        for (name, kind) in [
            ("atom.xml", "application/atom+xml"),
            ("rss.xml", "application/rss+xml"),
            ("feed.json", "application/feed+json"),
        ] {
            let feed = read(&dossier, &format!("{page}{name}"));
            assert_eq!(feed.title.expect("a title").content, title);
            assert_eq!(feed.entries.len(), entries, "{page}{name}");
            let link = format!(
                "<link rel=\"alternate\" type=\"{kind}\" title=\"{title}\" href=\"/news{page}{name}\">"
            );
            assert!(dossier.page(page).contains(&link), "{link}");
        }
    }
    assert!(!dossier.page("/topics/anna/feed.json").contains("zebra"));
}

#[test]
fn a_feed_is_made_anew_only_when_it_would_differ() {
    let dossier = harbour();
    let before = dossier.output();
    let dossier = dossier
        .edit("content/articles/undated.md", &article("Undated", "", "Nobody knows when, or why."))
        .build();
    let changed: Vec<String> = dossier
        .output()
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(changed.contains(&"atom.xml".to_owned()), "{changed:?}");
    assert!(!changed.iter().any(|path| path.starts_with("topics/anna/")), "{changed:?}");
}

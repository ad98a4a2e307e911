//! What can be taken away, read by the parsers of others.

use crate::driver::Dossier;

const ARTICLE: &str = "---
title: \"Talks: 50% of {tea} & $5_#\"
date: 2017-11-24
source: Harbour Wire
byline: [Marta Lind, \"Smith, Jones and Sons\"]
language: en
url: https://wire.example/a_b?c=1&d=%20
retrieved: 2018-01-02
summary: \"=1+1, said \\\"all\\\"\"
topics: [Anna Velde]
quotes:
  - {text: we shall meet again, speaker: Anna Velde}
events:
  - {date: 2017-12, text: \"Groups meet; twice, at least\", status: planned}
  - {date: 2017-11-01, text: Ferry sank, status: happened}
---

Anna Velde said “we shall meet again” to everybody.
";

fn harbour() -> Dossier {
    Dossier::empty()
        .edit("dossier.yaml", "title: The harbour\nbase_url: https://harbour.example/news/\n")
        .edit("content/topics/anna.md", "---\nname: Anna Velde\nkind: person\naliases: [\"@anna\"]\n---\n")
        .edit("content/articles/talks.md", ARTICLE)
        .edit("content/articles/bare.md", "---\ntitle: Bare\n---\n\nNothing.\n")
        .build()
}

/// The columns that the documentation names for a table, in order.
fn promised(name: &str) -> Vec<String> {
    let page = include_str!("../docs/content/pages/data-exports.md");
    let (_, after) = page.split_once(&format!("`exports/{name}`, ")).expect(name);
    let rows = after
        .lines()
        .skip(1)
        .skip_while(|line| !line.starts_with("| `"))
        .take_while(|line| line.starts_with("| `"));
    rows.map(|row| row.split('`').nth(1).expect("a column").to_owned()).collect()
}

#[test]
fn every_table_has_the_columns_that_were_promised_in_their_order() {
    let dossier = harbour();
    for (name, rows) in [("articles", 2), ("topics", 1), ("quotes", 1), ("events", 2), ("sources", 1)] {
        let text = dossier.page(&format!("/exports/{name}.csv"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns: Vec<String> = reader.headers().expect("a head").iter().map(str::to_owned).collect();
        assert_eq!(columns, promised(&format!("{name}.csv")), "{name}.csv");
        assert_eq!(reader.records().flatten().count(), rows, "{name}.csv");
    }
    assert!(
        dossier.page("/exports/articles.csv").contains("\"'=1+1, said \"\"all\"\"\""),
        "no cell is a formula"
    );
    assert!(dossier.page("/exports/topics.csv").contains(",'@anna,"));
}

#[test]
fn the_json_lines_are_the_rows_of_the_tables() {
    let text = harbour().page("/exports/dossier.jsonl");
    let rows: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let types: Vec<&str> = rows.iter().map(|row| row["type"].as_str().expect("a type")).collect();
    assert_eq!(types, ["article", "article", "topic", "quote", "event", "event", "source"]);
    assert_eq!(rows[0]["byline"], serde_json::json!(["Marta Lind", "Smith, Jones and Sons"]));
    assert_eq!(rows[3]["text"], "we shall meet again");
    assert_eq!(
        (&rows[2]["articles"], &rows[2]["unreviewed"]),
        (&serde_json::json!(1), &serde_json::json!(false))
    );
    let keys: Vec<&String> = rows[4].as_object().expect("an object").keys().skip(1).collect();
    assert_eq!(keys, promised("events.csv").iter().collect::<Vec<_>>());
}

#[test]
fn references_are_what_programs_for_references_read() {
    let dossier = harbour();
    let bib = biblatex::Bibliography::parse(&dossier.page("/exports/articles.bib")).expect("BibTeX");
    let talks = bib.get("talks").expect("the entry");
    assert_eq!(bib.len(), 2);
    let title = biblatex::ChunksExt::format_verbatim(talks.title().expect("a title"));
    assert_eq!(title, "Talks: 50% of {tea} & $5_#");
    assert_eq!(talks.author().expect("authors").len(), 2, "a name with “and” in it is one name");
    assert_eq!(talks.url().expect("an address"), "https://wire.example/a_b?c=1&d=%20");
    let ris = dossier.page("/exports/articles.ris");
    assert_eq!(ris.matches("TY  - NEWS\r\n").count(), 2);
    assert_eq!(ris.matches("\r\nER  - \r\n").count(), 2);
    assert!(ris.contains("TI  - Talks: 50% of {tea} & $5_#\r\nAU  - Marta Lind\r\n"), "{ris}");
    let csl: serde_json::Value =
        serde_json::from_str(&dossier.page("/exports/articles.csl.json")).expect("JSON");
    assert_eq!(csl[0]["issued"], serde_json::json!({"date-parts": [[2017, 11, 24]]}));
    assert_eq!(csl[1]["URL"], "https://harbour.example/news/articles/bare/");
}

#[test]
fn the_page_of_an_article_says_how_to_cite_it() {
    let page = harbour().page("/articles/talks/");
    for words in [
        "<summary>Cite this article</summary>",
        "Marta Lind &amp; Smith, Jones and Sons. (2017, November 24).",
        "[viewed 2 January 2018]",
        "@misc{talks,",
        "href=\"/news/exports/articles.bib\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn what_is_planned_is_a_calendar_and_all_events_a_time_line() {
    let dossier = harbour();
    let text = dossier.page("/exports/planned.ics");
    let calendars: Vec<_> =
        ical::IcalParser::new(text.as_bytes()).map(|calendar| calendar.expect("iCalendar")).collect();
    assert_eq!((calendars.len(), calendars[0].events.len()), (1, 1), "{text}");
    let value = |name: &str| {
        let property = calendars[0].events[0].properties.iter().find(|property| property.name == name);
        property.and_then(|property| property.value.clone()).unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!((value("DTSTART"), value("DTEND")), ("20171201".to_owned(), "20180101".to_owned()));
    assert_eq!(value("SUMMARY"), "Groups meet\\; twice\\, at least");
    assert!(value("UID").ends_with("@harbour.example"));
    let timeline: serde_json::Value =
        serde_json::from_str(&dossier.page("/exports/timeline.json")).expect("JSON");
    assert_eq!(timeline["events"].as_array().map(Vec::len), Some(2));
    assert_eq!(timeline["events"][0]["start_date"], serde_json::json!({"year": 2017, "month": 11, "day": 1}));
}

#[test]
fn one_page_holds_the_dossier_with_its_sources_and_one_lists_the_files() {
    let dossier = harbour();
    let print = dossier.page("/print/");
    assert!(print.contains("“Talks: 50% of {tea} &amp; $5_#.” Harbour Wire, November 24, 2017."), "{print}");
    let list = dossier.page("/exports/");
    let files = dossier
        .output()
        .into_keys()
        .filter(|path| path.starts_with("exports/") && path != "exports/index.html");
    let files: Vec<String> = files.collect();
    assert_eq!(files.len(), 11);
    for file in files {
        assert!(list.contains(&format!("href=\"/news/{file}\"")), "{file}");
    }
}

#[test]
fn pages_are_short_of_blank_lines_when_asked_and_the_domain_is_written_down() {
    let whole = harbour().page("/articles/talks/");
    let dossier = harbour().edit("dossier.yaml", "title: The harbour\nbase_url: https://harbour.example/news/\nminify: true\ncname: harbour.example\n").build();
    let short = dossier.page("/articles/talks/");
    assert!(
        short.len() < whole.len() && short.contains("@misc{talks,\n  title"),
        "what is preformatted stays"
    );
    assert!(!short.contains("\n\n"));
    assert_eq!(dossier.page("/CNAME"), "harbour.example\n");
}

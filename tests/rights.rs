//! What may be shown, what was put right, and whom to believe.

use crate::driver::Dossier;

fn dated(title: &str, date: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\n---\n\n{text}\n")
}

fn article(title: &str, source: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nsource: {source}\n---\n\n{text}\n")
}

/// An article with something in every place that could give its text away.
const WITHHELD: &str = "---
title: Council sits
date: 2020-01-01
source: Wire
language: en
image: {src: a.jpg, caption: Caption of the withheld picture}
topics: [Kelmar]
quotes:
  - text: no zebra shall cross the harbour tonight
    speaker: Anna Velde
events:
  - {date: 2020-01-02, text: The zebra crossed the harbour in spite of it, status: happened}
  - {date: 2020-01-03, text: Ferries stop, status: planned}
---

The council of Kelmar met on Monday.

Anna Velde said “no zebra shall cross the harbour tonight” in Kelmar, and left the room before the vote was taken. The zebra crossed the harbour in spite of it. [[Kelmar]] was silent about the zebra, and so was everybody else who had been there that night to see it happen. The Harbour Guild, whose zebra wardens kept the gate, kept it shut.
";

fn withheld(article: &str, source: &str) -> Dossier {
    let review = "seed: {file: seeds/a.txt, sha256: \"00\"}\nrules: 99\nnames:\n  - {name: Harbour Guild, kind: organisation, basis: {rule: telling words beside the name, words: whose zebra wardens kept the gate}}\nfields:\n  - {id: f-1, field: translation, value: '{from: ru}', basis: 'words “no zebra shall cross the harbour”'}\nevents:\n  - {id: e-1, date: 2020-01-05, text: Zebra watch of the silent zebra, status: planned, basis: was silent about the zebra}\n";
    Dossier::empty()
        .edit("content/articles/a.md", article)
        .edit("content/review/a.yaml", review)
        .edit("content/sources/wire.md", source)
        .edit("content/topics/kelmar.md", "---\nname: Kelmar\nkind: place\n---\n")
        .edit("content/topics/anna.md", "---\nname: Anna Velde\nkind: person\n---\n")
        .build()
}

/// Everything that is published, in one text.
fn everything(dossier: &Dossier) -> String {
    dossier.output().values().map(|bytes| String::from_utf8_lossy(bytes).to_lowercase()).collect()
}

#[test]
fn what_may_not_be_shown_is_nowhere_in_the_output() {
    let open = everything(&withheld(WITHHELD, "---\nname: Wire\n---\n"));
    for words in [
        "zebra crossed",
        "was silent about",
        "no zebra shall",
        "withheld picture",
        "zebra watch",
        "zebra wardens kept",
    ] {
        assert!(open.contains(words), "{words}: the test would not notice a leak");
    }
    let guild = withheld(WITHHELD, "---\nname: Wire\n---\n").page("/topics/harbour-guild/");
    assert!(guild.contains("whose zebra wardens kept the gate”"), "the reason of a new topic: {guild}");
    for (publish, shown) in [("excerpt", true), ("metadata", false)] {
        let by_source =
            withheld(WITHHELD, &format!("---\nname: Press\naliases: [Wire]\npublish: {publish}\n---\n"));
        let own =
            WITHHELD.replace("title: Council sits", &format!("title: Council sits\npublish: {publish}"));
        let by_article = withheld(&own, "---\nname: Wire\npublish: full\n---\n");
        for dossier in [by_source, by_article] {
            let all = everything(&dossier);
            assert!(!all.contains("zebra"), "{publish}");
            assert_eq!(all.contains("withheld picture"), shown, "{publish}");
            assert_eq!(
                all.contains("of kelmar met on monday") || all.contains("</a> met on monday"),
                shown,
                "{publish}"
            );
            let page = dossier.page("/articles/a/");
            assert!(page.contains("Council sits") && page.contains("Ferries stop"), "{page}");
            assert!(
                dossier.page("/topics/anna/").contains("Council sits"),
                "it is still known whom it names"
            );
        }
    }
}

#[test]
fn an_article_may_say_more_than_its_source_allows() {
    let own = WITHHELD.replace("title: Council sits", "title: Council sits\npublish: full");
    let dossier = withheld(&own, "---\nname: Wire\npublish: metadata\n---\n");
    assert!(dossier.page("/articles/a/").contains("The zebra crossed"));
}

#[test]
fn corrections_have_a_page_and_stand_in_the_feed() {
    let corrected = "---\ntitle: Level\ndate: 2020-01-01\ncorrection:\n  - {date: 2020-03-04, was: 40.2 m, now: 40.1 m, why: the figure was old.}\n---\n\nText.\n";
    let dossier = Dossier::empty()
        .edit("content/articles/a.md", corrected)
        .edit("content/articles/b.md", &dated("B", "2020-02-01", "Text of its own."))
        .build();
    let page = dossier.page("/corrections/");
    assert!(page.contains("the figure was old</bdi>.") && !page.contains("old.</bdi>."), "{page}");
    assert!(page.contains("“<bdi>40.2 m</bdi>” now reads “<bdi>40.1 m</bdi>”"), "{page}");
    assert!(
        page.contains("href=\"/articles/a/\"") && dossier.page("/").contains("href=\"/corrections/\""),
        "{page}"
    );
    let feed = dossier.page("/atom.xml");
    assert!(
        feed.contains("<title>Correction: Level</title>")
            && feed.contains("<updated>2020-03-04T00:00:00Z</updated>"),
        "{feed}"
    );
    let none = Dossier::empty().edit("content/articles/a.md", "---\ntitle: A\n---\n\nText.\n").build();
    assert!(!none.page("/").contains("corrections/"), "no page without a correction");
}

#[test]
fn a_source_says_its_share_and_who_graded_it() {
    let dossier = Dossier::empty()
        .edit(
            "content/sources/wire.md",
            "---\nname: Wire\ngrade: {value: B2, by: A. Velde, date: 2020-05}\n---\n",
        )
        .edit("content/sources/post.md", "---\nname: Post\ngrade: C3\n---\n")
        .edit("content/articles/a.md", &article("A", "Wire", "One."))
        .edit("content/articles/b.md", &article("B", "Post", "Two."))
        .edit("content/articles/c.md", &article("C", "Post", "Three."))
        .build();
    let wire = dossier.page("/sources/wire/");
    assert!(
        wire.contains("B2 (Admiralty code), given by <bdi>A. Velde</bdi>")
            && wire.contains("1 article, 33% of all"),
        "{wire}"
    );
    let post = dossier.page("/sources/post/");
    assert!(post.contains("C3 (Admiralty code)</dd>") && post.contains("2 articles, 67% of all"), "{post}");
}

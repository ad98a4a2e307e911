//! Free-standing pages alone make a manual: a front page of one's own, sections, a way from page to page, and none of
//! the lists that a dossier has.

use crate::driver::Dossier;

fn page(title: &str, keys: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n{keys}---\n\n{text}\n")
}

fn manual() -> Dossier {
    Dossier::empty()
        .edit("dossier.yaml", "title: The manual\nbase_url: https://example.org/docs/\n")
        .edit(
            "content/pages/index.md",
            &page("The manual", "", "See [the beginning](guide/first.md#step-one)."),
        )
        .edit(
            "content/pages/guide/first.md",
            &page(
                "First steps",
                "section: Guide\norder: 1\n",
                "# Step one\n\n[Home](../index.md), [down](#step-one).",
            ),
        )
        .edit("content/pages/guide/second.md", &page("Second steps", "section: Guide\norder: 2\n", "Text."))
        .edit("content/pages/keys.md", &page("All keys", "section: Reference\norder: 3\n", "Text."))
        .edit("content/pages/imprint.md", &page("Imprint", "order: 9\n", "Text."))
}

#[test]
fn a_manual_has_its_pages_and_nothing_else() {
    let built = manual().build();
    let output = built.output();
    let pages: Vec<&str> =
        output.keys().map(String::as_str).filter(|path| path.ends_with("index.html")).collect();
    assert_eq!(
        pages,
        ["first/index.html", "imprint/index.html", "index.html", "keys/index.html", "second/index.html"]
    );
    assert!(!output.contains_key("atom.xml") && !built.page("/").contains("atom.xml"));
    for empty in ["Articles", "Timeline", "Quotes", "A–Z"] {
        assert!(!built.page("/first/").contains(empty), "{empty}");
    }
}

#[test]
fn the_menu_shows_sections_in_order_and_leads_from_page_to_page() {
    let built = manual().build();
    let page = built.page("/second/");
    let menu = page.split("<nav class=\"menu\"").nth(1).expect("a menu");
    let places: Vec<_> = ["Guide", "First steps", "Second steps", "Reference", "All keys", "Imprint"]
        .map(|label| menu.find(&format!(">{label}<")))
        .into_iter()
        .collect();
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    assert!(menu.contains("<a href=\"/docs/second/\" aria-current=\"page\">"), "{menu}");
    assert!(
        page.contains("rel=\"prev\" href=\"/docs/first/\"")
            && page.contains("rel=\"next\" href=\"/docs/keys/\"")
    );
    let head = page.split("<nav class=\"sections\"").nth(1).expect("sections").split("</nav>").next();
    let head = head.expect("its end");
    assert!(head.contains("<a href=\"/docs/first/\">Guide</a>") && head.contains(">Reference</a>"), "{head}");
}

#[test]
fn links_to_files_lead_to_what_they_become() {
    let built = manual().build();
    assert!(built.page("/").contains("<a href=\"/docs/first/#s-step-one\">the beginning</a>"));
    let first = built.page("/first/");
    assert!(first.contains("<a href=\"/docs/\">Home</a>, <a href=\"#s-step-one\">down</a>"), "{first}");
    let lost = manual().edit("content/pages/keys.md", "See [it](guide/frist.md).\n").run(&["build"]);
    for part in ["unknown-file", "content/pages/keys.md:1:5", "did you mean content/pages/guide/first.md?"] {
        assert!(lost.last.stderr.contains(part), "{part}: {}", lost.last.stderr);
    }
    assert!(lost.page("/keys/").contains("See <span>it</span>."));
}

#[test]
fn a_page_may_be_the_front_page_of_a_dossier_too() {
    let article = page("An article", "date: 2020-01-02\n", "It says something.");
    let built = manual().edit("content/articles/a.md", &article).build();
    assert!(built.page("/").contains("See <a") && built.page("/first/").contains(">Articles</a>"));
    assert!(built.page("/articles/").contains("An article"));
}

#[test]
fn the_guide_is_whole() {
    let guide = Dossier::from("../docs").run(&["build", "--strict", "--output-dir", "site"]);
    assert_eq!(guide.last.code, Some(0), "{}", guide.last.stderr);
    assert!(guide.read("site/index.html").contains(">In two minutes</h2>"));
    assert!(guide.read("site/messages/index.html").contains("id=\"s-unknown-link\""));
}

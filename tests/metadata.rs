//! What pages say to machines: JSON-LD, and the sitemap.

use serde_json::Value;

use crate::driver::Dossier;

const ARTICLE: &str = "---
title: Talks </script> begin
date: 2017-11-24
source: Harbour Wire
language: en
translation: {from: ru, by: Jonas Ek}
url: https://wire.example/a
archived: [{url: 'https://archive.example/1', date: 2017-11-25}]
correction: [{date: 2017-11-26, was: ten, now: nine, why: it was miscounted}]
topics: [Kelmar]
quotes:
  - {text: we shall meet again, speaker: Anna Velde}
events:
  - {date: 2017-12, text: Groups meet, status: planned}
---

Anna Velde said “we shall meet again” in Kelmar.
";

fn harbour() -> Dossier {
    let anna = "---\nname: Anna Velde\nkind: person\naliases: [A. Velde]\nroles: [{label: Mayor}]\nsame_as: ['https://www.wikidata.org/wiki/Q1', 'javascript:alert(1)']\n---\n";
    Dossier::empty()
        .edit(
            "dossier.yaml",
            "title: The harbour\nbase_url: https://harbour.example/news/\npublisher: The Desk\n",
        )
        .edit("content/topics/anna.md", anna)
        .edit("content/topics/kelmar.md", "---\nname: Kelmar\nkind: place\ncoordinates: [44.5, 146.1]\n---\n")
        .edit(
            "content/sources/wire.md",
            "---\nname: Harbour Wire\nkind: agency\nurl: https://wire.example/\n---\n",
        )
        .edit("content/articles/talks.md", ARTICLE)
        .build()
}

/// The things that a page describes, by their type.
fn graph(dossier: &Dossier, address: &str) -> Vec<Value> {
    let page = dossier.page(address);
    let (_, after) = page.split_once("<script type=\"application/ld+json\">").expect("JSON-LD");
    let (json, _) = after.split_once("</script>").expect("an end");
    let data: Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().expect("a graph").clone()
}

fn of<'a>(graph: &'a [Value], kind: &str) -> &'a Value {
    graph.iter().find(|thing| thing["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {graph:#?}"))
}

#[test]
fn an_article_says_what_it_is_and_what_it_rests_on() {
    let dossier = harbour();
    let graph = graph(&dossier, "/articles/talks/");
    let article = of(&graph, "NewsArticle");
    assert_eq!(article["headline"], "Talks </script> begin");
    assert_eq!(
        (&article["datePublished"], &article["dateModified"]),
        (&"2017-11-24".into(), &"2017-11-26".into())
    );
    assert_eq!(article["isBasedOn"], "https://wire.example/a");
    assert_eq!(article["translationOfWork"]["inLanguage"], "ru");
    assert_eq!(article["translator"]["name"], "Jonas Ek");
    assert_eq!(article["archivedAt"][0], "https://archive.example/1");
    assert!(article["citation"].as_str().is_some_and(|text| text.contains("(2017, November 24)")));
    assert_eq!(article["about"][0]["@id"], "https://harbour.example/news/topics/kelmar/#topic");
    let quote = of(&graph, "Quotation");
    assert_eq!(
        (&quote["text"], &quote["creator"]["name"]),
        (&"we shall meet again".into(), &"Anna Velde".into())
    );
    assert_eq!(quote["creator"]["@type"], "Person");
    assert_eq!(of(&graph, "Event")["startDate"], "2017-12-01");
    let crumbs = &of(&graph, "BreadcrumbList")["itemListElement"];
    assert_eq!(crumbs[0]["item"], "https://harbour.example/news/");
    assert_eq!(crumbs[2]["item"], "https://harbour.example/news/articles/talks/");
}

#[test]
fn an_office_that_is_quoted_is_no_person_and_a_correction_is_in_the_words_of_the_site() {
    let office = "---\nname: Anna Velde\nkind: organisation\n---\n";
    let dossier = harbour()
        .edit("content/topics/anna.md", office)
        .edit("dossier.yaml", "title: Hafen\nlanguage: de\n")
        .build();
    let graph = graph(&dossier, "/articles/talks/");
    assert_eq!(of(&graph, "Quotation")["creator"]["@type"], "Organization");
    assert_eq!(of(&graph, "NewsArticle")["correction"][0], "nine, Grund: it was miscounted");
}

#[test]
fn topics_sources_and_the_site_say_who_they_are() {
    let dossier = harbour();
    let anna = graph(&dossier, "/topics/anna/");
    let person = of(&anna, "Person");
    assert_eq!(
        person["sameAs"],
        serde_json::json!(["https://www.wikidata.org/wiki/Q1"]),
        "only what can do no harm"
    );
    assert_eq!((&person["alternateName"][0], &person["jobTitle"][0]), (&"A. Velde".into(), &"Mayor".into()));
    assert_eq!(of(&graph(&dossier, "/topics/kelmar/"), "Place")["geo"]["latitude"], 44.5);
    let wire = graph(&dossier, "/sources/wire/");
    assert_eq!(of(&wire, "NewsMediaOrganization")["url"], "https://wire.example/");
    let home = graph(&dossier, "/");
    let target = &of(&home, "WebSite")["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(target, "https://harbour.example/news/search/?q={search_term_string}");
}

#[test]
fn the_sitemap_says_when_an_article_s_page_changed() {
    let map = harbour().page("/sitemap.xml");
    let entry = "<loc>https://harbour.example/news/articles/talks/</loc>\n  <lastmod>2017-11-26</lastmod>";
    assert!(map.contains(entry), "{map}");
    assert_eq!(map.matches("<lastmod>").count(), 1);
}

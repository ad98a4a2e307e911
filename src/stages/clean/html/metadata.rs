//! What a page says of itself: JSON-LD, Open Graph, Dublin Core, microdata, `<time>`, links and marks of the
//! programs that save pages. Only facts are gathered here; `choice` decides between them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dom::{Dom, Id};
use crate::text::one_line;

/// Everything that a page says of itself, each list in the order of trust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headlines from machine-readable places.
    pub titles: Vec<String>,
    /// Dates of publication as written.
    pub published: Vec<String>,
    /// Dates of change as written.
    pub modified: Vec<String>,
    /// Author lines in JSON-LD.
    pub data_authors: Vec<String>,
    /// Author lines elsewhere.
    pub authors: Vec<String>,
    /// Names of the outlet.
    pub publishers: Vec<String>,
    /// The page's own address.
    pub addresses: Vec<String>,
    /// Addresses of the main picture.
    pub pictures: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// The whole text, where the page gives it to machines.
    pub body: Option<String>,
    /// What the page is about in a sentence.
    pub description: Option<String>,
}

/// Gathers what a page says of itself. `html` is the page itself, for the marks of saving programs.
pub fn gather(dom: &Dom, html: &str) -> Metadata {
    let mut found = Metadata::default();
    json_ld(dom, &mut found);
    meta_tags(dom, &mut found);
    microdata(dom, &mut found);
    links(dom, &mut found);
    found.addresses.extend(saved_from(html));
    if let Some(language) = dom.all("html").next().and_then(|id| dom.attribute(id, "lang")) {
        found.languages.insert(0, language.to_owned());
    }
    for list in [
        &mut found.titles,
        &mut found.authors,
        &mut found.data_authors,
        &mut found.publishers,
        &mut found.published,
    ] {
        for text in list.iter_mut() {
            *text = one_line(text);
        }
        list.retain(|text| !text.is_empty());
    }
    found
}

fn json_ld(dom: &Dom, found: &mut Metadata) {
    let is_data = |id: &Id| {
        dom.attribute(*id, "type").is_some_and(|kind| kind.trim().starts_with("application/ld+json"))
    };
    let scripts = dom.all("script").filter(is_data).filter_map(|script| {
        let text = dom.text(script);
        let trimmed = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_end_matches(';');
        serde_json::from_str::<Value>(trimmed).ok()
    });
    let values: Vec<Value> = scripts.collect();
    let mut people = BTreeMap::new();
    for value in &values {
        named_ids(value, &mut people);
    }
    for value in &values {
        objects(value, found);
    }
    for author in &mut found.data_authors {
        if let Some(name) = people.get(author) {
            author.clone_from(name);
        }
    }
    found.data_authors.retain(|author| !author.contains("://"));
}

/// Names of the objects that others refer to by `@id`.
fn named_ids(value: &Value, people: &mut BTreeMap<String, String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| named_ids(item, people)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), Some(Value::String(name))) =
                (object.get("@id"), object.get("name"))
            {
                people.insert(id.clone(), name.clone());
            }
            if let Some(graph) = object.get("@graph") {
                named_ids(graph, people);
            }
        }
        _ => {}
    }
}

/// Looks at an object, at lists and at `@graph`.
fn objects(value: &Value, found: &mut Metadata) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| objects(item, found)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                objects(graph, found);
            }
            let kinds = texts(object.get("@type"));
            let is_article = |kind: &String| {
                ["Article", "BlogPosting", "Posting", "Report", "Review", "Recipe"]
                    .iter()
                    .any(|end| kind.ends_with(end))
            };
            if kinds.iter().any(is_article) {
                article_object(object, found);
            } else if kinds.iter().any(|kind| kind == "WebPage") {
                found.published.extend(texts(object.get("datePublished")));
                found.data_authors.extend(texts(object.get("author")));
                if let Some(main) = object.get("mainEntity") {
                    objects(main, found);
                }
            }
        }
        _ => {}
    }
}

fn article_object(object: &serde_json::Map<String, Value>, found: &mut Metadata) {
    let field = |key: &str| decoded(&texts(object.get(key)));
    found.titles.extend(field("headline").into_iter().chain(field("name")).take(1));
    found.published.splice(0..0, field("datePublished"));
    found.modified.extend(field("dateModified"));
    found.data_authors.extend(field("author"));
    found.publishers.extend(field("publisher"));
    found.addresses.extend(
        field("mainEntityOfPage").into_iter().chain(field("url")).filter(|url| url.starts_with("http")),
    );
    found.pictures.extend(field("image"));
    found.languages.extend(field("inLanguage"));
    let body = field("articleBody").into_iter().next();
    found.body = found.body.take().or(body);
}

fn decoded(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| crate::stages::clean::remnants::decoded(text)).collect()
}

/// The texts in a value: itself, its `name`, its `url` or `@id`, or those of a list.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list.iter().flat_map(|item| texts(Some(item))).collect(),
        Some(Value::Object(object)) => {
            let keys = ["name", "@id", "url", "@value"];
            keys.iter().find_map(|key| object.get(*key)).map_or_else(Vec::new, |inner| texts(Some(inner)))
        }
        _ => Vec::new(),
    }
}

/// Names of `<meta>` in lower case.
const TITLES: [&str; 9] = [
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
    "headline",
    "title",
];
const PUBLISHED: [&str; 34] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "og:published_time",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "published-date",
    "published_at",
    "published_time",
    "pubdate",
    "date_published",
    "article_date_original",
    "article.published",
    "cxenseparse:recs:publishtime",
    "date",
    "created",
    "release_date",
    "originalpublicationdate",
    "article:post_date",
    "ptime",
];
const MODIFIED: [&str; 6] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
];
const AUTHORS: [&str; 11] = [
    "author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author",
    "article:author_name",
    "og:author",
    "twitter:data1:author",
];
const PUBLISHERS: [&str; 5] =
    ["og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name"];

fn meta_tags(dom: &Dom, found: &mut Metadata) {
    let tags: Vec<(String, String)> = dom
        .all("meta")
        .filter_map(|id| {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|key| dom.attribute(id, key))?;
            Some((name.trim().to_lowercase(), dom.attribute(id, "content")?.trim().to_owned()))
        })
        .collect();
    let of = |names: &[&str]| -> Vec<String> {
        let values = names.iter().flat_map(|name| tags.iter().filter(move |(key, _)| key == name));
        values.map(|(_, value)| value.clone()).filter(|value| !value.is_empty()).collect()
    };
    found.titles.extend(of(&TITLES));
    found.published.extend(of(&PUBLISHED));
    found.modified.extend(of(&MODIFIED));
    found.authors.extend(of(&AUTHORS).into_iter().filter(|name| !name.contains("://")));
    found.publishers.extend(of(&PUBLISHERS));
    found
        .addresses
        .extend(of(&["og:url", "citation_public_url"]).into_iter().filter(|url| url.starts_with("http")));
    found.pictures.extend(of(&["og:image", "og:image:url", "twitter:image", "twitter:image:src"]));
    found.languages.extend(of(&["content-language", "dc.language", "og:locale", "language"]));
    found.description = of(&["og:description", "description", "dc.description"]).into_iter().next();
}

/// `itemprop` on visible elements; the page's first of each counts.
fn microdata(dom: &Dom, found: &mut Metadata) {
    let with = |property: &'static str| {
        let has = move |id: &Id| {
            dom.attribute(*id, "itemprop")
                .is_some_and(|value| value.split_whitespace().any(|word| word == property))
        };
        dom.below(Dom::ROOT).filter(has).filter(|&id| dom.name(id) != "meta")
    };
    found.titles.extend(with("headline").take(1).map(|id| dom.text(id)));
    let time = |id: Id| {
        let value = ["datetime", "content", "title"].iter().find_map(|key| dom.attribute(id, key));
        value.map_or_else(|| dom.text(id), str::to_owned)
    };
    found.published.extend(with("datePublished").take(1).map(time));
    found.modified.extend(with("dateModified").take(1).map(time));
    let named = |id: Id| {
        let inner = dom.below(id).find(|&below| dom.attribute(below, "itemprop") == Some("name"));
        inner.map_or_else(
            || dom.text(id),
            |name| dom.attribute(name, "content").map_or_else(|| dom.text(name), str::to_owned),
        )
    };
    if found.authors.is_empty() {
        found.authors.extend(with("author").take(3).map(named).filter(|name| name.len() < 120));
    }
}

fn links(dom: &Dom, found: &mut Metadata) {
    let canonical =
        |id: &Id| dom.attribute(*id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
    let addresses = dom.all("link").filter(canonical).filter_map(|id| dom.attribute(id, "href"));
    let absolute: Vec<String> =
        addresses.filter(|href| href.starts_with("http")).map(str::to_owned).collect();
    found.addresses.splice(0..0, absolute);
}

/// The address that a saving program noted: `<!-- saved from url=(0021)https://… -->` (Internet Explorer,
/// Chrome), `url: https://…` in a comment (`SingleFile`).
fn saved_from(html: &str) -> Option<String> {
    let head = crate::stages::clean::passage::prefix(html, 4096);
    let after = if let Some(at) = head.find("saved from url=(") {
        &head[at..][head[at..].find(')')? + 1..]
    } else {
        let rest = &head[head.find("SingleFile")?..];
        &rest[rest.find("url: ")? + 5..]
    };
    let address = after.split(|c: char| c.is_whitespace() || c == '"' || c == '<').next()?;
    address.starts_with("http").then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(html: &str) -> Metadata {
        gather(&Dom::parse(html), html)
    }

    #[test]
    fn json_ld_is_read_wherever_the_article_stands_in_it() {
        let found = metadata(
            r#"<html lang=en><script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "S"},
            {"@type": ["NewsArticle"], "headline": "A &amp; B", "datePublished": "2017-11-24T10:00:00Z",
            "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Li"], "publisher": {"name": "P"}}]}</script>"#,
        );
        assert_eq!(found.titles, ["A & B"]);
        assert_eq!(found.data_authors, ["Ann Lee", "Bo Li"]);
        assert_eq!((found.publishers, found.languages), (vec!["P".to_owned()], vec!["en".to_owned()]));
        assert_eq!(found.published, ["2017-11-24T10:00:00Z"]);
    }

    #[test]
    fn meta_tags_microdata_and_saved_pages_are_read() {
        let found = metadata(
            "<!-- saved from url=(0021)https://e.x/a.html --><meta property='og:title' content='T'>\
            <meta name=DC.date content=2017-11-24><link rel=canonical href=https://e.x/c>\
            <span itemprop=author><b itemprop=name>Ann Lee</b></span>",
        );
        assert_eq!((found.titles, found.published), (vec!["T".to_owned()], vec!["2017-11-24".to_owned()]));
        assert_eq!(found.addresses, ["https://e.x/c", "https://e.x/a.html"]);
        assert_eq!(found.authors, ["Ann Lee"]);
    }

    #[test]
    fn broken_json_is_passed_over() {
        assert_eq!(
            metadata("<script type=application/ld+json>{\"a\": </script>").titles,
            Vec::<String>::new()
        );
    }
}

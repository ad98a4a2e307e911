//! JSON-LD: what a page tells machines about its article.
//!
//! Sites write it with mistakes, put several articles into one page (the one that is shown and teasers of others), and
//! refer to people by `@id`. The article that has the page's own address or headline goes first.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    dom::{Dom, Id},
    metadata::Metadata,
};
use crate::stages::clean::{remnants, rules::title::key};

/// Adds what the page's JSON-LD says.
pub fn gather(dom: &Dom, found: &mut Metadata) {
    let is_data = |id: &Id| {
        dom.attribute(*id, "type")
            .is_some_and(|kind| kind.trim().to_lowercase().starts_with("application/ld+json"))
    };
    let values: Vec<Value> =
        dom.all("script").filter(is_data).filter_map(|script| parse(&dom.text_as_is(script))).collect();
    let mut things = BTreeMap::new();
    let mut articles = Vec::new();
    let mut pages = Vec::new();
    for value in &values {
        named_ids(value, &mut things);
        objects(value, &mut articles, &mut pages);
    }
    let shown = Shown::of(dom);
    articles.sort_by_key(|article| std::cmp::Reverse(shown.likeness(article)));
    for article in articles {
        add_article(article, &things, found);
    }
    for page in pages {
        found.published.extend(texts(page.get("datePublished"), &things));
        found.data_authors.extend(people(page.get("author"), &things));
    }
    found.data_authors.retain(|author| !author.contains("://"));
}

/// JSON as sites write it: inside of comments, with a semicolon behind it, with line ends inside of strings.
fn parse(text: &str) -> Option<Value> {
    let text = text.replace("<![CDATA[", "").replace("]]>", "");
    let start = text.find(['{', '['])?;
    let end = text.rfind(['}', ']'])? + 1;
    let inner = text.get(start..end)?;
    serde_json::from_str(inner).ok().or_else(|| {
        let even: String = inner.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let even = even.replace(", }", " }").replace(",}", "}").replace(",]", "]");
        serde_json::from_str(&even).ok()
    })
}

/// Objects by the `@id` under which others refer to them.
fn named_ids<'v>(value: &'v Value, things: &mut BTreeMap<String, &'v Map<String, Value>>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| named_ids(item, things)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), true) = (object.get("@id"), object.contains_key("name")) {
                things.insert(id.clone(), object);
            }
            if let Some(graph) = object.get("@graph") {
                named_ids(graph, things);
            }
        }
        _ => {}
    }
}

type Object = Map<String, Value>;
type Things<'v> = BTreeMap<String, &'v Object>;

/// Looks at an object, at lists and at `@graph`.
fn objects<'v>(value: &'v Value, articles: &mut Vec<&'v Object>, pages: &mut Vec<&'v Object>) {
    const ARTICLES: [&str; 7] =
        ["Article", "BlogPosting", "Posting", "Report", "Review", "Recipe", "PressRelease"];
    match value {
        Value::Array(list) => list.iter().for_each(|item| objects(item, articles, pages)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                objects(graph, articles, pages);
            }
            let kinds = texts(object.get("@type"), &BTreeMap::new());
            if kinds.iter().any(|kind| ARTICLES.iter().any(|end| kind.ends_with(end))) {
                articles.push(object);
            } else if kinds.iter().any(|kind| kind.ends_with("WebPage")) {
                pages.push(object);
                for key in ["mainEntity", "mainEntityOfPage"] {
                    object.get(key).into_iter().for_each(|main| objects(main, articles, pages));
                }
            }
        }
        _ => {}
    }
}

/// What the page itself shows, by which its own article is told from others.
struct Shown {
    address: Option<String>,
    titles: Vec<String>,
}

impl Shown {
    fn of(dom: &Dom) -> Self {
        let canonical = dom.all("link").find(|&id| dom.attribute(id, "rel") == Some("canonical"));
        let titles = ["title", "h1"].into_iter().flat_map(|name| dom.all(name).take(3).collect::<Vec<_>>());
        Self {
            address: canonical.and_then(|id| dom.attribute(id, "href")).map(bare),
            titles: titles.map(|id| key(&dom.text(id))).filter(|title| !title.is_empty()).collect(),
        }
    }

    /// 2 for the page's own address, 1 for its headline.
    fn likeness(&self, article: &Object) -> u8 {
        let nothing = BTreeMap::new();
        let places =
            ["url", "mainEntityOfPage", "@id"].iter().flat_map(|key| texts(article.get(*key), &nothing));
        let own =
            self.address.as_ref().is_some_and(|own| places.into_iter().any(|place| bare(&place) == *own));
        let headline =
            texts(article.get("headline"), &nothing).first().map(|text| key(&remnants::decoded(text)));
        let titled =
            headline.is_some_and(|line| line.len() > 5 && self.titles.iter().any(|t| t.contains(&line)));
        u8::from(own) * 2 + u8::from(titled)
    }
}

/// An address without scheme, fragment and last slash.
fn bare(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('#').next().unwrap_or_default().trim_end_matches('/').to_lowercase()
}

fn add_article(object: &Object, things: &Things<'_>, found: &mut Metadata) {
    let field = |key: &str| -> Vec<String> {
        texts(object.get(key), things).iter().map(|text| remnants::decoded(text)).collect()
    };
    found.titles.extend(field("headline").into_iter().chain(field("name")).take(1));
    found.published.extend(field("datePublished"));
    found.created.extend(field("dateCreated"));
    found.modified.extend(field("dateModified"));
    let mut authors = people(object.get("author"), things);
    authors.retain(|author| !author.trim().is_empty());
    if authors.is_empty() {
        authors = people(object.get("creator"), things);
    }
    if found.data_authors.is_empty() {
        found.data_authors.extend(authors.iter().map(|author| remnants::decoded(author)));
    }
    if !is_person(object.get("publisher"), things) {
        found.publishers.extend(field("publisher"));
    }
    found.addresses.extend(
        field("mainEntityOfPage").into_iter().chain(field("url")).filter(|url| url.starts_with("http")),
    );
    found.pictures.extend(field("image"));
    found.languages.extend(field("inLanguage"));
    let body = field("articleBody").into_iter().next();
    found.body = found.body.take().or(body);
}

/// Whether a value is a person: somebody who publishes alone is the author and no outlet.
fn is_person(value: Option<&Value>, things: &Things<'_>) -> bool {
    let kinds = |value: Option<&Value>| texts(value, &BTreeMap::new());
    let id = value.and_then(|value| value.get("@id")).and_then(Value::as_str);
    let kinds = kinds(value.and_then(|value| value.get("@type")))
        .into_iter()
        .chain(kinds(id.and_then(|id| things.get(id)).and_then(|thing| thing.get("@type"))));
    kinds.into_iter().any(|kind| kind == "Person")
}

/// Who wrote: persons, and organisations only where no person is named.
fn people(value: Option<&Value>, things: &Things<'_>) -> Vec<String> {
    let list = match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let is_body = |item: &&Value| {
        let kinds = texts(item.get("@type"), &BTreeMap::new());
        kinds.iter().any(|kind| kind.ends_with("Organization"))
    };
    let (bodies, persons): (Vec<&Value>, Vec<&Value>) = list.into_iter().partition(is_body);
    let names = |list: &[&Value]| list.iter().flat_map(|item| texts(Some(item), things)).collect::<Vec<_>>();
    let persons = names(&persons);
    if persons.iter().any(|name| !name.contains("://")) { persons } else { names(&bodies) }
}

/// The texts in a value: itself, its `name`, what its `@id` stands for, its `url`, or those of a list.
fn texts(value: Option<&Value>, things: &Things<'_>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => match things.get(text) {
            Some(thing) => texts(thing.get("name"), &BTreeMap::new()),
            None => vec![text.clone()],
        },
        Some(Value::Array(list)) => list.iter().flat_map(|item| texts(Some(item), things)).collect(),
        Some(Value::Object(object)) => {
            let keys = ["name", "@id", "url", "@value"];
            let said = |value: &&Value| !value.is_null() && value.as_str() != Some("");
            let inner = keys.iter().find_map(|key| object.get(*key).filter(said));
            let part = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
            let whole = format!("{} {}", part("givenName"), part("familyName"));
            if !part("familyName").is_empty() && part("name").is_empty() {
                return vec![whole.trim().to_owned()];
            }
            inner.map_or_else(Vec::new, |inner| texts(Some(inner), things))
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Metadata {
        let mut found = Metadata::default();
        gather(&Dom::parse(page), &mut found);
        found
    }

    fn data(json: &str) -> Metadata {
        read(&format!("<script type=application/ld+json>{json}</script>"))
    }

    #[test]
    fn people_are_found_however_they_are_written() {
        for (author, names) in [
            (r#""Ann Lee""#, vec!["Ann Lee"]),
            (r#"["Ann Lee", "Bo Li"]"#, vec!["Ann Lee", "Bo Li"]),
            (r#"{"@type": "Person", "name": ["Ann Lee", "Bo Li"]}"#, vec!["Ann Lee", "Bo Li"]),
            (r#"{"@id": "/#ann"}"#, vec!["Ann Lee"]),
            (
                r#"[{"@type": "Organization", "name": "X"}, {"@type": "Person", "name": "Ann Lee"}]"#,
                vec!["Ann Lee"],
            ),
            (r#"{"@type": "Organization", "name": "X"}"#, vec!["X"]),
            (r#"{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}"#, vec!["Ann Lee"]),
            (r#"{"@type": "Person", "name": "", "url": ""}"#, vec![]),
            (r#"{"@type": "Person", "name": null, "url": "https://e.x/ann"}"#, vec![]),
        ] {
            let found = data(&format!(
                r#"{{"@graph": [{{"@type": "NewsArticle", "author": {author}}}, {{"@type": "Person", "@id": "/#ann", "name": "Ann Lee"}}]}}"#
            ));
            assert_eq!(found.data_authors, names, "{author}");
        }
    }

    #[test]
    fn the_pages_own_article_goes_before_teasers() {
        let found = read(
            r#"<title>Two piers | X</title><script type="application/ld+json">[{"@type": "NewsArticle", "headline": "Whales are back",
            "datePublished": "2020-01-01", "author": "Cy Moe"}, {"@type": "NewsArticle", "headline": "Two piers",
            "datePublished": "2017-11-24", "author": "Ann Lee"}]</script>"#,
        );
        assert_eq!((found.titles[0].as_str(), found.published[0].as_str()), ("Two piers", "2017-11-24"));
        assert_eq!(found.data_authors, ["Ann Lee"]);
    }

    #[test]
    fn small_mistakes_are_forgiven() {
        for json in [
            "//<![CDATA[\n{\"@type\": \"NewsArticle\", \"headline\": \"A B\"}\n//]]>",
            "{\"@type\": \"NewsArticle\", \"headline\": \"A\nB\"};",
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"A B\",} -->",
        ] {
            assert_eq!(data(json).titles, ["A B"], "{json}");
        }
    }
}

//! JSON Feed 1.1.

use serde::Serialize;

use super::{Entry, Feed};
use crate::stages::render::filters::json_in_html;

#[derive(Serialize)]
struct Root<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hubs: Option<[Hub<'a>; 1]>,
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

/// One of the two contents must be there.
#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'a str,
}

/// The feed as JSON.
pub fn json(feed: &Feed) -> String {
    let root = Root {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.address,
        language: &feed.language,
        authors: [Author { name: &feed.publisher }],
        items: feed.entries.iter().map(item).collect(),
        description: &feed.description,
        hubs: (!feed.hub.is_empty()).then(|| [Hub { r#type: "WebSub", url: &feed.hub }]),
    };
    json_in_html(serde_json::to_string_pretty(&root).unwrap_or_default() + "\n")
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.address,
        title: &entry.title,
        content_html: entry.html.as_deref(),
        content_text: entry.html.is_none().then_some(entry.summary.as_str()),
        summary: &entry.summary,
        date_published: entry.date.map(super::Instant::machine),
        date_modified: entry.updated.map(super::Instant::machine),
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
        tags: &entry.tags,
        language: &entry.language,
    }
}

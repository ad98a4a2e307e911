//! JSON Feed 1.1.

use serde_json::{Map, Value, json as value};

use super::{Entry, Feed};
use crate::stages::render::filters::json_in_html;

/// The feed as JSON.
pub fn json(feed: &Feed) -> String {
    let mut root = value!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        "items": feed.entries.iter().map(item).collect::<Vec<Value>>(),
    });
    if !feed.description.is_empty() {
        root["description"] = value!(feed.description);
    }
    json_in_html(&format!("{root:#}\n"))
}

fn item(entry: &Entry) -> Value {
    let mut item = Map::new();
    let mut put = |key: &str, value: Value| drop(item.insert(key.to_owned(), value));
    put("id", value!(entry.id));
    put("url", value!(entry.address));
    put("title", value!(entry.title));
    match &entry.html {
        Some(html) => put("content_html", value!(html)),
        // One of the two must be there.
        None => put("content_text", value!(entry.summary)),
    }
    if !entry.summary.is_empty() {
        put("summary", value!(entry.summary));
    }
    if let Some(date) = entry.date {
        put("date_published", value!(date.machine()));
    }
    if let Some(date) = entry.updated {
        put("date_modified", value!(date.machine()));
    }
    if !entry.authors.is_empty() {
        put("authors", entry.authors.iter().map(|name| value!({"name": name})).collect());
    }
    if !entry.tags.is_empty() {
        put("tags", value!(entry.tags));
    }
    if !entry.language.is_empty() {
        put("language", value!(entry.language));
    }
    Value::Object(item)
}

//! RSS 2.0, as the RSS Advisory Board and its best practices have it.

use pulldown_cmark_escape::escape_html;

use super::{Entry, Feed};
use crate::stages::render::xml::{Xml, document, element, with};

/// The feed as RSS.
pub fn rss(feed: &Feed) -> String {
    document(|xml| {
        let root = xml.create_element("rss").with_attributes([
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ]);
        root.write_inner_content(|xml| {
            xml.create_element("channel").write_inner_content(|xml| channel(xml, feed))?;
            Ok(())
        })?;
        Ok(())
    })
}

fn channel(xml: &mut Xml, feed: &Feed) -> std::io::Result<()> {
    element(xml, "title", &feed.title)?;
    element(xml, "link", &feed.page)?;
    // RSS wants a description, whatever it says.
    let description = if feed.description.is_empty() { &feed.title } else { &feed.description };
    element(xml, "description", description)?;
    element(xml, "language", &feed.language)?;
    let own = [("href", feed.address.as_str()), ("rel", "self"), ("type", "application/rss+xml")];
    with(xml, "atom:link", &own, "")?;
    if !feed.hub.is_empty() {
        with(xml, "atom:link", &[("href", feed.hub.as_str()), ("rel", "hub")], "")?;
    }
    element(xml, "lastBuildDate", &feed.updated().mail())?;
    element(xml, "generator", concat!("Dossier ", env!("CARGO_PKG_VERSION")))?;
    feed.entries.iter().try_for_each(|entry| item(xml, entry))
}

fn item(xml: &mut Xml, entry: &Entry) -> std::io::Result<()> {
    xml.create_element("item").write_inner_content(|xml| {
        element(xml, "title", &entry.title)?;
        element(xml, "link", &entry.address)?;
        let permanent = if entry.id == entry.address { "true" } else { "false" };
        with(xml, "guid", &[("isPermaLink", permanent)], &entry.id)?;
        if let Some(date) = entry.date.or(entry.updated) {
            element(xml, "pubDate", &date.mail())?;
        }
        entry.authors.iter().try_for_each(|name| element(xml, "dc:creator", name))?;
        entry.tags.iter().try_for_each(|tag| element(xml, "category", tag))?;
        // A description is HTML, so a text must be escaped once more than in Atom.
        let description = entry.html.clone().unwrap_or_else(|| {
            let mut html = String::new();
            // Writing to a String cannot fail.
            let _ = escape_html(&mut html, &entry.summary);
            html
        });
        if description.is_empty() { Ok(()) } else { element(xml, "description", &description) }
    })?;
    Ok(())
}

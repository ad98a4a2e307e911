//! Atom, RFC 4287.

use super::{BEGINNING, Entry, Feed};
use crate::stages::render::xml::{Xml, clean, document, element, with};

/// The feed as Atom.
pub fn atom(feed: &Feed) -> String {
    document(|xml| {
        let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        root.with_attribute(("xml:lang", &*clean(&feed.language))).write_inner_content(|xml| {
            element(xml, "title", &feed.title)?;
            if !feed.description.is_empty() {
                element(xml, "subtitle", &feed.description)?;
            }
            element(xml, "id", &feed.page)?;
            element(xml, "updated", &feed.updated().machine())?;
            author(xml, &feed.publisher)?;
            link(xml, "alternate", "text/html", &feed.page)?;
            link(xml, "self", "application/atom+xml", &feed.address)?;
            if !feed.hub.is_empty() {
                with(xml, "link", &[("rel", "hub"), ("href", &feed.hub)], "")?;
            }
            with(xml, "generator", &[("version", env!("CARGO_PKG_VERSION"))], "Dossier")?;
            feed.entries.iter().try_for_each(|shown| entry(xml, shown))
        })?;
        Ok(())
    })
}

fn entry(xml: &mut Xml, entry: &Entry) -> std::io::Result<()> {
    let language = clean(&entry.language);
    let mut root = xml.create_element("entry");
    if !language.is_empty() {
        root = root.with_attribute(("xml:lang", &*language));
    }
    root.write_inner_content(|xml| {
        element(xml, "title", &entry.title)?;
        element(xml, "id", &entry.id)?;
        link(xml, "alternate", "text/html", &entry.address)?;
        if let Some(date) = entry.date {
            element(xml, "published", &date.machine())?;
        }
        element(xml, "updated", &entry.updated.unwrap_or(BEGINNING).machine())?;
        entry.authors.iter().try_for_each(|name| author(xml, name))?;
        entry.tags.iter().try_for_each(|tag| with(xml, "category", &[("term", tag)], ""))?;
        if !entry.summary.is_empty() {
            with(xml, "summary", &[("type", "text")], &entry.summary)?;
        }
        entry.html.as_ref().map_or(Ok(()), |html| with(xml, "content", &[("type", "html")], html))
    })?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> std::io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| element(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, kind: &str, href: &str) -> std::io::Result<()> {
    with(xml, "link", &[("rel", rel), ("type", kind), ("href", href)], "")
}

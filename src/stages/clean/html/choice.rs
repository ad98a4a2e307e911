//! Which of the things that a page says of itself to believe.

use super::{
    authors, day,
    dom::{Dom, Id},
    leaves::Leaf,
    metadata::Metadata,
    title,
};
use crate::{
    model::{article::Image, reading::Read},
    stages::clean::{
        draft::{Draft, shown},
        sources::Sources,
    },
};

/// Fills in what the page says of itself.
pub fn apply(draft: &mut Draft, dom: &Dom, found: &Metadata, leaves: &[Leaf], sources: &Sources) {
    let reading = &mut draft.reading;
    reading.url = found.addresses.first().cloned();
    reading.source = source(found, sources);
    let site = reading.source.as_ref().map_or("", |source| source.value.as_str()).to_owned();
    reading.title = title::title(dom, found, leaves, &site);
    let headline = reading.title.as_ref().map_or("", |title| title.value.as_str());
    reading.date = day::date(dom, found, leaves, headline);
    reading.authors = authors::authors(dom, found, leaves, &site, sources);
    reading.language = found.languages.first().and_then(|tag| language(tag));
    let picture = found.pictures.iter().find(|src| !src.starts_with("data:"));
    reading.image = picture.map(|src| Image { src: src.clone(), ..Image::default() });
}

/// `en_US` and `de-DE` as tags; words that are no tag are not.
fn language(tag: &str) -> Option<Read<String>> {
    let primary = tag.split(['-', '_', ',']).next()?.trim().to_lowercase();
    let valid = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    valid.then(|| Read::suggestion(primary, "metadata", tag))
}

fn source(found: &Metadata, sources: &Sources) -> Option<Read<String>> {
    let by_address = found.addresses.iter().find_map(|url| Some((url, sources.at_address(url)?)));
    if let Some((url, source)) = by_address {
        return Some(Read::fact(source.name.clone(), "address", url));
    }
    let named = found.publishers.iter().find(|name| !name.contains("://"))?;
    let name = sources.named(named).map_or_else(|| shown(named), |source| source.name.clone());
    Some(Read::fact(name, "metadata", named))
}

/// Whether a part belongs to comments, other articles or the frame of the page.
pub fn is_aside(dom: &Dom, id: Id) -> bool {
    std::iter::once(id).chain(dom.above(id)).any(|id| {
        let name = dom.name(id);
        let names = names_of(dom, id);
        let junk = ["comment", "sidebar", "widget", "related", "recent", "teaser"]
            .iter()
            .any(|word| names.contains(word));
        (junk && !["body", "html", "main", "article"].contains(&name))
            || ["aside", "footer", "nav"].contains(&name)
    })
}

/// Class and id in lower case.
pub fn names_of(dom: &Dom, id: Id) -> String {
    let names = ["class", "id"].map(|key| dom.attribute(id, key).unwrap_or_default());
    names.join(" ").to_lowercase()
}

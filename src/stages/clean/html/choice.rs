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
        rules::title::key,
        sources::{Sources, host_of},
    },
};

/// Fills in what the page says of itself.
pub fn apply(
    draft: &mut Draft,
    dom: &Dom,
    found: &Metadata,
    (leaves, teasers): (&[Leaf], &[Id]),
    sources: &Sources,
) {
    let words =
        |read: &Option<Read<String>>| read.as_ref().map_or_else(String::new, |read| read.value.clone());
    let reading = &mut draft.reading;
    reading.url = found.addresses.first().cloned();
    reading.source = source(found, sources);
    reading.title = title::title(dom, found, leaves, &words(&reading.source));
    let headline = words(&reading.title);
    let headline = headline.as_str();
    if reading.source.is_none() {
        reading.source = window_source(dom, found, leaves, headline, sources);
    }
    reading.date = day::date(dom, found, (leaves, teasers), headline);
    reading.authors = authors::authors(dom, found, leaves, (&words(&reading.source), headline), sources);
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

/// The name of the site behind the headline in the window title, when the page says it elsewhere, too: in its
/// address, in what leads home, in its copyright notice.
fn window_source(
    dom: &Dom,
    found: &Metadata,
    leaves: &[Leaf],
    headline: &str,
    sources: &Sources,
) -> Option<Read<String>> {
    let window = dom.text(dom.all("title").next()?);
    let headline = key(headline);
    let (name, _) = title::parts_of(&window)
        .into_iter()
        .find(|(name, rest)| key(rest) == headline && name.split_whitespace().count() <= 5)?;
    let letters = key(name);
    let hosts = found.addresses.iter().filter_map(|url| host_of(url));
    let in_host = letters.len() >= 4 && hosts.map(key).any(|host| host.contains(&letters));
    let home = || {
        dom.all("a").filter(|&id| title::leads_home(dom, id)).take(6).any(|id| key(&dom.text(id)) == letters)
    };
    let owned = || {
        leaves.iter().rev().take(12).any(|leaf| {
            let words = leaf.words();
            words.len() <= 200 && (words.contains('©') || words.contains("opyright")) && words.contains(name)
        })
    };
    let known = sources.named(name).map(|source| source.name.clone());
    if known.is_none() && !in_host && !home() && !owned() {
        return None;
    }
    Some(Read::fact(known.unwrap_or_else(|| shown(name)), "window title", &window))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather, replies};

    #[test]
    fn the_window_title_names_the_source_when_the_page_says_it_again() {
        let source = |html: &str| {
            let (dom, mut draft) = (Dom::parse(html), Draft::default());
            let leaves = leaves(&dom);
            apply(
                &mut draft,
                &dom,
                &gather(&dom, html),
                (&leaves, &replies::teasers(&dom, &leaves)),
                &Sources::new(&[]),
            );
            draft.reading.source.map(|source| source.value)
        };
        let page = |rest: &str| {
            format!("<title>Ministers meet | Coast Herald</title>{rest}<h1>Ministers meet</h1><p>x</p>")
        };
        for rest in [
            "<a href=/>Coast Herald</a>",
            "<link rel=canonical href=https://www.coastherald.example/a>",
            "<footer>© 2021 Coast Herald</footer>",
        ] {
            assert_eq!(source(&page(rest)).as_deref(), Some("Coast Herald"), "{rest}");
        }
        assert_eq!(source(&page("<a href=/politics>Politics</a>")), None);
        assert_eq!(
            source("<title>Ministers meet - Reuters</title><h1>Ministers meet</h1>").as_deref(),
            Some("Reuters")
        );
    }
}

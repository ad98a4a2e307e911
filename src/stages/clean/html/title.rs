//! The headline of a page.

use super::{
    choice::is_aside,
    dom::{Dom, Id},
    leaves::{Content, Leaf},
    metadata::Metadata,
};
use crate::{
    model::reading::Read,
    stages::clean::{draft::shown, rules::title::key, sources::host_of},
};

/// The sections of a site are among its first links.
const SECTIONS: usize = 200;

/// Candidates vote for each other: the same headline in several places is the headline.
pub fn title(dom: &Dom, found: &Metadata, leaves: &[Leaf], site: &str) -> Option<Read<String>> {
    let names = site_names(dom, found, site);
    let is_name = |part: &str| names.contains(&key(part));
    // `Headline - Section - Site`: what stands beside the site's name is no longer than the headline.
    let is_site = |part: &str, rest: &str| {
        is_name(rest) || parts_of(rest).iter().any(|(name, other)| is_name(name) && other.len() <= part.len())
    };
    let links: Vec<String> = dom.all("a").take(SECTIONS).map(|id| key(&dom.text(id))).collect();
    let is_link = |part: &str| links.contains(&key(part));
    let mut candidates: Vec<(String, i32)> = Vec::new();
    let mut add = |text: &str, weight: i32| {
        let text = shown(text);
        if !text.is_empty() && text.chars().count() <= 300 {
            candidates.push((text, weight));
        }
    };
    for (id, weight) in headings(dom, leaves) {
        add(&dom.text(id), weight);
    }
    for (at, title) in found.titles.iter().enumerate() {
        // Most sites write the same into several tags: that is one voice.
        add(title, if found.titles[..at].contains(title) { 1 } else { 5 });
        for (part, rest) in parts_of(title) {
            add(part, if is_site(part, rest) { 7 } else { 2 });
        }
    }
    if let Some(window) = dom.all("title").next() {
        let text = dom.text(window);
        add(&text, 2);
        for (part, rest) in parts_of(&text) {
            let section = parts_of(rest).iter().any(|(name, other)| is_name(name) && is_link(other));
            let weight = if is_site(part, rest) {
                7 + i32::from(section)
            } else {
                1 + 2 * i32::from(text.starts_with(part))
            };
            add(part, weight);
        }
    }
    let shown: Vec<String> = leaves.iter().flat_map(|leaf| leaf.words().lines()).map(key).collect();
    let keys: Vec<String> = candidates.iter().map(|(text, _)| key(text)).collect();
    let score = |at: usize| -> i32 {
        let votes = keys
            .iter()
            .zip(&candidates)
            .filter(|(other, _)| **other == keys[at])
            .map(|(_, (_, weight))| weight);
        let is_site = names.contains(&keys[at]);
        let with_site =
            !is_site && parts_of(&candidates[at].0).into_iter().any(|(part, _)| names.contains(&key(part)));
        let seen = if shown.contains(&keys[at]) { 3 } else { 0 };
        votes.sum::<i32>() + seen - if is_site { 50 } else { 0 } - if with_site { 15 } else { 0 }
    };
    let best = (0..candidates.len())
        .filter(|&at| !keys[at].is_empty())
        .max_by_key(|&at| (score(at), std::cmp::Reverse(at)))?;
    let text = without_kicker(candidates.swap_remove(best).0, &found.titles);
    Some(Read::fact(text.clone(), "metadata", &text))
}

/// The headline without the word or two above it, where the page tells machines the rest: `Norway: Two piers`.
fn without_kicker(title: String, told: &[String]) -> String {
    let rest = told.iter().map(|told| shown(told)).find(|told| {
        let kicker = title.strip_suffix(told.as_str()).unwrap_or_default().trim();
        !kicker.is_empty()
            && kicker.split_whitespace().count() <= 3
            && (kicker.ends_with(':') || kicker.ends_with('|'))
    });
    rest.unwrap_or(title)
}

/// Names of the site, by which it is told from headlines: what it calls itself, its host, headings that lead home.
pub(super) fn site_names(dom: &Dom, found: &Metadata, site: &str) -> Vec<String> {
    let hosts =
        found.addresses.iter().filter_map(|url| host_of(url)).map(|host| host.trim_start_matches("www."));
    let named = found.publishers.iter().map(String::as_str).chain([site]).chain(hosts).map(key);
    let logos =
        ["h1", "h2"].into_iter().flat_map(|name| dom.all(name).take(4).collect::<Vec<_>>()).filter(|&id| {
            let class = dom.attribute(id, "class").unwrap_or_default().to_lowercase();
            class.contains("logo")
                || class.contains("site-title")
                || dom.below(id).any(|link| leads_home(dom, link))
        });
    let logos: Vec<String> = logos.map(|id| key(&dom.text(id))).collect();
    // What leads home and ends the window title, too: `Headline | Section | Site`.
    let window = dom.all("title").next().map(|id| dom.text(id)).unwrap_or_default();
    let last = [" | ", " - ", " – ", " — "].iter().filter_map(|mark| window.rsplit_once(mark));
    let last = last.map(|(_, last)| last).min_by_key(|last| last.len()).map(key).unwrap_or_default();
    let homes = dom.all("a").filter(|&id| leads_home(dom, id)).take(6).map(|id| key(&dom.text(id)));
    let homes: Vec<String> = homes.filter(|name| name.len() >= 4 && *name == last).collect();
    let logos = logos.into_iter().chain(homes);
    named.chain(logos).filter(|name| !name.is_empty()).collect()
}

/// Whether a link leads to the front page of a site.
pub(super) fn leads_home(dom: &Dom, id: Id) -> bool {
    let Some(href) = dom.attribute(id, "href").map(str::trim) else { return false };
    if dom.attribute(id, "rel").is_some_and(|rel| rel == "home") {
        return true;
    }
    let original = href.rfind("http").map_or(href, |at| &href[at..]);
    let path =
        original.split_once("://").map_or(original, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    matches!(path, "/" | "./" | "/index.html" | "index.html" | "/index.php")
}

/// Headings that may be the headline, each with its weight.
fn headings(dom: &Dom, leaves: &[Leaf]) -> Vec<(Id, i32)> {
    let named = |id: Id| {
        let class = dom.attribute(id, "class").unwrap_or_default().to_lowercase();
        let property = dom.attribute(id, "itemprop").unwrap_or_default();
        property == "headline"
            || ["title", "headline", "heading"].iter().any(|word| class.contains(word)) && !is_aside(dom, id)
    };
    let in_text = |id: Id| {
        leaves.iter().any(|leaf| {
            matches!(leaf.content, Content::Text(..))
                && (leaf.holder == id || dom.above(leaf.holder).any(|above| above == id))
        })
    };
    let tops = dom.all("h1").filter(|&id| in_text(id)).take(4).map(|id| (id, 4 + i32::from(named(id)) * 2));
    let permanent = |id: Id| dom.below(id).any(|link| dom.attribute(link, "rel") == Some("bookmark"));
    let seconds = dom
        .all("h2")
        .filter(|&id| (named(id) || permanent(id)) && in_text(id) && !is_aside(dom, id))
        .take(2)
        .map(|id| (id, 3));
    tops.chain(seconds).collect()
}

/// The parts of a window title, each with what is left: `Headline | Site`, `Headline - Section - Site`.
pub(super) fn parts_of(title: &str) -> Vec<(&str, &str)> {
    let marks = [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " • ", " ‹ ", " › ", " / ", ": "];
    let mut parts = Vec::new();
    for mark in marks {
        for (at, _) in title.match_indices(mark).take(8) {
            let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
            parts.extend([(head, tail), (tail, head)]);
        }
    }
    parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.len()));
    parts.truncate(8);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather};

    fn read(html: &str) -> Option<String> {
        let dom = Dom::parse(html);
        title(&dom, &gather(&dom, html), &leaves(&dom), "").map(|title| title.value)
    }

    #[test]
    fn the_headline_is_what_several_places_say() {
        let html = "<title>Ministers meet in Paris | The Daily</title><meta property=og:site_name content='The Daily'>\
            <h1>The Daily</h1><h1>Ministers meet in Paris</h1>";
        assert_eq!(read(html).as_deref(), Some("Ministers meet in Paris"));
    }

    #[test]
    fn the_name_of_the_site_is_no_part_of_it() {
        let html = "<title>Talks: a new round - The Daily</title><meta property=og:title content='Talks: a new round - The Daily'>\
            <meta property=og:site_name content='The Daily'>";
        assert_eq!(read(html).as_deref(), Some("Talks: a new round"));
        let logo = "<title>The Daily » Ministers meet</title><h1><a href='/'>The Daily</a></h1><h2>Ministers meet</h2>";
        assert_eq!(read(logo).as_deref(), Some("Ministers meet"));
        let home = "<title>Ministers meet | Politics | The Daily</title><a href=/>The Daily</a><a href=/p>Politics</a>\
            <p>They met.</p>";
        assert_eq!(read(home).as_deref(), Some("Ministers meet"));
        let kicker = "<title>Norvik: Harbour is closed for half a year - The Daily</title><meta property=og:site_name \
            content='The Daily'><span>Norvik</span><h1>Harbour is closed for half a year</h1>";
        assert_eq!(read(kicker).as_deref(), Some("Harbour is closed for half a year"));
    }
}

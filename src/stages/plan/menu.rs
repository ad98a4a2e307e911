//! The ways through a site: the menu at the head, the pages at the foot, and the sections of a manual beside each page.

use std::sync::Arc;

use super::{about, corrections, exports, graph, refs::Refs, search};
use crate::model::{
    article::Card,
    dossier::FreePage,
    topic::Kind,
    view::{Group, Link},
};

/// The menu: what the dossier has, and no list that would be empty but that of articles. In a manual its sections, or its
/// pages when they have none.
pub(super) fn head(refs: &Refs) -> Vec<Link> {
    let dossier = &refs.dossier;
    if dossier.is_plain() {
        let firsts = sections(refs).into_iter().filter(|group| !group.label.is_empty());
        let firsts: Vec<Link> = firsts
            .filter_map(|group| {
                let first = group.items.into_iter().next()?;
                Some(Link { label: Arc::from(group.label), ..first })
            })
            .collect();
        let pages = dossier.pages.iter().filter(|page| !page.url.is_empty());
        let pages = pages.map(|page| refs.link(&page.matter.title, &page.url));
        return if firsts.is_empty() { pages.collect() } else { firsts };
    }
    let mut nav = vec![refs.link(refs.say("section.articles"), "articles/")];
    for kind in Kind::ALL {
        if dossier.topics.iter().any(|topic| topic.matter.kind == kind) {
            nav.push(refs.link(refs.kind_heading(kind), &format!("{}/", kind.folder())));
        }
    }
    nav.extend(lists(refs, true));
    nav.extend(search(refs));
    nav
}

/// The lists besides those of articles and topics: those that have something, or those that are empty.
fn lists(refs: &Refs, filled: bool) -> impl Iterator<Item = Link> {
    let dossier = &refs.dossier;
    let any = |has: fn(&Card) -> bool| dossier.articles.iter().any(|article| has(&article.card));
    let all = [
        ("section.timeline", "timeline/", any(|card| !card.events.is_empty())),
        ("section.quotes", "quotes/", any(|card| !card.quotes.is_empty())),
        ("section.sources", "sources/", !dossier.sources.is_empty()),
    ];
    let wanted = all.into_iter().filter(move |(.., any)| *any == filled);
    wanted.map(|(key, url, _)| refs.link(refs.say(key), url))
}

/// The pages that the foot of every page leads to, with the lists that are empty so far.
pub(super) fn foot(refs: &Refs) -> Vec<Link> {
    let dossier = &refs.dossier;
    // Those with a section stand in the menu beside each page.
    let pages = dossier.pages.iter().filter(|page| !page.url.is_empty() && page.matter.section.is_empty());
    let pages = pages.map(|page| refs.link(&page.matter.title, &page.url));
    if dossier.is_plain() {
        return pages.chain(search(refs)).collect();
    }
    let corrected = dossier.articles.iter().any(|article| !article.matter.correction.is_empty());
    let corrections = corrected.then(|| refs.link(refs.say(corrections::TITLE), corrections::URL));
    let graph = graph::is_worth_drawing(refs).then(|| refs.link(refs.say(graph::TITLE), graph::URL));
    let about = (!about::has_own(dossier)).then(|| refs.link(refs.say(about::TITLE), about::URL));
    pages
        .chain(about)
        .chain(corrections)
        .chain(graph)
        .chain([
            refs.link(refs.say("section.topics"), "topics/"),
            refs.link(refs.say(exports::TITLE), exports::FOLDER),
        ])
        .chain(lists(refs, false))
        .collect()
}

/// The page to search on, unless the settings want none.
fn search(refs: &Refs) -> Option<Link> {
    refs.config.search.then(|| refs.link(refs.say(search::TITLE_WORDS), search::URL))
}

/// The pages by section, each section where its first page stands; nothing when no page has a section.
pub(super) fn sections(refs: &Refs) -> Vec<Group<Link>> {
    let groups = in_sections(&refs.dossier.pages).into_iter();
    groups
        .map(|(label, pages)| Group {
            label: label.to_owned(),
            items: pages
                .into_iter()
                .map(|page| &refs.dossier.pages[page])
                .map(|page| refs.link(&page.matter.title, &page.url))
                .collect(),
        })
        .collect()
}

/// The pages before and after one in the menu.
pub(super) fn neighbours(refs: &Refs, index: usize) -> (Option<Link>, Option<Link>) {
    let pages = &refs.dossier.pages;
    let order: Vec<usize> = in_sections(pages).into_iter().flat_map(|(_, pages)| pages).collect();
    let Some(at) = order.iter().position(|page| *page == index) else { return (None, None) };
    let link = |at: Option<usize>| {
        let page = &pages[*order.get(at?)?];
        Some(refs.link(&page.matter.title, &page.url))
    };
    (link(at.checked_sub(1)), link(at.checked_add(1)))
}

fn in_sections(pages: &[FreePage]) -> Vec<(&str, Vec<usize>)> {
    if pages.iter().all(|page| page.matter.section.is_empty()) {
        return Vec::new();
    }
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let section = page.matter.section.as_str();
        match groups.iter_mut().find(|(label, _)| *label == section) {
            Some((_, pages)) => pages.push(index),
            None => groups.push((section, vec![index])),
        }
    }
    groups
}

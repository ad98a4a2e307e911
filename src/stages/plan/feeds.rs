//! Which feeds there are, and what is in each: the site's, and one for each topic and source in each format.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use super::{Draft, corrections, refs::Refs};
use crate::{
    memo,
    model::{
        article::{Correction, Publish},
        dossier::Topic,
        site::Entry as File,
        view::FeedLink,
    },
    stages::render::{
        feeds::{Entry, Feed, Instant, atom, json, rss, with_absolute_links},
        markdown,
    },
};

/// How many of the newest articles the site's feed holds.
const ENTRIES: usize = 30;

/// How many the feed of a topic or source holds, without their texts.
const FEW: usize = 20;

/// How many of the newest corrections the site's feed holds.
const CORRECTIONS: usize = 10;

/// Names and media types of the three formats.
const FORMATS: [(&str, &str); 3] = [
    ("atom.xml", "application/atom+xml"),
    ("rss.xml", "application/rss+xml"),
    ("feed.json", "application/feed+json"),
];

/// Whose feed it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    Site,
    Topic(u32),
    Source(u32),
}

/// The feeds of a page, for the links in its head.
pub(super) fn links(refs: &Refs, of: Of) -> Vec<FeedLink> {
    if !is_there(refs, of) {
        return Vec::new();
    }
    let (title, url) = (title(refs, of), url(refs, of));
    let link = |(name, kind): (&str, &'static str)| FeedLink {
        title: title.clone(),
        kind,
        href: refs.href(&format!("{url}{name}")),
    };
    FORMATS.map(link).into()
}

/// All feeds with their paths below the base path; made when they are asked for.
pub(super) fn files(refs: &Arc<Refs>, drafts: &[Draft]) -> Vec<(Arc<str>, File)> {
    let taken: BTreeSet<&str> = drafts.iter().map(|draft| draft.url.as_str()).collect();
    let topics = (0u32..).zip(&refs.dossier.topics).map(|(index, _)| Of::Topic(index));
    let sources = (0u32..).zip(&refs.dossier.sources).map(|(index, _)| Of::Source(index));
    // A page that lost its address to another has no feed either.
    let all = std::iter::once(Of::Site).chain(topics).chain(sources);
    let all = all.filter(|of| is_there(refs, *of) && taken.contains(url(refs, *of)));
    let files = all.flat_map(|of| {
        let all: Arc<OnceLock<u128>> = Arc::default();
        FORMATS.map(|(name, _)| {
            let (path, refs) = (format!("{}{name}", url(refs, of)), Arc::clone(refs));
            let (all, keyed) = (Arc::clone(&all), Arc::clone(&refs));
            let key = Box::new(move || memo::key((all.get_or_init(|| key(&keyed, of)), name)));
            let make = Box::new(move || {
                let feed = feed(&refs, of, name);
                let text = match name {
                    "atom.xml" => atom(&feed),
                    "rss.xml" => rss(&feed),
                    _ => json(&feed),
                };
                text.into_bytes()
            });
            (Arc::from(path), File::Made(key, make))
        })
    });
    files.collect()
}

/// A topic that one article names, and that no person has written down, is not worth three files.
fn is_there(refs: &Refs, of: Of) -> bool {
    match of {
        Of::Site => true,
        Of::Topic(topic) => {
            let Topic { path, mentions, .. } = refs.topic(topic);
            mentions.len() > 1 || path.is_some() && !mentions.is_empty()
        }
        Of::Source(source) => !refs.dossier.sources[source as usize].articles.is_empty(),
    }
}

fn url(refs: &Refs, of: Of) -> &str {
    match of {
        Of::Site => "",
        Of::Topic(topic) => &refs.topic(topic).url,
        Of::Source(source) => &refs.dossier.sources[source as usize].url,
    }
}

fn title(refs: &Refs, of: Of) -> String {
    let site = &refs.config.title;
    match of {
        Of::Site => site.clone(),
        Of::Topic(topic) => format!("{} · {site}", refs.topic_names[topic as usize]),
        Of::Source(source) => format!("{} · {site}", refs.dossier.sources[source as usize].matter.name),
    }
}

/// The articles of a feed: newest first, those without a date last, as lists have them.
fn articles(refs: &Refs, of: Of) -> Vec<u32> {
    match of {
        Of::Site => (0u32..).take(refs.articles.len().min(ENTRIES)).collect(),
        Of::Topic(topic) => {
            refs.topic(topic).mentions.iter().map(|(article, _)| *article).take(FEW).collect()
        }
        Of::Source(source) => {
            refs.dossier.sources[source as usize].articles.iter().copied().take(FEW).collect()
        }
    }
}

/// Everything that a feed depends on.
fn key(refs: &Refs, of: Of) -> u128 {
    let config = &refs.config;
    let shown = articles(refs, of).into_iter().map(|index| {
        let article = &refs.dossier.articles[index as usize];
        let matter = &article.matter;
        let text =
            matches!(of, Of::Site).then(|| (refs.linked(&article.body, &article.names).key, matter.publish));
        (
            &refs.articles[index as usize],
            &matter.byline,
            &matter.topics,
            &matter.correction,
            matter.retrieved,
            text,
        )
    });
    let shown: Vec<_> = shown.collect();
    let site = (&config.base_url, &config.language, &config.publisher, &config.description, &config.websub);
    let corrected: Vec<&Correction> = match of {
        Of::Site => corrections::all(refs)
            .into_iter()
            .take(CORRECTIONS)
            .map(|place| corrections::correction(refs, place))
            .collect(),
        _ => Vec::new(),
    };
    memo::key(("feed, 1", title(refs, of), description(refs, of), site, shown, corrected, refs.strings.key))
}

fn description(refs: &Refs, of: Of) -> String {
    match of {
        Of::Site => refs.config.description.clone(),
        Of::Topic(topic) => refs.topic(topic).matter.summary.clone(),
        Of::Source(_) => String::new(),
    }
}

fn feed(refs: &Refs, of: Of, name: &str) -> Feed {
    let (config, url) = (&refs.config, url(refs, of));
    let mut entries: Vec<Entry> =
        articles(refs, of).into_iter().map(|index| entry(refs, of, index)).collect();
    if matches!(of, Of::Site) {
        entries.extend(
            corrections::all(refs).into_iter().take(CORRECTIONS).map(|place| correction(refs, place)),
        );
        // Stable: what is of one day stays in its order.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.date.or(entry.updated)));
    }
    Feed {
        title: title(refs, of),
        description: description(refs, of),
        page: refs.canonical(url),
        address: refs.canonical(&format!("{url}{name}")),
        language: config.language.clone(),
        hub: config.websub.clone(),
        publisher: if config.publisher.is_empty() { config.title.clone() } else { config.publisher.clone() },
        entries,
    }
}

fn entry(refs: &Refs, of: Of, index: u32) -> Entry {
    let article = &refs.dossier.articles[index as usize];
    let (card, matter) = (&article.card, &article.matter);
    let shown = &refs.articles[index as usize];
    let address = refs.canonical(&card.url);
    let date = card.date.and_then(Instant::of);
    let corrected = matter.correction.iter().filter_map(|correction| Instant::of(correction.date)).max();
    let whole = matches!(of, Of::Site) && matter.publish == Publish::Full;
    let outlet = shown.source.iter().map(|source| source.label.to_string());
    Entry {
        id: address.clone(),
        title: card.title.to_string(),
        language: shown.foreign.to_string(),
        date,
        updated: date.max(corrected).or_else(|| matter.retrieved.and_then(Instant::of)),
        authors: if matter.byline.is_empty() { outlet.collect() } else { matter.byline.to_vec() },
        tags: matter.topics.iter().map(ToString::to_string).collect(),
        summary: card.summary.to_string(),
        html: whole
            .then(|| markdown::html(&refs.linked(&article.body, &article.names), &refs.strings).body)
            .filter(|html| !html.is_empty())
            .map(|html| with_absolute_links(&html, refs.config.origin(), &address)),
        address,
    }
}

fn correction(refs: &Refs, place: (u32, u32)) -> Entry {
    let correction = corrections::shown(corrections::correction(refs, place));
    let article = &refs.dossier.articles[place.0 as usize];
    let address = format!("{}#corrections", refs.canonical(&article.card.url));
    let text = match (correction.was.as_str(), correction.now.as_str()) {
        ("", text) | (text, "") => text.to_owned(),
        (was, now) => refs.strings.fill("article.corrected", &[("was", was), ("now", now)]),
    };
    let text = match correction.why.as_str() {
        "" => text,
        why => refs.strings.fill("article.corrected_why", &[("what", &text), ("why", why)]),
    };
    Entry {
        // One article may have been corrected twice on one day.
        id: format!("{address}-{}-{:08x}", correction.date, memo::key(&text) & 0xffff_ffff),
        address,
        title: refs.strings.fill("corrections.of", &[("title", &article.card.title)]),
        updated: Instant::of(correction.date),
        summary: text,
        ..Entry::default()
    }
}

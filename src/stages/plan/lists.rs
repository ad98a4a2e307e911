//! The pages that list everything: articles, topics, timeline, quotes.

use std::{collections::BTreeMap, sync::Arc};

use unicode_normalization::UnicodeNormalization;

use super::{
    Draft, home,
    refs::{Part, Refs},
    said::each_once,
};
use crate::model::{
    dossier::{Place, Topic},
    topic::Kind,
    view::{
        ArticlesView, EventView, Group, Link, QuoteView, QuotesView, Speaker, TimelineView, TopicRef,
        TopicsView, View,
    },
};

/// An index has short lines: it holds this many times the entries of another list.
const SHORT_LINES: usize = 5;

/// Where hosts look for the page that stands for all that are not there.
pub(super) const NOT_FOUND: &str = "404.html";

pub(super) fn articles(refs: &Refs) -> Vec<Draft> {
    let total = refs.articles.len();
    drafts(
        refs,
        ("articles", "articles/", "section.articles"),
        total,
        refs.config.per_page,
        move |refs, part| {
            let articles = refs.articles[part.range.clone()].to_vec();
            let years = by_year(articles, |article| article.date.as_deref());
            let pinned = if part.range.start == 0 { home::pinned(refs) } else { Vec::new() };
            let pinned = pinned.into_iter().map(|index| Arc::clone(&refs.articles[index])).collect();
            View::Articles(ArticlesView { pinned, years, total, pager: refs.pager(part) })
        },
    )
}

/// All topics of a kind, or A–Z.
pub(super) fn topics(refs: &Refs, kind: Option<Kind>) -> Vec<Draft> {
    let topics = (0u32..)
        .zip(&refs.dossier.topics)
        .filter(|(_, topic)| kind.is_none_or(|kind| topic.matter.kind == kind));
    let topics: Vec<u32> = topics.map(|(index, _)| index).collect();
    let total = topics.len();
    let url = kind.map_or_else(|| "topics/".to_owned(), |kind| format!("{}/", kind.folder()));
    let title = kind.map_or_else(|| "section.topics".to_owned(), |kind| format!("section.{}", kind.word()));
    let topics: Arc<[u32]> = Arc::from(topics);
    drafts(refs, ("topics", &url, &title), total, refs.config.per_page * SHORT_LINES, move |refs, part| {
        let topics = topics[part.range.clone()].iter();
        let shown = topics.map(|index| refs.topic_ref(*index, refs.topic(*index).mentions.len())).collect();
        let kind = kind.map_or("", Kind::word);
        View::Topics(TopicsView {
            kind,
            letters: by_letter(shown, refs.say("count.digits")),
            total,
            pager: refs.pager(part),
        })
    })
}

/// How many topics the timeline offers for itself.
const ON_TIMELINE: usize = 24;

pub(super) fn timeline(refs: &Refs) -> Vec<Draft> {
    let topics: Arc<[(usize, u32)]> = Arc::from(of_most_events(refs));
    let places: Arc<[Place]> = refs.events_once(refs.events()).into_iter().rev().collect();
    let total = places.len();
    drafts(
        refs,
        ("timeline", "timeline/", "section.timeline"),
        total,
        refs.config.per_page,
        move |refs, part| {
            let events =
                places[part.range.clone()].iter().map(|place| refs.event_with_witnesses(*place)).collect();
            let years = by_year(events, |event: &EventView| Some(event.date.trim_start_matches("../")));
            let topics = topics.iter().map(|(count, topic)| refs.topic_ref(*topic, *count)).collect();
            View::Timeline(TimelineView { years, topics, total, pager: refs.pager(part) })
        },
    )
}

/// The topics with most events, each with their number, in the order of their names.
fn of_most_events(refs: &Refs) -> Vec<(usize, u32)> {
    let topics = (0u32..).zip(&refs.dossier.topics).filter(|(_, topic)| !topic.events.is_empty());
    let count = |topic: &Topic| each_once(&refs.dossier.events, topic.events.iter().copied()).len();
    let mut topics: Vec<(usize, u32)> = topics.map(|(index, topic)| (count(topic), index)).collect();
    topics.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    topics.truncate(ON_TIMELINE);
    topics.sort_by_key(|(_, index)| *index);
    topics
}

/// How many quotes on a topic the list of all topics shows.
const OF_A_TOPIC: usize = 5;

/// Quotes by speaker, most quoted first; those without a speaker last.
pub(super) fn quotes(refs: &Refs) -> Vec<Draft> {
    let all: Arc<[Place]> = Arc::from(each_once(&refs.dossier.quotes, refs.quotes()));
    let mut speakers: BTreeMap<Option<&str>, Vec<Place>> = BTreeMap::new();
    for place in all.iter().copied() {
        speakers.entry(refs.speaker(place)).or_default().push(place);
    }
    let mut speakers: Vec<_> = speakers.into_iter().collect();
    speakers.sort_by(|(a, quotes_a), (b, quotes_b)| {
        a.is_none().cmp(&b.is_none()).then(quotes_b.len().cmp(&quotes_a.len())).then_with(|| a.cmp(b))
    });
    let places: Arc<[Place]> = speakers.into_iter().flat_map(|(_, places)| places).collect();
    let total = places.len();
    let per_page = refs.config.per_page;
    let by_date = drafts(
        refs,
        ("quotes", "quotes/by-date/", "section.quotes_by_date"),
        total,
        per_page,
        move |refs, part| {
            let quotes =
                all[part.range.clone()].iter().map(|place| refs.quote_with_witnesses(*place)).collect();
            let years = by_year(quotes, |quote: &QuoteView| quote.article.date.as_deref());
            let years = years.into_iter().map(|year| Speaker {
                speaker: (!year.label.is_empty()).then(|| Link {
                    label: Arc::from(year.label),
                    href: None,
                    foreign: Arc::default(),
                }),
                quotes: year.items,
                more: 0,
            });
            View::Quotes(QuotesView { by: "date", speakers: years.collect(), total, pager: refs.pager(part) })
        },
    );
    let by_speaker =
        drafts(refs, ("quotes", "quotes/", "section.quotes"), total, per_page, move |refs, part| {
            let quotes =
                places[part.range.clone()].iter().map(|place| refs.quote_with_witnesses(*place)).collect();
            View::Quotes(QuotesView {
                by: "speaker",
                speakers: by_speaker(quotes),
                total,
                pager: refs.pager(part),
            })
        });
    by_speaker.into_iter().chain(by_date).chain(quotes_by_topic(refs)).collect()
}

/// Quotes by the topics that their words mention, the one that is spoken of most first; of each the newest, the others
/// are on its own page.
fn quotes_by_topic(refs: &Refs) -> Vec<Draft> {
    let topics = (0u32..).zip(&refs.dossier.topics);
    let mut groups: Vec<(u32, Vec<Place>)> = topics
        .map(|(index, topic)| (index, each_once(&refs.dossier.quotes, topic.quotes_about.iter().copied())))
        .filter(|(_, places)| !places.is_empty())
        .collect();
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    let total = groups.len();
    let groups: Arc<[(u32, Vec<Place>)]> = Arc::from(groups);
    let per_page = refs.config.per_page.div_ceil(OF_A_TOPIC);
    drafts(
        refs,
        ("quotes", "quotes/by-topic/", "section.quotes_by_topic"),
        total,
        per_page,
        move |refs, part| {
            let group = |(topic, places): &(u32, Vec<Place>)| Speaker {
                speaker: Some(refs.topic_link(*topic)),
                quotes: places
                    .iter()
                    .take(OF_A_TOPIC)
                    .map(|place| refs.quote_with_witnesses(*place))
                    .collect(),
                more: places.len().saturating_sub(OF_A_TOPIC),
            };
            let speakers = groups[part.range.clone()].iter().map(group).collect();
            View::Quotes(QuotesView { by: "topic", speakers, total, pager: refs.pager(part) })
        },
    )
}

pub(super) fn not_found() -> Draft {
    let make = |refs: &Refs| {
        let mut meta = refs.meta("not-found", NOT_FOUND, refs.say("section.not_found"));
        meta.hidden = true;
        (meta, View::NotFound)
    };
    Draft { url: NOT_FOUND.to_owned(), owner: "the 404 page".to_owned(), path: None, make: Box::new(make) }
}

/// The pages of one list. `title` is the key of a text.
pub(super) fn drafts(
    refs: &Refs,
    (kind, url, title): (&'static str, &str, &str),
    total: usize,
    per_page: usize,
    view: impl Fn(&Refs, &Part) -> View + Send + Sync + 'static,
) -> Vec<Draft> {
    let view = Arc::new(view);
    let draft = |part: Part| {
        let title = part.title(refs.say(title), &refs.strings);
        let (view, shown) = (Arc::clone(&view), title.clone());
        Draft {
            url: part.url(),
            owner: format!("the page “{title}”"),
            path: None,
            make: Box::new(move |refs| (refs.meta(kind, &part.url(), &shown), view(refs, &part))),
        }
    };
    Refs::pages(url, total, per_page).map(draft).collect()
}

/// Neighbours of one year together. `date` is EDTF; entries without one get an empty label.
pub(super) fn by_year<T>(items: Vec<T>, date: impl Fn(&T) -> Option<&str>) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    for item in items {
        let date = date(&item).unwrap_or_default();
        let year = date.get(..if date.starts_with('-') { 5 } else { 4 }).unwrap_or_default();
        if groups.last().is_none_or(|group| group.label != year) {
            groups.push(Group { label: year.to_owned(), items: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.items.push(item);
        }
    }
    groups
}

fn by_letter(topics: Vec<TopicRef>, digits: &str) -> Vec<Group<TopicRef>> {
    let letter = |topic: &TopicRef| {
        let first = topic.name.nfkd().find(|c| c.is_alphanumeric());
        match first {
            Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
            _ => digits.to_owned(),
        }
    };
    grouped(topics, letter)
}

fn by_speaker(quotes: Vec<QuoteView>) -> Vec<Speaker> {
    let name = |quote: &QuoteView| {
        quote.speaker.as_ref().map(|speaker| speaker.label.to_string()).unwrap_or_default()
    };
    let groups = grouped(quotes, name).into_iter();
    groups
        .map(|group| Speaker {
            speaker: group.items.first().and_then(|quote| quote.speaker.clone()),
            quotes: group.items,
            more: 0,
        })
        .collect()
}

fn grouped<T>(items: Vec<T>, label: impl Fn(&T) -> String) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    for item in items {
        let label = label(&item);
        match groups.last_mut() {
            Some(group) if group.label == label => group.items.push(item),
            _ => groups.push(Group { label, items: vec![item] }),
        }
    }
    groups
}

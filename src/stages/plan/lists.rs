//! The pages that list everything: articles, topics, timeline, quotes.

use std::{collections::BTreeMap, sync::Arc};

use unicode_normalization::UnicodeNormalization;

use super::{Draft, refs::Refs};
use crate::model::{
    topic::Kind,
    view::{
        ArticlesView, Group, Pager, QuoteView, QuotesView, Speaker, TimelineView, TopicRef, TopicsView, View,
    },
};

/// An index has short lines: it holds this many times the entries of another list.
const SHORT_LINES: usize = 5;

pub(super) fn articles(refs: &Refs<'_>) -> Vec<Draft> {
    let total = refs.articles.len();
    let pages = refs.paged("articles/", refs.articles.clone(), refs.config.per_page);
    let view = |articles, pager| {
        View::Articles(ArticlesView {
            years: by_year(articles, |article| article.date.as_deref()),
            total,
            pager,
        })
    };
    drafts(refs, ("articles", "Articles"), pages, view)
}

/// All topics of a kind, or A–Z.
pub(super) fn topics(refs: &Refs<'_>, kind: Option<Kind>) -> Vec<Draft> {
    let topics: Vec<TopicRef> = (0u32..)
        .zip(&refs.dossier.topics)
        .filter(|(_, topic)| kind.is_none_or(|kind| topic.matter.kind == kind))
        .map(|(index, topic)| refs.topic_ref(index, topic.mentions.len()))
        .collect();
    let total = topics.len();
    let url = kind.map_or_else(|| "topics/".to_owned(), |kind| format!("{}/", kind.folder()));
    let pages = refs.paged(&url, topics, refs.config.per_page * SHORT_LINES);
    let word = kind.map_or("", Kind::word);
    let view =
        |topics, pager| View::Topics(TopicsView { kind: word, letters: by_letter(topics), total, pager });
    drafts(refs, ("topics", kind.map_or("A–Z", Kind::heading)), pages, view)
}

pub(super) fn timeline(refs: &Refs<'_>) -> Vec<Draft> {
    let places: Vec<(u32, u32)> = refs.events().into_iter().rev().collect();
    let total = places.len();
    let pages = refs.paged("timeline/", places, refs.config.per_page);
    let view = |places: Vec<(u32, u32)>, pager| {
        let events = places.into_iter().map(|place| refs.event(place)).collect();
        let years = by_year(events, |event: &crate::model::view::EventView| {
            Some(event.date.trim_start_matches("../"))
        });
        View::Timeline(TimelineView { years, total, pager })
    };
    drafts(refs, ("timeline", "Timeline"), pages, view)
}

/// Quotes by speaker, most quoted first; those without a speaker last.
pub(super) fn quotes(refs: &Refs<'_>) -> Vec<Draft> {
    let mut speakers: BTreeMap<Option<Arc<str>>, Vec<QuoteView>> = BTreeMap::new();
    for place in refs.quotes() {
        let quote = refs.quote(place);
        let name = quote.speaker.as_ref().map(|speaker| Arc::clone(&speaker.label));
        speakers.entry(name).or_default().push(quote);
    }
    let mut speakers: Vec<_> = speakers.into_iter().collect();
    speakers.sort_by(|(a, quotes_a), (b, quotes_b)| {
        a.is_none().cmp(&b.is_none()).then(quotes_b.len().cmp(&quotes_a.len())).then_with(|| a.cmp(b))
    });
    let quotes: Vec<QuoteView> = speakers.into_iter().flat_map(|(_, quotes)| quotes).collect();
    let total = quotes.len();
    let pages = refs.paged("quotes/", quotes, refs.config.per_page);
    let view = |quotes, pager| View::Quotes(QuotesView { speakers: by_speaker(quotes), total, pager });
    drafts(refs, ("quotes", "Quotes"), pages, view)
}

pub(super) fn not_found(refs: &Refs<'_>) -> Draft {
    let mut meta = refs.meta("not-found", "404.html", "Page not found");
    meta.hidden = true;
    Draft {
        url: Arc::from("404.html"),
        owner: "the 404 page".to_owned(),
        path: None,
        meta,
        view: View::NotFound,
    }
}

/// The pages of one list as drafts.
pub(super) fn drafts<T>(
    refs: &Refs<'_>,
    (kind, title): (&'static str, &str),
    pages: Vec<(String, Vec<T>, Option<Pager>)>,
    view: impl Fn(Vec<T>, Option<Pager>) -> View,
) -> Vec<Draft> {
    let draft = |(url, items, pager): (String, Vec<T>, Option<Pager>)| {
        let number = pager.as_ref().map_or(1, |pager| pager.number);
        let numbered = if number > 1 { format!("{title}, page {number}") } else { title.to_owned() };
        let meta = refs.meta(kind, &url, &numbered);
        Draft {
            owner: format!("the page “{numbered}”"),
            url: Arc::from(url),
            path: None,
            meta,
            view: view(items, pager),
        }
    };
    pages.into_iter().map(draft).collect()
}

/// Neighbours of one year together. `date` is EDTF; entries without one get an empty label.
pub(super) fn by_year<T>(items: Vec<T>, date: impl Fn(&T) -> Option<&str>) -> Vec<Group<T>> {
    let label = |item: &T| {
        let date = date(item).unwrap_or_default();
        let (sign, digits) = date.strip_prefix('-').map_or(("", date), |rest| ("-", rest));
        format!("{sign}{}", digits.get(..4).unwrap_or_default())
    };
    grouped(items, label)
}

fn by_letter(topics: Vec<TopicRef>) -> Vec<Group<TopicRef>> {
    let letter = |topic: &TopicRef| {
        let first = topic.name.nfkd().find(|c| c.is_alphanumeric());
        match first {
            Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
            _ => "0–9".to_owned(),
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

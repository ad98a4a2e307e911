//! The front page.

use std::sync::Arc;

use super::{Draft, refs::Refs, said::each_once};
use crate::model::{
    diagnostic::Diagnostic,
    inputs::Day,
    topic::Kind,
    view::{Counts, Group, HomeView, PageMeta, TopicRef, View},
};

const LATEST: usize = 8;
const TOPICS: usize = 8;
const PLANNED: usize = 5;
const LOOKED_BACK: usize = 3;
const QUOTES: usize = 4;

pub(super) fn page(today: Day) -> Draft {
    let make = move |refs: &Refs| view(refs, today);
    Draft { url: String::new(), owner: "the home page".to_owned(), path: None, make: Box::new(make) }
}

/// What is wrong with the article that the settings want at the top.
pub(super) fn problem(refs: &Refs) -> Option<Diagnostic> {
    let lead = &refs.config.lead;
    if lead.is_empty() || refs.index_named(lead).is_some() {
        return None;
    }
    let hint =
        "give the name of its file without `.md`, or its title; the newest article stands there instead";
    Some(Diagnostic::warning("unknown-article", format!("`lead: {lead}` names no article")).hint(hint))
}

fn view(refs: &Refs, today: Day) -> (PageMeta, View) {
    let dossier = &refs.dossier;
    let (planned, planned_ahead) = planned(refs, today);
    let quotes = refs.quotes();
    let spoken: Vec<(u32, u32)> =
        each_once(&dossier.quotes, quotes.iter().copied().filter(|place| refs.speaker(*place).is_some()));
    let pinned = pinned(refs);
    let lead = refs.index_named(&refs.config.lead).or(pinned.first().copied()).unwrap_or(0);
    let newest = (0..refs.articles.len()).filter(|index| !pinned.contains(index));
    let others = pinned.iter().copied().chain(newest).filter(|index| *index != lead);
    let view = HomeView {
        lead: refs.articles.get(lead).cloned(),
        latest: others.take(LATEST).map(|index| Arc::clone(&refs.articles[index])).collect(),
        topics: Kind::ALL.into_iter().filter_map(|kind| key_topics(refs, kind)).collect(),
        planned: planned.into_iter().map(|place| refs.event_with_witnesses(place)).collect(),
        planned_ahead,
        quotes: spoken.into_iter().take(QUOTES).map(|place| refs.quote(place)).collect(),
        counts: Counts {
            articles: dossier.articles.len(),
            topics: dossier.topics.len(),
            quotes: quotes.len(),
            events: dossier.articles.iter().map(|article| article.card.events.len()).sum(),
            sources: dossier.sources.len(),
        },
    };
    let mut meta = refs.meta("home", "", "");
    meta.description.clone_from(&refs.config.description);
    (meta, View::Home(view))
}

/// The articles that are pinned, as their order says, then the newest first.
pub(super) fn pinned(refs: &Refs) -> Vec<usize> {
    let articles = refs.dossier.articles.iter().enumerate();
    let mut pinned: Vec<(i32, usize)> = articles
        .filter(|(_, article)| article.matter.pinned)
        .map(|(index, article)| (article.matter.order.unwrap_or(i32::MAX), index))
        .collect();
    pinned.sort_unstable();
    pinned.into_iter().map(|(_, index)| index).collect()
}

/// Planned events that can still come true, soonest first; when there are none, the latest that were announced.
fn planned(refs: &Refs, today: Day) -> (Vec<(u32, u32)>, bool) {
    let event =
        |(article, at): (u32, u32)| &refs.dossier.articles[article as usize].card.events[at as usize].event;
    let announced = |place: &(u32, u32)| refs.is_planned(*place) || event(*place).outcome.is_some();
    let all = refs.events_once(refs.events().into_iter().filter(announced));
    let ahead: Vec<(u32, u32)> = all
        .iter()
        .copied()
        .filter(|place| {
            refs.is_planned(*place) && event(*place).date.last_day().is_none_or(|day| day >= today)
        })
        .take(PLANNED)
        .collect();
    if ahead.is_empty() { (all.into_iter().rev().take(LOOKED_BACK).collect(), false) } else { (ahead, true) }
}

/// The most mentioned topics of a kind.
fn key_topics(refs: &Refs, kind: Kind) -> Option<Group<TopicRef>> {
    let topics = (0u32..).zip(&refs.dossier.topics).filter(|(_, topic)| topic.matter.kind == kind);
    let mut counted: Vec<(usize, u32)> = topics.map(|(index, topic)| (topic.mentions.len(), index)).collect();
    counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    counted.truncate(TOPICS);
    let items: Vec<TopicRef> =
        counted.into_iter().map(|(count, index)| refs.topic_ref(index, count)).collect();
    (!items.is_empty()).then(|| Group { label: kind.word().to_owned(), items })
}

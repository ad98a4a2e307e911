//! Quotes and events as pages show them, with the articles that give them.

use std::{collections::BTreeSet, sync::Arc};

use super::refs::Refs;
use crate::{
    model::{
        article::{Event, Status},
        dossier::{Place, Witnesses},
        view::{EventView, Link, OutcomeView, Piece, QuoteView, Witness},
    },
    text::wording::{Wording, pieces},
};

/// How many other articles are named beside a quote or event.
const WITNESSES: usize = 12;

/// Of these quotes or events the first of each group.
pub(super) fn each_once(all: &Witnesses, places: impl IntoIterator<Item = Place>) -> Vec<Place> {
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    let new = |place: &Place| all.of.get(place).is_none_or(|group| seen.insert(*group));
    places.into_iter().filter(new).collect()
}

/// Quoted words as they stand apart from their sentence: without the comma that led on to who said them. The text
/// itself, and the files for programs, keep it.
fn alone(words: &Arc<str>) -> Arc<str> {
    match words.strip_suffix([',', '，', '、']) {
        Some(bare) => Arc::from(bare.trim_end()),
        None => Arc::clone(words),
    }
}

impl Refs {
    /// The speaker's name as shown.
    pub(super) fn speaker(&self, (article, at): (u32, u32)) -> Option<&str> {
        let quote = &self.dossier.articles[article as usize].card.quotes[at as usize];
        match quote.speaker_topic {
            Some(topic) => Some(&self.topic_names[topic as usize]),
            None => Some(&*quote.speaker).filter(|speaker| !speaker.is_empty()),
        }
    }

    pub(super) fn quote(&self, (article, at): (u32, u32)) -> QuoteView {
        let quote = &self.dossier.articles[article as usize].card.quotes[at as usize];
        let speaker = match quote.speaker_topic {
            Some(topic) => Some(self.topic_link(topic)),
            None if quote.speaker.is_empty() => None,
            None => Some(Link { label: Arc::clone(&quote.speaker), href: None, foreign: Arc::default() }),
        };
        QuoteView {
            text: alone(&quote.text),
            speaker,
            speaker_kind: quote.speaker_topic.map_or("", |topic| self.topic(topic).matter.kind.word()),
            basis: Arc::clone(&quote.basis),
            unreviewed: quote.unreviewed,
            article: Arc::clone(&self.articles[article as usize]),
            witnesses: Vec::new(),
        }
    }

    /// A quote with the other articles that give it.
    pub(super) fn quote_with_witnesses(&self, place: Place) -> QuoteView {
        let mut view = self.quote(place);
        let words = |(article, at): Place| {
            Arc::clone(&self.dossier.articles[article as usize].card.quotes[at as usize].text)
        };
        view.witnesses = self.witnesses(&self.dossier.quotes, place, words, |_| "");
        view
    }

    /// Each of these events once, as the report says that knows most of it, by date.
    pub(super) fn events_once(&self, places: impl IntoIterator<Item = Place>) -> Vec<Place> {
        let once = each_once(&self.dossier.events, places);
        let mut once: Vec<Place> = once.into_iter().map(|place| self.last_word(place)).collect();
        once.sort_by_key(|place| (self.event_at(*place).date, *place));
        once
    }

    fn event_at(&self, (article, at): Place) -> &Event {
        &self.dossier.articles[article as usize].card.events[at as usize].event
    }

    /// An event with the other articles that report it, as the one says that knows most of it.
    pub(super) fn event_with_witnesses(&self, place: Place) -> EventView {
        self.witnessed(self.last_word(place))
    }

    /// An event as its own article says, with the others that report it, and what came of it if another knows.
    pub(super) fn event_in_article(&self, place: Place) -> EventView {
        let mut view = self.witnessed(place);
        let last = self.last_word(place);
        if view.outcome.is_none() && last != place {
            view.outcome = self.event(last).outcome;
        }
        view
    }

    fn witnessed(&self, place: Place) -> EventView {
        let events = &self.dossier.events;
        let mut view = self.event(place);
        let words = |place: Place| Arc::from(self.event_at(place).text.as_str());
        let status = |place: Place| match self.event_at(place).status {
            Status::Unknown => "",
            status => status.word(),
        };
        view.witnesses = self.witnesses(events, place, words, status);
        view.joined_by_likeness = events.of.get(&place).is_some_and(|group| !events.facts.contains(group));
        view
    }

    /// Of the reports of an event the one that knows most of how it ended, of equals the newest.
    fn last_word(&self, place: Place) -> Place {
        let events = &self.dossier.events;
        let Some(group) = events.of.get(&place) else { return place };
        let knows = |report: &Place| {
            let event = self.event_at(*report);
            let ended = matches!(event.status, Status::Happened | Status::Changed | Status::Cancelled);
            (event.outcome.is_some(), ended)
        };
        let reports = &events.groups[*group as usize];
        reports.iter().rev().max_by_key(|report| knows(report)).copied().unwrap_or(place)
    }

    fn witnesses(
        &self,
        all: &Witnesses,
        place: Place,
        words: impl Fn(Place) -> Arc<str>,
        status: impl Fn(Place) -> &'static str,
    ) -> Vec<Witness> {
        let Some(group) = all.of.get(&place) else { return Vec::new() };
        let (own, shown) = (words(place), status(place));
        let wording = Wording::new(&own);
        let others = all.groups[*group as usize].iter().filter(|other| other.0 != place.0).take(WITNESSES);
        others
            .map(|other| {
                let text = alone(&words(*other));
                let text = if Wording::new(&text).same(&wording) { Arc::default() } else { text };
                let piece = |(text, differs): (&str, bool)| Piece { text: text.to_owned(), differs };
                let pieces = pieces(&text, &own).into_iter().map(piece).collect();
                let article = Arc::clone(&self.articles[other.0 as usize]);
                let said = status(*other);
                Witness { article, text, pieces, status: if said == shown { "" } else { said } }
            })
            .collect()
    }

    pub(super) fn event(&self, (article, at): (u32, u32)) -> EventView {
        let known = &self.dossier.articles[article as usize].card.events[at as usize];
        let event = &known.event;
        EventView {
            date: event.date.to_string(),
            text: event.text.clone(),
            status: event.status.word(),
            outcome: event.outcome.as_ref().map(|outcome| OutcomeView {
                text: outcome.text.clone(),
                article: self.article_named(&outcome.article),
            }),
            basis: Arc::clone(&known.basis),
            unreviewed: known.unreviewed,
            article: Arc::clone(&self.articles[article as usize]),
            witnesses: Vec::new(),
            joined_by_likeness: false,
        }
    }

    /// All events as (article, place on its card), by date.
    pub(super) fn events(&self) -> Vec<(u32, u32)> {
        let mut events: Vec<(u32, u32)> = (0u32..)
            .zip(&self.dossier.articles)
            .flat_map(|(article, known)| (0u32..).zip(&known.card.events).map(move |(at, _)| (article, at)))
            .collect();
        events.sort_by_key(|place| (self.event_at(*place).date, *place));
        events
    }

    /// Whether an event was announced and no article says what came of it.
    pub(super) fn is_planned(&self, place: Place) -> bool {
        let event = self.event_at(self.last_word(place));
        event.status == Status::Planned && event.outcome.is_none()
    }

    /// All quotes as (article, place on its card), newest first.
    pub(super) fn quotes(&self) -> Vec<(u32, u32)> {
        (0u32..)
            .zip(&self.dossier.articles)
            .flat_map(|(article, known)| (0u32..).zip(&known.card.quotes).map(move |(at, _)| (article, at)))
            .collect()
    }
}

//! Quotes and events that several articles give: one entry, and the articles are its witnesses.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::{fold, groups::Groups};
use crate::{
    model::{
        article::{Card, CardEvent, CardQuote},
        dossier::{Place, Witnesses},
    },
    text::wording::Wording,
};

/// Words of one speaker that are the same, or nearly so.
pub(super) fn quotes(cards: &[Arc<Card>]) -> Witnesses {
    let places = places(cards, |card| card.quotes.len());
    let quote = |(article, at): Place| -> &CardQuote { &cards[article as usize].quotes[at as usize] };
    let said: Vec<(u64, Wording)> = places
        .par_iter()
        .map(|place| {
            let quote = quote(*place);
            let speaker = match quote.speaker_topic {
                Some(topic) => hash((1, topic)),
                None => hash((0, fold(&quote.speaker))),
            };
            (speaker, Wording::new(&quote.text))
        })
        .collect();
    let mut groups = Groups::new(places.len());
    join_alike(&said, &mut groups);
    witnesses(&places, groups.of_several(), Vec::new())
}

/// Events that articles give one `id`, which is a fact, and events of one date in nearly the same words, which is a
/// suggestion.
pub(super) fn events(cards: &[Arc<Card>]) -> Witnesses {
    let places = places(cards, |card| card.events.len());
    let event = |(article, at): Place| -> &CardEvent { &cards[article as usize].events[at as usize] };
    let mut groups = Groups::new(places.len());
    let mut by_id: BTreeMap<&str, u32> = BTreeMap::new();
    let named = (0u32..).zip(&places).map(|(index, place)| (index, event(*place).event.id.as_str()));
    for (index, id) in named.filter(|(_, id)| !id.is_empty()) {
        let first = *by_id.entry(id).or_insert(index);
        groups.join(index, first);
    }
    // An event with an id is what its curator says it is, and nothing is added to it by likeness.
    let told: Vec<(u64, Wording)> = places
        .par_iter()
        .map(|place| {
            let event = &event(*place).event;
            if event.id.is_empty() {
                (hash(event.date), Wording::new(&event.text))
            } else {
                (0, Wording::new(""))
            }
        })
        .collect();
    join_alike(&told, &mut groups);
    let groups = groups.of_several();
    let facts = (0u32..).zip(&groups).filter(|(_, members)| {
        members.first().is_some_and(|first| !event(places[*first as usize]).event.id.is_empty())
    });
    let facts = facts.map(|(group, _)| group).collect();
    witnesses(&places, groups, facts)
}

fn places(cards: &[Arc<Card>], count: impl Fn(&Card) -> usize) -> Vec<Place> {
    (0u32..)
        .zip(cards)
        .flat_map(|(article, card)| (0u32..).take(count(card)).map(move |at| (article, at)))
        .collect()
}

fn witnesses(places: &[Place], groups: Vec<Vec<u32>>, facts: Vec<u32>) -> Witnesses {
    let groups: Vec<Vec<Place>> = groups
        .into_iter()
        .map(|members| members.into_iter().map(|member| places[member as usize]).collect())
        .collect();
    let of =
        (0u32..).zip(&groups).flat_map(|(group, members)| members.iter().map(move |place| (*place, group)));
    let of = of.collect();
    Witnesses { groups, of, facts }
}

/// Joins what has one key and is alike.
fn join_alike(items: &[(u64, Wording)], groups: &mut Groups) {
    let mut keys: Vec<(u64, u32)> = Vec::new();
    for (index, (about, wording)) in (0u32..).zip(items) {
        keys.extend(wording.keys().into_iter().map(|key| (key ^ about.rotate_left(17), index)));
    }
    keys.par_sort_unstable();
    let alike = |a: u32, b: u32| {
        let ((about, one), (same, other)) = (&items[a as usize], &items[b as usize]);
        about == same && one.is_like(other)
    };
    for same in keys.chunk_by(|(a, _), (b, _)| a == b) {
        for pair in same.windows(2) {
            for other in [same[0].1, pair[0].1] {
                if alike(pair[1].1, other) {
                    groups.join(pair[1].1, other);
                }
            }
        }
    }
}

fn hash(of: impl Hash) -> u64 {
    let mut hasher = Xxh3::new();
    of.hash(&mut hasher);
    hasher.finish()
}

//! Names that a person has decided about with a link, and those that wait for one.

use crate::stages::{
    names::{Asker, Doubt, Found},
    plain::ByName,
};

/// The most names of an article that a person is asked about.
const MOST_DOUBTS: usize = 12;

/// Each doubtful name of what may be shown once, unless a link by name has decided it.
pub(super) fn doubts_once(doubts: &[Doubt], shown: &str, by_name: &[ByName]) -> Vec<(String, Vec<u32>)> {
    let mut once: Vec<(String, Vec<u32>)> = Vec::new();
    for doubt in doubts {
        let Some(name) = shown.get(doubt.range.clone()) else { continue };
        let decided = by_name
            .iter()
            .any(|link| link.shown.start < doubt.range.end && doubt.range.start < link.shown.end);
        if !decided && once.len() < MOST_DOUBTS && !once.iter().any(|(known, _)| known == name) {
            once.push((name.to_owned(), doubt.topics.clone()));
        }
    }
    once
}

/// A link by name names its topic, whatever words it shows.
pub(super) fn name_by_hand(names: &mut Asker<'_>, links: &[ByName], found: &mut Vec<Found>) {
    for link in links.iter().filter(|link| !link.shown.is_empty()) {
        let Some(topic) = names.lookup(&link.target) else { continue };
        found.retain(|found| found.range.end <= link.shown.start || found.range.start >= link.shown.end);
        found.push(Found { topic, range: link.shown.clone() });
        found.sort_by_key(|found| found.range.start);
    }
}

//! Names in a text: where they stand, what they are names of, and which of them belong to one topic.

use std::ops::Range;

use super::{
    gazetteer::{Entry, task},
    page::Page,
};
use crate::{model::topic::Kind, text::words::Shape};

mod bearers;
mod bodies;
pub(super) mod japanese;
mod persons;
mod places;
mod romaji;
mod runs;
pub(super) mod topics;

/// Why a run of words is taken for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It is in the tables.
    Known,
    /// This word in it tells.
    Head(usize),
    /// An office or title beside it.
    Role(Range<usize>),
    /// It begins with a given name.
    GivenName,
    /// A verb of saying beside it.
    Says,
    /// `, 43,`
    Age,
    /// Written as only persons' names are.
    Pattern,
    /// Written as Japanese names are, the family name in front.
    FamilyFirst,
    /// Its last word stands alone later on, as family names do.
    Again,
    /// `the islands of A, B and C`, here the words before.
    List(Range<usize>),
    /// A place by the words beside it: `the town of A`, `near A`.
    Beside(Range<usize>),
    /// `Full Name (FN)`, here the full name.
    ShortFor(Range<usize>),
    /// A part of a fuller name in the same text.
    Short,
    /// Capitals that stand several times.
    Acronym,
}

/// A name before it has a topic.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is a name of.
    pub kind: Kind,
    /// Why.
    pub rule: Rule,
    /// The thing that it names, when the tables know it.
    pub entry: Option<&'static Entry>,
}

impl Found {
    fn new(tokens: Range<usize>, kind: Kind, rule: Rule) -> Self {
        Self { tokens, kind, rule, entry: None }
    }

    fn known(tokens: Range<usize>, entry: &'static Entry) -> Self {
        Self { tokens, kind: entry.kind, rule: Rule::Known, entry: Some(entry) }
    }
}

/// The names of a text, in its order, and runs of capitals of which nothing is known.
pub(super) fn find(page: &Page<'_>, language: &str) -> (Vec<Found>, Vec<Range<usize>>) {
    let runs::Seen { mut found, mut open } = runs::read(page);
    if !language.starts_with("en") {
        // Other languages write other words with capitals: only the tables and what stands beside names count. What
        // speaks may still repeat a name.
        let says = found.extract_if(.., |name| matches!(name.rule, Rule::Says));
        open.extend(says.map(|name| name.tokens));
        open.sort_by_key(|run| run.start);
        found.retain(|name| !matches!(name.rule, Rule::Pattern | Rule::Head(_)));
        return (found, open);
    }
    let open = places::settle(page, &mut found, open);
    let open = acronyms(page, &mut found, open);
    let open = persons::settle(page, &mut found, &open);
    (apart(found), open)
}

/// In the order of the text, none inside another: of two that overlap the longer stays.
fn apart(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for name in found {
        match kept.last_mut() {
            Some(last) if name.tokens.start < last.tokens.end => {
                if name.tokens.len() > last.tokens.len() {
                    *last = name;
                }
            }
            _ => kept.push(name),
        }
    }
    kept
}

/// Capitals in the middle of a sentence are a body more often than not: the word tables hold the others.
fn acronyms(page: &Page<'_>, found: &mut Vec<Found>, open: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let (bodies, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|run| {
        let raw = page.words.raw(run.start);
        run.len() == 1
            && page.words.shape(run.start) == Shape::Upper
            && (3..=8).contains(&raw.chars().count())
            && !page.has(run.start, task::NO_ACRONYM | task::COMMON | task::GIVEN | task::TITLE)
            && raw.chars().all(|c| c.is_alphabetic() || c == '-' || c == '.')
            && !page.is_shouting(run.start)
    });
    found.extend(bodies.into_iter().map(|run| Found::new(run, Kind::Organisation, Rule::Acronym)));
    others
}

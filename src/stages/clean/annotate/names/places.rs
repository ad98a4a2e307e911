//! Places that no table knows, by the words beside them; acronyms by the names that they stand for.

use std::ops::Range;

use super::{Found, Rule};
use crate::{
    model::topic::Kind,
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Shape,
};

/// Settles what it can of the open runs; gives back the others.
pub(super) fn settle(page: &Page<'_>, found: &mut Vec<Found>, open: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut left = Vec::new();
    for run in open {
        if let Some(full) = short_for(page, &run, found) {
            found.push(Found::new(run, Kind::Organisation, Rule::ShortFor(full)));
        } else if let Some(words) = beside(page, &run) {
            found.push(Found::new(run, Kind::Place, Rule::Beside(words)));
        } else {
            left.push(run);
        }
    }
    let lists: Vec<(Range<usize>, usize)> = heads_of_lists(page);
    for (head, start) in lists {
        left = list(page, found, left, &head, start);
    }
    left
}

/// `the town of A`
fn beside(page: &Page<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let before = run.start.checked_sub(1)?;
    if page.is(before, "near") && run.len() <= 3 && !run.clone().any(|i| page.has(i, task::COMMON)) {
        return Some(before..run.start);
    }
    if let Some(words) = located(page, run) {
        return Some(words);
    }
    let head = run.start.checked_sub(2)?;
    let of = page.is(head + 1, "of")
        && page.has(head, task::SINGLE_PLACE)
        && page.words.shape(head) == Shape::Lower;
    of.then_some(head..run.start)
}

/// `in A,` where nothing of `A` is a frequent word, and what follows is no noun that `A` could describe.
fn located(page: &Page<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let before = run.start - 1;
    let foreign = run.clone().all(|i| {
        page.words.shape(i) == Shape::Capital
            && !page.has(
                i,
                task::COMMON
                    | task::GIVEN
                    | task::TITLE
                    | task::ORG_HEAD
                    | task::EVENT_HEAD
                    | task::PORTFOLIO,
            )
    });
    let ends = page.is_one_of(
        run.end,
        &[
            ",", ".", ";", ")", "and", "on", "in", "to", "for", "from", "by", "after", "before", "at",
            "during", "with", "where", "as", "since", "when", "was", "were", "have", "has",
        ],
    );
    let single = run.len() == 1 || page.has(run.start, task::PARTICLE);
    (page.is_one_of(before, &["in", "outside"])
        && foreign
        && ends
        && single
        && page.words.raw(run.start).len() > 2)
        .then_some(before..run.start)
}

/// Where `islands of`, `the cities of` stand, and the token after.
fn heads_of_lists(page: &Page<'_>) -> Vec<(Range<usize>, usize)> {
    (0..page.words.len())
        .filter(|&i| page.has(i, task::PLURAL_PLACE) && page.is(i + 1, "of") && page.words.capital(i + 2))
        .map(|i| (i..i + 1, i + 2))
        .collect()
}

/// `A, B, C and D` after a plural head: each is a place of that kind.
fn list(
    page: &Page<'_>,
    found: &mut Vec<Found>,
    open: Vec<Range<usize>>,
    head: &Range<usize>,
    start: usize,
) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut at = start;
    while page.is_name_word(at) {
        let end = (at..page.words.len()).find(|&i| !page.is_name_word(i)).unwrap_or(page.words.len());
        items.push(at..end);
        at = end;
        while page.is_one_of(at, &[",", "and", "or", "the"]) {
            at += 1;
        }
        if at == end {
            break;
        }
    }
    if items.len() < 2 {
        return open;
    }
    for item in &items {
        match found.iter().position(|name| name.tokens.start < item.end && item.start < name.tokens.end) {
            Some(at) if found[at].tokens == *item && found[at].entry.is_none() => {
                found[at] = Found::new(item.clone(), Kind::Place, Rule::List(head.clone()));
            }
            Some(_) => {}
            None => found.push(Found::new(item.clone(), Kind::Place, Rule::List(head.clone()))),
        }
    }
    open.into_iter().filter(|run| !items.contains(run)).collect()
}

/// The name before `(ABC)` when its initials are those letters.
fn short_for(page: &Page<'_>, run: &Range<usize>, found: &[Found]) -> Option<Range<usize>> {
    let acronym = page.words.raw(run.start);
    if run.len() != 1
        || page.words.shape(run.start) != Shape::Upper
        || !page.is(run.start.wrapping_sub(1), "(")
    {
        return None;
    }
    let full =
        found.iter().find(|name| name.tokens.end + 1 == run.start && name.kind == Kind::Organisation)?;
    let initials: String = full
        .tokens
        .clone()
        .filter(|&i| page.words.capital(i))
        .filter_map(|i| page.words.raw(i).chars().next())
        .collect();
    let letters: String = acronym.chars().filter(|c| c.is_alphabetic()).collect();
    let starts = letters.chars().next() == initials.chars().next();
    (starts && letters.chars().filter(|c| initials.contains(*c)).count() * 3 >= letters.chars().count() * 2)
        .then(|| full.tokens.clone())
}

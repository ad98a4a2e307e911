//! Runs of capitals, cut into names by the words that have a task.
//!
//! A capital alone is no name: each name rests on something known about a word in it, before it or after it.

use std::ops::Range;

use super::{Found, Rule};
use crate::{
    model::topic::Kind,
    stages::clean::annotate::{
        gazetteer::{self, task},
        page::Page,
    },
    text::words::{Shape, Sort},
};

/// What one pass over the text saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Names with their reasons, in the order of the text.
    pub found: Vec<Found>,
    /// Runs that may be names; nothing yet says what of.
    pub open: Vec<Range<usize>>,
}

/// Finds names in one pass.
pub(super) fn read(page: &Page<'_>) -> Seen {
    let mut seen = Seen::default();
    let mut at = 0;
    while at < page.words.len() {
        let end = run_end(page, at);
        if end > at {
            cut(page, at..end, &mut seen);
            // A name can reach past its run: `University` + `of Bergen`.
            at = seen.found.last().map_or(end, |name| name.tokens.end.max(end));
        } else if let Some((entry, length)) = gazetteer::match_at(&page.words, at) {
            seen.found.push(Found::known(at..at + length, entry));
            at += length;
        } else {
            at += 1;
        }
    }
    seen
}

/// The end of the run of capitals that begins at a token; `at` itself when none does.
fn run_end(page: &Page<'_>, at: usize) -> usize {
    if !(starts_name(page, at)) {
        return at;
    }
    let mut end = at + 1;
    loop {
        if page.is_name_word(end) && page.words.sort(end) == Sort::Word {
            end += 1;
            continue;
        }
        // `Gen. Votel`, `St. Petersburg`: the stop of an abbreviation.
        if page.is(end, ".")
            && page.has(end - 1, task::TITLE)
            && page.is_name_word(end + 1)
            && page.words.glued(end)
        {
            end += 2;
            continue;
        }
        // `John “J.D.” Dorrian`
        let marks = matches!(page.words.raw(end), "“" | "\"" | "‘" | "'")
            && matches!(page.words.raw(end + 2), "”" | "\"" | "’" | "'");
        if marks && page.is_name_word(end + 1) && page.is_name_word(end + 3) && end - at <= 4 {
            end += 4;
            continue;
        }
        // `Osama bin Laden`, `Ursula von der Leyen`, `Bashar al-Assad`.
        let particles = (end..end + 3).take_while(|&i| is_inner(page, i)).count();
        if particles > 0
            && (page.is_name_word(end + particles) || page.words.shape(end + particles - 1) == Shape::Inner)
        {
            end += particles;
            continue;
        }
        return end;
    }
}

fn is_inner(page: &Page<'_>, at: usize) -> bool {
    if page.words.shape(at) == Shape::Inner {
        return page.words.low(at).starts_with("al-") || page.words.low(at).starts_with("el-");
    }
    page.words.shape(at) == Shape::Lower
        && page.has(at, task::PARTICLE)
        && !page.is_one_of(at, &["do", "la", "le", "st"])
}

fn starts_name(page: &Page<'_>, at: usize) -> bool {
    if page.is_name_word(at) {
        return true;
    }
    page.words.shape(at) == Shape::Inner && is_inner(page, at) && page.words.low(at).len() > 3
}

/// Cuts one run from left to right.
fn cut(page: &Page<'_>, run: Range<usize>, seen: &mut Seen) {
    let mut at = run.start;
    while at < run.end {
        if let Some((range, kind, rule)) = headed(page, at, run.end) {
            at = range.end;
            seen.found.push(Found::new(range, kind, rule));
        } else if let Some((entry, length)) = known(page, at, run.end) {
            seen.found.push(Found::known(at..at + length, entry));
            at += length;
        } else if skips(page, at) {
            at += 1;
        } else {
            let end = chunk_end(page, at, run.end);
            chunk(page, at..end, seen);
            at = end;
        }
    }
}

/// Words that lead to a name without being part of it.
fn skips(page: &Page<'_>, at: usize) -> bool {
    page.is(at, ".")
        || page.is(at, "'s")
        || page.has(at, task::STOP)
        || (page.has(
            at,
            task::TITLE | task::FUNCTION | task::PORTFOLIO | task::FORMER | task::DEMONYM | task::DIRECTION,
        ) && !page.has(at, task::GIVEN))
        || page.has(at, task::WEEKDAY)
        || (page.has(at, task::MONTH) && !page.has(at, task::GIVEN))
}

fn chunk_end(page: &Page<'_>, at: usize, run_end: usize) -> usize {
    let mut end = at + 1;
    while end < run_end {
        let breaks = page.has(end, task::TITLE | task::FUNCTION) && !page.has(end, task::GIVEN)
            || page.has(end, task::WEEKDAY)
            || page.is(end, ".")
            || gazetteer::match_at(&page.words, end)
                .is_some_and(|(entry, length)| length > 1 || (entry.state && !page.has(at, task::GIVEN)));
        if breaks {
            break;
        }
        end += 1;
    }
    end
}

/// A known name, unless the words around say that it is a part of somebody's: `Michael Jordan`, `Chad Smith`.
fn known(page: &Page<'_>, at: usize, run_end: usize) -> Option<(&'static gazetteer::Entry, usize)> {
    let (entry, length) = gazetteer::match_at(&page.words, at)?;
    let next = at + length;
    if length == 1 && next < run_end && page.has(at, task::GIVEN) && !skips(page, next) {
        return None;
    }
    let after_title =
        at > 0 && page.has(at - 1, task::TITLE) && page.words.capital(at - 1) && entry.kind == Kind::Place;
    if after_title && length == 1 && !page.has(at - 1, task::FUNCTION) {
        return None;
    }
    Some((entry, length))
}

/// A run with a telling word in it: `Kuril Islands`, `Ministry of Defence`, `Central Bank of Russia`.
fn headed(page: &Page<'_>, at: usize, run_end: usize) -> Option<(Range<usize>, Kind, Rule)> {
    head_first(page, at, run_end).or_else(|| head_last(page, at, run_end))
}

fn head_first(page: &Page<'_>, at: usize, run_end: usize) -> Option<(Range<usize>, Kind, Rule)> {
    let kind = if page.has(at, task::PLACE_HEAD) {
        Kind::Place
    } else if page.has(at, task::ORG_HEAD) {
        Kind::Organisation
    } else if page.has(at, task::EVENT_HEAD) {
        Kind::Event
    } else {
        return None;
    };
    if page.is_one_of(at, &["lake", "mount", "cape", "camp", "port", "river", "fort"]) && at + 1 < run_end {
        let end = (at + 1..run_end).take_while(|&i| !skips(page, i)).last().map_or(at + 1, |last| last + 1);
        return (end > at + 1).then_some((at..end, Kind::Place, Rule::Head(at)));
    }
    if !page.is_one_of(at + 1, &["of", "for"]) {
        return None;
    }
    if kind == Kind::Place
        && (page.has(at, task::SINGLE_PLACE | task::PLURAL_PLACE))
        && !page.is(at, "republic")
    {
        return None;
    }
    let end = tail(page, at + 1)?;
    Some((at..end, kind, Rule::Head(at)))
}

/// The end of `of the Interior`, `of Foreign Affairs of the Russian Federation`, `of Justice and Human Rights`.
fn tail(page: &Page<'_>, of: usize) -> Option<usize> {
    let mut at = of + 1;
    if page.is_one_of(at, &["the", "all"]) {
        at += 1;
    }
    let mut end = at;
    while tail_word(page, end) {
        end += 1;
        if page.is_one_of(end, &["and", "&"])
            && tail_word(page, end + 1)
            && !page.has(end + 1, task::FUNCTION)
        {
            let listed =
                gazetteer::match_at(&page.words, end - 1).is_some_and(|(entry, _)| entry.kind == Kind::Place);
            if listed {
                break;
            }
            end += 1;
        }
    }
    if end == at {
        return None;
    }
    if page.is_one_of(end, &["of", "for"])
        && let Some(further) = tail(page, end)
    {
        return Some(further);
    }
    Some(end)
}

fn tail_word(page: &Page<'_>, at: usize) -> bool {
    let portfolio = page.is_word(at) && page.has(at, task::PORTFOLIO) && page.words.capital(at + 1);
    let month = page.has(at, task::MONTH) && !page.has(at, task::GIVEN);
    (page.is_name_word(at) || portfolio) && !month && !page.has(at, task::WEEKDAY | task::TITLE)
}

fn head_last(page: &Page<'_>, at: usize, run_end: usize) -> Option<(Range<usize>, Kind, Rule)> {
    if page.has(at, task::FUNCTION) && !page.has(at, task::DEMONYM | task::GIVEN | task::PORTFOLIO) {
        return None;
    }
    let mut head = None;
    for i in at + 1..run_end {
        if page.has(i, task::WEEKDAY)
            || (page.has(i, task::FUNCTION | task::TITLE) && !page.has(i, task::ORG_HEAD))
        {
            break;
        }
        // A state before a person's name ends the name before it.
        if i > at + 1
            && page.has(i, task::GIVEN)
            && page.has(i, task::GIVEN_M | task::GIVEN_F)
            && gazetteer::match_at(&page.words, at).is_some_and(|(_, length)| at + length == i)
        {
            break;
        }
        if page.has(i, task::ORG_HEAD | task::PLACE_HEAD | task::EVENT_HEAD) {
            head = Some(i);
        }
    }
    let head = head?;
    let start = (at..head).find(|&i| !page.has(i, task::DIRECTION) || page.has(head, task::ORG_HEAD))?;
    if let Some((_, length)) = gazetteer::match_at(&page.words, start)
        && start + length > head
    {
        return None;
    }
    let kind = head_kind(page, start, head);
    let only_generic =
        (start..head).all(|i| page.has(i, task::STOP | task::FORMER | task::PORTFOLIO) || page.is(i, "'s"));
    let generic_demonym =
        (start..head).all(|i| page.has(i, task::DEMONYM)) && !page.has(head, task::ORG_HEAD);
    if (only_generic && kind != Kind::Organisation) || generic_demonym {
        return None;
    }
    let mut end = head + 1;
    if kind == Kind::Organisation
        && page.is_one_of(end, &["of", "for", "on"])
        && let Some(further) = tail(page, end)
    {
        end = further;
    }
    Some((start..end, kind, Rule::Head(head)))
}

fn head_kind(page: &Page<'_>, start: usize, head: usize) -> Kind {
    if page.has(head, task::ORG_HEAD) && !(page.has(head, task::ISLAND_LIKE)) {
        let place = page.has(head, task::PLACE_HEAD);
        // `New York City`, but `Manchester City`: a place when the words before are one.
        let city = gazetteer::match_at(&page.words, start)
            .is_some_and(|(entry, length)| entry.kind == Kind::Place && start + length == head);
        if place && city { Kind::Place } else { Kind::Organisation }
    } else if page.has(head, task::PLACE_HEAD) {
        Kind::Place
    } else {
        Kind::Event
    }
}

/// A run without a telling word: a person if something says so, otherwise open.
fn chunk(page: &Page<'_>, range: Range<usize>, seen: &mut Seen) {
    let mut range = trim(page, range);
    // Other languages write nouns with capitals: a person begins at the given name.
    if page.foreign
        && let Some(given) = range.clone().find(|&i| page.has(i, task::GIVEN))
        && given + 1 < range.end
    {
        range.start = given;
    }
    if range.is_empty() {
        return;
    }
    if let Some(rule) = super::persons::evidence(page, &range) {
        seen.found.push(Found::new(range, Kind::Person, rule));
    } else {
        seen.open.push(range);
    }
}

/// Without what only begins a sentence or hangs on at the end.
fn trim(page: &Page<'_>, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    let mut end = range.end;
    while start < end && (page.is(start, ".") || page.has(start, task::STOP)) {
        start += 1;
    }
    while end > start && (page.is(end - 1, ".") || page.has(end - 1, task::STOP | task::WEEKDAY)) {
        end -= 1;
    }
    start..end
}

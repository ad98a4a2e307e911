//! What makes a run of capitals a person.

use std::ops::Range;

use super::Rule;
use crate::{
    stages::clean::annotate::{gazetteer::task, page::Page, roles},
    text::words::{Shape, Sort},
};

/// The reason to take a run for a person, if there is one.
pub(super) fn evidence(page: &Page<'_>, run: &Range<usize>) -> Option<Rule> {
    let long = run.len() > 1;
    if run.len() > 5 || !run.clone().all(|i| may_be_in_name(page, i)) {
        return None;
    }
    if let Some(role) = roles::before(page, run.start) {
        let title = role.len() == 1 && page.has(role.start, task::TITLE);
        if long || title || page.words.capital(role.end - 1) {
            return Some(Rule::Role(role));
        }
    }
    if !long {
        return None;
    }
    if page.has(run.start, task::GIVEN) && page.words.shape(run.start) != Shape::Upper {
        return Some(Rule::GivenName);
    }
    if says(page, run) {
        return Some(Rule::Says);
    }
    if let Some(role) = roles::after(page, run.end) {
        return Some(Rule::Role(role));
    }
    aged(page, run.end).then_some(Rule::Age)
}

fn may_be_in_name(page: &Page<'_>, at: usize) -> bool {
    page.is_word(at)
        && !page.has(at, task::ORG_HEAD | task::EVENT_HEAD | task::DEMONYM | task::WEEKDAY | task::PORTFOLIO)
        && (page.words.shape(at) != Shape::Upper
            || page.words.raw(at).contains('.')
            || page.words.raw(at).len() > 3)
}

/// `…, said Ann Other` or `Ann Other said`.
pub(super) fn says(page: &Page<'_>, run: &Range<usize>) -> bool {
    let before = run
        .start
        .checked_sub(1)
        .is_some_and(|i| page.has(i, task::SPEECH) && page.words.shape(i) == Shape::Lower);
    before || (page.has(run.end, task::SPEECH) && page.words.shape(run.end) == Shape::Lower)
}

/// `, 43,`
fn aged(page: &Page<'_>, end: usize) -> bool {
    page.is(end, ",")
        && page.words.sort(end + 1) == Sort::Number
        && page.words.raw(end + 1).parse::<u8>().is_ok_and(|age| (10..110).contains(&age))
        && page.is_one_of(end + 2, &[",", "."])
}

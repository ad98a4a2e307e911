//! Whether a date looks back or on, by the verb that is nearest to it.

use std::ops::Range;

use super::resolve::Tense;
use crate::stages::clean::annotate::{gazetteer::task, page::Page};

/// The tense around an expression, inside its sentence.
pub(super) fn around(page: &Page<'_>, range: &Range<usize>) -> Tense {
    let sentence = page.sentence(range.start);
    if page.is_one_of(range.start.wrapping_sub(1), &["until", "till", "by"]) {
        let left = look(page, (sentence.start..range.start.saturating_sub(1)).rev().take(60), &sentence);
        return if left == Tense::Past { Tense::Past } else { Tense::Future };
    }
    match look(page, (sentence.start..range.start).rev().take(60), &sentence) {
        Tense::Open => look(page, (range.end..sentence.end).take(20), &sentence),
        tense => tense,
    }
}

fn look(page: &Page<'_>, tokens: impl Iterator<Item = usize>, sentence: &Range<usize>) -> Tense {
    for at in tokens {
        // What stands outside marks says nothing of a date inside them.
        if page.is_one_of(at, &[";", "“", "\"", "«", "„"]) {
            return Tense::Open;
        }
        if let Some(tense) = verb(page, at, sentence) {
            return tense;
        }
    }
    Tense::Open
}

fn verb(page: &Page<'_>, at: usize, sentence: &Range<usize>) -> Option<Tense> {
    let low = page.words.low(at);
    let set = page.is(at, "set") && page.is(at + 1, "for");
    if set || (page.has(at, task::AHEAD) && is_cue(page, at)) || to_be(page, at) {
        return Some(Tense::Future);
    }
    if page.has(at, task::BACK) {
        return Some(if still_ahead(page, at, sentence) { Tense::Future } else { Tense::Past });
    }
    if low.ends_with("'ll") {
        return Some(Tense::Future);
    }
    let participle = low.len() > 4 && low.ends_with("ed") && !page.words.capital(at) && !is_noun(low);
    if participle || (page.has(at, task::SPEECH) && low.ends_with("ed")) {
        return Some(if still_ahead(page, at, sentence) { Tense::Future } else { Tense::Past });
    }
    None
}

/// Whether a word that can look ahead does: `plans to meet`, but not `the spending plan`; `is due to meet`, but not
/// `due to rain`.
fn is_cue(page: &Page<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    match page.words.low(at) {
        "plan" | "plans" | "hopes" | "aims" | "intend" | "intends" | "agreed" | "proposed" | "poised" => {
            page.is(at + 1, "to")
        }
        "proposal" => (at + 1..at + 8).any(|i| page.is(i, "to")),
        "future" | "deadline" => false,
        "due" => {
            !page.is(at + 1, "to") || page.is_one_of(before, &["is", "are", "was", "were", "be", "'s", "'re"])
        }
        _ => true,
    }
}

/// `to be completed`, `will be held`: what stands before a participle says more than it.
fn still_ahead(page: &Page<'_>, at: usize, sentence: &Range<usize>) -> bool {
    (at.saturating_sub(3)..at)
        .filter(|&i| i >= sentence.start)
        .any(|i| page.is_one_of(i, &["will", "be", "shall"]) && !page.is(i.wrapping_sub(1), "would"))
}

/// `to hold`, `is to meet`: an infinitive that is a purpose or plan.
fn to_be(page: &Page<'_>, at: usize) -> bool {
    page.is(at, "to")
        && (page.is(at + 1, "be")
            || page.is_one_of(
                at.wrapping_sub(1),
                &["is", "are", "going", "due", "set", "agreed", "plans", "ready"],
            ))
        && (!page.is(at.wrapping_sub(1), "due") || is_cue(page, at - 1))
}

fn is_noun(low: &str) -> bool {
    matches!(
        low,
        "need"
            | "speed"
            | "indeed"
            | "exceed"
            | "proceed"
            | "hundred"
            | "united"
            | "armed"
            | "breed"
            | "seed"
    )
}

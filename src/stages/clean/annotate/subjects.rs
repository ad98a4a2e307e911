//! What a text is about: phrases that come again and again.
//!
//! The C-value of Frantzi, Ananiadou and Mima (2000, "Automatic recognition of multi-word terms") over runs of words
//! without grammar words; few and good rather than many.

use std::{collections::BTreeMap, ops::Range};

use super::{
    gazetteer::{self, task},
    page::Page,
};
use crate::text::{capitalised, words::Sort};

/// A phrase must stand this often.
const LEAST_COUNT: usize = 3;
/// And have this C-value.
const LEAST_VALUE: f64 = 4.0;
/// At most so many are proposed.
const MOST: usize = 3;
/// Words in a phrase.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=4;

/// A key phrase.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// As first seen, with a capital.
    pub name: String,
    /// Its occurrences in the text.
    pub tokens: Vec<Range<usize>>,
}

/// The key phrases of a text. `taken` are tokens that belong to names, in order.
pub(super) fn find(page: &Page<'_>, title: &Page<'_>, taken: &[Range<usize>]) -> Vec<Phrase> {
    let runs = runs(page, taken);
    let mut grams: BTreeMap<Vec<String>, Vec<Range<usize>>> = BTreeMap::new();
    for run in &runs {
        for length in LENGTHS {
            for start in run.start..(run.end + 1).saturating_sub(length).max(run.start) {
                let tokens = start..start + length;
                grams.entry(key(page, &tokens)).or_default().push(tokens);
            }
        }
    }
    grams.retain(|key, places| {
        places.len() >= 2 && key.last().is_some_and(|last| gazetteer::tasks(last, "en") & task::GENERIC == 0)
    });
    let in_title = |key: &[String]| {
        (0..title.words.len()).filter(|&at| *key == self::key(title, &(at..at + key.len()))).count()
    };
    let mut valued: Vec<(f64, &Vec<Range<usize>>)> = grams
        .iter()
        .filter(|(_, places)| places.len() >= LEAST_COUNT)
        .map(|(key, places)| (value(key, places.len() + in_title(key), &grams), places))
        .filter(|(value, _)| *value >= LEAST_VALUE)
        .collect();
    valued.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1[0].start.cmp(&b.1[0].start)));
    valued.iter().take(MOST).map(|(_, places)| phrase(page, places)).collect()
}

fn phrase(page: &Page<'_>, places: &[Range<usize>]) -> Phrase {
    let words: Vec<&str> = places[0].clone().map(|i| page.words.raw(i)).collect();
    Phrase { name: capitalised(&words.join(" ")), tokens: places.to_vec() }
}

#[expect(clippy::cast_precision_loss, reason = "counts of phrases in one text are small")]
fn value(key: &[String], count: usize, grams: &BTreeMap<Vec<String>, Vec<Range<usize>>>) -> f64 {
    let longer: Vec<usize> = grams
        .iter()
        .filter(|(other, _)| other.len() > key.len() && other.windows(key.len()).any(|part| part == key))
        .map(|(_, places)| places.len())
        .collect();
    let nested =
        if longer.is_empty() { 0.0 } else { longer.iter().sum::<usize>() as f64 / longer.len() as f64 };
    (key.len() as f64).log2() * (count as f64 - nested)
}

fn key(page: &Page<'_>, tokens: &Range<usize>) -> Vec<String> {
    let last = tokens.end.saturating_sub(1);
    tokens
        .clone()
        .map(|i| if i == last { singular(page.words.low(i)) } else { page.words.low(i).to_owned() })
        .collect()
}

/// A noun without the ending of its plural.
pub(super) fn singular(low: &str) -> String {
    if let Some(stem) = low.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    if low.len() > 3
        && low.ends_with('s')
        && !low.ends_with("ss")
        && !low.ends_with("us")
        && !low.ends_with("is")
    {
        return low[..low.len() - 1].to_owned();
    }
    low.to_owned()
}

/// Runs of words that can stand in a phrase.
fn runs(page: &Page<'_>, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for at in 0..=page.words.len() {
        let fits = at < page.words.len() && may_stand(page, at) && !is_taken(taken, at);
        match (fits, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Whether a token is part of a name; names stand in the order of the text.
fn is_taken(taken: &[Range<usize>], at: usize) -> bool {
    let next = taken.partition_point(|tokens| tokens.start <= at);
    next.checked_sub(1).is_some_and(|i| taken[i].contains(&at))
}

fn may_stand(page: &Page<'_>, at: usize) -> bool {
    const OUT: u64 = task::STOP
        | task::PREPOSITION
        | task::SPEECH
        | task::SPEECH_LIKE
        | task::TITLE
        | task::FUNCTION
        | task::WEEKDAY
        | task::MONTH
        | task::BREAKER;
    let low = page.words.low(at);
    page.words.sort(at) == Sort::Word
        && !page.has(at, OUT)
        && low.len() > 2
        && !low.ends_with("ly")
        && low.chars().all(|c| c.is_alphabetic() || c == '-')
}

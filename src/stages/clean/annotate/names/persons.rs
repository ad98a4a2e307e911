//! What makes a run of capitals a person.

use std::ops::Range;

use super::{
    Found, Rule,
    romaji::{self, Order},
};
use crate::{
    model::topic::Kind,
    stages::clean::annotate::{gazetteer::task, page::Page, roles},
    text::words::{Shape, Sort},
};

/// The reason to take a run for a person, if there is one.
pub(super) fn evidence(page: &Page<'_>, run: &Range<usize>) -> Option<Rule> {
    let long = run.len() > 1;
    if run.len() > 5 || !run.clone().all(|i| may_be_in_name(page, i)) {
        return None;
    }
    let japanese = romaji::order(page, run);
    if japanese == Some(Order::FamilyFirst) {
        return Some(Rule::FamilyFirst);
    }
    if let Some(role) = roles::before(page, run.start) {
        // `Minister of Foreign` + `Affairs`: the office goes on.
        let goes_on = role.len() > 2
            && page.is_one_of(role.end - 2, &["of", "for"])
            && page.has(role.end - 1, task::PORTFOLIO | task::FORMER);
        let noun = page.is(run.start, "affairs") || page.has(run.start, task::COMMON);
        if goes_on && !long && noun && role.end == run.start {
            return None;
        }
        let title = role.len() == 1 && page.has(role.start, task::TITLE);
        if long || title || page.words.capital(role.end - 1) {
            return Some(Rule::Role(role));
        }
    }
    if !long {
        if speaks_alone(page, run.start) {
            return Some(Rule::Says);
        }
        let inside = page.sentence(run.start).start < run.start
            && !page.has(run.start, task::COMMON | task::PLACE_HEAD);
        return roles::after(page, run.end).filter(|_| inside).map(Rule::Role);
    }
    let plain_last =
        !page.has(run.end - 1, task::COMMON | task::PLACE_HEAD) || page.has(run.end - 1, task::GIVEN);
    if page.has(run.start, task::GIVEN)
        && page.words.shape(run.start) != Shape::Upper
        && (plain_last || run.len() == 2)
    {
        return Some(Rule::GivenName);
    }
    if says(page, run) || apposed(page, run, plain_last) || governs(page, run) {
        return Some(Rule::Says);
    }
    if let Some(role) = roles::after(page, run.end) {
        return Some(Rule::Role(role));
    }
    if aged(page, run.end) {
        return Some(Rule::Age);
    }
    (japanese.is_some() || is_pattern(page, run)).then_some(Rule::Pattern)
}

/// `said Russell`, `"…," Russell said`: one name by itself. At the head of a sentence, where any word has a capital,
/// less is believed.
fn speaks_alone(page: &Page<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let fits = page.words.shape(at) == Shape::Capital
        && page.words.raw(at).len() > 2
        && !page.has(at, task::COMMON | task::NON_SPEAKER | task::PLACE_HEAD | task::PARTICLE);
    if !fits {
        return false;
    }
    let behind_words =
        matches!(page.words.raw(before), "”" | "\"" | "»" | "’" | "'") && page.sentence(at).start < at;
    // `"…," Stone, who lost in May, said`
    if behind_words && page.is(at + 1, ",") {
        return true;
    }
    let reports =
        page.has(at + 1, task::SPEECH | task::SPEECH_LIKE) && page.words.shape(at + 1) == Shape::Lower;
    // `The harbour authority of Norvik said`: the place where the speaker sits.
    if page.is_one_of(before, &["of", "in", "at", "from", "near", "outside"]) && !behind_words {
        return false;
    }
    let said = behind_words || page.has(before, task::SPEECH);
    (said && says(page, &(at..at + 1)))
        || (reports && (page.sentence(at).start < at || opens_and_speaks(page, at)))
        || (quoted(page, at + 1) && opens_and_speaks(page, at))
}

/// `was quoted as saying`
fn quoted(page: &Page<'_>, at: usize) -> bool {
    page.is_one_of(at, &["was", "is"]) && page.is(at + 1, "quoted") && page.is(at + 2, "as")
}

/// `Biden said` at the head of a sentence, where any word has a capital: only a word that no table knows.
fn opens_and_speaks(page: &Page<'_>, at: usize) -> bool {
    const KNOWN: u64 = task::FUNCTION
        | task::FORMER
        | task::PORTFOLIO
        | task::ORG_HEAD
        | task::EVENT_HEAD
        | task::DEMONYM
        | task::GENERIC
        | task::EVENT_NOUN
        | task::BREAKER
        | task::TITLE
        | task::MONTH;
    let low = page.words.low(at);
    !page.has(at, KNOWN) && !low.ends_with("ly") && !low.ends_with("ing") && !low.ends_with("ed")
}

/// Ways of writing that only names of persons have: `Charles H. Keating`, `Leung Yiu-chung`, `Osama bin Laden`.
fn is_pattern(page: &Page<'_>, run: &Range<usize>) -> bool {
    let initial = run
        .clone()
        .take(run.len() - 1)
        .any(|i| page.words.raw(i).ends_with('.') && page.words.raw(i).len() <= 3);
    let plain = |i: usize| !page.has(i, task::COMMON | task::PLACE_HEAD) || page.words.raw(i).ends_with('.');
    let east = run.len() == 2 && {
        let (front, back) = page.words.raw(run.end - 1).split_once('-').unwrap_or_default();
        let syllable = |s: &str| (1..=6).contains(&s.len()) && s.chars().all(char::is_alphabetic);
        syllable(front) && syllable(back) && page.words.raw(run.start).len() <= 6
    };
    let placed = page.is_one_of(run.start.wrapping_sub(1), &["in", "near", "at", "outside"]);
    let arabic = !placed
        && run.clone().skip(1).any(|i| {
            page.is_one_of(i, &["bin", "ibn", "abu", "al", "bint", "von", "van", "der"]) || is_al(page, i)
        });
    (initial || east || arabic) && run.clone().all(plain)
}

fn is_al(page: &Page<'_>, at: usize) -> bool {
    page.words.low(at).starts_with("al-") && page.words.low(at).len() > 4
}

fn may_be_in_name(page: &Page<'_>, at: usize) -> bool {
    if matches!(page.words.raw(at), "“" | "”" | "\"" | "‘" | "’" | "'") {
        return true;
    }
    page.is_word(at)
        && !page.has(at, task::ORG_HEAD | task::EVENT_HEAD | task::DEMONYM | task::WEEKDAY | task::PORTFOLIO)
        && (page.words.shape(at) != Shape::Upper
            || page.words.raw(at).contains('.')
            || page.words.raw(at).len() > 3)
}

/// `глава управления Карин Сольхейм`: an office, what it is of, and a name in the case of the office.
fn governs(page: &Page<'_>, run: &Range<usize>) -> bool {
    let cyrillic = |i: usize| page.words.low(i).starts_with(|c: char| ('\u{400}'..='\u{52f}').contains(&c));
    if !page.foreign || !run.clone().all(cyrillic) {
        return false;
    }
    let (first, last) = (page.words.low(run.start), page.words.low(run.end - 1));
    let oblique = ["ой", "ых", "их", "ого", "его"].iter().any(|end| first.ends_with(end));
    let shouted = run.clone().any(|i| page.words.shape(i) == Shape::Upper);
    // `отметила гидролог Джулия Росси`, but not `сообщил агентству …`.
    let trade = run.start.wrapping_sub(1);
    let receiver = ["у", "ю", "е", "ам", "ям"].iter().any(|end| page.words.low(trade).ends_with(end));
    let said = page.has(run.start.wrapping_sub(2), task::SPEECH)
        && page.is_word(trade)
        && page.words.shape(trade) == Shape::Lower
        && !page.has(trade, task::PREPOSITION | task::STOP)
        && !receiver;
    if said && !oblique && !shouted && run.len() == 2 {
        return true;
    }
    let office = (run.start.saturating_sub(4)..run.start)
        .rev()
        .take_while(|&i| {
            page.is_word(i)
                && page.words.shape(i) == Shape::Lower
                && !page.has(i, task::SPEECH | task::PREPOSITION)
        })
        .find(|&i| page.has(i, task::FUNCTION));
    !oblique && !last.ends_with("ии") && office.is_some_and(|i| i + 1 < run.start)
}

/// `…, said Ann Other` or `Ann Other said`.
pub(super) fn says(page: &Page<'_>, run: &Range<usize>) -> bool {
    let before = run
        .start
        .checked_sub(1)
        .is_some_and(|i| page.has(i, task::SPEECH) && page.words.shape(i) == Shape::Lower);
    before || (page.has(run.end, task::SPEECH) && page.words.shape(run.end) == Shape::Lower)
}

/// `Stone's manager, Ann Other, said`
fn apposed(page: &Page<'_>, run: &Range<usize>, plain: bool) -> bool {
    let plain = plain || page.has(run.start.wrapping_sub(2), task::FUNCTION);
    let says = page.has(run.end + 1, task::SPEECH) && page.words.shape(run.end + 1) == Shape::Lower;
    let office = || {
        let start = page.sentence(run.start).start.max(run.start.saturating_sub(16));
        page.is_one_of(run.end + 1, &["has", "had", "was", "is"])
            && (start..run.start).any(|i| page.has(i, task::FUNCTION))
    };
    page.is(run.start.wrapping_sub(1), ",") && page.is(run.end, ",") && plain && (says || office())
}

/// `, 43,`
fn aged(page: &Page<'_>, end: usize) -> bool {
    page.is(end, ",")
        && page.words.sort(end + 1) == Sort::Number
        && page.words.raw(end + 1).parse::<u8>().is_ok_and(|age| (10..110).contains(&age))
        && page.is_one_of(end + 2, &[",", "."])
}

/// Open runs of two or three words none of which is a frequent one, whose last word stands alone elsewhere or
/// that do what persons do: they are persons.
pub(super) fn settle(page: &Page<'_>, found: &mut Vec<Found>, open: &[Range<usize>]) -> Vec<Range<usize>> {
    let alone: Vec<&str> =
        open.iter().filter(|run| run.len() == 1).map(|run| page.words.raw(run.start)).collect();
    let (persons, others): (Vec<_>, Vec<_>) = open.iter().cloned().partition(|run| {
        (2..=3).contains(&run.len())
            && run.clone().all(|i| is_foreign(page, i))
            && (alone.contains(&page.words.raw(run.end - 1)) || acts(page, run))
    });
    found.extend(persons.into_iter().map(|run| Found::new(run, Kind::Person, Rule::Again)));
    others
}

/// No word of the tables, written like a name.
fn is_foreign(page: &Page<'_>, at: usize) -> bool {
    const KNOWN: u64 = task::COMMON
        | task::PLACE_HEAD
        | task::ORG_HEAD
        | task::EVENT_HEAD
        | task::DEMONYM
        | task::DIRECTION
        | task::MONTH;
    page.words.shape(at) == Shape::Capital && !page.has(at, KNOWN) && !page.words.low(at).ends_with("ism")
}

/// What stands beside names of persons: `by A B`, `A B, who`, `A B and his`, `A B's wife`.
fn acts(page: &Page<'_>, run: &Range<usize>) -> bool {
    let who = page.is_one_of(run.end, &["who", "himself", "herself"])
        || (page.is(run.end, ",") && page.is_one_of(run.end + 1, &["who", "whose"]));
    let by = page.is_one_of(run.start.wrapping_sub(1), &["by", "named", "called"]);
    let verb = page.is_word(run.end)
        && page.words.shape(run.end) == Shape::Lower
        && (page.is_one_of(
            run.end,
            &[
                "was", "has", "had", "is", "will", "won", "scored", "met", "went", "took", "came", "died",
                "became", "led",
            ],
        ) || page.words.low(run.end).len() > 4 && page.words.low(run.end).ends_with("ed"));
    who || by || verb
}

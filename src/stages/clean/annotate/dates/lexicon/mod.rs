//! The words of dates in German, French, Spanish and Russian.

mod french;
mod german;
mod russian;
mod spanish;

use super::raw::{Raw, Unit, Which};

/// Words of one language, all in lower case.
pub(super) struct Lexicon {
    /// Names of months, each with its forms.
    pub months: [&'static [&'static str]; 12],
    /// Days of the week from Monday, each with its forms.
    pub weekdays: [&'static [&'static str]; 7],
    /// Seasons: spring, summer, autumn, winter.
    pub seasons: [&'static [&'static str]; 4],
    /// Fixed expressions.
    pub fixed: &'static [(&'static [&'static str], Raw)],
    /// What may stand between day, month and year.
    pub joints: &'static [&'static str],
    /// Words before a bare month that make it a date.
    pub before_month: &'static [&'static str],
    /// Words that begin a span.
    pub from: &'static [&'static str],
    /// Words between its ends.
    pub to: &'static [&'static str],
    /// `last`, in forms before or after its noun.
    pub last: &'static [&'static str],
    /// `this`
    pub this: &'static [&'static str],
    /// `next`
    pub next: &'static [&'static str],
    /// Units with their forms.
    pub units: &'static [(&'static str, Unit)],
    /// How many.
    pub counts: &'static [(&'static str, i32)],
    /// Before a count: `vor zwei Tagen`.
    pub ago_before: &'static [&'static [&'static str]],
    /// After a unit: `два дня назад`.
    pub ago_after: &'static [&'static str],
    /// Words that look on.
    pub ahead: &'static [&'static str],
    /// Words that look back.
    pub back: &'static [&'static str],
}

const fn today(shift: i32) -> Raw {
    Raw::Today(shift)
}

/// The words of a language by its BCP 47 tag; `None` for others.
pub(super) fn of(language: &str) -> Option<&'static Lexicon> {
    match language.get(..2)? {
        "de" => Some(&german::WORDS),
        "fr" => Some(&french::WORDS),
        "es" => Some(&spanish::WORDS),
        "ru" => Some(&russian::WORDS),
        _ => None,
    }
}

/// Which turn a word asks for.
pub(super) fn which(lexicon: &Lexicon, word: &str) -> Option<Which> {
    if lexicon.last.contains(&word) {
        Some(Which::Last)
    } else if lexicon.this.contains(&word) {
        Some(Which::This)
    } else if lexicon.next.contains(&word) {
        Some(Which::Next)
    } else {
        None
    }
}

//! The words of English dates: months, days, numbers, units.

use super::raw::Unit;
use crate::{
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Sort,
};

type Read<T> = Option<(T, usize)>;

/// A year of four digits.
pub(super) fn year(page: &Page<'_>, at: usize) -> Option<i32> {
    let low = page.words.low(at);
    let digits = low.len() == 4 && low.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| low.parse().ok()).flatten().filter(|year| (1000..2200).contains(year))
}

/// A month by name and the token after it, its full stop included.
pub(super) fn month(page: &Page<'_>, at: usize) -> Read<u8> {
    if !page.has(at, task::MONTH) {
        let low = page.words.low(at);
        let inner = low.strip_prefix("mid-").or(low.strip_prefix("early-")).or(low.strip_prefix("late-"))?;
        return month_number(inner).map(|number| (number, at + 1));
    }
    let low = page.words.low(at);
    let number = month_number(low)?;
    let short = low.len() <= 4 && low != "may" && low != "june" && low != "july";
    let dotted = short && page.is(at + 1, ".") && page.words.glued(at + 1);
    Some((number, at + 1 + usize::from(dotted)))
}

pub(super) fn month_number(low: &str) -> Option<u8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let full = matches!(
        low,
        "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "sept"
    );
    let at = MONTHS.iter().position(|m| *m == low || (full && low.starts_with(m)))?;
    u8::try_from(at + 1).ok()
}

/// A day of the week and the token after it.
pub(super) fn weekday(page: &Page<'_>, at: usize) -> Read<u8> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    if !page.has(at, task::WEEKDAY) {
        return None;
    }
    let low = page.words.low(at);
    // `sun`, `sat` and `wed` are words too; plural days are habits.
    let star = low == "sun" && page.is(at.wrapping_sub(1), "the");
    if (low.len() <= 5 && !page.words.capital(at)) || low.ends_with("ays") || star {
        return None;
    }
    let number = DAYS.iter().position(|day| low.starts_with(day))?;
    let dotted = low.len() <= 5 && page.is(at + 1, ".") && page.words.glued(at + 1);
    u8::try_from(number + 1).ok().map(|n| (n, at + 1 + usize::from(dotted)))
}

/// A day of a month: `24`, `24th`.
pub(super) fn day_number(page: &Page<'_>, at: usize) -> Option<u8> {
    if page.words.sort(at) != Sort::Number {
        return None;
    }
    let low = page.words.low(at);
    let digits = low.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &low[digits.len()..];
    if !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

/// `third`, `19th` → the number.
pub(super) fn ordinal(low: &str) -> Option<u8> {
    const ORDINALS: [&str; 21] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ];
    if let Some(at) = ORDINALS.iter().position(|o| *o == low) {
        return u8::try_from(at + 1).ok();
    }
    let digits = low.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    matches!(&low[digits.len()..], "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}

/// A day of a month in figures or in words: `4th`, `fourth`.
pub(super) fn any_day_number(page: &Page<'_>, at: usize) -> Option<u8> {
    day_number(page, at).or_else(|| ordinal(page.words.low(at)).filter(|day| *day <= 31))
}

/// How many: `two`, `a`, `12`, `twenty-five`.
pub(super) fn count(page: &Page<'_>, at: usize) -> Option<i32> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let low = page.words.low(at);
    let small = |word: &str| {
        SMALL.iter().position(|w| *w == word).and_then(|n| i32::try_from(n).ok()).filter(|n| *n > 0)
    };
    let tens = |word: &str| {
        TENS.iter().position(|w| *w == word).and_then(|n| i32::try_from(n).ok()).map(|n| (n + 2) * 10)
    };
    if let Some((ten, one)) = low.split_once('-') {
        return Some(tens(ten)? + small(one)?);
    }
    match low {
        "a" | "an" => Some(1),
        "couple" => Some(2),
        "hundred" => Some(100),
        _ => small(low).or_else(|| tens(low)).or_else(|| low.parse().ok().filter(|n| (1..1000).contains(n))),
    }
}

/// A unit by name, with whether it is plural.
pub(super) fn unit(page: &Page<'_>, at: usize) -> Option<Unit> {
    Some(match page.words.low(at) {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "weekend" | "weekends" => Unit::Weekend,
        "month" | "months" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        "century" | "centuries" => Unit::Century,
        _ => return None,
    })
}

pub(super) fn season_code(low: &str) -> Option<u8> {
    Some(match low {
        "spring" => 21,
        "summer" => 22,
        "autumn" | "fall" => 23,
        "winter" => 24,
        _ => return None,
    })
}

pub(super) fn quarter_code(low: &str) -> Option<u8> {
    Some(match low {
        "q1" => 33,
        "q2" => 34,
        "q3" => 35,
        "q4" => 36,
        "h1" => 40,
        "h2" => 41,
        _ => return None,
    })
}

pub(super) fn decade_word(low: &str) -> Option<i32> {
    Some(match low {
        "twenties" => 1920,
        "thirties" => 1930,
        "forties" => 1940,
        "fifties" => 1950,
        "sixties" => 1960,
        "seventies" => 1970,
        "eighties" => 1980,
        "nineties" => 1990,
        _ => return None,
    })
}

pub(super) fn full_year(text: &str) -> Option<i32> {
    let year = text.parse::<i32>().ok()?;
    match text.len() {
        4 => (1000..2200).contains(&year).then_some(year),
        2 => Some(if year < 50 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

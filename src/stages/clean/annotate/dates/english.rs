//! The grammar of English date expressions: one function a kind, each gives what it read and where that ends.

use super::raw::{Cyclic, Expr, Raw, Unit, Which};
use crate::{
    model::date::Point,
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Sort,
};

type Read<T> = Option<(T, usize)>;

/// The longest expression that begins at a token.
pub(super) fn expression(page: &Page<'_>, at: usize) -> Read<Expr> {
    ranges(page, at).or_else(|| {
        let (raw, end) = point(page, at)?;
        Some(alternative(page, raw, end).unwrap_or((Expr::One(raw), end)))
    })
}

/// `January or in February`: both, as a span.
fn alternative(page: &Page<'_>, first: Raw, end: usize) -> Read<Expr> {
    if !page.is(end, "or")
        || !matches!(first, Raw::Turn(Cyclic::Month(_) | Cyclic::MonthDay(..), _) | Raw::At(_))
    {
        return None;
    }
    let next = if page.is_one_of(end + 1, &["in", "on", "early", "at"]) { end + 2 } else { end + 1 };
    let (second, end) = point(page, next).or_else(|| point(page, end + 1))?;
    Some((Expr::Between(first, second), end))
}

fn ranges(page: &Page<'_>, at: usize) -> Read<Expr> {
    let lead = page.is_one_of(at, &["from", "between"]);
    let start = at + usize::from(lead);
    let (first, end) = days_range(page, start).or_else(|| {
        let (from, mid) = point(page, start).or_else(|| bare_day(page, start))?;
        let sep = separator(page, mid, page.is(at, "between"))?;
        let (to, end) = point(page, sep)?;
        let from = complete(from, to)?;
        Some((Expr::Between(from, to), end))
    })?;
    if lead || !matches!(first, Expr::One(_)) { Some((first, end)) } else { None }
}

/// What stands between two ends; after `between` only `and`.
fn separator(page: &Page<'_>, at: usize, between: bool) -> Option<usize> {
    let words: &[&str] =
        if between { &["and"] } else { &["to", "-", "–", "—", "until", "till", "through", "‑"] };
    if !page.is_one_of(at, words) {
        return None;
    }
    let spaced_dash = page.is_one_of(at, &["-", "—"]) && !page.words.glued(at);
    (!spaced_dash).then_some(at + 1)
}

/// What the first end leaves to the second: `3 to 5 May 2018`, `May to July 2018`, `2010–12`.
fn complete(from: Raw, to: Raw) -> Option<Raw> {
    Some(match (from, to) {
        (Raw::Turn(Cyclic::Day(day), _), Raw::At(Point::Day(year, month, _))) => {
            Raw::At(Point::Day(year, month, day))
        }
        (Raw::Turn(Cyclic::Day(day), _), Raw::Turn(Cyclic::MonthDay(month, _), which)) => {
            Raw::Turn(Cyclic::MonthDay(month, day), which)
        }
        (Raw::Turn(Cyclic::Day(_), _), _) => return None,
        (Raw::Turn(Cyclic::Month(month), Which::Open), Raw::At(Point::Month(year, last))) => {
            Raw::At(Point::Month(if month > last { year - 1 } else { year }, month))
        }
        (Raw::Turn(Cyclic::MonthDay(month, day), _), Raw::At(Point::Day(year, last, _))) => {
            Raw::At(Point::Day(if month > last { year - 1 } else { year }, month, day))
        }
        (Raw::Turn(Cyclic::Season(code), Which::Open), Raw::At(Point::Season(year, last))) => {
            Raw::At(Point::Season(if code > last { year - 1 } else { year }, code))
        }
        (from, _) => from,
    })
}

fn bare_day(page: &Page<'_>, at: usize) -> Read<Raw> {
    let at = if page.is(at, "the") { at + 1 } else { at };
    day_number(page, at).map(|day| (Raw::Turn(Cyclic::Day(day), Which::Open), at + 1))
}

/// `May 3-5, 2018`, `May 3 and 5`
fn days_range(page: &Page<'_>, at: usize) -> Read<Expr> {
    let (month, mid) = month(page, at)?;
    let first = day_number(page, mid)?;
    if !page.is_one_of(mid + 1, &["-", "–", "to", "through", "‑"]) {
        return None;
    }
    let last = day_number(page, mid + 2)?;
    if month_after(page, mid + 3) {
        return None;
    }
    let end = mid + 3;
    if let Some((year, end)) = year_after(page, end) {
        return Some((
            Expr::Between(Raw::At(Point::Day(year, month, first)), Raw::At(Point::Day(year, month, last))),
            end,
        ));
    }
    let turn = |day| Raw::Turn(Cyclic::MonthDay(month, day), Which::Open);
    Some((Expr::Between(turn(first), turn(last)), end))
}

fn month_after(page: &Page<'_>, at: usize) -> bool {
    month(page, at).is_some() && !page.is(at, "may")
}

/// One point in time, with what narrows it down left out: `early 2018` is 2018.
pub(super) fn point(page: &Page<'_>, at: usize) -> Read<Raw> {
    narrowed(page, at)
        .or_else(|| weekday_first(page, at))
        .or_else(|| numeric(page, at))
        .or_else(|| calendar(page, at))
        .or_else(|| super::relative::point(page, at))
        .or_else(|| bare_year(page, at))
}

/// `early`, `mid-`, `the second half of`, `the end of`: no finer than what follows.
fn narrowed(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = if page.is(at, "the") { at + 1 } else { at };
    if page.is_one_of(start, &["early", "late", "mid"]) {
        let mut next = start + 1;
        while page.is_one_of(next, &["-", "in", "on", "part", "of"]) {
            next += 1;
        }
        return point(page, next).or_else(|| coarse(page, next));
    }
    let half = page.is_one_of(start, &["first", "second", "latter", "last"])
        && page.is_one_of(
            start + 1,
            &["half", "week", "days", "part", "third", "weeks", "decade", "decades", "weekend"],
        );
    let part = page.is_one_of(
        start,
        &["beginning", "start", "middle", "end", "close", "remainder", "rest", "course", "eve"],
    );
    let of = start + if half { 2 } else { 1 };
    if (half || part) && page.is(of, "of") {
        return point(page, of + 1).or_else(|| coarse(page, of + 1));
    }
    None
}

/// What counts as a date only after `early`, `in`, `the end of`: a bare month, season or year.
fn coarse(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = if page.is_one_of(at, &["the", "this"]) { at + 1 } else { at };
    if let Some((month, end)) = month(page, start) {
        return Some((Raw::Turn(Cyclic::Month(month), Which::Open), end));
    }
    year(page, start).map(|y| (Raw::At(Point::Year(y)), start + 1))
}

fn weekday_first(page: &Page<'_>, at: usize) -> Read<Raw> {
    let (weekday, mut end) = weekday(page, at)?;
    if page.is_one_of(end, &["morning", "afternoon", "evening", "night"]) {
        end += 1;
    }
    let mut next = end;
    while page.is_one_of(next, &[",", "the", "("]) {
        next += 1;
    }
    if let Some((raw @ (Raw::At(Point::Day(..)) | Raw::Turn(Cyclic::MonthDay(..), _)), end)) =
        calendar(page, next).or_else(|| numeric(page, next))
    {
        return Some((raw, end));
    }
    if page.is(next.wrapping_sub(1), "the")
        && let Some(day) = day_number(page, next)
        && page.words.low(next).ends_with(|c: char| c.is_alphabetic())
    {
        return Some((Raw::Turn(Cyclic::Day(day), Which::Open), next + 1));
    }
    Some((Raw::Turn(Cyclic::Weekday(weekday), Which::Open), end))
}

/// `24 November 2017`, `November 24, 2017`, `November 2017`, `the 24th of November`, `spring 2018`.
fn calendar(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = if page.is(at, "the") { at + 1 } else { at };
    if let Some(day) = day_number(page, start) {
        let of = if page.is_one_of(start + 1, &["of", "-", "/"]) { start + 2 } else { start + 1 };
        if let Some((month, end)) = month(page, of) {
            return Some(with_year(page, month, day, end));
        }
    }
    if let Some((month, end)) = month(page, start) {
        let of = if page.is_one_of(end, &["the", "/", "-"]) { end + 1 } else { end };
        if let Some(day) = day_number(page, of)
            && !followed_by_unit(page, of + 1)
        {
            return Some(with_year(page, month, day, of + 1));
        }
        let of = if page.is_one_of(end, &["of", ",", "-", "/"]) { end + 1 } else { end };
        if let Some(year) = year(page, of) {
            return Some((Raw::At(Point::Month(year, month)), of + 1));
        }
        return introduced(page, at).then_some((Raw::Turn(Cyclic::Month(month), Which::Open), end));
    }
    season(page, start).or_else(|| eras(page, start))
}

/// Words after a number that make it a count: `May 5 people`.
fn followed_by_unit(page: &Page<'_>, at: usize) -> bool {
    page.is_one_of(
        at,
        &["percent", "%", "people", "million", "billion", "km", "kilometres", "kilometers", "miles"],
    )
}

fn with_year(page: &Page<'_>, month: u8, day: u8, end: usize) -> (Raw, usize) {
    match year_after(page, end) {
        Some((year, end)) => (Raw::At(Point::Day(year, month, day)), end),
        None => (Raw::Turn(Cyclic::MonthDay(month, day), Which::Open), end),
    }
}

fn year_after(page: &Page<'_>, at: usize) -> Read<i32> {
    let next = if page.is_one_of(at, &[",", "of", "-", "/", "in"]) { at + 1 } else { at };
    year(page, next).map(|year| (year, next + 1))
}

/// A bare month needs a word that says so, for `May` and `March` are words of their own.
fn introduced(page: &Page<'_>, at: usize) -> bool {
    let verb = page.is_one_of(at, &["may", "march", "mar"]);
    if verb && !page.words.capital(at) {
        return false;
    }
    let before = at.wrapping_sub(1);
    let lead = page.is_one_of(
        before,
        &[
            "in",
            "since",
            "until",
            "till",
            "by",
            "during",
            "of",
            "from",
            "for",
            "to",
            "through",
            "before",
            "after",
            "late",
            "early",
            "mid",
            "-",
            "and",
            "between",
            "or",
            "this",
            "last",
            "next",
            "every",
            "beginning",
            "starting",
            "around",
        ],
    );
    if verb {
        lead && !page.is_one_of(before, &["of", "and", "for", "to", "or"])
    } else {
        lead || page.words.capital(at)
    }
}

/// `spring 2018`, `the summer of 2018`, `the first quarter of 2018`.
fn season(page: &Page<'_>, at: usize) -> Read<Raw> {
    let low = page.words.low(at);
    if let Some(code) = season_code(low) {
        let of = if page.is_one_of(at + 1, &["of", ",", "in"]) { at + 2 } else { at + 1 };
        if let Some(year) = year(page, of) {
            return Some((Raw::At(Point::Season(year, code)), of + 1));
        }
        let lead = page.is(at.wrapping_sub(1), "the")
            && page.is_one_of(
                at.wrapping_sub(2),
                &["in", "by", "until", "till", "to", "during", "since", "of", "from", "before", "after"],
            );
        let bare = page.is_one_of(at.wrapping_sub(1), &["in", "by", "until", "this"]) && low != "fall";
        return (lead || bare).then_some((Raw::Turn(Cyclic::Season(code), Which::Open), at + 1));
    }
    let (code, end) = if let Some(code) = quarter_code(low) {
        (code, at + 1)
    } else {
        let number = ordinal(low).filter(|n| (1..=4).contains(n))?;
        page.is(at + 1, "quarter").then_some((32 + number, at + 2))?
    };
    let of = if page.is_one_of(end, &["of", ",", "in"]) { end + 1 } else { end };
    if let Some(year) = year(page, of) {
        return Some((Raw::At(Point::Season(year, code)), of + 1));
    }
    (end > at + 1).then_some((Raw::Turn(Cyclic::Season(code), Which::Open), end))
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

fn quarter_code(low: &str) -> Option<u8> {
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

/// `the 1990s`, `the '90s`, `the 19th century`, `44 BC`.
fn eras(page: &Page<'_>, at: usize) -> Read<Raw> {
    let low = page.words.low(at);
    if let Some(year) = low
        .strip_suffix('s')
        .or(low.strip_suffix("'s"))
        .filter(|y| y.len() == 4)
        .and_then(|y| y.parse::<i32>().ok())
    {
        let raw = if year % 100 == 0 { Raw::Years(year, year + 99) } else { Raw::At(Point::Decade(year)) };
        return ((1000..2100).contains(&year) && year % 10 == 0).then_some((raw, at + 1));
    }
    if page.is_one_of(at, &["'", "’", "‘"])
        && let Some(decade) = page.words.low(at + 1).strip_suffix('s').and_then(|d| d.parse::<i32>().ok())
        && decade % 10 == 0
        && decade < 100
    {
        return Some((Raw::At(Point::Decade(1900 + decade)), at + 2));
    }
    if let Some(decade) = decade_word(low).filter(|_| page.is(at.wrapping_sub(1), "the")) {
        return Some((Raw::At(Point::Decade(decade)), at + 1));
    }
    if let Some(number) = ordinal(low).filter(|_| page.is_one_of(at + 1, &["century", "centuries"])) {
        let end = i32::from(number) * 100;
        return Some((Raw::Years(end - 99, end), at + 2));
    }
    let bc = ["bc", "b.c", "b.c.", "bce", "b.c.e."];
    if page.words.sort(at) == Sort::Number && page.is_one_of(at + 1, &bc) {
        let year = low.replace(',', "").parse::<i32>().ok()?;
        return Some((Raw::At(Point::Year(1 - year)), at + 2));
    }
    None
}

fn decade_word(low: &str) -> Option<i32> {
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

/// `2017-11-24`, `24.11.2017`, `11/24/2017`.
fn numeric(page: &Page<'_>, at: usize) -> Read<Raw> {
    let low = page.words.low(at);
    if page.words.sort(at) != Sort::Number {
        return None;
    }
    let dotted: Vec<&str> = low.trim_end_matches('.').split('.').collect();
    if let [day, month, year] = dotted[..]
        && let (Ok(day), Ok(month), Some(year)) = (day.parse(), month.parse(), full_year(year))
    {
        return valid(year, month, day).map(|raw| (raw, at + 1));
    }
    let mark = page.words.low(at + 1);
    if !matches!(mark, "-" | "/" | "‑") || page.words.low(at + 3) != mark || !page.words.glued(at + 1) {
        return None;
    }
    let (a, b, c) = (low, page.words.low(at + 2), page.words.low(at + 4));
    let date = if a.len() == 4 {
        valid(full_year(a)?, b.parse().ok()?, c.get(..2).unwrap_or(c).trim_end_matches('t').parse().ok()?)
    } else {
        let (first, second) = (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?);
        let year = full_year(c)?;
        // The American order unless the numbers say otherwise; a hyphen is used with the day in front.
        if second > 12 || (first <= 12 && mark == "/") {
            valid(year, first, second)
        } else {
            valid(year, second, first)
        }
    };
    date.map(|raw| (raw, at + 5))
}

fn full_year(text: &str) -> Option<i32> {
    let year = text.parse::<i32>().ok()?;
    match text.len() {
        4 => (1000..2200).contains(&year).then_some(year),
        2 => Some(if year < 50 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn valid(year: i32, month: u8, day: u8) -> Option<Raw> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Raw::At(Point::Day(year, month, day)))
}

/// A year alone, where nothing says that the number counts something.
fn bare_year(page: &Page<'_>, at: usize) -> Read<Raw> {
    let mut start = at;
    if page.is_one_of(start, &["the", "year"]) {
        start += 1 + usize::from(page.is(start + 1, "year"));
    }
    let found = year(page, start)?;
    let lead = page.is_one_of(
        at.wrapping_sub(1),
        &[
            "in", "since", "until", "till", "by", "of", "from", "before", "after", "during", "(", "for",
            "to", "through", "and", "between", "year", "around", "circa", "about", "-", "–", ",", "late",
            "early", "mid", "than", "summer", "winter", "or",
        ],
    );
    let counted = followed_by_unit(page, start + 1)
        || (page.is_word(start + 1)
            && page.words.low(start + 1).ends_with('s')
            && page.words.low(start + 1).len() > 3
            && !page.has(start + 1, task::STOP | task::SPEECH)
            && !page.words.capital(start + 1)
            && !lead);
    let plausible = (1900..2080).contains(&found);
    let money = page.is_one_of(at.wrapping_sub(1), &["$", "€", "£", "no", "number", "#"]);
    ((plausible || lead) && !counted && !money).then_some((Raw::At(Point::Year(found)), start + 1))
}

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

fn month_number(low: &str) -> Option<u8> {
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
    if (low.len() <= 5 && !page.words.capital(at)) || low.ends_with("ays") {
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

/// How many: `two`, `a`, `12`.
pub(super) fn count(page: &Page<'_>, at: usize) -> Option<i32> {
    const NUMBERS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let low = page.words.low(at);
    if let Some(n) = NUMBERS.iter().position(|w| *w == low) {
        return i32::try_from(n).ok().filter(|n| *n > 0);
    }
    match low {
        "a" | "an" => Some(1),
        "couple" => Some(2),
        "fifteen" => Some(15),
        "twenty" => Some(20),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        "hundred" => Some(100),
        _ => low.parse().ok().filter(|n| (1..1000).contains(n)),
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

//! Dates in figures and short forms: `2017-11-24`, `05-Aug-2016`, `in '08`, `by year's end`.

use super::{
    raw::{Raw, Unit},
    terms::{full_year, month_number, quarter_code, year},
};
use crate::{model::date::Point, stages::clean::annotate::page::Page, text::words::Sort};

type Read<T> = Option<(T, usize)>;

/// `2017-11-24`, `24.11.2017`, `11/24/2017`.
pub(super) fn numeric(page: &Page<'_>, at: usize) -> Read<Raw> {
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
    if let Some(read) = with_month_name(page, at).or_else(|| year_and_month(page, at)) {
        return Some(read);
    }
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

fn valid(year: i32, month: u8, day: u8) -> Option<Raw> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Raw::At(Point::Day(year, month, day)))
}

/// `05-Aug-2016`, `5-August-16`: to the eye one word, or a number and a word.
fn with_month_name(page: &Page<'_>, at: usize) -> Read<Raw> {
    let day = page.words.low(at).parse().ok()?;
    if !page.is(at + 1, "-") || !page.words.glued(at + 1) || !page.words.glued(at + 2) {
        return None;
    }
    let (name, rest) = page.words.low(at + 2).split_once('-').unwrap_or((page.words.low(at + 2), ""));
    let month = month_number(name)?;
    if !rest.is_empty() {
        return valid(full_year(rest)?, month, day).map(|raw| (raw, at + 3));
    }
    let year = if page.is(at + 3, "-") { full_year(page.words.low(at + 4))? } else { return None };
    valid(year, month, day).map(|raw| (raw, at + 5))
}

/// `2015-12`, `2017-Q1`; `2010-12` is three years.
fn year_and_month(page: &Page<'_>, at: usize) -> Read<Raw> {
    let year = year(page, at)?;
    let glued = page.is(at + 1, "-") && page.words.glued(at + 1) && page.words.glued(at + 2);
    if !glued || (page.words.glued(at + 3) && page.is_one_of(at + 3, &["-", "/"])) {
        return None;
    }
    let low = page.words.low(at + 2);
    if let Some(code) = quarter_code(low) {
        return Some((Raw::At(Point::Season(year, code)), at + 3));
    }
    let month = low.parse::<u8>().ok().filter(|month| low.len() == 2 && (1..=12).contains(month))?;
    let span = i32::from(month) > year % 100;
    (!span).then_some((Raw::At(Point::Month(year, month)), at + 3))
}

/// `in '08`, `in 80 and 84, … in 2000`: years of two figures, where the paragraph has a whole one.
pub(super) fn short_year(page: &Page<'_>, at: usize) -> Read<Raw> {
    let low = page.words.low(at);
    let number = low.parse::<i32>().ok().filter(|_| low.len() == 2 && low.is_ascii())?;
    let before = at.wrapping_sub(1);
    let marked = page.is_one_of(before, &["'", "’", "‘"]) && page.words.glued(at);
    let lead = if marked { before.wrapping_sub(1) } else { before };
    let chained = page.is_one_of(lead, &["and", "or"]) && two_figures(page, lead.wrapping_sub(1));
    let led = page.is(lead, "in") || (chained && page.is(lead.wrapping_sub(2), "in"));
    let next = at + 1;
    let ends =
        page.is_one_of(next, &[",", ".", ";", ")"]) || (page.is(next, "and") && two_figures(page, next + 1));
    let paragraph = page.paragraphs.get(page.paragraph_at(at)).cloned().unwrap_or_default();
    let told = paragraph.into_iter().any(|i| year(page, i).is_some());
    let recent = number >= 50 || low.starts_with('0');
    (led && ends && recent && (marked || told)).then_some((Raw::At(Point::Year(full_year(low)?)), next))
}

fn two_figures(page: &Page<'_>, at: usize) -> bool {
    let low = page.words.low(at);
    low.len() == 2 && low.bytes().all(|b| b.is_ascii_digit())
}

/// `by year's end`, `at the end of month`, `by year-end`: the unit that ends.
pub(super) fn year_end(page: &Page<'_>, at: usize) -> Read<Raw> {
    const LEAD: [&str; 6] = ["by", "at", "before", "until", "till", "the"];
    if !LEAD.contains(&page.words.low(at.wrapping_sub(1))) {
        return None;
    }
    let unit = |low: &str| match low {
        "year" => Some(Unit::Year),
        "month" => Some(Unit::Month),
        _ => None,
    };
    let found = if let Some(named) = page.words.low(at).strip_suffix("-end") {
        (unit(named)?, at + 1)
    } else if page.is(at, "end") && page.is(at + 1, "of") {
        (unit(page.words.low(at + 2))?, at + 3)
    } else {
        let own = at + 1 + usize::from(page.is(at + 1, "'s"));
        (unit(page.words.low(at)).filter(|_| page.is(own, "end"))?, own + 1)
    };
    Some((Raw::Unit(found.0, 0), found.1))
}

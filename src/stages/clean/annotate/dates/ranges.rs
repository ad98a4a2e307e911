//! Spans of English dates: `from 3 to 5 May`, `May 3-5, 2018`, `January or February`.

use super::{
    english::{coarse, followed_by_unit, point, year_after},
    raw::{Cyclic, Expr, Raw, Which},
    terms::{any_day_number, day_number, month, month_number, year},
};
use crate::{model::date::Point, stages::clean::annotate::page::Page};

type Read<T> = Option<(T, usize)>;

/// `January or in February`: both, as a span.
pub(super) fn alternative(page: &Page<'_>, first: Raw, end: usize) -> Read<Expr> {
    if !page.is(end, "or")
        || !matches!(first, Raw::Turn(Cyclic::Month(_) | Cyclic::MonthDay(..), _) | Raw::At(_))
    {
        return None;
    }
    let next = if page.is_one_of(end + 1, &["in", "on", "early", "at"]) { end + 2 } else { end + 1 };
    let (second, end) = point(page, next).or_else(|| point(page, end + 1))?;
    Some((Expr::Between(first, second), end))
}

/// A span at a token.
pub(super) fn range(page: &Page<'_>, at: usize) -> Read<Expr> {
    let lead = page.is_one_of(at, &["from", "between"]);
    let start = at + usize::from(lead);
    days_range(page, start)
        .or_else(|| months_in_one(page, start))
        .or_else(|| years_range(page, start))
        .or_else(|| {
            let first =
                if lead { point(page, start).or_else(|| coarse(page, start)) } else { point(page, start) };
            let (from, mid) = first.or_else(|| bare_day(page, start))?;
            let sep = separator(page, mid, page.is(at, "between"), from)?;
            let (to, end) = point(page, sep).or_else(|| coarse(page, sep))?;
            let from = complete(from, to)?;
            Some((Expr::Between(from, to), end))
        })
}

/// `27 and 28 June`, `June 27 and 28, 2019`, `August and September 1945`: two, and where `and` stands.
pub(super) fn two(page: &Page<'_>, at: usize) -> Read<Expr> {
    let start = at + usize::from(page.is(at, "the"));
    if let Some(first) = any_day_number(page, start) {
        let second = (page.is(start + 1, "and")).then(|| point(page, start + 2)).flatten();
        let (to, end) = second?;
        return match to {
            Raw::At(Point::Day(year, month, day)) if first < day => {
                Some((Expr::Two(Raw::At(Point::Day(year, month, first)), to, start + 1), end))
            }
            Raw::Turn(Cyclic::MonthDay(month, day), Which::Open) if first < day => {
                Some((Expr::Two(Raw::Turn(Cyclic::MonthDay(month, first), Which::Open), to, start + 1), end))
            }
            _ => None,
        };
    }
    let (name, mid) = month(page, start)?;
    if let Some(first) = day_number(page, mid)
        && page.is(mid + 1, "and")
        && let Some(last) = day_number(page, mid + 2).filter(|last| first < *last)
        && !month_after(page, mid + 3)
        && !followed_by_unit(page, mid + 3)
    {
        if let Some((year, end)) = year_after(page, mid + 3) {
            let day = |day| Raw::At(Point::Day(year, name, day));
            return Some((Expr::Two(day(first), day(last), mid + 1), end));
        }
        let turn = |day| Raw::Turn(Cyclic::MonthDay(name, day), Which::Open);
        return Some((Expr::Two(turn(first), turn(last), mid + 1), mid + 3));
    }
    // `August and September 1945`; without a year each is read by itself.
    let (last, end) = if page.is(mid, "and") { month(page, mid + 1)? } else { return None };
    let (year, end) = year_after(page, end).filter(|_| name < last)?;
    let month = |month| Raw::At(Point::Month(year, month));
    page.words.capital(start).then_some((Expr::Two(month(name), month(last), mid), end))
}

/// `June-August 1992`, one word to the eye.
fn months_in_one(page: &Page<'_>, at: usize) -> Read<Expr> {
    let (first, last) = page.words.low(at).split_once('-')?;
    let (first, last) = (month_number(first)?, month_number(last)?);
    if let Some((year, end)) = year_after(page, at + 1) {
        let from = if first > last { year - 1 } else { year };
        return Some((
            Expr::Between(Raw::At(Point::Month(from, first)), Raw::At(Point::Month(year, last))),
            end,
        ));
    }
    let turn = |month| Raw::Turn(Cyclic::Month(month), Which::Open);
    Some((Expr::Between(turn(first), turn(last)), at + 1))
}

/// `2017-18`
fn years_range(page: &Page<'_>, at: usize) -> Read<Expr> {
    let from = year(page, at)?;
    if !page.is_one_of(at + 1, &["-", "–", "/"])
        || !page.words.glued(at + 1)
        || page.is_one_of(at + 3, &["-", "/"])
    {
        return None;
    }
    let short = page.words.low(at + 2);
    let last = short.parse::<i32>().ok().filter(|n| short.len() == 2 && *n > from % 100)?;
    Some((Expr::Between(Raw::At(Point::Year(from)), Raw::At(Point::Year(from / 100 * 100 + last))), at + 3))
}

/// What stands between two ends; after `between` only `and`.
fn separator(page: &Page<'_>, at: usize, between: bool, from: Raw) -> Option<usize> {
    let words: &[&str] =
        if between { &["and"] } else { &["to", "-", "–", "—", "until", "till", "through", "‑"] };
    if !page.is_one_of(at, words) {
        return None;
    }
    let whole = matches!(from, Raw::At(Point::Day(..)));
    let spaced_dash = page.is_one_of(at, &["-", "—"]) && !page.words.glued(at) && !whole;
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

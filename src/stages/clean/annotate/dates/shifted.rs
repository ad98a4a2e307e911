//! Days and months of a year, month or week that is named by its place: `12 May last year`, `the 12th of this month`,
//! `next week on Tuesday`, `three weeks from tomorrow`.

use super::{
    raw::{Cyclic, Raw, Unit},
    terms::{any_day_number, count, unit, weekday},
};
use crate::stages::clean::annotate::page::Page;

type Read<T> = Option<(T, usize)>;

/// Such a day or week.
pub(super) fn point(page: &Page<'_>, at: usize) -> Read<Raw> {
    of_month(page, at)
        .or_else(|| of_week(page, at))
        .or_else(|| second_next(page, at))
        .or_else(|| counted(page, at))
        .or_else(|| fortnight(page, at))
        .or_else(|| within(page, at))
}

/// How far `last`, `this` and `next` are away.
fn step(page: &Page<'_>, at: usize) -> Option<i32> {
    match page.words.low(at) {
        "last" | "previous" => Some(-1),
        "this" | "current" => Some(0),
        "next" | "coming" => Some(1),
        _ => None,
    }
}

/// `of last year`, `next year` behind a day, month or season; how far away, and where it ends.
pub(super) fn year_after(page: &Page<'_>, at: usize) -> Read<i32> {
    let of = at + usize::from(page.is_one_of(at, &["of", ","]));
    let of =
        of + usize::from(page.is(of, "the") && page.is_one_of(of + 1, &["previous", "current", "coming"]));
    let shift = step(page, of)?;
    // `On 12 May last year's winner came.`
    let bare = of == at && (page.is(of + 2, "'s") || shift == 0);
    (page.is(of + 1, "year") && !bare).then_some((shift, of + 2))
}

/// The same as an expression.
pub(super) fn in_year(page: &Page<'_>, cyclic: Cyclic, end: usize) -> Read<Raw> {
    year_after(page, end).map(|(shift, end)| (Raw::InYear(cyclic, shift), end))
}

/// `the 12th of this month`, `the 21st next month`
fn of_month(page: &Page<'_>, at: usize) -> Read<Raw> {
    let day = if page.is(at, "the") { any_day_number(page, at + 1)? } else { return None };
    let counts = page.words.low(at + 1).ends_with(|c: char| c.is_alphabetic());
    let of = at + 2 + usize::from(page.is(at + 2, "of"));
    let shift = step(page, of).filter(|_| counts && page.is(of + 1, "month"))?;
    Some((Raw::InMonth(day, shift), of + 2))
}

/// `next week on Tuesday`, `last week Monday`
fn of_week(page: &Page<'_>, at: usize) -> Read<Raw> {
    let shift = step(page, at).filter(|_| page.is(at + 1, "week"))?;
    let on = at + 2 + usize::from(page.is(at + 2, "on"));
    let (day, end) = weekday(page, on)?;
    (!page.is(end, "'s") && !page.is_one_of(end, &["and", "or", ","]))
        .then_some((Raw::InWeek(day, shift), end))
}

/// `the week after next`, `the year before last`
fn second_next(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = at + usize::from(page.is(at, "the"));
    let unit = unit(page, start).filter(|_| start > at && !page.words.low(start).ends_with('s'))?;
    let shift = match (page.words.low(start + 1), page.words.low(start + 2)) {
        ("after", "next") => 2,
        ("before", "last") => -2,
        _ => return None,
    };
    (unit != Unit::Day).then_some((Raw::Unit(unit, shift), start + 3))
}

/// `three weeks from tomorrow`, `two days before yesterday`: to the day.
fn counted(page: &Page<'_>, at: usize) -> Read<Raw> {
    let number = count(page, at)?;
    let length = match unit(page, at + 1)? {
        Unit::Day => 1,
        Unit::Week => 7,
        _ => return None,
    };
    let sign = match page.words.low(at + 2) {
        "from" | "after" => 1,
        "before" => -1,
        _ => return None,
    };
    let base = match page.words.low(at + 3) {
        "today" if page.is(at + 2, "from") => return None,
        "today" => 0,
        "tomorrow" => 1,
        "yesterday" => -1,
        _ => return None,
    };
    Some((Raw::Today(number * length * sign + base), at + 4))
}

/// `a fortnight ago`: the week two weeks before.
fn fortnight(page: &Page<'_>, at: usize) -> Read<Raw> {
    let number = count(page, at)?;
    let found = page.is_one_of(at + 1, &["fortnight", "fortnights"]) && page.is(at + 2, "ago");
    found.then_some((Raw::Away(Unit::Week, -2 * number), at + 3))
}

/// `later in the day`, `earlier in the week`: the day that the story told of last, and the week of the article.
fn within(page: &Page<'_>, at: usize) -> Read<Raw> {
    let before = at.wrapping_sub(1);
    let led = page.is(before, "in") && page.is_one_of(before.wrapping_sub(1), &["later", "earlier"]);
    if !led || !page.is(at, "the") {
        return None;
    }
    match unit(page, at + 1)? {
        Unit::Day if page.is(at + 1, "day") => Some((Raw::Told(0), at + 2)),
        Unit::Week if page.is(at + 1, "week") => Some((Raw::Unit(Unit::Week, 0), at + 2)),
        _ => None,
    }
}

//! The grammar of English date expressions: one function a kind, each gives what it read and where that ends.

use super::{
    days, eras, feasts, figures,
    ranges::{alternative, range, two},
    raw::{Cyclic, Expr, Raw, Unit, Which},
    shifted,
    terms::{any_day_number, day_number, month, ordinal, quarter_code, season_code, unit, weekday, year},
};
use crate::{
    model::date::Point,
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Sort,
};

type Read<T> = Option<(T, usize)>;

/// Whether an expression can begin at a token at all: most tokens are ruled out at one look.
fn may_begin(page: &Page<'_>, at: usize) -> bool {
    let strong = |at: usize| {
        page.words.sort(at) == Sort::Number
            || page.has(at, task::MONTH | task::WEEKDAY | task::DATE_WORD)
            || matches!(page.words.raw(at), "'" | "’" | "‘")
            || (page.is_word(at) && page.words.low(at).contains('-'))
    };
    strong(at)
        || ((strong(at + 1) || strong(at + 2))
            && page.is_one_of(
                at,
                &[
                    "the", "a", "an", "in", "from", "between", "within", "about", "around", "nearly",
                    "almost", "over", "that", "[",
                ],
            ))
}

/// The longest expression that begins at a token.
pub(super) fn expression(page: &Page<'_>, at: usize) -> Read<Expr> {
    if !may_begin(page, at) {
        return None;
    }
    range(page, at).or_else(|| two(page, at)).or_else(|| week_of(page, at)).or_else(|| {
        let (raw, end) = point(page, at).filter(|(raw, end)| !days::is_yearly(page, at, *raw, *end))?;
        Some(alternative(page, raw, end).unwrap_or((Expr::One(raw), end)))
    })
}

/// `the week of April 10`
fn week_of(page: &Page<'_>, at: usize) -> Read<Expr> {
    let start = at + usize::from(page.is(at, "the"));
    let lead =
        page.is(start, "week") && page.is_one_of(start + 1, &["of", "commencing", "beginning", "starting"]);
    let number = || {
        let day = day_number(page, start + 3).filter(|_| page.is(start + 2, "the"))?;
        let ends =
            !page.is_word(start + 4) && page.words.low(start + 3).ends_with(|c: char| c.is_alphabetic());
        ends.then_some((Raw::Turn(Cyclic::Day(day), Which::Open), start + 4))
    };
    let (raw, end) = if lead { calendar(page, start + 2).or_else(number)? } else { return None };
    matches!(raw, Raw::At(Point::Day(..)) | Raw::Turn(Cyclic::MonthDay(..) | Cyclic::Day(_), _))
        .then_some((Expr::WeekOf(raw), end))
}

/// One point in time, with what narrows it down left out: `early 2018` is 2018.
pub(super) fn point(page: &Page<'_>, at: usize) -> Read<Raw> {
    days::well_known(page, at)
        .or_else(|| super::story::anaphor(page, at))
        .or_else(|| shifted::point(page, at))
        .or_else(|| narrowed(page, at))
        .or_else(|| weekday_first(page, at))
        .or_else(|| figures::numeric(page, at))
        .or_else(|| calendar(page, at))
        .or_else(|| super::relative::point(page, at))
        .or_else(|| feasts::point(page, at))
        .or_else(|| days::alone(page, at))
        .or_else(|| bare_year(page, at))
        .or_else(|| figures::short_year(page, at))
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
    if let Some(read) = figures::year_end(page, start) {
        return Some(read);
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
        if page.is_one_of(of + 1, &["the", "this"])
            && let Some(unit) = unit(page, of + 2)
            && !page.words.low(of + 2).ends_with('s')
            && !page.is(of + 3, "of")
            && part
            && unit != Unit::Day
        {
            return Some((Raw::Unit(unit, 0), of + 3));
        }
        return point(page, of + 1).or_else(|| coarse(page, of + 1));
    }
    None
}

/// What counts as a date only after `early`, `in`, `the end of`: a bare month, season or year.
pub(super) fn coarse(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = if page.is_one_of(at, &["the", "this"]) { at + 1 } else { at };
    if let Some((month, end)) = month(page, start) {
        return Some((Raw::Turn(Cyclic::Month(month), Which::Open), end));
    }
    year(page, start).map(|y| (Raw::At(Point::Year(y)), start + 1))
}

fn weekday_first(page: &Page<'_>, at: usize) -> Read<Raw> {
    let (weekday, mut end) = weekday(page, at)?;
    if days::is_one_of_many(page, at) {
        return None;
    }
    if page.is_one_of(end, &["morning", "afternoon", "evening", "night"]) {
        // `Saturday Night Live`
        if page.words.capital(end) && page.words.capital(end + 1) && !page.is_shouting(end) {
            return None;
        }
        end += 1;
    }
    // `Monday of the following week`: after the one that the text told of.
    if page.is(end, "of") && page.is(end + 1, "the") && page.is(end + 3, "week") {
        let following = page.is(end + 2, "following");
        return following.then_some((Raw::InToldWeek(weekday, 1), end + 4));
    }
    if let Some(shift) = week_after(page, end) {
        return Some((Raw::InWeek(weekday, shift), end + 2 + usize::from(page.is(end, "of"))));
    }
    let mut next = end;
    while page.is_one_of(next, &[",", "the", "("]) {
        next += 1;
    }
    if let Some((raw @ (Raw::At(Point::Day(..)) | Raw::Turn(Cyclic::MonthDay(..), _)), end)) =
        calendar(page, next).or_else(|| figures::numeric(page, next))
    {
        let raw = match raw {
            Raw::Turn(Cyclic::MonthDay(month, day), _) => Raw::Agreed(weekday, month, day),
            raw => raw,
        };
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

/// `Tuesday last week`, `Tuesday of next week`
fn week_after(page: &Page<'_>, at: usize) -> Option<i32> {
    let start = at + usize::from(page.is(at, "of"));
    if !page.is(start + 1, "week") {
        return None;
    }
    match page.words.low(start) {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    }
}

/// `24 November 2017`, `November 24, 2017`, `November 2017`, `the 24th of November`, `spring 2018`.
pub(super) fn calendar(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = if page.is(at, "the") { at + 1 } else { at };
    if let Some(day) = any_day_number(page, start) {
        let of = if page.is_one_of(start + 1, &["of", "-", "/"]) { start + 2 } else { start + 1 };
        if let Some((month, end)) = month(page, of) {
            return Some(with_year(page, month, day, end));
        }
    }
    if let Some((month, end)) = month(page, start) {
        let ordinal = page.words.low(end + 1).ends_with(|c: char| c.is_ascii_alphabetic());
        // `October, 1st`
        let comma = page.is(end, ",") && ordinal && day_number(page, end + 1).is_some();
        let of = if comma || page.is_one_of(end, &["the", "/", "-"]) { end + 1 } else { end };
        if let Some(day) = any_day_number(page, of)
            && !followed_by_unit(page, of + 1)
            && !page.is_one_of(of + 1, &["half", "quarter", "week"])
        {
            return Some(with_year(page, month, day, of + 1));
        }
        let of = if page.is_one_of(end, &["of", ",", "-", "/"]) { end + 1 } else { end };
        if let Some(year) = year(page, of) {
            return Some((Raw::At(Point::Month(year, month)), of + 1));
        }
        if let Some(read) = shifted::in_year(page, Cyclic::Month(month), end) {
            return introduced(page, at).then_some(read);
        }
        return introduced(page, at).then_some((Raw::Turn(Cyclic::Month(month), Which::Open), end));
    }
    season(page, start).or_else(|| eras::eras(page, start)).or_else(|| lone_day(page, start))
}

/// Words after a number that make it a count: `May 5 people`.
pub(super) fn followed_by_unit(page: &Page<'_>, at: usize) -> bool {
    page.is_one_of(
        at,
        &["percent", "%", "people", "million", "billion", "km", "kilometres", "kilometers", "miles"],
    )
}

fn with_year(page: &Page<'_>, month: u8, day: u8, end: usize) -> (Raw, usize) {
    if let Some((year, end)) = year_after(page, end) {
        return (Raw::At(Point::Day(year, month, day)), end);
    }
    let cyclic = Cyclic::MonthDay(month, day);
    shifted::in_year(page, cyclic, end).unwrap_or((Raw::Turn(cyclic, Which::Open), end))
}

pub(super) fn year_after(page: &Page<'_>, at: usize) -> Read<i32> {
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

/// `on the 18th`
fn lone_day(page: &Page<'_>, at: usize) -> Read<Raw> {
    let ordinal = page.words.low(at).ends_with(|c: char| c.is_ascii_alphabetic());
    let lead = page.is(at.wrapping_sub(1), "the")
        && page.is_one_of(at.wrapping_sub(2), &["on", "by", "until", "from", "before", "after"]);
    let ends = page
        .is_one_of(at + 1, &[".", ",", ";", ")", "and", "at", "in", "when", "with", "for", "to", "?", "!"])
        || at + 1 >= page.words.len();
    let day = day_number(page, at).filter(|_| ordinal && lead && ends)?;
    Some((Raw::Turn(Cyclic::Day(day), Which::Open), at + 1))
}

/// `spring 2018`, `the summer of 2018`, `the first quarter of 2018`.
fn season(page: &Page<'_>, at: usize) -> Read<Raw> {
    let low = page.words.low(at);
    if let Some(code) = season_code(low) {
        let of = if page.is_one_of(at + 1, &["of", ",", "in"]) { at + 2 } else { at + 1 };
        if let Some(year) = year(page, of) {
            return Some((Raw::At(Point::Season(year, code)), of + 1));
        }
        if let Some(read) = shifted::in_year(page, Cyclic::Season(code), at + 1) {
            return Some(read);
        }
        let lead = page.is(at.wrapping_sub(1), "the")
            && page.is_one_of(
                at.wrapping_sub(2),
                &["in", "by", "until", "till", "to", "during", "since", "of", "from", "before", "after"],
            );
        let bare = page.is_one_of(at.wrapping_sub(1), &["in", "by", "until", "this"]) && low != "fall";
        return (lead || bare).then_some((Raw::Turn(Cyclic::Season(code), Which::Open), at + 1));
    }
    if let Some(year) = year(page, at)
        && let Some(code) = quarter_code(page.words.low(at + 1))
    {
        return Some((Raw::At(Point::Season(year, code)), at + 2));
    }
    let (code, end) = if let Some(code) = quarter_code(low) {
        (code, at + 1)
    } else {
        let number = ordinal(low).filter(|n| (1..=4).contains(n))?;
        page.is(at + 1, "quarter").then_some((32 + number, at + 2))?
    };
    let mut of = if page.is_one_of(end, &["of", ",", "in"]) { end + 1 } else { end };
    if page.is_one_of(of + 1, &["year"]) && end > at + 1 {
        let shift = match page.words.low(of) {
            "last" => Some(-1),
            "this" => Some(0),
            "next" => Some(1),
            _ => None,
        };
        if let Some(shift) = shift {
            return Some((Raw::InYear(Cyclic::Season(code), shift), of + 2));
        }
    }
    // `of fiscal 2018`, `of fiscal year 2018`
    while page.is_one_of(of, &["fiscal", "year"]) {
        of += 1;
    }
    if let Some(year) = year(page, of) {
        return Some((Raw::At(Point::Season(year, code)), of + 1));
    }
    (end > at + 1).then_some((Raw::Turn(Cyclic::Season(code), Which::Open), end))
}

/// A year alone, where nothing says that the number counts something.
fn bare_year(page: &Page<'_>, at: usize) -> Read<Raw> {
    let mut start = at;
    if page.is_one_of(start, &["the", "year"]) {
        start += 1 + usize::from(page.is(start + 1, "year"));
    }
    let found = year(page, start)?;
    let before = at.wrapping_sub(1);
    let sure = start > at
        || page.is_one_of(
            before,
            &[
                "in", "since", "until", "till", "by", "during", "(", "between", "year", "circa", "late",
                "early", "mid", "summer", "winter", "spring", "autumn", "im", "en", "año", "jahr", "année",
                "в", "с",
            ],
        );
    let lead = sure
        || page.is_one_of(
            before,
            &[
                "of", "from", "before", "after", "for", "to", "through", "and", "around", "about", "-", "–",
                ",", "than", "or",
            ],
        );
    let next = start + 1;
    let counted = followed_by_unit(page, next)
        || page.is_one_of(next, &["year", "years", "+"])
        || (page.is_word(next)
            && page.words.low(next).ends_with('s')
            && page.words.low(next).len() > 3
            && !page.has(next, task::STOP | task::SPEECH)
            && !page.words.capital(next)
            // `10 per cent of 2000 levels`
            && !page.is_one_of(next, &["levels", "prices", "figures", "estimates", "standards", "elections"])
            && !sure);
    let plausible = (1900..2080).contains(&found);
    let money = page.is_one_of(before, &["$", "€", "£", "no", "number", "#"]);
    let ends = !page.is_word(next) || page.has(next, task::STOP | task::PREPOSITION);
    let fits = plausible || sure || (lead && ends && (1500..2080).contains(&found));
    (fits && !counted && !money).then_some((Raw::At(Point::Year(found)), next))
}

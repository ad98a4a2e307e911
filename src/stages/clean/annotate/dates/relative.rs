//! Expressions that count from the article's day: `yesterday`, `last month`, `two weeks ago`, `next spring`.

use super::{
    english::calendar,
    raw::{Cyclic, Raw, Unit, Which},
    terms::{count, month, season_code, unit, weekday},
};
use crate::stages::clean::annotate::page::Page;

type Read<T> = Option<(T, usize)>;

/// A relative expression.
pub(super) fn point(page: &Page<'_>, at: usize) -> Read<Raw> {
    word(page, at)
        .or_else(|| told(page, at))
        .or_else(|| which(page, at))
        .or_else(|| ago(page, at))
        .or_else(|| within(page, at))
}

fn word(page: &Page<'_>, at: usize) -> Read<Raw> {
    let part =
        |end: usize| end + usize::from(page.is_one_of(end, &["morning", "afternoon", "evening", "night"]));
    Some(match page.words.low(at) {
        "today" if at_present(page, at) => return None,
        "today" | "tonight" => (Raw::Today(0), part(at + 1)),
        "yesterday" => (Raw::Today(-1), part(at + 1)),
        "tomorrow" => (Raw::Today(1), part(at + 1)),
        "the" if page.is(at + 1, "day") && page.is(at + 2, "before") && page.is(at + 3, "yesterday") => {
            (Raw::Today(-2), at + 4)
        }
        "the" if page.is(at + 1, "day") && page.is(at + 2, "after") && page.is(at + 3, "tomorrow") => {
            (Raw::Today(2), at + 4)
        }
        "weekend"
            if page.is(at.wrapping_sub(1), "the")
                && page.is_one_of(at.wrapping_sub(2), &["over", "during", "at", "throughout", "on"]) =>
        {
            (Raw::Unit(Unit::Weekend, 0), at + 1)
        }
        "last" if page.is(at + 1, "night") => (Raw::Today(-1), at + 2),
        "this" if page.is_one_of(at + 1, &["morning", "afternoon", "evening"]) => (Raw::Today(0), at + 2),
        _ => return None,
    })
}

/// `last month`, `next Tuesday`, `this spring`, `the past two weeks`, `the following year` is left alone.
fn which(page: &Page<'_>, at: usize) -> Read<Raw> {
    let start = if page.is(at, "the") { at + 1 } else { at };
    let start = if page.is(start, "this") && page.is_one_of(start + 1, &["past", "coming"]) {
        start + 1
    } else {
        start
    };
    let (which, step) = match page.words.low(start) {
        "last" | "past" | "previous" => (Which::Last, -1),
        "this" | "current" => (Which::This, 0),
        "next" | "coming" | "upcoming" => (Which::Next, 1),
        _ => return None,
    };
    let next = start + 1;
    // After `the past` a unit is a stretch: `the past year`.
    let stretch = start > at || page.is_one_of(start, &["past", "coming"]);
    if step != 0
        && let Some(n) = number(page, next)
        && let Some(unit) = unit(page, n.1)
    {
        // `the last five months of her life`: not counted from now.
        if page.is(n.1 + 1, "of") && calendar(page, n.1 + 2).is_none() {
            return None;
        }
        return Some((Raw::Stretch(unit, n.0 * step), n.1 + 1));
    }
    if step != 0
        && let Some((days, end)) = hours(page, next)
    {
        return Some((Raw::Stretch(Unit::Day, days * step), end));
    }
    if let Some(unit) = unit(page, next)
        // `this years festival`, as it is often written.
        && (!page.words.low(next).ends_with('s') || (page.is(start, "this") && page.is(next, "years")))
    {
        // `to this day`
        let lasting = page.is_one_of(start.wrapping_sub(1), &["to", "till", "until"]);
        if unit == Unit::Day && (step != 0 || lasting) {
            return None;
        }
        let raw = if stretch && step != 0 && page.is_one_of(start, &["past", "coming"]) {
            Raw::Stretch(unit, step)
        } else {
            Raw::Unit(unit, step)
        };
        return Some((raw, next + 1));
    }
    if let Some((day, end)) = weekday(page, next) {
        return Some((Raw::Turn(Cyclic::Weekday(day), which), end));
    }
    // `this may be`
    if let Some((month, end)) =
        month(page, next).filter(|_| page.words.capital(next) || !page.is_one_of(next, &["may", "march"]))
    {
        return Some((Raw::Turn(Cyclic::Month(month), which), end));
    }
    let code = season_code(page.words.low(next))?;
    Some((Raw::Turn(Cyclic::Season(code), which), next + 1))
}

/// `today` that means these times: `still alive today`, `more than ever today`, `as it is today`, `Today, many believe`.
fn at_present(page: &Page<'_>, at: usize) -> bool {
    let sentence = page.sentence(at);
    let before = sentence.start.max(at.saturating_sub(10))..at;
    let still = before.clone().any(|i| page.is(i, "still"))
        || page.is(at + 1, "than")
        || (page.is_one_of(at.wrapping_sub(1), &["is", "are", "'s", "of"])
            && !page.is(at.wrapping_sub(2), "earlier"))
        || (page.is(at + 1, "as") && page.is_one_of(at + 2, &["it", "they"]))
        || before.clone().any(|i| page.is(i, "alive"))
        // `he would be a farmer today`
        || before.clone().any(|i| {
            page.is(i, "would") && page.is(i + 1, "be") && page.is_one_of(i + 2, &["a", "an", "the"])
        })
        // `News Today`: the end of a name.
        || (page.words.capital(at)
            && at > sentence.start
            && page.words.capital(at - 1)
            && !page.is_shouting(at));
    let opens = at == sentence.start && page.is(at + 1, ",");
    still || (opens && super::tense::around(page, &(at..at + 1)) == super::Tense::Open)
}

/// `the next day`, `the day before`, `three days later`.
fn told(page: &Page<'_>, at: usize) -> Read<Raw> {
    const DAY: &[&str] = &["day", "morning", "evening", "night", "afternoon"];
    let start = at + usize::from(page.is(at, "the"));
    if page.is_one_of(start + 1, DAY) && start > at {
        let shift = match page.words.low(start) {
            "next" | "following" => 1,
            "previous" => -1,
            "same" => 0,
            _ => return None,
        };
        return Some((Raw::Told(shift), start + 2));
    }
    if start > at && page.is(start, "day") {
        let shift = match page.words.low(start + 1) {
            "before" => -1,
            "after" => 1,
            _ => return None,
        };
        let ends = !page.is_word(start + 2) && page.words.sort(start + 2) != crate::text::words::Sort::Number;
        return ends.then_some((Raw::Told(shift), start + 2));
    }
    let days = count(page, at)?;
    let unit = unit(page, at + 1)?;
    let shift = match page.words.low(at + 2) {
        "later" | "afterwards" => 1,
        "earlier" => -1,
        _ => return None,
    };
    let length = match unit {
        Unit::Day => 1,
        Unit::Week => 7,
        _ => return None,
    };
    Some((Raw::Told(shift * days * length), at + 3))
}

fn number(page: &Page<'_>, at: usize) -> Read<i32> {
    if page.is(at, "couple") {
        return Some((2, at + 1 + usize::from(page.is(at + 1, "of"))));
    }
    count(page, at).filter(|_| !page.is_one_of(at, &["a", "an"])).map(|n| (n, at + 1))
}

/// `24 hours`, `72 hours`: whole days.
fn hours(page: &Page<'_>, at: usize) -> Read<i32> {
    let n = count(page, at).filter(|n| n % 24 == 0)?;
    page.is(at + 1, "hours").then_some((n / 24, at + 2))
}

/// `two weeks ago`, `a year earlier` (only `ago` counts from the article), `three days from now`.
fn ago(page: &Page<'_>, at: usize) -> Read<Raw> {
    let mut start = at;
    if page.is_one_of(start, &["about", "around", "nearly", "almost", "over"]) {
        start += 1;
    }
    if page.is(start, "a") && page.is(start + 1, "couple") {
        start += 1;
    }
    // `over 24 hours ago`, `less than three days ago`: no day is named.
    let before = start.wrapping_sub(1);
    let less = page.is(before, "than") && page.is(before.wrapping_sub(1), "less");
    let more = page.is(before, "over") || page.is(before, "than") && !less;
    let days_ago = |days: i32| match (more, less) {
        (true, _) => Raw::Before(days),
        (_, true) => Raw::Stretch(Unit::Day, -days),
        _ => Raw::Away(Unit::Day, -days),
    };
    if let Some((days, end)) = hours(page, start)
        && page.is(end, "ago")
    {
        return Some((days_ago(days), end + 1));
    }
    // `[Ten] years ago`: put in by whoever wrote the words down.
    let bracketed = usize::from(page.is(start, "[") && page.is(start + 2, "]"));
    start += bracketed;
    let n = count(page, start)?;
    let next = start + 1 + bracketed + usize::from(page.is(start, "couple") && page.is(start + 1, "of"));
    let unit = unit(page, next)?;
    if page.is(next + 1, "ago") {
        let raw = if unit == Unit::Day { days_ago(n) } else { Raw::Away(unit, -n) };
        return Some((raw, next + 2));
    }
    if page.is(next + 1, "from") && page.is_one_of(next + 2, &["now", "today"]) {
        return Some((Raw::Away(unit, n), next + 3));
    }
    None
}

/// `in three days`, `within two weeks`: how far ahead.
fn within(page: &Page<'_>, at: usize) -> Read<Raw> {
    if !page.is_one_of(at, &["in", "within"]) {
        return None;
    }
    let n = count(page, at + 1)?;
    let unit = unit(page, at + 2)?;
    let sentence = page.sentence(at);
    let ends = page.is_one_of(at + 3, &[".", ",", "'", "’", "?", "time", "from"]) || at + 3 >= sentence.end;
    let ahead = (sentence.start..at)
        .any(|i| page.is_one_of(i, &["will", "'ll", "shall", "due", "expected", "scheduled", "plans"]));
    if !ends || !ahead {
        return None;
    }
    let raw = if page.is(at, "within") { Raw::Stretch(unit, n) } else { Raw::Away(unit, n) };
    Some((raw, at + 3))
}

//! Days that need neither month nor year: those that everybody knows, and a number alone.

use super::{
    english::calendar,
    raw::{Cyclic, Raw, Which},
    terms::day_number,
};
use crate::{
    model::date::Point,
    stages::clean::annotate::{gazetteer::task, page::Page},
};

/// `9/11`, `the Sept. 11 attacks`: a day whose year everybody knows.
pub(super) fn well_known(page: &Page<'_>, at: usize) -> Option<(Raw, usize)> {
    const NOUNS: [&str; 8] =
        ["attack", "attacks", "terrorist", "terror", "hijackers", "hijackings", "victims", "commission"];
    let day = Raw::At(Point::Day(2001, 9, 11));
    let slashed = page.is(at, "9") && page.is(at + 1, "/") && page.is(at + 2, "11");
    if slashed && !page.is(at + 3, "/") && !page.is(at.wrapping_sub(1), "/") {
        return Some((day, at + 3));
    }
    let (raw, end) = calendar(page, at)?;
    (matches!(raw, Raw::Turn(Cyclic::MonthDay(9, 11), _)) && page.is_one_of(end, &NOUNS))
        .then_some((day, end))
}

/// `on a Monday`, and `Tuesday` in a sentence that tells what is done on one: no day of this week.
pub(super) fn is_one_of_many(page: &Page<'_>, at: usize) -> bool {
    const ANY: [&str; 4] = ["a", "every", "each", "any"];
    page.is_one_of(at.wrapping_sub(1), &ANY)
        || page
            .sentence(at)
            .any(|i| ANY.contains(&page.words.low(i)) && page.has(i + 1, task::WEEKDAY) && i + 1 != at)
}

/// `They keep 7 February as a day of …`: a day of every year.
pub(super) fn is_yearly(page: &Page<'_>, at: usize, raw: Raw, end: usize) -> bool {
    const KEEP: [&str; 12] = [
        "keep",
        "keeps",
        "kept",
        "mark",
        "marks",
        "marked",
        "celebrate",
        "celebrates",
        "celebrated",
        "observe",
        "observes",
        "observed",
    ];
    let start = at - usize::from(at > 0 && day_number(page, at - 1).is_some());
    matches!(raw, Raw::Turn(Cyclic::MonthDay(..) | Cyclic::Month(_), _))
        && page.is(end, "as")
        && page.is_one_of(start.wrapping_sub(1), &KEEP)
}

/// `On the 16th he left`: a day of the month, where nothing follows that it could count.
pub(super) fn alone(page: &Page<'_>, at: usize) -> Option<(Raw, usize)> {
    let day = if page.is(at, "the") { day_number(page, at + 1)? } else { return None };
    let counts = page.words.low(at + 1).ends_with(|c: char| c.is_alphabetic());
    let ends = page.has(at + 2, task::SUBJECT_PRONOUN) || page.is_one_of(at + 2, &[",", ".", ";"]);
    let on = page.is(at.wrapping_sub(1), "on");
    (on && counts && ends).then_some((Raw::Turn(Cyclic::Day(day), Which::Open), at + 2))
}

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

/// `On the 16th he left`: a day of the month, where nothing follows that it could count.
pub(super) fn alone(page: &Page<'_>, at: usize) -> Option<(Raw, usize)> {
    let day = if page.is(at, "the") { day_number(page, at + 1)? } else { return None };
    let counts = page.words.low(at + 1).ends_with(|c: char| c.is_alphabetic());
    let ends = page.has(at + 2, task::SUBJECT_PRONOUN) || page.is_one_of(at + 2, &[",", ".", ";"]);
    let on = page.is(at.wrapping_sub(1), "on");
    (on && counts && ends).then_some((Raw::Turn(Cyclic::Day(day), Which::Open), at + 2))
}

//! Days with a name: Christmas, Easter, New Year's Eve.

use jiff::ToSpan;

use super::{
    raw::{Cyclic, Raw, Which},
    terms::year,
};
use crate::stages::clean::annotate::{gazetteer::task, page::Page};

/// A feast: its words and its day (month, day); a month past 12 marks the movable ones.
const FEASTS: &[(&[&str], u8, u8)] = &[
    (&["new", "year", "'s", "eve"], 12, 31),
    (&["new", "year", "'s", "day"], 1, 1),
    (&["christmas", "eve"], 12, 24),
    (&["christmas", "day"], 12, 25),
    (&["christmas"], 12, 25),
    (&["boxing", "day"], 12, 26),
    (&["valentine", "'s", "day"], 2, 14),
    (&["halloween"], 10, 31),
    (&["may", "day"], 5, 1),
    (&["international", "women", "'s", "day"], 3, 8),
    (&["good", "friday"], EASTER, 0),
    (&["easter", "sunday"], EASTER, 2),
    (&["easter", "monday"], EASTER, 3),
    (&["easter"], EASTER, 2),
    (&["thanksgiving", "day"], THANKSGIVING, 0),
    (&["thanksgiving"], THANKSGIVING, 0),
    (&["black", "friday"], THANKSGIVING, 1),
    (&["ash", "wednesday"], SHROVETIDE, 16),
    (&["palm", "sunday"], SHROVETIDE, 55),
    (&["election", "day"], ELECTION, 0),
    (&["independence", "day"], 7, 4),
    (&["veterans", "day"], 11, 11),
    (&["armistice", "day"], 11, 11),
    (&["inauguration", "day"], 1, 20),
    (&["st.", "patrick", "'s", "day"], 3, 17),
    (&["st", ".", "patrick", "'s", "day"], 3, 17),
    (&["earth", "day"], 4, 22),
    (&["juneteenth"], 6, 19),
    (&["martin", "luther", "king", "jr", ".", "day"], NTH + 1, 31),
    (&["martin", "luther", "king", "day"], NTH + 1, 31),
    (&["presidents", "day"], NTH + 2, 31),
    (&["presidents'", "day"], NTH + 2, 31),
    (&["memorial", "day"], NTH + 5, 51),
    (&["labor", "day"], NTH + 9, 11),
    (&["columbus", "day"], NTH + 10, 21),
];

/// Stands in place of a month; the day counts from two days before Easter.
pub(super) const EASTER: u8 = 20;
/// The fourth Thursday of November.
pub(super) const THANKSGIVING: u8 = 21;

/// Days in Lent; the day counts from 62 days before Easter.
const SHROVETIDE: u8 = 19;
/// The Tuesday after the first Monday of November.
const ELECTION: u8 = 22;
/// Added to a month: the day is the number of the weekday in that month (5 is the last), then the weekday.
const NTH: u8 = 40;

/// A feast at a token, with its year if that follows.
pub(super) fn point(page: &Page<'_>, at: usize) -> Option<(Raw, usize)> {
    if !page.words.capital(at) && !page.is_one_of(at, &["christmas", "easter", "halloween", "thanksgiving"]) {
        return None;
    }
    if page.is(at, "9") && page.is(at + 1, "/") && page.is(at + 2, "11") {
        return None;
    }
    let (words, month, day) =
        FEASTS.iter().find(|(words, ..)| words.iter().enumerate().all(|(i, w)| page.is(at + i, w)))?;
    let end = at + words.len();
    // `Christmas tree`, `Easter Island` are no days.
    // `Johnnie Christmas`
    let before = at.wrapping_sub(1);
    if words.len() == 1 && page.words.capital(before) && !page.has(before, task::STOP | task::WEEKDAY) {
        return None;
    }
    let noun = page.is_word(end)
        && !page.is_one_of(
            end,
            &[
                "in", "at", "on", "and", "or", "of", "is", "was", "will", "to", "with", "morning", "evening",
                "this", "last", "next", "after", "before", "when", "by", "for", "that", "the", "has", "a",
            ],
        );
    if noun {
        return None;
    }
    if let Some(year) = year(page, end) {
        return day_of(year, *month, *day)
            .map(|(m, d)| (Raw::At(crate::model::date::Point::Day(year, m, d)), end + 1));
    }
    Some((Raw::Turn(Cyclic::MonthDay(*month, *day), Which::Open), end))
}

/// The month and day of a feast in a year; plain days as they are.
pub(super) fn day_of(year: i32, month: u8, day: u8) -> Option<(u8, u8)> {
    match month {
        EASTER => {
            let (m, d) = easter(year);
            let shifted = i32::from(d) + i32::from(day) - 2;
            let length = i32::from(crate::model::date::days_in_month(year, m));
            if shifted < 1 {
                return u8::try_from(31 + shifted).ok().map(|d| (m - 1, d));
            }
            if shifted > length {
                return u8::try_from(shifted - length).ok().map(|d| (m + 1, d));
            }
            u8::try_from(shifted).ok().map(|d| (m, d))
        }
        THANKSGIVING => {
            let first = jiff::civil::Date::new(i16::try_from(year).ok()?, 11, 1).ok()?;
            let thursday = (11 - first.weekday().to_monday_one_offset()).rem_euclid(7) + 1;
            u8::try_from(thursday + 21).ok().map(|d| (11, d + day))
        }
        ELECTION => nth(year, 11, 1, 1).map(|monday| (11, monday + 1)),
        month if month > NTH => nth(year, month - NTH, day / 10, day % 10).map(|d| (month - NTH, d)),
        SHROVETIDE => {
            let (m, d) = easter(year);
            let easter = jiff::civil::Date::new(
                i16::try_from(year).ok()?,
                i8::try_from(m).ok()?,
                i8::try_from(d).ok()?,
            )
            .ok()?;
            let date = easter.checked_add((i64::from(day) - 62).days()).ok()?;
            u8::try_from(date.month()).ok().zip(u8::try_from(date.day()).ok())
        }
        month => Some((month, day)),
    }
}

/// The day of a month that is the nth of a weekday, Monday 1; the fifth is the last.
fn nth(year: i32, month: u8, n: u8, weekday: u8) -> Option<u8> {
    let first = jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
    let lead = (i32::from(weekday) - i32::from(first.weekday().to_monday_one_offset())).rem_euclid(7);
    let length = i32::from(crate::model::date::days_in_month(year, month));
    let mut day = 1 + lead + 7 * (i32::from(n) - 1);
    while day > length {
        day -= 7;
    }
    u8::try_from(day).ok()
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876): the full moon of spring, then
/// the Sunday after.
fn easter(year: i32) -> (u8, u8) {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let day = moon + sunday - 7 * late + 114;
    (u8::try_from(day / 31).unwrap_or(3), u8::try_from(day % 31 + 1).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movable_feasts_fall_on_their_days() {
        assert_eq!(day_of(2017, EASTER, 2), Some((4, 16)));
        assert_eq!(day_of(2018, EASTER, 0), Some((3, 30)));
        assert_eq!(day_of(2024, EASTER, 3), Some((4, 1)));
        assert_eq!(day_of(2016, THANKSGIVING, 0), Some((11, 24)));
        assert_eq!(day_of(2018, THANKSGIVING, 0), Some((11, 22)));
        assert_eq!(day_of(2018, 12, 25), Some((12, 25)));
        assert_eq!(day_of(2016, ELECTION, 0), Some((11, 8)));
        assert_eq!(day_of(2016, SHROVETIDE, 16), Some((2, 10)));
        assert_eq!(day_of(2016, SHROVETIDE, 55), Some((3, 20)));
        assert_eq!(day_of(2016, NTH + 9, 11), Some((9, 5)));
        assert_eq!(day_of(2016, NTH + 5, 51), Some((5, 30)));
        assert_eq!(day_of(2016, THANKSGIVING, 1), Some((11, 25)));
    }
}

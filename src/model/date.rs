//! Dates as the news gives them: whole days, months, years, spans, and doubt.
//!
//! The written form is EDTF, the extension of ISO 8601-2:2019 that archives use
//! (<https://www.loc.gov/standards/datetime/>). Only what a news text can say is kept: no times of day, and
//! of the qualifiers the three that stand at the end of a date (`?` uncertain, `~` approximate, `%` both).

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A point in time, no finer than the text that named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Point {
    /// Ten years from this one: `199X`.
    Decade(i32),
    /// `2018`
    Year(i32),
    /// A year and an EDTF season code (21 spring … 24 winter, 33–36 quarters, 40–41 halves): `2018-21`.
    Season(i32, u8),
    /// `2018-02`
    Month(i32, u8),
    /// `2018-02-14`
    Day(i32, u8, u8),
}

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum End {
    /// A known end.
    At(Point),
    /// `..`: the span has no end, or none yet.
    Open,
}

/// What a [`Date`] covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Extent {
    /// One point.
    At(Point),
    /// From one point to another, both included: `2018-01/2018-02`.
    Span(End, End),
}

/// How far a date can be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Trust {
    /// As written.
    #[default]
    Sure,
    /// `?`
    Uncertain,
    /// `~`
    Approximate,
    /// `%`
    Both,
}

/// An EDTF date. Ordered by its first day, then by its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    /// The time it covers.
    pub extent: Extent,
    /// Its qualifier.
    pub trust: Trust,
}

/// Why a text is not a date, in words for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADate(pub String);

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotADate {}

impl Point {
    /// The first day that the point covers, as (year, month, day).
    pub fn first_day(self) -> (i32, u8, u8) {
        match self {
            Self::Decade(year) | Self::Year(year) => (year, 1, 1),
            Self::Season(year, code) => (year, season_months(code).0, 1),
            Self::Month(year, month) => (year, month, 1),
            Self::Day(year, month, day) => (year, month, day),
        }
    }

    /// The last day that the point covers, as (year, month, day). Winter ends in the year after.
    pub fn last_day(self) -> (i32, u8, u8) {
        match self {
            Self::Decade(year) => (year + 9, 12, 31),
            Self::Year(year) => (year, 12, 31),
            Self::Season(year, code) => {
                let (first, last) = season_months(code);
                let year = if last < first { year + 1 } else { year };
                (year, last, days_in_month(year, last))
            }
            Self::Month(year, month) => (year, month, days_in_month(year, month)),
            Self::Day(year, month, day) => (year, month, day),
        }
    }

    /// The year in which the point begins.
    pub fn year(self) -> i32 {
        self.first_day().0
    }

    fn parse(text: &str) -> Result<Self, NotADate> {
        let bad = || not_a_date(text);
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut parts = digits.split('-');
        let year_text = parts.next().unwrap_or_default();
        if year_text.len() != 4 {
            return Err(bad());
        }
        if let Some(decade) = year_text.strip_suffix('X') {
            if parts.next().is_some() {
                return Err(bad());
            }
            return number::<i32>(decade, 3).map(|d| Self::Decade(sign * d * 10)).ok_or_else(bad);
        }
        let year = sign * number::<i32>(year_text, 4).ok_or_else(bad)?;
        let Some(second) = parts.next() else { return Ok(Self::Year(year)) };
        let second = number::<u8>(second, 2).ok_or_else(bad)?;
        let Some(third) = parts.next() else {
            return match second {
                1..=12 => Ok(Self::Month(year, second)),
                21..=24 | 33..=36 | 40 | 41 => Ok(Self::Season(year, second)),
                _ => Err(NotADate(format!("`{text}` has no month {second}: months go from 01 to 12"))),
            };
        };
        let day = number::<u8>(third, 2).ok_or_else(bad)?;
        if parts.next().is_some() {
            return Err(bad());
        }
        if !(1..=12).contains(&second) {
            return Err(NotADate(format!("`{text}` has no month {second}: months go from 01 to 12")));
        }
        let last = days_in_month(year, second);
        if day == 0 || day > last {
            return Err(NotADate(format!("`{text}` does not exist: that month has {last} days")));
        }
        Ok(Self::Day(year, second, day))
    }
}

impl Date {
    /// A date of one point, as written.
    pub fn at(point: Point) -> Self {
        Self { extent: Extent::At(point), trust: Trust::Sure }
    }

    /// A whole day, if the calendar has it.
    pub fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        exists.then(|| Self::at(Point::Day(year, month, day)))
    }

    /// A span between two points, both included.
    pub fn between(from: Point, to: Point) -> Self {
        Self { extent: Extent::Span(End::At(from), End::At(to)), trust: Trust::Sure }
    }

    /// The same time with another qualifier.
    #[must_use]
    pub fn with_trust(self, trust: Trust) -> Self {
        Self { trust, ..self }
    }

    /// The first day that the date covers; `None` when its start is open.
    pub fn first_day(self) -> Option<(i32, u8, u8)> {
        match self.extent {
            Extent::At(point) | Extent::Span(End::At(point), _) => Some(point.first_day()),
            Extent::Span(End::Open, _) => None,
        }
    }

    /// The last day that the date covers; `None` when its end is open.
    pub fn last_day(self) -> Option<(i32, u8, u8)> {
        match self.extent {
            Extent::At(point) | Extent::Span(_, End::At(point)) => Some(point.last_day()),
            Extent::Span(_, End::Open) => None,
        }
    }

    /// The year under which a list files the date: that of its first day, or of its last when open.
    pub fn year(self) -> i32 {
        self.first_day().or_else(|| self.last_day()).map_or(0, |(year, ..)| year)
    }

    /// The one day that the date names, if it names one.
    pub fn as_day(self) -> Option<(i32, u8, u8)> {
        match self.extent {
            Extent::At(Point::Day(year, month, day)) => Some((year, month, day)),
            _ => None,
        }
    }
}

/// A day in digits, as ISO 8601 has it: `2017-11-24`. Formatting numbers with padding would take many times as long,
/// and every page has days.
pub fn iso_day((year, month, day): (i32, u8, u8)) -> String {
    let Some(year) = u16::try_from(year).ok().filter(|year| *year < 10_000) else {
        return format!("{year:04}-{month:02}-{day:02}");
    };
    let mut digits = String::with_capacity(10);
    for (mark, number) in [("", year / 100), ("", year % 100), ("-", month.into()), ("-", day.into())] {
        digits.push_str(mark);
        digits.extend(
            [number / 10 % 10, number % 10].map(|digit| char::from_digit(digit.into(), 10).unwrap_or('0')),
        );
    }
    digits
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = |f: &mut fmt::Formatter<'_>, y: i32| {
            if y < 0 { write!(f, "-{:04}", -y) } else { write!(f, "{y:04}") }
        };
        match *self {
            Self::Decade(y) => write!(f, "{:03}X", y / 10),
            Self::Year(y) => year(f, y),
            Self::Season(y, part) | Self::Month(y, part) => {
                year(f, y)?;
                write!(f, "-{part:02}")
            }
            Self::Day(y @ 0.., month, day) => f.write_str(&iso_day((y, month, day))),
            Self::Day(y, month, day) => {
                year(f, y)?;
                write!(f, "-{month:02}-{day:02}")
            }
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(point) => point.fmt(f),
            Self::Open => f.write_str(".."),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.extent {
            Extent::At(point) => write!(f, "{point}")?,
            Extent::Span(from, to) => write!(f, "{from}/{to}")?,
        }
        f.write_str(match self.trust {
            Trust::Sure => "",
            Trust::Uncertain => "?",
            Trust::Approximate => "~",
            Trust::Both => "%",
        })
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        let (plain, trust) = match text.chars().next_back() {
            Some('?') => (&text[..text.len() - 1], Trust::Uncertain),
            Some('~') => (&text[..text.len() - 1], Trust::Approximate),
            Some('%') => (&text[..text.len() - 1], Trust::Both),
            _ => (text, Trust::Sure),
        };
        let end = |part: &str| match part {
            ".." => Ok(End::Open),
            part => Point::parse(part).map(End::At),
        };
        let extent = match plain.split_once('/') {
            Some((from, to)) if to.contains('/') || from.is_empty() => {
                return Err(not_a_date(&format!("{from}/{to}")));
            }
            Some((from, to)) => Extent::Span(end(from)?, end(to)?),
            None => Extent::At(Point::parse(plain)?),
        };
        let date = Self { extent, trust };
        match (extent, date.first_day(), date.last_day()) {
            (Extent::Span(..), None, None) => Err(not_a_date(text)),
            (_, Some(first), Some(last)) if first > last => {
                Err(NotADate(format!("`{text}` ends before it begins")))
            }
            _ => Ok(date),
        }
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let key = |date: &Self| (date.first_day().or(date.last_day()), date.last_day());
        key(self).cmp(&key(other)).then_with(|| self.to_string().cmp(&other.to_string()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

/// The number of days of a month in the proleptic Gregorian calendar; 0 when there is no such month.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// First and last month of an EDTF season code, seasons of the northern half of the world.
fn season_months(code: u8) -> (u8, u8) {
    match code {
        21 => (3, 5),
        22 => (6, 8),
        23 => (9, 11),
        24 => (12, 2),
        33..=36 => ((code - 33) * 3 + 1, (code - 33) * 3 + 3),
        40 => (1, 6),
        41 => (7, 12),
        _ => (1, 12),
    }
}

fn number<T: FromStr>(text: &str, length: usize) -> Option<T> {
    let digits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn not_a_date(text: &str) -> NotADate {
    NotADate(format!("`{text}` is not a date: write 2017-11-24, 2017-11, 2017 or 2018-01/2018-02"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "2017-11-24",
            "2017-12",
            "2018",
            "199X",
            "2018-21",
            "2018-01/2018-02",
            "2018?",
            "2017-12~",
            "../1945",
            "2022-02-24/..",
            "1985-04-12/1986%",
            "-0044-03-15",
        ] {
            assert_eq!(text.parse::<Date>().map(|d| d.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_a_reason() {
        for (text, why) in [
            ("2024-02-30", "29 days"),
            ("03/02/2024", "not a date"),
            ("2024-13", "no month 13"),
            ("../..", "not a date"),
            ("2018/2017", "ends before"),
            ("24 Nov 2017", "not a date"),
            ("", "not a date"),
            ("20１7", "not a date"),
        ] {
            let refused = text.parse::<Date>().expect_err(text).0;
            assert!(refused.contains(why), "{text}: {refused}");
        }
    }

    #[test]
    fn order_follows_the_first_day() {
        let mut dates: Vec<Date> =
            ["2018", "2017-12", "2018-01-05", "2017-11-24", "2018-01"].map(|d| d.parse().expect(d)).into();
        dates.sort();
        let sorted: Vec<String> = dates.iter().map(Date::to_string).collect();
        assert_eq!(sorted, ["2017-11-24", "2017-12", "2018-01", "2018", "2018-01-05"]);
    }
}

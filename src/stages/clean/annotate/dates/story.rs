//! What the dates of a story say of those without a year: `On 6 June 1944 … On 5 July …`, `the next day`.

use jiff::{ToSpan, civil};

use super::{
    raw::{Cyclic, Expr, Raw, Which},
    resolve::Tense,
};
use crate::{
    model::date::{Date, Extent, Point},
    stages::clean::annotate::page::Page,
};

/// So many whole dates of one time make a text a story of that time.
const ENOUGH: usize = 2;

/// What the text told so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Story {
    /// Year and month of the last date that has both.
    last: Option<(i32, u8)>,
    /// The paragraph of it.
    paragraph: usize,
    /// Whole dates with a year, one after the other without one that counts from the article's day.
    dates: usize,
    /// Whether anything counted from the article's day so far.
    current: bool,
    /// The last whole day of any kind, and its paragraph.
    day: Option<(civil::Date, usize)>,
}

impl Story {
    /// The expression with what the story says of it.
    pub(super) fn complete(
        &self,
        expr: Expr,
        page: &Page<'_>,
        at: usize,
        today: Option<civil::Date>,
        tense: Tense,
    ) -> Expr {
        let paragraph = page.paragraph_at(at);
        let complete = |raw: Raw| match raw {
            Raw::Told(days) => self.away(days, paragraph).unwrap_or(raw),
            Raw::Turn(cyclic, Which::Open) => {
                self.in_story(cyclic, paragraph, today, tense).map_or(raw, Raw::At)
            }
            raw => raw,
        };
        match expr {
            Expr::One(raw) => Expr::One(complete(raw)),
            Expr::WeekOf(raw) => Expr::WeekOf(complete(raw)),
            Expr::Between(from, to) => Expr::Between(complete(from), complete(to)),
        }
    }

    fn away(&self, days: i32, paragraph: usize) -> Option<Raw> {
        let (day, told) = self.day.filter(|(_, told)| paragraph - told <= 1)?;
        debug_assert!(told <= paragraph, "a story is told from front to back");
        let date = day.checked_add(days.days()).ok()?;
        let small = |n: i8| u8::try_from(n).unwrap_or(1);
        Some(Raw::At(Point::Day(date.year().into(), small(date.month()), small(date.day()))))
    }

    /// The year of the story, where a day or month without one belongs to it.
    fn in_story(
        &self,
        cyclic: Cyclic,
        paragraph: usize,
        today: Option<civil::Date>,
        tense: Tense,
    ) -> Option<Point> {
        let (year, month) = self.last?;
        let past = today.is_none_or(|today| i32::from(today.year()) - year >= 2);
        let last_year = today.is_some_and(|today| i32::from(today.year()) - year == 1);
        let near = self.paragraph == paragraph && (past || (last_year && tense == Tense::Past));
        let far = past && !self.current && self.dates >= ENOUGH;
        if tense == Tense::Future || !(near || far) {
            return None;
        }
        let turned = |other: u8| if other + 6 < month { year + 1 } else { year };
        match cyclic {
            Cyclic::MonthDay(other, day) if other <= 12 => Some(Point::Day(turned(other), other, day)),
            Cyclic::Month(other) => Some(Point::Month(turned(other), other)),
            _ => None,
        }
    }

    /// Remembers a date.
    pub(super) fn learn(&mut self, expr: Expr, value: Date, page: &Page<'_>, at: usize) {
        let paragraph = page.paragraph_at(at);
        if let Some((year, month, day)) = value.as_day() {
            let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
            let date = date.and_then(|((y, m), d)| civil::Date::new(y, m, d).ok());
            self.day = date.map(|date| (date, paragraph));
        }
        match expr {
            Expr::One(Raw::At(_)) | Expr::Between(Raw::At(_), Raw::At(_)) => {
                let point = match value.extent {
                    Extent::At(point) => point,
                    Extent::Span(..) => return,
                };
                match point {
                    Point::Day(year, month, _) => {
                        self.last = Some((year, month));
                        self.dates += 1;
                    }
                    Point::Month(year, month) => self.last = Some((year, month)),
                    _ => return,
                }
                self.paragraph = paragraph;
            }
            Expr::One(Raw::Turn(..) | Raw::Unit(..) | Raw::Today(_) | Raw::Away(..) | Raw::InWeek(..)) => {
                self.current = true;
                self.last = None;
                self.dates = 0;
            }
            _ => {}
        }
    }
}

//! From an expression to a date, counted from the article's day.

use jiff::{ToSpan, civil};

use super::{
    feasts,
    raw::{Cyclic, Expr, Raw, Unit, Which},
};
use crate::model::date::{Date, End, Extent, Point, days_in_month};

/// Which way an open expression looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Tense {
    /// Back.
    Past,
    /// On.
    Future,
    /// Nothing says.
    Open,
}

/// The date that an expression means; `None` when it needs the article's day and there is none, or when the
/// calendar has no such day.
pub(super) fn resolve(expr: Expr, today: Option<civil::Date>, tense: Tense) -> Option<Date> {
    match expr {
        Expr::One(raw) => one(raw, today, tense),
        Expr::WeekOf(raw) => {
            let day = civil_of(one(raw, today, tense)?.as_day()?)?;
            whole_unit(Unit::Week, 0, day)
        }
        // Two that follow each other are one time, others are read one by one.
        Expr::Two(from, to, _) => {
            let (first, second) = two(from, to, today, tense)?;
            follows(first, second).then(|| Some(Date::between(self::first(first)?, last(second)?)))?
        }
        Expr::Between(from, to) => {
            // The later end decides for what is to come, so that a time that has begun is not put off; the earlier
            // end for what is past.
            let (from_date, to_date) = match (from, to) {
                (Raw::Turn(first, Which::Open), Raw::Turn(_, Which::Open)) if tense == Tense::Future => {
                    let end = one(to, today, tense)?;
                    (cyclic_before(first, end)?, end)
                }
                (_, Raw::Turn(last, Which::Open)) => {
                    let start = one(from, today, tense)?;
                    (start, cyclic_after(last, start)?)
                }
                _ => (one(from, today, tense)?, one(to, today, tense)?),
            };
            let (start, end) = (first(from_date)?, last(to_date)?);
            (start.first_day() <= end.last_day()).then(|| Date::between(start, end))
        }
    }
}

/// The two dates of `3 and 17 May`; the second decides where the first lies.
pub(super) fn two(from: Raw, to: Raw, today: Option<civil::Date>, tense: Tense) -> Option<(Date, Date)> {
    let second = one(to, today, tense)?;
    let first = match from {
        Raw::Turn(cyclic, Which::Open) => cyclic_before(cyclic, second)?,
        from => one(from, today, tense)?,
    };
    (first.first_day() < second.first_day()).then_some((first, second))
}

fn follows(first: Date, second: Date) -> bool {
    let next = first.last_day().and_then(civil_of).and_then(|day| day.tomorrow().ok());
    next.is_some() && next == second.first_day().and_then(civil_of)
}

fn first(date: Date) -> Option<Point> {
    match date.extent {
        Extent::At(point) | Extent::Span(End::At(point), _) => Some(point),
        Extent::Span(End::Open, _) => None,
    }
}

fn last(date: Date) -> Option<Point> {
    match date.extent {
        Extent::At(point) | Extent::Span(_, End::At(point)) => Some(point),
        Extent::Span(_, End::Open) => None,
    }
}

fn one(raw: Raw, today: Option<civil::Date>, tense: Tense) -> Option<Date> {
    if let Raw::At(point) = raw {
        return exists(point).then(|| Date::at(point));
    }
    if let Raw::Years(from, to) = raw {
        return Some(Date::between(Point::Year(from), Point::Year(to)));
    }
    let today = today?;
    match raw {
        Raw::Turn(cyclic, which) => turn(cyclic, which, today, tense),
        // Early in a week, `this weekend` in the past tense is the one before.
        Raw::Unit(Unit::Weekend, 0) if tense == Tense::Past && today.weekday().to_monday_one_offset() < 5 => {
            whole_unit(Unit::Weekend, -1, today)
        }
        Raw::Unit(unit, shift) => whole_unit(unit, shift, today),
        Raw::Away(unit, count) => away(unit, count, today),
        Raw::Before(days) => {
            let last = day(today.checked_sub(days.days()).ok()?);
            Some(Date { extent: Extent::Span(End::Open, End::At(last)), ..Date::at(last) })
        }
        Raw::Stretch(unit, count) => stretch(unit, count, today),
        Raw::Today(shift) => Some(Date::at(day(today.checked_add(shift.days()).ok()?))),
        Raw::Agreed(weekday, month, number) => agreed(weekday, month, number, today)
            .or_else(|| turn(Cyclic::MonthDay(month, number), Which::Open, today, tense)),
        Raw::InYear(cyclic, shift) => {
            let point = in_year(cyclic, i32::from(today.year()) + shift);
            exists(point).then(|| Date::at(point))
        }
        Raw::InMonth(number, shift) => {
            let month = today.first_of_month().checked_add(shift.months()).ok()?;
            let point = Point::Day(month.year().into(), small(month.month()), number);
            exists(point).then(|| Date::at(point))
        }
        Raw::InWeek(weekday, shift) | Raw::InToldWeek(weekday, shift) => {
            in_week(weekday, shift, today).map(|found| Date::at(day(found)))
        }
        Raw::ToldYear(shift) if shift < 0 => whole_unit(Unit::Year, shift, today),
        Raw::At(_) | Raw::Years(..) | Raw::Told(_) | Raw::ToldYear(_) | Raw::InToldYear(..) => None,
    }
}

/// A weekday in the week so many before or after that of a day.
pub(super) fn in_week(weekday: u8, shift: i32, from: civil::Date) -> Option<civil::Date> {
    let monday = from.checked_sub(i32::from(from.weekday().to_monday_zero_offset()).days()).ok()?;
    monday.checked_add((shift * 7 + i32::from(weekday) - 1).days()).ok()
}

fn exists(point: Point) -> bool {
    match point {
        Point::Day(year, month, day) => (1..=days_in_month(year, month)).contains(&day),
        Point::Month(_, month) => (1..=12).contains(&month),
        _ => true,
    }
}

pub(super) fn day(date: civil::Date) -> Point {
    Point::Day(date.year().into(), small(date.month()), small(date.day()))
}

fn small(n: i8) -> u8 {
    u8::try_from(n).unwrap_or(1)
}

pub(super) fn civil_of((year, month, day): (i32, u8, u8)) -> Option<civil::Date> {
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn turn(cyclic: Cyclic, which: Which, today: civil::Date, tense: Tense) -> Option<Date> {
    match cyclic {
        Cyclic::Weekday(weekday) => weekday_turn(weekday, which, today, tense),
        Cyclic::Day(number) => day_of_month(number, today, tense),
        _ => yearly(cyclic, which, today, tense),
    }
}

fn weekday_turn(weekday: u8, which: Which, today: civil::Date, tense: Tense) -> Option<Date> {
    let now = i32::from(today.weekday().to_monday_one_offset());
    let ahead = (i32::from(weekday) - now).rem_euclid(7);
    let shift = match (which, tense) {
        (Which::Last, _) => {
            if ahead == 0 {
                -7
            } else {
                ahead - 7
            }
        }
        (Which::Next, _) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        (Which::This, _) => i32::from(weekday) - now,
        (Which::Open, Tense::Future) => ahead,
        (Which::Open, _) => {
            if ahead == 0 {
                0
            } else {
                ahead - 7
            }
        }
    };
    Some(Date::at(day(today.checked_add(shift.days()).ok()?)))
}

fn day_of_month(number: u8, today: civil::Date, tense: Tense) -> Option<Date> {
    let candidates = [-1, 0, 1].map(|shift: i32| {
        let month = today.first_of_month().checked_add(shift.months()).ok()?;
        civil_of((month.year().into(), small(month.month()), number))
    });
    pick(candidates.into_iter().flatten().map(|d| (d, Date::at(day(d)))), today, tense)
}

/// The day of a month nearest to the article's that falls on a weekday.
fn agreed(weekday: u8, month: u8, number: u8, today: civil::Date) -> Option<Date> {
    let year = i32::from(today.year());
    let days = (year - 3..=year + 3).filter_map(|year| civil_of((year, month, number)));
    let fitting = days.filter(|d| d.weekday().to_monday_one_offset() == i8::try_from(weekday).unwrap_or(0));
    fitting.min_by_key(|d| (*d - today).get_days().abs()).map(|d| Date::at(day(d)))
}

/// Months, days of a month and seasons: the turn in one of the years around.
fn yearly(cyclic: Cyclic, which: Which, today: civil::Date, tense: Tense) -> Option<Date> {
    let year = i32::from(today.year());
    let turns = (year - 4..=year + 4).filter_map(|y| {
        let point = in_year(cyclic, y);
        exists(point).then_some(point).and_then(|p| civil_of(p.first_day()).map(|d| (d, Date::at(p))))
    });
    let now = (i32::from(today.year()), small(today.month()), small(today.day()));
    match which {
        Which::This => Some(Date::at(in_year(cyclic, year))),
        Which::Last => turns.rev().find(|(_, d)| d.last_day() < Some(now)).map(|t| t.1),
        Which::Next => {
            let mut ahead = turns.filter(|(_, d)| d.first_day() > Some(now));
            ahead.next().map(|t| t.1)
        }
        Which::Open => pick(turns, today, tense),
    }
}

fn in_year(cyclic: Cyclic, year: i32) -> Point {
    match cyclic {
        Cyclic::MonthDay(month, day) => {
            let (month, day) = feasts::day_of(year, month, day).unwrap_or((month, day));
            Point::Day(year, month, day)
        }
        Cyclic::Month(month) => Point::Month(year, month),
        Cyclic::Season(code) => Point::Season(year, code),
        Cyclic::Weekday(_) | Cyclic::Day(_) => Point::Year(year),
    }
}

/// The turn that the tense asks for: the last that has begun, the first that has not ended, or the nearest.
fn pick(turns: impl Iterator<Item = (civil::Date, Date)>, today: civil::Date, tense: Tense) -> Option<Date> {
    let distance = |date: &Date| -> i64 {
        let gap =
            |a: Option<(i32, u8, u8)>| a.and_then(civil_of).map_or(0, |d| i64::from((d - today).get_days()));
        let (from, to) = (gap(date.first_day()), gap(date.last_day()));
        if from <= 0 && to >= 0 { 0 } else { from.abs().min(to.abs()) }
    };
    let turns: Vec<Date> = turns.map(|t| t.1).collect();
    by_tense(turns.iter().copied(), today, tense).or_else(|| turns.iter().copied().min_by_key(distance))
}

fn by_tense(turns: impl Iterator<Item = Date>, today: civil::Date, tense: Tense) -> Option<Date> {
    let mut turns = turns;
    let now = (i32::from(today.year()), small(today.month()), small(today.day()));
    match tense {
        // The day after the article's may be reported as past across time zones.
        Tense::Past => {
            let tomorrow =
                today.tomorrow().ok().map_or(now, |t| (t.year().into(), small(t.month()), small(t.day())));
            turns.filter(|d| d.first_day() <= Some(tomorrow)).last()
        }
        Tense::Future => turns.find(|d| d.last_day() >= Some(now)),
        Tense::Open => None,
    }
}

fn cyclic_after(cyclic: Cyclic, from: Date) -> Option<Date> {
    let start = civil_of(from.first_day()?)?;
    turn(cyclic, Which::Open, start, Tense::Future)
}

fn cyclic_before(cyclic: Cyclic, to: Date) -> Option<Date> {
    let end = civil_of(to.first_day()?)?;
    turn(cyclic, Which::Open, end, Tense::Past)
}

fn whole_unit(unit: Unit, shift: i32, today: civil::Date) -> Option<Date> {
    let year = i32::from(today.year());
    let month = i32::from(today.month());
    Some(match unit {
        Unit::Day => Date::at(day(today.checked_add(shift.days()).ok()?)),
        Unit::Week | Unit::Weekend => {
            let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
            let monday = monday.checked_add(shift.weeks()).ok()?;
            let start = if unit == Unit::Weekend { monday.checked_add(5.days()).ok()? } else { monday };
            Date::between(day(start), day(monday.checked_add(6.days()).ok()?))
        }
        Unit::Month => Date::at(month_at(year * 12 + month - 1 + shift)?),
        Unit::Quarter => {
            let quarter = year * 4 + (month - 1) / 3 + shift;
            Date::at(Point::Season(quarter.div_euclid(4), 33 + u8::try_from(quarter.rem_euclid(4)).ok()?))
        }
        Unit::Year => Date::at(Point::Year(year + shift)),
        Unit::Decade => Date::at(Point::Decade((year.div_euclid(10) + shift) * 10)),
        Unit::Century => {
            let start = ((year - 1).div_euclid(100) + shift) * 100 + 1;
            Date::between(Point::Year(start), Point::Year(start + 99))
        }
    })
}

fn month_at(months: i32) -> Option<Point> {
    Some(Point::Month(months.div_euclid(12), u8::try_from(months.rem_euclid(12)).ok()? + 1))
}

fn away(unit: Unit, count: i32, today: civil::Date) -> Option<Date> {
    match unit {
        Unit::Day => whole_unit(Unit::Day, count, today),
        Unit::Week | Unit::Weekend => whole_unit(Unit::Week, count, today),
        Unit::Century => whole_unit(Unit::Year, count * 100, today),
        Unit::Decade => whole_unit(Unit::Year, count * 10, today),
        Unit::Quarter => whole_unit(Unit::Month, count * 3, today),
        Unit::Month | Unit::Year => whole_unit(unit, count, today),
    }
}

fn stretch(unit: Unit, count: i32, today: civil::Date) -> Option<Date> {
    let far = match unit {
        Unit::Day => today.checked_add(count.days()).ok()?,
        Unit::Week | Unit::Weekend => today.checked_add(count.weeks()).ok()?,
        Unit::Month => today.checked_add(count.months()).ok()?,
        Unit::Quarter => today.checked_add((count * 3).months()).ok()?,
        Unit::Year => today.checked_add(count.years()).ok()?,
        Unit::Decade => today.checked_add((count * 10).years()).ok()?,
        Unit::Century => today.checked_add((count * 100).years()).ok()?,
    };
    let (from, to) = if count < 0 { (far, today) } else { (today, far) };
    Some(Date::between(day(from), day(to)))
}

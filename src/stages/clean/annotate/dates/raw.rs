//! What a date expression says before the article's day is known.

use crate::model::date::Point;

/// Calendar units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// Something that comes round again: its year, month or week is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cyclic {
    /// A day of a month (month, day).
    MonthDay(u8, u8),
    /// A month.
    Month(u8),
    /// An EDTF season.
    Season(u8),
    /// A day of the week, Monday 1.
    Weekday(u8),
    /// A day of the month only.
    Day(u8),
}

/// Which turn of something cyclic, or which unit, is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The tense decides.
    Open,
    /// `last`
    Last,
    /// `this`
    This,
    /// `next`
    Next,
}

/// An expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// Complete in itself.
    At(Point),
    /// A century: its first and last year.
    Years(i32, i32),
    /// `in December`, `last Monday`
    Turn(Cyclic, Which),
    /// `this week`: the unit so many before (−) or after.
    Unit(Unit, i32),
    /// `two weeks ago`, `in three days`: so many units away, as fine as the unit.
    Away(Unit, i32),
    /// `more than three days ago`: at any time before that day.
    Before(i32),
    /// `the past two weeks`, `the next three years`: from today back or on.
    Stretch(Unit, i32),
    /// `the day of` the article and the days beside it.
    Today(i32),
    /// `the next day`, `three days later`: so many days from the day that the story told of last.
    Told(i32),
    /// `that year`, `the year before`: so many years from the year that the story told of last.
    ToldYear(i32),
    /// `December of that year`
    InToldYear(Cyclic, i32),
    /// `Wednesday, 19 October`: a weekday, month and day that must agree.
    Agreed(u8, u8, u8),
    /// `12 May last year`, `the third quarter of last year`: something yearly in the year so many before or after.
    InYear(Cyclic, i32),
    /// `the 12th of this month`: a day of the month so many before or after.
    InMonth(u8, i32),
    /// `Tuesday of last week`: a weekday in the week so many before or after.
    InWeek(u8, i32),
    /// `Tuesday of the following week`: the same, counted from the day that the story told of last.
    InToldWeek(u8, i32),
}

/// An expression of one or two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// One.
    One(Raw),
    /// The week that a day is in.
    WeekOf(Raw),
    /// From one to another.
    Between(Raw, Raw),
    /// `27 and 28 June`: two, and the token between them.
    Two(Raw, Raw, usize),
}

//! What the dates of a story say of those without a year: `On 6 June 1944 … On 5 July …`, `the next day`.

use std::ops::Range;

use jiff::{ToSpan, civil};

use super::{
    raw::{Cyclic, Expr, Raw, Unit, Which},
    resolve::{self, Tense, civil_of, in_week},
    terms::{month, season_code},
};
use crate::{
    model::date::{Date, End, Extent, Point},
    stages::clean::annotate::page::Page,
};

/// So many whole dates of one time make a text a story of that time.
const ENOUGH: usize = 2;

/// So many words at most in a line that is only a heading.
const HEADING: usize = 6;

/// A time that the text told, as fine as its words.
#[derive(Clone, Copy, Debug)]
struct Told {
    year: i32,
    /// Not for a year alone.
    month: Option<u8>,
    sentence: usize,
    paragraph: usize,
    /// Whether its paragraph begins with it, as in a list of days.
    leads: bool,
    /// Whether it is all there is in its paragraph, and so holds for those below it.
    heads: bool,
}

/// An expression with what the story says of it.
pub(super) struct Completed {
    /// The expression.
    pub expr: Expr,
    /// The day to count from.
    pub today: Option<civil::Date>,
    /// Where it looks from that day.
    pub tense: Tense,
    /// Whether that day is one of the story, not the article's.
    pub of_then: bool,
}

/// What the text told so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// The years of the headline.
    headline: Vec<i32>,
    /// The last date that has a year.
    last: Option<Told>,
    /// The last date that has a year and a month.
    dated: Option<Told>,
    /// Whole dates with a year, one after the other without one that counts from the article's day.
    dates: usize,
    /// Whether anything counted from the article's day so far.
    current: bool,
    /// The last whole day of any kind, and its paragraph.
    day: Option<(civil::Date, usize)>,
    /// The last day, or first day of a month, that was told with its year, and its paragraph.
    then: Option<(civil::Date, usize)>,
    /// Every whole day that was told with its year.
    days: Vec<(i32, u8, u8)>,
    /// The last month and its sentence.
    month: Option<(i32, u8, usize)>,
}

impl Story {
    /// A story under a headline that names some years.
    pub(super) fn under(headline: Vec<i32>) -> Self {
        Self { headline, ..Self::default() }
    }

    /// The expression with what the story says of it.
    pub(super) fn complete(
        &self,
        expr: Expr,
        page: &Page<'_>,
        tokens: &Range<usize>,
        today: Option<civil::Date>,
        tense: Tense,
    ) -> Completed {
        if let Some(told) = self.plan_of_then(expr, page, tokens, today) {
            return Completed { expr, today: Some(told), tense: Tense::Future, of_then: true };
        }
        let complete = |raw: Raw| self.one(raw, page, tokens, today, tense).unwrap_or(raw);
        let expr = match expr {
            Expr::One(raw) => Expr::One(complete(raw)),
            Expr::WeekOf(raw) => Expr::WeekOf(complete(raw)),
            Expr::Between(from, to) => Expr::Between(complete(from), complete(to)),
            Expr::Two(from, to, and) => Expr::Two(complete(from), complete(to), and),
        };
        Completed { expr, today, tense, of_then: false }
    }

    fn one(
        &self,
        raw: Raw,
        page: &Page<'_>,
        tokens: &Range<usize>,
        today: Option<civil::Date>,
        tense: Tense,
    ) -> Option<Raw> {
        let (paragraph, sentence) = (page.paragraph_at(tokens.start), page.sentence_at(tokens.start));
        match raw {
            Raw::Told(days) => self.away(days, paragraph),
            Raw::InToldWeek(weekday, shift) => {
                let (day, _) = self.day.filter(|(_, told)| paragraph - told <= 1)?;
                in_week(weekday, shift, day).map(|date| Raw::At(resolve::day(date)))
            }
            Raw::ToldYear(shift) => {
                let told = self.last.filter(|told| paragraph - told.paragraph <= 1)?;
                Some(Raw::At(Point::Year(told.year + shift)))
            }
            Raw::InToldYear(cyclic, shift) => {
                let told = self.last.filter(|told| paragraph - told.paragraph <= 1)?;
                in_year(cyclic, told.year + shift).map(Raw::At)
            }
            // `in December … in the middle of the month`
            Raw::Unit(Unit::Month, 0) if page.is(tokens.end.saturating_sub(2), "the") => {
                let (year, month, _) = self.month.filter(|(.., told)| sentence - told <= 1)?;
                Some(Raw::At(Point::Month(year, month)))
            }
            Raw::Turn(cyclic, Which::Open) => self.in_story(cyclic, page, tokens, today, tense).map(Raw::At),
            _ => None,
        }
    }

    fn away(&self, days: i32, paragraph: usize) -> Option<Raw> {
        let (day, told) = self.day.filter(|(_, told)| paragraph - told <= 1)?;
        debug_assert!(told <= paragraph, "a story is told from front to back");
        day.checked_add(days.days()).ok().map(|date| Raw::At(resolve::day(date)))
    }

    /// The day that a plan counts from which was made in a time that is long past: `On 24 November 2017 they said
    /// … They were to meet in December.`
    fn plan_of_then(
        &self,
        expr: Expr,
        page: &Page<'_>,
        tokens: &Range<usize>,
        today: Option<civil::Date>,
    ) -> Option<civil::Date> {
        let open = |raw: Raw| match raw {
            Raw::Turn(Cyclic::Weekday(_) | Cyclic::Day(_), _) => false,
            Raw::Turn(_, which) => which == Which::Open,
            Raw::Unit(_, shift) => shift > 0,
            _ => false,
        };
        let (Expr::One(from) | Expr::Between(from, _) | Expr::Two(from, ..)) = expr else { return None };
        let (day, told) = self.then.filter(|_| !self.current && open(from))?;
        let past = i32::from(today?.year()) - i32::from(day.year()) >= 2;
        let near = page.paragraph_at(tokens.start) - told <= 1;
        (past && near && was_to_come(page, tokens.start)).then_some(day)
    }

    /// The year of the story, where a day or month without one belongs to it.
    fn in_story(
        &self,
        cyclic: Cyclic,
        page: &Page<'_>,
        tokens: &Range<usize>,
        today: Option<civil::Date>,
        tense: Tense,
    ) -> Option<Point> {
        if tense == Tense::Future {
            return None;
        }
        if let Cyclic::MonthDay(month, day) = cyclic
            && !self.current
            && let Some((year, ..)) = self.days.iter().rev().find(|known| (known.1, known.2) == (month, day))
            && today.is_none_or(|today| i32::from(today.year()) - year >= 2)
        {
            return Some(Point::Day(*year, month, day));
        }
        let (paragraph, sentence) = (page.paragraph_at(tokens.start), page.sentence_at(tokens.start));
        let listed = leads(page, tokens);
        let dated = self.dated.filter(|told| {
            let (past, last_year) = (years_ago(told, today, 2), years_ago(told, today, 1));
            let near = told.paragraph == paragraph && (past || (last_year && tense == Tense::Past));
            let enough = if self.headline.contains(&told.year) { 1 } else { ENOUGH };
            let far = past && !self.current && self.dates >= enough;
            near || far || (past && listed && told.leads)
        });
        // A year alone says less: it must stand in the same paragraph, or over it.
        let told = self
            .last
            .filter(|told| told.month.is_none() && (told.heads || told.paragraph == paragraph))
            .filter(|told| {
                let close = tense == Tense::Past || told.sentence == sentence || told.heads;
                close && (years_ago(told, today, 2) || (years_ago(told, today, 1) && tense == Tense::Past))
            });
        let told = told.or(dated)?;
        let turned = |other: u8| match told.month {
            Some(month) if other + 6 < month => told.year + 1,
            _ => told.year,
        };
        match cyclic {
            Cyclic::MonthDay(other, _) | Cyclic::Month(other) if other <= 12 => {
                in_year(cyclic, turned(other))
            }
            Cyclic::MonthDay(..) | Cyclic::Month(_) | Cyclic::Weekday(_) | Cyclic::Day(_) => None,
            Cyclic::Season(_) => in_year(cyclic, told.year),
        }
    }

    /// Remembers a date.
    pub(super) fn learn(
        &mut self,
        completed: &Completed,
        value: Date,
        page: &Page<'_>,
        tokens: &Range<usize>,
    ) {
        let (paragraph, sentence) = (page.paragraph_at(tokens.start), page.sentence_at(tokens.start));
        if let Some(day) = value.as_day() {
            self.day = civil_of(day).map(|date| (date, paragraph));
        }
        let point = match value.extent {
            Extent::At(point) | Extent::Span(_, End::At(point)) => point,
            Extent::Span(..) => return,
        };
        if let Point::Month(year, month) | Point::Day(year, month, _) = point {
            self.month = Some((year, month, sentence));
        }
        match completed.expr {
            Expr::One(Raw::At(_)) | Expr::Between(Raw::At(_), Raw::At(_)) | Expr::Two(Raw::At(_), ..) => {
                let (year, month) = match point {
                    Point::Day(year, month, _) | Point::Month(year, month) => (year, Some(month)),
                    Point::Season(year, _) => (year, None),
                    Point::Year(year) if sets_the_time(page, tokens) => (year, None),
                    _ => return,
                };
                if let Point::Day(year, month, day) = point {
                    self.days.push((year, month, day));
                    self.dates += usize::from(matches!(value.extent, Extent::At(_)));
                }
                let leads = leads(page, tokens);
                let heads = month.is_none() && heads(page, tokens);
                let told = Told { year, month, sentence, paragraph, leads, heads };
                self.last = Some(told);
                if let Some(month) = month {
                    self.dated = Some(told);
                    let day = if let Point::Day(.., day) = point { day } else { 1 };
                    self.then = civil_of((year, month, day)).map(|date| (date, paragraph));
                }
            }
            Expr::One(Raw::Turn(..) | Raw::Unit(..) | Raw::Today(_) | Raw::Away(..) | Raw::InWeek(..))
                if !completed.of_then =>
            {
                self.current = true;
                self.last = None;
                self.dated = None;
                self.dates = 0;
            }
            _ => {}
        }
    }
}

fn years_ago(told: &Told, today: Option<civil::Date>, years: i32) -> bool {
    today.is_none_or(|today| i32::from(today.year()) - told.year >= years)
}

fn in_year(cyclic: Cyclic, year: i32) -> Option<Point> {
    Some(match cyclic {
        Cyclic::MonthDay(month, day) if month <= 12 => Point::Day(year, month, day),
        Cyclic::Month(month) => Point::Month(year, month),
        Cyclic::Season(code) => Point::Season(year, code),
        _ => return None,
    })
}

/// `14 August: …`, `14 August – …` where a paragraph begins.
fn leads(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let start = page.paragraphs.get(page.paragraph_at(tokens.start)).map_or(0, |p| p.start);
    let first = (start..tokens.start).all(|i| !page.is_word(i));
    first && page.is_one_of(tokens.end, &[":", "–", "—", "-"])
}

/// A line of a date and little else: `1945`, `The year 1945`.
fn heads(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let Some(line) = page.paragraphs.get(page.paragraph_at(tokens.start)) else { return false };
    line.len() <= HEADING && tokens.end + 1 >= line.end && !page.is(line.end - 1, ".")
}

/// Whether a year says when what is told took place: `In 1956 …`, `1956: …`, not `since 1956`, `the treaty of 1956`.
fn sets_the_time(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    page.is_one_of(tokens.start.wrapping_sub(1), &["in", "im", "en", "в"])
        || leads(page, tokens)
        || heads(page, tokens)
}

/// `were to meet in December`, `was planned for 11 October`, `would begin`: a plan of the time that is told.
fn was_to_come(page: &Page<'_>, at: usize) -> bool {
    let sentence = page.sentence(at);
    (sentence.start..at).rev().any(|i| {
        page.is_one_of(i, &["was", "were", "been"])
            && page.is_one_of(i + 1, &["to", "planned", "scheduled", "due", "set", "expected", "announced"])
    })
}

/// `December of that year`, `spring of the same year`, `later that year`: a time of the year that was told last.
pub(super) fn anaphor(page: &Page<'_>, at: usize) -> Option<(Raw, usize)> {
    let that_year = |at: usize| {
        let start = at + usize::from(page.is(at, "of"));
        let same = page.is(start, "that") || (page.is(start, "the") && page.is(start + 1, "same"));
        let (shift, end) = if same {
            (0, start + 1 + usize::from(page.is(start, "the")))
        } else if page.is(start, "the") && page.is_one_of(start + 1, &["following", "next"]) && start > at {
            (1, start + 2)
        } else {
            return None;
        };
        page.is(end, "year").then_some((shift, end + 1))
    };
    if let Some((shift, end)) = that_year(at).filter(|_| !page.is(at, "of")) {
        return Some((Raw::ToldYear(shift), end));
    }
    if page.is(at, "the") && page.is(at + 1, "year") && page.is_one_of(at + 2, &["before", "after"]) {
        let shift = if page.is(at + 2, "before") { -1 } else { 1 };
        let ends = !page.is_word(at + 3) && page.words.sort(at + 3) != crate::text::words::Sort::Number;
        return ends.then_some((Raw::ToldYear(shift), at + 3));
    }
    let start = at + usize::from(page.is(at, "the"));
    let (cyclic, end) = match (month(page, start), season_code(page.words.low(start))) {
        (Some((month, end)), _) => (Cyclic::Month(month), end),
        (None, Some(code)) => (Cyclic::Season(code), start + 1),
        (None, None) => return None,
    };
    let (shift, end) = that_year(end)?;
    Some((Raw::InToldYear(cyclic, shift), end))
}

//! Dated happenings: what was announced for when, and what took place when.
//!
//! An event is a date with a clause around it whose verb looks on (planned) or back (happened). Its text is made of
//! the clause's own words. Several clauses that announce one event are joined; the most precise date stays.

use std::ops::Range;

use super::{
    dates::{Dated, Tense},
    gazetteer::task,
    page::Page,
};
use crate::model::{
    article::Status,
    date::{Date, Extent, Point},
    reading::{Basis, EventRead},
};

mod merge;
mod phrase;

/// A sentence of more tokens is a list or a table, and tells no event.
const LONGEST: usize = 400;

/// Finds the events of a text.
pub(super) fn find(page: &Page<'_>, dates: &[Dated], published: Option<Date>) -> Vec<EventRead> {
    let drafts = dates.iter().filter_map(|moment| event(page, dates, moment, published)).collect();
    merge::merge(drafts)
}

fn event(page: &Page<'_>, dates: &[Dated], moment: &Dated, published: Option<Date>) -> Option<EventRead> {
    if !is_moment(moment.value) || is_limit(page, moment) || is_attribute(page, moment) {
        return None;
    }
    let sentence = page.sentence(moment.tokens.start);
    if sentence.len() > LONGEST {
        return None;
    }
    let from = dates.partition_point(|date| date.tokens.start < sentence.start);
    let to = dates.partition_point(|date| date.tokens.start < sentence.end);
    let dates = &dates[from..to];
    let core = phrase::core(page, dates, moment)?;
    let status = status(&core, moment, published)?;
    if !phrase::tells(page, &core, status == Status::Happened) {
        return None;
    }
    let text = phrase::text(page, dates, &core.words)?;
    let span =
        page.words.span(&(core.words.start.min(moment.tokens.start)..core.words.end.max(moment.tokens.end)));
    let rule = match status {
        Status::Planned => "announced with a date",
        Status::Cancelled => "called off",
        _ => "told with a date",
    };
    Some(EventRead {
        basis: Basis { rule: rule.to_owned(), words: page.words.text[span.clone()].to_owned() },
        span,
        date: moment.value,
        date_span: page.words.span(&moment.tokens),
        text,
        status,
    })
}

/// Whether a date is fine enough for a timeline.
fn is_moment(date: Date) -> bool {
    match date.extent {
        Extent::At(point) => !matches!(point, Point::Decade(_)),
        Extent::Span(..) => match (date.first_day(), date.last_day()) {
            (Some(from), Some(to)) => to.0 - from.0 <= 1,
            _ => false,
        },
    }
}

/// Before `of` and a date: a part of that time, so that the date is still one of the clause.
const PARTS: [&str; 24] = [
    "morning",
    "afternoon",
    "evening",
    "night",
    "day",
    "days",
    "week",
    "weekend",
    "month",
    "months",
    "year",
    "years",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "beginning",
    "start",
    "middle",
    "end",
    "half",
    "part",
    "hours",
];

/// `the 2013 election`, `the declaration of 1956`, `the pact of 13 April 1941`: a date that names something, not the
/// time of the clause.
fn is_attribute(page: &Page<'_>, moment: &Dated) -> bool {
    let article = usize::from(page.is(moment.tokens.start.wrapping_sub(1), "the"));
    let of = moment.tokens.start.wrapping_sub(1 + article);
    if page.is(of, "of") && !page.is_one_of(of.wrapping_sub(1), &PARTS) {
        return true;
    }
    let year = matches!(moment.value.extent, Extent::At(Point::Year(_))) && moment.tokens.len() == 1;
    let noun = page.is_word(moment.tokens.end)
        && !page.has(moment.tokens.end, task::STOP | task::PREPOSITION | task::SPEECH);
    year && noun && !page.is(moment.tokens.start.wrapping_sub(1), "in")
}

/// `until March`, `before 2018`, `since Tuesday`: the edge of a time, not the time of an event.
fn is_limit(page: &Page<'_>, moment: &Dated) -> bool {
    let mut before = moment.tokens.start.wrapping_sub(1);
    while page.is_one_of(before, &["the", "of", "end", "early", "late", "mid"]) {
        before = before.wrapping_sub(1);
    }
    page.is_one_of(
        before,
        &["until", "till", "before", "after", "since", "by", "than", "following", "between"],
    ) || (page.is(before, "to") && page.is(before.wrapping_sub(1), "up"))
}

fn status(core: &phrase::Core, moment: &Dated, published: Option<Date>) -> Option<Status> {
    let ahead = published.is_none_or(|now| moment.value.last_day() >= now.first_day());
    let behind = published.is_none_or(|now| moment.value.first_day() <= now.last_day());
    match (core.tense, moment.tense) {
        (Tense::Future, _) | (Tense::Open, Tense::Future) if ahead => {
            Some(if core.off { Status::Cancelled } else { Status::Planned })
        }
        (Tense::Past, _) if behind => Some(Status::Happened),
        _ => None,
    }
}

/// Where a clause stands that a date belongs to.
type Words = Range<usize>;

#[cfg(test)]
mod tests;

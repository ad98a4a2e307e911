//! Date expressions and what they mean on the article's day.

use std::ops::Range;

use jiff::civil;

use super::page::Page;
use crate::model::date::{Date, End, Extent, Point};

mod days;
mod english;
mod eras;
mod feasts;
mod figures;
mod foreign;
mod japanese;
mod lexicon;
mod ranges;
mod raw;
mod relative;
mod resolve;
mod shifted;
mod story;
mod tense;
mod terms;

pub(super) use resolve::Tense;

/// A date expression in the text.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Range<usize>,
    /// What it means.
    pub value: Date,
    /// Where the words around it look.
    pub tense: Tense,
    /// The two ends of a span, where each has words that are a date by themselves.
    pub ends: Vec<(Range<usize>, Date)>,
}

/// Finds the date expressions of a text, from left to right and none inside another. `language` is a BCP 47 tag;
/// one that is not known here is read as English. `headline` are the years that the headline names.
pub(super) fn find(
    page: &Page<'_>,
    published: Option<Date>,
    language: &str,
    headline: Vec<i32>,
) -> Vec<Dated> {
    let today = published.and_then(anchor);
    if language.starts_with("ja") {
        return japanese(page, today);
    }
    let reader = lexicon::of(language).map(|lexicon| foreign::Reader { page, lexicon });
    let mut found = Vec::new();
    let mut story = story::Story::under(headline);
    let mut at = 0;
    while at < page.words.len() {
        let expression = match reader {
            Some(reader) => reader.expression(at),
            None => english::expression(page, at),
        };
        let Some((expr, end)) = expression else {
            at += 1;
            continue;
        };
        let tokens = tighten(page, at..end);
        let tense = reader.map_or_else(|| tense::around(page, &tokens), |reader| reader.tense(at));
        let read = story.complete(expr, page, &tokens, today, tense);
        let tense = if read.of_then { Tense::Open } else { tense };
        if let Some(value) = resolve::resolve(read.expr, read.today, read.tense) {
            story.learn(&read, value, page, &tokens);
            let ends = ends(page, reader.as_ref(), &tokens, read.expr, value);
            found.push(Dated { span: page.words.span(&tokens), tokens, value, tense, ends });
        } else if let raw::Expr::Two(from, to, and) = read.expr
            && let Some((first, second)) = resolve::two(from, to, read.today, read.tense)
        {
            for (tokens, value) in [(tokens.start..and, first), (and + 1..tokens.end, second)] {
                story.learn(&read, value, page, &tokens);
                found.push(Dated { span: page.words.span(&tokens), tokens, value, tense, ends: Vec::new() });
            }
        }
        at = end.max(at + 1);
    }
    found
}

fn japanese(page: &Page<'_>, today: Option<civil::Date>) -> Vec<Dated> {
    japanese::find(page.words.text)
        .into_iter()
        .filter_map(|(span, expr, tense)| {
            let value = resolve::resolve(expr, today, tense)?;
            let tokens = page.words.at_byte(span.start)..page.words.at_byte(span.end - 1) + 1;
            Some(Dated { tokens, span, value, tense, ends: Vec::new() })
        })
        .collect()
}

/// `July 2003` and `December 2004` in `between July 2003 and December 2004`, `27` and `28 June` in `27 and 28 June`.
fn ends(
    page: &Page<'_>,
    reader: Option<&foreign::Reader<'_, '_>>,
    tokens: &Range<usize>,
    expr: raw::Expr,
    value: Date,
) -> Vec<(Range<usize>, Date)> {
    let Extent::Span(End::At(first), End::At(last)) = value.extent else { return Vec::new() };
    match expr {
        raw::Expr::Two(.., and) => {
            let span = |tokens: Range<usize>| page.words.span(&tighten(page, tokens));
            let (from, to) = (span(tokens.start..and), span(and + 1..tokens.end));
            return vec![(from, Date::at(first)), (to, Date::at(last))];
        }
        raw::Expr::Between(..) => {}
        _ => return Vec::new(),
    }
    let mut inner = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end && reader.is_none() {
        match english::point(page, at).filter(|(_, end)| *end <= tokens.end) {
            Some((_, end)) => {
                inner.push(page.words.span(&tighten(page, at..end)));
                at = end;
            }
            None => at += 1,
        }
    }
    match &inner[..] {
        [from, to] if same_grain(first, last) => {
            vec![(from.clone(), Date::at(first)), (to.clone(), Date::at(last))]
        }
        _ => Vec::new(),
    }
}

fn same_grain(one: Point, other: Point) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

/// The years that a headline names.
pub(super) fn years_of(headline: &Page<'_>) -> Vec<i32> {
    (0..headline.words.len()).filter_map(|at| terms::year(headline, at)).collect()
}

/// The day to count from: the article's day, or the last day of what is known of it.
fn anchor(published: Date) -> Option<civil::Date> {
    let (year, month, day) = published.as_day().or(published.last_day())?;
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The expression without a leading article or preposition.
fn tighten(page: &Page<'_>, tokens: Range<usize>) -> Range<usize> {
    let lead = page.is_one_of(tokens.start, &["from", "between", "within"]);
    if lead || tokens.len() < 2 {
        return tokens;
    }
    if page.is(tokens.start, "the") { tokens.start + 1..tokens.end } else { tokens }
}

#[cfg(test)]
mod tests;

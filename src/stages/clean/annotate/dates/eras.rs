//! Long times in English: decades, centuries, years before our era.

use super::{
    raw::Raw,
    terms::{decade_word, full_year, ordinal, year},
};
use crate::{model::date::Point, stages::clean::annotate::page::Page, text::words::Sort};

type Read<T> = Option<(T, usize)>;

fn decade_or_century(year: i32) -> Raw {
    if year % 100 == 0 && year != 2000 { Raw::Years(year, year + 99) } else { Raw::At(Point::Decade(year)) }
}

/// `the 1990s`, `the '90s`, `the 19th century`, `44 BC`.
pub(super) fn eras(page: &Page<'_>, at: usize) -> Read<Raw> {
    let low = page.words.low(at);
    let low = ["mid-", "early-", "late-"].iter().find_map(|part| low.strip_prefix(part)).unwrap_or(low);
    // `mid-2015`
    if low.len() < page.words.low(at).len()
        && let Some(year) = full_year(low).filter(|_| low.len() == 4)
    {
        return Some((Raw::At(Point::Year(year)), at + 1));
    }
    if let Some(year) = low
        .strip_suffix('s')
        .or(low.strip_suffix("'s"))
        .filter(|y| y.len() == 4)
        .and_then(|y| y.parse::<i32>().ok())
    {
        return ((1000..2100).contains(&year) && year % 10 == 0).then_some((decade_or_century(year), at + 1));
    }
    // `the 1930’s`
    if let Some(decade) =
        year(page, at).filter(|y| y % 10 == 0 && page.is(at + 1, "'s") && page.is(at.wrapping_sub(1), "the"))
    {
        return Some((decade_or_century(decade), at + 2));
    }
    if page.is_one_of(at, &["'", "’", "‘"])
        && let Some(decade) = page.words.low(at + 1).strip_suffix('s').and_then(|d| d.parse::<i32>().ok())
        && decade % 10 == 0
        && decade < 100
    {
        return Some((Raw::At(Point::Decade(1900 + decade)), at + 2));
    }
    if let Some(decade) = decade_word(low).filter(|_| page.is(at.wrapping_sub(1), "the")) {
        return Some((Raw::At(Point::Decade(decade)), at + 1));
    }
    if let Some(number) = ordinal(low).filter(|_| page.is_one_of(at + 1, &["century", "centuries"])) {
        let end = i32::from(number) * 100;
        return Some((Raw::Years(end - 99, end), at + 2));
    }
    let bc = ["bc", "b.c", "b.c.", "bce", "b.c.e."];
    if page.words.sort(at) == Sort::Number && page.is_one_of(at + 1, &bc) {
        let year = low.replace(',', "").parse::<i32>().ok()?;
        return Some((Raw::At(Point::Year(1 - year)), at + 2));
    }
    None
}

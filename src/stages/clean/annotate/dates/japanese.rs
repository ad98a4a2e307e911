//! Japanese date expressions, read from the characters: there are no spaces to cut words at.

use std::ops::Range;

use super::{
    raw::{Cyclic, Expr, Raw, Unit, Which},
    resolve::Tense,
};
use crate::model::date::Point;

/// First years of the eras, less one.
const ERAS: &[(&str, i32)] =
    &[("明治", 1867), ("大正", 1911), ("昭和", 1925), ("平成", 1988), ("令和", 2018)];

/// Words for days and units around today, the longest first.
const FIXED: &[(&str, Raw)] = &[
    ("一昨日", Raw::Today(-2)),
    ("明後日", Raw::Today(2)),
    ("昨日", Raw::Today(-1)),
    ("本日", Raw::Today(0)),
    ("今日", Raw::Today(0)),
    ("明日", Raw::Today(1)),
    ("先週末", Raw::Unit(Unit::Weekend, -1)),
    ("先週", Raw::Unit(Unit::Week, -1)),
    ("今週", Raw::Unit(Unit::Week, 0)),
    ("来週", Raw::Unit(Unit::Week, 1)),
    ("先月", Raw::Unit(Unit::Month, -1)),
    ("今月", Raw::Unit(Unit::Month, 0)),
    ("来月", Raw::Unit(Unit::Month, 1)),
    ("一昨年", Raw::Unit(Unit::Year, -2)),
    ("昨年", Raw::Unit(Unit::Year, -1)),
    ("去年", Raw::Unit(Unit::Year, -1)),
    ("今年", Raw::Unit(Unit::Year, 0)),
    ("本年", Raw::Unit(Unit::Year, 0)),
    ("来年", Raw::Unit(Unit::Year, 1)),
];

const WEEKDAYS: [&str; 7] = ["月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜"];

/// Finds expressions: their bytes, what they say, where the sentence looks.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, Expr, Tense)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some((raw, length)) = span(rest) {
            found.push((at..at + length, raw, tense(rest)));
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The end of the sentence tells: `予定`, `見込み` look on.
fn tense(rest: &str) -> Tense {
    let sentence = rest.split(['。', '\n']).next().unwrap_or(rest);
    if ["予定", "見込み", "見通し", "方針", "する。", "だろう"].iter().any(|word| sentence.contains(word))
    {
        Tense::Future
    } else if sentence.trim_end().ends_with(['た', 'だ']) || sentence.contains("した") {
        Tense::Past
    } else {
        Tense::Open
    }
}

fn span(rest: &str) -> Option<(Expr, usize)> {
    let (from, length) = point(rest)?;
    let after = rest[length..].trim_start();
    let skipped = rest.len() - length - after.len();
    for joint in ["から", "〜", "～", "－", "-"] {
        if let Some(second) = after.strip_prefix(joint)
            && let Some((to, more)) = point(second.trim_start())
            && let Some(from) = complete(from, to)
        {
            let inner = second.len() - second.trim_start().len();
            return Some((Expr::Between(from, to), length + skipped + joint.len() + inner + more));
        }
    }
    Some((Expr::One(from), length))
}

/// `2017年5月3日から5日`: what the second end leaves out, the first has; only full ends make a span here.
fn complete(from: Raw, to: Raw) -> Option<Raw> {
    match (from, to) {
        (Raw::At(_), Raw::At(_))
        | (Raw::Turn(Cyclic::MonthDay(..), _), Raw::Turn(Cyclic::MonthDay(..), _)) => Some(from),
        _ => None,
    }
}

fn point(rest: &str) -> Option<(Raw, usize)> {
    if let Some((word, raw)) = FIXED.iter().find(|(word, _)| rest.starts_with(word)) {
        return Some((*raw, word.len()));
    }
    for (number, name) in WEEKDAYS.iter().enumerate() {
        if let Some(after) = rest.strip_prefix(name) {
            let day = if after.starts_with('日') { '日'.len_utf8() } else { 0 };
            let weekday = u8::try_from(number + 1).ok()?;
            return Some((Raw::Turn(Cyclic::Weekday(weekday), Which::Open), name.len() + day));
        }
    }
    era(rest).or_else(|| calendar(rest))
}

fn era(rest: &str) -> Option<(Raw, usize)> {
    let (name, base) = ERAS.iter().find(|(name, _)| rest.starts_with(name))?;
    let after = &rest[name.len()..];
    let (year, length) = if let Some(first) = after.trim_start().strip_prefix("元年") {
        (1, after.len() - first.len())
    } else {
        let (number, length) = number(after)?;
        let after_number = after[length..].trim_start();
        let unit = after_number.strip_prefix('年')?;
        (number, after.len() - unit.len())
    };
    let used = name.len() + length;
    Some(with_month(base + year, rest, used))
}

/// `2017年11月24日`, `11月24日`, `24日`, `3年前`.
fn calendar(rest: &str) -> Option<(Raw, usize)> {
    let (first, length) = number(rest)?;
    let after = rest[length..].trim_start();
    let skipped = rest.len() - after.len();
    if let Some(unit) = after.strip_prefix('年') {
        let used = rest.len() - unit.len();
        if let Some(ago) = unit.strip_prefix('前') {
            return Some((Raw::Away(Unit::Year, -first), rest.len() - ago.len()));
        }
        return (1000..2200).contains(&first).then(|| with_month(first, rest, used));
    }
    if let Some(unit) = after.strip_prefix('月') {
        let month = u8::try_from(first).ok().filter(|m| (1..=12).contains(m))?;
        let used = rest.len() - unit.len();
        return Some(match day(unit) {
            Some((day, more)) => (Raw::Turn(Cyclic::MonthDay(month, day), Which::Open), used + more),
            None => (Raw::Turn(Cyclic::Month(month), Which::Open), used),
        });
    }
    for (word, unit) in [
        ("日前", Unit::Day),
        ("週間前", Unit::Week),
        ("か月前", Unit::Month),
        ("ヶ月前", Unit::Month),
        ("カ月前", Unit::Month),
    ] {
        if after.starts_with(word) {
            return Some((Raw::Away(unit, -first), skipped + word.len()));
        }
    }
    let (day, more) = day(rest)?;
    // `3日間` is a duration.
    (!rest[more..].trim_start().starts_with(['間', '目', '後', '以']))
        .then_some((Raw::Turn(Cyclic::Day(day), Which::Open), more))
}

fn with_month(year: i32, rest: &str, used: usize) -> (Raw, usize) {
    let after = &rest[used..];
    let Some((month, length)) = number(after) else { return (Raw::At(Point::Year(year)), used) };
    let unit = after[length..].trim_start();
    let (Some(unit), Ok(month @ 1..=12)) = (unit.strip_prefix('月'), u8::try_from(month)) else {
        return (Raw::At(Point::Year(year)), used);
    };
    let used = rest.len() - unit.len();
    match day(unit) {
        Some((day, more)) => (Raw::At(Point::Day(year, month, day)), used + more),
        None => (Raw::At(Point::Month(year, month)), used),
    }
}

fn day(rest: &str) -> Option<(u8, usize)> {
    let (day, length) = number(rest)?;
    let unit = rest[length..].trim_start().strip_prefix('日')?;
    let day = u8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
    Some((day, rest.len() - unit.len()))
}

/// Digits of either width, spaces before them allowed.
fn number(rest: &str) -> Option<(i32, usize)> {
    let start = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let mut value = 0;
    let mut end = start;
    for c in rest[start..].chars().take(4) {
        let digit = match c {
            '0'..='9' => c as i32 - '0' as i32,
            '０'..='９' => c as i32 - '０' as i32,
            _ => break,
        };
        value = value * 10 + digit;
        end += c.len_utf8();
    }
    (end > start).then_some((value, end))
}

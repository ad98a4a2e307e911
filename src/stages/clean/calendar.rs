//! Whole days in the lines around a text: captions, datelines, bylines, headers, addresses.
//!
//! Only what names day, month and year counts. Prose is read elsewhere (`annotate`), where words such as
//! "on Tuesday" have an anchor.

use std::ops::Range;

use super::passage::prefix;
use crate::model::date::Date;

/// Names of the months and their abbreviations, in lower case and without a full stop; one line a month.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro января январь янв січня stycznia januari ocak ledna",
    "february feb februar février févr fevr fév febrero febbraio fevereiro fev февраля февраль фев февр лютого lutego \
     februari şubat února",
    "march mar märz mär mrz mars marzo março марта март мар березня marca maart marts mart března",
    "april apr avril avr abril abr aprile апреля апрель апр квітня kwietnia nisan dubna",
    "may mai mayo maggio mag maio мая май травня maja mei maj mayıs května",
    "june jun juni juin junio giugno giu junho июня июнь июн червня czerwca haziran června",
    "july jul juli juillet juil julio luglio lug julho июля июль июл липня lipca temmuz července",
    "august aug août aout agosto ago августа август авг серпня sierpnia augustus augusti ağustos srpna",
    "september sep sept septembre septiembre setiembre settembre set setembro сентября сентябрь сен сент вересня \
     września eylül září",
    "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт жовтня października ekim října",
    "november nov novembre noviembre novembro ноября ноябрь ноя нояб листопада listopada kasım listopadu",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря декабрь дек грудня grudnia aralık \
     prosince",
];

/// Words that may stand between the parts of a date.
const FILLERS: [&str; 12] = ["of", "the", "de", "del", "den", "st", "nd", "rd", "th", "er", "го", "le"];

/// Words before the day of a change, in lower case.
pub const CHANGED: [&str; 15] = [
    "updated",
    "modified",
    "last change",
    "revised",
    "aktualisiert",
    "geändert",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "обновлено",
];

/// What a date is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Number { value: u32, digits: usize },
    Month(u8),
    Filler,
    Other,
}

#[derive(Clone, Debug)]
struct Token {
    span: Range<usize>,
    part: Part,
}

/// All whole days that the text names, in its order, each with its words.
pub fn days_in(text: &str) -> Vec<(Range<usize>, Date)> {
    let tokens = tokens(text);
    let mut found: Vec<(Range<usize>, Date)> = Vec::new();
    let mut next = 0;
    while next < tokens.len() {
        match day_at(text, &tokens[next..]) {
            Some((used, date)) => {
                found.push((tokens[next].span.start..tokens[next + used - 1].span.end, date));
                next += used;
            }
            None => next += 1,
        }
    }
    found
}

/// The only day that the text names; `None` when it names none or several.
pub fn only_day_in(text: &str) -> Option<(Range<usize>, Date)> {
    let mut days = days_in(text);
    let (span, date) = days.pop()?;
    days.iter().all(|(_, other)| *other == date).then_some((span, date))
}

/// A day and a month without a year at the start of the text (`November 24`, `24 ноября`), and where they end.
pub fn day_and_month_at_start(text: &str) -> Option<(usize, u8, u8)> {
    let tokens = tokens(prefix(text, 40));
    let tokens: Vec<&Token> = tokens.iter().filter(|token| token.part != Part::Filler).take(2).collect();
    let [first, second] = tokens[..] else { return None };
    if first.span.start != 0 || !joined(&text[first.span.end..second.span.start]) {
        return None;
    }
    let (month, day) = match (&first.part, &second.part) {
        (Part::Month(month), Part::Number { value, .. })
        | (Part::Number { value, .. }, Part::Month(month)) => (*month, u8::try_from(*value).ok()?),
        _ => return None,
    };
    Date::day(2000, month, day)?;
    Some((second.span.end, month, day))
}

/// A date at the head of `tokens` and how many of them it takes.
fn day_at(text: &str, tokens: &[Token]) -> Option<(usize, Date)> {
    let mut parts: Vec<(usize, &Part)> = Vec::with_capacity(3);
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && !joined(&text[tokens[index - 1].span.end..token.span.start]) {
            break;
        }
        match token.part {
            Part::Filler if parts.is_empty() => return None,
            Part::Filler => {}
            Part::Other => break,
            _ => parts.push((index, &token.part)),
        }
        if parts.len() == 3 {
            break;
        }
    }
    let [(_, first), (_, second), (last, third)] = parts[..] else { return None };
    let date = match (first, second, third) {
        (
            Part::Number { digits: 4, .. },
            Part::Number { value: month, .. },
            Part::Number { value: day, .. },
        ) => Date::day(year_of(first)?, u8::try_from(*month).ok()?, u8::try_from(*day).ok()?)?,
        (Part::Number { digits: 4, .. }, Part::Month(month), Part::Number { value: day, .. }) => {
            Date::day(year_of(first)?, *month, u8::try_from(*day).ok()?)?
        }
        (Part::Number { value: day, .. }, Part::Month(month), year)
        | (Part::Month(month), Part::Number { value: day, .. }, year) => {
            Date::day(year_of(year)?, *month, u8::try_from(*day).ok()?)?
        }
        (Part::Number { value: one, .. }, Part::Number { value: two, .. }, year) => {
            let dotted = text[tokens[0].span.end..tokens[1].span.start].starts_with('.');
            numeric(*one, *two, year_of(year)?, dotted)?
        }
        _ => return None,
    };
    Some((last + 1, date))
}

/// `24.11.2017` is always day first; with slashes either order is in use, so one of the two must be above 12.
fn numeric(one: u32, two: u32, year: i32, dotted: bool) -> Option<Date> {
    let (one, two) = (u8::try_from(one).ok()?, u8::try_from(two).ok()?);
    match (dotted, one > 12, two > 12) {
        (true, _, _) | (_, true, _) => Date::day(year, two, one),
        (_, _, true) => Date::day(year, one, two),
        _ if one == two => Date::day(year, one, two),
        _ => None,
    }
}

/// Years of the printing press and after; no news is older, and numbers such as 0012 are no years.
fn year_of(part: &Part) -> Option<i32> {
    match part {
        Part::Number { value: value @ 1600..=2199, digits: 4 } => i32::try_from(*value).ok(),
        _ => None,
    }
}

fn joined(between: &str) -> bool {
    between.chars().count() <= 3 && between.chars().all(|c| " .,-/\u{a0}\u{202f}年月'".contains(c))
}

fn tokens(text: &str) -> Vec<Token> {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => 1,
        '年' | '月' | '日' => 0,
        c if c.is_alphabetic() => 2,
        _ => 0,
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = 0;
    for (at, c) in text.char_indices() {
        let this = kind(c);
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(token) if this != 0 && this == before => token.span.end = end,
            _ if this != 0 => tokens.push(Token { span: at..end, part: Part::Other }),
            _ => {}
        }
        before = this;
    }
    for token in &mut tokens {
        token.part = part_of(&text[token.span.clone()]);
    }
    tokens
}

fn part_of(word: &str) -> Part {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let value = if word.len() <= 4 { word.parse().ok() } else { None };
        return value.map_or(Part::Other, |value| Part::Number { value, digits: word.len() });
    }
    if word.len() > 24 {
        return Part::Other;
    }
    let word = word.to_lowercase();
    let month = MONTHS.iter().position(|names| names.split_whitespace().any(|name| name == word));
    match month.and_then(|index| u8::try_from(index + 1).ok()) {
        Some(month) => Part::Month(month),
        None if FILLERS.contains(&word.as_str()) => Part::Filler,
        None => Part::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_many_languages() {
        for text in [
            "24 Nov 2017",
            "November 24, 2017",
            "Nov. 24th, 2017",
            "24th of November 2017",
            "24. November 2017",
            "24 novembre 2017",
            "24 de noviembre de 2017",
            "24 ноября 2017 г.",
            "24.11.2017",
            "2017-11-24",
            "2017/11/24",
            "2017年11月24日",
            "11/24/2017",
            "24/11/2017",
            "24-Nov-2017",
            "Fri, 24 Nov 2017 10:11:12",
            "2017-11-24T10:11:12Z",
            "(24 listopada 2017)",
            "in Moscow. 24 Nov 2017",
            "2017, November 24",
        ] {
            let days = days_in(text);
            assert_eq!(days.len(), 1, "{text}");
            assert_eq!(days[0].1.to_string(), "2017-11-24", "{text}");
        }
    }

    #[test]
    fn what_could_be_two_days_or_none_is_left_alone() {
        for text in
            ["03/02/2017", "24 2017", "November 2017", "31 June 2017", "24. 11. 17 people", "May 2017, 5,000"]
        {
            assert_eq!(days_in(text), [], "{text}");
        }
        assert!(only_day_in("1 May 2017 or 2 May 2017").is_none());
    }

    #[test]
    fn the_words_of_a_date_are_known() {
        let text = "Москва, 24 ноября 2017, полдень";
        let (span, _) = only_day_in(text).expect("one day");
        assert_eq!(&text[span], "24 ноября 2017");
        assert_eq!(day_and_month_at_start("November 24. /TASS/"), Some((11, 11, 24)));
        assert_eq!(day_and_month_at_start("24 ноября — РИА"), Some(("24 ноября".len(), 11, 24)));
        assert_eq!(day_and_month_at_start("in November 24"), None);
    }
}

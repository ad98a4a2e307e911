//! The dateline that begins a report: `MOSCOW, November 24. /TASS/`, `Berlin (dpa) -`, `【モスクワ共同】`.

use std::ops::Range;

use super::{better_source, first_date};
use crate::{
    model::{date::Date, reading::Read},
    stages::clean::{
        calendar,
        draft::{Block, Draft},
        passage::{Passage, prefix},
        sources::Sources,
    },
};

/// What a dateline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dateline {
    /// Bytes of the paragraph that it takes, with the sign that ends it.
    pub length: usize,
    /// The agency, by its usual name.
    pub agency: Option<String>,
    /// The day, when the year is given.
    pub date: Option<Date>,
    /// Month and day, when it is not.
    pub day: Option<(u8, u8)>,
}

/// No dateline is longer, in bytes.
const LONGEST: usize = 120;

/// No agency's name is longer, in bytes.
const LONGEST_AGENCY: usize = 48;

/// Only one of the first paragraphs has a dateline.
const FIRST: usize = 4;

/// Reads the dateline. It leaves a text seed, whose paragraphs then begin with a sentence; in a web page it stays.
pub fn read(mut draft: Draft, sources: &Sources) -> Draft {
    let found = draft.blocks.iter().enumerate().take(FIRST).find_map(|(at, block)| {
        let words = block.as_paragraph()?;
        Some((at, parse(words.as_str(), sources)?, words.clone()))
    });
    let Some((at, dateline, words)) = found else { return draft };
    let line = &words.as_str()[..dateline.length];
    if let Some(agency) = &dateline.agency {
        better_source(&mut draft, Read::fact(agency.clone(), "dateline", line.trim()));
    }
    if let Some(date) = dateline.date.or_else(|| with_year(&draft, dateline.day?)) {
        let known = draft.reading.date.as_ref().is_some_and(|date| date.basis.rule != "photo credit");
        if !known {
            draft.reading.date = None;
        }
        first_date(&mut draft, Read::fact(date, "dateline", line.trim()));
    }
    if draft.traced || dateline.length == words.as_str().len() {
        draft.remove(line, "dateline");
        let rest: Passage = words.slice(dateline.length..words.as_str().len()).trim();
        if rest.is_blank() {
            draft.blocks.remove(at);
        } else {
            draft.blocks[at] = Block::paragraph(rest);
        }
    }
    draft
}

/// How much of a paragraph its dateline is, in bytes.
pub fn length(paragraph: &str, sources: &Sources) -> usize {
    parse(paragraph, sources).map_or(0, |dateline| dateline.length)
}

/// A day without its year falls into the year of what else is known of the article, when that is near.
fn with_year(draft: &Draft, (month, day): (u8, u8)) -> Option<Date> {
    let (year, known_month, known_day) = draft.reading.date.as_ref()?.value.as_day()?;
    let of_year = |month: u8, day: u8| i32::from(month) * 31 + i32::from(day);
    let near = (of_year(month, day) - of_year(known_month, known_day)).abs() <= 14;
    near.then(|| Date::day(year, month, day)).flatten()
}

/// The dateline at the start of a paragraph, if there is one.
pub fn parse(paragraph: &str, sources: &Sources) -> Option<Dateline> {
    if let Some(found) = bracketed(paragraph, sources).or_else(|| placeless(paragraph, sources)) {
        return Some(found);
    }
    let head = prefix(paragraph, LONGEST);
    let place = place_length(head)?;
    let mut found = Dateline { length: place, ..Dateline::default() };
    read_day(head, &mut found);
    read_agency(head, sources, &mut found);
    let capitals = head[..place].chars().all(|c| !c.is_lowercase());
    let after = &paragraph[found.length..];
    let alone = after.chars().all(|c| c.is_whitespace() || ".—–-:|".contains(c));
    if alone {
        // `Oslo, 13 April 2021 (AFP) -` and `Berlin, 3 June 2019` as a paragraph of their own.
        let names = head.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
        let short = head[..place].split_whitespace().count() <= 2 && names.matches(',').count() <= 2;
        let whole = found.date.is_some() && short || found.agency.is_some() && found.day.is_some();
        return whole.then_some(Dateline { length: paragraph.len(), ..found });
    }
    let ended = end_sign(after)?;
    let sentence = after[ended.0..].starts_with(|c: char| c.is_uppercase() || "\"“„«".contains(c));
    let strong = found.agency.is_some()
        || (capitals && (found.day.is_some() || found.date.is_some() || ended.1))
        || (found.date.is_some() && sentence);
    if !strong {
        return None;
    }
    found.length += ended.0;
    Some(found)
}

/// `Aug 17 (UPI) -- `, `(ANSA) - ROME, AUG 17 - `: the day or the agency stands first.
fn placeless(paragraph: &str, sources: &Sources) -> Option<Dateline> {
    let head = prefix(paragraph, LONGEST);
    if let Some(rest) = head.strip_prefix('(') {
        let close = rest.find(')')?;
        let agency = sources.named(&rest[..close])?.name.clone();
        let start = close + 2;
        let sign = end_sign(&paragraph[start..]).filter(|(_, dash)| *dash)?.0;
        let mut found = Dateline { length: start + sign, agency: Some(agency), ..Dateline::default() };
        let behind = &paragraph[found.length..];
        if let Some(inner) = place_length(prefix(behind, LONGEST)) {
            let mut inner = Dateline { length: inner, ..Dateline::default() };
            read_day(prefix(behind, LONGEST), &mut inner);
            let dated = inner.date.is_some() || inner.day.is_some();
            if let Some((sign, _)) = end_sign(&behind[inner.length..]).filter(|_| dated) {
                found = Dateline {
                    length: found.length + inner.length + sign,
                    date: inner.date,
                    day: inner.day,
                    ..found
                };
            }
        }
        return Some(found);
    }
    // The agency stands in brackets behind the day.
    let bracket = prefix(head, 40).find('(')?;
    if !head[..bracket].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (end, month, day) = calendar::day_and_month_at_start(head)?;
    let mut found = Dateline { length: end, day: Some((month, day)), ..Dateline::default() };
    if let Some((span, date)) = calendar::days_in(head).into_iter().next().filter(|(span, _)| span.start == 0)
    {
        found = Dateline { length: span.end, date: Some(date), ..Dateline::default() };
    }
    let open = head[found.length..].trim_start().starts_with('(');
    read_agency(head, sources, &mut found);
    let sign = end_sign(&paragraph[found.length..]).filter(|(_, dash)| *dash)?.0;
    (open && found.agency.is_some()).then_some(Dateline { length: found.length + sign, ..found })
}

/// `【モスクワ共同】`, `[東京 24日 ロイター] -`, `（…）`
fn bracketed(paragraph: &str, sources: &Sources) -> Option<Dateline> {
    let close = match paragraph.chars().next()? {
        '【' => '】',
        '[' => ']',
        '［' => '］',
        '（' => '）',
        _ => return None,
    };
    let open = paragraph.chars().next()?.len_utf8();
    let end = prefix(paragraph, LONGEST).find(close)?;
    let inside = &paragraph[open..end];
    let mut starts = inside.char_indices().map(|(at, _)| at);
    let agency = starts.find_map(|at| sources.named(&inside[at..]))?;
    let after = end + close.len_utf8();
    let sign = end_sign(&paragraph[after..]).map_or(0, |(length, _)| length);
    Some(Dateline { length: after + sign, agency: Some(agency.name.clone()), ..Dateline::default() })
}

/// How long the place at the start is: one to five words with capitals, up to a sign.
fn place_length(head: &str) -> Option<usize> {
    let inner = |at: usize| head[at..].starts_with(['/', '-']) && !head[..at].ends_with(char::is_whitespace);
    let signs = head.match_indices([',', '(', '—', '–', '-', '.', '/', ':', '|']).map(|(at, _)| at);
    let mut signs = signs;
    let end = signs.find(|&at| !inner(at)).filter(|&end| end > 1)?;
    let place = head[..end].trim_end();
    let words: Vec<&str> = place.split_whitespace().collect();
    let named = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            || ["de", "am", "an", "der", "of", "upon", "and", "und", "et", "y", "и"].contains(word)
    };
    let is_place = (1..=5).contains(&words.len())
        && words.iter().all(named)
        && !place.contains(|c: char| c.is_ascii_digit() || c == '"' || c == '«');
    is_place.then_some(place.len())
}

/// `, November 24`, `. 24 ноября 2017`, also after a region: `, Japan, Nov. 24`.
fn read_day(head: &str, found: &mut Dateline) {
    let Some(rest) = head[found.length..].strip_prefix([',', '.']) else { return };
    let gap = rest.len() - rest.trim_start().len() + 1;
    let start = found.length + gap;
    if let Some((span, date)) =
        calendar::days_in(&head[start..]).into_iter().next().filter(|(span, _)| span.start == 0)
    {
        found.date = Some(date);
        found.length = start + span.end + time_length(&head[start + span.end..]);
        return;
    }
    if let Some((end, month, day)) = calendar::day_and_month_at_start(&head[start..]) {
        found.day = Some((month, day));
        found.length = start + end;
        return;
    }
    if head[found.length..].starts_with('.') {
        return;
    }
    let region = head[start..].find([',', '(', '—', '–', '/']).map(|end| start..start + end);
    let named = |span: &Range<usize>| {
        let words = head[span.clone()].split_whitespace();
        words.clone().count() <= 3
            && words.clone().all(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    if let Some(region) = region.filter(|region| !region.is_empty()).filter(named) {
        found.length = region.start + head[region].trim_end().len();
        read_day(head, found);
    }
}

/// ` / 10:15 am` behind a day, up to a bracket.
fn time_length(rest: &str) -> usize {
    let end = rest.find('(').unwrap_or(0);
    let time = rest[..end].trim().trim_start_matches('/').trim();
    let is_time = time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':') && time.len() <= 12;
    if is_time { rest[..end].trim_end().len() } else { 0 }
}

/// `(Reuters)`, `/TASS/`, `. /TASS/.`, `— РИА Новости.`
fn read_agency(head: &str, sources: &Sources, found: &mut Dateline) {
    let rest = &head[found.length..];
    let gap = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || ".,—–-".contains(c)).len();
    let start = found.length + gap;
    let close = match head[start..].chars().next() {
        Some('(') => Some(')'),
        Some('/') => Some('/'),
        _ => None,
    };
    let (inside, end) = match close {
        Some(close) => {
            let Some(length) = head[start + 1..].find(close) else { return };
            (&head[start + 1..start + 1 + length], start + 1 + length + 1)
        }
        None => match sources.at_start(&head[start..]) {
            // `INTERFAX.RU - `
            Some((_, length)) if head[start + length..].to_lowercase().starts_with(".ru ") => {
                (&head[start..start + length], start + length + 3)
            }
            Some((_, length)) if head[start + length..].starts_with(['.', ' ', '—']) && gap > 1 => {
                (&head[start..start + length], start + length)
            }
            _ => return,
        },
    };
    let first = inside.split(['/', ',']).next().unwrap_or(inside);
    if let Some(source) = sources.named(inside).or_else(|| sources.named(first)) {
        found.agency = Some(source.name.clone());
        found.length = end;
    } else if close == Some(')') && is_unknown_agency(inside) && has_day_after_capitals(head, found) {
        found.agency = Some(inside.to_owned());
        found.length = end;
    }
}

/// A name in the place of an agency's: `(Coast Agency)`. The table of outlets knows the large ones only.
fn is_unknown_agency(inside: &str) -> bool {
    let words = || inside.split(' ');
    inside.len() <= LONGEST_AGENCY
        && words().count() <= 5
        && words().all(|word| word.chars().next().is_some_and(char::is_alphabetic))
        && words().next().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether a place in capitals with a day stands before: what follows in brackets can only be the agency.
fn has_day_after_capitals(head: &str, found: &Dateline) -> bool {
    let place = head.split([',', '(']).next().unwrap_or_default();
    (found.day.is_some() || found.date.is_some()) && place.chars().all(|c| !c.is_lowercase())
}

/// How long the sign is that parts a dateline from the text, and whether it is a dash.
fn end_sign(rest: &str) -> Option<(usize, bool)> {
    let signs =
        rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || ".—–-:|".contains(c)).len();
    let sign = rest[..signs].trim();
    let dash = sign.contains(['—', '–', '-']);
    let spaced = rest[..signs].ends_with(char::is_whitespace) || rest[..signs].ends_with(['—', '–']);
    ((!sign.is_empty() || signs > 0) && spaced).then_some((signs, dash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<(&str, Dateline)> {
        let found = parse(text, &Sources::new(&[]))?;
        Some((&text[found.length..], Dateline { length: 0, ..found }))
    }

    #[test]
    fn datelines_of_the_agencies_are_read() {
        let some = |name: &str| Some(name.to_owned());
        let day = Some((11, 24));
        for (text, agency, date, day) in [
            ("MOSCOW, November 24. /TASS/. It is said.", some("TASS"), None, day),
            ("MOSCOW (Reuters) - It is said.", some("Reuters"), None, None),
            ("TOKYO, Nov 24 (Xinhua) -- It is said.", some("Xinhua"), None, day),
            (
                "MOSCOW, 24 November 2017 (AFP) - It is said.",
                some("Agence France-Presse"),
                Some("2017-11-24"),
                None,
            ),
            ("Berlin (dpa) - It is said.", some("dpa"), None, None),
            ("Berlin/Moskau (dpa) - It is said.", some("dpa"), None, None),
            ("МОСКВА, 24 ноя — РИА Новости. It is said.", some("RIA Novosti"), None, day),
            ("МОСКВА, 24 ноября. /ТАСС/. It is said.", some("TASS"), None, day),
            ("PARIS — It is said.", None, None, None),
            (
                "KELMAR, March 3, 2019 (Coast Agency) — It is said.",
                some("Coast Agency"),
                Some("2019-03-03"),
                None,
            ),
            ("KELMAR, 3 March (Coast) - It is said.", some("Coast"), None, Some((3, 3))),
            ("New Delhi, Nov 24 (PTI) It is said.", some("Press Trust of India"), None, day),
            ("SENDAI, Japan, Nov. 24 (Kyodo) - It is said.", some("Kyodo News"), None, day),
            ("[東京 24日 ロイター] - It is said.", some("Reuters"), None, None),
            ("【モスクワ共同】It is said.", some("Kyodo News"), None, None),
            ("MOSCOW. April 13 (Interfax) - It is said.", some("Interfax"), None, Some((4, 13))),
            ("Москва. 13 апреля. INTERFAX.RU - It is said.", some("Interfax"), None, Some((4, 13))),
            ("Aug 17 (UPI) -- It is said.", some("United Press International"), None, Some((8, 17))),
            ("(ANSA) - ROME, AUG 17 - It is said.", some("ANSA"), None, Some((8, 17))),
            ("(dpa) - It is said.", some("dpa"), None, None),
            (
                "Oslo, Aug 17, 2022 / 10:15 am (AFP).- It is said.",
                some("Agence France-Presse"),
                Some("2022-08-17"),
                None,
            ),
            ("Berlin, 4. Mai 2016. It is said.", None, Some("2016-05-04"), None),
            ("Paris, 4 mai 2016 – It is said.", None, Some("2016-05-04"), None),
            ("Madrid, 4 de mayo de 2016. It is said.", None, Some("2016-05-04"), None),
        ] {
            let date = date.and_then(|date: &str| date.parse().ok());
            let expected = Dateline { length: 0, agency, date, day };
            assert_eq!(parsed(text), Some(("It is said.", expected)), "{text}");
        }
    }

    #[test]
    fn a_dateline_may_be_a_paragraph_of_its_own() {
        let sources = Sources::new(&[]);
        for line in ["Oslo, April 13, 2021 (AFP) -", "Berlin, 3 June 2019", "OSLO, April 13 (Reuters) -"] {
            assert_eq!(length(line, &sources), line.len(), "{line}");
        }
        for line in ["Berlin", "Ann Lee, Reuters", "Oslo, April 13", "Berlin (dpa)"] {
            assert_eq!(length(line, &sources), 0, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "Moscow, which has said so, will wait.",
            "The minister said - and left.",
            "Paris – the city of light – waits.",
            "Japan (and Russia) said so.",
            "Japan, November 24 (Friday afternoon) – a day of talks.",
            "A. B. Lee said so.",
            "UNESCO, the agency, said so.",
            "Berlin, 4 May 2016, was a city of hope.",
            "Paris. A day of talks.",
            "May 17 (Tuesday) - It is said.",
            "(AFP) said so.",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}

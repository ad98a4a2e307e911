//! The lines around a text: bylines, dates, addresses, sources; and the dateline that begins it.

use super::{
    below_title, better_source,
    credit::person_length,
    first_date,
    head_words::{ABOUT, AT, BY, DATE_LABELS, FROM},
};
use crate::{
    model::{date::Date, reading::Read},
    stages::clean::{
        annotate::is_given_name,
        calendar,
        draft::{Block, Draft, Shape, shown},
        html::author_line::is_person,
        rules::dateline,
        sources::Sources,
    },
};

/// Only the first and the last so many paragraphs can be such lines.
const EDGE: usize = 8;

/// A line longer than this, in characters, is a paragraph.
const LONGEST: usize = 160;

/// Reads the edges of a text seed.
pub fn read(draft: Draft, sources: &Sources) -> Draft {
    let Draft { blocks, reading, traced } = draft;
    let mut draft = Draft { blocks: Vec::with_capacity(blocks.len()), reading, traced };
    let count = blocks.len();
    let name = name_beside_day(&blocks);
    let mut before_text = true;
    let titled = draft.reading.title.as_ref().is_some_and(|title| title.sure);
    for (at, block) in blocks.into_iter().enumerate() {
        let edge = at < EDGE && before_text || at + EDGE >= count;
        if at + EDGE >= count
            && let Block::Text(Shape::Heading(_), words) = &block
            && draft.reading.authors.iter().any(|author| author == words.as_str())
        {
            draft.remove(words.as_str(), "byline");
            continue;
        }
        let line = block.as_paragraph().map(|words| words.as_str().to_owned());
        let is_line = |line: &String| edge && (titled || at > 0) && line.chars().count() <= LONGEST;
        let Some(line) = line.filter(is_line) else {
            before_text &= block.as_paragraph().is_none();
            draft.blocks.push(block);
            continue;
        };
        if titled && name == Some(at) {
            if draft.reading.authors.is_empty() {
                draft.reading.authors = vec![shown(&line)];
            }
            draft.remove(&line, "byline");
            continue;
        }
        let below_title = titled && before_text && at <= 2;
        let reason = match block.as_paragraph() {
            Some(words) if below_title && below_title::read(&mut draft, words, sources) => Some("source"),
            _ => line_reason(&mut draft, &line, sources),
        };
        match reason {
            Some(reason) => draft.remove(&line, reason),
            None => draft.blocks.push(block),
        }
    }
    dateline::read(draft, sources)
}

/// Where above the text a line is a name and the line before or after it a day.
fn name_beside_day(blocks: &[Block]) -> Option<usize> {
    let lines = blocks.iter().take(EDGE).map(|block| block.as_paragraph().map_or("", |words| words.as_str()));
    let lines: Vec<&str> = lines.take_while(|line| line.chars().count() <= LONGEST).collect();
    let is_day = |at: usize| lines.get(at).is_some_and(|line| only_day(line).is_some());
    (0..lines.len()).find(|&at| is_person(lines[at]) && (is_day(at + 1) || at > 0 && is_day(at - 1)))
}

/// Reads a line for what it says and gives the reason to cut it.
fn line_reason(draft: &mut Draft, line: &str, sources: &Sources) -> Option<&'static str> {
    if let Some(address) = address_in(line) {
        take_address(draft, address, sources);
        return Some("address");
    }
    if let Some(rest) = after_any(line, &FROM) {
        return take_source(draft, rest, sources).then_some("source");
    }
    if let Some(rest) = after_any(line, &BY)
        && take_byline(draft, rest, sources)
    {
        return Some("byline");
    }
    if is_author_line(draft, line) || take_name_and_day(draft, line) {
        return Some("byline");
    }
    if take_source_and_day(draft, line, sources) {
        return Some("source");
    }
    take_date_line(draft, line).then_some("date")
}

/// A line that begins with an author that is known already, and at most adds an office: `Ann Lee, Secretary of State`.
fn is_author_line(draft: &Draft, line: &str) -> bool {
    let after = draft.reading.authors.iter().find_map(|name| line.strip_prefix(name.as_str()));
    after.is_some_and(|rest| {
        let about = ABOUT.iter().any(|head| rest.starts_with(head));
        rest.is_empty() || rest.starts_with(',') && !rest.ends_with('.') && rest.len() <= 60 || about
    })
}

/// `Ann Lee in Oslo`, `Ann Lee, 24 November 2017`, `Ann Lee | 24.11.2017 - Update: 25.11.2017`: a name with a given
/// name that is known, and a place or days.
fn take_name_and_day(draft: &mut Draft, line: &str) -> bool {
    let name = &line[..person_length(line)];
    let rest = line[name.len()..].trim();
    let known = name.split_whitespace().next().is_some_and(is_given_name);
    if !known || rest.is_empty() || line.ends_with(['.', ':', '?', '!']) {
        return false;
    }
    let place = rest.strip_prefix("in ").is_some_and(|place| {
        place.split_whitespace().count() <= 3
            && place
                .split_whitespace()
                .all(|word| word.starts_with(char::is_uppercase) && !word.contains(','))
    });
    let days = calendar::days_in(rest);
    let mut labels = rest.to_owned();
    for (span, _) in days.iter().rev() {
        labels.replace_range(span.clone(), " ");
    }
    let labels = labels.to_lowercase();
    let mut words = labels.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let dated = rest.starts_with([',', '|', '-', '–', '·']) && words.all(|word| DATE_LABELS.contains(&word));
    match days.first() {
        Some((span, date)) if dated => {
            first_date(draft, Read::fact(*date, "byline", &rest[span.clone()]));
        }
        _ if place => {}
        _ => return false,
    }
    if draft.reading.authors.is_empty() {
        draft.reading.authors = vec![shown(name)];
    }
    true
}

fn after_any<'a>(line: &'a str, heads: &[&str]) -> Option<&'a str> {
    heads.iter().find_map(|head| line.strip_prefix(head)).map(str::trim)
}

fn is_address(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(char::is_whitespace)
}

/// The address in a line that says where the text is, and nothing else.
fn address_in(line: &str) -> Option<&str> {
    Some(after_any(line, &AT).unwrap_or(line)).filter(|rest| is_address(rest))
}

fn take_address(draft: &mut Draft, address: &str, sources: &Sources) {
    if draft.reading.url.is_none() {
        draft.reading.url = Some(address.to_owned());
    }
    if let Some(source) = sources.at_address(address) {
        better_source(draft, Read::fact(source.name.clone(), "address", address));
    }
    if let Some(date) = day_in_address(address) {
        first_date(draft, date);
    }
}

/// `/2017/11/24/` in an address.
fn day_in_address(address: &str) -> Option<Read<Date>> {
    let path = address.split_once("://")?.1.split_once('/')?.1;
    let (span, date) = calendar::only_day_in(path)?;
    Some(Read::fact(date, "address", &path[span]))
}

fn take_source(draft: &mut Draft, rest: &str, sources: &Sources) -> bool {
    if is_address(rest) {
        take_address(draft, rest, sources);
        return true;
    }
    let (words, more) = rest.split_once('|').unwrap_or((rest, ""));
    if let Some((span, date)) = calendar::only_day_in(more) {
        first_date(draft, Read::fact(date, "source line", &more[span]));
    }
    let words = words.trim_end().trim_end_matches('.');
    let known = sources.named(words).map(|source| source.name.clone());
    if known.is_none() && words.split_whitespace().count() > 6 {
        return false;
    }
    let name = known.unwrap_or_else(|| shown(words));
    better_source(draft, Read::fact(name, "source line", rest));
    true
}

/// `Ann Lee and Bo Li, Reuters, 24 November 2017`; false when the line says something else.
fn take_byline(draft: &mut Draft, rest: &str, sources: &Sources) -> bool {
    let staff = |rest: &str| {
        let mut words = rest.split_whitespace();
        words.all(|word| ["Staff", "staff", "reporters", "Correspondent"].contains(&word))
    };
    if let Some((source, _)) = sources.at_start(rest).filter(|(_, end)| staff(&rest[*end..])) {
        better_source(draft, Read::fact(source.name.clone(), "byline", rest));
        return true;
    }
    let mut names = Vec::new();
    let mut at = 0;
    let first_line = rest.find('\n').unwrap_or(rest.len());
    loop {
        let length = person_length(&rest[at..first_line.max(at)]);
        let trade = ["Staff", "Writer", "Reporter", "Correspondent", "Editor"];
        if length == 0 || rest[at..at + length].split_whitespace().any(|word| trade.contains(&word)) {
            break;
        }
        names.push(shown(&rest[at..at + length]));
        at += length;
        let gap = [", ", " and ", " und ", " et ", " y ", " и ", " & ", " / "]
            .iter()
            .find(|gap| rest[at..].starts_with(**gap));
        match gap {
            Some(gap)
                if person_length(&rest[at + gap.len()..]) > 0
                    && sources.at_start(&rest[at + gap.len()..]).is_none() =>
            {
                at += gap.len();
            }
            _ => break,
        }
    }
    let after = rest[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
    if names.is_empty() || after.split_whitespace().count() > 8 {
        return false;
    }
    let after = ["for ", "in "].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
    if let Some((source, _)) = sources.at_start(after) {
        better_source(draft, Read::fact(source.name.clone(), "byline", rest));
    }
    if let Some((span, date)) = calendar::only_day_in(after) {
        first_date(draft, Read::fact(date, "byline", &after[span]));
    }
    let known = &draft.reading.authors;
    if known.is_empty() || names.len() > known.len() && known.iter().all(|name| names.contains(name)) {
        draft.reading.authors = names;
    }
    true
}

/// A line that holds nothing but a known source, and perhaps a day: `Reuters`, `Nov 24, 2017 | TASS`, `Published
/// 24 November 2017 by The Times`.
fn take_source_and_day(draft: &mut Draft, line: &str, sources: &Sources) -> bool {
    let found = calendar::only_day_in(line);
    let rest = match &found {
        Some((span, _)) => format!("{} {}", &line[..span.start], &line[span.end..]),
        None => line.to_owned(),
    };
    let is_label = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        !word.contains(char::is_alphabetic) || word == "by" || DATE_LABELS.contains(&word.as_str())
    };
    let words: Vec<&str> = rest.split_whitespace().skip_while(is_label).collect();
    let until = words.iter().rposition(|word| !is_label(word)).map_or(0, |last| last + 1);
    let name = words[..until].join(" ");
    // A name with a colon says who speaks.
    let Some(source) = sources.named(&name).filter(|_| !name.ends_with(':')) else { return false };
    better_source(draft, Read::fact(source.name.clone(), "source line", line));
    if let Some((_, date)) = found {
        first_date(draft, Read::fact(date, "source line", line));
    }
    true
}

/// A line that holds a date and nothing else that matters.
fn take_date_line(draft: &mut Draft, line: &str) -> bool {
    let Some((date, later)) = only_day(line) else { return false };
    let known = draft.reading.date.as_ref();
    if later && known.is_some() {
        return true;
    }
    // The day of a change gives way to that of publication.
    if known.is_some_and(|date| !date.sure && date.basis.rule == "date line") {
        draft.reading.date = None;
    }
    first_date(draft, Read { sure: !later, ..Read::fact(date, "date line", line) });
    true
}

/// The day in a line that holds a date and nothing else that matters, and whether it is that of a change.
fn only_day(line: &str) -> Option<(Date, bool)> {
    let (span, date) = calendar::only_day_in(line)?;
    let rest = format!("{} {}", &line[..span.start], &line[span.end..]).to_lowercase();
    let words = rest.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let mut words = words.filter(|word| word.chars().count() > 1 || !word.is_ascii());
    // `東京 2017年11月24日`
    let dense = |word: &str| {
        word.chars().count() <= 4 && word.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
    };
    let is_known = |word: &str| DATE_LABELS.contains(&word) || dense(word);
    words.all(is_known).then(|| (date, calendar::CHANGED.iter().any(|word| rest.contains(word))))
}

/// Whether a line says where a text is or of which day, and nothing else: no headline is such a line.
pub(super) fn is_bare(line: &str) -> bool {
    address_in(line).is_some() || line.chars().count() <= LONGEST && only_day(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::{draft::Block, format::plain, passage::Passage, rules::title};

    fn read_text(seed: &str) -> (Draft, Vec<String>) {
        let sources = Sources::new(&[]);
        let draft = read(title::read(plain::read(seed), &sources), &sources);
        let texts =
            draft.blocks.iter().filter_map(Block::words).map(Passage::as_str).map(str::to_owned).collect();
        (draft, texts)
    }

    #[test]
    fn lines_around_a_text_are_read_and_cut() {
        let seed = "Ministers meet in Paris\n\nBy Ann Lee and Bo Li, Reuters\n\nPublished: 24 Nov 2017, 10:15 GMT\n\nThey met, \
            and they spoke.\n\nhttps://www.reuters.com/article/x";
        let (draft, texts) = read_text(seed);
        assert_eq!(texts, ["They met, and they spoke."]);
        let reading = draft.reading;
        assert_eq!(reading.authors, ["Ann Lee", "Bo Li"]);
        assert_eq!(
            reading.date.map(|date| (date.value.to_string(), date.basis.rule)),
            Some(("2017-11-24".to_owned(), "date line".to_owned()))
        );
        assert_eq!(reading.source.map(|source| source.value).as_deref(), Some("Reuters"));
        assert_eq!(reading.url.as_deref(), Some("https://www.reuters.com/article/x"));
        let reasons: Vec<&str> = reading.removed.iter().map(|cut| cut.reason.as_str()).collect();
        assert_eq!(reasons, ["byline", "date", "address"]);
    }

    #[test]
    fn a_name_beside_a_day_and_the_day_of_publication_are_read() {
        for lines in [
            "May 04, 2023 10:15 AM\n\nAnna Lee",
            "Anna Lee\n\nMay 4, 2023",
            "Updated May 9, 2023\n\nBy Anna Lee\n\nPublished May 4, 2023",
            "By Anna Lee\n\nThe Guardian | Thu 4 May 2023 10.15 BST\n\nURL: https://www.theguardian.com/x",
            "Par Anna Lee\n\nPublié le 4 mai 2023 à 10h15",
        ] {
            let (draft, texts) = read_text(&format!("Ministers meet\n\n{lines}\n\nThey met."));
            assert_eq!(texts, ["They met."], "{lines}");
            assert_eq!(draft.reading.authors, ["Anna Lee"], "{lines}");
            let date = draft.reading.date.map(|date| date.value.to_string());
            assert_eq!(date.as_deref(), Some("2023-05-04"), "{lines}");
        }
        assert_eq!(read_text("Ministers meet\n\nAnna Lee\n\nThey met.").1.len(), 2);
    }

    #[test]
    fn sentences_at_the_edges_stay() {
        let seed = "Ministers meet\n\nBy Monday the talks had ended.\n\nIt was agreed on 24 November 2017 in Paris.\n\n\
            By and large it went well.";
        assert_eq!(read_text(seed).1.len(), 3);
    }

    #[test]
    fn a_known_source_may_stand_alone_or_beside_a_day() {
        for (line, day) in [
            ("Reuters", None),
            ("TASS | Nov 24, 2017", Some("2017-11-24")),
            ("24 November 2017, The Associated Press", Some("2017-11-24")),
            ("By Reuters, Nov. 24, 2017", Some("2017-11-24")),
            ("Published 24 November 2017 by Reuters", Some("2017-11-24")),
            ("(РИА Новости, 24 ноября 2017 г.)", Some("2017-11-24")),
        ] {
            let (draft, texts) = read_text(&format!("Ministers meet\n\n{line}\n\nThey met."));
            assert_eq!(texts, ["They met."], "{line}");
            assert!(draft.reading.source.is_some_and(|source| source.sure), "{line}");
            assert_eq!(draft.reading.date.map(|date| date.value.to_string()).as_deref(), day, "{line}");
        }
        for line in ["Reuters:", "Reuters was there", "Ann Lee | 24 Nov 2017 | Moscow"] {
            assert_eq!(read_text(&format!("Ministers meet\n\n{line}\n\nThey met.")).1.len(), 2, "{line}");
        }
    }

    #[test]
    fn a_japanese_day_is_a_line_of_its_own() {
        let (draft, texts) = read_text("外相会談\n\n2017年11月24日\n\n両外相が会談した。");
        assert_eq!(texts, ["両外相が会談した。"]);
        assert_eq!(draft.reading.date.map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
    }

    #[test]
    fn a_place_may_stand_beside_the_day() {
        for (seed, rest) in [
            ("外相会談\n\n東京 2017年11月24日\n\n両外相が会談した。", "両外相が会談した。"),
            ("Ministers meet\n\nBerlin, 24 November 2017\n\nThey met.", "They met."),
            ("Ministers meet\n\nBerlin, 24. November 2017. Sie trafen sich.", "Sie trafen sich."),
        ] {
            let (draft, texts) = read_text(seed);
            assert_eq!(texts, [rest]);
            assert_eq!(draft.reading.date.map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
        }
    }

    #[test]
    fn a_known_given_name_begins_a_byline() {
        for (line, day) in [
            ("Anna Lee in Oslo", None),
            ("Anna Lee, 24 November 2017", Some("2017-11-24")),
            ("Anna Lee  | 24.11.2017 - Update : 25.11.2017", Some("2017-11-24")),
        ] {
            let (draft, texts) = read_text(&format!("Ministers meet\n\n{line}\n\nThey met."));
            assert_eq!((draft.reading.authors, texts.len()), (vec!["Anna Lee".to_owned()], 1), "{line}");
            assert_eq!(draft.reading.date.map(|date| date.value.to_string()).as_deref(), day, "{line}");
        }
        for line in ["Anna Lee", "Anna Lee in tears", "Anna Lee in Oslo:", "Anna Lee, minister"] {
            assert_eq!(read_text(&format!("Ministers meet\n\n{line}\n\nThey met.")).1.len(), 2, "{line}");
        }
    }

    #[test]
    fn what_a_text_says_of_its_author_is_no_part_of_it() {
        let (_, texts) =
            read_text("Ministers meet\n\nBy Anna Lee\n\nThey met.\n\nAnna Lee is a writer in Oslo.");
        assert_eq!(texts, ["They met."]);
    }

    #[test]
    fn a_byline_ends_with_its_line() {
        let (draft, texts) = read_text("Ministers meet\n\nBy Ann Lee, Staff Writer\n\nThey met.");
        assert_eq!((draft.reading.authors, texts.len()), (vec!["Ann Lee".to_owned()], 1));
        let mut draft = Draft::default();
        assert!(take_byline(
            &mut draft,
            "Ann Lee, Staff Writer\nTuesday, April 13, 2004",
            &Sources::new(&[])
        ));
        assert_eq!(draft.reading.authors, ["Ann Lee"]);
    }

    #[test]
    fn a_byline_names_more_than_the_tail_of_the_agency() {
        let seed =
            "Ministers meet\n\nBy Ann Lee and Bo Li\n\nThey met. (Reporting by Ann Lee; Editing by Cy Moe)";
        let sources = Sources::new(&[]);
        let draft =
            crate::stages::clean::rules::tail::read(title::read(plain::read(seed), &sources), &sources);
        assert_eq!(read(draft, &sources).reading.authors, ["Ann Lee", "Bo Li"]);
    }

    #[test]
    fn a_source_line_names_the_source() {
        let (draft, texts) = read_text("Ministers meet\n\nThey met.\n\nИсточник: РИА Новости");
        assert_eq!(texts, ["They met."]);
        assert_eq!(draft.reading.source.map(|source| source.value).as_deref(), Some("RIA Novosti"));
        let (draft, texts) =
            read_text("Ministers meet\n\nSource: Xinhua| 2017-11-24 20:12:33|Editor: x\n\nThey met.");
        assert_eq!(texts, ["They met."]);
        assert_eq!(draft.reading.source.map(|source| source.value).as_deref(), Some("Xinhua"));
        assert_eq!(draft.reading.date.map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
    }
}

//! Transcripts, in which a name in capitals opens each turn: `MS. LEE: Good afternoon. … QUESTION: Is there a plan?`
//!
//! Turns are known by a courtesy or an office before the name, or by a name that the text has elsewhere; a text is a
//! transcript when several people take turns. What nobody of a name asks is left out.

use std::ops::Range;

use crate::{
    model::{
        reading::{Mode, QuoteRead, Read},
        topic::Kind,
    },
    stages::clean::annotate::{gazetteer::task, names::topics::Topics, page::Page},
    text::{capitalised, words::Shape},
};

/// No label has more tokens.
const LABEL: usize = 6;
/// A transcript has so many turns at least.
const TURNS: usize = 3;

/// Labels of those who have no name.
const NAMELESS: [&str; 13] = [
    "q",
    "question",
    "questions",
    "moderator",
    "operator",
    "reporter",
    "interviewer",
    "audience",
    "host",
    "press",
    "participant",
    "all",
    "speaker",
];

/// A paragraph that a label opens.
struct Turn {
    paragraph: usize,
    /// Behind the colon.
    start: usize,
    label: String,
    /// Whose turn it is; `None` when the label names nobody.
    speaker: Option<Read<String>>,
}

/// The turns of a transcript; nothing when the text is none.
pub(super) fn find(page: &Page<'_>, topics: &Topics) -> Vec<QuoteRead> {
    let turns: Vec<Turn> =
        (0..page.paragraphs.len()).filter_map(|number| turn(page, topics, number)).collect();
    let mut labels: Vec<&str> = turns.iter().map(|turn| turn.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    if turns.len() < TURNS || labels.len() < 2 || turns.iter().all(|turn| turn.speaker.is_none()) {
        return Vec::new();
    }
    let mut quotes = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        let next = turns.get(at + 1).map(|next| next.paragraph);
        // Behind the last turn the paper may speak again.
        let last = next.unwrap_or(turn.paragraph + 1);
        let Some(speaker) = &turn.speaker else { continue };
        for number in turn.paragraph..last {
            let paragraph = page.paragraphs[number].clone();
            let tokens = if number == turn.paragraph { turn.start..paragraph.end } else { paragraph };
            if said(page, &tokens) {
                let quote = QuoteRead {
                    span: page.words.span(&tokens),
                    speaker: Some(speaker.clone()),
                    cue: turn.label.clone(),
                    mode: Mode::Direct,
                };
                quotes.push(quote);
            }
        }
    }
    quotes
}

/// Words, and no note such as `(Laughter.)` or `[Crosstalk]`.
fn said(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    !page.is_one_of(tokens.start, &["(", "["]) && tokens.clone().any(|i| page.is_word(i))
}

fn turn(page: &Page<'_>, topics: &Topics, number: usize) -> Option<Turn> {
    let paragraph = page.paragraphs[number].clone();
    let near = paragraph.start..paragraph.end.min(paragraph.start + LABEL + 1);
    let colon = near.clone().find(|&i| page.is(i, ":"))?;
    let words: Vec<usize> = (paragraph.start..colon).filter(|&i| page.is_word(i)).collect();
    let loud = |&i: &usize| page.words.shape(i) == Shape::Upper || page.words.raw(i).chars().count() == 1;
    let marks = (paragraph.start..colon).all(|i| page.is_word(i) || page.is_one_of(i, &[".", "-", "'", "’"]));
    if words.is_empty() || !marks || !words.iter().all(loud) || colon + 1 >= paragraph.end {
        return None;
    }
    let label = page.words.slice(&(paragraph.start..colon)).to_owned();
    let nameless = words.iter().all(|&i| NAMELESS.contains(&page.words.low(i)));
    let speaker = if nameless { None } else { Some(speaker(page, topics, &words, &label)?) };
    Some(Turn { paragraph: number, start: colon + 1, label, speaker })
}

/// Who a label names: a person of the text with that surname, else the name as it is written elsewhere.
fn speaker(page: &Page<'_>, topics: &Topics, words: &[usize], label: &str) -> Option<Read<String>> {
    let surname = page.words.low(*words.last()?);
    let titled = words[..words.len() - 1].iter().any(|&i| page.has(i, task::TITLE | task::FUNCTION));
    let mut known = topics
        .read
        .iter()
        .filter(|topic| topic.kind == Kind::Person)
        .map(|topic| topic.name.as_str())
        .filter(|name| name.split(' ').next_back().is_some_and(|last| last.to_lowercase() == surname))
        .filter(|name| name.contains(' '));
    if let Some(name) = known.next() {
        let alone = known.next().is_none();
        return Some(Read { sure: alone, ..Read::fact(name.to_owned(), "named before the words", label) });
    }
    if !titled || page.has(*words.last()?, task::TITLE | task::FUNCTION) {
        return None;
    }
    Some(Read::fact(capitalised(surname), "named before the words", label))
}

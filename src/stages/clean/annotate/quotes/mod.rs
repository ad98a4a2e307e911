//! Who said what.
//!
//! Words in marks are a quote when a verb of saying claims them, or when they go on from words that one claimed.
//! A speaker is never chosen by nearness: only as the subject of that verb, as what a pronoun or an office in its
//! place can mean in this text, or by going on from his own words.

use std::ops::Range;

use super::{
    gazetteer::task,
    names::topics::{Gender, Topics},
    page::Page,
};
use crate::{
    model::{
        reading::{Mode, QuoteRead, Read},
        topic::Kind,
    },
    text::words::Shape,
};

mod marks;
mod resolve;
mod subject;

use marks::Quoted;
use subject::{Scene, Subject};

/// Words in marks with their tokens, the marks included.
#[derive(Debug)]
struct Speech {
    quoted: Quoted,
    tokens: Range<usize>,
    paragraph: usize,
}

/// A verb that claims words, and its subject.
#[derive(Clone, Debug)]
struct Claim {
    subject: Subject,
    cue: usize,
    mode: Mode,
}

/// Finds the quotes of a text.
pub(super) fn find(page: &Page<'_>, topics: &Topics) -> Vec<QuoteRead> {
    let scene = Scene { page, topics };
    let speeches = speeches(page);
    let mut reader = resolve::Resolver::new(scene, &speeches);
    let mut quotes = Vec::new();
    let mut carried: Option<(usize, Option<Read<String>>, String, bool)> = None;
    for (number, speech) in speeches.iter().enumerate() {
        let claim = claim(scene, &speeches, number);
        let (speaker, cue, mode) = match claim {
            Some(claim) => (reader.speaker(&claim, speech), page.words.raw(claim.cue).to_owned(), claim.mode),
            None => match &carried {
                Some((paragraph, speaker, cue, open)) if goes_on(page, speech, *paragraph, *open) => {
                    (speaker.clone(), cue.clone(), Mode::Direct)
                }
                _ if stands_alone(page, speech) => (None, String::new(), Mode::Direct),
                _ => continue,
            },
        };
        carried = Some((speech.paragraph, speaker.clone(), cue.clone(), speech.quoted.goes_on));
        quotes.push(QuoteRead { span: speech.quoted.inner.clone(), speaker, cue, mode });
    }
    // Paragraphs that a closing mark joins: what one learns the others know.
    for at in (1..quotes.len()).rev() {
        let joined = speeches.iter().any(|s| s.quoted.goes_on && s.quoted.inner == quotes[at - 1].span);
        if joined && quotes[at - 1].speaker.is_none() {
            let (before, after) = quotes.split_at_mut(at);
            before[at - 1].speaker.clone_from(&after[0].speaker);
            before[at - 1].cue.clone_from(&after[0].cue);
        }
    }
    quotes
}

fn speeches(page: &Page<'_>) -> Vec<Speech> {
    let text = page.words.text;
    let mut found = Vec::new();
    for (number, paragraph) in page.paragraphs.iter().enumerate() {
        let span = page.words.span(paragraph);
        let next = page.paragraphs.get(number + 1).map_or("", |p| page.words.slice(p));
        for quoted in marks::find(&text[span.clone()], span.start, next) {
            let tokens = page.words.at_byte(quoted.outer.start)..page.words.at_byte(quoted.outer.end - 1) + 1;
            found.push(Speech { quoted, tokens, paragraph: number });
        }
    }
    found
}

/// Whether words without a verb of their own go on from the ones before: in the same paragraph, or in the next
/// one when no mark closed those.
fn goes_on(page: &Page<'_>, speech: &Speech, paragraph: usize, open: bool) -> bool {
    if open {
        return speech.paragraph == paragraph + 1;
    }
    speech.paragraph == paragraph && is_sentence(page, speech)
}

/// Words that are a whole paragraph are speech even if nobody is named.
fn stands_alone(page: &Page<'_>, speech: &Speech) -> bool {
    let paragraph = &page.paragraphs[speech.paragraph];
    is_sentence(page, speech)
        && speech.tokens.len() > 6
        && speech.tokens.start == paragraph.start
        && speech.tokens.end + 2 >= paragraph.end
}

/// Whether the words are a sentence of their own: a capital in front, an end behind.
fn is_sentence(page: &Page<'_>, speech: &Speech) -> bool {
    let words = &page.words.text[speech.quoted.inner.clone()];
    let first = words.chars().find(|c| c.is_alphanumeric());
    let ends =
        words.ends_with(['.', '!', '?', '…', ',', '—']) || page.is_one_of(speech.tokens.end, &[".", ","]);
    first.is_some_and(|c| c.is_uppercase() || !c.is_alphabetic() || !c.is_lowercase())
        && ends
        && speech.tokens.len() > 4
}

/// The verb that claims some words: behind them, before them, or around them.
fn claim(scene: Scene<'_, '_>, speeches: &[Speech], number: usize) -> Option<Claim> {
    let speech = &speeches[number];
    let page = scene.page;
    let paragraph = &page.paragraphs[speech.paragraph];
    let next = speeches.get(number + 1).map_or(paragraph.end, |s| s.tokens.start.min(paragraph.end));
    let previous = number.checked_sub(1).map_or(0, |i| speeches[i].tokens.end);
    if let Some(claim) = behind(scene, speech, next) {
        return Some(claim);
    }
    let sentence = page.sentence(speech.tokens.start);
    let from = sentence.start.max(previous).max(paragraph.start);
    if let Some(claim) = in_front(scene, from..speech.tokens.start, speech) {
        return Some(claim);
    }
    // `"…," he said, "…"`: the verb between two parts claims both.
    let split = number.checked_sub(1).map(|i| &speeches[i]).filter(|before| {
        before.paragraph == speech.paragraph && speech.tokens.start - before.tokens.end < 30
    })?;
    let between = split.tokens.end..speech.tokens.start;
    (page.is_one_of(between.end - 1, &[",", ".", ":", "—", "–"]) && between.len() > 1)
        .then(|| behind(scene, split, speech.tokens.start))
        .flatten()
}

/// `"…," said A`, `"…," A said`, `"…," according to A`.
fn behind(scene: Scene<'_, '_>, speech: &Speech, limit: usize) -> Option<Claim> {
    let page = scene.page;
    let words = &page.words.text[speech.quoted.inner.clone()];
    let mut at = speech.tokens.end;
    let mut marked = words.ends_with([',', '!', '?', '…', '—', '-', '–', '.']);
    while page.is_one_of(at, &[",", "—", "–", "-"]) {
        marked = true;
        at += 1;
    }
    if at >= limit || page.is_one_of(at, &["and", "but", "which", "that", "while", "as"]) {
        return None;
    }
    let sentence_end = page.sentences.iter().find(|s| s.contains(&at)).map_or(limit, |s| s.end).min(limit);
    let direct = |subject, cue| Some(Claim { subject, cue, mode: Mode::Direct });
    if page.is(at, "according") && page.is(at + 1, "to") {
        return scene.after(at + 2, sentence_end).and_then(|subject| direct(subject, at));
    }
    let verb = (at..sentence_end.min(at + 24)).find(|&i| is_verb(page, i, task::SPEECH))?;
    if (at..verb).all(|i| page.words.low(i).ends_with("ly") || page.is_one_of(i, &["also", "then", "later"]))
    {
        return scene.after(verb + 1, sentence_end).and_then(|subject| direct(subject, verb));
    }
    let stops =
        (at..verb).any(|i| page.is_one_of(i, &[";", "."]) && !page.has(i.wrapping_sub(1), task::TITLE));
    if stops || !marked {
        return None;
    }
    // Between the words and the verb stands its subject, nothing else.
    let starts = page
        .has(at, task::SUBJECT_PRONOUN | task::TITLE | task::FUNCTION | task::DEMONYM | task::FORMER)
        || page.words.capital(at)
        || page.is_one_of(at, &["the", "a", "an", "his", "her", "its", "their", "one", "another"]);
    if !starts {
        return None;
    }
    scene.before(at..verb).and_then(|subject| direct(subject, verb))
}

/// `A said: "…"`, `A told B that "…"`, `According to A, "…"`, `A: "…"`, `A called it "…"`.
fn in_front(scene: Scene<'_, '_>, words: Range<usize>, speech: &Speech) -> Option<Claim> {
    let page = scene.page;
    let mut end = words.end;
    let colon = page.is(end.wrapping_sub(1), ":");
    while end > words.start && page.is_one_of(end - 1, &[":", ",", "—", "–", "-", "that"]) {
        end -= 1;
    }
    if end == words.start {
        return None;
    }
    if page.is(words.start, "according") && page.is(words.start + 1, "to") {
        let subject = scene.after(words.start + 2, end)?;
        return Some(Claim { subject, cue: words.start, mode: Mode::Mixed });
    }
    let verb = (words.start..end).rev().find(|&i| is_verb(page, i, task::SPEECH | task::SPEECH_LIKE));
    let Some(verb) = verb else { return name_and_colon(scene, words.start..end, colon) };
    if page.is_one_of(verb.wrapping_sub(1), &["be", "been", "by", "to", "being"]) && !page.is(verb, "say") {
        return None;
    }
    let sentence = is_sentence(page, speech);
    let mode = if colon || (sentence && end == words.end - 1) { Mode::Direct } else { Mode::Mixed };
    let gap = end - verb;
    if page.has(verb, task::SPEECH_LIKE) && gap > 14 || gap > 30 {
        return None;
    }
    let claimed =
        if verb > words.start { scene.before(words.start..verb) } else { scene.after(verb + 1, end) };
    let subject = claimed?;
    Some(Claim { subject, cue: verb, mode })
}

/// `Lavrov: "…"`
fn name_and_colon(scene: Scene<'_, '_>, words: Range<usize>, colon: bool) -> Option<Claim> {
    if !colon || words.len() > 8 {
        return None;
    }
    let subject = scene.within(words.clone());
    let named = matches!(&subject, Subject::Named(topic) if scene.topics.read[*topic].kind == Kind::Person);
    named.then_some(Claim { subject, cue: words.end - 1, mode: Mode::Direct })
}

fn is_verb(page: &Page<'_>, at: usize, tasks: u32) -> bool {
    page.has(at, tasks) && page.words.shape(at) == Shape::Lower
}

/// Whether what is known of a person lets a pronoun mean them.
fn fits(pronoun: &str, gender: Gender) -> bool {
    !matches!((pronoun, gender), ("he", Gender::Female) | ("she", Gender::Male))
}

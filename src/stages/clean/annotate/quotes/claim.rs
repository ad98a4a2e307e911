//! The verb that claims words in marks: right before them, behind them, around them.

use std::ops::Range;

use super::{
    Claim, REPORTS, Speech, is_sentence, is_title, is_verb,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Mode, topic::Kind},
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Sort,
};

/// Words of a quote that is only a part of a sentence stand no further from their verb than this.
const NEAR: usize = 14;

/// The claim on some words, if any.
pub(super) fn find(scene: Scene<'_, '_>, speeches: &[Speech], number: usize) -> Option<Claim> {
    let speech = &speeches[number];
    let page = scene.page;
    let paragraph = &page.paragraphs[speech.paragraph];
    let next = speeches.get(number + 1).map_or(paragraph.end, |s| s.tokens.start.min(paragraph.end));
    let previous = number.checked_sub(1).map_or(0, |i| speeches[i].tokens.end);
    let sentence = page.sentence(speech.tokens.start);
    let front = sentence.start.max(previous).max(paragraph.start)..speech.tokens.start;
    if let Some(claim) = tight(scene, front.clone(), speech) {
        return Some(claim);
    }
    if let Some(claim) = behind(scene, speech, next) {
        return Some(claim);
    }
    if is_title(page, speech) {
        return None;
    }
    if let Some(claim) = announced(scene, speech) {
        return Some(claim);
    }
    if let Some(claim) = around(scene, front, speech, speeches, number) {
        return Some(claim);
    }
    // `"…," he said, "…"`: the verb between two parts claims both.
    let split = number.checked_sub(1).map(|i| &speeches[i]).filter(|before| {
        before.paragraph == speech.paragraph && speech.tokens.start - before.tokens.end < 30
    })?;
    let between = split.tokens.end..speech.tokens.start;
    let joined = between.len() > 1 && page.is_one_of(between.end - 1, &[",", ".", ":", "—", "–", "that"]);
    joined.then(|| behind(scene, split, speech.tokens.start)).flatten()
}

/// `A said: "…"`, `A said, "…"`, `A said "…"`, `A said that "…"`: nothing but a mark or `that` between.
fn tight(scene: Scene<'_, '_>, words: Range<usize>, speech: &Speech) -> Option<Claim> {
    let page = scene.page;
    let end = without_marks(page, &words);
    let verb = end.checked_sub(1).filter(|&v| v >= words.start && is_verb(page, v, task::SPEECH))?;
    if verb == words.start {
        return None;
    }
    let subject = scene.before(words.start..verb)?;
    // `…, she said. "Next sentence."`: a full stop ends the claim.
    let marked = end < words.end;
    let mode = if marked && is_sentence(page, speech) { Mode::Direct } else { Mode::Mixed };
    Some(Claim { subject, cue: verb, mode })
}

fn without_marks(page: &Page<'_>, words: &Range<usize>) -> usize {
    let mut end = words.end;
    while end > words.start && page.is_one_of(end - 1, &[":", ",", "—", "–", "-", "that", ";"]) {
        end -= 1;
    }
    end
}

/// `"…," said A`, `"…," A said`, `"…," according to A`.
fn behind(scene: Scene<'_, '_>, speech: &Speech, limit: usize) -> Option<Claim> {
    let page = scene.page;
    let words = &page.words.text[speech.quoted.inner.clone()];
    let mut at = speech.tokens.end;
    let stopped = words.ends_with('.');
    let mut marked = words.ends_with([',', '!', '?', '…', '—', '-', '–', '.', '。']);
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
        return direct(scene.after(at + 2, sentence_end), at);
    }
    let reach = if stopped { 8 } else { 28 };
    let verb = (at..sentence_end.min(at + reach)).find(|&i| is_verb(page, i, task::SPEECH))?;
    let adverb =
        |i: usize| page.words.low(i).ends_with("ly") || page.is_one_of(i, &["also", "then", "later"]);
    if (at..verb).all(adverb) {
        return direct(scene.after(verb + 1, sentence_end), verb);
    }
    // A full stop, unless it belongs to an abbreviation: `D-Calif., said`.
    let full_stop = |i: usize| {
        let goes_on = page.is(i + 1, ",") || (page.is_word(i + 1) && !page.words.capital(i + 1));
        page.is(i, ".") && !goes_on && !page.has(i.wrapping_sub(1), task::TITLE)
    };
    let stops = (at..verb).any(|i| page.is(i, ";") || full_stop(i));
    // Behind a full stop a new sentence begins: it claims the words only if it says nothing else.
    let more =
        stopped && sentence_end > verb + 2 && !page.is_one_of(verb + 1, &[".", "in", "on", "at", "during"]);
    if stops || !marked || more || !(starts_subject(page, at) || verb == at + 1) {
        return None;
    }
    scene.before(at..verb).and_then(|subject| direct(subject, verb))
}

fn starts_subject(page: &Page<'_>, at: usize) -> bool {
    page.has(at, task::SUBJECT_PRONOUN | task::TITLE | task::FUNCTION | task::DEMONYM | task::FORMER)
        || (page.words.capital(at) && !page.has(at, task::PREPOSITION))
        || page.is_one_of(at, &["the", "a", "an", "his", "her", "its", "their", "one", "another"])
}

/// A paragraph of speech behind one that ends with a colon: `The minister said:`.
fn announced(scene: Scene<'_, '_>, speech: &Speech) -> Option<Claim> {
    let page = scene.page;
    let paragraph = &page.paragraphs[speech.paragraph];
    let before = page.paragraphs.get(speech.paragraph.checked_sub(1)?)?;
    if speech.tokens.start != paragraph.start || !page.is(before.end - 1, ":") {
        return None;
    }
    let sentence = page.sentence(before.end - 1);
    let words = sentence.start.max(before.start)..before.end - 1;
    let verb = words.clone().rev().find(|&i| is_verb(page, i, task::SPEECH));
    let (subject, cue) = match verb {
        Some(verb) if verb > words.start => (scene.before(words.start..verb)?, verb),
        // `… released the following statement:`
        _ if words.clone().any(|i| page.is_one_of(i, &["statement", "comment", "remarks", "message"])) => {
            (scene.within(words.clone()), before.end - 1)
        }
        _ => return None,
    };
    Some(Claim { subject, cue, mode: Mode::Direct })
}

/// `A told B in Paris "…"`, `A called it "…"`, `According to A, "…"`, `A: "…"`.
fn around(
    scene: Scene<'_, '_>,
    words: Range<usize>,
    speech: &Speech,
    speeches: &[Speech],
    number: usize,
) -> Option<Claim> {
    let page = scene.page;
    let colon = page.is(words.end.wrapping_sub(1), ":");
    let end = without_marks(page, &words);
    if end == words.start {
        return None;
    }
    if page.is(words.start, "according") && page.is(words.start + 1, "to") {
        let subject = scene.after(words.start + 2, end);
        return Some(Claim { subject, cue: words.start, mode: Mode::Mixed });
    }
    let Some(verb) = words.clone().rev().filter(|&i| i < end).find(|&i| is_verb(page, i, REPORTS)) else {
        return name_and_colon(scene, words.start..end, colon)
            .or_else(|| shared(scene, words, speech, speeches, number));
    };
    let passive = page.is_one_of(
        verb.wrapping_sub(1),
        &["be", "been", "by", "to", "being", "a", "an", "the", "of", "can", "could", "as"],
    );
    let gap = end - verb;
    let whole = is_sentence(page, speech) && (colon || end < words.end);
    let short = speech.tokens.len() <= 5;
    let near = if whole {
        30
    } else if short {
        NEAR / 2
    } else {
        NEAR
    };
    if (passive && !page.is(verb, "say")) || gap > near || verb == words.start {
        return None;
    }
    let subject = scene.before(words.start..verb)?;
    Some(Claim { subject, cue: verb, mode: if whole { Mode::Direct } else { Mode::Mixed } })
}

/// `A said it was "…" and "…"`: words further on in a sentence that a verb has claimed already.
fn shared(
    scene: Scene<'_, '_>,
    words: Range<usize>,
    speech: &Speech,
    speeches: &[Speech],
    number: usize,
) -> Option<Claim> {
    let page = scene.page;
    let before = &speeches[number.checked_sub(1)?];
    let same = page.sentence_at(before.tokens.start) == page.sentence_at(speech.tokens.start);
    let joined = words.len() <= 6 && words.clone().any(|i| page.is_one_of(i, &["and", "or", "but", ","]));
    let clear = words.clone().all(|i| page.words.sort(i) != Sort::Break && !page.words.capital(i));
    if !same || !joined || !clear {
        return None;
    }
    let claim = find(scene, speeches, number - 1)?;
    (claim.mode == Mode::Mixed).then_some(claim)
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

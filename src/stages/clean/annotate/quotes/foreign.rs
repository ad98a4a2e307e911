//! Claims in German, French, Spanish and Russian: `„…“, sagte A`, `A sagte: „…“`, `« … », a déclaré A`, `«…», — заявил A`.

use std::ops::Range;

use super::{
    Claim, Speech, is_sentence,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Mode, topic::Kind},
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::{Shape, Sort},
};

/// The name of a speaker stands no further from the verb than this.
const NEAR: usize = 10;

/// The claim on some words, if any.
pub(super) fn find(scene: Scene<'_, '_>, speeches: &[Speech], number: usize) -> Option<Claim> {
    let speech = &speeches[number];
    let paragraph = &scene.page.paragraphs[speech.paragraph];
    let next = speeches.get(number + 1).map_or(paragraph.end, |s| s.tokens.start.min(paragraph.end));
    let previous = number.checked_sub(1).map_or(0, |i| speeches[i].tokens.end);
    behind(scene, speech, next)
        .or_else(|| before(scene, speech, previous))
        .or_else(|| split(scene, speeches, number))
}

/// `„…“, sagte A`, `« … », a déclaré A`, `„…“, so A`.
fn behind(scene: Scene<'_, '_>, speech: &Speech, limit: usize) -> Option<Claim> {
    let page = scene.page;
    let mut at = speech.tokens.end;
    while page.is_one_of(at, &[",", "—", "–", "-", "."]) {
        at += 1;
    }
    if at == speech.tokens.end && !ends(page, speech) {
        return None;
    }
    let end = page.sentence(at).end.min(limit);
    if credit(page, at).is_some_and(|length| at + length < end) {
        let subject = named(scene, at + credit(page, at)?..end)?;
        return Some(Claim { subject, cue: at, mode: Mode::Direct, sure: true });
    }
    // `a déclaré`, `a-t-il déclaré`, `ha dicho`
    let verb = (at..end.min(at + 3)).find(|&i| says(page, i))?;
    let pronoun =
        (at..verb).find(|&i| page.words.low(i).ends_with("-il") || page.words.low(i).ends_with("-elle"));
    let subject = match pronoun {
        Some(pronoun) => Subject::Pronoun(pronoun),
        None => named(scene, verb + 1..end).or_else(|| described(page, verb + 1, end))?,
    };
    Some(Claim { subject, cue: verb, mode: Mode::Direct, sure: true })
}

fn ends(page: &Page<'_>, speech: &Speech) -> bool {
    page.words.text[speech.quoted.inner.clone()].ends_with([',', '.', '!', '?', '…'])
}

/// Words that credit somebody without a verb: how many tokens.
fn credit(page: &Page<'_>, at: usize) -> Option<usize> {
    if page.is_one_of(at, &["so", "laut", "selon", "según"]) {
        return Some(1);
    }
    (page.is(at, "по") && page.is(at + 1, "словам")).then_some(2)
}

/// `A sagte: „…“`, `Am Montag sagte A, „…“`.
fn before(scene: Scene<'_, '_>, speech: &Speech, previous: usize) -> Option<Claim> {
    let page = scene.page;
    let start =
        page.sentence(speech.tokens.start).start.max(previous).max(page.paragraphs[speech.paragraph].start);
    let words = start..speech.tokens.start;
    let marked = page.is_one_of(words.end.wrapping_sub(1), &[":", ",", "—", "–"]);
    let verb = words.clone().rev().take(24).find(|&i| says(page, i))?;
    if !marked && words.end - verb > 12 {
        return None;
    }
    let subject = named(scene, words.start..verb)
        .or_else(|| named(scene, verb + 1..words.end))
        .or_else(|| lone(page, words.start, verb))?;
    let mode = if marked && is_sentence(page, speech) { Mode::Direct } else { Mode::Mixed };
    Some(Claim { subject, cue: verb, mode, sure: true })
}

/// `„…“, sagte A, „…“`
fn split(scene: Scene<'_, '_>, speeches: &[Speech], number: usize) -> Option<Claim> {
    let page = scene.page;
    let speech = &speeches[number];
    let first = &speeches[number.checked_sub(1)?];
    let joined = first.paragraph == speech.paragraph
        && speech.tokens.start - first.tokens.end < 20
        && page.is_one_of(speech.tokens.start - 1, &[",", ".", ":", "—", "–"]);
    joined.then(|| behind(scene, first, speech.tokens.start)).flatten()
}

fn says(page: &Page<'_>, at: usize) -> bool {
    page.has(at, task::SPEECH) && page.words.shape(at) == Shape::Lower
}

/// `sagte der Papst am Abend`: an article and a noun, up to where something else begins.
fn described(page: &Page<'_>, start: usize, limit: usize) -> Option<Subject> {
    const ARTICLES: &[&str] = &["der", "die", "das", "ein", "eine", "le", "la", "un", "une", "el", "una"];
    if !page.is_one_of(start, ARTICLES) {
        return None;
    }
    let end = (start + 1..limit.min(start + 6))
        .find(|&i| !page.is_word(i) || page.has(i, task::PREPOSITION | task::STOP))
        .unwrap_or(limit.min(start + 6));
    (end > start + 1).then_some(Subject::Phrase(start..end))
}

/// `Iwanow sagte:`: a name that no table knows, alone before the verb.
fn lone(page: &Page<'_>, start: usize, verb: usize) -> Option<Subject> {
    let name =
        verb == start + 1 && page.words.capital(start) && !page.has(start, task::STOP | task::FUNCTION);
    name.then_some(Subject::Phrase(start..verb))
}

/// The person, else the body, that some words name first; nothing when a clause or a preposition comes before.
fn named(scene: Scene<'_, '_>, words: Range<usize>) -> Option<Subject> {
    let page = scene.page;
    let close = |from: usize, to: usize| {
        to - from <= NEAR
            && (from..to).all(|i| {
                !(page.has(i, task::PREPOSITION) && page.has(i + 1, task::STOP))
                    && (page.words.sort(i) != Sort::Mark || page.is_one_of(i, &[",", ".", "-", "("]))
            })
    };
    if page.has(words.start, task::SUBJECT_PRONOUN) && !words.is_empty() {
        return Some(Subject::Pronoun(words.start));
    }
    let inside =
        |kind: Kind| scene.mentions(&words).iter().find(|m| m.kind == kind && m.tokens.end <= words.end);
    let from = words.start;
    let person = inside(Kind::Person).filter(|m| {
        let behind = m.tokens.start > from && page.has(m.tokens.start - 1, task::PREPOSITION);
        close(from, m.tokens.start) && !behind
    });
    let body = || {
        inside(Kind::Organisation)
            .filter(|m| m.tokens.start - from <= 2)
            .filter(|m| m.tokens.start == from || !page.has(m.tokens.start - 1, task::PREPOSITION))
    };
    person.or_else(body).map(|m| Subject::Named(m.topic))
}

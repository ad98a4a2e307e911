//! Reported words without marks: `A said that …`.

use super::{
    Claim, REPORTS, Speech, is_verb,
    resolve::Resolver,
    subject::{Scene, Subject},
};
use crate::{
    model::reading::{Mode, QuoteRead},
    stages::clean::annotate::gazetteer::task,
};

/// Adds what sentences report with `that` and without marks, where the subject has a name.
pub(super) fn add(
    scene: Scene<'_, '_>,
    resolver: &mut Resolver<'_, '_>,
    in_marks: &[Speech],
    quotes: &mut Vec<QuoteRead>,
) {
    let page = scene.page;
    for sentence in &page.sentences {
        if is_marked(in_marks, sentence) {
            continue;
        }
        let Some(that) =
            sentence.clone().find(|&i| page.is(i, "that") && verb_before(scene, i, sentence.start).is_some())
        else {
            continue;
        };
        let Some(verb) = verb_before(scene, that, sentence.start) else { continue };
        let Some(subject) = scene.before(sentence.start..verb) else { continue };
        if matches!(subject, Subject::Nobody | Subject::Phrase(_)) || sentence.end < that + 4 {
            continue;
        }
        let claim = Claim { subject, cue: verb, mode: Mode::Indirect, sure: true };
        let Some(speaker) = resolver.speaker(&claim, verb, sentence.end) else { continue };
        let mut end = sentence.end;
        while end > that + 1 && page.is_one_of(end - 1, &[".", "!", "?", "…"]) {
            end -= 1;
        }
        quotes.push(QuoteRead {
            span: page.words.span(&(that + 1 + usize::from(page.is(that + 1, ","))..end)),
            speaker: Some(speaker),
            cue: page.words.raw(verb).to_owned(),
            mode: Mode::Indirect,
        });
    }
    quotes.sort_by_key(|quote| quote.span.start);
}

/// Whether some of the tokens stand in marks.
fn is_marked(in_marks: &[Speech], tokens: &std::ops::Range<usize>) -> bool {
    let next = in_marks.partition_point(|s| s.tokens.end <= tokens.start);
    in_marks.get(next).is_some_and(|s| s.tokens.start < tokens.end)
}

/// What the last sentence of some words reports without marks, when that sentence does: who it was said by.
pub(super) fn report(
    scene: Scene<'_, '_>,
    in_marks: &[Speech],
    words: std::ops::Range<usize>,
) -> Option<Claim> {
    let page = scene.page;
    let last = page.is_one_of(words.end.wrapping_sub(1), &[".", "?", "!", ":"]).then(|| words.end - 1);
    let last = last.or_else(|| words.end.checked_sub(2))?;
    if last < words.start {
        return None;
    }
    let sentence = page.sentence(last);
    let start = sentence.start.max(words.start);
    if is_marked(in_marks, &(start..sentence.end)) {
        return None;
    }
    let verb = (start + 1..sentence.end).find(|&i| {
        let says = is_verb(page, i, REPORTS) && !page.words.low(i).ends_with("ing");
        let issues =
            page.is_one_of(i, &["issued", "released"]) && (i..i + 5).any(|i| page.is(i, "statement"));
        (says || issues) && !page.has(i - 1, task::PREPOSITION)
    })?;
    let passive = page.is_one_of(verb - 1, &["was", "were", "been", "be"])
        && !page.is_one_of(verb, &["asked", "told", "saying"]);
    let subject = scene.before(start..verb)?;
    let named = matches!(subject, Subject::Named(_) | Subject::Pronoun(_) | Subject::Role(..));
    (named && !passive).then_some(Claim { subject, cue: verb, mode: Mode::Direct, sure: false })
}

/// The verb of saying that a `that` belongs to: right before it, or before the one who is told.
fn verb_before(scene: Scene<'_, '_>, that: usize, start: usize) -> Option<usize> {
    let page = scene.page;
    let from = that.saturating_sub(6).max(start + 1);
    let verb = (from..that).rev().find(|&i| is_verb(page, i, task::SPEECH))?;
    let noun = page.has(verb - 1, task::PREPOSITION)
        || page.is_one_of(verb - 1, &["the", "a", "his", "her", "their", "its", "to"]);
    let told = page.words.low(verb).starts_with('t')
        || page.words.low(verb).starts_with("inform")
        || page.words.low(verb).starts_with("assur");
    let plain = (verb + 1..that).all(|i| page.is_word(i));
    let past = page.words.low(verb).ends_with("ed")
        || page.is_one_of(verb, &["said", "told", "says", "tells", "wrote", "writes"])
        || page.words.low(verb).ends_with('s');
    (plain && past && !noun && (verb + 1 == that || told)).then_some(verb)
}

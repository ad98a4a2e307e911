//! Reported words without marks: `A said that …`.

use super::{
    Claim, Speech, is_verb,
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
        let direct = in_marks.iter().any(|s| s.tokens.start < sentence.end && sentence.start < s.tokens.end);
        if direct {
            continue;
        }
        let Some(that) =
            sentence.clone().find(|&i| page.is(i, "that") && verb_before(scene, i, sentence.start).is_some())
        else {
            continue;
        };
        let Some(verb) = verb_before(scene, that, sentence.start) else { continue };
        let Some(subject) = scene.before(sentence.start..verb) else { continue };
        if matches!(subject, Subject::Nobody) || sentence.end < that + 4 {
            continue;
        }
        let claim = Claim { subject, cue: verb, mode: Mode::Indirect };
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

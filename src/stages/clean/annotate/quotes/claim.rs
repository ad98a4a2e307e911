//! The verb that claims words in marks: right before them, behind them, around them.

use std::ops::Range;

use super::{
    Claim, REPORTS, Speech, describes, is_nickname, is_sentence, is_title, is_verb,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Mode, topic::Kind},
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Sort,
};

/// Words of a quote that is only a part of a sentence stand no further from their verb than this.
const NEAR: usize = 24;
/// The same of one or two words, which are irony or a term as often as speech.
const NEAR_SHORT: usize = 12;

/// No sentence is looked at further than so many words before or behind a quote.
pub(super) const FAR: usize = 200;

/// The words before that a verb claimed.
#[derive(Clone, Debug)]
pub(super) struct Last {
    /// Which.
    pub number: usize,
    /// By what.
    pub claim: Claim,
}

/// The words in front of a quote in its sentence, and what claimed the quote before it.
struct Front<'l> {
    words: Range<usize>,
    last: Option<&'l Claim>,
}

/// The claim on some words, if any.
pub(super) fn find(
    scene: Scene<'_, '_>,
    speeches: &[Speech],
    number: usize,
    last: Option<&Last>,
) -> Option<Claim> {
    let speech = &speeches[number];
    let page = scene.page;
    let paragraph = &page.paragraphs[speech.paragraph];
    let next = speeches[number + 1..].iter().find(|s| !is_nickname(page, s));
    let next = next.map_or(paragraph.end, |s| s.tokens.start.min(paragraph.end));
    let previous = last.map_or(0, |last| speeches[last.number].tokens.end);
    let sentence = page.sentence(speech.tokens.start);
    let start = sentence.start.max(previous).max(paragraph.start).min(speech.tokens.start);
    let start = start.max(speech.tokens.start.saturating_sub(FAR));
    let same_sentence = last.filter(|_| start == previous).map(|last| &last.claim);
    let front = Front { words: start..speech.tokens.start, last: same_sentence };
    if let Some(claim) = tight(scene, &front, speech) {
        return Some(claim);
    }
    let inside = front.words.clone().any(|i| page.is_word(i));
    if inside && is_title(page, speech) {
        return None;
    }
    if let Some(claim) = super::behind::find(scene, speech, next) {
        return Some(claim);
    }
    if is_title(page, speech) || describes(page, speech) {
        return None;
    }
    if let Some(claim) = announced(scene, speech)
        .or_else(|| around(scene, &front, speech))
        .or_else(|| super::behind::at_the_end(scene, speeches, number))
        .or_else(|| colon(scene, &front.words, speech))
    {
        return Some(claim);
    }
    // `"…," he said, "…"`: the verb between two parts claims both.
    let split = number.checked_sub(1).map(|i| &speeches[i]).filter(|before| {
        before.paragraph == speech.paragraph && speech.tokens.start - before.tokens.end < 30
    })?;
    let between = split.tokens.end..speech.tokens.start;
    let joined = between.len() > 1 && page.is_one_of(between.end - 1, &[",", ".", ":", "—", "–", "that"]);
    joined.then(|| super::behind::find(scene, split, speech.tokens.start)).flatten()
}

/// `A said: "…"`, `A said, "…"`, `A said "…"`, `A said that "…"`: nothing but a mark or `that` between.
fn tight(scene: Scene<'_, '_>, front: &Front<'_>, speech: &Speech) -> Option<Claim> {
    let (page, words) = (scene.page, &front.words);
    let end = without_marks(page, words);
    let verb = end.checked_sub(1).filter(|&v| v >= words.start && is_verb(page, v, task::SPEECH))?;
    if ends_claim(page, verb, words.end) {
        return None;
    }
    let subject = subject(scene, front, verb)?;
    // `…, she said. "Next sentence."`: a full stop ends the claim.
    let marked = end < words.end;
    let mode = if marked && is_sentence(page, speech) { Mode::Direct } else { Mode::Mixed };
    Some(Claim { subject, cue: verb, mode, sure: true })
}

/// Whether a sentence ends between a verb and the words.
fn ends_claim(page: &Page<'_>, verb: usize, words: usize) -> bool {
    (verb..words).any(|i| page.is(i, ".") && !page.has(i - 1, task::TITLE))
}

fn without_marks(page: &Page<'_>, words: &Range<usize>) -> usize {
    let mut end = words.end;
    while end > words.start && page.is_one_of(end - 1, &[":", ",", "—", "–", "-", "that", ";"]) {
        end -= 1;
    }
    end
}

/// Whose verb it is: the words before it, or whoever the sentence is about when the verb has no subject of its own
/// (`, adding`, `and said`).
fn subject(scene: Scene<'_, '_>, front: &Front<'_>, verb: usize) -> Option<Subject> {
    let (page, words) = (scene.page, &front.words);
    let own = if page.words.low(verb).ends_with("ing") && !progressive(page, verb) {
        scene.joined(words.start..verb)
    } else {
        scene.before(words.start..verb)
    };
    let somebody = |subject: &Subject| !matches!(subject, Subject::Nobody);
    if own.as_ref().is_some_and(somebody) {
        return own;
    }
    let first = words.clone().find(|&i| i < verb && is_verb(page, i, REPORTS | task::PAST));
    if let Some(subject) = first.and_then(|first| scene.before(words.start..first)).filter(somebody) {
        return Some(subject);
    }
    if let Some(last) = front.last {
        return Some(last.subject.clone());
    }
    // `Writing in the Sun, A …`; `In a post, B railed against C, saying …`
    let within = scene.within(words.start..verb);
    if page.words.low(verb).ends_with("ing") && somebody(&within) { Some(within) } else { own }
}

/// `was saying`
fn progressive(page: &Page<'_>, verb: usize) -> bool {
    page.is_one_of(verb.wrapping_sub(1), &["is", "was", "are", "were", "been", "as", "kept", "keeps"])
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
    let front = Front { words: words.clone(), last: None };
    let (subject, cue) = match verb {
        Some(verb) if verb > words.start => (subject(scene, &front, verb)?, verb),
        // `… released the following statement:`
        _ if words.clone().any(|i| page.is_one_of(i, &["statement", "comment", "remarks", "message"])) => {
            (scene.within(words.clone()), before.end - 1)
        }
        _ => return None,
    };
    Some(Claim { subject, cue, mode: Mode::Direct, sure: true })
}

/// `A told B in Paris "…"`, `A called it "…"`, `According to A, "…"`, `A: "…"`.
fn around(scene: Scene<'_, '_>, front: &Front<'_>, speech: &Speech) -> Option<Claim> {
    let (page, words) = (scene.page, &front.words);
    let colon = page.is(words.end.wrapping_sub(1), ":");
    let end = without_marks(page, words);
    if end == words.start {
        return shared(page, front);
    }
    // `According to A, B asked that …: “…”`: A only passes on what B said.
    if let Some(own) = passed_on(page, words, end) {
        return around(scene, &Front { words: own..words.end, last: None }, speech);
    }
    if let Some((subject, cue)) = credited(scene, words, end) {
        return Some(Claim { subject, cue, mode: Mode::Mixed, sure: true });
    }
    let Some(verb) = words.clone().rev().filter(|&i| i < end).find(|&i| reports(page, i, words.end)) else {
        return name_and_colon(scene, words.start..end, colon).or_else(|| shared(page, front));
    };
    let whole = is_sentence(page, speech) && (colon || end < words.end);
    let near = match speech.tokens.len() {
        _ if whole => 40,
        0..=4 => NEAR_SHORT,
        _ => NEAR,
    };
    if end - verb > near {
        return None;
    }
    if !whole && rejects(page, verb, end) {
        return None;
    }
    let subject = subject(scene, front, verb)?;
    Some(Claim { subject, cue: verb, mode: if whole { Mode::Direct } else { Mode::Mixed }, sure: true })
}

/// Whether a token is a verb that reports and can reach words that begin at `end`.
fn reports(page: &Page<'_>, at: usize, end: usize) -> bool {
    if !is_verb(page, at, REPORTS) || ends_claim(page, at, end) {
        return false;
    }
    let before = at.wrapping_sub(1);
    let passive = page.is_one_of(
        before,
        &["be", "been", "by", "being", "a", "an", "the", "of", "can", "could", "as", "his", "her", "their"],
    ) || (page.is_one_of(before, &["was", "were", "is", "are"])
        && !page.words.low(at).ends_with("ing")
        && !page.has(at, task::PAST));
    let saying = page.is_one_of(at, &["saying", "say"]);
    // `declined to say`, but `went on to say`.
    let to = page.is(before, "to")
        && !page
            .is_one_of(before.wrapping_sub(1), &["on", "went", "used", "continued", "rushed", "proceeded"]);
    (!passive || saying) && !to
}

/// `A rejected claims of a "…"`: these are the words of others, unless A gives them as his own: `rejected it as "…"`.
fn rejects(page: &Page<'_>, verb: usize, end: usize) -> bool {
    const VERBS: &[&str] = &[
        "rejected",
        "rejects",
        "rejecting",
        "denied",
        "denies",
        "denying",
        "dismissed",
        "dismisses",
        "dismissing",
        "disputed",
        "disputes",
        "refuted",
        "refutes",
    ];
    page.is_one_of(verb, VERBS)
        && !(verb..end).any(|i| page.is_one_of(i, &["as", "saying", "because", "calling"]))
        && (verb..end).any(|i| page.is_one_of(i, &["of", "about", "any", "such", "these"]))
}

/// Where the clause of somebody else begins behind `According to A,`, when it reports what he said.
fn passed_on(page: &Page<'_>, words: &Range<usize>, end: usize) -> Option<usize> {
    let opens = page.is(words.start, "according") && page.is(words.start + 1, "to");
    let comma = (words.start..end).find(|&i| opens && page.is(i, ","))?;
    (comma + 2..end).any(|i| reports(page, i, words.end)).then_some(comma + 1)
}

/// `According to A, "…"`, `In the words of A, "…"`, `As A put it, "…"`.
fn credited(scene: Scene<'_, '_>, words: &Range<usize>, end: usize) -> Option<(Subject, usize)> {
    let page = scene.page;
    let start = words.start;
    let given =
        |subject: Subject, cue: usize| (!matches!(subject, Subject::Nobody)).then_some((subject, cue));
    if let Some(at) = words.clone().find(|&i| page.is(i, "according") && page.is(i + 1, "to")) {
        let opens = at == start || page.is_one_of(at - 1, &[",", "and", "but"]);
        return if opens { given(scene.after(at + 2, end), at) } else { None };
    }
    if let Some(at) = words
        .clone()
        .find(|&i| page.is(i, "words") && page.is(i + 1, "of") && page.is(i.wrapping_sub(2), "in"))
    {
        return given(scene.after(at + 2, end), at);
    }
    // `It was, in A's words, “…”`
    if let Some(mention) = scene.mentions(words).iter().find(|m| {
        m.kind == Kind::Person
            && page.is(m.tokens.start.wrapping_sub(1), "in")
            && page.is(m.tokens.end, "'s")
            && page.is(m.tokens.end + 1, "words")
    }) {
        return given(Subject::Named(mention.topic), mention.tokens.end + 1);
    }
    let put = words.clone().find(|&i| page.is(i, "put") && page.is(i + 1, "it"))?;
    let start = start + usize::from(page.is(start, "as"));
    scene.before(start..put).and_then(|subject| given(subject, put))
}

/// `A said it was "…" and "…"`: words further on in a sentence that a verb has claimed already.
fn shared(page: &Page<'_>, front: &Front<'_>) -> Option<Claim> {
    let words = &front.words;
    let joined = words.is_empty()
        || words.len() <= 12
            && words
                .clone()
                .any(|i| page.is_one_of(i, &["and", "or", "but", ",", "as", "with", "to", "of", "that"]));
    let clear = words.clone().all(|i| page.words.sort(i) != Sort::Break && !page.is(i, "."));
    if !joined || !clear {
        return None;
    }
    front.last.filter(|last| last.mode == Mode::Mixed).map(|last| Claim {
        sure: last.sure && words.clone().all(|i| !page.words.capital(i)),
        ..last.clone()
    })
}

/// `Lavrov: "…"`
fn name_and_colon(scene: Scene<'_, '_>, words: Range<usize>, colon: bool) -> Option<Claim> {
    if !colon || words.len() > 8 {
        return None;
    }
    let subject = answer(scene, &words).unwrap_or_else(|| scene.within(words.clone()));
    let named = matches!(&subject, Subject::Named(topic) if scene.topics.read[*topic].kind == Kind::Person);
    named.then_some(Claim { subject, cue: words.end - 1, mode: Mode::Direct, sure: true })
}

/// `A's verdict: "…"`
fn answer(scene: Scene<'_, '_>, words: &Range<usize>) -> Option<Subject> {
    const ANSWERS: [&str; 14] = [
        "verdict",
        "response",
        "answer",
        "reaction",
        "reply",
        "advice",
        "message",
        "conclusion",
        "explanation",
        "assessment",
        "comment",
        "take",
        "view",
        "retort",
    ];
    let page = scene.page;
    let mention = scene.mentions(words).first().filter(|m| m.kind == Kind::Person)?;
    let own = page.is(mention.tokens.end, "'s") && page.is_one_of(words.end - 1, &ANSWERS);
    own.then_some(Subject::Named(mention.topic))
}

/// `A was blunt: "…"`: a sentence about one person alone that leads to words of theirs.
fn colon(scene: Scene<'_, '_>, words: &Range<usize>, speech: &Speech) -> Option<Claim> {
    let page = scene.page;
    if !page.is(words.end.wrapping_sub(1), ":") || !is_sentence(page, speech) || words.len() > 40 {
        return None;
    }
    // `For A, it was simple: “…”`
    let opens = words.start + usize::from(page.is(words.start, "for"));
    let subject = scene.alone(opens..words.end - 1)?;
    Some(Claim { subject, cue: words.end - 1, mode: Mode::Direct, sure: false })
}

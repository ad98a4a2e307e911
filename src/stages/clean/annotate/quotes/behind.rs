//! Claims that stand behind the words: `"…," said A`, `"…," A said`, `… "…" …, A said`.

use super::{
    Claim, Speech, bare,
    claim::FAR,
    is_sentence, is_title, is_verb,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Mode, topic::Kind},
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::Shape,
};

/// `"…," said A`, `"…," A said`, `"…," according to A`, `"…" — A`.
pub(super) fn find(scene: Scene<'_, '_>, speech: &Speech, limit: usize) -> Option<Claim> {
    let page = scene.page;
    let words = bare(page, speech);
    let mut at = speech.tokens.end;
    let stopped = words.ends_with('.');
    let mut marked = words.ends_with([',', '!', '?', '…', '—', '-', '–', '.', '。', ':', ';']);
    while page.is_one_of(at, &[",", "—", "–", "-"]) {
        marked = true;
        at += 1;
    }
    if let Some(claim) = signed(scene, speech, at) {
        return Some(claim);
    }
    if at >= limit || page.is_one_of(at, &["and", "but", "which", "that", "while"]) {
        return None;
    }
    let sentence_end = page.sentence(at).end.min(limit);
    let direct = |subject, cue| Some(Claim { subject, cue, mode: Mode::Direct, sure: true });
    if page.is(at, "according") && page.is(at + 1, "to") {
        return direct(scene.after(at + 2, sentence_end), at);
    }
    if page.is(at, "in") && page.is(at + 1, "the") && page.is(at + 2, "words") && page.is(at + 3, "of") {
        return direct(scene.after(at + 4, sentence_end), at + 2);
    }
    if page.is(at, "as") {
        // `"…," as A put it`, but not `"…" as A repeated a promise`
        let put = (at..sentence_end.min(at + 8)).find(|&i| {
            (page.is(i, "put") && page.is(i + 1, "it"))
                || (marked
                    && claims(page, i)
                    && (page.is_one_of(i + 1, &[".", ","]) || page.has(i + 1, task::PREPOSITION)))
        })?;
        return scene.before(at + 1..put).and_then(|subject| direct(subject, put));
    }
    let reach = if stopped { 10 } else { 36 };
    let verb = (at..sentence_end.min(at + reach)).find(|&i| claims(page, i))?;
    if (at..verb).all(|i| is_adverb(page, i)) {
        let subject = scene.after(verb + 1, sentence_end);
        // `on “Meet the Week,” said “…”`: the name of a programme has no speaker.
        let none = matches!(subject, Subject::Nobody) && is_title(page, speech);
        return if none { None } else { direct(subject, verb) };
    }
    // `"…." He added: "…"`: the verb leads to the next words.
    let leads = stopped && page.is_one_of(verb + 1, &[",", ":"]) && verb + 2 >= limit;
    let stops = leads || (at..verb).any(|i| page.is(i, ";") || is_full_stop(page, i));
    // Behind a full stop a new sentence begins: it claims the words only if it says nothing else.
    let more = stopped && sentence_end > verb + 2 && says_more(page, verb);
    if stops || !marked || more || !(starts_subject(page, at) || verb == at + 1 || described(scene, at, verb))
    {
        return None;
    }
    scene.before(at..verb).and_then(|subject| direct(subject, verb))
}

/// A finite verb of saying: `adding` and `to say` claim nothing that stands before them.
fn claims(page: &Page<'_>, at: usize) -> bool {
    let infinite = page.words.low(at).ends_with("ing") && !page.is(at.wrapping_sub(1), "as");
    let on = page.is_one_of(at, &["went", "goes"])
        && page.is(at + 1, "on")
        && page.is_one_of(at + 2, &[",", ".", ":"]);
    if on {
        return true;
    }
    let back = page.is_one_of(at, &["shot", "fired", "hit", "snapped", "called"]) && page.is(at + 1, "back");
    (back || is_verb(page, at, task::SPEECH)) && !infinite && !page.is(at.wrapping_sub(1), "to")
}

fn is_adverb(page: &Page<'_>, at: usize) -> bool {
    page.words.low(at).ends_with("ly") || page.is_one_of(at, &["also", "then", "later"])
}

/// What makes the sentence behind a full stop one of its own: `A said that …`, `A said the …`.
fn says_more(page: &Page<'_>, verb: usize) -> bool {
    let next = verb + 1;
    let told = page.words.low(verb).starts_with('t');
    let adjunct = page
        .is_one_of(next, &[".", "in", "on", "at", "during", "after", "when", "while", "of", "to", "with"])
        || page.has(next, task::WEEKDAY)
        || page.words.low(next).ends_with("ly");
    !(adjunct || told)
}

/// A full stop, unless it belongs to an abbreviation: `D-Calif., said`, `(D-Md.) said`.
fn is_full_stop(page: &Page<'_>, at: usize) -> bool {
    let goes_on =
        page.is_one_of(at + 1, &[",", ")"]) || (page.is_word(at + 1) && !page.words.capital(at + 1));
    page.is(at, ".") && !goes_on && !page.has(at.wrapping_sub(1), task::TITLE)
}

fn starts_subject(page: &Page<'_>, at: usize) -> bool {
    let plural = page.words.shape(at) == Shape::Lower
        && page.words.low(at).ends_with('s')
        && !page.has(at, task::STOP);
    page.has(at, task::SUBJECT_PRONOUN | task::TITLE | task::FUNCTION | task::DEMONYM | task::FORMER)
        || (page.words.capital(at) && !page.has(at, task::PREPOSITION))
        || plural
        || page.is_one_of(
            at,
            &[
                "the", "a", "an", "his", "her", "its", "their", "one", "another", "two", "three", "some",
                "many", "several",
            ],
        )
}

/// `team member Ann Other told`: nouns in lower case before the name of whoever speaks.
fn described(scene: Scene<'_, '_>, at: usize, verb: usize) -> bool {
    let page = scene.page;
    let name = (at..verb.min(at + 6)).find(|&i| page.words.shape(i) != Shape::Lower || !page.is_word(i));
    name.is_some_and(|name| scene.mention_at(name).is_some_and(|mention| mention.kind == Kind::Person))
        && !page.has(at, task::PREPOSITION | task::STOP)
}

/// `"…" — A`, the whole of a paragraph.
fn signed(scene: Scene<'_, '_>, speech: &Speech, at: usize) -> Option<Claim> {
    let page = scene.page;
    let paragraph = &page.paragraphs[speech.paragraph];
    let dash = page.is_one_of(at.wrapping_sub(1), &["—", "–", "-"]);
    let alone = speech.tokens.start == paragraph.start && paragraph.end.saturating_sub(at) <= 12;
    if !dash
        || !alone
        || !is_sentence(page, speech)
        || (at..paragraph.end).any(|i| is_verb(page, i, task::SPEECH))
    {
        return None;
    }
    let mention = scene.mention_at(at).filter(|mention| mention.kind == Kind::Person)?;
    Some(Claim { subject: Subject::Named(mention.topic), cue: at - 1, mode: Mode::Direct, sure: true })
}

/// A verb at the end of the sentence that claims all before it: `A is "…" and should go, B said on Monday.`
pub(super) fn at_the_end(scene: Scene<'_, '_>, speeches: &[Speech], number: usize) -> Option<Claim> {
    let page = scene.page;
    let speech = &speeches[number];
    let end = page.sentence(speech.tokens.end - 1).end.min(page.paragraphs[speech.paragraph].end);
    let end = end.min(speech.tokens.end + FAR);
    let marked = |i: usize| speeches[number..].iter().take(6).any(|s| s.tokens.contains(&i));
    let comma = (speech.tokens.end.saturating_sub(1)..end).rev().find(|&i| {
        page.is(i, ",") && !marked(i)
            || speeches[number..].iter().take(6).any(|s| s.tokens.end == i + 1 && ends_with_comma(page, s))
    })?;
    if page.is(comma + 1, "according") && page.is(comma + 2, "to") {
        let subject = scene.after(comma + 3, end);
        return Some(Claim { subject, cue: comma + 1, mode: Mode::Mixed, sure: true });
    }
    let verb = (comma + 1..end.min(comma + 14)).find(|&i| claims(page, i) && !marked(i))?;
    let follows =
        page.is_one_of(verb + 1, &[".", ","]) || page.has(verb + 1, task::PREPOSITION | task::WEEKDAY);
    let subject = if verb == comma + 1 {
        scene.after(verb + 1, end)
    } else if starts_subject(page, comma + 1) && (follows || page.words.low(verb).starts_with('t')) {
        scene.before(comma + 1..verb)?
    } else {
        return None;
    };
    Some(Claim { subject, cue: verb, mode: Mode::Mixed, sure: true })
}

fn ends_with_comma(page: &Page<'_>, speech: &Speech) -> bool {
    bare(page, speech).ends_with(',')
}

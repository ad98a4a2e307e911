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
    if is_term(scene.page, speech) {
        return None;
    }
    behind(scene, speech, next)
        .or_else(|| within(scene, speech))
        .or_else(|| before(scene, speech, previous))
        .or_else(|| split(scene, speeches, number))
}

/// `einen „Skandal“`, `der »Abendzeitung«`: one word behind an article or a preposition is a term or a name.
fn is_term(page: &Page<'_>, speech: &Speech) -> bool {
    speech.tokens.len() <= 3 && page.has(speech.tokens.start.wrapping_sub(1), task::STOP | task::PREPOSITION)
}

/// `«…, — заявил A. — …»`, `« …, a-t-il ajouté, … »`: the verb stands between dashes or commas inside of the marks.
fn within(scene: Scene<'_, '_>, speech: &Speech) -> Option<Claim> {
    let page = scene.page;
    let inside = speech.tokens.start + 2..speech.tokens.end.saturating_sub(1);
    inside.clone().find_map(|at| {
        let dash = page.is_one_of(at - 1, DASHES);
        if dash && says(page, at) {
            let end = (at + 1..inside.end).find(|&i| page.is_one_of(i, DASHES)).unwrap_or(inside.end);
            let subject = named(scene, at + 1..end).unwrap_or(Subject::Nobody);
            return Some(Claim { subject, cue: at, mode: Mode::Direct, sure: true });
        }
        let inverted = page.is(at - 1, ",") && is_inverted(page, at) && says(page, at + 1);
        inverted.then_some(Claim {
            subject: Subject::Pronoun(at),
            cue: at + 1,
            mode: Mode::Direct,
            sure: true,
        })
    })
}

const DASHES: &[&str] = &["—", "–", "-"];

/// `a-t-il`, `a-t-elle`
fn is_inverted(page: &Page<'_>, at: usize) -> bool {
    page.words.low(at).ends_with("-il") || page.words.low(at).ends_with("-elle")
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
    // `„…“ Dies sagte A`: behind a full stop only the verb itself leads back.
    let stopped = at == speech.tokens.end && page.words.capital(at);
    if stopped {
        return None;
    }
    let end = page.sentence(at).end.min(limit);
    if credit(page, at).is_some_and(|length| at + length < end) {
        let subject = named(scene, at + credit(page, at)?..end)?;
        return Some(Claim { subject, cue: at, mode: Mode::Direct, sure: true });
    }
    // `a déclaré`, `a-t-il déclaré`, `ha dicho`
    let verb = (at..end.min(at + 3)).find(|&i| says(page, i))?;
    let subject = match (at..verb).find(|&i| is_inverted(page, i)) {
        Some(pronoun) => Subject::Pronoun(pronoun),
        None => named(scene, verb + 1..end)
            .or_else(|| apposed(scene, verb + 1, end))
            .or_else(|| described(scene, verb + 1, end))
            .unwrap_or(Subject::Nobody),
    };
    // `… den Stern „AB 12“, teilte das Institut mit`: a part of what is reported.
    let opens = page.sentence(speech.tokens.start).start.max(page.paragraphs[speech.paragraph].start);
    let part = (opens..speech.tokens.start).any(|i| page.is_word(i)) && !is_sentence(page, speech);
    if part && (speech.tokens.len() <= 5 || super::is_title(page, speech)) {
        return None;
    }
    // A verb right behind the marks claims them, whoever its subject is; one further on may have another object.
    let helped = verb == at + 1 && page.is_one_of(at, &["a", "ont", "avait", "ha", "han", "había", "hat"]);
    let right_behind = verb == at || helped || page.words.low(at).starts_with("a-t-");
    if subject == Subject::Nobody && (!right_behind || speech.tokens.len() <= 4) {
        return None;
    }
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
    let two = page.is(at, "по") && page.is_one_of(at + 1, &["словам", "мнению"])
        || page.is(at, "d'après")
        || page.is(at, "d") && page.is(at + 1, "après");
    if two {
        return Some(if page.is(at, "d'après") { 1 } else { 2 });
    }
    let view =
        ["ansicht", "meinung", "angaben", "worten", "einschätzung", "aussage", "auffassung", "darstellung"];
    let three = page.is(at, "nach")
        && page.is_one_of(at + 1, &view)
        && page.is_one_of(at + 2, &["von", "des", "der"])
        || page.is(at, "de") && page.is(at + 1, "acuerdo") && page.is(at + 2, "con");
    three.then_some(3)
}

/// `Selon A, « … »`, `Nach Ansicht von A »…«`: who is credited at the head of the sentence.
fn credited(scene: Scene<'_, '_>, words: &Range<usize>) -> Option<(Subject, usize)> {
    let page = scene.page;
    let opens = |&i: &usize| {
        page.is_one_of(i, &["laut", "selon", "según"])
            || i == words.start
            || page.is_one_of(i - 1, &[",", "und", "et", "y", "и", "e"])
    };
    let at = words.clone().filter(opens).find(|&i| !page.is(i, "so") && credit(page, i).is_some())?;
    let start = at + credit(page, at)?;
    let verb = (start..words.end).any(|i| says(page, i));
    if verb || words.end - at > 16 {
        return None;
    }
    Some((named(scene, start..words.end).unwrap_or(Subject::Nobody), at))
}

/// `A sagte: „…“`, `Am Montag sagte A, „…“`.
fn before(scene: Scene<'_, '_>, speech: &Speech, previous: usize) -> Option<Claim> {
    let page = scene.page;
    let start =
        page.sentence(speech.tokens.start).start.max(previous).max(page.paragraphs[speech.paragraph].start);
    let words = start..speech.tokens.start;
    let marked = page.is_one_of(words.end.wrapping_sub(1), &[":", ",", "—", "–"]);
    if let Some((subject, cue)) = credited(scene, &words) {
        let known = subject != Subject::Nobody;
        let long = speech.tokens.len() > 6;
        let mode = if known { Mode::Mixed } else { Mode::Direct };
        return (known || long).then_some(Claim { subject, cue, mode, sure: true });
    }
    let Some(verb) = words.clone().rev().take(24).find(|&i| says(page, i)) else {
        // A sentence about one person alone that leads to words of theirs.
        let inner = &page.words.text[speech.quoted.inner.clone()];
        let whole = is_sentence(page, speech) && inner.ends_with(['.', '!', '?', '…']);
        let leads = page.is(words.end.wrapping_sub(1), ":") && whole && words.len() <= 30;
        let subject = only_person(scene, words.start..words.end.saturating_sub(1)).filter(|_| leads)?;
        return Some(Claim { subject, cue: words.end - 1, mode: Mode::Direct, sure: false });
    };
    let nobody = page.is(verb + 1, "man") || page.is_one_of(verb.wrapping_sub(1), &["man", "on", "se"]);
    if !marked && words.end - verb > 12 || nobody || is_named_work(page, speech) {
        return None;
    }
    let subject = named(scene, words.start..verb)
        .or_else(|| named(scene, verb + 1..words.end))
        .or_else(|| lone(page, words.start, verb))?;
    let mode = if marked && is_sentence(page, speech) { Mode::Direct } else { Mode::Mixed };
    Some(Claim { subject, cue: verb, mode, sure: true })
}

/// Verbs that say that the same person goes on.
pub(super) fn goes_on(page: &Page<'_>, cue: usize) -> bool {
    const VERBS: &[&str] = &[
        "añadió",
        "añade",
        "agregó",
        "agrega",
        "prosiguió",
        "continuó",
        "concluyó",
        "ajouté",
        "ajoute",
        "poursuivi",
        "conclu",
        "добавил",
        "добавила",
    ];
    page.is_one_of(cue, VERBS)
}

/// A title or a name, unless it is what somebody says in as many words.
fn is_named_work(page: &Page<'_>, speech: &Speech) -> bool {
    let inner = &page.words.text[speech.quoted.inner.clone()];
    !is_sentence(page, speech) && !inner.ends_with(['!', '?']) && super::is_title(page, speech)
}

/// The one person whom some words name, unless behind a preposition.
fn only_person(scene: Scene<'_, '_>, words: Range<usize>) -> Option<Subject> {
    let page = scene.page;
    let mut persons =
        scene.mentions(&words).iter().filter(|m| m.kind == Kind::Person && m.tokens.end <= words.end);
    let first = persons.next()?;
    let led = page.has(first.tokens.start.wrapping_sub(1), task::PREPOSITION);
    (!led && persons.all(|m| m.topic == first.topic)).then_some(Subject::Named(first.topic))
}

/// `„…“, sagte A, „…“`
fn split(scene: Scene<'_, '_>, speeches: &[Speech], number: usize) -> Option<Claim> {
    let page = scene.page;
    let speech = &speeches[number];
    let first = &speeches[number.checked_sub(1)?];
    let joined = first.paragraph == speech.paragraph
        && speech.tokens.start - first.tokens.end < 20
        && page.is_one_of(speech.tokens.start - 1, &[",", ".", ":", "—", "–"]);
    // A sentence of its own stands between.
    let stop = (first.tokens.end..speech.tokens.start).rev().find(|&i| page.is(i, "."));
    let parted = stop.is_some_and(|stop| (stop..speech.tokens.start).any(|i| page.is_word(i)));
    (joined && !parted).then(|| behind(scene, first, speech.tokens.start)).flatten()
}

pub(super) fn says(page: &Page<'_>, at: usize) -> bool {
    page.has(at, task::SPEECH) && page.words.shape(at) == Shape::Lower && has_particle(page, at)
}

/// German verbs that say something only with their particle: `teilte … mit`, but not `teilte das Brot`.
fn has_particle(page: &Page<'_>, at: usize) -> bool {
    const PARTICLES: [(&str, &[&str]); 7] = [
        ("stellte", &["fest", "klar"]),
        ("teilte", &["mit"]),
        ("fügte", &["hinzu", "an"]),
        ("hob", &["hervor"]),
        ("gab", &["bekannt", "an", "zu"]),
        ("räumte", &["ein"]),
        ("kündigte", &["an"]),
    ];
    let low = page.words.low(at);
    let Some((_, particles)) = PARTICLES.iter().find(|(verb, _)| *verb == low) else { return true };
    let ends = |i: usize| !page.is_word(i + 1) || page.is_one_of(i + 1, &["und", "dass"]);
    (at + 1..page.sentence(at).end.min(at + 24)).any(|i| page.is_one_of(i, particles) && ends(i))
}

const ARTICLES: &[&str] =
    &["der", "die", "das", "ein", "eine", "le", "la", "un", "une", "el", "una", "su", "son", "sa"];

/// `aseguró el portavoz del sindicato, A`: the name behind the comma is that of the office before.
fn apposed(scene: Scene<'_, '_>, start: usize, limit: usize) -> Option<Subject> {
    let page = scene.page;
    let comma = (start + 1..limit.min(start + 10)).find(|&i| page.is(i, ","))?;
    let office = (start..comma).any(|i| page.has(i, task::FUNCTION));
    let plain = (start..comma).all(|i| page.is_word(i) && !says(page, i));
    let mention = scene.mention_at(comma + 1).filter(|m| m.kind == Kind::Person)?;
    (page.is_one_of(start, ARTICLES) && office && plain).then_some(Subject::Named(mention.topic))
}

/// `sagte der Papst am Abend`: an article and a noun, up to where something else begins. An office that the text
/// gives to one person alone means them.
fn described(scene: Scene<'_, '_>, start: usize, limit: usize) -> Option<Subject> {
    let page = scene.page;
    if !page.is_one_of(start, ARTICLES) {
        return None;
    }
    let end = (start + 1..limit.min(start + 6))
        .find(|&i| !page.is_word(i) || page.has(i, task::PREPOSITION | task::STOP))
        .unwrap_or(limit.min(start + 6));
    if end == start + 2
        && !page.is_one_of(start, &["ein", "eine", "un", "une", "una"])
        && let Some(topic) = holder(scene, start + 1)
    {
        return Some(Subject::Named(topic));
    }
    (end > start + 1).then_some(Subject::Phrase(start..end))
}

/// The one person of the text before whose name this office stands: `la ministra de Hacienda, A`.
fn holder(scene: Scene<'_, '_>, office: usize) -> Option<usize> {
    let page = scene.page;
    if !page.has(office, task::FUNCTION) {
        return None;
    }
    let low = page.words.low(office);
    let holds = |start: usize| {
        let from = page.sentence(start).start.max(start.saturating_sub(7));
        let near = (from..start)
            .rev()
            .take_while(|&i| !says(page, i) && scene.mention_at(i).is_none_or(|m| m.kind != Kind::Person));
        near.into_iter().any(|i| page.words.low(i) == low)
    };
    let persons = scene.mentions(&(0..office)).iter().filter(|m| m.kind == Kind::Person);
    let mut holders = persons.filter(|m| holds(m.tokens.start)).map(|m| m.topic);
    let first = holders.next()?;
    holders.all(|topic| topic == first).then_some(first)
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

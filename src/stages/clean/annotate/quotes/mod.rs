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
    model::reading::{Mode, QuoteRead, Read},
    text::words::Shape,
};

mod behind;
mod claim;
mod dialogue;
mod foreign;
mod indirect;
mod japanese;
mod marks;
mod phrase;
mod resolve;
mod subject;
mod transcript;

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
    /// Whether the rule is sure of the subject.
    sure: bool,
}

/// The words before, which others may go on from.
struct Carried {
    paragraph: usize,
    end: usize,
    speaker: Option<Read<String>>,
    cue: String,
    /// No mark closed them.
    open: bool,
}

/// Finds the quotes of a text in a language, given by its BCP 47 tag.
pub(super) fn find(page: &Page<'_>, topics: &Topics, language: &str) -> Vec<QuoteRead> {
    if language.starts_with("ja") {
        return japanese::find(page.words.text);
    }
    let scene = Scene { page, topics };
    let speeches = speeches(page);
    let mut reader = Reader {
        scene,
        speeches: &speeches,
        resolver: resolve::Resolver::new(scene, &speeches),
        carried: None,
        last: None,
    };
    let mut quotes: Vec<QuoteRead> = Vec::new();
    for (number, speech) in speeches.iter().enumerate() {
        let Some((speaker, cue, mode)) = reader.read(number) else { continue };
        reader.carried = Some(Carried {
            paragraph: speech.paragraph,
            end: speech.tokens.end,
            speaker: speaker.clone(),
            cue: cue.clone(),
            open: speech.quoted.goes_on,
        });
        quotes.push(QuoteRead { span: speech.quoted.inner.clone(), speaker, cue, mode });
    }
    share_backwards(&speeches, &mut quotes);
    if !page.foreign {
        indirect::add(scene, &mut reader.resolver, &speeches, &mut quotes);
        add_turns(transcript::find(page, topics), &mut quotes);
    }
    quotes
}

/// The turns of a transcript in place of what was read inside of them.
fn add_turns(turns: Vec<QuoteRead>, quotes: &mut Vec<QuoteRead>) {
    let inside = |quote: &QuoteRead| {
        turns.iter().any(|turn| quote.span.start < turn.span.end && turn.span.start < quote.span.end)
    };
    quotes.retain(|quote| !inside(quote));
    quotes.extend(turns);
    quotes.sort_by_key(|quote| quote.span.start);
}

type Said = (Option<Read<String>>, String, Mode);

/// What is known while the words in marks are gone through one after the other.
struct Reader<'r, 's, 'a> {
    scene: Scene<'s, 'a>,
    speeches: &'r [Speech],
    resolver: resolve::Resolver<'s, 'a>,
    carried: Option<Carried>,
    last: Option<claim::Last>,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, number: usize) -> Option<Said> {
        let page = self.scene.page;
        let speech = &self.speeches[number];
        if speech.quoted.inner.is_empty() || is_nickname(page, speech) {
            return None;
        }
        let claim = if page.foreign {
            foreign::find(self.scene, self.speeches, number)
        } else {
            claim::find(self.scene, self.speeches, number, self.last.as_ref())
        };
        if let Some(claim) = claim {
            let mut speaker = self.resolver.speaker(&claim, speech.tokens.start, speech.tokens.end);
            if page.foreign && claim.subject == Subject::Nobody && foreign::goes_on(page, claim.cue) {
                speaker = self.goes_on(speech).and_then(|(speaker, ..)| speaker);
            }
            let weak = claim.mode == Mode::Mixed || speech.quoted.single;
            let split = self.last.as_ref().is_some_and(|last| last.claim.cue == claim.cue);
            let said = speaker.is_some() || !weak || split || is_sentence(page, speech);
            let found = said.then(|| (speaker, page.words.raw(claim.cue).to_owned(), claim.mode));
            if said {
                self.last = Some(claim::Last { number, claim });
            }
            return found;
        }
        if is_title(page, speech) {
            return None;
        }
        if let Some(before) = self.carried.as_ref().filter(|before| before.open)
            && speech.paragraph == before.paragraph + 1
        {
            return Some((before.speaker.clone(), before.cue.clone(), Mode::Direct));
        }
        if is_sentence(page, speech) && opens(page, speech) {
            let end = page.paragraphs[speech.paragraph].start;
            if let Some(said) = self.behind_report(speech, end).filter(|_| !page.foreign) {
                return Some(said);
            }
            if let Some(said) = self.goes_on(speech) {
                return Some(said);
            }
        }
        if !stands_alone(page, speech) {
            return None;
        }
        Some(self.next_paragraph(speech).unwrap_or((None, String::new(), Mode::Direct)))
    }

    /// Words behind a sentence that reports what somebody said without marks: `A said it was over. "We are done."`
    fn behind_report(&mut self, speech: &Speech, from: usize) -> Option<Said> {
        let start = self.carried.as_ref().map_or(0, |before| before.end).max(from);
        let claim = indirect::report(self.scene, self.speeches, start..speech.tokens.start)?;
        let named = matches!(claim.subject, Subject::Named(_));
        let here = self.scene.page.paragraph_at(claim.cue) == speech.paragraph;
        let speaker = self.resolver.speaker(&claim, speech.tokens.start, speech.tokens.end)?;
        let cue = self.scene.page.words.raw(claim.cue).to_owned();
        let speaker =
            Read::suggestion(speaker.value, "goes on from what was reported before", &speaker.basis.words);
        let speaker = Read { sure: named && here, ..speaker };
        Some((Some(speaker), cue, Mode::Direct))
    }

    /// Words that go on from the ones before in the same paragraph, with nobody else between.
    fn goes_on(&self, speech: &Speech) -> Option<Said> {
        let page = self.scene.page;
        let before = self.carried.as_ref().filter(|before| before.paragraph == speech.paragraph)?;
        let between = before.end..speech.tokens.start;
        let sentences = page.sentence_at(speech.tokens.start) - page.sentence_at(before.end);
        let speaker = before
            .speaker
            .clone()
            .filter(|speaker| sentences <= 1 || self.resolver.only(&speaker.value, &between));
        let speaker = speaker.map(|speaker| Read { sure: speaker.sure && sentences <= 1, ..speaker });
        Some((speaker, before.cue.clone(), Mode::Direct))
    }

    /// A paragraph of speech behind one in which somebody spoke.
    fn next_paragraph(&mut self, speech: &Speech) -> Option<Said> {
        let paragraph = speech.paragraph.checked_sub(1)?;
        let from = self.scene.page.paragraphs[paragraph].start;
        if !self.scene.page.foreign
            && let Some(said) = self.behind_report(speech, from)
        {
            return Some(said);
        }
        let before = self.carried.as_ref().filter(|before| before.paragraph == paragraph)?;
        let speaker =
            before.speaker.as_ref().filter(|_| self.resolver.quiet_since(paragraph, speech)).map(|s| Read {
                sure: s.sure,
                ..Read::suggestion(s.value.clone(), "goes on from the quote before", &s.basis.words)
            });
        Some((speaker, String::new(), Mode::Direct))
    }
}

fn speeches(page: &Page<'_>) -> Vec<Speech> {
    let text = page.words.text;
    let mut found = Vec::new();
    for (number, paragraph) in page.paragraphs.iter().enumerate() {
        let spoken = dialogue::find(page, number);
        if !spoken.is_empty() {
            found.extend(spoken);
            continue;
        }
        let span = page.words.span(paragraph);
        let next = page.paragraphs.get(number + 1).map_or("", |p| page.words.slice(p));
        for quoted in marks::find(&text[span.clone()], span.start, next) {
            let tokens = page.words.at_byte(quoted.outer.start)..page.words.at_byte(quoted.outer.end - 1) + 1;
            found.push(Speech { quoted, tokens, paragraph: number });
        }
    }
    found
}

/// Paragraphs that one pair of marks spans: what the last learns, the ones before know.
fn share_backwards(speeches: &[Speech], quotes: &mut [QuoteRead]) {
    for at in (1..quotes.len()).rev() {
        let (before, after) = quotes.split_at_mut(at);
        let (first, second) = (&mut before[at - 1], &after[0]);
        let open = speeches
            .binary_search_by_key(&first.span.start, |s| s.quoted.inner.start)
            .is_ok_and(|i| speeches[i].quoted.goes_on && speeches[i].quoted.inner == first.span);
        if open && first.speaker.is_none() {
            first.speaker.clone_from(&second.speaker);
            first.cue.clone_from(&second.cue);
        }
    }
}

/// Whether nothing but marks stands before the words in their sentence.
fn opens(page: &Page<'_>, speech: &Speech) -> bool {
    let sentence = page.sentence(speech.tokens.start);
    sentence.start >= speech.tokens.start
        || (sentence.start..speech.tokens.start).all(|i| !page.is_word(i))
        || page.is_one_of(speech.tokens.start - 1, &[".", ",", "—", "–"])
        || (!page.foreign && page.is(speech.tokens.start - 1, ":"))
}

/// Words that are a whole paragraph are speech even if nobody is named.
fn stands_alone(page: &Page<'_>, speech: &Speech) -> bool {
    let paragraph = &page.paragraphs[speech.paragraph];
    is_sentence(page, speech)
        && (speech.tokens.len() > 6 || speech.quoted.goes_on)
        && speech.tokens.start == paragraph.start
        && speech.tokens.end + 2 >= paragraph.end
}

/// The words without marks of a quote inside that ends with them: `“… ‘no,’”`.
fn bare<'a>(page: &Page<'a>, speech: &Speech) -> &'a str {
    page.words.text[speech.quoted.inner.clone()].trim_end_matches(['\'', '’', '"', '”'])
}

/// `the “eye roll” caucus`: a word or two that describe a noun.
fn describes(page: &Page<'_>, speech: &Speech) -> bool {
    let next = speech.tokens.end;
    speech.tokens.len() <= 5
        && page.is_one_of(
            speech.tokens.start.wrapping_sub(1),
            &["the", "a", "an", "this", "these", "those", "through"],
        )
        && page.is_word(next)
        && page.words.shape(next) == Shape::Lower
        && !page.has(next, task::STOP | task::PREPOSITION | task::SPEECH)
}

/// Whether the words are a sentence of their own: a capital in front, an end behind.
fn is_sentence(page: &Page<'_>, speech: &Speech) -> bool {
    let words = bare(page, speech);
    let first = words.chars().find(|c| c.is_alphanumeric());
    let ends = words.ends_with(['.', '!', '?', '…', ',', '—', '。'])
        || page.is_one_of(speech.tokens.end, &[".", ",", "。"]);
    first.is_some_and(|c| !c.is_lowercase()) && ends && speech.tokens.len() > 4
}

/// A title of a work, a name or a term: behind a word that says so, or with every longer word in capitals.
fn is_title(page: &Page<'_>, speech: &Speech) -> bool {
    let before = speech.tokens.start.wrapping_sub(1);
    let words: Vec<usize> =
        (speech.tokens.start + 1..speech.tokens.end).filter(|&i| page.is_word(i)).collect();
    let called =
        page.is_one_of(before, &["called", "as"]) && words.first().is_some_and(|&i| page.words.capital(i));
    if (page.has(before, task::NAMED) || called) && words.len() <= 10 {
        return true;
    }
    // `on CNN's “Crossfire”`
    let programme = page.is_one_of(before, &["'s", "on", "in", "of"])
        && !words.is_empty()
        && words.iter().all(|&i| page.words.capital(i))
        && page.words.shape(speech.tokens.start + 1) != Shape::Upper;
    if programme && words.len() <= 4 {
        return true;
    }
    let long: Vec<&usize> = words.iter().filter(|&&i| page.words.raw(i).len() > 3).collect();
    let inner = &page.words.text[speech.quoted.inner.clone()];
    let shout = inner.ends_with(['!', '?']);
    words.len() <= 8 && long.len() >= 2 && long.iter().all(|&&i| page.words.capital(i)) && !shout
}

/// `John “J.D.” Dorrian`
fn is_nickname(page: &Page<'_>, speech: &Speech) -> bool {
    speech.tokens.len() <= 4
        && page.is_name_word(speech.tokens.start.wrapping_sub(1))
        && page.is_name_word(speech.tokens.end)
        && page.words.capital(speech.tokens.start + 1)
}

fn is_verb(page: &Page<'_>, at: usize, tasks: u64) -> bool {
    if !page.has(at, tasks) || page.words.shape(at) != Shape::Lower {
        return false;
    }
    // `continued to work`
    if page.is_one_of(at, &["continued", "continues", "agreed", "agrees", "pledged"]) && page.is(at + 1, "to")
    {
        return page.is(at + 2, "say");
    }
    // `He pointed to the door`, but `he pointed out`.
    if page.is_one_of(at, &["pointed", "points", "shot", "fired", "hit"])
        && !page.is_one_of(at + 1, &["out", "back"])
    {
        return false;
    }
    // `Johnson rejected claims that …`: a noun unless a subject stands right before it.
    let before = at.wrapping_sub(1);
    !page.has(at, task::SPEECH_NOUN)
        || page.words.capital(before)
        || page.has(before, task::SUBJECT_PRONOUN | task::FUNCTION | task::ORG_HEAD | task::NON_SPEAKER)
        || page.is_one_of(before, &["also", "now", "then", ",", "”", "\""])
}

/// Whether what is known of a person lets a pronoun mean them.
fn fits(pronoun: &str, gender: Gender) -> bool {
    !matches!((pronoun, gender), ("he" | "him", Gender::Female) | ("she" | "her", Gender::Male))
}

/// Any verb that reports words.
const REPORTS: u64 = task::SPEECH | task::SPEECH_LIKE;

#[cfg(test)]
mod foreign_tests;
#[cfg(test)]
mod prose;
#[cfg(test)]
mod tests;

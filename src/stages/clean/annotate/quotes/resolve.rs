//! From a pronoun or an office to a name, where the text says who is meant.

use std::ops::Range;

use super::{
    Claim, Speech, fits,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Read, topic::Kind},
    stages::clean::annotate::{gazetteer::task, names::topics::Mention},
};

/// Remembers who spoke while the quotes of a text are read.
pub(super) struct Resolver<'s, 'a> {
    scene: Scene<'s, 'a>,
    /// Tokens in marks: names there are talked about, they do not talk.
    inside: Vec<Range<usize>>,
    /// Who spoke and where the words began and ended.
    spoke: Vec<(usize, Range<usize>)>,
}

impl<'s, 'a> Resolver<'s, 'a> {
    pub(super) fn new(scene: Scene<'s, 'a>, speeches: &[Speech]) -> Self {
        Self { scene, inside: speeches.iter().map(|s| s.tokens.clone()).collect(), spoke: Vec::new() }
    }

    /// The speaker of the words between two tokens, in the fullest form that the article has.
    pub(super) fn speaker(&mut self, claim: &Claim, start: usize, end: usize) -> Option<Read<String>> {
        let page = self.scene.page;
        let cue = page.words.raw(claim.cue);
        let (topic, read) = match &claim.subject {
            Subject::Named(topic) => (*topic, Read::fact(self.name(*topic), "named beside the quote", cue)),
            Subject::Pronoun(at) => {
                let (topic, sure, words) = self.antecedent(*at)?;
                (topic, Read { sure, ..Read::fact(self.name(topic), "pronoun", &words) })
            }
            Subject::Role(role, words) => {
                let holders = &self.scene.topics.holders;
                let mut fitting = holders.iter().filter(|h| role.may_mean(&h.role));
                let first = fitting.next()?;
                if fitting.any(|h| h.topic != first.topic) {
                    return None;
                }
                let basis = format!("{} = {}", page.words.slice(words), first.words);
                let name = self.name(first.topic);
                (first.topic, Read::suggestion(name, "role named in the text", &basis))
            }
            Subject::Nobody => return None,
        };
        if self.scene.topics.read[topic].kind == Kind::Person {
            self.spoke.push((topic, start..end));
        }
        Some(read)
    }

    /// Whether nobody but the last speaker came up between the words of a paragraph and these.
    pub(super) fn quiet_since(&self, paragraph: usize, speech: &Speech) -> bool {
        let Some((topic, words)) = self.spoke.last() else { return false };
        let from = self.scene.page.paragraphs[paragraph].start.min(words.start);
        self.persons(speech.tokens.start).all(|m| m.tokens.start < from || m.topic == *topic)
    }

    fn name(&self, topic: usize) -> String {
        self.scene.topics.read[topic].name.clone()
    }

    /// Persons named outside marks before a token.
    fn persons(&self, before: usize) -> impl DoubleEndedIterator<Item = &Mention> {
        self.scene.topics.mentions.iter().filter(move |m| {
            m.kind == Kind::Person
                && m.tokens.end <= before
                && !self.inside.iter().any(|r| r.contains(&m.tokens.start))
        })
    }

    /// Who `he` or `she` is. Sure when nobody else whom the pronoun could mean has been the subject of anything so
    /// far, or when the last speaker goes on and nobody else came up; a suggestion when the sentence before names
    /// one person only.
    fn antecedent(&self, at: usize) -> Option<(usize, bool, String)> {
        let page = self.scene.page;
        let pronoun = page.words.low(at);
        if !matches!(pronoun, "he" | "she") {
            return None;
        }
        let genders = &self.scene.topics.genders;
        let persons: Vec<&Mention> = self.persons(at).filter(|m| fits(pronoun, genders[m.topic])).collect();
        let is_subject = |m: &&Mention| !self.scene.is_object(m, page.sentence(m.tokens.start).start);
        let nearest = persons.iter().copied().rev().find(is_subject)?;
        let found = |topic: usize, sure: bool| {
            let words =
                persons.iter().rev().find(|m| m.topic == topic).map_or("", |m| page.words.slice(&m.tokens));
            Some((topic, sure, format!("{} = {words}", page.words.raw(at))))
        };
        if persons.iter().copied().filter(is_subject).all(|m| m.topic == nearest.topic) {
            return found(nearest.topic, true);
        }
        let last = self
            .spoke
            .iter()
            .rev()
            .find(|(topic, words)| words.start <= at && fits(pronoun, genders[*topic]));
        if let Some((topic, words)) = last {
            // Nobody else came up since the last words: they go on.
            let quiet = persons.iter().all(|m| m.tokens.start < words.start || m.topic == *topic);
            if quiet && page.paragraph_at(at) - page.paragraph_at(words.start) <= 2 {
                return found(*topic, true);
            }
        }
        let sentence = page.sentence_at(nearest.tokens.start);
        let since: Vec<&Mention> =
            persons.iter().copied().filter(|m| page.sentence_at(m.tokens.start) >= sentence).collect();
        let close = page.sentence_at(at) - sentence <= 3
            && page.paragraph_at(at) - page.paragraph_at(nearest.tokens.start) <= 1;
        if !close {
            return None;
        }
        let subject = self.leads(&since).unwrap_or(nearest);
        let alone = since.iter().all(|m| m.topic == nearest.topic);
        if alone || self.leads(&since).is_some() { found(subject.topic, false) } else { None }
    }

    /// The person before the verb of a sentence, when all others stand behind it: `Merkel met May`.
    fn leads<'m>(&self, persons: &[&'m Mention]) -> Option<&'m Mention> {
        let page = self.scene.page;
        let first = *persons.first()?;
        if self.scene.is_object(first, page.sentence(first.tokens.start).start) {
            return None;
        }
        let verb = (first.tokens.end..page.sentence(first.tokens.start).end).find(|&i| {
            page.has(i, task::SPEECH | task::SPEECH_LIKE | task::PAST)
                || page.is_one_of(i, &["is", "has", "will", "was", "had"])
                || (page.is_word(i) && page.words.low(i).len() > 4 && page.words.low(i).ends_with("ed"))
        })?;
        persons.iter().all(|m| m.topic == first.topic || m.tokens.start > verb).then_some(first)
    }
}

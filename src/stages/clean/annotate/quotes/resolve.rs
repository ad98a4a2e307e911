//! From a pronoun or an office to a name, where the text says who is meant.

use std::ops::Range;

use super::{
    Claim, Speech, fits,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Read, topic::Kind},
    stages::clean::annotate::names::topics::Mention,
};

/// Remembers who spoke while the quotes of a text are read in order.
pub(super) struct Resolver<'s, 'a> {
    scene: Scene<'s, 'a>,
    /// Tokens in marks: names there are talked about, they do not talk.
    inside: Vec<Range<usize>>,
    /// Who spoke last, and where.
    last: Option<(usize, usize)>,
}

impl<'s, 'a> Resolver<'s, 'a> {
    pub(super) fn new(scene: Scene<'s, 'a>, speeches: &[Speech]) -> Self {
        Self { scene, inside: speeches.iter().map(|s| s.tokens.clone()).collect(), last: None }
    }

    /// The speaker of some words, in the fullest form that the article has.
    pub(super) fn speaker(&mut self, claim: &Claim, speech: &Speech) -> Option<Read<String>> {
        let page = self.scene.page;
        let cue = page.words.raw(claim.cue);
        match &claim.subject {
            Subject::Named(topic) => {
                self.note(*topic, speech);
                Some(Read::fact(self.name(*topic), "named beside the quote", cue))
            }
            Subject::Pronoun(at) => {
                let (topic, sure, words) = self.antecedent(*at)?;
                self.note(topic, speech);
                let name = self.name(topic);
                Some(Read { sure, ..Read::fact(name, "pronoun", &words) })
            }
            Subject::Role(role, words) => {
                let holders = &self.scene.topics.holders;
                let mut fitting: Vec<&_> = holders.iter().filter(|h| role.may_mean(&h.role)).collect();
                fitting.dedup_by_key(|h| h.topic);
                let first = fitting.first()?;
                if fitting.iter().any(|h| h.topic != first.topic) {
                    return None;
                }
                let topic = first.topic;
                let basis = format!("{} = {}", page.words.slice(words), first.words);
                self.note(topic, speech);
                Some(Read::suggestion(self.name(topic), "role named in the text", &basis))
            }
            Subject::Nobody => None,
        }
    }

    fn name(&self, topic: usize) -> String {
        self.scene.topics.read[topic].name.clone()
    }

    fn note(&mut self, topic: usize, speech: &Speech) {
        if self.scene.topics.read[topic].kind == Kind::Person {
            self.last = Some((topic, speech.tokens.end));
        }
    }

    /// Who `he` or `she` is: the person whom the sentence before is about. Sure only when no other person whom
    /// the pronoun could mean has been the subject of anything so far.
    fn antecedent(&self, at: usize) -> Option<(usize, bool, String)> {
        let page = self.scene.page;
        let pronoun = page.words.low(at);
        if !matches!(pronoun, "he" | "she") {
            return None;
        }
        let genders = &self.scene.topics.genders;
        let persons: Vec<&Mention> = self
            .scene
            .topics
            .mentions
            .iter()
            .filter(|m| m.kind == Kind::Person && m.tokens.end <= at && !self.is_inside(m.tokens.start))
            .filter(|m| fits(pronoun, genders[m.topic]))
            .collect();
        let subjects: Vec<&&Mention> = persons
            .iter()
            .filter(|m| !self.scene.is_object(m, page.sentence(m.tokens.start).start))
            .collect();
        let nearest = subjects.last()?;
        let paragraph = page.paragraph_at(at);
        let distance = paragraph - page.paragraph_at(nearest.tokens.start);
        let sentence = page.sentence_at(nearest.tokens.start);
        let rivals =
            subjects.iter().any(|m| page.sentence_at(m.tokens.start) == sentence && m.topic != nearest.topic);
        let alone = subjects.iter().all(|m| m.topic == nearest.topic);
        let (topic, sure) = if alone {
            (nearest.topic, true)
        } else if let Some((topic, end)) = self.last.filter(|(topic, _)| fits(pronoun, genders[*topic])) {
            // Nobody else came up since the last words: they go on.
            let quiet = persons.iter().all(|m| m.tokens.start < end || m.topic == topic);
            if quiet && page.paragraph_at(at) - page.paragraph_at(end - 1) <= 2 {
                (topic, true)
            } else if !rivals && distance <= 1 {
                (nearest.topic, false)
            } else {
                return None;
            }
        } else if !rivals && distance <= 1 {
            (nearest.topic, false)
        } else {
            return None;
        };
        let words = format!("{} = {}", page.words.raw(at), page.words.slice(&nearest.tokens));
        Some((topic, sure, words))
    }

    fn is_inside(&self, token: usize) -> bool {
        self.inside.iter().any(|range| range.contains(&token))
    }
}

//! From a pronoun or an office to a name, where the text says who is meant.

use std::ops::Range;

use super::{
    Claim, Speech, fits,
    subject::{Scene, Subject},
};
use crate::{
    model::{reading::Read, topic::Kind},
    stages::clean::annotate::{
        gazetteer::task,
        names::topics::{Gender, Holder, Mention},
        roles::Role,
    },
    text::one_line,
};

/// Nobody looks further back than so many names.
const FAR: usize = 400;

/// A speaker: a topic, or the words for somebody without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Who {
    Topic(usize),
    Words(String),
}

/// Remembers who spoke while the quotes of a text are read.
pub(super) struct Resolver<'s, 'a> {
    scene: Scene<'s, 'a>,
    /// Persons named outside marks, in the order of the text: those inside are talked about, they do not talk.
    outside: Vec<&'s Mention>,
    /// Who spoke and where the words began and ended.
    spoke: Vec<(Who, Range<usize>)>,
}

impl<'s, 'a> Resolver<'s, 'a> {
    pub(super) fn new(scene: Scene<'s, 'a>, speeches: &[Speech]) -> Self {
        let marked = |m: &Mention| {
            let next = speeches.partition_point(|s| s.tokens.start <= m.tokens.start);
            next.checked_sub(1).is_some_and(|i| speeches[i].tokens.contains(&m.tokens.start))
        };
        let persons = scene.topics.mentions.iter().filter(|m| m.kind == Kind::Person);
        Self { scene, outside: persons.filter(|m| !marked(m)).collect(), spoke: Vec::new() }
    }

    /// The speaker of the words between two tokens, in the fullest form that the article has.
    pub(super) fn speaker(&mut self, claim: &Claim, start: usize, end: usize) -> Option<Read<String>> {
        let page = self.scene.page;
        let cue = page.words.raw(claim.cue);
        let (who, read) = match &claim.subject {
            Subject::Named(topic) => {
                (Who::Topic(*topic), Read::fact(self.name(*topic), "named beside the quote", cue))
            }
            Subject::Pronoun(at) => {
                let (who, sure, words) = self.antecedent(*at)?;
                let name = self.name_of(&who);
                (who, Read { sure, ..Read::fact(name, "pronoun", &words) })
            }
            Subject::Role(role, words) => self.holder(role, words)?,
            Subject::Phrase(words) => self.described(words).unwrap_or_else(|| self.unnamed(words)),
            Subject::Nobody => return None,
        };
        self.spoke.push((who, start..end));
        Some(Read { sure: read.sure && claim.sure, ..read })
    }

    /// The one person who holds an office in this text; the words themselves when nobody does.
    fn holder(&self, role: &Role, words: &Range<usize>) -> Option<(Who, Read<String>)> {
        let holders = &self.scene.topics.holders;
        let mut fitting = holders.iter().filter(|h| role.may_mean(&h.role));
        let Some(first) = fitting.next() else { return self.office(words) };
        if fitting.any(|h| h.topic != first.topic) {
            // Several hold it: the one who alone is named just here.
            let holder = self.holder_near(role, words.start)?;
            let basis = format!("{} = {}", self.scene.page.words.slice(words), holder.words);
            let read = Read::suggestion(self.name(holder.topic), "role named in the text", &basis);
            return Some((Who::Topic(holder.topic), read));
        }
        let basis = format!("{} = {}", self.scene.page.words.slice(words), first.words);
        // Sure when the text has named the one holder before, and with the same noun: `the minister`, but not `the
        // head of the ministry`.
        let page = self.scene.page;
        let held = first.words.to_lowercase();
        let same = words.clone().any(|i| page.has(i, task::FUNCTION) && held.contains(page.words.low(i)));
        let sure = same && self.persons(words.start).any(|m| m.topic == first.topic);
        let read = Read::suggestion(self.name(first.topic), "role named in the text", &basis);
        Some((Who::Topic(first.topic), Read { sure, ..read }))
    }

    /// The only holder of an office whom this paragraph names so far, or the one before when this one names none.
    fn holder_near(&self, role: &Role, at: usize) -> Option<&Holder> {
        let page = self.scene.page;
        let paragraph = page.paragraph_at(at);
        let holders = &self.scene.topics.holders;
        [paragraph, paragraph.checked_sub(1)?].into_iter().find_map(|paragraph| {
            let mut near = self
                .persons(at)
                .filter(|m| page.paragraph_at(m.tokens.start) == paragraph)
                .filter_map(|m| holders.iter().find(|h| h.topic == m.topic && role.may_mean(&h.role)));
            let first = near.next()?;
            Some(near.all(|h| h.topic == first.topic).then_some(first))
        })?
    }

    /// `the Kentucky Republican`: the person whom the text speaks of just here.
    fn described(&self, words: &Range<usize>) -> Option<(Who, Read<String>)> {
        let page = self.scene.page;
        if !page.is(words.start, "the") || !is_description(page.words.low(words.end - 1)) {
            return None;
        }
        let (who, _, found) = self.meant(words.start, "the")?;
        let Who::Topic(topic) = who else { return None };
        let basis = format!("{} ({})", page.words.slice(words), found);
        Some((who, Read::suggestion(self.name(topic), "described in the text", &basis)))
    }

    fn office(&self, words: &Range<usize>) -> Option<(Who, Read<String>)> {
        self.scene.phrase(words).map(|words| self.unnamed(&words))
    }

    fn unnamed(&self, words: &Range<usize>) -> (Who, Read<String>) {
        let plain = self.is_plain(words);
        let words = one_line(self.scene.page.words.slice(words));
        let read = Read { sure: plain, ..Read::suggestion(words.clone(), "not named in the text", &words) };
        (Who::Words(words), read)
    }

    /// Whether words can be nothing but whoever says something: `a senior aide`, `officials`, `one of the guests`, and
    /// no clause that the rules failed to part.
    fn is_plain(&self, words: &Range<usize>) -> bool {
        let page = self.scene.page;
        let verb = |i: usize| {
            page.has(i, task::SPEECH | task::SPEECH_LIKE | task::PAST) && !page.has(i, task::FUNCTION)
                || page.is_one_of(
                    i,
                    &["is", "was", "are", "were", "has", "had", "would", "will", "to", "'s", ","],
                )
        };
        words.len() <= 7 && words.clone().all(|i| !verb(i))
    }

    /// Whether nobody but the last speaker came up between the words of a paragraph and these.
    pub(super) fn quiet_since(&self, paragraph: usize, speech: &Speech) -> bool {
        let Some((who, words)) = self.spoke.last() else { return false };
        let from = self.scene.page.paragraphs[paragraph].start.min(words.start);
        self.persons(speech.tokens.start).all(|m| m.tokens.start < from || *who == Who::Topic(m.topic))
    }

    /// Whether no person but one of this name is named outside marks between two tokens.
    pub(super) fn only(&self, name: &str, between: &Range<usize>) -> bool {
        self.persons(between.end)
            .filter(|m| m.tokens.start >= between.start)
            .all(|m| self.name(m.topic) == name)
    }

    fn name(&self, topic: usize) -> String {
        self.scene.topics.read[topic].name.clone()
    }

    fn name_of(&self, who: &Who) -> String {
        match who {
            Who::Topic(topic) => self.name(*topic),
            Who::Words(words) => words.clone(),
        }
    }

    /// Persons named outside marks before a token, the nearest so many of them.
    fn persons(&self, before: usize) -> impl DoubleEndedIterator<Item = &'s Mention> {
        let end = self.outside.partition_point(|m| m.tokens.end <= before);
        self.outside[end.saturating_sub(FAR)..end].iter().copied()
    }

    /// Who `he` or `she` is. Sure when nobody else whom the pronoun could mean has been the subject of anything so
    /// far, or when the last speaker goes on and nobody else came up; a suggestion when the sentence before names
    /// one person only.
    fn antecedent(&self, at: usize) -> Option<(Who, bool, String)> {
        let page = self.scene.page;
        let pronoun = page.words.low(at);
        if pronoun == "it" {
            return self.body(at);
        }
        let pronoun = person_pronoun(pronoun)?;
        self.nameless(at).or_else(|| self.meant(at, pronoun))
    }

    /// Whom a pronoun or a description at a token means.
    fn meant(&self, at: usize, pronoun: &str) -> Option<(Who, bool, String)> {
        let page = self.scene.page;
        let genders = &self.scene.topics.genders;
        let persons: Vec<&Mention> = self.persons(at).filter(|m| fits(pronoun, genders[m.topic])).collect();
        let is_subject = |m: &&Mention| !self.scene.is_object(m, page.sentence(m.tokens.start).start);
        let found = |topic: usize, sure: bool| {
            let words =
                persons.iter().rev().find(|m| m.topic == topic).map_or("", |m| page.words.slice(&m.tokens));
            Some((Who::Topic(topic), sure, format!("{} = {words}", page.words.raw(at))))
        };
        let Some(nearest) = persons.iter().copied().rev().find(is_subject) else {
            return self.sole(at, &persons).and_then(|topic| found(topic, false));
        };
        if persons.iter().copied().filter(is_subject).all(|m| m.topic == nearest.topic) {
            return found(nearest.topic, true);
        }
        if let Some(topic) = self.last_speaker(at, &persons) {
            return found(topic, true);
        }
        let sentence = page.sentence_at(nearest.tokens.start);
        let since: Vec<&Mention> =
            persons.iter().copied().filter(|m| page.sentence_at(m.tokens.start) >= sentence).collect();
        let close = page.sentence_at(at) - sentence <= 3
            && page.paragraph_at(at) - page.paragraph_at(nearest.tokens.start) <= 1;
        let here = page.paragraph_at(at) == page.paragraph_at(nearest.tokens.start);
        let alone = since.iter().all(|m| m.topic == nearest.topic);
        match self.leads(&since) {
            Some(subject) if close => found(subject.topic, false),
            // The sentence right before, in the same paragraph, names nobody else.
            _ if close && alone && page.sentence_at(at) - sentence <= 1 && here => found(nearest.topic, true),
            _ if close && alone => found(nearest.topic, false),
            _ => self.sole(at, &persons).and_then(|topic| found(topic, false)),
        }
    }

    /// The last speaker, when nobody else came up since the words and no more than two paragraphs lie between.
    fn last_speaker(&self, at: usize, persons: &[&Mention]) -> Option<usize> {
        let page = self.scene.page;
        let low = page.words.low(at);
        let pronoun = person_pronoun(low).unwrap_or(low);
        let fitting = |who: &Who| match who {
            Who::Topic(topic) if fits(pronoun, self.scene.topics.genders[*topic]) => Some(*topic),
            _ => None,
        };
        let (topic, words) = self
            .spoke
            .iter()
            .rev()
            .filter(|(_, words)| words.start <= at)
            .find_map(|(who, words)| fitting(who).map(|topic| (topic, words)))?;
        let quiet = persons.iter().all(|m| m.tokens.start < words.start || m.topic == topic);
        (quiet && page.paragraph_at(at) - page.paragraph_at(words.start) <= 2).then_some(topic)
    }

    /// The one person whom this paragraph and the one before name and the pronoun fits.
    fn sole(&self, at: usize, persons: &[&Mention]) -> Option<usize> {
        let page = self.scene.page;
        let paragraph = page.paragraph_at(at);
        let mut near = persons.iter().filter(|m| page.paragraph_at(m.tokens.start) + 1 >= paragraph);
        let topic = near.next()?.topic;
        let known = match person_pronoun(page.words.low(at)) {
            Some("he") => Gender::Male,
            Some("she") => Gender::Female,
            _ => return None,
        };
        (near.all(|m| m.topic == topic) && self.scene.topics.genders[topic] == known).then_some(topic)
    }

    /// `he` behind `one official said`: the same, unless somebody was named since.
    fn nameless(&self, at: usize) -> Option<(Who, bool, String)> {
        let page = self.scene.page;
        let (who, words) = self.spoke.iter().rev().find(|(_, words)| words.start <= at)?;
        let Who::Words(name) = who else { return None };
        let near = page.paragraph_at(at) - page.paragraph_at(words.start) <= 1;
        let quiet = self.persons(at).all(|m| m.tokens.start < words.end);
        let found = (who.clone(), false, format!("{} = {name}", page.words.raw(at)));
        (near && quiet).then_some(found)
    }

    /// `it`: the body that spoke last.
    fn body(&self, at: usize) -> Option<(Who, bool, String)> {
        let page = self.scene.page;
        let (who, words) = self.spoke.iter().rev().find(|(_, words)| words.start <= at)?;
        let near = page.paragraph_at(at) - page.paragraph_at(words.start) <= 1;
        let body = match who {
            Who::Topic(topic) => self.scene.topics.read[*topic].kind != Kind::Person,
            Who::Words(_) => true,
        };
        let basis = format!("{} = {}", page.words.raw(at), self.name_of(who));
        (near && body).then(|| (who.clone(), false, basis))
    }

    /// The person before the verb of a sentence, when all others stand behind it: `Merkel met May`.
    fn leads<'m>(&self, persons: &[&'m Mention]) -> Option<&'m Mention> {
        let page = self.scene.page;
        let first = *persons.first()?;
        if self.scene.is_object(first, page.sentence(first.tokens.start).start) {
            return None;
        }
        // `A, who like B is a lawyer, left`: B stands beside the sentence.
        let end = first.tokens.end;
        let next = self.scene.mention_at(end + 1).is_some_and(|m| m.kind == Kind::Person);
        if page.is(end, ",") && !next && !page.is(end + 1, "and") {
            return Some(first);
        }
        let verb = (first.tokens.end..page.sentence(first.tokens.start).end).find(|&i| {
            page.has(i, task::SPEECH | task::SPEECH_LIKE | task::PAST)
                || page.is_one_of(i, &["is", "has", "will", "was", "had"])
                || (page.is_word(i) && page.words.low(i).len() > 4 && page.words.low(i).ends_with("ed"))
        })?;
        persons.iter().all(|m| m.topic == first.topic || m.tokens.start > verb).then_some(first)
    }
}

/// The English pronoun for a person that a pronoun of any language is: `a-t-elle` is `she`.
fn person_pronoun(low: &str) -> Option<&'static str> {
    match low.rsplit('-').next().unwrap_or(low) {
        "he" | "him" | "er" | "il" | "él" | "он" => Some("he"),
        "she" | "her" | "sie" | "elle" | "ella" | "она" => Some("she"),
        _ => None,
    }
}

/// Nouns that stand for a person named before.
fn is_description(low: &str) -> bool {
    const NOUNS: &[&str] = &[
        "republican",
        "democrat",
        "nominee",
        "candidate",
        "senator",
        "congressman",
        "congresswoman",
        "lawmaker",
        "billionaire",
        "businessman",
        "businesswoman",
        "mogul",
        "tycoon",
        "politician",
        "conservative",
        "liberal",
        "libertarian",
        "independent",
        "frontrunner",
        "front-runner",
        "contender",
        "hopeful",
        "incumbent",
        "veteran",
        "lawyer",
        "author",
        "actor",
        "actress",
        "singer",
        "activist",
        "celebrity",
        "magnate",
        "developer",
        "star",
    ];
    NOUNS.contains(&low)
}

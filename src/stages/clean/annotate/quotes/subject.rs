//! Who does the saying: the subject of a verb, by the words around it.

use std::ops::Range;

use crate::{
    model::topic::Kind,
    stages::clean::annotate::{
        gazetteer::task,
        names::topics::{Mention, Topics},
        page::Page,
        roles::{self, Role},
    },
    text::words::Shape,
};

/// A speaker as the sentence gives him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// By name.
    Named(usize),
    /// By a pronoun at this token.
    Pronoun(usize),
    /// By an office.
    Role(Role, Range<usize>),
    /// By words that name nobody: `a resident`.
    Phrase(Range<usize>),
    /// Not at all.
    Nobody,
}

/// What the finding of subjects looks at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s, 'a> {
    /// The text.
    pub page: &'s Page<'a>,
    /// Its topics.
    pub topics: &'s Topics,
}

impl Scene<'_, '_> {
    /// The subject in the words before a verb.
    pub(super) fn before(&self, words: Range<usize>) -> Option<Subject> {
        let page = self.page;
        let mut words = self.clause(self.without_aside(words));
        // `TASS quoted Lavrov as saying`: he speaks, not the agency.
        if let Some(quoted) =
            words.clone().find(|&i| page.is_one_of(i, &["quoted", "quotes", "cited", "cites"]))
            && page.is(words.end - 1, "as")
            && quoted + 2 < words.end
        {
            // `his press service quoted him as saying`
            if page.is_one_of(quoted + 1, &["him", "her"]) {
                return Some(Subject::Pronoun(quoted + 1));
            }
            words.start = quoted + 1;
        }
        let mut last = words.end;
        while last > words.start && is_helper(page, last - 1) {
            last -= 1;
        }
        if last == words.start {
            return None;
        }
        if page.has(last - 1, task::SUBJECT_PRONOUN) && !page.is(last - 1, "who") {
            return Some(Subject::Pronoun(last - 1));
        }
        if let Some(subject) = self.beside_verb(words.start, last) {
            return Some(subject);
        }
        Some(self.within(words.start..last))
    }

    /// A person right before the verb, with nothing but an office and a title in front: `In Rome, where B lives, A said`.
    fn beside_verb(&self, start: usize, end: usize) -> Option<Subject> {
        let page = self.page;
        let mention = end
            .checked_sub(1)
            .and_then(|last| self.mention_over(last))
            .filter(|m| m.tokens.end == end && m.kind == Kind::Person)?;
        let mut from = mention.tokens.start;
        if let Some(role) = roles::before(page, from).filter(|role| role.end == from) {
            from = role.start;
        }
        let opens = from > start && page.is(from - 1, ",");
        (opens && !self.is_object(mention, start)).then_some(Subject::Named(mention.topic))
    }

    /// The noun right before a participle, whose words it gives: `with one poster writing`, `a message stating`.
    pub(super) fn joined(&self, words: Range<usize>) -> Option<Subject> {
        let page = self.page;
        let last = words.end.checked_sub(1)?;
        if !page.is_word(last) || page.has(last, task::STOP | task::PREPOSITION | task::SPEECH) {
            return None;
        }
        let cut = |i: usize| {
            !page.is_word(i)
                || page.is_one_of(
                    i,
                    &["with", "is", "was", "are", "were", "and", "that", "in", "by", "to", "from"],
                )
        };
        let start = words.clone().rev().find(|&i| cut(i)).map_or(words.start, |i| i + 1);
        let subject = self.within(start..words.end);
        (!matches!(subject, Subject::Nobody)).then_some(subject)
    }

    /// The one person whom words are about, as their subject.
    pub(super) fn alone(&self, words: Range<usize>) -> Option<Subject> {
        let page = self.page;
        let mut persons =
            self.mentions(&words).iter().filter(|m| m.kind == Kind::Person && m.tokens.end <= words.end);
        let Some(first) = persons.next() else {
            let pronoun = words.start;
            return page.is_one_of(pronoun, &["he", "she"]).then_some(Subject::Pronoun(pronoun));
        };
        let one = persons.all(|m| m.topic == first.topic) && !self.is_object(first, words.start);
        (one && !self.modifies(first)).then_some(Subject::Named(first.topic))
    }

    /// Whether a name only tells what kind of thing the noun behind it is: `Harlow campaign`.
    fn modifies(&self, mention: &Mention) -> bool {
        let (page, end) = (self.page, mention.tokens.end);
        let verb = page
            .has(end, task::SPEECH | task::SPEECH_LIKE | task::PAST | task::STOP | task::PREPOSITION)
            || page.words.low(end).ends_with("ed")
            || is_helper(page, end);
        page.is_word(end)
            && page.words.shape(end) == Shape::Lower
            && (!verb || page.has(end, task::FUNCTION))
            && !page.is(end, "'s")
    }

    /// The subject in the words after a verb: `said the minister at a meeting`.
    pub(super) fn after(&self, start: usize, limit: usize) -> Subject {
        let page = self.page;
        if page.has(start, task::SUBJECT_PRONOUN) {
            return Subject::Pronoun(start);
        }
        let mut end = start;
        loop {
            let inside = self.mention_over(end).is_some();
            if end >= limit && !inside {
                break;
            }
            let stop = page.is(end, ".") && page.has(end.wrapping_sub(1), task::TITLE);
            let preposition = page.has(end, task::PREPOSITION)
                && !page.is_one_of(end, &["of", "for", "with", "from"])
                && !(page.is_one_of(end, &["to", "at", "in"]) && page.is_one_of(start, &["a", "an", "one"]));
            let clause = page.is_one_of(end, &["that", "when", "who", "whose", "while", "and"]);
            if !inside && (preposition || clause || !(page.is_word(end) || stop)) {
                break;
            }
            end += 1;
        }
        // `said the foreign minister of Japan, Taro Kono,` has the name behind a comma.
        let beyond = end + 1;
        if page.is(end, ",")
            && let Some(mention) = self.mention_at(beyond)
            && mention.kind == Kind::Person
            && roles::before(page, beyond).is_some_and(|role| role.start >= start && role.end == end)
        {
            return Subject::Named(mention.topic);
        }
        self.apposed(start, end).unwrap_or_else(|| self.within(start..end))
    }

    /// `one of the candidates, Gov. Ann Other:` has the name behind the description.
    fn apposed(&self, start: usize, end: usize) -> Option<Subject> {
        let page = self.page;
        let owned = self.mention_at(start).is_some_and(|m| page.is(m.tokens.end, "'s"));
        let opens =
            owned || page.is_one_of(start, &["a", "an", "the", "one", "his", "her", "their", "another"]);
        if !opens || !page.is(end, ",") {
            return None;
        }
        let beyond = end + 1;
        let mention = self.mentions(&(beyond..beyond + 6)).iter().find(|m| m.kind == Kind::Person)?;
        let begins = mention.tokens.start == beyond
            || roles::before(page, mention.tokens.start).is_some_and(|role| role.start == beyond);
        let closes = page.is_one_of(mention.tokens.end, &[",", ":", ".", "(", "—", "–"]);
        let named = |m: &Mention| m.kind == Kind::Person && !self.is_object(m, start);
        let alone = !self.mentions(&(start..end)).iter().any(named);
        (begins && closes && alone).then_some(Subject::Named(mention.topic))
    }

    pub(super) fn mention_at(&self, token: usize) -> Option<&Mention> {
        self.mentions(&(token..token + 1)).first()
    }

    /// The mentions that begin in a range; they stand in the order of the text and do not overlap.
    pub(super) fn mentions(&self, tokens: &Range<usize>) -> &[Mention] {
        let all = &self.topics.mentions;
        let from = all.partition_point(|m| m.tokens.start < tokens.start);
        let to = all.partition_point(|m| m.tokens.start < tokens.end);
        &all[from..to.max(from)]
    }

    /// The mention that a token is part of.
    fn mention_over(&self, token: usize) -> Option<&Mention> {
        let all = &self.topics.mentions;
        let next = all.partition_point(|m| m.tokens.start <= token);
        next.checked_sub(1).map(|i| &all[i]).filter(|m| m.tokens.contains(&token))
    }

    /// The words before an aside between dashes: `A – where B lives – said`.
    fn without_aside(&self, words: Range<usize>) -> Range<usize> {
        let dash = |i: usize| self.page.is_one_of(i, &["—", "–"]);
        let Some(last) = words.end.checked_sub(1).filter(|&last| last > words.start && dash(last)) else {
            return words;
        };
        match (words.start + 1..last).rev().find(|&i| dash(i)) {
            Some(first) => words.start..first,
            None => words,
        }
    }

    /// The part of the words that belongs to the clause of the verb behind them.
    fn clause(&self, words: Range<usize>) -> Range<usize> {
        let page = self.page;
        let mut start = words.start;
        for at in words.clone() {
            let breaks = page
                .is_one_of(at, &[";", ":", "that", "because", "when", "while", "if", "but", "—", "–"])
                || (page.is_one_of(at, &["and", "as", "after", "before"]) && self.starts_clause(at, &words));
            if breaks && at + 1 < words.end {
                start = at + 1;
            }
        }
        start..words.end
    }

    /// Whether a conjunction begins a clause: a verb stands before it or a comma.
    fn starts_clause(&self, at: usize, words: &Range<usize>) -> bool {
        let page = self.page;
        page.is(at.wrapping_sub(1), ",")
            || (words.start..at)
                .any(|i| page.has(i, task::SPEECH | task::SPEECH_LIKE) && page.words.shape(i) == Shape::Lower)
    }

    /// The name or office that the words are about: the first that is not behind a preposition.
    pub(super) fn within(&self, words: Range<usize>) -> Subject {
        let page = self.page;
        let inside = |m: &&Mention| m.tokens.end <= words.end;
        let mentions = self.mentions(&words);
        let persons: Vec<&Mention> = mentions
            .iter()
            .filter(inside)
            .filter(|m| m.kind == Kind::Person && !self.is_object(m, words.start))
            .filter(|m| m.tokens.end >= words.end || !self.modifies(m))
            .collect();
        if let Some(first) = persons.first() {
            let joined =
                persons.iter().any(|m| m.topic != first.topic) && (words.clone()).any(|i| page.is(i, "and"));
            return if joined { Subject::Nobody } else { Subject::Named(first.topic) };
        }
        if let Some(role) = self.office(&words) {
            return role;
        }
        let body = mentions
            .iter()
            .filter(inside)
            .find(|m| matches!(m.kind, Kind::Organisation | Kind::Place) && self.is_subject(m, &words));
        if let Some(body) = body {
            return Subject::Named(body.topic);
        }
        if let Some(owner) = self.owner(&words) {
            return owner;
        }
        self.phrase(&words).map_or(Subject::Nobody, Subject::Phrase)
    }

    /// `Okafor's statement`: what speaks is his.
    fn owner(&self, words: &Range<usize>) -> Option<Subject> {
        let page = self.page;
        let mention = self.mentions(words).iter().find(|m| {
            m.kind == Kind::Person
                && m.tokens.end < words.end
                && page.is(m.tokens.end, "'s")
                && (m.tokens.end + 1..words.end.min(m.tokens.end + 4)).any(|i| is_writing(page, i))
        })?;
        Some(Subject::Named(mention.topic))
    }

    /// `the head of the Japanese foreign Ministry`, `a spokesman`.
    fn office(&self, words: &Range<usize>) -> Option<Subject> {
        let page = self.page;
        let at = words.clone().find(|&i| page.has(i, task::FUNCTION) && !self.in_mention(i))?;
        let mut start = at;
        while start > words.start
            && page.is_word(start - 1)
            && !page.has(start - 1, task::PREPOSITION | task::SPEECH)
        {
            start -= 1;
        }
        // `at the minister's meeting, officials said`: an office behind a preposition says nothing.
        if start > words.start && page.has(start - 1, task::PREPOSITION) {
            return None;
        }
        if page.is_one_of(start, &["a", "an", "one", "another", "some", "two", "several"]) {
            return Some(self.phrase(words).map_or(Subject::Nobody, Subject::Phrase));
        }
        roles::parse(page, start..words.end).map(|role| Subject::Role(role, start..words.end))
    }

    fn in_mention(&self, token: usize) -> bool {
        self.mention_over(token).is_some_and(|m| m.kind == Kind::Person)
    }

    /// Whether a name stands behind a preposition, its office and article aside, or owns something.
    pub(super) fn is_object(&self, mention: &Mention, from: usize) -> bool {
        let page = self.page;
        let mut start = mention.tokens.start;
        if let Some(role) = roles::before(page, start) {
            start = role.start;
        }
        while start > from && page.is_one_of(start - 1, &["the", "a", "an", "his", "her", "its", "their"]) {
            start -= 1;
        }
        // `after Corbyn accused him`: a clause, not an object.
        let end = mention.tokens.end;
        let clause = start > from
            && page.is_one_of(start - 1, &["after", "before", "since", "as", "until", "than", "like"])
            && (page.has(end, task::SPEECH | task::SPEECH_LIKE | task::PAST)
                || page.is_one_of(end, &["has", "had", "was", "is"]));
        let behind = start > from && page.has(start - 1, task::PREPOSITION) && !clause;
        behind || page.is(mention.tokens.end, "'s") || page.is_one_of(mention.tokens.end, &["'", "’"])
    }

    /// A body or place that itself says something: `the Kremlin said`, with nothing but articles around.
    fn is_subject(&self, mention: &Mention, words: &Range<usize>) -> bool {
        let page = self.page;
        if self.is_object(mention, words.start) {
            return false;
        }
        let mut start = mention.tokens.start;
        while start > words.start && page.is_one_of(start - 1, &["the", "and", "but"]) {
            start -= 1;
        }
        // `the Kentucky Republican`: a part of a longer phrase.
        let opens = start == words.start
            || !page.is_word(start - 1)
            || page.has(start - 1, task::STOP)
            || page.has(start - 1, task::DEMONYM);
        opens && (mention.tokens.end..words.end).all(|i| is_helper(page, i) || page.is(i, "ministry"))
    }
}

/// Something written that speaks for whoever wrote it.
fn is_writing(page: &Page<'_>, at: usize) -> bool {
    page.is_one_of(
        at,
        &["statement", "tweet", "letter", "post", "memo", "op-ed", "email", "message", "article", "speech"],
    )
}

/// Words between a subject and its verb.
pub(super) fn is_helper(page: &Page<'_>, at: usize) -> bool {
    let low = page.words.low(at);
    matches!(
        low,
        "also"
            | "later"
            | "then"
            | "has"
            | "have"
            | "had"
            | "who"
            | "earlier"
            | "further"
            | "again"
            | "once"
            | "both"
            | "even"
            | "still"
            | "just"
            | "now"
            | "always"
            | "often"
            | ","
            | "himself"
            | "herself"
            | "itself"
            | "is"
            | "was"
            | "and"
            | "would"
            | "will"
            | "reportedly"
            | "did"
            | "not"
            | "today"
            | "yesterday"
            | "previously"
            | "recently"
    ) || (low.len() > 4 && low.ends_with("ly") && page.words.shape(at) == Shape::Lower)
}

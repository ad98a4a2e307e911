//! A text with everything that the rules look at: tokens, their tasks, sentences.

use std::ops::Range;

use super::gazetteer::{self, task};
use crate::text::{
    sentences::sentences,
    words::{Shape, Sort, Words},
};

/// A text under reading. Positions are token numbers; a position past the end reads as nothing.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// The tokens.
    pub words: Words<'a>,
    /// The tasks of each token.
    tasks: Vec<u64>,
    /// Sentences in tokens.
    pub sentences: Vec<Range<usize>>,
    /// Paragraphs in tokens.
    pub paragraphs: Vec<Range<usize>>,
    /// Whether it is not English, so that its capitals and grammar are others.
    pub foreign: bool,
}

impl<'a> Page<'a> {
    /// Prepares a text in English.
    #[cfg(test)]
    pub(super) fn new(text: &'a str) -> Self {
        Self::read(text, "en")
    }

    /// Prepares a text in a language, given by its BCP 47 tag.
    pub(super) fn read(text: &'a str, language: &str) -> Self {
        let words = Words::read(text);
        let tasks = (0..words.len()).map(|i| gazetteer::tasks(words.low(i), language)).collect();
        let mut paragraphs = Vec::new();
        let mut found = Vec::new();
        let mut start = 0;
        for end in (0..words.len()).filter(|&i| words.sort(i) == Sort::Break).chain([words.len()]) {
            if end > start {
                let span = words.span(&(start..end));
                for sentence in sentences(&text[span.clone()]) {
                    let from = words.at_byte(span.start + sentence.start);
                    let to = words.at_byte(span.start + sentence.end - 1) + 1;
                    found.push(from..to.min(end));
                }
                paragraphs.push(start..end);
            }
            start = end + 1;
        }
        let foreign = !language.starts_with("en");
        Self { words, tasks, sentences: found, paragraphs, foreign }
    }

    /// Whether a token has one of the tasks.
    pub(super) fn has(&self, at: usize, tasks: u64) -> bool {
        self.tasks.get(at).is_some_and(|have| have & tasks != 0)
    }

    /// Whether a token is this word or mark, given in lower case.
    pub(super) fn is(&self, at: usize, low: &str) -> bool {
        self.words.low(at) == low
    }

    /// Whether a token is one of these.
    pub(super) fn is_one_of(&self, at: usize, lows: &[&str]) -> bool {
        lows.contains(&self.words.low(at))
    }

    /// Whether a token is a word.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.words.sort(at) == Sort::Word
    }

    /// The number of the sentence that holds a token.
    pub(super) fn sentence_at(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= at).min(self.sentences.len().saturating_sub(1))
    }

    /// The sentence that holds a token, in tokens; empty in an empty text.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        self.sentences.get(self.sentence_at(at)).cloned().unwrap_or(at..at)
    }

    /// The number of the paragraph that holds a token.
    pub(super) fn paragraph_at(&self, at: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= at).min(self.paragraphs.len().saturating_sub(1))
    }

    /// Whether a word has a capital and is none of the words that only begin a sentence.
    pub(super) fn is_name_word(&self, at: usize) -> bool {
        self.is_word(at) && self.words.capital(at) && !self.has(at, task::STOP)
    }

    /// Whether the sentence around a token is mostly in capitals, so that they tell nothing.
    pub(super) fn is_shouting(&self, at: usize) -> bool {
        let words: Vec<usize> =
            self.sentence(at).filter(|&i| self.is_word(i) && self.words.raw(i).len() > 1).collect();
        let loud = words.iter().filter(|&&i| self.words.shape(i) == Shape::Upper).count();
        words.len() > 1 && loud * 2 > words.len()
    }
}

//! Bodies that a text calls by one telling word: `the Coalition`.

use std::ops::Range;

use super::topics::{Draft, Gathering, Gender};
use crate::{
    model::{reading::Basis, topic::Kind},
    stages::clean::annotate::gazetteer::task,
    text::words::Shape,
};

/// A telling word alone is a name when it stands this often.
const LEAST_TIMES: usize = 3;

impl Gathering<'_, '_, '_> {
    /// `the Coalition`, where one body in the text has that word in its name.
    pub(super) fn body_by_head(&self, number: usize, run: &Range<usize>) -> Option<usize> {
        let page = self.sources[number].page;
        let head = run.len() == 1
            && page.has(run.start, task::ORG_HEAD)
            && page.is(run.start.wrapping_sub(1), "the");
        if !head {
            return None;
        }
        let word = page.words.raw(run.start);
        let mut bodies = (0..self.drafts.len()).filter(|&d| {
            let draft = &self.drafts[d];
            draft.kind == Kind::Organisation
                && draft.spellings.iter().any(|s| s.split(' ').any(|w| w == word))
        });
        bodies.next().filter(|_| bodies.next().is_none())
    }

    /// `the Coalition`, again and again: a body that the text never gives a fuller name.
    pub(super) fn body_again(&mut self, number: usize, run: &Range<usize>, keys: &[String]) -> Option<usize> {
        let source = &self.sources[number];
        let page = source.page;
        let word = page.words.raw(run.start);
        let head = |run: &Range<usize>| {
            run.len() == 1
                && page.words.raw(run.start) == word
                && page.words.shape(run.start) == Shape::Capital
        };
        let fits = !page.foreign
            && !source.headline
            && run.len() == 1
            && page.has(run.start, task::ORG_HEAD)
            && !page.has(run.start, task::FUNCTION | task::PLACE_HEAD | task::NON_SPEAKER);
        if !fits || source.open.iter().filter(|other| head(other)).count() < LEAST_TIMES {
            return None;
        }
        self.drafts.push(Draft {
            kind: Kind::Organisation,
            entry: None,
            keys: keys.to_vec(),
            spellings: Vec::new(),
            basis: Basis { rule: "telling word, again and again".to_owned(), words: word.to_owned() },
            first: (number, run.start),
            gender: Gender::Unknown,
        });
        Some(self.drafts.len() - 1)
    }
}

//! Speakers whom the text does not name: `one senior official`, `a spokesman for the committee`.

use std::ops::Range;

use super::subject::{Scene, is_helper};
use crate::{
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::words::{Shape, Sort},
};

/// More words than this are no phrase for a speaker.
const LONGEST: usize = 14;

impl Scene<'_, '_> {
    /// The noun phrase that is the subject in the words before a verb, or behind an inverted one.
    pub(super) fn phrase(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let page = self.page;
        let start = head(page, words)?;
        let mut end = start;
        while end < words.end && goes_on(page, end, start) {
            end += 1;
        }
        while end > start
            && (is_helper(page, end - 1)
                || page.has(end - 1, task::PREPOSITION)
                || page.is_one_of(end - 1, &["the", "a", "an"]))
        {
            end -= 1;
        }
        let noun = (start..end).any(|i| is_noun(page, i));
        (noun && end - start <= LONGEST && !page.has(start, task::SUBJECT_PRONOUN)).then_some(start..end)
    }
}

/// Where the phrase begins: behind `On Monday,`, `But`, `Still,`.
fn head(page: &Page<'_>, words: &Range<usize>) -> Option<usize> {
    let mut start = words.start;
    loop {
        if start >= words.end {
            return None;
        }
        let adverbial = page.has(start, task::PREPOSITION | task::WEEKDAY)
            || page.is_one_of(
                start,
                &["when", "asked", "speaking", "writing", "citing", "meanwhile", "however", "still"],
            )
            || page.words.low(start).ends_with("ing")
            || (page.words.low(start).ends_with("ly") && page.is(start + 1, ","));
        if adverbial {
            start = (start..words.end).find(|&i| page.is(i, ","))? + 1;
        } else if page.is_one_of(start, &["and", "but", "so", "yet", "then", "also", "as", "that", "for"])
            || page.words.sort(start) == Sort::Mark
        {
            start += 1;
        } else {
            return Some(start);
        }
    }
}

fn goes_on(page: &Page<'_>, at: usize, start: usize) -> bool {
    let title_stop = page.is(at, ".") && page.has(at.wrapping_sub(1), task::TITLE);
    let word = page.is_word(at)
        || page.words.sort(at) == Sort::Number
        || title_stop
        || page.is_one_of(at, &["-", "'"]);
    let clause =
        page.is_one_of(at, &["who", "which", "that", "whose", "where", "when", "while", "whom", "as"]);
    let verb = at > start
        && page.has(at, task::SPEECH)
        && page.words.shape(at) == Shape::Lower
        && !page.has(at, task::SPEECH_NOUN);
    word && !clause && !verb
}

fn is_noun(page: &Page<'_>, at: usize) -> bool {
    const NONE: &[&str] =
        &["this", "that", "it", "there", "what", "nothing", "everything", "something", "which"];
    if !page.is_word(at) || NONE.contains(&page.words.low(at)) {
        return false;
    }
    page.words.capital(at) && !page.has(at, task::STOP)
        || !page.has(at, task::STOP | task::PREPOSITION)
        || page.is_one_of(at, &["one", "some", "many", "others", "several", "another", "two", "three", "few"])
}

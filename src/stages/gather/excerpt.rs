//! Pieces of a text that other pages show: the sentence around a name, the first sentences.

use std::{borrow::Cow, ops::Range, sync::Arc};

use memchr::memmem;

use crate::{
    model::excerpt::Excerpt,
    stages::{
        names::{Found, may_have_unspaced},
        plain::Plain,
    },
    text::{
        one_line,
        sentences::{Sentences, sentences},
    },
};

/// The longest sentence that another page shows around a mention, in bytes; a longer one is cut at words.
const LONGEST_SENTENCE: usize = 480;

/// How far behind the last words others are looked for in their file, in bytes: a very long text is not read again for
/// each of them.
const REACH: usize = 1 << 16;

/// Finds words of an article in its file. Nearly all that other pages show of it stands there as it is shown.
pub(super) struct InFile<'a> {
    file: &'a Arc<[u8]>,
    /// Where words of the plain text stand in the file, if no markup has come between since the last that were found.
    begin: usize,
    /// Where the last were found.
    last: usize,
}

impl<'a> InFile<'a> {
    /// For a text that begins at `begin`.
    pub(super) fn new(file: &'a Arc<[u8]>, begin: usize) -> Self {
        Self { file, begin, last: 0 }
    }

    /// Words of the front matter, where they stand in the file; a copy of them when they do not.
    pub(super) fn matter(&self, words: &str) -> Excerpt {
        let start = memmem::find(self.file.get(..self.begin).unwrap_or_default(), words.as_bytes());
        start.and_then(|start| Excerpt::at(self.file, start, words)).unwrap_or_else(|| words.into())
    }

    /// Words from this place of the plain text on, where they stand in the file; a copy of them when they do not. They
    /// are asked for in the order of the text.
    pub(super) fn text(&mut self, words: &str, place: usize) -> Excerpt {
        let expected = Excerpt::at(self.file, self.begin + place, words);
        let found = expected.map(|excerpt| (self.begin + place, excerpt)).or_else(|| self.look_for(words));
        let Some((start, excerpt)) = found else { return words.into() };
        self.last = start;
        self.begin = start.saturating_sub(place);
        excerpt
    }

    fn look_for(&self, words: &str) -> Option<(usize, Excerpt)> {
        let from = self.last;
        let to = self.file.len().min(from + REACH);
        let start = from + memmem::find(self.file.get(from..to)?, words.as_bytes())?;
        Some((start, Excerpt::at(self.file, start, words)?))
    }
}

/// Where the search for sentences stands: names come in the order of the text.
pub(super) struct Passage<'a> {
    block: Range<usize>,
    /// The sentence that was last looked at, and those after it.
    sentence: Range<usize>,
    rest: Sentences<'a>,
}

impl<'a> Passage<'a> {
    pub(super) fn new(text: &'a Plain, block: Range<usize>) -> Self {
        Self { rest: sentences(&text.text[block.clone()]), block, sentence: 0..0 }
    }
}

/// The sentence around a name, where it begins in the text if it is shown as it stands there, and where the name stands in
/// it.
pub(super) fn sentence_around<'a>(
    text: &'a Plain,
    passage: &mut Passage<'a>,
    found: &Found,
) -> (Cow<'a, str>, Option<usize>, (u32, u32)) {
    if passage.block.end < found.range.end {
        let holds = |block: &&Range<usize>| block.end >= found.range.end && block.start <= found.range.start;
        *passage = Passage::new(text, text.blocks.iter().find(holds).unwrap_or(&found.range).clone());
    }
    let inside = &text.text[passage.block.clone()];
    let name = found.range.start - passage.block.start..found.range.end - passage.block.start;
    while passage.sentence.end < name.end {
        passage.sentence = passage.rest.next().unwrap_or(0..inside.len());
    }
    let holds = passage.sentence.start <= name.start;
    let sentence = if holds { passage.sentence.clone() } else { 0..inside.len() };
    let (mut start, mut end) = (sentence.start, sentence.end);
    if end - start > LONGEST_SENTENCE {
        let half = LONGEST_SENTENCE / 2;
        if name.start - start > half {
            start = word_start(inside, name.start - half);
        }
        if end - name.end > half {
            end = word_end(inside, name.end + half);
        }
    }
    let before = if start > sentence.start { "… " } else { "" };
    let after = if end < sentence.end { " …" } else { "" };
    let words = &inside[start..end];
    let at = before.len() + name.start - start;
    let at = (offset(at), offset(at + name.len()));
    if before.is_empty() && after.is_empty() {
        return (Cow::Borrowed(words), Some(passage.block.start + start), at);
    }
    (Cow::Owned(format!("{before}{words}{after}")), None, at)
}

/// The first start of a word at or after `at`.
fn word_start(text: &str, at: usize) -> usize {
    let at = (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text[at..].find(' ').filter(|space| *space < 40).map_or(at, |space| at + space + 1)
}

/// The last end of a word at or before `at`.
fn word_end(text: &str, at: usize) -> usize {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..at].rfind(' ').filter(|space| at - space < 40).unwrap_or(at)
}

/// The whole sentences that fit into `limit` bytes; of a first sentence that is longer, its first words.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let text = text.trim();
    if text.len() <= limit {
        return one_line(text);
    }
    match sentences(text).take_while(|sentence| sentence.end <= limit).last() {
        Some(last) => text[..last.end].to_owned(),
        None => {
            format!("{} …", text[..word_end(text, limit)].trim_end_matches([',', ';', ':', '–', '—', ' ']))
        }
    }
}

/// Words, for reading time. Two characters of a script without spaces count as one.
pub(super) fn count_words(text: &str) -> u32 {
    // A word begins where a space ends. Every byte of every text comes through here, so they are counted in pieces
    // that one byte has room for: the compiler then takes sixteen at once.
    let is_space = |byte: u8| b" \n\t\r\x0c".iter().fold(0, |is, space| is | u8::from(byte == *space));
    let bytes = text.as_bytes();
    let first = usize::from(bytes.first().is_some_and(|byte| is_space(*byte) == 0));
    let after = bytes.get(1..).unwrap_or_default();
    let pieces = bytes.chunks(255).zip(after.chunks(255));
    let begin = |(before, after): (&[u8], &[u8])| {
        let begins = before.iter().zip(after).map(|(a, b)| is_space(*a) & (is_space(*b) ^ 1));
        usize::from(begins.sum::<u8>())
    };
    let spaced = first + pieces.map(begin).sum::<usize>();
    let dense = if may_have_unspaced(text) { text.chars().filter(|c| is_dense(*c)).count() } else { 0 };
    u32::try_from(spaced + dense / 2).unwrap_or(u32::MAX)
}

/// Kana and Han.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Offsets on cards are 32 bits wide; a seed is capped far below that.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_shared_with_the_file_in_which_they_stand() {
        let text = "---\ntitle: Talks\n---\nThey met. *All* of them. Then they left.";
        let file: Arc<[u8]> = Arc::from(text.as_bytes());
        let mut words = InFile::new(&file, text.find("They").expect("a text"));
        let plain = "They met. All of them. Then they left.";
        let mut kept = vec![words.matter("Talks")];
        for (shown, owners) in [("They met.", 3), ("All of them.", 3), ("Then they left.", 4)] {
            kept.push(words.text(shown, plain.find(shown).expect("a sentence")));
            assert_eq!((kept.last().map(|kept| &**kept), Arc::strong_count(&file)), (Some(shown), owners));
        }
        assert_eq!((&*words.matter("Lunch"), &*words.text("", 0)), ("Lunch", ""));
    }

    proptest! {
        #[test]
        fn words_are_what_stands_between_spaces(text in "[a-c \\n\u{b}—“山かé]{0,600}") {
            let words = text.split([' ', '\n']).filter(|word| !word.is_empty()).count();
            let dense = text.chars().filter(|c| "山か".contains(*c)).count();
            prop_assert_eq!(count_words(&text) as usize, words + dense / 2);
        }
    }
}

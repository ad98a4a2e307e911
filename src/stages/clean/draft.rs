//! An article on its way from a format to a reading: blocks of text, and what has been read so far.

use unicode_normalization::UnicodeNormalization;

use super::passage::Passage;
use crate::model::{
    article::Image,
    reading::{Reading, Removed},
};

/// What a block of text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A paragraph.
    Paragraph,
    /// A heading within the article, level 2 to 6.
    Heading(u8),
    /// An item of a list: how deep (0 is outermost), and its number when the list counts.
    Item(u8, Option<u32>),
    /// A paragraph of a block quotation.
    Quote,
    /// Lines that are kept as they stand.
    Code,
    /// A row of a table; the cells are parted by tabs. The first row of a table is its head.
    Row,
}

/// A part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Words.
    Text(Shape, Passage),
    /// A picture with its caption.
    Figure(Image),
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: Passage) -> Self {
        Self::Text(Shape::Paragraph, text)
    }

    /// The words of a paragraph, `None` for everything else.
    pub fn as_paragraph(&self) -> Option<&Passage> {
        match self {
            Self::Text(Shape::Paragraph, text) => Some(text),
            _ => None,
        }
    }

    /// The words of any block of text.
    pub fn words(&self) -> Option<&Passage> {
        match self {
            Self::Text(_, text) => Some(text),
            Self::Figure(_) => None,
        }
    }
}

/// An article that rules still work on.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its parts in the order of the seed.
    pub blocks: Vec<Block>,
    /// What has been read; `text`, `markdown` and `origin` come last.
    pub reading: Reading,
    /// Whether blocks know their place in the decoded seed.
    pub traced: bool,
}

impl Draft {
    /// Notes that something was cut.
    pub fn remove(&mut self, text: &str, reason: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.reading.removed.push(Removed { text: text.to_owned(), reason: reason.to_owned() });
        }
    }

    /// The same without its places in a text that is not the seed itself, such as the body of a mail.
    #[must_use]
    pub fn untraced(self) -> Self {
        let blocks = self.blocks.into_iter().map(|block| match block {
            Block::Text(shape, words) => Block::Text(shape, words.without_origin()),
            figure @ Block::Figure(_) => figure,
        });
        Self { blocks: blocks.collect(), reading: self.reading, traced: false }
    }

    /// [`shown`], and a note of the characters that were dropped.
    pub fn show(&mut self, name: &str) -> String {
        let result = shown(name);
        let count = |text: &str, letter: char| text.chars().filter(|c| *c == letter).count();
        let is_dropped = |c: &char| {
            !c.is_whitespace() && (is_unseen(*c) || c.is_control() || "\u{200c}\u{200d}".contains(*c))
        };
        let mut letters: Vec<char> = name.chars().filter(is_dropped).collect();
        letters.sort_unstable();
        letters.dedup();
        for letter in letters {
            let dropped = count(name, letter) - count(&result, letter);
            self.remove(&letter.to_string().repeat(dropped), "invisible character");
        }
        result
    }
}

/// A title or name as it is shown: NFC, one space between words, without characters that turn the direction of
/// writing or that nobody sees. Joiners stay where a script needs them.
pub fn shown(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut before = ' ';
    for letter in name.nfc() {
        let kept = match letter {
            c if is_unseen(c) => None,
            '\u{200c}' | '\u{200d}' if !joins(before) => None,
            c if c.is_whitespace() || c.is_control() => (before != ' ').then_some(' '),
            c => Some(c),
        };
        if let Some(c) = kept {
            result.push(c);
            before = c;
        }
    }
    result.truncate(result.trim_end().len());
    result
}

/// Marks that turn the direction of writing or take no room.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Arabic, the scripts of India, and pictures made of several characters are written with joiners.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_what_nobody_sees_and_keep_what_scripts_need() {
        assert_eq!(
            shown(" A\u{202e}b\u{200b}\u{feff}c \n d\u{301} "),
            "Abc d\u{301}".nfc().collect::<String>()
        );
        assert_eq!(shown("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(shown("a\u{200c}b"), "ab");
    }
}

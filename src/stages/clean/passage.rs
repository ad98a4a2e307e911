//! Text that remembers where it stood in the decoded seed and which words were marked up.
//!
//! Every rule cuts and joins passages; because a passage carries its origin and its marks along, no rule has
//! to keep them right itself.

use std::ops::Range;

use crate::model::reading::Piece;

/// How words are set off in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `` `…` ``
    Code,
    /// `[…](address)`
    Link(String),
}

/// A stretch of a passage that is set off. Marks nest or stand apart, they never cross.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the passage.
    pub span: Range<usize>,
    /// How they look.
    pub look: Look,
}

/// A piece of text with its origin and its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    text: String,
    pieces: Vec<Piece>,
    marks: Vec<Mark>,
}

impl Passage {
    /// A stretch of the decoded seed, letter for letter.
    pub fn of_seed(seed: &str, span: Range<usize>) -> Self {
        let text = seed[span.clone()].to_owned();
        let pieces = if text.is_empty() {
            Vec::new()
        } else {
            vec![Piece { text_at: 0, seed_at: span.start, length: text.len() }]
        };
        Self { text, pieces, marks: Vec::new() }
    }

    /// Text that does not stand in the seed in these letters.
    pub fn made(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where its stretches come from.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How its words are set off.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The same words without their places in the seed.
    #[must_use]
    pub fn without_origin(self) -> Self {
        Self { pieces: Vec::new(), ..self }
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The same passage with a stretch set off; an empty stretch changes nothing.
    #[must_use]
    pub fn marked(mut self, span: Range<usize>, look: Look) -> Self {
        if !span.is_empty() && span.end <= self.text.len() {
            self.marks.push(Mark { span, look });
        }
        self
    }

    /// A part of the passage.
    #[must_use]
    pub fn slice(&self, span: Range<usize>) -> Self {
        let clip = |start: usize, end: usize| {
            let (start, end) = (start.max(span.start), end.min(span.end));
            (start < end).then(|| start - span.start..end - span.start)
        };
        let pieces = self.pieces.iter().filter_map(|piece| {
            let kept = clip(piece.text_at, piece.text_at + piece.length)?;
            let skipped = (kept.start + span.start) - piece.text_at;
            Some(Piece { text_at: kept.start, seed_at: piece.seed_at + skipped, length: kept.len() })
        });
        let marks = self.marks.iter().filter_map(|mark| {
            Some(Mark { span: clip(mark.span.start, mark.span.end)?, look: mark.look.clone() })
        });
        Self { text: self.text[span.clone()].to_owned(), pieces: pieces.collect(), marks: marks.collect() }
    }

    /// Without white space at both ends.
    #[must_use]
    pub fn trim(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = start + self.text[start..].trim_end().len();
        if (start, end) == (0, self.text.len()) { self.clone() } else { self.slice(start..end) }
    }

    /// Without white space at the ends of its lines and without empty lines.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let whole = self.trim();
        let loose =
            |text: &str| text.split('\n').any(|line| line.trim().len() != line.len() || line.is_empty());
        if !whole.text.contains('\n') || !loose(&whole.text) {
            return whole;
        }
        let mut result = Self::default();
        let mut start = 0;
        for line in whole.text.split('\n') {
            let kept = whole.slice(start..start + line.len()).trim();
            start += line.len() + 1;
            if !kept.text.is_empty() {
                result.push_made(if result.text.is_empty() { "" } else { "\n" });
                result.push(&kept);
            }
        }
        result
    }

    /// The same with a space for every end of a line.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        let mut result = Self::default();
        let mut start = 0;
        for (at, _) in self.text.match_indices('\n') {
            result.push(&self.slice(start..at));
            result.push_made(" ");
            start = at + 1;
        }
        result.push(&self.slice(start..self.text.len()));
        result.trim()
    }

    /// Adds another passage at the end.
    pub fn push(&mut self, other: &Self) {
        let at = self.text.len();
        self.text.push_str(&other.text);
        for piece in &other.pieces {
            let moved = Piece { text_at: piece.text_at + at, ..*piece };
            match self.pieces.last_mut() {
                Some(last)
                    if last.text_at + last.length == moved.text_at
                        && last.seed_at + last.length == moved.seed_at =>
                {
                    last.length += moved.length;
                }
                _ => self.pieces.push(moved),
            }
        }
        for mark in &other.marks {
            self.push_mark(mark.span.start + at..mark.span.end + at, &mark.look);
        }
    }

    /// Adds text that does not stand in the seed in these letters.
    pub fn push_made(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The passage without a stretch, another text in its place.
    #[must_use]
    pub fn with(&self, span: Range<usize>, instead: &str) -> Self {
        let mut result = self.slice(0..span.start);
        result.push_made(instead);
        result.push(&self.slice(span.end..self.text.len()));
        result
    }

    /// Two stretches that a cut brought together become one again.
    fn push_mark(&mut self, span: Range<usize>, look: &Look) {
        let touching = self.marks.iter_mut().find(|mark| mark.span.end == span.start && mark.look == *look);
        match touching {
            Some(mark) => mark.span.end = span.end,
            None => self.marks.push(Mark { span, look: look.clone() }),
        }
    }
}

/// The start of a text, at most so many bytes.
pub fn prefix(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_keeps_origin_and_marks() {
        let seed = "one two three four";
        let whole = Passage::of_seed(seed, 0..seed.len()).marked(4..13, Look::Strong);
        let cut = whole.with(7..8, "");
        assert_eq!(cut.as_str(), "one twothree four");
        assert_eq!(cut.marks(), [Mark { span: 4..12, look: Look::Strong }]);
        for piece in cut.pieces() {
            let text = &cut.as_str()[piece.text_at..piece.text_at + piece.length];
            assert_eq!(text, &seed[piece.seed_at..piece.seed_at + piece.length]);
        }
    }

    #[test]
    fn trimming_moves_the_origin() {
        let trimmed = Passage::of_seed("  ab ", 0..5).trim();
        assert_eq!((trimmed.as_str(), trimmed.pieces()[0].seed_at), ("ab", 2));
    }
}

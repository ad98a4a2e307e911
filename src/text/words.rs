//! Words, numbers and marks of a text, with what their letters look like.
//!
//! The cuts are made for reading news: `Jong-un`, `O'Brien` and `U.S.` are one word, `Russia's` is two, `3-5` is
//! three, a line break is a word of its own. Offsets are bytes of the text.

use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Letters, with what joins them.
    Word,
    /// It begins with a digit: `2017`, `1990s`, `3rd`, `1,000`.
    Number,
    /// One other character.
    Mark,
    /// White space with a line break in it.
    Break,
}

/// How the letters of a word stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// No capital at all.
    Lower,
    /// One capital in front: `Lavrov`, `McDonald`, `A`.
    Capital,
    /// Two capitals or more and nothing else: `NATO`, `U.S.`.
    Upper,
    /// A capital somewhere inside only: `al-Assad`, `iPhone`.
    Inner,
}

/// One word, number, mark or break.
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it is made of.
    pub sort: Sort,
    /// How its letters stand.
    pub shape: Shape,
    /// Whether it follows the one before without a space.
    pub glued: bool,
    low: Range<usize>,
}

/// A text cut into tokens.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens in order.
    pub tokens: Vec<Token>,
    lower: String,
}

impl<'a> Words<'a> {
    /// Cuts a text.
    pub fn read(text: &'a str) -> Self {
        let mut words = Self { text, tokens: Vec::with_capacity(text.len() / 5), lower: String::new() };
        let mut at = 0;
        let mut glued = false;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            if first.is_whitespace() {
                let length = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
                if rest[..length].contains('\n') {
                    words.push(at..at + length, Sort::Break, false);
                }
                at += length;
                glued = false;
                continue;
            }
            let (length, sort) = token_length(rest, first, glued);
            words.push(at..at + length, sort, glued);
            at += length;
            glued = true;
        }
        words
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// A token in lower case, with straight apostrophes; empty past either end.
    pub fn low(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.lower[token.low.clone()])
    }

    /// A token as written; empty past either end.
    pub fn raw(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| &self.text[token.span.clone()])
    }

    /// The bytes of a run of tokens; empty at the text's end for an empty run there.
    pub fn span(&self, run: &Range<usize>) -> Range<usize> {
        let start = self.tokens.get(run.start).map_or(self.text.len(), |token| token.span.start);
        let end = run.end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |t| t.span.end);
        start..end.max(start)
    }

    /// The text of a run of tokens.
    pub fn slice(&self, run: &Range<usize>) -> &'a str {
        &self.text[self.span(run)]
    }

    /// Whether a word begins with a capital.
    pub fn capital(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| matches!(t.shape, Shape::Capital | Shape::Upper))
    }

    /// What a token is made of; a break past either end.
    pub fn sort(&self, index: usize) -> Sort {
        self.tokens.get(index).map_or(Sort::Break, |token| token.sort)
    }

    /// How a token's letters stand.
    pub fn shape(&self, index: usize) -> Shape {
        self.tokens.get(index).map_or(Shape::Lower, |token| token.shape)
    }

    /// Whether a token follows the one before without a space.
    pub fn glued(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.glued)
    }

    /// The first token that ends after a byte.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end <= byte)
    }

    fn push(&mut self, span: Range<usize>, sort: Sort, glued: bool) {
        let raw = &self.text[span.clone()];
        let start = self.lower.len();
        for c in raw.chars() {
            match c {
                '’' | 'ʼ' | '‘' if sort == Sort::Word => self.lower.push('\''),
                '‑' => self.lower.push('-'),
                c => self.lower.extend(c.to_lowercase()),
            }
        }
        let shape = if sort == Sort::Word { shape(raw) } else { Shape::Lower };
        self.tokens.push(Token { span, sort, shape, glued, low: start..self.lower.len() });
    }
}

fn token_length(rest: &str, first: char, glued: bool) -> (usize, Sort) {
    if first.is_alphabetic() {
        (word_length(rest), Sort::Word)
    } else if first.is_ascii_digit() {
        (number_length(rest), Sort::Number)
    } else if glued && is_apostrophe(first) && ends_in_s(&rest[first.len_utf8()..]) {
        (first.len_utf8() + 1, Sort::Word)
    } else {
        (first.len_utf8(), Sort::Mark)
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn ends_in_s(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn word_length(rest: &str) -> usize {
    if let Some(length) = dotted_length(rest) {
        return length;
    }
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining(c) {
            continue;
        }
        let next = chars.peek().map(|&(_, c)| c);
        let joins = match c {
            c if is_apostrophe(c) => {
                next.is_some_and(char::is_alphabetic) && !ends_in_s(&rest[at + c.len_utf8()..])
            }
            '-' | '‑' => next.is_some_and(char::is_alphanumeric),
            _ => false,
        };
        if !joins {
            return at;
        }
    }
    rest.len()
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// `U.S.`, `J.` before another word; the full stop of a sentence stays outside unless a letter stood alone.
fn dotted_length(rest: &str) -> Option<usize> {
    let mut at = 0;
    let mut letters = 0;
    let mut chars = rest.chars();
    while let (Some(letter), Some('.')) = (chars.next(), chars.next()) {
        if !letter.is_uppercase() {
            break;
        }
        letters += 1;
        at += letter.len_utf8() + 1;
    }
    let after = &rest[at..];
    match letters {
        0 => None,
        1 => {
            let next = after.trim_start_matches([' ', '\u{a0}']).chars().next();
            (next.is_some_and(char::is_uppercase) && !after.starts_with('\n')).then_some(at)
        }
        _ if after.chars().next().is_some_and(char::is_alphanumeric) => None,
        _ => Some(at),
    }
}

fn number_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut letters = false;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let joins = match c {
            '.' | ',' => !letters && next.is_some_and(|c| c.is_ascii_digit()),
            c if c.is_ascii_digit() => true,
            c if c.is_alphabetic() && !is_cjk(c) => {
                letters = true;
                true
            }
            _ => false,
        };
        if !joins {
            return at;
        }
    }
    rest.len()
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn shape(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let (mut capitals, mut small) = (0, 0);
    for c in letters {
        if c.is_uppercase() {
            capitals += 1;
        } else {
            small += 1;
        }
    }
    match (first_is_capital, capitals, small) {
        (true, 1.., 0) => Shape::Upper,
        (true, ..) => Shape::Capital,
        (false, 0, _) => Shape::Lower,
        (false, ..) => Shape::Inner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let words = Words::read(text);
        (0..words.len()).map(|i| words.raw(i)).collect()
    }

    #[test]
    fn names_with_joints_stay_whole() {
        assert_eq!(
            cut("Kim Jong-un, O’Brien and al-Assad"),
            ["Kim", "Jong-un", ",", "O’Brien", "and", "al-Assad"]
        );
        assert_eq!(cut("the U.S. and J. Smith."), ["the", "U.S.", "and", "J.", "Smith", "."]);
    }

    #[test]
    fn the_possessive_is_a_word_of_its_own() {
        assert_eq!(cut("Russia’s Lavrov's don't"), ["Russia", "’s", "Lavrov", "'s", "don't"]);
    }

    #[test]
    fn numbers_keep_what_belongs_to_them() {
        assert_eq!(
            cut("3-5 May, the 1990s, 1,000 km, 24.11.2017."),
            ["3", "-", "5", "May", ",", "the", "1990s", ",", "1,000", "km", ",", "24.11.2017", "."]
        );
        assert_eq!(cut("2017年11月"), ["2017", "年11月"]);
    }

    #[test]
    fn shapes_tell_names_from_words() {
        let words = Words::read("NATO Lavrov war al-Assad A U.K.");
        let shapes: Vec<Shape> = (0..words.len()).map(|i| words.shape(i)).collect();
        assert_eq!(
            shapes,
            [Shape::Upper, Shape::Capital, Shape::Lower, Shape::Inner, Shape::Capital, Shape::Upper]
        );
    }
}

//! Whether two short texts say the same in other words: a quote in two translations, an event in two reports.
//!
//! Short texts are compared as sets of words. Only those that share one of a few chosen pairs of neighbouring words
//! are compared at all (the least hashes of each: a bottom-k sketch, Broder 1997).

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::diff::{Step, diff};

/// How many pairs of words lead from one text to others.
const KEYS: usize = 4;

/// Texts of fewer words must be the same word for word.
const FEWEST: usize = 5;

/// The words of a short text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Hashes of its words, in order.
    words: Vec<u64>,
    /// The same sorted, each once.
    set: Vec<u64>,
}

impl Wording {
    /// The words of a text, whatever their case and what stands between them. In a script without spaces each letter
    /// is one.
    pub fn new(text: &str) -> Self {
        let words: Vec<u64> = words(text).into_iter().map(|(hash, _)| hash).collect();
        let mut set = words.clone();
        set.sort_unstable();
        set.dedup();
        Self { words, set }
    }

    /// Keys, of which texts that say the same share one, nearly always.
    pub fn keys(&self) -> Vec<u64> {
        let mut pairs: Vec<u64> = self
            .words
            .windows(2)
            .map(|pair| (pair[0].rotate_left(23) ^ pair[1]).wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        if pairs.is_empty() {
            pairs.extend(self.words.first());
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs.truncate(KEYS);
        pairs
    }

    /// Word for word the same.
    pub fn same(&self, other: &Self) -> bool {
        self.words == other.words
    }

    /// The two share three fifths of their words, or one holds nearly all of the other's.
    pub fn is_like(&self, other: &Self) -> bool {
        let least = self.set.len().min(other.set.len());
        if least < FEWEST {
            return self.same(other);
        }
        let both = self.set.iter().filter(|word| other.set.binary_search(word).is_ok()).count();
        let all = self.set.len() + other.set.len() - both;
        both * 5 >= all * 3 || (both * 10 >= least * 9 && least > FEWEST)
    }
}

/// The words of a text by their hashes, whatever their case, and where each stands. In a script without spaces each
/// letter is one.
fn words(text: &str) -> Vec<(u64, Range<usize>)> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let start = at;
        at = start + word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        let letters = word
            .chars()
            .any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'));
        if letters {
            let letter = |(at, c): (usize, char)| {
                let hash = xxh3_64(c.to_lowercase().to_string().as_bytes());
                (hash, start + at..start + at + c.len_utf8())
            };
            words.extend(word.char_indices().map(letter));
        } else if !word.is_empty() {
            words.push((xxh3_64(word.to_lowercase().as_bytes()), start..start + word.len()));
        }
    }
    words
}

/// A text in pieces, and of each whether its words are not in another, or not in this order. Texts that have little in
/// common are not compared.
pub fn pieces<'a>(text: &'a str, other: &str) -> Vec<(&'a str, bool)> {
    let (own, theirs) = (words(text), words(other));
    let hashes = |words: &[(u64, Range<usize>)]| words.iter().map(|(hash, _)| *hash).collect::<Vec<_>>();
    let steps = diff(&hashes(&theirs), &hashes(&own));
    let same = steps.iter().filter(|step| matches!(step, Step::Same(_))).count();
    if same * 2 < own.len() {
        return vec![(text, false)];
    }
    let differs = steps.into_iter().filter_map(|step| match step {
        Step::Same(_) => Some(false),
        Step::New(_) => Some(true),
        Step::Gone(_) => None,
    });
    let told: Vec<(&Range<usize>, bool)> = own.iter().map(|(_, place)| place).zip(differs).collect();
    let edge = |pair: &[(&Range<usize>, bool)]| match (pair[0], pair[1]) {
        ((_, false), (next, true)) => Some((next.start, true)),
        ((last, true), (_, false)) => Some((last.end, false)),
        _ => None,
    };
    let first = told.first().map(|(_, differs)| (0, *differs));
    let edges: Vec<(usize, bool)> = first.into_iter().chain(told.windows(2).filter_map(edge)).collect();
    let ends = edges.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    edges.iter().zip(ends).map(|((start, differs), end)| (&text[*start..end], *differs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &str, b: &str) -> bool {
        let (a, b) = (Wording::new(a), Wording::new(b));
        a.is_like(&b) && a.keys().iter().any(|key| b.keys().contains(key))
    }

    #[test]
    fn other_marks_and_a_few_other_words_say_the_same() {
        assert!(like(
            "We will meet in March, as agreed with our partners.",
            "“We will meet in March as agreed with our partners”"
        ));
        assert!(like(
            "We will meet in March, as agreed with our partners.",
            "We will meet in March, as settled with our partners."
        ));
        assert!(like("我们将在三月举行会谈，正如所商定的。", "我们将在三月举行会谈正如所商定的"));
    }

    #[test]
    fn what_differs_is_a_piece_of_its_own() {
        let shown = |text, other| {
            let piece = |(piece, differs): (&str, bool)| {
                if differs { format!("[{piece}]") } else { piece.to_owned() }
            };
            pieces(text, other).into_iter().map(piece).collect::<String>()
        };
        assert_eq!(
            shown("“No ship shall leave, ever, before March”", "No ship will leave before the end of March."),
            "“No ship [shall] leave, [ever], before March”"
        );
        assert_eq!(shown("我们将在四月举行", "我们将在三月举行"), "我们将在[四]月举行");
        assert_eq!(shown("All of it is other", "and nothing is the same"), "All of it is other");
        assert_eq!(shown("", "word"), "");
    }

    #[test]
    fn other_words_or_few_words_do_not() {
        assert!(!like("We will meet in March, as agreed.", "They spoke of ferries and of sluices in March."));
        assert!(!like("We agree.", "We disagree."));
        assert!(!like("", ""));
    }
}

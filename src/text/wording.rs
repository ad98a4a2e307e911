//! Whether two short texts say the same in other words: a quote in two translations, an event in two reports.
//!
//! Short texts are compared as sets of words. Only those that share one of a few chosen pairs of neighbouring words
//! are compared at all (the least hashes of each: a bottom-k sketch, Broder 1997).

use xxhash_rust::xxh3::xxh3_64;

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
        let text = text.to_lowercase();
        let mut words = Vec::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if word.chars().any(
                |c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'),
            ) {
                words.extend(
                    word.char_indices().map(|(at, c)| xxh3_64(&word.as_bytes()[at..at + c.len_utf8()])),
                );
            } else {
                words.push(xxh3_64(word.as_bytes()));
            }
        }
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
    fn other_words_or_few_words_do_not() {
        assert!(!like("We will meet in March, as agreed.", "They spoke of ferries and of sluices in March."));
        assert!(!like("We agree.", "We disagree."));
        assert!(!like("", ""));
    }
}

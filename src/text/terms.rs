//! The words that say most about a text, by their hashes: enough to find texts on the same matter.
//!
//! Which words are rare is known only when all texts are: here a word counts by how often it stands in this text and
//! by its length, because long words are the rarer ones in every language (Zipf 1935; Piantadosi, Tily and Gibson
//! 2011).

use serde::{Deserialize, Serialize};

/// How many words are kept of a text.
const KEPT: usize = 12;

/// Shorter words, in bytes, say little.
const SHORTEST: usize = 6;

/// A longer word counts no more than one of this length.
const LONG: usize = 14;

/// Places of the table. When three quarters are taken, only words that are in it are still counted.
const PLACES: usize = 512;

/// Hashes of at most `KEPT` words, less than 2³¹ and not 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Terms([u32; KEPT]);

impl Terms {
    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.into_iter().filter(|term| *term != 0)
    }
}

/// Counts the words of a text as they pass by: a hash table with linear probing.
#[derive(Clone, Debug)]
pub struct Counter {
    terms: [u32; PLACES],
    scores: [u32; PLACES],
    taken: usize,
}

impl Default for Counter {
    fn default() -> Self {
        Self { terms: [0; PLACES], scores: [0; PLACES], taken: 0 }
    }
}

impl Counter {
    /// A word, by its hash and its length in bytes.
    pub fn word(&mut self, hash: u64, length: usize) {
        if length < SHORTEST {
            return;
        }
        let folded = (hash ^ (hash >> 32)) & 0x7fff_ffff;
        let term = u32::try_from(folded).unwrap_or(0).max(1);
        let mut place = (term.wrapping_mul(0x9e37_79b1) >> 23) as usize % PLACES;
        while self.terms[place] != term {
            if self.terms[place] == 0 {
                if self.taken >= PLACES / 4 * 3 {
                    return;
                }
                self.taken += 1;
                self.terms[place] = term;
            } else {
                place = (place + 1) % PLACES;
            }
        }
        self.scores[place] += u32::try_from(length.min(LONG)).unwrap_or(0);
    }

    /// The words that say most. Of equals the one with the lesser hash.
    pub fn terms(&self) -> Terms {
        // The least of those kept comes last.
        let mut kept = [(0u32, 0u32); KEPT];
        for (term, score) in self.terms.iter().zip(&self.scores).filter(|(term, _)| **term != 0) {
            let rank = (*score, u32::MAX - *term);
            if rank <= kept[KEPT - 1] {
                continue;
            }
            let place = kept.partition_point(|other| *other > rank);
            kept[place..].rotate_right(1);
            kept[place] = rank;
        }
        Terms(kept.map(|(score, rest)| if score == 0 { 0 } else { u32::MAX - rest }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[(u64, usize)]) -> Vec<u32> {
        let mut counter = Counter::default();
        for (hash, length) in words {
            counter.word(*hash, *length);
        }
        counter.terms().iter().collect()
    }

    #[test]
    fn frequent_and_long_words_come_first_and_short_ones_not_at_all() {
        assert_eq!(terms(&[(7, 7), (8, 9), (9, 6), (9, 6), (10, 5), (10, 5), (10, 5)]), [9, 8, 7]);
        assert!(terms(&[]).is_empty());
    }

    #[test]
    fn the_order_of_words_does_not_matter_and_any_number_is_bounded() {
        let many: Vec<(u64, usize)> =
            (1..300).zip((6..14).cycle()).map(|(hash, length)| (hash * 0x9e37, length)).collect();
        let turned: Vec<(u64, usize)> = many.iter().rev().copied().collect();
        assert_eq!(terms(&many), terms(&turned));
        assert_eq!(terms(&(1..5000).map(|hash| (hash, 8)).collect::<Vec<_>>()).len(), KEPT);
    }
}

//! Words by number: a hash table that gives each word the number that it was first met with.

use std::num::NonZeroU64;

use xxhash_rust::xxh3::xxh3_64;

/// Of so many places at most one half is taken.
const SMALLEST: usize = 1 << 12;

/// Words with a number each, and whatever else is kept for a word.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Indexes into `words`, plus one, below a part of the hash; 0 is free.
    places: Vec<u64>,
    /// Hash, where the word stands in `text`, and its value.
    words: Vec<(u64, u32, u32, u32)>,
    text: String,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { places: vec![0; SMALLEST], words: Vec::new(), text: String::new() }
    }
}

impl Lexicon {
    /// The value of a word; `make` gives it when the word is new.
    pub(super) fn get_or(&mut self, word: &str, make: impl FnOnce(u32) -> u32) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let mut place = self.place(hash);
        while let Some(taken) = NonZeroU64::new(self.places[place]) {
            if (taken.get() ^ hash) >> 32 == 0 {
                let (_, start, end, value) = self.words[(taken.get() & 0xffff_ffff) as usize - 1];
                if self.text.as_bytes()[start as usize..end as usize] == *word.as_bytes() {
                    return value;
                }
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        let number = narrow(self.words.len());
        let value = make(number);
        let start = narrow(self.text.len());
        self.text.push_str(word);
        self.words.push((hash, start, narrow(self.text.len()), value));
        self.places[place] = entry(hash, number);
        if self.words.len() * 2 > self.places.len() {
            self.grow();
        }
        value
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word with a number.
    pub(super) fn word(&self, number: u32) -> &str {
        let (_, start, end, _) = self.words[number as usize];
        &self.text[start as usize..end as usize]
    }

    fn place(&self, hash: u64) -> usize {
        usize::try_from(hash & (self.places.len() as u64 - 1)).unwrap_or(0)
    }

    fn grow(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for number in 0..self.words.len() {
            let hash = self.words[number].0;
            let mut place = self.place(hash);
            while self.places[place] != 0 {
                place = (place + 1) & (self.places.len() - 1);
            }
            self.places[place] = entry(hash, narrow(number));
        }
    }
}

fn entry(hash: u64, number: u32) -> u64 {
    hash >> 32 << 32 | (u64::from(number) + 1)
}

/// FNV-1a: the parts of the index are cut by it.
pub(super) fn fnv(word: &[u8]) -> u64 {
    word.iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A number that is known to be small: of words, documents and bytes of one segment.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_however_many_there_are() {
        let mut lexicon = Lexicon::default();
        let words: Vec<String> = (0..9_000).map(|number| format!("w{number}")).collect();
        for word in words.iter().chain(&words) {
            lexicon.get_or(word, |number| number);
        }
        assert_eq!(lexicon.len(), words.len());
        assert_eq!(lexicon.get_or("w4321", |_| u32::MAX), 4321);
        assert_eq!(lexicon.word(4321), "w4321");
    }
}

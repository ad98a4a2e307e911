//! Words by number: hash tables that give each word the number that it was first met with.

use std::num::NonZeroU64;

use xxhash_rust::xxh3::xxh3_64;

/// Of so many places at most one half is taken.
const SMALLEST: usize = 1 << 12;

/// Words in the order in which they were met.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Indexes into `words`, plus one, below a part of the hash; 0 is free.
    places: Vec<u64>,
    /// Hash, and where the word stands in `text`.
    words: Vec<(u64, u32, u32)>,
    text: String,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { places: vec![0; SMALLEST], words: Vec::new(), text: String::new() }
    }
}

impl Lexicon {
    /// The number of a word; a new word gets the next.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let mut place = self.place(hash);
        while let Some(taken) = NonZeroU64::new(self.places[place]) {
            if (taken.get() ^ hash) >> 32 == 0 {
                let number = narrow((taken.get() & 0xffff_ffff) as usize - 1);
                if self.word(number) == word {
                    return number;
                }
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        let number = narrow(self.words.len());
        let start = narrow(self.text.len());
        self.text.push_str(word);
        self.words.push((hash, start, narrow(self.text.len())));
        self.places[place] = entry(hash, number);
        if self.words.len() * 2 > self.places.len() {
            self.grow();
        }
        number
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word with a number.
    pub(super) fn word(&self, number: u32) -> &str {
        let (_, start, end) = self.words[number as usize];
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

/// What is known of words. Short ones are kept by their bytes as they lie in two registers, so that to look one up is
/// to look at one place: nearly all words of a text have been met before.
#[derive(Debug)]
pub(super) struct Known {
    places: Vec<Word>,
    taken: usize,
    long: Lexicon,
    of_long: Vec<u32>,
}

/// A word as it is looked up; a free place has no bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    head: u64,
    tail: u64,
    length: u32,
    value: u32,
}

impl Word {
    /// A word of one to sixteen bytes: its first and its last eight, which may overlap. With the length they say all.
    fn of(word: &[u8]) -> Option<Self> {
        let (head, tail) = match (word, word.len()) {
            ([only], _) => (u64::from(*only), 0),
            ([first, middle, .., last] | [first, middle @ last], 2..4) => {
                (u64::from(*first) | u64::from(*middle) << 8 | u64::from(*last) << 16, 0)
            }
            (_, 4..8) => {
                let (head, tail) = (word.first_chunk()?, word.last_chunk()?);
                (u64::from(u32::from_le_bytes(*head)), u64::from(u32::from_le_bytes(*tail)))
            }
            (_, 8..=16) => {
                let (head, tail) = (word.first_chunk()?, word.last_chunk()?);
                (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
            }
            _ => return None,
        };
        Some(Self { head, tail, length: narrow(word.len()), value: 0 })
    }

    fn is(&self, other: &Self) -> bool {
        self.head == other.head && self.tail == other.tail && self.length == other.length
    }

    /// A product of both halves, its ends laid upon each other (as in wyhash by Wang Yi).
    fn hash(&self) -> u64 {
        let (head, tail) = (self.head ^ 0xa076_1d64_78bd_642f, self.tail ^ 0xe703_7ed1_a0b4_28db);
        let product = u128::from(head.rotate_left(self.length)) * u128::from(tail);
        #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
        let (low, high) = (product as u64, (product >> 64) as u64);
        low ^ high
    }
}

impl Default for Known {
    fn default() -> Self {
        let places = vec![Word::default(); SMALLEST];
        Self { places, taken: 0, long: Lexicon::default(), of_long: Vec::new() }
    }
}

impl Known {
    /// What is known of a word; `make` says it when the word is new.
    pub(super) fn get_or(&mut self, word: &str, make: impl FnOnce() -> u32) -> u32 {
        let Some(mut new) = Word::of(word.as_bytes()) else {
            let number = self.long.number(word) as usize;
            if number == self.of_long.len() {
                self.of_long.push(make());
            }
            return self.of_long[number];
        };
        let place = self.place(&new);
        if self.places[place].length > 0 {
            return self.places[place].value;
        }
        new.value = make();
        self.places[place] = new;
        self.taken += 1;
        if self.taken * 2 > self.places.len() {
            self.grow();
        }
        new.value
    }

    /// Where a word is, or would be.
    fn place(&self, word: &Word) -> usize {
        let mask = self.places.len() - 1;
        let mut place = usize::try_from(word.hash() & mask as u64).unwrap_or(0);
        while self.places[place].length > 0 && !self.places[place].is(word) {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let larger = vec![Word::default(); self.places.len() * 2];
        for word in std::mem::replace(&mut self.places, larger) {
            if word.length > 0 {
                let place = self.place(&word);
                self.places[place] = word;
            }
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
            lexicon.number(word);
        }
        assert_eq!(lexicon.len(), words.len());
        assert_eq!(lexicon.number("w4321"), 4321);
        assert_eq!(lexicon.word(4321), "w4321");
    }

    #[test]
    fn words_are_told_apart_by_every_byte_and_by_their_length() {
        let (mut known, mut lexicon) = (Known::default(), Lexicon::default());
        let same = (1..20).map(|length| "a".repeat(length));
        let one_other = (1..20).flat_map(|length| {
            (0..length).map(move |at| (0..length).map(|here| if here == at { 'b' } else { 'a' }).collect())
        });
        let many = (0..9_000).map(|number| format!("w{number}"));
        let words: Vec<String> = same.chain(one_other).chain(many).collect();
        for word in words.iter().chain(&words) {
            let met = lexicon.len();
            let value = known.get_or(word, || lexicon.number(word));
            assert_eq!(value, lexicon.number(word), "{word}");
            assert!(met == lexicon.len() || value as usize == met, "{word}");
        }
        assert_eq!(lexicon.len(), words.len());
    }
}

//! How much two texts have in common, from a few bytes of each: near-duplicates and syndicated copies.
//!
//! A text is the set of its shingles, that is of every few words in a row; the resemblance of two texts is the share
//! of shingles that they have in common (Broder, "On the resemblance and containment of documents", 1997). It is
//! estimated from a sketch: one hash of each shingle falls into one of thirty bins, each bin keeps its least value
//! (Li, Owen and Zhang, "One permutation hashing", 2012), and a bin that stayed empty takes that of the next one
//! (Shrivastava and Li, "Densifying one permutation hashing", 2014). Sketches that agree in a band of bins are worth
//! comparing (locality-sensitive hashing; Indyk and Motwani 1998). The hash is fixed, so a text has the same sketch
//! everywhere.

use serde::{Deserialize, Serialize};

/// Bins of a sketch.
const BINS: usize = 30;

/// Bins of a band. Of two texts that share three fifths of their shingles, nine in ten pairs agree in a band; of two
/// that share a fifth, one in twelve.
const BAND: usize = 3;

/// Words of a shingle.
const WORDS: usize = 3;

/// Characters of a shingle, in scripts without spaces between words.
const CHARACTERS: usize = 5;

/// A text with fewer shingles is too short to be told from another by them.
const FEWEST: u32 = 16;

/// Bins that copies agree in, of [`BINS`]: texts that share less than half of their shingles are seldom taken for
/// copies, and texts that share two thirds are seldom missed.
const COPY: usize = 17;

/// What is kept of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sketch([u16; BINS]);

impl Sketch {
    /// Whether one text is a copy of the other, perhaps shortened or edited. Texts that are too short are copies of
    /// none.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same >= COPY && !self.is_empty()
    }

    /// The text was too short.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; BINS]
    }

    /// A key for each band: texts that are to be compared share one.
    pub fn bands(&self) -> impl Iterator<Item = u64> {
        (0u64..)
            .zip(self.0.chunks_exact(BAND))
            .map(|(band, bins)| bins.iter().fold(band, |key, bin| key << 16 | u64::from(*bin)))
    }
}

/// Takes in a text word by word, or character by character, and makes its sketch.
#[derive(Clone, Debug)]
pub struct Sketcher {
    least: [u32; BINS],
    words: [u64; WORDS - 1],
    characters: [u64; CHARACTERS - 1],
    shingles: u32,
}

impl Default for Sketcher {
    fn default() -> Self {
        Self { least: [u32::MAX; BINS], words: [0; WORDS - 1], characters: [0; CHARACTERS - 1], shingles: 0 }
    }
}

impl Sketcher {
    /// The next word, by its hash.
    pub fn word(&mut self, hash: u64) {
        let [first, second] = self.words;
        self.words = [second, hash];
        self.shingle(first.rotate_left(42) ^ second.rotate_left(21) ^ hash);
    }

    /// The next character of a script without spaces.
    pub fn character(&mut self, c: char) {
        let shingle = self.characters.iter().fold(u64::from(c), |all, before| all.rotate_left(11) ^ before);
        self.characters.rotate_left(1);
        self.characters[CHARACTERS - 2] = u64::from(c);
        self.shingle(shingle);
    }

    fn shingle(&mut self, shingle: u64) {
        self.shingles += 1;
        let hash = mixed(shingle);
        let (high, low) = (hash >> 32, hash & 0xffff_ffff);
        let bin = usize::try_from((high * BINS as u64) >> 32).unwrap_or(0);
        let low = u32::try_from(low).unwrap_or(u32::MAX);
        self.least[bin] = self.least[bin].min(low);
    }

    /// The sketch of what was taken in.
    pub fn sketch(&self) -> Sketch {
        if self.shingles < FEWEST {
            return Sketch::default();
        }
        let mut sketch = [0; BINS];
        for (bin, value) in sketch.iter_mut().enumerate() {
            let steps = (0..BINS).find(|steps| self.least[(bin + steps) % BINS] != u32::MAX).unwrap_or(0);
            let least = u64::from(self.least[(bin + steps) % BINS]);
            // The least of many values says little in its high bits. Zero in every bin means that there is none.
            let [low, high, ..] = mixed(least ^ ((steps as u64) << 32)).to_le_bytes();
            *value = u16::from_le_bytes([low, high]).max(1);
        }
        Sketch(sketch)
    }
}

/// A permutation of the 64-bit numbers without a pattern: the finaliser of `SplitMix` (Steele, Lea and Flood 2014).
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that differ with their number: a text of its own.
    fn text(from: u64, words: u64) -> Vec<u64> {
        (from..from + words).map(|word| mixed(word ^ 0xabcd)).collect()
    }

    fn sketch(words: &[u64]) -> Sketch {
        let mut sketcher = Sketcher::default();
        for word in words {
            sketcher.word(*word);
        }
        sketcher.sketch()
    }

    fn sketch_of(japanese: &str) -> Sketch {
        let mut sketcher = Sketcher::default();
        japanese.chars().for_each(|c| sketcher.character(c));
        sketcher.sketch()
    }

    #[test]
    fn an_edited_or_shortened_text_is_a_copy() {
        let wire = text(0, 400);
        let shortened = &wire[..320];
        let mut edited = wire.clone();
        for at in (10..400).step_by(40) {
            edited[at] = mixed(at as u64 ^ 0xffff);
        }
        let renamed = [text(9000, 12), wire.clone(), text(9100, 10)].concat();
        for copy in [shortened, &edited, &renamed] {
            assert!(sketch(copy).is_copy_of(&sketch(&wire)));
            assert!(sketch(copy).bands().any(|band| sketch(&wire).bands().any(|other| other == band)));
        }
    }

    #[test]
    fn texts_that_share_a_paragraph_are_no_copies() {
        let boilerplate = text(0, 120);
        for round in 1..60 {
            let one = [text(round * 10_000, 250), boilerplate.clone()].concat();
            let other = [text(round * 10_000 + 5000, 250), boilerplate.clone()].concat();
            assert!(!sketch(&one).is_copy_of(&sketch(&other)), "round {round}");
        }
    }

    #[test]
    fn a_text_without_spaces_is_compared_by_its_characters() {
        let wire = "日本とロシアの外相は二十四日、モスクワで会談し、北方四島での共同経済活動について協議を続けることで一致した。";
        let copy = wire.replace("二十四日", "先日");
        let other = "国際原子力機関の事務局長は、査察官が来週から施設への立ち入りを再開すると述べ、各国に協力を求めた。記者会見で語った。";
        assert!(sketch_of(&copy).is_copy_of(&sketch_of(wire)));
        assert!(!sketch_of(other).is_copy_of(&sketch_of(wire)));
    }

    #[test]
    fn a_text_of_a_few_words_is_a_copy_of_none() {
        let short = sketch(&text(0, 10));
        assert!(short.is_empty() && !short.is_copy_of(&short));
        let just_enough = sketch(&text(0, 20));
        assert!(just_enough.is_copy_of(&just_enough));
    }
}

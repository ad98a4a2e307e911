//! The words of a text, found and hashed in one pass.

use super::{is_katakana, is_word, writes_no_spaces};

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Its length in bytes.
    pub length: usize,
    /// FNV-1a, for words are short; ASCII letters of either case are the same.
    pub hash: u64,
}

impl Word {
    /// The hash of the word without the `s` that it ends with: what it is the plural of, perhaps.
    pub(super) fn without_s(&self, text: &str) -> Option<u64> {
        /// What undoes the multiplication of [`fnv`].
        const UNDO: u64 = 0xce96_5057_aff6_957b;
        let last = text.as_bytes().get(self.start + self.length - 1).filter(|_| self.length > 3)?;
        (*last == b's').then(|| self.hash.wrapping_mul(UNDO) ^ u64::from(b's'))
    }
}

/// Before the first byte of a word.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what was hashed before and one more byte.
pub(super) fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// In [`IN_WORD`]: the byte belongs to a character that must be decoded.
const DECODE: u8 = 255;

/// What a byte is to a word: nothing (0), [`DECODE`], or else itself, in small letters.
const IN_WORD: [u8; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
        let byte = at as u8;
        if byte.is_ascii_alphanumeric() {
            table[at] = byte.to_ascii_lowercase();
        } else if !byte.is_ascii() {
            table[at] = DECODE;
        }
        at += 1;
    }
    table
};

/// The words of a text: runs of letters, digits and marks, each in one kind of script; those of scripts without
/// spaces are passed over. Every byte of every text comes through here, so the pass that finds a word hashes it too,
/// and what is ASCII, as most is, is not decoded.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (word, end) = next_word(text, at)?;
        at = end;
        Some(word)
    })
}

/// The first word at or after `at`, and where it ends.
fn next_word(text: &str, at: usize) -> Option<(Word, usize)> {
    let bytes = text.as_bytes();
    let mut start = at;
    loop {
        match IN_WORD[usize::from(*bytes.get(start)?)] {
            0 => start += 1,
            DECODE => match character(text, start) {
                (_, true) => break,
                (length, false) => start += length,
            },
            _ => break,
        }
    }
    let (mut end, mut hash) = (start, FNV_START);
    while let Some(byte) = bytes.get(end) {
        match IN_WORD[usize::from(*byte)] {
            0 => break,
            DECODE => {
                let (length, in_word) = character(text, end);
                if !in_word {
                    break;
                }
                hash = bytes[end..end + length].iter().fold(hash, |hash, byte| fnv(hash, *byte));
                end += length;
            }
            known => {
                hash = fnv(hash, known);
                end += 1;
            }
        }
    }
    Some((Word { start, length: end - start, hash }, end))
}

/// The length of the character at `at`, which is not ASCII, and whether it is part of a word.
fn character(text: &str, at: usize) -> (usize, bool) {
    text[at..].chars().next().map_or((1, false), |c| (c.len_utf8(), is_spaced_word(c)))
}

fn is_spaced_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && is_word(c) && !is_katakana(c) && !writes_no_spaces(c)
}

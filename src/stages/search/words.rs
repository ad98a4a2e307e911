//! Texts to words, as they stand in the search index.
//!
//! The same is done by the script of the search page, word for word: so it is simple, and what depends on a language,
//! the endings that are cut off, is a table that travels with the index (`root.json`). Scripts with spaces give their
//! words without the commonest endings; those without give every two characters in a row.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A longer word is cut off here, in characters.
pub(super) const LONGEST_WORD: usize = 32;

/// An ending, what stands in its place, and how many characters at least must be left before it.
pub(super) type Ending = (&'static str, &'static str, usize);

/// Two rounds of endings, by a light hand: plurals first, then what inflects. In each round the first that fits
/// counts; the empty ones stop a shorter one from fitting. The words are folded before, so `й` is `и` here. (For
/// Russian the endings are those of nouns and adjectives, as Dolamic and Savoy 2009 found to be enough.)
pub(super) const ENDINGS: [&[Ending]; 2] = [
    &[("ies", "y", 2), ("sses", "ss", 1), ("ss", "ss", 0), ("us", "us", 0), ("is", "is", 0), ("s", "", 3)],
    &[
        ("ing", "", 4),
        ("ed", "", 4),
        ("e", "", 4),
        ("иями", "", 3),
        ("ями", "", 3),
        ("ами", "", 3),
        ("ием", "", 3),
        ("иях", "", 3),
        ("ого", "", 3),
        ("его", "", 3),
        ("ому", "", 3),
        ("ему", "", 3),
        ("ыми", "", 3),
        ("ими", "", 3),
        ("ая", "", 3),
        ("яя", "", 3),
        ("ое", "", 3),
        ("ее", "", 3),
        ("ие", "", 3),
        ("ые", "", 3),
        ("ыи", "", 3),
        ("ии", "", 3),
        ("ои", "", 3),
        ("еи", "", 3),
        ("ых", "", 3),
        ("их", "", 3),
        ("ов", "", 3),
        ("ев", "", 3),
        ("ам", "", 3),
        ("ям", "", 3),
        ("ах", "", 3),
        ("ях", "", 3),
        ("ом", "", 3),
        ("ем", "", 3),
        ("ую", "", 3),
        ("юю", "", 3),
        ("ию", "", 3),
        ("ия", "", 3),
        ("а", "", 3),
        ("я", "", 3),
        ("о", "", 3),
        ("е", "", 3),
        ("и", "", 3),
        ("ы", "", 3),
        ("у", "", 3),
        ("ю", "", 3),
        ("ь", "", 3),
    ],
];

/// The characters of scripts that write no spaces: Thai and Lao, Burmese, Khmer, kana and Han.
pub(super) const DENSE: [(u32, u32); 7] = [
    (0x0e00, 0x0eff),
    (0x1000, 0x109f),
    (0x1780, 0x17ff),
    (0x3005, 0x3007),
    (0x3040, 0x30ff),
    (0x3400, 0x9fff),
    (0x2_0000, 0x3_23af),
];

/// A text in the form in which words are compared: small letters, no accents, one form of each character.
///
/// What is ASCII is folded where it stands: it neither changes nor joins with anything else, but for the accents after
/// it, which go.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (ascii, after) = rest.split_at(plain);
        let from = folded.len();
        folded.push_str(ascii);
        folded[from..].make_ascii_lowercase();
        let other = after.bytes().position(|byte| byte.is_ascii()).unwrap_or(after.len());
        let (other, after) = after.split_at(other);
        fold_other(other, &mut folded);
        rest = after;
    }
    folded
}

/// Folds characters beyond ASCII. The marks of text that are the same afterwards, and always alone, are the commonest.
fn fold_other(text: &str, folded: &mut String) {
    if text
        .chars()
        .all(|c| matches!(c, '\u{2010}' | '\u{2012}'..='\u{2016}' | '\u{2018}'..='\u{2023}' | '«' | '»'))
    {
        folded.push_str(text);
        return;
    }
    let bare: String = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    folded.extend(bare.to_lowercase().replace('ς', "σ").nfc());
}

/// Whether a character belongs to a word. (Those from U+E000 to U+FFFF are left out: with them words would be sorted
/// one way by their bytes and another way by JavaScript.)
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !c.is_ascii()
            && !('\u{e000}'..='\u{ffff}').contains(&c)
            && (c.is_alphanumeric() || is_combining_mark(c))
}

fn is_dense(c: char) -> bool {
    !c.is_ascii() && DENSE.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

/// For each round the last bytes of its endings: most words end otherwise.
const LAST_BYTES: [[bool; 256]; 2] = {
    let mut last = [[false; 256]; 2];
    let mut round = 0;
    while round < ENDINGS.len() {
        let mut at = 0;
        while at < ENDINGS[round].len() {
            let ending = ENDINGS[round][at].0.as_bytes();
            last[round][ending[ending.len() - 1] as usize] = true;
            at += 1;
        }
        round += 1;
    }
    last
};

/// A word without its endings.
pub(super) fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    cut_endings(&mut stem);
    stem
}

/// Cuts the endings of a word.
pub(super) fn cut_endings(stem: &mut String) {
    for (round, last_bytes) in ENDINGS.iter().zip(&LAST_BYTES) {
        let Some(last) = stem.bytes().last() else { break };
        if !last_bytes[usize::from(last)] {
            continue;
        }
        let fits = |(ending, _, least): &&Ending| {
            ending.as_bytes().last() == Some(&last)
                && stem.strip_suffix(ending).is_some_and(|rest| rest.chars().count() >= *least)
        };
        if let Some((ending, instead, _)) = round.iter().find(fits) {
            stem.truncate(stem.len() - ending.len());
            stem.push_str(instead);
        }
    }
}

/// A run of characters of a folded text, before its endings go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run<'a> {
    /// A word between spaces.
    Word(&'a str),
    /// Two characters of a script without spaces, or one that stands alone.
    Pair(&'a str),
}

/// What a byte says about the run that it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// It stands between words.
    Between,
    /// It belongs to a word.
    Word,
    /// It is a part of a character beyond ASCII.
    Other,
}

const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Other; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        bytes[byte as usize] = if byte.is_ascii_alphanumeric() { Byte::Word } else { Byte::Between };
        byte += 1;
    }
    bytes
};

/// Calls `each` for every run of a folded text, in order. Single letters say nothing and are passed over.
pub(super) fn runs<'a>(folded: &'a str, mut each: impl FnMut(Run<'a>)) {
    let bytes = folded.as_bytes();
    let kind = |at: usize| bytes.get(at).map_or(Byte::Between, |byte| BYTES[usize::from(*byte)]);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while kind(at) == Byte::Word {
            at += 1;
        }
        if kind(at) == Byte::Other {
            at = start + mixed(&folded[start..], &mut each);
            continue;
        }
        if at > start {
            word(&folded[start..at], &mut each);
        }
        at += 1;
    }
}

/// The run that a text begins with when there is more in it than ASCII; gives its length.
fn mixed<'a>(text: &'a str, each: &mut impl FnMut(Run<'a>)) -> usize {
    let mut rest = text.char_indices().peekable();
    let Some((_, first)) = rest.next() else { return 0 };
    let mut end = first.len_utf8();
    if !is_word(first) {
        return end;
    }
    let dense = is_dense(first);
    let mut before = None;
    while let Some((at, c)) = rest.next_if(|(_, c)| is_word(*c) && is_dense(*c) == dense) {
        end = at + c.len_utf8();
        if dense {
            each(Run::Pair(&text[before.replace(at).unwrap_or(0)..end]));
        }
    }
    if !dense {
        word(&text[..end], each);
    } else if before.is_none() {
        each(Run::Pair(&text[..end]));
    }
    end
}

fn word<'a>(word: &'a str, each: &mut impl FnMut(Run<'a>)) {
    if word.len() > 1 || word.starts_with(|c: char| c.is_ascii_digit()) {
        each(Run::Word(cut(word)));
    }
}

fn cut(word: &str) -> &str {
    if word.len() <= LONGEST_WORD {
        return word;
    }
    word.char_indices().nth(LONGEST_WORD).map_or(word, |(at, _)| &word[..at])
}

/// The words of a text as the index has them, in order.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    runs(&fold(text), |run| {
        found.push(match run {
            Run::Word(word) => stem(word),
            Run::Pair(pair) => pair.to_owned(),
        });
    });
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_lose_case_accents_and_the_commonest_endings() {
        for (text, expected) in [
            ("Meetings MEETING meet", "meet meet meet"),
            ("The islands’ policies; Lavrov's visit.", "the island policy lavrov visit"),
            ("pass bus crisis agreed agree", "pass bus crisis agre agre"),
            ("São Paulo, Zürich, Ærø", "sao paulo zurich ærø"),
            ("Курильских островов, Курильские острова", "курильск остров курильск остров"),
            ("1990s B-52 x 7", "1990 52 7"),
            ("Ｔｏｋｙｏ ﬁne", "tokyo fine"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    proptest! {
        /// What [`fold`] does piece by piece is what normalising the whole text gives.
        #[test]
        fn a_text_folds_as_a_whole(text in "[a-zA-Z é\u{301}’ΑΣς\u{1e9b}\u{323}İイ\u{3099}각ж\u{306}…ﬁ\u{5b0}\u{338}=]{0,24}") {
            let bare: String = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
            let whole: String = bare.to_lowercase().replace('ς', "σ").nfc().collect();
            prop_assert_eq!(fold(&text), whole);
        }
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(words("北方領土、ガ島 島"), ["北方", "方領", "領土", "ガ島", "島"]);
        assert_eq!(words("NATO首脳会議"), ["nato", "首脳", "脳会", "会議"]);
    }

    #[test]
    fn a_very_long_word_is_cut() {
        assert_eq!(words(&"x".repeat(99))[0].len(), LONGEST_WORD);
    }
}

//! Japanese names of persons in Latin letters, in either order: `Enomoto Takeaki`, `Shunichi Matsumoto`.
//!
//! A word is Japanese when it can be cut into the syllables of that language; that a pair is a person, the ends say that
//! family names and given names have.

use std::ops::Range;

use crate::stages::clean::annotate::{gazetteer::task, page::Page};

/// Which of the two words is the family name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `Abe Shinzo`
    FamilyFirst,
    /// `Shinzo Abe`
    GivenFirst,
}

/// Ends of family names, most of them words for places.
const FAMILY: [&str; 34] = [
    "moto", "mura", "yama", "kawa", "gawa", "saki", "zaki", "hara", "bara", "shima", "jima", "oka", "naka",
    "bayashi", "guchi", "uchi", "zawa", "sawa", "kura", "mori", "matsu", "gaki", "hashi", "bashi", "sugi",
    "gaya", "mizu", "wara", "nishi", "tani", "numa", "shita", "hata", "maru",
];

/// Ends of given names.
const GIVEN: [&str; 33] = [
    "ichi", "kichi", "jiro", "taro", "zo", "zaburo", "saburo", "hiro", "suke", "kazu", "masa", "nori",
    "yuki", "aki", "akira", "toshi", "yoshi", "taka", "hiko", "nobu", "shige", "tsugu", "hide", "haru",
    "teru", "michi", "emon", "nosuke", "miko", "yoko", "eko", "tomo", "shiro",
];

/// The order of a name of two words, if they are the name of a Japanese person.
pub(super) fn order(page: &Page<'_>, run: &Range<usize>) -> Option<Order> {
    const OTHER: u64 = task::COMMON | task::PLACE_HEAD | task::ORG_HEAD | task::EVENT_HEAD | task::DEMONYM;
    let (first, last) = (run.start, run.start + 1);
    let fits = |at: usize| !page.has(at, OTHER) && is_japanese(page.words.low(at));
    if run.len() != 2 || !fits(first) || !fits(last) {
        return None;
    }
    let given = |at: usize| page.has(at, task::GIVEN);
    let (front, back) = (plain(page.words.low(first)), plain(page.words.low(last)));
    let (front, back) = (front.as_str(), back.as_str());
    match (given(first), given(last)) {
        (false, true) if ends(front, &FAMILY) || ends(back, &GIVEN) => Some(Order::FamilyFirst),
        (true, _) | (_, true) => None,
        _ if ends(front, &FAMILY) && ends(back, &GIVEN) => Some(Order::FamilyFirst),
        _ if ends(front, &GIVEN) && ends(back, &FAMILY) => Some(Order::GivenFirst),
        _ => None,
    }
}

fn ends(low: &str, with: &[&str]) -> bool {
    low.chars().count() >= 4 && with.iter().any(|end| low.ends_with(end))
}

/// Whether a word can be cut into syllables of Japanese, two at least.
fn is_japanese(low: &str) -> bool {
    let plain = plain(low);
    let mut rest = plain.as_str();
    let mut syllables = 0;
    while !rest.is_empty() {
        let Some(length) = syllable(rest) else { return false };
        rest = &rest[length..];
        syllables += 1;
    }
    syllables > 1 && plain.len() > 2
}

/// Without the marks of long vowels.
fn plain(low: &str) -> String {
    low.chars().map(short).collect()
}

fn short(letter: char) -> char {
    match letter {
        'ā' => 'a',
        'ī' => 'i',
        'ū' | 'û' => 'u',
        'ē' => 'e',
        'ō' | 'ô' => 'o',
        letter => letter,
    }
}

/// The length of the syllable that a word begins with.
fn syllable(rest: &str) -> Option<usize> {
    const STARTS: [&str; 29] = [
        "ky", "gy", "sh", "ch", "ny", "hy", "by", "py", "my", "ry", "ts", "k", "g", "s", "z", "j", "t", "d",
        "n", "h", "b", "p", "m", "y", "r", "w", "f", "v", "",
    ];
    let vowel = |at: usize| rest[at..].starts_with(['a', 'i', 'u', 'e', 'o']);
    if let Some(start) = STARTS.iter().find(|start| rest.starts_with(*start) && vowel(start.len())) {
        let end = start.len() + 1;
        // `Kohno`, `Ohta`: a long o.
        let long = rest[end..].starts_with('h')
            && rest[..end].ends_with('o')
            && !rest.get(end + 1..).is_some_and(|r| r.starts_with(['a', 'i', 'u', 'e', 'o']));
        return Some(end + usize::from(long));
    }
    // The n that is a syllable, m before b, p and m; the first of two equal consonants.
    if rest.starts_with('n') || (rest.starts_with('m') && rest[1..].starts_with(['b', 'p', 'm'])) {
        return Some(1);
    }
    let mut letters = rest.chars();
    match (letters.next(), letters.next()) {
        (Some(one), Some(other))
            if "kstp".contains(one) && (one == other || (one == 't' && other == 'c')) =>
        {
            Some(1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<Order> {
        order(&Page::new(name), &(0..2))
    }

    #[test]
    fn the_order_of_a_japanese_name_is_seen() {
        for name in ["Enomoto Takeaki", "Abe Shinzo", "Mōri Tarō", "Kawamura Hideyoshi", "Hashimoto Ryutaro"]
        {
            assert_eq!(of(name), Some(Order::FamilyFirst), "{name}");
        }
        for name in ["Shunichi Matsumoto", "Takenori Yamaguchi"] {
            assert_eq!(of(name), Some(Order::GivenFirst), "{name}");
        }
    }

    #[test]
    fn other_names_are_none() {
        for name in [
            "Asahi Shimbun",
            "Shinzo Abe",
            "Toyota Motors",
            "Sergey Lavrov",
            "Minami Torishima",
            "Roma Capitale",
            "Santa Maria",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}

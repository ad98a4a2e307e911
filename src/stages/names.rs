//! Names found in text: one pass for all names and aliases of all topics.
//!
//! Where words have spaces between them, a name can only begin where a word begins, and its first word is looked up
//! whole in a table: one hash for each word of the text, however many names there are. Names in scripts without
//! spaces may begin anywhere; an Aho-Corasick automaton (Aho & Corasick 1975) finds those. Then the rules decide. A match needs word boundaries in its script, the right case, and exactly one topic: a name that
//! two topics share means neither, until the article has named one of them in full. A person's last word alone
//! (`Lavrov`) counts only after the full name, for the same reason. Of overlapping matches the leftmost wins,
//! of those the longest. What could mean several topics is no match but a doubt, for a person to decide.

mod touched;
mod words;

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use aho_corasick::{AhoCorasick, MatchKind};
use xxhash_rust::xxh3::Xxh3;

use self::{touched::Needs, words::words};
pub use self::{
    touched::{Asker, Words},
    words::Word,
};
use crate::{
    model::topic::Kind,
    text::{cases::cases, one_line},
};

/// The names of one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Named {
    /// The name that the dossier uses.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Other names.
    pub aliases: Vec<String>,
    /// The aliases were found by the machine: a last word among them counts only after the full name.
    pub by_machine: bool,
    /// Names that may mean it and are never linked.
    pub weak: Vec<String>,
}

/// How much a name says on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Strength {
    Full,
    LastWord,
    Weak,
}

#[derive(Debug)]
struct Pattern {
    text: String,
    any_case: bool,
    /// `NGOs` means `NGO`; but `Bergs` are a family.
    plural: bool,
    topics: Vec<(u32, Strength)>,
}

/// All names of all topics, ready to be looked for.
#[derive(Debug)]
pub struct NameTable {
    patterns: Vec<Pattern>,
    first_words: Buckets,
    /// For the patterns that do not begin with a word, and their indexes.
    anywhere: Option<(AhoCorasick, Vec<usize>)>,
    /// Sorted.
    by_fold: Vec<(String, Vec<u32>)>,
    needs: Needs,
    /// Hash of everything that a match depends on.
    pub fingerprint: u128,
}

/// A name that could mean several topics, or one that it is too weak for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The topics, by index.
    pub topics: Vec<u32>,
    /// Bytes of the text.
    pub range: Range<usize>,
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Index of the topic in the list that the table was made of.
    pub topic: u32,
    /// Bytes of the text.
    pub range: Range<usize>,
}

impl NameTable {
    /// A table for topics whose indexes are their places in `topics`.
    pub fn new(topics: &[Named]) -> Self {
        let mut patterns: BTreeMap<String, Pattern> = BTreeMap::new();
        let mut by_fold: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (index, topic) in (0u32..).zip(topics) {
            let cases = names_of(topic).flat_map(|(name, strength)| {
                cases(name).into_iter().map(move |form| (Cow::Owned(form), strength, true))
            });
            let names = names_of(topic).map(|(name, strength)| (Cow::Borrowed(name), strength, false));
            for (name, strength, declined) in names.chain(cases) {
                let any_case = topic.kind == Kind::Subject;
                let key = name.to_ascii_lowercase();
                let pattern = patterns.entry(key).or_insert_with(|| Pattern {
                    text: name.clone().into_owned(),
                    any_case,
                    plural: true,
                    topics: Vec::new(),
                });
                pattern.any_case |= any_case;
                pattern.plural &= topic.kind != Kind::Person;
                if !pattern.topics.iter().any(|(topic, _)| *topic == index) {
                    pattern.topics.push((index, strength));
                }
                if strength == Strength::Full && !declined {
                    let known = by_fold.entry(fold(&name)).or_default();
                    if !known.contains(&index) {
                        known.push(index);
                    }
                }
            }
        }
        let patterns: Vec<Pattern> = patterns.into_values().collect();
        let (words, others): (Vec<usize>, Vec<usize>) =
            (0..patterns.len()).partition(|index| first_word(&patterns[*index].text).is_some());
        let first_words = Buckets::new(
            words
                .into_iter()
                .filter_map(|index| Some((first_word(&patterns[index].text)?, u32::try_from(index).ok()?)))
                .collect(),
        );
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(others.iter().map(|index| &patterns[*index].text))
            .ok()
            .filter(|_| !others.is_empty());
        let anywhere = automaton.map(|automaton| (automaton, others));
        let mut hasher = Xxh3::new();
        std::hash::Hash::hash(topics, &mut hasher);
        let by_fold: Vec<(String, Vec<u32>)> = by_fold.into_iter().collect();
        let needs = Needs::new(&patterns, &by_fold);
        Self { patterns, first_words, anywhere, by_fold, needs, fingerprint: hasher.digest128() }
    }

    /// The topic with this name or alias, [folded](fold); `None` when there is none or more than one.
    fn lookup(&self, folded: &str) -> Option<u32> {
        let found = self.by_fold.binary_search_by(|(known, _)| known.as_str().cmp(folded)).ok()?;
        match self.by_fold[found].1.as_slice() {
            [topic] => Some(*topic),
            _ => None,
        }
    }

    /// The names in a text, in order, not overlapping. `named` are the topics that were named in full before the
    /// text; those that it names are added.
    pub fn find(&self, text: &str, named: &mut Vec<u32>) -> Vec<Found> {
        self.find_and(text, named, &mut Vec::new(), |_| ())
    }

    /// The same; each word of the text in a script with spaces is shown to `each` in passing, because no other pass
    /// over all texts can be had as cheaply.
    /// What could mean several topics is added to `doubts`.
    pub fn find_and(
        &self,
        text: &str,
        named: &mut Vec<u32>,
        doubts: &mut Vec<Doubt>,
        mut each: impl FnMut(&Word),
    ) -> Vec<Found> {
        let mut places: Vec<(Range<usize>, &Pattern)> = Vec::new();
        for word in words(text) {
            each(&word);
            let plural = word.without_s(text).map(|hash| self.first_words.with(hash));
            for index in self.first_words.with(word.hash).chain(plural.into_iter().flatten()) {
                let pattern = &self.patterns[index];
                let (start, end) = (word.start, word.start + pattern.text.len());
                if text.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(&pattern.text)) {
                    places.extend(as_a_name(text, start..end, pattern).map(|range| (range, pattern)));
                }
            }
        }
        if let Some((automaton, indexes)) = &self.anywhere {
            let found = automaton.find_overlapping_iter(text);
            places.extend(found.filter_map(|found| {
                let pattern = &self.patterns[indexes[found.pattern().as_usize()]];
                Some((as_a_name(text, found.range(), pattern)?, pattern))
            }));
        }
        places.sort_by(|(a, _), (b, _)| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
        let mut found: Vec<Found> = Vec::new();
        for (range, pattern) in places {
            if found.last().is_some_and(|last| last.range.end > range.start) {
                continue;
            }
            if let Some((topic, strength)) = meant(pattern, named) {
                if strength == Strength::Full && !named.contains(&topic) {
                    named.push(topic);
                }
                found.push(Found { topic, range });
            } else if let Some(topics) = doubted(pattern, named) {
                doubts.push(Doubt { topics, range });
            }
        }
        doubts.retain(|doubt| {
            let next = found.partition_point(|found| found.range.end <= doubt.range.start);
            found.get(next).is_none_or(|found| found.range.start >= doubt.range.end)
        });
        found
    }
}

/// Names by the hash of a word: buckets of a hash table, laid out one after the other.
#[derive(Debug, Default)]
struct Buckets {
    /// For each bucket where its names begin; one more at the end.
    starts: Vec<u32>,
    names: Vec<u32>,
}

impl Buckets {
    fn new(names: Vec<(u64, u32)>) -> Self {
        let size = (names.len() * 4).next_power_of_two();
        let mut placed: Vec<(usize, u32)> =
            names.into_iter().map(|(hash, name)| (bucket(hash, size), name)).collect();
        placed.sort_unstable();
        let mut starts = vec![0; size + 1];
        for (bucket, _) in &placed {
            starts[bucket + 1] += 1;
        }
        for bucket in 0..size {
            starts[bucket + 1] += starts[bucket];
        }
        Self { starts, names: placed.into_iter().map(|(_, name)| name).collect() }
    }

    /// The names with a word that may be the one with this hash.
    fn with(&self, hash: u64) -> impl Iterator<Item = usize> {
        let bucket = bucket(hash, self.starts.len() - 1);
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        self.names[range].iter().map(|name| *name as usize)
    }
}

fn bucket(hash: u64, size: usize) -> usize {
    usize::try_from((hash ^ (hash >> 29)) & (size as u64 - 1)).unwrap_or(0)
}

/// The hash of the word that a name begins with, in a script that has spaces between words.
fn first_word(name: &str) -> Option<u64> {
    words(name).next().filter(|word| word.start == 0).map(|word| word.hash)
}

/// Every name of a topic with its strength. A person's last word is a name by itself when nobody wrote it down.
fn names_of(topic: &Named) -> impl Iterator<Item = (&str, Strength)> {
    let last_word = topic.name.rsplit(' ').next().filter(|last| {
        topic.kind == Kind::Person && last.len() < topic.name.len() && last.chars().count() >= 3
    });
    let strength = move |name: &str| {
        if topic.by_machine && topic.kind == Kind::Person && !name.contains(' ') && topic.name.contains(' ') {
            Strength::LastWord
        } else {
            Strength::Full
        }
    };
    std::iter::once((topic.name.as_str(), Strength::Full))
        .chain(topic.aliases.iter().map(move |alias| (alias.as_str(), strength(alias))))
        .chain(last_word.map(|last| (last, Strength::LastWord)))
        .chain(topic.weak.iter().map(|name| (name.as_str(), Strength::Weak)))
        .filter(|(name, _)| name.chars().any(char::is_alphanumeric))
}

/// The topic that a name means, given those named in full before it.
fn meant(pattern: &Pattern, named: &[u32]) -> Option<(u32, Strength)> {
    let only = |mut candidates: Box<dyn Iterator<Item = (u32, Strength)> + '_>| {
        let first = candidates.next();
        if candidates.next().is_some() { None } else { first }
    };
    let full = pattern.topics.iter().copied().filter(|(_, strength)| *strength == Strength::Full);
    let strong = pattern.topics.iter().copied().filter(|(_, strength)| *strength < Strength::Weak);
    let known = strong.filter(|(topic, _)| named.contains(topic));
    only(Box::new(full)).or_else(|| only(Box::new(known)))
}

/// The topics that a name which means none of them for sure could mean: those that have it as a whole name or a weak
/// one, and those whose last word it is and which the text has named. A last word that nobody was named by means
/// nothing: any word can be one.
fn doubted(pattern: &Pattern, named: &[u32]) -> Option<Vec<u32>> {
    let could =
        |(topic, strength): &&(u32, Strength)| *strength != Strength::LastWord || named.contains(topic);
    let topics: Vec<u32> = pattern.topics.iter().filter(could).map(|(topic, _)| *topic).collect();
    (!topics.is_empty()).then_some(topics)
}

/// The place of a name if what stands there is the name: whole, in its case, perhaps in the plural.
fn as_a_name(text: &str, range: Range<usize>, pattern: &Pattern) -> Option<Range<usize>> {
    if !right_case(&text[range.clone()], pattern) {
        return None;
    }
    if stands_alone(text, &range) {
        return Some(range);
    }
    let letters = pattern.text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let whole = range.start..range.end + 1;
    let plural = pattern.plural && letters >= 3 && text[range.end..].starts_with('s');
    (plural && stands_alone(text, &whole)).then_some(whole)
}

/// Whether the match is not a part of a longer word. Scripts that write no spaces have no such boundary, but
/// katakana, which spells foreign names, has.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let glued = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) if is_katakana(a) || is_katakana(b) => is_katakana(a) && is_katakana(b),
        (Some(a), Some(b)) => is_word(a) && is_word(b) && !writes_no_spaces(a) && !writes_no_spaces(b),
        _ => false,
    };
    let name = &text[range.clone()];
    !glued(text[..range.start].chars().next_back(), name.chars().next())
        && !glued(name.chars().next_back(), text[range.end..].chars().next())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Whether a character is passed over by [`NameTable::find_and`] because its script has no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    is_katakana(c) || writes_no_spaces(c)
}

/// Whether a text may have characters of scripts without spaces. Looks at the bytes that they can begin with, which
/// European texts have none of, dashes and quotation marks included. All of a piece are looked at, so that the compiler
/// takes many at once.
pub fn may_have_unspaced(text: &str) -> bool {
    let telling = |found: u8, byte: &u8| found | u8::from(*byte >= 0xe0 && *byte != 0xe2);
    text.as_bytes().chunks(256).any(|piece| piece.iter().fold(0, telling) != 0)
}

/// Han, hiragana, Thai, Lao, Khmer, Burmese.
fn writes_no_spaces(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '\u{3041}'..='\u{309f}'
        | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '々')
}

/// Case is part of a name: `Turkey` is not `turkey`, `WHO` is not `who`. A headline may shout (`JAPAN`), the
/// later words of a longer name may be in small letters (`Second world war`), and subjects are common nouns.
fn right_case(found: &str, pattern: &Pattern) -> bool {
    if found == pattern.text || pattern.any_case {
        return true;
    }
    let upper = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let all_caps = |text: &str| !text.chars().any(char::is_lowercase);
    if all_caps(&pattern.text) {
        return false;
    }
    if pattern.text.contains(' ') {
        return upper(found) == upper(&pattern.text);
    }
    all_caps(found) && found.chars().count() >= 4
}

/// The form in which names are compared: lower case, single spaces.
pub fn fold(name: &str) -> String {
    one_line(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(name: &str, kind: Kind, aliases: &[&str]) -> Named {
        Named {
            name: name.to_owned(),
            kind,
            aliases: aliases.iter().map(ToString::to_string).collect(),
            by_machine: false,
            weak: Vec::new(),
        }
    }

    fn found(topics: &[Named], text: &str) -> Vec<String> {
        let table = NameTable::new(topics);
        let found = table.find(text, &mut Vec::new());
        found
            .iter()
            .map(|f| format!("{}={}", &text[f.range.clone()], topics[f.topic as usize].name))
            .collect()
    }

    #[test]
    fn the_longest_name_wins_and_words_stay_whole() {
        let topics = [
            named("Kuril Islands", Kind::Place, &["Kuril", "Kurile Islands"]),
            named("Oman", Kind::Place, &[]),
        ];
        assert_eq!(
            found(&topics, "The Kurile Islands, a Kuril’s shore, Romania's and Oman's."),
            ["Kurile Islands=Kuril Islands", "Kuril=Kuril Islands", "Oman=Oman"]
        );
    }

    #[test]
    fn case_is_part_of_a_name() {
        let topics = [
            named("Turkey", Kind::Place, &[]),
            named("WHO", Kind::Organisation, &[]),
            named("Second World War", Kind::Event, &[]),
            named("Joint economic activities", Kind::Subject, &[]),
        ];
        assert_eq!(
            found(&topics, "who ate turkey? TURKEY and the Second world war: joint economic activities"),
            [
                "TURKEY=Turkey",
                "Second world war=Second World War",
                "joint economic activities=Joint economic activities"
            ]
        );
    }

    #[test]
    fn a_plural_is_the_name_but_not_a_person() {
        let topics = [
            named("NGO", Kind::Organisation, &[]),
            named("Working group", Kind::Subject, &[]),
            named("Berg", Kind::Person, &[]),
        ];
        assert_eq!(
            found(&topics, "NGOs and working groups; the Bergs, NGOss."),
            ["NGOs=NGO", "working groups=Working group"]
        );
    }

    #[test]
    fn what_could_mean_several_is_a_doubt() {
        let weak = Named { weak: vec!["The Hill".to_owned()], ..named("Capitol", Kind::Place, &[]) };
        let topics = [
            named("Anna Berg", Kind::Person, &[]),
            named("Olaf Berg", Kind::Person, &[]),
            named("Tbilisi", Kind::Place, &["Georgia"]),
            named("Atlanta", Kind::Place, &["Georgia"]),
            weak,
        ];
        let table = NameTable::new(&topics);
        for (text, expected) in [
            ("Berg spoke.", ""),
            ("Anna Berg met Olaf Berg. Berg left.", "Berg: 0 1"),
            ("In Georgia.", "Georgia: 2 3"),
            ("Tbilisi is in Georgia.", ""),
            ("On The Hill, a hill.", "The Hill: 4"),
        ] {
            let mut doubts = Vec::new();
            table.find_and(text, &mut Vec::new(), &mut doubts, |_| ());
            let said: Vec<String> = doubts
                .iter()
                .map(|doubt| {
                    let topics: Vec<String> = doubt.topics.iter().map(ToString::to_string).collect();
                    format!("{}: {}", &text[doubt.range.clone()], topics.join(" "))
                })
                .collect();
            assert_eq!(said.join("; "), expected, "{text}");
        }
    }

    #[test]
    fn a_last_word_counts_after_the_full_name_and_without_a_rival() {
        let topics = [named("Anna Berg", Kind::Person, &[]), named("Olaf Berg", Kind::Person, &[])];
        assert!(found(&topics, "Berg spoke.").is_empty());
        assert_eq!(found(&topics, "Anna Berg spoke. Berg left."), ["Anna Berg=Anna Berg", "Berg=Anna Berg"]);
        assert_eq!(
            found(&topics, "Anna Berg met Olaf Berg. Berg left."),
            ["Anna Berg=Anna Berg", "Olaf Berg=Olaf Berg"]
        );
    }

    #[test]
    fn a_name_that_two_topics_share_means_neither() {
        let topics = [
            named("Georgia (state)", Kind::Place, &["Georgia"]),
            named("Georgia (country)", Kind::Place, &["Georgia"]),
        ];
        assert!(found(&topics, "In Georgia.").is_empty());
        assert_eq!(NameTable::new(&topics).lookup("georgia"), None);
    }

    proptest! {
        #[test]
        fn the_table_finds_what_looking_for_each_name_would_find(
            names in prop::collection::vec("[ab日ア][ab日ア -]{0,3}[ab日ア]", 1..6),
            text in "[abAB日ア .-]{0,40}",
        ) {
            let topics: Vec<Named> = names.iter().map(|name| named(name, Kind::Subject, &[])).collect();
            let mut places: Vec<Range<usize>> = topics
                .iter()
                .flat_map(|topic| text.char_indices().map(|(at, _)| at..at + topic.name.len()))
                .filter(|range| {
                    let found = text.get(range.clone());
                    let is = |topic: &Named| found.is_some_and(|found| found.eq_ignore_ascii_case(&topic.name));
                    let owners: Vec<&str> = topics.iter().filter(|t| is(t)).map(|t| t.name.as_str()).collect();
                    owners.len() == 1 && stands_alone(&text, range)
                })
                .collect();
            places.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
            let mut expected: Vec<Range<usize>> = Vec::new();
            for place in places {
                if expected.last().is_none_or(|last| last.end <= place.start) {
                    expected.push(place);
                }
            }
            let found = NameTable::new(&topics).find(&text, &mut Vec::new());
            prop_assert_eq!(found.into_iter().map(|found| found.range).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn names_in_cyrillic_letters_are_found_in_their_cases() {
        let japan = Named {
            name: "Japan".to_owned(),
            kind: Kind::Place,
            aliases: vec!["Япония".to_owned()],
            ..Named::default()
        };
        let lavrov =
            Named { name: "Сергей Лавров".to_owned(), kind: Kind::Person, ..Named::default() };
        let table = NameTable::new(&[japan, lavrov]);
        let text = "В Японии ждали Сергея Лаврова; с Лавровым говорили.";
        let found: Vec<&str> =
            table.find(text, &mut Vec::new()).into_iter().map(|found| &text[found.range]).collect();
        assert_eq!(found, ["Японии", "Сергея Лаврова", "Лавровым"]);
        assert_eq!(table.lookup("японии"), None);
    }

    #[test]
    fn every_script_has_its_boundaries() {
        let topics =
            [named("Japan", Kind::Place, &["日本", "Япония"]), named("Lavrov", Kind::Person, &["ラブロフ"])];
        assert_eq!(found(&topics, "日本語、Япония, Японияя"), ["日本=Japan", "Япония=Japan"]);
        assert_eq!(found(&topics, "ラブロフ外相 ラブロフスキー"), ["ラブロフ=Lavrov"]);
    }
}

//! Which names a text can have anything to do with, by its words alone.
//!
//! What is found in a text depends on the names that stand in it, and on no others. A name stands in a text only if all
//! its words do. So the words of a text, kept beside what was made of it, tell later which of other names could make a
//! difference to it, without another look at the text: hardly any, when one alias is new.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::{
    Buckets, Doubt, Found, NameTable, Pattern, Strength, fold, is_unspaced, may_have_unspaced,
    words::{Word, fnv, words},
};

/// The hashes of all words of some texts, each once.
#[derive(Clone, Debug)]
pub struct Words {
    list: Vec<u32>,
    /// A hash table with linear probing, never more than half full; a place that is not taken is 0.
    places: Vec<u32>,
}

/// Places of the smallest table: most articles have fewer than half as many different words.
const FEWEST: usize = 1024;

impl Default for Words {
    fn default() -> Self {
        Self { list: Vec::with_capacity(FEWEST / 2), places: vec![0; FEWEST] }
    }
}

impl Words {
    /// The words from their [`Words::list`].
    pub fn from_list(list: &[u32]) -> Self {
        let size = (list.len() * 2 + 2).next_power_of_two().max(FEWEST);
        let mut words = Self { list: Vec::with_capacity(list.len()), places: vec![0; size] };
        for word in list {
            words.add(*word);
        }
        words
    }

    /// Each once.
    pub fn list(&self) -> &[u32] {
        &self.list
    }

    fn add(&mut self, word: u32) {
        let place = self.place(word);
        if self.places[place] == word {
            return;
        }
        self.places[place] = word;
        self.list.push(word);
        if self.list.len() * 2 > self.places.len() {
            *self = Self::from_list(&self.list);
        }
    }

    fn has(&self, word: u32) -> bool {
        self.places[self.place(word)] == word
    }

    /// Where a word stands, or would.
    fn place(&self, word: u32) -> usize {
        let last = self.places.len() - 1;
        let mut place = word.wrapping_mul(0x9e37_79b1).rotate_left(16) as usize & last;
        while self.places[place] != word && self.places[place] != 0 {
            place = (place + 1) & last;
        }
        place
    }

    /// The characters of scripts without spaces, each as a word.
    fn add_unspaced(&mut self, text: &str) {
        if may_have_unspaced(text) {
            text.chars().filter(|c| is_unspaced(*c)).for_each(|c| self.add(of_character(c)));
        }
    }
}

/// A hash as it is kept: never 0, and four bytes where numbers are written in as many as they need.
fn kept(hash: u64) -> u32 {
    u32::try_from((hash ^ (hash >> 28)) & 0x0fff_ffff).unwrap_or(0).max(1)
}

fn of_character(c: char) -> u32 {
    kept(u64::from(c).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// A name that is looked up as a whole, with nothing around it.
fn of_whole(folded: &str) -> u32 {
    kept(!xxh3_64(folded.as_bytes()))
}

/// What must be among the words of a text for a name to stand in it.
#[derive(Debug)]
struct Need {
    /// All of these.
    words: Vec<u32>,
    /// And the one that it ends with, or that in the plural.
    last: Option<(u32, u32)>,
    /// What else a match depends on: the name and its rules, without its topics.
    rules: u64,
}

impl Need {
    fn of_pattern(pattern: &Pattern) -> Self {
        let text = pattern.text.as_str();
        let mut found: Vec<u64> = words(text).map(|word| word.hash).collect();
        let plural = pattern.plural && text.ends_with(|c: char| c.is_ascii_alphabetic());
        let last = found.pop().map(|hash| (kept(hash), kept(if plural { fnv(hash, b's') } else { hash })));
        let characters = text.chars().filter(|c| is_unspaced(*c)).map(of_character);
        let mut rules = text.as_bytes().to_vec();
        rules.extend([u8::from(pattern.any_case), u8::from(pattern.plural)]);
        Self { words: found.into_iter().map(kept).chain(characters).collect(), last, rules: xxh3_64(&rules) }
    }

    fn of_whole(folded: &str) -> Self {
        let word = of_whole(folded);
        Self { words: vec![word], last: None, rules: xxh3_64(folded.as_bytes()) }
    }

    /// Words of which a text that has the name has one.
    fn keys(&self) -> impl Iterator<Item = u32> {
        let last = self.last.filter(|_| self.words.is_empty());
        let plural = last.filter(|(one, many)| one != many).map(|(_, many)| many);
        self.words.first().copied().into_iter().chain(last.map(|(one, _)| one)).chain(plural)
    }

    fn is_met(&self, by: &Words) -> bool {
        self.words.iter().all(|word| by.has(*word))
            && self.last.is_none_or(|(one, many)| by.has(one) || by.has(many))
    }
}

/// What all names of a table need: first its patterns, then the names that are looked up as a whole.
#[derive(Debug)]
pub(super) struct Needs {
    needs: Vec<Need>,
    by_key: Buckets,
}

impl Needs {
    pub(super) fn new(patterns: &[Pattern], by_fold: &[(String, Vec<u32>)]) -> Self {
        let needs: Vec<Need> = patterns
            .iter()
            .map(Need::of_pattern)
            .chain(by_fold.iter().map(|(folded, _)| Need::of_whole(folded)))
            .collect();
        let keys =
            (0u32..).zip(&needs).flat_map(|(index, need)| need.keys().map(move |key| (key.into(), index)));
        let by_key = Buckets::new(keys.collect());
        Self { needs, by_key }
    }
}

/// What of a table can make a difference to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Hash of the names, their rules, and which of them mean the same topic; whatever place the topics have.
    pub fingerprint: u128,
    /// All topics that they may mean.
    pub topics: Vec<u32>,
}

impl NameTable {
    /// What of the table can make a difference to a text with these words.
    pub fn touched(&self, by: &Words) -> Touched {
        let Needs { needs, by_key } = &self.needs;
        let mut names: Vec<usize> = by
            .list()
            .iter()
            .flat_map(|word| by_key.with(u64::from(*word)))
            .filter(|name| needs[*name].is_met(by))
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut topics: Vec<u32> =
            names.iter().flat_map(|name| self.topics_of(*name)).map(|(topic, _)| topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let mut whole: Vec<u8> = Vec::with_capacity(names.len() * 24);
        for name in names {
            whole.extend(needs[name].rules.to_le_bytes());
            for (topic, strength) in self.topics_of(name) {
                whole.extend(topics.partition_point(|other| *other < topic).to_le_bytes());
                whole.push(strength as u8);
            }
            whole.push(u8::MAX);
        }
        Touched { fingerprint: xxh3_128(&whole), topics }
    }

    /// The topics of a name by its place among the needs.
    fn topics_of(&self, name: usize) -> impl Iterator<Item = (u32, Strength)> {
        let pattern = self.patterns.get(name).map(|pattern| pattern.topics.iter().copied());
        let whole = name.checked_sub(self.patterns.len()).and_then(|name| self.by_fold.get(name));
        let whole = whole.map(|(_, topics)| topics.iter().map(|topic| (*topic, Strength::Full)));
        pattern.into_iter().flatten().chain(whole.into_iter().flatten())
    }
}

/// Asks a table, and keeps the words of everything that it asks about.
#[derive(Debug)]
pub struct Asker<'a> {
    names: &'a NameTable,
    /// The words so far.
    pub words: Words,
}

impl<'a> Asker<'a> {
    /// Nothing asked yet.
    pub fn new(names: &'a NameTable) -> Self {
        Self { names, words: Words::default() }
    }

    /// The topic with this name or alias, ignoring case; `None` when there is none or more than one.
    pub fn lookup(&mut self, name: &str) -> Option<u32> {
        let folded = fold(name);
        self.words.add(of_whole(&folded));
        self.names.lookup(&folded)
    }

    /// As [`NameTable::find`].
    pub fn find(&mut self, text: &str, named: &mut Vec<u32>) -> Vec<Found> {
        self.find_and(text, named, &mut Vec::new(), |_| ())
    }

    /// As [`NameTable::find_and`].
    pub fn find_and(
        &mut self,
        text: &str,
        named: &mut Vec<u32>,
        doubts: &mut Vec<Doubt>,
        mut each: impl FnMut(&Word),
    ) -> Vec<Found> {
        let Self { names, words } = self;
        words.add_unspaced(text);
        names.find_and(text, named, doubts, |word| {
            words.add(kept(word.hash));
            each(word);
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{model::topic::Kind, stages::names::Named};

    fn words_of(text: &str) -> Words {
        let nobody = NameTable::new(&[]);
        let mut asker = Asker::new(&nobody);
        asker.find(text, &mut Vec::new());
        Words::from_list(asker.words.list())
    }

    fn named(name: &str) -> Named {
        Named { name: name.to_owned(), kind: Kind::Place, ..Named::default() }
    }

    #[test]
    fn a_text_is_touched_by_the_names_in_it_whatever_else_is_known() {
        let words = words_of("NGOs of Kadu Bay met in 東京, and at Bay House.");
        let topics = |names: &[&str]| {
            let names: Vec<Named> = names.iter().map(|name| named(name)).collect();
            NameTable::new(&names).touched(&words).topics
        };
        let known = ["Aland", "Kadu Bay", "Kadu Strait", "NGO", "京都", "東京", "東京都"];
        assert_eq!(topics(&known), [1, 3, 5]);
        assert_eq!(topics(&["Kadu", "House of Kadu", "house"]), [0, 1, 2]);
        let with = |more: &[&str]| {
            let names: Vec<Named> = more.iter().chain(&known).map(|name| named(name)).collect();
            NameTable::new(&names).touched(&words).fingerprint
        };
        assert_eq!(with(&[]), with(&["A town", "Bay of Somewhere"]));
        assert_ne!(with(&[]), with(&["Bay House"]));
    }

    #[test]
    fn any_number_of_words_is_kept() {
        let mut words = Words::default();
        (1..5000).for_each(|word| words.add(word * 7));
        assert!((1..35000).all(|word| words.has(word) == (word % 7 == 0 && word < 35000)));
        assert_eq!(words.list().len(), 4999);
    }

    proptest! {
        #[test]
        fn the_names_that_touch_a_text_are_all_that_it_takes(
            names in prop::collection::vec("[aAb.sS日ア][abs日ア -]{0,4}[abs日ア.]", 1..7),
            people in any::<bool>(),
            text in "[abAsS日ア .-]{0,40}",
        ) {
            let kind = if people { Kind::Person } else { Kind::Subject };
            let topics: Vec<Named> = names.iter().map(|name| Named { kind, ..named(name) }).collect();
            let table = NameTable::new(&topics);
            let touched = table.touched(&words_of(&text)).topics;
            let fewer: Vec<Named> = touched.iter().map(|topic| topics[*topic as usize].clone()).collect();
            let fewer = NameTable::new(&fewer);
            prop_assert_eq!(touched.len(), fewer.touched(&words_of(&text)).topics.len());
            let find = |table: &NameTable| {
                let (mut named, mut doubts) = (Vec::new(), Vec::new());
                (table.find_and(&text, &mut named, &mut doubts, |_| ()), doubts)
            };
            let ((mut found, mut doubts), all) = (find(&fewer), find(&table));
            for found in &mut found {
                found.topic = touched[found.topic as usize];
            }
            doubts.iter_mut().flat_map(|doubt| &mut doubt.topics).for_each(|topic| *topic = touched[*topic as usize]);
            prop_assert_eq!((found, doubts), all);
        }
    }
}

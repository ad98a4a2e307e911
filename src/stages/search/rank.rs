//! A query, and the order of what it finds. The script of the search page does the same, step by step, in the same
//! whole numbers: a test asks both.
//!
//! Each word of the query stands for words of the dictionary: itself, those that it begins (when it is the last and
//! may be unfinished), or those that it may be a slip for (when it is not there). A document counts when it has as
//! many words of the query as any has; the order is that of BM25F, the newer first where that says the same. Of the
//! best, those that are called as the query says come first.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Title,
    bytes::Reader,
    index::{INLINE, LISTS, ROOT, Root, UNDER},
    lists,
    slips::distance,
    words::{fold, words},
};

/// More words of a query are not looked at.
const MOST_WORDS: usize = 6;

/// So many parts of the dictionary are loaded for a query at most.
const MOST_PARTS: usize = 10;

/// So many bytes of lists at most.
const MOST_LISTS: usize = 110_000;

/// So many words stand for an unfinished or misspelt one.
const STAND_INS: usize = 3;

/// What a word of the dictionary is worth that is the one of the query, that it begins, or that differs from it in
/// one letter or two.
const EXACT: u32 = 8;
const BEGUN: u32 = 5;
const NEAR: u32 = 3;
const FAR: u32 = 2;

/// Sixteen times the binary logarithm, in whole numbers.
pub(super) trait Log {
    fn log(&self) -> u32;
}

impl Log for u32 {
    fn log(&self) -> u32 {
        let whole = self.max(&1).ilog2();
        whole * 16 + (((self.max(&1) - (1 << whole)) * 16) >> whole)
    }
}

/// What is wanted besides words.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// Only documents of this kind.
    pub kind: Option<String>,
    /// Only articles of this year.
    pub year: Option<String>,
    /// Only articles of this source.
    pub source: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many documents in all.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// How many there are of each kind.
    pub kinds: Vec<(String, usize)>,
    /// The words of the index that were looked for.
    pub words: BTreeSet<String>,
}

/// A document that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its number in the index.
    pub doc: u32,
    /// `article`, `person`, …, `source`, `page`
    pub kind: String,
    /// Title, address, date in words, source.
    pub title: Title,
}

/// Loads a file of the index by its path below the base path.
pub type Load<'a> = dyn Fn(&str) -> Option<Arc<[u8]>> + 'a;

/// A word of the dictionary: how many documents it has and where their list is.
#[derive(Clone, Debug)]
struct Known {
    word: String,
    docs: u32,
    length: usize,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    Here(Vec<u8>),
    At { file: String, start: usize },
}

/// An index that can be asked.
pub struct Index<'a> {
    root: Root,
    /// First word and name of each part of the dictionary.
    parts: Vec<(String, String)>,
    load: &'a Load<'a>,
    /// The parts that were loaded for the query.
    loaded: RefCell<BTreeMap<usize, Vec<Known>>>,
}

impl<'a> Index<'a> {
    /// Opens an index; `None` when there is none.
    pub fn open(load: &'a Load<'a>) -> Option<Self> {
        let root: Root = serde_json::from_slice(&load(&format!("{UNDER}{ROOT}"))?).ok()?;
        let mut names = root.parts.split(' ');
        let mut parts = Vec::new();
        while let (Some(first), Some(name)) = (names.next(), names.next()) {
            parts.push((first.to_owned(), name.to_owned()));
        }
        Some(Self { root, parts, load, loaded: RefCell::default() })
    }

    /// The best documents for a query.
    pub fn find(&self, query: &str, filters: &Filters, limit: usize) -> Results {
        self.loaded.borrow_mut().clear();
        let meant = self.meant(query);
        let scores = self.scores(&meant);
        let wanted = self.wanted(filters);
        let allowed = |doc: usize, kind: bool| {
            let within = |range: &Option<std::ops::Range<usize>>| {
                range.as_ref().is_none_or(|range| range.contains(&doc))
            };
            (!kind || within(&wanted.kind))
                && within(&wanted.year)
                && wanted.source.as_ref().is_none_or(|source| source[doc])
        };
        let best = |kind: bool| {
            let matched =
                scores.iter().enumerate().filter(|(doc, _)| allowed(*doc, kind)).map(|(_, score)| score.0);
            matched.max().unwrap_or(0).max(1)
        };
        let (all, most) = (best(false), best(true));
        let mut kinds = vec![0; self.root.kinds.len()];
        let mut found = Vec::new();
        for (doc, (matched, score)) in scores.iter().enumerate() {
            if *matched == all && allowed(doc, false) {
                kinds[self.kind_of(doc)] += 1;
            }
            if *matched == most && allowed(doc, true) {
                found.push((*score, doc));
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        // What is called as the query says comes before all that only speaks of it.
        let asked = words(query);
        let mut hits: Vec<Hit> = found.iter().take(limit).filter_map(|(_, doc)| self.hit(*doc)).collect();
        hits.sort_by_cached_key(|hit| words(&hit.title.0) != asked);
        let kinds = self.root.kinds.iter().zip(kinds).map(|((kind, _), count)| (kind.clone(), count));
        Results {
            total: found.len(),
            kinds: kinds.filter(|(_, count)| *count > 0).collect(),
            hits,
            words: meant.into_iter().flatten().map(|(known, _)| known.word).collect(),
        }
    }

    /// The words of the dictionary that each word of a query stands for, with what they are worth.
    fn meant(&self, query: &str) -> Vec<Vec<(Known, u32)>> {
        let folded = fold(query);
        let mut wanted: Vec<String> = Vec::new();
        for word in words(query) {
            if wanted.len() < MOST_WORDS && !wanted.contains(&word) {
                wanted.push(word);
            }
        }
        let unfinished = folded.chars().next_back().is_some_and(char::is_alphanumeric);
        let last = wanted.len().saturating_sub(1);
        let raw = folded.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let mut meant: Vec<Vec<(Known, u32)>> = Vec::new();
        for (at, word) in wanted.iter().enumerate() {
            let begun =
                (unfinished && at == last).then(|| if word.starts_with(raw) { raw } else { word.as_str() });
            meant.push(self.stand_ins(word, begun));
        }
        meant
    }

    fn stand_ins(&self, word: &str, begun: Option<&str>) -> Vec<(Known, u32)> {
        let part = self.part_of(word);
        let exact = self.part(part).into_iter().find(|known| known.word == word);
        let mut found: Vec<(Known, u32)> = exact.map(|known| (known, EXACT)).into_iter().collect();
        if let Some(begun) = begun.filter(|begun| begun.len() > 1) {
            let first = self.part_of(begun);
            let mut longer: Vec<Known> = Vec::new();
            for at in first..self.parts.len().min(first + 2) {
                if at > first && !self.parts[at].0.starts_with(begun) {
                    break;
                }
                longer.extend(
                    self.part(at)
                        .into_iter()
                        .filter(|known| known.word.starts_with(begun) && known.word != word),
                );
            }
            longer.sort_by(|a, b| b.docs.cmp(&a.docs).then_with(|| a.word.cmp(&b.word)));
            found.extend(longer.into_iter().take(STAND_INS).map(|known| (known, BEGUN)));
        }
        if found.is_empty() && word.chars().count() >= 4 {
            found = self.slips(word, part, begun.is_some());
        }
        found
    }

    /// Words that a word may be a slip for.
    fn slips(&self, word: &str, part: usize, unfinished: bool) -> Vec<(Known, u32)> {
        let letters: Vec<char> = word.chars().collect();
        let most = if letters.len() >= 8 { 2 } else { 1 };
        let start: String = letters[..2].iter().collect();
        let before = part > 0 && self.parts[part].0.starts_with(&start);
        let after = part + 1 < self.parts.len() && self.parts[part + 1].0.starts_with(&start);
        let mut near: Vec<(usize, Known)> = Vec::new();
        for at in part - usize::from(before)..=part + usize::from(after) {
            for known in self.part(at) {
                let distance = distance(&letters, &known.word, most, unfinished);
                near.extend((distance <= most).then_some((distance, known)));
            }
        }
        if near.is_empty() {
            // The first two letters in the wrong order lead to another part.
            let swapped: String = [letters[1], letters[0]].iter().chain(&letters[2..]).collect();
            let known = self.part(self.part_of(&swapped)).into_iter().find(|known| known.word == swapped);
            near.extend(known.map(|known| (1, known)));
        }
        near.sort_by(|(a, x), (b, y)| a.cmp(b).then(y.docs.cmp(&x.docs)).then_with(|| x.word.cmp(&y.word)));
        // The first letter is seldom the wrong one.
        let worthy = |(distance, known): (usize, Known)| {
            let likely = distance <= 1 && known.word.starts_with(letters[0]);
            (known, if likely { NEAR } else { FAR })
        };
        near.into_iter().take(STAND_INS).map(worthy).collect()
    }

    /// For each document how many words of the query it has, and its score.
    fn scores(&self, meant: &[Vec<(Known, u32)>]) -> Vec<(u32, u32)> {
        let mut lists: Vec<(u32, usize, &Known)> = Vec::new();
        for (word, stand_ins) in meant.iter().enumerate() {
            lists.extend(stand_ins.iter().map(|(known, worth)| (*worth, word, known)));
        }
        // A rare word is no better a guess than another: what is guessed at counts as the most frequent of all that a
        // word may stand for, and so never for more than the word itself where it is there.
        let most =
            |stand_ins: &Vec<(Known, u32)>| stand_ins.iter().map(|(known, _)| known.docs).max().unwrap_or(1);
        let frequent: Vec<u32> = meant.iter().map(most).collect();
        // The surest first: what there is no room for is what matters least.
        lists.sort_by_key(|(worth, ..)| std::cmp::Reverse(*worth));
        let docs = self.root.docs as usize;
        let mut best = vec![Vec::new(); meant.len()];
        let mut spent = 0;
        for (worth, word, known) in lists {
            let cost = if known.length <= INLINE { 0 } else { known.length.max(LISTS) };
            if spent + cost > MOST_LISTS {
                continue;
            }
            spent += cost;
            let docs_of = if worth == EXACT { known.docs } else { frequent[word] };
            let rarity = (self.root.docs + 1).log().saturating_sub(docs_of.log()).max(1);
            let scores: &mut Vec<u32> = &mut best[word];
            scores.resize(docs, 0);
            lists::decode(&self.list(known), |doc, impact| {
                if let Some(score) = scores.get_mut(doc as usize) {
                    *score = (*score).max(worth * rarity * impact);
                }
            });
        }
        let mut total = vec![(0, 0); docs];
        for scores in best {
            for (sum, score) in total.iter_mut().zip(scores).filter(|(_, score)| *score > 0) {
                *sum = (sum.0 + 1, sum.1 + score);
            }
        }
        total
    }

    fn list(&self, known: &Known) -> Vec<u8> {
        match &known.place {
            Place::Here(list) => list.clone(),
            Place::At { file, start } => {
                let bytes = (self.load)(&format!("{UNDER}{file}")).unwrap_or_default();
                bytes.get(*start..start + known.length).unwrap_or_default().to_vec()
            }
        }
    }

    /// The part of the dictionary that a word would stand in.
    fn part_of(&self, word: &str) -> usize {
        self.parts.partition_point(|(first, _)| first.as_str() <= word).saturating_sub(1)
    }

    /// The words of a part; none when too many parts were loaded already.
    fn part(&self, at: usize) -> Vec<Known> {
        let mut loaded = self.loaded.borrow_mut();
        if let Some(known) = loaded.get(&at) {
            return known.clone();
        }
        let Some((_, name)) = self.parts.get(at).filter(|_| loaded.len() < MOST_PARTS) else {
            return Vec::new();
        };
        let bytes = (self.load)(&format!("{UNDER}{name}.bin")).unwrap_or_default();
        let known = dictionary(&bytes, name);
        loaded.insert(at, known.clone());
        known
    }

    fn wanted(&self, filters: &Filters) -> Wanted {
        let docs = self.root.docs as usize;
        let source = filters.source.as_ref().map(|name| {
            let mut allowed = vec![false; docs];
            if let Some(at) = self.root.sources.iter().position(|source| source == name) {
                let bytes = (self.load)(&format!("{UNDER}source-{at}.bin")).unwrap_or_default();
                lists::decode(&bytes, |doc, _| {
                    if let Some(doc) = allowed.get_mut(doc as usize) {
                        *doc = true;
                    }
                });
            }
            allowed
        });
        // Years are those of articles, which come first.
        let articles = self.root.kinds.get(1).map_or(docs, |(_, first)| *first as usize);
        Wanted {
            kind: filters.kind.as_deref().map(|kind| range(&self.root.kinds, kind, docs)),
            year: filters.year.as_deref().map(|year| range(&self.root.years, year, articles)),
            source,
        }
    }

    fn kind_of(&self, doc: usize) -> usize {
        self.root.kinds.partition_point(|(_, first)| *first as usize <= doc).saturating_sub(1)
    }

    fn hit(&self, doc: usize) -> Option<Hit> {
        let per_file = self.root.titles;
        let file = (self.load)(&format!("{UNDER}title-{}.json", doc / per_file))?;
        let titles: Vec<Title> = serde_json::from_slice(&file).ok()?;
        let kind = self.root.kinds.get(self.kind_of(doc)).map(|(kind, _)| kind.clone()).unwrap_or_default();
        Some(Hit { doc: u32::try_from(doc).ok()?, kind, title: titles.into_iter().nth(doc % per_file)? })
    }
}

struct Wanted {
    kind: Option<std::ops::Range<usize>>,
    year: Option<std::ops::Range<usize>>,
    source: Option<Vec<bool>>,
}

/// The documents from the first of a name to the first of the next.
fn range(list: &[(String, u32)], name: &str, end: usize) -> std::ops::Range<usize> {
    let Some(at) = list.iter().position(|(known, _)| known == name) else { return 0..0 };
    list[at].1 as usize..list.get(at + 1).map_or(end, |(_, next)| *next as usize)
}

/// The words of a part of the dictionary.
fn dictionary(bytes: &[u8], name: &str) -> Vec<Known> {
    let mut reader = Reader(bytes);
    let (mut known, mut word) = (Vec::new(), Vec::new());
    // The number of the file of lists, plus one, and how long it is so far.
    let (mut file, mut size) = (0, LISTS + 1);
    while !reader.is_empty() {
        let (shared, own) = (reader.number() as usize, reader.number() as usize);
        word.truncate(shared);
        word.extend_from_slice(reader.take(own));
        let (docs, length) = (reader.number(), reader.number() as usize);
        let place = if length <= INLINE {
            Place::Here(reader.take(length).to_vec())
        } else {
            if size + length > LISTS {
                (file, size) = (file + 1, 0);
            }
            size += length;
            Place::At { file: format!("{name}-{}.bin", file - 1), start: size - length }
        };
        known.push(Known { word: String::from_utf8_lossy(&word).into_owned(), docs, length, place });
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_near_enough_and_never_fall() {
        assert_eq!([1, 2, 3, 4, 1024].map(|number: u32| number.log()), [0, 16, 24, 32, 160]);
        assert!((1..5000_u32).all(|number| number.log() <= (number + 1).log()));
    }
}

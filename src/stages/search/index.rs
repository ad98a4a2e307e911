//! The index as files: small pieces, of which a query needs few.
//!
//! | file | what is in it |
//! |---|---|
//! | `root.json` | how words are made, which documents there are, where each part of the dictionary begins |
//! | `NAME.bin` | a part of the dictionary: words with the number of their documents, and short lists themselves |
//! | `NAME-N.bin` | the longer lists of its words, one after the other |
//! | `title-N.json` | what is shown of a few documents |
//! | `source-N.bin` | the articles of a source |
//!
//! The dictionary is cut where a hash of the words says so, not after a number of them: a new word changes the part
//! that it falls into and no other. For the same reason documents are counted from the oldest, and what the ranking
//! needs is kept in rough steps.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    SEGMENT, Title,
    bytes::push,
    lexicon::{fnv, narrow},
    lists::{self, HIGHEST},
    rank::Log,
    segment::{Open, Segment, Shelf, head},
    words,
};
use crate::stages::render::filters::json_in_html;

/// Where the files lie below the base path.
pub(super) const UNDER: &str = "search/data/";

/// The one that leads to all others.
pub(super) const ROOT: &str = "root.json";

/// A part of the dictionary has no more bytes than this.
pub(super) const LARGEST_PART: usize = 8_000;

/// A part of the dictionary is cut after so many words, on average.
const WORDS: u64 = 1_024;

/// A list of so many bytes stands in the dictionary itself.
pub(super) const INLINE: usize = 8;

/// Lists are put into one file up to this size; a longer one has its own.
pub(super) const LISTS: usize = 8_000;

/// Documents in a file of titles.
pub(super) const TITLES: usize = 24;

/// What leads to everything else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Root {
    /// Changes with every change of the index: files of two versions must not be mixed.
    pub(super) version: String,
    /// How many documents there are.
    pub(super) docs: u32,
    /// Documents in a file of titles.
    pub(super) titles: usize,
    /// See [`words`].
    pub(super) endings: Vec<Vec<(String, String, usize)>>,
    pub(super) dense: Vec<(u32, u32)>,
    pub(super) longest: usize,
    /// Kinds of documents, and the number of the first of each.
    pub(super) kinds: Vec<(String, u32)>,
    /// Years of articles, and the number of the first of each; the empty one is of those without a date.
    pub(super) years: Vec<(String, u32)>,
    /// Sources with most articles; the place is the number of the file.
    pub(super) sources: Vec<String>,
    /// The parts of the dictionary: first word and name, by turns, with blanks between.
    pub(super) parts: String,
}

/// A file of the index.
pub(super) type File = (Arc<str>, Arc<[u8]>);

/// A part of the dictionary with its lists.
#[derive(Default)]
struct Part {
    first: String,
    name: String,
    dictionary: Vec<u8>,
    lists: Vec<Vec<u8>>,
}

/// Cuts an index into files. `root` says everything but the parts and the version.
pub(super) fn files(
    mut root: Root,
    segments: Vec<Segment>,
    titles: &[Title],
    sources: &[Vec<u32>],
) -> Vec<File> {
    let lengths = Lengths::of(&segments);
    let docs = root.docs as usize;
    let shelves = by_first_byte(segments).into_par_iter().with_max_len(1);
    let shelves: Vec<Cut> = shelves.map(|shelves| cut(&shelves, &lengths, docs)).collect();
    let mut parts = Vec::new();
    let mut open = Parts::default();
    for shelf in shelves {
        open.extend(shelf.before);
        if let Some((between, after)) = shelf.between {
            parts.append(&mut std::mem::take(&mut open).written);
            parts.extend(between);
            open.extend(after);
        }
    }
    parts.append(&mut open.written);
    name(&mut parts);
    root.parts = directory(&parts);
    let file = |name: &str, bytes: Vec<u8>| (Arc::from(format!("{UNDER}{name}")), Arc::from(bytes));
    let mut files: Vec<File> = Vec::new();
    for part in parts {
        files.push(file(&format!("{}.bin", part.name), part.dictionary));
        let lists = part.lists.into_iter().enumerate();
        files.extend(lists.map(|(at, bytes)| file(&format!("{}-{at}.bin", part.name), bytes)));
    }
    files.extend(
        titles.chunks(TITLES).enumerate().map(|(at, titles)| file(&format!("title-{at}.json"), json(titles))),
    );
    files.extend(sources.iter().enumerate().map(|(at, articles)| {
        let list: Vec<(u32, u8)> = articles.iter().map(|doc| (*doc, 1)).collect();
        file(&format!("source-{at}.bin"), lists::encode(&list, docs))
    }));
    let hashes: Vec<u128> = files.par_iter().map(|(_, bytes)| crate::memo::bytes_key(bytes)).collect();
    root.version = format!("{:08x}", crate::memo::key((&hashes, &root.parts)) & 0xffff_ffff);
    files.push(file(ROOT, json(&root)));
    files
}

/// JSON that is no markup, should a browser ever take it for a page.
fn json(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    json_in_html(serde_json::to_string(value).unwrap_or_default()).into_bytes()
}

/// What depends on no document.
pub(super) fn root() -> Root {
    let endings = words::ENDINGS.iter().map(|round| {
        round
            .iter()
            .map(|(ending, instead, least)| ((*ending).to_owned(), (*instead).to_owned(), *least))
            .collect()
    });
    Root {
        titles: TITLES,
        endings: endings.collect(),
        dense: words::DENSE.to_vec(),
        longest: words::LONGEST_WORD,
        ..Root::default()
    }
}

/// Shelves whose words begin alike, each with the number of its first document.
type Alike = Vec<(u32, Shelf)>;

/// The shelves of all segments, those whose words begin alike together. Each is forgotten when its parts are made.
fn by_first_byte(segments: Vec<Segment>) -> Vec<Alike> {
    let mut alike: BTreeMap<u8, Alike> = BTreeMap::new();
    for (at, segment) in segments.into_iter().enumerate() {
        for (first, shelf) in segment.shelves {
            alike.entry(first).or_default().push((narrow(at * SEGMENT), shelf));
        }
    }
    alike.into_values().collect()
}

/// A word of the dictionary: how many documents it has, and their list.
struct Entry {
    word: String,
    count: usize,
    list: Vec<u8>,
}

/// The dictionary of words that begin alike, cut where a hash of them says so.
struct Cut {
    /// Words before the first cut: they belong to what other shelves have begun.
    before: Vec<Entry>,
    /// What lies between the first cut and the last, and the words after that. Nothing where no cut is.
    between: Option<(Vec<Part>, Vec<Entry>)>,
}

fn cut(shelves: &Alike, lengths: &Lengths, docs: usize) -> Cut {
    let shelves: &Vec<(u32, Open<'_>)> =
        &shelves.iter().map(|(first, shelf)| (*first, shelf.open())).collect();
    let mut cuts = Vec::new();
    for (_, shelf) in shelves {
        let words = (0..shelf.len()).map(|number| shelf.word(number));
        cuts.extend(words.filter(|word| fnv(word.as_bytes()).is_multiple_of(WORDS)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let entries = |from: &str, to: Option<&str>| {
        let mut entries = Vec::new();
        each_word(shelves, (from, to), (lengths, docs), |entry| entries.push(entry));
        entries
    };
    let stretch = |ends: &[&str]| {
        let mut parts = Parts::default();
        each_word(shelves, (ends[0], Some(ends[1])), (lengths, docs), |entry| parts.push(entry));
        parts.written
    };
    let between =
        cuts.last().map(|last| (cuts.par_windows(2).flat_map_iter(stretch).collect(), entries(last, None)));
    Cut { before: entries("", cuts.first().copied()), between }
}

/// A word as a segment has it: its number on a shelf.
struct Found<'a> {
    head: u64,
    word: &'a str,
    shelf: usize,
    number: usize,
}

impl Found<'_> {
    /// The order of words. Most differ in their heads, and nearly all that do not have nothing behind them.
    fn order(&self, other: &Self) -> Ordering {
        self.head.cmp(&other.head).then_with(|| self.behind().cmp(other.behind()))
    }

    fn behind(&self) -> &[u8] {
        self.word.as_bytes().get(size_of_val(&self.head)..).unwrap_or_default()
    }
}

/// Calls `each` for the words from one to another, or to the end, in order.
fn each_word(
    shelves: &[(u32, Open<'_>)],
    (from, to): (&str, Option<&str>),
    (lengths, docs): (&Lengths, usize),
    mut each: impl FnMut(Entry),
) {
    let mut words: Vec<Found<'_>> = Vec::new();
    for (at, (_, shelf)) in shelves.iter().enumerate() {
        let numbers = shelf.first_from(from)..to.map_or(shelf.len(), |to| shelf.first_from(to));
        words.extend(numbers.map(|number| {
            let word = shelf.word(number);
            Found { head: head(word), word, shelf: at, number }
        }));
    }
    // The words of each shelf are in order already, which this kind of sorting makes use of; and it leaves the same
    // word in the order of segments.
    words.sort_by(Found::order);
    let mut postings: Vec<(u32, u8)> = Vec::new();
    for same in words.chunk_by(|a, b| a.order(b).is_eq()) {
        postings.clear();
        for found in same {
            let (first, shelf) = &shelves[found.shelf];
            let docs = shelf.postings(found.number).map(|(doc, weight)| (first + doc, weight));
            postings.extend(docs.map(|(doc, weight)| (doc, lengths.impact(doc, weight))));
        }
        each(Entry {
            word: same[0].word.to_owned(),
            count: postings.len(),
            list: lists::encode(&postings, docs),
        });
    }
}

/// Parts of the dictionary as they are written, none of them too large.
#[derive(Default)]
struct Parts {
    written: Vec<Part>,
    /// How many bytes the words of the last one may take.
    bytes: usize,
    /// Its last word.
    last: String,
}

impl Parts {
    fn extend(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            self.push(entry);
        }
    }

    fn push(&mut self, entry: Entry) {
        let own = entry.word.len() + 7 + INLINE.min(1 + 4 * entry.count);
        if self.written.is_empty() || self.bytes + own > LARGEST_PART {
            self.written.push(Part { first: entry.word.clone(), ..Part::default() });
            self.bytes = 0;
            self.last.clear();
        }
        self.bytes += own;
        if let Some(part) = self.written.last_mut() {
            part.push(&entry.word, &self.last, entry.count, entry.list);
        }
        self.last = entry.word;
    }
}

impl Part {
    /// Writes a word: how many bytes it shares with the one before, and the others; the number of its documents; the
    /// length of its list, and the list itself when it is short.
    fn push(&mut self, word: &str, before: &str, count: usize, list: Vec<u8>) {
        let shared = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        for number in [shared, word.len() - shared] {
            push(&mut self.dictionary, narrow(number));
        }
        self.dictionary.extend_from_slice(&word.as_bytes()[shared..]);
        for number in [count, list.len()] {
            push(&mut self.dictionary, narrow(number));
        }
        if list.len() <= INLINE {
            self.dictionary.extend_from_slice(&list);
        } else {
            match self.lists.last_mut() {
                Some(last) if last.len() + list.len() <= LISTS => last.extend_from_slice(&list),
                _ => self.lists.push(list),
            }
        }
    }
}

/// Gives each part a name that it keeps as long as it begins with the same word.
fn name(parts: &mut [Part]) {
    let mut taken = std::collections::BTreeSet::new();
    for part in parts {
        let mut number = fnv(part.first.as_bytes()) & 0xff_ffff;
        while !taken.insert(number) {
            number = (number + 1) & 0xff_ffff;
        }
        part.name = format!("{number:06x}");
    }
}

/// First words and names.
fn directory(parts: &[Part]) -> String {
    parts.iter().flat_map(|part| [part.first.as_str(), &part.name]).collect::<Vec<_>>().join(" ")
}

/// How long documents are, in steps of half an octave around the middle.
struct Lengths(Vec<u32>);

/// Sixteenths of the mean length, from a quarter of it to four times as much.
const STEPS: [u32; 9] = [4, 6, 8, 11, 16, 23, 32, 45, 64];

impl Lengths {
    fn of(segments: &[Segment]) -> Self {
        let lengths: Vec<u32> = segments.iter().flat_map(|segment| &segment.lengths).copied().collect();
        let total: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
        let mean = u32::try_from(total / (lengths.len().max(1) as u64)).unwrap_or(u32::MAX);
        let middle = mean.max(1).log() / 8;
        let step = |length: &u32| {
            let step = (length.max(&1).log() / 8 + 4).saturating_sub(middle).min(8);
            // A word counts less in a long text (b of BM25 is 3/4).
            4 + STEPS[step as usize] * 3 / 4
        };
        Self(lengths.iter().map(step).collect())
    }

    /// What a word of this weight says about a document, from 1 to 15 (BM25F with k1 = 1.2).
    fn impact(&self, doc: u32, weight: u8) -> u8 {
        let norm = self.0.get(doc as usize).copied().unwrap_or(16);
        let weight = u32::from(weight) * 40;
        let impact = 16 * weight / (weight + 3 * norm);
        u8::try_from(impact).unwrap_or(HIGHEST).clamp(1, HIGHEST)
    }
}

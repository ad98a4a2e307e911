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

use std::{cmp::Ordering, sync::Arc};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    SEGMENT, Title,
    bytes::push,
    lexicon::{fnv, narrow},
    lists::{self, HIGHEST},
    rank::Log,
    segment::{Segment, head},
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
struct Part {
    first: String,
    name: String,
    dictionary: Vec<u8>,
    lists: Vec<Vec<u8>>,
}

/// Cuts an index into files. `root` says everything but the parts and the version.
pub(super) fn files(
    mut root: Root,
    segments: &[Segment],
    titles: &[Title],
    sources: &[Vec<u32>],
) -> Vec<File> {
    let lengths = Lengths::of(segments);
    let docs = root.docs as usize;
    let stretches = stretches(segments);
    let parts = stretches.par_iter().flat_map_iter(|stretch| parts(segments, stretch, &lengths, docs));
    let mut parts: Vec<Part> = parts.collect();
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

/// The words from one, to another or to the end.
type Stretch<'a> = (&'a str, Option<&'a str>);

/// The dictionary cut where a hash of the words says so.
fn stretches<'a>(segments: &'a [Segment]) -> Vec<Stretch<'a>> {
    let cuts = |segment: &'a Segment| {
        let words = (0..segment.len()).map(|number| segment.word(number));
        words.filter(|word| fnv(word.as_bytes()).is_multiple_of(WORDS))
    };
    let mut cuts: Vec<&str> = segments.par_iter().flat_map_iter(cuts).collect();
    cuts.push("");
    cuts.par_sort_unstable();
    cuts.dedup();
    cuts.iter().enumerate().map(|(at, from)| (*from, cuts.get(at + 1).copied())).collect()
}

/// A word as a segment has it.
struct Found<'a> {
    head: u64,
    word: &'a str,
    segment: usize,
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

/// The parts of the dictionary that a stretch of words falls into.
fn parts(segments: &[Segment], (from, to): &Stretch<'_>, lengths: &Lengths, docs: usize) -> Vec<Part> {
    let mut words: Vec<Found<'_>> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let numbers = segment.first_from(from)..to.map_or(segment.len(), |to| segment.first_from(to));
        words.extend(numbers.map(|number| {
            let word = segment.word(number);
            Found { head: head(word), word, segment: at, number }
        }));
    }
    // The words of each segment are in order already, which this kind of sorting makes use of; and it leaves the same
    // word in the order of segments.
    words.sort_by(Found::order);
    let mut parts: Vec<Part> = Vec::new();
    let mut postings: Vec<(u32, u8)> = Vec::new();
    let (mut bytes, mut before) = (LARGEST_PART, "");
    for same in words.chunk_by(|a, b| a.order(b).is_eq()) {
        let word = same[0].word;
        postings.clear();
        for found in same {
            let first = narrow(found.segment * SEGMENT);
            let docs = segments[found.segment].postings(found.number);
            postings.extend(docs.map(|(doc, weight)| (first + doc, lengths.impact(first + doc, weight))));
        }
        let own = word.len() + 7 + INLINE.min(1 + 4 * postings.len());
        if bytes + own > LARGEST_PART {
            parts.push(Part::from(word));
            (bytes, before) = (0, "");
        }
        bytes += own;
        if let Some(part) = parts.last_mut() {
            part.push(
                word,
                std::mem::replace(&mut before, word),
                postings.len(),
                lists::encode(&postings, docs),
            );
        }
    }
    parts
}

impl Part {
    fn from(word: &str) -> Self {
        Self { first: word.to_owned(), name: String::new(), dictionary: Vec::new(), lists: Vec::new() }
    }

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

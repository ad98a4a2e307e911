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

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Title,
    bytes::push,
    lexicon::{fnv, narrow},
    lists::{self, HIGHEST},
    rank::Log,
    segment::{Segment, Words, shared},
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
pub(super) fn files(mut root: Root, segment: &Segment, titles: &[Title], sources: &[Vec<u32>]) -> Vec<File> {
    let lengths = Lengths::of(segment);
    let docs = root.docs as usize;
    let mut parts: Vec<Part> =
        cut(segment).into_par_iter().map(|stretch| part(stretch, &lengths, docs)).collect();
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

/// The words of a part of the dictionary: standing at its first, and how many there are.
type Stretch<'a> = (Words<'a>, usize);

/// The parts of the dictionary.
fn cut(segment: &Segment) -> Vec<Stretch<'_>> {
    let mut parts: Vec<Stretch<'_>> = Vec::new();
    let mut bytes = LARGEST_PART;
    let mut words = segment.words();
    while words.next() {
        let own = words.at.word.len() + 7 + INLINE.min(1 + 4 * words.at.count as usize);
        if bytes + own > LARGEST_PART || fnv(&words.at.word).is_multiple_of(WORDS) {
            parts.push((words.clone(), 0));
            bytes = 0;
        }
        bytes += own;
        parts.last_mut().into_iter().for_each(|(_, count)| *count += 1);
    }
    parts
}

/// Writes the words of a part: for each how many bytes it shares with the one before, and the others; the number of
/// its documents; the length of its list, and the list itself when it is short.
fn part((mut words, count): Stretch<'_>, lengths: &Lengths, docs: usize) -> Part {
    let mut part = Part {
        first: String::from_utf8_lossy(&words.at.word).into_owned(),
        name: String::new(),
        dictionary: Vec::new(),
        lists: Vec::new(),
    };
    let mut before: Vec<u8> = Vec::new();
    for number in 0..count {
        if number > 0 {
            words.next();
        }
        let word = &words.at;
        let impact = |(doc, weight)| (doc, lengths.impact(doc, weight));
        let postings: Vec<(u32, u8)> = word.postings().map(impact).collect();
        let list = lists::encode(&postings, docs);
        let shared = shared(&before, &word.word);
        let own = &word.word[shared..];
        for number in [shared, own.len()] {
            push(&mut part.dictionary, narrow(number));
        }
        part.dictionary.extend_from_slice(own);
        before.truncate(shared);
        before.extend_from_slice(own);
        push(&mut part.dictionary, narrow(postings.len()));
        push(&mut part.dictionary, narrow(list.len()));
        if list.len() <= INLINE {
            part.dictionary.extend_from_slice(&list);
        } else {
            match part.lists.last_mut() {
                Some(last) if last.len() + list.len() <= LISTS => last.extend_from_slice(&list),
                _ => part.lists.push(list),
            }
        }
    }
    part
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
    fn of(segment: &Segment) -> Self {
        let total: u64 = segment.lengths.iter().map(|length| u64::from(*length)).sum();
        let mean = u32::try_from(total / (segment.lengths.len().max(1) as u64)).unwrap_or(u32::MAX);
        let middle = mean.max(1).log() / 8;
        let step = |length: &u32| {
            let step = (length.max(&1).log() / 8 + 4).saturating_sub(middle).min(8);
            // A word counts less in a long text (b of BM25 is 3/4).
            4 + STEPS[step as usize] * 3 / 4
        };
        Self(segment.lengths.iter().map(step).collect())
    }

    /// What a word of this weight says about a document, from 1 to 15 (BM25F with k1 = 1.2).
    fn impact(&self, doc: u32, weight: u8) -> u8 {
        let norm = self.0.get(doc as usize).copied().unwrap_or(16);
        let weight = u32::from(weight) * 40;
        let impact = 16 * weight / (weight + 3 * norm);
        u8::try_from(impact).unwrap_or(HIGHEST).clamp(1, HIGHEST)
    }
}

//! The words of some documents in a row, turned around: for each word, in order, the documents that it stands in.
//!
//! Documents are read in segments, in parallel, so that an edit to one of them costs one segment; then segments are
//! joined two by two. A run is packed as it is made, because a large dossier has twenty million pairs of word and
//! document.

use serde::{Deserialize, Serialize};

use super::{
    bytes::{Reader, push},
    lexicon::{Lexicon, narrow},
    words::{Run, fold, runs, stem},
};

/// A document as it is read: its texts, and what a word in each of them weighs.
pub(super) type Doc<'a> = Vec<(std::borrow::Cow<'a, str>, u8)>;

/// The most that a word can weigh in a document.
const HEAVIEST: u32 = 255;

/// Words in the order of their bytes, each with its documents; and the length of each document in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Segment {
    /// For each word: how many bytes it shares with the one before, and the others; how many documents, the first and
    /// the last of them; the length of what follows: the first one's weight, then for each other the distance from
    /// the one before and its weight.
    packed: Vec<u8>,
    /// Words of each document.
    pub(super) lengths: Vec<u32>,
}

/// A word of a segment, as it lies there.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed<'a> {
    /// The word.
    pub(super) word: Vec<u8>,
    /// How many documents it stands in.
    pub(super) count: u32,
    first: u32,
    last: u32,
    rest: &'a [u8],
}

impl Packed<'_> {
    /// Documents in order, with the word's weight in each.
    pub(super) fn postings(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        let mut reader = Reader(self.rest);
        let mut doc = self.first;
        (0..self.count).map(move |at| {
            if at > 0 {
                doc += reader.number();
            }
            (doc, reader.byte())
        })
    }
}

/// Reads documents, of which the first has the number `base`.
pub(super) fn read<'a>(base: u32, docs: impl Iterator<Item = Doc<'a>>) -> Segment {
    let (mut written, mut stems) = (Lexicon::default(), Lexicon::default());
    // Word, document, weight; and for each word where its last pair is.
    let mut pairs: Vec<(u32, u32, u32)> = Vec::new();
    let mut last: Vec<u32> = Vec::new();
    let mut lengths = Vec::new();
    for (doc, texts) in (base..).zip(docs) {
        let mut length = 0;
        for (text, weight) in texts {
            runs(&fold(&text), |run| {
                length += 1;
                let word = match run {
                    Run::Word(word) => written.get_or(word, |_| stems.get_or(&stem(word), |number| number)),
                    Run::Pair(pair) => stems.get_or(pair, |number| number),
                };
                if last.len() < stems.len() {
                    last.resize(stems.len(), u32::MAX);
                }
                match pairs.get_mut(last[word as usize] as usize) {
                    Some(pair) if pair.1 == doc => pair.2 += u32::from(weight),
                    _ => {
                        last[word as usize] = narrow(pairs.len());
                        pairs.push((word, doc, u32::from(weight)));
                    }
                }
            });
        }
        lengths.push(length);
    }
    Segment { packed: pack(&stems, &pairs), lengths }
}

/// Sorts pairs by word; they are in the order of documents already.
fn pack(stems: &Lexicon, pairs: &[(u32, u32, u32)]) -> Vec<u8> {
    // Most words differ in their first bytes, which are compared as one number.
    let first = |word: u32| {
        let (bytes, mut first) = (stems.word(word).as_bytes(), [0; 8]);
        let known = bytes.len().min(first.len());
        first[..known].copy_from_slice(&bytes[..known]);
        u64::from_be_bytes(first)
    };
    let mut order: Vec<(u64, u32)> = (0..narrow(stems.len())).map(|word| (first(word), word)).collect();
    order.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| stems.word(a.1).as_bytes().cmp(stems.word(b.1).as_bytes()))
    });
    let mut starts = vec![0_u32; stems.len() + 1];
    for (word, ..) in pairs {
        starts[*word as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut sorted = vec![(0, 0); pairs.len()];
    let mut next = starts.clone();
    for (word, doc, weight) in pairs {
        let place = &mut next[*word as usize];
        sorted[*place as usize] = (*doc, u8::try_from((*weight).min(HEAVIEST)).unwrap_or(u8::MAX));
        *place += 1;
    }
    let mut writer = Writer::default();
    let mut rest = Vec::new();
    for (_, word) in order {
        let docs = &sorted[starts[word as usize] as usize..starts[word as usize + 1] as usize];
        let (Some((first, weight)), Some((end, _))) = (docs.first(), docs.last()) else { continue };
        rest.clear();
        rest.push(*weight);
        for pair in docs.windows(2) {
            push(&mut rest, pair[1].0 - pair[0].0);
            rest.push(pair[1].1);
        }
        writer.word(stems.word(word).as_bytes(), narrow(docs.len()), (*first, *end), &[&rest]);
    }
    writer.packed
}

/// Writes words in order.
#[derive(Default)]
struct Writer {
    packed: Vec<u8>,
    before: Vec<u8>,
}

impl Writer {
    fn word(&mut self, word: &[u8], count: u32, (first, last): (u32, u32), rest: &[&[u8]]) {
        let shared = shared(&self.before, word);
        push(&mut self.packed, narrow(shared));
        push(&mut self.packed, narrow(word.len() - shared));
        self.packed.extend_from_slice(&word[shared..]);
        for number in [count, first, last, narrow(rest.iter().map(|part| part.len()).sum())] {
            push(&mut self.packed, number);
        }
        for part in rest {
            self.packed.extend_from_slice(part);
        }
        self.before.truncate(shared);
        self.before.extend_from_slice(&word[shared..]);
    }
}

/// How many bytes two words begin with alike.
pub(super) fn shared(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Steps through the words of a segment.
#[derive(Clone)]
pub(super) struct Words<'a> {
    reader: Reader<'a>,
    /// The word that it stands at.
    pub(super) at: Packed<'a>,
}

impl Segment {
    /// Its words; call [`Words::next`] for the first.
    pub(super) fn words(&self) -> Words<'_> {
        Words { reader: Reader(&self.packed), at: Packed::default() }
    }

    /// Both in one; the documents of `other` come after its own.
    pub(super) fn join(self, other: &Self) -> Self {
        let mut writer =
            Writer { packed: Vec::with_capacity(self.packed.len() + other.packed.len()), before: Vec::new() };
        let (mut a, mut b) = (self.words(), other.words());
        let (mut more_a, mut more_b) = (a.next(), b.next());
        while more_a || more_b {
            let order = match (more_a, more_b) {
                (true, true) => a.at.word.cmp(&b.at.word),
                (true, false) => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Greater,
            };
            if order.is_eq() {
                let mut distance = Vec::with_capacity(5);
                push(&mut distance, b.at.first - a.at.last);
                let docs = (a.at.first, b.at.last);
                writer.word(&a.at.word, a.at.count + b.at.count, docs, &[a.at.rest, &distance, b.at.rest]);
            } else {
                let one = if order.is_lt() { &a.at } else { &b.at };
                writer.word(&one.word, one.count, (one.first, one.last), &[one.rest]);
            }
            if order.is_le() {
                more_a = a.next();
            }
            if order.is_ge() {
                more_b = b.next();
            }
        }
        let packed = writer.packed;
        let mut lengths = self.lengths;
        lengths.extend_from_slice(&other.lengths);
        Self { packed, lengths }
    }
}

impl Words<'_> {
    /// Goes on to the next word, if there is one.
    pub(super) fn next(&mut self) -> bool {
        if self.reader.is_empty() {
            return false;
        }
        let (shared, own) = (self.reader.number() as usize, self.reader.number() as usize);
        self.at.word.truncate(shared);
        self.at.word.extend_from_slice(self.reader.take(own));
        self.at.count = self.reader.number();
        self.at.first = self.reader.number();
        self.at.last = self.reader.number();
        let length = self.reader.number() as usize;
        self.at.rest = self.reader.take(length);
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn docs(texts: &[String]) -> impl Iterator<Item = Doc<'_>> {
        texts.iter().map(|text| vec![(text.as_str().into(), 1)])
    }

    fn unpacked(segment: &Segment) -> Vec<(String, Vec<(u32, u8)>)> {
        let mut words = segment.words();
        std::iter::from_fn(|| {
            words.next().then(|| {
                let word = String::from_utf8(words.at.word.clone()).expect("UTF-8");
                (word, words.at.postings().collect())
            })
        })
        .collect()
    }

    #[test]
    fn words_know_their_documents_and_weights() {
        let doc = |title: &'static str, body: &'static str| vec![(title.into(), 8), (body.into(), 1)];
        let segment = read(5, [doc("Ferry", "the ferry left"), doc("Left", "a ferry")].into_iter());
        assert_eq!(segment.lengths, [4, 2]);
        let expected =
            [("ferry", vec![(5, 9), (6, 1)]), ("left", vec![(5, 1), (6, 8)]), ("the", vec![(5, 1)])];
        assert_eq!(unpacked(&segment), expected.map(|(word, docs)| (word.to_owned(), docs)));
    }

    proptest! {
        #[test]
        fn segments_joined_are_one_segment(
            texts in prop::collection::vec("[ab日é]{1,3}( [ab日é]{1,3}){0,4}", 1..12), cut in 0..12_usize
        ) {
            let cut = cut.min(texts.len());
            let (a, b) = (read(0, docs(&texts[..cut])), read(narrow(cut), docs(&texts[cut..])));
            prop_assert_eq!(a.join(&b), read(0, docs(&texts)));
        }
    }
}

//! The words of some documents in a row, turned around: for each word, in order, the documents that it stands in.
//!
//! Documents are read in segments, in parallel, so that an edit to one of them costs one segment. A large dossier has
//! twenty million pairs of word and document, so a pair takes three bytes.

use serde::{Deserialize, Serialize};

use super::{
    lexicon::{Known, Lexicon, narrow},
    words::{Run, cut_endings, fold, runs},
};

/// A document as it is read: its texts, and what a word in each of them weighs.
pub(super) type Doc<'a> = Vec<(std::borrow::Cow<'a, str>, u8)>;

/// Words with their documents, on shelves, and the length of each document in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Segment {
    /// By the first byte of their words, in order: so the index can be made, and segments forgotten, shelf by shelf.
    pub(super) shelves: Vec<(u8, Shelf)>,
    /// Words of each document.
    pub(super) lengths: Vec<u32>,
}

/// Words in the order of their bytes, each with its documents, which are counted from the first of the segment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shelf {
    /// The words, one after the other.
    text: String,
    /// For each word where it ends in `text`, and its documents in `postings`.
    ends: Vec<(u32, u32)>,
    /// The documents of each word in order: number, and what the word weighs there.
    #[serde(with = "packed")]
    postings: Vec<Posting>,
}

/// A document in which a word stands: the two bytes of its number, the smaller first, and the word's weight.
type Posting = [u8; 3];

impl Shelf {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word with a number.
    pub(super) fn word(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before].0);
        &self.text[start as usize..self.ends[number].0 as usize]
    }

    /// The documents of the word with a number, in order, with its weight in each.
    pub(super) fn postings(&self, number: usize) -> impl ExactSizeIterator<Item = (u32, u8)> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before].1);
        let postings = &self.postings[start as usize..self.ends[number].1 as usize];
        postings.iter().map(|[low, high, weight]| (u32::from(u16::from_le_bytes([*low, *high])), *weight))
    }

    /// The number of the first word that does not stand before another.
    pub(super) fn first_from(&self, word: &str) -> usize {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.word(middle) < word {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }
}

/// A word in a document, and what it weighs there.
#[derive(Clone, Copy)]
struct Pair {
    word: u32,
    doc: u16,
    weight: u16,
}

/// Reads documents, no more than [`super::SEGMENT`].
pub(super) fn read<'a>(docs: impl Iterator<Item = Doc<'a>>) -> Segment {
    let (mut written, mut stems, mut stem) = (Known::default(), Lexicon::default(), String::new());
    let mut pairs: Vec<Pair> = Vec::new();
    // For each word the last document that it was met in, and its pair.
    let mut last: Vec<(u16, u32)> = Vec::new();
    let mut lengths = Vec::new();
    for (doc, texts) in (0..).zip(docs) {
        let mut length = 0;
        for (text, weight) in texts {
            let weight = u16::from(weight);
            runs(&fold(&text), |run| {
                length += 1;
                let word = match run {
                    Run::Word(word) => written.get_or(word, || {
                        stem.clear();
                        stem.push_str(word);
                        cut_endings(&mut stem);
                        stems.number(&stem)
                    }),
                    Run::Pair(pair) => written.get_or(pair, || stems.number(pair)),
                };
                if last.len() < stems.len() {
                    last.push((u16::MAX, 0));
                }
                let (met, pair) = &mut last[word as usize];
                if *met == doc {
                    let pair = &mut pairs[*pair as usize];
                    pair.weight = pair.weight.saturating_add(weight);
                } else {
                    (*met, *pair) = (doc, narrow(pairs.len()));
                    pairs.push(Pair { word, doc, weight });
                }
            });
        }
        lengths.push(length);
    }
    turned(&stems, &pairs, lengths)
}

/// Sorts pairs by word; they are in the order of documents already.
fn turned(stems: &Lexicon, pairs: &[Pair], lengths: Vec<u32>) -> Segment {
    let mut order: Vec<(u64, u32)> =
        (0..narrow(stems.len())).map(|word| (head(stems.word(word)), word)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| stems.word(a.1).cmp(stems.word(b.1))));
    let mut counts = vec![0_u32; stems.len()];
    for pair in pairs {
        counts[pair.word as usize] += 1;
    }
    // From here on `counts` says where the next document of each word goes.
    let mut start = 0;
    for (_, word) in &order {
        start += std::mem::replace(&mut counts[*word as usize], start);
    }
    let mut postings: Vec<Posting> = vec![[0; 3]; pairs.len()];
    for pair in pairs {
        let place = &mut counts[pair.word as usize];
        let [low, high] = pair.doc.to_le_bytes();
        postings[*place as usize] = [low, high, u8::try_from(pair.weight).unwrap_or(u8::MAX)];
        *place += 1;
    }
    // And from here on where they end.
    let mut from = 0;
    let shelves = order.chunk_by(|a, b| a.0 >> 56 == b.0 >> 56).map(|words| {
        let start = std::mem::replace(&mut from, words.last().map_or(0, |(_, word)| counts[*word as usize]));
        let mut shelf =
            Shelf { postings: postings[start as usize..from as usize].to_vec(), ..Shelf::default() };
        shelf.text.reserve_exact(words.iter().map(|(_, word)| stems.word(*word).len()).sum());
        shelf.ends.reserve_exact(words.len());
        for (_, word) in words {
            shelf.text.push_str(stems.word(*word));
            shelf.ends.push((narrow(shelf.text.len()), counts[*word as usize] - start));
        }
        (words[0].0.to_be_bytes()[0], shelf)
    });
    Segment { shelves: shelves.collect(), lengths }
}

/// The first bytes of a word as a number: most words are put in order by it.
pub(super) fn head(word: &str) -> u64 {
    let mut head = [0; 8];
    let known = word.len().min(head.len());
    head[..known].copy_from_slice(&word.as_bytes()[..known]);
    u64::from_be_bytes(head)
}

/// Postings as plain bytes: in the memo they would otherwise be written number by number.
mod packed {
    use serde::{Deserializer, Serializer, de};

    use super::Posting;

    pub(super) fn serialize<S: Serializer>(postings: &[Posting], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(postings.as_flattened())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Posting>, D::Error> {
        deserializer.deserialize_bytes(Bytes)
    }

    struct Bytes;

    impl de::Visitor<'_> for Bytes {
        type Value = Vec<Posting>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("postings")
        }

        fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            let (postings, rest) = bytes.as_chunks();
            if rest.is_empty() { Ok(postings.to_vec()) } else { Err(E::invalid_length(bytes.len(), &self)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(segment: &Segment) -> Vec<(&str, Vec<(u32, u8)>)> {
        let shelves = segment.shelves.iter();
        let words = shelves.flat_map(|(_, shelf)| (0..shelf.len()).map(move |word| (shelf, word)));
        words.map(|(shelf, word)| (shelf.word(word), shelf.postings(word).collect())).collect()
    }

    #[test]
    fn words_know_their_documents_and_weights() {
        let doc = |title: &'static str, body: &'static str| vec![(title.into(), 8), (body.into(), 1)];
        let segment = read([doc("Ferry", "the ferry left"), doc("Left", "a ferry")].into_iter());
        assert_eq!(segment.lengths, [4, 2]);
        let expected =
            [("ferry", vec![(0, 9), (1, 1)]), ("left", vec![(0, 1), (1, 8)]), ("the", vec![(0, 1)])];
        assert_eq!(unpacked(&segment), expected);
        assert_eq!(segment.shelves.iter().map(|(first, _)| *first).collect::<Vec<_>>(), b"flt");
    }

    #[test]
    fn a_shelf_knows_where_a_word_would_stand() {
        let segment = read(std::iter::once(vec![("tide the tern".into(), 1)]));
        let [(b't', shelf)] = &segment.shelves[..] else { panic!("one shelf") };
        assert_eq!(
            ["ta", "tern", "tf", "the", "tide", "u"].map(|word| shelf.first_from(word)),
            [0, 0, 1, 1, 2, 3]
        );
    }

    #[test]
    fn a_segment_can_be_remembered() {
        let long = "word ".repeat(40);
        let segment = read([vec![(long.into(), 8), ("others 北方領土".into(), 1)]].into_iter());
        assert_eq!(unpacked(&segment)[1], ("word", vec![(0, u8::MAX)]));
        let bytes = postcard::to_stdvec(&segment).expect("bytes");
        assert_eq!(postcard::from_bytes::<Segment>(&bytes).expect("a segment"), segment);
    }
}

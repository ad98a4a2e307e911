//! The words of some documents in a row, turned around: for each word, in order, the documents that it stands in.
//!
//! Documents are read in segments, in parallel, so that an edit to one of them costs one segment. A large dossier has
//! twenty million pairs of word and document, so a pair takes two bytes.

use serde::{Deserialize, Serialize};

use super::{
    lexicon::{Known, Lexicon, narrow},
    words::{LONGEST_WORD, Run, cut_endings, fold, runs},
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

/// Words in the order of their bytes, each with its documents, which are counted from the first of the segment. Nothing
/// says where a word stands: see [`Shelf::open`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shelf {
    /// The words, one after the other.
    text: String,
    /// How many bytes each word has.
    lengths: Vec<u8>,
    /// In how many documents each word stands.
    counts: Vec<u16>,
    /// The documents of each word in order.
    #[serde(with = "packed")]
    postings: Vec<Posting>,
}

/// A document in which a word stands, in nine bits, and above them the word's weight; the smaller byte first.
type Posting = [u8; 2];

/// How many bits the number of a document has.
const DOC_BITS: u32 = 9;

/// The most that a word can weigh in a document. The impact is the highest from half of it on.
const HEAVIEST: u16 = 127;

const _: () = assert!(super::SEGMENT <= 1 << DOC_BITS && LONGEST_WORD * 4 <= u8::MAX as usize);

impl Shelf {
    /// The shelf with the place of each word.
    pub(super) fn open(&self) -> Open<'_> {
        let mut end = (0, 0);
        let sizes = self.lengths.iter().zip(&self.counts);
        let ends = sizes.map(|(length, count)| {
            end = (end.0 + usize::from(*length), end.1 + usize::from(*count));
            end
        });
        Open { shelf: self, ends: ends.collect() }
    }
}

/// A shelf on which words are looked up.
pub(super) struct Open<'a> {
    shelf: &'a Shelf,
    /// For each word where it ends, and where its documents end.
    ends: Vec<(usize, usize)>,
}

impl<'a> Open<'a> {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, number: usize) -> (usize, usize) {
        number.checked_sub(1).map_or((0, 0), |before| self.ends[before])
    }

    /// The word with a number.
    pub(super) fn word(&self, number: usize) -> &'a str {
        &self.shelf.text[self.start(number).0..self.ends[number].0]
    }

    /// The documents of the word with a number, in order, with its weight in each.
    pub(super) fn postings(&self, number: usize) -> impl Iterator<Item = (u32, u8)> {
        let postings = &self.shelf.postings[self.start(number).1..self.ends[number].1];
        postings.iter().map(|bytes| {
            let posting = u16::from_le_bytes(*bytes);
            let weight = u8::try_from(posting >> DOC_BITS).unwrap_or(u8::MAX);
            (u32::from(posting & ((1 << DOC_BITS) - 1)), weight)
        })
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
    let mut postings: Vec<Posting> = vec![[0; 2]; pairs.len()];
    for pair in pairs {
        let place = &mut counts[pair.word as usize];
        postings[*place as usize] = (pair.doc | pair.weight.min(HEAVIEST) << DOC_BITS).to_le_bytes();
        *place += 1;
    }
    // And from here on where they end.
    let mut from = 0;
    let shelves = order.chunk_by(|a, b| a.0 >> 56 == b.0 >> 56).map(|words| {
        let start = from;
        let mut shelf = Shelf::default();
        shelf.text.reserve_exact(words.iter().map(|(_, word)| stems.word(*word).len()).sum());
        for (_, word) in words {
            let (text, end) = (stems.word(*word), counts[*word as usize]);
            shelf.text.push_str(text);
            shelf.lengths.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
            shelf.counts.push(u16::try_from(end - from).unwrap_or(u16::MAX));
            from = end;
        }
        shelf.lengths.shrink_to_fit();
        shelf.counts.shrink_to_fit();
        shelf.postings = postings[start as usize..from as usize].to_vec();
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

    fn unpacked<'a>(segment: &'a Segment) -> Vec<(&'a str, Vec<(u32, u8)>)> {
        let words = |(_, shelf): &'a (u8, Shelf)| {
            let open = shelf.open();
            (0..open.len()).map(|word| (open.word(word), open.postings(word).collect())).collect::<Vec<_>>()
        };
        segment.shelves.iter().flat_map(words).collect()
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
        let shelf = shelf.open();
        assert_eq!(
            ["ta", "tern", "tf", "the", "tide", "u"].map(|word| shelf.first_from(word)),
            [0, 0, 1, 1, 2, 3]
        );
    }

    #[test]
    fn a_segment_can_be_remembered() {
        let long = "word ".repeat(40);
        let segment = read([vec![(long.into(), 8), ("others 北方領土".into(), 1)]].into_iter());
        assert_eq!(unpacked(&segment)[1], ("word", vec![(0, 127)]));
        let bytes = postcard::to_stdvec(&segment).expect("bytes");
        assert_eq!(postcard::from_bytes::<Segment>(&bytes).expect("a segment"), segment);
    }
}

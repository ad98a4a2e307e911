//! The documents of a word, best first, in as few bytes as a reader should have to load.
//!
//! A list falls into classes by impact, how much the word says about the document. Each class is written as distances
//! between documents or as a bitmap, whichever is shorter. When all together is too long, the classes of least impact
//! become one, a bitmap at worst: so no list, not even that of the commonest word, is longer than a bit for each
//! document and a few thousand bytes, and yet every document is on it.

use super::{
    bytes::{Reader, length, push},
    lexicon::narrow,
};

/// Impacts go from 1 to this.
pub(super) const HIGHEST: u8 = 15;

/// Bytes that a list may have besides a bitmap of all documents.
const SPARE: usize = 2_048;

/// The longest list of an index of so many documents, in bytes.
pub(super) fn longest(docs: usize) -> usize {
    docs / 8 + SPARE + 16
}

/// The documents of each impact, in order.
struct Classes {
    docs: Vec<u32>,
    /// Where those of an impact begin.
    starts: [usize; HIGHEST as usize + 2],
}

impl Classes {
    fn of(postings: &[(u32, u8)]) -> Self {
        let class = |impact: u8| usize::from(impact.clamp(1, HIGHEST));
        let mut starts = [0; HIGHEST as usize + 2];
        for (_, impact) in postings {
            starts[class(*impact) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut docs, mut next) = (vec![0; postings.len()], starts);
        for (doc, impact) in postings {
            let place = &mut next[class(*impact)];
            docs[*place] = *doc;
            *place += 1;
        }
        Self { docs, starts }
    }

    fn class(&self, impact: usize) -> &[u32] {
        &self.docs[self.starts[impact]..self.starts[impact + 1]]
    }
}

/// Documents in order, each with its impact, as bytes.
pub(super) fn encode(postings: &[(u32, u8)], docs: usize) -> Vec<u8> {
    let highest = usize::from(HIGHEST);
    let mut bytes = Vec::with_capacity((2 * postings.len() + 2).min(longest(docs)));
    if let [(doc, impact)] = postings {
        // So it is with most words.
        class(&mut bytes, usize::from((*impact).clamp(1, HIGHEST)), &[*doc]);
        return bytes;
    }
    let classes = Classes::of(postings);
    let mut sizes = [0; HIGHEST as usize + 1];
    let mut lowest = 1;
    // No list is as long as if each document took as many bytes as the last, and each class had a head.
    let most = postings.len() * length(narrow(docs)) + highest * 6;
    if most > longest(docs) {
        for (impact, known) in sizes.iter_mut().enumerate().skip(1) {
            *known = size(classes.class(impact));
        }
    }
    if sizes.iter().sum::<usize>() > longest(docs) {
        // As many classes from above as leave room for all others in one.
        let mut room = SPARE;
        lowest = highest + 1;
        while lowest > 1 && sizes[lowest - 1] <= room {
            lowest -= 1;
            room -= sizes[lowest];
        }
    }
    for impact in (lowest..=highest).rev() {
        class(&mut bytes, impact, classes.class(impact));
    }
    if lowest > 1 {
        let mut rest: Vec<u32> = classes.docs[..classes.starts[lowest]].to_vec();
        rest.sort_unstable();
        let sum: usize = (1..lowest).map(|impact| impact * classes.class(impact).len()).sum();
        class(&mut bytes, (sum / rest.len().max(1)).max(1), &rest);
    }
    bytes
}

/// How many bytes a class takes, its head included.
fn size(docs: &[u32]) -> usize {
    if docs.is_empty() {
        0
    } else {
        1 + length(narrow(docs.len()) << 1) + distances(docs).min(bitmap(docs) + 3)
    }
}

fn distances(docs: &[u32]) -> usize {
    let mut before = 0;
    docs.iter().map(|doc| length(doc - std::mem::replace(&mut before, *doc))).sum()
}

fn bitmap(docs: &[u32]) -> usize {
    docs.last().map_or(0, |last| *last as usize / 8 + 1)
}

/// Impact; twice the number of documents, and one more if a bitmap follows; the documents.
fn class(bytes: &mut Vec<u8>, impact: usize, docs: &[u32]) {
    if docs.is_empty() {
        return;
    }
    bytes.push(u8::try_from(impact).unwrap_or(HIGHEST));
    let count = narrow(docs.len()) << 1;
    let as_bitmap = bitmap(docs) + 3;
    // A document takes a byte at least, and as many as the last at most.
    let longer = |docs: &[u32]| docs.len() * docs.last().map_or(0, |last| length(*last));
    if as_bitmap < longer(docs) && as_bitmap < distances(docs) {
        push(bytes, count | 1);
        let mut map = vec![0_u8; bitmap(docs)];
        for doc in docs {
            map[*doc as usize / 8] |= 1 << (doc % 8);
        }
        push(bytes, narrow(map.len()));
        bytes.extend(map);
    } else {
        push(bytes, count);
        let mut before = 0;
        for doc in docs {
            push(bytes, doc - std::mem::replace(&mut before, *doc));
        }
    }
}

/// Calls `each` for every document of a list, with its impact.
pub(super) fn decode(bytes: &[u8], mut each: impl FnMut(u32, u32)) {
    let mut reader = Reader(bytes);
    while !reader.is_empty() {
        let impact = u32::from(reader.byte());
        let count = reader.number();
        if count & 1 == 1 {
            let length = reader.number();
            for (at, byte) in (0..).zip(reader.take(length as usize)) {
                (0..8).filter(|bit| byte >> bit & 1 == 1).for_each(|bit| each(at * 8 + bit, impact));
            }
        } else {
            let mut doc = 0;
            for _ in 0..count >> 1 {
                doc += reader.number();
                each(doc, impact);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        decode(bytes, |doc, impact| found.push((doc, impact)));
        found.sort_unstable();
        found
    }

    #[test]
    fn a_list_comes_back_whole() {
        for step in [1, 2, 9, 300] {
            let list: Vec<(u32, u8)> =
                (0..500).map(|at| (at * step, 1 + u8::try_from(at % 15).unwrap_or(0))).collect();
            let expected: Vec<(u32, u32)> =
                list.iter().map(|(doc, impact)| (*doc, u32::from(*impact))).collect();
            assert_eq!(decoded(&encode(&list, 150_000)), expected, "{step}");
        }
        assert!(encode(&[], 9).is_empty());
    }

    #[test]
    fn the_list_of_a_word_that_is_everywhere_is_short_and_complete() {
        let docs = 100_000;
        let list: Vec<(u32, u8)> =
            (0..docs).map(|doc| (doc, 1 + u8::try_from(doc % 14).unwrap_or(0))).collect();
        let bytes = encode(&list, docs as usize);
        assert!(bytes.len() <= longest(docs as usize), "{}", bytes.len());
        assert_eq!(decoded(&bytes).len(), docs as usize);
        let mut some: Vec<(u32, u8)> = list.iter().map(|(doc, _)| (*doc, 2)).collect();
        some[77].1 = 15;
        assert!(decoded(&encode(&some, docs as usize)).contains(&(77, 15)));
    }
}

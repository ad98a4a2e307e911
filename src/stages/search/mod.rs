//! Search without a server: an index in small files, and the ranking that the script of the search page shares.
//!
//! What may not be shown is not indexed: the texts come in as they are shown. See `index.rs` for the files, `rank.rs`
//! for the order of what is found.

mod bytes;
mod index;
mod lexicon;
mod lists;
mod passage;
mod rank;
mod segment;
mod slips;
#[cfg(test)]
mod tests;
mod words;

use std::{borrow::Cow, sync::Arc};

use rayon::prelude::*;

use self::segment::Segment;
pub use self::{
    passage::passage,
    rank::{Filters, Hit, Index, Load, Results},
    words::words,
};
use crate::memo::Memo;

/// Where the files of the index lie below the base path.
pub const UNDER: &str = index::UNDER;

/// The file that leads to all others.
pub const ROOT: &str = index::ROOT;

/// So many documents are read together, and again when one of them changes.
pub const SEGMENT: usize = 512;

/// What is shown of a document: title, address, date in words, source or summary.
pub type Title = (Arc<str>, Arc<str>, Arc<str>, Arc<str>);

/// The texts of a document, and what a word in each of them weighs.
pub type Texts<'a> = Vec<(Cow<'a, str>, u8)>;

/// What a word weighs in a title or name, in the names of topics, in a summary, in a text.
pub const TITLE: u8 = 8;
/// See [`TITLE`].
pub const NAMES: u8 = 3;
/// See [`TITLE`].
pub const SUMMARY: u8 = 2;
/// See [`TITLE`].
pub const TEXT: u8 = 1;

/// All documents: articles from the oldest, then everything else.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Kinds, and the number of the first document of each, in order.
    pub kinds: Vec<(String, u32)>,
    /// Years, and the number of the first article of each; the empty one is of those without a date.
    pub years: Vec<(String, u32)>,
    /// Sources with the numbers of their articles.
    pub sources: Vec<(String, Vec<u32>)>,
    /// What is shown of each document.
    pub titles: Vec<Title>,
    /// A key for each [`SEGMENT`] of documents, of all that is read in it.
    pub segments: Vec<u128>,
}

/// Makes the index. `texts` gives a document by its number.
pub fn files<'a>(
    listing: &Listing,
    memo: &Memo,
    texts: impl Fn(usize) -> Texts<'a> + Sync,
) -> Vec<(Arc<str>, Arc<[u8]>)> {
    let docs = listing.titles.len();
    let read = |(at, key): (usize, &u128)| {
        let range = at * SEGMENT..docs.min((at + 1) * SEGMENT);
        memo.get_or(*key, || Some(segment::read(range.map(&texts)))).unwrap_or_default()
    };
    let segments: Vec<Segment> = listing.segments.par_iter().enumerate().map(read).collect();
    let mut root = index::root();
    root.docs = lexicon::narrow(docs);
    root.kinds.clone_from(&listing.kinds);
    root.years.clone_from(&listing.years);
    root.sources = listing.sources.iter().map(|(name, _)| name.clone()).collect();
    let sources: Vec<Vec<u32>> = listing.sources.iter().map(|(_, articles)| articles.clone()).collect();
    index::files(root, segments, &listing.titles, &sources)
}

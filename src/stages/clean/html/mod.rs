//! Web pages: parsed once, read for what they say of themselves, and cut down to the article.

pub mod authors;
pub mod choice;
pub mod day;
pub mod dom;
pub mod leaves;
pub mod main_text;
pub mod metadata;
pub mod parts;
pub mod title;

use dom::Dom;
use leaves::Content;

use super::{
    draft::{Block, Draft},
    sources::Sources,
};

/// Reads a decoded page.
pub fn read(html: &str, sources: &Sources) -> Draft {
    let dom = Dom::parse(html);
    let mut draft = Draft::default();
    if dom.unread > 0 {
        draft.remove(&html[html.len() - dom.unread..], "beyond the limits of a page");
    }
    let leaves = leaves::leaves(&dom);
    choice::apply(&mut draft, &dom, &metadata::gather(&dom, html), &leaves, sources);
    let cuts = main_text::cuts(&dom, &leaves);
    for (leaf, cut) in leaves.into_iter().zip(cuts) {
        match (leaf.content, cut) {
            (Content::Text(shape, words), None) => draft.blocks.push(Block::Text(shape, words)),
            (Content::Text(_, words), Some(reason)) => draft.remove(words.as_str(), reason),
            (Content::Picture(image), None) => draft.blocks.push(Block::Figure(image)),
            (Content::Picture(_), Some(_)) => {}
        }
    }
    draft
}

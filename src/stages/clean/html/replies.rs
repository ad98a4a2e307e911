//! Comments that no class or id calls so: parts of the same kind, each with one link to reply.

use super::{
    dom::{Dom, Id},
    leaves::Leaf,
};

/// Words of the link below a comment, in lower case.
const REPLY: [&str; 9] = [
    "reply",
    "reply to this",
    "antworten",
    "répondre",
    "responder",
    "rispondi",
    "ответить",
    "返信",
    "返信する",
];

/// The elements that are one comment each: the largest with one such link in it, where the page has several.
pub(super) fn comments(dom: &Dom, leaves: &[Leaf]) -> Vec<Id> {
    let is_reply = |leaf: &&Leaf| {
        let words = leaf.words().trim();
        words.len() <= 24 && leaf.linked > 0 && REPLY.contains(&words.to_lowercase().as_str())
    };
    let links: Vec<Id> = leaves.iter().filter(is_reply).map(|leaf| leaf.holder).collect();
    if links.len() < 2 {
        return Vec::new();
    }
    let mut counts = vec![0usize; dom.len()];
    for &link in &links {
        for id in std::iter::once(link).chain(dom.above(link)) {
            counts[id] += 1;
        }
    }
    let largest = |&link: &Id| {
        std::iter::once(link).chain(dom.above(link)).take_while(|&id| counts[id] == 1).last().unwrap_or(link)
    };
    let found: Vec<Id> = links.iter().map(largest).collect();
    let has_headline = |&id: &Id| dom.below(id).any(|below| dom.name(below) == "h1");
    found.into_iter().filter(|id| !has_headline(id)).collect()
}

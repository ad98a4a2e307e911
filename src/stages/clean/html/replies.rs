//! Parts of the same kind that stand in a row and that no class or id calls by name: comments, each with one link to
//! reply; teasers, each with a headline that is a link.

use super::{
    dom::{Dom, Id},
    leaves::{Content, Leaf},
};
use crate::stages::clean::draft::Shape;

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

/// So many in a row are teasers …
const TEASERS: usize = 4;
/// … or so many that call themselves articles beside the page's own …
const ARTICLES: usize = 2;
/// … if none is longer, in bytes.
const LONGEST_TEASER: usize = 300;

/// Elements in a row, each a headline that is a link and a few words.
pub(super) fn teasers(dom: &Dom, leaves: &[Leaf]) -> Vec<Id> {
    let is_headline = |leaf: &&Leaf| {
        let letters = leaf.words().len();
        matches!(leaf.content, Content::Text(Shape::Heading(_), _))
            && letters > 0
            && leaf.linked * 10 >= letters * 9
    };
    let headings: Vec<Id> = leaves.iter().filter(is_headline).map(|leaf| leaf.holder).take(200).collect();
    if headings.len() < ARTICLES {
        return Vec::new();
    }
    // Articles beside one that has the headline are others.
    let headed = dom.all("h1").any(|id| dom.above(id).any(|above| dom.name(above) == "article"));
    let least = |id: Id| if headed && dom.name(id) == "article" { ARTICLES } else { TEASERS };
    let kind = |id: Id| (dom.above(id).next(), dom.name(id), dom.attribute(id, "class").unwrap_or_default());
    let mut found: Vec<Id> = Vec::new();
    for &heading in &headings {
        let rows = dom.above(heading).take(4).filter(|&id| id != Dom::ROOT);
        // The nearest element around the headline that has others of its kind beside it, each with such a headline.
        let row = rows.into_iter().find(|&id| {
            let own = kind(id);
            let alike = headings
                .iter()
                .filter_map(|&other| dom.above(other).take(4).find(|&above| kind(above) == own));
            let mut alike: Vec<Id> = alike.collect();
            alike.dedup();
            alike.len() >= least(id)
        });
        if let Some(row) = row.filter(|&row| dom.text(row).len() <= LONGEST_TEASER && !found.contains(&row)) {
            found.push(row);
        }
    }
    if found.iter().any(|&id| found.len() >= least(id)) { found } else { Vec::new() }
}

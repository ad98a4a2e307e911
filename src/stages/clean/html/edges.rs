//! Where an article begins and ends inside of the element that holds it.

use super::{
    dom::Dom,
    leaves::{Content, Leaf},
    main_text::{Cut, ends_a_sentence},
};
use crate::stages::clean::draft::Shape;

/// Headings under which no article goes on.
pub(in crate::stages::clean) const LAST_HEADINGS: [&str; 44] = [
    "comments",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "related",
    "related articles",
    "related posts",
    "related stories",
    "related news",
    "related content",
    "related topics",
    "read more",
    "more from",
    "more on",
    "more news",
    "you may also like",
    "you might also like",
    "recommended",
    "share this",
    "share this article",
    "about the author",
    "most read",
    "most popular",
    "latest news",
    "trending",
    "further reading on",
    "kommentare",
    "schreibe einen kommentar",
    "kommentar schreiben",
    "ähnliche beiträge",
    "das könnte dich auch interessieren",
    "das könnte sie auch interessieren",
    "mehr zum thema",
    "weitere artikel",
    "beitrags-navigation",
    "teilen mit",
    "gefällt mir",
    "commentaires",
    "sur le même sujet",
    "comentarios",
    "artículos relacionados",
    "комментарии",
    "関連記事",
];

/// Headings over lists of where things are from.
const REFERENCES: [&str; 16] = [
    "sources",
    "source",
    "references",
    "external links",
    "related news",
    "sister links",
    "quellen",
    "weblinks",
    "einzelnachweise",
    "источники",
    "ссылки",
    "примечания",
    "fuentes",
    "出典",
    "情報源",
    "外部リンク",
];

/// What comments are called where they are counted: `12 responses`.
const COUNTED: [&str; 20] = [
    "comment",
    "comments",
    "response",
    "responses",
    "reply",
    "replies",
    "thoughts on",
    "kommentar",
    "kommentare",
    "antworten",
    "commentaire",
    "commentaires",
    "réponses",
    "comentario",
    "comentarios",
    "respuestas",
    "комментарий",
    "комментария",
    "комментариев",
    "件のコメント",
];

/// `12 responses`, `Comments (12)`, `3 thoughts on “Title”`: what follows are comments, however long they are.
fn counts_comments(text: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || c.is_whitespace() || "()[]:,.".contains(c);
    let bare = text.trim_matches(digits);
    let counted = bare.len() < text.len() && text.contains(|c: char| c.is_ascii_digit());
    counted && COUNTED.iter().any(|word| bare == *word || bare.starts_with(word) && word.ends_with(" on"))
}

/// So much text, by its weight, stands before comments.
const BEFORE_COMMENTS: f32 = 200.0;

/// Headings under which only readers speak, or the paper of itself.
const READERS: [&str; 18] = [
    "comments",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "kommentare",
    "schreibe einen kommentar",
    "kommentar schreiben",
    "commentaires",
    "comentarios",
    "комментарии",
    "about the author",
    "share this",
    "share this article",
    "teilen mit",
    "gefällt mir",
    "beitrags-navigation",
    "references",
];

/// Where the article goes on below something else in it: the first paragraph that stands in the same element as one
/// before that.
fn goes_on(
    dom: &Dom,
    leaves: &[Leaf],
    is_paragraph: impl Fn(&usize) -> bool,
    (first, end): (usize, usize),
) -> Option<usize> {
    let parent = |at: usize| dom.above(leaves[at].holder).next();
    let before: Vec<_> = (first..end).filter(&is_paragraph).map(parent).collect();
    (end + 1..leaves.len()).find(&is_paragraph).filter(|&at| before.contains(&parent(at)))
}

/// Where a part of its own ends that begins with a heading: the first leaf behind the largest element that has the
/// heading and nothing of what is before. `None` when that has nothing but the heading.
fn end_of_part(dom: &Dom, leaves: &[Leaf], heading: usize) -> Option<usize> {
    let holder = leaves[heading].holder;
    let is_in =
        |at: usize, id| leaves[at].holder == id || dom.above(leaves[at].holder).any(|above| above == id);
    let before = heading.checked_sub(1)?;
    let part =
        std::iter::once(holder).chain(dom.above(holder)).take_while(|&id| !is_in(before, id)).last()?;
    let end = (heading..leaves.len()).find(|&at| !is_in(at, part))?;
    (end > heading + 1).then_some(end)
}

/// Where the article goes on after the line at `end`, under which no article goes on otherwise, and what lies between.
fn stop(
    dom: &Dom,
    leaves: &[Leaf],
    weights: &[f32],
    cuts: &[Cut],
    (first, end): (usize, usize),
) -> Option<(usize, &'static str)> {
    let is_paragraph = |at: &usize| cuts[*at].is_none() && weights[*at] >= 30.0;
    let label = leaves[end].words().to_lowercase();
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    let counted = counts_comments(label);
    let readers = counted || READERS.iter().any(|head| label.starts_with(head));
    let of_sources = REFERENCES.contains(&label);
    if readers || of_sources {
        // Comments may stand in a part of their own in the middle; what follows in the same element are comments,
        // unless the line is only the label of a button.
        let is_heading = matches!(leaves[end].content, Content::Text(Shape::Heading(_), _));
        let after = match end_of_part(dom, leaves, end) {
            Some(part) => part - 1,
            None if is_heading || of_sources || counted => return None,
            None => end,
        };
        let stop = goes_on(dom, leaves, |at| is_paragraph(at) && (*at < end || *at > after), (first, end))?;
        return Some((stop, "comments"));
    }
    let links = (end + 1..leaves.len()).take_while(|&at| !is_paragraph(&at)).any(|at| leaves[at].linked > 0);
    let stop = goes_on(dom, leaves, is_paragraph, (first, end)).filter(|_| links)?;
    Some((stop, "related link"))
}

/// So many headlines in a row, each with a paragraph, are those of other articles.
const OTHERS: usize = 3;

/// Headlines that are links, each with one paragraph below it, down to the end: other articles, if more text stands
/// before them than they have.
fn cut_others(leaves: &[Leaf], weights: &[f32], cuts: &mut [Cut]) {
    let is_headline = |at: usize| {
        cuts[at] == Some("link") && matches!(leaves[at].content, Content::Text(Shape::Heading(_), _))
    };
    let is_kept = |at: &usize| cuts[*at].is_none() && !leaves[*at].words().is_empty();
    let mut below = Vec::new();
    let mut pairs = 0;
    for at in (0..leaves.len()).rev() {
        // Above the last paragraph of a pair stands its headline, and above that the pair before.
        let open = below.len() > pairs;
        if open && is_headline(at) {
            pairs += 1;
        } else if is_kept(&at) {
            if open {
                break;
            }
            below.push(at);
        }
    }
    // Nothing stands above the one that is left that leads to another article.
    below.truncate(pairs);
    let Some(&first) = below.last().filter(|_| pairs >= OTHERS) else { return };
    let weight =
        |from: usize, to: usize| -> f32 { (from..to).filter(is_kept).map(|at| weights[at].max(0.0)).sum() };
    if weight(0, first) > weight(first, leaves.len()) {
        for at in below {
            cuts[at] = Some("related link");
        }
    }
}

/// Before the first and after the last paragraph only headings and sentences belong to the article; after a
/// heading such as "Comments" nothing does.
pub(super) fn trim_edges(dom: &Dom, leaves: &[Leaf], weights: &[f32], cuts: &mut [Cut]) {
    cut_others(leaves, weights, cuts);
    let is_kept = |cuts: &[Cut], at: usize| cuts[at].is_none();
    let paragraph = |at: &usize| weights[*at] >= 30.0;
    let Some(first) = (0..leaves.len()).filter(|&at| is_kept(cuts, at)).find(paragraph) else { return };
    let end = (first..leaves.len()).find(|&at| {
        let Content::Text(shape, words) = &leaves[at].content else { return false };
        let whole = words.as_str().to_lowercase();
        let text = whole.trim_matches(|c: char| !c.is_alphanumeric());
        let heading = matches!(shape, Shape::Heading(_)) || text.chars().count() < 40;
        let references = matches!(shape, Shape::Heading(_)) && REFERENCES.contains(&text);
        cuts[at].is_none() && (references || heading && counts_comments(&whole))
            || cuts[at].is_none()
                && heading
                && LAST_HEADINGS
                    .iter()
                    .any(|last| text == *last || matches!(shape, Shape::Heading(_)) && text.starts_with(last))
    });
    if let Some(end) = end {
        let stop = stop(dom, leaves, weights, cuts, (first, end));
        let rest: f32 =
            (end..leaves.len()).filter(|&at| is_kept(cuts, at)).map(|at| weights[at].max(0.0)).sum();
        let text: f32 = (first..end).filter(|&at| is_kept(cuts, at)).map(|at| weights[at].max(0.0)).sum();
        let counted = text >= BEFORE_COMMENTS && counts_comments(&leaves[end].words().to_lowercase());
        if stop.is_some() || rest < text || counted {
            let (stop, reason) = stop.unwrap_or((leaves.len(), "after the article"));
            cuts[end..stop].iter_mut().filter(|cut| cut.is_none()).for_each(|cut| *cut = Some(reason));
        }
    }
    cut_from_paragraph(leaves, cuts, (0..first).rev(), "before the article");
    let Some(last) = (first..leaves.len()).rev().filter(|&at| is_kept(cuts, at)).find(paragraph) else {
        return;
    };
    cut_from_paragraph(leaves, cuts, last + 1..leaves.len(), "after the article");
    // A heading with nothing below it.
    for at in (last + 1..leaves.len()).rev() {
        match leaves[at].content {
            Content::Text(Shape::Heading(_), _) => cuts[at] = cuts[at].or(Some("after the article")),
            Content::Text(..) if cuts[at].is_none() => break,
            _ => {}
        }
    }
}

/// Going outwards from a paragraph, the article goes on only as long as every leaf belongs to it; parts inside of
/// it that go for what they are do not end it.
fn cut_from_paragraph(
    leaves: &[Leaf],
    cuts: &mut [Cut],
    order: impl Iterator<Item = usize>,
    reason: &'static str,
) {
    // `No one was hurt.` may begin an article; what ends one is longer.
    let shortest = if reason == "before the article" { 11 } else { 20 };
    let mut goes_on = true;
    for at in order {
        goes_on &= match cuts[at] {
            None => belongs(&leaves[at], shortest),
            Some(cut) => !["outside the article", "comments"].contains(&cut),
        };
        if !goes_on {
            cuts[at] = cuts[at].or(Some(reason));
        }
    }
}

/// Whether a leaf at the edge may be the article's: a sentence, a heading, a table, a picture.
fn belongs(leaf: &Leaf, shortest: usize) -> bool {
    match &leaf.content {
        Content::Text(Shape::Paragraph, words) => {
            ends_a_sentence(words.as_str()) && words.as_str().len() > shortest
        }
        Content::Picture(_) | Content::Text(..) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_count_comments_are_known() {
        for line in ["12 responses", "comments (3)", "1 комментарий", "2 thoughts on “harbour closed”"]
        {
            assert!(counts_comments(line), "{line}");
        }
        for line in ["comments", "12 ships", "3 responses to the storm", "12"] {
            assert!(!counts_comments(line), "{line}");
        }
    }
}

//! Which leaves of a page are its article.
//!
//! Each leaf gets a weight: paragraphs count for the article, links and stray words against it. The article is
//! the element whose leaves weigh most together: the idea of J. Pasternack and D. Roth, "Extracting Article Text
//! from the Web with Maximum Subsequence Segmentation" (2009), on the tree instead of the sequence, with weights
//! from shallow features after C. Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (2010).
//! An element that calls itself the article wins when it holds most of the paragraphs. Inside of it, parts that are known for what they are go, each with its reason.

use super::{
    dom::{Dom, Id},
    leaves::{Content, Leaf},
    parts::{self, Verdict},
};
use crate::stages::clean::{
    draft::Shape,
    rules::{tail, title::key},
};

/// Why a leaf is no article text; `None` when it is.
pub type Cut = Option<&'static str>;

/// A paragraph of the article has so many bytes at least …
const PARAGRAPH: usize = 80;
/// … and no more of it is links.
const LINKED: f32 = 0.5;
/// No single paragraph outweighs so many bytes, so that one long notice does not win.
const HEAVIEST: usize = 600;

/// Judges every leaf of the page.
pub fn cuts(dom: &Dom, leaves: &[Leaf]) -> Vec<Cut> {
    let verdicts = verdicts(dom, leaves);
    let junk: Vec<Cut> =
        leaves.iter().map(|leaf| reason_above(dom, leaf.holder, Dom::ROOT, &verdicts)).collect();
    let weights: Vec<f32> =
        leaves.iter().zip(&junk).map(|(leaf, junk)| weight(leaf, junk.is_some())).collect();
    let article = article(dom, leaves, &weights);
    let mut cuts: Vec<Cut> = leaves
        .iter()
        .zip(&junk)
        .map(|(leaf, junk)| {
            let inside = leaf.holder == article || dom.above(leaf.holder).any(|above| above == article);
            if inside { junk.or_else(|| own_reason(leaf)) } else { junk.or(Some("outside the article")) }
        })
        .collect();
    trim_edges(leaves, &weights, &mut cuts);
    cut_labels(dom, leaves, article, &mut cuts);
    cuts
}

/// Nothing short above the headline is the article's: the section, the kind of text, a slogan.
pub fn cut_above(leaves: &[Leaf], headline: &str, cuts: &mut [Cut]) {
    let headline = key(headline);
    let first = (0..leaves.len()).find(|&at| cuts[at].is_none() && is_paragraph(&leaves[at]));
    let title = leaves.iter().take(first.unwrap_or(0)).position(|leaf| key(leaf.words()) == headline);
    for cut in cuts.iter_mut().take(title.unwrap_or(0)).filter(|cut| cut.is_none()) {
        *cut = Some("before the article");
    }
}

/// A short line in a part of the article in which all else is links to other articles was the title of these.
fn cut_labels(dom: &Dom, leaves: &[Leaf], article: Id, cuts: &mut [Cut]) {
    let mut kept = vec![0usize; dom.len()];
    let mut linked = vec![0usize; dom.len()];
    let mut others = vec![0usize; dom.len()];
    for (leaf, cut) in leaves.iter().zip(cuts.iter()) {
        for id in std::iter::once(leaf.holder).chain(dom.above(leaf.holder)) {
            match cut {
                None => kept[id] += 1,
                Some("related link" | "link") => linked[id] += 1,
                Some(_) => others[id] += 1,
            }
        }
    }
    for (leaf, cut) in leaves.iter().zip(cuts.iter_mut()).filter(|(_, cut)| cut.is_none()) {
        let Content::Text(Shape::Paragraph | Shape::Heading(_), words) = &leaf.content else { continue };
        let parts =
            std::iter::once(leaf.holder).chain(dom.above(leaf.holder)).take_while(|&id| id != article);
        let alone = |id: Id| kept[id] == 1 && others[id] == 0;
        if words.as_str().len() <= 60
            && !words.as_str().ends_with('.')
            && parts.take_while(|&id| alone(id)).any(|id| linked[id] > 0)
        {
            *cut = Some("related link");
        }
    }
}

/// So many bytes of paragraphs can be an article.
const ENOUGH: usize = 300;

/// What each element of the page is, where it is no article text. A part that holds much of what could be the
/// article is not cut for its name alone, unless enough stands outside of all such parts.
fn verdicts(dom: &Dom, leaves: &[Leaf]) -> Vec<Option<Verdict>> {
    let mut sizes = vec![0usize; dom.len()];
    let mut good = vec![0usize; dom.len()];
    for leaf in leaves {
        let size = leaf.words().len();
        let counts = if is_paragraph(leaf) { size.min(HEAVIEST) } else { 0 };
        for id in std::iter::once(leaf.holder).chain(dom.above(leaf.holder)) {
            sizes[id] += size;
            good[id] += counts;
        }
    }
    let total = good[Dom::ROOT].max(1);
    let verdicts: Vec<Option<Verdict>> = (0..dom.len())
        .map(|id| if sizes[id] == 0 { None } else { parts::judge(dom, id, sizes[id]) })
        .collect();
    let free =
        |leaf: &&Leaf| is_paragraph(leaf) && reason_above(dom, leaf.holder, Dom::ROOT, &verdicts).is_none();
    let unnamed: usize = leaves.iter().filter(free).map(|leaf| leaf.words().len().min(HEAVIEST)).sum();
    let enough = unnamed >= ENOUGH && unnamed * 6 >= total;
    let stands = |id: Id, verdict: &Verdict| verdict.certain || good[id] * 10 < total * 4 || enough;
    (0..dom.len()).map(|id| verdicts[id].filter(|verdict| stands(id, verdict))).collect()
}

fn reason_above(dom: &Dom, holder: Id, stop: Id, verdicts: &[Option<Verdict>]) -> Cut {
    std::iter::once(holder)
        .chain(dom.above(holder))
        .take_while(|&id| id != stop)
        .find_map(|id| verdicts[id].map(|verdict| verdict.reason))
}

fn link_share(leaf: &Leaf) -> f32 {
    ratio(leaf.linked, leaf.words().len())
}

#[expect(clippy::cast_precision_loss, reason = "sizes of texts are far below 2^23 where it matters")]
fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// A paragraph as articles have them: long, or a sentence, and not mostly links.
fn is_paragraph(leaf: &Leaf) -> bool {
    let Content::Text(shape, words) = &leaf.content else { return false };
    let text = words.as_str();
    let dense = text.chars().filter(|c| *c >= '\u{2e80}').take(20).count() == 20;
    let long = text.len() >= PARAGRAPH || (dense && text.len() >= PARAGRAPH / 2);
    let prose = matches!(shape, Shape::Paragraph | Shape::Quote | Shape::Item(..));
    prose && long && link_share(leaf) < LINKED && tail::reason(text).is_none()
}

/// How much a leaf speaks for the element around it being the article.
#[expect(clippy::cast_precision_loss, reason = "at most HEAVIEST")]
fn weight(leaf: &Leaf, is_junk: bool) -> f32 {
    let Content::Text(shape, words) = &leaf.content else { return 0.0 };
    let text = words.as_str();
    let size = text.len().min(HEAVIEST) as f32;
    if is_junk {
        return -size.min(40.0);
    }
    if is_paragraph(leaf) {
        let sentences = text.contains(['.', '!', '?', '。', ',', '，', '、', '،']);
        let list = if matches!(shape, Shape::Item(..)) { 0.5 } else { 1.0 };
        return size * (1.0 - link_share(leaf)) * list * if sentences { 1.0 } else { 0.3 };
    }
    match shape {
        Shape::Heading(_) | Shape::Row | Shape::Code | Shape::Quote => 0.0,
        _ if link_share(leaf) >= LINKED => -(size.min(60.0) + 20.0),
        _ if ends_a_sentence(text) => size * 0.5,
        _ => -10.0,
    }
}

fn ends_a_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '»', '“', '\'', '’', ')', ']', '」']);
    end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।'])
}

/// The element that is the article.
fn article(dom: &Dom, leaves: &[Leaf], weights: &[f32]) -> Id {
    let mut sums = vec![0f32; dom.len()];
    let mut gains = vec![0f32; dom.len()];
    for (leaf, weight) in leaves.iter().zip(weights) {
        for id in std::iter::once(leaf.holder).chain(dom.above(leaf.holder)) {
            sums[id] += weight;
            gains[id] += weight.max(0.0);
        }
    }
    let heaviest = |ids: &[Id]| -> Option<Id> {
        ids.iter().copied().reduce(|best, id| {
            let level = (sums[best] - sums[id]).abs() < 0.5;
            let better = if level { depth(dom, id) > depth(dom, best) } else { sums[id] > sums[best] };
            if better { id } else { best }
        })
    };
    let with_text: Vec<Id> = (0..dom.len()).filter(|&id| gains[id] > 0.0).collect();
    let best = heaviest(&with_text).unwrap_or(Dom::ROOT);
    let is_named = |id: &Id| gains[*id] >= gains[best] * 0.6 && parts::is_named_article(dom, *id);
    let named: Vec<Id> = with_text.into_iter().filter(is_named).collect();
    heaviest(&named).unwrap_or(best)
}

fn depth(dom: &Dom, id: Id) -> usize {
    dom.above(id).count()
}

/// Why a leaf inside of the article goes for what it says itself.
fn own_reason(leaf: &Leaf) -> Cut {
    let Content::Text(shape, words) = &leaf.content else { return None };
    let text = words.as_str();
    if let Some(reason) =
        tail::reason(text).filter(|_| !matches!(shape, Shape::Heading(_) | Shape::Row | Shape::Code))
    {
        return Some(reason);
    }
    let linked = link_share(leaf);
    match shape {
        Shape::Paragraph | Shape::Item(..) if linked > 0.9 && text.len() < 200 => Some("link"),
        Shape::Heading(_) if linked > 0.9 => Some("link"),
        _ if !text.contains(char::is_alphanumeric) => Some("ornament"),
        _ => None,
    }
}

/// Headings under which no article goes on.
const LAST_HEADINGS: [&str; 44] = [
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

/// Before the first and after the last paragraph only headings and sentences belong to the article; after a
/// heading such as "Comments" nothing does.
fn trim_edges(leaves: &[Leaf], weights: &[f32], cuts: &mut [Cut]) {
    let is_kept = |cuts: &[Cut], at: usize| cuts[at].is_none();
    let paragraph = |at: &usize| weights[*at] >= 30.0;
    let Some(first) = (0..leaves.len()).filter(|&at| is_kept(cuts, at)).find(paragraph) else { return };
    let end = (first..leaves.len()).find(|&at| {
        let Content::Text(shape, words) = &leaves[at].content else { return false };
        let text = words.as_str().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let heading = matches!(shape, Shape::Heading(_)) || text.chars().count() < 40;
        let references = matches!(shape, Shape::Heading(_)) && REFERENCES.contains(&text.as_str());
        cuts[at].is_none() && references
            || cuts[at].is_none()
                && heading
                && LAST_HEADINGS
                    .iter()
                    .any(|last| text == *last || matches!(shape, Shape::Heading(_)) && text.starts_with(last))
    });
    if let Some(end) = end {
        let rest: f32 =
            (end..leaves.len()).filter(|&at| is_kept(cuts, at)).map(|at| weights[at].max(0.0)).sum();
        let text: f32 = (first..end).filter(|&at| is_kept(cuts, at)).map(|at| weights[at].max(0.0)).sum();
        if rest < text {
            cuts[end..]
                .iter_mut()
                .filter(|cut| cut.is_none())
                .for_each(|cut| *cut = Some("after the article"));
        }
    }
    cut_from_paragraph(leaves, cuts, (0..first).rev(), "before the article");
    let Some(last) = (first..leaves.len()).rev().filter(|&at| is_kept(cuts, at)).find(paragraph) else {
        return;
    };
    cut_from_paragraph(leaves, cuts, last + 1..leaves.len(), "after the article");
    for at in (last + 1..leaves.len())
        .filter(|&at| matches!(leaves[at].content, Content::Text(Shape::Heading(_), _)))
    {
        cuts[at] = cuts[at].or(Some("after the article"));
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
    let mut goes_on = true;
    for at in order {
        goes_on &= match cuts[at] {
            None => belongs(&leaves[at]),
            Some(cut) => !["outside the article", "comments"].contains(&cut),
        };
        if !goes_on {
            cuts[at] = cuts[at].or(Some(reason));
        }
    }
}

/// Whether a leaf at the edge may be the article's: a sentence, a heading, a table, a picture.
fn belongs(leaf: &Leaf) -> bool {
    match &leaf.content {
        Content::Text(Shape::Paragraph, words) => {
            ends_a_sentence(words.as_str()) && words.as_str().len() > 20
        }
        Content::Picture(_) | Content::Text(..) => true,
    }
}

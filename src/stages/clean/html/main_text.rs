//! Which leaves of a page are its article.
//!
//! Each leaf gets a weight: paragraphs count for the article, links and stray words against it. The article is
//! the element whose leaves weigh most together: the idea of J. Pasternack and D. Roth, "Extracting Article Text
//! from the Web with Maximum Subsequence Segmentation" (2009), on the tree instead of the sequence, with weights
//! from shallow features after C. Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (2010).
//! An element that calls itself the article wins when it holds most of the paragraphs. Inside of it, parts that are known for what they are go, each with its reason.

use super::{
    dom::{Dom, Id},
    edges::trim_edges,
    leaves::{Content, Leaf},
    parts::{self, Verdict},
    replies,
};
use crate::stages::clean::{
    draft::Shape,
    rules::{credit, tail, title::key},
    sources::Sources,
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
pub fn cuts(dom: &Dom, (leaves, teasers): (&[Leaf], &[Id]), sources: &Sources) -> Vec<Cut> {
    let verdicts = verdicts(dom, leaves, teasers);
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
    for at in 1..leaves.len() {
        if cuts[at].is_none() && is_credited(&leaves[at - 1], &leaves[at], sources) {
            cuts[at] = Some("caption");
        }
    }
    trim_edges(dom, leaves, &weights, &mut cuts);
    cut_labels(dom, leaves, article, &mut cuts);
    cuts
}

/// A line right below a picture that ends with who took it: `A dry well. (AP Photo/Ann Lee)`.
fn is_credited(picture: &Leaf, line: &Leaf, sources: &Sources) -> bool {
    let words = line.words();
    matches!(picture.content, Content::Picture(_))
        && matches!(line.content, Content::Text(Shape::Paragraph, _))
        && words.len() <= 300
        && credit::credit_in_caption(words, sources)
            .is_some_and(|(_, credit)| !credit.outlet.is_empty() || !credit.creator.is_empty())
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

/// The headline together with the word or two above it: `Norway Two piers`.
pub fn cut_kicker(leaves: &[Leaf], headline: &str, cuts: &mut [Cut]) {
    let headline = key(headline);
    for (leaf, cut) in leaves.iter().zip(cuts.iter_mut()).filter(|(_, cut)| cut.is_none()) {
        let Content::Text(Shape::Heading(1), words) = &leaf.content else { continue };
        let line = key(words.as_str());
        let kicker = line.strip_suffix(headline.as_str()).filter(|_| headline.len() >= 15);
        if kicker.is_some_and(|kicker| !kicker.is_empty() && kicker.len() <= 30) {
            *cut = Some("title repeated");
        }
    }
}

/// Reasons for which whole parts inside of an article go; the line above what they say goes with them.
const LABELLED: [&str; 6] =
    ["related link", "link", "subscription", "cookie notice", "share bar", "advertisement"];

/// A short line in a part of the article in which all else is links to other articles, or an offer to subscribe,
/// was the title of these; beside an offer there may be several.
fn cut_labels(dom: &Dom, leaves: &[Leaf], article: Id, cuts: &mut [Cut]) {
    let mut kept = vec![0usize; dom.len()];
    let mut short = vec![0usize; dom.len()];
    let mut others = vec![0usize; dom.len()];
    let mut why: Vec<Cut> = vec![None; dom.len()];
    let is_short = |leaf: &Leaf| {
        let words = leaf.words();
        let shaped =
            matches!(leaf.content, Content::Text(Shape::Paragraph | Shape::Heading(_) | Shape::Item(..), _));
        shaped && words.len() <= 60 && !words.ends_with('.')
    };
    for (leaf, cut) in leaves.iter().zip(cuts.iter()) {
        for id in std::iter::once(leaf.holder).chain(dom.above(leaf.holder)) {
            match cut {
                None => {
                    kept[id] += 1;
                    short[id] += usize::from(is_short(leaf));
                }
                Some("control") => {}
                Some("link") => why[id] = why[id].or(Some("related link")),
                Some(reason) if LABELLED.contains(reason) => why[id] = why[id].or(*cut),
                Some(_) => others[id] += 1,
            }
        }
    }
    let of_leaves = leaves.iter().zip(cuts.iter_mut());
    for (leaf, cut) in of_leaves.filter(|(leaf, cut)| cut.is_none() && is_short(leaf)) {
        let is_item = matches!(leaf.content, Content::Text(Shape::Item(..), _));
        let mut parts = std::iter::once(leaf.holder)
            .chain(dom.above(leaf.holder))
            .take_while(|&id| id != article && others[id] == 0 && kept[id] == short[id]);
        let reason = |id: Id| {
            let one = kept[id] == 1 && !is_item;
            why[id].filter(|why| one || *why == "subscription")
        };
        *cut = parts.find_map(reason);
    }
}

/// So many bytes of paragraphs can be an article.
const ENOUGH: usize = 300;

/// What each element of the page is, where it is no article text. A part that holds much of what could be the
/// article is not cut for its name alone, unless enough stands outside of all such parts.
fn verdicts(dom: &Dom, leaves: &[Leaf], teasers: &[Id]) -> Vec<Option<Verdict>> {
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
    let mut verdicts: Vec<Option<Verdict>> = (0..dom.len())
        .map(|id| if sizes[id] == 0 { None } else { parts::judge(dom, id, sizes[id]) })
        .collect();
    for id in replies::comments(dom, leaves) {
        verdicts[id] = verdicts[id].or(Some(Verdict { reason: "comments", certain: false }));
    }
    let is_teaser = |leaf: &Leaf| dom.above(leaf.holder).any(|id| teasers.contains(&id));
    // A page that has nothing but teasers is a page of teasers.
    if leaves.iter().any(|leaf| is_paragraph(leaf) && !is_teaser(leaf)) {
        for &id in teasers {
            verdicts[id] = verdicts[id].or(Some(Verdict { reason: "related link", certain: true }));
        }
    }
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

pub(super) fn ends_a_sentence(text: &str) -> bool {
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
    // `>> Why the river is low`: marks around a link are no words.
    let letters = text.trim_matches(|c: char| !c.is_alphanumeric()).len();
    let linked = ratio(leaf.linked, letters.max(1));
    match shape {
        Shape::Paragraph | Shape::Item(..) if linked > 0.9 && text.len() < 200 => Some("link"),
        Shape::Heading(_) if linked > 0.9 => Some("link"),
        _ if !text.contains(char::is_alphanumeric) => Some("ornament"),
        Shape::Paragraph | Shape::Heading(_) if is_time(text) => Some("time"),
        _ => None,
    }
}

/// A time of day and nothing else: `10.00 CEST`, `11:05 Uhr`.
fn is_time(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "am", "pm", "a", "p", "m", "gmt", "utc", "bst", "est", "edt", "et", "pst", "pdt", "cet", "cest",
        "msk", "uhr", "h", "ist", "jst",
    ];
    let lower = text.to_lowercase();
    let clock = lower
        .as_bytes()
        .windows(3)
        .any(|at| at[0].is_ascii_digit() && matches!(at[1], b':' | b'.' | b'h') && at[2].is_ascii_digit());
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    text.len() <= 24 && clock && (3..=6).contains(&digits) && words.all(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::leaves::leaves;

    fn kept(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        let leaves = leaves(&dom);
        let teasers = replies::teasers(&dom, &leaves);
        let cuts = cuts(&dom, (&leaves, &teasers), &Sources::new(&[]));
        leaves
            .iter()
            .zip(cuts)
            .filter(|(_, cut)| cut.is_none())
            .map(|(leaf, _)| leaf.words().to_owned())
            .collect()
    }

    const TEXT: [&str; 2] = [
        "The harbour authority said on Tuesday that it would close the terminal for six months, as the wall is weak.",
        "About 240 dockers are affected, and none of them knows who will pay them while the work goes on, they say.",
    ];

    #[test]
    fn consent_stands_outside_of_the_article_whatever_its_part_is_called() {
        let html = format!(
            "<div class=sp1><h2>We value your privacy</h2><p>We and our 842 partners store information on a device, \
            such as cookies, and process personal data for personalised ads and content, and to improve products.</p>\
            <p>With your permission we and our partners may use precise geolocation data. You may click to consent to \
            our processing as described above, or change your preferences before consenting.</p></div>\
            <div><p>{}</p><p>{}</p></div>",
            TEXT[0], TEXT[1]
        );
        assert_eq!(kept(&html), TEXT);
    }

    #[test]
    fn the_label_of_an_offer_goes_with_it() {
        let html = format!(
            "<div><p>{}</p><div class=x1><div>The morning in your inbox</div><p>Sign up for our newsletter and read \
            first what happens at the coast.</p><button>Go</button></div><p>{}</p></div>",
            TEXT[0], TEXT[1]
        );
        assert_eq!(kept(&html), TEXT);
    }

    #[test]
    fn comments_without_a_name_are_known_by_their_links_and_their_number() {
        let comment = |id: u8| {
            format!(
                "<div><b>user{id}</b><p>I have read the plan twice and do not see why nobody has asked us, it is a \
                shame for the whole town, and not the first one, number {id}.</p><a href=r>Reply</a></div>"
            )
        };
        let html = format!(
            "<div><p>{}</p><p>{}</p></div><div class=d1>{}{}{}</div>",
            TEXT[0],
            TEXT[1],
            comment(1),
            comment(2),
            comment(3)
        );
        assert_eq!(kept(&html), TEXT);
        let bare = |id: u8| {
            format!("<p>I have read the plan twice, and do not see why nobody has asked us, number {id}.</p>")
        };
        let html = format!(
            "<div><p>{}</p><p>{}</p><h3>5 responses</h3>{}{}{}{}{}</div>",
            TEXT[0],
            TEXT[1],
            bare(1),
            bare(2),
            bare(3),
            bare(4),
            bare(5)
        );
        assert_eq!(kept(&html), TEXT);
    }

    #[test]
    fn an_article_goes_on_below_links_in_its_middle() {
        let html = format!(
            "<article><p>{}</p><h3>Related stories</h3><ul><li><a href=1>Rain at last in the north</a><li>\
            <a href=2>Herds sold for nothing</a></ul><p>&gt;&gt; <a href=3>Why the river is low</a></p><p>{}</p></article>",
            TEXT[0], TEXT[1]
        );
        assert_eq!(kept(&html), TEXT);
    }

    #[test]
    fn an_article_goes_on_below_comments_that_stand_in_its_middle() {
        let voice = "<div><b>user7</b><p>I have read the plan twice and do not see why nobody has asked us.</p></div>";
        for between in [
            format!("<section class=c9><h3>Comments (2)</h3>{voice}{voice}</section>"),
            "<p>Leave a comment</p>".to_owned(),
        ] {
            let html = format!(
                "<article><p>{0}</p><p>{1}</p>{between}<p>{0}</p><p>{1}</p></article>",
                TEXT[0], TEXT[1]
            );
            assert_eq!(kept(&html), [TEXT, TEXT].concat(), "{between}");
        }
    }

    #[test]
    fn headlines_of_others_with_their_first_sentence_go_below_the_text() {
        let other = |id: u8| format!("<h3><a href={id}>Item {id} of the day</a></h3><p>{}</p>", TEXT[1]);
        let others: String = (0..3).map(other).collect();
        let html = format!("<article><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p>{others}</article>", TEXT[0]);
        assert_eq!(kept(&html), [TEXT[0]; 4]);
        let html = format!("<article><p>{}</p>{others}</article>", TEXT[0]);
        assert_eq!(kept(&html).len(), 4, "a round-up");
    }

    #[test]
    fn what_an_offer_promises_goes_with_it() {
        let html = format!(
            "<div><p>{}</p><div class=x1><p>Sign up for our newsletter and read first what happens at the coast.</p>\
            <ul><li>Unlimited access<li>Cancel at any time</ul></div><ul><li>Two boats<li>One quay</ul><p>{}</p></div>",
            TEXT[0], TEXT[1]
        );
        assert_eq!(kept(&html), [TEXT[0], "Two boats", "One quay", TEXT[1]]);
    }

    #[test]
    fn a_last_heading_stays_with_the_short_sentence_below_it() {
        let html = format!(
            "<article><p>{}</p><h2>Money</h2><p>The state pays half of it.</p><h2>More</h2></article>",
            TEXT[0]
        );
        assert_eq!(kept(&html), [TEXT[0], "Money", "The state pays half of it."]);
    }

    #[test]
    fn a_short_article_stands_against_many_teasers() {
        let teaser = |id: u8| {
            format!(
                "<div class=item><h3><a href={id}>Item {id}</a></h3><p>A long teaser about another matter, which has \
                nothing to do with harbours and has words enough for a paragraph.</p></div>"
            )
        };
        let list: String = (0..8).map(teaser).collect();
        assert_eq!(kept(&format!("<div><p>{}</p></div><div>{list}</div>", TEXT[0])), TEXT[..1]);
        assert_eq!(kept(&format!("<div>{list}</div>")).len(), 8);
    }

    #[test]
    fn other_articles_below_the_headed_one_are_teasers() {
        let teaser = |id: u8| {
            format!(
                "<article><h2><a href={id}>Item {id}</a></h2><p>A long teaser about another matter, which has nothing \
                to do with harbours and has words enough for a paragraph.</p></article>"
            )
        };
        let html = format!(
            "<main><article><h1>Harbour closes</h1><p>It was cold.</p><p>{}</p><p>{}</p></article>{}{}</main>",
            TEXT[0],
            TEXT[1],
            teaser(1),
            teaser(2)
        );
        assert_eq!(kept(&html), ["Harbour closes", "It was cold.", TEXT[0], TEXT[1]]);
    }

    #[test]
    fn a_line_with_a_credit_below_a_picture_is_its_caption() {
        let html = format!(
            "<div><p>{}</p><p><img src=w.jpg><br><small>A dry well near Lestin. (AP Photo/Bo Li)</small></p><p>{}</p></div>",
            TEXT[0], TEXT[1]
        );
        assert_eq!(kept(&html).iter().filter(|words| !words.is_empty()).count(), 2);
    }

    #[test]
    fn a_headline_with_a_word_above_it_is_the_headline_again() {
        let dom = Dom::parse("<h1><span>Norvik</span> <span>Harbour is closed for half a year</span></h1>");
        let leaves = leaves(&dom);
        let mut cuts = vec![None; leaves.len()];
        cut_kicker(&leaves, "Harbour is closed for half a year", &mut cuts);
        assert_eq!(cuts, [Some("title repeated")]);
    }

    #[test]
    fn times_between_the_entries_of_a_live_blog_are_no_text() {
        let html =
            format!("<main><p>11.05 CEST</p><p>{}</p><p>10:00 a.m.</p><p>{}</p></main>", TEXT[0], TEXT[1]);
        assert_eq!(kept(&html), TEXT);
        assert!(!is_time("10.5 million") && !is_time("2:1") && !is_time("13.04.2021"));
    }
}

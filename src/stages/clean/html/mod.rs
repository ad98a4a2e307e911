//! Web pages: parsed once, read for what they say of themselves, and cut down to the article.

pub mod author_line;
mod author_words;
pub mod authors;
pub mod below;
pub mod choice;
pub mod day;
pub mod dom;
pub mod edges;
mod figures;
pub mod json_ld;
pub mod leaves;
pub mod main_text;
pub mod metadata;
pub mod part_words;
pub mod parts;
pub mod replies;
pub mod stamp;
pub mod title;

use dom::Dom;
use leaves::{Content, Leaf};

use super::{
    draft::{Block, Draft, shown},
    format::plain,
    rules::credit,
    sources::Sources,
};
use crate::model::article::Image;

/// Reads a decoded page.
pub fn read(html: &str, sources: &Sources) -> Draft {
    let dom = Dom::parse(html);
    let mut draft = Draft::default();
    if dom.unread > 0 {
        draft.remove(&html[html.len() - dom.unread..], "beyond the limits of a page");
    }
    let leaves = leaves::leaves(&dom);
    let said = metadata::gather(&dom, html);
    let teasers = replies::teasers(&dom, &leaves);
    choice::apply(&mut draft, &dom, &said, (&leaves, &teasers), sources);
    let mut cuts = main_text::cuts(&dom, (&leaves, &teasers), sources);
    let headline = draft.reading.title.as_ref().map_or("", |title| title.value.as_str());
    main_text::cut_above(&leaves, headline, &mut cuts);
    main_text::cut_kicker(&leaves, headline, &mut cuts);
    let lead = lead_picture(&leaves, &cuts);
    if let Some((picture, caption)) = lead {
        take_lead(&mut draft, &leaves[picture], &leaves[caption], sources);
    }
    for (at, (leaf, cut)) in leaves.into_iter().zip(cuts).enumerate() {
        match (leaf.content, cut) {
            _ if lead.is_some_and(|lead| lead.0 == at || lead.1 == at) => {}
            (Content::Text(shape, words), None) => draft.blocks.push(Block::Text(shape, words)),
            (Content::Text(_, words), Some(reason)) => draft.remove(words.as_str(), reason),
            (Content::Picture(image), None) => {
                let src = absolute(&image.src, draft.reading.url.as_deref());
                draft.blocks.push(Block::Figure(Image { src, ..image }));
            }
            (Content::Picture(_), Some(_)) => {}
        }
    }
    match said.body {
        Some(body) if is_far_longer(&body, &draft) => with_body(draft, &body),
        _ => draft,
    }
}

/// A page that shows less than a third of the text that it gives to machines hides the rest behind a script.
fn is_far_longer(body: &str, draft: &Draft) -> bool {
    let shown: usize = draft.blocks.iter().filter_map(Block::words).map(|words| words.as_str().len()).sum();
    body.len() > 500 && body.len() > shown * 3
}

/// The text for machines in place of the text on the page.
fn with_body(mut draft: Draft, body: &str) -> Draft {
    for block in std::mem::take(&mut draft.blocks) {
        if let Block::Text(_, words) = block {
            draft.remove(words.as_str(), "told at length elsewhere in the page");
        }
    }
    let text =
        if body.contains("</p>") { read_fragment(body).blocks } else { plain::read(body).untraced().blocks };
    draft.blocks = text;
    draft
}

/// The first picture at or above the text with the caption below it.
fn lead_picture(leaves: &[Leaf], cuts: &[main_text::Cut]) -> Option<(usize, usize)> {
    let is_text = |at: &usize| cuts[*at].is_none() && leaves[*at].words().len() > 80;
    let first = (0..leaves.len()).find(is_text)?;
    let captions =
        (first.saturating_sub(10)..leaves.len().min(first + 10)).filter(|&at| cuts[at] == Some("caption"));
    captions.into_iter().find_map(|caption| {
        let above = (caption.saturating_sub(3)..caption).rev();
        let picture = above.clone().find(|&at| matches!(leaves[at].content, Content::Picture(_)))?;
        Some((picture, caption))
    })
}

/// The picture becomes the article's, its words caption and credit.
fn take_lead(draft: &mut Draft, picture: &Leaf, caption: &Leaf, sources: &Sources) {
    let (Content::Picture(found), text) = (&picture.content, caption.words()) else { return };
    let mut image = draft.reading.image.take().unwrap_or_default();
    if image.src.is_empty() {
        image.src = absolute(&found.src, draft.reading.url.as_deref());
    }
    image.alt = shown(&found.alt);
    let end = match credit::credit_in_caption(text, sources) {
        Some((end, credit)) => {
            image.credit = credit.outlet;
            image.creator = credit.creator;
            end
        }
        None => text.len(),
    };
    let words = text[..end].trim_end_matches(['(', '[', ' ', '|', '—', '–', '\n']);
    draft.remove(&text[words.len()..], "credit");
    image.caption = draft.show(words);
    draft.reading.image = Some(image);
}

/// An address with its host, where the page's own address tells it.
fn absolute(src: &str, page: Option<&str>) -> String {
    if src.starts_with("//") {
        return format!("https:{src}");
    }
    let origin = page.and_then(|page| {
        let host = page.find("://")? + 3;
        Some(&page[..page[host..].find('/').map_or(page.len(), |slash| host + slash)])
    });
    match origin.filter(|_| src.starts_with('/')) {
        Some(origin) => format!("{origin}{src}"),
        None => src.to_owned(),
    }
}

/// Reads a piece of HTML that is an article and nothing else, such as the entry of a feed.
pub fn read_fragment(html: &str) -> Draft {
    let dom = Dom::parse(html);
    let mut draft = Draft::default();
    for leaf in leaves::leaves(&dom) {
        match leaf.content {
            Content::Text(shape, words) => draft.blocks.push(Block::Text(shape, words)),
            Content::Picture(image) => draft.blocks.push(Block::Figure(image)),
        }
    }
    draft
}

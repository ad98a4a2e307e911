//! Free-standing pages, and the page "About" that every dossier has.

use std::sync::Arc;

use super::{Draft, menu, refs::Refs};
use crate::{
    memo::bytes_key,
    model::{
        dossier::Dossier,
        view::{Body, PageMeta, PageView, Part, View},
    },
};

/// Where the page "About" stands.
pub(super) const URL: &str = "about/";

/// What it is called when the program wrote it.
pub(super) const TITLE: &str = "About";

/// What it says when nobody has written `content/pages/about.md`.
const TEXT: &str = "\
This dossier gathers articles on one subject and links what they say. Every person, place, organisation, event \
and subject that the articles name has a page, with the sentences that name it, the words quoted, and the \
events reported or announced.

## How it was made

The articles were read from saved texts by a program. It removed what is not part of the text (credits, \
captions, markup), and noted where each came from. Each article names the file that it was read from and the \
SHA-256 of its bytes, so that the page can be checked against the original.

## What “unreviewed” means

Some things the program could read with certainty. The rest are suggestions: who said a quote, what an \
event is, what is worth a page of its own. A suggestion that no person has confirmed carries the mark \
“unreviewed” and, where there is one, the reason for it.

## Corrections

Quotes are shown in the words of the article. Where an article is marked as a translation, they are the \
translator’s words.
";

/// Whether the curator has written the page.
pub(super) fn has_own(dossier: &Dossier) -> bool {
    dossier.pages.iter().any(|page| *page.url == *URL)
}

pub(super) fn pages(refs: &Refs, parts: Vec<Vec<Part>>) -> Vec<Draft> {
    let own = refs.dossier.pages.iter().zip(parts).enumerate().map(|(index, (page, parts))| Draft {
        url: page.url.to_string(),
        owner: page.path.to_string(),
        path: Some(page.path.clone()),
        make: Box::new(move |refs| view(refs, index, &parts)),
    });
    let about = (!has_own(&refs.dossier) && !refs.dossier.is_plain()).then(|| Draft {
        url: URL.to_owned(),
        owner: "the page “About”".to_owned(),
        path: None,
        make: Box::new(|refs| (refs.meta("page", URL, TITLE), View::Page(written_here()))),
    });
    own.chain(about).collect()
}

fn view(refs: &Refs, index: usize, parts: &[Part]) -> (PageMeta, View) {
    let page = &refs.dossier.pages[index];
    let mut meta = refs.meta("page", &page.url, &page.matter.title);
    meta.description.clone_from(&page.matter.summary);
    let typeset = refs.config.smart_punctuation;
    let body = Body { typeset, parts: parts.to_vec(), ..page.body.clone() };
    let (previous, next) = menu::neighbours(refs, index);
    let (summary, section) = (page.matter.summary.clone(), page.matter.section.clone());
    (meta, View::Page(PageView { summary, section, previous, next, body: refs.linked(&body, &[]) }))
}

fn written_here() -> PageView {
    let file: Arc<[u8]> = Arc::from(TEXT.as_bytes());
    let body = Body { file, key: bytes_key(TEXT.as_bytes()), ..Body::default() };
    PageView { summary: String::new(), section: String::new(), previous: None, next: None, body }
}

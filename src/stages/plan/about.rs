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
pub(super) const TITLE: &str = "section.about";

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
        make: Box::new(|refs| (refs.meta("page", URL, refs.say(TITLE)), View::Page(written_here(refs)))),
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

/// What the page says when nobody has written `content/pages/about.md`.
fn written_here(refs: &Refs) -> PageView {
    let text = refs.say("about.text").as_bytes();
    let body = Body { file: Arc::from(text), key: bytes_key(text), ..Body::default() };
    PageView { summary: String::new(), section: String::new(), previous: None, next: None, body }
}

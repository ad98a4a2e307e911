//! Free-standing pages, and the page "About" that every dossier has.

use std::sync::Arc;

use super::{Draft, refs::Refs};
use crate::{
    memo::bytes_key,
    model::{
        dossier::Dossier,
        view::{Body, PageMeta, PageView, View},
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

pub(super) fn pages(refs: &Refs) -> Vec<Draft> {
    let own = refs.dossier.pages.iter().enumerate().map(|(index, page)| Draft {
        url: page.url.to_string(),
        owner: page.path.to_string(),
        path: Some(page.path.clone()),
        make: Box::new(move |refs| view(refs, index)),
    });
    let about = (!has_own(&refs.dossier)).then(|| Draft {
        url: URL.to_owned(),
        owner: "the page “About”".to_owned(),
        path: None,
        make: Box::new(|refs| (refs.meta("page", URL, refs.say(TITLE)), View::Page(written_here(refs)))),
    });
    own.chain(about).collect()
}

fn view(refs: &Refs, index: usize) -> (PageMeta, View) {
    let page = &refs.dossier.pages[index];
    let mut meta = refs.meta("page", &page.url, &page.matter.title);
    meta.description.clone_from(&page.matter.summary);
    (meta, View::Page(PageView { summary: page.matter.summary.clone(), body: refs.linked(&page.body, &[]) }))
}

/// What the page says when nobody has written `content/pages/about.md`.
fn written_here(refs: &Refs) -> PageView {
    let text = refs.say("about.text").as_bytes();
    let body = Body { file: Arc::from(text), key: bytes_key(text), ..Body::default() };
    PageView { summary: String::new(), body }
}

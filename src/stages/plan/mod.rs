//! Every URL, before anything is written: which page stands where, and what it shows.
//!
//! Two pages on one address are found here, addresses that differ only in case or in the composition of their
//! letters included, because some disks and hosts would mix them up.

mod about;
mod article;
mod home;
mod lists;
mod refs;
mod source;
mod topic;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use self::refs::Refs;
use super::render::{feed, theme::Theme};
use crate::{
    memo,
    model::{
        config::Config,
        diagnostic::Diagnostic,
        dossier::Dossier,
        inputs::{Day, RelPath},
        site::{Content, Entry, Site},
        topic::Kind,
        view::{Link, PageMeta, SiteView, View},
    },
};

/// A page with the file that it is owed to.
struct Draft {
    /// Path below the base path: `topics/japan/`, or a file.
    url: Arc<str>,
    /// For the message when two pages want one address.
    owner: String,
    /// The file, when there is one.
    path: Option<RelPath>,
    meta: PageMeta,
    view: View,
}

/// The site, and what stood in its way.
pub fn plan(
    dossier: &Dossier,
    config: &Config,
    theme: &Theme,
    today: Day,
) -> (Site, SiteView, Vec<Diagnostic>) {
    let refs = Refs::new(dossier, config);
    let site_view = site_view(dossier, config, &refs);
    let site_key = memo::key((&site_view, theme.key, env!("CARGO_PKG_VERSION")));
    let mut drafts = vec![home::page(&refs, today), lists::not_found(&refs)];
    drafts.extend(lists::articles(&refs));
    drafts.extend(Kind::ALL.into_iter().flat_map(|kind| lists::topics(&refs, Some(kind))));
    drafts.extend(lists::topics(&refs, None));
    drafts.extend(lists::timeline(&refs));
    drafts.extend(lists::quotes(&refs));
    drafts.extend(source::all(&refs));
    drafts.extend(about::pages(&refs));
    let articles: Vec<Draft> =
        (0..dossier.articles.len()).into_par_iter().map(|index| article::page(&refs, index)).collect();
    let topics: Vec<Vec<Draft>> =
        (0..dossier.topics.len()).into_par_iter().map(|index| topic::pages(&refs, index)).collect();
    drafts.extend(articles);
    drafts.extend(topics.into_iter().flatten());
    let mut diagnostics = Vec::new();
    let mut site = Site::new();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for draft in drafts {
        let fold: String = draft.url.nfc().flat_map(char::to_lowercase).collect();
        if let Some(other) = taken.get(&fold) {
            diagnostics.push(collision(&draft, other));
            continue;
        }
        taken.insert(fold, draft.owner);
        let key = memo::key((site_key, &draft.meta, &draft.view));
        site.insert(
            file(&draft.url),
            Entry { content: Content::Page { meta: draft.meta, view: draft.view }, key },
        );
    }
    for (path, bytes) in ready_files(&site, &refs, theme) {
        let key = memo::bytes_key(&bytes);
        site.insert(Arc::from(path), Entry { content: Content::Bytes(bytes), key });
    }
    (site, site_view, diagnostics)
}

/// Feed, sitemap, robots, headers, and the theme's static files.
fn ready_files(site: &Site, refs: &Refs<'_>, theme: &Theme) -> Vec<(String, Arc<[u8]>)> {
    let config = refs.config;
    let mut files: Vec<(String, Arc<[u8]>)> =
        theme.assets().map(|asset| (asset.path.to_string(), Arc::clone(&asset.bytes))).collect();
    let texts = [
        ("atom.xml", feed::atom(config, &refs.articles)),
        ("sitemap.xml", feed::sitemap(site)),
        ("robots.txt", feed::robots(config)),
        ("_headers", feed::headers(config)),
        (".nojekyll", String::new()),
    ];
    files.extend(texts.map(|(path, text)| (path.to_owned(), Arc::from(text.into_bytes()))));
    files
}

/// `topics/japan/` → `topics/japan/index.html`
fn file(url: &str) -> Arc<str> {
    if url.is_empty() || url.ends_with('/') { Arc::from(format!("{url}index.html")) } else { Arc::from(url) }
}

fn collision(draft: &Draft, other: &str) -> Diagnostic {
    let message = format!("{} and {other} both want the address /{}", draft.owner, draft.url);
    let diagnostic = Diagnostic::error("url-collision", message)
        .hint("give one of them a `slug:` of its own; the first one was kept");
    match &draft.path {
        Some(path) => diagnostic.in_file(path),
        None => diagnostic,
    }
}

fn site_view(dossier: &Dossier, config: &Config, refs: &Refs<'_>) -> SiteView {
    let item =
        |label: &str, url: &str| Link { label: Arc::from(label), href: Some(Arc::from(refs.href(url))) };
    let mut nav = vec![item("Articles", "articles/")];
    for kind in Kind::ALL {
        if dossier.topics.iter().any(|topic| topic.matter.kind == kind) {
            nav.push(item(kind.heading(), &format!("{}/", kind.folder())));
        }
    }
    nav.extend([item("Timeline", "timeline/"), item("Quotes", "quotes/"), item("Sources", "sources/")]);
    let pages = dossier.pages.iter().map(|page| item(&page.matter.title, &page.url));
    let about = (!about::has_own(dossier)).then(|| item(about::TITLE, about::URL));
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        publisher: config.publisher.clone(),
        base_url: format!("{}{}", config.origin(), config.base_path()),
        base_path: config.base_path(),
        nav,
        pages: pages.chain(about).chain([item("A–Z", "topics/")]).collect(),
        feed: refs.href("atom.xml"),
        generator: concat!("Dossier ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

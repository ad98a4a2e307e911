//! Every URL, before anything is written: which page stands where, and what it shows.
//!
//! Two pages on one address are found here, addresses that differ only in case or in the composition of their
//! letters included, because some disks and hosts would mix them up.

mod about;
mod activity;
mod article;
mod corrections;
mod graph;
mod home;
mod layout;
mod lists;
mod menu;
mod neighbours;
mod parts;
mod pictures;
mod redirects;
mod refs;
mod said;
mod source;
mod topic;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use self::refs::Refs;
use super::render::{
    feed::{self, Corrected},
    theme::Theme,
};
use crate::{
    memo,
    model::{
        config::Config,
        diagnostic::Diagnostic,
        dossier::Dossier,
        inputs::{Day, RelPath},
        site::{Entry, Site},
        topic::Kind,
        view::{PageMeta, SiteView, View},
    },
};

/// Where the Atom feed stands.
const FEED: &str = "atom.xml";

/// Makes a page's head and view from what is known.
type Make = Box<dyn Fn(&Refs) -> (PageMeta, View) + Send + Sync>;

/// A file whose bytes are ready, with its path.
type Ready = (String, Arc<[u8]>);

/// A page with the file that it is owed to.
struct Draft {
    /// Path below the base path: `topics/japan/`, or a file.
    url: String,
    /// For the message when two pages want one address.
    owner: String,
    /// The file, when there is one.
    path: Option<RelPath>,
    /// What stands there.
    make: Make,
}

/// The site, and what stood in its way.
pub fn plan(
    dossier: &Arc<Dossier>,
    config: &Config,
    theme: &Theme,
    today: Day,
) -> (Site, SiteView, Vec<Diagnostic>) {
    let refs = Arc::new(Refs::new(dossier, config, &theme.strings));
    let site_view = site_view(&refs);
    let mut drafts = vec![lists::not_found()];
    if !dossier.has_own_front() {
        drafts.push(home::page(today));
    }
    if !dossier.is_plain() {
        drafts.extend(lists::articles(&refs));
        drafts.extend(Kind::ALL.into_iter().flat_map(|kind| lists::topics(&refs, Some(kind))));
        drafts.extend(lists::topics(&refs, None));
        drafts.extend(lists::timeline(&refs));
        drafts.extend(lists::quotes(&refs));
        drafts.extend(source::all(&refs));
    }
    let parts = parts::of_pages(&refs, theme);
    drafts.extend(about::pages(&refs, parts.of_pages));
    drafts.extend(corrections::pages(&refs));
    drafts.extend(graph::page(&refs));
    drafts.par_extend((0..dossier.articles.len()).into_par_iter().map(|index| article::page(&refs, index)));
    drafts.par_extend(
        (0..dossier.topics.len()).into_par_iter().flat_map_iter(|index| topic::pages(&refs, index)),
    );
    let (drafts, mut diagnostics) = without_collisions(drafts);
    diagnostics.extend(parts.diagnostics);
    let mut ready = ready_files(&drafts, &refs, theme);
    let (redirects, problems) = redirects::files(&refs, &drafts);
    ready.extend(redirects);
    diagnostics.extend(problems);
    diagnostics.extend(home::problem(&refs));
    let pages = drafts.into_par_iter().map(|draft| {
        let (make, refs) = (draft.make, Arc::clone(&refs));
        (file(&draft.url), Entry::Page(Box::new(move || make(&refs))))
    });
    let ready = ready.into_par_iter().map(|(path, bytes)| (Arc::from(path), Entry::Bytes(bytes)));
    let key = memo::key((&site_view, theme.key, env!("CARGO_PKG_VERSION")));
    let mut entries: Vec<(Arc<str>, Entry)> = pages.chain(ready).collect();
    entries.extend(pictures::files(&refs, &parts.media));
    entries.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    (Site { entries: entries.into_iter().collect(), key }, site_view, diagnostics)
}

/// The drafts but those whose address an earlier one has, which are reported.
fn without_collisions(drafts: Vec<Draft>) -> (Vec<Draft>, Vec<Diagnostic>) {
    let fold = |draft: &Draft| draft.url.nfc().flat_map(char::to_lowercase).collect::<String>();
    let mut order: Vec<(String, usize)> =
        drafts.par_iter().enumerate().map(|(index, draft)| (fold(draft), index)).collect();
    order.par_sort_unstable();
    let same = order.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1);
    let lost: BTreeMap<usize, Diagnostic> = same
        .flat_map(|same| same[1..].iter().map(move |(_, later)| (*later, same[0].1)))
        .map(|(later, first)| (later, collision(&drafts[later], &drafts[first].owner)))
        .collect();
    if lost.is_empty() {
        return (drafts, Vec::new());
    }
    let kept = drafts.into_iter().enumerate().filter(|(index, _)| !lost.contains_key(index));
    (kept.map(|(_, draft)| draft).collect(), lost.into_values().collect())
}

/// Feed, sitemap, robots, headers, and the theme's static files.
fn ready_files(drafts: &[Draft], refs: &Refs, theme: &Theme) -> Vec<Ready> {
    let config = &refs.config;
    let mut addresses: Vec<String> = drafts
        .par_iter()
        .map(|draft| draft.url.as_str())
        .filter(|url| *url != lists::NOT_FOUND)
        .map(|url| refs.canonical(url))
        .collect();
    addresses.par_sort_unstable();
    let corrected = corrections::all(refs).into_iter().map(|place| Corrected {
        article: &refs.articles[place.0 as usize],
        correction: corrections::correction(refs, place),
    });
    let corrected: Vec<Corrected<'_>> = corrected.collect();
    let mut files: Vec<Ready> =
        theme.assets().map(|asset| (asset.path.to_string(), Arc::clone(&asset.bytes))).collect();
    if !refs.dossier.is_plain() {
        let feed = feed::atom(config, &refs.articles, &corrected, &refs.strings);
        files.push((FEED.to_owned(), Arc::from(feed.into_bytes())));
    }
    let texts = [
        ("sitemap.xml", feed::sitemap(&addresses)),
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

fn site_view(refs: &Refs) -> SiteView {
    let config = &refs.config;
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        publisher: config.publisher.clone(),
        base_url: format!("{}{}", config.origin(), config.base_path()),
        base_path: config.base_path(),
        nav: menu::head(refs),
        pages: menu::foot(refs),
        menu: menu::sections(refs),
        feed: if refs.dossier.is_plain() { String::new() } else { refs.href(FEED) },
        generator: concat!("Dossier ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

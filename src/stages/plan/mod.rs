//! Every URL, before anything is written: which page stands where, and what it shows.
//!
//! Two pages on one address are found here, addresses that differ only in case or in the composition of their
//! letters included, because some disks and hosts would mix them up.

mod about;
mod activity;
mod article;
mod corrections;
pub(crate) mod exports;
mod feeds;
mod graph;
mod home;
mod layout;
mod lists;
mod menu;
mod neighbours;
mod parts;
mod pictures;
mod print;
mod redirects;
mod refs;
mod said;
pub(crate) mod search;
mod source;
mod topic;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

pub use self::refs::Refs;
use super::render::{feed, theme::Theme};
use crate::{
    memo,
    model::{
        config::Config,
        date::Date,
        diagnostic::Diagnostic,
        dossier::{Article, Dossier},
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

/// A site as it is planned.
pub struct Planned {
    /// What stands where.
    pub site: Site,
    /// What every page shows of it.
    pub view: SiteView,
    /// What its pages show of each other.
    pub refs: Arc<Refs>,
    /// What stood in its way.
    pub diagnostics: Vec<Diagnostic>,
}

/// The page of one article of a dossier that is the one of `refs` but for what is on this page.
pub fn article_page(refs: &Refs, dossier: Dossier, index: usize) -> (Arc<str>, PageMeta, View) {
    let refs = refs.with_article(dossier, index);
    let Draft { url, make, .. } = article::page(&refs, index);
    let (meta, view) = make(&refs);
    (file(&url), meta, view)
}

/// The site of a dossier.
pub fn plan(dossier: &Arc<Dossier>, config: &Config, theme: &Theme, today: Day) -> Planned {
    let refs = Arc::new(Refs::new(dossier, config, &theme.strings));
    let view = site_view(&refs);
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
        drafts.extend([exports::page(), print::page()]);
    }
    let parts = parts::of_pages(&refs, theme);
    drafts.extend(about::pages(&refs, parts.of_pages));
    drafts.extend(corrections::pages(&refs));
    drafts.extend(graph::page(&refs));
    drafts.extend(search::page(&refs));
    drafts.par_extend((0..dossier.articles.len()).into_par_iter().map(|index| article::page(&refs, index)));
    drafts.par_extend(
        (0..dossier.topics.len()).into_par_iter().flat_map_iter(|index| topic::pages(&refs, index)),
    );
    let (drafts, mut diagnostics) = without_collisions(drafts);
    diagnostics.extend(parts.diagnostics);
    let mut ready = ready_files(&refs, theme);
    let sitemaps = sitemaps(&drafts, &refs);
    let feeds = || if dossier.is_plain() { Vec::new() } else { feeds::files(&refs, &drafts) };
    let ((redirects, problems), made) = rayon::join(|| redirects::files(&refs, &drafts), feeds);
    ready.extend(redirects);
    diagnostics.extend(problems);
    diagnostics.extend(home::problem(&refs));
    let pages = drafts.into_par_iter().map(|draft| {
        let (make, refs) = (draft.make, Arc::clone(&refs));
        (file(&draft.url), Entry::Page(Box::new(move || make(&refs))))
    });
    let ready = ready.into_par_iter().map(|(path, bytes)| (Arc::from(path), Entry::Bytes(bytes)));
    let key = memo::key((&view, theme.key, env!("CARGO_PKG_VERSION")));
    let mut entries: Vec<(Arc<str>, Entry)> = pages.chain(ready).collect();
    entries.extend(made);
    entries.extend(sitemaps);
    if !dossier.is_plain() {
        entries.extend(exports::files(&refs));
    }
    entries.extend(pictures::files(&refs, &parts.media));
    entries.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let site = Site {
        entries: entries.into_iter().collect(),
        folders: search::folder(&refs).into_iter().collect(),
        key,
    };
    Planned { site, view, refs, diagnostics }
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

/// Robots, headers, and the theme's static files.
fn ready_files(refs: &Refs, theme: &Theme) -> Vec<Ready> {
    let config = &refs.config;
    let mut files: Vec<Ready> =
        theme.assets().map(|asset| (asset.path.to_string(), Arc::clone(&asset.bytes))).collect();
    let texts = [
        ("robots.txt", feed::robots(config)),
        ("_headers", feed::headers(config)),
        (".nojekyll", String::new()),
    ];
    files.extend(texts.map(|(path, text)| (path.to_owned(), Arc::from(text.into_bytes()))));
    let cname = (!config.cname.is_empty()).then(|| format!("{}\n", config.cname));
    files.extend(cname.map(|name| ("CNAME".to_owned(), Arc::from(name.into_bytes()))));
    files
}

/// The sitemap, or several with one that names them; made when the first is asked for.
fn sitemaps(drafts: &[Draft], refs: &Arc<Refs>) -> impl Iterator<Item = (Arc<str>, Entry)> + use<> {
    let urls = drafts.iter().map(|draft| draft.url.clone()).filter(|url| url != lists::NOT_FOUND);
    let urls: Vec<String> = urls.collect();
    let names = feed::sitemap_names(urls.len());
    let refs = Arc::clone(refs);
    let all = Arc::new(LazyLock::new(move || feed::sitemaps(&refs.canonical(""), &listed(&urls, &refs))));
    names.into_iter().enumerate().map(move |(at, name)| {
        let (keyed, made) = (Arc::clone(&all), Arc::clone(&all));
        let key = Box::new(move || memo::bytes_key(keyed[at].as_bytes()));
        (Arc::from(name), Entry::Made(key, Box::new(move || made[at].clone().into_bytes())))
    })
}

/// The pages at these addresses with the day on which an article's page last changed.
fn listed(urls: &[String], refs: &Refs) -> Vec<feed::Listed> {
    let changed = |article: &Article| {
        let matter = &article.matter;
        let dates = matter
            .correction
            .iter()
            .map(|correction| correction.date)
            .chain(matter.retrieved)
            .chain(article.card.date);
        dates.filter_map(Date::as_day).max()
    };
    let changed: BTreeMap<&str, _> =
        refs.dossier.articles.iter().map(|article| (&*article.card.url, changed(article))).collect();
    let listed =
        urls.par_iter().map(|url| (refs.canonical(url), changed.get(url.as_str()).copied().flatten()));
    let mut listed: Vec<feed::Listed> = listed.collect();
    listed.par_sort_unstable();
    listed
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
    let plain = refs.dossier.is_plain();
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
        feed: if plain { String::new() } else { refs.href(FEED) },
        feeds: if plain { Vec::new() } else { feeds::links(refs, feeds::Of::Site) },
        search: if config.search { refs.href(search::URL) } else { String::new() },
        exports: if plain { String::new() } else { refs.href(exports::FOLDER) },
        minify: config.minify,
        generator: concat!("Dossier ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

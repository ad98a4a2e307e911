//! `dossier search`: asks the index of the site from the terminal, with the ranking that readers get in the page.
//!
//! Seeds that were not read yet are searched as they would be read; nothing is written but the memo.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::json;

use super::{Failure, Outcome, build::merge, one, settings};
use crate::{
    build::{Built, build, load_theme, read_seeds},
    cli::{BuildArgs, Common, SearchArgs},
    edge::{
        cache, clock, disk,
        terminal::{plural, say, show, show_json},
    },
    memo::Memo,
    stages::{
        plain::plain,
        plan::search::shown,
        render::theme::builtin,
        search::{Filters, Hit, Index, passage},
    },
};

/// What is marked in a passage stands between these.
const MARKS: (&str, &str) = ("[", "]");

/// Runs the command.
pub fn search(common: &Common, args: &SearchArgs) -> Result<Outcome, Failure> {
    let root = disk::find_root(&common.root).map_err(one)?;
    let (mut config, _) = settings::read(&root, common, &BuildArgs::default()).map_err(one)?;
    config.search = true;
    let mut inputs = disk::read_inputs(&root, config, clock::today().map_err(one)?, &builtin);
    let memo = cache::load(&root);
    let ingested = read_seeds(&inputs, &memo);
    merge(&mut inputs.articles, ingested.articles);
    merge(&mut inputs.review, ingested.review);
    let theme = load_theme(&inputs.theme, &inputs.config)?;
    let built = build(&inputs, &theme, &memo).map_err(one)?;
    let files = index(&built, &memo);
    let load = |path: &str| files.get(path).map(Arc::clone);
    let filters = Filters { kind: args.kind.clone(), year: args.year.clone(), source: args.source.clone() };
    let query = args.query.join(" ");
    if let Some(index) = Index::open(&load) {
        let found = index.find(&query, &filters, args.limit);
        if !args.json && !common.quiet {
            say(&match found.total {
                0 => format!("nothing found for “{query}”"),
                total if total > found.hits.len() => {
                    format!("{total} found, the best {} here", found.hits.len())
                }
                total => format!("{} found", plural(total, "thing")),
            });
        }
        for hit in &found.hits {
            let text = text_of(&built, hit);
            let excerpt = passage(&text, &found.words, MARKS).unwrap_or_default();
            if args.json { print_json(&built, hit, &excerpt) } else { print(&built, hit, &excerpt) }
        }
    }
    // Without a memo the next run takes longer, and is right all the same.
    let _ = cache::store(&root, memo);
    std::mem::forget((inputs, built));
    Ok(Outcome::Well)
}

fn index(built: &Built, memo: &Memo) -> BTreeMap<Arc<str>, Arc<[u8]>> {
    built.site.folders.iter().flat_map(|folder| (folder.make)(memo)).collect()
}

/// The file that a document is kept in, if it has one.
fn file_of(built: &Built, hit: &Hit) -> Option<String> {
    let dossier = &built.dossier;
    match hit.kind.as_str() {
        "article" => {
            let card = &dossier.articles[article(built, hit)?].card;
            Some(format!("content/articles/{}.md", card.stem))
        }
        "source" => {
            let source = dossier.sources.iter().find(|source| hit.title.1.ends_with(&*source.url))?;
            source.path.as_ref().map(ToString::to_string)
        }
        "page" => Some(dossier.pages.iter().find(|page| hit.title.1.ends_with(&*page.url))?.path.to_string()),
        _ => {
            let topic = dossier.topics.iter().find(|topic| hit.title.1.ends_with(&*topic.url))?;
            topic.path.as_ref().map(ToString::to_string)
        }
    }
}

/// Articles are counted from the oldest in the index, from the newest in the dossier.
fn article(built: &Built, hit: &Hit) -> Option<usize> {
    built.dossier.articles.len().checked_sub(1)?.checked_sub(usize::try_from(hit.doc).ok()?)
}

/// The text of a document, as far as it may be shown.
fn text_of(built: &Built, hit: &Hit) -> String {
    let dossier = &built.dossier;
    let here = |url: &str| hit.title.1.ends_with(url);
    let body = match hit.kind.as_str() {
        "article" => return article(built, hit).map(|at| shown(&dossier.articles[at])).unwrap_or_default(),
        "source" => dossier.sources.iter().find(|source| here(&source.url)).map(|source| &source.body),
        "page" => dossier.pages.iter().find(|page| here(&page.url)).map(|page| &page.body),
        _ => dossier.topics.iter().find(|topic| here(&topic.url)).map(|topic| &topic.body),
    };
    body.map(|body| plain(body.markdown()).text).unwrap_or_default()
}

fn print(built: &Built, hit: &Hit, excerpt: &str) {
    let (title, href, date, more) = &hit.title;
    let facts: Vec<&str> =
        [hit.kind.as_str(), date, more].into_iter().filter(|fact| !fact.is_empty()).collect();
    show(&format!(
        "\n{title}\n  {}\n  {}",
        facts.join(" · "),
        file_of(built, hit).unwrap_or_else(|| href.to_string())
    ));
    if !excerpt.is_empty() {
        show(&format!("  {excerpt}"));
    }
}

fn print_json(built: &Built, hit: &Hit, excerpt: &str) {
    let (title, href, date, more) = &hit.title;
    show_json(
        &json!({
            "kind": hit.kind,
            "title": title,
            "href": href,
            "file": file_of(built, hit),
            "date": date,
            "source": if hit.kind == "article" { &**more } else { "" },
            "excerpt": excerpt,
        })
        .to_string(),
    );
}

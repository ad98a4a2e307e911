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
        plan::search::documents,
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
        let document = documents(&built.refs);
        for hit in &found.hits {
            let (file, text) = document(hit.doc).unwrap_or_default();
            let excerpt = passage(&text, &found.words, MARKS).unwrap_or_default();
            if args.json {
                print_json(hit, file.as_deref(), &excerpt);
            } else {
                print(hit, file.as_deref(), &excerpt);
            }
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

fn print(hit: &Hit, file: Option<&str>, excerpt: &str) {
    let (title, href, date, more) = &hit.title;
    let facts: Vec<&str> =
        [hit.kind.as_str(), date, more].into_iter().filter(|fact| !fact.is_empty()).collect();
    show(&format!("\n{title}\n  {}\n  {}", facts.join(" · "), file.unwrap_or(href)));
    if !excerpt.is_empty() {
        show(&format!("  {excerpt}"));
    }
}

fn print_json(hit: &Hit, file: Option<&str>, excerpt: &str) {
    let (title, href, date, more) = &hit.title;
    show_json(
        &json!({
            "kind": hit.kind,
            "title": title,
            "href": href,
            "file": file,
            "date": date,
            "source": if hit.kind == "article" { &**more } else { "" },
            "excerpt": excerpt,
        })
        .to_string(),
    );
}

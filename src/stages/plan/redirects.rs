//! Addresses that lead on: other names of the curator's topics, and old addresses of articles.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Draft, Ready, file, refs::Refs};
use crate::{
    model::{
        diagnostic::Diagnostic,
        inputs::RelPath,
        out_path::{check_output_path, fold},
    },
    stages::{
        place::{Step, at_key},
        render::redirect,
    },
    text::slug::slug,
};

/// From one path below the base path to another.
struct Redirect {
    from: String,
    to: Arc<str>,
    title: Arc<str>,
}

/// The pages that lead on, with the list of them for hosts that read it.
pub(super) fn files(refs: &Refs, drafts: &[Draft]) -> (Vec<Ready>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut redirects = of_topics(refs);
    redirects.extend(of_articles(refs, drafts, &mut problems));
    if redirects.is_empty() {
        return (Vec::new(), problems);
    }
    let pairs: Vec<(String, String)> =
        redirects.iter().map(|redirect| (refs.href(&redirect.from), refs.href(&redirect.to))).collect();
    let list = redirect::list(pairs.iter().map(|(from, to)| (from.as_str(), to.as_str())));
    let mut files: Vec<Ready> = redirects
        .iter()
        .zip(&pairs)
        .map(|(redirect, (_, href))| {
            let canonical = refs.canonical(&redirect.to);
            let page =
                redirect::page(&refs.strings, &refs.config.language, &redirect.title, (href, &canonical));
            (file(&redirect.from).to_string(), Arc::from(page.into_bytes()))
        })
        .collect();
    files.push(("_redirects".to_owned(), Arc::from(list.into_bytes())));
    (files, problems)
}

/// An alias leads to its topic, unless a topic has that address itself or two topics have that alias.
fn of_topics(refs: &Refs) -> Vec<Redirect> {
    let topics = &refs.dossier.topics;
    let taken: BTreeSet<&str> = topics.iter().map(|topic| &*topic.url).collect();
    let mut aliases: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (index, topic) in topics.iter().enumerate().filter(|(_, topic)| topic.path.is_some()) {
        let contested = topic.matter.contested_names.iter().map(|contested| &contested.name);
        let names: BTreeSet<String> = std::iter::once(&topic.matter.name)
            .chain(&topic.matter.aliases)
            .chain(contested)
            .map(|name| format!("topics/{}/", slug(name)))
            .filter(|url| !taken.contains(url.as_str()))
            .collect();
        for url in names {
            aliases.entry(url).and_modify(|known| *known = None).or_insert(Some(index));
        }
    }
    let clear = aliases.into_iter().filter_map(|(from, topic)| Some((from, &topics[topic?])));
    clear
        .map(|(from, topic)| Redirect {
            from,
            to: Arc::clone(&topic.url),
            title: Arc::from(topic.matter.name.as_str()),
        })
        .collect()
}

/// The `aliases` of articles: old addresses, as paths with or without a slash in front.
fn of_articles(refs: &Refs, drafts: &[Draft], problems: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let articles = &refs.dossier.articles;
    if articles.iter().all(|article| article.matter.aliases.is_empty()) {
        return Vec::new();
    }
    let mut taken: BTreeSet<String> = drafts.iter().map(|draft| fold(&file(&draft.url))).collect();
    taken.extend(of_topics(refs).iter().map(|redirect| fold(&file(&redirect.from))));
    let mut redirects = Vec::new();
    for article in articles {
        let path = RelPath::new(format!("content/articles/{}.md", article.card.stem));
        for alias in &article.matter.aliases {
            let from = old_address(alias);
            let refuse = |why: &str| {
                let problem =
                    Diagnostic::error("bad-alias", format!("`aliases: {alias}` cannot be an address: {why}"))
                        .hint("write the old path below the site, such as `2017/old-name/`");
                let steps = [Step::Key("aliases"), Step::Item(alias)];
                at_key(problem, (&path, &article.body.file), &steps)
            };
            if let Err(why) = check_output_path(&file(&from)) {
                problems.push(refuse(&why));
            } else if taken.insert(fold(&file(&from))) {
                let (to, title) = (Arc::clone(&article.card.url), Arc::from(&*article.card.title));
                redirects.push(Redirect { from, to, title });
            } else {
                problems.push(refuse("another page stands there"));
            }
        }
    }
    redirects
}

/// `/2017/old` → `2017/old/`; a name with a suffix is a file.
fn old_address(alias: &str) -> String {
    let path = alias.trim().trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { path.to_owned() } else { format!("{path}/") }
}

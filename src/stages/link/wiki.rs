//! Links that people write by name: `[[Kunashir]]`, `[[Kunashir|the island]]`, `[[Title of an article]]`; or by file:
//! `[the method](../pages/method.md#sources)`.
//!
//! A name means a topic before it means an article, and an article before a source or a page. One that means nothing,
//! or two things, is an error with its place, and shown as plain text.

use std::{collections::BTreeMap, sync::Arc};

use super::{fold, media::Library};
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        dossier::{Article, FreePage, Source, Topic},
        inputs::RelPath,
        view::{Body, WikiLink},
    },
    stages::{plain::is_file, render::markdown::ID_PREFIX},
    text::slug::slug,
};

/// The parts of a dossier whose texts hold such links.
pub(super) struct Texts<'a> {
    pub(super) articles: &'a mut [Article],
    pub(super) topics: &'a mut [Topic],
    pub(super) sources: &'a mut [Source],
    pub(super) pages: &'a mut [FreePage],
}

/// Finds where every such link leads.
pub(super) fn resolve(texts: &mut Texts<'_>, library: &Library<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Texts { articles, topics, sources, pages } = texts;
    let none = articles.iter().all(|article| article.body.wiki.is_empty())
        && topics.iter().all(|topic| topic.body.wiki.is_empty())
        && sources.iter().all(|source| source.body.wiki.is_empty())
        && pages.iter().all(|page| page.body.wiki.is_empty());
    if none {
        return;
    }
    let targets = Targets::of(articles, topics, sources, pages);
    let targets = Finder { targets, library };
    for article in articles.iter_mut().filter(|article| !article.body.wiki.is_empty()) {
        let path = article_path(article);
        targets.fill(&mut article.body, Some(&path), diagnostics);
    }
    for topic in topics.iter_mut() {
        targets.fill(&mut topic.body, topic.path.as_ref(), diagnostics);
    }
    for source in sources.iter_mut() {
        targets.fill(&mut source.body, source.path.as_ref(), diagnostics);
    }
    for page in pages.iter_mut() {
        targets.fill(&mut page.body, Some(&page.path), diagnostics);
    }
}

fn is_article(path: &RelPath) -> bool {
    path.as_str().starts_with("content/articles/")
}

fn article_path(article: &Article) -> RelPath {
    RelPath::new(format!("content/articles/{}.md", article.card.stem))
}

/// What a name leads to.
struct Target {
    /// The smaller comes first.
    rank: u8,
    url: Arc<str>,
    /// Something else of the same rank has this name too.
    shared: bool,
}

/// Everything that has a name, by its folded form.
#[derive(Default)]
struct Targets {
    by_name: BTreeMap<String, Target>,
    names: Vec<String>,
    by_file: BTreeMap<String, Arc<str>>,
}

impl Targets {
    fn of(articles: &[Article], topics: &[Topic], sources: &[Source], pages: &[FreePage]) -> Self {
        let mut targets = Self::default();
        for topic in topics {
            targets.add(&topic.matter.name, 0, &topic.url);
        }
        for topic in topics {
            let contested = topic.matter.contested_names.iter().map(|contested| &contested.name);
            for name in topic.matter.aliases.iter().chain(contested) {
                targets.add(name, 1, &topic.url);
            }
        }
        for article in articles {
            targets.add(&article.card.title, 2, &article.card.url);
            targets.add(&article.card.stem, 2, &article.card.url);
        }
        for source in sources {
            targets.add(&source.matter.name, 3, &source.url);
        }
        for page in pages {
            targets.add(&page.matter.title, 4, &page.url);
        }
        let articles =
            articles.iter().map(|article| (article_path(article).to_string(), Arc::clone(&article.card.url)));
        let topics = topics.iter().filter_map(|topic| Some((topic.path.as_ref()?, &topic.url)));
        let sources = sources.iter().filter_map(|source| Some((source.path.as_ref()?, &source.url)));
        let pages = pages.iter().map(|page| (&page.path, &page.url));
        let with_file = topics.chain(sources).chain(pages);
        targets.by_file =
            with_file.map(|(path, url)| (path.to_string(), Arc::clone(url))).chain(articles).collect();
        targets
    }

    fn add(&mut self, name: &str, rank: u8, url: &Arc<str>) {
        let first = || Target { rank, url: Arc::clone(url), shared: false };
        let known = self.by_name.entry(fold(name)).or_insert_with(first);
        known.shared |= known.rank == rank && known.url != *url;
        self.names.push(name.to_owned());
    }

    /// The address of what a file of the dossier becomes, and of a place in it.
    fn file(&self, from: &RelPath, link: &str) -> Result<String, Diagnostic> {
        let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
        let place = percent_encoding::percent_decode_str(file).decode_utf8_lossy();
        let path = beside(from, &place);
        let Some(url) = path.as_ref().and_then(|path| self.by_file.get(path)) else {
            let problem = Diagnostic::warning("unknown-file", format!("no page is made of a file `{file}`"));
            let known = self.by_file.keys().map(String::as_str);
            let near = path.as_deref().and_then(|path| did_you_mean(path, known));
            return Err(match near {
                Some(near) => problem.hint(format!("did you mean {near}?")),
                None => problem.hint("write its path as seen from this file, or a link by name: `[[title]]`"),
            });
        };
        let mark =
            if fragment.is_empty() { String::new() } else { format!("#{ID_PREFIX}{}", slug(fragment)) };
        Ok(format!("{url}{mark}"))
    }
}

/// Finds what links by name and by file lead to.
struct Finder<'a> {
    targets: Targets,
    library: &'a Library<'a>,
}

impl Finder<'_> {
    /// Sets the addresses of a text's links, as paths below the base path.
    fn fill(&self, body: &mut Body, path: Option<&RelPath>, diagnostics: &mut Vec<Diagnostic>) {
        let mut lost = Vec::new();
        let unnamed = RelPath::new("content/x");
        let from = path.unwrap_or(&unnamed);
        for link in &mut body.wiki {
            if let Err(problem) = self.find(from, link) {
                lost.push((problem, link.span.0 as usize..link.span.1 as usize));
            }
        }
        let Some(path) = path.filter(|_| !lost.is_empty()) else { return };
        let text = String::from_utf8_lossy(&body.file).into_owned();
        diagnostics
            .extend(lost.into_iter().map(|(problem, span)| problem.in_file(path).at(text.as_str(), span)));
    }

    fn find(&self, from: &RelPath, link: &mut WikiLink) -> Result<(), Diagnostic> {
        if link.embeds {
            link.media = match self.library.picture(from, &link.target) {
                // A picture that a saved page had beside it was never ours.
                Err(_) if is_article(from) && !link.target.contains("media/") => None,
                found => Some(found?),
            };
        } else if is_file(&link.target) && link.target.contains(".pdf") {
            link.media = match self.library.document(from, &link.target) {
                Err(_) if is_article(from) && !link.target.contains("media/") => None,
                found => Some(found?),
            };
        } else if is_file(&link.target) {
            match self.targets.file(from, &link.target) {
                Ok(url) => link.href = Some(Arc::from(url)),
                Err(_) if is_article(from) => {}
                Err(problem) => return Err(problem),
            }
        } else {
            match self.targets.by_name.get(&fold(&link.target)) {
                Some(target) if !target.shared => link.href = Some(Arc::clone(&target.url)),
                found => return Err(self.targets.complain(link, found.is_some())),
            }
        }
        Ok(())
    }
}

impl Targets {
    fn complain(&self, link: &WikiLink, shared: bool) -> Diagnostic {
        let target = &*link.target;
        if shared {
            Diagnostic::error("ambiguous-link", format!("more than one thing is called `{target}`"))
                .hint("write another of its names: `[[name|the words to show]]`")
        } else {
            let near = did_you_mean(target, self.names.iter().map(String::as_str));
            let problem = Diagnostic::error("unknown-link", format!("nothing is called `{target}`"));
            match near {
                Some(near) => problem.hint(format!("did you mean `[[{near}]]`?")),
                None => problem.hint("write the name of a topic, or the title of an article"),
            }
        }
    }
}

/// A path as seen from a file; nothing when it leaves the dossier.
pub(super) fn beside(from: &RelPath, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.as_str().split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

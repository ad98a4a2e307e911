//! The file of a person that a page is owed to.

use std::{collections::BTreeMap, sync::Arc};

use super::Subject;
use crate::model::inputs::InputFile;

/// Files by the path of their page in the output, and articles by their stem.
pub(super) struct Owners<'a> {
    by_page: BTreeMap<String, &'a InputFile>,
    articles: BTreeMap<&'a str, &'a InputFile>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let inputs = subject.inputs;
        let articles: BTreeMap<&str, &InputFile> =
            inputs.articles.iter().map(|file| (file.path.stem(), file)).collect();
        let at = |files: &'a [InputFile], path: &crate::model::inputs::RelPath| {
            files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &files[at])
        };
        let dossier = subject.dossier;
        let mut by_page = BTreeMap::new();
        let mut add = |url: &Arc<str>, file: Option<&'a InputFile>| {
            by_page.extend(file.map(|file| (format!("{url}index.html"), file)));
        };
        for article in &dossier.articles {
            add(&article.card.url, articles.get(&*article.card.stem).copied());
        }
        for topic in &dossier.topics {
            add(&topic.url, topic.path.as_ref().and_then(|path| at(&inputs.topics, path)));
        }
        for source in &dossier.sources {
            add(&source.url, source.path.as_ref().and_then(|path| at(&inputs.sources, path)));
        }
        for page in &dossier.pages {
            add(&page.url, at(&inputs.pages, &page.path));
        }
        Self { by_page, articles }
    }

    /// The file of the page at a path of the output.
    pub(super) fn of(&self, page: &str) -> Option<&'a InputFile> {
        self.by_page.get(page).copied()
    }

    /// The file of an article.
    pub(super) fn article(&self, stem: &str) -> Option<&'a InputFile> {
        self.articles.get(stem).copied()
    }
}

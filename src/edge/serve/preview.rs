//! What an address of the site answers: a built site in memory, whose pages are rendered when they are asked for.
//!
//! Only addresses in the site exist. They are looked up, never joined to a path, so nothing else can be named.

use std::{collections::BTreeMap, sync::Arc};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::{
    build::Built,
    memo::{self, bytes_key},
    model::{diagnostic::Diagnostic, inputs::Inputs, site::Entry},
    stages::render::{Renderer, theme::Theme},
};

/// The file of the page for addresses that do not exist.
const NOT_FOUND: &str = "404.html";

/// A site that was built, with all that its pages need.
#[derive(Debug)]
pub struct Preview {
    /// What it was built from.
    pub inputs: Inputs,
    /// Templates and static files.
    pub theme: Arc<Theme>,
    /// The site.
    pub built: Built,
}

/// What is at an address.
#[derive(Debug)]
pub(super) enum Answer {
    /// A page.
    Page(Page),
    /// A file that is no page.
    File(Arc<str>, Arc<[u8]>),
    /// It is at this address, which is a folder's.
    Moved(String),
}

/// A rendered page.
#[derive(Debug)]
pub(super) struct Page {
    /// As it would be published.
    pub(super) html: String,
    /// It is in place of one that does not exist.
    pub(super) missing: bool,
}

impl Page {
    /// Changes with each byte.
    pub(super) fn mark(&self) -> String {
        format!("{:032x}", bytes_key(self.html.as_bytes()))
    }
}

impl Preview {
    /// What the address with this path answers; the path as it stands in a request. A page that cannot be rendered is
    /// an error.
    pub(super) fn answer(&self, path: &str) -> Result<Answer, Diagnostic> {
        let base = self.inputs.config.base_path();
        let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return self.missing() };
        let Some(below) = decoded.strip_prefix(&*base) else {
            let at_the_door = decoded == "/" || format!("{decoded}/") == base;
            return if at_the_door { Ok(Answer::Moved(base)) } else { self.missing() };
        };
        let entries = &self.built.site.entries;
        let file = if below.is_empty() || below.ends_with('/') {
            format!("{below}index.html")
        } else {
            below.to_owned()
        };
        match entries.get_key_value(file.as_str()) {
            Some((_, Entry::Page(_))) => self.page(&file, false),
            Some((path, Entry::Bytes(bytes))) => Ok(Answer::File(Arc::clone(path), Arc::clone(bytes))),
            Some((path, Entry::Stored(stored))) => match (stored.load)() {
                Ok(bytes) => Ok(Answer::File(Arc::clone(path), bytes)),
                Err(_) => self.missing(),
            },
            None if entries.contains_key(format!("{below}/index.html").as_str()) => {
                Ok(Answer::Moved(format!("{path}/")))
            }
            None => self.missing(),
        }
    }

    fn missing(&self) -> Result<Answer, Diagnostic> {
        self.page(NOT_FOUND, true)
    }

    fn page(&self, file: &str, missing: bool) -> Result<Answer, Diagnostic> {
        let html = match self.built.site.entries.get(file) {
            Some(Entry::Page(make)) => {
                let (meta, view) = make();
                Renderer::new(&self.theme, &self.built.site_value).render(&meta, &view)?
            }
            Some(Entry::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            Some(Entry::Stored(_)) | None => {
                String::from("<!DOCTYPE html><title>Not found</title><p>There is no such page.")
            }
        };
        Ok(Answer::Page(Page { html, missing }))
    }

    /// Renders the first and the last page of each folder, and so at least one of each kind, and says what stood in
    /// the way. A slip in a template shows here before anybody sees it.
    pub fn probe(&self) -> Vec<Diagnostic> {
        let mut chosen: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        for (path, entry) in &self.built.site.entries {
            if matches!(entry, Entry::Page(_)) {
                let folder = path.split_once('/').map_or(&**path, |(folder, _)| folder);
                chosen.entry(folder).or_insert((path, path)).1 = path;
            }
        }
        let mut paths: Vec<&str> = chosen.into_values().flat_map(|(first, last)| [first, last]).collect();
        paths.dedup();
        paths.into_par_iter().filter_map(|path| self.page(path, false).err()).collect()
    }

    /// The keys of all pages: one that has kept its key has kept its bytes.
    pub fn keys(&self) -> BTreeMap<Arc<str>, u128> {
        let site = &self.built.site;
        let pages = site.entries.par_iter().filter_map(|(path, entry)| match entry {
            Entry::Page(make) => {
                let (meta, view) = make();
                Some((Arc::clone(path), memo::key((site.key, &meta, &view))))
            }
            Entry::Bytes(_) | Entry::Stored(_) => None,
        });
        pages.collect::<Vec<_>>().into_iter().collect()
    }
}

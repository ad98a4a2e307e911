//! What an address of the site answers: a built site in memory, whose pages are rendered when they are asked for.
//!
//! Only addresses in the site exist. They are looked up, never joined to a path, so nothing else can be named.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::{
    build::Built,
    memo::{self, Memo, bytes_key},
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
    /// Folders whose files somebody has asked for.
    made: Mutex<BTreeMap<&'static str, Files>>,
    /// A page that is newer than the site: its path and HTML.
    ahead: Mutex<Option<(Arc<str>, String)>>,
}

/// Files of a folder, by path.
type Files = BTreeMap<Arc<str>, Arc<[u8]>>;

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
    /// A site that can be looked at.
    pub fn new(inputs: Inputs, theme: Arc<Theme>, built: Built) -> Self {
        Self { inputs, theme, built, made: Mutex::default(), ahead: Mutex::default() }
    }

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
            Some((path, Entry::Made(_, make))) => Ok(Answer::File(Arc::clone(path), Arc::from(make()))),
            Some((path, Entry::Stored(stored))) => match (stored.load)() {
                Ok(bytes) => Ok(Answer::File(Arc::clone(path), bytes)),
                Err(_) => self.missing(),
            },
            None if entries.contains_key(format!("{below}/index.html").as_str()) => {
                Ok(Answer::Moved(format!("{path}/")))
            }
            None => match self.in_folder(&file) {
                Some((path, bytes)) => Ok(Answer::File(path, bytes)),
                None => self.missing(),
            },
        }
    }

    /// A file that is named when it is made. All of its folder are made when the first is asked for.
    fn in_folder(&self, file: &str) -> Option<(Arc<str>, Arc<[u8]>)> {
        let folder = self.built.site.folders.iter().find(|folder| file.starts_with(folder.under))?;
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let files = made
            .entry(folder.under)
            .or_insert_with(|| (folder.make)(&Memo::default()).into_iter().collect::<Files>());
        files.get_key_value(file).map(|(path, bytes)| (Arc::clone(path), Arc::clone(bytes)))
    }

    fn missing(&self) -> Result<Answer, Diagnostic> {
        self.page(NOT_FOUND, true)
    }

    /// Shows a page as it will be when the site is built; nothing takes it back.
    pub(super) fn show_ahead(&self, page: Option<(Arc<str>, String)>) {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = page;
    }

    fn page(&self, file: &str, missing: bool) -> Result<Answer, Diagnostic> {
        if let Some((path, html)) = &*self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
            && **path == *file
        {
            return Ok(Answer::Page(Page { html: html.clone(), missing }));
        }
        let html = match self.built.site.entries.get(file) {
            Some(Entry::Page(make)) => {
                let (meta, view) = make();
                Renderer::new(&self.theme, &self.built.site_value).render(&meta, &view)?
            }
            Some(Entry::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            Some(Entry::Made(_, make)) => String::from_utf8_lossy(&make()).into_owned(),
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
            Entry::Bytes(_) | Entry::Made(..) | Entry::Stored(_) => None,
        });
        pages.collect::<Vec<_>>().into_iter().collect()
    }
}

//! The site: URL → page, the only form that the output takes.

use std::{collections::BTreeMap, sync::Arc};

use super::view::{PageMeta, View};

/// What stands at one URL.
#[derive(Clone, Debug)]
pub enum Content {
    /// A view that the theme renders.
    Page {
        /// What every page knows of itself.
        meta: PageMeta,
        /// What this one shows.
        view: View,
    },
    /// Bytes that are ready: feed, sitemap, style sheet.
    Bytes(Arc<[u8]>),
}

/// A page or file of the site.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it holds.
    pub content: Content,
    /// Hash of everything that its bytes depend on.
    pub key: u128,
}

/// All of them, by path below the base path: `articles/a/index.html`, `atom.xml`.
pub type Site = BTreeMap<Arc<str>, Entry>;

//! The site: URL → page, the only form that the output takes.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{
    media::Stored,
    view::{PageMeta, View},
};

/// Makes a page's head and view. Views are made when they are asked for and dropped when they are rendered: a
/// site of 100,000 pages never holds more of them than there are threads.
pub type MakeView = Box<dyn Fn() -> (PageMeta, View) + Send + Sync>;

/// A page or file of the site.
pub enum Entry {
    /// A view that the theme renders.
    Page(MakeView),
    /// Bytes that are ready: feed, sitemap, style sheet.
    Bytes(Arc<[u8]>),
    /// Bytes that are read when they are wanted: pictures, documents.
    Stored(Stored),
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(_) => f.write_str("Page"),
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Stored(stored) => write!(f, "{stored:?}"),
        }
    }
}

/// Everything that the output consists of.
#[derive(Debug, Default)]
pub struct Site {
    /// All entries, by path below the base path: `articles/a/index.html`, `atom.xml`.
    pub entries: BTreeMap<Arc<str>, Entry>,
    /// Hash of what every page depends on besides its own view: the site's frame, the theme, the program.
    pub key: u128,
}

//! The site: URL → page, the only form that the output takes.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{
    media::Stored,
    view::{PageMeta, View},
};
use crate::memo::Memo;

/// Makes a page's head and view. Views are made when they are asked for and dropped when they are rendered: a
/// site of 100,000 pages never holds more of them than there are threads.
pub type MakeView = Box<dyn Fn() -> (PageMeta, View) + Send + Sync>;

/// Makes a key of everything that something depends on. Only a build asks for it, so it costs a preview nothing.
pub type MakeKey = Box<dyn Fn() -> u128 + Send + Sync>;

/// Makes the bytes of a file.
pub type MakeBytes = Box<dyn Fn() -> Vec<u8> + Send + Sync>;

/// Makes the files of a folder: their paths below the base path, and their bytes.
pub type MakeFiles = Box<dyn Fn(&Memo) -> Vec<(Arc<str>, Arc<[u8]>)> + Send + Sync>;

/// A page or file of the site.
pub enum Entry {
    /// A view that the theme renders.
    Page(MakeView),
    /// Bytes that are ready: sitemap, style sheet.
    Bytes(Arc<[u8]>),
    /// Bytes that are made when they are asked for, under a key of everything that they depend on: feeds, exports.
    Made(MakeKey, MakeBytes),
    /// Bytes that are read when they are wanted: pictures, documents.
    Stored(Box<Stored>),
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(_) => f.write_str("Page"),
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Made(..) => f.write_str("Made"),
            Self::Stored(stored) => write!(f, "{stored:?}"),
        }
    }
}

/// Files whose very names are known only when all of them are made: the search index, cut into pieces by what is in
/// it. So nobody pays for it who does not ask for it, and nothing is made when nothing has changed.
pub struct Folder {
    /// Where they lie below the base path, with a slash at the end. Nothing else lies there.
    pub under: &'static str,
    /// The first of them; it is always there.
    pub root: &'static str,
    /// What they are made of.
    pub key: MakeKey,
    /// Keys of the memo that making them asks for.
    pub remembers: Box<dyn Fn() -> Vec<u128> + Send + Sync>,
    /// Makes them.
    pub make: MakeFiles,
}

impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.under)
    }
}

/// Everything that the output consists of.
#[derive(Debug, Default)]
pub struct Site {
    /// All entries but those of `folders`, by path below the base path: `articles/a/index.html`, `atom.xml`.
    pub entries: BTreeMap<Arc<str>, Entry>,
    /// Files that are named when they are made.
    pub folders: Vec<Folder>,
    /// Hash of what every page depends on besides its own view: the site's frame, the theme, the program.
    pub key: u128,
}

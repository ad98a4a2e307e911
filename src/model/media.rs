//! Pictures and documents of `content/`: what is known of them, and a way to their bytes.
//!
//! A dossier may hold gigabytes of pictures, so their bytes are not kept: whoever publishes one asks for it.

use std::{fmt, sync::Arc};

use super::inputs::RelPath;

/// Reads the bytes of a file to publish; an error says why it cannot be had.
pub type Load = Arc<dyn Fn() -> Result<Arc<[u8]>, String> + Send + Sync>;

/// Bytes that are had when they are asked for.
#[derive(Clone)]
pub struct Stored {
    /// Hash of everything that they are made from.
    pub key: u128,
    /// How many they are.
    pub size: u64,
    /// Reads them.
    pub load: Load,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.size)
    }
}

/// A picture or document that texts may show.
#[derive(Clone, Debug)]
pub struct Media {
    /// Where it lies.
    pub path: RelPath,
    /// What it is.
    pub kind: MediaKind,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum MediaKind {
    /// It is shown.
    Picture(Picture),
    /// It is linked.
    Document(Stored),
    /// It cannot be shown: why, and what to do.
    Refused {
        /// What is wrong.
        why: String,
        /// What to do.
        hint: String,
    },
}

/// A picture in the sizes in which it is published.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Hash of the original and of the way in which it was made.
    pub key: u128,
    /// From small to large; there is at least one.
    pub sizes: Vec<Size>,
}

/// A picture in one size.
#[derive(Clone, Debug)]
pub struct Size {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// `jpg` or `webp`.
    pub extension: &'static str,
    /// Its file.
    pub stored: Stored,
}

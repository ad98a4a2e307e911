//! Everything that a build depends on, read once and then never again.

use std::{fmt, hash::Hash, sync::Arc};

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{config::Config, diagnostic::Diagnostic, media::Media};

/// A file's place below the dossier's root: `/` between the parts, no `.` or `..`, NFC not enforced (it is the
/// disk's own spelling).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// A path from its written form. The caller vouches for its shape; `edge/disk.rs` is the only maker of
    /// paths from the world.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The written form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The extension in lower case, empty when there is none.
    pub fn extension(&self) -> String {
        let (stem, extension) = self.name().rsplit_once('.').unwrap_or((self.name(), ""));
        if stem.is_empty() { String::new() } else { extension.to_ascii_lowercase() }
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One file, whole.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Where it lies.
    pub path: RelPath,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

/// A civil date: year, month, day.
pub type Day = (i32, u8, u8);

/// All inputs of a build. Each list is sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Settings after flags, environment and `dossier.yaml` were laid over each other.
    pub config: Config,
    /// `seeds/`
    pub seeds: Vec<InputFile>,
    /// `seeds/*.saved.yaml`: where seeds were fetched.
    pub saved: Vec<InputFile>,
    /// `content/articles/*.md`
    pub articles: Vec<InputFile>,
    /// `content/topics/*.md`
    pub topics: Vec<InputFile>,
    /// `content/sources/*.md`
    pub sources: Vec<InputFile>,
    /// `content/pages/*.md`
    pub pages: Vec<InputFile>,
    /// `content/review/*.yaml`
    pub review: Vec<InputFile>,
    /// Pictures and documents of `content/media/` and beside texts.
    pub media: Vec<Media>,
    /// The theme's files and the site's own over them, `templates/…` and `static/…`.
    pub theme: Vec<InputFile>,
    /// Today, for "planned" and "overdue"; never read from the clock past this point.
    pub today: Day,
    /// What could not be read, and why.
    pub diagnostics: Vec<Diagnostic>,
}

impl Inputs {
    /// Takes the bytes of articles that are as they were from earlier inputs, so that what was made of those and what
    /// will be made of these share them.
    pub fn share(&mut self, earlier: &Self) {
        let known = |file: &InputFile| {
            let at = earlier.articles.binary_search_by(|known| known.path.cmp(&file.path)).ok()?;
            Some(&earlier.articles[at].bytes).filter(|bytes| **bytes == file.bytes)
        };
        for file in &mut self.articles {
            if let Some(bytes) = known(file) {
                file.bytes = Arc::clone(bytes);
            }
        }
    }

    /// Hash of everything that a site is made from, the program included; 0 when there are pictures or documents, which
    /// are not held in memory and not counted here.
    pub fn key(&self) -> u128 {
        if !self.media.is_empty() {
            return 0;
        }
        let lists = [
            &self.seeds,
            &self.saved,
            &self.articles,
            &self.topics,
            &self.sources,
            &self.pages,
            &self.review,
            &self.theme,
        ];
        let of_list = |files: &Vec<InputFile>| -> Vec<(RelPath, u128)> {
            files.par_iter().map(|file| (file.path.clone(), xxh3_128(&file.bytes))).collect()
        };
        let mut hasher = Xxh3::new();
        (env!("CARGO_PKG_VERSION"), &self.config, self.today, lists.map(of_list)).hash(&mut hasher);
        hasher.digest128().max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_as_they_were_share_their_bytes() {
        let inputs = |texts: [(&str, &str); 3]| Inputs {
            articles: texts
                .into_iter()
                .map(|(path, text)| InputFile { path: RelPath::new(path), bytes: Arc::from(text.as_bytes()) })
                .collect(),
            ..Inputs::default()
        };
        let earlier = inputs([("a.md", "As it was."), ("b.md", "Before."), ("d.md", "Gone.")]);
        let mut later = inputs([("a.md", "As it was."), ("b.md", "After."), ("c.md", "Gone.")]);
        later.share(&earlier);
        let shared = |at: usize| Arc::ptr_eq(&later.articles[at].bytes, &earlier.articles[at].bytes);
        assert_eq!([shared(0), shared(1), shared(2)], [true, false, false]);
        assert_eq!(&*later.articles[1].bytes, b"After.");
    }
}

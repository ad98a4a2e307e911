//! Publishing: the site goes to disk as a whole or not at all.
//!
//! Pages are written into a folder beside the output while they are rendered, so nothing that readers see changes
//! until all are there. Then a first build is renamed into place, and a later one is applied file by file: the
//! manifest says `applying`, changed files are renamed in, stale ones deleted, and the manifest is written anew.
//! A build that is killed before leaves the old site; one that is killed meanwhile is finished by the next.
//!
//! Only files in the manifest are ever deleted or replaced; what else lies in the output stays. Files whose bytes
//! are the same are left alone, with their times.

mod apply;
pub(in crate::edge) mod files;
mod manifest;
mod previous;
pub(in crate::edge) mod refuse;
#[cfg(test)]
pub(in crate::edge) mod tests;
mod work;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

pub use self::manifest::{Entry, Manifest, State};
use self::{
    apply::{Places, absent, in_the_way},
    files::{Disk, Files, Kind, Stamp},
    work::Work,
};
use crate::model::{
    diagnostic::Diagnostic,
    out_path::{MANIFEST, check_output_path, fold},
};

/// Keys of another version say nothing about what this one would write.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name of the tree that becomes the output of a first build.
const TREE: &str = "site";

/// How to publish.
#[derive(Clone, Copy, Debug, Default)]
pub struct Publish {
    /// Build into a folder that holds files of others, and replace those that have the name of a page.
    pub force: bool,
}

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there before.
    New,
    /// Its bytes differ.
    Changed,
    /// It stays as it is.
    Same,
}

/// What became of all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were not there before.
    pub new: usize,
    /// Files with other bytes than before.
    pub changed: usize,
    /// Files that stayed as they were.
    pub same: usize,
    /// Files that were deleted.
    pub removed: usize,
}

/// One build's output. Pages may be put from many threads; nothing shows before [`Publication::commit`], and
/// without it the output stays as it was.
pub struct Publication {
    files: Arc<dyn Files>,
    output: PathBuf,
    force: bool,
    /// There is no output yet: pages are written as the tree that becomes it.
    fresh: bool,
    old: Manifest,
    made_from: u128,
    old_folded: OnceLock<BTreeMap<String, Arc<str>>>,
    /// Hashes of the folders of the tree that are there: there are as many as pages, and to compare their names would
    /// cost more than to make them.
    folders: Mutex<BTreeSet<u128>>,
    next: AtomicU32,
    wanted: Mutex<Vec<(Entry, Outcome)>>,
    failed: AtomicBool,
    work: Work,
}

impl Publication {
    /// Opens an output (an absolute path, or one from the current folder) for the dossier in `root`.
    ///
    /// Refuses a folder that could cost somebody's work, one with foreign files and no manifest unless forced, and
    /// one that another build is writing to. Finishes what a killed build has left.
    pub fn open(root: &Path, output: &Path, options: Publish) -> Result<Self, Diagnostic> {
        Self::open_with(Arc::new(Disk), root, output, options)
    }

    fn open_with(
        files: Arc<dyn Files>,
        root: &Path,
        output: &Path,
        options: Publish,
    ) -> Result<Self, Diagnostic> {
        let output = refuse::resolve(&*files, root, output)?;
        let work = Work::take(&files, &output, previous::exists(&*files, &output)?)?;
        // Another build may have made it while this one waited for the lock.
        let exists = previous::exists(&*files, &output)?;
        let old = if exists { previous::read(&*files, &output, &work, options)? } else { None };
        work.clear(&output)?;
        if exists && old.is_none() && !options.force {
            previous::refuse_foreign(&*files, &output, &work)?;
        }
        Ok(Self {
            files,
            output,
            force: options.force,
            fresh: !exists,
            old: old.unwrap_or_default(),
            made_from: 0,
            old_folded: OnceLock::new(),
            folders: Mutex::default(),
            next: AtomicU32::new(0),
            wanted: Mutex::default(),
            failed: AtomicBool::new(false),
            work,
        })
    }

    /// What becomes of all files when none need be made: this version made the output from inputs with this hash, and
    /// every file is still the one that was written, by size and time.
    pub fn is_made_from(&self, inputs: u128) -> Option<Summary> {
        let files = &self.old.files;
        let same = inputs != 0 && self.old.made_from == inputs && self.old.version == VERSION;
        let stands = |entry: &Entry| {
            self.files.stat(&self.output.join(&*entry.path)).is_ok_and(|stamp| entry.is(&stamp))
        };
        let whole = same && files.par_iter().all(stands);
        whole.then(|| Summary { same: files.len(), ..Summary::default() })
    }

    /// Says that all that is put is made from inputs with this hash, and from nothing else.
    #[must_use]
    pub fn made_from(mut self, inputs: u128) -> Self {
        self.made_from = inputs;
        self
    }

    /// The key under which a file was put last time, if this version put it and the file on disk is still the one
    /// that was written, by size and time.
    pub fn key(&self, path: &str) -> Option<u128> {
        self.as_written(path).map(|entry| entry.key)
    }

    fn as_written(&self, path: &str) -> Option<&Entry> {
        let entry = self.old.find(path).filter(|_| self.old.version == VERSION)?;
        let stamp = self.files.stat(&self.output.join(path)).ok()?;
        entry.is(&stamp).then_some(entry)
    }

    /// Keeps a file if it was put under this key ([`Publication::key`]): then it need not be made again.
    pub fn keep(&self, path: &str, key: u128) -> bool {
        let entry = self.as_written(path).filter(|entry| entry.key == key);
        let kept = entry.map(|entry| lock(&self.wanted).push((entry.clone(), Outcome::Same)));
        kept.is_some()
    }

    /// Keeps all files below `under`, if `root` among them was put under this key and each is still the one that was
    /// written. Otherwise keeps none of them.
    pub fn keep_folder(&self, under: &str, root: &str, key: u128) -> bool {
        if self.key(root) != Some(key) {
            return false;
        }
        let from = self.old.files.partition_point(|entry| &*entry.path < under);
        let files = &self.old.files[from..];
        let files = &files[..files.partition_point(|entry| entry.path.starts_with(under))];
        if !files.iter().all(|entry| self.key(&entry.path).is_some()) {
            return false;
        }
        lock(&self.wanted).extend(files.iter().map(|entry| (entry.clone(), Outcome::Same)));
        true
    }

    /// Takes a file of the site: `path` below the output with `/`, and a key of everything it was made from.
    pub fn put(&self, path: &str, key: u128, bytes: &[u8]) -> Result<Outcome, Diagnostic> {
        self.try_put(path, key, bytes).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))
    }

    fn try_put(&self, path: &str, key: u128, bytes: &[u8]) -> Result<Outcome, Diagnostic> {
        if let Err(why) = check_output_path(path) {
            let message = format!("a page cannot have the path `{}`: {why}", path.escape_debug());
            return Err(Diagnostic::error("bad-path", message));
        }
        let hash = xxh3_128(bytes);
        let (outcome, same) =
            if self.fresh { (Outcome::New, None) } else { self.compare(path, hash, bytes)? };
        let (stamp, waiting) = match same {
            Some(stamp) => (stamp, None),
            None => self.stage(path, bytes)?,
        };
        let entry = Entry { path: path.into(), hash, key, size: stamp.size, mtime: stamp.mtime, waiting };
        lock(&self.wanted).push((entry, outcome));
        Ok(outcome)
    }

    /// Compares with what lies in the output; gives its stamp when it is the same.
    fn compare(&self, path: &str, hash: u128, bytes: &[u8]) -> Result<(Outcome, Option<Stamp>), Diagnostic> {
        let file = self.output.join(path);
        let stamp = match self.files.stat(&file) {
            Ok(stamp) => stamp,
            Err(error) if absent(&error) => return Ok((Outcome::New, None)),
            Err(error) => return Err(failure("read", &file, &error)),
        };
        let entry = self.old.find(path);
        if let Some(entry) = entry.filter(|entry| entry.is(&stamp)) {
            return Ok(if entry.hash == hash {
                (Outcome::Same, Some(stamp))
            } else {
                (Outcome::Changed, None)
            });
        }
        // On a disk that ignores case this may be a file of ours under the old spelling of its name.
        if entry.is_none() && self.respelled(path) {
            return Ok((Outcome::New, None));
        }
        if stamp.kind == Kind::Folder {
            // Pages that were in it may all be stale by now; the check before the apply sees to the rest.
            let ours = self.old.files.iter().any(|entry| entry.path.starts_with(&format!("{path}/")));
            let why = "it is a folder, and a page goes there";
            return if ours { Ok((Outcome::New, None)) } else { Err(in_the_way(&self.output, path, why)) };
        }
        if stamp.kind == Kind::File && stamp.size == bytes.len() as u64 {
            let found = self.files.read(&file).map_err(|error| failure("read", &file, &error))?;
            if found == bytes {
                return Ok((Outcome::Same, Some(stamp)));
            }
        }
        if entry.is_some() || self.force {
            return Ok((Outcome::Changed, None));
        }
        let message =
            format!("{} was not written by dossier, and a page of the site goes there", file.display());
        Err(Diagnostic::error("foreign-file", message)
            .hint("move it away (the site's own files belong in `static/`), or replace it with `--force`"))
    }

    fn respelled(&self, path: &str) -> bool {
        let folded = self.old_folded.get_or_init(|| {
            self.old.files.iter().map(|entry| (fold(&entry.path), Arc::clone(&entry.path))).collect()
        });
        folded.get(&fold(path)).is_some_and(|old| **old != *path)
    }

    /// Writes a file where it waits.
    fn stage(&self, path: &str, bytes: &[u8]) -> Result<(Stamp, Option<u32>), Diagnostic> {
        let (place, number) = if self.fresh {
            let place = self.work.at(TREE).join(path);
            if let Some(parent) = place.parent() {
                self.make_folder(parent).map_err(|error| failure("make", parent, &error))?;
            }
            (place, None)
        } else {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            (self.work.at(&number.to_string()), Some(number))
        };
        let stamp = self
            .files
            .write_new(&place, bytes)
            .map_err(|error| failure("write", &self.output.join(path), &error))?;
        Ok((stamp, number))
    }

    /// Makes a folder once, however many pages need it.
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let hash = xxh3_128(folder.as_os_str().as_encoded_bytes());
        if lock(&self.folders).contains(&hash) {
            return Ok(());
        }
        match self.files.create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.make_folder(folder.parent().ok_or(error)?)?;
                self.files.create_dir(folder)
            }
            result => result,
        }
        .or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })?;
        lock(&self.folders).insert(hash);
        Ok(())
    }

    /// Makes what was put and kept the whole output.
    pub fn commit(self) -> Result<Summary, Diagnostic> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(Diagnostic::error(
                "not-published",
                "some files could not be written; the site was not changed",
            ));
        }
        let wanted = std::mem::take(&mut *lock(&self.wanted));
        let mut summary = Summary::default();
        for (_, outcome) in &wanted {
            match outcome {
                Outcome::New => summary.new += 1,
                Outcome::Changed => summary.changed += 1,
                Outcome::Same => summary.same += 1,
            }
        }
        let mut files: Vec<Entry> = wanted.into_iter().map(|(entry, _)| entry).collect();
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        if let Some(twice) = files.windows(2).find(|pair| pair[0].path == pair[1].path) {
            return Err(Diagnostic::error(
                "page-twice",
                format!("two pages have the path `{}`", twice[0].path),
            ));
        }
        let (version, made_from) = (VERSION.to_owned(), self.made_from);
        let mut manifest = Manifest { version, made_from, files, ..Manifest::default() };
        let stale = self.old.files.iter().filter(|entry| manifest.find(&entry.path).is_none());
        manifest.doomed = stale.map(|entry| Arc::clone(&entry.path)).collect();
        summary.removed = manifest.doomed.len();
        if self.fresh {
            self.move_whole(&manifest)?;
        } else if manifest != self.old {
            self.apply(manifest)?;
        }
        Ok(summary)
    }

    fn move_whole(&self, manifest: &Manifest) -> Result<(), Diagnostic> {
        let fail = |error: io::Error| failure("write", &self.output, &error);
        let tree = self.work.at(TREE);
        self.make_folder(&tree).map_err(fail)?;
        self.files.write_new(&tree.join(MANIFEST), &manifest.to_bytes()).map_err(fail)?;
        self.files.sync(&tree).map_err(fail)?;
        self.files.rename(&tree, &self.output).map_err(fail)
    }

    fn apply(&self, mut manifest: Manifest) -> Result<(), Diagnostic> {
        let waiting = [self.work.folder().to_owned()];
        let places = Places { files: &*self.files, output: &self.output, waiting: &waiting };
        apply::check(&places, &manifest)?;
        let target = self.output.join(MANIFEST);
        let fail = |error: io::Error| failure("write", &target, &error);
        let (applying, complete) = (self.work.at("applying"), self.work.at("complete"));
        let idle = manifest.doomed.is_empty() && manifest.files.iter().all(|entry| entry.waiting.is_none());
        if !idle {
            manifest.state = State::Applying;
            self.files.write_new(&applying, &manifest.to_bytes()).map_err(fail)?;
        }
        self.files.write_new(&complete, &previous::completed(&manifest).to_bytes()).map_err(fail)?;
        self.files.sync(self.work.folder()).map_err(fail)?;
        if !idle {
            self.files.rename(&applying, &target).map_err(fail)?;
            self.work.needed(true);
            apply::finish(&places, &manifest)?;
        }
        self.files.rename(&complete, &target).map_err(fail)?;
        self.work.needed(false);
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says what could not be done, where, and what the system gave as the reason.
fn failure(doing: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let reason = crate::edge::reason(error);
    let diagnostic = Diagnostic::error("output", format!("cannot {doing} {}: {reason}", path.display()));
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            diagnostic.hint("free some space and build again; until then the published site stays as it was")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            diagnostic.hint("check who may write there, or choose another folder with `-o`")
        }
        _ => diagnostic,
    }
}

//! The hosts that a site is published at.
//!
//! A host can say what it has, and carry out a plan; everything that can be decided without it is decided in
//! `stages/deploy`. Whatever ends a deploy (a lost connection, a full disk, a kill), the next one looks again and
//! completes it.

#![expect(clippy::disallowed_methods, reason = "the files of the output are read here, and programs found")]

mod command;
mod dir;
mod git;
#[cfg(feature = "object-store")]
mod objects;
mod program;
mod rsync;
mod secrets;
mod sftp;
mod ssh;
mod store;
#[cfg(test)]
mod tests;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use xxhash_rust::xxh3::xxh3_128;

use super::{
    publish::{
        Manifest, State,
        files::{Disk, Files, Lock},
    },
    terminal::Progress,
};
use crate::{
    model::{
        deploy::{Host as Place, Target},
        diagnostic::Diagnostic,
        out_path::MANIFEST,
    },
    stages::deploy::{Item, Plan, Remote},
};

/// How often a lost race is run again.
pub const RACES: u32 = 5;

/// Why a host did not do what it was asked to.
#[derive(Debug)]
pub enum Trouble {
    /// Somebody else published meanwhile: look again and plan anew. What happened, for the case that it never ends.
    Race(String),
    /// It cannot.
    Failed(Diagnostic),
}

impl From<Diagnostic> for Trouble {
    fn from(problem: Diagnostic) -> Self {
        Self::Failed(problem)
    }
}

/// A place that a site is published at.
pub trait Host {
    /// The place in words, without anything secret: `branch pages of git@example.org:a/b.git`.
    fn name(&self) -> String;

    /// What it has. Asked before anything is planned, and again after a lost race.
    fn look(&mut self) -> Result<Remote, Trouble>;

    /// Carries out a plan that was made from the last look.
    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble>;
}

/// The host of a target.
pub fn open(target: &Target, context: Context) -> Result<Box<dyn Host>, Diagnostic> {
    Ok(match &target.host {
        Place::Dir(dir) => Box::new(dir::Folder::open(Arc::new(Disk), dir, &context)?),
        Place::Git(git) => Box::new(git::Branch::new(git.clone(), &context)),
        Place::Rsync(server) => Box::new(rsync::Server::new(server.clone(), &context)),
        Place::Sftp(server) => Box::new(sftp::Place::new(server.clone(), &context)),
        #[cfg(feature = "object-store")]
        Place::Objects(bucket) => Box::new(objects::Bucket::open(bucket.clone())?),
        #[cfg(not(feature = "object-store"))]
        Place::Objects(_) => {
            return Err(Diagnostic::error("no-program", "this build of dossier knows no object stores")
                .hint("build it with the feature `object-store`"));
        }
        Place::Command(command) => Box::new(command::Own::new(command.clone(), context)),
    })
}

/// What a host may need to know besides its own keys.
#[derive(Clone, Debug)]
pub struct Context {
    /// The dossier's root.
    pub root: PathBuf,
    /// The folder that the site is built in.
    pub output: PathBuf,
    /// The target's name.
    pub name: String,
    /// Where readers find the site.
    pub base_url: String,
    /// A folder for work files, below `.dossier/`.
    pub scratch: PathBuf,
    /// A person sits at a terminal and may be asked for a password by a host's program.
    pub attended: bool,
}

/// Makes the work folder of a target and takes its lock, so that one dossier never deploys to one target twice at
/// the same time.
pub fn take_scratch(root: &Path, name: &str) -> Result<(PathBuf, Lock), Diagnostic> {
    let scratch = root.join(".dossier").join("deploy").join(name);
    let fail = |error: io::Error| failure("write to", &scratch, &error);
    fs::create_dir_all(&scratch).map_err(fail)?;
    match Disk.lock(&scratch.join("lock")).map_err(fail)? {
        Some(lock) => Ok((scratch, lock)),
        None => Err(Diagnostic::error("deploy-busy", format!("another deploy to `{name}` is under way"))
            .hint("wait until it has ended")),
    }
}

/// The site as it was built, on disk.
#[derive(Clone, Debug)]
pub struct Site {
    output: PathBuf,
    /// Its files, sorted by path.
    pub items: Vec<Item>,
}

impl Site {
    /// The site in an output folder, by its manifest.
    pub fn open(output: &Path) -> Result<Self, Diagnostic> {
        let path = output.join(MANIFEST);
        let bytes = fs::read(&path).map_err(|error| failure("read", &path, &error))?;
        let manifest = Manifest::parse(&bytes).map_err(|why| {
            Diagnostic::error("bad-manifest", format!("{} cannot be used: {why}", path.display()))
        })?;
        if manifest.state == State::Applying {
            return Err(Diagnostic::error(
                "output-unfinished",
                format!("a build of {} was not finished; nothing was deployed", output.display()),
            )
            .hint("run `dossier build`, which completes it"));
        }
        let items = manifest
            .files
            .iter()
            .map(|entry| Item { path: Arc::clone(&entry.path), hash: entry.hash, size: entry.size })
            .collect();
        Ok(Self { output: output.to_owned(), items })
    }

    /// The file at a path.
    fn item(&self, path: &str) -> Option<&Item> {
        self.items.binary_search_by(|item| (*item.path).cmp(path)).ok().map(|at| &self.items[at])
    }

    /// The bytes of a file, which must be those that were planned.
    pub(super) fn read(&self, item: &Item) -> Result<Vec<u8>, Diagnostic> {
        let path = self.path(item);
        let bytes = fs::read(&path).map_err(|error| failure("read", &path, &error))?;
        if xxh3_128(&bytes) == item.hash {
            return Ok(bytes);
        }
        let message = format!("{} was changed after it was built", path.display());
        Err(Diagnostic::error("output-changed", message)
            .hint("leave the output to dossier (own files belong in `static/`), and deploy again"))
    }

    /// The folder that it lies in.
    pub(super) fn folder(&self) -> &Path {
        &self.output
    }

    /// Where a file lies.
    pub(super) fn path(&self, item: &Item) -> PathBuf {
        self.output.join(&*item.path)
    }
}

/// Waits before a lost race is run again: longer each time, and not as long as whoever else lost it.
pub fn wait_after_race(attempt: u32) {
    let jitter = getrandom::u32().map_or(0, |random| u64::from(random % 1000));
    let base = 100_u64 << attempt.min(RACES);
    thread::sleep(Duration::from_millis(base / 2 + base * jitter / 1000));
}

/// Says what could not be done, where, and what the system gave as the reason.
fn failure(doing: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot {doing} {}: {}", path.display(), super::reason(error));
    let diagnostic = Diagnostic::error("deploy-files", message);
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            diagnostic.hint("free some space and deploy again; what is published stays whole until then")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            diagnostic.hint("check who may write there")
        }
        _ => diagnostic.hint("deploy again when that is mended; it goes on where it stopped"),
    }
}

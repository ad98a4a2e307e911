//! A folder of this machine, or one that is mounted: `type: dir`.
//!
//! With releases, `releases/000042` is a whole site and the link `current` says which one readers see; one rename
//! switches. What has not changed is a second name of the file in the release before, so a release costs what has
//! changed. Without releases the folder itself is what readers see, and each file is renamed into its place.

mod in_place;
mod releases;

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use self::{in_place::InPlace, releases::Releases};
use super::{Context, Files, Host, Progress, Site, Trouble, failure};
use crate::{
    edge::publish::{files::Kind, refuse},
    model::{deploy::Dir, diagnostic::Diagnostic},
    stages::deploy::{Plan, Record, Remote},
};

/// How many files are written at the same time. A mounted folder may be far away.
const WIDTH: usize = 8;

/// The folder.
pub(super) struct Folder {
    layout: Layout,
    shown: String,
}

enum Layout {
    Releases(Releases),
    InPlace(InPlace),
}

impl Folder {
    /// Looks whether the folder may be published into; nothing is made yet.
    pub(super) fn open(files: Arc<dyn Files>, dir: &Dir, context: &Context) -> Result<Self, Diagnostic> {
        let path = refuse::resolve(&*files, &context.root, &context.root.join(&dir.path))?;
        let output = refuse::resolve(&*files, &context.root, &context.output)?;
        if path.starts_with(&output) || output.starts_with(&path) {
            let message = format!("the site cannot be published to {}: it is built there", path.display());
            return Err(Diagnostic::error("unsafe-output", message)
                .hint("give the target a folder of its own with `path`"));
        }
        let shown = match dir.releases {
            0 => format!("folder {}", path.display()),
            _ => format!("folder {}", path.join(releases::CURRENT).display()),
        };
        Ok(Self { shown, ..Self::at(files, path, dir.releases, WIDTH) })
    }

    /// The same wherever its files are; with so many of them under way at the same time.
    pub(super) fn at(files: Arc<dyn Files>, path: PathBuf, releases: usize, width: usize) -> Self {
        let layout = match releases {
            0 => Layout::InPlace(InPlace::new(files, path, width)),
            kept => Layout::Releases(Releases::new(files, path, kept)),
        };
        Self { layout, shown: String::new() }
    }
}

impl Host for Folder {
    fn name(&self) -> String {
        self.shown.clone()
    }

    fn look(&mut self) -> Result<Remote, Trouble> {
        match &mut self.layout {
            Layout::Releases(releases) => releases.look(),
            Layout::InPlace(folder) => folder.look(),
        }
    }

    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        match &mut self.layout {
            Layout::Releases(releases) => releases.publish(plan, site, progress),
            Layout::InPlace(folder) => folder.publish(plan, site, progress),
        }
    }
}

/// What a folder has, compared with its record.
fn compare(
    files: &dyn Files,
    folder: &Path,
    record: Option<Record>,
    own: &[&str],
) -> Result<Remote, Diagnostic> {
    let mut remote = Remote { record, ..Remote::default() };
    let mut found = BTreeSet::new();
    let all = walk(files, folder, "").map_err(|(path, error)| failure("read", &path, &error))?;
    for (path, kind, size) in all {
        if own.contains(&path.split('/').next().unwrap_or_default()) {
            continue;
        }
        match remote.record.as_ref().and_then(|record| record.find(&path)) {
            Some(held) if kind == Kind::File && held.size == size => {}
            Some(_) => drop(remote.lost.insert(path.clone())),
            None => drop(remote.foreign.insert(path.clone())),
        }
        found.insert(path);
    }
    let listed = remote.record.iter().flat_map(|record| &record.files);
    let missing = listed.filter(|held| !found.contains(&*held.path)).map(|held| held.path.to_string());
    remote.lost.extend(missing);
    Ok(remote)
}

/// Path, kind and size of what a walk finds.
type Found = Vec<(String, Kind, u64)>;

/// Everything below a folder that is no folder itself, by its path with `/`.
fn walk(files: &dyn Files, folder: &Path, below: &str) -> Result<Found, (PathBuf, io::Error)> {
    let here = folder.join(below);
    let entries = files.entries(&here).map_err(|error| (here.clone(), error))?;
    let parts = entries.par_iter().map(|(name, stamp)| {
        // No page has such a name, so nothing of ours is missed; a foreign file that is not text stays unseen.
        let Some(name) = name.to_str() else { return Ok(Found::new()) };
        let path = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        match stamp.kind {
            Kind::Folder => walk(files, folder, &path),
            kind => Ok(vec![(path, kind, stamp.size)]),
        }
    });
    Ok(parts.collect::<Result<Vec<Found>, _>>()?.concat())
}

/// The record in a file; `None` when there is none.
fn read_record(files: &dyn Files, path: &Path) -> Result<Option<Record>, Diagnostic> {
    match files.read(path) {
        Ok(bytes) => Record::parse(&bytes).map(Some).map_err(|why| bad_record(&path.display(), &why)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failure("read", path, &error)),
    }
}

/// The record that a host has cannot be used.
pub(super) fn bad_record(place: &dyn std::fmt::Display, why: &str) -> Diagnostic {
    Diagnostic::error("bad-record", format!("{place} cannot be used: {why}")).hint(
        "it lists what dossier may replace there; delete it, and deploy with `--force` over the files of the site",
    )
}

/// Makes a folder and those above it.
fn make_folders(files: &dyn Files, folder: &Path) -> io::Result<()> {
    match files.create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders(files, folder.parent().ok_or(error)?)?;
            make_folders(files, folder)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result,
    }
}

/// Removes a file that may not be there.
fn remove_if_there(files: &dyn Files, path: &Path) -> io::Result<()> {
    match files.remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

//! Putting a finished build in place: files renamed in, stale ones deleted.
//!
//! Every step may be repeated, so that the next build can finish what a killed one began. Before the first step
//! [`check`] looks for whatever would make a step impossible for ever.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    failure,
    files::{Files, Kind, Stamp},
    manifest::{Entry, Manifest},
};
use crate::model::{diagnostic::Diagnostic, out_path::fold};

/// Where things are.
pub(super) struct Places<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) output: &'a Path,
    /// Folders in which files may wait.
    pub(super) waiting: &'a [PathBuf],
}

impl Entry {
    /// Whether a file is still the one that was written.
    pub(super) fn is(&self, stamp: &Stamp) -> bool {
        stamp.kind == Kind::File && self.size == stamp.size && self.mtime == stamp.mtime
    }
}

/// Looks for what stands in the way: links and foreign files where folders must be, pages inside pages.
pub(super) fn check(places: &Places<'_>, manifest: &Manifest) -> Result<(), Diagnostic> {
    let doomed: BTreeSet<&str> = manifest.doomed.iter().map(|path| &**path).collect();
    let coming = || moving(manifest).map(|entry| &*entry.path);
    let needed = folders_above(coming());
    for folder in &needed {
        if manifest.find(folder).is_some() {
            return Err(in_the_way(
                places.output,
                folder,
                "it is a page, and other pages need a folder of that name",
            ));
        }
        if kind(places, folder)? == Some(Kind::File) && !doomed.contains(folder) {
            return Err(in_the_way(
                places.output,
                folder,
                "it is a file, and a folder of the site goes there",
            ));
        }
    }
    for folder in folders_above(doomed.iter().copied()).union(&needed) {
        if kind(places, folder)? == Some(Kind::Other) {
            return Err(in_the_way(places.output, folder, "it is a link or a special file"));
        }
    }
    let below =
        |path: &&str| doomed.range(&*format!("{path}/")..).next().is_some_and(|next| is_below(next, path));
    coming().filter(below).try_for_each(|path| only_doomed(places, path, &doomed))
}

/// Renames files in and deletes the doomed ones.
pub(super) fn finish(places: &Places<'_>, manifest: &Manifest) -> Result<(), Diagnostic> {
    let (first, last) = in_order(manifest);
    for path in first {
        // On a disk that ignores case, what a build that was killed has already moved in may lie there.
        let respelled = moving(manifest).find(|entry| fold(&entry.path) == fold(path));
        if !respelled
            .is_some_and(|entry| places.files.stat(&places.output.join(&**path)).is_ok_and(|s| entry.is(&s)))
        {
            delete(places, path)?;
        }
    }
    manifest.files.par_iter().try_for_each(|entry| match entry.waiting {
        Some(number) => move_in(places, entry, number),
        None => Ok(()),
    })?;
    last.iter().try_for_each(|path| delete(places, path))
}

/// What lies at a path below the output.
fn kind(places: &Places<'_>, path: &str) -> Result<Option<Kind>, Diagnostic> {
    let path = places.output.join(path);
    match places.files.stat(&path) {
        Ok(stamp) => Ok(Some(stamp.kind)),
        Err(error) if absent(&error) => Ok(None),
        Err(error) => Err(failure("read", &path, &error)),
    }
}

fn folders_above<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    for path in paths {
        // All folders above one that is known are known too.
        for folder in ancestors(path) {
            if !folders.insert(folder) {
                break;
            }
        }
    }
    folders
}

fn moving(manifest: &Manifest) -> impl Iterator<Item = &Entry> + Clone {
    manifest.files.iter().filter(|entry| entry.waiting.is_some())
}

/// The doomed files that must go before others come (a file where a folder will be, a folder where a file will
/// be, a name that differs in case only), and those that go last.
fn in_order(manifest: &Manifest) -> (Vec<&Arc<str>>, Vec<&Arc<str>>) {
    if manifest.doomed.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let coming: BTreeSet<&str> = moving(manifest).map(|entry| &*entry.path).collect();
    let folded: BTreeSet<String> =
        coming.iter().flat_map(|path| ancestors(path).chain([*path])).map(fold).collect();
    manifest.doomed.iter().partition(|path| {
        folded.contains(&fold(path)) || ancestors(path).any(|folder| coming.contains(folder))
    })
}

fn move_in(places: &Places<'_>, entry: &Entry, number: u32) -> Result<(), Diagnostic> {
    let to = places.output.join(&*entry.path);
    for room in places.waiting {
        let from = room.join(number.to_string());
        match places.files.stat(&from) {
            Ok(stamp) if entry.is(&stamp) => return rename(places, &from, &to),
            Ok(_) => {}
            Err(error) if absent(&error) => {}
            Err(error) => return Err(failure("read", &from, &error)),
        }
    }
    // It was moved before a kill. Should it be lost, its entry does not fit what lies there, and the build that
    // finishes this one writes it again.
    Ok(())
}

fn rename(places: &Places<'_>, from: &Path, to: &Path) -> Result<(), Diagnostic> {
    let fail = |error: io::Error| failure("write", to, &error);
    match places.files.rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(parent) = to.parent() {
                make_folders(places.files, parent).map_err(fail)?;
            }
            places.files.rename(from, to).map_err(fail)
        }
        result => result.map_err(fail),
    }
}

fn make_folders(files: &dyn Files, folder: &Path) -> io::Result<()> {
    match files.create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders(files, folder.parent().ok_or(error)?)?;
            match files.create_dir(folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                result => result,
            }
        }
        result => result,
    }
}

/// Deletes a file of ours and the folders that it leaves empty.
fn delete(places: &Places<'_>, path: &str) -> Result<(), Diagnostic> {
    let file = places.output.join(path);
    match kind(places, path)? {
        Some(Kind::Folder) => return Ok(()),
        Some(_) => places.files.remove_file(&file).map_err(|error| failure("delete", &file, &error))?,
        None => {}
    }
    for folder in ancestors(path) {
        match places.files.remove_dir(&places.output.join(folder)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // Something else lies there, most often another page.
            Err(_) => break,
        }
    }
    Ok(())
}

fn only_doomed(places: &Places<'_>, path: &str, doomed: &BTreeSet<&str>) -> Result<(), Diagnostic> {
    let folder = places.output.join(path);
    let names = match places.files.list(&folder) {
        Ok(names) => names,
        Err(error) if absent(&error) => return Ok(()),
        Err(error) => return Err(failure("read", &folder, &error)),
    };
    for name in names {
        let inner = format!("{path}/{}", name.to_string_lossy());
        match kind(places, &inner)? {
            Some(Kind::Folder) => only_doomed(places, &inner, doomed)?,
            Some(_) if !doomed.contains(&*inner) => {
                return Err(in_the_way(places.output, &inner, "it lies in a folder that must become a page"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The folders above a path, innermost first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(slash, _)| &path[..slash])
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

pub(super) fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

pub(super) fn in_the_way(output: &Path, path: &str, why: &str) -> Diagnostic {
    let path = output.join(path);
    Diagnostic::error("output-in-the-way", format!("{} is in the way: {why}", path.display()))
        .hint("move it away, or choose another folder with `-o`")
}

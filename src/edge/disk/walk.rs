//! Which files a folder of the dossier holds, and what in it is no file to read.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::cannot_read;
use crate::model::{diagnostic::Diagnostic, inputs::RelPath};

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it lies below the root.
    pub(super) path: RelPath,
    /// Where it lies on the disk.
    pub(super) place: PathBuf,
}

/// The files below a folder, sorted by path, and what else is to be said about it. A folder that does not exist is
/// empty. Hidden files and what editors and desktops leave behind are passed over.
pub(super) fn walk(root: &Path, folder: &str) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut diagnostics = Vec::new();
    let start = root.join(folder);
    if fs::symlink_metadata(&start).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return (files, diagnostics);
    }
    let mut entries = WalkDir::new(start).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.extend(describe(root, folder, &error));
                continue;
            }
        };
        let kind = entry.file_type();
        if entry.depth() > 0 && is_leftover(entry.file_name()) {
            skip(&mut entries, &entry);
            continue;
        }
        match judge(root, &entry) {
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                skip(&mut entries, &entry);
            }
            Ok(path) if kind.is_file() => files.push(Found { path, place: entry.into_path() }),

            Ok(_) if kind.is_dir() => {}
            Ok(path) => diagnostics.push(no_file(&path)),
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    (files, diagnostics)
}

/// Says that something is neither a file nor a folder.
pub(super) fn no_file(path: &RelPath) -> Diagnostic {
    Diagnostic::error("no-file", "it is not a file but a pipe, socket or device, and was not opened")
        .in_file(path)
        .hint("remove it")
}

/// The path of an entry below the root, or why it is not to be opened.
fn judge(root: &Path, entry: &DirEntry) -> Result<RelPath, Diagnostic> {
    let (path, whole) = relative(root, entry.path());
    if !whole {
        let message = "its name is not valid UTF-8, so it was not read";
        return Err(Diagnostic::error("bad-name", message).in_file(&path).hint("rename it"));
    }
    if entry.path_is_symlink() {
        let target = fs::canonicalize(entry.path()).map_err(|error| cannot_read(&error).in_file(&path))?;
        if !target.starts_with(root) {
            let message = "it is a link that leads out of the dossier, so it was not opened";
            return Err(Diagnostic::error("link-out", message)
                .in_file(&path)
                .hint("copy what it leads to into the dossier"));
        }
    }
    Ok(path)
}

fn describe(root: &Path, folder: &str, error: &walkdir::Error) -> Option<Diagnostic> {
    let place = error.path();
    if place.and_then(Path::file_name).is_some_and(is_leftover) {
        return None;
    }
    let path = place.map_or_else(|| RelPath::new(folder), |place| relative(root, place).0);
    let diagnostic = if error.loop_ancestor().is_some() {
        Diagnostic::error("link-loop", "it is a link to a folder that holds it, so it was not followed")
    } else {
        match error.io_error() {
            Some(error) if error.kind() == io::ErrorKind::NotFound => {
                Diagnostic::error("link-nowhere", "it is a link that leads nowhere").hint("remove it")
            }
            Some(error) => cannot_read(error),
            None => Diagnostic::error("unreadable", format!("it cannot be read: {error}")),
        }
    };
    Some(diagnostic.in_file(&path))
}

/// The path below the root with `/` between its parts, and whether it is all valid Unicode.
pub(crate) fn relative(root: &Path, place: &Path) -> (RelPath, bool) {
    let below = place.strip_prefix(root).unwrap_or(place);
    let parts: Vec<_> = below.iter().map(OsStr::to_string_lossy).collect();
    (RelPath::new(parts.join("/")), below.to_str().is_some())
}

fn skip(entries: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

/// Names that editors, desktops and downloads in progress leave, and hidden files.
pub(crate) fn is_leftover(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || ["thumbs.db", "desktop.ini"].contains(&&*name.to_ascii_lowercase())
}

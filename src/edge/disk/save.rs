//! Saving what the machine writes into the dossier, without ever losing what a person wrote.
//!
//! Each file is written under a hidden name in its folder, all are brought to the disk with one sync, and only then
//! do they take their names: a kill or a power cut leaves a whole file or none. A new file takes its name with a
//! hard link, which fails when somebody else has the name already. A person's file is replaced only by [`apply`],
//! when the person has decided so, and only if it still holds the bytes that the decision was about.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    edge::reason,
    memo::bytes_key,
    model::{diagnostic::Diagnostic, inputs::RelPath, out_path::check_output_path},
};

/// The code of the message about a file that is not the one that a decision was about.
pub const CHANGED_MEANWHILE: &str = "changed-meanwhile";

/// The end of the hidden names.
const WAITING: &str = ".dossier-new";

/// The one folder whose files belong to the machine.
const REVIEW: &str = "content/review/";

/// Whether a file that exists may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Never: it is a person's from the moment on that it exists.
    New,
    /// Yes: it is the machine's. Only files in `content/review/` are.
    Replace,
    /// Yes, because a person has said so, if it still has the bytes with this [`bytes_key`].
    Over(u128),
}

/// A file to save.
#[derive(Clone, Debug)]
pub struct Save {
    /// Where, below the root.
    pub path: RelPath,
    /// What.
    pub bytes: Vec<u8>,
    /// Over what.
    pub how: How,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is on the disk now.
    Written,
    /// There was a file already: of any bytes for [`How::New`], of the same bytes for [`How::Replace`].
    Kept,
}

/// Creates a file; one that exists is left as it is.
pub fn write_new(root: &Path, path: &RelPath, bytes: &[u8]) -> Result<Saved, Diagnostic> {
    save_one(root, Save { path: path.clone(), bytes: bytes.to_vec(), how: How::New })
}

/// Writes one of the machine's own files, in `content/review/`.
pub fn replace(root: &Path, path: &RelPath, bytes: &[u8]) -> Result<Saved, Diagnostic> {
    save_one(root, Save { path: path.clone(), bytes: bytes.to_vec(), how: How::Replace })
}

fn save_one(root: &Path, save: Save) -> Result<Saved, Diagnostic> {
    let done = save_all(root, &[save]).pop();
    done.unwrap_or_else(|| Err(Diagnostic::error("not-saved", "nothing was saved")))
}

/// Saves files, with one sync for all; the answers come in the order of `saves`. `root` is canonical.
///
/// All new files take their names before any file of the machine's does: a review that is there without its article
/// would say that a person has deleted the article.
pub fn save_all(root: &Path, saves: &[Save]) -> Vec<Result<Saved, Diagnostic>> {
    // Two programs that save at once would take each other's hidden files for leftovers. Where a folder cannot be
    // locked, saving is still safe against a kill.
    let folder = fs::File::open(root);
    let _lock = folder.as_ref().map(fs::File::lock);
    let staged = stage_all(root, saves);
    let mut done: Vec<Option<Result<Saved, Diagnostic>>> = saves.iter().map(|_| None).collect();
    for new in [true, false] {
        let turn = done.par_iter_mut().zip(saves).zip(&staged);
        turn.filter(|((_, save), _)| (save.how == How::New) == new).for_each(|((done, save), staged)| {
            *done = Some(staged.as_ref().map_err(Clone::clone).and_then(|staged| settle(save, staged)));
        });
    }
    done.into_iter().flatten().collect()
}

/// Writes what a person has decided: all of it, or nothing and the reasons. The machine's own files come last, so
/// that a suggestion is gone only when what it suggested is there. `root` is canonical.
pub fn apply(root: &Path, saves: &[Save]) -> Result<(), Vec<Diagnostic>> {
    let folder = fs::File::open(root);
    let _lock = folder.as_ref().map(fs::File::lock);
    let staged = stage_all(root, saves);
    let drop_waiting = || {
        for waiting in staged.iter().flatten().filter_map(|staged| staged.waiting.as_ref()) {
            let _ = fs::remove_file(waiting);
        }
    };
    let mut problems: Vec<Diagnostic> = staged.iter().filter_map(|staged| staged.clone().err()).collect();
    let taken = saves.iter().zip(&staged).filter(|(save, staged)| {
        save.how == How::New && staged.as_ref().is_ok_and(|staged| staged.waiting.is_none())
    });
    problems.extend(taken.map(|(save, _)| changed(save)));
    for machines in [false, true] {
        if !problems.is_empty() {
            drop_waiting();
            return Err(problems);
        }
        let turn = saves.iter().zip(staged.iter().flatten());
        for (save, staged) in turn.filter(|(save, _)| save.path.as_str().starts_with(REVIEW) == machines) {
            match settle(save, staged) {
                Ok(Saved::Kept) if save.how == How::New => problems.push(changed(save)),
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Removes a file that was made by a decision which is taken back, if nobody has touched it since.
pub fn take_back(root: &Path, path: &RelPath, was: u128) -> Result<(), Diagnostic> {
    let folder = fs::File::open(root);
    let _lock = folder.as_ref().map(fs::File::lock);
    let save = Save { path: path.clone(), bytes: Vec::new(), how: How::Over(was) };
    let place = prepare(root, &save)?;
    if !holds(&place, was) {
        return Err(changed(&save));
    }
    fs::remove_file(place).map_err(|error| failure(&save, &error))
}

/// Writes every file under its hidden name and brings them to the disk.
fn stage_all(root: &Path, saves: &[Save]) -> Vec<Result<Staged, Diagnostic>> {
    let places: Vec<_> = saves.iter().map(|save| prepare(root, save)).collect();
    let folders: BTreeSet<&Path> = places.iter().flatten().filter_map(|place| place.parent()).collect();
    for folder in folders {
        clear(folder);
    }

    let staged: Vec<Result<Staged, Diagnostic>> = saves
        .par_iter()
        .zip(places)
        .map(|(save, place)| place.and_then(|place| stage(save, place)))
        .collect();
    if staged.iter().flatten().any(|staged| staged.waiting.is_some()) {
        // A file system that cannot be synced can still be written to.
        let _ = crate::edge::sync_file_system(root);
    }
    staged
}

/// Where a file will be, and the hidden file that will become it, unless nothing is to be done.
#[derive(Clone)]
struct Staged {
    place: PathBuf,
    waiting: Option<PathBuf>,
}

/// The place of a file, in a folder that exists and lies in the dossier.
fn prepare(root: &Path, save: &Save) -> Result<PathBuf, Diagnostic> {
    let refuse = |why: &str| Err(Diagnostic::error("not-saved", why).in_file(&save.path));
    if let Err(why) = check_output_path(save.path.as_str()) {
        return refuse(&format!("it cannot be saved under this path: {why}"));
    }
    if save.how == How::Replace && !save.path.as_str().starts_with(REVIEW) {
        return refuse("it belongs to a person and was not replaced");
    }
    let place = root.join(save.path.as_str());
    let Some(folder) = place.parent() else { return refuse("it has no folder") };
    fs::create_dir_all(folder).map_err(|error| failure(save, &error))?;
    match fs::canonicalize(folder) {
        // What is edited is the file that a link leads to, not the link.
        Ok(folder) if folder.starts_with(root) => match (save.how, fs::canonicalize(&place)) {
            (How::Over(_), Ok(real)) if real.starts_with(root) => Ok(real),
            (How::Over(_), Ok(_)) => {
                refuse("it is a link that leads out of the dossier, so nothing was written")
            }
            _ => Ok(place),
        },
        Ok(_) => refuse("its folder is a link that leads out of the dossier, so nothing was written"),
        Err(error) => Err(failure(save, &error)),
    }
}

/// Removes what a killed run left.
fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(WAITING) {
            // What cannot be removed is reported when its name is needed.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn stage(save: &Save, place: PathBuf) -> Result<Staged, Diagnostic> {
    match save.how {
        How::New if fs::symlink_metadata(&place).is_ok() => return Ok(Staged { place, waiting: None }),
        How::Replace if fs::read(&place).is_ok_and(|found| found == save.bytes) => {
            return Ok(Staged { place, waiting: None });
        }
        How::Over(was) if !holds(&place, was) => return Err(changed(save)),
        How::Over(_) if fs::metadata(&place).is_ok_and(|found| found.permissions().readonly()) => {
            return Err(Diagnostic::error("not-saved", "it is read-only, so it was not changed")
                .in_file(&save.path)
                .hint("make it writable, or decide otherwise"));
        }
        _ => {}
    }
    // Hashed, because a name of full length has no room for more.
    let name = format!(".{:016x}{WAITING}", xxh3_64(save.path.as_str().as_bytes()));
    let waiting = place.with_file_name(name);
    write(&waiting, &save.bytes).map_err(|error| failure(save, &error))?;
    if let (How::Over(_), Ok(old)) = (save.how, fs::metadata(&place)) {
        // Who may read it stays as it was, where the file system knows such a thing.
        let _ = fs::set_permissions(&waiting, old.permissions());
    }
    Ok(Staged { place, waiting: Some(waiting) })
}

/// Creates a file; half a file is removed again.
fn write(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(place)?;
    file.write_all(bytes).inspect_err(|_| {
        let _ = fs::remove_file(place);
    })
}

fn settle(save: &Save, staged: &Staged) -> Result<Saved, Diagnostic> {
    let Some(waiting) = &staged.waiting else { return Ok(Saved::Kept) };
    let result = match save.how {
        How::Over(was) if !holds(&staged.place, was) => {
            let _ = fs::remove_file(waiting);
            return Err(changed(save));
        }
        How::Replace | How::Over(_) => fs::rename(waiting, &staged.place),
        How::New => match fs::hard_link(waiting, &staged.place) {
            // Some file systems know no hard links; creating the file fails as well when the name is taken.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => write(&staged.place, &save.bytes),
            result => result,
        },
    };
    if save.how == How::New || result.is_err() {
        let _ = fs::remove_file(waiting);
    }
    match result {
        Ok(()) => Ok(Saved::Written),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Saved::Kept),
        Err(error) => Err(failure(save, &error)),
    }
}

/// Whether a file has the bytes with this key.
fn holds(place: &Path, was: u128) -> bool {
    fs::read(place).is_ok_and(|bytes| bytes_key(&bytes) == was)
}

fn changed(save: &Save) -> Diagnostic {
    Diagnostic::error(CHANGED_MEANWHILE, "it was changed while you decided, so nothing was written to it")
        .in_file(&save.path)
        .hint("look at it and decide again")
}

fn failure(save: &Save, error: &io::Error) -> Diagnostic {
    let diagnostic = Diagnostic::error("not-saved", format!("it cannot be written: {}", reason(error)))
        .in_file(&save.path);
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            diagnostic.hint("free some space and build again")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            diagnostic.hint("check who may write there")
        }
        _ => diagnostic,
    }
}

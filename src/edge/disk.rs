//! Reading the inputs of a build, once, and saving what the machine writes into the dossier.
//!
//! Nothing that lies in the folders can stop a build: what cannot be read, is too large, leads out of the project
//! or is no file at all becomes a diagnostic, and nothing is waited for.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this is where files are read")]

mod outside;
mod save;
mod themes;
mod walk;

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

pub use self::outside::{Outside, outside, read_outside};
pub use self::save::{CHANGED_MEANWHILE, How, Save, Saved, apply, replace, save_all, take_back, write_new};
pub use self::themes::{BuiltIn, manifest as theme_manifest, names as theme_names, theme};
use self::walk::{Found, walk};
pub(crate) use self::walk::{is_leftover, relative};
use super::images::is_media;
use crate::model::{
    config::Config,
    diagnostic::Diagnostic,
    inputs::{Day, InputFile, Inputs, RelPath},
    saved::SAVED,
};

/// Files of `content/`, of its pictures and of themes larger than this many bytes are not read: they are no texts.
const LARGEST_TEXT: usize = 64 * 1024 * 1024;

/// The canonical path of a dossier's root, which must be a folder that exists.
pub fn find_root(root: &Path) -> Result<PathBuf, Diagnostic> {
    let fail = |why: &str| Diagnostic::error("no-root", format!("{} {why}", root.display()));
    match fs::canonicalize(root) {
        Ok(found) if found.is_dir() => Ok(found),
        Ok(_) => Err(fail("is a file; a dossier is a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(fail("does not exist").hint(format!("make it with `dossier init {}`", root.display())))
        }
        Err(error) => Err(fail(&format!("cannot be read: {}", super::reason(&error)))),
    }
}

/// The canonical path of a folder that is made if it is not there.
pub fn make_root(dir: &Path) -> Result<PathBuf, Diagnostic> {
    fs::create_dir_all(dir).map_err(|error| {
        Diagnostic::error("no-root", format!("{} cannot be made: {}", dir.display(), super::reason(&error)))
    })?;
    find_root(dir)
}

/// Whether a folder has one of the things that make it a dossier.
pub fn is_dossier(root: &Path, config: &RelPath) -> bool {
    [config.as_str(), "seeds", "content"].iter().any(|part| root.join(part).exists())
}

/// One file below the root, such as `dossier.yaml`; `None` when it does not exist.
pub fn read_file(root: &Path, path: &RelPath) -> Result<Option<Arc<[u8]>>, Diagnostic> {
    let place = root.join(path.as_str());
    if fs::symlink_metadata(&place).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(None);
    }
    read(&Found { path: path.clone(), place }, LARGEST_TEXT).map(|file| Some(file.bytes))
}

/// Reads everything that a build depends on. `root` is canonical (see [`find_root`]); `built_in` gives the
/// files of a built-in theme by its name: those of `themes/NAME/` replace them one by one, both come before those of the
/// theme that it extends, and those of `templates/`, `static/` and `i18n/` come before all.
pub fn read_inputs(root: &Path, config: Config, today: Day, built_in: BuiltIn<'_>) -> Inputs {
    let mut diagnostics = Vec::new();
    let mut folder = |path: &str, kinds: &[&str], limit: usize| {
        let (files, found) = read_folder(root, path, kinds, limit);
        diagnostics.extend(found);
        files
    };
    let seeds = folder("seeds", &[], config.seed_limit);
    let (saved, seeds) = seeds.into_iter().partition(|file| file.path.as_str().ends_with(SAVED));
    let articles = folder("content/articles", &["md"], LARGEST_TEXT);
    let topics = folder("content/topics", &["md"], LARGEST_TEXT);
    let sources = folder("content/sources", &["md"], LARGEST_TEXT);
    let pages = folder("content/pages", &["md"], LARGEST_TEXT);
    let review = folder("content/review", &["yaml"], LARGEST_TEXT);
    let mut theme = folder("static", &[], LARGEST_TEXT);
    theme.extend(folder("templates", &[], LARGEST_TEXT));
    theme.extend(folder("i18n", &["yaml"], LARGEST_TEXT));
    let (files, found) = themes::chain(root, &config.theme, built_in);
    theme.extend(files);
    diagnostics.extend(found);
    Inputs {
        config,
        seeds,
        saved,
        articles,
        topics,
        sources,
        pages,
        review,
        media: Vec::new(),
        theme,
        today,
        diagnostics,
    }
}

/// The files of `content/sources/` alone.
pub fn read_sources(root: &Path) -> Vec<InputFile> {
    read_folder(root, "content/sources", &["md"], LARGEST_TEXT).0
}

/// Reads one file of those that [`read_folder_for_media`] has found.
pub(crate) type ReadOne = Box<dyn Fn() -> Result<InputFile, Diagnostic> + Send + Sync>;

/// The pictures and documents below `content/`, each to be read when its turn comes: together they may be larger than
/// the memory.
pub(crate) fn read_folder_for_media(root: &Path) -> (Vec<ReadOne>, Vec<Diagnostic>) {
    let (mut found, diagnostics) = walk(root, "content/media");
    // What is wrong with the other folders is said where their texts are read.
    for folder in ["content/articles", "content/topics", "content/sources", "content/pages"] {
        found.extend(walk(root, folder).0.into_iter().filter(|found| is_media(&found.path)));
    }
    let read_one = |found: Found| -> ReadOne { Box::new(move || read(&found, LARGEST_TEXT)) };
    (found.into_iter().map(read_one).collect(), diagnostics)
}

/// The files of a folder, sorted by path, and what was wrong with others. `kinds` are the extensions that belong
/// there; all when it is empty.
fn read_folder(root: &Path, folder: &str, kinds: &[&str], limit: usize) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let (found, mut diagnostics) = walk(root, folder);
    let (found, strange): (Vec<_>, Vec<_>) = found
        .into_iter()
        .filter(|found| kinds.is_empty() || !(kinds == ["md"] && is_media(&found.path)))
        .partition(|found| kinds.is_empty() || kinds.contains(&found.path.extension().as_str()));
    diagnostics.extend(strange.iter().map(|found| {
        let wanted = kinds.join("` and `.");
        Diagnostic::warning("not-read", format!("it is not read: files of {folder} end with `.{wanted}`"))
            .in_file(&found.path)
            .hint("rename it, or move it to another folder")
    }));
    let mut files = Vec::with_capacity(found.len());
    for result in found.into_par_iter().map(|found| read(&found, limit)).collect::<Vec<_>>() {
        match result {
            Ok(file) => files.push(file),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    diagnostics.sort_by(|a, b| a.path.cmp(&b.path));
    (files, diagnostics)
}

fn read(found: &Found, limit: usize) -> Result<InputFile, Diagnostic> {
    let unreadable = |error: io::Error| cannot_read(&error).in_file(&found.path);
    let file = open(&found.place).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(walk::no_file(&found.path));
    }
    // One byte more than the limit, because the file may grow while it is read.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(limit).min(limit) + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limit {
        return Err(too_large(metadata.len().max(bytes.len() as u64), limit).in_file(&found.path));
    }
    Ok(InputFile { path: found.path.clone(), bytes: bytes.into() })
}

/// Opens without waiting: a file may have become a FIFO since the folder was walked.
fn open(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

fn cannot_read(error: &io::Error) -> Diagnostic {
    let diagnostic = Diagnostic::error("unreadable", format!("it cannot be read: {}", super::reason(error)));
    match error.kind() {
        io::ErrorKind::PermissionDenied => diagnostic.hint("check who owns it and who may read it"),
        _ => diagnostic,
    }
}

fn too_large(size: u64, limit: usize) -> Diagnostic {
    Diagnostic::error("too-large", format!("it has {size} bytes, and {limit} are the most"))
        .hint("leave it out or split it; for seeds, `seed_limit` in dossier.yaml sets the limit")
}

#[cfg(test)]
mod tests;

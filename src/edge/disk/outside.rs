//! Files that a person names on the command line: they may lie anywhere.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use walkdir::WalkDir;

use super::{cannot_read, open, too_large, walk};
use crate::model::{
    diagnostic::Diagnostic,
    inputs::{InputFile, RelPath},
};

/// A file outside of the dossier, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// What comes in by standard input.
    Input,
    /// A file.
    File(PathBuf),
}

impl Outside {
    /// The path as it was written, `/` between the parts.
    fn name(&self) -> RelPath {
        match self {
            Self::Input => RelPath::new("-"),
            Self::File(path) => RelPath::new(path.to_string_lossy().replace('\\', "/")),
        }
    }
}

/// The files that are meant: those of folders in order of their paths, hidden ones and what editors leave left out.
pub fn outside(named: &[PathBuf]) -> (Vec<Outside>, Vec<Diagnostic>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in named {
        if path.as_os_str() == "-" {
            files.push(Outside::Input);
        } else if path.is_dir() {
            let entries = WalkDir::new(path).follow_links(true).sort_by_file_name();
            let seen =
                |entry: &walkdir::DirEntry| entry.depth() == 0 || !walk::is_leftover(entry.file_name());
            for entry in entries.into_iter().filter_entry(seen) {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    Ok(entry) => files.push(Outside::File(entry.into_path())),
                    Err(error) => problems.push(not_walked(path, &error)),
                }
            }
        } else {
            files.push(Outside::File(path.clone()));
        }
    }
    (files, problems)
}

fn not_walked(path: &Path, error: &walkdir::Error) -> Diagnostic {
    let at = error.path().unwrap_or(path).to_string_lossy().into_owned();
    let diagnostic = match error.io_error() {
        Some(error) => cannot_read(error),
        None => {
            Diagnostic::error("link-loop", "it is a link to a folder that holds it, so it was not followed")
        }
    };
    diagnostic.in_file(&RelPath::new(at))
}

/// Reads one, as far as it is no larger than `limit` bytes.
pub fn read_outside(file: &Outside, limit: usize) -> Result<InputFile, Diagnostic> {
    let path = file.name();
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::error("no-file", "there is no such file").in_file(&path),
        _ => cannot_read(&error).in_file(&path),
    };
    let mut bytes = Vec::new();
    match file {
        Outside::Input => {
            io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?
        }
        Outside::File(place) => {
            let opened = open(place).map_err(unreadable)?;
            let metadata = opened.metadata().map_err(unreadable)?;
            if !metadata.is_file() {
                return Err(walk::no_file(&path));
            }
            opened.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?
        }
    };
    if bytes.len() > limit {
        return Err(too_large(bytes.len() as u64, limit).in_file(&path));
    }
    // Standard input has no name that would tell what it is: a text, unless it begins like a page.
    let path = if *file == Outside::Input { RelPath::new("-") } else { path };
    Ok(InputFile { path, bytes: Arc::from(bytes) })
}

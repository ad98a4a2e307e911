//! What one run leaves for the next in `.dossier/`. It may be deleted at any time.

use std::{fs, io, path::Path};

use crate::{edge::reason, model::diagnostic::Diagnostic};

/// The folder below the root.
const FOLDER: &str = ".dossier";

/// The bytes that [`remember`] left, if they are there.
pub fn recall(root: &Path) -> Option<Vec<u8>> {
    fs::read(root.join(FOLDER).join("memo")).ok()
}

/// Leaves bytes for the next run: whole or not at all. When that cannot be, the next run is slower, so it is a
/// warning and no more.
pub fn remember(root: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let folder = root.join(FOLDER);
    write(&folder, bytes).map_err(|error| {
        let message =
            format!("nothing could be left in {} for the next build: {}", folder.display(), reason(&error));
        Diagnostic::warning("no-cache", message)
    })
}

fn write(folder: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Err(error) = fs::create_dir(folder)
        && error.kind() != io::ErrorKind::AlreadyExists
    {
        return Err(error);
    }
    let ignore = folder.join(".gitignore");
    if fs::symlink_metadata(&ignore).is_err() {
        fs::write(ignore, "*\n")?;
    }
    let new = folder.join("memo.new");
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, folder.join("memo"))).inspect_err(|_| {
        let _ = fs::remove_file(&new);
    })
}

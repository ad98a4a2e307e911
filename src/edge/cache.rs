//! The memo between runs: one file in `.dossier/`, which may be deleted at any time.

#![expect(clippy::disallowed_methods, reason = "this is where the memo is read and written")]

use std::{fs, io, path::Path};

const FOLDER: &str = ".dossier";

/// The bytes of the last run's memo; none when there is no such file or it cannot be read, which costs time and
/// nothing else.
pub fn load(root: &Path) -> Vec<u8> {
    fs::read(root.join(FOLDER).join("memo")).unwrap_or_default()
}

/// Keeps the memo for the next run. The folder carries a `.gitignore` of its own.
pub fn store(root: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    if !folder.join(".gitignore").exists() {
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    let waiting = folder.join(format!("memo.{}", std::process::id()));
    fs::write(&waiting, bytes).and_then(|()| fs::rename(&waiting, folder.join("memo"))).inspect_err(|_| {
        // The disk is full, most likely: what is left of the attempt only makes that worse.
        let _ = fs::remove_file(&waiting);
    })
}

//! The folder beside the output in which files wait until all are there.
//!
//! It also holds the lock, so that two builds never write one output, and it goes when the build ends, however
//! it ends; after a kill the next build clears it away.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    failure,
    files::{Files, Lock},
};
use crate::model::{diagnostic::Diagnostic, out_path::WAITING_ROOM};

/// The name of the lock in the folder.
const LOCK: &str = "lock";

/// The folder, locked.
pub(super) struct Work {
    files: Arc<dyn Files>,
    folder: PathBuf,
    /// Held for as long as the folder is in use.
    _lock: Lock,
    /// Folders above the output that had to be made, outermost first.
    made: Vec<PathBuf>,
    /// An apply is under way: what waits here is needed to finish it.
    needed: AtomicBool,
}

impl Work {
    /// Takes the folder for this output; an error when another build has it.
    pub(super) fn take(files: &Arc<dyn Files>, output: &Path, exists: bool) -> Result<Self, Diagnostic> {
        let [beside, inside] = places(output);
        let made = if exists { Vec::new() } else { make_parents(&**files, output)? };
        let folder = if exists && !suits(&**files, &beside, output) { inside } else { beside };
        match lock(&**files, &folder) {
            Ok(Some(lock)) => {
                let files = Arc::clone(files);
                // What waits here may be needed to finish an apply; who reads the manifest knows.
                Ok(Self { files, folder, _lock: lock, made, needed: AtomicBool::new(exists) })
            }
            Ok(None) => Err(Diagnostic::error(
                "output-busy",
                format!("another build is writing to {}", output.display()),
            )
            .hint("wait until it has ended, or choose another folder with `-o`")),
            Err(error) => Err(failure("write to", &folder, &error)),
        }
    }

    /// A place in the folder.
    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Says whether what waits here is needed by the next build if this one ends now.
    pub(super) fn needed(&self, needed: bool) {
        self.needed.store(needed, Ordering::Relaxed);
    }

    /// Removes what a killed build left, here and in the other place that it may have used; nothing of it is needed.
    pub(super) fn clear(&self, output: &Path) -> Result<(), Diagnostic> {
        self.needed(false);
        let fail = |error: io::Error| failure("clear", &self.folder, &error);
        for name in self.files.list(&self.folder).map_err(fail)? {
            if name != LOCK {
                self.remove(&self.folder.join(name)).map_err(fail)?;
            }
        }
        for other in places(output).iter().filter(|place| **place != self.folder) {
            if self.files.stat(other).is_ok() {
                self.files.remove_tree(other).map_err(|error| failure("clear", other, &error))?;
            }
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match self.files.remove_file(path) {
            Ok(()) => Ok(()),
            Err(_) => self.files.remove_tree(path),
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // Nothing can be reported from here; what stays is cleared by the next build.
        if self.needed.load(Ordering::Relaxed) {
            let _ = self.files.remove_file(&self.folder.join(LOCK));
            let _ = self.files.remove_dir(&self.folder);
            return;
        }
        let _ = self.files.remove_tree(&self.folder);
        for folder in self.made.iter().rev() {
            let _ = self.files.remove_dir(folder);
        }
    }
}

/// Where files may wait: beside the output, or inside when that cannot be.
pub(super) fn places(output: &Path) -> [PathBuf; 2] {
    let mut name = OsString::from(".");
    name.push(output.file_name().unwrap_or_default());
    name.push(WAITING_ROOM);
    [output.with_file_name(name), output.join(WAITING_ROOM)]
}

/// Whether the folder beside can be made, and files renamed from there into the output.
fn suits(files: &dyn Files, beside: &Path, output: &Path) -> bool {
    match files.create_dir(beside) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(_) => return false,
    }
    // A rename of nothing tells whether the two lie on one file system: the kernel looks at that first.
    match files.rename(&beside.join("nothing"), &output.join("nothing")) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let _ = files.remove_dir(beside);
            false
        }
        _ => true,
    }
}

fn lock(files: &dyn Files, folder: &Path) -> io::Result<Option<Lock>> {
    // A build that ends at this moment takes its folder with it; then we make it again.
    for _ in 0..3 {
        match files.create_dir(folder) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        match files.lock(&folder.join(LOCK)) {
            Ok(Some(lock)) => return Ok(Some(lock)),
            Ok(None) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn make_parents(files: &dyn Files, output: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut missing: Vec<&Path> = Vec::new();
    for parent in output.ancestors().skip(1) {
        match files.stat(parent) {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(parent),
            Err(error) => return Err(failure("read", parent, &error)),
        }
    }
    let mut made: Vec<PathBuf> = Vec::new();
    for parent in missing.into_iter().rev() {
        if let Err(error) = files.create_dir(parent) {
            for folder in made.iter().rev() {
                let _ = files.remove_dir(folder);
            }
            return Err(failure("make", parent, &error));
        }
        made.push(parent.to_owned());
    }
    Ok(made)
}

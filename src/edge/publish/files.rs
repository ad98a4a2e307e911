//! Every operation on files that publishing does, as one small trait, so that tests can make any of them fail.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "publishing is writing files")]

use std::{
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::edge) enum Kind {
    File,
    Folder,
    /// A link, FIFO, socket or device.
    Other,
}

/// What a glance at a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::edge) struct Stamp {
    pub(in crate::edge) kind: Kind,
    /// Bytes.
    pub(in crate::edge) size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub(in crate::edge) mtime: i64,
}

/// A lock that ends with the process at the latest.
pub(in crate::edge) type Lock = Box<dyn Send + Sync>;

/// The operations. Links are never followed at the last part of a path.
pub(in crate::edge) trait Files: Send + Sync {
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
    fn stat(&self, path: &Path) -> io::Result<Stamp>;
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Names in a folder, in no order.
    fn list(&self, path: &Path) -> io::Result<Vec<OsString>>;
    /// Names in a folder with what a glance at each tells.
    fn entries(&self, path: &Path) -> io::Result<Vec<(OsString, Stamp)>> {
        let names = self.list(path)?;
        names.into_iter().map(|name| self.stat(&path.join(&name)).map(|stamp| (name, stamp))).collect()
    }
    /// Creates a file; an existing one is an error.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp>;
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes a link to a folder.
    fn symlink(&self, target: &Path, link: &Path) -> io::Result<()>;
    fn read_link(&self, link: &Path) -> io::Result<PathBuf>;
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it.
    fn remove_tree(&self, path: &Path) -> io::Result<()>;
    /// Everything written to the file system of this folder so far reaches the disk.
    fn sync(&self, folder: &Path) -> io::Result<()>;
    /// Takes the lock, creating its file; `None` when another process has it.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;
}

/// The file system itself.
pub(in crate::edge) struct Disk;

impl Files for Disk {
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn stat(&self, path: &Path) -> io::Result<Stamp> {
        fs::symlink_metadata(path).map(|metadata| stamp(&metadata))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
        let mut file = fs::File::create_new(path)?;
        file.write_all(bytes)?;
        // The handle answers without another walk along the path.
        file.metadata().map(|metadata| stamp(&metadata))
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn symlink(&self, target: &Path, link: &Path) -> io::Result<()> {
        #[cfg(unix)]
        return std::os::unix::fs::symlink(target, link);
        #[cfg(windows)]
        return std::os::windows::fs::symlink_dir(target, link);
    }

    fn read_link(&self, link: &Path) -> io::Result<PathBuf> {
        fs::read_link(link)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        crate::edge::sync_file_system(folder)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            // Who had the lock before may have removed the file, with its folder, while we waited for it.
            Ok(()) if same_file(&file, path) => Ok(Some(Box::new(Held(file)))),
            Ok(()) | Err(fs::TryLockError::WouldBlock) => Ok(None),
            // A file system without locks (some network shares) is no reason not to build.
            Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(Some(Box::new(Held(file))))
            }
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }
}

/// A locked file. It is unlocked, not only closed: a program that is being started holds all files for a moment, until it is
/// another program, and the lock with them.
struct Held(fs::File);

impl Drop for Held {
    fn drop(&mut self) {
        // On a file system without locks there is none to give back.
        let _ = self.0.unlock();
    }
}

fn stamp(metadata: &fs::Metadata) -> Stamp {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        _ => Kind::Other,
    };
    let mtime = metadata.modified().ok().and_then(|time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
    });
    Stamp { kind, size: metadata.len(), mtime: mtime.unwrap_or_default() }
}

#[cfg(unix)]
fn same_file(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => place(ours) == place(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_: &fs::File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_given_back_while_a_program_that_is_being_started_still_has_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || fs::File::create(folder.path().join("lock")).expect("a file");
        let held = open();
        held.try_lock().expect("the lock");
        let in_the_program = held.try_clone().expect("a second handle");
        assert!(open().try_lock().is_err());
        drop(Held(held));
        assert!(open().try_lock().is_ok());
        drop(in_the_program);
    }
}

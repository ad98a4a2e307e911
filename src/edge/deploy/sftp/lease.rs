//! A lock on a server that has none: a file that its holder changes every few seconds. One that stays as it is for
//! long enough was left by somebody who is gone.

use std::{
    io,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

use super::files::Remote;
use crate::edge::publish::files::{Files, Lock};

/// So often within the time after which it counts as left is the file changed, and looked at.
const BEATS: u32 = 8;

/// Takes the lock; `None` when somebody holds it.
pub(super) fn take(files: &Remote, path: &Path) -> io::Result<Option<Lock>> {
    let mark = getrandom::u64().map_err(|error| io::Error::other(error.to_string()))?;
    for _ in 0..2 {
        match files.write_new(path, text(mark, 0).as_bytes()) {
            Ok(_) => return Ok(Some(Box::new(Lease::hold(files.clone(), path.to_owned(), mark)))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        if !is_left(files, path)? {
            return Ok(None);
        }
        // Whoever renames it first is the one who takes it away.
        let left = path.with_extension(format!("{mark:016x}"));
        match files.rename(path, &left) {
            Ok(()) => files.remove_file(&left)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether nobody changes the file any more.
fn is_left(files: &Remote, path: &Path) -> io::Result<bool> {
    let first = match files.read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    for _ in 0..BEATS {
        thread::sleep(files.patience / BEATS);
        match files.read(path) {
            Ok(bytes) if bytes == first => {}
            Ok(_) => return Ok(false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// As long at each beat, so that it can be written over.
fn text(mark: u64, beat: u32) -> String {
    format!("{mark:016x} {beat:010}\n")
}

/// The lock while it is held.
struct Lease {
    files: Remote,
    path: PathBuf,
    mark: u64,
    beating: Option<(mpsc::Sender<()>, JoinHandle<()>)>,
}

impl Lease {
    fn hold(files: Remote, path: PathBuf, mark: u64) -> Self {
        let (stop, stopped) = mpsc::channel();
        let pause: Duration = files.patience / BEATS;
        let own = (files.clone(), path.clone());
        let thread = thread::spawn(move || {
            let (files, path) = own;
            let mut beat = 0;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                beat += 1;
                // Taken away by somebody who saw no beat for long, or the connection has ended.
                if !is_ours(&files, &path, mark)
                    || files.overwrite(&path, text(mark, beat).as_bytes()).is_err()
                {
                    break;
                }
            }
        });
        Self { files, path, mark, beating: Some((stop, thread)) }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.beating.take() {
            drop(stop);
            let _ = thread.join();
        }
        // What stays counts as left after a while.
        if is_ours(&self.files, &self.path, self.mark) {
            let _ = self.files.remove_file(&self.path);
        }
    }
}

fn is_ours(files: &Remote, path: &Path, mark: u64) -> bool {
    files.read(path).is_ok_and(|bytes| bytes.starts_with(format!("{mark:016x}").as_bytes()))
}

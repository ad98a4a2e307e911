//! A folder that readers see as it is: every file is written beside the others and renamed into its place.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    super::{
        Files, Progress, Site, Trouble, failure,
        store::{Store, carry_out},
    },
    compare, make_folders, read_record, remove_if_there,
};
use crate::{
    model::{
        diagnostic::Diagnostic,
        out_path::{RECORD, WAITING_ROOM},
    },
    stages::deploy::{Held, Item, Plan, Record, Remote},
};

/// The folder.
pub(super) struct InPlace {
    files: Arc<dyn Files>,
    path: PathBuf,
    width: usize,
    next: AtomicUsize,
    seen: Option<Record>,
}

impl InPlace {
    pub(super) fn new(files: Arc<dyn Files>, path: PathBuf, width: usize) -> Self {
        Self { files, path, width, next: AtomicUsize::new(0), seen: None }
    }

    pub(super) fn look(&mut self) -> Result<Remote, Trouble> {
        match self.files.stat(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.seen = None;
                return Ok(Remote::default());
            }
            Err(error) => return Err(failure("read", &self.path, &error).into()),
            Ok(_) => {}
        }
        self.seen = read_record(&*self.files, &self.path.join(RECORD))?;
        Ok(compare(&*self.files, &self.path, self.seen.clone(), &[RECORD, WAITING_ROOM])?)
    }

    pub(super) fn publish(&self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        let room = self.path.join(WAITING_ROOM);
        let fail = |error: io::Error| failure("write to", &room, &error);
        make_folders(&*self.files, &room).map_err(fail)?;
        let Some(lock) = self.files.lock(&room.join("lock")).map_err(fail)? else {
            return Err(Trouble::Race("another deploy to this folder is under way".to_owned()));
        };
        if read_record(&*self.files, &self.path.join(RECORD))? != self.seen {
            return Err(Trouble::Race("another deploy has written to this folder".to_owned()));
        }
        self.clear(&room).map_err(fail)?;
        self.write_record(&plan.claim())?;
        let early: Vec<&Held> = plan.in_the_way();
        early.iter().try_for_each(|held| self.delete(&held.path))?;
        // Their names belong to others from here on.
        let mut plan = plan.clone();
        plan.deletes.retain(|held| !early.contains(&held));
        carry_out(self, &plan, site, self.width, progress)?;
        drop(lock);
        // Empty now but for the lock; what stays is cleared by the next deploy.
        let _ = self.files.remove_tree(&room);
        Ok(())
    }

    /// Removes what a killed deploy has left.
    fn clear(&self, room: &Path) -> io::Result<()> {
        for name in self.files.list(room)?.into_iter().filter(|name| name != "lock") {
            self.files.remove_file(&room.join(name))?;
        }
        Ok(())
    }

    /// Writes a file beside the others and renames it into its place.
    fn place(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (waiting, target) = (self.path.join(WAITING_ROOM).join(number.to_string()), self.path.join(path));
        let fail = |error: io::Error| failure("write", &target, &error);
        self.files.write_new(&waiting, bytes).map_err(fail)?;
        match self.files.rename(&waiting, &target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            result => return result.map_err(fail),
        }
        if let Some(parent) = target.parent() {
            make_folders(&*self.files, parent).map_err(fail)?;
        }
        self.files.rename(&waiting, &target).map_err(fail)
    }
}

impl Store for InPlace {
    fn put(&self, item: &Item, bytes: Vec<u8>) -> Result<Option<Arc<str>>, Trouble> {
        self.place(&item.path, &bytes)?;
        Ok(None)
    }

    fn delete(&self, path: &str) -> Result<(), Trouble> {
        let place = self.path.join(path);
        match remove_if_there(&*self.files, &place) {
            // The folder above it may be gone, or be a file by now.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {}
            result => result.map_err(|error| failure("delete", &place, &error))?,
        }
        // Folders that hold something else stay.
        let above = path.match_indices('/').rev().map(|(at, _)| self.path.join(&path[..at]));
        for folder in above {
            if self.files.remove_dir(&folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn write_record(&self, record: &Record) -> Result<(), Trouble> {
        self.files.sync(&self.path).map_err(|error| failure("write to", &self.path, &error))?;
        Ok(self.place(RECORD, &record.to_bytes())?)
    }
}

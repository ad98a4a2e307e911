//! Hosts that take one file at a time: how a plan is carried out there so that it may end anywhere.
//!
//! First the record claims every file that will be sent. While files go, the record is brought up to date now and
//! then, so that a deploy of thousands that is killed does not begin anew. At the end it says what is there.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rayon::prelude::*;

use super::{Progress, Site, Trouble};
use crate::{
    model::diagnostic::Diagnostic,
    stages::deploy::{Held, Item, Kind, Plan, Record, kind},
};

/// After this many files the record is written anew.
const CHECKPOINT: usize = 256;

/// A place that takes files one by one, from many threads.
pub(super) trait Store: Sync {
    /// Stores a file, and gives what the host calls this version of it.
    fn put(&self, item: &Item, bytes: Vec<u8>) -> Result<Option<Arc<str>>, Trouble>;

    /// Deletes a file; one that is not there is deleted already.
    fn delete(&self, path: &str) -> Result<(), Trouble>;

    /// Replaces the record, unless somebody else has replaced it since it was read or written last.
    fn write_record(&self, record: &Record) -> Result<(), Trouble>;
}

/// Carries out a plan with so many files under way at the same time.
pub(super) fn carry_out(
    store: &dyn Store,
    plan: &Plan,
    site: &Site,
    width: usize,
    progress: &Progress,
) -> Result<(), Trouble> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(width).build().map_err(|error| {
        Diagnostic::error("deploy-failed", format!("cannot start threads to send files: {error}"))
    })?;
    let claim = plan.claim();
    store.write_record(&claim)?;
    let files = claim.files.into_iter().map(|held| (Arc::clone(&held.path), held)).collect();
    let ledger = Ledger { store, files: Mutex::new(files), raced: AtomicBool::new(false) };
    let done = threads.install(|| ledger.send_all(plan, site, progress));
    if let Err(trouble) = done {
        // What has arrived need not be sent again. That this may fail too is no further news.
        if !ledger.raced.load(Ordering::Relaxed) {
            let _ = store.write_record(&ledger.record(true));
        }
        return Err(trouble);
    }
    store.write_record(&ledger.record(false))
}

/// What the host has by now.
struct Ledger<'a> {
    store: &'a dyn Store,
    files: Mutex<BTreeMap<Arc<str>, Held>>,
    raced: AtomicBool,
}

impl Ledger<'_> {
    fn send_all(&self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        for wave in waves(plan) {
            for part in wave.chunks(CHECKPOINT) {
                part.par_iter().try_for_each(|item| {
                    let tag = self.store.put(item, site.read(item)?)?;
                    lock(&self.files).insert(Arc::clone(&item.path), item.held(tag));
                    progress.step();
                    Ok::<(), Trouble>(())
                })?;
                // A whole part is worth it; the last one is followed by something else at once.
                if part.len() == CHECKPOINT {
                    self.check_point()?;
                }
            }
        }
        if !plan.deletes.is_empty() {
            self.check_point()?;
        }
        plan.deletes.par_iter().try_for_each(|held| {
            self.store.delete(&held.path)?;
            lock(&self.files).remove(&held.path);
            progress.step();
            Ok(())
        })
    }

    fn check_point(&self) -> Result<(), Trouble> {
        let written = self.store.write_record(&self.record(true));
        if matches!(written, Err(Trouble::Race(_))) {
            self.raced.store(true, Ordering::Relaxed);
        }
        written
    }

    fn record(&self, applying: bool) -> Record {
        Record::new(applying, lock(&self.files).values().cloned().collect())
    }
}

/// The files to send, in groups of which each must have arrived before the next begins.
fn waves(plan: &Plan) -> Vec<Vec<&Item>> {
    let mut waves: Vec<Vec<&Item>> = Vec::new();
    let mut last: Option<(Kind, bool)> = None;
    for put in &plan.puts {
        // New pages before changed ones, which may link to them.
        let rank = (kind(&put.item.path), put.new);
        match waves.last_mut() {
            Some(wave) if last == Some(rank) => wave.push(&put.item),
            _ => waves.push(vec![&put.item]),
        }
        last = Some(rank);
    }
    waves
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Watching the folders that a build depends on, without believing what the system tells.
//!
//! An event means “look again” and no more. What has changed is found by walking the folders and comparing stamps,
//! after an event, and every two seconds without one: events get lost, watches end with the folder that they were
//! set on, and some file systems send none. Only where to look first is believed: when after a calm one known file is
//! said to be another, it is looked at alone, so that who saves a file need not wait for a walk through all of them. The
//! walk follows when what was found has been dealt with. Whenever the folders are no longer those that were watched, the watches are
//! set anew. The program's own files are known by their bytes and never reported.

#![expect(clippy::disallowed_types, reason = "how old a file is and how long to wait are times")]

mod stamps;

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant, SystemTime},
};

use notify::{
    Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};

use self::stamps::Stamps;
use crate::model::inputs::{InputFile, RelPath};

/// Editors save in several steps: this long must pass after the last of them.
const QUIET: Duration = Duration::from_millis(50);

/// The same after a calm, when it is most likely one file that is saved: what comes later is seen by the next look.
const QUIET_AFTER_CALM: Duration = Duration::from_millis(20);

/// Whoever keeps on writing is not waited for longer than this.
const IMPATIENT: Duration = Duration::from_millis(500);

/// The time between two looks when nothing is heard.
const AGAIN: Duration = Duration::from_secs(2);

/// The same where the system cannot watch.
const POLLING: Duration = Duration::from_millis(500);

/// How it is noticed that something may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The system says so; if it cannot, by looking often.
    Native,
    /// By looking often.
    Polling,
}

/// What makes a watch look again.
enum Nudge {
    Look,
    /// Something happened at these places.
    At(Vec<PathBuf>),
    /// Watches may have ended, or events got lost.
    Lost,
}

/// Makes a watch look at once.
#[derive(Clone, Debug)]
pub struct Bell(Sender<Nudge>);

impl Bell {
    /// Rings.
    pub fn ring(&self) {
        // Nobody listens when the program ends.
        let _ = self.0.send(Nudge::Look);
    }
}

/// Watched folders, and what was last seen in them.
pub struct Watch {
    root: PathBuf,
    names: Vec<String>,
    means: Means,
    stamps: Stamps,
    native: Option<RecommendedWatcher>,
    /// The folders that `native` was set on.
    armed: Vec<(RelPath, u64)>,
    nudges: Receiver<Nudge>,
    bell: Bell,
    note: Option<String>,
    /// When something was last heard.
    heard: Option<Instant>,
    /// Only a part was looked at: the rest is to be looked at soon.
    owed: bool,
}

impl Watch {
    /// Watches files and folders below a root, by their names; they may come into being later. What is there now is
    /// taken as seen.
    pub fn start(root: &Path, names: Vec<String>, means: Means) -> Self {
        let (sender, nudges) = channel();
        let (stamps, _) = Stamps::default().look(root, &names, SystemTime::now());
        let mut watch = Self {
            root: root.to_owned(),
            names,
            means,
            stamps,
            native: None,
            armed: Vec::new(),
            nudges,
            bell: Bell(sender),
            note: None,
            heard: None,
            owed: false,
        };
        watch.arm();
        watch
    }

    /// A bell that makes this watch look at once.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Why the system cannot watch, said once.
    pub fn take_note(&mut self) -> Option<String> {
        self.note.take()
    }

    /// Waits for a sign of change, or two seconds, and says which files are others than before; often none.
    pub fn look(&mut self) -> Vec<RelPath> {
        match self.wait() {
            Heard::Nothing => {}
            Heard::Lost => self.armed.clear(),
            Heard::At(places) => {
                if let Some(changed) = self.stamps.look_at(&self.root, &places, SystemTime::now()) {
                    self.owed = true;
                    return changed;
                }
            }
        }
        self.owed = false;
        let mut changed = self.compare();
        if self.arm() {
            // Something may have been written before the new watches were set.
            changed.extend(self.compare());
            changed.sort();
            changed.dedup();
        }
        changed
    }

    /// Says at once which files are others than before.
    pub fn compare(&mut self) -> Vec<RelPath> {
        let seen = std::mem::take(&mut self.stamps);
        let (stamps, changed) = seen.look(&self.root, &self.names, SystemTime::now());
        self.stamps = stamps;
        changed
    }

    /// Whether a folder was there at the last look.
    pub fn has_folder(&self, path: &str) -> bool {
        self.stamps.is_folder(path)
    }

    /// Whether a regular file of the dossier was there at the last look.
    pub fn has_file(&self, path: &RelPath) -> bool {
        self.stamps.is_file(path)
    }

    /// Files that the program has just written are not news. Those that hold other bytes by now are.
    pub fn written(&mut self, files: &[InputFile]) {
        for file in files {
            self.stamps.written(&self.root, file);
        }
    }

    fn wait(&mut self) -> Heard {
        let patience = match self.native {
            _ if self.owed => QUIET,
            Some(_) => AGAIN,
            None => POLLING,
        };
        let Ok(first) = self.nudges.recv_timeout(patience) else { return Heard::Nothing };
        let now = Instant::now();
        let before = self.heard.replace(now);
        let calm = !self.owed && before.is_none_or(|before| now.duration_since(before) > IMPATIENT);
        let (quiet, deadline) = (if calm { QUIET_AFTER_CALM } else { QUIET }, now + IMPATIENT);
        let mut heard = Heard::At(BTreeSet::new()).and(first);
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            // `bell` holds a sender, so nobody can hang up.
            match self.nudges.recv_timeout(left.min(quiet)) {
                Ok(nudge) => heard = heard.and(nudge),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.heard = Some(Instant::now());
        match heard {
            Heard::At(_) if !calm => Heard::Nothing,
            heard => heard,
        }
    }

    /// Sets watches on the folders that are there, if they are not the ones that are watched. Says whether it did.
    fn arm(&mut self) -> bool {
        if self.means == Means::Polling {
            return false;
        }
        let folders = self.stamps.folders();
        if folders == self.armed {
            return false;
        }
        // The old watches end first: the system allows only so many.
        self.native = None;
        match self.set_watches() {
            Ok(native) => {
                self.native = Some(native);
                self.armed = folders;
            }
            Err(error) if is_gone(&error) => self.armed = Vec::new(),
            Err(error) => {
                self.note =
                    Some(format!("the system cannot watch the folders ({error}): looking twice a second"));
                self.means = Means::Polling;
            }
        }
        true
    }

    fn set_watches(&self) -> notify::Result<RecommendedWatcher> {
        let sender = self.bell.0.clone();
        let hear = move |event: notify::Result<Event>| {
            let nudge = match event {
                Ok(event) if event.need_rescan() => Nudge::Lost,
                Ok(event) if is_reading(event.kind) => return,
                Ok(event) => Nudge::At(event.paths),
                Err(_) => Nudge::Lost,
            };
            let _ = sender.send(nudge);
        };
        // Links may lead anywhere; what they lead to is looked at every two seconds.
        let mut native = RecommendedWatcher::new(hear, Config::default().with_follow_symlinks(false))?;
        native.watch(&self.root, RecursiveMode::NonRecursive)?;
        for name in &self.names {
            if self.stamps.is_folder(name) {
                native.watch(&self.root.join(name), RecursiveMode::Recursive)?;
            }
        }
        Ok(native)
    }
}

/// What was heard while waiting.
enum Heard {
    /// Nothing, or nothing that says more than that all is to be looked at.
    Nothing,
    /// Something happened, and nowhere else than at these places, if the system can be believed.
    At(BTreeSet<PathBuf>),
    /// Events may have been lost.
    Lost,
}

impl Heard {
    fn and(self, nudge: Nudge) -> Self {
        match (self, nudge) {
            (Self::Lost, _) | (_, Nudge::Lost) => Self::Lost,
            (Self::Nothing, _) | (_, Nudge::Look) => Self::Nothing,
            (Self::At(mut places), Nudge::At(more)) => {
                places.extend(more);
                Self::At(places)
            }
        }
    }
}

/// Builds read every file: that is no change.
fn is_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// A folder went away while it was to be watched; the next look will tell.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

#[cfg(test)]
mod tests;

//! The operations of publishing on a server's files.

use std::{
    collections::VecDeque,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rayon::prelude::*;

use super::{
    lease,
    packet::{Answer, Attributes, kind},
    session::{Session, expect, status, strange},
};
use crate::edge::publish::files::{Files, Kind, Lock, Stamp};

/// So many bytes travel in a packet; every server takes them.
const CHUNK: u32 = 32 * 1024;

/// So many packets of one file are under way.
const AHEAD: usize = 16;

const READ: u32 = 1;
const WRITE: u32 = 2;
const CREATE_NEW: u32 = 2 | 8 | 32;

const POSIX_RENAME: &str = "posix-rename@openssh.com";
const HARD_LINK: &str = "hardlink@openssh.com";

/// The files of a server.
#[derive(Clone)]
pub(super) struct Remote {
    pub(super) session: Arc<Session>,
    /// How long a lock may show no sign of life.
    pub(super) patience: Duration,
}

impl Remote {
    fn open(&self, path: &Path, flags: u32) -> io::Result<Vec<u8>> {
        let path = wire(path)?;
        let answer = self.session.ask(kind::OPEN, |ask| ask.bytes(&path).u32(flags).u32(0))?;
        expect(answer, kind::HANDLE)?.bytes().ok_or_else(strange)
    }

    fn simple(&self, kind: u8, path: &Path) -> io::Result<()> {
        let path = wire(path)?;
        status(self.session.ask(kind, |ask| ask.bytes(&path))?)
    }

    /// A request with two paths, plain or as an extension.
    fn pair(&self, extension: Option<&str>, plain: u8, first: &Path, second: &Path) -> io::Result<()> {
        let (first, second) = (wire(first)?, wire(second)?);
        let answer = match extension {
            Some(name) => self
                .session
                .ask(kind::EXTENDED, |ask| ask.bytes(name.as_bytes()).bytes(&first).bytes(&second))?,
            None => self.session.ask(plain, |ask| ask.bytes(&first).bytes(&second))?,
        };
        status(answer)
    }

    /// "Failure" does not say that a name is taken.
    fn taken(&self, path: &Path, error: io::Error) -> io::Error {
        if error.kind() == io::ErrorKind::Other && self.stat(path).is_ok() {
            return io::ErrorKind::AlreadyExists.into();
        }
        error
    }

    /// Writes through a handle, and closes it.
    pub(super) fn write(&self, handle: &[u8], bytes: &[u8]) -> io::Result<()> {
        let mut under_way = VecDeque::new();
        let mut written = Ok(());
        for (number, chunk) in bytes.chunks(CHUNK as usize).enumerate() {
            if under_way.len() == AHEAD
                && let Some(promise) = under_way.pop_front()
            {
                written = written.and(settle(promise));
            }
            if written.is_err() {
                break;
            }
            let at = number as u64 * u64::from(CHUNK);
            under_way
                .push_back(self.session.send(kind::WRITE, |ask| ask.bytes(handle).u64(at).bytes(chunk))?);
        }
        let closed = self.session.send(kind::CLOSE, |ask| ask.bytes(handle))?;
        let written = under_way.into_iter().fold(written, |so_far, promise| so_far.and(settle(promise)));
        written.and(settle(closed))
    }

    /// Writes over a file that is there.
    pub(super) fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let handle = self.open(path, WRITE)?;
        self.write(&handle, bytes)
    }

    fn read_names(&self, handle: &[u8]) -> io::Result<Vec<(OsString, Stamp)>> {
        let mut names = Vec::new();
        loop {
            // The second one most often says that there are no more.
            let ask = || self.session.send(kind::READDIR, |ask| ask.bytes(handle));
            for promise in [ask()?, ask()?] {
                match expect(promise.get()?, kind::NAME) {
                    Ok(answer) => add_names(answer, &mut names).ok_or_else(strange)?,
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(names),
                    Err(error) => return Err(error),
                }
            }
        }
    }
}

impl Files for Remote {
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let path = wire(path)?;
        let answer = self.session.ask(kind::REALPATH, |ask| ask.bytes(&path))?;
        only_name(answer).map(PathBuf::from)
    }

    fn stat(&self, path: &Path) -> io::Result<Stamp> {
        let path = wire(path)?;
        let answer = self.session.ask(kind::LSTAT, |ask| ask.bytes(&path))?;
        expect(answer, kind::ATTRS)?.attributes().map(stamp).ok_or_else(strange)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let handle = self.open(path, READ)?;
        let mut bytes = Vec::new();
        let read = loop {
            let at = bytes.len() as u64;
            let answer = self.session.ask(kind::READ, |ask| ask.bytes(&handle).u64(at).u32(CHUNK))?;
            match expect(answer, kind::DATA).and_then(|mut data| data.bytes().ok_or_else(strange)) {
                Ok(part) if part.is_empty() => break Ok(()),
                Ok(part) => bytes.extend_from_slice(&part),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        // What was read is what it is, however the closing ends.
        let _ = self.session.send(kind::CLOSE, |ask| ask.bytes(&handle))?;
        read.map(|()| bytes)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        Ok(self.entries(path)?.into_iter().map(|(name, _)| name).collect())
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<(OsString, Stamp)>> {
        let path = wire(path)?;
        let answer = self.session.ask(kind::OPENDIR, |ask| ask.bytes(&path))?;
        let handle = expect(answer, kind::HANDLE)?.bytes().ok_or_else(strange)?;
        let names = self.read_names(&handle);
        let _ = self.session.send(kind::CLOSE, |ask| ask.bytes(&handle))?;
        names
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
        let handle = self.open(path, CREATE_NEW).map_err(|error| self.taken(path, error))?;
        self.write(&handle, bytes)?;
        Ok(Stamp { kind: Kind::File, size: bytes.len() as u64, mtime: 0 })
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let name = wire(path)?;
        let made = status(self.session.ask(kind::MKDIR, |ask| ask.bytes(&name).u32(0))?);
        made.map_err(|error| self.taken(path, error))
    }

    /// Replaces what is there, in one step where the server can.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.session.can(POSIX_RENAME) {
            return self.pair(Some(POSIX_RENAME), kind::RENAME, from, to);
        }
        match self.pair(None, kind::RENAME, from, to) {
            Err(error) if error.kind() == io::ErrorKind::Other && self.remove_file(to).is_ok() => {
                self.pair(None, kind::RENAME, from, to)
            }
            renamed => renamed,
        }
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        if !self.session.can(HARD_LINK) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.pair(Some(HARD_LINK), kind::EXTENDED, from, to)
    }

    fn symlink(&self, target: &Path, link: &Path) -> io::Result<()> {
        // In the order in which servers take them, which is not that of the draft of the protocol.
        self.pair(None, kind::SYMLINK, target, link)
    }

    fn read_link(&self, link: &Path) -> io::Result<PathBuf> {
        let link = wire(link)?;
        only_name(self.session.ask(kind::READLINK, |ask| ask.bytes(&link))?).map(PathBuf::from)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.simple(kind::REMOVE, path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.simple(kind::RMDIR, path)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        let entries = self.entries(path)?;
        entries.par_iter().try_for_each(|(name, stamp)| match stamp.kind {
            Kind::Folder => self.remove_tree(&path.join(name)),
            _ => self.remove_file(&path.join(name)),
        })?;
        self.remove_dir(path)
    }

    /// What a server has confirmed is the server's to keep.
    fn sync(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        lease::take(self, path)
    }
}

fn settle(promise: super::session::Promise) -> io::Result<()> {
    promise.get().and_then(status)
}

/// A path as servers know it.
fn wire(path: &Path) -> io::Result<Vec<u8>> {
    let text = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    // The home is where the server begins.
    let text = text.strip_prefix("~/").unwrap_or(&text);
    Ok(if text.is_empty() { b".".to_vec() } else { text.as_bytes().to_vec() })
}

fn stamp(attributes: Attributes) -> Stamp {
    let kind = match attributes.mode.map(|mode| mode & 0o170_000) {
        Some(0o100_000) => Kind::File,
        Some(0o040_000) => Kind::Folder,
        _ => Kind::Other,
    };
    Stamp { kind, size: attributes.size, mtime: i64::from(attributes.mtime) * 1_000_000_000 }
}

fn add_names(mut answer: Answer, names: &mut Vec<(OsString, Stamp)>) -> Option<()> {
    for _ in 0..answer.u32()? {
        let (name, _) = (answer.bytes()?, answer.bytes()?);
        let stamp = stamp(answer.attributes()?);
        // A name with a slash would lead elsewhere; one that is not text is nobody's of ours.
        match String::from_utf8(name) {
            Ok(name) if ![".", ".."].contains(&&*name) && !name.contains('/') => {
                names.push((name.into(), stamp));
            }
            _ => {}
        }
    }
    Some(())
}

fn only_name(answer: Answer) -> io::Result<String> {
    let mut answer = expect(answer, kind::NAME)?;
    match answer.u32() {
        Some(1) => answer.text().ok_or_else(strange),
        _ => Err(strange()),
    }
}

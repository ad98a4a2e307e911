//! The memo between runs: two files in `.dossier/`, which may be deleted at any time.
//!
//! `memo.data` only grows; `memo.index` is replaced as a whole and says where in it each entry is. Whatever happens
//! to either of them, and however many builds write at once, an entry that is not whole is noticed by its checksum
//! and made again. When most of the data is waste, both are deleted.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is where the memo is read and written"
)]

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::memo::{Memo, NoStore, Saved, Store};

/// Entries are appended in pieces of about this many bytes.
const PIECE: usize = 1 << 20;

/// The memo of the last run; an empty one when there is none. One that cannot be opened costs time and nothing else.
pub fn load(root: &Path) -> Memo {
    match own_folder(root).and_then(|folder| Ok((Data::open(&folder)?, folder))) {
        Ok((data, folder)) => {
            Memo::load(&fs::read(folder.join("memo.index")).unwrap_or_default(), Box::new(data))
        }
        Err(_) => Memo::load(&[], Box::new(NoStore)),
    }
}

/// The same for a run that writes nothing.
pub fn peek(root: &Path) -> Memo {
    let folder = folder(root);
    match fs::File::open(folder.join("memo.data")) {
        Ok(reader) => {
            let index = fs::read(folder.join("memo.index")).unwrap_or_default();
            Memo::load(&index, Box::new(Data { reader, tail: None }))
        }
        Err(_) => Memo::load(&[], Box::new(NoStore)),
    }
}

/// The program's own folder in the dossier, made if it is not there.
pub(super) fn own_folder(root: &Path) -> io::Result<PathBuf> {
    let folder = folder(root);
    fs::create_dir_all(&folder)?;
    if !folder.join(".gitignore").exists() {
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    Ok(folder)
}

/// Keeps a memo for the next run.
pub fn store(root: &Path, memo: Memo) -> io::Result<()> {
    let folder = folder(root);
    // Saving drops the store, which writes what it still holds: the index must not be there before.
    match memo.save() {
        Saved::Same => Ok(()),
        Saved::Waste => {
            fs::remove_file(folder.join("memo.index")).or_else(ignore_missing)?;
            fs::remove_file(folder.join("memo.data")).or_else(ignore_missing)
        }
        Saved::Index(index) => {
            let waiting = folder.join(format!("memo.{}", std::process::id()));
            fs::write(&waiting, index)
                .and_then(|()| fs::rename(&waiting, folder.join("memo.index")))
                .inspect_err(|_| {
                    // The disk is full, most likely: what is left of the attempt only makes that worse.
                    let _ = fs::remove_file(&waiting);
                })
        }
    }
}

fn ignore_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn folder(root: &Path) -> PathBuf {
    root.join(".dossier")
}

/// The data file, read at places and appended to.
struct Data {
    reader: fs::File,
    /// Nothing when nothing is to be written.
    tail: Option<Mutex<Tail>>,
}

/// What is being appended. Its places hold as long as nobody else appends; if somebody does, checksums tell.
struct Tail {
    file: fs::File,
    next: u64,
    waiting: Vec<u8>,
}

impl Data {
    fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join("memo.data");
        let file = fs::OpenOptions::new().append(true).create(true).open(&path)?;
        let next = file.metadata()?.len();
        let tail = Some(Mutex::new(Tail { file, next, waiting: Vec::new() }));
        Ok(Self { reader: fs::File::open(&path)?, tail })
    }
}

impl Store for Data {
    fn append(&self, bytes: &[u8]) -> Option<u64> {
        self.tail.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).append(bytes)
    }

    fn read(&self, at: u64, length: u32) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        read_at(&self.reader, &mut bytes, at).ok()?;
        Some(bytes)
    }
}

#[cfg(unix)]
fn read_at(file: &fs::File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(not(unix))]
fn read_at(file: &fs::File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    // A handle of its own has a place of its own.
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

impl Tail {
    fn append(&mut self, bytes: &[u8]) -> Option<u64> {
        let at = self.next;
        self.waiting.extend_from_slice(bytes);
        self.next += u64::try_from(bytes.len()).ok()?;
        if self.waiting.len() >= PIECE {
            self.write();
        }
        Some(at)
    }

    /// What cannot be written is missing when it is asked for, and made again.
    fn write(&mut self) {
        let _ = self.file.write_all(&self.waiting);
        self.waiting.clear();
    }
}

impl Drop for Tail {
    fn drop(&mut self) {
        self.write();
    }
}

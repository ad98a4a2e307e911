//! What lies in the watched folders, as far as it shows without reading: one stamp for each file and folder.
//!
//! A file that was written in the same moment as before, with as many bytes, has the same stamp. So as long as a file
//! is young its bytes are hashed too.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is where the disk is looked at"
)]

use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use walkdir::{DirEntry, WalkDir};

use crate::{
    edge::disk::{is_leftover, read_file, relative},
    memo::bytes_key,
    model::inputs::{InputFile, RelPath},
};

/// File systems tell times apart by two seconds at the worst.
const YOUNG: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A pipe, a link that leads nowhere or out of the dossier, a folder that cannot be read: never opened.
    Other,
}

/// All that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    kind: Kind,
    length: u64,
    modified: Option<SystemTime>,
    inode: u64,
    mode: u32,
}

#[derive(Clone, Copy, Debug)]
struct Stamp {
    look: Look,
    /// Of the bytes, while the file is young.
    hash: Option<u128>,
}

/// The stamps of everything below a root that is watched.
#[derive(Debug, Default)]
pub(super) struct Stamps(BTreeMap<RelPath, Stamp>);

impl Stamps {
    /// Looks at everything; says what is there now, and which files are not as they were. Folders that come and go
    /// are no change by themselves: what lies in them is.
    pub(super) fn look(mut self, root: &Path, names: &[String], now: SystemTime) -> (Self, Vec<RelPath>) {
        let mut stamps = BTreeMap::new();
        let mut changed = Vec::new();
        for (path, look) in everything(root, names) {
            let (stamp, other) = compare(self.0.remove(&path), look, now, || hash(root, &path));
            if other {
                changed.push(path.clone());
            }
            stamps.insert(path, stamp);
        }
        let gone = self.0.into_iter().filter(|(_, stamp)| stamp.look.kind != Kind::Folder);
        changed.extend(gone.map(|(path, _)| path));
        changed.sort();
        (Self(stamps), changed)
    }

    /// Looks at these places alone, and says which of them are not as they were. Nothing when that cannot tell what
    /// has happened: only for files that were there and are still, and for what came and went meanwhile, it can.
    pub(super) fn look_at<'a>(
        &mut self,
        root: &Path,
        places: impl IntoIterator<Item = &'a PathBuf>,
        now: SystemTime,
    ) -> Option<Vec<RelPath>> {
        let mut changed = Vec::new();
        for place in places {
            if place.file_name().is_some_and(is_leftover) {
                continue;
            }
            let (path, _) = relative(root, place);
            match (self.0.get(&path).copied(), fs::symlink_metadata(place)) {
                (None, Err(error)) if error.kind() == io::ErrorKind::NotFound => {}
                (Some(before), Ok(metadata)) if metadata.is_file() && before.look.kind == Kind::File => {
                    let (stamp, other) = compare(Some(before), look(&metadata), now, || hash(root, &path));
                    self.0.insert(path.clone(), stamp);
                    changed.extend(other.then_some(path));
                }
                _ => return None,
            }
        }
        (!changed.is_empty()).then_some(changed)
    }

    /// Takes a file that holds these bytes as seen.
    pub(super) fn written(&mut self, root: &Path, file: &InputFile) {
        let Ok(metadata) = fs::metadata(root.join(file.path.as_str())) else { return };
        let ours = bytes_key(&file.bytes);
        let look = look(&metadata);
        if look.kind == Kind::File && hash(root, &file.path) == Some(ours) {
            self.0.insert(file.path.clone(), Stamp { look, hash: Some(ours) });
        }
    }

    /// All folders with their inodes.
    pub(super) fn folders(&self) -> Vec<(RelPath, u64)> {
        let folders = self.0.iter().filter(|(_, stamp)| stamp.look.kind == Kind::Folder);
        folders.map(|(path, stamp)| (path.clone(), stamp.look.inode)).collect()
    }

    /// Whether a file is there, and no link that leads out of the root.
    pub(super) fn is_file(&self, path: &RelPath) -> bool {
        self.0.get(path).is_some_and(|stamp| stamp.look.kind == Kind::File)
    }

    /// Whether a folder is there.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.0.get(&RelPath::new(path)).is_some_and(|stamp| stamp.look.kind == Kind::Folder)
    }
}

/// The stamp of what is there now, and whether it is not what was there before.
fn compare(
    before: Option<Stamp>,
    look: Look,
    now: SystemTime,
    hash: impl FnOnce() -> Option<u128>,
) -> (Stamp, bool) {
    let young = look
        .modified
        .is_none_or(|modified| now.duration_since(modified).is_ok_and(|age| age < YOUNG) || modified > now);
    let same = before.is_some_and(|before| before.look == look);
    let hashed = before.and_then(|before| before.hash);
    let wanted = look.kind == Kind::File && (young || (same && hashed.is_some()));
    let hash = wanted.then(hash).flatten();
    let other = match before {
        None => look.kind != Kind::Folder,
        Some(before) if look.kind == Kind::Folder => {
            before.look.kind != Kind::Folder || before.look.mode != look.mode
        }
        Some(_) => !same || (hashed.is_some() && hashed != hash),
    };
    (Stamp { look, hash: hash.filter(|_| young) }, other)
}

fn everything(root: &Path, names: &[String]) -> Vec<(RelPath, Look)> {
    let mut found = Vec::new();
    if let Ok(metadata) = fs::metadata(root) {
        found.push((RelPath::new(""), look(&metadata)));
    }
    for name in names {
        let mut entries = WalkDir::new(root.join(name)).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && is_leftover(entry.file_name()) => {
                    skip(&mut entries, &entry);
                }
                Ok(entry) => {
                    let path = relative(root, entry.path()).0;
                    if let Some(look) = seen(root, &entry) {
                        found.push((path, look));
                    } else {
                        found.push((path, closed(entry.path())));
                        skip(&mut entries, &entry);
                    }
                }
                Err(error) => {
                    let place = error.path().filter(|place| place.symlink_metadata().is_ok());
                    found.extend(place.map(|place| (relative(root, place).0, closed(place))));
                }
            }
        }
    }
    found
}

/// What shows of an entry, unless it is a link that leads out of the root.
fn seen(root: &Path, entry: &DirEntry) -> Option<Look> {
    if entry.path_is_symlink() && !fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(root))
    {
        return None;
    }
    entry.metadata().ok().map(|metadata| look(&metadata))
}

/// What shows of something that is not opened.
fn closed(place: &Path) -> Look {
    let none = Look { kind: Kind::Other, length: 0, modified: None, inode: 0, mode: 0 };
    fs::symlink_metadata(place).map_or(none, |metadata| Look { kind: Kind::Other, ..look(&metadata) })
}

fn look(metadata: &Metadata) -> Look {
    let kind = match () {
        () if metadata.is_file() => Kind::File,
        () if metadata.is_dir() => Kind::Folder,
        () => Kind::Other,
    };
    let (inode, mode) = identity(metadata);
    // A folder's length and time follow from what lies in it.
    let still = kind != Kind::Folder;
    Look {
        kind,
        length: if still { metadata.len() } else { 0 },
        modified: metadata.modified().ok().filter(|_| still),
        inode,
        mode,
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u32) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.mode())
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> (u64, u32) {
    (0, u32::from(metadata.permissions().readonly()))
}

fn hash(root: &Path, path: &RelPath) -> Option<u128> {
    read_file(root, path).ok().flatten().map(|bytes| bytes_key(&bytes))
}

fn skip(entries: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

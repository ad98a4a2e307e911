//! Pictures and documents of `content/`: read, made ready to be published, and kept in `.dossier/images/` by the hash of
//! their bytes, because to decode and to make smaller takes a hundred times as long as everything else in a build.
//!
//! The folder may be deleted at any time, and what in it is not whole is made again. Nothing is held in memory but sizes
//! and ways to the bytes.

#![expect(clippy::disallowed_methods, reason = "this is where pictures are read and kept")]

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::disk::read_folder_for_media;
use crate::{
    memo::bytes_key,
    model::{
        diagnostic::Diagnostic,
        inputs::{InputFile, RelPath},
        media::{Load, Media, MediaKind, Picture, Size, Stored},
    },
    stages::media::{self, Format, Made, PICTURES, VERSION},
};

/// A file of `content/` that is a picture or document, by its name.
pub fn is_media(path: &RelPath) -> bool {
    let extension = path.extension();
    path.as_str().starts_with("content/media/")
        || PICTURES.contains(&extension.as_str())
        || ["pdf", "svg"].contains(&extension.as_str())
}

/// Everything that texts may show, sorted by path, and what could not be read.
pub fn read(root: &Path) -> (Vec<Media>, Vec<Diagnostic>) {
    let (found, mut diagnostics) = read_folder_for_media(root);
    if found.is_empty() {
        let _ = fs::remove_dir_all(folder(root));
        return (Vec::new(), diagnostics);
    }
    let made: Vec<_> = found.into_par_iter().map(|load| one(root, load())).collect();
    let mut media = Vec::with_capacity(made.len());
    let mut keys = BTreeSet::new();
    for result in made {
        match result {
            Ok(file) => {
                if let MediaKind::Picture(picture) = &file.kind {
                    keys.insert(format!("{:032x}", picture.key));
                }
                media.push(file);
            }
            Err(problem) => diagnostics.push(problem),
        }
    }
    forget_all_but(root, &keys);
    media.sort_by(|a, b| a.path.cmp(&b.path));
    (media, diagnostics)
}

fn one(root: &Path, file: Result<InputFile, Diagnostic>) -> Result<Media, Diagnostic> {
    let InputFile { path, bytes } = file?;
    let kind = match path.extension().as_str() {
        "pdf" if bytes.starts_with(b"%PDF-") => MediaKind::Document(document(root, &path, &bytes)),
        "pdf" => MediaKind::Refused {
            why: "it is no PDF, whatever its name says".to_owned(),
            hint: "save it as PDF".to_owned(),
        },
        _ => picture(root, &path, &bytes),
    };
    Ok(Media { path, kind })
}

fn document(root: &Path, path: &RelPath, bytes: &[u8]) -> Stored {
    let place = root.join(path.as_str());
    let load: Load = Arc::new(move || fs::read(&place).map(Arc::from).map_err(|error| super::reason(&error)));
    Stored { key: bytes_key(bytes), size: bytes.len() as u64, load }
}

/// What is kept of a picture beside its files.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    sizes: Vec<(u32, u32, Format, u128, u64)>,
}

fn picture(root: &Path, path: &RelPath, bytes: &[u8]) -> MediaKind {
    let key = crate::memo::key((VERSION, bytes_key(bytes)));
    let shelf = folder(root).join(format!("{key:032x}"));
    let kept = match recall(&shelf) {
        Some(kept) => kept,
        None => match media::make(bytes) {
            Ok(made) => keep(&shelf, &made),
            Err(refusal) => {
                return MediaKind::Refused { why: refusal.why, hint: refusal.hint.to_owned() };
            }
        },
    };
    let original = root.join(path.as_str());
    let sizes = kept.sizes.into_iter().map(|(width, height, format, hash, size)| Size {
        width,
        height,
        extension: format.extension(),
        stored: Stored { key: hash, size, load: load(&shelf, &original, (width, format), hash) },
    });
    MediaKind::Picture(Picture { key, sizes: sizes.collect() })
}

/// Reads a size from its file; from the original when that is gone or damaged.
fn load(shelf: &Path, original: &Path, (width, format): (u32, Format), hash: u128) -> Load {
    let (place, original) = (shelf.join(file_name(width, format)), original.to_owned());
    Arc::new(move || {
        if let Ok(bytes) = fs::read(&place)
            && bytes_key(&bytes) == hash
        {
            return Ok(Arc::from(bytes));
        }
        let bytes = fs::read(&original).map_err(|error| super::reason(&error))?;
        let made = media::make(&bytes).map_err(|refusal| refusal.why)?;
        let same = made.into_iter().find(|made| bytes_key(&made.bytes) == hash);
        same.map(|made| Arc::from(made.bytes)).ok_or_else(|| "it has changed meanwhile".to_owned())
    })
}

fn file_name(width: u32, format: Format) -> String {
    format!("{width}.{}", format.extension())
}

fn folder(root: &Path) -> PathBuf {
    root.join(".dossier/images")
}

/// The sizes that were made before, if all their files are there.
fn recall(shelf: &Path) -> Option<Kept> {
    let kept: Kept = postcard::from_bytes(&fs::read(shelf.join("sizes")).ok()?).ok()?;
    let whole = kept.sizes.iter().all(|(width, _, format, _, size)| {
        fs::metadata(shelf.join(file_name(*width, *format))).is_ok_and(|found| found.len() == *size)
    });
    (whole && !kept.sizes.is_empty()).then_some(kept)
}

/// Keeps what was made. A folder that cannot be written costs time later, and nothing else.
fn keep(shelf: &Path, made: &[Made]) -> Kept {
    let sizes = made
        .iter()
        .map(|made| (made.width, made.height, made.format, bytes_key(&made.bytes), made.bytes.len() as u64));
    let kept = Kept { sizes: sizes.collect() };
    let _ = write_all(shelf, made, &kept);
    kept
}

fn write_all(shelf: &Path, made: &[Made], kept: &Kept) -> io::Result<()> {
    fs::create_dir_all(shelf)?;
    for size in made {
        fs::write(shelf.join(file_name(size.width, size.format)), &size.bytes)?;
    }
    fs::write(shelf.join("sizes"), postcard::to_stdvec(kept).unwrap_or_default())
}

/// Removes the folders of pictures that are not there any more.
fn forget_all_but(root: &Path, keys: &BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(folder(root)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = |name: &str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if name.to_str().is_some_and(|name| is_ours(name) && !keys.contains(name)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

//! What the last build has left in the output: its manifest, perhaps an apply to finish, or files of others.

use std::{io, path::Path};

use super::{
    Publish,
    apply::{self, Places, absent},
    failure,
    files::Files,
    manifest::{Entry, Manifest, State},
    work::{self, Work},
};
use crate::model::{diagnostic::Diagnostic, out_path::MANIFEST};

/// The manifest of an output that exists, after the apply of a killed build is finished; `None` when nobody has
/// published there.
pub(super) fn read(
    files: &dyn Files,
    output: &Path,
    work: &Work,
    options: Publish,
) -> Result<Option<Manifest>, Diagnostic> {
    match read_manifest(files, output, options)? {
        Some(manifest) if manifest.state == State::Applying => {
            finish_interrupted(files, output, work, &manifest).map(Some)
        }
        manifest => Ok(manifest),
    }
}

/// The manifest as it is when everything is in place.
pub(super) fn completed(manifest: &Manifest) -> Manifest {
    let files = manifest.files.iter().map(|entry| Entry { waiting: None, ..entry.clone() }).collect();
    let made_from = manifest.made_from;
    Manifest { version: manifest.version.clone(), made_from, files, ..Manifest::default() }
}

fn read_manifest(files: &dyn Files, output: &Path, options: Publish) -> Result<Option<Manifest>, Diagnostic> {
    let path = output.join(MANIFEST);
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(error) if absent(&error) => return Ok(None),
        Err(error) => return Err(failure("read", &path, &error)),
    };
    match Manifest::parse(&bytes) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(_) if options.force => Ok(None),
        Err(why) => {
            let message = format!("{} cannot be used: {why}", path.display());
            Err(Diagnostic::error("bad-manifest", message)
                .hint("delete the output folder, or build with `--force`, which deletes nothing"))
        }
    }
}

pub(super) fn exists(files: &dyn Files, path: &Path) -> Result<bool, Diagnostic> {
    match files.stat(path) {
        Ok(_) => Ok(true),
        Err(error) if absent(&error) => Ok(false),
        Err(error) => Err(failure("read", path, &error)),
    }
}

/// Finishes the apply of a build that was killed.
fn finish_interrupted(
    files: &dyn Files,
    output: &Path,
    work: &Work,
    manifest: &Manifest,
) -> Result<Manifest, Diagnostic> {
    let places = Places { files, output, waiting: &work::places(output) };
    apply::check(&places, manifest)?;
    apply::finish(&places, manifest)?;
    let (target, complete) = (output.join(MANIFEST), work.at("complete"));
    let fail = |error: io::Error| failure("write", &target, &error);
    match files.remove_file(&complete) {
        Err(error) if !absent(&error) => return Err(fail(error)),
        _ => {}
    }
    let manifest = completed(manifest);
    files.write_new(&complete, &manifest.to_bytes()).map_err(fail)?;
    files.sync(work.folder()).map_err(fail)?;
    files.rename(&complete, &target).map_err(fail)?;
    Ok(manifest)
}

/// An error when an output without a manifest holds anything.
pub(super) fn refuse_foreign(files: &dyn Files, output: &Path, work: &Work) -> Result<(), Diagnostic> {
    let names = files.list(output).map_err(|error| failure("read", output, &error))?;
    let mut foreign: Vec<String> = names
        .into_iter()
        .filter(|name| output.join(name) != work.folder())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    foreign.sort();
    let Some(first) = foreign.first() else { return Ok(()) };
    let rest = if foreign.len() > 1 { format!(" and {} more", foreign.len() - 1) } else { String::new() };
    let message = format!("{} holds files that dossier did not write: {first}{rest}", output.display());
    Err(Diagnostic::error("foreign-folder", message).hint(
        "choose an empty folder with `-o`, or build here with `--force`, which leaves them where they are",
    ))
}

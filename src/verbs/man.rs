//! `dossier man DIR`: manual pages for `man`, one for each command.

use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Failure, Outcome, one};
use crate::{
    cli::Cli,
    edge::{
        disk::{self, How, Save, Saved},
        terminal,
    },
    memo::bytes_key,
    model::{diagnostic::Diagnostic, inputs::RelPath},
};

/// Writes the pages.
pub fn man(dir: &Path) -> Result<Outcome, Failure> {
    let root = disk::make_root(dir).map_err(one)?;
    let mut command = Cli::command();
    command.build();
    let mut pages = vec![("dossier".to_owned(), command.clone())];
    let subcommands = command.get_subcommands().filter(|sub| sub.get_name() != "help");
    pages.extend(subcommands.map(|sub| (format!("dossier-{}", sub.get_name()), sub.clone())));
    let count = pages.len();
    for (name, command) in pages {
        let mut page = Vec::new();
        Man::new(command).render(&mut page).map_err(|error| {
            one(Diagnostic::error("no-man-page", format!("{name} cannot be written: {error}")))
        })?;
        save(&root, &RelPath::new(format!("{name}.1")), page).map_err(one)?;
    }
    terminal::say(&format!("wrote {} to {}", terminal::plural(count, "manual page"), dir.display()));
    Ok(Outcome::Well)
}

/// A page of an earlier version is replaced.
fn save(root: &Path, path: &RelPath, bytes: Vec<u8>) -> Result<Saved, Diagnostic> {
    let how = disk::read_file(root, path)?.map_or(How::New, |old| How::Over(bytes_key(&old)));
    let saved = disk::save_all(root, &[Save { path: path.clone(), bytes, how }]).pop();
    saved.unwrap_or_else(|| Err(Diagnostic::error("not-saved", "nothing was saved")))
}

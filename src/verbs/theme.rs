//! `dossier theme`: which themes there are, and a new one that begins where another ends.

use std::path::Path;

use super::{Failure, Outcome, one, save_new};
use crate::{
    cli::{Common, ThemeCommand},
    edge::{disk, terminal},
    model::{diagnostic::Diagnostic, inputs::RelPath, out_path::check_output_path, theme_file::ThemeFile},
    stages::render::theme::{builtin, builtin_names},
};

/// Runs the command.
pub fn theme(common: &Common, command: &ThemeCommand) -> Result<Outcome, Failure> {
    let root = disk::find_root(&common.root).map_err(one)?;
    match command {
        ThemeCommand::List => {
            list(&root);
            Ok(Outcome::Well)
        }
        ThemeCommand::New { name, extends } => new(&root, name, extends),
    }
}

/// One line a theme: its name, where it is, what it extends, and its sentence.
fn list(root: &Path) {
    let own = disk::theme_names(root);
    let mut names: Vec<String> = own.iter().cloned().chain(builtin_names().map(ToOwned::to_owned)).collect();
    names.sort_unstable();
    names.dedup();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for name in &names {
        let (files, _) = disk::theme(root, name, &builtin);
        let manifest = disk::theme_manifest(&files, name).map(|(_, manifest)| manifest).unwrap_or_default();
        terminal::say(&line(name, width, own.contains(name), &manifest));
    }
}

fn line(name: &str, width: usize, own: bool, manifest: &ThemeFile) -> String {
    let place = match (own, builtin(name).is_some()) {
        (true, true) => "built in, with files of themes/",
        (true, false) => "themes/",
        (false, _) => "built in",
    };
    let extends =
        if manifest.extends.is_empty() { String::new() } else { format!(", extends {}", manifest.extends) };
    let about =
        if manifest.description.is_empty() { String::new() } else { format!(": {}", manifest.description) };
    format!("{name:width$}  {place}{extends}{about}")
}

/// Writes `themes/NAME/`: its own file, and a style sheet that is read after that of the theme it extends.
fn new(root: &Path, name: &str, extends: &str) -> Result<Outcome, Failure> {
    if check_output_path(name).is_err() || name.contains('/') || name.starts_with('.') {
        let problem = Diagnostic::error(
            "bad-theme-name",
            format!("`{}` cannot be a folder's name", name.escape_debug()),
        );
        return Err(vec![problem.hint("take letters, digits and hyphens")]);
    }
    let (parent, _) = disk::theme(root, extends, &builtin);
    if parent.is_empty() {
        return Err(vec![
            Diagnostic::error("no-theme", format!("there is no theme `{}`", extends.escape_debug()))
                .hint("`dossier theme list` says which there are"),
        ]);
    }
    let files = [
        ("theme.yaml", format!("name: {name}\ndescription: \"\"\nextends: {extends}\n{OPTIONS}")),
        ("static/extra.css", SHEET.to_owned()),
    ];
    let path = |path| RelPath::new(format!("themes/{name}/{path}"));
    save_new(root, files.map(|(name, text)| (path(name), text.into_bytes())))?;
    terminal::say(&format!(
        "set `theme: {name}` in dossier.yaml; any file that you put there replaces that of {extends}"
    ));
    Ok(Outcome::Well)
}

/// The rest of a new `theme.yaml`.
const OPTIONS: &str = "# What a site may set under `theme_options`; templates see it as `site.options.NAME`.\n\
                       # options:\n#   wide: {type: switch, default: false, help: whether the text fills the page}\n";

/// The new style sheet.
const SHEET: &str = "/* Read after the style sheet of the theme that this one extends: what is said here goes before it. */\n";

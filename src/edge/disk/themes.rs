//! The files of a theme and of those that it extends, the nearest first.

use super::{LARGEST_TEXT, read_folder};
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::{InputFile, RelPath},
        out_path::check_output_path,
        theme_file::{THEME_FILE, ThemeFile},
    },
    yaml,
};
use std::path::Path;

/// The files of a theme by its name, as far as they come with the program.
pub type BuiltIn<'a> = &'a dyn Fn(&str) -> Option<Vec<InputFile>>;

/// The files of the theme `name`, then those of the theme that it extends, and so on. In each, the files of
/// `themes/NAME/` come before the built-in ones of the same path.
pub(super) fn chain(root: &Path, name: &str, built_in: BuiltIn<'_>) -> (Vec<InputFile>, Vec<Diagnostic>) {
    let (mut files, mut diagnostics, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = Some((name.to_owned(), None::<RelPath>));
    while let Some((name, from)) = next.take() {
        if seen.contains(&name) {
            diagnostics.push(circle(&seen, &name, from));
            break;
        }
        let (own, found) = theme(root, &name, built_in);
        diagnostics.extend(found);
        if own.is_empty() && built_in(&name).is_none() {
            diagnostics.push(no_theme(&name, from, &names(root)));
            break;
        }
        match manifest(&own, &name) {
            Ok((file, manifest)) if !manifest.extends.is_empty() => next = Some((manifest.extends, file)),
            Ok(_) => {}
            Err(problem) => diagnostics.push(problem),
        }
        files.extend(own);
        seen.push(name);
    }
    (files, diagnostics)
}

/// The names of the folders in `themes/`.
pub fn names(root: &Path) -> Vec<String> {
    let (files, _) = read_folder(root, "themes", &[], LARGEST_TEXT);
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| file.path.as_str().strip_prefix("themes/")?.split_once('/'))
        .map(|(name, _)| name.to_owned())
        .collect();
    names.dedup();
    names
}

/// The files of one theme alone.
pub fn theme(root: &Path, name: &str, built_in: BuiltIn<'_>) -> (Vec<InputFile>, Vec<Diagnostic>) {
    if check_output_path(name).is_err() || name.contains('/') {
        return (Vec::new(), Vec::new());
    }
    let (mut files, diagnostics) = read_folder(root, &format!("themes/{name}"), &[], LARGEST_TEXT);
    files.extend(built_in(name).unwrap_or_default());
    // Stable, so a file of the folder stays before the built-in one of the same path.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|later, first| later.path == first.path);
    (files, diagnostics)
}

/// What the theme's own file says, with its path; all defaults when there is none.
pub fn manifest(files: &[InputFile], name: &str) -> Result<(Option<RelPath>, ThemeFile), Diagnostic> {
    let path = format!("themes/{name}/{THEME_FILE}");
    let Some(file) = files.iter().find(|file| file.path.as_str() == path) else {
        return Ok((None, ThemeFile::default()));
    };
    let text = std::str::from_utf8(&file.bytes).map_err(|_| {
        Diagnostic::error("not-utf-8", "the file is not UTF-8").in_file(&file.path).hint("save it as UTF-8")
    })?;
    Ok((Some(file.path.clone()), yaml::read_whole(text, &file.path)?))
}

fn no_theme(name: &str, from: Option<RelPath>, known: &[String]) -> Diagnostic {
    let problem = Diagnostic::error("no-theme", format!("there is no theme `{}`", name.escape_debug()));
    let problem = match did_you_mean(name, known.iter().map(String::as_str).chain(["broadsheet", "briefing"]))
    {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("put its files into a folder of that name in `themes/`, or name another one"),
    };
    match from {
        Some(path) => problem.in_file(&path),
        None => problem,
    }
}

fn circle(seen: &[String], name: &str, from: Option<RelPath>) -> Diagnostic {
    let way = seen.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("` extends `");
    let problem = Diagnostic::error("theme-circle", format!("`{way}`"));
    let problem = problem.hint("take `extends` out of one of them");
    match from {
        Some(path) => problem.in_file(&path),
        None => problem,
    }
}

//! Static files under names that change with their content, so that a host may let readers keep them forever.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use xxhash_rust::xxh3::xxh3_64;

use super::{is_built_in, lean::lean};
use crate::model::{
    diagnostic::{Diagnostic, did_you_mean},
    inputs::InputFile,
};

/// A static file of the site.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Path below the base path: `assets/style.1a2b3c4d.css`.
    pub path: Arc<str>,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

/// All static files of a theme, by their name below `static/`.
#[derive(Clone, Debug, Default)]
pub(super) struct Assets {
    by_name: BTreeMap<String, Asset>,
}

impl Assets {
    /// Names and fingerprints every file. Style sheets come last: the files that they name in `url(…)` are
    /// put under their new names, and the sheet's own fingerprint follows from that. What a sheet names and
    /// the theme does not have is reported.
    pub(super) fn fingerprint(files: &BTreeMap<String, &InputFile>) -> (Self, Vec<Diagnostic>) {
        let (mut assets, mut warnings) = (Self::default(), Vec::new());
        let is_sheet = |file: &InputFile| file.path.extension() == "css";
        for (name, file) in files.iter().filter(|(_, file)| !is_sheet(file)) {
            let bytes = match text(name, file) {
                Some(Cow::Owned(lean)) => lean.into_bytes().into(),
                _ => file.bytes.clone(),
            };
            assets.insert(name, bytes);
        }
        for (name, file) in files.iter().filter(|(_, file)| is_sheet(file)) {
            let Some(sheet) = text(name, file) else {
                assets.insert(name, file.bytes.clone());
                warnings.push(not_utf8(file));
                continue;
            };
            let (rewritten, found) = rewrite(&sheet, name, file, &assets);
            warnings.extend(found);
            assets.insert(name, rewritten.into_bytes().into());
        }
        (assets, warnings)
    }

    /// The file that a template asks for by its name below `static/`; a wrong name gives the near one.
    pub(super) fn find(&self, name: &str) -> Result<&Asset, Option<&str>> {
        self.by_name.get(name).ok_or_else(|| did_you_mean(name, self.by_name.keys().map(String::as_str)))
    }

    /// Every file, by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.by_name.values()
    }

    fn insert(&mut self, name: &str, bytes: Arc<[u8]>) {
        // Eight digits: the name must differ from the last version's, not from all the world's.
        let mark = format!("{:016x}", xxh3_64(&bytes));
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let marked = match file.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => format!("{stem}.{}.{extension}", &mark[..8]),
            _ => format!("{file}.{}", &mark[..8]),
        };
        let path = format!("assets/{folder}{slash}{marked}").into();
        self.by_name.insert(name.to_owned(), Asset { path, bytes });
    }
}

/// A file as text, made lean if it comes with the program; `None` when it is no text.
fn text<'a>(name: &str, file: &'a InputFile) -> Option<Cow<'a, str>> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    Some(if is_built_in(file) { Cow::Owned(lean(name, text)) } else { Cow::Borrowed(text) })
}

/// The sheet with every `url(…)` of a file of the theme under its new name.
fn rewrite(sheet: &str, name: &str, file: &InputFile, assets: &Assets) -> (String, Vec<Diagnostic>) {
    let (mut out, mut warnings, mut done) = (String::with_capacity(sheet.len()), Vec::new(), 0);
    for (at, _) in sheet.match_indices("url(") {
        let Some(length) = sheet[at..].find(')') else { break };
        let inner = &sheet[at + 4..at + length];
        let address = inner.trim().trim_matches(['"', '\'']);
        // A fragment is a place in the document itself.
        if at < done || address.starts_with('#') {
            continue;
        }
        let (target, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        match resolve(name, target).as_deref().map(|target| assets.find(target)) {
            Some(Ok(asset)) => {
                out.push_str(&sheet[done..at]);
                let climb = "../".repeat(name.matches('/').count());
                let below = asset.path.trim_start_matches("assets/");
                out.extend(["url(\"", &climb, below, rest, "\")"]);
                done = at + length + 1;
            }
            Some(Err(near)) => warnings.push(no_such_file(file, sheet, at..at + length + 1, address, near)),
            None => warnings.push(not_of_the_theme(file, sheet, at..at + length + 1, address)),
        }
    }
    out.push_str(&sheet[done..]);
    (out, warnings)
}

/// The name below `static/` that an address in the sheet `name` means; `None` when it leads elsewhere.
fn resolve(name: &str, address: &str) -> Option<String> {
    if address.is_empty() || address.starts_with('/') || address.contains([':', '\\']) {
        return None;
    }
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn no_such_file(
    file: &InputFile,
    sheet: &str,
    span: std::ops::Range<usize>,
    address: &str,
    near: Option<&str>,
) -> Diagnostic {
    let hint = near.map_or_else(
        || "add the file to `static/`, or link a second style sheet from the template".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::warning("asset-missing", format!("`static/` has no file `{address}`"))
        .in_file(&file.path)
        .at(sheet, span)
        .hint(hint)
}

fn not_of_the_theme(
    file: &InputFile,
    sheet: &str,
    span: std::ops::Range<usize>,
    address: &str,
) -> Diagnostic {
    Diagnostic::warning(
        "asset-foreign",
        format!("`{address}` lies outside the theme, and browsers will refuse it"),
    )
    .in_file(&file.path)
    .at(sheet, span)
    .hint("put the file into `static/` and name it relative to the style sheet")
}

fn not_utf8(file: &InputFile) -> Diagnostic {
    Diagnostic::warning(
        "asset-not-utf8",
        "the style sheet is not UTF-8, so the files it names were not renamed",
    )
    .in_file(&file.path)
    .hint("save it as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inputs::RelPath;

    fn assets(files: &[(&str, &str)]) -> (Assets, Vec<Diagnostic>) {
        let files: Vec<InputFile> = files
            .iter()
            .map(|(name, text)| InputFile {
                path: RelPath::new(format!("static/{name}")),
                bytes: text.as_bytes().into(),
            })
            .collect();
        let by_name =
            files.iter().map(|file| (file.path.as_str()["static/".len()..].to_owned(), file)).collect();
        Assets::fingerprint(&by_name)
    }

    #[test]
    fn a_name_carries_the_hash_of_the_content() {
        let (one, _) = assets(&[("a/b.css", "x"), ("LICENSE", "y")]);
        let (two, _) = assets(&[("a/b.css", "z"), ("LICENSE", "y")]);
        let path = |assets: &Assets, name: &str| assets.find(name).expect(name).path.to_string();
        assert_ne!(path(&one, "a/b.css"), path(&two, "a/b.css"));
        assert_eq!(path(&one, "LICENSE"), path(&two, "LICENSE"));
        let name = path(&one, "a/b.css");
        let mark =
            name.strip_prefix("assets/a/b.").and_then(|rest| rest.strip_suffix(".css")).expect("marked");
        assert!(mark.len() == 8 && mark.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
    }

    #[test]
    fn a_sheet_follows_the_files_that_it_names() {
        let css = "a{background:url( '../i/p.png?x#y' )}b{fill:url(#f)}";
        let (one, warnings) = assets(&[("css/s.css", css), ("i/p.png", "1")]);
        assert!(warnings.is_empty(), "{warnings:?}");
        let sheet = one.find("css/s.css").expect("sheet");
        let text = String::from_utf8_lossy(&sheet.bytes).into_owned();
        let image = one.find("i/p.png").expect("image").path.replace("assets/", "../");
        assert_eq!(text, format!("a{{background:url(\"{image}?x#y\")}}b{{fill:url(#f)}}"));
        let (two, _) = assets(&[("css/s.css", css), ("i/p.png", "2")]);
        assert_ne!(two.find("css/s.css").expect("sheet").path, sheet.path);
    }

    #[test]
    fn what_a_sheet_names_in_vain_is_reported_with_its_place() {
        let (_, warnings) = assets(&[
            ("s.css", "a{src:url(fnt.woff2)}\nb{src:url(https://e.org/x)}c{src:url(../../up)}"),
            ("font.woff2", ""),
        ]);
        let found: Vec<_> =
            warnings.iter().map(|w| (w.code, w.line_and_column(), w.hint.as_deref())).collect();
        assert_eq!(found[0], ("asset-missing", Some((1, 7)), Some("did you mean `font.woff2`?")));
        assert_eq!((found[1].0, found[1].1), ("asset-foreign", Some((2, 7))));
        assert_eq!(found[2].0, "asset-foreign");
    }

    #[test]
    fn a_wrong_name_gets_the_near_one() {
        let (assets, _) = assets(&[("style.css", "")]);
        assert_eq!(assets.find("styles.css").err(), Some(Some("style.css")));
    }
}

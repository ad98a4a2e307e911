//! Which folders may be an output. Everything here happens before anything is touched.

use std::{
    io,
    path::{Component, Path, PathBuf},
};

use super::{
    failure,
    files::{Files, Kind},
};
use crate::model::diagnostic::Diagnostic;

/// Folders of a dossier that hold a person's work.
const OWNED: [&str; 9] =
    ["seeds", "content", "themes", "templates", "static", "i18n", ".git", ".dossier", "dossier.yaml"];

/// Where the output lies in truth, after every link; or why it must not lie there.
pub(in crate::edge) fn resolve(files: &dyn Files, root: &Path, output: &Path) -> Result<PathBuf, Diagnostic> {
    let root = files.canonical(root).map_err(|error| failure("read", root, &error))?;
    let place = canonical(files, output)?;
    let refuse = |why: String| Err(unsafe_output(output, &why));
    if place.parent().is_none() {
        return refuse("it is the root of the file system".to_owned());
    }
    if root.starts_with(&place) {
        return refuse(format!("it is or holds the dossier itself, {}", root.display()));
    }
    for name in OWNED {
        let own = root.join(name);
        // The same folder may be reached by its own name or, when it is a link, by the name of its target.
        for own in [files.canonical(&own).ok(), Some(own)].into_iter().flatten() {
            if own.starts_with(&place) || place.starts_with(&own) {
                return refuse(format!("it is, holds or lies in `{name}` of the dossier, {}", own.display()));
            }
        }
    }
    if let Some(home) = std::env::home_dir().and_then(|home| files.canonical(&home).ok())
        && home.starts_with(&place)
    {
        return refuse("it is or holds your home folder".to_owned());
    }
    match files.stat(&place) {
        Ok(stamp) if stamp.kind != Kind::Folder => refuse("there is a file in its place".to_owned()),
        Ok(_) => Ok(place),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(place),
        Err(error) => Err(failure("read", output, &error)),
    }
}

/// The canonical form of a path whose last parts may not exist yet.
fn canonical(files: &dyn Files, path: &Path) -> Result<PathBuf, Diagnostic> {
    let absolute = std::path::absolute(path).map_err(|error| failure("find", path, &error))?;
    let mut missing = Vec::new();
    for ancestor in absolute.ancestors() {
        match files.canonical(ancestor) {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |place, part| place.join(part))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failure("read", ancestor, &error)),
        }
        if files.stat(ancestor).is_ok() {
            return Err(unsafe_output(path, &format!("{} is a link that leads nowhere", ancestor.display())));
        }
        match ancestor.components().next_back() {
            Some(Component::Normal(part)) => missing.push(part),
            _ => return Err(unsafe_output(path, "it goes up from a folder that does not exist")),
        }
    }
    Err(failure("find", path, &io::ErrorKind::NotFound.into()))
}

fn unsafe_output(output: &Path, why: &str) -> Diagnostic {
    Diagnostic::error("unsafe-output", format!("the site cannot be written to {}: {why}", output.display()))
        .hint("choose a folder that holds nothing else, such as `public`, with `output:` or `-o`")
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need folders")]
mod tests {
    use std::fs;

    use super::{super::files::Disk, *};

    fn project() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for part in ["site/seeds", "site/content/articles", "site/themes", "beside"] {
            fs::create_dir_all(folder.path().join(part)).expect(part);
        }
        folder
    }

    fn refused(folder: &Path, output: &str) -> Option<String> {
        resolve(&Disk, &folder.join("site"), &folder.join(output)).err().map(|diagnostic| diagnostic.message)
    }

    #[test]
    fn folders_of_the_dossier_its_parents_and_the_disk_itself_are_refused() {
        let folder = project();
        for output in [
            "site",
            "site/.",
            "site/public/..",
            "",
            ".",
            "/",
            "site/seeds",
            "site/seeds/new",
            "site/content",
            "site/content/articles",
            "site/themes/x",
            "site/templates",
            "site/static/deep/er",
            "site/.git",
            "site/dossier.yaml",
            "beside/../site/content",
            "site/nowhere/../content",
        ] {
            assert!(refused(folder.path(), output).is_some(), "{output:?} was taken");
        }
    }

    #[test]
    fn a_folder_of_its_own_is_taken() {
        let folder = project();
        for output in ["site/public", "site/out/deep/public", "beside", "beside/new", "new", "site/seeds2"] {
            assert_eq!(refused(folder.path(), output), None, "{output:?}");
        }
    }

    #[test]
    fn the_home_folder_and_what_holds_it_are_refused() {
        let folder = project();
        let home = std::env::home_dir().expect("a home");
        assert!(refused(folder.path(), &home.to_string_lossy()).is_some());
        assert!(refused(folder.path(), &home.parent().unwrap_or(&home).to_string_lossy()).is_some());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_judged_by_where_they_lead() {
        use std::os::unix::fs::symlink;
        let folder = project();
        let at = |name: &str| folder.path().join(name);
        for (target, link) in [
            ("site/content", "to-content"),
            ("site", "to-site"),
            ("absent", "to-nothing"),
            ("beside", "to-beside"),
        ] {
            symlink(at(target), at(link)).expect(link);
        }
        for output in ["to-content", "to-content/x", "to-site", "to-site/seeds", "to-nothing", "to-nothing/x"]
        {
            assert!(refused(folder.path(), output).is_some(), "{output:?} was taken");
        }
        assert_eq!(refused(folder.path(), "to-beside"), None);

        // A folder of the dossier that is itself a link is guarded under both names.
        fs::remove_dir(at("site/seeds")).expect("empty");
        symlink(at("beside"), at("site/seeds")).expect("link");
        assert!(refused(folder.path(), "beside/x").is_some());
        assert!(refused(folder.path(), "beside").is_some());
        assert!(refused(folder.path(), "site/seeds/x").is_some());
    }
}

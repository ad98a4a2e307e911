//! A folder of releases with a link to the one that readers see.
//!
//! ```text
//! current -> releases/000002
//! releases/000001/…        000001.record
//! releases/000002/…        000002.record
//! releases/000003.part/…   being made; whoever comes next removes what a killed deploy has left of it
//! ```

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use rayon::prelude::*;

use super::{
    super::{Files, Progress, Site, Trouble, failure, store::lock},
    compare, make_folders, read_record, remove_if_there,
};
use crate::{
    edge::publish::files::Kind,
    model::diagnostic::Diagnostic,
    stages::deploy::{Plan, Remote, clash},
};

/// The link to the release that readers see.
pub(super) const CURRENT: &str = "current";

const RELEASES: &str = "releases";

/// Releases below a folder.
pub(super) struct Releases {
    files: Arc<dyn Files>,
    path: PathBuf,
    kept: usize,
    /// The name of the release that the last look was at, with what of it is not ours.
    current: Option<String>,
    foreign: BTreeSet<String>,
}

impl Releases {
    pub(super) fn new(files: Arc<dyn Files>, path: PathBuf, kept: usize) -> Self {
        Self { files, path, kept, current: None, foreign: BTreeSet::new() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.path.join(RELEASES).join(name)
    }

    pub(super) fn look(&mut self) -> Result<Remote, Trouble> {
        self.current = self.read_current()?;
        let Some(name) = &self.current else { return Ok(Remote::default()) };
        let record = read_record(&*self.files, &self.at(&format!("{name}.record")))?;
        let remote = compare(&*self.files, &self.at(name), record, &[])?;
        self.foreign.clone_from(&remote.foreign);
        Ok(remote)
    }

    /// The name of the release that readers see.
    fn read_current(&self) -> Result<Option<String>, Diagnostic> {
        let link = self.path.join(CURRENT);
        let not_ours = |what: &str| {
            let message = format!("{} {what}", link.display());
            Err(Diagnostic::error("foreign-file", message)
                .hint("move it away, or publish into the folder itself with `releases: 0`"))
        };
        match self.files.read_link(&link) {
            Ok(target) => match target.strip_prefix(RELEASES).ok().and_then(Path::to_str) {
                Some(name) if number(name).is_some_and(|_| name.bytes().all(|b| b.is_ascii_digit())) => {
                    Ok(Some(name.to_owned()))
                }
                _ => not_ours("is a link that leads elsewhere than to a release"),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if self.files.stat(&link).is_ok_and(|stamp| stamp.kind != Kind::Other) => {
                let _ = error;
                not_ours("is no link to a release")
            }
            Err(error) => Err(failure("read", &link, &error)),
        }
    }

    pub(super) fn publish(&self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        let folder = self.path.join(RELEASES);
        let fail = |error: io::Error| failure("write to", &folder, &error);
        make_folders(&*self.files, &folder).map_err(fail)?;
        let Some(_lock) = self.files.lock(&folder.join(".lock")).map_err(fail)? else {
            return Err(Trouble::Race("another deploy to this folder is under way".to_owned()));
        };
        if self.read_current()? != self.current {
            return Err(Trouble::Race("another deploy has switched to its release".to_owned()));
        }
        let name = self.begin().map_err(fail)?;
        let part = self.at(&format!("{name}.part"));
        self.fill(&part, plan, site, progress)?;
        self.switch(&part, &name, plan).map_err(fail)?;
        // Readers have the new site; old releases that stay are no reason to call that a failure.
        let _ = self.prune(&name);
        Ok(())
    }

    /// Clears away what a killed deploy has left, and gives the name of the next release.
    fn begin(&self) -> io::Result<String> {
        let mut last = 0;
        let names = self.files.list(&self.path.join(RELEASES))?;
        for name in names.iter().filter_map(|name| name.to_str()) {
            last = last.max(number(name).unwrap_or_default());
            let orphan = name.strip_suffix(".record").is_some_and(|release| {
                !names.iter().any(|name| name == OsStr::new(release)) && number(release).is_some()
            });
            if orphan {
                self.files.remove_file(&self.at(name))?;
            } else if name.strip_suffix(".part").and_then(number).is_some() {
                self.files.remove_tree(&self.at(name))?;
            }
        }
        Ok(format!("{:06}", last + 1))
    }

    /// Makes the whole site in a new folder.
    fn fill(&self, part: &Path, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Diagnostic> {
        let made = Mutex::new(BTreeSet::new());
        self.make(&made, part).map_err(|error| failure("make", part, &error))?;
        plan.puts.par_iter().try_for_each(|put| {
            let place = self.make_parent(&made, part, &put.item.path)?;
            let bytes = site.read(&put.item)?;
            self.files.write_new(&place, &bytes).map_err(|error| failure("write", &place, &error))?;
            progress.step();
            Ok(())
        })?;
        let ours: BTreeSet<String> = plan.done().files.iter().map(|held| held.path.to_string()).collect();
        let foreign = self.foreign.iter().filter(|path| clash(path, &ours).is_none());
        let stays = plan.same.iter().chain(&plan.kept).map(|held| &*held.path);
        let stays: Vec<&str> = stays.chain(foreign.map(String::as_str)).collect();
        let Some(old) = self.current.as_deref().map(|name| self.at(name)) else { return Ok(()) };
        stays.par_iter().try_for_each(|path| {
            let place = self.make_parent(&made, part, path)?;
            match self.files.hard_link(&old.join(path), &place) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
                // No second names there. What the site has need not come back from a server to go there again.
                Err(_) => match site.item(path) {
                    Some(item) => self.files.write_new(&place, &site.read(item)?),
                    None => self
                        .files
                        .read(&old.join(path))
                        .and_then(|bytes| self.files.write_new(&place, &bytes)),
                },
            }
            .map(|_| ())
            .map_err(|error| failure("write", &place, &error))
        })
    }

    fn make_parent(
        &self,
        made: &Mutex<BTreeSet<PathBuf>>,
        part: &Path,
        path: &str,
    ) -> Result<PathBuf, Diagnostic> {
        let place = part.join(path);
        if let Some(parent) = place.parent() {
            self.make(made, parent).map_err(|error| failure("make", parent, &error))?;
        }
        Ok(place)
    }

    /// Makes a folder once, however many files need it.
    fn make(&self, made: &Mutex<BTreeSet<PathBuf>>, folder: &Path) -> io::Result<()> {
        if lock(made).contains(folder) {
            return Ok(());
        }
        make_folders(&*self.files, folder)?;
        lock(made).insert(folder.to_owned());
        Ok(())
    }

    /// Gives the release its name and readers the release.
    fn switch(&self, part: &Path, name: &str, plan: &Plan) -> io::Result<()> {
        let (link, current) = (self.path.join(".current.new"), self.path.join(CURRENT));
        self.files.write_new(&self.at(&format!("{name}.record")), &plan.done().to_bytes())?;
        self.files.rename(part, &self.at(name))?;
        self.files.sync(&self.path)?;
        remove_if_there(&*self.files, &link)?;
        self.files.symlink(&Path::new(RELEASES).join(name), &link)?;
        self.files.rename(&link, &current)
    }

    /// Removes the oldest releases. Each gets another name first, so that half a release is never taken for one.
    fn prune(&self, current: &str) -> io::Result<()> {
        let names = self.files.list(&self.path.join(RELEASES))?;
        let mut whole: Vec<&str> = names
            .iter()
            .filter_map(|name| name.to_str())
            .filter(|name| name.bytes().all(|b| b.is_ascii_digit()) && *name != current)
            .collect();
        whole.sort_unstable_by_key(|name| number(name));
        let surplus = (whole.len() + 1).saturating_sub(self.kept);
        for name in &whole[..surplus.min(whole.len())] {
            let part = self.at(&format!("{name}.part"));
            self.files.rename(&self.at(name), &part)?;
            remove_if_there(&*self.files, &self.at(&format!("{name}.record")))?;
            self.files.remove_tree(&part)?;
        }
        Ok(())
    }
}

/// The number that the name of a release, or of what belongs to it, begins with.
fn number(name: &str) -> Option<u64> {
    name.split('.').next().filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

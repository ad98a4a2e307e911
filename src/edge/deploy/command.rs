//! A program of the user's: `type: command`.
//!
//! It finds the site in a folder that holds nothing else, and the paths of all that it needs in its environment.
//! What it was given last is kept, so that it too can be told what has changed.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the user's program is run here")]

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Context, Host, Progress, Site, Trouble, dir::bad_record, failure, program::cannot_run};
use crate::{
    model::{deploy::Command as Keys, diagnostic::Diagnostic},
    stages::deploy::{Plan, Record, Remote},
};

/// The program.
pub(super) struct Own {
    keys: Keys,
    context: Context,
}

impl Own {
    pub(super) fn new(keys: Keys, context: Context) -> Self {
        Self { keys, context }
    }

    fn record(&self) -> PathBuf {
        self.context.scratch.join("deployed")
    }

    /// The site in a folder of its own.
    ///
    /// Old assets that stay for readers who still have an old page are taken from the folder of the last run.
    fn lay_out(site: &Site, plan: &Plan, folder: &Path) -> Result<(), Diagnostic> {
        let kept: Vec<_> = plan
            .kept
            .iter()
            .filter_map(|held| Some((held, fs::read(folder.join(&*held.path)).ok()?)))
            .collect();
        if let Err(error) = fs::remove_dir_all(folder)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(failure("clear", folder, &error));
        }
        for (held, bytes) in kept {
            let place = folder.join(&*held.path);
            // Without it a reader with an old page misses a style sheet until the page is loaded again.
            let _ = place.parent().map(fs::create_dir_all).and_then(|_| fs::write(&place, bytes).ok());
        }
        for item in &site.items {
            let place = folder.join(&*item.path);
            let fail = |error: io::Error| failure("write", &place, &error);
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent).map_err(fail)?;
            }
            // A copy, not a second name: the program may do with it what it likes.
            fs::write(&place, site.read(item)?).map_err(fail)?;
        }
        Ok(())
    }

    /// The files that changed since the program was last run, one a line: `put<TAB>path` or `delete<TAB>path`.
    fn changes(plan: &Plan) -> String {
        let puts = plan.puts.iter().map(|put| format!("put\t{}\n", put.item.path));
        puts.chain(plan.deletes.iter().map(|held| format!("delete\t{}\n", held.path))).collect()
    }
}

impl Host for Own {
    fn name(&self) -> String {
        format!("command `{}`", self.keys.run.lines().next().unwrap_or_default())
    }

    fn look(&mut self) -> Result<Remote, Trouble> {
        let path = self.record();
        let record = match fs::read(&path) {
            Ok(bytes) => Some(Record::parse(&bytes).map_err(|why| bad_record(&path.display(), &why))?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failure("read", &path, &error).into()),
        };
        Ok(Remote { record, ..Remote::default() })
    }

    fn publish(&mut self, plan: &Plan, site: &Site, _: &Progress) -> Result<(), Trouble> {
        let scratch = &self.context.scratch;
        let (folder, manifest, changes) =
            (scratch.join("site"), scratch.join("manifest"), scratch.join("changes"));
        Self::lay_out(site, plan, &folder)?;
        let write = |path: &Path, bytes: &[u8]| {
            fs::write(path, bytes).map_err(|error| failure("write", path, &error))
        };
        write(&manifest, &plan.done().to_bytes())?;
        write(&changes, Self::changes(plan).as_bytes())?;
        // From here on nobody can say what the host has, until the program has ended well.
        write(&self.record(), &plan.claim().to_bytes())?;
        let mut shell = shell(&self.keys.run);
        shell
            .current_dir(&self.context.root)
            .env("DOSSIER_SITE", &folder)
            .env("DOSSIER_MANIFEST", &manifest)
            .env("DOSSIER_CHANGES", &changes)
            .env("DOSSIER_BASE_URL", &self.context.base_url)
            .env("DOSSIER_TARGET", &self.context.name)
            .stdin(if self.context.attended { Stdio::inherit() } else { Stdio::null() });
        let status = shell.status().map_err(|error| cannot_run("sh", &error))?;
        if !status.success() {
            let message = format!("the command of `{}` failed ({status})", self.context.name);
            return Err(Diagnostic::error("deploy-failed", message)
                .hint("its own words are above; deploy again when that is mended")
                .into());
        }
        Ok(write(&self.record(), &plan.done().to_bytes())?)
    }
}

fn shell(line: &str) -> Command {
    let (program, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(program);
    shell.arg(flag).arg(line);
    shell
}

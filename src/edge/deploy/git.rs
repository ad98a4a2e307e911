//! A branch of a git repository: `type: git`.
//!
//! Everything happens in a bare repository of our own below `.dossier/`, never in the person's. The tip of the
//! branch is fetched, a commit is written on top of it with `git fast-import`, and pushed without force. Whoever
//! pushed meanwhile wins: then the new tip is fetched and the plan is made anew. Files that are not ours stay as
//! they are on the tip.
//!
//! `history: squash` replaces the branch by a single commit, so that what was withdrawn is really gone. That is the
//! one push that is not a fast-forward; it names the tip that it replaces (`--force-with-lease`), so it cannot lose
//! a commit that was not seen, and it is refused while the branch holds a commit of anybody else.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "git is called here")]

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::PathBuf,
    process::Command,
};

use super::{
    Context, Host, Progress, Site, Trouble,
    dir::bad_record,
    failure,
    program::{self, Ended, failed},
};
use crate::{
    model::{
        deploy::{Git, History},
        diagnostic::Diagnostic,
        out_path::RECORD,
    },
    stages::deploy::{Plan, Record, Remote},
};

/// Where the tip is fetched to, and where the new commit is.
const TIP: &str = "refs/dossier/tip";
const NEXT: &str = "refs/dossier/next";

/// The line in a commit's message by which our own commits are known.
const TRAILER: &str = "Deployed-by: dossier";

/// Where a token for `https` addresses is found in the environment, and the name that goes with it.
const TOKEN: &str = "DOSSIER_GIT_TOKEN";

/// Gives git the token when it asks for a password; the shell reads it, so it is in no command line.
const HELPER: &str = "credential.helper=!f() { test \"$1\" = get || exit 0; \
    echo \"username=${DOSSIER_GIT_USER:-x-access-token}\"; echo \"password=$DOSSIER_GIT_TOKEN\"; }; f";

/// The branch.
pub(super) struct Branch {
    keys: Git,
    root: PathBuf,
    work: PathBuf,
    base_url: String,
    attended: bool,
    /// The commit that the branch was at when we looked last.
    tip: Option<String>,
}

impl Branch {
    pub(super) fn new(keys: Git, context: &Context) -> Self {
        Self {
            keys,
            root: context.root.clone(),
            work: context.scratch.join("work.git"),
            base_url: context.base_url.clone(),
            attended: context.attended,
            tip: None,
        }
    }

    /// `git` in our own repository, whatever repository this program was called from.
    fn git(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        // An address may be a path relative to the dossier's root.
        git.current_dir(&self.root).arg("--git-dir").arg(&self.work);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"] {
            git.env_remove(name);
        }
        git.env("LC_ALL", "C").args(["-c", "gc.auto=0", "-c", "core.hooksPath=/dev/null"]);
        if !self.attended {
            git.env("GIT_TERMINAL_PROMPT", "0");
        }
        if std::env::var_os(TOKEN).is_some_and(|token| !token.is_empty()) {
            git.args(["-c", "credential.helper=", "-c", HELPER]);
        }
        git.args(arguments);
        git
    }

    /// Runs git, which must end well; gives what it printed.
    fn must(&self, doing: &str, arguments: &[&str]) -> Result<String, Diagnostic> {
        let ended = program::call(self.git(arguments))?;
        if ended.well() {
            Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
        } else {
            Err(failed(doing, &ended))
        }
    }

    fn prepare(&self) -> Result<(), Diagnostic> {
        let make = || self.must("make a repository to work in", &["init", "--bare", "--quiet"]);
        if self.must("", &["rev-parse", "--git-dir"]).is_ok() {
            return Ok(());
        }
        // None yet, or one that a kill has left half made; nothing in it is needed.
        match fs::remove_dir_all(&self.work) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failure("clear", &self.work, &error));
            }
            _ => {}
        }
        fs::create_dir_all(&self.work).map_err(|error| failure("make", &self.work, &error))?;
        make().map(|_| ())
    }

    /// The commit that the branch is at; `None` when there is no such branch.
    fn fetch(&self) -> Result<Option<String>, Diagnostic> {
        let (doing, branch) = (format!("read {}", self.name()), format!("refs/heads/{}", self.keys.branch));
        let listed = self.must(&doing, &["ls-remote", "--", &self.keys.url, &branch])?;
        // The pattern also matches at the end of longer names.
        if !listed.lines().any(|line| line.split('\t').nth(1) == Some(&*branch)) {
            return Ok(None);
        }
        let spec = format!("+{branch}:{TIP}");
        let mut arguments = vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
        // All of the history is looked at before it is replaced.
        if self.keys.history == History::Keep {
            arguments.push("--depth=1");
        } else if self.must("", &["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
            arguments.push("--unshallow");
        }
        arguments.extend(["--", &self.keys.url, &spec]);
        self.must(&doing, &arguments)?;
        Ok(Some(self.must(&doing, &["rev-parse", "--verify", TIP])?.trim().to_owned()))
    }

    /// The path of a file of the site in the branch.
    fn place(&self, path: &str) -> String {
        if self.keys.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.keys.folder) }
    }

    /// The paths on the tip, below our folder.
    fn listed(&self, tip: &str) -> Result<BTreeSet<String>, Diagnostic> {
        let doing = format!("list the files of {}", self.name());
        if !self.keys.folder.is_empty() {
            let folder =
                self.must(&doing, &["ls-tree", "-d", "--name-only", tip, "--", &self.keys.folder])?;
            if folder.trim().is_empty() {
                return Ok(BTreeSet::new());
            }
        }
        let tree = format!("{tip}:{}", self.keys.folder);
        let names = self.must(&doing, &["ls-tree", "-r", "-z", "--name-only", &tree])?;
        Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Replacing the history must not cost anybody else's commits.
    fn refuse_foreign_history(&self, tip: &str) -> Result<(), Diagnostic> {
        let ours = format!("--grep=^{TRAILER}$");
        let count = self.must("read the history", &["rev-list", "--count", "--invert-grep", &ours, tip])?;
        if count.trim() == "0" {
            return Ok(());
        }
        let message = format!(
            "{} holds {} that dossier did not make, and `history: squash` would drop them",
            self.name(),
            crate::edge::terminal::plural(count.trim().parse().unwrap_or(2), "commit")
        );
        Err(Diagnostic::error("foreign-history", message)
            .hint("choose a branch that only dossier writes to, or use `history: keep`"))
    }

    /// Who commits, and when: as git knows the person, or a name for machines that have none.
    fn committer(&self) -> String {
        let known = self.must("", &["var", "GIT_COMMITTER_IDENT"]);
        let named = |name: &str, mail: &str| {
            let (name, mail) = (format!("user.name={name}"), format!("user.email={mail}"));
            self.must("", &["-c", &name, "-c", &mail, "var", "GIT_COMMITTER_IDENT"])
        };
        let ident = known.or_else(|_| named("Dossier", "dossier@localhost")).unwrap_or_default();
        ident.trim().to_owned()
    }

    /// Writes the commit as a stream for `git fast-import`.
    fn commit(&self, out: &mut dyn Write, step: &Step<'_>) -> io::Result<Result<(), Diagnostic>> {
        let plan = step.plan;
        let message = format!(
            "Publish {}\n\n{} new, {} changed, {} removed.\n\n{TRAILER}\n",
            self.base_url,
            plan.new_files(),
            plan.puts.len() - plan.new_files(),
            plan.deletes.len()
        );
        writeln!(out, "commit {NEXT}\ncommitter {}", step.committer)?;
        data(out, message.as_bytes())?;
        if let Some(tip) = &self.tip {
            match self.keys.history {
                History::Keep => writeln!(out, "from {tip}")?,
                // The files of the tip without what came before it.
                History::Squash => writeln!(out, "M 040000 {} \"\"", step.tree)?,
            }
        }
        for held in &plan.deletes {
            writeln!(out, "D {}", quoted(&self.place(&held.path)))?;
        }
        for put in &plan.puts {
            let bytes = match step.site.read(&put.item) {
                Ok(bytes) => bytes,
                Err(problem) => return Ok(Err(problem)),
            };
            writeln!(out, "M 100644 inline {}", quoted(&self.place(&put.item.path)))?;
            data(out, &bytes)?;
            step.progress.step();
        }
        writeln!(out, "M 100644 inline {}", quoted(&self.place(RECORD)))?;
        data(out, &plan.done().to_bytes())?;
        writeln!(out, "done")?;
        Ok(Ok(()))
    }

    fn write_commit(&self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Diagnostic> {
        // Left by a push that was lost: the next commit does not follow from it.
        self.must("prepare the commit", &["update-ref", "-d", NEXT])?;
        let tree = match (&self.tip, self.keys.history) {
            (Some(tip), History::Squash) => {
                self.must("read the branch", &["rev-parse", "--verify", &format!("{tip}^{{tree}}")])?
            }
            _ => String::new(),
        };
        let step = Step { plan, site, progress, committer: self.committer(), tree: tree.trim().to_owned() };
        let mut problem = None;
        let import = self.git(&["fast-import", "--quiet", "--done"]);
        let ended = program::run(import, |out| {
            // Without `done` at its end the stream is not taken.
            self.commit(out, &step).map(|written| problem = written.err())
        })?;
        match problem {
            Some(problem) => Err(problem),
            None if ended.well() => Ok(()),
            None => Err(failed("write the commit", &ended)),
        }
    }

    fn push(&self) -> Result<(), Trouble> {
        let branch = format!("refs/heads/{}", self.keys.branch);
        let (spec, lease) = (
            format!("{NEXT}:{branch}"),
            format!("--force-with-lease={branch}:{}", self.tip.as_deref().unwrap_or_default()),
        );
        let mut arguments = vec!["push", "--porcelain", "--no-verify"];
        if self.keys.history == History::Squash {
            arguments.push(&lease);
        }
        arguments.extend(["--", &self.keys.url, &spec]);
        let ended = program::call(self.git(&arguments))?;
        match refusal(&ended) {
            None if ended.well() => Ok(()),
            Some(why) if is_race(&why) => Err(Trouble::Race(why)),
            Some(_) | None => {
                let problem = failed(&format!("push to {}", self.name()), &ended);
                Err(Trouble::Failed(problem.hint(
                    "check that the address is right and that you may push there: by ssh, with a credential helper, \
                     or with a token in DOSSIER_GIT_TOKEN",
                )))
            }
        }
    }
}

/// What the commit is made of.
struct Step<'a> {
    plan: &'a Plan,
    site: &'a Site,
    progress: &'a Progress,
    committer: String,
    tree: String,
}

impl Host for Branch {
    fn name(&self) -> String {
        let folder =
            if self.keys.folder.is_empty() { String::new() } else { format!("/{}", self.keys.folder) };
        format!("branch {}{folder} of {}", self.keys.branch, self.keys.url)
    }

    fn look(&mut self) -> Result<Remote, Trouble> {
        self.prepare()?;
        self.tip = self.fetch()?;
        let Some(tip) = self.tip.clone() else { return Ok(Remote::default()) };
        if self.keys.history == History::Squash {
            self.refuse_foreign_history(&tip)?;
        }
        let listed = self.listed(&tip)?;
        let record = if listed.contains(RECORD) {
            let blob = format!("{tip}:{}", self.place(RECORD));
            let ended = program::call(self.git(&["cat-file", "blob", &blob]))?;
            if !ended.well() {
                return Err(failed(&format!("read {}", self.name()), &ended).into());
            }
            let bytes = ended.stdout;
            let place = format!("{} of {}", self.place(RECORD), self.name());
            Some(Record::parse(&bytes).map_err(|why| bad_record(&place, &why))?)
        } else {
            None
        };
        let known = |path: &str| record.as_ref().is_some_and(|record| record.find(path).is_some());
        let lost = record.iter().flat_map(|record| &record.files);
        let lost = lost.filter(|held| !listed.contains(&*held.path)).map(|held| held.path.to_string());
        let lost = lost.collect();
        let foreign = listed.iter().filter(|path| *path != RECORD && !known(path)).cloned().collect();
        Ok(Remote { record, foreign, lost, flat: false })
    }

    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        self.write_commit(plan, site, progress)?;
        self.push()
    }
}

/// Why the branch was not updated, as git tells programs: the part in brackets and what follows.
fn refusal(ended: &Ended) -> Option<String> {
    let lines = String::from_utf8_lossy(&ended.stdout);
    let line = lines.lines().find(|line| line.starts_with('!'))?;
    line.split('\t').nth(2).map(str::to_owned)
}

/// Whether the branch has moved since it was fetched.
fn is_race(why: &str) -> bool {
    [
        "(fetch first)",
        "(non-fast-forward)",
        "(stale info)",
        "failed to update ref",
        "failed to lock",
        "cannot lock ref",
        "incorrect old value",
        "reference already exists",
    ]
    .iter()
    .any(|words| why.contains(words))
}

fn data(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    writeln!(out, "data {}", bytes.len())?;
    out.write_all(bytes)?;
    out.write_all(b"\n")
}

/// A path as `fast-import` takes any: in double quotes. Control characters are in no path of a site.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

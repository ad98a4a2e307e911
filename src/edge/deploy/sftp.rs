//! A server that takes files by sftp and needs nothing else: `type: sftp`.
//!
//! `ssh` makes the connection, so keys, known hosts and jumps are the person's own; the protocol is spoken here,
//! because the program `sftp` waits for each answer before it asks again, and says in words for people what a program
//! must know exactly. On top of it lie the releases, or the plain folder, of `dir.rs`.

#![expect(clippy::disallowed_types, reason = "ssh is called here")]

mod files;
mod lease;
mod packet;
mod session;
#[cfg(all(test, unix))]
mod tests;

use std::{
    io::{self, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use self::{files::Remote as Server, session::Session};
use super::{
    Context, Host, Progress, Site, Trouble,
    dir::Folder,
    program::{Ended, cannot_run, failed},
    ssh::Ssh,
    store::lock,
};
use crate::{
    model::{deploy::Server as Keys, diagnostic::Diagnostic},
    stages::deploy::{Plan, Remote},
};

/// How many files are under way at the same time: each waits for two or three answers.
pub(super) const WIDTH: usize = 32;

/// After so long without a sign of life a lock counts as left.
const PATIENCE: Duration = Duration::from_secs(15);

/// The server.
pub(super) struct Place {
    keys: Keys,
    ssh: Ssh,
    open: Option<Connected>,
}

impl Place {
    pub(super) fn new(keys: Keys, context: &Context) -> Self {
        let ssh = Ssh::new(&keys, context);
        Self { keys, ssh, open: None }
    }

    fn connect(&self) -> Result<Connected, Diagnostic> {
        let mut command = self.ssh.command();
        command.args(["-s", "--", &self.ssh.host, "sftp"]);
        let (link, session) = Link::begin(command, &format!("reach {}", self.name()))?;
        let server = Server { session: Arc::new(session), patience: PATIENCE };
        let folder =
            Folder::at(Arc::new(server.clone()), PathBuf::from(&self.keys.path), self.keys.releases, WIDTH);
        Ok(Connected { folder, session: server.session, link })
    }

    /// What `ssh` said when the connection broke is more than that it broke.
    fn explain(&self, trouble: Trouble) -> Trouble {
        match (trouble, &self.open) {
            (Trouble::Failed(_), Some(open)) if open.session.is_over() => {
                let ended = open.link.last_words();
                let words = if ended.is_empty() { String::new() } else { format!(": {ended}") };
                let message = format!("the connection to {} has ended{words}", self.name());
                Trouble::Failed(
                    Diagnostic::error("deploy-failed", message)
                        .hint("deploy again; what is published stays whole until then"),
                )
            }
            (trouble, _) => trouble,
        }
    }
}

impl Host for Place {
    fn name(&self) -> String {
        let slash = if self.keys.releases == 0 { "" } else { "/current" };
        format!("{}:{}{slash}", self.keys.host, self.keys.path)
    }

    fn look(&mut self) -> Result<Remote, Trouble> {
        if self.open.as_ref().is_none_or(|open| open.session.is_over()) {
            self.open = Some(self.connect()?);
        }
        let looked = self.open.as_mut().map(Connected::look);
        looked.unwrap_or_else(|| Ok(Remote::default())).map_err(|trouble| self.explain(trouble))
    }

    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        let done = self.open.as_mut().map(|open| open.publish(plan, site, progress));
        done.unwrap_or(Ok(())).map_err(|trouble| self.explain(trouble))
    }
}

/// A folder of the server, while there is a connection.
struct Connected {
    folder: Folder,
    session: Arc<Session>,
    link: Link,
}

impl Connected {
    fn look(&mut self) -> Result<Remote, Trouble> {
        let folder = &mut self.folder;
        wide()?.install(|| folder.look())
    }

    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        let folder = &mut self.folder;
        wide()?.install(|| folder.publish(plan, site, progress))
    }
}

/// Threads that wait more than they work.
pub(super) fn wide() -> Result<rayon::ThreadPool, Diagnostic> {
    rayon::ThreadPoolBuilder::new().num_threads(WIDTH).build().map_err(|error| {
        Diagnostic::error("deploy-failed", format!("cannot start threads to send files: {error}"))
    })
}

/// The program that makes the connection; it ends with this.
struct Link {
    child: Child,
    said: Arc<Mutex<String>>,
    listening: JoinHandle<()>,
}

impl Link {
    /// Starts the program and greets the server.
    fn begin(mut command: Command, doing: &str) -> Result<(Self, Session), Diagnostic> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| cannot_run(&name, &error))?;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        let listening = thread::spawn(move || {
            let (mut errors, mut part) = (errors, [0; 1024]);
            while let Some(count) = errors.as_mut().and_then(|errors| errors.read(&mut part).ok()) {
                if count == 0 {
                    break;
                }
                lock(&heard).push_str(&String::from_utf8_lossy(&part[..count]));
            }
        });
        let mut link = Self { child, said, listening };
        let session = match (input, output) {
            (Some(input), Some(output)) => Session::begin(Box::new(output), Box::new(input)),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        };
        match session {
            Ok(session) => Ok((link, session)),
            Err(error) => {
                if error.kind() == io::ErrorKind::InvalidData {
                    let message = format!("cannot {doing}: {error}");
                    return Err(Diagnostic::error("deploy-failed", message)
                        .hint("look whether a login script on the server prints something: it must not"));
                }
                let code = link.child.wait().ok().and_then(|status| status.code());
                // Not longer: a connection that is shared between programs may keep this end open.
                for _ in 0..20 {
                    if link.listening.is_finished() {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
                let stderr = lock(&link.said).clone();
                Err(failed(doing, &Ended { code, stdout: Vec::new(), stderr }))
            }
        }
    }

    /// What it said last, without secrets.
    fn last_words(&self) -> String {
        Ended { code: None, stdout: Vec::new(), stderr: lock(&self.said).clone() }.last_words()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Every request was answered, or nobody waits for its answer.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

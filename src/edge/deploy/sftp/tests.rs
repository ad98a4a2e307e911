//! The protocol against the server of OpenSSH, without ssh: a fault at every request, locks, and servers that can less.

#![expect(clippy::disallowed_methods, reason = "the tests look at the world")]

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{ChildStdin, ChildStdout},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use super::{
    super::tests::{FIRST, Pages, SECOND, expected, texts},
    *,
};
use crate::{
    edge::{deploy::tests::World, publish::files::Files},
    stages::deploy::{Limits, plan},
};

/// Where systems have the program.
const PROGRAMS: [&str; 4] = [
    "/usr/lib/openssh/sftp-server",
    "/usr/libexec/openssh/sftp-server",
    "/usr/libexec/sftp-server",
    "/usr/lib/ssh/sftp-server",
];

/// Nobody else is there in these tests, so a lock that a fault has left is noticed soon.
const PATIENCE: Duration = Duration::from_millis(40);

/// After so many requests the connection breaks: the last one is lost, or is carried out and its answer is lost.
struct Wire {
    left: AtomicUsize,
    carried_out: bool,
    broken: AtomicBool,
}

impl Wire {
    fn new(requests: usize, carried_out: bool) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(requests), carried_out, broken: AtomicBool::new(false) })
    }

    fn whole() -> Arc<Self> {
        Self::new(usize::MAX, false)
    }

    fn is_broken(&self) -> bool {
        self.broken.load(Ordering::SeqCst)
    }
}

struct Out(Arc<Wire>, ChildStdin);

impl Write for Out {
    /// The session writes each request in one piece.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.left.load(Ordering::SeqCst);
        if self.0.is_broken() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if left == 0 {
            self.0.broken.store(true, Ordering::SeqCst);
            if self.0.carried_out {
                self.1.write_all(bytes)?;
            }
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.0.left.store(left - 1, Ordering::SeqCst);
        self.1.write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

struct In(Arc<Wire>, ChildStdout);

impl Read for In {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.1.read(bytes)?;
        Ok(if self.0.is_broken() { 0 } else { count })
    }
}

/// A connection to a server of its own.
struct Line {
    server: Server,
    child: Child,
}

impl Line {
    fn new(wire: &Arc<Wire>, without: &str) -> Option<io::Result<Self>> {
        let program = PROGRAMS.iter().find(|program| Path::new(program).exists())?;
        let denied = (!without.is_empty()).then_some(["-P", without]);
        let mut child = Command::new(program)
            .args(denied.iter().flatten())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server");
        let out = Out(Arc::clone(wire), child.stdin.take().expect("a pipe"));
        let from = In(Arc::clone(wire), child.stdout.take().expect("a pipe"));
        let session = Session::begin(Box::new(from), Box::new(out));
        Some(session.map(|session| {
            let server = Server { session: Arc::new(session), patience: PATIENCE };
            Self { server, child }
        }))
    }

    /// One that nothing is wrong with; `None`, and a word about it, where there is no such program.
    fn whole() -> Option<Self> {
        let line = Self::new(&Wire::whole(), "");
        if line.is_none() {
            let _ = writeln!(io::stderr(), "skipped a test of sftp: `sftp-server` is not installed");
        }
        line.map(|line| line.expect("a greeting"))
    }

    fn deploy(&self, world: &World, pages: Pages<'_>, releases: usize) -> Result<Plan, Trouble> {
        let site = world.site(pages);
        let limits = Limits { allow_delete: Some(9), force: false };
        wide()?.install(|| {
            let mut folder = Folder::at(Arc::new(self.server.clone()), world.www(), releases, WIDTH);
            let plan = plan(&site.items, &folder.look()?, limits)?;
            if !plan.is_empty() {
                folder.publish(&plan, &site, &Progress::silent())?;
            }
            Ok(plan)
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn deploy(world: &World, pages: Pages<'_>, releases: usize) -> Plan {
    Line::whole().expect("a server").deploy(world, pages, releases).expect("a deploy")
}

#[test]
fn a_connection_that_breaks_at_any_request_leaves_a_whole_site_and_the_next_deploy_completes_it() {
    if Line::whole().is_none() {
        return;
    }
    for releases in [2, 0] {
        for carried_out in [false, true] {
            let mut at = 0;
            loop {
                let world = World::new();
                deploy(&world, FIRST, releases);
                let foreign = if releases > 0 { "current/CNAME" } else { "CNAME" };
                fs::write(world.www().join(foreign), "mine").expect("a file");
                let wire = Wire::new(at, carried_out);
                let ended = Line::new(&wire, "")
                    .expect("a server")
                    .map_err(|error| Trouble::Race(error.to_string()))
                    .and_then(|line| line.deploy(&world, SECOND, releases));
                let seen = world.seen(releases);
                let (old, new) =
                    (expected(FIRST, &[("CNAME", "mine")]), expected(SECOND, &[FIRST[0], ("CNAME", "mine")]));
                if releases > 0 {
                    assert!(seen == old || seen == new, "request {at}: {seen:?}");
                }
                for (path, text) in &seen {
                    let whole = FIRST.iter().chain(SECOND).any(|page| *page == (path, text));
                    assert!(whole || path == "CNAME", "request {at}: {path} is {text:?}");
                }
                deploy(&world, SECOND, releases);
                assert_eq!(world.seen(releases), new, "request {at}");
                if !wire.is_broken() {
                    assert!(ended.is_ok(), "{ended:?}");
                    break;
                }
                at += 1;
            }
            assert!(at > 20, "only {at} requests");
        }
    }
}

#[test]
fn a_server_that_can_less_gets_the_same_site() {
    let Some(_) = Line::whole() else { return };
    // No second names; and none that replace.
    for without in ["hardlink", "hardlink,posix-rename"] {
        for releases in [2, 0] {
            let world = World::new();
            for pages in [FIRST, SECOND] {
                let line = Line::new(&Wire::whole(), without).expect("a server").expect("a greeting");
                line.deploy(&world, pages, releases).expect("a deploy");
            }
            assert_eq!(world.seen(releases), expected(SECOND, &[FIRST[0]]), "{without}");
        }
    }
}

#[test]
fn large_files_travel_whole_and_long_folders_are_listed_whole() {
    let Some(line) = Line::whole() else { return };
    let world = World::new();
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(3_000_001).collect();
    let file = world.www().join("large");
    line.server.write_new(&file, &bytes).expect("a file");
    assert!(fs::read(&file).expect("it") == bytes && line.server.read(&file).expect("it") == bytes);
    let again = line.server.write_new(&file, &bytes).expect_err("it is there");
    assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
    let folder = world.www().join("long");
    line.server.create_dir(&folder).expect("a folder");
    assert_eq!(line.server.create_dir(&folder).expect_err("twice").kind(), io::ErrorKind::AlreadyExists);
    for number in 0..1234 {
        fs::write(folder.join(format!("{number} ä.txt")), "").expect("a file");
    }
    assert_eq!(line.server.list(&folder).expect("names").len(), 1234);
    let missing = line.server.read(&world.www().join("missing")).expect_err("nothing");
    assert_eq!(missing.kind(), io::ErrorKind::NotFound);
    line.server.remove_tree(&folder).expect("all of it");
    assert!(!folder.exists());
}

#[test]
fn a_lock_is_held_by_one_and_one_that_was_left_is_taken() {
    let Some(mut line) = Line::whole() else { return };
    line.server.patience = Duration::from_secs(3);
    let world = World::new();
    let path = world.www().join("lock");
    let held = line.server.lock(&path).expect("a lock").expect("free");
    assert!(line.server.lock(&path).expect("an answer").is_none(), "it is held");
    drop(held);
    assert!(!path.exists());
    fs::write(&path, "somebody who is gone").expect("a file");
    let taken = line.server.lock(&path).expect("an answer").expect("it was left");
    drop(taken);
    assert!(texts(&world.www()).is_empty());
}

#[test]
fn a_server_that_speaks_of_something_else_is_not_believed() {
    for words in ["Welcome!\n", "", "\0\0\0\x05\x02\0\0\0\x01"] {
        let begun =
            Session::begin(Box::new(io::Cursor::new(words.as_bytes().to_vec())), Box::new(io::sink()));
        assert!(begun.is_err(), "{words:?}");
    }
}

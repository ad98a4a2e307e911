//! The promises of publishing, each shown; and every operation on files made to fail once.

#![expect(clippy::disallowed_methods, reason = "the tests look at what lies on the disk")]

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    MANIFEST, Manifest, Outcome, Publication, Publish, State, Summary,
    files::{Disk, Files, Lock, Stamp},
};
use crate::model::{diagnostic::Diagnostic, out_path::WAITING_ROOM};

/// The disk, but one operation fails, or all from one on as if the process were killed there.
pub(in crate::edge) struct Faulty {
    done: AtomicUsize,
    fails_at: usize,
    for_ever: bool,
    errno: i32,
}

impl Faulty {
    pub(in crate::edge) fn new(fails_at: usize, for_ever: bool, errno: i32) -> Arc<Self> {
        Arc::new(Self { done: AtomicUsize::new(0), fails_at, for_ever, errno })
    }

    /// No fault, and no sync, which would only make the tests slow.
    pub(in crate::edge) fn never() -> Arc<Self> {
        Self::new(usize::MAX, false, 0)
    }

    pub(in crate::edge) fn reached(&self) -> bool {
        self.done.load(Ordering::SeqCst) > self.fails_at
    }

    fn step(&self) -> io::Result<()> {
        let number = self.done.fetch_add(1, Ordering::SeqCst);
        if number == self.fails_at || (self.for_ever && number > self.fails_at) {
            return Err(io::Error::from_raw_os_error(self.errno));
        }
        Ok(())
    }
}

impl Files for Faulty {
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.step().and_then(|()| Disk.canonical(path))
    }
    fn stat(&self, path: &Path) -> io::Result<Stamp> {
        self.step().and_then(|()| Disk.stat(path))
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step().and_then(|()| Disk.read(path))
    }
    fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        self.step().and_then(|()| Disk.list(path))
    }
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
        if let Err(error) = self.step() {
            // A disk that is full takes the first half.
            let _ = Disk.write_new(path, &bytes[..bytes.len() / 2]);
            return Err(error);
        }
        Disk.write_new(path, bytes)
    }
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.create_dir(path))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.rename(from, to))
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.hard_link(from, to))
    }
    fn symlink(&self, target: &Path, link: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.symlink(target, link))
    }
    fn read_link(&self, link: &Path) -> io::Result<PathBuf> {
        self.step().and_then(|()| Disk.read_link(link))
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.remove_file(path))
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.remove_dir(path))
    }
    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| Disk.remove_tree(path))
    }
    fn sync(&self, _: &Path) -> io::Result<()> {
        self.step()
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.step().and_then(|()| Disk.lock(path))
    }
}

type Pages<'a> = &'a [(&'a str, &'a str)];

/// A dossier in a folder of its own, with an output beside nothing else.
struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        // In memory where that is to be had: thousands of small builds.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        fs::create_dir_all(folder.path().join("seeds")).expect("seeds");
        Self(folder)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn open(&self, files: &Arc<Faulty>, options: Publish) -> Result<Publication, Diagnostic> {
        Publication::open_with(Arc::clone(files) as _, self.0.path(), &self.at("out/public"), options)
    }

    fn build_with(&self, files: &Arc<Faulty>, options: Publish, pages: Pages) -> Result<Summary, Diagnostic> {
        let publication = self.open(files, options)?;
        for (path, text) in pages {
            if !publication.keep(path, key(text)) {
                publication.put(path, key(text), text.as_bytes())?;
            }
        }
        publication.commit()
    }

    fn build(&self, pages: Pages) -> Summary {
        self.build_with(&Faulty::never(), Publish::default(), pages).expect("a build")
    }

    fn refusal(&self, options: Publish, pages: Pages) -> String {
        self.build_with(&Faulty::never(), options, pages).expect_err("a refusal").message
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Every file below `out`, but for the manifest.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        for entry in walkdir::WalkDir::new(self.at("out")) {
            let Ok(entry) = entry else { continue };
            let path =
                entry.path().strip_prefix(self.at("out")).expect("below").to_string_lossy().into_owned();
            if entry.file_type().is_file() && entry.file_name() != MANIFEST {
                tree.insert(path, fs::read_to_string(entry.path()).expect("text"));
            }
        }
        tree
    }

    fn state(&self) -> Option<State> {
        let bytes = fs::read(self.at("out/public").join(MANIFEST)).ok()?;
        Some(Manifest::parse(&bytes).expect("a whole manifest").state)
    }
}

fn key(text: &str) -> u128 {
    text.len() as u128
}

fn expected(pages: Pages) -> BTreeMap<String, String> {
    pages.iter().map(|(path, text)| (format!("public/{path}"), (*text).to_owned())).collect()
}

const FORCE: Publish = Publish { force: true };
const OLD: Pages = &[
    ("index.html", "old home"),
    ("a/index.html", "a"),
    ("b/index.html", "old b"),
    ("gone/deep/index.html", "withdrawn"),
    ("now-a-folder", "a file"),
    ("now-a-file/index.html", "in a folder"),
    ("Case/index.html", "case"),
];
const NEW: Pages = &[
    ("index.html", "the new home"),
    ("a/index.html", "a"),
    ("b/index.html", "the new b"),
    ("c/d/e/index.html", "quite new"),
    ("now-a-folder/index.html", "in a folder now"),
    ("now-a-file", "a file now"),
    ("case/index.html", "case"),
];

#[test]
fn a_build_says_what_it_did_and_leaves_exactly_its_pages() {
    let site = Site::new();
    assert_eq!(site.build(OLD), Summary { new: 7, ..Summary::default() });
    assert_eq!(site.tree(), expected(OLD));
    assert_eq!(site.build(OLD), Summary { same: 7, ..Summary::default() });
    assert_eq!(site.build(NEW), Summary { new: 4, changed: 2, same: 1, removed: 4 });
    assert_eq!(site.tree(), expected(NEW));
    assert!(!site.at("out/public/gone").exists(), "an empty folder of ours stayed");
    assert_eq!(site.state(), Some(State::Complete));
    let names: Vec<_> = fs::read_dir(site.at("out")).expect("out").collect();
    assert_eq!(names.len(), 1, "something stayed beside the output: {names:?}");
}

#[test]
fn what_did_not_change_keeps_its_time_and_need_not_be_made() {
    let site = Site::new();
    site.build(OLD);
    let time =
        |path: &str| fs::metadata(site.at("out/public").join(path)).and_then(|m| m.modified()).expect(path);
    let (home, manifest) = (time("a/index.html"), time(MANIFEST));
    let publication = site.open(&Faulty::never(), Publish::default()).expect("open");
    assert_eq!(publication.key("a/index.html"), Some(key("a")));
    assert_eq!(publication.key("absent"), None);
    assert_eq!(publication.put("a/index.html", 99, b"a"), Ok(Outcome::Same));
    drop(publication);
    site.build(OLD);
    assert_eq!((time("a/index.html"), time(MANIFEST)), (home, manifest));
}

#[test]
fn a_page_edited_or_deleted_by_hand_is_put_back() {
    let site = Site::new();
    site.build(OLD);
    site.write("out/public/a/index.html", "z");
    fs::remove_file(site.at("out/public/b/index.html")).expect("b");
    let publication = site.open(&Faulty::never(), Publish::default()).expect("open");
    assert_eq!((publication.key("a/index.html"), publication.key("b/index.html")), (None, None));
    drop(publication);
    assert_eq!(site.build(OLD), Summary { new: 1, changed: 1, same: 5, removed: 0 });
    assert_eq!(site.tree(), expected(OLD));
}

#[test]
fn a_copied_output_is_compared_by_its_bytes() {
    let site = Site::new();
    site.build(OLD);
    for (path, text) in OLD {
        fs::remove_file(site.at("out/public").join(path)).expect(path);
        site.write(&format!("out/public/{path}"), text);
    }
    assert_eq!(site.build(OLD), Summary { same: 7, ..Summary::default() });
    assert!(site.open(&Faulty::never(), Publish::default()).expect("open").key("index.html").is_some());
}

#[test]
fn files_of_others_stay() {
    let site = Site::new();
    site.build(OLD);
    site.write("out/public/CNAME", "example.org");
    site.write("out/public/.git/config", "git");
    site.write("out/public/gone/note.txt", "a note");
    site.build(NEW);
    let tree = site.tree();
    for path in ["public/CNAME", "public/.git/config", "public/gone/note.txt"] {
        assert!(tree.contains_key(path), "{path} was lost");
    }
    assert!(!tree.contains_key("public/gone/deep/index.html"));
}

#[test]
fn a_foreign_folder_needs_force_and_then_loses_nothing() {
    let site = Site::new();
    site.write("out/public/diary.txt", "mine");
    site.write("out/public/index.html", "mine too");
    let before = site.tree();
    assert!(site.refusal(Publish::default(), OLD).contains("diary.txt"));
    assert_eq!(site.tree(), before);
    site.build_with(&Faulty::never(), FORCE, OLD).expect("forced");
    assert_eq!(site.tree().get("public/diary.txt").map(String::as_str), Some("mine"));
    assert_eq!(site.tree().get("public/index.html").map(String::as_str), Some("old home"));
    site.build(&[]);
    assert_eq!(site.tree().into_keys().collect::<Vec<_>>(), ["public/diary.txt"]);
}

#[test]
fn a_foreign_file_under_the_name_of_a_page_stops_the_build_before_anything_changes() {
    let site = Site::new();
    site.build(OLD);
    site.write("out/public/c/d/e/index.html", "mine");
    let before = site.tree();
    assert!(site.refusal(Publish::default(), NEW).contains("not written by dossier"));
    assert_eq!(site.tree(), before);
    fs::remove_file(site.at("out/public/c/d/e/index.html")).expect("mine");
    fs::create_dir(site.at("out/public/c/d/e/index.html")).expect("a folder");
    assert!(site.refusal(FORCE, NEW).contains("in the way"));
    fs::remove_dir_all(site.at("out/public/c")).expect("c");
    site.write("out/public/c", "a file where a folder goes");
    assert!(site.refusal(Publish::default(), NEW).contains("in the way"));
    assert_eq!(site.state(), Some(State::Complete));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_deleted_through_a_link() {
    let site = Site::new();
    site.build(OLD);
    site.write("precious/deep/index.html", "precious");
    fs::remove_dir_all(site.at("out/public/gone")).expect("gone");
    std::os::unix::fs::symlink(site.at("precious"), site.at("out/public/gone")).expect("link");
    assert!(site.refusal(FORCE, NEW).contains("link"));
    assert_eq!(fs::read_to_string(site.at("precious/deep/index.html")).expect("precious"), "precious");
}

#[test]
fn without_commit_the_output_is_untouched() {
    let site = Site::new();
    let publication = site.open(&Faulty::never(), Publish::default()).expect("open");
    publication.put("index.html", 1, b"x").expect("put");
    drop(publication);
    assert!(!site.at("out").exists(), "a folder was left");
    site.build(OLD);
    let publication = site.open(&Faulty::never(), Publish::default()).expect("open");
    publication.put("index.html", 1, b"x").expect("put");
    drop(publication);
    assert_eq!(site.tree(), expected(OLD));
}

#[test]
fn where_nothing_can_wait_beside_the_output_it_waits_inside_and_leaves_nothing() {
    let site = Site::new();
    site.build(OLD);
    let exdev = 18;
    let inside = (0..20).filter(|number| {
        let publication = site.open(&Faulty::new(*number, false, exdev), Publish::default());
        let inside = site.at("out/public").join(WAITING_ROOM).exists();
        if let Ok(publication) = publication {
            publication.put("index.html", 1, format!("build {number}").as_bytes()).expect("put");
            publication.commit().expect("commit");
        }
        assert!(!site.at("out/public").join(WAITING_ROOM).exists(), "something was left at {number}");
        inside
    });
    assert_eq!(inside.count(), 2, "the folder cannot be made, or the probe fails");
}

#[test]
fn two_builds_never_write_one_output() {
    let site = Site::new();
    let first = site.open(&Faulty::never(), Publish::default()).expect("open");
    let second = site.open(&Faulty::never(), Publish::default()).err().expect("busy");
    assert_eq!(second.code, "output-busy");
    drop(first);
    site.build(OLD);
}

#[test]
fn a_path_that_leaves_the_output_is_refused_and_nothing_is_published() {
    let site = Site::new();
    site.build(OLD);
    for path in ["../seeds/x", "/etc/x", "a\\b", MANIFEST, "index.html/../../x"] {
        let publication = site.open(&Faulty::never(), Publish::default()).expect("open");
        assert!(publication.put(path, 1, b"x").is_err(), "{path}");
        assert!(publication.commit().is_err(), "{path}");
    }
    assert_eq!(site.tree(), expected(OLD));
    let twice = site.refusal(Publish::default(), &[("a", "1"), ("a", "22")]);
    assert!(twice.contains("two pages"), "{twice}");
}

#[test]
fn a_broken_manifest_is_reported_and_deletes_nothing() {
    let site = Site::new();
    site.build(OLD);
    site.write(&format!("out/public/{MANIFEST}"), "dossier manifest 1\tcomplete\t0\nrubbish\n");
    assert!(site.refusal(Publish::default(), NEW).contains("cannot be used"));
    assert_eq!(site.tree(), expected(OLD));
    site.build_with(&Faulty::never(), FORCE, &[("index.html", "x")]).expect("forced");
    assert_eq!(site.tree().len(), OLD.len());
}

/// Makes each operation fail in turn and looks at what readers would see. Gives the number of operations, and of
/// faults that left the output half applied.
fn sweep(old: Option<Pages>, new: Pages, errno: i32, for_ever: bool) -> (usize, usize) {
    let mut applying = 0;
    for number in 0.. {
        let site = Site::new();
        old.map(|pages| site.build(pages));
        let before = site.tree();
        let files = Faulty::new(number, for_ever, errno);
        let result = site.build_with(&files, Publish::default(), new);
        let place = format!("operation {number}, errno {errno}, for ever {for_ever}: {result:?}");
        let mut seen = site.tree();
        seen.retain(|path, _| path.starts_with("public/"));
        match (&result, site.state()) {
            (Ok(_), state) => assert_eq!((seen, state), (expected(new), Some(State::Complete)), "{place}"),
            (Err(_), Some(State::Applying)) => {
                applying += 1;
                for (path, text) in seen {
                    let known = [before.get(&path), expected(new).get(&path)].contains(&Some(&text));
                    assert!(known, "{place}: {path} is neither old nor new: {text:?}");
                }
            }
            // When all is in place the last rename may still have been the one that failed to report.
            (Err(_), _) => assert!(seen == before || seen == expected(new), "{place}: {seen:?}"),
        }
        site.build(new);
        assert_eq!(site.tree(), expected(new), "{place}: after the next build");
        assert_eq!(fs::read_dir(site.at("out")).map(Iterator::count).ok(), Some(1), "{place}: leftovers");
        if !files.reached() {
            assert!(result.is_ok(), "{place}");
            return (number, applying);
        }
    }
    unreachable!("a build has an end")
}

#[test]
fn whatever_operation_fails_the_site_is_old_or_new_or_finished_by_the_next_build() {
    // The last one also sends files to wait inside the output, when it is the probe that fails.
    let (enospc, eio, eacces, emfile, exdev) = (28, 5, 13, 24, 18);
    for errno in [enospc, eio, eacces, emfile, exdev] {
        for for_ever in [false, true] {
            let (operations, applying) = sweep(None, OLD, errno, for_ever);
            assert!(operations > 20 && applying == 0, "{operations} operations, {applying} half applied");
            let (operations, applying) = sweep(Some(OLD), NEW, errno, for_ever);
            assert!(operations > 60 && applying > 10, "{operations} operations, {applying} half applied");
            let (operations, applying) = sweep(Some(OLD), OLD, errno, for_ever);
            assert!(operations > 10 && applying == 0, "{operations} operations, {applying} half applied");
        }
    }
}

#[test]
fn a_fault_while_an_interrupted_build_is_finished_does_no_harm_either() {
    // First learn at which operation the apply is half done, then kill there and let the finishing fail too.
    for first in 0.. {
        let kill = |site: &Site| {
            site.build(OLD);
            let files = Faulty::new(first, true, 5);
            let _ = site.build_with(&files, Publish::default(), NEW);
            files.reached()
        };
        let site = Site::new();
        if !kill(&site) {
            assert!(first > 60);
            return;
        }
        if site.state() != Some(State::Applying) {
            continue;
        }
        for second in (0..).step_by(3) {
            let site = Site::new();
            kill(&site);
            let files = Faulty::new(second, true, 28);
            let _ = site.build_with(&files, Publish::default(), NEW);
            site.build(NEW);
            assert_eq!(site.tree(), expected(NEW), "killed at {first}, then at {second}");
            if !files.reached() {
                break;
            }
        }
    }
}

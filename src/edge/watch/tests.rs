//! What a watch notices and what it does not.

#![expect(clippy::disallowed_methods, reason = "tests write files")]

use std::{fs, path::PathBuf, thread};

use super::*;

struct Place {
    root: PathBuf,
    _folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a root").join("site");
        let place = Self { root, _folder: folder };
        place.write("content/articles/a.md", "a");
        place
    }

    fn write(&self, path: &str, text: &str) {
        let place = self.root.join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
        fs::write(place, text).expect(path);
    }

    fn watch(&self, means: Means) -> Watch {
        let names = ["content", "seeds", "dossier.yaml"].map(str::to_owned).to_vec();
        Watch::start(&self.root, names, means)
    }
}

/// What is seen within a few looks.
fn seen(watch: &mut Watch) -> Vec<String> {
    for _ in 0..3 {
        let changed = watch.look();
        if !changed.is_empty() {
            return changed.iter().map(|path| path.as_str().to_owned()).collect();
        }
    }
    Vec::new()
}

#[test]
fn every_kind_of_change_is_seen_by_either_means() {
    for means in [Means::Native, Means::Polling] {
        let place = Place::new();
        let mut watch = place.watch(means);
        let a = place.root.join("content/articles/a.md");
        place.write("content/articles/a.md", "b");
        assert_eq!(seen(&mut watch), ["content/articles/a.md"], "{means:?}: same length, same moment");
        place.write("dossier.yaml", "title: x\n");
        assert_eq!(seen(&mut watch), ["dossier.yaml"]);
        fs::rename(&a, place.root.join("content/articles/b.md")).expect("renamed");
        assert_eq!(seen(&mut watch), ["content/articles/a.md", "content/articles/b.md"]);
        place.write("seeds/new/deep/s.txt", "s");
        assert_eq!(seen(&mut watch), ["seeds/new/deep/s.txt"]);
        fs::remove_dir_all(place.root.join("seeds")).expect("removed");
        assert_eq!(seen(&mut watch), ["seeds/new/deep/s.txt"]);
    }
}

#[test]
fn a_folder_that_was_moved_away_and_back_is_still_watched() {
    let place = Place::new();
    let mut watch = place.watch(Means::Native);
    let (here, there) = (place.root.join("content"), place.root.join("away"));
    fs::rename(&here, &there).expect("moved");
    assert_eq!(seen(&mut watch), ["content/articles/a.md"]);
    fs::rename(&there, &here).expect("moved back");
    assert_eq!(seen(&mut watch), ["content/articles/a.md"]);
    let started = Instant::now();
    place.write("content/articles/a.md", "later");
    assert_eq!(seen(&mut watch), ["content/articles/a.md"]);
    assert!(started.elapsed() < AGAIN / 2, "only the second look saw it: {:?}", started.elapsed());
}

#[test]
fn a_root_that_went_away_and_came_back_is_still_watched() {
    let place = Place::new();
    let mut watch = place.watch(Means::Native);
    fs::remove_dir_all(&place.root).expect("removed");
    assert_eq!(seen(&mut watch), ["content/articles/a.md"]);
    place.write("content/articles/b.md", "b");
    assert_eq!(seen(&mut watch), ["content/articles/b.md"]);
    let started = Instant::now();
    place.write("content/articles/b.md", "later");
    assert_eq!(seen(&mut watch), ["content/articles/b.md"]);
    assert!(started.elapsed() < AGAIN / 2, "only the second look saw it: {:?}", started.elapsed());
}

#[test]
fn reading_is_no_change_and_neither_is_what_the_program_wrote() {
    let place = Place::new();
    let mut watch = place.watch(Means::Native);
    fs::read(place.root.join("content/articles/a.md")).expect("read");
    place.write("content/articles/.a.md.swp", "an editor's own");
    let own =
        |text: &str| InputFile { path: RelPath::new("content/articles/b.md"), bytes: text.as_bytes().into() };
    place.write("content/articles/b.md", "ours");
    watch.written(&[own("ours")]);
    assert_eq!(watch.look(), []);
    // A person was faster than the program.
    place.write("content/articles/b.md", "mine");
    watch.written(&[own("ours")]);
    assert_eq!(seen(&mut watch), ["content/articles/b.md"]);
}

#[test]
fn a_burst_is_seen_at_once_and_its_end_is_not_missed() {
    let place = Place::new();
    let mut watch = place.watch(Means::Native);
    let root = place.root.clone();
    let writer = thread::spawn(move || {
        for number in 0..60 {
            fs::write(root.join("content/articles/a.md"), format!("{number}")).expect("written");
            thread::sleep(Duration::from_millis(20));
        }
    });
    let mut looks = 0;
    while !writer.is_finished() {
        looks += usize::from(!watch.look().is_empty());
    }
    writer.join().expect("the writer");
    while !watch.look().is_empty() {
        looks += 1;
    }
    // Once at the beginning, then twice a second; more often only where the writer was kept waiting.
    assert!((2..=20).contains(&looks), "60 times of writing were seen {looks} times");
    let last = Stamps::default().look(&place.root, &["content".to_owned()], SystemTime::now());
    assert_eq!(last.1.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_and_pipes_are_seen_but_never_opened() {
    let place = Place::new();
    let mut watch = place.watch(Means::Native);
    std::os::unix::fs::symlink("/", place.root.join("content/out")).expect("a link");
    rustix::fs::mkfifoat(rustix::fs::CWD, place.root.join("content/pipe"), rustix::fs::Mode::RWXU)
        .expect("a pipe");
    let started = Instant::now();
    let changed = seen(&mut watch);
    assert_eq!(changed, ["content/out", "content/pipe"]);
    assert!(started.elapsed() < AGAIN, "it walked the whole disk");
}

//! A fault at every operation on files: after each, running again completes the deploy, and readers never see
//! anything but a whole site.

#![expect(clippy::disallowed_methods, reason = "the tests look at the world")]

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use xxhash_rust::xxh3::xxh3_128;

use super::{
    super::publish::{files::Files, tests::Faulty},
    *,
};
use crate::{
    model::deploy::Dir,
    stages::deploy::{Limits, plan},
};

/// `EIO`
const BROKEN: i32 = 5;

pub(super) type Pages<'a> = &'a [(&'a str, &'a str)];

pub(super) const FIRST: Pages<'_> = &[
    ("assets/style.00000000.css", "a {}"),
    ("a/index.html", "a 1"),
    ("b/index.html", "b 1"),
    ("index.html", "home 1"),
    ("gone.txt", "to go"),
    ("place", "a file whose name becomes a folder's"),
    ("atom.xml", "feed 1"),
];
pub(super) const SECOND: Pages<'_> = &[
    ("assets/style.11111111.css", "b {}"),
    ("a/index.html", "a 2"),
    ("b/index.html", "b 1"),
    ("c/deep/index.html", "c 2"),
    ("index.html", "home 2"),
    ("place/index.html", "a page below it"),
    ("atom.xml", "feed 2"),
];

pub(super) struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        for part in ["root", "www"] {
            fs::create_dir(folder.path().join(part)).expect(part);
        }
        Self { folder }
    }

    pub(super) fn www(&self) -> PathBuf {
        self.folder.path().join("www")
    }

    pub(super) fn site(&self, pages: Pages<'_>) -> Site {
        let output = self.folder.path().join("root/public");
        let _ = fs::remove_dir_all(&output);
        let mut items = Vec::new();
        for (path, text) in pages {
            let place = output.join(path);
            fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
            fs::write(place, text).expect(path);
            items.push(Item {
                path: (*path).into(),
                hash: xxh3_128(text.as_bytes()),
                size: text.len() as u64,
            });
        }
        items.sort_by(|a, b| a.path.cmp(&b.path));
        Site { output, items }
    }

    fn host(&self, files: Arc<dyn Files>, releases: usize) -> Result<dir::Folder, Diagnostic> {
        let context = Context {
            root: self.folder.path().join("root"),
            output: self.folder.path().join("root/public"),
            name: "www".to_owned(),
            base_url: "https://example.org/".to_owned(),
            scratch: self.folder.path().join("root/.dossier/deploy/www"),
            attended: false,
        };
        dir::Folder::open(files, &Dir { path: self.www().display().to_string(), releases }, &context)
    }

    fn deploy(&self, files: Arc<dyn Files>, releases: usize, site: &Site) -> Result<Plan, Trouble> {
        let mut host = self.host(files, releases)?;
        let limits = Limits { allow_delete: Some(9), force: false };
        let plan = plan(&site.items, &host.look()?, limits)?;
        if !plan.is_empty() {
            host.publish(&plan, site, &Progress::silent())?;
        }
        Ok(plan)
    }

    /// What readers see.
    pub(super) fn seen(&self, releases: usize) -> BTreeMap<String, String> {
        let root = if releases > 0 { self.www().join("current") } else { self.www() };
        texts(&root)
    }
}

pub(super) fn texts(root: &Path) -> BTreeMap<String, String> {
    // The last part may be a link to a release.
    let Ok(root) = fs::canonicalize(root) else { return BTreeMap::new() };
    walkdir::WalkDir::new(&root)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).expect("below").to_str().expect("a name").to_owned();
            (path, fs::read_to_string(entry.path()).expect("text"))
        })
        .filter(|(path, _)| !path.starts_with(".dossier-") && !path.starts_with("releases/"))
        .collect()
}

pub(super) fn expected(pages: Pages<'_>, more: Pages<'_>) -> BTreeMap<String, String> {
    let pair = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    pages.iter().chain(more).map(pair).collect()
}

/// What the second site looks like at a host that had the first: the old style sheet stays for open pages.
fn second() -> BTreeMap<String, String> {
    expected(SECOND, &[FIRST[0], ("CNAME", "mine")])
}

/// A world with the first site and a file of somebody else.
fn with_first(releases: usize) -> World {
    let world = World::new();
    world.deploy(Faulty::never(), releases, &world.site(FIRST)).expect("a deploy");
    let place = if releases > 0 { world.www().join("current") } else { world.www() };
    fs::write(place.join("CNAME"), "mine").expect("a file");
    world
}

#[test]
fn a_folder_gets_the_site_and_then_only_what_has_changed() {
    for releases in [0, 3] {
        let world = with_first(releases);
        assert_eq!(world.seen(releases), expected(FIRST, &[("CNAME", "mine")]));
        let plan = world.deploy(Faulty::never(), releases, &world.site(SECOND)).expect("a deploy");
        assert_eq!((plan.puts.len(), plan.same.len(), plan.kept.len(), plan.deletes.len()), (6, 1, 1, 2));
        assert_eq!(world.seen(releases), second());
        let again = world.deploy(Faulty::never(), releases, &world.site(SECOND)).expect("a deploy");
        assert!(again.is_empty(), "{again:?}");
        let names: Vec<_> = fs::read_dir(world.www()).expect("a folder").flatten().collect();
        assert!(names.iter().all(|name| name.file_name() != ".dossier-work"), "{names:?}");
    }
}

#[test]
fn a_fault_at_any_operation_leaves_a_whole_site_and_the_next_deploy_completes_it() {
    for releases in [0, 3] {
        for for_ever in [false, true] {
            let mut at = 0;
            loop {
                let world = with_first(releases);
                let site = world.site(SECOND);
                let faulty = Faulty::new(at, for_ever, BROKEN);
                let files: Arc<dyn Files> = Arc::<Faulty>::clone(&faulty);
                let ended = world.deploy(files, releases, &site);
                let seen = world.seen(releases);
                if releases > 0 {
                    let old = expected(FIRST, &[("CNAME", "mine")]);
                    assert!(seen == old || seen == second(), "operation {at}: {seen:?}");
                }
                assert_eq!(seen.get("CNAME").map(String::as_str), Some("mine"), "operation {at}");
                // A file is the old one or the new one, never a torn one.
                for (path, text) in &seen {
                    let whole = FIRST.iter().chain(SECOND).any(|page| *page == (path, text));
                    assert!(whole || path == "CNAME", "operation {at}: {path} is {text:?}");
                }
                let again = world.deploy(Faulty::never(), releases, &site);
                again.unwrap_or_else(|trouble| panic!("operation {at}: {trouble:?}"));
                assert_eq!(world.seen(releases), second(), "operation {at}");
                if !faulty.reached() {
                    assert!(ended.is_ok());
                    break;
                }
                at += 1;
            }
            assert!(at > 20, "only {at} operations");
        }
    }
}

#[test]
fn so_many_releases_are_kept_as_was_said_and_nothing_half_made() {
    let world = World::new();
    for round in 0..7 {
        let text = format!("round {round}");
        world.deploy(Faulty::never(), 3, &world.site(&[("index.html", &text)])).expect("a deploy");
        fs::create_dir_all(world.www().join("releases/000099.part/deep")).expect("what a kill leaves");
        fs::remove_dir_all(world.www().join("releases/000099.part")).expect("and is gone");
        fs::create_dir_all(world.www().join(format!("releases/{:06}.part/deep", round + 2))).expect("a rest");
    }
    world.deploy(Faulty::never(), 3, &world.site(&[("index.html", "last")])).expect("a deploy");
    let mut names: Vec<String> = fs::read_dir(world.www().join("releases"))
        .expect("releases")
        .flatten()
        .map(|entry| entry.file_name().into_string().expect("a name"))
        .filter(|name| !name.starts_with('.') && !name.ends_with(".record"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().all(|name| !name.contains("part")), "{names:?}");
    assert_eq!(world.seen(3), expected(&[("index.html", "last")], &[]));
}

#[test]
fn a_release_that_somebody_else_switched_to_meanwhile_is_a_lost_race() {
    let world = with_first(3);
    let site = world.site(SECOND);
    let mut host = world.host(Faulty::never(), 3).expect("a host");
    let limits = Limits { allow_delete: Some(9), force: false };
    let late = plan(&site.items, &host.look().expect("a look"), limits).expect("a plan");
    world.deploy(Faulty::never(), 3, &world.site(&[("index.html", "theirs")])).expect("another deploy");
    let ended = host.publish(&late, &world.site(SECOND), &Progress::silent());
    assert!(matches!(ended, Err(Trouble::Race(_))), "{ended:?}");
}

#[test]
fn folders_that_are_somebody_elses_are_refused() {
    let world = World::new();
    let site = world.site(FIRST);
    fs::write(world.www().join("current"), "a file").expect("a file");
    let refused = world.deploy(Faulty::never(), 3, &site).expect_err("refused");
    assert!(matches!(refused, Trouble::Failed(problem) if problem.code == "foreign-file"));
    fs::write(world.www().join("index.html"), "theirs").expect("a file");
    let refused = world.deploy(Faulty::never(), 0, &site).expect_err("refused");
    assert!(matches!(refused, Trouble::Failed(problem) if problem.code == "foreign-file"));
    assert_eq!(fs::read_to_string(world.www().join("index.html")).expect("it"), "theirs");
    for path in ["root/public", "root/public/www", "root", "root/content"] {
        let dir = Dir { path: world.folder.path().join(path).display().to_string(), releases: 1 };
        let context = Context {
            root: world.folder.path().join("root"),
            output: world.folder.path().join("root/public"),
            name: String::new(),
            base_url: String::new(),
            scratch: PathBuf::new(),
            attended: false,
        };
        assert!(dir::Folder::open(Faulty::never(), &dir, &context).is_err(), "{path}");
    }
}

#[test]
fn a_page_that_was_changed_after_the_build_is_not_published() {
    let world = World::new();
    let site = world.site(FIRST);
    fs::write(world.folder.path().join("root/public/index.html"), "half a bu").expect("a file");
    let refused = world.deploy(Faulty::never(), 3, &site).expect_err("refused");
    assert!(matches!(refused, Trouble::Failed(problem) if problem.code == "output-changed"));
    assert_eq!(world.seen(3), BTreeMap::new());
}

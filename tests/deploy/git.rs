//! The branch of a repository, with others who push at the same time.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use super::{
    article, assert_published, deploy, dossier,
    load::{kill_once, references, round},
    there_is,
};
use crate::driver::{Dossier, Tree, command, tree};

/// Runs git in a folder; gives what it printed.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .args(["-c", "user.name=Somebody", "-c", "user.email=s@example.org"])
        .args(arguments)
        .output()
        .expect("git");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// A dossier with a bare repository beside it.
fn with_repository(more: &str) -> (Dossier, PathBuf) {
    let dossier = dossier(&format!("  pages: {{type: git, url: ../pages.git, branch: pages{more}}}\n"));
    let bare = dossier.root().join("../pages.git");
    git(&dossier.root(), &["init", "--bare", "--quiet", "../pages.git"]).expect("a repository");
    let bare = fs::canonicalize(bare).expect("a repository");
    (dossier, bare)
}

/// The files of the branch, as a host of pages would check them out.
fn published(bare: &Path) -> Tree {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("out");
    git(
        bare,
        &[
            "clone",
            "--quiet",
            // Asked for, as by a host: a copy of the folder would take in what a push is still writing.
            "--no-local",
            "--branch",
            "pages",
            &bare.display().to_string(),
            out.to_str().expect("a path"),
        ],
    )
    .expect("a clone");
    fs::remove_dir_all(out.join(".git")).expect("git's own");
    tree(&out)
}

fn commits(bare: &Path) -> usize {
    git(bare, &["rev-list", "--count", "pages"]).expect("a branch").trim().parse().expect("a number")
}

/// Adds a file to the branch as another person would, trying again for as long as others are faster.
fn push_file(bare: &Path, clone: &Path, name: &str) {
    if !clone.exists() {
        let arguments = [
            "clone",
            "--quiet",
            "--branch",
            "pages",
            &bare.display().to_string(),
            clone.to_str().expect("a path"),
        ];
        git(bare, &arguments).expect("a clone");
    }
    loop {
        git(clone, &["fetch", "--quiet"]).expect("a fetch");
        git(clone, &["reset", "--quiet", "--hard", "origin/pages"]).expect("a reset");
        fs::write(clone.join(name), "theirs").expect(name);
        git(clone, &["add", name]).expect("an add");
        git(clone, &["commit", "--quiet", "-m", name]).expect("a commit");
        if git(clone, &["push", "--quiet", "origin", "HEAD:pages"]).is_ok() {
            return;
        }
    }
}

#[test]
fn a_branch_is_made_and_then_grows_by_a_commit_a_deploy() {
    if !there_is("git", "a_branch_is_made_and_then_grows_by_a_commit_a_deploy") {
        return;
    }
    let (dossier, bare) = with_repository("");
    let mut dossier = deploy(dossier, &[]);
    assert_published(&published(&bare), &dossier, &[]);
    assert_eq!(commits(&bare), 1);
    push_file(&bare, &dossier.root().join("../theirs"), "CNAME");
    push_file(&bare, &dossier.root().join("../theirs"), "README.md");
    dossier = deploy(article(dossier, 2, "Corrected."), &[]);
    assert_published(&published(&bare), &dossier, &["CNAME", "README.md"]);
    assert_eq!(commits(&bare), 4);
    let changed = git(&bare, &["diff", "--name-only", "pages~1", "pages"]).expect("a difference");
    assert!(changed.contains("articles/a2/index.html") && !changed.contains("articles/a5/"), "{changed}");
    dossier = deploy(dossier.remove("content/articles/a2.md"), &[]);
    assert_published(&published(&bare), &dossier, &["CNAME", "README.md"]);
    // Nothing new is no commit.
    dossier = deploy(dossier, &[]);
    assert_eq!(commits(&bare), 5);
    // Without what was kept from before, all of it is still there.
    let dossier = deploy(article(dossier.remove(".dossier"), 3, "Corrected."), &[]);
    assert_published(&published(&bare), &dossier, &["CNAME", "README.md"]);
    assert_eq!(commits(&bare), 6);
}

#[test]
fn a_folder_of_a_branch_leaves_the_rest_of_it_alone() {
    if !there_is("git", "a_folder_of_a_branch_leaves_the_rest_of_it_alone") {
        return;
    }
    let (dossier, bare) = with_repository(", folder: docs");
    let seed = dossier.root().join("../seed");
    git(&bare, &["init", "--quiet", "-b", "pages", seed.to_str().expect("a path")]).expect("a repository");
    fs::write(seed.join("main.rs"), "fn main() {}").expect("a file");
    git(&seed, &["add", "."]).expect("an add");
    git(&seed, &["commit", "--quiet", "-m", "code"]).expect("a commit");
    git(&seed, &["push", "--quiet", &bare.display().to_string(), "pages"]).expect("a push");
    let dossier = deploy(deploy(dossier, &[]), &[]);
    let dossier = deploy(article(dossier, 1, "Corrected."), &[]);
    let mut found = published(&bare);
    assert_eq!(found.remove("main.rs").as_deref(), Some(&b"fn main() {}"[..]));
    let docs =
        found.into_iter().map(|(path, bytes)| (path.strip_prefix("docs/").expect(&path).to_owned(), bytes));
    assert_published(&docs.collect(), &dossier, &[]);
}

#[test]
fn a_squashed_branch_is_one_commit_and_never_costs_anybody_elses() {
    if !there_is("git", "a_squashed_branch_is_one_commit_and_never_costs_anybody_elses") {
        return;
    }
    let (dossier, bare) = with_repository(", history: squash");
    let mut dossier = deploy(dossier, &[]);
    dossier = deploy(article(dossier, 2, "Corrected."), &[]);
    dossier = deploy(dossier.remove("content/articles/a3.md"), &[]);
    assert_eq!(commits(&bare), 1);
    assert_published(&published(&bare), &dossier, &[]);
    push_file(&bare, &dossier.root().join("../theirs"), "CNAME");
    let dossier = article(dossier, 4, "Corrected.").run(&["deploy"]);
    assert!(dossier.last.stderr.contains("[foreign-history]"), "{}", dossier.last.stderr);
    assert_eq!(commits(&bare), 2);
}

#[test]
fn a_hundred_pushes_of_others_are_not_lost() {
    if !there_is("git", "a_hundred_pushes_of_others_are_not_lost") {
        return;
    }
    let (dossier, bare) = with_repository("");
    let mut dossier = deploy(dossier, &[]);
    let root = dossier.root();
    let (next, well, over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let dossier = thread::scope(|scope| {
        for person in 0..2 {
            let (bare, root, next, well, over) = (&bare, &root, &next, &well, &over);
            scope.spawn(move || {
                let clone = root.join(format!("../person-{person}"));
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= 100 {
                        break;
                    }
                    // They rest once, in case that the machine lets no deploy be as fast as they are.
                    while number >= 50 && well.load(Ordering::Relaxed) == 0 && !over.load(Ordering::Relaxed) {
                        thread::sleep(Duration::from_millis(10));
                    }
                    push_file(bare, &clone, &format!("theirs-{number}.txt"));
                }
                over.store(true, Ordering::Relaxed);
            });
        }
        for number in 0.. {
            if over.load(Ordering::Relaxed) {
                break;
            }
            dossier = article(dossier, 2, &format!("Round {number}.")).run(&["deploy"]);
            // Others may be faster six times in a row; then it says so, and nothing is lost.
            if dossier.last.code == Some(0) {
                well.fetch_add(1, Ordering::Relaxed);
            } else {
                let raced = dossier.last.stderr.contains("[deploy-race]");
                over.fetch_or(!raced, Ordering::Relaxed);
                assert!(raced, "{}", dossier.last.stderr);
            }
        }
        dossier
    });
    assert!(well.into_inner() > 0, "no deploy came through");
    let dossier = deploy(article(dossier, 2, "The last."), &[]);
    let theirs: BTreeSet<String> = (0..100).map(|number| format!("theirs-{number}.txt")).collect();
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    assert_published(&published(&bare), &dossier, &theirs);
    let messages = git(&bare, &["log", "--format=%s", "pages"]).expect("a history");
    assert_eq!(messages.lines().filter(|line| line.starts_with("theirs-")).count(), 100);
}

/// A `git` that counts its calls and fails at one of them.
fn faulty_git(folder: &Path, fails_at: usize) -> PathBuf {
    let (place, count) = (folder.join("faulty"), folder.join("count"));
    fs::create_dir_all(&place).expect("a folder");
    let _ = fs::remove_file(&count);
    let real = std::env::split_paths(&std::env::var_os("PATH").expect("a path"))
        .map(|folder| folder.join("git"))
        .find(|git| git.is_file())
        .expect("git");
    let script = format!(
        "#!/bin/sh\necho x >> {count}\n[ $(wc -l < {count}) -eq {fails_at} ] && exit 1\nexec {real} \"$@\"\n",
        count = count.display(),
        real = real.display()
    );
    let program = place.join("git");
    fs::write(&program, script).expect("a program");
    let mut permissions = fs::metadata(&program).expect("it").permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    fs::set_permissions(&program, permissions).expect("it");
    place
}

#[test]
fn a_git_that_fails_at_any_call_leaves_a_whole_site_and_the_next_deploy_completes_it() {
    if !there_is("git", "a_git_that_fails_at_any_call") {
        return;
    }
    let (dossier, bare) = with_repository("");
    let mut dossier = deploy(dossier, &[]);
    let mut before = published(&bare);
    for number in 1..100 {
        dossier = article(dossier, 2, &format!("Round {number}."));
        let faulty = faulty_git(&dossier.root().join(".."), number);
        let path = std::env::var("PATH").expect("a path");
        let run = crate::driver::command(&dossier.root())
            .arg("deploy")
            .env("PATH", format!("{}:{path}", faulty.display()))
            .output()
            .expect("the program");
        let calls = fs::read_to_string(dossier.root().join("../count")).expect("a count").lines().count();
        let after = published(&bare);
        assert!(
            after == before
                || after.get("articles/a2/index.html") == dossier.output().get("articles/a2/index.html")
        );
        dossier = deploy(dossier, &[]);
        before = published(&bare);
        assert_published(&before, &dossier, &[]);
        if calls < number {
            assert!(run.status.success());
            assert!(number > 8, "only {number} calls");
            return;
        }
    }
    panic!("a deploy calls git more than a hundred times");
}

/// References that lead nowhere, among the files of a branch.
fn broken_references(tree: &Tree) -> Vec<String> {
    let pages = tree.iter().filter(|(path, _)| path.ends_with("html"));
    let leads_nowhere = |address: &String| {
        let path = address.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        !tree.contains_key(&path)
    };
    pages
        .flat_map(|(path, html)| {
            let found = references(&String::from_utf8_lossy(html)).into_iter().filter(leads_nowhere);
            found.map(|address| format!("{path} refers to {address}")).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn twenty_killed_deploys_while_others_clone_break_no_link() {
    if !there_is("git", "twenty_killed_deploys_while_others_clone") {
        return;
    }
    let (dossier, bare) = with_repository("");
    let mut dossier = deploy(round(dossier, 0), &[]);
    let over = AtomicBool::new(false);
    let dossier = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut clones, mut broken) = (0, Vec::new());
            while !over.load(Ordering::Relaxed) {
                broken.extend(broken_references(&published(&bare)));
                clones += 1;
            }
            (clones, broken)
        });
        for number in 1..=20 {
            dossier = round(dossier, number);
            let mut deploy = command(&dossier.root());
            deploy.arg("deploy");
            // Some are killed while they build, some while they push.
            kill_once(deploy, || false, Duration::from_millis(150 + 25 * number as u64));
        }
        let dossier = deploy(round(dossier, 21), &[]);
        over.store(true, Ordering::Relaxed);
        let (clones, broken) = reader.join().expect("a reader");
        assert!(clones > 5, "only {clones} clones");
        assert!(broken.is_empty(), "{broken:#?}");
        dossier
    });
    assert_published(&published(&bare), &dossier, &[]);
}

#[test]
fn secrets_are_neither_printed_nor_kept() {
    if !there_is("git", "secrets_are_neither_printed_nor_kept") {
        return;
    }
    let secret = "ghp_Kx7wSecretOfThisTest";
    let dossier = dossier("  pages: {type: git, url: 'https://127.0.0.1:1/a.git'}\n");
    let root = dossier.root();
    // A program that repeats what it was told.
    let place = faulty_git(&root.join(".."), 0);
    let script = "#!/bin/sh\necho \"fatal: token $DOSSIER_GIT_TOKEN at https://me:$DOSSIER_GIT_TOKEN@example.org/\" >&2\nexit 128\n";
    for (script, name) in [(Some(script), "a program that repeats them"), (None, "git itself")] {
        if let Some(script) = script {
            fs::write(place.join("git"), script).expect("a program");
        } else {
            faulty_git(&root.join(".."), 0);
        }
        let path = format!("{}:{}", place.display(), std::env::var("PATH").expect("a path"));
        let run = crate::driver::command(&root)
            .args(["deploy", "--verbose"])
            .env("PATH", path)
            .env("DOSSIER_GIT_TOKEN", secret)
            .output()
            .expect("the program");
        assert_eq!(run.status.code(), Some(1));
        let said = [run.stdout, run.stderr].concat();
        assert!(
            !String::from_utf8_lossy(&said).contains(secret),
            "{name}: {}",
            String::from_utf8_lossy(&said)
        );
        let kept =
            walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        for entry in kept {
            let bytes = fs::read(entry.path()).expect("a file");
            assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{name}: {}", entry.path().display());
        }
    }
}

//! `dossier deploy`, seen from outside: what is at the host after each run, and what the person is told.

mod dir;
mod git;
mod load;
#[cfg(feature = "object-store")]
mod objects;
mod proxy;
mod rsync;
mod sftp;
mod sshd;

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::driver::{Dossier, Tree, tree};

/// A dossier with some articles and these targets.
pub(crate) fn dossier(targets: &str) -> Dossier {
    let config = format!("title: Test\nbase_url: https://example.org/\ndeploy:\n{targets}");
    let dossier = Dossier::empty().edit("dossier.yaml", &config);
    (0..8).fold(dossier, |dossier, number| article(dossier, number, "As it was."))
}

/// Writes an article.
pub(crate) fn article(dossier: Dossier, number: usize, text: &str) -> Dossier {
    let day = number + 1;
    dossier.edit(
        &format!("content/articles/a{number}.md"),
        &format!("---\ntitle: Article {number}\ndate: 2019-03-{day:02}\n---\n{text}\n"),
    )
}

/// Deploys; every problem is a failure of the test.
pub(crate) fn deploy(dossier: Dossier, arguments: &[&str]) -> Dossier {
    let all: Vec<&str> = ["deploy"].iter().chain(arguments).copied().collect();
    let dossier = dossier.run(&all);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    dossier
}

/// Everything that the host has is the site, but for these files of others and old assets.
pub(crate) fn assert_published(host: &Tree, dossier: &Dossier, foreign: &[&str]) {
    let site = dossier.output();
    for (path, bytes) in &site {
        assert_eq!(host.get(path), Some(bytes), "{path} is not at the host as it was built");
    }
    let more = host.keys().filter(|path| !site.contains_key(*path) && !path.starts_with("assets/"));
    assert_eq!(more.map(String::as_str).collect::<Vec<_>>(), foreign);
}

/// The files below a folder that may be a link.
pub(crate) fn linked_tree(folder: &Path) -> Tree {
    fs::canonicalize(folder).map_or_else(|_| BTreeMap::new(), |folder| tree(&folder))
}

/// Where a program is that a test needs: on the path, where servers are, or where `tests/run` puts its own.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/bin");
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), own])
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Whether a program that a test needs is there; says so when not. `tests/run` installs all of them.
pub(crate) fn there_is(name: &str, test: &str) -> bool {
    let found = program(name).is_some();
    if !found {
        let _ = writeln!(std::io::stderr(), "skipped {test}: `{name}` is not installed");
    }
    found
}

#[test]
fn targets_are_named_or_the_only_one() {
    let one = "  www: {type: dir, path: ../www}\n";
    let dossier = deploy(dossier(one), &[]);
    assert!(dossier.last.stderr.contains("deployed to `www`"), "{}", dossier.last.stderr);
    assert_eq!(dossier.last.stdout, "https://example.org/\n");
    let dossier = deploy(dossier, &["www"]);
    assert!(dossier.last.stderr.contains("has everything already"), "{}", dossier.last.stderr);

    for (targets, arguments, code, hint) in [
        ("", &["deploy"][..], "no-target", "`deploy:`"),
        (one, &["deploy", "wwww"], "no-target", "did you mean `www`?"),
        (
            "  a: {type: dir, path: ../a}\n  b: {type: dir, path: ../b}\n",
            &["deploy"],
            "which-target",
            "`a`, `b`",
        ),
        ("  a: {type: dir, path: ../a, brnch: x}\n", &["deploy"], "unknown-key", "dossier.yaml:4:30"),
        (
            "  a: {type: dir, path: ../a, branch: x}\n",
            &["deploy"],
            "unknown-key",
            "known keys: path, releases",
        ),
        ("  a: {type: gti, url: x}\n", &["deploy"], "unknown-value", "did you mean `git`?"),
        ("  a: {type: git}\n", &["deploy"], "yaml", "needs `url`"),
    ] {
        let dossier = self::dossier(if targets.is_empty() { "  {}\n" } else { targets }).run(arguments);
        let said = &dossier.last.stderr;
        assert_eq!(dossier.last.code, Some(1), "{targets}: {said}");
        assert!(said.contains(&format!("[{code}]")) && said.contains(hint), "{targets}: {said}");
        assert!(!dossier.root().join("../a").exists() && !dossier.root().join("../www").exists());
    }
}

#[test]
fn a_site_that_nobody_wants_to_publish_is_refused() {
    let target = "  www: {type: dir, path: ../www}\n";
    let published = |dossier: &Dossier| linked_tree(&dossier.root().join("../www/current"));
    // A warning is enough, as with --strict.
    let broken =
        dossier(target).edit("content/articles/bad.md", "---\ntitel: x\n---\nText.\n").run(&["deploy"]);
    assert_eq!(broken.last.code, Some(1));
    assert!(broken.last.stderr.contains("nothing was deployed"), "{}", broken.last.stderr);
    assert!(published(&broken).is_empty());

    let local = dossier(target).run(&["deploy", "-u", "http://localhost:4747/"]);
    assert!(local.last.stderr.contains("[no-base-url]"), "{}", local.last.stderr);
    assert!(published(&local).is_empty());

    let mut empty = Dossier::empty()
        .edit("dossier.yaml", &format!("base_url: https://example.org/\ndeploy:\n{target}"))
        .run(&["deploy"]);
    assert!(empty.last.stderr.contains("[empty-site]"), "{}", empty.last.stderr);
    empty = empty.run(&["deploy", "--dry-run"]);
    assert_eq!(empty.last.code, Some(1), "{}", empty.last.stderr);

    // Half of the pages are gone by accident.
    let mut dossier = deploy(dossier(target), &[]);
    for number in 0..8 {
        dossier = dossier.remove(&format!("content/articles/a{number}.md"));
    }
    dossier = article(dossier, 9, "Alone.").run(&["deploy"]);
    assert!(dossier.last.stderr.contains("[too-many-deletes]"), "{}", dossier.last.stderr);
    assert!(published(&dossier).contains_key("articles/a0/index.html"));
    dossier = deploy(dossier, &["--allow-delete", "8"]);
    assert_published(&published(&dossier), &dossier, &[]);
}

#[test]
fn a_dry_run_shows_each_step_in_order_and_does_nothing() {
    let dossier = deploy(dossier("  www: {type: dir, path: ../www}\n"), &["--dry-run"]);
    assert!(!dossier.root().join("../www").exists());
    let lines: Vec<&str> = dossier.last.stdout.lines().collect();
    let place = |path: &str| lines.iter().position(|line| line.ends_with(path)).expect(path);
    assert!(place(".css") < place("  index.html"), "{}", dossier.last.stdout);
    assert!(place("  index.html") < place("  sitemap.xml"), "{}", dossier.last.stdout);
    assert_eq!(lines.len(), dossier.output().len());
    assert!(dossier.last.stderr.contains("would publish to folder"), "{}", dossier.last.stderr);
}

#[test]
fn suggestions_that_go_out_are_counted_and_named_or_left_out() {
    let seed = "Talks in Kelmar\n\nKELMAR. The ministers met on 3 March 2019.\n\n\"Nothing yet\", said Anna Velde, the trade minister of Kelmar.\n";
    let dossier = dossier("  www: {type: dir, path: ../www}\n").edit("seeds/talks.txt", seed);
    let dossier = deploy(dossier, &[]);
    let said = &dossier.last.stderr;
    assert!(said.contains("that no person has confirmed will be published"), "{said}");
    assert!(said.contains("  topic Anna Velde\n"), "{said}");
    let dossier = deploy(dossier, &["--reviewed-only"]);
    assert!(!dossier.last.stderr.contains("no person has confirmed"), "{}", dossier.last.stderr);
    let host = linked_tree(&dossier.root().join("../www/current"));
    assert_published(&host, &dossier, &[]);
}

#[test]
fn a_command_finds_the_site_and_nothing_else_and_is_told_what_has_changed() {
    let run = r#"cp -R "$DOSSIER_SITE" ../copy && cp "$DOSSIER_CHANGES" ../changes && echo "$DOSSIER_TARGET at $DOSSIER_BASE_URL" > ../told"#;
    let target = format!("  own:\n    type: command\n    run: '{run}'\n");
    let dossier = deploy(dossier(&target).edit("public/.keep", ""), &["--output-dir", "out"]);
    let root = dossier.root();
    assert_eq!(fs::read_to_string(root.join("../told")).expect("a file"), "own at https://example.org/\n");
    assert_eq!(tree(&root.join("../copy")), tree(&root.join("out")));
    assert!(!root.join("../copy/.dossier-manifest").exists());
    fs::remove_dir_all(root.join("../copy")).expect("a copy");
    let dossier = deploy(article(dossier, 3, "Corrected."), &["--output-dir", "out"]);
    let changes = fs::read_to_string(root.join("../changes")).expect("a file");
    assert!(changes.contains("put\tarticles/a3/index.html\n"), "{changes}");
    assert!(!changes.contains("articles/a4/"), "{changes}");

    // One that fails is run again with everything that may be missing.
    let failing = format!(
        "title: Test\nbase_url: https://example.org/\ndeploy:\n{}",
        target.replace("cp -R", "false && cp -R")
    );
    let dossier = article(dossier, 4, "Corrected.").edit("dossier.yaml", &failing);
    let dossier = dossier.run(&["deploy", "-o", "out"]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(dossier.last.stderr.contains("the command of `own` failed"), "{}", dossier.last.stderr);
    fs::remove_dir_all(root.join("../copy")).expect("a copy");
    let whole = format!("title: Test\nbase_url: https://example.org/\ndeploy:\n{target}");
    let _dossier = deploy(dossier.edit("dossier.yaml", &whole), &["-o", "out"]);
    let changes = fs::read_to_string(root.join("../changes")).expect("a file");
    assert!(changes.contains("put\tarticles/a4/index.html\n"), "{changes}");
}

#[test]
fn a_workflow_is_written_once_and_pins_what_it_runs() {
    for (ci, path) in [("github", ".github/workflows/dossier.yml"), ("gitlab", ".gitlab-ci.yml")] {
        let dossier = Dossier::empty().run(&["init", "--ci", ci]);
        assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
        let text = dossier.read(path);
        assert!(serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok(), "{path} is no YAML");
        for step in ["dossier build --strict", "dossier check", "dossier deploy pages --yes"] {
            assert!(text.contains(step), "{path}: {step}");
        }
        for line in text.lines().filter(|line| line.contains("uses: ")) {
            let hash = line.split('@').nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            assert!(hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{line}");
        }
        let image = text.lines().find_map(|line| line.trim().strip_prefix("image: "));
        assert!(image.is_none_or(|image| image.matches('.').count() == 2), "{image:?}");
        let dossier = dossier.edit(path, "mine").run(&["init", "--ci", ci]);
        assert_eq!(dossier.read(path), "mine");
    }
}

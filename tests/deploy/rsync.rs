//! A server that is reached by ssh and has rsync.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use super::{
    article, assert_published, deploy, linked_tree,
    sshd::{assert_second_names, twenty_kills, two_at_once, with_server},
};
use crate::driver::command;

#[test]
fn a_server_gets_releases_and_keeps_what_is_not_ours() {
    let Some((dossier, _sshd, www)) = with_server("a_server_gets_releases", "rsync", 2) else { return };
    let mut dossier = deploy(dossier, &[]);
    let current = www.join("current");
    assert_published(&linked_tree(&current), &dossier, &[]);
    for path in ["CNAME", "articles/a3/it's mine.txt"] {
        fs::write(current.join(path), "mine").expect(path);
    }
    dossier = deploy(article(dossier, 2, "Corrected."), &[]);
    dossier = deploy(dossier.remove("content/articles/a3.md"), &[]);
    assert_published(&linked_tree(&current), &dossier, &["CNAME", "articles/a3/it's mine.txt"]);
    assert_second_names(&www, "000002", "000003");
    let names: Vec<_> = fs::read_dir(www.join("releases")).expect("releases").flatten().collect();
    assert_eq!(names.len(), 4, "two releases and their records: {names:?}");
    assert!(
        !dossier.root().join("pwned").exists() && !www.parent().expect("a folder").join("pwned").exists()
    );
    // Nothing new is no release.
    let _dossier = deploy(dossier, &[]);
    assert_eq!(fs::read_link(&current).expect("a link"), Path::new("releases/000003"));
}

/// An `ssh` that counts its calls and fails at one: before anything, or when all is done there.
fn faulty_ssh(folder: &Path, fails_at: usize) -> PathBuf {
    let (place, count) = (folder.join("faulty"), folder.join("count"));
    fs::create_dir_all(&place).expect("a folder");
    let _ = fs::remove_file(&count);
    let script = format!(
        "#!/bin/sh\necho x >> '{count}'\nn=$(wc -l < '{count}')\n[ $n -eq {before} ] && exit 255\n/usr/bin/ssh \"$@\"\n\
         code=$?\n[ $n -eq {after} ] && exit 255\nexit $code\n",
        count = count.display(),
        before = if fails_at.is_multiple_of(2) { fails_at / 2 + 1 } else { 0 },
        after = if fails_at % 2 == 1 { fails_at / 2 + 1 } else { 0 },
    );
    let program = place.join("ssh");
    fs::write(&program, script).expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it");
    place
}

#[test]
fn a_connection_that_breaks_at_any_call_leaves_a_whole_site_and_the_next_deploy_completes_it() {
    let test = "a_connection_that_breaks_at_any_call";
    let Some((dossier, _sshd, www)) = with_server(test, "rsync", 2) else { return };
    let mut dossier = deploy(dossier, &[]);
    let current = www.join("current");
    let mut before = linked_tree(&current);
    for number in 0..20 {
        dossier = article(dossier, 2, &format!("Round {number}."));
        let folder = fs::canonicalize(dossier.root().join("..")).expect("a folder");
        let path =
            format!("{}:{}", faulty_ssh(&folder, number).display(), std::env::var("PATH").expect("a path"));
        let mut broken = command(&dossier.root());
        broken.arg("deploy").env("PATH", path);
        dossier = dossier.run_command(broken);
        let code = dossier.last.code;
        let seen = linked_tree(&current);
        let new = dossier.output();
        let page = "articles/a2/index.html";
        assert!(seen == before || seen.get(page) == new.get(page), "call {number}");
        dossier = deploy(dossier, &[]);
        before = linked_tree(&current);
        assert_published(&before, &dossier, &[]);
        if code == Some(0) {
            assert!(number >= 8, "only {number} faults");
            return;
        }
    }
    panic!("a deploy calls ssh more than ten times");
}

#[test]
fn two_who_deploy_at_the_same_time_both_come_through() {
    two_at_once("rsync");
}

#[test]
fn twenty_killed_deploys_under_load_break_no_link() {
    twenty_kills("rsync", 2);
}

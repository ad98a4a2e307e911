//! A server that is reached by ssh and has sftp only.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    article, assert_published, deploy, linked_tree,
    sshd::{assert_second_names, twenty_kills, two_at_once, with_server},
};

#[test]
fn a_server_gets_releases_and_keeps_what_is_not_ours() {
    let Some((dossier, _sshd, www)) = with_server("a_server_gets_releases", "sftp", 2) else { return };
    let mut dossier = deploy(dossier, &[]);
    let current = www.join("current");
    assert_published(&linked_tree(&current), &dossier, &[]);
    let foreign = ["CNAME", "articles/a3/it's mine.txt"];
    for path in foreign {
        fs::write(current.join(path), "mine").expect(path);
    }
    dossier = deploy(article(dossier, 2, "Corrected."), &[]);
    dossier = deploy(dossier.remove("content/articles/a3.md"), &[]);
    assert_published(&linked_tree(&current), &dossier, &foreign);
    assert_second_names(&www, "000002", "000003");
    let names = fs::read_dir(www.join("releases")).expect("releases").flatten().map(|entry| entry.path());
    let names: Vec<PathBuf> = names.collect();
    assert_eq!(names.len(), 4, "two releases and their records: {names:?}");
    let dossier = deploy(dossier, &[]);
    assert_eq!(
        fs::read_link(&current).expect("a link"),
        Path::new("releases/000003"),
        "nothing new is no release"
    );
    assert!(dossier.last.stderr.contains("has everything already"), "{}", dossier.last.stderr);
}

#[test]
fn a_thousand_files_of_others_survive_in_a_folder_without_releases() {
    let Some((dossier, _sshd, www)) = with_server("a_thousand_files_of_others", "sftp", 0) else { return };
    fs::create_dir_all(www.join("theirs")).expect("a folder");
    let foreign: Vec<String> = (0..1000).map(|number| format!("theirs/{number:04}.txt")).collect();
    for path in &foreign {
        fs::write(www.join(path), "mine").expect(path);
    }
    let mut dossier = deploy(dossier, &[]);
    dossier = deploy(article(dossier, 2, "Corrected."), &[]);
    dossier = deploy(dossier.remove("content/articles/a3.md"), &[]);
    let foreign: Vec<&str> = foreign.iter().map(String::as_str).collect();
    assert_published(&linked_tree(&www), &dossier, &foreign);
    assert!(!www.join("articles/a3").exists());
    // What goes where somebody else has a file is refused.
    fs::create_dir_all(www.join("articles/a9")).expect("a folder");
    fs::write(www.join("articles/a9/index.html"), "mine").expect("a file");
    let dossier = article(dossier, 9, "New.").run(&["deploy"]);
    assert!(dossier.last.stderr.contains("[foreign-file]"), "{}", dossier.last.stderr);
    assert_eq!(fs::read(www.join("articles/a9/index.html")).expect("it"), b"mine");
}

#[test]
fn a_server_that_does_not_let_us_in_says_so() {
    let Some((dossier, sshd, www)) = with_server("a_server_that_does_not_let_us_in", "sftp", 2) else {
        return;
    };
    fs::write(sshd.config.parent().expect("a folder").join("authorized"), "").expect("a file");
    let dossier = dossier.run(&["deploy"]);
    assert_eq!(dossier.last.code, Some(1));
    let said = &dossier.last.stderr;
    assert!(said.contains("[deploy-failed]") && said.contains("Permission denied"), "{said}");
    assert!(!www.exists());
}

#[test]
fn two_who_deploy_at_the_same_time_both_come_through() {
    two_at_once("sftp");
}

#[test]
fn twenty_killed_deploys_under_load_break_no_link() {
    twenty_kills("sftp", 2);
}

#[test]
fn twenty_killed_deploys_into_a_plain_folder_break_no_link() {
    twenty_kills("sftp", 0);
}

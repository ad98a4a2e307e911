//! The folder: with nginx in front of it, and deploys that are killed.

use std::{fs, path::Path, time::Duration};

use super::{
    article, assert_published, deploy, dossier, linked_tree,
    load::{kill_once, round, signs_of_life, survive_kills},
    there_is,
};
use crate::driver::command;

#[test]
fn twenty_killed_deploys_under_load_break_no_link() {
    if !there_is("nginx", "twenty_killed_deploys_under_load_break_no_link") {
        return;
    }
    for (releases, folder) in [(3, "current"), (0, ".")] {
        let dossier = dossier(&format!("  www: {{type: dir, path: ../www, releases: {releases}}}\n"));
        let dossier = deploy(round(dossier, 0), &[]);
        let root = dossier.root();
        let served = root.join("../www").join(folder);
        let kill = |_: &_, number| kill_while_it_deploys(&root, number);
        let dossier = survive_kills(dossier, &served, kill, |dossier| deploy(dossier, &[]));
        assert_published(&linked_tree(&served), &dossier, &[]);
    }
}

/// Kills a deploy soon after it has begun to write to the host: in each round a little later.
fn kill_while_it_deploys(root: &Path, number: usize) {
    let mut deploy = command(root);
    deploy.arg("deploy");
    let www = root.join("../www");
    let before = signs_of_life(&www);
    let under_way = || signs_of_life(&www) != before;
    kill_once(deploy, under_way, Duration::from_micros(400 * number as u64));
}

#[test]
fn files_of_others_in_the_folder_survive_every_deploy() {
    for (releases, folder) in [(2, "current"), (0, ".")] {
        let target = format!("  www: {{type: dir, path: ../www, releases: {releases}}}\n");
        let mut dossier = deploy(dossier(&target), &[]);
        let served = dossier.root().join("../www").join(folder);
        let foreign = ["CNAME", "articles/a3/notes.txt", "google123.html"];
        for path in foreign {
            fs::write(served.join(path), "mine").expect(path);
        }
        dossier = dossier.remove("content/articles/a3.md");
        for number in 4..7 {
            dossier = deploy(article(dossier, number, "New."), &[]);
        }
        let host = linked_tree(&served);
        assert!(!host.contains_key("articles/a3/index.html"), "a withdrawn article is still there");
        let mut expected = foreign.to_vec();
        if releases == 0 {
            // The other files of the folder are the program's own.
            expected.retain(|path| host.contains_key(*path));
            assert_eq!(expected.len(), 3);
        }
        assert_published(&host, &dossier, &expected);
    }
}

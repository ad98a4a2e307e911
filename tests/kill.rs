//! SIGKILL at any moment: the site is the old one, the new one, or one that the next build finishes.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use dossier::edge::publish::{Manifest, State};

use crate::driver::{Dossier, Tree, assert_same, command, tree};

/// Enough for the apply to take a while.
const ARTICLES: usize = 120;

/// All pages change with the generation, and some come and go.
fn generation(mut dossier: Dossier, number: usize) -> Dossier {
    for article in 0..ARTICLES {
        let path = format!("content/articles/a{article}.md");
        if (article + number).is_multiple_of(7) {
            if dossier.root().join(&path).exists() {
                dossier = dossier.remove(&path);
            }
        } else {
            let text =
                format!("---\ntitle: Article {article} of build {number}\n---\nText of build {number}.\n");
            dossier = dossier.edit(&path, &text);
        }
    }
    dossier
}

fn state(root: &Path) -> Option<State> {
    let bytes = std::fs::read(root.join("public/.dossier-manifest")).ok()?;
    Some(Manifest::parse(&bytes).expect("a whole manifest").state)
}

/// The generations that the pages of articles are of.
fn generations(tree: &Tree) -> BTreeSet<String> {
    let pages = tree.iter().filter(|(path, _)| path.starts_with("articles/a"));
    pages
        .map(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            let (_, rest) = text.split_once("Text of build ").unwrap_or_else(|| panic!("{path} is torn"));
            rest.split('.').next().unwrap_or_default().to_owned()
        })
        .collect()
}

#[test]
fn a_killed_build_leaves_the_old_site_the_new_one_or_one_that_the_next_build_finishes() {
    let mut dossier = generation(Dossier::empty(), 0);
    let started = Instant::now();
    dossier = dossier.build();
    let usual = started.elapsed();
    let mut unfinished = 0;
    for round in 1..=25_u32 {
        dossier = generation(dossier, round as usize);
        let root = dossier.root();
        let mut child = command(&root)
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        // Spread over the whole length of a build, and a little beyond.
        sleep(usual * round / 20);
        child.kill().expect("a kill");
        child.wait().expect("its end");

        let left = std::fs::read_dir(&root).expect("the root").flatten();
        unfinished += usize::from(left.into_iter().any(|entry| entry.file_name() == ".public.dossier-work"));
        match state(&root) {
            Some(State::Applying) => {}
            Some(State::Complete) => {
                let seen = generations(&tree(&root.join("public")));
                assert_eq!(seen.len(), 1, "round {round}: pages of {seen:?}");
            }
            None => panic!("round {round}: there is no site"),
        }
        dossier = dossier.build();
        assert_eq!(state(&root), Some(State::Complete));
        assert_eq!(generations(&dossier.output()), BTreeSet::from([round.to_string()]));
        assert!(!root.join(".public.dossier-work").exists(), "round {round}: something was left");
    }
    assert!(unfinished > 2, "only {unfinished} of the kills met a build at work");
    let fresh = generation(Dossier::empty(), 25).build();
    assert_same(&dossier.output(), &fresh.output(), "after all kills");
}

#[test]
fn a_killed_first_build_leaves_no_site_or_the_whole_one() {
    let mut found = BTreeSet::new();
    for tenths in 1..=12 {
        let dossier = generation(Dossier::empty(), 0);
        let root = dossier.root();
        let mut child = command(&root)
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        sleep(Duration::from_millis(15 * tenths));
        child.kill().expect("a kill");
        child.wait().expect("its end");
        assert_ne!(state(&root), Some(State::Applying));
        found.insert(state(&root).is_some());
        if root.join("public").exists() {
            assert_eq!(generations(&tree(&root.join("public"))).len(), 1);
        }
        let dossier = dossier.build();
        assert_eq!(generations(&dossier.output()).len(), 1);
    }
    assert!(found.contains(&false), "every build had ended before it was killed");
}

#[test]
fn a_build_killed_while_it_reads_seeds_leaves_whole_articles_and_the_next_one_reads_the_rest() {
    let seeded = || {
        (0..150).fold(Dossier::empty(), |dossier, number| {
            let text = format!(
                "Talks number {number} in Kelmar\n\nKELMAR. The ministers met for the {number}th time on 3 March 2019.\n\n\
                 \"Much remains to be done\", said Anna Velde, the trade minister.\n"
            );
            dossier.edit(&format!("seeds/talks-{number}.txt"), &text)
        })
    };
    let content = |dossier: &Dossier| tree(&dossier.root().join("content"));
    let whole = content(&seeded().build());
    let mut partly = 0;
    for round in 1..=16 {
        let dossier = seeded();
        let root = dossier.root();
        let mut child = command(&root)
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        // Saving takes a few milliseconds of the whole; the kill is to fall into them, in each round a little later.
        let files = || fs::read_dir(root.join("content/articles")).map_or(0, Iterator::count);
        while files() < round * 9 && child.try_wait().expect("a child").is_none() {}
        child.kill().expect("a kill");
        child.wait().expect("its end");
        let found = content(&dossier);
        partly += usize::from(!found.is_empty() && found != whole);
        for (path, bytes) in found.iter().filter(|(path, _)| !path.ends_with(".dossier-new")) {
            assert_eq!(whole.get(path), Some(bytes), "round {round}: {path} is torn");
        }
        // A person takes one of the articles in hand at once.
        let mine =
            found.into_iter().find(|(path, _)| path.starts_with("articles/") && !path.ends_with("-new"));
        let dossier = match &mine {
            Some((path, bytes)) => dossier
                .edit(&format!("content/{path}"), &(String::from_utf8_lossy(bytes).into_owned() + "Mine.\n")),
            None => dossier,
        };
        let dossier = dossier.run(&["build"]);
        let mut after = content(&dossier);
        if let Some((path, bytes)) = mine {
            let kept = after.insert(path, bytes).expect("it was lost");
            assert!(kept.ends_with(b"Mine.\n"), "round {round}: it was overwritten");
        }
        assert_same(&after, &whole, &format!("round {round}"));
    }
    assert!(partly > 0, "no kill met the program while it saved");
}

#[test]
fn articles_that_were_saved_without_their_suggestions_get_them_from_the_next_build() {
    let seed = "Talks in Kelmar\n\nKELMAR. The ministers met on 3 March 2019.\n\n\"Nothing yet\", said Anna Velde.\n";
    let dossier = Dossier::empty().edit("seeds/talks.txt", seed).build();
    let whole = tree(&dossier.root().join("content"));
    assert!(whole.keys().any(|path| path.starts_with("review/")));
    let dossier = dossier.remove("content/review").build();
    assert_same(&tree(&dossier.root().join("content")), &whole, "after the suggestions were lost");
}

//! Who owns what: no hand edit is lost, and what a person decided stays decided.

use std::fs;

use crate::driver::{Dossier, Tree, tree};

const TEXT: &str = "Harbour talks open in Oslo\n\n© Reuters / Ann Reyes The port of Oslo. 3 Mar 2021\n\nTalks on the \
    harbour opened in Oslo, said Norwegian foreign minister Ine Soreide.\n\n\"We will meet again in April,\" she said.\n";

fn dossier() -> Dossier {
    Dossier::empty().edit("seeds/harbour.txt", TEXT).build()
}

fn content(dossier: &Dossier, folder: &str) -> Tree {
    tree(&dossier.root().join("content").join(folder))
}

fn only(tree: &Tree) -> String {
    assert_eq!(tree.len(), 1, "{:?}", tree.keys());
    tree.keys().next().expect("one").clone()
}

#[test]
fn an_edited_article_stays_as_it_was_edited() {
    let first = dossier();
    let name = only(&content(&first, "articles"));
    let path = format!("content/articles/{name}");
    let edited = "---\ntitle: My own title   # with a comment\nseed: {file: seeds/harbour.txt, sha256: abc}\n---\n\nMy words.\n";
    let second = first
        .edit(&path, edited)
        .build()
        .edit("seeds/harbour.txt", &TEXT.replace("April", "May"))
        .run(&["build"]);
    assert_eq!(fs::read_to_string(second.root().join(&path)).expect("the article"), edited);
    assert!(second.last.stderr.contains("seed-changed"), "{}", second.last.stderr);
    assert!(second.page(&format!("/articles/{}/", name.trim_end_matches(".md"))).contains("My words."));
}

#[test]
fn a_slip_in_an_article_does_not_make_a_second_one() {
    let first = dossier();
    let name = only(&content(&first, "articles"));
    let broken = first.edit(&format!("content/articles/{name}"), "---\ntitle: a: b\n---\n").run(&["build"]);
    assert_eq!(broken.last.code, Some(1), "{}", broken.last.stderr);
    assert!(broken.last.stderr.contains(&format!("content/articles/{name}:2:9")), "{}", broken.last.stderr);
    assert_eq!(only(&content(&broken, "articles")), name);
}

#[test]
fn a_renamed_article_is_still_the_article_of_its_seed() {
    let first = dossier();
    let name = only(&content(&first, "articles"));
    let second = first.rename(&format!("content/articles/{name}"), "content/articles/harbour.md").build();
    assert_eq!(only(&content(&second, "articles")), "harbour.md");
    assert!(content(&second, "review").contains_key("harbour.yaml"), "its suggestions have come with it");
}

#[test]
fn a_deleted_article_stays_deleted() {
    let first = dossier();
    let name = only(&content(&first, "articles"));
    let second = first.remove(&format!("content/articles/{name}")).build();
    assert!(content(&second, "articles").is_empty());
    assert!(second.last.stderr.contains("article-deleted"), "{}", second.last.stderr);
    let stem = name.trim_end_matches(".md");
    assert!(!second.root().join(format!("public/articles/{stem}")).exists(), "it has left the output");
}

#[test]
fn what_was_turned_down_is_not_proposed_again() {
    let first = dossier();
    let topics = fs::read_to_string(first.root().join("content/review/topics.yaml")).expect("topics");
    assert!(topics.contains("name: Oslo"), "{topics}");
    let second = first.edit("content/review/topics.yaml", &format!("{topics}rejected: [Oslo]\n")).build();
    assert!(!second.root().join("public/topics/oslo").exists());
    let third =
        second.edit("seeds/other.txt", "Oslo votes\n\nOslo voted on Sunday, said mayor Per Hagen.\n").build();
    let topics = fs::read_to_string(third.root().join("content/review/topics.yaml")).expect("topics");
    assert!(topics.contains("rejected: [Oslo]"), "{topics}");
    assert!(!third.root().join("public/topics/oslo").exists());
}

#[test]
fn the_same_bytes_twice_are_one_article() {
    let twice = dossier().edit("seeds/copy/harbour.txt", TEXT).build();
    assert_eq!(content(&twice, "articles").len(), 1);
    assert!(twice.last.stderr.contains("the same bytes as seeds/harbour.txt"), "{}", twice.last.stderr);
}

#[test]
fn init_overwrites_nothing() {
    let dossier = Dossier::empty().edit("dossier.yaml", "title: Mine\n").run(&["init", "."]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    assert_eq!(fs::read_to_string(dossier.root().join("dossier.yaml")).expect("the file"), "title: Mine\n");
    assert!(dossier.build().page("/").contains("Mine"));
}

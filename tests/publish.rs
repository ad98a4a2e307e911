//! Publishing, seen from outside: what a person's folders look like after each run of the program.

use std::fs;

use crate::driver::{Dossier, assert_same};

const ARTICLE: &str = "---\ntitle: A meeting in Tokyo\ndate: 2017-11-24\n---\nThey met.\n";

fn site() -> Dossier {
    Dossier::empty().edit("content/articles/a.md", ARTICLE)
}

#[test]
fn an_output_that_would_cost_a_persons_work_is_refused() {
    for output in
        [".", "..", "/", "content", "content/articles", "seeds", "seeds/x", "themes", "templates", "static"]
    {
        let dossier = site().edit("seeds/note.txt", "A seed\n\nWith a text that is long enough to be one.\n");
        let before = crate::driver::tree(&dossier.root());
        let dossier = dossier.run(&["build", "-o", output]);
        let after = crate::driver::tree(&dossier.root());
        assert_eq!(dossier.last.code, Some(1), "{output}: {}", dossier.last.stderr);
        assert!(dossier.last.stderr.contains("unsafe-output"), "{output}: {}", dossier.last.stderr);
        for (path, bytes) in &before {
            assert_eq!(after.get(path), Some(bytes), "{output}: {path}");
        }
        assert!(
            !after.contains_key("index.html") && !after.keys().any(|path| path.ends_with("atom.xml")),
            "{output}"
        );
    }
}

#[test]
fn an_output_elsewhere_is_taken_and_a_folder_with_other_files_needs_force() {
    let dossier = site().run(&["build", "-o", "../elsewhere/deep"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let elsewhere = dossier.root().join("../elsewhere/deep");
    assert!(elsewhere.join("index.html").exists());

    let dossier = dossier.edit("public/diary.txt", "mine").run(&["build"]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(dossier.last.stderr.contains("diary.txt"), "{}", dossier.last.stderr);
    assert_eq!(dossier.output().len(), 1);

    let dossier = dossier.run(&["build", "--force"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let output = dossier.output();
    assert_eq!(output.get("diary.txt").map(Vec::as_slice), Some(&b"mine"[..]));
    assert!(output.contains_key("index.html"));
}

#[test]
fn a_withdrawn_article_leaves_the_output_and_files_of_others_stay() {
    let dossier = site()
        .edit("content/articles/b.md", "---\ntitle: Withdrawn\n---\nText.\n")
        .build()
        .edit("public/CNAME", "example.org")
        .edit("public/.git/HEAD", "ref: refs/heads/pages");
    assert!(
        dossier.output().keys().any(|path| path.contains("articles/b/")),
        "{:?}",
        dossier.output().keys()
    );
    let dossier = dossier.remove("content/articles/b.md").build();
    let output = dossier.output();
    assert!(!output.keys().any(|path| path.contains("articles/b/")), "the withdrawn page is still there");
    assert!(!dossier.root().join("public/articles/b").exists(), "its folder is still there");
    assert!(output.contains_key("CNAME") && output.contains_key(".git/HEAD"));
}

#[test]
fn a_second_build_makes_nothing_and_touches_nothing() {
    let dossier = site().build();
    let time = |dossier: &Dossier| {
        let times = dossier.output().into_keys().map(|path| {
            let modified =
                fs::metadata(dossier.root().join("public").join(&path)).and_then(|file| file.modified());
            (path, modified.expect("a time"))
        });
        times.collect::<Vec<_>>()
    };
    let before = time(&dossier);
    let dossier = dossier.build();
    assert_eq!(dossier.made(), 0);
    assert_eq!(time(&dossier), before);
}

#[test]
fn a_template_that_cannot_be_rendered_leaves_the_old_site_whole() {
    let dossier = site().build();
    let before = dossier.output();
    let dossier = dossier.edit("templates/article.html", "{{ nothing.of.the.kind }}").run(&["build"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    assert_same(&dossier.output(), &before, "after a slip in a template");
    let dossier = dossier.remove("templates").build();
    assert_same(&dossier.output(), &before, "after it was mended");
}

#[test]
fn a_page_that_was_edited_or_lost_in_the_output_comes_back() {
    let dossier = site().build();
    let before = dossier.output();
    let dossier = dossier.edit("public/index.html", "defaced").remove("public/atom.xml").build();
    assert_same(&dossier.output(), &before, "after a build");
}

#[test]
fn one_bad_file_stops_no_good_one_and_strict_publishes_nothing() {
    let dossier =
        site().edit("content/articles/bad.md", "---\ntitle: [unclosed\n---\nText.\n").run(&["build"]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(dossier.last.stderr.contains("content/articles/bad.md:"), "{}", dossier.last.stderr);
    assert!(dossier.page("/articles/a/").contains("A meeting in Tokyo"));
    let dossier = dossier.remove("public").run(&["build", "--strict"]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(dossier.output().is_empty());
}

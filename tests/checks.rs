//! One defect a dossier: what it says of it, and that the rest is built all the same.

use crate::driver::Dossier;

const GOOD: &str = "---\ntitle: A good article\ndate: 2020-01-02\n---\n\nIt stays.\n";

/// A dossier with a good article and one file more, built; the program must fail with each of `expected` in what
/// it says.
fn flawed(path: &str, text: &str, expected: &[&str]) -> Dossier {
    let dossier = Dossier::empty().edit("content/articles/good.md", GOOD).edit(path, text).run(&["build"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    for part in expected {
        assert!(dossier.last.stderr.contains(part), "{part:?} is not in\n{}", dossier.last.stderr);
    }
    assert!(dossier.page("/articles/good/").contains("It stays."), "the good article is built");
    dossier
}

#[test]
fn front_matter() {
    let bad = "content/articles/bad.md";
    flawed(bad, "---\ntitle: Talks: round two\n---\n", &["yaml", "bad.md:2:13", "quotes"]);
    flawed(
        bad,
        "---\ntitle: a\ntopcis: [b]\n---\n",
        &["unknown-key", "bad.md:3:1", "did you mean `topics`?"],
    );
    flawed(bad, "---\ndate: 03/02/2024\n---\n", &["`03/02/2024` is not a date", "bad.md:2:7"]);
    flawed(bad, "---\ndate: 2024-02-30\n---\n", &["`2024-02-30` does not exist: that month has 29 days"]);
    flawed(bad, "---\ntitle: a\ntitle: b\n---\n", &["duplicate-key", "bad.md:3:1"]);
    flawed(bad, "---\ntitle: a\n\nNever closed.\n", &["front-matter-open", "bad.md:1:1"]);
}

#[test]
fn quotes_that_are_not_in_the_text_are_not_shown() {
    let text =
        "---\ntitle: a\nquotes:\n  - text: We shall overcome\n    speaker: B\n---\n\nThey said nothing.\n";
    let dossier = flawed("content/articles/bad.md", text, &["quote-not-verbatim", "bad.md:4:11"]);
    assert!(!dossier.page("/quotes/").contains("We shall overcome"));
}

#[test]
fn two_pages_on_one_address() {
    let text = "---\ntitle: Another\nslug: good\n---\n\nIt is left out.\n";
    flawed(
        "content/articles/other.md",
        text,
        &["url-collision", "content/articles/good.md", "content/articles/other.md"],
    );
}

#[test]
fn a_file_that_is_no_text() {
    let dossier = Dossier::empty()
        .edit("content/articles/good.md", GOOD)
        .edit("seeds/a.bin", "\0\u{1}\0")
        .run(&["build"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    assert!(dossier.last.stderr.contains("seeds/a.bin"), "{}", dossier.last.stderr);
    assert!(dossier.page("/articles/good/").contains("It stays."));
}

#[test]
fn strict_publishes_nothing_with_a_flaw() {
    let dossier =
        Dossier::empty().edit("content/articles/bad.md", "---\ntopcis: 1\n---\n").run(&["build", "--strict"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    assert!(!dossier.root().join("public").exists());
}

#[test]
fn a_slip_in_a_template_leaves_the_old_site() {
    let good = Dossier::empty().edit("content/articles/good.md", GOOD).build();
    let before = good.output();
    for (name, text) in [
        ("page.html", "{% if %}"),
        ("page.html", "{{ nothing.there }}"),
        ("articles.html", "{{ x | nofilter }}"),
    ] {
        let broken = Dossier::empty().edit("content/articles/good.md", GOOD).build();
        let broken = broken.edit(&format!("templates/{name}"), text).run(&["build"]);
        assert_eq!(broken.last.code, Some(1), "{text}: {}", broken.last.stderr);
        assert!(broken.last.stderr.contains(&format!("templates/{name}:1:")), "{}", broken.last.stderr);
        assert!(broken.output() == before, "{text}: the old site is still there");
    }
}

#[test]
fn a_command_line_that_cannot_be_understood() {
    let dossier = Dossier::empty().run(&["build", "--nonsense"]);
    assert_eq!(dossier.last.code, Some(2), "{}", dossier.last.stderr);
}

#[test]
fn a_flag_of_build_before_the_command_is_refused_and_the_root_may_stand_anywhere() {
    let dossier = Dossier::empty().edit("content/articles/good.md", GOOD).run(&["--strict", "build"]);
    assert_eq!(dossier.last.code, Some(2), "{}", dossier.last.stderr);
    assert!(dossier.last.stderr.contains("put --strict after the command"), "{}", dossier.last.stderr);
    for arguments in [["-r", ".", "build"], ["build", "-r", "."]] {
        let built = Dossier::empty().edit("content/articles/good.md", GOOD).run(&arguments);
        assert_eq!(built.last.code, Some(0), "{}", built.last.stderr);
    }
    let bare = Dossier::empty().edit("content/articles/good.md", GOOD).run(&["-r", ".", "--strict"]);
    assert_eq!(bare.last.code, Some(0), "{}", bare.last.stderr);
}

#[test]
fn a_folder_without_a_dossier_stays_as_it_is() {
    let dossier = Dossier::empty().edit("notes.txt", "mine").run(&["build"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    assert!(dossier.last.stderr.contains("dossier init"), "{}", dossier.last.stderr);
    assert!(!dossier.root().join("public").exists() && !dossier.root().join(".dossier").exists());
}

#[test]
fn flags_beat_the_environment_and_the_file() {
    let text = "base_url: https://file.example/\ntitle: T\n";
    let dossier =
        Dossier::empty().edit("dossier.yaml", text).run(&["build", "-u", "https://flag.example/x/"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    assert!(dossier.page("/sitemap.xml").contains("https://flag.example/x/articles/"));
    assert!(dossier.page("/").contains("href=\"/x/articles/\""));
}

#[test]
fn nothing_from_a_text_runs() {
    let text = "---\ntitle: <script>alert(1)</script>\nurl: javascript:alert(2)\nsource: \"<b>S</b>\"\n---\n\n<img src=x onerror=alert(3)> [a](javascript:alert(4)) <script>alert(5)</script>\n";
    let dossier = Dossier::empty().edit("content/articles/bad.md", text).build();
    // Tables and references are no pages, and no browser takes them for one.
    let shown = |path: &str| ![".csv", ".bib", ".ris", ".ics"].iter().any(|end| path.ends_with(end));
    for (path, bytes) in dossier.output().into_iter().filter(|(path, _)| shown(path)) {
        let page = String::from_utf8_lossy(&bytes);
        for bad in ["<script>alert", "href=\"javascript:", "<img src=x", "<b>S</b>"] {
            assert!(!page.contains(bad), "{bad} is in {path}");
        }
    }
}

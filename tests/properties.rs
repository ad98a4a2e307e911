//! What must hold for inputs that nobody thought of.

use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path},
};

use dossier::{
    edge::{
        publish::{Entry, Manifest, Publication, Publish, State},
        terminal,
    },
    model::{
        diagnostic::Diagnostic,
        inputs::RelPath,
        out_path::{check_output_path, fold},
    },
};
use proptest::prelude::*;

use crate::driver::tree;

/// Paths made of what paths are attacked with.
fn nasty_path() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "[a-z]{1,3}",
        1 => Just("..".to_owned()),
        1 => Just(".".to_owned()),
        1 => Just(String::new()),
        1 => "[.:%\\\\ 2eCONnul\u{0}\u{7f}é\u{202e}]{1,4}",
        1 => any::<String>(),
    ];
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.join("/"))
}

/// Few names, so that pages, folders and stale files get into each other's way.
fn pages() -> impl Strategy<Value = BTreeMap<String, u8>> {
    let path = prop::collection::vec(
        prop_oneof!["[abc]", Just("A".to_owned()), Just("index.html".to_owned())],
        1..4,
    );
    prop::collection::btree_map(path.prop_map(|parts| parts.join("/")), 0..3_u8, 0..8).prop_map(|pages| {
        // No site has a page inside a page, or two whose addresses differ in case only; `plan` sees to it.
        let mut kept: BTreeMap<String, u8> = BTreeMap::new();
        for (path, version) in pages {
            let clash = |other: &String| {
                let (one, two) = (fold(&path) + "/", fold(other) + "/");
                one.starts_with(&two) || two.starts_with(&one)
            };
            if !kept.keys().any(clash) {
                kept.insert(path, version);
            }
        }
        kept
    })
}

fn text_of(path: &str, version: u8) -> String {
    format!("{path} {}", "x".repeat(usize::from(version)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_path_that_is_taken_never_leaves_its_folder(path in nasty_path()) {
        if check_output_path(&path).is_ok() {
            let parts: Vec<_> = Path::new(&path).components().collect();
            prop_assert!(parts.iter().all(|part| matches!(part, Component::Normal(_))), "{:?}", path);
            prop_assert_eq!(parts.len(), path.split('/').count());
            prop_assert!(!path.chars().any(|c| c.is_control() || c == '\\' || c == ':'), "{:?}", path);
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written(
        paths in prop::collection::btree_set("[a-z ]{0,3}[a-z]/[a-zд-я]{1,8}", 0..20),
        hash: u128, key: u128, size: u64, mtime: i64,
    ) {
        let entry = |path: &String| Entry { path: path.as_str().into(), hash, key, size, mtime, waiting: None };
        let files = paths.iter().filter(|path| check_output_path(path).is_ok()).map(entry).collect();
        let manifest = Manifest { state: State::Complete, version: "1.2.3".to_owned(), made_from: 3, files, doomed: Vec::new() };
        prop_assert_eq!(Manifest::parse(&manifest.to_bytes()), Ok(manifest));
    }

    #[test]
    fn no_bytes_at_all_are_a_manifest_that_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Manifest::parse(&bytes).is_err());
    }

    #[test]
    fn whatever_a_file_holds_its_message_is_harmless(
        source: String, message: String, path: String, start in 0..60_usize, length in 0..60_usize,
    ) {
        let diagnostic = Diagnostic::error("code", message)
            .in_file(&RelPath::new(path))
            .at(source, start..start + length)
            .hint("a hint");
        let text = terminal::render(&[diagnostic], false);
        let steers = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        prop_assert!(!text.chars().any(steers), "{:?}", text);
        prop_assert!(text.ends_with("1 error in 1 file\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_builds_the_output_holds_the_last_one_and_files_of_others(
        builds in prop::collection::vec((pages(), any::<bool>()), 1..8),
    ) {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let (root, output) = (folder.path().join("site"), folder.path().join("public"));
        fs::create_dir(&root).expect("the root");
        for (number, (pages, commit)) in builds.iter().enumerate() {
            let before = tree(&output);
            let publication = Publication::open(&root, &output, Publish::default()).expect("an output");
            for (path, version) in pages {
                let key = u128::from(*version);
                if !publication.keep(path, key) {
                    publication.put(path, key, text_of(path, *version).as_bytes()).expect("a page");
                }
            }
            if !commit {
                drop(publication);
                prop_assert_eq!(tree(&output), before, "build {} was not committed", number);
                continue;
            }
            let summary = publication.commit().expect("a site");
            let mut seen = tree(&output);
            let foreign = seen.remove("note.txt");
            prop_assert_eq!(foreign.is_some(), before.contains_key("note.txt"));
            let wanted = pages.iter().map(|(path, version)| (path.clone(), text_of(path, *version).into_bytes()));
            prop_assert_eq!(seen, wanted.collect::<BTreeMap<_, _>>(), "build {}", number);
            prop_assert_eq!(summary.new + summary.changed + summary.same, pages.len());
            fs::write(output.join("note.txt"), "a file of somebody else").expect("a note");
        }
    }
}

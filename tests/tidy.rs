//! The house rules that no compiler checks: layers, sizes, a paragraph at the head of each file.

use std::path::Path;

use crate::driver::tree;

/// The most lines of a file, its unit tests not counted.
const LONGEST: usize = 400;

/// Source files by path below the repository, with their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let found = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let rust =
        found.into_iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "rs"));
    let files: Vec<_> = rust
        .map(|(path, bytes)| (format!("{folder}/{path}"), String::from_utf8(bytes).expect("UTF-8")))
        .collect();
    assert!(!files.is_empty(), "no sources in {folder}");
    files
}

/// Those of the program and of its tests.
fn everything() -> impl Iterator<Item = (String, String)> {
    sources("src").into_iter().chain(sources("tests"))
}

/// What lies before the unit tests.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn the_pure_core_knows_nothing_of_the_world() {
    for folder in ["src/model", "src/stages", "src/text"] {
        for (path, text) in sources(folder) {
            for word in
                ["edge::", "std::fs", "std::env", "std::net", "std::process", "std::thread", "println!"]
            {
                let found = code_lines(&text).find(|line| line.contains(word) && !line.contains("env!("));
                assert!(found.is_none(), "{path} uses `{word}`: {found:?}");
            }
        }
    }
}

#[test]
fn values_know_no_stage_and_no_verb() {
    for folder in ["src/model", "src/text"] {
        for (path, text) in sources(folder) {
            for word in ["stages::", "verbs::", "cli::"] {
                let found = code_lines(&text).find(|line| line.contains(word));
                assert!(found.is_none(), "{path} uses `{word}`: {found:?}");
            }
        }
    }
}

#[test]
fn every_file_opens_with_what_it_is_about() {
    let opens = |text: &str| {
        let head = text.lines().next().unwrap_or_default();
        (head.starts_with("//! ") && head != "//! To be written.")
            || head.starts_with("#![doc = include_str!")
    };
    let silent: Vec<_> = everything().filter(|(_, text)| !opens(text)).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "no opening paragraph: {silent:#?}");
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let is_test = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/");
    let long: Vec<_> = everything()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (path, without_tests(&text).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "more than {LONGEST} lines: {long:#?}");
}

#[test]
fn no_function_is_excused_from_being_short() {
    let settings = include_str!("../clippy.toml");
    assert!(settings.contains("too-many-lines-threshold = 80"));
    for (path, text) in everything() {
        // Put together here, so that this file does not excuse itself.
        let excuse = ["too_many", "_lines"].concat();
        assert!(!text.contains(&excuse), "{path} lifts the limit");
    }
}

#[test]
fn no_name_says_nothing() {
    for (path, _) in everything() {
        for name in ["util", "helper", "manager", "common", "misc"] {
            assert!(!path.contains(name), "{path}: a name that says nothing");
        }
    }
}

#[test]
fn nothing_points_to_the_machine_that_it_was_written_on() {
    for (path, text) in everything() {
        for place in [["/ho", "me/"].concat(), ["/wo", "rk/"].concat(), ["/ro", "ot/"].concat()] {
            assert!(!text.contains(&place), "{path} names {place}");
        }
    }
}

#[test]
fn the_map_shows_what_is_there_and_every_invariant_names_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = include_str!("../src/ARCHITECTURE.md");
    let places: Vec<&str> = map.split('`').skip(1).step_by(2).filter(|place| is_place(place)).collect();
    assert!(places.len() > 20, "{places:?}");
    let lost: Vec<_> = places
        .into_iter()
        .filter(|place| {
            !["", "src", "src/stages", "src/stages/clean"]
                .iter()
                .any(|above| root.join(above).join(place).exists())
        })
        .collect();
    assert!(lost.is_empty(), "the map shows what is not there: {lost:?}");
    let (_, after) = map.split_once("## Invariants").expect("invariants");
    let invariants = after.split("\n## ").next().unwrap_or_default();
    let mut entries: Vec<String> = Vec::new();
    for line in invariants.lines() {
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            entries.push(line.to_owned());
        } else if let Some(last) = entries.last_mut() {
            last.push_str(line);
        }
    }
    assert!(entries.len() >= 9, "{entries:?}");
    for entry in entries {
        assert!(entry.split('`').skip(1).step_by(2).any(is_place), "no test is named: {entry}");
    }
}

/// A path of the repository, not one of a user's dossier.
fn is_place(text: &str) -> bool {
    let folders = [
        "src/",
        "tests/",
        "edge/",
        "stages/",
        "model/",
        "text/",
        "verbs/",
        "themes/",
        "annotate/",
        "format/",
    ];
    !text.contains(['…', ' '])
        && (Path::new(text).extension().is_some_and(|end| end == "rs")
            || folders.iter().any(|folder| text.starts_with(folder)))
}

/// The word in the quotes that a text begins with, if it can be a code.
fn leading_code(text: &str) -> Option<&str> {
    let word = text.trim_start().strip_prefix('"')?.split('"').next()?;
    let good =
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    good.then_some(word)
}

#[test]
fn every_code_is_explained_and_every_explanation_is_of_use() {
    let list = include_str!("../src/model/codes.md");
    let known: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let program: Vec<(String, String)> = sources("src")
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests.rs") && !path.contains("/tests/"))
        .map(|(path, text)| (path, without_tests(&text).to_owned()))
        .collect();
    let mut said = 0;
    for (path, text) in &program {
        for call in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
            for code in text.split(call).skip(1).filter_map(leading_code) {
                assert!(known.contains(&code), "{path}: put `{code}` into src/model/codes.md");
                said += 1;
            }
        }
    }
    assert!(said > 80, "only {said} codes are found in the source");
    for code in known {
        let quoted = format!("\"{code}\"");
        assert!(program.iter().any(|(_, text)| text.contains(&quoted)), "nothing says `{code}`: take it out");
    }
}

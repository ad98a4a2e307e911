//! Golden folders: `NAME.in/` is a dossier, `NAME.md` tells what is run there and what it says, `NAME.out/` is the
//! whole output. The README's blocks are such transcripts too.
//!
//! `SNAPSHOTS=overwrite cargo test golden` writes down what the program does now.

use std::{
    fs,
    path::{Path, PathBuf},
};

use snapbox::{Assert, Data, assert::Action};

use crate::driver::{Dossier, tree};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn assert() -> Assert {
    Assert::new().action_env("SNAPSHOTS")
}

/// Runs every `$ dossier …` in the `console` blocks of a document and gives the document with what was said.
fn play(document: &str, mut dossier: Dossier) -> (String, Dossier, usize) {
    let (mut played, mut runs, mut inside) = (Vec::new(), 0, false);
    for line in document.lines() {
        let fence = line.starts_with("```");
        if fence {
            inside = !inside && line == "```console";
        }
        if !inside || fence {
            played.push(line.to_owned());
        } else if let Some(arguments) = line.strip_prefix("$ dossier") {
            dossier = dossier.run(&words(arguments));
            runs += 1;
            let said = format!("{}{}", dossier.last.stdout, dossier.last.stderr);
            played.push(line.to_owned());
            played.extend(said.trim_end().lines().map(timeless));
        }
    }
    (played.join("\n") + "\n", dossier, runs)
}

/// The words of a command line; double quotes keep words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("one").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Times differ from run to run; `[..]` stands for any of them.
fn timeless(line: &str) -> String {
    match line.strip_suffix(" ms").and_then(|line| line.rsplit_once(' ')) {
        Some((before, number)) if number.parse::<u64>().is_ok() => format!("{before} [..] ms"),
        _ => line.to_owned(),
    }
}

fn play_file(path: &Path, dossier: Dossier) -> Dossier {
    let document = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (played, dossier, runs) = play(&document, dossier);
    assert!(runs > 0, "{} runs nothing", path.display());
    assert().eq(played, Data::read_from(path, None).raw());
    dossier
}

#[test]
fn every_golden_dossier_says_and_gives_what_is_written_down() {
    let folder = repository().join("tests/golden");
    let names: Vec<String> = fs::read_dir(&folder)
        .expect("golden folders")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".in").map(str::to_owned))
        .collect();
    assert!(!names.is_empty());
    for name in names {
        let dossier =
            play_file(&folder.join(format!("{name}.md")), Dossier::from(&format!("golden/{name}.in")));
        let (wanted, output) = (folder.join(format!("{name}.out")), dossier.output());
        // What is about messages alone has no such folder.
        if !wanted.exists() {
            continue;
        }
        for (path, bytes) in &output {
            assert().eq(
                Data::text(String::from_utf8_lossy(bytes)),
                Data::read_from(&wanted.join(path), None).raw(),
            );
        }
        for path in tree(&wanted).into_keys().filter(|path| !output.contains_key(path)) {
            assert!(assert().selected_action() == Action::Overwrite, "{name}: {path} is not made any more");
            fs::remove_file(wanted.join(&path)).expect("a stale file");
        }
    }
}

#[test]
fn what_the_readme_shows_is_what_happens() {
    play_file(&repository().join("README.md"), Dossier::empty());
}

//! Planted defects: each case of `checks/defects.txt` is a dossier with what `dossier check` must find in it, no more
//! and no less.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::driver::Dossier;

const FILE: &str = "tests/checks/defects.txt";

/// What no finding may end with.
const NO_HINT: &str = " (no hint)";

/// A case of the table.
struct Case<'a> {
    name: &'a str,
    files: Vec<(&'a str, &'a str)>,
    expected: Vec<&'a str>,
    /// The text without what is expected.
    text: String,
}

fn cases(table: &str) -> (&str, Vec<Case<'_>>) {
    let (head, _) = table.split_once("\n== ").expect("cases");
    (head, table.split("\n== ").skip(1).map(case).collect())
}

fn case(text: &str) -> Case<'_> {
    let (name, rest) = text.split_once('\n').expect("a name");
    let (files, expected) = rest.find("\n>> ").map_or((rest, ""), |at| (&rest[..=at], &rest[at + 1..]));
    let sections = files.strip_prefix("-- ").expect("a file").split("\n-- ");
    let files: Vec<_> = sections.map(|file| file.split_once('\n').expect("a text")).collect();
    let text = rest.split("\n>> ").next().unwrap_or_default().trim_end();
    Case {
        name,
        files,
        expected: expected.lines().filter_map(|line| line.strip_prefix(">> ")).collect(),
        text: format!("{name}\n{text}\n"),
    }
}

impl Case<'_> {
    fn found(&self) -> Vec<String> {
        let mut dossier = Dossier::empty().edit("dossier.yaml", "base_url: https://example.org/\n");
        for (path, text) in &self.files {
            let text = text.trim_end().to_owned() + "\n";
            dossier = match *path {
                "article" => dossier.edit("content/articles/a.md", &text),
                "page" => {
                    dossier.edit("templates/page.html", &bare(&text)).edit("content/pages/about.md", ABOUT)
                }
                "static/big.png" => dossier.edit(path, &"x".repeat(3000)),
                path => match path.split_once(' ') {
                    Some(("latin-1", path)) => {
                        let bytes = text.chars().map(|c| u8::try_from(c).expect("a character of Latin-1"));
                        dossier.write(path, &bytes.collect::<Vec<u8>>());
                        dossier
                    }
                    Some(("large", path)) => {
                        let line = text.lines().find(|line| line.starts_with('#')).expect("a line");
                        let long = format!("{line}\n").repeat(300_000 / line.len());
                        dossier.edit(path, &text.replace(&format!("{line}\n"), &long))
                    }
                    _ => dossier.edit(path, &text),
                },
            };
        }
        let dossier = dossier.run(&["check", "--json", "--quiet"]);
        assert!(dossier.last.code < Some(2), "{}: {}", self.name, dossier.last.stderr);
        dossier.last.stdout.lines().map(said).collect()
    }
}

const ABOUT: &str = "---\ntitle: About\n---\nText.\n";

/// A page of a bare theme.
fn bare(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>{{{{ page.title }}}}</title></head>\n<body><h1>x</h1>\n{body}</body></html>\n"
    )
}

/// `path:line:column code message`
fn said(line: &str) -> String {
    let found: serde_json::Value = serde_json::from_str(line).expect("JSON");
    let mut text = found["path"].as_str().unwrap_or("-").to_owned();
    if let (Some(line), Some(column)) = (found["line"].as_u64(), found["column"].as_u64()) {
        let _ = write!(text, ":{line}:{column}");
    }
    // What the parser of YAML says is its own.
    let hint = if found["hint"].is_string() || found["code"] == "yaml" { "" } else { NO_HINT };
    format!(
        "{text} {} {}{hint}",
        found["code"].as_str().expect("a code"),
        found["message"].as_str().expect("a message")
    )
}

/// Codes that no dossier on a disk can be planted for, or that need more than its files; each with the tests that show
/// it.
const SHOWN_ELSEWHERE: &[(&str, &str)] = &[
    ("src/edge/deploy/tests.rs", "output-changed"),
    (
        "src/edge/disk/tests.rs",
        "bad-name changed-meanwhile link-loop link-nowhere link-out no-file not-saved too-large unreadable",
    ),
    ("src/edge/publish/tests.rs", "output-busy"),
    ("src/stages/clean/tests.rs", "seed-too-large"),
    ("src/stages/curate/tests.rs", "no-review not-a-topic topic-settled"),
    ("src/stages/verify/files.rs", "redirect-circle"),
    ("tests/begin.rs", "is-there no-dossier"),
    (
        "tests/codes.rs",
        "bad-environment bad-manifest bad-record bad-theme-name deploy-busy deploy-files foreign-folder no-config no-correction no-name no-port no-program no-root not-fetched nothing-named output-in-the-way seed-same seed-twin seeds-unread",
    ),
    ("tests/deploy.rs", "empty-site no-target too-many-deletes which-target"),
    ("tests/deploy/git.rs", "deploy-race foreign-history"),
    ("tests/deploy/objects.rs", "deploy-failed foreign-file"),
    ("tests/golden/bad-files.md", "seed-not-text"),
    ("tests/golden/review.md", "no-article no-suggestion"),
    ("tests/ownership.rs", "article-deleted"),
    ("tests/publish.rs", "unsafe-output"),
    ("tests/review.rs", "bad-value not-edited"),
    ("tests/serve.rs", "content-gone"),
];

/// Codes that no test shows, each with the reason.
const SHOWN_NOWHERE: &[(&str, &str)] = &[
    ("ambiguous", "ids are hashes, and two that begin alike take luck to find"),
    ("bad-path", "every path is vetted before: this is the last wall"),
    ("entry-gone", "it takes a feed that was saved twice"),
    ("internal", "a defect of the program"),
    ("link-dead", "asks other sites"),
    ("link-moved", "asks other sites"),
    ("link-unsure", "asks other sites"),
    ("media-unread", "a file goes away between two moments of a build"),
    ("name-taken", "a file appears between two moments of a command"),
    ("no-man-page", "a defect of the program"),
    ("no-memo", "a folder that cannot be written, and these tests may run as root"),
    ("no-server", "the network of the machine breaks"),
    ("no-topic", "a topic goes away between two moments of a decision"),
    (
        "not-published",
        "the disk fails between two renames; which files are there then is shown at every operation",
    ),
    ("nothing-up", "the desk of a preview that never had a site"),
    ("output", "the disk is full; which files are there then is shown at every operation"),
    ("output-unfinished", "a build was killed between two renames"),
    ("page-twice", "a defect of the program"),
    ("template", "whatever else the template engine says"),
    ("two-topics", "two suggestions of one name in one decision"),
    ("xml-malformed", "a defect of the program"),
];

#[test]
fn every_code_is_planted_or_shown_elsewhere_or_excused() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    let table = read(FILE);
    let (_, cases) = cases(&table);
    let planted: BTreeSet<&str> =
        cases.iter().flat_map(|case| &case.expected).filter_map(|line| line.split(' ').nth(1)).collect();
    let elsewhere: BTreeMap<&str, &str> = SHOWN_ELSEWHERE
        .iter()
        .flat_map(|(file, codes)| codes.split_whitespace().map(move |code| (code, *file)))
        .collect();
    let excused: BTreeMap<&str, &str> = SHOWN_NOWHERE.iter().copied().collect();
    let list = read("src/model/codes.md");
    let all: BTreeSet<&str> = list.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let mut wrong = Vec::new();
    for code in &all {
        let ways = [planted.contains(code), elsewhere.contains_key(code), excused.contains_key(code)];
        match ways.iter().filter(|way| **way).count() {
            0 => wrong.push(format!("`{code}` is planted nowhere: plant it in {FILE}, or say what shows it")),
            1 => {}
            _ => wrong.push(format!("`{code}` is excused and need not be")),
        }
    }
    for (code, file) in &elsewhere {
        if !read(file).contains(code) {
            wrong.push(format!("{file} does not speak of `{code}`"));
        }
    }
    wrong.extend(
        elsewhere
            .keys()
            .chain(excused.keys())
            .filter(|code| !all.contains(*code))
            .map(|code| format!("there is no code `{code}`")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_planted_defect_is_found_at_its_place_and_nothing_else() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let table = std::fs::read_to_string(&path).expect(FILE);
    let (head, cases) = cases(&table);
    let found: Vec<Vec<String>> = {
        use rayon::prelude::*;
        cases.par_iter().map(Case::found).collect()
    };
    let silent: Vec<&String> = found.iter().flatten().filter(|line| line.ends_with(NO_HINT)).collect();
    assert!(silent.is_empty(), "{silent:#?}");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        let mut text = head.to_owned();
        for (case, found) in cases.iter().zip(&found) {
            let _ = write!(text, "\n== {}", case.text);
            for line in found {
                text.extend([">> ", line, "\n"]);
            }
        }
        std::fs::write(&path, text).expect(FILE);
        return;
    }
    let wrong: Vec<String> = cases
        .iter()
        .zip(&found)
        .filter(|(case, found)| case.expected != **found)
        .map(|(case, found)| format!("{}\n  expected {:#?}\n  found {found:#?}", case.name, case.expected))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let defects = cases.iter().filter(|case| !case.expected.is_empty()).count();
    assert!(defects >= 90 && cases.len() - defects >= 14, "{defects} defects of {} cases", cases.len());
}

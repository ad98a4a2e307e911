//! Planted defects: each case of `checks/defects.txt` is a dossier with what `dossier check` must find in it, no more
//! and no less.

use std::fmt::Write as _;

use crate::driver::Dossier;

const FILE: &str = "tests/checks/defects.txt";

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
                path => dossier.edit(path, &text),
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
    assert!(found["hint"].as_str().is_some() || found["code"] == "yaml", "no hint: {line}");
    format!(
        "{text} {} {}",
        found["code"].as_str().expect("a code"),
        found["message"].as_str().expect("a message")
    )
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

//! `dossier init [DIR]`: a small dossier to begin with. It asks nothing and overwrites nothing.

mod ci;

use std::{fmt::Write as _, path::Path};

use super::{Failure, Outcome, save_new};
use crate::{
    cli::Ci,
    edge::{disk, terminal},
    model::{
        config::Config,
        inputs::RelPath,
        keys::{CONFIG, keys},
    },
    yaml,
};

const ABOUT: &str = "\
---
title: About
---

Say here what this dossier follows, who keeps it, and how readers can reach you.
";

const EXAMPLE: &str = "\
Ferry service between Northport and Gull Island to resume in spring

Example / Dossier

The ferry between Northport and Gull Island will resume in April, said harbour master Ada Lindqvist.

\u{ab}We have repaired the pier and will begin with two crossings a day,\u{bb} she said at a meeting in Northport.

This text is an example and everything in it is invented. Delete it and put your own texts in its place: one file \
an article, as you saved it. A text is read once and its bytes are never changed.
";

/// `dossier.yaml` with every key, what it means and its default, commented out but for the title.
pub fn settings() -> String {
    let mut text = String::from(
        "# The settings of this dossier. Every key is optional; what is commented out is the default.\n\ntitle: My dossier\n",
    );
    let defaults = yaml::one_line_values(&Config::default());
    for key in keys(CONFIG, "Config").iter().filter(|key| key.name != "title") {
        let Some((_, value)) = defaults.iter().find(|(name, _)| name == key.name) else { continue };
        text.push('\n');
        for line in wrapped(&key.about, 100) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "# {}: {value}", key.name);
    }
    text
}

/// Lines of at most so many characters, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Makes the folder with its first files. Those that are there stay as they are.
pub fn init(dir: &Path, ci: Option<Ci>) -> Result<Outcome, Failure> {
    let root = disk::make_root(dir).map_err(|problem| vec![problem])?;
    let settings = settings();
    let workflow = ci.map(|ci| match ci {
        Ci::Github => ci::GITHUB,
        Ci::Gitlab => ci::GITLAB,
    });
    let mut files = vec![
        ("dossier.yaml", settings.as_str()),
        ("content/pages/about.md", ABOUT),
        ("seeds/example.txt", EXAMPLE),
        (".gitignore", "/public\n.dossier/\n"),
    ];
    files.extend(workflow.as_ref().map(|workflow| (workflow.path, workflow.text)));
    save_new(&root, files.iter().map(|(path, text)| (RelPath::new(*path), text.as_bytes().to_vec())))?;
    if let Some(workflow) = workflow {
        terminal::say(workflow.next);
    }
    terminal::say("put texts into seeds/, then run `dossier` there: the site will be in public/");
    Ok(Outcome::Well)
}

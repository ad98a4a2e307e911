//! `dossier init [DIR]`: a small dossier to begin with. It asks nothing and overwrites nothing.

mod ci;

use std::path::Path;

use super::{Failure, Outcome};
use crate::{
    cli::Ci,
    edge::{
        disk::{self, How, Save, Saved},
        terminal,
    },
    model::inputs::RelPath,
};

const CONFIG: &str = "\
# Every key is optional. What is commented out is the default.

title: My dossier
# description: One sentence about the subject, for the front page and the feed.
# base_url: https://example.org/     # where the site will be published
# language: en
# publisher: Who publishes it
# lead: an-article                   # what opens the front page, by file name or title; else the newest
# theme: broadsheet
# output: public
# publish_suggestions: true          # show what no person has confirmed, with its mark
# drafts: false
# seed_limit: 5242880                # bytes; larger seeds are not read
# per_page: 100                      # entries on one page of a list
# deploy:                            # where `dossier deploy` publishes; see `dossier help deploy`
#   www: {type: dir, path: /srv/www/dossier}
";

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

/// Makes the folder with its first files. Those that are there stay as they are.
pub fn init(dir: &Path, ci: Option<Ci>) -> Result<Outcome, Failure> {
    let root = disk::make_root(dir).map_err(|problem| vec![problem])?;
    let workflow = ci.map(|ci| match ci {
        Ci::Github => ci::GITHUB,
        Ci::Gitlab => ci::GITLAB,
    });
    let mut files = vec![
        ("dossier.yaml", CONFIG),
        ("content/pages/about.md", ABOUT),
        ("seeds/example.txt", EXAMPLE),
        (".gitignore", "/public\n.dossier/\n"),
    ];
    files.extend(workflow.as_ref().map(|workflow| (workflow.path, workflow.text)));
    let files: Vec<Save> = files
        .iter()
        .map(|(path, text)| Save {
            path: RelPath::new(*path),
            bytes: text.as_bytes().to_vec(),
            how: How::New,
        })
        .collect();
    let saved = disk::save_all(&root, &files);
    for (Save { path, .. }, saved) in files.iter().zip(&saved) {
        match saved {
            Ok(Saved::Written) => terminal::say(&format!("made {path}")),
            Ok(Saved::Kept) => terminal::say(&format!("kept {path}, which was there")),
            Err(_) => {}
        }
    }
    let problems: Failure = saved.into_iter().filter_map(Result::err).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    if let Some(workflow) = workflow {
        terminal::say(workflow.next);
    }
    terminal::say("put texts into seeds/, then run `dossier` there: the site will be in public/");
    Ok(Outcome::Well)
}

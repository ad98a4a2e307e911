//! The page that lists what can be taken away.

use std::{fmt::Write as _, sync::Arc};

use super::{FILES, FOLDER};
use crate::{
    memo::bytes_key,
    model::view::{Body, PageView, View},
    stages::plan::{Draft, print, refs::Refs},
};

/// What it is called.
pub(crate) const TITLE: &str = "section.data";

/// What is in each of [`FILES`].
const WORDS: [(&str, &str); 11] = [
    ("articles.bib", "all articles as references, for BibTeX and biblatex"),
    ("articles.csl.json", "the same for Zotero, Pandoc and citeproc"),
    ("articles.csv", "all articles as a table"),
    ("articles.ris", "all articles as references, for EndNote, Mendeley and Zotero"),
    ("dossier.jsonl", "everything as JSON, one object a line"),
    ("events.csv", "all events as a table"),
    ("planned.ics", "what is planned, for calendars"),
    ("quotes.csv", "all quotes as a table"),
    ("sources.csv", "all sources as a table"),
    ("timeline.json", "all events for TimelineJS"),
    ("topics.csv", "all topics as a table"),
];

pub(crate) fn page() -> Draft {
    let make = |refs: &Refs| {
        let mut text = String::from(
            "What this site knows can be taken away and used elsewhere. Texts that may not be shown are not part of it.\n\n",
        );
        for (name, _) in FILES {
            let words = WORDS.iter().find(|(known, _)| *known == name).map_or("", |(_, words)| words);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "- [{name}]({}): {words}", refs.href(&format!("{FOLDER}{name}")));
        }
        let _ = writeln!(text, "- [The whole dossier on one page]({}), to be printed", refs.href(print::URL));
        let _ = writeln!(
            text,
            "- The newest articles as a feed: [Atom]({}), [RSS]({}), [JSON Feed]({})",
            refs.href("atom.xml"),
            refs.href("rss.xml"),
            refs.href("feed.json")
        );
        let file: Arc<[u8]> = Arc::from(text.into_bytes());
        let body = Body { key: bytes_key(&file), file, ..Body::default() };
        (refs.meta("page", FOLDER, refs.say(TITLE)), View::Page(PageView { body, ..PageView::default() }))
    };
    Draft {
        url: FOLDER.to_owned(), owner: "the page “Data”".to_owned(), path: None, make: Box::new(make)
    }
}

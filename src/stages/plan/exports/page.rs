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

/// The last lines of the list: the page to be printed, and the feeds.
const PRINTED: &str = "data.printed";
const FEEDS: &str = "data.feeds";

pub(crate) fn page() -> Draft {
    let make = |refs: &Refs| {
        let mut text = format!("{}\n\n", refs.say("data.lede"));
        let mut item = |key: &str, links: &[(&str, &str)]| {
            let links: Vec<String> =
                links.iter().map(|(label, to)| format!("[{label}]({})", refs.href(to))).collect();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "- {}", refs.strings.fill(key, &[("link", &links.join(", "))]));
        };
        for (name, ..) in FILES {
            item(&text_of(name), &[(name, &format!("{FOLDER}{name}"))]);
        }
        item(PRINTED, &[(refs.say(print::TITLE), print::URL)]);
        item(FEEDS, &[("Atom", "atom.xml"), ("RSS", "rss.xml"), ("JSON Feed", "feed.json")]);
        let file: Arc<[u8]> = Arc::from(text.into_bytes());
        let body = Body { key: bytes_key(&file), file, ..Body::default() };
        (refs.meta("page", FOLDER, refs.say(TITLE)), View::Page(PageView { body, ..PageView::default() }))
    };
    Draft {
        url: FOLDER.to_owned(), owner: "the page “Data”".to_owned(), path: None, make: Box::new(make)
    }
}

/// The key of the text about a file: `data.articles_csv`.
fn text_of(file: &str) -> String {
    format!("data.{}", file.replace('.', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::render::strings::Strings;

    #[test]
    fn every_file_has_a_text_about_it() {
        let strings = Strings::english();
        for key in FILES.map(|(name, ..)| text_of(name)).iter().map(String::as_str).chain([PRINTED, FEEDS]) {
            assert!(strings.find(key).is_some_and(|text| text.contains("{link}")), "{key}");
        }
    }
}

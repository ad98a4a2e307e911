//! The dossier on one page, to be printed or saved as PDF: articles, events, and the list of sources.

use std::sync::Arc;

use super::{Draft, exports, refs::Refs};
use crate::model::view::{PrintView, View};

/// Where the page stands.
pub(super) const URL: &str = "print/";

/// What it is called.
pub(super) const TITLE: &str = "section.print";

/// More articles and events make no page that anybody would print.
const MOST: usize = 500;

pub(super) fn page() -> Draft {
    let make = |refs: &Refs| {
        let view = PrintView {
            total: refs.articles.len(),
            articles: refs.articles.iter().take(MOST).map(Arc::clone).collect(),
            events: refs
                .events_once(refs.events())
                .into_iter()
                .take(MOST)
                .map(|place| refs.event_with_witnesses(place))
                .collect(),
            sources: (0..refs.articles.len().min(MOST))
                .map(|index| exports::cite(refs, index).chicago())
                .collect(),
        };
        (refs.meta("print", URL, refs.say(TITLE)), View::Print(view))
    };
    Draft {
        url: URL.to_owned(),
        owner: "the page to be printed".to_owned(),
        path: None,
        make: Box::new(make),
    }
}

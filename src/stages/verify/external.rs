//! What the answers of other sites mean for the links to them.

use super::output::External;
use crate::model::diagnostic::{Diagnostic, Severity};

/// The codes that only `--external` can find.
pub const ASKED: [&str; 3] = ["link-dead", "link-moved", "link-unsure"];

/// What another site answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The page is there.
    There,
    /// It has moved for good.
    Moved(String),
    /// It is gone, or its host is.
    Gone(String),
    /// It cannot be told: refused, too slow, out of order.
    Unsure(String),
}

/// A finding for each link that is not well, at its place.
pub fn judge(link: &External, answer: &Answer) -> Option<Diagnostic> {
    let url = &link.url;
    let copies = format!("https://web.archive.org/web/*/{url}");
    let (severity, code, message, hint) = match answer {
        Answer::There => return None,
        Answer::Moved(to) => (
            Severity::Note,
            "link-moved",
            format!("`{url}` has moved to `{to}`"),
            "link to where it is now".to_owned(),
        ),
        Answer::Gone(why) => (
            Severity::Warning,
            "link-dead",
            format!("`{url}` is gone: {why}"),
            format!("look for a copy at {copies} and give it: `archived: [{{url: …, date: …}}]`"),
        ),
        Answer::Unsure(why) => (
            Severity::Note,
            "link-unsure",
            format!("nobody knows whether `{url}` is there: {why}"),
            format!("look yourself, and keep a copy: {copies}"),
        ),
    };
    Some(Diagnostic { severity, code, message, hint: Some(hint), ..link.place.clone() })
}

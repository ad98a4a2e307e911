//! What is known of a seed that came from the web and does not stand in its bytes.

use serde::{Deserialize, Serialize};

/// The end of the name of the file beside a seed that says so: `seeds/talks.html.saved.yaml`.
pub const SAVED: &str = ".saved.yaml";

/// Where and when a seed was fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Saved {
    /// Its address, after all redirects.
    pub url: String,
    /// When it was fetched, in UTC (RFC 3339).
    pub retrieved: String,
    /// The header `Date` of the answer, as sent.
    pub date: String,
    /// The header `Last-Modified` of the answer, as sent.
    pub last_modified: String,
    /// The header `Content-Type` of the answer, as sent.
    pub content_type: String,
}

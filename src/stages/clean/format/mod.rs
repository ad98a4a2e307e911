//! Formats: each file turns bytes into drafts, one for each article in them. Everything after is common.

pub mod front_matter;
pub mod markdown;
pub mod plain;

use super::{charset, charset::NotText, draft::Draft, html, sources::Sources};
use crate::model::inputs::InputFile;

/// Why a seed cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its bytes are no text.
    NotText(NotText),
    /// No format goes by this extension.
    UnknownFormat(String),
}

impl From<NotText> for Refusal {
    fn from(why: NotText) -> Self {
        Self::NotText(why)
    }
}

/// What can be read, for messages.
pub const KNOWN: &str = "`.txt`, `.md` or `.html`";

/// The drafts in a seed, by the format that its name and its first bytes tell.
pub fn drafts(seed: &InputFile, sources: &Sources) -> Result<Vec<Draft>, Refusal> {
    match seed.path.extension().as_str() {
        "txt" | "text" | "" => Ok(vec![plain::read(&charset::decode(&seed.bytes, None)?)]),
        "html" | "htm" | "xhtml" => Ok(vec![html::read(&charset::decode(&seed.bytes, None)?, sources)]),
        "md" | "markdown" | "mdown" => {
            Ok(vec![markdown::read(&charset::decode(&seed.bytes, None)?, sources)])
        }
        other => Err(Refusal::UnknownFormat(other.to_owned())),
    }
}

//! Formats: each file turns bytes into drafts, one for each article in them. Everything after is common.

pub mod feed;
pub mod front_matter;
pub mod mail;
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
pub const KNOWN: &str = "`.txt`, `.md`, `.html`, `.mhtml`, `.eml`, `.rss` or `.atom`";

/// The drafts in a seed, by the format that its name and its first bytes tell.
pub fn drafts(seed: &InputFile, sources: &Sources) -> Result<Vec<Draft>, Refusal> {
    let bytes: &[u8] = &seed.bytes;
    let text = || charset::decode(bytes, declared_charset(bytes));
    let extension = seed.path.extension();
    Ok(match Format::of(&extension).ok_or(Refusal::UnknownFormat(extension))? {
        Format::Text => {
            let text = text()?;
            vec![if is_page(&text) { html::read(&text, sources) } else { plain::read(&text) }]
        }
        Format::Markdown => vec![markdown::read(&text()?, sources)],
        Format::Page => vec![html::read(&text()?, sources)],
        Format::Mail => vec![mail::read(bytes, sources)?],
        Format::Feed => feed::read(&text()?, sources),
        Format::Xml => {
            let text = text()?;
            if !feed::is_feed(&text) {
                return Err(Refusal::UnknownFormat("xml".to_owned()));
            }
            feed::read(&text, sources)
        }
    })
}

/// What a file's name says that it is.
enum Format {
    Text,
    Markdown,
    Page,
    Mail,
    Feed,
    /// A feed, or nothing that is read.
    Xml,
}

impl Format {
    fn of(extension: &str) -> Option<Self> {
        Some(match extension {
            "txt" | "text" | "" => Self::Text,
            "md" | "markdown" | "mdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Page,
            "eml" | "mhtml" | "mht" => Self::Mail,
            "rss" | "atom" => Self::Feed,
            "xml" => Self::Xml,
            _ => return None,
        })
    }
}

/// Whether files of this extension (in small letters) may be seeds.
pub fn is_known(extension: &str) -> bool {
    Format::of(extension).is_some()
}

/// A page that was saved under the name of a text.
fn is_page(text: &str) -> bool {
    let start: String =
        text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).chars().take(15).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// The charset that a page or an XML file names in its first bytes: `charset=…`, `encoding="…"`.
fn declared_charset(bytes: &[u8]) -> Option<&str> {
    let head = std::str::from_utf8(&bytes[..bytes.len().min(2048)])
        .or_else(|error| std::str::from_utf8(&bytes[..error.valid_up_to()]));
    let head = head.ok()?;
    let value = |key: &str| {
        let at = head.to_ascii_lowercase().find(key)? + key.len();
        let value = head[at..].trim_start_matches(['"', '\'', ' ']);
        value.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()
    };
    let xml = head.trim_start().starts_with("<?xml").then(|| value("encoding=")).flatten();
    let page = head.contains('<').then(|| value("charset=")).flatten();
    xml.or(page).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_xml_name_their_charset() {
        assert_eq!(declared_charset(b"<meta charset=\"windows-1251\">\xcf"), Some("windows-1251"));
        assert_eq!(declared_charset(b"<META content='text/html; charset=Shift_JIS'>"), Some("Shift_JIS"));
        assert_eq!(declared_charset(b"<?xml version='1.0' encoding='koi8-r'?>"), Some("koi8-r"));
        assert_eq!(declared_charset(b"The charset=x of a text"), None);
    }
}

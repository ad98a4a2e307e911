//! Pictures and documents that texts show: `![Ferry](media/ferry.jpg)`, `[the report](media/report.pdf)`, and
//! `image:` in front matter.

use std::{collections::BTreeMap, ops::Range};

use super::wiki::beside;
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::RelPath,
        media::{Media, MediaKind},
        view::Body,
    },
    yaml::{self, places::places},
};

/// Everything that can be shown, by its path.
pub(crate) struct Library<'a> {
    media: &'a [Media],
    by_path: BTreeMap<&'a str, u32>,
}

impl<'a> Library<'a> {
    pub(crate) fn of(media: &'a [Media]) -> Self {
        let by_path = (0u32..).zip(media).map(|(index, file)| (file.path.as_str(), index)).collect();
        Self { media, by_path }
    }

    /// What a text means by an address: a path as seen from its file, or one in `content/`.
    pub(super) fn find(&self, from: &RelPath, address: &str) -> Option<u32> {
        let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
        let inside = decoded.trim_start_matches('/');
        let root = RelPath::new("content/x");
        let media = RelPath::new("content/media/x");
        let candidates = [
            if decoded.starts_with('/') { None } else { beside(from, &decoded) },
            beside(&root, inside),
            beside(&media, inside),
        ];
        candidates.into_iter().flatten().find_map(|path| self.by_path.get(path.as_str()).copied())
    }

    /// The picture that a text means, or what to say about it.
    pub(crate) fn picture(&self, from: &RelPath, address: &str) -> Result<u32, Diagnostic> {
        let Some(index) = self.find(from, address) else {
            let problem = Diagnostic::error("unknown-picture", format!("there is no picture `{address}`"));
            let known = self.by_path.keys().map(|path| path.trim_start_matches("content/"));
            return Err(match did_you_mean(address.trim_start_matches('/'), known) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint("put it into content/media/ and write `media/` and its name"),
            });
        };
        match &self.media[index as usize].kind {
            MediaKind::Picture(_) => Ok(index),
            MediaKind::Document(_) => {
                Err(Diagnostic::error("no-picture", format!("`{address}` is a document, not a picture"))
                    .hint("link it: `[its title](media/…)`"))
            }
            MediaKind::Refused { why, hint } => {
                Err(Diagnostic::error("picture-refused", format!("`{address}` is not shown: {why}"))
                    .hint(hint.as_str()))
            }
        }
    }

    /// The document that a text links to.
    pub(super) fn document(&self, from: &RelPath, address: &str) -> Result<u32, Diagnostic> {
        let path = address.split('#').next().unwrap_or_default();
        match self.find(from, path).map(|index| (index, &self.media[index as usize].kind)) {
            Some((index, MediaKind::Document(_))) => Ok(index),
            Some((_, MediaKind::Refused { why, hint })) => {
                Err(Diagnostic::error("document-refused", format!("`{address}` is not published: {why}"))
                    .hint(hint.as_str()))
            }
            _ => Err(Diagnostic::error("unknown-document", format!("there is no document `{address}`"))
                .hint("put it into content/media/ and write `media/` and its name")),
        }
    }

    /// The picture that front matter names below these keys; `None` with what there is to say when it is not there.
    /// An address that is none of the dossier's is the record of where a seed had its picture.
    pub(super) fn in_matter(
        &self,
        (path, body): (&RelPath, &Body),
        (keys, address): (&[&str], &str),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<u32> {
        if address.is_empty() {
            return None;
        }
        if let (false, found) = (is_ours(address), self.find(path, address)) {
            return found.filter(|index| matches!(self.media[*index as usize].kind, MediaKind::Picture(_)));
        }
        let problem = match self.picture(path, address) {
            Ok(index) => return Some(index),
            Err(problem) => problem.in_file(path),
        };
        let text = String::from_utf8_lossy(&body.file).into_owned();
        let span = place(&text, keys);
        diagnostics.push(problem.at(text, span));
        None
    }
}

/// Whether an address can mean nothing but a file in `content/media/`.
fn is_ours(address: &str) -> bool {
    address.starts_with("media/") || address.starts_with("/media/")
}

/// Where the value below these keys of the front matter stands.
fn place(text: &str, keys: &[&str]) -> Range<usize> {
    let Ok(split) = yaml::split(text) else { return 0..0 };
    let start = split.yaml.start;
    let Some(root) = places(&text[split.yaml]) else { return start..start };
    let mut node = &root;
    for key in keys {
        match node.entry(key) {
            Some((_, value)) => node = value,
            None => return start..start,
        }
    }
    start + node.span.start..start + node.span.end
}

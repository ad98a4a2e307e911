//! What the program has to say about a file: where, what is wrong, what to do.
//!
//! Diagnostics are data. Stages return them beside their result, so that one run reports everything at once;
//! only `edge/terminal.rs` turns them into text, and only there are control characters of foreign text removed.

use std::{ops::Range, sync::Arc};

use super::inputs::RelPath;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something that the person may want to know; never changes the exit code.
    Note,
    /// Something that is probably wrong; changes the exit code only with `--strict`.
    Warning,
    /// A file was left out, or the site was not published. Exit code 1.
    Error,
}

/// The text that a diagnostic points into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The whole file.
    pub source: Arc<str>,
    /// The bytes of `source` that are meant; on character boundaries.
    pub span: Range<usize>,
}

/// One message about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name for this kind of message, in kebab case.
    pub code: &'static str,
    /// The file, relative to the dossier's root; `None` when it is about no file.
    pub path: Option<RelPath>,
    /// The place in the file.
    pub frame: Option<Frame>,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error about no place in particular; the other parts are added with the methods below.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { severity: Severity::Error, code, path: None, frame: None, message, hint: None }
    }

    /// The same for a warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// The same for a note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, message) }
    }

    /// Says in which file.
    #[must_use]
    pub fn in_file(mut self, path: &RelPath) -> Self {
        self.path = Some(path.clone());
        self
    }

    /// Says where in the file. A span outside `source` is moved to its nearest character.
    #[must_use]
    pub fn at(mut self, source: impl Into<Arc<str>>, span: Range<usize>) -> Self {
        let source = source.into();
        let clamp = |offset: usize| {
            let mut offset = offset.min(source.len());
            while !source.is_char_boundary(offset) {
                offset -= 1;
            }
            offset
        };
        let (start, end) = (clamp(span.start), clamp(span.end));
        self.frame = Some(Frame { span: start..end.max(start), source });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Line and column, counted from 1, the column in characters.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let frame = self.frame.as_ref()?;
        let before = &frame.source[..frame.span.start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Some((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
    }
}

/// The candidate that was probably meant, if one is near enough to be named.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_spans_stay_inside() {
        let place = Diagnostic::error("x", "m").at("ab\nдом\n", 5..99);
        assert_eq!(place.line_and_column(), Some((2, 2)));
        assert_eq!(Diagnostic::error("x", "m").at("д", 1..1).line_and_column(), Some((1, 1)));
    }

    #[test]
    fn only_near_words_are_meant() {
        let keys = ["title", "topics", "date"];
        assert_eq!(did_you_mean("topcis", keys), Some("topics"));
        assert_eq!(did_you_mean("colour", keys), None);
    }
}

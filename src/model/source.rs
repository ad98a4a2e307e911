//! A source: the outlet, agency or ministry that an article came from.

use serde::{Deserialize, Serialize};

use super::{article::Publish, grade::Grade};

/// The front matter of `content/sources/*.md`, key by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourceMatter {
    /// The name that the dossier uses.
    pub name: String,
    /// Other names, credits and abbreviations.
    pub aliases: Vec<String>,
    /// Host names of its site, without `www.`.
    pub domains: Vec<String>,
    /// `agency`, `newspaper`, `ministry`, `broadcaster`, ….
    pub kind: String,
    /// Where it is based.
    pub country: String,
    /// Who owns or funds it.
    pub owner: String,
    /// BCP 47 tag of its usual language.
    pub language: String,
    /// Its site.
    pub url: String,
    /// Admiralty code, a person's judgement.
    pub grade: Grade,
    /// How much of its articles is shown, unless an article says otherwise.
    pub publish: Option<Publish>,
    /// The last part of the URL; the file's name serves when it is empty.
    pub slug: String,
    /// Not built unless drafts are asked for.
    pub draft: bool,
}

/// The front matter of `content/pages/*.md`, key by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageMatter {
    /// The title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The last part of the URL; the file's name serves when it is empty. `index.md` is the front page.
    pub slug: String,
    /// Place in the menu, smallest first; pages without it come last, by title.
    pub order: Option<i32>,
    /// The heading in the menu that it stands under. A site whose pages have sections shows them all beside each page.
    pub section: String,
    /// Not built unless drafts are asked for.
    pub draft: bool,
}

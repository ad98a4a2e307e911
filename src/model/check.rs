//! `check:` in `dossier.yaml`: what `dossier check` may pass over, and why, and how heavy a page may be.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::{codes, diagnostic::did_you_mean};

/// The settings of `dossier check`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// Messages that are known and shall not be said again.
    pub allow: Vec<Allow>,
    /// How many bytes a page may have with its style sheets, scripts and pictures, before compression.
    pub page_weight: usize,
    /// With `--external`: hosts of this machine and of private networks are not asked.
    pub refuse_private: bool,
}

impl Default for Check {
    fn default() -> Self {
        Self { allow: Vec::new(), page_weight: 1_000_000, refuse_private: false }
    }
}

/// Messages of one kind that are known, and why they are right.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The kind.
    #[serde(deserialize_with = "known_code")]
    pub code: String,
    /// In which files: a path below the root, `*` for any part of a name and `**` for any folders; everywhere when it
    /// is left out.
    #[serde(default)]
    pub path: String,
    /// Why.
    #[serde(deserialize_with = "some_words")]
    pub reason: String,
}

fn known_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let code = String::deserialize(deserializer)?;
    if codes::find(&code).is_some() {
        return Ok(code);
    }
    let near = did_you_mean(&code, codes::all().iter().map(|code| code.name));
    let hint = near
        .map_or_else(|| "`dossier explain` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Err(D::Error::custom(format!("there is no code `{code}`: {hint}")))
}

fn some_words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let words = String::deserialize(deserializer)?;
    if words.trim().is_empty() {
        return Err(D::Error::custom("a reason is needed, for those who read this later"));
    }
    Ok(words)
}

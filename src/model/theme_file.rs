//! `theme.yaml`: what a theme is called, what it builds on, and what a site may set in it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// The name of the file in a theme's folder.
pub const THEME_FILE: &str = "theme.yaml";

/// `theme.yaml`, key by key. Every key is optional, and so is the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThemeFile {
    /// What it is called; that of its folder serves when it is empty.
    pub name: String,
    /// One sentence, for `dossier theme list`.
    pub description: String,
    /// The theme whose files stand where this one has none of its own.
    pub extends: String,
    /// What a site may set under `theme_options`, by name.
    pub options: BTreeMap<String, ThemeOption>,
}

/// Something that a site may set. Templates see it as `site.options.NAME`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeOption {
    /// What values it may have.
    #[serde(rename = "type")]
    pub kind: OptionKind,
    /// The value when a site sets none.
    pub default: OptionValue,
    /// The values of a choice.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What it does.
    #[serde(default)]
    pub help: String,
}

/// What values an option may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptionKind {
    /// Any text.
    Text,
    /// `true` or `false`.
    Switch,
    /// A whole number.
    Number,
    /// One of its `choices`.
    Choice,
}

/// A value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// `true` or `false`.
    Switch(bool),
    /// A whole number.
    Number(i64),
    /// A text, or one of several choices.
    Text(String),
}

impl fmt::Display for OptionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}

impl ThemeOption {
    /// Why it cannot have this value; nothing when it can.
    pub fn refuses(&self, value: &OptionValue) -> Option<String> {
        match (self.kind, value) {
            (OptionKind::Text, OptionValue::Text(_))
            | (OptionKind::Switch, OptionValue::Switch(_))
            | (OptionKind::Number, OptionValue::Number(_)) => None,
            (OptionKind::Choice, OptionValue::Text(text)) if self.choices.contains(text) => None,
            (OptionKind::Text, _) => Some("a text".to_owned()),
            (OptionKind::Switch, _) => Some("`true` or `false`".to_owned()),
            (OptionKind::Number, _) => Some("a whole number".to_owned()),
            (OptionKind::Choice, _) => Some(format!("one of `{}`", self.choices.join("`, `"))),
        }
    }
}

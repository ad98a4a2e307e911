//! Files of interface words, `i18n/LANGUAGE.yaml`: nested mappings of texts and lists, read as dotted keys.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{super::theme::builtin, plurals::Category};
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::{InputFile, RelPath},
    },
    yaml,
};

/// The theme whose words stand behind those of all others.
const WORDS_OF: &str = "broadsheet";

/// What stands under a key.
#[derive(Deserialize)]
#[serde(untagged)]
enum Node {
    Text(String),
    List(Vec<String>),
    Below(BTreeMap<String, Node>),
}

/// Texts and lists by their dotted keys.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) lists: BTreeMap<String, Vec<String>>,
}

impl Layer {
    /// Takes over what it does not have yet. Forms are not mixed: a text for all numbers keeps another language's texts
    /// for some of them out, and names without short forms keep out those of another language.
    pub(super) fn put_behind(&mut self, mut other: Self) {
        other.texts.retain(|key, _| {
            !self.texts.contains_key(key)
                && !self.texts.contains_key(without_category(key))
                && !base(key).is_some_and(|base| self.texts.contains_key(base))
        });
        other.lists.retain(|key, _| {
            !self.lists.contains_key(key) && !base(key).is_some_and(|base| self.lists.contains_key(base))
        });
        self.texts.append(&mut other.texts);
        self.lists.append(&mut other.lists);
    }

    /// All keys, without plural categories.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> {
        let keys: std::collections::BTreeSet<String> = self
            .texts
            .keys()
            .map(|key| without_category(key))
            .chain(self.lists.keys().map(String::as_str))
            .map(ToOwned::to_owned)
            .collect();
        keys.into_iter()
    }

    fn add(&mut self, key: String, node: Node) {
        match node {
            Node::Text(text) => {
                self.texts.insert(key, text);
            }
            Node::List(list) => {
                self.lists.insert(key, list);
            }
            Node::Below(below) => {
                for (name, node) in below {
                    self.add(if key.is_empty() { name } else { format!("{key}.{name}") }, node);
                }
            }
        }
    }
}

/// The words that come with the program.
pub(super) fn built_in() -> Vec<InputFile> {
    let files = builtin(WORDS_OF).unwrap_or_default();
    files.into_iter().filter(|file| language(&file.path).is_some()).collect()
}

/// The language of a file of words: `de` for `i18n/de.yaml`, `themes/NAME/i18n/de.yaml`.
pub(super) fn language(path: &RelPath) -> Option<&str> {
    let path = path.as_str();
    let below =
        path.strip_prefix("themes/").and_then(|rest| rest.split_once('/')).map_or(path, |(_, rest)| rest);
    below.strip_prefix("i18n/")?.strip_suffix(".yaml")
}

/// What a file says.
pub(super) fn read(file: &InputFile) -> Result<Layer, Diagnostic> {
    let text = std::str::from_utf8(&file.bytes).map_err(|_| {
        Diagnostic::error("not-utf-8", "the file is not UTF-8").in_file(&file.path).hint("save it as UTF-8")
    })?;
    let nodes: BTreeMap<String, Node> = yaml::read_whole(text, &file.path)?;
    let mut layer = Layer::default();
    layer.add(String::new(), Node::Below(nodes));
    Ok(layer)
}

/// A key without the plural category at its end.
pub(super) fn without_category(key: &str) -> &str {
    match key.rsplit_once('.') {
        Some((stem, last)) if Category::ALL.iter().any(|category| category.word() == last) => stem,
        _ => key,
    }
}

/// `dates.months` for `dates.months_short`: what stands where a language has no form of its own.
pub(super) fn base(key: &str) -> Option<&str> {
    let of = |end: &str| key.strip_suffix(end).filter(|key| key.starts_with("dates."));
    of("_short").or_else(|| of("_bound"))
}

/// A key that the built-in words do not have, and that is nearly one of theirs.
pub(super) fn slip(key: &str, known: &Layer, file: &InputFile) -> Option<Diagnostic> {
    let names: Vec<String> = known.keys().collect();
    if names.iter().any(|name| name == key) {
        return None;
    }
    let near = did_you_mean(key, names.iter().map(String::as_str))?;
    let warning = Diagnostic::warning("unknown-word", format!("no page asks for `{key}`"));
    Some(warning.in_file(&file.path).hint(format!("did you mean `{near}`?")))
}

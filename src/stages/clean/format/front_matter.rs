//! Front matter of other tools: YAML between `---`, TOML between `+++`, or plain `Key: value` lines.
//!
//! Nothing here is an error: what cannot be understood is only not known.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::{date::Date, inputs::RelPath, reading::Read},
    stages::clean::{
        calendar,
        draft::{Draft, shown},
        sources::Sources,
    },
    yaml,
};

/// Keys in lower case with their values, a list for each.
pub type Fields = BTreeMap<String, Vec<String>>;

/// The fields at the head of a text and where the body begins, in bytes.
pub fn split(text: &str) -> (Fields, usize) {
    if text.trim_start_matches('\u{feff}').starts_with("+++") {
        return toml(text).unwrap_or_default();
    }
    let Ok(split) = yaml::split(text) else { return (Fields::new(), 0) };
    if split.yaml.is_empty() {
        return (Fields::new(), 0);
    }
    let block = &text[split.yaml];
    let whole: Arc<str> = block.into();
    let values = yaml::read::<BTreeMap<String, serde_yaml::Value>>(&whole, 0..block.len(), &RelPath::new(""));
    let fields = match values {
        Ok(values) => values.into_iter().map(|(key, value)| (key.to_lowercase(), words_of(&value))).collect(),
        Err(_) => lines(block, ':'),
    };
    (fields, split.body)
}

fn words_of(value: &serde_yaml::Value) -> Vec<String> {
    match value {
        serde_yaml::Value::String(text) => vec![text.clone()],
        serde_yaml::Value::Number(number) => vec![number.to_string()],
        serde_yaml::Value::Bool(truth) => vec![truth.to_string()],
        serde_yaml::Value::Sequence(list) => list.iter().flat_map(words_of).collect(),
        serde_yaml::Value::Mapping(map) => {
            let named = ["name", "title", "url", "src"].iter().find_map(|key| map.get(*key));
            named.map(words_of).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// TOML as site generators write it: `key = "value"`, lists on one line; tables are passed over.
fn toml(text: &str) -> Option<(Fields, usize)> {
    let start = text.find("+++")? + 3;
    let end = start + text[start..].find("\n+++")?;
    let rest = &text[end + 4..];
    let body = end + 4 + rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    Some((lines(&text[start..end], '='), body))
}

/// One `key SIGN value` a line; values may be quoted or a list in brackets, or a list of `- value` lines below.
fn lines(block: &str, sign: char) -> Fields {
    let mut fields = Fields::new();
    let mut last = String::new();
    for line in block.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if let (Some(item), false) = (line.trim_start().strip_prefix("- "), last.is_empty()) {
            fields.entry(last.clone()).or_default().push(unquoted(item));
            continue;
        }
        let Some((key, value)) = line.split_once(sign).filter(|_| !line.starts_with([' ', '\t', '['])) else {
            continue;
        };
        last = key.trim().to_lowercase();
        let value = value.trim();
        let bracketed = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let values: Vec<String> = match bracketed {
            Some(inside) => inside.split(',').map(unquoted).filter(|item| !item.is_empty()).collect(),
            None if value.is_empty() => Vec::new(),
            None => vec![unquoted(value)],
        };
        fields.insert(last.clone(), values);
    }
    fields
}

/// `[[Ann Lee]]`, as notebooks write names that lead to a note: without the brackets.
fn unlinked(name: &str) -> &str {
    let name = name.trim();
    let inner = name.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")).unwrap_or(name);
    inner.rsplit('|').next().unwrap_or(inner)
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(value).to_owned()
}

/// Takes what the fields say as the article's own metadata.
pub fn apply(draft: &mut Draft, fields: &Fields, sources: &Sources) {
    let first = |keys: &[&str]| {
        let values = keys.iter().filter_map(|key| fields.get(*key)?.first());
        values.map(|value| value.trim()).find(|value| !value.is_empty())
    };
    if let Some(title) = first(&["title", "headline"]) {
        draft.reading.title = Some(Read::fact(shown(title), "metadata", title));
    }
    let dates =
        ["date", "published", "pubdate", "publishdate", "published_at", "date_published", "created", "day"];
    if let Some((date, words)) = first(&dates).and_then(|words| Some((day(words)?, words))) {
        draft.reading.date = Some(Read::fact(date, "metadata", words));
    }
    for key in ["author", "authors", "byline", "by", "creator"] {
        let names = fields
            .get(key)
            .into_iter()
            .flatten()
            .map(|name| shown(unlinked(name)))
            .filter(|name| !name.is_empty());
        let new: Vec<String> = names.filter(|name| !draft.reading.authors.contains(name)).collect();
        draft.reading.authors.extend(new);
    }
    let address = first(&["url", "link", "canonical", "canonical_url", "original", "source_url", "source"]);
    if let Some(address) = address.filter(|address| address.starts_with("http")) {
        draft.reading.url = Some(address.to_owned());
        if let Some(source) = sources.at_address(address) {
            draft.reading.source = Some(Read::fact(source.name.clone(), "address", address));
        }
    }
    let named = first(&["source", "publication", "publisher", "site", "outlet", "agency"]);
    if let Some(named) = named.filter(|named| !named.starts_with("http")) {
        let name = sources.named(named).map_or_else(|| shown(named), |source| source.name.clone());
        draft.reading.source = Some(Read::fact(name, "metadata", named));
    }
    if let Some(language) = first(&["language", "lang", "locale"]) {
        let tag = language.replace('_', "-");
        draft.reading.language = Some(Read::fact(tag, "metadata", language));
    }
}

/// A date as metadata gives it: EDTF, a time stamp, or words.
pub fn day(words: &str) -> Option<Date> {
    words.parse().ok().or_else(|| calendar::days_in(words).first().map(|(_, date)| *date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str, key: &str) -> Vec<String> {
        split(text).0.remove(key).unwrap_or_default()
    }

    #[test]
    fn yaml_toml_and_broken_yaml_are_read() {
        let yaml = "---\nTitle: A\nauthors:\n  - name: Ann Lee\n  - Bo Li\ntags: [x, y]\n---\nBody";
        assert_eq!(field(yaml, "title"), ["A"]);
        assert_eq!(field(yaml, "authors"), ["Ann Lee", "Bo Li"]);
        let toml = "+++\ntitle = \"A = B\"\ntags = [\"x\", \"y\"]\n[extra]\n+++\nBody";
        assert_eq!(
            (field(toml, "title"), field(toml, "tags")),
            (vec!["A = B".to_owned()], vec!["x".into(), "y".into()])
        );
        assert_eq!(&toml[split(toml).1..], "Body");
        let broken = "---\ntitle: Talks: a new round\ndate: 2017-11-24\n---\nBody";
        assert_eq!(
            (field(broken, "title"), field(broken, "date")),
            (vec!["Talks: a new round".to_owned()], vec!["2017-11-24".to_owned()])
        );
    }

    #[test]
    fn fields_become_metadata() {
        let mut draft = Draft::default();
        let text = "---\ntitle: A\ndate: 2017-11-24T10:00:00Z\nby: Ann Lee\nurl: https://www.bbc.co.uk/news/1\n---\n";
        apply(&mut draft, &split(text).0, &Sources::new(&[]));
        let reading = draft.reading;
        assert_eq!(reading.date.map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
        assert_eq!(reading.authors, ["Ann Lee"]);
        assert_eq!(reading.source.map(|source| source.value).as_deref(), Some("BBC"));
    }
}

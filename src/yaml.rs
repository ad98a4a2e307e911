//! YAML in and out: the only code that knows which library reads it.
//!
//! Reading goes through `serde_yaml`, which stops alias bombs and deep nesting. When it fails, the text is
//! parsed once more with `serde-saphyr`, only to learn the place. Writing is our own: `serde_yaml` leaves `no`
//! and `on` unquoted, and files that people edit should look as a person would have written them.

pub mod places;

use std::{fmt::Write as _, ops::Range};

use serde::{Serialize, de::DeserializeOwned};

use crate::model::{
    diagnostic::{Diagnostic, did_you_mean},
    inputs::RelPath,
};

/// A front matter block larger than this is refused.
pub const FRONT_MATTER_LIMIT: usize = 256 * 1024;

/// A file cut into front matter and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the fences; empty when there is none.
    pub yaml: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Finds the front matter: a first line `---`, and the next line that is `---` again. A byte-order mark before
/// it is passed over. `Err` is the place of an opening fence that nothing closes.
pub fn split(text: &str) -> Result<Split, Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let fence = |line: &str| line.trim_end() == "---";
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| fence(line)) else {
        return Ok(Split { yaml: start..start, body: start });
    };
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        if fence(line) {
            return Ok(Split { yaml: yaml_start..at, body: at + line.len() });
        }
        at += line.len();
    }
    Err(start..start + first.trim_end().len())
}

/// Reads the YAML in `range` of a file. An error names the place in the file.
pub fn read<T>(file: &str, range: Range<usize>, path: &RelPath) -> Result<T, Diagnostic>
where
    T: DeserializeOwned + Default,
{
    if range.len() > FRONT_MATTER_LIMIT {
        return Err(Diagnostic::error("front-matter-too-large", "the front matter is larger than 256 KB")
            .in_file(path)
            .at(file, range.start..range.start)
            .hint("close it with a line `---` before the text begins"));
    }
    parse(file, range, path)
}

/// Reads a file that is YAML as a whole. A review may be long: it lists what hundreds of articles name.
pub fn read_whole<T>(file: &str, path: &RelPath) -> Result<T, Diagnostic>
where
    T: DeserializeOwned + Default,
{
    parse(file, 0..file.len(), path)
}

fn parse<T>(file: &str, range: Range<usize>, path: &RelPath) -> Result<T, Diagnostic>
where
    T: DeserializeOwned + Default,
{
    let yaml = &file[range.clone()];
    if yaml.trim().is_empty() {
        return Ok(T::default());
    }
    serde_yaml::from_str(yaml).map_err(|error| {
        let place = place::<T>(yaml, &error);
        explain(&error).in_file(path).at(file, range.start + place.start..range.start + place.end)
    })
}

/// A value written on one line, such as a suggestion carries it.
pub fn value<T: DeserializeOwned>(line: &str) -> Option<T> {
    serde_yaml::from_str(line).ok()
}

/// A mapping with one key set to what a line of YAML says; `None` when the key cannot have that value.
pub fn with_key<T: Serialize + DeserializeOwned>(mapping: &T, key: &str, line: &str) -> Option<T> {
    let alone: T = serde_yaml::from_str(&format!("{key}: {line}\n")).ok()?;
    let value = serde_yaml::to_value(&alone).ok()?.get(key)?.clone();
    let mut all = serde_yaml::to_value(mapping).ok()?;
    all.as_mapping_mut()?.insert(key.into(), value);
    serde_yaml::from_value(all).ok()
}

/// Whether a mapping says nothing under a key: it is missing, null or empty.
pub fn is_unset<T: Serialize>(mapping: &T, key: &str) -> bool {
    let all = serde_yaml::to_value(mapping).unwrap_or_default();
    match all.get(key) {
        None | Some(serde_yaml::Value::Null) => true,
        Some(serde_yaml::Value::String(text)) => text.is_empty(),
        Some(serde_yaml::Value::Sequence(items)) => items.is_empty(),
        Some(_) => false,
    }
}

/// The keys of a mapping, each with its value on one line; keys that hold nothing are there, too.
pub fn one_line_values<T: Serialize>(mapping: &T) -> Vec<(String, String)> {
    let all = serde_yaml::to_value(mapping).unwrap_or_default();
    let entries = all.as_mapping().into_iter().flatten();
    entries
        .map(|(key, value)| {
            let value = match value {
                serde_yaml::Value::String(text) => scalar(text),
                serde_yaml::Value::Null => String::new(),
                // JSON is YAML, on one line.
                other => serde_json::to_string(other).unwrap_or_default(),
            };
            (key.as_str().unwrap_or_default().to_owned(), value)
        })
        .collect()
}

/// Where in `yaml` the error is: from the second parser if it also fails, else from the first.
fn place<T: DeserializeOwned>(yaml: &str, error: &serde_yaml::Error) -> Range<usize> {
    let byte = |char_offset: usize| yaml.char_indices().nth(char_offset).map_or(yaml.len(), |(at, _)| at);
    let second = serde_saphyr::from_str::<T>(yaml).err().and_then(|error| error.without_snippet().location());
    match (second, error.location()) {
        (Some(location), _) => {
            let span = location.span();
            let start = usize::try_from(span.offset()).unwrap_or(0);
            let length = usize::try_from(span.len()).unwrap_or(0).max(1);
            byte(start)..byte(start + length)
        }
        (None, Some(location)) => location.index()..location.index() + 1,
        (None, None) => 0..0,
    }
}

fn explain(error: &serde_yaml::Error) -> Diagnostic {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    for (words, code, what) in
        [("unknown field `", "unknown-key", "key"), ("unknown variant `", "unknown-value", "value")]
    {
        let Some((_, rest)) = message.split_once(words) else { continue };
        let (found, rest) = rest.split_once('`').unwrap_or((rest, ""));
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        let hint = match did_you_mean(found, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known {what}s: {}", known.join(", ")),
        };
        return Diagnostic::error(code, format!("unknown {what} `{found}`")).hint(hint);
    }
    if message.contains("mapping values are not allowed") {
        return Diagnostic::error("yaml", "a second colon makes this line ambiguous")
            .hint("put the value into quotes: title: \"Talks: a new round\"");
    }
    if let Some((_, key)) = message.split_once("duplicate ") {
        return Diagnostic::error("duplicate-key", format!("duplicate {}", key.replace("field", "key")))
            .hint("keep one of the two");
    }
    if message.contains("cannot start any token") {
        return Diagnostic::error("yaml", "this character cannot stand here")
            .hint("indent with spaces, not tabs, and put values that begin with @ ` % into quotes");
    }
    Diagnostic::error("yaml", message)
}

/// A value that can stand behind `key: ` or `- `: plain when YAML reads it back as the same text, else in
/// double quotes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let looks_typed =
        text.parse::<f64>().is_ok() || text.bytes().all(|b| b.is_ascii_digit() || b"_-:.+xob".contains(&b));
    (first.is_alphanumeric() || first == '(' || first == '/')
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(|c: char| {
            c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{85}')
        })
        && !looks_typed
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

/// The same for a place inside `[…]` or `{…}`, where commas and brackets need quotes too.
pub fn flow_scalar(text: &str) -> String {
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}', ':']) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `[a, b]`
pub fn flow_list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<String> = items.iter().map(|item| flow_scalar(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::article::FrontMatter;

    fn front_matter(yaml: &str) -> Result<FrontMatter, Diagnostic> {
        read(yaml, 0..yaml.len(), &RelPath::new("content/articles/a.md"))
    }

    #[test]
    fn front_matter_is_found_or_not() {
        assert_eq!(split("---\na: b\n---\ntext"), Ok(Split { yaml: 4..9, body: 13 }));
        assert_eq!(split("\u{feff}---\r\na: b\r\n---\r\ntext").map(|s| s.body), Ok(19));
        assert_eq!(split("text\n---\n"), Ok(Split { yaml: 0..0, body: 0 }));
        assert_eq!(split("---\n---\n"), Ok(Split { yaml: 4..4, body: 8 }));
        assert_eq!(split("---\na: b\n"), Err(0..3));
    }

    #[test]
    fn errors_say_where_and_what_to_do() {
        for (yaml, line, column, message, hint) in [
            ("title: x\ntopcis: [a]\n", 2, 1, "unknown key `topcis`", "`topics`"),
            ("publish: exerpt\n", 1, 10, "unknown value `exerpt`", "did you mean `excerpt`?"),
            ("title: Talks: round two\n", 1, 13, "second colon", "quotes"),
            ("title: a\ntitle: b\n", 2, 1, "duplicate key `title`", "keep one"),
            ("\ttitle: x\n", 1, 1, "cannot stand here", "tabs"),
            ("date: 03/02/2024\n", 1, 7, "`03/02/2024` is not a date", ""),
            ("date: 2024-02-30\n", 1, 7, "does not exist", ""),
            ("draft: maybe\n", 1, 8, "expected a boolean", ""),
        ] {
            let error = front_matter(yaml).expect_err(yaml);
            assert_eq!(error.line_and_column(), Some((line, column)), "{yaml}");
            assert!(error.message.contains(message), "{yaml}: {}", error.message);
            assert!(error.hint.unwrap_or_default().contains(hint), "{yaml}");
        }
    }

    #[test]
    fn an_alias_bomb_is_stopped() {
        let mut yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for n in 1..20 {
            let _ = writeln!(yaml, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 9].join(","));
        }
        assert!(serde_yaml::from_str::<serde_yaml::Value>(&yaml).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "\\PC*|[ -~\n\t:#]{0,12}|no|yes|1e3|0x1f|~|null|2017-11-24|\u{feff}a") {
            let block: std::collections::BTreeMap<String, String> =
                serde_yaml::from_str(&format!("k: {}\n", scalar(&text))).expect("block");
            prop_assert_eq!(&block["k"], &text);
            let flow: Vec<String> = serde_yaml::from_str(&flow_list(&[&text, &text])).expect("flow");
            prop_assert_eq!(&flow[1], &text);
        }
    }
}

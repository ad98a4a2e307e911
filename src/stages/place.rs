//! Where in a front matter something stands, so that a finding can point at it.

use crate::{
    model::{
        diagnostic::Diagnostic,
        inputs::{InputFile, RelPath},
    },
    yaml::{
        self,
        places::{Form, Node, places},
    },
};

/// A step into a front matter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    /// The value under a key.
    Key(&'a str),
    /// The item of a list that is this text.
    Item(&'a str),
    /// The item of a list that has this text under this key.
    With(&'a str, &'a str),
}

/// Points at what the steps lead to, as far as they lead; at the file's beginning when they lead nowhere.
pub(crate) fn in_matter(problem: Diagnostic, file: &InputFile, steps: &[Step<'_>]) -> Diagnostic {
    at_key(problem, (&file.path, &file.bytes), steps)
}

/// The same for a file that is held in parts.
pub(crate) fn at_key(
    problem: Diagnostic,
    (path, bytes): (&RelPath, &[u8]),
    steps: &[Step<'_>],
) -> Diagnostic {
    let problem = problem.in_file(path);
    let Ok(text) = std::str::from_utf8(bytes) else { return problem };
    let Ok(split) = yaml::split(text) else { return problem };
    let root = places(&text[split.yaml.clone()]);
    let mut at = 0..0;
    let mut node = root.as_ref();
    for step in steps {
        node = node.and_then(|node| next(node, *step));
        match node {
            Some(node) => at = node.span.clone(),
            None => break,
        }
    }
    problem.at(text, split.yaml.start + at.start..split.yaml.start + at.end)
}

fn next<'a>(node: &'a Node, step: Step<'_>) -> Option<&'a Node> {
    let items = match &node.form {
        Form::List { items, .. } => items.as_slice(),
        _ => &[],
    };
    match step {
        Step::Key(key) => node.entry(key).map(|(_, value)| value),
        Step::Item(text) => items.iter().find(|item| item.says(text)),
        Step::With(key, text) => {
            items.iter().find(|item| item.entry(key).is_some_and(|(_, value)| value.says(text)))
        }
    }
}

/// Points at the first place where a text stands below the front matter.
pub(crate) fn in_text(problem: Diagnostic, file: &InputFile, words: &str) -> Option<Diagnostic> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let body = yaml::split(text).ok()?.body;
    let at = body + text.get(body..)?.find(words)?;
    Some(problem.in_file(&file.path).at(text, at..at + words.len()))
}

/// Points at the first place where a text stands in a file.
pub(crate) fn anywhere(problem: Diagnostic, file: &InputFile, words: &str) -> Option<Diagnostic> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let at = text.find(words)?;
    Some(problem.in_file(&file.path).at(text, at..at + words.len()))
}

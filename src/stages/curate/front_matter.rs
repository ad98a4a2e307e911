//! Front matter edited as text: lines are put in, values that are written are replaced, and every other byte of
//! the file stays as its owner left it.
//!
//! Nothing here knows what the keys mean. Each function gives the whole new text, or `None` when the YAML is
//! written in a way that it does not understand. A result must be read again and compared with what was meant
//! (`super::decide` does); then a slip here can refuse an edit, but not spoil a file.

use std::ops::Range;

use crate::yaml::{
    self,
    places::{Form, Node, places},
};

/// A text with its front matter.
struct File<'a> {
    text: &'a str,
    yaml: Range<usize>,
    /// There are fences.
    fenced: bool,
    /// The keys and values, by the bytes of `yaml`.
    root: Option<Node>,
    eol: &'static str,
}

/// Something to be put into a list: a text, or a mapping of keys to texts, already written as YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A text, fit for a flow list.
    Text(String),
    /// A mapping: each key with its value as it is written in a block and in a flow.
    Map(Vec<(&'static str, String, String)>),
}

impl Item {
    fn in_flow(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, _, flow)| format!("{key}: {flow}")).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    fn in_block(&self, indent: &str, eol: &str) -> String {
        match self {
            Self::Text(text) => format!("{indent}- {text}{eol}"),
            Self::Map(entries) => {
                let mut lead = "- ";
                let line = |(key, block, _): &(&str, String, String)| {
                    let line = format!("{indent}{lead}{key}: {block}{eol}");
                    lead = "  ";
                    line
                };
                entries.iter().map(line).collect()
            }
        }
    }
}

/// How a list is begun where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `key: [a, b]`
    Flow,
    /// An item on each line, mappings in braces.
    Rows,
    /// An item on each line, mappings with a key on each line.
    Block,
}

/// Gives a key that says nothing a value, which must fit on one line.
pub fn set(text: &str, order: &[&str], key: &str, value: &str) -> Option<String> {
    let file = File::read(text)?;
    match file.root.as_ref().and_then(|root| root.entry(key)) {
        None => file.insert_entry(order, key, &format!("{key}: {value}{}", file.eol)),
        Some((_, old)) => file.fill(old, value),
    }
}

/// Puts an item behind the last one of a list, in the way that the list is written.
pub fn push(text: &str, order: &[&str], key: &str, item: &Item, style: Style) -> Option<String> {
    let file = File::read(text)?;
    let flow = item.in_flow();
    let rows = |style: Style, indent: &str| match style {
        Style::Block => item.in_block(indent, file.eol),
        _ => format!("{indent}- {flow}{}", file.eol),
    };
    let Some((name, list)) = file.root.as_ref().and_then(|root| root.entry(key)) else {
        let lines = match style {
            Style::Flow => format!("{key}: [{flow}]{}", file.eol),
            style => format!("{key}:{}{}", file.eol, rows(style, "  ")),
        };
        return file.insert_entry(order, key, &lines);
    };
    match &list.form {
        Form::Nothing if style == Style::Flow => file.fill(list, &format!("[{flow}]")),
        Form::Nothing => Some(file.insert(file.after(name), &rows(style, "  "))),
        Form::Scalar { text, block: false } if ["", "~", "null"].contains(&text.as_str()) => {
            file.fill(list, &format!("[{flow}]"))
        }
        Form::List { flow: true, items } => {
            let (at, gap) = items.last().map_or((list.span.start + 1, ""), |last| (last.span.end, ", "));
            Some(file.replace(at..at, &format!("{gap}{flow}")))
        }
        Form::List { flow: false, items } => {
            let indent = file.dash_indent(items.last()?)?;
            let style = match items.last()?.form {
                Form::Map { flow: true, .. } => Style::Rows,
                Form::Map { flow: false, .. } => Style::Block,
                _ => style,
            };
            Some(file.insert(file.after(list), &rows(style, indent)))
        }
        _ => None,
    }
}

/// Gives a key that says nothing a value, in a mapping that is an item of a list.
pub fn set_in_item(
    text: &str,
    list: &str,
    index: usize,
    key: &str,
    value: &(String, String),
) -> Option<String> {
    let file = File::read(text)?;
    let (_, list) = file.root.as_ref()?.entry(list)?;
    let Form::List { items, .. } = &list.form else { return None };
    let item = items.get(index)?;
    let Form::Map { flow, entries } = &item.form else { return None };
    let (block_value, flow_value) = value;
    let value = if *flow { flow_value } else { block_value };
    if let Some((_, old)) = item.entry(key) {
        return file.fill(old, value);
    }
    let (_, last) = entries.last()?;
    if *flow {
        return Some(file.replace(last.span.end..last.span.end, &format!(", {key}: {value}")));
    }
    let indent = " ".repeat(file.column(entries.first()?.0.span.start));
    Some(file.insert(file.after(last), &format!("{indent}{key}: {value}{}", file.eol)))
}

/// Writes another value in the place of one that is written, in a mapping under a key.
pub fn replace_in_map(text: &str, map: &str, key: &str, value: &str) -> Option<String> {
    let file = File::read(text)?;
    let (_, map) = file.root.as_ref()?.entry(map)?;
    let (_, old) = map.entry(key)?;
    matches!(old.form, Form::Scalar { block: false, .. }).then(|| file.replace(old.span.clone(), value))
}

/// Where in the file a key's value stands, for messages; the opening fence when there is none.
pub fn place(text: &str, key: &str) -> Range<usize> {
    let Some(file) = File::read(text) else { return 0..0 };
    let found = file.root.as_ref().and_then(|root| root.entry(key));
    found.map_or(0..3.min(text.len()), |(key, _)| {
        file.yaml.start + key.span.start..file.yaml.start + key.span.end
    })
}

impl<'a> File<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let split = yaml::split(text).ok()?;
        let root = places(&text[split.yaml.clone()]);
        if root.as_ref().is_some_and(|root| !matches!(root.form, Form::Map { flow: false, .. })) {
            return None;
        }
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        let eol = if first.ends_with("\r\n") { "\r\n" } else { "\n" };
        Some(Self { text, fenced: split.body > split.yaml.end, yaml: split.yaml, root, eol })
    }

    /// The text with other bytes in a range of the front matter.
    fn replace(&self, range: Range<usize>, with: &str) -> String {
        let (start, end) = (self.yaml.start + range.start, self.yaml.start + range.end);
        format!("{}{with}{}", &self.text[..start], &self.text[end..])
    }

    fn insert(&self, at: usize, lines: &str) -> String {
        if self.fenced {
            return self.replace(at..at, lines);
        }
        let (mark, body) = self.text.split_at(self.yaml.start);
        let gap = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { self.eol };
        format!("{mark}---{eol}{lines}---{eol}{gap}{body}", eol = self.eol)
    }

    fn source(&self) -> &str {
        &self.text[self.yaml.clone()]
    }

    /// A new key goes behind the nearest of those that come before it in `order`, else before the nearest of
    /// those that come after it.
    fn insert_entry(&self, order: &[&str], key: &str, lines: &str) -> Option<String> {
        let entries = match &self.root {
            Some(Node { form: Form::Map { entries, .. }, .. }) => entries.as_slice(),
            _ => return Some(self.insert(self.source().len(), lines)),
        };
        let rank = |name: &Node| order.iter().position(|known| name.says(known));
        let own = order.iter().position(|known| *known == key)?;
        let ranked = || entries.iter().filter_map(|entry| Some((rank(&entry.0)?, entry)));
        if let Some((_, (name, value))) =
            ranked().filter(|(rank, _)| *rank < own).max_by_key(|(rank, _)| *rank)
        {
            let last = if value.form == Form::Nothing { name } else { value };
            return Some(self.insert(self.after(last), lines));
        }
        let next = ranked().filter(|(rank, _)| *rank > own).min_by_key(|(rank, _)| *rank);
        let at = next.map_or(self.source().len(), |(_, (name, _))| self.before(name));
        Some(self.insert(at, lines))
    }

    /// Writes a value where there is none, or where the one that is there says nothing.
    fn fill(&self, old: &Node, value: &str) -> Option<String> {
        match &old.form {
            Form::Nothing => {
                let rest = &self.source()[old.span.end..];
                let colon =
                    old.span.end + rest.find(':').filter(|colon| rest[..*colon].trim().is_empty())? + 1;
                Some(self.replace(colon..colon, &format!(" {value}")))
            }
            Form::Scalar { text, block: false } if ["", "~", "null"].contains(&text.as_str()) => {
                Some(self.replace(old.span.clone(), value))
            }
            Form::List { flow: true, items } if items.is_empty() => {
                Some(self.replace(old.span.clone(), value))
            }
            _ => None,
        }
    }

    /// The line behind a value: behind the comment on its last line, and behind comments below it that are
    /// indented and so belong to it.
    fn after(&self, node: &Node) -> usize {
        let source = self.source();
        let mut at = line_end(source, node.span.end);
        if ends_in_block(node) {
            // The empty lines below a `|` are part of it.
            while at < source.len() && source[at..line_end(source, at)].trim().is_empty() {
                at = line_end(source, at);
            }
        }
        loop {
            let line = &source[at..line_end(source, at)];
            if !(line.starts_with([' ', '\t']) && line.trim_start().starts_with('#')) {
                return at;
            }
            at += line.len();
        }
    }

    /// The line of a key, with the comments right above it.
    fn before(&self, key: &Node) -> usize {
        let source = self.source();
        let mut at = source[..key.span.start].rfind('\n').map_or(0, |newline| newline + 1);
        loop {
            let above = source[..at.saturating_sub(1)].rfind('\n').map_or(0, |newline| newline + 1);
            if at == 0 || !source[above..at].trim_start().starts_with('#') {
                return at;
            }
            at = above;
        }
    }

    /// What stands before the dash of an item.
    fn dash_indent(&self, item: &Node) -> Option<&str> {
        let source = self.source();
        let dash = source[..item.span.start].rfind('-')?;
        let line = source[..dash].rfind('\n').map_or(0, |newline| newline + 1);
        let indent = &source[line..dash];
        indent.chars().all(|c| c == ' ').then_some(indent)
    }

    fn column(&self, at: usize) -> usize {
        let source = self.source();
        let line = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
        source[line..at].chars().count()
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

fn ends_in_block(node: &Node) -> bool {
    match &node.form {
        Form::Scalar { block, .. } => *block,
        Form::List { items, .. } => items.last().is_some_and(ends_in_block),
        Form::Map { entries, .. } => entries.last().is_some_and(|(_, value)| ends_in_block(value)),
        Form::Nothing | Form::Alias => false,
    }
}

#[cfg(test)]
mod tests;

//! Where the parts of a YAML text stand, so that a person's file can be edited as text.
//!
//! `serde_yaml` says what a text means, this says where: keys, values and items with the bytes that they take.
//! Nothing is decided on it alone; whoever edits reads the result again and compares what it means.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The bytes from its first character to its last. White space and comments around it are not part of it.
    pub span: Range<usize>,
    /// What it is.
    pub form: Form,
}

/// What a value looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing is written where a value could be.
    Nothing,
    /// A text, number, date, ….
    Scalar {
        /// What it says.
        text: String,
        /// Written below `|` or `>`.
        block: bool,
    },
    /// A list.
    List {
        /// In brackets.
        flow: bool,
        /// Its items.
        items: Vec<Node>,
    },
    /// A mapping.
    Map {
        /// In braces.
        flow: bool,
        /// Keys and values, in the order of the text.
        entries: Vec<(Node, Node)>,
    },
    /// `*name`
    Alias,
}

impl Node {
    /// The value under a key of a mapping, and the key.
    pub fn entry(&self, wanted: &str) -> Option<&(Node, Node)> {
        let Form::Map { entries, .. } = &self.form else { return None };
        entries.iter().find(|(key, _)| key.says(wanted))
    }

    /// Whether it is a scalar with this text.
    pub fn says(&self, wanted: &str) -> bool {
        matches!(&self.form, Form::Scalar { text, .. } if text == wanted)
    }
}

/// The outermost value of a text; `None` when it holds none, or is no YAML.
pub fn places(yaml: &str) -> Option<Node> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.ok()?;
        match event {
            Event::DocumentStart(..) if events.iter().any(is_node) => return None,
            event => events.push((event, span)),
        }
    }
    let mut events = events.into_iter().filter(is_node);
    node(events.next()?, &mut events, yaml)
}

type Placed<'a> = (Event<'a>, Span);

fn is_node((event, _): &Placed<'_>) -> bool {
    event.is_node() || matches!(event, Event::SequenceEnd | Event::MappingEnd)
}

fn node<'a>(
    (event, span): Placed<'a>,
    rest: &mut impl Iterator<Item = Placed<'a>>,
    yaml: &str,
) -> Option<Node> {
    let span = span.byte_range()?;
    match event {
        Event::Scalar(text, style, ..) => Some(scalar(span, text.into_owned(), style, yaml)),
        Event::Alias(_) => Some(Node { span, form: Form::Alias }),
        Event::SequenceStart(style, ..) => {
            let (mut items, flow) = (Vec::new(), style == StructureStyle::Flow);
            let end = loop {
                match rest.next()? {
                    (Event::SequenceEnd, end) => break end.byte_range()?,
                    item => items.push(node(item, rest, yaml)?),
                }
            };
            let last = items.last().map_or(span.end, |item: &Node| item.span.end);
            let span = span.start..if flow { end.end } else { last };
            Some(Node { span, form: Form::List { flow, items } })
        }
        Event::MappingStart(style, ..) => {
            let (mut entries, flow) = (Vec::new(), style == StructureStyle::Flow);
            let end = loop {
                match rest.next()? {
                    (Event::MappingEnd, end) => break end.byte_range()?,
                    key => {
                        let key = node(key, rest, yaml)?;
                        let value = node(rest.next()?, rest, yaml)?;
                        // The parser puts a missing value where the next token begins.
                        let value = match value.form {
                            Form::Nothing => Node { span: key.span.end..key.span.end, ..value },
                            _ => value,
                        };
                        entries.push((key, value));
                    }
                }
            };
            let last = entries.last().map_or(span.end, |(_, value): &(Node, Node)| value.span.end);
            let span = span.start..if flow { end.end } else { last };
            Some(Node { span, form: Form::Map { flow, entries } })
        }
        _ => None,
    }
}

fn scalar(span: Range<usize>, text: String, style: ScalarStyle, yaml: &str) -> Node {
    let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    let written = yaml.get(span.clone()).unwrap_or_default();
    let kept = written.trim_end().len();
    if kept == 0 && style == ScalarStyle::Plain {
        return Node { span: span.start..span.start, form: Form::Nothing };
    }
    Node { span: span.start..span.start + kept, form: Form::Scalar { text, block } }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of the value under a key.
    fn under<'a>(yaml: &'a str, key: &str) -> &'a str {
        let root = places(yaml).expect("yaml");
        let (_, value) = root.entry(key).expect(key);
        &yaml[value.span.clone()]
    }

    #[test]
    fn values_are_found_without_what_stands_around_them() {
        let yaml = "# head\ntitle: 'Ö b'  # note\nlist: [a, 'b, c' ]\nblock:\n  - x: 1\n    y: «2»\n  # end\n  - z\n\
                    long: |\n  one\n  two\n\nlast: \"q\"\n";
        for (key, value) in [
            ("title", "'Ö b'"),
            ("list", "[a, 'b, c' ]"),
            ("block", "- x: 1\n    y: «2»\n  # end\n  - z"),
            ("last", "\"q\""),
        ] {
            assert_eq!(under(yaml, key), value, "{key}");
        }
        assert!(under(yaml, "long").ends_with("two"), "{:?}", under(yaml, "long"));
    }

    #[test]
    fn a_missing_value_stands_behind_its_key() {
        let yaml = "quotes:   # none yet\n# more\ntitle: x\n";
        let root = places(yaml).expect("yaml");
        let (key, value) = root.entry("quotes").expect("quotes");
        assert_eq!((value.form.clone(), value.span.clone()), (Form::Nothing, key.span.end..key.span.end));
    }

    #[test]
    fn what_is_no_single_document_has_no_places() {
        for yaml in ["", "# only a comment\n", "a: [\n", "a: b\n---\nc: d\n"] {
            assert_eq!(places(yaml), None, "{yaml:?}");
        }
    }
}

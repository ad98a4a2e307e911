//! Components in hand-written pages: `{{<timeline topic="Kuril Islands"/>}}`, a paragraph of its own, in the syntax that
//! templates have.
//!
//! A page's text is no template: a person writes about templates too, and a slip must not be able to take the page
//! down. So nothing of it is given to the template engine but such calls, with arguments that are plain texts, numbers or
//! `true` and `false`; they are found here, when the page is read, and what they show becomes part of the page's view.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::plain::walk;

/// A call in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The component's name.
    pub name: String,
    /// Its arguments, each with its place in the Markdown.
    pub arguments: Vec<Argument>,
    /// The whole call, in bytes of the Markdown.
    pub span: Range<usize>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What it says.
    pub value: String,
    /// Where it stands in the Markdown.
    pub span: Range<usize>,
}

/// What is wrong with a call, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the Markdown.
    pub span: Range<usize>,
}

/// The calls of a text, in order.
pub fn calls(markdown: &str) -> Vec<Result<Call, Slip>> {
    if !markdown.contains(OPEN) {
        return Vec::new();
    }
    let paragraphs = walk(markdown).filter(|step| matches!(step.event, Event::Start(Tag::Paragraph)));
    paragraphs
        .filter_map(|step| {
            let text = markdown.get(step.source.clone())?.trim_end();
            let span = step.source.start..step.source.start + text.len();
            (text.starts_with(OPEN) && text.ends_with(CLOSE)).then(|| Reader { text, at: 0, span }.call())
        })
        .collect()
}

const OPEN: &str = "{{<";
const CLOSE: &str = ">}}";

struct Reader<'a> {
    text: &'a str,
    at: usize,
    span: Range<usize>,
}

impl<'a> Reader<'a> {
    fn call(mut self) -> Result<Call, Slip> {
        self.at = OPEN.len();
        self.blanks();
        let name = self.word();
        if name.is_empty() {
            return Err(self.slip("a component begins with its name: `{{<timeline/>}}`"));
        }
        let name = name.to_owned();
        let mut arguments = Vec::new();
        loop {
            self.blanks();
            if self.rest() == "/>}}" {
                return Ok(Call { name, arguments, span: self.span });
            }
            arguments.push(self.argument()?);
        }
    }

    fn argument(&mut self) -> Result<Argument, Slip> {
        let start = self.at;
        let name = self.word();
        if name.is_empty() {
            return Err(self
                .slip("here an argument should begin, such as `topic=\"Kuril Islands\"`, or `/>}}` stand"));
        }
        self.blanks();
        if !self.take('=') {
            return Err(self.slip(&format!("`{name}` needs a value: `{name}=\"…\"`")));
        }
        self.blanks();
        let value = self.value()?;
        let span = self.span.start + start..self.span.start + self.at;
        Ok(Argument { name: name.to_owned(), value, span })
    }

    /// `"text"`, `'text'`, a number, `true` or `false`. As in templates, there is no way to write a quotation mark inside
    /// its like.
    fn value(&mut self) -> Result<String, Slip> {
        for quote in ['"', '\'', '`'] {
            if self.take(quote) {
                let Some(length) = self.rest().find(quote) else {
                    return Err(self.slip("this text has no end"));
                };
                let value = self.rest()[..length].to_owned();
                self.at += length + 1;
                return Ok(value);
            }
        }
        let word = self.word();
        let plain = matches!(word, "true" | "false") || word.parse::<i64>().is_ok();
        if plain {
            Ok(word.to_owned())
        } else {
            Err(self.slip("a value is a text in quotes, a number, `true` or `false`"))
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn slip(&self, message: &str) -> Slip {
        let start = self.span.start + self.at;
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Slip { message: message.to_owned(), span: start..start + length }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_call_is_a_paragraph_of_its_own_with_plain_arguments() {
        let text = "Before.\n\n{{<timeline topic=\"Kuril Islands\"\n  limit=5 />}}\n\n`{{<code/>}}` and {{<inline/>}}\n\n\
                    ```\n{{<fenced/>}}\n```\n";
        let found = calls(text);
        assert_eq!(found.len(), 1, "{found:?}");
        let call = found[0].clone().expect("a call");
        assert_eq!(
            (call.name.as_str(), &text[call.span.clone()]),
            ("timeline", "{{<timeline topic=\"Kuril Islands\"\n  limit=5 />}}")
        );
        let arguments: Vec<_> = call
            .arguments
            .iter()
            .map(|argument| (argument.name.as_str(), argument.value.as_str(), &text[argument.span.clone()]))
            .collect();
        assert_eq!(
            arguments,
            [("topic", "Kuril Islands", "topic=\"Kuril Islands\""), ("limit", "5", "limit=5")]
        );
    }

    #[test]
    fn a_slip_has_its_place() {
        for (text, message, at) in [
            ("{{<x a=\"b/>}}", "no end", 8),
            ("{{<x a/>}}", "needs a value", 6),
            ("{{<x a={b}/>}}", "a value is", 7),
            ("{{<x >}}", "should begin", 5),
            ("{{</>}}", "begins with its name", 3),
        ] {
            let found = calls(text);
            let Some(Err(slip)) = found.first() else { panic!("{text}: {found:?}") };
            assert!(slip.message.contains(message), "{text}: {slip:?}");
            assert_eq!(slip.span.start, at, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\{\\{<|/>\\}\\}|[a-c=\"'\n é>]){0,16}") {
            for slip in calls(&text).into_iter().filter_map(Result::err) {
                prop_assert!(text.get(slip.span).is_some());
            }
        }
    }
}

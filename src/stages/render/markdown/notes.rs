//! Footnotes: numbered as readers meet them, gathered at the end of the text, with a way there and a way back.
//!
//! Ids are made of numbers and never of labels, so that no two labels can give one id.

use std::{collections::BTreeMap, fmt::Write as _, mem};

use pulldown_cmark::{CowStr, Event, TagEnd};
use pulldown_cmark_escape::escape_html;

use super::ID_PREFIX;
use crate::stages::plain::Step;
use crate::stages::render::strings::Strings;

/// The notes of one text.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    /// What is known of each label that has a note which is shown.
    known: BTreeMap<String, Known>,
    /// How many were referred to so far.
    numbered: usize,
    /// What surrounds the note that is being written, and its label.
    open: Vec<(String, Vec<Event<'a>>)>,
    /// Notes by their label, in the order of the text.
    texts: Vec<(String, Vec<Event<'a>>)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// From 1; 0 when nothing refers to it.
    number: usize,
    /// How many places lead to it.
    references: usize,
}

impl<'a> Notes<'a> {
    /// The notes of a text of which everything before `until` is shown.
    pub(super) fn of(steps: &[Step<'_>], until: usize) -> Self {
        let labels = steps.iter().filter_map(|step| match &step.event {
            Event::Start(pulldown_cmark::Tag::FootnoteDefinition(label)) if step.range.start < until => {
                Some((folded(label), Known::default()))
            }
            _ => None,
        });
        Self { known: labels.collect(), ..Self::default() }
    }

    /// The number of a note, leading there; nothing when the note is not shown. Inside a link it leads nowhere, as a
    /// link cannot hold another.
    pub(super) fn reference(&mut self, label: &str, inside_link: bool) -> Option<Event<'a>> {
        let known = self.known.get_mut(&folded(label))?;
        if known.number == 0 {
            self.numbered += 1;
            known.number = self.numbered;
        }
        let number = known.number;
        if inside_link {
            return Some(Event::InlineHtml(CowStr::from(format!("<sup class=\"note\">{number}</sup>"))));
        }
        known.references += 1;
        let id = reference_id(number, known.references);
        Some(Event::InlineHtml(CowStr::from(format!(
            "<sup class=\"note\"><a id=\"{id}\" href=\"#{}\" role=\"doc-noteref\">{number}</a></sup>",
            note_id(number)
        ))))
    }

    /// A note begins: what was written so far waits.
    pub(super) fn open(&mut self, label: &str, written: &mut Vec<Event<'a>>) {
        self.open.push((folded(label), mem::take(written)));
    }

    /// A note ends: what waited goes on.
    pub(super) fn close(&mut self, written: &mut Vec<Event<'a>>) {
        let Some((label, outside)) = self.open.pop() else { return };
        self.texts.push((label, mem::replace(written, outside)));
    }

    /// All notes as a list. Those that nothing refers to come last: no word of a text vanishes.
    pub(super) fn list(self, strings: &Strings, out: &mut Vec<Event<'a>>) {
        if self.texts.is_empty() {
            return;
        }
        let mut numbered = self.numbered;
        let mut taken = Vec::new();
        let mut notes: Vec<(Known, Vec<Event<'a>>)> = Vec::new();
        for (label, text) in self.texts {
            let known = self.known.get(&label).copied().unwrap_or_default();
            if known.number == 0 || taken.contains(&known.number) {
                numbered += 1;
                notes.push((Known { number: numbered, references: 0 }, text));
            } else {
                taken.push(known.number);
                notes.push((known, text));
            }
        }
        notes.sort_by_key(|(known, _)| known.number);
        let mut head = String::from("<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"");
        // Writing to a String cannot fail.
        let _ = escape_html(&mut head, strings.text("markdown.notes"));
        head.push_str("\">\n<ol>\n");
        out.push(Event::Html(CowStr::from(head)));
        for (known, text) in notes {
            item(known, text, strings, out);
        }
        out.push(Event::Html(CowStr::Borrowed("</ol>\n</section>\n")));
    }
}

fn item<'a>(known: Known, mut text: Vec<Event<'a>>, strings: &Strings, out: &mut Vec<Event<'a>>) {
    out.push(Event::Html(CowStr::from(format!("<li id=\"{}\">", note_id(known.number)))));
    // The ways back stand in the last paragraph, if the note ends with one.
    let end = text.pop_if(|last| matches!(last, Event::End(TagEnd::Paragraph)));
    out.append(&mut text);
    out.extend((1..=known.references).map(|reference| back(known.number, reference, strings)));
    out.extend(end);
    out.push(Event::Html(CowStr::Borrowed("</li>\n")));
}

fn back<'a>(number: usize, reference: usize, strings: &Strings) -> Event<'a> {
    let mut link =
        format!(" <a href=\"#{}\" role=\"doc-backlink\" aria-label=\"", reference_id(number, reference));
    // Writing to a String cannot fail.
    let _ = escape_html(&mut link, strings.text("markdown.back"));
    let _ = match reference {
        1 => write!(link, " ({number})"),
        _ => write!(link, " ({number}.{reference})"),
    };
    link.push_str("\">↩\u{fe0e}</a>");
    Event::InlineHtml(CowStr::from(link))
}

fn note_id(number: usize) -> String {
    format!("{ID_PREFIX}-note-{number}")
}

fn reference_id(number: usize, reference: usize) -> String {
    match reference {
        1 => format!("{ID_PREFIX}-ref-{number}"),
        _ => format!("{ID_PREFIX}-ref-{number}-{reference}"),
    }
}

/// Labels are the same in any case, for the parser too.
fn folded(label: &str) -> String {
    label.to_lowercase()
}

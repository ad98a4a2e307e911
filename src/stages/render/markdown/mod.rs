//! Markdown to HTML that can do no harm.
//!
//! The writer emits a closed set of tags: raw HTML has become text before it gets here, addresses are vetted one
//! by one, ids are ours. So there is nothing for a sanitiser to remove, and a test holds the output against one
//! (`ammonia`) that would.

mod figures;
mod notes;
mod punctuation;
#[cfg(test)]
mod tests;
mod writer;

use pulldown_cmark::{CowStr, Event, html};
use serde::Serialize;

use self::writer::Writer;
use super::strings::Strings;
use crate::{
    model::view::Body,
    stages::plain::{Step, walk},
};

/// Ids of headings and notes begin with this, so that none can clash with an id of the theme. Those of notes go on
/// with `-`, as no heading's does.
pub const ID_PREFIX: &str = "s-";

/// A body as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The text, safe to be put into a page.
    pub body: String,
    /// Its headings, in order.
    pub outline: Vec<Heading>,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 2 to 6: the page's title is 1.
    pub level: u8,
    /// The words, without markup.
    pub label: String,
    /// Where it stands: `#s-how-it-was-made`.
    pub href: String,
}

/// The text of a body as HTML, with its links. The few words that the writer adds are those of the site.
pub fn html(body: &Body, strings: &Strings) -> Html {
    html_with_parts(body, strings, &[])
}

/// The same with the HTML of the components in it, in their order.
pub fn html_with_parts(body: &Body, strings: &Strings, parts: &[String]) -> Html {
    let steps: Vec<Step<'_>> = walk(body.markdown()).collect();
    let until = body.until.map_or(usize::MAX, |until| until as usize);
    let mut writer = Writer::new(&steps, body, (strings, parts));
    let mut shown = Shown::Open;
    for (at, step) in steps.iter().enumerate() {
        match shown.next(step, until) {
            Part::Whole => writer.step(at, step),
            Part::Begun(text) => writer.text(&text, step),
            Part::Nothing => {}
        }
    }
    let (events, outline) = writer.finish();
    let mut out = String::with_capacity(body.markdown().len() * 5 / 4);
    html::push_html(&mut out, events.into_iter());
    Html { body: out, outline }
}

/// Whether the end of what may be shown has been passed.
#[derive(Clone, Copy)]
enum Shown {
    Open,
    /// It has: only tags that were open then are still closed. The number of those opened since.
    Over(u32),
}

/// What is shown of a step.
enum Part<'a> {
    Whole,
    Begun(CowStr<'a>),
    Nothing,
}

impl Shown {
    fn next<'a>(&mut self, step: &Step<'a>, until: usize) -> Part<'a> {
        let starts = matches!(step.event, Event::Start(_));
        match self {
            Self::Over(opened) => match step.event {
                Event::Start(_) => *opened += 1,
                Event::End(_) if *opened == 0 => return Part::Whole,
                Event::End(_) => *opened -= 1,
                _ => {}
            },
            Self::Open if step.range.end <= until && !(starts && step.range.start == until) => {
                return Part::Whole;
            }
            Self::Open => {
                *self = Self::Over(u32::from(starts));
                let before = until.saturating_sub(step.range.start);
                if let Event::Text(text) = &step.event
                    && let Some(text) = text.get(..before)
                {
                    return Part::Begun(CowStr::from(text.to_owned()));
                }
            }
        }
        Part::Nothing
    }
}

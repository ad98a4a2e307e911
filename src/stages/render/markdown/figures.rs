//! Pictures of the dossier in a text, and components whose HTML the theme has made.

use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::escape_html;

use super::writer::Writer;
use crate::{
    model::view::PictureView,
    stages::plain::{Step, by_name, text_of},
};

/// How wide a picture stands in a text: the column, or the whole window where that is narrower.
const SIZES: &str = "(min-width: 42rem) 40rem, 100vw";

impl Writer<'_> {
    /// A paragraph that is a component, or a picture and nothing else. Says whether it was one.
    pub(super) fn stands_alone(&mut self, at: usize) -> bool {
        let start = self.steps[at].source.start;
        if let Some((_, html)) = self.parts.next_if(|(part, _)| part.span.0 == start) {
            self.skip_to = end_of(self.steps, at, TagEnd::Paragraph) + 1;
            self.out.push(Event::Html(CowStr::from(format!("{}\n", html.trim()))));
            return true;
        }
        let Some((event, title)) = self.steps.get(at + 1).and_then(picture_with_title) else { return false };
        let end = end_of(self.steps, at + 1, TagEnd::Image);
        let alone =
            matches!(self.steps.get(end + 1).map(|step| &step.event), Some(Event::End(TagEnd::Paragraph)));
        if !alone || by_name(event).is_none() || title.is_empty() {
            return false;
        }
        let Some(link) = self.by_name.next_if(|link| link.picture.is_some()) else { return false };
        let mut html = String::from("<figure class=\"picture\">");
        if let Some(picture) = &link.picture {
            write_picture(&mut html, picture, &self.words_of(at + 2, end));
        }
        html.push_str("<figcaption>");
        // Writing to a String cannot fail.
        let _ = escape_html(&mut html, &title);
        html.push_str("</figcaption></figure>\n");
        self.out.push(Event::Html(CowStr::from(html)));
        self.skip_to = end + 2;
        true
    }

    /// A picture among words.
    pub(super) fn picture(&mut self, at: usize, picture: &PictureView) {
        let end = end_of(self.steps, at, TagEnd::Image);
        let mut html = String::new();
        write_picture(&mut html, picture, &self.words_of(at + 1, end));
        self.out.push(Event::InlineHtml(CowStr::from(html)));
        self.skip_to = end + 1;
    }

    fn words_of(&self, from: usize, to: usize) -> String {
        self.steps.get(from..to).unwrap_or_default().iter().map(|step| text_of(&step.event)).collect()
    }
}

fn picture_with_title<'s>(step: &'s Step<'_>) -> Option<(&'s Event<'s>, String)> {
    match &step.event {
        event @ Event::Start(Tag::Image { title, .. }) => Some((event, title.to_string())),
        _ => None,
    }
}

/// The step that ends what begins at a step. Paragraphs and pictures do not hold their like, but pictures may.
fn end_of(steps: &[Step<'_>], at: usize, tag: TagEnd) -> usize {
    let mut depth = 0usize;
    for (place, step) in steps.iter().enumerate().skip(at) {
        match &step.event {
            Event::Start(start) if start.to_end() == tag => depth += 1,
            Event::End(end) if *end == tag => {
                depth -= 1;
                if depth == 0 {
                    return place;
                }
            }
            _ => {}
        }
    }
    steps.len()
}

/// Sizes are given, so that nothing moves when the picture comes; it comes when it is about to be seen.
fn write_picture(html: &mut String, picture: &PictureView, alt: &str) {
    html.push_str("<img src=\"");
    // Writing to a String cannot fail.
    let _ = escape_html(&mut *html, &picture.src);
    if !picture.srcset.is_empty() {
        html.push_str("\" srcset=\"");
        let _ = escape_html(&mut *html, &picture.srcset);
        html.push_str("\" sizes=\"");
        html.push_str(SIZES);
    }
    let _ = write!(html, "\" width=\"{}\" height=\"{}\" alt=\"", picture.width, picture.height);
    let _ = escape_html(&mut *html, alt);
    html.push_str("\" loading=\"lazy\" decoding=\"async\">");
}

//! Markdown, with or without front matter. It is taken apart into blocks and written anew, so that raw HTML
//! and whatever else a body may not hold cannot come through.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{front_matter, plain};
use crate::{
    model::article::Image,
    stages::clean::{
        draft::{Block, Draft, Shape},
        passage::{Look, Passage},
        sources::Sources,
    },
};

/// Reads a decoded text.
pub fn read(seed: &str, sources: &Sources) -> Draft {
    let mut draft = Draft { traced: true, ..Draft::default() };
    let (fields, body) = front_matter::split(seed);
    draft.remove(&seed[..body], "front matter");
    front_matter::apply(&mut draft, &fields, sources);
    let mut walk = Walk { draft, ..Walk::new(seed) };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, span) in Parser::new_ext(&seed[body..], options).into_offset_iter() {
        walk.take(event, span.start + body..span.end + body);
    }
    walk.finish()
}

/// What is open while the events go by.
struct Walk<'a> {
    seed: &'a str,
    draft: Draft,
    words: Passage,
    marks: Vec<(usize, Look)>,
    lists: Vec<Option<u32>>,
    quotes: usize,
    shape: Shape,
    picture: Option<Image>,
}

impl<'a> Walk<'a> {
    fn new(seed: &'a str) -> Self {
        Self {
            seed,
            draft: Draft::default(),
            words: Passage::default(),
            marks: Vec::new(),
            lists: Vec::new(),
            quotes: 0,
            shape: Shape::Paragraph,
            picture: None,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.add(&text, span);
            }
            Event::SoftBreak => self.words.push_made(" "),
            Event::HardBreak => self.words.push_made("\n"),
            Event::InlineHtml(_) | Event::Html(_) => self.words.push(&Passage::of_seed(self.seed, span)),
            Event::Rule => {
                self.flush();
                self.draft.remove(&self.seed[span], "rule");
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// Text that stands in the seed in these letters keeps its place.
    fn add(&mut self, text: &str, span: Range<usize>) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(text);
        } else if let Some(offset) = self.seed[span.clone()].find(text) {
            let start = span.start + offset;
            self.words.push(&Passage::of_seed(self.seed, start..start + text.len()));
        } else {
            self.words.push_made(text);
            self.draft.remove(&self.seed[span], "character reference decoded");
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let at = self.words.as_str().len();
        match tag {
            Tag::Emphasis => self.marks.push((at, Look::Emphasis)),
            Tag::Strong => self.marks.push((at, Look::Strong)),
            Tag::Link { dest_url, .. } => self.marks.push((at, Look::Link(dest_url.to_string()))),
            Tag::Image { dest_url, .. } => {
                self.flush();
                self.picture = Some(Image { src: dest_url.to_string(), ..Image::default() });
            }
            Tag::Heading { level, .. } => self.begin(Shape::Heading(*level as u8)),
            Tag::CodeBlock(kind) => {
                self.begin(Shape::Code);
                if let CodeBlockKind::Fenced(language) = kind {
                    self.draft.remove(language, "language of a code block");
                }
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first.and_then(|number| u32::try_from(number).ok()));
            }
            Tag::Item => {
                let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let number = self.lists.last_mut().and_then(Option::as_mut).map(|next| {
                    *next += 1;
                    *next - 1
                });
                self.begin(Shape::Item(depth, number));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::TableHead | Tag::TableRow => self.begin(Shape::Row),
            Tag::Paragraph if self.words.is_blank() && matches!(self.shape, Shape::Item(..)) => {}
            Tag::Paragraph | Tag::HtmlBlock => {
                self.begin(if self.quotes > 0 { Shape::Quote } else { Shape::Paragraph });
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => {
                if let Some((start, look)) = self.marks.pop() {
                    let end = self.words.as_str().len();
                    if let Look::Link(address) = &look {
                        self.draft.remove(address, "address of a link");
                    }
                    self.words = std::mem::take(&mut self.words).marked(start.min(end)..end, look);
                }
            }
            TagEnd::Image => {
                if let Some(picture) = self.picture.take() {
                    self.draft.remove(&picture.src, "address of a picture");
                    self.draft.remove(&picture.alt, "text of a picture");
                    self.draft.blocks.push(Block::Figure(picture));
                }
            }
            TagEnd::TableCell => self.words.push_made("\t"),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes -= 1;
            }
            TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow => self.flush(),
            _ => {}
        }
    }

    fn begin(&mut self, shape: Shape) {
        self.flush();
        self.shape = shape;
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        let shape = std::mem::replace(&mut self.shape, Shape::Paragraph);
        self.marks.iter_mut().for_each(|(start, _)| *start = 0);
        if words.is_blank() {
            if matches!(shape, Shape::Item(..)) {
                self.shape = shape;
            }
            return;
        }
        match shape {
            Shape::Code => {
                let end = words.as_str().trim_end().len();
                self.draft.blocks.push(Block::Text(Shape::Code, words.slice(0..end)));
            }
            Shape::Row => {
                let cells = words.as_str().strip_suffix('\t').unwrap_or(words.as_str()).len();
                self.draft.blocks.push(Block::Text(Shape::Row, words.slice(0..cells)));
            }
            shape => plain::add_pasted(&mut self.draft, &shape, &words),
        }
    }

    fn finish(mut self) -> Draft {
        self.flush();
        self.draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(seed: &str) -> Vec<(Shape, String)> {
        let draft = read(seed, &Sources::new(&[]));
        let texts = draft.blocks.into_iter().filter_map(|block| match block {
            Block::Text(shape, words) => Some((shape, words.as_str().to_owned())),
            Block::Figure(_) => None,
        });
        texts.collect()
    }

    #[test]
    fn every_shape_is_told_apart() {
        let seed = "# T\n\nOne *two*\nthree\n\n- a\n- b\n  1. c\n\n> q\n> r\n\n| h | i |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n";
        let expected = [
            (Shape::Heading(1), "T"),
            (Shape::Paragraph, "One two three"),
            (Shape::Item(0, None), "a"),
            (Shape::Item(0, None), "b"),
            (Shape::Item(1, Some(1)), "c"),
            (Shape::Quote, "q r"),
            (Shape::Row, "h\ti"),
            (Shape::Row, "1\t2"),
            (Shape::Code, "x"),
        ];
        assert_eq!(blocks(seed), expected.map(|(shape, text)| (shape, text.to_owned())));
    }

    #[test]
    fn raw_html_does_not_come_through() {
        let draft =
            read("A <b onclick=x()>b</b> c\n\n<script>evil()</script>\n\n<div>d</div>\n", &Sources::new(&[]));
        let words: Vec<&str> = draft.blocks.iter().filter_map(Block::words).map(Passage::as_str).collect();
        assert_eq!(words, ["A b c", "d"]);
        assert!(
            draft.reading.removed.iter().any(|cut| cut.text.contains("evil()") && cut.reason == "markup")
        );
    }

    #[test]
    fn links_stay_and_pictures_stand_apart() {
        let draft = read("See [the report](https://e.x/r) and ![alt](p.jpg) more.", &Sources::new(&[]));
        let mark = &draft.blocks[0].words().expect("text").marks()[0];
        assert_eq!(mark.look, Look::Link("https://e.x/r".to_owned()));
        assert!(
            matches!(&draft.blocks[1], Block::Figure(image) if image.src == "p.jpg" && image.alt == "alt")
        );
    }
}

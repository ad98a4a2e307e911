//! The plain text of a Markdown body: what a reader sees, without markup.
//!
//! Quotes are looked up in it, names are matched in it, and links are put back into the Markdown by its
//! offsets. So one walk over the events serves both directions: [`walk`] numbers every piece of text the same
//! way each time.

mod addressed;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use self::addressed::Addressed;
use super::media::PICTURES;

/// A stretch of plain text that lies in one inline run, so that a link can begin and end inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the plain text.
    pub range: Range<usize>,
    /// Counts headings up to here; a topic is linked once in each section.
    pub section: u32,
    /// Not inside a link, code or a heading.
    pub linkable: bool,
}

/// A body without markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// The text; an empty line between blocks.
    pub text: String,
    /// Its runs, in order.
    pub runs: Vec<Run>,
    /// Its blocks (paragraphs, headings, cells), in order.
    pub blocks: Vec<Range<usize>>,
}

/// What Markdown means here: `CommonMark` with tables, strikethrough, task lists, footnotes, definition lists, alerts and links
/// by name. Metadata blocks would swallow a rule in mid-article, and the parser's smart punctuation would rewrite quotes
/// and know English only (`render/markdown/punctuation.rs` is ours), so both stay off.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// One event with its place in the plain text.
pub struct Step<'a> {
    /// The event; raw HTML has become text.
    pub event: Event<'a>,
    /// Bytes of the plain text that the event adds; empty for events that add none.
    pub range: Range<usize>,
    /// Whether a link may stand here.
    pub linkable: bool,
    /// Number of the inline run; it changes at every tag.
    pub run: u32,
    /// Number of the section.
    pub section: u32,
    /// The event begins or ends a block.
    pub block_edge: bool,
    /// Where it stands in the Markdown.
    pub source: Range<usize>,
}

impl Step<'_> {
    /// Whether the first character of a text was written with a backslash or as an entity, to be as it is.
    pub fn is_literal(&self, markdown: &str) -> bool {
        let written = markdown.get(self.source.clone()).unwrap_or_default();
        !written.starts_with(|c| text_of(&self.event).starts_with(c))
            || markdown.get(..self.source.start).is_some_and(|before| before.ends_with('\\'))
    }
}

/// Walks over a body. The ranges of the steps are the same in every walk over the same text.
pub fn walk(markdown: &str) -> impl Iterator<Item = Step<'_>> {
    let mut place = Place::default();
    let events = Addressed::new(markdown, Parser::new_ext(markdown, options()).into_offset_iter());
    events.map(move |(event, source)| place.step(event, source))
}

#[derive(Default)]
struct Place {
    at: usize,
    run: u32,
    section: u32,
    unlinkable: u32,
    pending_gap: bool,
}

impl Place {
    fn step<'a>(&mut self, event: Event<'a>, source: Range<usize>) -> Step<'a> {
        let event = match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            event => event,
        };
        let mut block_edge = false;
        match &event {
            Event::Start(tag) => {
                self.run += 1;
                if matches!(tag, Tag::Heading { .. }) {
                    self.section += 1;
                }
                self.unlinkable += u32::from(unlinkable(tag));
                block_edge = is_block(tag);
            }
            Event::End(tag) => {
                self.run += 1;
                self.unlinkable -= u32::from(unlinkable_end(*tag));
                block_edge = is_block_end(*tag);
            }
            // A note's number is a link, and no other link may hold it.
            Event::FootnoteReference(_) => self.run += 1,
            _ => {}
        }
        if block_edge && self.at > 0 {
            self.pending_gap = true;
        }
        let length = text_of(&event).len();
        if length > 0 && self.pending_gap {
            self.at += GAP.len();
            self.pending_gap = false;
        }
        let range = self.at..self.at + length;
        self.at = range.end;
        let linkable = self.unlinkable == 0 && !matches!(event, Event::Code(_));
        Step { event, range, linkable, run: self.run, section: self.section, block_edge, source }
    }
}

const GAP: &str = "\n\n";

/// What an event adds to the plain text.
pub fn text_of<'a>(event: &'a Event<'_>) -> &'a str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak => " ",
        Event::HardBreak => "\n",
        _ => "",
    }
}

fn unlinkable(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Link { .. } | Tag::Image { .. } | Tag::Heading { .. } | Tag::CodeBlock(_))
}

fn unlinkable_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::Heading(_) | TagEnd::CodeBlock)
}

fn is_block(tag: &Tag<'_>) -> bool {
    is_block_end(tag.to_end())
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The plain text of a body with its runs and blocks.
pub fn plain(markdown: &str) -> Plain {
    let mut plain = Plain { text: String::with_capacity(markdown.len()), ..Plain::default() };
    let mut last_run = None;
    let mut block_start = 0;
    for step in walk(markdown) {
        if step.block_edge && plain.text.len() > block_start {
            plain.blocks.push(block_start..plain.text.len());
            block_start = plain.text.len();
        }
        let piece = text_of(&step.event);
        if piece.is_empty() {
            continue;
        }
        if step.range.start > plain.text.len() {
            plain.text.push_str(GAP);
            block_start = plain.text.len();
        }
        plain.text.push_str(piece);
        match plain.runs.last_mut().filter(|_| last_run == Some((step.run, step.linkable))) {
            Some(run) => run.range.end = step.range.end,
            None => plain.runs.push(Run {
                range: step.range.clone(),
                section: step.section,
                linkable: step.linkable,
            }),
        }
        last_run = Some((step.run, step.linkable));
    }
    if plain.text.len() > block_start {
        plain.blocks.push(block_start..plain.text.len());
    }
    plain
}

/// A link by name, `[[Kunashir]]`, or by file, `[reviewing](curating.md#review)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByName {
    /// The name.
    pub target: String,
    /// The whole link, in bytes of the Markdown.
    pub span: Range<usize>,
    /// The words that are shown, in bytes of the plain text.
    pub shown: Range<usize>,
    /// A picture, to be shown here.
    pub embeds: bool,
}

/// The links by name in a text, in order.
pub fn links_by_name(markdown: &str) -> Vec<ByName> {
    if !["[[", "](", "]["].iter().any(|mark| markdown.contains(mark)) {
        return Vec::new();
    }
    let mut links: Vec<ByName> = Vec::new();
    let mut open = None;
    for step in walk(markdown) {
        if let Some(target) = by_name(&step.event) {
            open = Some(links.len());
            links.push(ByName {
                target: target.to_owned(),
                span: step.source,
                shown: 0..0,
                embeds: embeds(&step.event),
            });
        } else if matches!(step.event, Event::End(TagEnd::Link | TagEnd::Image)) {
            open = None;
        } else if let Some(link) = open.filter(|_| !step.range.is_empty()) {
            let shown = &mut links[link].shown;
            let start = if shown.end == 0 { step.range.start } else { shown.start };
            *shown = start..step.range.end;
        }
    }
    links
}

/// The name, or the file of the dossier, that a link is given by.
pub fn by_name<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Start(Tag::Link { link_type: LinkType::Inline | LinkType::Reference, dest_url, .. })
            if is_file(dest_url) =>
        {
            Some(dest_url)
        }
        Event::Start(
            Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }
            | Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. },
        ) => Some(dest_url),
        Event::Start(Tag::Image { dest_url, .. }) if is_local(dest_url) => Some(dest_url),
        _ => None,
    }
}

/// Whether a link by name stands for a picture: `![Ferry](media/ferry.jpg)`, `![[ferry.jpg]]`.
fn embeds(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. }) => {
            let end = dest_url.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
            end.is_some_and(|end| PICTURES.contains(&&*end))
        }
        Event::Start(Tag::Image { .. }) => true,
        _ => false,
    }
}

/// Whether an address means a content file or document, as editors and code hosts follow it.
pub fn is_file(address: &str) -> bool {
    let path = address.split('#').next().unwrap_or_default();
    matches!(path.rsplit_once('.'), Some((_, "md" | "pdf"))) && is_local(path)
}

/// Whether an address can mean a file of the dossier.
fn is_local(address: &str) -> bool {
    !address.is_empty()
        && !address.contains([':', '?'])
        && (!address.starts_with('/') || address.starts_with("/media/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_goes_and_blocks_stay_apart() {
        let plain =
            plain("# Talks\n\nOne *two*\nthree &amp; four.\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n");
        assert_eq!(plain.text, "Talks\n\nOne two three & four.\n\na\n\nb\n\nx\n\ny\n\n1\n\n2");
        let blocks: Vec<&str> = plain.blocks.iter().map(|range| &plain.text[range.clone()]).collect();
        assert_eq!(blocks, ["Talks", "One two three & four.", "a", "b", "x", "y", "1", "2"]);
    }

    #[test]
    fn runs_end_where_markup_begins_and_know_what_may_be_linked() {
        let plain = plain("Tokyo & [Moscow](https://example.org) `Kyiv`\n\n## Seoul\n");
        let runs: Vec<(&str, bool, u32)> = plain
            .runs
            .iter()
            .map(|run| (&plain.text[run.range.clone()], run.linkable, run.section))
            .collect();
        assert_eq!(
            runs,
            [
                ("Tokyo & ", true, 0),
                ("Moscow", false, 0),
                (" ", true, 0),
                ("Kyiv", false, 0),
                ("Seoul", false, 1)
            ]
        );
    }

    #[test]
    fn links_by_name_are_found_with_their_words_and_never_in_code() {
        let markdown = "At [[Lake Orsa]] and [[Orsa|the\n*lake*]], `[[code]]` \\[[not]], [[ ]]";
        let plain = plain(markdown).text;
        let links = links_by_name(markdown);
        let found: Vec<(&str, &str, &str)> = links
            .iter()
            .map(|link| (link.target.as_str(), &plain[link.shown.clone()], &markdown[link.span.clone()]))
            .collect();
        assert_eq!(
            found[..2],
            [("Lake Orsa", "Lake Orsa", "[[Lake Orsa]]"), ("Orsa", "the lake", "[[Orsa|the\n*lake*]]"),]
        );
        assert!(
            !plain.contains("[[Lake") && plain.contains("[[code]]") && plain.contains("[[not]]"),
            "{plain}"
        );
    }

    #[test]
    fn brackets_with_an_address_behind_them_are_no_link_by_name() {
        let markdown =
            "As said[[1]](https://e.x/a_(b)_c) and [[2]](https://e.x), not [[Lake Orsa]] (by the way).";
        let text = plain(markdown).text;
        assert_eq!(text, "As said[1] and [2], not Lake Orsa (by the way).");
        let names: Vec<String> = links_by_name(markdown).into_iter().map(|link| link.target).collect();
        assert_eq!(names, ["Lake Orsa"]);
        let addresses: Vec<String> = walk(markdown)
            .filter_map(|step| match step.event {
                Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                    Some(dest_url.to_string())
                }
                _ => None,
            })
            .collect();
        assert_eq!(addresses, ["https://e.x/a_(b)_c", "https://e.x"]);
    }

    #[test]
    fn a_rule_in_mid_text_is_no_front_matter_and_html_is_text() {
        assert_eq!(plain("a\n\n---\n\nb: c\n\n---\n\nd").text, "a\n\nb: c\n\nd");
        assert_eq!(plain("a <b>c</b>").text, "a <b>c</b>");
    }

    proptest! {
        #[test]
        fn steps_add_up_to_the_text(markdown in "[a-c*_`#\\[\\]()<>&;!|\n -]{0,60}") {
            let plain = plain(&markdown);
            for step in walk(&markdown) {
                if !step.range.is_empty() {
                    prop_assert_eq!(&plain.text[step.range.clone()], text_of(&step.event));
                }
            }
        }
    }
}

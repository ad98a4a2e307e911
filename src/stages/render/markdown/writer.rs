//! From the steps of a text to what is written: each construct becomes tags of the closed set.

use std::{
    collections::BTreeMap,
    iter::{Peekable, Zip},
    slice::Iter,
};

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::{Heading, ID_PREFIX, notes::Notes, punctuation::Punctuation};
use crate::{
    model::view::{Body, BodyLink, Part, WikiLink},
    stages::{
        plain::{Step, by_name, text_of},
        render::{
            filters::safe_url,
            strings::{Strings, escaped},
        },
    },
    text::slug::slug,
};

pub(super) struct Writer<'a> {
    pub(super) steps: &'a [Step<'a>],
    /// Everything before this step has been written.
    pub(super) skip_to: usize,
    /// Components that are still to come.
    pub(super) parts: Peekable<Zip<Iter<'a, Part>, Iter<'a, String>>>,
    source: &'a str,
    strings: &'a Strings,
    links: Peekable<Iter<'a, BodyLink>>,
    pub(super) by_name: Peekable<Iter<'a, WikiLink>>,
    open_until: Option<usize>,
    inside_link: bool,
    /// The link is written as `<https://example.org>`.
    shows_address: bool,
    closers: Vec<&'static str>,
    ids: BTreeMap<String, usize>,
    outline: Vec<HeadingLevel>,
    headings: Vec<Heading>,
    notes: Notes<'a>,
    /// Sets the marks of a text that was written for the site; nothing in other texts.
    punctuation: Option<Punctuation>,
    /// How many block quotes, code blocks and links that show their address are open: their characters stay as they are.
    verbatim: u32,
    pub(super) out: Vec<Event<'a>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        steps: &'a [Step<'a>],
        body: &'a Body,
        (strings, parts): (&'a Strings, &'a [String]),
    ) -> Self {
        Self {
            steps,
            skip_to: 0,
            parts: body.parts.iter().zip(parts).peekable(),
            source: body.markdown(),
            strings,
            links: body.links.iter().peekable(),
            by_name: body.wiki.iter().peekable(),
            open_until: None,
            inside_link: false,
            shows_address: false,
            closers: Vec::new(),
            ids: BTreeMap::new(),
            outline: Vec::new(),
            headings: Vec::new(),
            notes: Notes::of(steps, body.until.map_or(usize::MAX, |until| until as usize)),
            punctuation: body.typeset.then(|| Punctuation::of(&strings.language)),
            verbatim: 0,
            out: Vec::with_capacity(steps.len() + body.links.len() * 2),
        }
    }

    /// Everything that was written, notes last, and the headings.
    pub(super) fn finish(mut self) -> (Vec<Event<'a>>, Vec<Heading>) {
        self.notes.list(self.strings, &mut self.out);
        (self.out, self.headings)
    }

    pub(super) fn step(&mut self, at: usize, step: &Step<'a>) {
        if at < self.skip_to {
            return;
        }
        if let Some(name) = by_name(&step.event) {
            return self.open_by_name(at, name);
        }
        match &step.event {
            Event::Text(text) => self.text(text, step),
            Event::Start(tag) => self.start(at, tag),
            Event::End(tag) => self.end(*tag),
            Event::TaskListMarker(done) => self.task(*done),
            Event::FootnoteReference(label) => {
                let reference = self.notes.reference(label, self.inside_link);
                self.out.extend(reference);
                self.stood_before(Some('1'));
            }
            event => {
                let is_break = matches!(event, Event::SoftBreak | Event::HardBreak);
                self.stood_before(Some(if is_break { ' ' } else { 'x' }));
                self.out.push(event.clone());
            }
        }
    }

    fn start(&mut self, at: usize, tag: &Tag<'a>) {
        if self.steps[at].block_edge {
            self.stood_before(None);
        }
        match tag {
            Tag::Paragraph if self.stands_alone(at) => {}
            Tag::Link { link_type, dest_url, .. } => self.open_link(*link_type, dest_url),
            Tag::Image { dest_url, .. } => self.open_image(at, dest_url),
            Tag::Heading { level, .. } => self.open_heading(at, *level),
            // Alignment would be an inline style, which the site's own policy forbids.
            Tag::Table(columns) => {
                self.out.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
            }
            Tag::BlockQuote(Some(kind)) => {
                let class = format!("{kind:?}").to_ascii_lowercase();
                let title = escaped(self.strings.text(&format!("markdown.{class}"))).into_owned();
                self.out.push(Event::Html(CowStr::from(format!(
                    "<div class=\"alert {class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
                ))));
            }
            Tag::FootnoteDefinition(label) => self.notes.open(label, &mut self.out),
            tag => {
                self.verbatim += u32::from(keeps_its_marks(tag.to_end()));
                self.out.push(Event::Start(tag.clone()));
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                if tag == TagEnd::Link {
                    self.inside_link = false;
                    self.verbatim -= u32::from(std::mem::take(&mut self.shows_address));
                }
                let closer = self.closers.pop().unwrap_or_default();
                self.markup(closer);
            }
            TagEnd::Heading(_) => self.out.push(Event::End(TagEnd::Heading(self.depth()))),
            TagEnd::BlockQuote(Some(_)) => self.out.push(Event::Html(CowStr::Borrowed("</div>\n"))),
            TagEnd::FootnoteDefinition => self.notes.close(&mut self.out),
            tag => {
                self.verbatim -= u32::from(keeps_its_marks(tag));
                self.out.push(Event::End(tag));
            }
        }
    }

    /// Text with the links that begin or end in it. A link may begin in one event and end in another of the same
    /// run.
    pub(super) fn text(&mut self, text: &CowStr<'a>, step: &Step<'a>) {
        let start = step.range.start;
        let end = start + text.len();
        let mut at = start;
        loop {
            if let Some(until) = self.open_until {
                if until > end {
                    break;
                }
                self.piece(text, at - start..until - start, step);
                self.markup("</a>");
                (at, self.open_until) = (until, None);
            }
            let Some(link) = self.links.next_if(|link| (link.start as usize) < end) else { break };
            if (link.start as usize) < at {
                continue;
            }
            self.piece(text, at - start..link.start as usize - start, step);
            self.open_tag("<a class=\"topic\" href=\"", &link.href);
            (at, self.open_until) = (link.start as usize, Some(link.end as usize));
        }
        self.piece(text, at - start..end - start, step);
    }

    /// A part of a text, in the marks of print where that is wanted.
    fn piece(&mut self, text: &str, part: std::ops::Range<usize>, step: &Step<'a>) {
        let is_first = part.start == 0;
        let Some(piece) = text.get(part).filter(|piece| !piece.is_empty()) else { return };
        let piece = match &mut self.punctuation {
            Some(punctuation) if self.verbatim == 0 => {
                let literal = is_first && step.is_literal(self.source);
                punctuation.set(piece, literal)
            }
            _ => piece.to_owned(),
        };
        self.out.push(Event::Text(CowStr::from(piece)));
    }

    fn stood_before(&mut self, c: Option<char>) {
        if let Some(punctuation) = &mut self.punctuation {
            punctuation.after(c);
        }
    }

    /// A box that nobody can tick: a form part would be an offer.
    fn task(&mut self, done: bool) {
        let (mark, key) = if done { ("☑", "markdown.done") } else { ("☐", "markdown.to_do") };
        let word = escaped(self.strings.text(key));
        self.out.push(Event::InlineHtml(CowStr::from(format!(
            "<span class=\"task\" role=\"img\" aria-label=\"{word}\">{mark}</span> "
        ))));
    }

    fn open_link(&mut self, kind: LinkType, address: &str) {
        self.inside_link = true;
        self.shows_address = matches!(kind, LinkType::Autolink | LinkType::Email);
        self.verbatim += u32::from(self.shows_address);
        match kind {
            LinkType::Email => self.open(&format!("mailto:{address}")),
            _ => self.open(address),
        }
    }

    /// A link by name leads to what has the name, or nowhere when nothing has.
    fn open_by_name(&mut self, at: usize, name: &str) {
        let link = self.by_name.next();
        if let Some(picture) = link.and_then(|link| link.picture.as_ref()) {
            return self.picture(at, picture);
        }
        let href = link.and_then(|link| link.href.as_deref());
        if let Some(href) = href.filter(|_| !self.inside_link) {
            self.open_tag("<a href=\"", href);
            self.closers.push("</a>");
            self.inside_link = matches!(self.steps[at].event, Event::Start(Tag::Link { .. }));
        } else {
            self.open_nothing();
        }
        if self.steps.get(at + 1).is_none_or(|next| text_of(&next.event).is_empty()) {
            self.out.push(Event::Text(CowStr::from(name.to_owned())));
        }
    }

    /// Pictures are never loaded from where a text says: they become links to it.
    fn open_image(&mut self, at: usize, address: &str) {
        if self.inside_link {
            self.open_nothing();
        } else {
            self.open(address);
        }
        let named = self.steps[at + 1..]
            .iter()
            .take_while(|step| !matches!(step.event, Event::End(TagEnd::Image)))
            .any(|step| !text_of(&step.event).is_empty());
        if !named {
            self.out.push(Event::Text(CowStr::Borrowed(self.strings.text("markdown.picture"))));
        }
    }

    fn open(&mut self, address: &str) {
        // A place in this very text: its id is made of the heading's words, with our prefix.
        let address = match address.strip_prefix('#').filter(|place| !place.starts_with(ID_PREFIX)) {
            Some(place) => format!("#{ID_PREFIX}{}", slug(place)),
            None => safe_url(address),
        };
        if address.is_empty() {
            return self.open_nothing();
        }
        let mut tag = String::from("<a href=\"");
        // Writing to a String cannot fail.
        let _ = escape_html(&mut tag, &address);
        let elsewhere = address.contains("//") || address.starts_with("mailto:");
        tag.push_str(if elsewhere { "\" rel=\"noopener noreferrer nofollow\">" } else { "\">" });
        self.out.push(Event::InlineHtml(CowStr::from(tag)));
        self.closers.push("</a>");
    }

    fn open_nothing(&mut self) {
        self.markup("<span>");
        self.closers.push("</span>");
    }

    fn open_tag(&mut self, before: &str, href: &str) {
        let mut tag = String::from(before);
        // Writing to a String cannot fail.
        let _ = escape_href(&mut tag, href);
        tag.push_str("\">");
        self.out.push(Event::InlineHtml(CowStr::from(tag)));
    }

    fn markup(&mut self, tag: &'static str) {
        self.out.push(Event::InlineHtml(CowStr::Borrowed(tag)));
    }

    /// A heading with an id made of its words. It leaves those of its own level and of deeper ones.
    fn open_heading(&mut self, at: usize, level: HeadingLevel) {
        self.outline.retain(|above| *above < level);
        self.outline.push(level);
        let words: String = self.steps[at + 1..]
            .iter()
            .take_while(|step| !matches!(step.event, Event::End(TagEnd::Heading(_))))
            .map(|step| text_of(&step.event))
            .collect();
        let base = format!("{ID_PREFIX}{}", slug(&words));
        let count = self.ids.entry(base.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { base } else { format!("{base}-{count}") };
        self.headings.push(Heading { level: self.depth() as u8, label: words, href: format!("#{id}") });
        self.out.push(Event::Start(Tag::Heading {
            level: self.depth(),
            id: Some(CowStr::from(id)),
            classes: Vec::new(),
            attrs: Vec::new(),
        }));
    }

    /// The level of the heading that was entered last: one below the page's title for each heading it stands
    /// under, so that a text which begins with `##`, or skips a level, gives no gap in the page's outline.
    fn depth(&self) -> HeadingLevel {
        match self.outline.len() {
            0 | 1 => HeadingLevel::H2,
            2 => HeadingLevel::H3,
            3 => HeadingLevel::H4,
            4 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }
}

/// What somebody else wrote, and code.
fn keeps_its_marks(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(None) | TagEnd::CodeBlock)
}

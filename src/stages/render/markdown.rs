//! Markdown to HTML that can do no harm.
//!
//! The writer emits a closed set of tags: raw HTML has become text before it gets here, addresses are vetted one
//! by one, ids are ours. So there is nothing for a sanitiser to remove, and a test holds the output against one
//! (`ammonia`) that would.

use std::{collections::BTreeMap, iter::Peekable, slice::Iter};

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::filters::safe_url;
use crate::{
    model::view::{Body, BodyLink, WikiLink},
    stages::plain::{Step, by_name, text_of, walk},
    text::slug::slug,
};

/// Ids of headings and notes begin with this, so that none can clash with an id of the theme.
pub const ID_PREFIX: &str = "s-";

/// The text of a body as HTML, with its links.
pub fn html(body: &Body) -> String {
    let markdown = body.markdown();
    let steps: Vec<Step<'_>> = walk(markdown).collect();
    let mut writer = Writer::new(&steps, body);
    let mut events = Vec::with_capacity(steps.len() + body.links.len() * 2);
    let until = body.until.map_or(usize::MAX, |until| until as usize);
    let mut shown = Shown::Open;
    for (at, step) in steps.iter().enumerate() {
        match shown.next(step, until) {
            Part::Whole => writer.step(at, step, &mut events),
            Part::Begun(text) => writer.text(&text, step.range.start, &mut events),
            Part::Nothing => {}
        }
    }
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    html::push_html(&mut out, events.into_iter());
    out
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

struct Writer<'a> {
    steps: &'a [Step<'a>],
    links: Peekable<Iter<'a, BodyLink>>,
    by_name: Iter<'a, WikiLink>,
    open_until: Option<usize>,
    inside_link: bool,
    closers: Vec<&'static str>,
    ids: BTreeMap<String, usize>,
    outline: Vec<HeadingLevel>,
}

impl<'a> Writer<'a> {
    fn new(steps: &'a [Step<'a>], body: &'a Body) -> Self {
        Self {
            steps,
            links: body.links.iter().peekable(),
            by_name: body.wiki.iter(),
            open_until: None,
            inside_link: false,
            closers: Vec::new(),
            ids: BTreeMap::new(),
            outline: Vec::new(),
        }
    }

    fn step(&mut self, at: usize, step: &Step<'a>, out: &mut Vec<Event<'a>>) {
        if let Some(name) = by_name(&step.event) {
            return self.open_by_name(at, name, out);
        }
        match &step.event {
            Event::Text(text) => self.text(text, step.range.start, out),
            Event::Start(Tag::Link { dest_url, .. }) => self.open_link(dest_url, out),
            Event::Start(Tag::Image { dest_url, .. }) => self.open_image(at, dest_url, out),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.inside_link &= !matches!(step.event, Event::End(TagEnd::Link));
                out.push(markup(self.closers.pop().unwrap_or_default()));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.descend(*level);
                out.push(self.heading(at));
            }
            Event::End(TagEnd::Heading(_)) => out.push(Event::End(TagEnd::Heading(self.depth()))),
            // Alignment would be an inline style, which the site's own policy forbids.
            Event::Start(Tag::Table(columns)) => {
                out.push(Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()])));
            }
            Event::TaskListMarker(done) => {
                out.push(Event::Text(CowStr::from(if *done { "☑ " } else { "☐ " })));
            }
            Event::FootnoteReference(label) => out.push(Event::FootnoteReference(note_id(label))),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                out.push(Event::Start(Tag::FootnoteDefinition(note_id(label))));
            }
            event => out.push(event.clone()),
        }
    }

    /// Text with the links that begin or end in it. A link may begin in one event and end in another of the same
    /// run.
    fn text(&mut self, text: &CowStr<'a>, start: usize, out: &mut Vec<Event<'a>>) {
        let end = start + text.len();
        let mut at = start;
        let push = |from: usize, to: usize, out: &mut Vec<Event<'a>>| {
            if let Some(part) = text.get(from - start..to - start).filter(|part| !part.is_empty()) {
                out.push(Event::Text(CowStr::from(part.to_owned())));
            }
        };
        loop {
            if let Some(until) = self.open_until {
                if until > end {
                    break;
                }
                push(at, until, out);
                out.push(markup("</a>"));
                (at, self.open_until) = (until, None);
            }
            let Some(link) = self.links.next_if(|link| (link.start as usize) < end) else { break };
            if (link.start as usize) < at {
                continue;
            }
            push(at, link.start as usize, out);
            let mut tag = String::from("<a class=\"topic\" href=\"");
            // Writing to a String cannot fail.
            let _ = escape_href(&mut tag, &link.href);
            tag.push_str("\">");
            out.push(Event::InlineHtml(CowStr::from(tag)));
            (at, self.open_until) = (link.start as usize, Some(link.end as usize));
        }
        push(at, end, out);
    }

    fn open_link(&mut self, address: &str, out: &mut Vec<Event<'a>>) {
        self.inside_link = true;
        self.open(address, out);
    }

    /// A link by name leads to what has the name, or nowhere when nothing has.
    fn open_by_name(&mut self, at: usize, name: &str, out: &mut Vec<Event<'a>>) {
        let href = self.by_name.next().and_then(|link| link.href.as_deref());
        if let Some(href) = href.filter(|_| !self.inside_link) {
            let mut tag = String::from("<a href=\"");
            // Writing to a String cannot fail.
            let _ = escape_href(&mut tag, href);
            tag.push_str("\">");
            out.push(Event::InlineHtml(CowStr::from(tag)));
            self.closers.push("</a>");
            self.inside_link = matches!(self.steps[at].event, Event::Start(Tag::Link { .. }));
        } else {
            out.push(markup("<span>"));
            self.closers.push("</span>");
        }
        if self.steps.get(at + 1).is_none_or(|next| text_of(&next.event).is_empty()) {
            out.push(Event::Text(CowStr::from(name.to_owned())));
        }
    }

    /// Pictures are never loaded from where a text says: they become links to it.
    fn open_image(&mut self, at: usize, address: &str, out: &mut Vec<Event<'a>>) {
        if self.inside_link {
            out.push(markup("<span>"));
            self.closers.push("</span>");
        } else {
            self.open(address, out);
        }
        let named = self.steps[at + 1..]
            .iter()
            .take_while(|step| !matches!(step.event, Event::End(TagEnd::Image)))
            .any(|step| !text_of(&step.event).is_empty());
        if !named {
            out.push(Event::Text(CowStr::from("picture")));
        }
    }

    fn open(&mut self, address: &str, out: &mut Vec<Event<'a>>) {
        let address = safe_url(address);
        if address.is_empty() {
            out.push(markup("<span>"));
            self.closers.push("</span>");
            return;
        }
        let mut tag = String::from("<a href=\"");
        // Writing to a String cannot fail.
        let _ = escape_html(&mut tag, &address);
        let elsewhere = address.contains("//") || address.starts_with("mailto:");
        tag.push_str(if elsewhere { "\" rel=\"noopener noreferrer nofollow\">" } else { "\">" });
        out.push(Event::InlineHtml(CowStr::from(tag)));
        self.closers.push("</a>");
    }

    /// Enters a heading: it leaves those of its own level and of deeper ones.
    fn descend(&mut self, level: HeadingLevel) {
        self.outline.retain(|above| *above < level);
        self.outline.push(level);
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

    /// A heading with an id made of its words.
    fn heading(&mut self, at: usize) -> Event<'a> {
        let words: String = self.steps[at + 1..]
            .iter()
            .take_while(|step| !matches!(step.event, Event::End(TagEnd::Heading(_))))
            .map(|step| text_of(&step.event))
            .collect();
        let base = format!("{ID_PREFIX}{}", slug(&words));
        let count = self.ids.entry(base.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { base } else { format!("{base}-{count}") };
        Event::Start(Tag::Heading {
            level: self.depth(),
            id: Some(CowStr::from(id)),
            classes: Vec::new(),
            attrs: Vec::new(),
        })
    }
}

fn note_id<'a>(label: &CowStr<'_>) -> CowStr<'a> {
    CowStr::from(format!("{ID_PREFIX}note-{}", slug(label)))
}

fn markup<'a>(tag: &'static str) -> Event<'a> {
    Event::InlineHtml(CowStr::Borrowed(tag))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;

    fn rendered(markdown: &str, links: &[(u32, u32)]) -> String {
        let links = links.iter().map(|(start, end)| BodyLink {
            start: *start,
            end: *end,
            href: Arc::from("/topics/x/"),
        });
        let mut body =
            Body { file: Arc::from(markdown.as_bytes()), links: links.collect(), ..Body::default() };
        // Every other name is known.
        body.wiki = crate::stages::plain::links_by_name(markdown)
            .into_iter()
            .enumerate()
            .map(|(at, link)| WikiLink {
                target: Arc::from(link.target),
                span: (0, 0),
                href: (at % 2 == 0).then(|| Arc::from("/topics/y/?\"&")),
            })
            .collect();
        html(&body)
    }

    #[test]
    fn names_become_links_across_events() {
        assert_eq!(
            rendered("Kuril\nIslands and AT&amp;T met.", &[(0, 13), (18, 22)]),
            "<p><a class=\"topic\" href=\"/topics/x/\">Kuril\nIslands</a> and \
             <a class=\"topic\" href=\"/topics/x/\">AT&amp;T</a> met.</p>\n"
        );
        assert_eq!(rendered("Oslo", &[(0, 4)]), "<p><a class=\"topic\" href=\"/topics/x/\">Oslo</a></p>\n");
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded() {
        for (markdown, expected) in [
            ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
            ("[a](javascript:x)", "<p><span>a</span></p>\n"),
            ("[a](JaVa&#x0A;script:x)", "<span>a</span>"),
            (
                "![alt](https://example.org/x.png)",
                "<a href=\"https://example.org/x.png\" rel=\"noopener noreferrer nofollow\">alt</a>",
            ),
            ("![](https://example.org/x.png)", ">picture</a>"),
            ("[![alt](x.png)](/y/)", "<a href=\"/y/\"><span>alt</span></a>"),
            ("|a|\n|:-:|\n|b|\n", "<th>a</th>"),
        ] {
            let html = rendered(markdown, &[]);
            assert!(html.contains(expected), "{markdown}: {html}");
        }
    }

    #[test]
    fn links_by_name_lead_somewhere_or_are_text() {
        assert_eq!(
            rendered("[[A]], [[B|the *b*]], [[C|c]]", &[]),
            "<p><a href=\"/topics/y/?%22&amp;\">A</a>, <span>the <em>b</em></span>, \
             <a href=\"/topics/y/?%22&amp;\">c</a></p>\n"
        );
    }

    #[test]
    fn an_excerpt_ends_where_it_should_and_closes_what_is_open() {
        let markdown = "- One *two.* Three **four** `five`.\n- six\n\n| a |\n|---|\n| b |\n";
        for (until, expected) in [
            (0, ""),
            (8, "<ul>\n<li>One <em>two.</em></li>\n</ul>\n"),
            (17, "<ul>\n<li>One <em>two.</em> Three <strong>fo</strong></li>\n</ul>\n"),
            (21, "<ul>\n<li>One <em>two.</em> Three <strong>four</strong> </li>\n</ul>\n"),
            (25, "<ul>\n<li>One <em>two.</em> Three <strong>four</strong> <code>five</code>.</li>\n</ul>\n"),
        ] {
            let body = Body { file: Arc::from(markdown.as_bytes()), until: Some(until), ..Body::default() };
            assert_eq!(html(&body), expected, "{until}");
        }
    }

    #[test]
    fn headings_stand_below_the_title_and_have_ids_of_their_own() {
        assert_eq!(
            rendered("# One\n\n## One", &[]),
            "<h2 id=\"s-one\">One</h2>\n<h3 id=\"s-one-2\">One</h3>\n"
        );
    }

    #[test]
    fn headings_leave_no_gap_below_the_title() {
        assert_eq!(
            rendered("### a\n\n## b\n\n#### c\n\n### d\n\n## e", &[]),
            "<h2 id=\"s-a\">a</h2>\n<h2 id=\"s-b\">b</h2>\n<h3 id=\"s-c\">c</h3>\n<h3 id=\"s-d\">d</h3>\n<h2 id=\"s-e\">e</h2>\n"
        );
    }

    /// The closed set of tags, as a sanitiser sees it.
    fn judge() -> ammonia::Builder<'static> {
        let mut judge = ammonia::Builder::default();
        judge
            .tags("p a em strong del code pre blockquote ul ol li h2 h3 h4 h5 h6 hr br span table thead tbody tr th td sup div".split(' ').collect())
            .generic_attributes([].into())
            .tag_attributes(
                [
                    ("a", ["href", "class"].into()),
                    ("code", ["class"].into()),
                    ("ol", ["start"].into()),
                    ("sup", ["class"].into()),
                    ("div", ["class", "id"].into()),
                    ("h2", ["id"].into()), ("h3", ["id"].into()), ("h4", ["id"].into()), ("h5", ["id"].into()), ("h6", ["id"].into()),
                ]
                .into(),
            )
            .url_schemes(["http", "https", "mailto"].into())
            .link_rel(None);
        judge
    }

    proptest! {
        #[test]
        fn a_sanitiser_finds_nothing_to_remove(
            markdown in "([a-c<>\"'&;:/#*_`~|!\\[\\]()\\\\\n -]|<script>|javascript:|onload=|&#106;|data:|\\[a\\]\\(|\\[\\^1\\]|\\[\\[a){0,24}"
        ) {
            let html = rendered(&markdown, &[]).replace(" rel=\"noopener noreferrer nofollow\"", "");
            // What the two spell differently, though it means the same.
            let same = |html: &str| html.replace(" />", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'").replace("&nbsp;", "\u{a0}").replace('\n', "");
            prop_assert_eq!(same(&judge().clean(&html).to_string()), same(&html));
        }
    }
}

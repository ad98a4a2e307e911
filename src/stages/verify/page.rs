//! One page as a browser and a screen reader meet it: what can be said about it without running it.

use std::{borrow::Cow, ops::Range};

use xxhash_rust::xxh3::xxh3_64;

use super::html::{Piece, Tag, pieces};
use crate::model::diagnostic::Severity;

/// Something wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) code: &'static str,
    pub(super) message: Cow<'static, str>,
    pub(super) hint: &'static str,
    pub(super) severity: Severity,
    /// In the page.
    pub(super) span: (usize, usize),
    /// The address that is meant, as a person would write it; empty when it is about none.
    pub(super) address: String,
}

/// An address that a page uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use<'a> {
    /// As written in the attribute.
    pub(super) address: &'a str,
    pub(super) span: Range<usize>,
    /// The page loads it; otherwise readers follow it.
    pub(super) loaded: bool,
}

/// What one page says.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    pub(super) findings: Vec<Finding>,
    /// Hashes of its ids, sorted.
    pub(super) ids: Vec<u64>,
    pub(super) uses: Vec<Use<'a>>,
}

/// The hash under which an id is known.
pub(super) fn id_key(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// Reads a page.
pub(super) fn read(html: &str) -> Page<'_> {
    let mut reader = Reader::default();
    for piece in pieces(html) {
        match piece {
            Piece::Open(tag) => reader.open(tag),
            Piece::Close(name) => reader.close(name),
            Piece::Text(text) => reader.text(text),
        }
    }
    reader.end()
}

/// A link, button, title or heading that must have words in it.
struct Named {
    name: &'static str,
    span: (usize, usize),
    has_name: bool,
}

#[derive(Default)]
struct Reader<'a> {
    page: Page<'a>,
    ids: Vec<(u64, (usize, usize))>,
    /// Ids that other attributes point to, with their place.
    points: Vec<(u64, (usize, usize), &'a str)>,
    /// Fields that have an id and no name of their own yet.
    fields: Vec<(u64, (usize, usize))>,
    labels: Vec<u64>,
    open: Vec<Named>,
    inside_label: u32,
    table: Option<((usize, usize), bool)>,
    level: u8,
    first_headings: u32,
    language: bool,
    title: bool,
}

impl<'a> Reader<'a> {
    fn say(
        &mut self,
        code: &'static str,
        span: (usize, usize),
        message: impl Into<Cow<'static, str>>,
        hint: &'static str,
    ) {
        let severity = Severity::Warning;
        self.page.findings.push(Finding {
            code,
            message: message.into(),
            hint,
            severity,
            span,
            address: String::new(),
        });
    }

    fn open(&mut self, tag: Tag<'a>) {
        let span = (tag.span().start, tag.span().end);
        self.attributes(&tag, span);
        match tag.name {
            "html" => self.language = tag.says("lang"),
            "title" if !self.title => self.begin("title", span, false),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(&tag, span),
            "a" if tag.value("href").is_some() => self.begin("a", span, named(&tag)),
            "button" => self.begin("button", span, named(&tag)),
            "img" => self.picture(&tag, span),
            "svg" if tag.value("role") == Some("img") && !named(&tag) => {
                self.say(
                    "picture-without-alt",
                    span,
                    "a drawing has no name for those who cannot see it",
                    "give it an `aria-label`, or `aria-hidden=\"true\"` if it only adorns",
                );
            }
            "label" => {
                self.inside_label += 1;
                self.labels.extend(tag.value("for").map(id_key));
            }
            "input" | "select" | "textarea" => self.field(&tag, span),
            "table" => self.table = Some((span, false)),
            "th" => self.table = self.table.map(|(span, _)| (span, true)),
            "script"
                if tag.value("src").is_none()
                    && !tag.value("type").is_some_and(|kind| kind.contains("json")) =>
            {
                self.inline(span, "a script stands in the page");
            }
            "style" => self.inline(span, "a style sheet stands in the page"),
            _ => {}
        }
    }

    /// What every element may have.
    fn attributes(&mut self, tag: &Tag<'a>, span: (usize, usize)) {
        for (name, value, place) in tag.attributes() {
            let at = (place.start, place.end);
            match name {
                "id" => self.ids.push((id_key(value), at)),
                "href" | "src" | "poster" if !value.is_empty() => {
                    let loaded = name != "href" || is_loaded(tag);
                    self.page.uses.push(Use { address: value, span: place, loaded });
                }
                "aria-labelledby" | "aria-describedby" | "aria-controls" | "for" => {
                    let points = value.split_ascii_whitespace().map(|id| (id_key(id), at, id));
                    self.points.extend(points);
                }
                "style" => self.inline(at, "an element has a style of its own"),
                _ if name.len() > 4 && name.starts_with("on") => {
                    self.inline(span, "an element has a script of its own");
                }
                _ => {}
            }
        }
    }

    fn inline(&mut self, span: (usize, usize), message: &'static str) {
        self.say(
            "inline-code",
            span,
            message,
            "move it into a file in `static/`: the site's own policy keeps browsers from using it",
        );
    }

    fn begin(&mut self, name: &'static str, span: (usize, usize), has_name: bool) {
        self.open.push(Named { name, span, has_name });
    }

    fn heading(&mut self, tag: &Tag<'a>, span: (usize, usize)) {
        let level = tag.name.as_bytes()[1] - b'0';
        self.first_headings += u32::from(level == 1);
        if level == 1 && self.first_headings == 2 {
            self.say("one-heading", span, "the page has a second first heading", "make it an `h2`");
        }
        if self.level > 0 && level > self.level + 1 {
            let message = format!("a heading of level {level} follows one of level {}", self.level);
            self.say(
                "heading-order",
                span,
                message,
                "leave out no level: readers who jump from heading to heading get lost",
            );
        }
        self.level = level;
        let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level - 1)];
        self.begin(name, span, named(tag));
    }

    fn picture(&mut self, tag: &Tag<'a>, span: (usize, usize)) {
        if tag.value("alt").is_none() && !named(tag) {
            self.say(
                "picture-without-alt",
                span,
                "a picture has no text for those who cannot see it",
                "give it an `alt`, an empty one if it only adorns",
            );
        }
        if tag.says("alt") {
            self.name_what_is_open();
        }
    }

    fn field(&mut self, tag: &Tag<'a>, span: (usize, usize)) {
        let silent = matches!(tag.value("type"), Some("hidden" | "submit" | "button" | "reset" | "image"));
        if silent || self.inside_label > 0 || named(tag) || tag.says("placeholder") && tag.says("title") {
            return;
        }
        match tag.value("id") {
            Some(id) => self.fields.push((id_key(id), span)),
            None => self.unlabelled(span),
        }
    }

    fn unlabelled(&mut self, span: (usize, usize)) {
        self.say(
            "label-missing",
            span,
            "a field has no label",
            "put a `label` with `for` beside it, or give it an `aria-label`",
        );
    }

    fn close(&mut self, name: &str) {
        match name {
            "label" => self.inside_label = self.inside_label.saturating_sub(1),
            "table" => {
                if let Some((span, false)) = self.table.take() {
                    self.say(
                        "table-without-head",
                        span,
                        "a table has no heading for its columns or rows",
                        "make its first row or column of `th`",
                    );
                }
            }
            _ => {}
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        let Named { name, span, has_name } = self.open.remove(at);
        self.title |= name == "title" && has_name;
        match name {
            "a" | "button" if !has_name => {
                self.say(
                    "link-empty",
                    span,
                    if name == "a" { "a link has no words" } else { "a button has no words" },
                    "write where it leads, or give it an `aria-label`",
                );
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !has_name => {
                self.say("heading-empty", span, "a heading has no words", "take it out, or say what follows");
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.open.is_empty() && !text.trim().is_empty() {
            self.name_what_is_open();
        }
    }

    fn name_what_is_open(&mut self) {
        for open in &mut self.open {
            open.has_name = true;
        }
    }

    fn end(mut self) -> Page<'a> {
        if !self.language {
            self.say(
                "page-without-language",
                (0, 0),
                "the page does not say its language",
                "give `html` a `lang`: screen readers choose their voice by it",
            );
        }
        if !self.title {
            self.say("page-without-title", (0, 0), "the page has no title", "give it a `title` with words");
        }
        if self.first_headings == 0 {
            self.say("one-heading", (0, 0), "the page has no first heading", "give it an `h1`");
        }
        self.ids.sort_unstable();
        let twice: Vec<_> =
            self.ids.windows(2).filter(|two| two[0].0 == two[1].0).map(|two| two[1].1).collect();
        for span in twice {
            self.say(
                "id-twice",
                span,
                "an id stands twice in a page",
                "give one of the two another id: links and labels find the first only",
            );
        }
        let ids: Vec<u64> = self.ids.iter().map(|(id, _)| *id).collect();
        for (id, span, name) in std::mem::take(&mut self.points) {
            if ids.binary_search(&id).is_err() {
                let message = format!("an attribute points to `{name}`, and nothing has this id");
                self.say("id-missing", span, message, "mend the id, or take the attribute out");
            }
        }
        for (id, span) in std::mem::take(&mut self.fields) {
            if !self.labels.contains(&id) {
                self.unlabelled(span);
            }
        }
        Page { ids, ..self.page }
    }
}

/// Whether an element has a name of its own.
fn named(tag: &Tag<'_>) -> bool {
    ["aria-label", "aria-labelledby", "title"].iter().any(|name| tag.says(name))
        || tag.value("aria-hidden") == Some("true")
}

/// Whether a browser loads what a `link` leads to.
fn is_loaded(tag: &Tag<'_>) -> bool {
    tag.name == "link"
        && tag.value("rel").is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|word| matches!(word, "stylesheet" | "icon" | "preload" | "modulepreload"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(body: &str) -> Vec<&'static str> {
        let html = format!("<html lang=en><title>t</title><body><h1>a</h1>{body}</body></html>");
        read(&html).findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn what_is_wrong_is_found_and_what_is_right_is_not() {
        for (body, expected) in [
            ("<img src=a>", "picture-without-alt"),
            ("<img src=a alt>", ""),
            ("<svg role=img></svg>", "picture-without-alt"),
            ("<svg role=img aria-label=x></svg>", ""),
            ("<h3>b</h3>", "heading-order"),
            ("<h2>b</h2><h3>c</h3><h2>d</h2>", ""),
            ("<h1>b</h1>", "one-heading"),
            ("<h2></h2>", "heading-empty"),
            ("<a href=/x/></a>", "link-empty"),
            ("<a href=/x/><img src=a alt></a>", "link-empty"),
            ("<a href=/x/><img src=a alt=b></a>", ""),
            ("<a href=/x/ aria-label=b></a>", ""),
            ("<a id=b></a>", ""),
            ("<button> </button>", "link-empty"),
            ("<input>", "label-missing"),
            ("<input id=b>", "label-missing"),
            ("<label for=b>c</label><input id=b>", ""),
            ("<label>c <input></label>", ""),
            ("<input type=hidden>", ""),
            ("<table><tr><td>1</td></tr></table>", "table-without-head"),
            ("<table><tr><th>1</th></tr></table>", ""),
            ("<p id=b></p><p id=b></p>", "id-twice"),
            ("<p aria-labelledby=b></p>", "id-missing"),
            ("<p style=\"color: red\">b</p>", "inline-code"),
            ("<p onclick=x()>b</p>", "inline-code"),
            ("<script>x()</script>", "inline-code"),
            ("<script type=application/ld+json>{}</script>", ""),
            ("<script src=/a.js></script>", ""),
            ("<style>p {}</style>", "inline-code"),
        ] {
            let expected: Vec<&str> = Some(expected).filter(|code| !code.is_empty()).into_iter().collect();
            assert_eq!(codes(body), expected, "{body}");
        }
        let bare: Vec<&str> = read("<p>a</p>").findings.iter().map(|finding| finding.code).collect();
        assert_eq!(bare, ["page-without-language", "page-without-title", "one-heading"]);
    }
}

//! A reader of the HTML that templates make: tags and texts with their places, without a tree.
//!
//! Pages of a site are well formed, so there is nothing to repair as a browser would; whatever is odd is passed over.
//! Nothing is copied: a site of 10,000 pages is read in less time than it takes to render it.

use std::ops::Range;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `<a href="…">`
    Open(Tag<'a>),
    /// `</a>`
    Close(&'a str),
    /// What stands between tags.
    Text(&'a str),
}

/// An opening tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// As written.
    pub(super) name: &'a str,
    /// Where it begins in the page.
    pub(super) at: usize,
    /// What stands after the name, as written.
    rest: &'a str,
    /// Where that begins.
    rest_at: usize,
}

impl<'a> Tag<'a> {
    /// The bytes of the tag.
    pub(super) fn span(&self) -> Range<usize> {
        self.at..self.rest_at + self.rest.len() + 1
    }

    /// The value of an attribute as written; empty when it has none.
    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(key, ..)| key.eq_ignore_ascii_case(name)).map(|(_, value, _)| value)
    }

    /// Whether a value is there and not empty.
    pub(super) fn says(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| !value.trim().is_empty())
    }

    /// Name, value as written, and the place of the value.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str, Range<usize>)> + use<'a> {
        let (rest, rest_at) = (self.rest, self.rest_at);
        let mut at = 0;
        std::iter::from_fn(move || {
            let bytes = rest.as_bytes();
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                at += 1;
            }
            let start = at;
            while at < bytes.len() && !bytes[at].is_ascii_whitespace() && bytes[at] != b'=' {
                at += 1;
            }
            if start == at {
                return None;
            }
            let name = &rest[start..at];
            if bytes.get(at) != Some(&b'=') {
                return Some((name, "", rest_at + at..rest_at + at));
            }
            at += 1;
            let quote = bytes.get(at).copied().filter(|quote| matches!(quote, b'"' | b'\''));
            let from = at + usize::from(quote.is_some());
            let ends = |byte: u8| quote.map_or(byte.is_ascii_whitespace(), |quote| byte == quote);
            let to = bytes[from..].iter().position(|byte| ends(*byte)).map_or(bytes.len(), |end| from + end);
            at = to + usize::from(quote.is_some());
            Some((name, &rest[from..to], rest_at + from..rest_at + to))
        })
    }
}

/// The pieces of a page, in order.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    // A script or style is text until its end tag.
    let mut raw: Option<&str> = None;
    std::iter::from_fn(move || {
        loop {
            let rest = html.get(at..).filter(|rest| !rest.is_empty())?;
            if let Some(name) = raw.take() {
                let end = end_of_raw(rest, name);
                at += end;
                if end > 0 {
                    return Some(Piece::Text(&rest[..end]));
                }
                continue;
            }
            if !rest.starts_with('<') {
                let end = rest.find('<').unwrap_or(rest.len());
                at += end;
                return Some(Piece::Text(&rest[..end]));
            }
            if rest.starts_with("<!--") {
                at += rest.find("-->").map_or(rest.len(), |end| end + 3);
                continue;
            }
            let end = end_of_tag(rest);
            let start = at;
            at += end;
            let inside = rest[1..end].trim_end_matches('>');
            if let Some(name) = inside.strip_prefix('/') {
                return Some(Piece::Close(name.trim_end()));
            }
            let length =
                inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inside.len());
            if length == 0 {
                continue;
            }
            let (name, rest) = inside.split_at(length);
            if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
                raw = Some(name);
            }
            return Some(Piece::Open(Tag { name, at: start, rest, rest_at: start + 1 + length }));
        }
    })
}

/// Where `</name` begins.
fn end_of_raw(text: &str, name: &str) -> usize {
    let closes = |(at, _): &(usize, &str)| {
        text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").find(closes).map_or(text.len(), |(at, _)| at)
}

/// The length of a tag: `>` in quotes does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return at + 1,
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// An attribute's value with its character references read: those that templates write.
pub(super) fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut text = value.to_owned();
    for (reference, character) in [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        text = text.replace(reference, character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_texts_come_in_order() {
        let html = "<!DOCTYPE html><!-- <a> --><p class='x' hidden>a &lt; b</p><a title=\"1 > 0\" href=/x/>c</a>\
                    <script>if (a < b) { \"</p>\" }</script><br/>";
        let mut said = String::new();
        for piece in pieces(html) {
            match piece {
                Piece::Open(tag) => {
                    assert_eq!(html[tag.span()].chars().next(), Some('<'));
                    assert!(html[tag.span()].ends_with('>'));
                    let attributes: Vec<_> = tag.attributes().collect();
                    for (_, value, span) in &attributes {
                        assert_eq!(&html[span.clone()], *value);
                    }
                    let attributes: Vec<_> = attributes.iter().map(|(n, v, _)| format!("{n}={v}")).collect();
                    said.extend(["<", tag.name, " ", &attributes.join(","), ">"]);
                }
                Piece::Close(name) => said.extend(["</", name, ">"]),
                Piece::Text(text) => said += text,
            }
        }
        assert_eq!(
            said,
            "<p class=x,hidden=>a &lt; b</p><a title=1 > 0,href=/x/>c</a><script >if (a < b) { \"</p>\" }</script><br >"
        );
    }

    #[test]
    fn broken_pages_end() {
        for html in ["<", "<a", "<a href=\"", "<script>", "</", "<!--", "<p <b>", "<é>"] {
            assert!(pieces(html).count() < 5, "{html}");
        }
    }
}

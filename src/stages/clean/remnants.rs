//! HTML that was pasted into a plain text: tags and character references.

use std::ops::Range;

use super::passage::Passage;

/// What a tag does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The text goes on: `<b>`, `<a>`.
    Inline,
    /// The text before and after are two: `<p>`, `<br>`, `<div>`.
    Break,
    /// A picture stands here.
    Picture,
    /// Everything up to the closing tag is no text: `<script>`, `<style>`; such a tag then spans the element.
    Hidden,
}

/// One tag or comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its bytes, angle brackets included.
    pub span: Range<usize>,
    /// What it does.
    pub effect: Effect,
}

/// No tag is longer than this, in bytes; `<` before that much text is a sign of its own.
const LONGEST_TAG: usize = 4096;

const INLINE: [&str; 26] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins",
    "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "u",
];
const BREAKING: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
    "video",
];
const HIDDEN: [&str; 5] = ["script", "style", "noscript", "svg", "iframe"];

/// All tags of HTML in a text, in its order. A `<` that begins no known tag is left to the text.
pub fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut unclosed = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|offset| at + offset) {
        match tag_at(text, open, &mut unclosed) {
            Some(tag) => {
                at = tag.span.end;
                found.push(tag);
            }
            None => at = open + 1,
        }
    }
    found
}

/// The tag at `open`. `unclosed` remembers elements that were found to have no end, so that the text is not
/// searched again for each of them.
fn tag_at(text: &str, open: usize, unclosed: &mut Vec<String>) -> Option<Tag> {
    let rest = &text[open..];
    if rest.starts_with("<!--") {
        let end = rest.find("-->").map_or(rest.len(), |close| close + 3);
        return Some(Tag { span: open..open + end, effect: Effect::Inline });
    }
    let body = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let name_end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    let name = body[..name_end].to_ascii_lowercase();
    if !body[name_end..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) {
        return None;
    }
    let close = open + tag_length(rest)?;
    let effect = match name.as_str() {
        "img" => Effect::Picture,
        name if INLINE.contains(&name) => Effect::Inline,
        name if BREAKING.contains(&name) => Effect::Break,
        name if HIDDEN.contains(&name) => Effect::Hidden,
        _ => return None,
    };
    if effect == Effect::Hidden && !rest.starts_with("</") && !unclosed.contains(&name) {
        let end = find_ignoring_case(&text[close..], &format!("</{name}"))
            .and_then(|at| text[close + at..].find('>').map(|end| close + at + end + 1));
        match end {
            Some(end) => return Some(Tag { span: open..end, effect: Effect::Break }),
            None => unclosed.push(name),
        }
    }
    let effect = if effect == Effect::Hidden { Effect::Break } else { effect };
    Some(Tag { span: open..close, effect })
}

/// How long the tag at the head of the text is; a `>` in a quoted attribute does not end it.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote: Option<u8> = None;
    for (at, &byte) in text.as_bytes().iter().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (Some(mark), byte) if mark == byte => quote = None,
            (None, b'"' | b'\'') if text[..at].ends_with('=') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    text.windows(what.len()).position(|window| window.eq_ignore_ascii_case(what))
}

/// The value of an attribute in a tag, with character references decoded; empty when it is not there.
pub fn attribute(tag: &str, name: &str) -> String {
    let mut rest = tag;
    while let Some(at) = find_ignoring_case(rest, name) {
        let starts_word = rest[..at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let after = rest[at + name.len()..].trim_start();
        if let (true, Some(value)) = (starts_word, after.strip_prefix('=')) {
            let value = value.trim_start();
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
                _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
            };
            return decoded(value.unwrap_or_default());
        }
        rest = &rest[at + name.len()..];
    }
    String::new()
}

/// Text with its character references decoded.
pub fn decoded(text: &str) -> String {
    decode_references(&Passage::made(text)).0.as_str().to_owned()
}

/// A passage with its character references decoded, and those that were.
pub fn decode_references(passage: &Passage) -> (Passage, Vec<String>) {
    let text = passage.as_str();
    let mut result = Passage::default();
    let mut references = Vec::new();
    let mut kept = 0;
    for (at, _) in text.match_indices('&') {
        if let Some((length, letter)) = reference_at(&text[at..]).filter(|_| at >= kept) {
            result.push(&passage.slice(kept..at));
            result.push_made(letter.encode_utf8(&mut [0; 4]));
            references.push(text[at..at + length].to_owned());
            kept = at + length;
        }
    }
    if references.is_empty() {
        return (passage.clone(), references);
    }
    result.push(&passage.slice(kept..text.len()));
    (result, references)
}

/// The character reference at the head of the text: how long it is, and what it stands for.
fn reference_at(text: &str) -> Option<(usize, char)> {
    const NAMED: [(&str, char); 44] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("shy", '\u{ad}'),
        ("ensp", ' '),
        ("emsp", ' '),
        ("thinsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("sbquo", '‚'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bdquo", '„'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("lsaquo", '‹'),
        ("rsaquo", '›'),
        ("hellip", '…'),
        ("bull", '•'),
        ("middot", '·'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("deg", '°'),
        ("euro", '€'),
        ("pound", '£'),
        ("sect", '§'),
        ("para", '¶'),
        ("times", '×'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("ccedil", 'ç'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("szlig", 'ß'),
        ("ntilde", 'ñ'),
    ];
    let end = text.as_bytes().iter().take(12).position(|&byte| byte == b';')?;
    let name = &text[1..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(windows_1252(code)).filter(|c| !c.is_control() || *c == '\n')?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((end + 1, letter))
}

/// Browsers read references to the C1 controls as windows-1252, because authors meant that.
fn windows_1252(code: u32) -> u32 {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            let bytes = [byte];
            let letter = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            letter.chars().next().map_or(code, u32::from)
        }
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_signs() {
        let text = "a < b <b>x</b> <img alt=\"1 > 0\" src='y'/> <unknown> <p\n>z <3";
        let spans: Vec<&str> = tags(text).iter().map(|tag| &text[tag.span.clone()]).collect();
        assert_eq!(spans, ["<b>", "</b>", "<img alt=\"1 > 0\" src='y'/>", "<p\n>"]);
    }

    #[test]
    fn what_is_hidden_goes_whole() {
        let text = "a<SCRIPT>if (1 < 2) x()</Script >b<!-- c -->d";
        let spans: Vec<&str> = tags(text).iter().map(|tag| &text[tag.span.clone()]).collect();
        assert_eq!(spans, ["<SCRIPT>if (1 < 2) x()</Script >", "<!-- c -->"]);
    }

    #[test]
    fn attributes_are_read_by_name() {
        let tag = "<img data-src=\"no\" SRC = 'a&amp;b.jpg' alt=\"x = y\">";
        assert_eq!(attribute(tag, "src"), "a&b.jpg");
        assert_eq!(attribute(tag, "alt"), "x = y");
        assert_eq!(attribute(tag, "title"), "");
    }

    #[test]
    fn references_are_decoded_once() {
        assert_eq!(decoded("&laquo;A&amp;nbsp;&#8217;&#x2014;&#146;&bogus; &"), "«A&nbsp;’—’&bogus; &");
    }
}

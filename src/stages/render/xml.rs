//! Writing XML that every reader accepts: escaped, and without the characters that XML 1.0 forbids.

use std::borrow::Cow;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

/// What is being written.
pub(super) type Xml = Writer<Vec<u8>>;

/// A whole document. Writing to memory cannot fail.
pub(super) fn document(content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let _ = content(&mut xml);
    let mut text = String::from_utf8(xml.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

/// An element that holds nothing but text.
pub(super) fn element(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    with(xml, name, &[], text)
}

/// The same with attributes.
pub(super) fn with(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    text: &str,
) -> std::io::Result<()> {
    let attributes: Vec<(&str, Cow<'_, str>)> =
        attributes.iter().map(|(name, value)| (*name, clean(value))).collect();
    let attributes = attributes.iter().map(|(name, value)| (*name, &**value));
    let element = xml.create_element(name).with_attributes(attributes);
    if text.is_empty() {
        element.write_empty()?;
    } else {
        element.write_text_content(BytesText::new(&clean(text)))?;
    }
    Ok(())
}

/// Only `Char` of XML 1.0: saved pages hold characters that no XML file may (U+000B has broken other feeds).
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // The two that are forbidden beyond the controls begin with this byte.
    if text.bytes().all(|byte| byte >= b' ' && byte != 0xef || matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Cow::Borrowed(text);
    }
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

//! Addresses that stand bare in a text become links, so that a reader can follow them.

use std::ops::Range;

use crate::stages::clean::{
    draft::{Block, Draft, Shape},
    passage::{Look, Passage},
    sources::host_of,
};

/// Marks every bare address in paragraphs, items and quotations; one that is part of a link stays as it is.
pub fn read(mut draft: Draft) -> Draft {
    for block in &mut draft.blocks {
        if let Block::Text(Shape::Paragraph | Shape::Item(..) | Shape::Quote, words) = block {
            *words = linked(std::mem::take(words));
        }
    }
    draft
}

fn linked(words: Passage) -> Passage {
    let text = words.as_str().to_owned();
    bare(&text).into_iter().fold(words, |words, span| {
        let taken = words.marks().iter().any(|mark| {
            matches!(mark.look, Look::Link(_)) && mark.span.start < span.end && span.start < mark.span.end
        });
        let address = text[span.clone()].to_owned();
        if taken { words } else { words.marked(span, Look::Link(address)) }
    })
}

/// Where addresses stand, without the signs that end the sentence around them.
fn bare(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("http") {
        let inside = found.last().is_some_and(|last| at < last.end);
        let after_letter = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &text[at..];
        if inside || after_letter || !(rest.starts_with("http://") || rest.starts_with("https://")) {
            continue;
        }
        let address = without_end(&rest[..rest.find(ends_address).unwrap_or(rest.len())]);
        if host_of(address).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric())) {
            found.push(at..at + address.len());
        }
    }
    found
}

/// White space, marks that no address holds, and the letters and brackets of scripts written without spaces.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '„' | '`' | '\\' | '|')
        || matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

fn without_end(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_', '…']);
        let count = |bracket: char| shorter.matches(bracket).count();
        let shorter = match shorter.chars().next_back() {
            Some(')') if count(')') > count('(') => &shorter[..shorter.len() - 1],
            Some(']') if count(']') > count('[') => &shorter[..shorter.len() - 1],
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::compose::compose;

    #[test]
    fn an_address_ends_before_the_signs_of_the_sentence() {
        for (text, expected) in [
            ("See https://e.org/a_b.", "https://e.org/a_b"),
            ("(https://e.org/a)", "https://e.org/a"),
            ("https://e.org/a_(b), too", "https://e.org/a_(b)"),
            ("外務省 https://e.org/x（英語）", "https://e.org/x"),
            ("http://e.org/?a=1&b=2; and", "http://e.org/?a=1&b=2"),
            ("<https://e.org>", "https://e.org"),
        ] {
            let found: Vec<&str> = bare(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(found, [expected], "{text}");
        }
        for text in ["http://", "https://localhost and", "xhttps://e.org", "the http protocol", "https://.e"]
        {
            assert!(bare(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_bare_address_becomes_a_link_and_a_link_stays() {
        let words =
            Passage::made("a https://e.org/a_b, b").marked(0..1, Look::Link("https://e.org".to_owned()));
        let draft = Draft { blocks: vec![Block::paragraph(words)], ..Draft::default() };
        let markdown = compose(&read(draft).blocks).markdown;
        assert_eq!(markdown, "[a](https://e.org) [https://e.org/a\\_b](https://e.org/a_b), b");
        let words = Passage::made("https://e.org/a").marked(0..15, Look::Link("https://f.org".to_owned()));
        let draft = Draft { blocks: vec![Block::paragraph(words)], ..Draft::default() };
        assert_eq!(compose(&read(draft).blocks).markdown, "[https://e.org/a](https://f.org)");
    }
}

//! `[[1]](https://…)` is a link whose words stand in brackets, as `CommonMark` reads it, and no link by name: the parser
//! takes every pair of double brackets for one.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// The events of a body, with such links put right.
pub(super) struct Addressed<'a, I> {
    markdown: &'a str,
    events: I,
    /// Where the link ends that is open, its address included.
    open: Option<usize>,
    /// Where an address ends that is still to be passed over.
    address: usize,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Addressed<'a, I> {
    pub(super) fn new(markdown: &'a str, events: I) -> Self {
        Self { markdown, events, open: None, address: 0 }
    }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Addressed<'a, I> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (event, source) = self.events.next()?;
            if let Some(end) = self.open {
                if matches!(event, Event::End(TagEnd::Link)) {
                    self.open = None;
                    self.address = end;
                    return Some((event, source.start..end));
                }
                return Some(match event {
                    Event::Text(words) => (Event::Text(format!("[{words}]").into()), source),
                    event => (event, source),
                });
            }
            if source.start < self.address {
                if source.end <= self.address {
                    continue;
                }
                // What follows the address in the same text.
                if let Event::Text(words) = &event
                    && words.len() == source.len()
                {
                    let rest = words[self.address - source.start..].to_owned();
                    return Some((Event::Text(rest.into()), self.address..source.end));
                }
            }
            if let Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }) =
                &event
                && let Some((address, end)) = address(self.markdown, source.end)
            {
                self.open = Some(end);
                let link = Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: address.into(),
                    title: CowStr::Borrowed(""),
                    id: CowStr::Borrowed(""),
                };
                return Some((Event::Start(link), source.start..end));
            }
            return Some((event, source));
        }
    }
}

/// The address in brackets at a place, and where the bracket closes.
fn address(markdown: &str, at: usize) -> Option<(&str, usize)> {
    let inside = markdown.get(at..)?.strip_prefix('(')?;
    let mut depth = 0;
    for (place, letter) in inside.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' => return (place > 0).then(|| (&inside[..place], at + 1 + place + 1)),
            letter if letter.is_whitespace() || matches!(letter, '<' | '>' | '`') => return None,
            _ => {}
        }
    }
    None
}

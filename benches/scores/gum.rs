//! The TEI of GUM: a token a line, tags on lines of their own; and its dates with slips of the annotation mended.

use std::ops::Range;

/// A document.
#[derive(Clone, Default)]
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) created: String,
    /// Runs of proper nouns.
    pub(crate) names: Vec<Range<usize>>,
    /// Dates with their attributes.
    pub(crate) dates: Vec<(Range<usize>, String)>,
}

/// Reads a document.
pub(crate) fn read(xml: &str) -> Document {
    let mut document = Document::default();
    let mut glue = true;
    let mut word_depth = 0;
    let mut open_date: Option<(usize, String)> = None;
    let mut last_was_name = false;
    for line in xml.lines() {
        if let Some(tag) = line.strip_prefix('<').filter(|_| !line.contains('\t')) {
            if tag.starts_with("text ") {
                document.created = attribute(tag, "dateCreated").unwrap_or_default();
            } else if ["p>", "head", "caption", "sp ", "item", "/sp"].iter().any(|t| tag.starts_with(t)) {
                if !document.text.is_empty() && !document.text.ends_with('\n') {
                    document.text.push_str("\n\n");
                }
                glue = true;
                last_was_name = false;
            } else if tag.starts_with("w>") || tag.starts_with("w ") {
                word_depth += 1;
                glue = glue || document.text.ends_with('\n');
            } else if tag.starts_with("/w") {
                word_depth -= 1;
                glue = false;
            } else if tag.starts_with("date") {
                open_date = Some((document.text.len(), tag.to_owned()));
            } else if tag.starts_with("/date")
                && let Some((start, tag)) = open_date.take()
            {
                let lead = document.text[start..].len() - document.text[start..].trim_start().len();
                document.dates.push((start + lead..document.text.len(), tag));
            }
            continue;
        }
        let mut fields = line.split('\t');
        let (Some(token), Some(tag)) = (fields.next(), fields.next()) else { continue };
        let token = token
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'");
        let closes = matches!(
            token.as_str(),
            "," | "." | "!" | "?" | ";" | ":" | ")" | "]" | "'s" | "’s" | "n't" | "n’t" | "%" | "'" | "’"
        ) || tag == "''"
            || token.starts_with(['\'', '’']) && token.len() > 1 && tag != "``";
        let first_in_word = word_depth > 0 && document.text.ends_with(' ');
        if !glue
            && !closes
            && !first_in_word
            && !document.text.is_empty()
            && !document.text.ends_with([' ', '\n'])
        {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(&token);
        let name = tag.starts_with("NP");
        match document.names.last_mut().filter(|_| name && last_was_name) {
            Some(last) => last.end = document.text.len(),
            None if name => document.names.push(start..document.text.len()),
            None => {}
        }
        last_was_name = name || (last_was_name && word_depth > 0 && token == "-");
        glue = word_depth > 0 || tag == "``" || matches!(token.as_str(), "(" | "[" | "$" | "€" | "£" | "#");
    }
    document
}

pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let end = tag[start..].find('"')? + start;
    Some(tag[start..end].to_owned())
}

/// The document with the slips that `gold_dates.tsv` lists mended. A line that fits no words is an error of the table.
pub(crate) fn corrected(document: &Document, name: &str) -> Document {
    let mut document = document.clone();
    for line in include_str!("gold_dates.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(at), Some(words), Some(value)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        if at != name {
            continue;
        }
        if words == "published" {
            value.clone_into(&mut document.created);
            continue;
        }
        let place = words.split_once('[').and_then(|(before, rest)| {
            let (inside, after) = rest.split_once(']')?;
            let start = document.text.find(&format!("{before}{inside}{after}"))? + before.len();
            Some(start..start + inside.len())
        });
        let place = place.unwrap_or_else(|| panic!("gold_dates.tsv: {name} has no words `{words}`"));
        let tag = match value.split_once('/') {
            Some((from, to)) => format!("date from=\"{from}\" to=\"{to}\">"),
            None => format!("date when=\"{value}\">"),
        };
        document.dates.retain(|(range, _)| range.end <= place.start || place.end <= range.start);
        document.dates.push((place, tag));
    }
    document
}

//! RSS 0.9 to 2.0 and Atom: one article an entry.
//!
//! Read with the XML parser that also writes our feeds. A feed library would bring a clock and random numbers
//! along and turn days into those of Greenwich; a day is kept here as the feed writes it.

use std::collections::BTreeMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::front_matter;
use crate::{
    model::reading::Read,
    stages::clean::{
        draft::{Draft, shown},
        html,
        remnants::decoded,
        sources::Sources,
    },
};

/// More entries than this are no feed that somebody follows.
const MOST_ENTRIES: usize = 10_000;

/// What an entry, or the feed itself, says: local names of elements with their texts.
type Fields = BTreeMap<String, Vec<String>>;

/// Whether a text is a feed, by its first element.
pub fn is_feed(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(2000).collect();
    ["<rss", "<feed", "<rdf:RDF", "<RDF"].iter().any(|root| head.contains(root))
}

/// The entries of a feed, as far as it can be read.
pub fn read(text: &str, sources: &Sources) -> Vec<Draft> {
    let (feed, entries) = fields(text);
    let drafts = entries.iter().enumerate().map(|(at, entry)| draft(entry, &feed, at, sources));
    drafts.collect()
}

fn fields(text: &str) -> (Fields, Vec<Fields>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut feed = Fields::new();
    let mut entries: Vec<Fields> = Vec::new();
    let (mut in_entry, mut path, mut words): (bool, Vec<String>, String) = (false, Vec::new(), String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                let name = local_name(&tag);
                if matches!(name.as_str(), "item" | "entry") && entries.len() < MOST_ENTRIES {
                    entries.push(Fields::new());
                    in_entry = true;
                }
                let fields = if in_entry { entries.last_mut() } else { Some(&mut feed) };
                note_link(fields, &name, &tag);
                words.clear();
                if name == "content" && attribute(&tag, "type").as_deref() == Some("xhtml") {
                    if let (Ok(markup), Some(entry)) = (reader.read_text(tag.name()), entries.last_mut()) {
                        entry.entry(name).or_default().push(markup.to_string());
                    }
                } else {
                    path.push(name);
                }
            }
            Event::Empty(tag) => {
                let fields = if in_entry { entries.last_mut() } else { Some(&mut feed) };
                note_link(fields, &local_name(&tag), &tag);
            }
            Event::Text(text) => words.push_str(&text),
            Event::CData(text) => words.push_str(&text),
            Event::GeneralRef(name) => words.push_str(&decoded(&format!("&{};", &*name))),
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                let parent = path.last().map_or("", String::as_str);
                let key =
                    if name == "name" && parent == "author" { "author".to_owned() } else { name.clone() };
                let fields = if in_entry { entries.last_mut() } else { Some(&mut feed) };
                if let Some(fields) = fields.filter(|_| !words.trim().is_empty() && parent != "image") {
                    fields.entry(key).or_default().push(words.trim().to_owned());
                }
                words.clear();
                in_entry &= !matches!(name.as_str(), "item" | "entry");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (feed, entries)
}

fn local_name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(decoded(&found.value))
}

/// Atom gives addresses as attributes; the one of the article has no `rel`, or `alternate`.
fn note_link(fields: Option<&mut Fields>, name: &str, tag: &BytesStart<'_>) {
    let alternate = attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
    if let (Some(fields), "link", true, Some(href)) = (fields, name, alternate, attribute(tag, "href")) {
        fields.entry("link".to_owned()).or_default().push(href);
    }
}

fn first<'a>(fields: &'a Fields, keys: &[&str]) -> Option<&'a str> {
    keys.iter().filter_map(|key| fields.get(*key)?.first()).map(String::as_str).next()
}

fn draft(entry: &Fields, feed: &Fields, at: usize, sources: &Sources) -> Draft {
    let body = first(entry, &["encoded", "content", "description", "summary"]).unwrap_or_default();
    let mut draft = html::read_fragment(body);
    let reading = &mut draft.reading;
    reading.part =
        first(entry, &["guid", "id", "link"]).map_or_else(|| format!("entry {}", at + 1), str::to_owned);
    reading.title =
        first(entry, &["title"]).map(|title| Read::fact(shown(&decoded(title)), "metadata", title));
    let dates = ["pubDate", "published", "date", "issued", "created", "updated", "modified"];
    let date =
        first(entry, &dates).and_then(|words| Some(Read::fact(front_matter::day(words)?, "metadata", words)));
    reading.date = date;
    let authors = ["creator", "author"].iter().filter_map(|key| entry.get(*key)).flatten();
    for line in authors.map(|line| author_name(line)) {
        for name in html::author_line::names_in(&line) {
            if !reading.authors.contains(&name) {
                reading.authors.push(name);
            }
        }
    }
    reading.url =
        first(entry, &["link", "origLink"]).filter(|url| url.starts_with("http")).map(str::to_owned);
    let address = reading.url.as_deref().or_else(|| first(feed, &["link"]));
    let known = address.and_then(|url| Some((sources.at_address(url)?, url)));
    reading.source = match (known, first(feed, &["title"])) {
        (Some((source, url)), _) => Some(Read::fact(source.name.clone(), "address", url)),
        (None, Some(title)) => Some(Read::fact(shown(&decoded(title)), "name of the feed", title)),
        (None, None) => None,
    };
    draft
}

/// RSS wants `mail@example.org (Name)`.
fn author_name(line: &str) -> String {
    let inside =
        line.split_once('(').and_then(|(mail, rest)| mail.contains('@').then(|| rest.trim_end_matches(')')));
    decoded(inside.unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::{draft::Block, passage::Passage};

    #[test]
    fn rss_and_atom_give_an_article_an_entry() {
        let rss = "<?xml version='1.0'?><rss><channel><title>The Daily</title><link>https://d.example/</link><image><title>no\
            </title></image><item><title>Talks &amp;amp; more</title><link>https://www.bbc.co.uk/1</link><pubDate>Fri, 24 Nov \
            2017 23:30:00 +0300</pubDate><author>a@e.x (Ann Lee)</author><description><![CDATA[<p>One.</p><script>x</script>\
            <p>Two.</p>]]></description></item><item><title>B</title></item></channel></rss>";
        let drafts = read(rss, &Sources::new(&[]));
        assert_eq!(drafts.len(), 2);
        let reading = &drafts[0].reading;
        assert_eq!(reading.title.as_ref().map(|title| title.value.as_str()), Some("Talks & more"));
        assert_eq!(reading.date.as_ref().map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
        assert_eq!(reading.authors, ["Ann Lee"]);
        assert_eq!(reading.source.as_ref().map(|source| source.value.as_str()), Some("BBC"));
        let words: Vec<&str> =
            drafts[0].blocks.iter().filter_map(Block::words).map(Passage::as_str).collect();
        assert_eq!(words, ["One.", "Two."]);
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>D</title><entry><id>i</id><title type='html'>A</title>\
            <link rel='self' href='https://no.example/'/><link href='https://d.example/a'/><published>2017-11-24T10:00:00Z\
            </published><author><name>Bo Li</name></author><content type='xhtml'><div><p>One <b>two</b>.</p></div></content>\
            </entry></feed>";
        let drafts = read(atom, &Sources::new(&[]));
        let reading = &drafts[0].reading;
        assert_eq!((reading.part.as_str(), reading.url.as_deref()), ("i", Some("https://d.example/a")));
        assert_eq!(reading.authors, ["Bo Li"]);
        assert_eq!(drafts[0].blocks[0].words().map(Passage::as_str), Some("One two."));
    }
}

//! What was read of a seed as one JSON object a document, for other programs: `dossier read --json`.
//!
//! Offsets count Unicode scalar values. Of a plain text they are places in the decoded seed, so that whoever holds the
//! file can point at the words in it; everything else has no such places, and they are places in `text`.

use serde::Serialize;

use super::clean::charset;
use crate::model::{
    article::{Image, Status, Translation},
    date::Date,
    inputs::InputFile,
    reading::{Mode, Read, Reading, Removed, Span},
    topic::Kind,
};

/// One document. The names of its fields are a promise to other programs.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    file: &'a str,
    /// Which entry, of a file that holds several.
    #[serde(skip_serializing_if = "str::is_empty")]
    part: &'a str,
    title: Option<&'a str>,
    title_basis: Option<String>,
    /// EDTF.
    date: Option<Date>,
    date_basis: Option<String>,
    authors: &'a [String],
    source: Option<&'a str>,
    source_basis: Option<String>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    translation: Option<&'a Translation>,
    image: Option<&'a Image>,
    /// Which of the fields above are suggestions and no facts.
    suggested: Vec<&'static str>,
    /// The plain paragraphs, an empty line between two.
    text: &'a str,
    markdown: &'a str,
    /// What `start` and `end` are places in: `seed` or `text`.
    offsets: &'static str,
    quotes: Vec<Quote<'a>>,
    dates: Vec<Dated<'a>>,
    events: Vec<Event<'a>>,
    names: Vec<Name<'a>>,
    removed: &'a [Removed],
}

#[derive(Debug, Serialize)]
struct Quote<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    speaker: Option<&'a str>,
    speaker_basis: Option<String>,
    /// Whether the speaker is a fact; `false` for a suggestion.
    speaker_sure: bool,
    cue: &'a str,
    mode: Mode,
}

#[derive(Debug, Serialize)]
struct Dated<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    value: Date,
}

#[derive(Debug, Serialize)]
struct Event<'a> {
    text: &'a str,
    date: Date,
    status: Status,
    /// The clause that it was read from.
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct Name<'a> {
    text: &'a str,
    kind: Kind,
    start: usize,
    end: usize,
    /// The fullest name of the same thing in this text.
    topic: &'a str,
}

impl<'a> Report<'a> {
    /// The report on one document of a seed.
    pub fn new(seed: &'a InputFile, reading: &'a Reading) -> Self {
        let places = Places::new(seed, reading);
        let words = |span: &Span| &reading.text[span.clone()];
        let quotes = reading.quotes.iter().map(|quote| {
            let (start, end) = places.of(&quote.span);
            Quote {
                text: words(&quote.span),
                start,
                end,
                speaker: quote.speaker.as_ref().map(|speaker| speaker.value.as_str()),
                speaker_basis: quote.speaker.as_ref().map(|speaker| speaker.basis.in_words()),
                speaker_sure: quote.speaker.as_ref().is_some_and(|speaker| speaker.sure),
                cue: &quote.cue,
                mode: quote.mode,
            }
        });
        let dates = reading.dates.iter().map(|date| {
            let (start, end) = places.of(&date.span);
            Dated { text: words(&date.span), start, end, value: date.value }
        });
        let events = reading.events.iter().map(|event| {
            let (start, end) = places.of(&event.span);
            Event { text: &event.text, date: event.date, status: event.status, start, end }
        });
        let names = reading.names.iter().filter_map(|name| {
            let (topic, (start, end)) = (reading.topics.get(name.topic)?, places.of(&name.span));
            Some(Name { text: words(&name.span), kind: topic.kind, start, end, topic: &topic.name })
        });
        Self {
            file: seed.path.as_str(),
            part: &reading.part,
            title: value(reading.title.as_ref()),
            title_basis: basis(reading.title.as_ref()),
            date: reading.date.as_ref().map(|date| date.value),
            date_basis: basis(reading.date.as_ref()),
            authors: &reading.authors,
            source: value(reading.source.as_ref()),
            source_basis: basis(reading.source.as_ref()),
            url: reading.url.as_deref(),
            language: value(reading.language.as_ref()),
            translation: reading.translation.as_ref().map(|translation| &translation.value),
            image: reading.image.as_ref(),
            suggested: suggested(reading),
            text: &reading.text,
            markdown: &reading.markdown,
            offsets: if places.seed.is_some() { "seed" } else { "text" },
            quotes: quotes.collect(),
            dates: dates.collect(),
            events: events.collect(),
            names: names.collect(),
            removed: &reading.removed,
        }
    }

    /// The report on one line.
    pub fn line(&self) -> String {
        // Nothing in it can fail to be serialised: all keys are strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn value(read: Option<&Read<String>>) -> Option<&str> {
    read.map(|read| read.value.as_str())
}

fn basis<T>(read: Option<&Read<T>>) -> Option<String> {
    read.map(|read| read.basis.in_words())
}

fn suggested(reading: &Reading) -> Vec<&'static str> {
    fn unsure<T>(read: Option<&Read<T>>) -> bool {
        read.is_some_and(|read| !read.sure)
    }
    [
        ("title", unsure(reading.title.as_ref())),
        ("date", unsure(reading.date.as_ref())),
        ("source", unsure(reading.source.as_ref())),
        ("language", unsure(reading.language.as_ref())),
        ("translation", unsure(reading.translation.as_ref())),
    ]
    .into_iter()
    .filter_map(|(field, unsure)| unsure.then_some(field))
    .collect()
}

/// Turns bytes of the text into the offsets that are reported.
struct Places<'a> {
    reading: &'a Reading,
    /// The decoded seed, of a plain text.
    seed: Option<Scalars>,
    text: Scalars,
}

impl<'a> Places<'a> {
    fn new(seed: &InputFile, reading: &'a Reading) -> Self {
        let traced = !reading.origin.is_empty();
        let decoded = traced.then(|| charset::decode(&seed.bytes, None).ok()).flatten();
        Self { reading, seed: decoded.as_deref().map(Scalars::new), text: Scalars::new(&reading.text) }
    }

    fn of(&self, span: &Span) -> (usize, usize) {
        match &self.seed {
            None => (self.text.before(span.start), self.text.before(span.end)),
            Some(seed) => {
                let (start, end) = (self.in_seed(span.start), self.in_seed_before(span.end));
                (seed.before(start), seed.before(end.max(start)))
            }
        }
    }

    /// Where a byte of the text stands in the seed; of what does not stand there, what comes next.
    fn in_seed(&self, at: usize) -> usize {
        let origin = &self.reading.origin;
        let next = origin.partition_point(|piece| piece.text_at + piece.length <= at);
        match origin.get(next) {
            Some(piece) => piece.seed_at + at.saturating_sub(piece.text_at),
            None => origin.last().map_or(0, |last| last.seed_at + last.length),
        }
    }

    /// Where a stretch ends in the seed that ends at this byte of the text; of what does not stand there, the end of what
    /// comes before.
    fn in_seed_before(&self, at: usize) -> usize {
        let origin = &self.reading.origin;
        let after = origin.partition_point(|piece| piece.text_at < at);
        let piece = after.checked_sub(1).and_then(|before| origin.get(before));
        piece.map_or(0, |piece| piece.seed_at + (at - piece.text_at).min(piece.length))
    }
}

/// Bytes between two counts that are kept.
const STEP: usize = 256;

/// How many scalar values stand before each byte of a text.
struct Scalars {
    bytes: Vec<u8>,
    /// Those before every [`STEP`]th byte.
    counts: Vec<usize>,
}

impl Scalars {
    fn new(text: &str) -> Self {
        let chunks = text.as_bytes().chunks(STEP);
        let counts = chunks.scan(0, |sum, chunk| {
            let before = *sum;
            *sum += starts(chunk);
            Some(before)
        });
        Self { counts: counts.collect(), bytes: text.as_bytes().to_vec() }
    }

    fn before(&self, at: usize) -> usize {
        let at = at.min(self.bytes.len());
        let step = (at / STEP).min(self.counts.len().saturating_sub(1));
        self.counts.get(step).copied().unwrap_or(0) + starts(&self.bytes[step * STEP..at])
    }
}

/// The bytes that begin a character in UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        model::inputs::RelPath,
        stages::clean::{Sources, read_seed},
    };

    fn reports(name: &str, text: &str) -> Vec<serde_json::Value> {
        let seed = InputFile { path: RelPath::new(name), bytes: Arc::from(text.as_bytes()) };
        let readings = read_seed(&seed, 1 << 20, &Sources::new(&[])).expect("a text");
        readings
            .iter()
            .map(|reading| serde_json::from_str(&Report::new(&seed, reading).line()).expect("JSON"))
            .collect()
    }

    /// What stands between two offsets.
    fn between(text: &str, part: &serde_json::Value) -> String {
        let at = |key: &str| usize::try_from(part[key].as_u64().expect(key)).expect(key);
        text.chars().skip(at("start")).take(at("end") - at("start")).collect()
    }

    const TEXT: &str = "Séance à Genève\n\nThe café owners’ minis-\nter Élodie Dubois said on 5 March 2019: “We’ll — of \
                        course — reopen the café,” she said.\n\nShe spoke in Genève.\n";

    #[test]
    fn offsets_of_a_plain_text_are_places_in_the_seed() {
        let report = &reports("a.txt", TEXT)[0];
        assert_eq!(report["offsets"], "seed");
        assert_eq!(between(TEXT, &report["quotes"][0]), "We’ll — of course — reopen the café,");
        assert_eq!(between(TEXT, &report["dates"][0]), "5 March 2019");
        for name in report["names"].as_array().expect("names") {
            assert_eq!(between(TEXT, name), name["text"].as_str().expect("text"));
        }
        assert_eq!(report["quotes"][0]["speaker"], "Élodie Dubois");
    }

    #[test]
    fn offsets_of_a_page_are_places_in_the_text() {
        let page =
            format!("<html><body><article><h1>T</h1><p>{}</p></article>", TEXT.replace("\n\n", "</p><p>"));
        let report = &reports("a.html", &page)[0];
        assert_eq!(report["offsets"], "text");
        let text = report["text"].as_str().expect("text");
        for part in ["quotes", "dates", "names"] {
            let parts = report[part].as_array().expect(part);
            assert!(!parts.is_empty(), "{part}");
            for part in parts {
                assert_eq!(between(text, part), part["text"].as_str().expect("text"));
            }
        }
    }

    #[test]
    fn every_promised_field_is_there() {
        let report = &reports("a.txt", "Title\n\nA text of one line that says nothing.\n")[0];
        for field in [
            "file",
            "title",
            "title_basis",
            "date",
            "date_basis",
            "authors",
            "source",
            "url",
            "language",
            "translation",
            "image",
            "text",
            "markdown",
            "quotes",
            "dates",
            "events",
            "names",
            "removed",
        ] {
            assert!(report.get(field).is_some(), "{field}");
        }
    }
}

//! Suggestions as the machine's review file.

use std::fmt::Write as _;

use super::article::{short_form, translation_value};
use crate::{
    memo::bytes_key,
    model::{
        article::{FrontMatter, SeedRef},
        inputs::RelPath,
        reading::{Basis, EventRead, Mode, QuoteRead, RULES, Reading, TopicRead},
        review::{Review, SuggestedEvent, SuggestedField, SuggestedQuote, TopicsReview},
    },
    stages::{gather::find_words, plain::plain},
    text::diff::paragraphs,
    yaml::{flow_list, scalar},
};

/// What a person has decided about the suggestions of an article, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Decided {
    pub(super) accepted: Vec<String>,
    pub(super) rejected: Vec<String>,
}

impl Decided {
    /// Adds what another review of the same article remembers, each id once.
    pub(super) fn add(&mut self, accepted: &[String], rejected: &[String]) {
        for (all, more) in [(&mut self.accepted, accepted), (&mut self.rejected, rejected)] {
            for id in more {
                if !all.contains(id) {
                    all.push(id.clone());
                }
            }
        }
    }
}

/// Everything in the reading that no person has confirmed or turned down, and that the article does not say.
pub(super) fn make(reading: &Reading, matter: &FrontMatter, seed: SeedRef, decided: Decided) -> Review {
    let text = plain(&reading.markdown).text;
    let mut seen: Vec<String> = [decided.accepted.as_slice(), &decided.rejected].concat();
    let mut new = |id: &String| {
        let new = !seen.contains(id);
        seen.push(id.clone());
        new
    };
    let mut fields = fields(reading, matter, &seed);
    fields.retain(|field| new(&field.id));
    let quotes = reading.quotes.iter().filter_map(|quote| suggested_quote(reading, quote, &text, &seed));
    let quotes = quotes.filter(|quote| !has_quote(matter, quote, &text) && new(&quote.id)).collect();
    let known = |event: &SuggestedEvent| matter.events.iter().any(|known| known.text == event.text);
    let events = reading.events.iter().map(|event| suggested_event(event, &seed));
    let events = events.filter(|event| !known(event) && new(&event.id)).collect();
    Review {
        rules: RULES,
        paragraphs: paragraph_keys(&reading.markdown),
        fields,
        quotes,
        events,
        names: reading.topics.clone(),
        accepted: decided.accepted,
        rejected: decided.rejected,
        seed,
    }
}

/// Whether the article gives these words to somebody, however many of them it writes out.
fn has_quote(matter: &FrontMatter, quote: &SuggestedQuote, text: &str) -> bool {
    let place = |words: &str| find_words(text, words).map(|range| range.start);
    let own = place(&quote.text);
    let same = |known: &str| known == quote.text || (own.is_some() && place(known) == own);
    matter.quotes.iter().any(|known| !known.speaker.is_empty() && same(&known.text))
}

/// The paragraphs of a text as short hashes.
pub(crate) fn paragraph_keys(markdown: &str) -> Vec<String> {
    paragraphs(markdown).map(paragraph_key).collect()
}

/// One paragraph as a short hash.
pub(crate) fn paragraph_key(paragraph: &str) -> String {
    format!("{:08x}", bytes_key(paragraph.as_bytes()) & 0xffff_ffff)
}

fn fields(reading: &Reading, matter: &FrontMatter, seed: &SeedRef) -> Vec<SuggestedField> {
    let mut fields = Vec::new();
    let mut add = |field: &str, value: String, basis: &Basis| {
        let id = id('f', seed, &format!("{field} {value}"));
        fields.push(SuggestedField { id, field: field.to_owned(), value, basis: basis.in_words() });
    };
    if let Some(date) = reading.date.as_ref().filter(|date| !date.sure && matter.date.is_none()) {
        add("date", date.value.to_string(), &date.basis);
    }
    if let Some(source) = reading.source.as_ref().filter(|source| !source.sure && matter.source.is_empty()) {
        add("source", source.value.clone(), &source.basis);
    }
    if let Some(language) = reading.language.as_ref().filter(|read| !read.sure && matter.language.is_empty())
    {
        add("language", language.value.clone(), &language.basis);
    }
    if let Some(read) = reading.translation.as_ref().filter(|read| !read.sure && matter.translation.is_none())
    {
        add("translation", translation_value(&read.value), &read.basis);
    }
    fields
}

fn suggested_quote(
    reading: &Reading,
    quote: &QuoteRead,
    text: &str,
    seed: &SeedRef,
) -> Option<SuggestedQuote> {
    if quote.mode == Mode::Indirect || quote.speaker.as_ref().is_some_and(|speaker| speaker.sure) {
        return None;
    }
    let whole = &reading.text[quote.span.clone()];
    let speaker = quote.speaker.as_ref();
    let name = speaker.map(|speaker| speaker.value.clone()).unwrap_or_default();
    Some(SuggestedQuote {
        id: id('q', seed, &format!("{whole} {name}")),
        text: short_form(whole, text),
        speaker: name,
        basis: speaker.map(|speaker| speaker.basis.in_words()).unwrap_or_default(),
    })
}

fn suggested_event(event: &EventRead, seed: &SeedRef) -> SuggestedEvent {
    SuggestedEvent {
        id: id('e', seed, &format!("{} {}", event.date, event.text)),
        date: event.date,
        text: event.text.clone(),
        status: event.status,
        basis: event.basis.in_words(),
    }
}

/// A name for a suggestion, made from what it says and from the name of the seed that says it: other articles may
/// say the same, and a seed may move to another folder.
fn id(kind: char, seed: &SeedRef, says: &str) -> String {
    let file = RelPath::new(seed.file.as_str());
    let says = format!("{}\n{}\n{says}", file.stem(), seed.part);
    format!("{kind}-{:08x}", bytes_key(says.as_bytes()) & 0xffff_ffff)
}

const HEAD: &str =
    "# What the machine read and no person has confirmed. Written by `dossier`; your decisions are kept.\n";

/// A review as its file.
pub(crate) fn write(review: &Review) -> String {
    let mut out = HEAD.to_owned();
    let seed = &review.seed;
    // Writing to a String cannot fail.
    let _ = writeln!(out, "seed:\n  file: {}\n  sha256: \"{}\"", scalar(&seed.file), seed.sha256);
    if !seed.part.is_empty() {
        let _ = writeln!(out, "  part: {}", scalar(&seed.part));
    }
    let _ = writeln!(out, "rules: {}", review.rules);
    ids(&mut out, "paragraphs", &review.paragraphs);
    section(&mut out, "fields", &review.fields, |field| {
        vec![
            ("id", scalar(&field.id)),
            ("field", scalar(&field.field)),
            ("value", scalar(&field.value)),
            ("basis", scalar(&field.basis)),
        ]
    });
    section(&mut out, "quotes", &review.quotes, |quote| {
        vec![
            ("id", scalar(&quote.id)),
            ("text", scalar(&quote.text)),
            ("speaker", scalar(&quote.speaker)),
            ("basis", scalar(&quote.basis)),
        ]
    });
    section(&mut out, "events", &review.events, |event| {
        vec![
            ("id", scalar(&event.id)),
            ("date", event.date.to_string()),
            ("text", scalar(&event.text)),
            ("status", event.status.word().to_owned()),
            ("basis", scalar(&event.basis)),
        ]
    });
    section(&mut out, "names", &review.names, name);
    ids(&mut out, "accepted", &review.accepted);
    ids(&mut out, "rejected", &review.rejected);
    out
}

fn ids(out: &mut String, key: &str, ids: &[String]) {
    if !ids.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{key}: {}", flow_list(ids));
    }
}

fn name(topic: &TopicRead) -> Vec<(&'static str, String)> {
    let basis = format!(
        "{{rule: {}, words: {}}}",
        crate::yaml::flow_scalar(&topic.basis.rule),
        crate::yaml::flow_scalar(&topic.basis.words)
    );
    vec![
        ("name", scalar(&topic.name)),
        ("kind", topic.kind.word().to_owned()),
        ("aliases", flow_list(&topic.aliases)),
        ("basis", basis),
    ]
}

/// The list of new topics as its file.
pub(crate) fn write_topics(review: &TopicsReview) -> String {
    let mut out = HEAD.to_owned();
    section(&mut out, "topics", &review.topics, |topic| {
        vec![
            ("name", scalar(&topic.name)),
            ("kind", topic.kind.word().to_owned()),
            ("aliases", flow_list(&topic.aliases)),
            ("articles", flow_list(&topic.articles)),
            ("basis", scalar(&topic.basis)),
        ]
    });
    ids(&mut out, "rejected", &review.rejected);
    out
}

/// A list of mappings, one key a line; nothing when the list is empty, no key whose value is.
fn section<T>(out: &mut String, key: &str, items: &[T], fields: impl Fn(&T) -> Vec<(&'static str, String)>) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{key}:");
    for item in items {
        let mut lead = "  - ";
        for (key, value) in fields(item).into_iter().filter(|(_, value)| value != "\"\"" && value != "[]") {
            let _ = writeln!(out, "{lead}{key}: {value}");
            lead = "    ";
        }
    }
}

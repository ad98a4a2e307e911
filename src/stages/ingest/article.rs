//! A reading as the article file that a person takes over.

use std::fmt::Write as _;

use crate::{
    model::{
        article::{FrontMatter, Image, Quote, SeedRef, Translation},
        reading::{Mode, QuoteRead, Read, Reading},
    },
    stages::plain::plain,
    text::one_line,
    yaml::{flow_list, flow_scalar, scalar},
};

/// A quote longer than this, in characters, is written as its first and last words.
const LONG_QUOTE: usize = 160;

/// The front matter, and the whole file with it. Facts go in; suggestions do not.
pub(super) fn write(reading: &Reading, seed: &SeedRef) -> (FrontMatter, String) {
    let matter = facts(reading, seed);
    let text = format!("---\n{}---\n\n{}\n", front_matter(&matter), reading.markdown.trim_end());
    (matter, text)
}

fn facts(reading: &Reading, seed: &SeedRef) -> FrontMatter {
    let date = reading.date.as_ref().filter(|date| date.sure);
    let text = plain(&reading.markdown).text;
    FrontMatter {
        title: reading.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        date: date.map(|date| date.value),
        date_basis: date.map(|date| date.basis.rule.clone()).unwrap_or_default(),
        source: sure(reading.source.as_ref()).unwrap_or_default(),
        byline: reading.authors.clone(),
        url: reading.url.clone().unwrap_or_default(),
        language: sure(reading.language.as_ref()).unwrap_or_default(),
        translation: reading.translation.as_ref().filter(|read| read.sure).map(|read| read.value.clone()),
        image: reading.image.clone(),
        quotes: reading.quotes.iter().filter_map(|quote| sure_quote(reading, quote, &text)).collect(),
        retrieved: reading.retrieved,
        seed: Some(seed.clone()),
        ..FrontMatter::default()
    }
}

fn sure(read: Option<&Read<String>>) -> Option<String> {
    read.filter(|read| read.sure).map(|read| read.value.clone())
}

fn sure_quote(reading: &Reading, quote: &QuoteRead, text: &str) -> Option<Quote> {
    let speaker = quote.speaker.as_ref().filter(|speaker| speaker.sure && quote.mode != Mode::Indirect)?;
    let words = &reading.text[quote.span.clone()];
    Some(Quote { text: short_form(words, text), speaker: speaker.value.clone() })
}

/// The words of a quote as front matter has them: whole when short, else `first words … last words`, as many as
/// make the place in `text` unmistakable.
pub(super) fn short_form(words: &str, text: &str) -> String {
    let whole = one_line(words);
    if whole.chars().count() <= LONG_QUOTE {
        return whole;
    }
    let all: Vec<&str> = words.split_whitespace().collect();
    for count in 5..all.len() / 2 {
        let (head, tail) = (all[..count].join(" "), all[all.len() - count..].join(" "));
        let once = |part: &str| text.matches(part).count() == 1;
        if once(&head) && once(&tail) && !head.contains('…') && !tail.contains('…') {
            return format!("{head} … {tail}");
        }
    }
    whole
}

/// Front matter in the canonical order of keys, without empty ones.
pub(crate) fn front_matter(matter: &FrontMatter) -> String {
    let mut out = String::new();
    field(&mut out, "title", &matter.title);
    if let Some(date) = matter.date {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "date: {date}");
        field(&mut out, "date_basis", &matter.date_basis);
    }
    field(&mut out, "source", &matter.source);
    list(&mut out, "byline", &matter.byline);
    field(&mut out, "url", &matter.url);
    field(&mut out, "language", &matter.language);
    if let Some(translation) = &matter.translation {
        let _ = writeln!(out, "translation: {}", translation_value(translation));
    }
    if let Some(image) = &matter.image {
        write_image(&mut out, image);
    }
    list(&mut out, "topics", &matter.topics);
    if !matter.quotes.is_empty() {
        out.push_str("quotes:\n");
    }
    for quote in &matter.quotes {
        let _ = writeln!(out, "  - text: {}\n    speaker: {}", scalar(&quote.text), scalar(&quote.speaker));
    }
    if let Some(day) = matter.retrieved {
        let _ = writeln!(out, "retrieved: {day}");
    }
    if let Some(seed) = &matter.seed {
        let part =
            if seed.part.is_empty() { String::new() } else { format!(", part: {}", flow_scalar(&seed.part)) };
        let _ =
            writeln!(out, "seed: {{file: {}, sha256: \"{}\"{part}}}", flow_scalar(&seed.file), seed.sha256);
    }
    out
}

/// `{from: ru, by: machine}`
pub(super) fn translation_value(translation: &Translation) -> String {
    format!("{{from: {}, by: {}}}", flow_scalar(&translation.from), flow_scalar(&translation.by))
}

fn write_image(out: &mut String, image: &Image) {
    let parts = [
        ("src", &image.src),
        ("alt", &image.alt),
        ("caption", &image.caption),
        ("credit", &image.credit),
        ("creator", &image.creator),
    ];
    if parts.iter().all(|(_, value)| value.is_empty()) {
        return;
    }
    out.push_str("image:\n");
    for (key, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {key}: {}", scalar(value));
    }
}

fn field(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(out, "{key}: {}", scalar(value));
    }
}

fn list(out: &mut String, key: &str, values: &[String]) {
    if !values.is_empty() {
        let _ = writeln!(out, "{key}: {}", flow_list(values));
    }
}

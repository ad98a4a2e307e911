//! Seed bytes to facts, suggestions and an account of every cut.
//!
//! A format turns bytes into drafts, blocks of text with what the format itself knows. Rules then read and cut
//! the drafts, all formats alike; what is left is the body. The body is read closely by [`annotate()`].

pub mod annotate;
pub mod calendar;
pub mod charset;
pub mod compose;
pub mod draft;
pub mod format;
pub mod html;
pub mod mojibake;
pub mod passage;
pub mod remnants;
pub mod rules;
pub mod saved;
pub mod sources;

use annotate::{Context, annotate};
use draft::Draft;
use format::Refusal;
pub use sources::Sources;

use crate::{
    model::{diagnostic::Diagnostic, inputs::InputFile, reading::Reading},
    text::address::without_tracking,
};

/// Reads a seed: one article for most formats, one an entry for feeds. `limit` is the largest size in bytes.
/// A seed that is too large, empty, not a text or of an unknown format gives a diagnostic that says what to do.
pub fn read_seed(seed: &InputFile, limit: usize, sources: &Sources) -> Result<Vec<Reading>, Diagnostic> {
    if seed.bytes.len() > limit {
        let message = format!("this seed has {} bytes, more than the limit of {limit}", seed.bytes.len());
        return Err(Diagnostic::error("seed-too-large", message)
            .in_file(&seed.path)
            .hint("split it, or raise `seed_limit` in dossier.yaml"));
    }
    let drafts = format::drafts(seed, sources).map_err(|refusal| refused(seed, &refusal))?;
    let readings: Vec<Reading> = drafts.into_iter().map(|draft| read_draft(draft, sources)).collect();
    if readings.iter().all(|reading| reading.text.is_empty() && reading.title.is_none()) {
        return Err(Diagnostic::error("seed-empty", "this seed holds no text")
            .in_file(&seed.path)
            .hint("save the article again, or delete the file"));
    }
    Ok(readings)
}

fn refused(seed: &InputFile, refusal: &Refusal) -> Diagnostic {
    let diagnostic = match refusal {
        Refusal::NotText(why) => Diagnostic::error("seed-not-text", format!("this seed {}", why.0))
            .hint("save the article as text or as a web page"),
        Refusal::UnknownFormat(extension) => Diagnostic::error(
            "seed-format-unknown",
            format!("seeds of the kind `.{extension}` cannot be read"),
        )
        .hint(format!("seeds can be {}; save the article in one of these forms", format::KNOWN)),
    };
    diagnostic.in_file(&seed.path)
}

/// The rules in their order, then both forms of the body, then what only the finished text can tell.
fn read_draft(draft: Draft, sources: &Sources) -> Reading {
    let draft = rules::credit::read(draft, sources);
    let draft = rules::title::read(draft, sources);
    let draft = rules::tail::read(draft, sources);
    let draft = rules::head::read(draft, sources);
    let draft = rules::addresses::read(draft);
    let body = compose::compose(&draft.blocks);
    let mut reading =
        Reading { text: body.text, markdown: body.markdown, origin: body.origin, ..draft.reading };
    reading.url = reading.url.as_deref().map(without_tracking);
    reading.language = rules::language::settle(reading.language.take(), &reading.text);
    reading.translation = rules::translation::read(&reading, sources);
    with_annotations(reading)
}

fn with_annotations(reading: Reading) -> Reading {
    let context = Context {
        title: reading.title.as_ref().map_or("", |title| &title.value),
        caption: reading.image.as_ref().map_or("", |image| &image.caption),
        published: reading.date.as_ref().map(|date| date.value),
        // A short text's language is often guessed wrong by its letters; its small words tell better.
        language: reading.language.as_ref().filter(|read| read.sure).map_or("", |language| &language.value),
    };
    let found = annotate(&reading.text, &context);
    let (quotes, dates, events) = (found.quotes, found.dates, found.events);
    Reading { quotes, dates, events, topics: found.topics, names: found.names, ..reading }
}

#[cfg(test)]
mod tests;

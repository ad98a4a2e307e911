//! `dossier read`: what would be read in files, and why. Nothing is written.

use rayon::prelude::*;

use super::{Outcome, any_at_least, settings};
use crate::{
    cli::{BuildArgs, Common, ReadArgs},
    edge::{
        disk::{self, Outside},
        terminal::{self, Progress},
    },
    model::{
        config::Config,
        diagnostic::{Diagnostic, Severity},
        inputs::InputFile,
        reading::{Basis, Mode, Read, Reading},
    },
    stages::{
        clean::{Sources, read_seed},
        ingest::known_sources,
        report::Report,
    },
    text::one_line,
};

/// Files that are in memory at the same time; each may be as large as a seed may be.
const AT_ONCE: usize = 64;

/// Runs the command. It works outside of a dossier too; inside, the dossier's own sources and limits count.
pub fn read(common: &Common, args: &ReadArgs) -> Outcome {
    let (sources, limit) = known(common);
    let (files, mut problems) = disk::outside(&args.files);
    let progress = if common.quiet { Progress::silent() } else { Progress::start("files", files.len()) };
    for some in files.chunks(AT_ONCE) {
        let read = |file: &Outside| {
            let shown = one(file, limit, &sources, args.json);
            progress.step();
            shown
        };
        for shown in some.par_iter().map(read).collect::<Vec<_>>() {
            match shown {
                Ok(documents) if args.json => documents.iter().for_each(|line| terminal::show_json(line)),
                Ok(documents) => documents.iter().for_each(|text| terminal::show(text)),
                Err(problem) => problems.push(problem),
            }
        }
    }
    drop(progress);
    terminal::print(&problems);
    if any_at_least(&problems, Severity::Error) { Outcome::Problems } else { Outcome::Well }
}

/// The outlets that a dossier knows, and how large a seed may be.
fn known(common: &Common) -> (Sources, usize) {
    let at_home = disk::find_root(&common.root)
        .ok()
        .and_then(|root| Some((settings::read(&root, common, &BuildArgs::default()).ok()?.0, root)));
    match at_home {
        Some((config, root)) => {
            let limit = config.seed_limit;
            (known_sources(&disk::read_sources(&root)), limit)
        }
        None => (Sources::new(&[]), Config::default().seed_limit),
    }
}

/// The documents of one file, as they are printed.
fn one(file: &Outside, limit: usize, sources: &Sources, json: bool) -> Result<Vec<String>, Diagnostic> {
    let seed = disk::read_outside(file, limit)?;
    let readings = read_seed(&seed, limit, sources)?;
    let shown = |reading| if json { Report::new(&seed, reading).line() } else { page(&seed, reading) };
    Ok(readings.iter().map(shown).collect())
}

/// Everything about one document, for people.
fn page(seed: &InputFile, reading: &Reading) -> String {
    let mut lines = Vec::new();
    let part = if reading.part.is_empty() { String::new() } else { format!(", {}", reading.part) };
    lines.push(format!("{}{part}", seed.path));
    let mut fact = |label: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("  {label:<12} {value}")));
    };
    fact("title", read_as(reading.title.as_ref()));
    fact("date", read_as(reading.date.as_ref()));
    fact("by", (!reading.authors.is_empty()).then(|| reading.authors.join(", ")));
    fact("source", read_as(reading.source.as_ref()));
    fact("address", reading.url.clone());
    fact("language", read_as(reading.language.as_ref()));
    let translation = reading.translation.as_ref().map(|read| Read {
        value: format!("from {}{}", read.value.from, by(&read.value.by)),
        basis: read.basis.clone(),
        sure: read.sure,
    });
    fact("translation", read_as(translation.as_ref()));
    if let Some(image) = &reading.image {
        fact("picture", Some(image.src.clone()).filter(|src| !src.is_empty()));
        fact("  caption", Some(image.caption.clone()).filter(|caption| !caption.is_empty()));
        let credit = [&image.credit, &image.creator].map(String::as_str);
        let credit: Vec<&str> = credit.into_iter().filter(|part| !part.is_empty()).collect();
        fact("  credit", (!credit.is_empty()).then(|| credit.join(" / ")));
    }
    lines.push(String::new());
    lines.push(reading.markdown.trim_end().to_owned());
    section(
        &mut lines,
        "Quotes",
        reading.quotes.iter().map(|quote| {
            let speaker = read_as(quote.speaker.as_ref()).unwrap_or_else(|| "speaker unknown".to_owned());
            let mode = if quote.mode == Mode::Direct { "" } else { " (not word for word)" };
            format!("“{}”{mode}\n    {speaker}", brief(&reading.text[quote.span.clone()]))
        }),
    );
    section(
        &mut lines,
        "Events",
        reading.events.iter().map(|event| {
            format!("{}, {}: {}{}", event.date, event.status.word(), event.text, because(&event.basis))
        }),
    );
    section(
        &mut lines,
        "Dates",
        reading
            .dates
            .iter()
            .map(|date| format!("{}: “{}”", date.value, brief(&reading.text[date.span.clone()]))),
    );
    section(
        &mut lines,
        "Names",
        reading.topics.iter().map(|topic| {
            let also = if topic.aliases.is_empty() {
                String::new()
            } else {
                format!(", also {}", topic.aliases.join(", "))
            };
            format!("{} ({}){also}{}", topic.name, topic.kind.word(), because(&topic.basis))
        }),
    );
    section(
        &mut lines,
        "Cut",
        reading.removed.iter().map(|cut| format!("{}: “{}”", cut.reason, brief(&cut.text))),
    );
    lines.push(String::new());
    lines.join("\n")
}

fn section(lines: &mut Vec<String>, heading: &str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_some() {
        lines.push(format!("\n{heading}"));
        lines.extend(entries.map(|entry| format!("  {entry}")));
    }
}

/// A value with its basis, and with a mark when it is a suggestion.
fn read_as<T: std::fmt::Display>(read: Option<&Read<T>>) -> Option<String> {
    read.map(|read| {
        let unsure = if read.sure { "" } else { ", to be reviewed" };
        format!("{}{unsure}{}", read.value, because(&read.basis))
    })
}

fn because(basis: &Basis) -> String {
    if basis.rule.is_empty() { String::new() } else { format!("  [{}]", brief(&basis.in_words())) }
}

fn by(who: &str) -> String {
    if who.is_empty() { String::new() } else { format!(" by {who}") }
}

/// The longest passage that is shown of a quote or cut, in characters.
const LONGEST: usize = 160;

fn brief(text: &str) -> String {
    let words = one_line(text);
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", words[..end].trim_end()),
        None => words,
    }
}

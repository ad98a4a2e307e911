//! Scores of the reading rules on open data: names on `re3d` and `gum-wikinews`, dates on `date-specs` and
//! `gum-wikinews`, quotes on both of the first. The folder is named by `DOSSIER_DATA` (default `../shared/data`); without it nothing is measured.
//! `DOSSIER_SHOW=names`, `gum`, `dates`, `days`, `specs` or `speakers` lists what was missed and what was wrong, `quotes` and
//! `events` what was read. `DOSSIER_READ=FILE` shows what is read in one plain text, on the day `DOSSIER_DATE` and in the
//! language `DOSSIER_LANGUAGE`.
//!
//! Names count as right when they have the kind of a marked name and overlap it (`overlap`), or have its very words
//! but for articles and titles (`exact`). The truth of re3d also marks pronouns and descriptions ("children"); those
//! are left out of what is to be found. GUM does not give kinds in this form: there a run of proper nouns is to be
//! found, whatever its kind.

#![expect(clippy::disallowed_methods, reason = "a bench reads its data and its settings itself")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{fs, ops::Range, path::Path, time::Duration};

use dossier::{
    model::topic::Kind,
    stages::clean::annotate::{Annotations, Context, annotate},
};
use serde_json::Value;

mod gum;
mod gum_scores;
mod quotes;
mod specs;

/// Right, given and wanted counts.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    given: usize,
    found: usize,
    wanted: usize,
}

impl Tally {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn row(&self, label: &str) {
        let share = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        let (p, r) = (share(self.right, self.given), share(self.found, self.wanted));
        let f = if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
        println!(
            "{label:<34} {p:>6.3} {r:>6.3} {f:>6.3}   {:>5} of {:>5} given, {:>5} of {:>5} wanted",
            self.right, self.given, self.found, self.wanted
        );
    }
}

fn main() {
    let folder = std::env::var("DOSSIER_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let show = std::env::var("DOSSIER_SHOW").unwrap_or_default();
    if let Ok(file) = std::env::var("DOSSIER_READ") {
        return read_file(Path::new(&file));
    }
    let folder = Path::new(&folder);
    if !folder.is_dir() {
        println!("scores: skipped, there is no folder {}", folder.display());
        return;
    }
    println!("{:<34} {:>6} {:>6} {:>6}", "", "P", "R", "F1");
    let mut quotes = quotes::Score::new();
    re3d(folder, &show, &mut quotes);
    gum_scores::names_and_dates(folder, &show, &mut quotes);
    quotes.rows();
    for file in ["DateTimeModel", "DateTimeModelComplexCalendar", "DateTimeModelExperimentalMode"] {
        specs::score(folder, file, &show);
    }
    speed(folder);
}

/// Shows what is read in one text.
fn read_file(file: &Path) {
    let text = fs::read_to_string(file).unwrap_or_default();
    let published = std::env::var("DOSSIER_DATE").ok().and_then(|date| date.parse().ok());
    let language = std::env::var("DOSSIER_LANGUAGE").unwrap_or_default();
    let read = annotate(&text, &Context { published, language: &language, ..Context::default() });
    show_reading(&text, &read, "quotes");
    for date in &read.dates {
        println!("{} = {}", &text[date.span.clone()], date.value);
    }
    for topic in &read.topics {
        println!("{:?}: {} ({}) = {:?}", topic.kind, topic.name, topic.basis.rule, topic.aliases);
    }
}

fn lines_of(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.trim_start_matches('\u{feff}').lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}

/// Byte offsets of character offsets.
fn bytes(text: &str, range: &Range<usize>) -> Range<usize> {
    let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    at(range.start)..at(range.end)
}

const KINDS: [(Kind, &str); 3] =
    [(Kind::Person, "Person"), (Kind::Organisation, "Organisation"), (Kind::Place, "Location")];

fn re3d(folder: &Path, show: &str, quotes: &mut quotes::Score) {
    let mut tallies = [(Tally::default(), Tally::default()); 3];
    let mut sources: Vec<_> =
        fs::read_dir(folder.join("re3d")).into_iter().flatten().flatten().map(|e| e.path()).collect();
    sources.sort();
    for source in sources.iter().filter(|path| path.is_dir()) {
        let entities = lines_of(&source.join("entities.json"));
        for document in lines_of(&source.join("documents.json")) {
            let text = document["text"].as_str().unwrap_or_default();
            let context = Context { language: "en", ..Context::default() };
            let read = annotate(text, &context);
            show_reading(text, &read, show);
            quotes.compare(document["_id"].as_str().unwrap_or_default(), text, &read, show);
            for (tally, (kind, label)) in tallies.iter_mut().zip(KINDS) {
                let truth: Vec<Range<usize>> = entities
                    .iter()
                    .filter(|e| e["documentId"] == document["_id"] && e["type"] == *label)
                    .map(|e| bytes(text, &(number(&e["begin"])..number(&e["end"]))))
                    .collect();
                compare(text, &read, kind, &truth, tally, show);
            }
        }
    }
    for ((overlap, exact), (_, label)) in tallies.iter().zip(KINDS) {
        overlap.row(&format!("re3d {label}, overlap"));
        exact.row(&format!("re3d {label}, exact"));
    }
}

fn show_reading(text: &str, read: &Annotations, show: &str) {
    if show == "quotes" {
        for quote in &read.quotes {
            let speaker = quote
                .speaker
                .as_ref()
                .map_or("-".to_owned(), |s| format!("{}{}", s.value, if s.sure { "" } else { "?" }));
            let words = &text[quote.span.clone()];
            let start = (quote.span.start.saturating_sub(60)..=quote.span.start)
                .find(|&i| text.is_char_boundary(i))
                .unwrap_or(0);
            let end =
                (quote.span.end + 60..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
            let shown: String = words.chars().take(60).collect();
            let lead = text[start..quote.span.start].replace('\n', "¶");
            let tail = text[quote.span.end..end.max(quote.span.end)].replace('\n', "¶");
            println!("[{speaker}] {:?} {} | {lead} [[{shown}]] {tail}", quote.mode, quote.cue);
        }
    }
    if show == "events" {
        for event in &read.events {
            println!(
                "{} {:?} {} | {}",
                event.date,
                event.status,
                event.text,
                event.basis.words.replace('\n', " ")
            );
        }
    }
}

fn compare(
    text: &str,
    read: &Annotations,
    kind: Kind,
    truth: &[Range<usize>],
    tally: &mut (Tally, Tally),
    show: &str,
) {
    let given: Vec<&Range<usize>> =
        read.names.iter().filter(|n| read.topics[n.topic].kind == kind).map(|n| &n.span).collect();
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let same = |a: &Range<usize>, b: &Range<usize>| {
        bare(&text[a.clone()]) == bare(&text[b.clone()]) && overlaps(a, b)
    };
    let wanted: Vec<&Range<usize>> = truth.iter().filter(|t| is_name(&text[(*t).clone()])).collect();
    for name in &given {
        let right = truth.iter().any(|t| overlaps(t, name));
        tally.0.given += 1;
        tally.1.given += 1;
        tally.0.right += usize::from(right);
        tally.1.right += usize::from(truth.iter().any(|t| same(t, name)));
        if !right && show == "names" {
            println!("wrong {kind:?}: {} | {}", &text[(*name).clone()], around(text, name));
        }
    }
    for name in &wanted {
        let found = given.iter().any(|g| overlaps(g, name));
        tally.0.wanted += 1;
        tally.1.wanted += 1;
        tally.0.found += usize::from(found);
        tally.1.found += usize::from(given.iter().any(|g| same(g, name)));
        if !found && show == "names" {
            println!("missed {kind:?}: {} | {}", &text[(*name).clone()], around(text, name));
        }
    }
}

fn around<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let mut start = range.start.saturating_sub(40);
    let mut end = (range.end + 30).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text[start..end].lines().max_by_key(|l| l.len()).unwrap_or_default()
}

/// The words without articles, titles and what is not a letter or digit.
fn bare(words: &str) -> String {
    const TITLES: &[&str] = &[
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "general",
        "lt",
        "col",
        "colonel",
        "maj",
        "major",
        "sgt",
        "president",
        "prime",
        "minister",
        "secretary",
        "foreign",
        "army",
        "navy",
        "air",
        "force",
        "captain",
        "capt",
        "us",
        "u",
        "s",
        "uk",
    ];
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !TITLES.contains(&w.to_lowercase().as_str()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether marked words are a name and not a description: a capital that is no article.
fn is_name(words: &str) -> bool {
    const NOT: &[&str] = &[
        "The", "A", "An", "I", "He", "She", "We", "They", "His", "Her", "Our", "My", "You", "It", "Its",
        "Their", "This", "Some",
    ];
    words.split_whitespace().last().is_some_and(|w| w.starts_with(char::is_uppercase) && !NOT.contains(&w))
}

/// How many articles of about 4 KB one core annotates a second.
#[expect(clippy::disallowed_types, reason = "a bench measures time")]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn speed(folder: &Path) {
    let mut texts: Vec<String> = Vec::new();
    for source in fs::read_dir(folder.join("re3d")).into_iter().flatten().flatten() {
        for document in lines_of(&source.path().join("documents.json")) {
            texts.push(document["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let context = Context { published: "2016-12-01".parse().ok(), language: "en", ..Context::default() };
    let start = std::time::Instant::now();
    let mut rounds = 0;
    while rounds < 3 || start.elapsed() < Duration::from_secs(1) {
        for text in &texts {
            std::hint::black_box(annotate(text, &context));
        }
        rounds += 1;
        if start.elapsed() > Duration::from_secs(5) {
            break;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let articles = (bytes * rounds) as f64 / 4096.0;
    println!("annotating: {:.0} texts of 4 KB a second on one core", articles / seconds);
}

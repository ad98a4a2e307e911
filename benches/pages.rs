//! How well saved web pages are read, measured against what people noted of them.
//!
//! `cargo bench --bench pages` with the folder of open data in `DOSSIER_DATA` (default `../shared/data`), which
//! holds `saved-pages/manifest.json`. With `-v` after `--` every
//! miss is named; with a part of a page's name that page is shown as it was read.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a bench measures and prints"
)]

use std::{fs, path::PathBuf, time::Instant};

use dossier::{
    model::{
        inputs::{InputFile, RelPath},
        reading::Reading,
    },
    stages::clean::{Sources, read_seed},
};
use serde_json::Value;

/// How often something was right, of how many times it could be.
#[derive(Default)]
struct Tally {
    right: usize,
    of: usize,
}

impl Tally {
    fn count(&mut self, right: bool, verbose: bool, what: impl FnOnce() -> String) {
        self.of += 1;
        self.right += usize::from(right);
        if !right && verbose {
            println!("    {}", what());
        }
    }
}

#[derive(Default)]
struct Tallies {
    title: Tally,
    date: Tally,
    author: Tally,
    with: Tally,
    without: Tally,
    comments: Tally,
}

fn main() {
    let data =
        std::env::var_os("DOSSIER_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let folder = data.join("saved-pages");
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
        println!("pages: skipped, there is no {}", folder.join("manifest.json").display());
        return;
    };
    let verbose = std::env::args().any(|argument| argument == "-v");
    let shown = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let entries: Vec<Value> = serde_json::from_str(&manifest).expect("a manifest in JSON");
    let sources = Sources::new(&[]);
    let mut tallies = Tallies::default();
    let (mut bytes, mut seconds) = (0, 0.0);
    for entry in &entries {
        let name = text_of(entry, "file");
        let page = fs::read(folder.join(name)).expect(name);
        bytes += page.len();
        let seed = InputFile { path: RelPath::new(format!("seeds/{name}")), bytes: page.into() };
        let start = Instant::now();
        let reading = read_seed(&seed, usize::MAX, &sources);
        seconds += start.elapsed().as_secs_f64();
        let reading = reading.ok().and_then(|mut readings| readings.pop()).unwrap_or_default();
        judge(&mut tallies, entry, &reading, verbose);
        if shown.as_ref().is_some_and(|part| name.contains(part.as_str())) {
            println!("{}\n", reading.markdown);
            reading.removed.iter().for_each(|cut| println!("[{}] {}", cut.reason, cut.text));
        }
    }
    println!(
        "pages: {} pages, {} KB, {:.0} a second on one core",
        entries.len(),
        bytes / 1024,
        per_second(entries.len(), seconds)
    );
    for (what, tally) in [
        ("title exact", &tallies.title),
        ("date same day", &tallies.date),
        ("author", &tallies.author),
        ("text kept", &tallies.with),
        ("other text dropped", &tallies.without),
        ("comments dropped", &tallies.comments),
    ] {
        println!("  {what:<20} {:>4} of {}", tally.right, tally.of);
    }
}

fn judge(tallies: &mut Tallies, entry: &Value, reading: &Reading, verbose: bool) {
    let file = text_of(entry, "file");
    let title = reading.title.as_ref().map_or("", |title| &title.value);
    let date = reading.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default();
    let author = reading.authors.join(", ");
    let field = |tally: &mut Tally, key: &str, read: &str| {
        let known = text_of(entry, key);
        if !known.is_empty() {
            let same = evened(read).to_lowercase() == evened(known).to_lowercase()
                && (key != "title" || evened(read) == evened(known));
            tally.count(same, verbose, || format!("{file}: {key} {read:?}, not {known:?}"));
        }
    };
    field(&mut tallies.title, "title", title);
    field(&mut tallies.date, "date", &date);
    field(&mut tallies.author, "author", &author);
    let text = evened(&reading.text);
    for (tally, key, wanted) in [
        (&mut tallies.with, "with", true),
        (&mut tallies.without, "without", false),
        (&mut tallies.comments, "comments", false),
    ] {
        for words in entry[key].as_array().into_iter().flatten().filter_map(Value::as_str) {
            tally.count(text.contains(&evened(words)) == wanted, verbose, || {
                format!("{file}: {key} {words:?}")
            });
        }
    }
}

fn text_of<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry[key].as_str().unwrap_or_default()
}

/// One space between words.
fn evened(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn per_second(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds
}

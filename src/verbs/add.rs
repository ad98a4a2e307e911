//! `dossier add`: texts and pages become seeds, byte for byte, and are read at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    Failure, Outcome, any_at_least,
    build::{merge, save},
    one, settings,
};
use crate::{
    build::read_seeds,
    cli::{AddArgs, BuildArgs, Common},
    edge::{
        cache, clock,
        disk::{self, How, Outside, Save, Saved},
        fetch::{Fetched, fetch},
        terminal::{self, plural},
    },
    memo::bytes_key,
    model::{
        diagnostic::{Diagnostic, Severity},
        inputs::{InputFile, Inputs, RelPath},
        out_path::check_output_path,
        saved::{self, SAVED},
    },
    stages::{clean::format, ingest::write_saved, render::theme::builtin},
    text::slug::slug,
};

/// Something that is to become a seed.
struct Found {
    /// The name that it would like to have below `seeds/`.
    name: String,
    bytes: Vec<u8>,
    /// Where it was fetched.
    saved: Option<saved::Saved>,
}

/// Runs the command.
pub fn add(common: &Common, args: &AddArgs) -> Result<Outcome, Failure> {
    let root = disk::find_root(&common.root).map_err(one)?;
    let (config, _) = settings::read(&root, common, &BuildArgs::default()).map_err(one)?;
    let mut inputs = disk::read_inputs(&root, config, clock::today().map_err(one)?, &builtin);
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for what in &args.what {
        find(what, inputs.config.seed_limit, &mut found, &mut problems);
    }
    let saves = new_seeds(&inputs.seeds, found, common.quiet, &mut problems);
    let mut added = Vec::new();
    for (save, saved) in saves.iter().zip(disk::save_all(&root, &saves)) {
        match saved {
            Ok(Saved::Written) => {
                if !save.path.as_str().ends_with(SAVED) {
                    say(common, &format!("added {}", save.path));
                }
                added.push(InputFile { path: save.path.clone(), bytes: save.bytes.as_slice().into() });
            }
            Ok(Saved::Kept) => problems.push(
                Diagnostic::error("name-taken", "another program has made a file of this name meanwhile")
                    .in_file(&save.path)
                    .hint("add it again"),
            ),
            Err(problem) => problems.push(problem),
        }
    }
    if !added.is_empty() {
        problems.append(&mut inputs.diagnostics);
        let (saved, seeds) = added.into_iter().partition(|file| file.path.as_str().ends_with(SAVED));
        merge(&mut inputs.saved, saved);
        merge(&mut inputs.seeds, seeds);
        read(&root, &mut inputs, common, &mut problems);
    }
    terminal::print(&problems);
    Ok(if any_at_least(&problems, Severity::Error) { Outcome::Problems } else { Outcome::Well })
}

fn say(common: &Common, line: &str) {
    if !common.quiet {
        terminal::say(line);
    }
}

/// Adds what one argument names.
fn find(what: &str, limit: usize, found: &mut Vec<Found>, problems: &mut Vec<Diagnostic>) {
    if what.starts_with("https://") || what.starts_with("http://") {
        match fetch(what, limit).and_then(of_web) {
            Ok(page) => found.push(page),
            Err(problem) => problems.push(problem),
        }
        return;
    }
    let path = PathBuf::from(what);
    let (files, trouble) = disk::outside(std::slice::from_ref(&path));
    problems.extend(trouble);
    for file in files {
        match disk::read_outside(&file, limit).and_then(|read| of_disk(&file, &path, &read)) {
            Ok(one) => found.push(one),
            Err(problem) => problems.push(problem),
        }
    }
}

/// What was fetched, named after host and path.
fn of_web(page: Fetched) -> Result<Found, Diagnostic> {
    let address = page.url.split_once("://").map_or(page.url.as_str(), |(_, rest)| rest);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let (stem, extension) = last.rsplit_once('.').unwrap_or((last, ""));
    let kind = page.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let extension = match kind.as_str() {
        "text/html" => "html",
        "application/xhtml+xml" => "xhtml",
        "application/rss+xml" => "rss",
        "application/atom+xml" => "atom",
        "application/xml" | "text/xml" => "xml",
        "text/markdown" => "md",
        "text/plain" => {
            if format::is_known(extension) {
                extension
            } else {
                "txt"
            }
        }
        "message/rfc822" => "eml",
        "" | "application/octet-stream" if format::is_known(extension) => extension,
        _ => {
            let message = format!("{} is of the kind `{kind}`, which cannot be read", page.url);
            return Err(Diagnostic::error("seed-format-unknown", message)
                .hint(format!("seeds can be {}", format::KNOWN)));
        }
    };
    let host = host.strip_prefix("www.").unwrap_or(host).split(':').next().unwrap_or_default();
    let name = format!("{}.{extension}", slug(format!("{host} {stem}").trim()));
    let saved = saved::Saved {
        url: page.url,
        retrieved: clock::now()?,
        date: page.date,
        last_modified: page.last_modified,
        content_type: page.content_type,
    };
    Ok(Found { name, bytes: page.bytes, saved: Some(saved) })
}

/// A file, named as it is; one of a folder, with the folder's name before it; standard input, after its first words.
fn of_disk(file: &Outside, named: &Path, read: &InputFile) -> Result<Found, Diagnostic> {
    let bytes = read.bytes.to_vec();
    let Outside::File(place) = file else {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).trim_start().to_owned();
        let kind = if start.starts_with('<') { "html" } else { "txt" };
        let first: String = start.lines().next().unwrap_or_default().chars().take(80).collect();
        let words = if kind == "html" { "pasted page".to_owned() } else { first };
        return Ok(Found { name: format!("{}.{kind}", slug(&words)), bytes, saved: None });
    };
    if !format::is_known(&read.path.extension()) {
        let message = format!("files of the kind `.{}` cannot be read", read.path.extension());
        return Err(Diagnostic::error("seed-format-unknown", message)
            .in_file(&read.path)
            .hint(format!("seeds can be {}; save it in one of these forms", format::KNOWN)));
    }
    let below = named.parent().and_then(|parent| place.strip_prefix(parent).ok()).unwrap_or(place);
    let name = below.iter().map(|part| part.to_string_lossy()).filter(|part| *part != "." && *part != "..");
    let name = name.map(|part| fit(&part)).collect::<Vec<_>>().join("/");
    Ok(Found { name, bytes, saved: None })
}

/// A part of a path as it may stand on every disk.
fn fit(part: &str) -> String {
    if check_output_path(part).is_ok() && !part.contains('/') {
        return part.to_owned();
    }
    match part.rsplit_once('.') {
        Some((stem, extension)) => format!("{}.{}", slug(stem), slug(extension)),
        None => slug(part),
    }
}

/// What is to be written. Texts that are seeds already are said and passed over.
fn new_seeds(
    known: &[InputFile],
    found: Vec<Found>,
    quiet: bool,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Save> {
    let mut by_bytes: BTreeMap<u128, RelPath> =
        known.iter().map(|seed| (bytes_key(&seed.bytes), seed.path.clone())).collect();
    let mut taken: BTreeSet<String> = known.iter().map(|seed| seed.path.as_str().to_lowercase()).collect();
    let mut saves = Vec::new();
    for one in found {
        let key = bytes_key(&one.bytes);
        if let Some(twin) = by_bytes.get(&key) {
            if !quiet {
                terminal::say(&format!("{} is {twin} already", one.name));
            }
            continue;
        }
        if one.bytes.is_empty() {
            problems.push(Diagnostic::error("seed-empty", format!("{} is empty", one.name)));
            continue;
        }
        let path = free(&one.name, &mut taken);
        by_bytes.insert(key, path.clone());
        if let Some(saved) = &one.saved {
            let path = RelPath::new(format!("{path}{SAVED}"));
            saves.push(Save { path, bytes: write_saved(saved).into_bytes(), how: How::New });
        }
        saves.push(Save { path, bytes: one.bytes, how: How::New });
    }
    saves
}

/// The path below `seeds/`, with a number when there is one of that name.
fn free(name: &str, taken: &mut BTreeSet<String>) -> RelPath {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "txt"));
    let numbered = (2..).map(|number| format!("seeds/{stem}-{number}.{extension}"));
    let first = format!("seeds/{stem}.{extension}");
    let path =
        std::iter::once(first.clone()).chain(numbered).find(|path| !taken.contains(&path.to_lowercase()));
    let path = path.unwrap_or(first);
    taken.insert(path.to_lowercase());
    RelPath::new(path)
}

/// Reads what is new, as `build` does before it builds.
fn read(root: &Path, inputs: &mut Inputs, common: &Common, problems: &mut Vec<Diagnostic>) {
    let memo = cache::load(root);
    let ingested = read_seeds(inputs, &memo);
    let articles: Vec<RelPath> = ingested.articles.iter().map(|file| file.path.clone()).collect();
    save(root, inputs, ingested, common.verbose, problems);
    for article in &articles {
        say(common, &format!("read into {article}"));
    }
    if !articles.is_empty() {
        let count = plural(articles.len(), "new article");
        say(common, &format!("{count}: see what waits with `dossier review`, build with `dossier`"));
    }
}

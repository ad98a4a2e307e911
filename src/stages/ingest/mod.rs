//! Seeds that nobody has read yet become articles and suggestions.
//!
//! Ownership decides everything here. An article is written once and is a person's from then on; a review file
//! is the machine's and is written again whenever its seed or the rules have changed. Which seeds were read is
//! no hidden state: an article names its seed by hash, a review the seed and the rules that it was made with.
//! The stage only says what should be written; `verbs` lets the edge write it.

mod article;
mod changed;
mod review;
mod saved;
mod topics;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use changed::{ChangedSeed, changed_seeds, unread_seeds};
pub(crate) use review::{paragraph_key, paragraph_keys, write as write_review, write_topics};
pub use saved::write_saved;

use super::{
    clean::{Sources, read_seed, saved::with_saved},
    gather::{TOPICS_REVIEW, read_matter, read_yaml},
};
use crate::{
    memo::{self, Memo, bytes_key},
    model::{
        article::{FrontMatter, SeedRef},
        diagnostic::Diagnostic,
        inputs::{InputFile, Inputs, RelPath},
        reading::{RULES, Reading, TopicRead},
        review::Review,
        source::SourceMatter,
    },
    text::slug::slug,
    yaml,
};

/// What should be written below the root.
#[derive(Debug, Default)]
pub struct Ingested {
    /// New files in `content/articles/`, which must not overwrite anything.
    pub articles: Vec<InputFile>,
    /// New and changed files in `content/review/`.
    pub review: Vec<InputFile>,
    /// What was wrong with seeds.
    pub diagnostics: Vec<Diagnostic>,
}

/// An article that is there, and the seed that it came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Known {
    seed: Option<SeedRef>,
    matter: FrontMatter,
}

/// A review that is there, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Reviewed {
    seed: SeedRef,
    rules: u32,
    names: Vec<TopicRead>,
    paragraphs: Vec<String>,
    accepted: Vec<String>,
    rejected: Vec<String>,
}

/// Reads the seeds that are new or have changed, and brings the list of new topics up to date.
pub fn ingest(inputs: &Inputs, memo: &Memo) -> Ingested {
    let mut ingested = Ingested::default();
    if inputs.seeds.is_empty() && inputs.review.is_empty() {
        return ingested;
    }
    let mut reviewed = reviewed(&inputs.review, memo);
    let known = known_articles(&inputs.articles, &reviewed, memo);
    let work = work_list(inputs, &known, &reviewed, memo, &mut ingested.diagnostics);
    let read = read_all(&work, inputs);
    let mut stems: BTreeSet<String> = known.keys().map(|stem| (*stem).to_owned()).collect();
    stems.extend(reviewed.keys().cloned());
    // Its review would have the name of the list of new topics.
    stems.insert(RelPath::new(TOPICS_REVIEW).stem().to_owned());
    for (job, readings) in read {
        match readings {
            Ok(readings) => {
                for reading in readings {
                    add(job, &reading, inputs, &known, &mut stems, &mut reviewed, &mut ingested);
                }
            }
            Err(problem) => ingested.diagnostics.push(problem),
        }
    }
    // A review whose article is gone is evidence of nothing.
    let new: BTreeSet<&str> = ingested.articles.iter().map(|file| file.path.stem()).collect();
    reviewed.retain(|stem, _| known.contains_key(stem.as_str()) || new.contains(stem.as_str()));
    ingested.review.extend(topics::file(inputs, &reviewed, memo, &mut ingested.diagnostics));
    ingested
}

/// Reads every seed of the list. Without one the table of outlets is not even made.
fn read_all<'a>(
    work: &'a [Job<'a>],
    inputs: &Inputs,
) -> Vec<(&'a Job<'a>, Result<Vec<Reading>, Diagnostic>)> {
    if work.is_empty() {
        return Vec::new();
    }
    let sources = known_sources(&inputs.sources);
    let read = |job: &'a Job<'a>| {
        let readings = read_seed(job.seed, inputs.config.seed_limit, &sources)?;
        Ok(match saved::beside(job.seed, inputs)? {
            Some(saved) => with_saved(readings, &saved),
            None => readings,
        })
    };
    work.par_iter().map(|job| (job, read(job))).collect()
}

/// A seed to be read.
struct Job<'a> {
    seed: &'a InputFile,
    sha256: String,
}

fn work_list<'a>(
    inputs: &'a Inputs,
    known: &BTreeMap<&str, Known>,
    reviewed: &BTreeMap<String, Reviewed>,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Job<'a>> {
    let sums: Vec<String> = inputs.seeds.par_iter().map(|seed| sha256(seed, memo)).collect();
    let mut articles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (stem, article) in known {
        if let Some(seed) = &article.seed {
            articles.entry(seed.file.as_str()).or_default().push(stem);
        }
    }
    // The review that says so must lie beside the article: one that was renamed gets its suggestions again.
    let was_read = |stem: &str, file: &str, sha256: &str| {
        reviewed.get(stem).is_some_and(|review| {
            review.rules == RULES && review.seed.file == file && review.seed.sha256 == sha256
        })
    };
    let by_hash: BTreeMap<&str, &str> = known
        .values()
        .filter_map(|article| article.seed.as_ref().map(|seed| (seed.sha256.as_str(), seed.file.as_str())))
        .collect();
    let mut seen: BTreeMap<String, &RelPath> = BTreeMap::new();
    let mut work = Vec::new();
    for (seed, sha256) in inputs.seeds.iter().zip(sums) {
        let file = seed.path.as_str();
        let twin = by_hash
            .get(sha256.as_str())
            .copied()
            .filter(|other| !articles.contains_key(file) && *other != file);
        let twin = twin.or_else(|| seen.get(&sha256).map(|path| path.as_str()));
        if let Some(twin) = twin {
            diagnostics.push(
                Diagnostic::note("seed-twin", format!("the same bytes as {twin}, so it is not read"))
                    .in_file(&seed.path)
                    .hint("delete one of the two"),
            );
            continue;
        }
        seen.insert(sha256.clone(), &seed.path);
        match articles.get(file) {
            None if reviewed.values().any(|review| review.seed.file == file) => {
                diagnostics.push(deleted(&seed.path));
            }
            // What is wrong with that file, `gather` says.
            None if is_named_in(file, inputs, known, reviewed) => {}
            Some(stems) if stems.iter().all(|stem| was_read(stem, file, &sha256)) => {}
            _ => work.push(Job { seed, sha256 }),
        }
    }
    work
}

/// Whether a file that cannot be read just now names a seed: then it may be the seed's article, or remember that
/// there was one, and a second one is not made.
fn is_named_in(
    seed: &str,
    inputs: &Inputs,
    known: &BTreeMap<&str, Known>,
    reviewed: &BTreeMap<String, Reviewed>,
) -> bool {
    let unread =
        |file: &&InputFile| known.get(file.path.stem()).is_some_and(|article| article.seed.is_none());
    let articles = inputs.articles.iter().filter(unread);
    let lost = |file: &&InputFile| !reviewed.contains_key(file.path.stem());
    let reviews = inputs.review.iter().filter(|file| file.path.as_str() != TOPICS_REVIEW).filter(lost);
    articles
        .filter(|file| read_matter::<FrontMatter>(file).is_err())
        .chain(reviews)
        .any(|file| String::from_utf8_lossy(&file.bytes).contains(seed))
}

fn deleted(seed: &RelPath) -> Diagnostic {
    Diagnostic::note("article-deleted", "its article was deleted, so it is not read again")
        .in_file(seed)
        .hint("delete its file in content/review/ to read it anew, or the seed to forget it")
}

/// Adds what one article in one seed says.
fn add(
    job: &Job<'_>,
    reading: &Reading,
    inputs: &Inputs,
    known: &BTreeMap<&str, Known>,
    stems: &mut BTreeSet<String>,
    reviewed: &mut BTreeMap<String, Reviewed>,
    ingested: &mut Ingested,
) {
    let seed = SeedRef {
        file: job.seed.path.as_str().to_owned(),
        sha256: job.sha256.clone(),
        part: reading.part.clone(),
    };
    let same = |other: &SeedRef| other.file == seed.file && other.part == seed.part;
    let mut decided = review::Decided::default();
    for review in reviewed.values().filter(|review| same(&review.seed)) {
        decided.add(&review.accepted, &review.rejected);
    }
    let mut changed = false;
    let before = known.iter().find(|(_, article)| article.seed.as_ref().is_some_and(same));
    let (stem, matter) = match before {
        Some((stem, article)) => {
            changed = article.seed.as_ref().is_some_and(|old| old.sha256 != seed.sha256);
            if changed {
                ingested.diagnostics.push(
                    Diagnostic::warning(
                        "seed-changed",
                        "the seed has changed since its article was read from it",
                    )
                    .in_file(&job.seed.path)
                    .hint(format!(
                        "content/articles/{stem}.md was left as it is; `dossier review {stem}` shows what is new"
                    )),
                );
            }
            ((*stem).to_owned(), article.matter.clone())
        }
        None if reviewed.values().any(|review| same(&review.seed)) => {
            ingested.diagnostics.push(deleted(&job.seed.path));
            return;
        }
        None => {
            let stem = free_stem(reading, &job.seed.path, stems);
            let (matter, text) = article::write(reading, &seed);
            ingested.articles.push(new_file(format!("content/articles/{stem}.md"), &text));
            (stem, matter)
        }
    };
    let mut review = review::make(reading, &matter, seed.clone(), decided);
    if changed {
        // Until the person has seen what is new, the article belongs to the seed as it was.
        let own = reviewed.get(&stem).into_iter();
        let mut old = own.chain(reviewed.values().filter(|review| same(&review.seed)));
        review.paragraphs = old.next().map(|review| review.paragraphs.clone()).unwrap_or_default();
    }
    let path = RelPath::new(format!("content/review/{stem}.yaml"));
    // A file that cannot be read may hold decisions: it is not replaced. What is wrong with it, `gather` says.
    let unreadable = !reviewed.contains_key(&stem) && inputs.review.iter().any(|file| file.path == path);
    if !unreadable {
        keep_displaced(&stem, &seed, inputs, stems, reviewed, ingested);
        ingested.review.push(new_file(path.as_str().to_owned(), &review::write(&review)));
    }
    reviewed.insert(stem, Reviewed::new(review));
}

/// Puts the review that lies under an article's name, but is of another seed, under a name of its own: the article that
/// it belonged to was written over, and what was decided about it is still known.
fn keep_displaced(
    stem: &str,
    seed: &SeedRef,
    inputs: &Inputs,
    stems: &mut BTreeSet<String>,
    reviewed: &mut BTreeMap<String, Reviewed>,
    ingested: &mut Ingested,
) {
    let same = |other: &SeedRef| other.file == seed.file && other.part == seed.part;
    let path = RelPath::new(format!("content/review/{stem}.yaml"));
    let file = inputs.review.iter().find(|file| file.path == path);
    let (Some(file), Some(other)) = (file, reviewed.get(stem).filter(|review| !same(&review.seed))) else {
        return;
    };
    // One of so many is free.
    let most = stems.len() + 3;
    let free = (2..most).map(|n| format!("{stem}-{n}")).find(|name| !stems.contains(name));
    if let Some(free) = free {
        let text = String::from_utf8_lossy(&file.bytes);
        ingested.review.push(new_file(format!("content/review/{free}.yaml"), &text));
        let other = other.clone();
        stems.insert(free.clone());
        reviewed.insert(free, other);
    }
}

impl Reviewed {
    fn new(review: Review) -> Self {
        let Review { seed, rules, names, paragraphs, accepted, rejected, .. } = review;
        Self { seed, rules, names, paragraphs, accepted, rejected }
    }
}

/// A file name for a new article: date and title, and a number when that is taken.
fn free_stem(reading: &Reading, seed: &RelPath, stems: &mut BTreeSet<String>) -> String {
    let title = reading.title.as_ref().map_or_else(|| seed.stem(), |title| title.value.as_str());
    let day = reading.date.as_ref().filter(|date| date.sure).and_then(|date| date.value.first_day());
    let dated = match (day, reading.date.as_ref()) {
        (Some(_), Some(date)) if date.value.as_day().is_some() => slug(&format!("{} {title}", date.value)),
        _ => slug(title),
    };
    let numbered = (2..).map(|number| format!("{dated}-{number}"));
    let stem =
        std::iter::once(dated.clone()).chain(numbered).find(|stem| !stems.contains(stem)).unwrap_or(dated);
    stems.insert(stem.clone());
    stem
}

/// The articles that are there. One that cannot be read just now is known by its review: a slip in its front
/// matter must not make a second article of its seed.
fn known_articles<'a>(
    files: &'a [InputFile],
    reviewed: &BTreeMap<String, Reviewed>,
    memo: &Memo,
) -> BTreeMap<&'a str, Known> {
    let read = files.par_iter().map(|file| {
        let known = memo.get_or(memo::key(("known article", bytes_key(&file.bytes))), || {
            let text = std::str::from_utf8(&file.bytes).ok()?;
            let split = yaml::split(text).ok()?;
            let matter: FrontMatter = yaml::read(text, split.yaml, &file.path).ok()?;
            Some(Known { seed: matter.seed.clone(), matter })
        });
        let unread = || Known {
            seed: reviewed.get(file.path.stem()).map(|review| review.seed.clone()),
            matter: FrontMatter::default(),
        };
        (file.path.stem(), known.unwrap_or_else(unread))
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn reviewed(files: &[InputFile], memo: &Memo) -> BTreeMap<String, Reviewed> {
    let articles = files.par_iter().filter(|file| file.path.as_str() != TOPICS_REVIEW);
    let read = articles.filter_map(|file| {
        let key = memo::key(("reviewed 2", bytes_key(&file.bytes)));
        let review = memo.get_or(key, || Some(Reviewed::new(read_yaml(file).ok()?)));
        review.map(|review| (file.path.stem().to_owned(), review))
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

/// The outlets of `content/sources/` and the built-in ones. A file with an error is passed over: `gather` reports it.
pub fn known_sources(files: &[InputFile]) -> Sources {
    let matters = files.iter().filter_map(|file| {
        let text = std::str::from_utf8(&file.bytes).ok()?;
        let split = yaml::split(text).ok()?;
        yaml::read::<SourceMatter>(text, split.yaml, &file.path).ok()
    });
    Sources::new(&matters.collect::<Vec<_>>())
}

/// SHA-256 of a seed in hex.
pub(crate) fn sha256(seed: &InputFile, memo: &Memo) -> String {
    let hash = || {
        let digest = Sha256::digest(&seed.bytes);
        let hex = |nibble: u8| char::from_digit(u32::from(nibble), 16);
        Some(digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hex).collect::<String>())
    };
    memo.get_or(memo::key(("sha256", bytes_key(&seed.bytes))), hash).unwrap_or_default()
}

fn new_file(path: String, text: &str) -> InputFile {
    InputFile { path: RelPath::new(path), bytes: Arc::from(text.as_bytes()) }
}

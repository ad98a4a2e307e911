//! Seeds whose bytes are not those that their article was read from, read as they are now.

use std::collections::BTreeSet;

use super::{known_articles, known_sources, reviewed, sha256};
use crate::{
    memo::Memo,
    model::{
        article::{FrontMatter, SeedRef},
        diagnostic::Diagnostic,
        inputs::Inputs,
        reading::Reading,
    },
    stages::{clean::read_seed, gather::read_matter},
};

/// An article and the seed that has changed since it was read from it.
#[derive(Debug)]
pub struct ChangedSeed {
    /// File stem of the article.
    pub stem: String,
    /// The hash of the seed as it is now.
    pub sha256: String,
    /// What the article would say if it were read now; why not, when the seed cannot be read any more.
    pub reading: Result<Reading, Diagnostic>,
}

/// The articles of `stems` (all when it is empty) whose seed has changed.
pub fn changed_seeds(inputs: &Inputs, stems: &[&str]) -> Vec<ChangedSeed> {
    let memo = Memo::default();
    let mut sources = None;
    let wanted = |stem: &str| stems.is_empty() || stems.contains(&stem);
    let mut changed = Vec::new();
    for file in inputs.articles.iter().filter(|file| wanted(file.path.stem())) {
        let Ok((FrontMatter { seed: Some(seen), .. }, _)) = read_matter::<FrontMatter>(file) else {
            continue;
        };
        let found = inputs.seeds.binary_search_by(|seed| seed.path.as_str().cmp(&seen.file));
        let Some(seed) = found.ok().map(|at| &inputs.seeds[at]) else { continue };
        let sha256 = sha256(seed, &memo);
        if sha256 == seen.sha256 {
            continue;
        }
        let sources = sources.get_or_insert_with(|| known_sources(&inputs.sources));
        let gone = || {
            Diagnostic::warning(
                "entry-gone",
                format!("the entry `{}` is not in the seed any more", seen.part),
            )
            .in_file(&seed.path)
        };
        let reading = read_seed(seed, inputs.config.seed_limit, sources).and_then(|readings| {
            readings.into_iter().find(|reading| reading.part == seen.part).ok_or_else(gone)
        });
        changed.push(ChangedSeed { stem: file.path.stem().to_owned(), sha256, reading });
    }
    changed
}

/// How many seeds no article and no review knows, by path or by bytes: they are new since the last build.
pub fn unread_seeds(inputs: &Inputs) -> usize {
    let memo = Memo::default();
    let reviewed = reviewed(&inputs.review, &memo);
    let articles = known_articles(&inputs.articles, &reviewed, &memo);
    let known: Vec<&SeedRef> = articles
        .values()
        .filter_map(|article| article.seed.as_ref())
        .chain(reviewed.values().map(|review| &review.seed))
        .collect();
    let files: BTreeSet<&str> = known.iter().map(|seed| seed.file.as_str()).collect();
    let sums: BTreeSet<&str> = known.iter().map(|seed| seed.sha256.as_str()).collect();
    let new = inputs.seeds.iter().filter(|seed| !files.contains(seed.path.as_str()));
    new.filter(|seed| !sums.contains(sha256(seed, &memo).as_str())).count()
}

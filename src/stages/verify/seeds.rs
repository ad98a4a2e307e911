//! Whether every article can still be traced to the bytes that it was read from, and every seed was read.

use std::collections::BTreeMap;

use super::{Subject, owners::Owners};
use crate::{
    model::{
        article::FrontMatter,
        diagnostic::Diagnostic,
        inputs::{InputFile, RelPath},
    },
    stages::{
        gather::read_matter,
        ingest::sha256,
        place::{Step, in_matter},
    },
};

/// Seeds that are gone or have changed, and those that a build would read.
pub(super) fn check(subject: &Subject<'_>, owners: &Owners<'_>) -> Vec<Diagnostic> {
    let inputs = subject.inputs;
    let seeds: BTreeMap<&str, &InputFile> =
        inputs.seeds.iter().map(|seed| (seed.path.as_str(), seed)).collect();
    let mut sums: BTreeMap<&str, String> = BTreeMap::new();
    let mut found = Vec::new();
    for article in &subject.dossier.articles {
        let Some(named) = &article.matter.seed else { continue };
        let Some(file) = owners.article(&article.card.stem) else { continue };
        let Some((path, seed)) = seeds.get_key_value(named.file.as_str()) else {
            let problem =
                Diagnostic::warning("seed-missing", format!("its seed `{}` is not there", named.file));
            let problem = problem
                .hint("put the file back: without it nobody can check the article against what was saved");
            found.push(in_matter(problem, file, &[Step::Key("seed"), Step::Key("file")]));
            continue;
        };
        let sum = sums.entry(path).or_insert_with(|| sha256(seed, subject.memo));
        if *sum != named.sha256 {
            let problem = Diagnostic::warning(
                "seed-changed",
                "the seed has changed since the article was read from it",
            );
            let stem = &article.card.stem;
            let hint = format!(
                "`dossier review {stem}` shows what is new, `dossier accept --seed {stem}` takes note of it"
            );
            found.push(in_matter(problem.hint(hint), file, &[Step::Key("seed"), Step::Key("sha256")]));
        }
    }
    for new in subject.new {
        let Ok((FrontMatter { seed: Some(seed), .. }, _)) = read_matter::<FrontMatter>(new) else { continue };
        let problem = Diagnostic::warning("seed-unread", "the seed has not been read yet");
        let hint = format!("`dossier build` makes {} of it", new.path);
        found.push(problem.in_file(&RelPath::new(seed.file)).hint(hint));
    }
    found
}

//! Articles that carry one text: what an agency sent and several outlets printed.
//!
//! Sketches that agree in a band are compared, so the cost grows with the number of articles and not with that of
//! pairs. What the curator says (`duplicate_of`) needs no comparison.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::groups::Groups;
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        dossier::Article,
        inputs::RelPath,
    },
    stages::place::{Step, at_key},
    text::resemblance::Sketch,
};

/// Groups the articles, which learn their group. `sketches` are in the order of the articles.
pub(super) fn copies(
    articles: &mut [Article],
    sketches: &[Sketch],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(articles.len());
    let mut bands: Vec<(u64, u32)> = (0u32..)
        .zip(sketches)
        .filter(|(_, sketch)| !sketch.is_empty())
        .flat_map(|(article, sketch)| sketch.bands().map(move |band| (band, article)))
        .collect();
    bands.par_sort_unstable();
    for same in bands.chunk_by(|(a, _), (b, _)| a == b) {
        let first = same[0].1;
        for pair in same.windows(2) {
            let (before, article) = (pair[0].1, pair[1].1);
            for other in [first, before] {
                if sketches[article as usize].is_copy_of(&sketches[other as usize]) {
                    groups.join(article, other);
                }
            }
        }
    }
    for (article, original) in named(articles, diagnostics) {
        groups.join(article, original);
    }
    let groups = groups.of_several();
    for (group, members) in (0u32..).zip(&groups) {
        for member in members {
            articles[*member as usize].copies = Some(group);
        }
    }
    groups
}

/// What `duplicate_of` says: the article and the one that it repeats.
fn named(articles: &[Article], diagnostics: &mut Vec<Diagnostic>) -> Vec<(u32, u32)> {
    let said: Vec<(u32, &Article)> =
        (0u32..).zip(articles).filter(|(_, article)| !article.matter.duplicate_of.is_empty()).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let stems: BTreeMap<&str, u32> = articles.iter().map(|article| &*article.card.stem).zip(0u32..).collect();
    let mut pairs = Vec::new();
    for (index, article) in said {
        let name = &*article.matter.duplicate_of;
        if let Some(original) = stems.get(name) {
            pairs.push((index, *original));
        } else {
            let path = RelPath::new(format!("content/articles/{}.md", article.card.stem));
            let problem =
                Diagnostic::warning("unknown-article", format!("`duplicate_of: {name}` names no article"));
            let hint = did_you_mean(name, stems.keys().copied()).map_or_else(
                || "give the name of its file without `.md`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let file = (&path, &*article.body.file);
            diagnostics.push(at_key(problem.hint(hint), file, &[Step::Key("duplicate_of")]));
        }
    }
    pairs
}

//! Articles that carry one text: what an agency sent and several outlets printed.
//!
//! Sketches that agree in a band are compared, so the cost grows with the number of articles and not with that of
//! pairs. What the curator says (`duplicate_of`) needs no comparison.

use std::collections::BTreeMap;

use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        dossier::Article,
        inputs::RelPath,
    },
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
    bands.sort_unstable();
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
        let name = article.matter.duplicate_of.as_str();
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
            diagnostics.push(problem.in_file(&path).hint(hint));
        }
    }
    pairs
}

/// Disjoint sets of articles, each named by its first member (Galler and Fischer 1964).
struct Groups(Vec<u32>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0u32..).take(size).collect())
    }

    fn first(&mut self, member: u32) -> u32 {
        let mut at = member;
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// The groups of two and more, their members in order.
    fn of_several(mut self) -> Vec<Vec<u32>> {
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for member in (0u32..).take(self.0.len()) {
            let first = self.first(member);
            if first != member {
                groups.entry(first).or_insert_with(|| vec![first]).push(member);
            }
        }
        groups.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_in_any_order_is_one_group() {
        let mut groups = Groups::new(7);
        for (a, b) in [(5, 3), (1, 2), (3, 6), (6, 5)] {
            groups.join(a, b);
        }
        assert_eq!(groups.of_several(), [vec![1, 2], vec![3, 5, 6]]);
    }
}

//! All corrections on one list.

use std::sync::Arc;

use super::{Draft, lists::drafts, refs::Refs};
use crate::model::{
    article::Correction,
    view::{CorrectionView, CorrectionsView, View},
};

/// Where the list stands.
pub(super) const URL: &str = "corrections/";

/// What it is called.
pub(super) const TITLE: &str = "section.corrections";

/// All corrections: index of the article, and of the correction in it; newest first.
pub(super) fn all(refs: &Refs) -> Vec<(u32, u32)> {
    let mut places: Vec<(u32, u32)> = (0u32..)
        .zip(&refs.dossier.articles)
        .flat_map(|(article, known)| (0u32..).zip(&known.matter.correction).map(move |(at, _)| (article, at)))
        .collect();
    places.sort_by(|a, b| correction(refs, *b).date.cmp(&correction(refs, *a).date).then(a.cmp(b)));
    places
}

pub(super) fn correction(refs: &Refs, (article, at): (u32, u32)) -> &Correction {
    &refs.dossier.articles[article as usize].matter.correction[at as usize]
}

/// A correction as pages show it: the full stop of its reason is that of the sentence around it.
pub(super) fn shown(correction: &Correction) -> Correction {
    let why = correction.why.trim().trim_end_matches(['.', '。']);
    Correction { why: why.to_owned(), ..correction.clone() }
}

/// The pages of the list; none when nothing was ever corrected.
pub(super) fn pages(refs: &Refs) -> Vec<Draft> {
    let places: Arc<[(u32, u32)]> = Arc::from(all(refs));
    let total = places.len();
    if total == 0 {
        return Vec::new();
    }
    drafts(refs, ("corrections", URL, TITLE), total, refs.config.per_page, move |refs, part| {
        let list = places[part.range.clone()].iter().map(|place| CorrectionView {
            correction: shown(correction(refs, *place)),
            article: Arc::clone(&refs.articles[place.0 as usize]),
        });
        View::Corrections(CorrectionsView { corrections: list.collect(), total, pager: refs.pager(part) })
    })
}

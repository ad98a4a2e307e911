//! Articles on the same matter: those that share rare words and rare topics.
//!
//! What two articles share counts by its inverse document frequency (Spärck Jones 1972). An index from words to
//! articles gives each article those worth counting; a word that many articles have leads only to its neighbours in
//! time, so the cost grows with the number of articles. In whole numbers: the same on every machine.

use rayon::prelude::*;

use crate::{model::dossier::Article, text::terms::Terms};

/// How many articles an article names.
const NAMED: usize = 4;

/// How far a word leads, forwards and backwards, among the articles that have it.
const REACH: usize = 16;

/// A word that more than this part of the articles has says nothing.
const COMMON: usize = 8;

/// What so few articles have is not common, however small the dossier.
const FEW: usize = 6;

/// Two articles that have less in common are not called related: as much as one word that one article in eight has.
const LEAST: u32 = 144;

/// Two articles that share fewer words and topics are not called related.
const FEWEST: u16 = 3;

/// Set in the key of a topic; words have less.
const TOPIC: u32 = 1 << 31;

/// For each article those on the same matter, closest first; copies of one text are not among them.
pub(super) fn related(articles: &[Article], terms: &[Terms]) -> Vec<Box<[u32]>> {
    let index = Index::new(articles, terms);
    let size = articles.len();
    (0..size)
        .into_par_iter()
        .map_init(|| Scores::new(size), |scores, article| index.nearest(article, articles, scores))
        .collect()
}

/// Which articles have a word or topic, and what it counts.
struct Index {
    /// By key, then by article.
    places: Vec<(u32, u32)>,
    /// For each place what its key counts.
    weights: Vec<u16>,
    /// For each article its places.
    of_article: Vec<Vec<u32>>,
}

impl Index {
    fn new(articles: &[Article], terms: &[Terms]) -> Self {
        let mut places: Vec<(u32, u32)> = Vec::new();
        for (index, (article, terms)) in (0u32..).zip(articles.iter().zip(terms)) {
            places.extend(terms.iter().map(|term| (term, index)));
            places.extend(article.card.mentions.iter().map(|mention| (mention.topic | TOPIC, index)));
        }
        places.par_sort_unstable();
        let common = (articles.len() / COMMON).max(FEW);
        let telling = |count: usize| (2..=common).contains(&count);
        let kept: Vec<(u32, u32)> = places
            .chunk_by(|(a, _), (b, _)| a == b)
            .filter(|same| telling(same.len()))
            .flatten()
            .copied()
            .collect();
        let mut weights = Vec::with_capacity(kept.len());
        for same in kept.chunk_by(|(a, _), (b, _)| a == b) {
            weights.extend(std::iter::repeat_n(weight((articles.len() << 4) / same.len()), same.len()));
        }
        let mut of_article: Vec<Vec<u32>> = vec![Vec::new(); articles.len()];
        for (place, (_, article)) in (0u32..).zip(&kept) {
            of_article[*article as usize].push(place);
        }
        Self { places: kept, weights, of_article }
    }

    fn nearest(&self, article: usize, articles: &[Article], scores: &mut Scores) -> Box<[u32]> {
        for place in &self.of_article[article] {
            let place = *place as usize;
            let (key, weight) = (self.places[place].0, self.weights[place]);
            let before = self.places[..place].iter().rev().take(REACH);
            let after = self.places[place + 1..].iter().take(REACH);
            for (_, other) in before.take_while(|other| other.0 == key) {
                scores.add(*other, weight);
            }
            for (_, other) in after.take_while(|other| other.0 == key) {
                scores.add(*other, weight);
            }
        }
        let mut groups: Vec<u32> = articles[article].copies.into_iter().collect();
        let mut nearest: Vec<u32> = Vec::with_capacity(NAMED);
        let mut found = scores.take();
        // Hardly ever are more than these needed.
        let few = (4 * NAMED).min(found.len());
        if few < found.len() {
            found.select_nth_unstable_by_key(few, |known| most_first(*known));
        }
        found[..few].sort_unstable_by_key(|known| most_first(*known));
        for at in 0..found.len() {
            if at == few {
                found[few..].sort_unstable_by_key(|known| most_first(*known));
            }
            let (_, other) = found[at];
            let group = articles[other as usize].copies;
            if group.is_some_and(|group| groups.contains(&group)) {
                continue;
            }
            groups.extend(group);
            nearest.push(other);
            if nearest.len() == NAMED {
                break;
            }
        }
        nearest.into_boxed_slice()
    }
}

/// The order of what is found: the most first, of equals the newer.
fn most_first((score, article): (u32, u32)) -> (std::cmp::Reverse<u32>, u32) {
    (std::cmp::Reverse(score), article)
}

/// The square of the logarithm of how rare something is, in sixteenths of a doubling. `rarity` is in sixteenths too.
fn weight(rarity: usize) -> u16 {
    let whole = rarity.max(1).ilog2();
    let rest = (rarity << 4 >> whole) & 15;
    let log = ((whole as usize) << 4 | rest).saturating_sub(4 << 4);
    u16::try_from(log * log / 16).unwrap_or(u16::MAX)
}

/// What each article has in common with one of them. Used for one after another.
struct Scores {
    scores: Vec<(u32, u16)>,
    touched: Vec<u32>,
}

impl Scores {
    fn new(size: usize) -> Self {
        Self { scores: vec![(0, 0); size], touched: Vec::new() }
    }

    fn add(&mut self, article: u32, weight: u16) {
        let (score, shared) = &mut self.scores[article as usize];
        if *shared == 0 {
            self.touched.push(article);
        }
        *score += u32::from(weight);
        *shared += 1;
    }

    /// The articles that have enough in common, in no order; forgets them all.
    fn take(&mut self) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> = Vec::new();
        for article in self.touched.drain(..) {
            let (score, shared) = std::mem::take(&mut self.scores[article as usize]);
            if shared >= FEWEST && score >= LEAST {
                found.push((score, article));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarer_counts_the_more() {
        let weights: Vec<u16> = [1, 2, 3, 4, 8, 100, 1000, 100_000].map(|rarity| weight(rarity << 4)).into();
        assert!(weights.is_sorted(), "{weights:?}");
        assert_eq!((weights[0], weights[1], weights[3]), (0, 16, 64));
    }

    #[test]
    fn scores_are_forgotten_when_taken() {
        let mut scores = Scores::new(4);
        for (article, weight) in [(2, 5), (2, 5), (2, 5), (1, 9), (3, 4), (3, 4), (3, 8)] {
            scores.add(article, weight * 100);
        }
        let mut found = scores.take();
        found.sort_unstable_by_key(|known| most_first(*known));
        assert_eq!(found, [(1600, 3), (1500, 2)]);
        assert!(scores.take().is_empty());
    }
}

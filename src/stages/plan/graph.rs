//! The page that draws the topics and their ties, and says the same as a list.

use std::collections::BTreeMap;

use super::{
    Draft,
    layout::{Node, layout},
    refs::Refs,
};
use crate::model::view::{GraphEntry, GraphNode, GraphTie, GraphView, View};

/// Where it stands.
pub(super) const URL: &str = "graph/";

/// What it is called.
pub(super) const TITLE: &str = "section.graph";

/// How many topics are drawn.
const DRAWN: usize = 48;

/// How many ties of a topic are drawn and listed, its strongest.
const TIES: usize = 4;

/// Topics are tied when so many articles name both.
const SUPPORT: u32 = 2;

/// Fewer topics are no drawing.
const FEWEST: usize = 3;

/// The size of the drawing, and of what stands in it, in its own units.
const WIDTH: u16 = 1000;
const HEIGHT: u16 = 760;
const LETTER: f64 = 3.9;
const HALF_HEIGHT: f64 = 20.0;

/// Whether there is anything to draw.
pub(super) fn is_worth_drawing(refs: &Refs) -> bool {
    refs.dossier.topics.iter().filter(|topic| topic.mentions.len() >= SUPPORT as usize).count() >= FEWEST
}

pub(super) fn page(refs: &Refs) -> Option<Draft> {
    is_worth_drawing(refs).then(|| Draft {
        url: URL.to_owned(),
        owner: format!("the page “{}”", refs.say(TITLE)),
        path: None,
        make: Box::new(|refs| (refs.meta("graph", URL, refs.say(TITLE)), View::Graph(view(refs)))),
    })
}

fn view(refs: &Refs) -> GraphView {
    let topics = most_named(refs);
    let together = together(refs, &topics);
    let ties = strongest(refs, &topics, &together);
    let label = |topic: u32| refs.topic_ref(topic, refs.topic(topic).mentions.len());
    let boxes: Vec<Node> = topics
        .iter()
        .map(|topic| {
            let letters = label(*topic).name.chars().count().min(40);
            let half_width = f64::from(u8::try_from(letters).unwrap_or(40)) * LETTER + 6.0;
            Node { half_width, half_height: HALF_HEIGHT }
        })
        .collect();
    let pulls: Vec<(usize, usize, f64)> = ties.iter().map(|tie| (tie.a, tie.b, tie.strength)).collect();
    let places: Vec<(i32, i32)> = layout(&boxes, &pulls, (f64::from(WIDTH), f64::from(HEIGHT)))
        .into_iter()
        .map(|(x, y)| (whole(x), whole(y)))
        .collect();
    let most = topics.first().map_or(1, |topic| refs.topic(*topic).mentions.len());
    let nodes = topics.iter().zip(&places).map(|(topic, (x, y))| {
        let count = refs.topic(*topic).mentions.len();
        GraphNode { topic: label(*topic), x: *x, y: *y, size: 4 + radius(count, most) * 2 / 3 }
    });
    let lines = ties.iter().map(|tie| {
        let ((x1, y1), (x2, y2)) = (places[tie.a], places[tie.b]);
        GraphTie { x1, y1, x2, y2, width: if tie.strength > 0.5 { 3 } else { 1 } }
    });
    GraphView {
        width: WIDTH,
        height: HEIGHT,
        nodes: nodes.collect(),
        ties: lines.collect(),
        entries: entries(refs, &topics, &ties),
        total: refs.dossier.topics.len(),
    }
}

/// The topics that are drawn, most often named first.
fn most_named(refs: &Refs) -> Vec<u32> {
    let topics = (0u32..).zip(&refs.dossier.topics);
    let mut counted: Vec<(usize, u32)> = topics
        .map(|(index, topic)| (topic.mentions.len(), index))
        .filter(|(count, _)| *count >= SUPPORT as usize)
        .collect();
    counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    counted.into_iter().take(DRAWN).map(|(_, topic)| topic).collect()
}

/// How many articles name two of them, by their places in the list.
fn together(refs: &Refs, topics: &[u32]) -> BTreeMap<(usize, usize), u32> {
    let mut named: Vec<(u32, usize)> = topics
        .iter()
        .enumerate()
        .flat_map(|(place, topic)| {
            refs.topic(*topic).mentions.iter().map(move |(article, _)| (*article, place))
        })
        .collect();
    named.sort_unstable();
    let mut counts = vec![0u32; topics.len() * topics.len()];
    for article in named.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a)) in article.iter().enumerate() {
            for (_, b) in &article[at + 1..] {
                counts[a * topics.len() + b] += 1;
            }
        }
    }
    let pairs = (0..topics.len()).flat_map(|a| (0..topics.len()).map(move |b| (a, b)));
    pairs.zip(counts).filter(|(_, count)| *count >= SUPPORT).collect()
}

struct Tie {
    a: usize,
    b: usize,
    count: u32,
    /// Articles with both among those with the rarer of the two, from 0 to 1.
    strength: f64,
}

/// The ties that are among the strongest of one of their two topics: those where the two meet more often than chance
/// would have it, by the square of the articles with both over the product of those with each (cosine; Salton 1983).
fn strongest(refs: &Refs, topics: &[u32], together: &BTreeMap<(usize, usize), u32>) -> Vec<Tie> {
    let size = |place: usize| refs.topic(topics[place]).mentions.len().max(1) as u64;
    let mut ranked: Vec<(u64, (usize, usize), u32)> = together
        .iter()
        .map(|((a, b), count)| ((u64::from(*count).pow(2) << 20) / (size(*a) * size(*b)), (*a, *b), *count))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut taken = vec![0usize; topics.len()];
    let mut ties = Vec::new();
    for (_, (a, b), count) in ranked {
        if taken[a] >= TIES && taken[b] >= TIES {
            continue;
        }
        taken[a] += 1;
        taken[b] += 1;
        let rarer = u32::try_from(size(a).min(size(b))).unwrap_or(u32::MAX);
        ties.push(Tie { a, b, count, strength: f64::from(count) / f64::from(rarer) });
    }
    ties
}

/// The drawing as a list: each topic, and those that it is tied to.
fn entries(refs: &Refs, topics: &[u32], ties: &[Tie]) -> Vec<GraphEntry> {
    let entry = |(place, topic): (usize, &u32)| {
        let others = ties.iter().filter_map(|tie| match place {
            place if place == tie.a => Some((tie.b, tie.count)),
            place if place == tie.b => Some((tie.a, tie.count)),
            _ => None,
        });
        let mut others: Vec<(usize, u32)> = others.collect();
        others.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        GraphEntry {
            topic: refs.topic_ref(*topic, refs.topic(*topic).mentions.len()),
            tied: others
                .into_iter()
                .map(|(other, count)| refs.topic_ref(topics[other], count as usize))
                .collect(),
        }
    };
    topics.iter().enumerate().map(entry).collect()
}

/// A radius whose square grows with the count, from 0 to 12.
fn radius(count: usize, most: usize) -> usize {
    (144 * count / most.max(1)).isqrt()
}

/// Coordinates lie between 0 and the size of the drawing.
#[expect(clippy::cast_possible_truncation, reason = "the drawing is a thousand units wide")]
fn whole(place: f64) -> i32 {
    place.round() as i32
}

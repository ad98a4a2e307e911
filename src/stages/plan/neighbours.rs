//! The small drawing on a topic's page: the topics that it appears with, and which of those appear with each other.
//!
//! The topic stands to the left, its neighbours below each other to the right, so that no name covers another; lines
//! are as thick as the share of articles with both. The list beside it says the same. Whole numbers only, and the
//! order is that of the list: the same on every machine.

use super::refs::Refs;
use crate::model::{
    dossier::Topic,
    view::{GraphNode, GraphTie, Neighbourhood},
};

/// How many neighbours are drawn: as many as can be read at a glance.
const MOST: usize = 8;

/// Fewer are no drawing.
const FEWEST: usize = 2;

/// Measures of the drawing, in its own units.
const WIDTH: u16 = 320;
const ROW: i32 = 34;
const OWN_X: i32 = 16;
const THEIR_X: i32 = 116;

/// The drawing, when there is something to draw.
pub(super) fn neighbourhood(refs: &Refs, topic: &Topic) -> Option<Neighbourhood> {
    let near: Vec<(u32, u32)> = topic.related.iter().copied().take(MOST).collect();
    if near.len() < FEWEST {
        return None;
    }
    let rows = i32::try_from(near.len()).unwrap_or(0);
    let middle = |at: usize| ROW * i32::try_from(at).unwrap_or(0) + ROW / 2;
    let own_y = rows * ROW / 2;
    let own = topic.mentions.len().max(1);
    let nodes = near.iter().enumerate().map(|(at, (other, together))| GraphNode {
        topic: refs.topic_ref(*other, *together as usize),
        x: THEIR_X,
        y: middle(at),
        size: 5,
    });
    let lines = near.iter().enumerate().map(|(at, (_, together))| GraphTie {
        x1: OWN_X,
        y1: own_y,
        x2: THEIR_X,
        y2: middle(at),
        width: width(*together as usize, own),
    });
    Some(Neighbourhood {
        width: WIDTH,
        height: u16::try_from(rows * ROW).unwrap_or(u16::MAX),
        x: OWN_X,
        y: own_y,
        nodes: nodes.collect(),
        ties: lines.collect(),
        arcs: arcs(refs, &near, middle),
    })
}

/// From one to four: a quarter of the articles each.
fn width(together: usize, own: usize) -> u8 {
    u8::try_from((together * 4).div_ceil(own).clamp(1, 4)).unwrap_or(1)
}

/// A curve on the left of two neighbours that appear with each other.
fn arcs(refs: &Refs, near: &[(u32, u32)], middle: impl Fn(usize) -> i32) -> Vec<String> {
    let tied = |a: u32, b: u32| refs.topic(a).related.iter().any(|(other, _)| *other == b);
    let mut arcs = Vec::new();
    for (at, (a, _)) in near.iter().enumerate() {
        for (after, (b, _)) in near.iter().enumerate().skip(at + 1) {
            if tied(*a, *b) || tied(*b, *a) {
                let (from, to) = (middle(at), middle(after));
                let out = THEIR_X - 8 - (to - from) / 6;
                arcs.push(format!("M{THEIR_X} {from}Q{out} {} {THEIR_X} {to}", i32::midpoint(from, to)));
            }
        }
    }
    arcs
}

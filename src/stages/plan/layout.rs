//! Where the topics of a drawing stand: those with ties near each other, none on top of another.
//!
//! Forces pull along ties and push everything apart, less with every round (Fruchterman and Reingold 1991). Only
//! addition, multiplication, division and square roots are used, which give the same on every machine; nothing is
//! left to chance.

/// Rounds of pulling and pushing.
const ROUNDS: usize = 120;

/// How strongly everything falls to the middle, or the borders would fill first.
const GRAVITY: f64 = 0.4;

/// Rounds in which names that cover each other are moved apart.
const TIDY: usize = 40;

/// A thing to be placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    /// Half of its width.
    pub(super) half_width: f64,
    /// Half of its height.
    pub(super) half_height: f64,
}

/// The middle of each node, inside a drawing of this width and height. `ties` are pairs of indexes, with a strength
/// from 0 to 1.
pub(super) fn layout(
    nodes: &[Node],
    ties: &[(usize, usize, f64)],
    (width, height): (f64, f64),
) -> Vec<(f64, f64)> {
    let mut places = lattice(nodes.len(), (width, height));
    let ideal = (width * height / count(nodes.len().max(1))).sqrt() * 0.7;
    for round in 0..ROUNDS {
        let heat = ideal * (1.0 - count(round) / count(ROUNDS));
        let mut moves = repulsion(&places, ideal);
        for (a, b, strength) in ties {
            let (dx, dy, distance) = between(places[*a], places[*b]);
            let pull = distance / ideal * (0.3 + strength);
            moves[*a] = (moves[*a].0 - dx * pull, moves[*a].1 - dy * pull);
            moves[*b] = (moves[*b].0 + dx * pull, moves[*b].1 + dy * pull);
        }
        for (place, (dx, dy)) in places.iter_mut().zip(moves) {
            let (dx, dy) = (dx + (width / 2.0 - place.0) * GRAVITY, dy + (height / 2.0 - place.1) * GRAVITY);
            let length = (dx * dx + dy * dy).sqrt().max(0.01);
            let step = length.min(heat) / length;
            *place = (place.0 + dx * step, place.1 + dy * step);
        }
        keep_inside(&mut places, nodes, (width, height));
    }
    for _ in 0..TIDY {
        uncover(&mut places, nodes);
        keep_inside(&mut places, nodes, (width, height));
    }
    places
}

/// Where everything starts: the first in the middle, the others around it in a square spiral.
fn lattice(size: usize, (width, height): (f64, f64)) -> Vec<(f64, f64)> {
    let side = count(size).sqrt() + 1.0;
    let (mut x, mut y, mut dx, mut dy) = (0i32, 0i32, 1i32, 0i32);
    let (mut leg, mut left, mut turns) = (1, 1, 0);
    let mut places = Vec::with_capacity(size);
    for _ in 0..size {
        // A little out of the straight, or forces along a line would never leave it.
        let bend = f64::from((x * 7 + y * 3).rem_euclid(5)) / 10.0;
        places.push((
            width / 2.0 + (f64::from(x) + bend) * width / side,
            height / 2.0 + (f64::from(y) - bend) * height / side,
        ));
        (x, y) = (x + dx, y + dy);
        left -= 1;
        if left == 0 {
            (dx, dy) = (-dy, dx);
            turns += 1;
            leg += i32::from(turns % 2 == 0);
            left = leg;
        }
    }
    places
}

/// Everything pushes everything else away, and what is near the most.
fn repulsion(places: &[(f64, f64)], ideal: f64) -> Vec<(f64, f64)> {
    let mut moves = vec![(0.0, 0.0); places.len()];
    for a in 0..places.len() {
        for b in a + 1..places.len() {
            let (dx, dy, distance) = between(places[a], places[b]);
            let push = ideal * ideal / (distance * distance);
            moves[a] = (moves[a].0 + dx * push, moves[a].1 + dy * push);
            moves[b] = (moves[b].0 - dx * push, moves[b].1 - dy * push);
        }
    }
    moves
}

/// The way from the second to the first, and its length, never nothing.
fn between(a: (f64, f64), b: (f64, f64)) -> (f64, f64, f64) {
    let (dx, dy) = (a.0 - b.0, a.1 - b.1);
    (dx, dy, (dx * dx + dy * dy).sqrt().max(1.0))
}

/// Moves apart, up and down, what covers each other.
fn uncover(places: &mut [(f64, f64)], nodes: &[Node]) {
    for a in 0..places.len() {
        for b in a + 1..places.len() {
            let (dx, dy, _) = between(places[a], places[b]);
            let free = nodes[a].half_height + nodes[b].half_height - dy.abs();
            if free <= 0.0 || dx.abs() >= nodes[a].half_width + nodes[b].half_width {
                continue;
            }
            let step = if dy < 0.0 { -free / 2.0 } else { free / 2.0 };
            places[a].1 += step;
            places[b].1 -= step;
        }
    }
}

fn keep_inside(places: &mut [(f64, f64)], nodes: &[Node], (width, height): (f64, f64)) {
    for (place, node) in places.iter_mut().zip(nodes) {
        place.0 = place.0.clamp(node.half_width, (width - node.half_width).max(node.half_width));
        place.1 = place.1.clamp(node.half_height, (height - node.half_height).max(node.half_height));
    }
}

/// Small counts only.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (1000.0, 700.0);

    #[test]
    fn what_is_tied_stands_nearer_than_what_is_not() {
        let nodes = vec![Node { half_width: 30.0, half_height: 10.0 }; 12];
        // Two rings of six that know nothing of each other.
        let ring = |from: usize| (0..6).map(move |at| (from + at, from + (at + 1) % 6, 1.0));
        let places = layout(&nodes, &ring(0).chain(ring(6)).collect::<Vec<_>>(), SIZE);
        let mean = |pairs: Vec<(usize, usize)>| {
            let total: f64 = pairs.iter().map(|(a, b)| between(places[*a], places[*b]).2).sum();
            total / count(pairs.len())
        };
        let tied = mean((0..6).map(|at| (at, (at + 1) % 6)).collect());
        let untied = mean((0..6).map(|at| (at, at + 6)).collect());
        assert!(tied < untied, "{tied} {untied}");
    }

    #[test]
    fn everything_is_inside_and_nothing_covers_anything() {
        let nodes: Vec<Node> = (0..50)
            .map(|at| Node { half_width: 30.0 + f64::from(at % 7) * 6.0, half_height: 14.0 })
            .collect();
        let ties: Vec<(usize, usize, f64)> = (1..50).map(|at| (0, at, 0.5)).collect();
        let places = layout(&nodes, &ties, SIZE);
        assert_eq!(places, layout(&nodes, &ties, SIZE), "the same every time");
        for (a, place) in places.iter().enumerate() {
            assert!((0.0..=1000.0).contains(&place.0) && (0.0..=700.0).contains(&place.1), "{place:?}");
            for b in a + 1..places.len() {
                let (dx, dy, _) = between(*place, places[b]);
                let apart = dx.abs() + 1.0 >= nodes[a].half_width + nodes[b].half_width
                    || dy.abs() + 6.0 >= nodes[a].half_height + nodes[b].half_height;
                assert!(apart, "{a} {b}: {dx} {dy}");
            }
        }
        assert!(layout(&[], &[], SIZE).is_empty());
    }
}

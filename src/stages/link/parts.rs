//! What belongs to what: `part_of` as a forest.

use std::collections::BTreeMap;

use super::fold;
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        dossier::Topic,
    },
    stages::place::{Step, at_key},
};

/// Gives each topic the one that it is part of, and its parts. A circle is reported and opened at its last topic.
pub(super) fn connect(topics: &mut [Topic], diagnostics: &mut Vec<Diagnostic>) {
    if topics.iter().all(|topic| topic.matter.part_of.trim().is_empty()) {
        return;
    }
    let mut wholes = named(topics, diagnostics);
    for (index, circle) in circles(&mut wholes) {
        let names: Vec<&str> =
            circle.iter().map(|topic| topics[*topic as usize].matter.name.as_str()).collect();
        let message = format!("a topic cannot be part of itself: {}", names.join(" → "));
        let problem = Diagnostic::error("part-of-circle", message)
            .hint("take `part_of` out of one of them; here it is passed over");
        diagnostics.push(at_part_of(problem, &topics[index as usize]));
    }
    for (part, whole) in (0u32..).zip(wholes) {
        topics[part as usize].whole = whole;
        if let Some(whole) = whole {
            topics[whole as usize].parts.push(part);
        }
    }
}

/// What each topic says that it is part of.
fn named(topics: &[Topic], diagnostics: &mut Vec<Diagnostic>) -> Vec<Option<u32>> {
    let mut by_name: BTreeMap<String, u32> = BTreeMap::new();
    for (index, topic) in (0u32..).zip(topics) {
        by_name.entry(fold(&topic.matter.name)).or_insert(index);
    }
    for (index, topic) in (0u32..).zip(topics) {
        for alias in &topic.matter.aliases {
            by_name.entry(fold(alias)).or_insert(index);
        }
    }
    let mut wholes = Vec::with_capacity(topics.len());
    for topic in topics {
        let name = topic.matter.part_of.trim();
        let whole = by_name.get(&fold(name)).copied();
        if whole.is_none() && !name.is_empty() {
            let near = did_you_mean(name, topics.iter().map(|topic| topic.matter.name.as_str()));
            let problem = Diagnostic::warning("unknown-topic", format!("`part_of: {name}` names no topic"))
                .hint(near.map_or_else(
                    || "make a topic of that name, so that its page can list its parts".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                ));
            diagnostics.push(at_part_of(problem, topic));
        }
        wholes.push(whole);
    }
    wholes
}

/// Opens each circle; gives the topic where it was opened, and the way round.
fn circles(wholes: &mut [Option<u32>]) -> Vec<(u32, Vec<u32>)> {
    let mut found = Vec::new();
    // 0: not seen; otherwise the number of the walk that saw it.
    let mut seen = vec![0u32; wholes.len()];
    for (walk, start) in (1u32..).zip(0..wholes.len()) {
        let mut way: Vec<u32> = Vec::new();
        let mut at = u32::try_from(start).ok();
        while let Some(topic) = at {
            if seen[topic as usize] == walk {
                let begin = way.iter().position(|other| *other == topic).unwrap_or(0);
                let mut circle = way[begin..].to_vec();
                let last = circle.last().copied().unwrap_or(topic);
                circle.push(topic);
                wholes[last as usize] = None;
                found.push((last, circle));
                break;
            }
            if seen[topic as usize] != 0 {
                break;
            }
            seen[topic as usize] = walk;
            way.push(topic);
            at = wholes[topic as usize];
        }
    }
    found
}

/// Only a person's file says what a topic is part of.
fn at_part_of(problem: Diagnostic, topic: &Topic) -> Diagnostic {
    match &topic.path {
        Some(path) => at_key(problem, (path, &topic.body.file), &[Step::Key("part_of")]),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_opened_and_everything_else_stays() {
        let mut wholes = [Some(1), Some(2), Some(0), Some(0), None, Some(5)];
        let found = circles(&mut wholes);
        assert_eq!(found, [(2, vec![0, 1, 2, 0]), (5, vec![5, 5])]);
        assert_eq!(wholes, [Some(1), Some(2), None, Some(0), None, None]);
        assert!(circles(&mut wholes).is_empty());
    }
}

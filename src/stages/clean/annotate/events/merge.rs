//! Which announcements are of one event.

use std::collections::BTreeSet;

use crate::{
    model::{article::Status, date::Date, reading::EventRead},
    stages::clean::annotate::{
        gazetteer::{self, task},
        subjects::singular,
    },
    text::words::Words,
};

/// Joins announcements that share words and time. The most precise date stays, and of equal ones the fuller text.
pub(super) fn merge(drafts: Vec<EventRead>) -> Vec<EventRead> {
    let mut events: Vec<(EventRead, BTreeSet<String>)> = Vec::new();
    for draft in drafts {
        let words = content(&draft.text);
        if words.is_empty() {
            continue;
        }
        let mut current = (draft, words);
        // One draft can join two that were apart: `ministers in 2018`, then `ministers in January`.
        while let Some(at) = events.iter().position(|other| same(other, &current)) {
            let other = events.remove(at);
            current = better(other, current);
        }
        events.push(current);
    }
    events.sort_by_key(|(event, _)| event.span.start);
    events.into_iter().map(|(event, _)| event).collect()
}

fn same(one: &(EventRead, BTreeSet<String>), other: &(EventRead, BTreeSet<String>)) -> bool {
    if one.0.status != other.0.status || !overlap(one.0.date, other.0.date) {
        return false;
    }
    let shared = one.1.intersection(&other.1).count();
    let least = one.1.len().min(other.1.len());
    let planned = one.0.status == Status::Planned;
    // What happened is told in full sentences: those must agree in most of their words.
    if planned { shared >= 2 || (least == 1 && shared == 1) } else { shared * 3 >= least * 2 }
}

fn overlap(one: Date, other: Date) -> bool {
    one.first_day() <= other.last_day() && other.first_day() <= one.last_day()
}

fn better(
    one: (EventRead, BTreeSet<String>),
    other: (EventRead, BTreeSet<String>),
) -> (EventRead, BTreeSet<String>) {
    let length = |date: Date| match (date.first_day(), date.last_day()) {
        (Some(from), Some(to)) => {
            (to.0 - from.0) * 372 + (i32::from(to.1) - i32::from(from.1)) * 31 + i32::from(to.2)
                - i32::from(from.2)
        }
        _ => i32::MAX,
    };
    let (a, b) = (length(one.0.date), length(other.0.date));
    if a != b {
        return if a < b { one } else { other };
    }
    if other.1.len() > one.1.len() { other } else { one }
}

/// The words of a text that carry meaning, in the singular.
fn content(text: &str) -> BTreeSet<String> {
    let words = Words::read(text);
    (0..words.len())
        .filter(|&i| {
            let low = words.low(i);
            low.len() > 2
                && low.starts_with(char::is_alphabetic)
                && gazetteer::tasks(low, "en") & (task::STOP | task::PREPOSITION) == 0
                && !matches!(low, "held" | "take" | "place" | "occur" | "level" | "new" | "date" | "plan")
        })
        .map(|i| kind_of_event(&singular(words.low(i))).to_owned())
        .collect()
}

/// One word for kinds of events that are named by turns.
fn kind_of_event(word: &str) -> &str {
    match word {
        "meet" | "session" | "sitting" => "meeting",
        "negotiation" | "negotiate" => "talk",
        "visit" | "travel" => "trip",
        word => word,
    }
}

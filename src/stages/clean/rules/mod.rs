//! Rules that read a draft: each takes one and gives it back with something found and its words cut.

pub mod addresses;
mod below_title;
pub mod credit;
pub mod dateline;
pub mod head;
mod head_words;
mod interface;
pub mod language;
mod notices;
mod offers;
mod stamps;
pub mod tail;
mod tail_words;
pub mod title;
pub mod translation;

use super::draft::Draft;
use crate::model::{date::Date, reading::Read};

/// Takes a date over the one that is there if it is the first.
pub fn first_date(draft: &mut Draft, date: Read<Date>) {
    if draft.reading.date.is_none() {
        draft.reading.date = Some(date);
    }
}

/// Takes a source if there is none, or only a suggestion where this is a fact.
pub fn better_source(draft: &mut Draft, source: Read<String>) {
    let better = draft.reading.source.as_ref().is_none_or(|known| !known.sure && source.sure);
    if better {
        draft.reading.source = Some(source);
    }
}

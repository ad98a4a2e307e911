//! Speech that a dash opens, as Russian, French and Spanish set it: `— Мы договорились, — сказал А. — Это важно.`,
//! `— Nous avons un accord, a déclaré A.`
//!
//! A dash at the head of a paragraph also marks the items of a list, so a verb of saying must stand behind the words.

use std::ops::Range;

use super::{Speech, foreign::says, marks::Quoted};
use crate::stages::clean::annotate::page::Page;

const DASHES: &[&str] = &["—", "–", "-", "―"];

/// The words that somebody says in a paragraph which begins with a dash.
pub(super) fn find(page: &Page<'_>, number: usize) -> Vec<Speech> {
    let Some(paragraph) = page.paragraphs.get(number).cloned() else { return Vec::new() };
    let start = paragraph.start + 1;
    if !page.foreign || !page.is_one_of(paragraph.start, DASHES) || start >= paragraph.end {
        return Vec::new();
    }
    let Some((end, verb)) =
        (start + 1..paragraph.end).find_map(|at| Some((at, claimed(page, at, paragraph.end)?)))
    else {
        return Vec::new();
    };
    let mut found = vec![speech(page, paragraph.start..end, start..end, number)];
    let stops = |at: &usize| page.is_one_of(*at, DASHES) && page.is_one_of(*at - 1, &[".", ",", ":"]);
    if let Some(second) = (verb + 1..paragraph.end).find(stops).filter(|&at| at + 1 < paragraph.end) {
        found.push(speech(page, second..paragraph.end, second + 1..paragraph.end, number));
    }
    found
}

/// The verb that claims the words before a comma or a dash, if one does.
fn claimed(page: &Page<'_>, at: usize, end: usize) -> Option<usize> {
    let dashed = page.is_one_of(at, &[",", "!", "?", "…", "."]) && page.is_one_of(at + 1, DASHES);
    let from = if dashed {
        at + 2
    } else if page.is_one_of(at, &[",", "!", "?"]) || spanish(page, at) {
        at + 1
    } else {
        return None;
    };
    let helped =
        page.is_one_of(from, &["a", "ont", "avait", "ha", "han"]) || page.words.low(from).starts_with("a-t-");
    let verb = if helped { from + 1 } else { from };
    let pronoun = usize::from(dashed && !says(page, verb));
    (verb + pronoun < end && says(page, verb + pronoun)).then_some(verb + pronoun)
}

/// `acuerdo —dijo A`: the dash belongs to the verb.
fn spanish(page: &Page<'_>, at: usize) -> bool {
    page.is_one_of(at, DASHES) && page.words.glued(at + 1) && !page.words.glued(at)
}

fn speech(page: &Page<'_>, outer: Range<usize>, inner: Range<usize>, paragraph: usize) -> Speech {
    // `!` and `?` belong to the words, a comma does not.
    let ends = page.is_one_of(outer.end, &["!", "?", "…"]);
    let last = if ends { outer.end + 1 } else { outer.end };
    let quoted = Quoted {
        inner: page.words.span(&(inner.start..last)),
        outer: page.words.span(&(outer.start..last)),
        goes_on: false,
        single: false,
    };
    Speech { quoted, tokens: outer.start..last, paragraph }
}

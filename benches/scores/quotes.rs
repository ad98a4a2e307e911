//! Direct quotes with their speakers, against `gold_quotes.tsv`: a table made by hand of who says each of the words in
//! marks in the news reports of GUM and in the documents of re3d.
//!
//! A speaker counts as right when the shorter of the two names is made of words of the longer (`Carter` for `Ash
//! Carter`). Words in marks that are a title or a term, and quotes whose speaker the text keeps to itself, count as wrong
//! when anybody is given.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{collections::BTreeMap, ops::Range};

use dossier::{
    model::reading::{Mode, QuoteRead},
    stages::clean::annotate::Annotations,
};

use super::Tally;

/// What the table says of one document, and the figures over all of them.
#[derive(Default)]
pub(crate) struct Score {
    rows: BTreeMap<String, Vec<(String, String)>>,
    sure: Tally,
    either: Tally,
    found: Tally,
}

impl Score {
    /// Reads the table.
    pub(crate) fn new() -> Self {
        let mut rows: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for line in include_str!("gold_quotes.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t').map(str::to_owned);
            if let (Some(document), Some(words), Some(speaker)) = (cells.next(), cells.next(), cells.next()) {
                rows.entry(document).or_default().push((words, speaker));
            }
        }
        Self { rows, ..Self::default() }
    }

    /// Compares what was read in one document.
    pub(crate) fn compare(&mut self, document: &str, text: &str, read: &Annotations, show: &str) {
        let Some(rows) = self.rows.get(document).cloned() else { return };
        let direct: Vec<&QuoteRead> = read.quotes.iter().filter(|q| q.mode != Mode::Indirect).collect();
        let mut claimed = vec![false; direct.len()];
        let mut cursor = 0;
        for (words, speaker) in &rows {
            let Some(span) = place(text, cursor, words) else {
                println!("the table's quote is not in {document}: {words}");
                continue;
            };
            cursor = span.end;
            let hit = direct.iter().position(|q| q.span.start < span.end && span.start < q.span.end);
            if let Some(hit) = hit {
                claimed[hit] = true;
            }
            self.count(speaker, hit.map(|hit| direct[hit]), (document, words), show);
        }
        for quote in direct.iter().zip(claimed).filter(|(_, claimed)| !claimed).map(|(quote, _)| quote) {
            self.count("-", Some(quote), (document, &text[quote.span.clone()]), show);
        }
    }

    fn count(&mut self, gold: &str, hit: Option<&QuoteRead>, place: (&str, &str), show: &str) {
        let speaker = hit.and_then(|quote| quote.speaker.as_ref());
        let right = speaker.is_some_and(|s| gold.split('|').any(|gold| same(&s.value, gold)));
        let wanted = gold != "-";
        self.found.given += usize::from(hit.is_some());
        self.found.right += usize::from(hit.is_some() && wanted);
        self.found.wanted += usize::from(wanted);
        self.found.found += usize::from(hit.is_some() && wanted);
        for (tally, sure) in [(&mut self.sure, true), (&mut self.either, false)] {
            let given = speaker.is_some_and(|s| s.sure || !sure);
            tally.given += usize::from(given);
            tally.right += usize::from(given && right);
            tally.wanted += usize::from(wanted);
            tally.found += usize::from(given && right && wanted);
        }
        if show == "speakers" && !right && (wanted || hit.is_some()) {
            let ours =
                speaker.map_or("-".to_owned(), |s| format!("{}{}", s.value, if s.sure { "" } else { "?" }));
            println!(
                "{}: {} | {gold} | {ours}{}",
                place.0,
                place.1,
                if hit.is_none() { " (no quote)" } else { "" }
            );
        }
    }

    /// Prints the figures.
    pub(crate) fn rows(&self) {
        self.found.row("quotes, found");
        self.sure.row("quotes, right speaker, sure");
        self.either.row("quotes, right speaker, any");
    }
}

/// Where the first words of a quote stand, from a byte on; runs of white space are one.
fn place(text: &str, from: usize, words: &str) -> Option<Range<usize>> {
    let first = words.split(' ').next()?;
    let marks = ['"', '\'', '“', '‘'];
    text[from..].match_indices(first).map(|(at, _)| from + at).find_map(|start| {
        let before = text[..start].trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200e}');
        before.ends_with(marks).then_some(())?;
        let mut rest = &text[start..];
        for word in words.split(' ') {
            rest = rest.trim_start().strip_prefix(word)?;
        }
        Some(start..text.len() - rest.len())
    })
}

fn same(ours: &str, gold: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|w| !w.is_empty() && !["the", "a", "an"].contains(&w.as_str()))
            .collect()
    };
    let (ours, gold) = (words(ours), words(gold));
    let (short, long) = if ours.len() < gold.len() { (&ours, &gold) } else { (&gold, &ours) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

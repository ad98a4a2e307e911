//! What Japanese news writes around names, and Japanese names of places.

use std::sync::LazyLock;

#[derive(Default)]
struct Table {
    titles: Vec<&'static str>,
    surnames: Vec<&'static str>,
    places: Vec<(&'static str, Vec<&'static str>)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut heading = "";
    for line in super::lines(include_str!("japanese.txt")) {
        match (line.strip_prefix('@'), heading) {
            (Some(next), _) => heading = next,
            (None, "title") => table.titles.extend(line.split_whitespace()),
            (None, "surname") => table.surnames.extend(line.split_whitespace()),
            (None, _) => {
                if let Some((name, others)) = line.split_once('|') {
                    table.places.push((name, super::list(others).collect()));
                }
            }
        }
    }
    // The longest first, so that the first that fits is the one.
    table.surnames.sort_by_key(|name| std::cmp::Reverse(name.len()));
    table
});

/// What stands behind names of persons: `外相`.
pub(in super::super) fn titles() -> impl Iterator<Item = &'static str> {
    TABLE.titles.iter().copied()
}

/// The family name that a name begins with.
pub(in super::super) fn surname(name: &str) -> Option<&'static str> {
    TABLE.surnames.iter().copied().find(|surname| name.starts_with(surname))
}

/// Places by their names in English, with their Japanese names.
pub(in super::super) fn places() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    TABLE.places.iter().map(|(name, others)| (*name, others.as_slice()))
}

//! Names and dates against the annotation of GUM.

#![expect(clippy::disallowed_methods, reason = "a bench reads its data itself")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{fs, ops::Range, path::Path};

use dossier::{
    model::{date::Date, topic::Kind},
    stages::clean::annotate::{Annotations, Context, annotate},
};

use super::{Tally, around, gum, quotes, show_reading};

/// Scores the folder of GUM.
pub(crate) fn names_and_dates(folder: &Path, show: &str, quotes: &mut quotes::Score) {
    let mut names = Tally::default();
    let mut spans = Tally::default();
    let mut values = Tally::default();
    let mut days = Tally::default();
    let mut mended = (Tally::default(), Tally::default(), Tally::default());
    let mut files: Vec<_> =
        fs::read_dir(folder.join("gum-wikinews")).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "xml")) {
        let document = gum::read(&fs::read_to_string(file).unwrap_or_default());
        let text = &document.text;
        let context =
            Context { published: document.created.parse().ok(), language: "en", ..Context::default() };
        let read = annotate(text, &context);
        show_reading(text, &read, show);
        quotes.compare(&file.file_stem().unwrap_or_default().to_string_lossy(), text, &read, show);
        if show == "text" {
            println!("=== {}\n{text}\n", file.display());
        }
        let given: Vec<&Range<usize>> = read
            .names
            .iter()
            .filter(|n| read.topics[n.topic].kind != Kind::Subject)
            .map(|n| &n.span)
            .collect();
        let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let is_date = |n: &Range<usize>| document.dates.iter().any(|(d, _)| overlaps(d, n));
        let wanted: Vec<&Range<usize>> = document.names.iter().filter(|n| !is_date(n)).collect();
        names.given += given.len();
        names.wanted += wanted.len();
        for name in &given {
            let right = wanted.iter().any(|w| overlaps(w, name));
            names.right += usize::from(right);
            if !right && show == "gum" {
                println!("wrong: {} | {}", &text[(*name).clone()], around(text, name));
            }
        }
        for name in &wanted {
            let found = given.iter().any(|g| overlaps(g, name));
            names.found += usize::from(found);
            if !found && show == "gum" {
                println!("missed: {} | {}", &text[(*name).clone()], around(text, name));
            }
        }
        gum_dates(&document, &read, &mut spans, &mut values, show);
        gum_days(&document, &read, &mut days, show);
        let mended_document =
            gum::corrected(&document, &file.file_stem().unwrap_or_default().to_string_lossy());
        let context = Context { published: mended_document.created.parse().ok(), ..context };
        let read = if mended_document.created == document.created { read } else { annotate(text, &context) };
        gum_dates(&mended_document, &read, &mut mended.0, &mut mended.1, "");
        gum_days(&mended_document, &read, &mut mended.2, "");
    }
    names.row("gum names of any kind, overlap");
    spans.row("gum dates, overlap");
    values.row("gum dates, value");
    days.row("gum whole days, value");
    mended.0.row("gum mended, dates, overlap");
    mended.1.row("gum mended, dates, value");
    mended.2.row("gum mended, whole days, value");
}

fn gum_dates(
    document: &gum::Document,
    read: &Annotations,
    spans: &mut Tally,
    values: &mut Tally,
    show: &str,
) {
    let text = &document.text;
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let truth: Vec<(&Range<usize>, Option<Date>, &str)> =
        document.dates.iter().map(|(range, tag)| (range, gum_value(tag), tag.as_str())).collect();
    for given in &read.dates {
        let mut hits = truth.iter().filter(|(range, ..)| overlaps(range, &given.span));
        let best = hits.clone().find(|(_, value, _)| value.is_some_and(|value| same(value, given.value)));
        let hit = best.or_else(|| hits.next());
        spans.given += 1;
        spans.right += usize::from(hit.is_some());
        let Some((_, value, _)) = hit else {
            values.given += 1;
            if show == "dates" {
                println!(
                    "wrong: {} = {} | {}",
                    &text[given.span.clone()],
                    given.value,
                    around(text, &given.span)
                );
            }
            continue;
        };
        if let Some(value) = value {
            values.given += 1;
            values.right += usize::from(same(*value, given.value));
        }
    }
    for (range, value, tag) in truth {
        let mut hits = read.dates.iter().filter(|given| overlaps(range, &given.span));
        let best = hits.clone().find(|given| value.is_some_and(|value| same(value, given.value)));
        let hit = best.or_else(|| hits.next());
        spans.wanted += 1;
        spans.found += usize::from(hit.is_some());
        let right = hit.is_some_and(|given| value.is_some_and(|value| same(value, given.value)));
        if value.is_some() {
            values.wanted += 1;
            values.found += usize::from(right);
        }
        if show == "dates" && !right {
            let ours = hit.map_or("-".to_owned(), |h| h.value.to_string());
            println!(
                "date: {} {tag} {ours} | {} | {}",
                &text[range.clone()],
                document.created,
                around(text, range)
            );
        }
    }
}

/// Only what is a whole day, on either side.
fn gum_days(document: &gum::Document, read: &Annotations, days: &mut Tally, show: &str) {
    let text = &document.text;
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let truth: Vec<(&Range<usize>, Date)> = document
        .dates
        .iter()
        .filter_map(|(range, tag)| Some((range, gum_value(tag)?)).filter(|(_, date)| date.as_day().is_some()))
        .collect();
    let given: Vec<_> = read.dates.iter().filter(|date| date.value.as_day().is_some()).collect();
    for date in &given {
        let right = truth.iter().any(|(range, value)| overlaps(range, &date.span) && *value == date.value);
        days.given += 1;
        days.right += usize::from(right);
        if !right && show == "days" {
            println!("wrong day: {} {} {}", document.created, date.value, around(text, &date.span));
        }
    }
    for (range, value) in &truth {
        let found = given.iter().any(|date| overlaps(range, &date.span) && *value == date.value);
        days.wanted += 1;
        days.found += usize::from(found);
        if !found && show == "days" {
            println!("missed day: {} {value} {}", document.created, around(text, range));
        }
    }
}

/// Whether two values are of the same days: `193X` is `1930-01-01/1939-12-31`.
fn same(one: Date, other: Date) -> bool {
    one == other
        || (one.first_day().is_some()
            && one.first_day() == other.first_day()
            && one.last_day() == other.last_day())
}

/// The truth as EDTF; nothing for what EDTF level 1 cannot say.
fn gum_value(tag: &str) -> Option<Date> {
    if let Some(when) = gum::attribute(tag, "when") {
        return when.parse().ok();
    }
    if let (Some(from), Some(to)) = (gum::attribute(tag, "notBefore"), gum::attribute(tag, "notAfter"))
        && from == to
    {
        return from.parse().ok();
    }
    let (from, to) = (gum::attribute(tag, "from")?, gum::attribute(tag, "to")?);
    let (first, last): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    if first == last { Some(first) } else { format!("{from}/{to}").parse().ok() }
}

//! The expressions of Microsoft Recognizers-Text with their values.

#![expect(clippy::disallowed_methods, reason = "a bench reads its data itself")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{collections::BTreeMap, fs, path::Path};

use dossier::{
    model::date::Date,
    stages::clean::annotate::{Context, annotate},
};
use serde_json::Value;

use super::{Tally, bytes, number};

type Day = (i32, u8, u8);

/// Scores one file.
pub(crate) fn score(folder: &Path, file: &str, show: &str) {
    let text = fs::read_to_string(folder.join(format!("date-specs/{file}.json"))).unwrap_or_default();
    let cases: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let mut tallies: BTreeMap<&str, (Tally, Tally)> = BTreeMap::new();
    for case in &cases {
        let Some(input) = case["Input"].as_str() else { continue };
        let reference =
            case["Context"]["ReferenceDateTime"].as_str().and_then(|r| r.get(..10)).unwrap_or_default();
        let context = Context { published: reference.parse().ok(), language: "en", ..Context::default() };
        let read = annotate(input, &context);
        // What is read where nothing of any type is marked counts as given and wrong.
        let marked: Vec<_> = case["Results"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|result| bytes(input, &(number(&result["Start"])..number(&result["End"]) + 1)))
            .collect();
        let stray = read
            .dates
            .iter()
            .filter(|d| !marked.iter().any(|m| d.span.start < m.end && m.start < d.span.end))
            .count();
        let strays = tallies.entry("date").or_default();
        strays.0.given += stray;
        strays.1.given += stray;
        for result in case["Results"].as_array().into_iter().flatten() {
            let kind = match result["TypeName"].as_str() {
                Some("datetimeV2.date") => "date",
                Some("datetimeV2.daterange") => "daterange",
                _ => continue,
            };
            let span = bytes(input, &(number(&result["Start"])..number(&result["End"]) + 1));
            let wanted = spec_values(result);
            // Open spans and days that no calendar has are given without a value.
            if wanted.is_empty() {
                continue;
            }
            let hit = read.dates.iter().find(|d| d.span.start < span.end && span.start < d.span.end);
            let ours = hit.and_then(|d| Some((d.value.first_day()?, d.value.last_day()?)));
            let tally = tallies.entry(kind).or_default();
            tally.0.wanted += 1;
            tally.1.wanted += 1;
            let right = ours.is_some_and(|ours| wanted.contains(&ours));
            if hit.is_some() {
                tally.0.found += 1;
                tally.0.given += 1;
                tally.0.right += 1;
                tally.1.given += 1;
                tally.1.right += usize::from(right);
                tally.1.found += usize::from(right);
            }
            if !right && show == "specs" {
                println!(
                    "{kind}: {input} | {} | {reference} | {wanted:?} | {:?}",
                    &input[span],
                    hit.map(|h| h.value.to_string())
                );
            }
        }
    }
    for (kind, (spans, values)) in tallies {
        spans.row(&format!("{file} {kind}, found").replace("DateTimeModel", "specs "));
        values.row(&format!("{file} {kind}, value").replace("DateTimeModel", "specs "));
    }
}

fn spec_values(result: &Value) -> Vec<(Day, Day)> {
    let day = |value: &Value| value.as_str().and_then(|t| t.parse::<Date>().ok()).and_then(Date::as_day);
    result["Resolution"]["values"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|value| {
            if let Some(one) = day(&value["value"]) {
                return Some([(one, one); 2]);
            }
            let (start, end) = (day(&value["start"])?, day(&value["end"])?);
            // `from 9 to 12 June` ends on the 11th there; either reading counts.
            Some([(start, before(end)), (start, end)])
        })
        .flatten()
        .collect()
}

fn before((year, month, day): Day) -> Day {
    let last = dossier::model::date::days_in_month;
    match (month, day) {
        (1, 1) => (year - 1, 12, 31),
        (month, 1) => (year, month - 1, last(year, month - 1)),
        _ => (year, month, day - 1),
    }
}

//! Which dates are the time of something that happened.

use crate::stages::clean::annotate::{Context, annotate};

/// (date, text) of each event.
fn events(text: &str, published: &str) -> Vec<(String, String)> {
    let context = Context { published: published.parse().ok(), language: "en", ..Context::default() };
    annotate(text, &context).events.into_iter().map(|event| (event.date.to_string(), event.text)).collect()
}

#[test]
fn a_date_that_names_a_document_is_no_event() {
    for text in [
        "Ichiro Kono was one of those who signed the Joint Declaration of 1956 in Moscow.",
        "The Neutrality Pact between the Soviet Union and Japan of 13 April 1941 was in force.",
        "Russia has since preferred the Treaty of 1875 to all others.",
        "Sergey Lavrov called the consultations of 6 February useful.",
    ] {
        assert_eq!(events(text, "2026-11-25"), [], "{text}");
    }
}

#[test]
fn a_part_of_a_time_is_still_a_time() {
    let read =
        events("Sergey Lavrov met Taro Kono in Moscow on the morning of 24 November 2017.", "2026-11-25");
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].0, "2017-11-24");
}

#[test]
fn two_days_in_a_row_are_one_event() {
    let read = events("Sergey Lavrov met Taro Kono in Moscow on 27 and 28 June 2019.", "2026-11-25");
    assert_eq!(read.iter().map(|event| event.0.as_str()).collect::<Vec<_>>(), ["2019-06-27/2019-06-28"]);
}

#[test]
fn the_name_of_a_document_keeps_its_date() {
    let read =
        events("Shinzo Abe published the Joint Declaration of 1956 on 14 November 2018.", "2026-11-25");
    assert_eq!(
        read,
        [("2018-11-14".to_owned(), "Shinzo Abe published the Joint Declaration of 1956".to_owned())]
    );
}

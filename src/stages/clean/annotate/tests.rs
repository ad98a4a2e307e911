//! The sample of the project, and texts of other people, countries and dates that the same rules must read.

use super::{Annotations, Context, annotate};
use crate::model::{article::Status, reading::Mode, topic::Kind};

const TITLE: &str =
    "Lavrov spoke about the working groups on activities of Russia and Japan on the Kuril Islands";
const CAPTION: &str = "in fotomancer foreign Affairs of Japan, Taro Kono of the meeting with the Minister of foreign Affairs of the Russian Federation Sergey Lavrov in Moscow. 24 Nov 2017";

/// The body of the sample seed.
fn sample() -> String {
    let seed = include_str!("../../../../seeds/lavrov-kuril-working-groups.txt");
    let start = seed.find("Two working groups were formed").expect("the sample's first words");
    seed[start..].trim().to_owned()
}

fn read<'a>(title: &'a str, caption: &'a str, published: &str, text: &str) -> Annotations {
    let context = Context { title, caption, published: published.parse().ok(), language: "en" };
    annotate(text, &context)
}

fn names(read: &Annotations, kind: Kind) -> Vec<&str> {
    read.topics.iter().filter(|t| t.kind == kind).map(|t| t.name.as_str()).collect()
}

/// (speaker, sure, first words)
fn quotes<'a>(read: &'a Annotations, text: &'a str) -> Vec<(&'a str, bool, &'a str)> {
    read.quotes
        .iter()
        .map(|q| {
            let words = &text[q.span.clone()];
            let head = words.char_indices().nth(24).map_or(words, |(at, _)| &words[..at]);
            q.speaker.as_ref().map_or(("", false, head), |s| (s.value.as_str(), s.sure, head))
        })
        .collect()
}

fn planned(read: &Annotations) -> Vec<(String, &str)> {
    read.events
        .iter()
        .filter(|e| e.status == Status::Planned)
        .map(|e| (e.date.to_string(), e.text.as_str()))
        .collect()
}

#[test]
fn the_samples_quotes_have_their_speakers() {
    let text = sample();
    let read = read(TITLE, CAPTION, "2017-11-24", &text);
    assert_eq!(
        quotes(&read, &text),
        [
            ("Sergey Lavrov", true, "This subject is consider"),
            ("Taro Kono", false, "We have agreed to give t")
        ]
    );
    let [first, second] = &read.quotes[..] else { panic!("{:?}", read.quotes) };
    assert!(text[first.span.clone()].ends_with("early next year,"));
    assert!(text[second.span.clone()].ends_with("at the level of Deputy foreign Ministers"));
    assert_eq!((first.cue.as_str(), first.mode), ("said", Mode::Direct));
    let basis = &second.speaker.as_ref().expect("a speaker").basis;
    assert_eq!(basis.rule, "role named in the text");
    assert!(basis.words.contains("foreign Minister of Japan"), "{basis:?}");
}

#[test]
fn the_samples_events_are_three_plans() {
    let text = sample();
    let read = read(TITLE, CAPTION, "2017-11-24", &text);
    assert_eq!(
        planned(&read),
        [
            ("2017-12".to_owned(), "Meeting of the two working groups"),
            ("2017-12".to_owned(), "Talks at the level of Department Directors"),
            ("2018-01/2018-02".to_owned(), "Consultations at the level of Deputy foreign Ministers"),
        ]
    );
    assert_eq!(read.events.len(), 3);
    for event in &read.events {
        assert!(text.contains(&event.basis.words) && !event.basis.words.is_empty());
    }
}

#[test]
fn the_samples_names_are_topics_of_the_right_kind() {
    let text = sample();
    let read = read(TITLE, CAPTION, "2017-11-24", &text);
    assert_eq!(names(&read, Kind::Person), ["Sergey Lavrov", "Taro Kono"]);
    let mut places = names(&read, Kind::Place);
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "Habomai",
            "Iturup",
            "Japan",
            "Kunashir",
            "Kuril Islands",
            "Moscow",
            "Russia",
            "Shikotan",
            "Soviet Union",
            "Tokyo"
        ]
    );
    assert_eq!(names(&read, Kind::Event), ["Second World War"]);
    assert_eq!(names(&read, Kind::Subject), ["Joint economic activities"]);
    assert_eq!(names(&read, Kind::Organisation), [""; 0]);
    let aliases = |name: &str| {
        read.topics.iter().find(|t| t.name == name).map(|t| t.aliases.clone()).unwrap_or_default()
    };
    assert!(aliases("Sergey Lavrov").contains(&"Sergei Lavrov".to_owned()));
    assert!(aliases("Kuril Islands").contains(&"Kurile Islands".to_owned()));
    assert!(aliases("Russia").contains(&"Russian Federation".to_owned()));
    for name in &read.names {
        let topic = &read.topics[name.topic];
        let words = &text[name.span.clone()];
        let known = topic.name.eq_ignore_ascii_case(words)
            || topic.aliases.iter().any(|alias| alias.split_whitespace().eq(words.split_whitespace()));
        assert!(known, "{words} is no form of {topic:?}");
    }
}

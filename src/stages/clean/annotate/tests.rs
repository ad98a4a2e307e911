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

/// The same kind of report with other people, countries, islands and dates, and in good English.
const BLUE: &str = "Three task forces were set up to study joint fishery rules of Chile and Peru, their session will take place in March, said Peruvian Defence Minister Jorge Nieto.

“We discussed this at the level of deputy ministers. The task forces will meet in March,” he told reporters after talks with the Defence Minister of Chile, José Antonio Gómez.

“We agreed to hold a seminar for naval officers in late April, and then, in June or in July, consultations of fishery inspectors,” said the head of the Chilean Defence Ministry.

Peru claims the outer Lobos Islands of Afuera, Tierra and Chincha, a dispute as old as the War of the Pacific between Lima and Santiago. Joint fishery rules were first drafted in 1947; the joint fishery rules of today are older than both governments admit.";

#[test]
fn a_report_of_other_people_is_read_by_the_same_rules() {
    let read = read("Nieto spoke about joint fishery rules", "", "2017-02-10", BLUE);
    assert_eq!(
        quotes(&read, BLUE),
        [
            ("Jorge Nieto", true, "We discussed this at the"),
            ("José Antonio Gómez", false, "We agreed to hold a semi")
        ]
    );
    assert_eq!(
        planned(&read),
        [
            ("2017-03".to_owned(), "Task forces will meet"),
            ("2017-04".to_owned(), "Seminar for naval officers"),
            ("2017-06/2017-07".to_owned(), "Consultations of fishery inspectors"),
        ]
    );
    assert_eq!(names(&read, Kind::Person), ["Jorge Nieto", "José Antonio Gómez"]);
    let places = names(&read, Kind::Place);
    for place in ["Chile", "Peru", "Lobos Islands", "Afuera", "Tierra", "Chincha", "Lima", "Santiago"] {
        assert!(places.contains(&place), "{place} in {places:?}");
    }
    assert_eq!(names(&read, Kind::Event), ["War of the Pacific"]);
    assert_eq!(names(&read, Kind::Subject), ["Joint fishery rules"]);
}

#[test]
fn spellings_of_one_person_are_one_topic_and_two_brothers_are_two() {
    let text = "Volodymyr Zelenskyy met Chancellor Olaf Scholz. Mr Zelensky thanked Scholz. Later Vitali Klitschko and \
        Wladimir Klitschko joined them.";
    let read = read("", "", "2023-05-14", text);
    assert_eq!(
        names(&read, Kind::Person),
        ["Volodymyr Zelenskyy", "Olaf Scholz", "Vitali Klitschko", "Wladimir Klitschko"]
    );
    assert_eq!(read.topics[0].aliases, ["Zelensky"]);
}

#[test]
fn bodies_are_named_by_their_telling_words_and_letters() {
    let text = "The International Maritime Safety Board (IMSB) met in Rotterdam. The IMSB and the Ministry of Fisheries of \
        Norway asked the University of Bergen for help, and the European Commission agreed.";
    let read = read("", "", "2020-01-01", text);
    assert_eq!(
        names(&read, Kind::Organisation),
        [
            "International Maritime Safety Board",
            "Ministry of Fisheries of Norway",
            "University of Bergen",
            "European Commission"
        ]
    );
    assert_eq!(read.topics[0].aliases, ["IMSB"]);
    assert_eq!(names(&read, Kind::Place), ["Rotterdam"]);
}

#[test]
fn a_capital_alone_is_no_name() {
    let text = "Yesterday the Committee said Nothing new. Talks on Trade and Peace went on. The Report was Long. \
        However, Islands and Ministers were discussed.";
    let read = read("", "", "2020-01-01", text);
    assert!(read.topics.is_empty(), "{:?}", read.topics);
}

#[test]
fn a_person_with_the_name_of_a_place_is_a_person() {
    let text =
        "Michael Jordan met Victoria Beckham in Jordan. Col. David Lyons agreed. “It is so,” Lyons said.";
    let read = read("", "", "2020-01-01", text);
    assert_eq!(names(&read, Kind::Person), ["Michael Jordan", "Victoria Beckham", "David Lyons"]);
    assert_eq!(names(&read, Kind::Place), ["Jordan"]);
    assert_eq!(quotes(&read, text), [("David Lyons", true, "It is so,")]);
}

#[test]
fn what_happened_is_told_apart_from_what_is_planned() {
    let text = "Angela Merkel visited Ankara on 2 February 2017. She will travel to Cairo on 2 March. The summit in \
        Hamburg, scheduled for July, was prepared. The trade fair planned for 3 April was cancelled.";
    let read = read("", "", "2017-02-10", text);
    let events: Vec<(String, Status)> = read.events.iter().map(|e| (e.date.to_string(), e.status)).collect();
    assert!(events.contains(&("2017-02-02".to_owned(), Status::Happened)), "{:?}", read.events);
    assert!(events.contains(&("2017-03-02".to_owned(), Status::Planned)), "{:?}", read.events);
}

#[test]
fn a_text_without_anything_gives_nothing_and_no_panic() {
    for text in [
        "",
        "\n\n",
        "“",
        "\"",
        "' '",
        "…",
        "said",
        "he said:",
        "«»",
        "1",
        "a",
        "U.S.",
        "(",
        "May",
        "’s",
        "“” said",
    ] {
        let read = read("", "", "2020-01-01", text);
        assert!(read.quotes.is_empty() && read.events.is_empty(), "{text}");
    }
}

/// What the rules look for, cut at `|`.
const BITS: &str = concat!(
    "“|”|\"|'|«|»|„| |\n\n|, |. |: | — |said| Lavrov|Sergey Lavrov| the |foreign Minister of Japan|",
    "2017|24 Nov|from 3 to 5 |in December| last week|he said|NATO|(UN)|Kuril Islands of A, B and C|",
    "mid-|’s|U.S.|J.|al-|Ministry of |Dr. |ß|日本|２月３日|é|…|1990s| that | and |May|9/11|1st|-|–|/|",
    "\u{301}|İ|to hold talks| will be held |according to ",
);

/// Texts thrown together from what the rules look for, cut anywhere.
#[test]
fn any_text_is_read_without_panic_and_every_span_fits() {
    let bits: Vec<&str> = BITS.split('|').collect();
    let mut state: u64 = 0x5eed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    for _ in 0..150 {
        let text: String = (0..next(60)).map(|_| bits[next(bits.len())]).collect();
        for language in ["en", "de", "ja", ""] {
            let context =
                Context { title: &text, caption: "", published: "2017-11-24".parse().ok(), language };
            let read = annotate(&text, &context);
            let spans = read
                .quotes
                .iter()
                .map(|q| &q.span)
                .chain(read.dates.iter().map(|d| &d.span))
                .chain(read.events.iter().flat_map(|e| [&e.span, &e.date_span]))
                .chain(read.names.iter().map(|n| &n.span));
            for span in spans {
                assert!(
                    text.get(span.clone()).is_some_and(|words| !words.is_empty()),
                    "{span:?} in {text:?}"
                );
            }
            for pair in read.names.windows(2) {
                assert!(pair[0].span.end <= pair[1].span.start, "{pair:?} overlap in {text:?}");
            }
            assert!(read.names.iter().all(|n| n.topic < read.topics.len()));
        }
    }
}

#[test]
fn persons_with_japanese_names_in_either_order_are_one() {
    let text = "Enomoto Takeaki signed for Japan in May. Enomoto had been an admiral. Ichiro Kono came together with Shunichi Matsumoto. Abe Shinzo spoke later; Shinzo Abe left.";
    let read = read("", "", "1990-01-01", text);
    assert_eq!(
        names(&read, Kind::Person),
        ["Enomoto Takeaki", "Ichiro Kono", "Shunichi Matsumoto", "Abe Shinzo"]
    );
    assert_eq!(
        read.topics.iter().find(|t| t.name == "Enomoto Takeaki").map(|t| t.aliases.clone()),
        Some(vec!["Enomoto".to_owned()])
    );
    assert_eq!(
        read.topics.iter().find(|t| t.name == "Abe Shinzo").map(|t| t.aliases.clone()),
        Some(vec!["Shinzo Abe".to_owned()])
    );
}

#[test]
fn what_an_office_is_about_is_no_person() {
    let text = "Taro Kono had been Minister for Foreign Affairs of Japan since August 2017. The Treaty of Portsmouth of September 1905 ended the war.";
    let read = read("", "", "2020-01-01", text);
    assert_eq!(names(&read, Kind::Person), ["Taro Kono"]);
    assert!(read.topics.iter().any(|topic| topic.name == "Treaty of Portsmouth"));
}

#[test]
fn a_case_of_a_russian_name_is_no_other_name() {
    let text =
        "Министр Сергей Лавров прибыл в Японию. В Японии ждали Лаврова. «Мы согласны», – заявил Лавров.";
    let context = Context { published: "2017-11-24".parse().ok(), language: "ru", ..Context::default() };
    let read = annotate(text, &context);
    let lavrov = read.topics.iter().find(|topic| topic.kind == Kind::Person).expect("a person");
    assert_eq!((lavrov.name.as_str(), &lavrov.aliases[..]), ("Сергей Лавров", &["Лавров".to_owned()][..]));
    assert_eq!(read.names.iter().filter(|name| read.topics[name.topic].kind == Kind::Person).count(), 3);
    let japan = read.topics.iter().find(|topic| topic.name == "Japan").expect("a place");
    assert_eq!(japan.aliases, ["Япония"]);
    assert_eq!(read.names.iter().filter(|name| read.topics[name.topic].name == "Japan").count(), 2);
}

//! The shipped seed, from an empty `content/`: everything that it says must be read, by rules that do not know it.

use std::fs;

use crate::driver::{Dossier, tree};

const SEED: &str = "seeds/lavrov-kuril-working-groups.txt";
const STEM: &str =
    "2017-11-24-lavrov-spoke-about-the-working-groups-on-activities-of-russia-and-japan-on-the-kuril-islands";

fn sample() -> Dossier {
    let text =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/lavrov-kuril-working-groups.txt"));
    Dossier::empty().edit(SEED, &text.expect("the seed")).build()
}

fn file(dossier: &Dossier, path: &str) -> String {
    fs::read_to_string(dossier.root().join(path)).expect(path)
}

#[test]
fn the_article_is_clean_and_credited() {
    let dossier = sample();
    let article = file(&dossier, &format!("content/articles/{STEM}.md"));
    for line in [
        "title: Lavrov spoke about the working groups on activities of Russia and Japan on the Kuril Islands\n",
        "date: 2017-11-24\ndate_basis: photo credit\n",
        "source: RIA Novosti\n",
        "language: en\n",
        "  src: /wp-content/uploads/sites/5/2017/11/5233e6dde6069155e866198ad5a7fc08.jpg\n",
        "  alt: Lavrov spoke about the working groups",
        "  credit: RIA Novosti\n  creator: Michael Voskresenskiye\n",
        "    speaker: Sergey Lavrov\n",
    ] {
        assert!(article.contains(line), "{line:?} is not in\n{article}");
    }
    let body = article.split("---\n\n").nth(1).expect("a body");
    assert!(body.starts_with("Two working groups were formed"), "{body}");
    assert!(body.ends_with("not subject to doubt.\n"), "{body}");
    assert_eq!(body.matches("\n\n").count(), 3, "four paragraphs");
    assert!(!body.contains('©') && !body.contains("<img") && !body.contains("Voskresenskiye"), "{body}");
}

#[test]
fn what_no_rule_is_sure_of_waits_with_its_reason() {
    let dossier = sample();
    let review = file(&dossier, &format!("content/review/{STEM}.yaml"));
    for part in [
        "speaker: Taro Kono\n    basis: \"role named in the text: “the head of the Japanese foreign Ministry",
        "date: 2017-12\n    text: Meeting of the two working groups\n    status: planned\n    basis: ",
        "date: 2017-12\n    text: Talks at the level of Department Directors\n    status: planned\n    basis: ",
        "date: 2018-01/2018-02\n    text: Consultations at the level of Deputy foreign Ministers\n    status: planned\n    basis: ",
        "in mid-December",
        "field: translation",
    ] {
        assert!(review.contains(part), "{part:?} is not in\n{review}");
    }
    assert_eq!(review.matches("status: planned").count(), 3, "{review}");
    let page = dossier.page(&format!("/articles/{STEM}/"));
    assert_eq!(page.matches("<img").count(), 0, "no picture is loaded");
    assert!(page.matches("nreviewed").count() >= 5, "quote, events and translation carry their mark");
}

#[test]
fn everything_it_names_is_a_topic_of_the_right_kind() {
    let topics = file(&sample(), "content/review/topics.yaml");
    let known: Vec<(&str, &str)> = topics
        .split("  - name: ")
        .skip(1)
        .filter_map(|topic| topic.split_once("\n    kind: "))
        .map(|(name, rest)| (name, rest.lines().next().unwrap_or_default()))
        .collect();
    let expected = [
        ("Habomai", "place"),
        ("Iturup", "place"),
        ("Japan", "place"),
        ("Joint economic activities", "subject"),
        ("Kunashir", "place"),
        ("Kuril Islands", "place"),
        ("Moscow", "place"),
        ("Russia", "place"),
        ("Second World War", "event"),
        ("Sergey Lavrov", "person"),
        ("Shikotan", "place"),
        ("Soviet Union", "place"),
        ("Taro Kono", "person"),
        ("Tokyo", "place"),
    ];
    assert_eq!(known, expected, "and nobody else, the photographer least of all");
    assert!(topics.contains("aliases: [Kurile Islands]"), "{topics}");
    assert!(topics.contains("aliases: [Lavrov, Sergei Lavrov]"), "{topics}");
}

#[test]
fn a_reader_can_go_from_anything_to_anything() {
    let dossier = sample();
    let article = dossier.page(&format!("/articles/{STEM}/"));
    for topic in
        ["sergey-lavrov", "taro-kono", "kuril-islands", "second-world-war", "joint-economic-activities"]
    {
        assert!(
            article.contains(&format!("href=\"/topics/{topic}/\"")),
            "{topic} is not linked from the article"
        );
        let page = dossier.page(&format!("/topics/{topic}/"));
        assert!(
            page.contains(&format!("href=\"/articles/{STEM}/\"")),
            "{topic} does not lead to the article"
        );
    }
    let lavrov = dossier.page("/topics/sergey-lavrov/");
    assert!(lavrov.contains("This subject is considered") && lavrov.contains("Sergei Lavrov"), "{lavrov}");
    assert!(lavrov.contains("href=\"/topics/taro-kono/\""), "those that they appear with");
    for page in [
        "/",
        "/articles/",
        "/people/",
        "/places/",
        "/organisations/",
        "/events/",
        "/subjects/",
        "/topics/",
        "/timeline/",
        "/quotes/",
        "/sources/",
        "/sources/ria-novosti/",
        "/about/",
        "/404.html",
        "/atom.xml",
        "/sitemap.xml",
        "/robots.txt",
    ] {
        assert!(!dossier.page(page).is_empty(), "{page}");
    }
    assert!(dossier.page("/timeline/").contains("Meeting of the two working groups"));
}

#[test]
fn reviewed_only_leaves_out_what_no_person_has_confirmed() {
    let dossier = sample().run(&["build", "--reviewed-only"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let all: String = tree(&dossier.root().join("public"))
        .into_iter()
        .filter(|(path, _)| path.ends_with("index.html") && !path.starts_with("about/"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    assert!(!all.contains("nreviewed"), "no mark is needed");
    assert!(all.contains("This subject is considered"), "the quote that is a fact stays");
    assert!(!all.contains("Taro Kono</"), "a suggested speaker is not shown");
    assert!(!dossier.root().join("public/topics/japan").exists(), "no suggested topic has a page");
}

#[test]
fn reading_twice_reads_once() {
    let dossier = sample();
    let before = tree(&dossier.root());
    let again = dossier.build();
    assert_eq!(again.made(), 0);
    assert!(tree(&again.root()) == before, "nothing is written a second time");
}

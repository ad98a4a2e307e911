//! Decisions as values: what they write, over what, and what they refuse.

use std::sync::Arc;

use super::*;
use crate::{
    memo::bytes_key,
    model::inputs::{InputFile, Inputs, RelPath},
};

const ARTICLE: &str = "---\ntitle: Talks   # mine\nquotes:\n  - text: We will meet\nseed: {file: seeds/a.txt, sha256: \
                       \"00\"}\n---\n\n\"We will meet again,\" she said. \"In April,\" she said.\n";

const REVIEW: &str = "seed:\n  file: seeds/a.txt\n  sha256: \"00\"\nrules: 1\nfields:\n  - id: f-1\n    field: source\n    \
                      value: \"Agency: North\"\n  - id: f-2\n    field: date\n    value: 2018-02\n    basis: \"dateline: \
                      “Feb”\"\n  - id: f-3\n    field: title\n    value: Other\nquotes:\n  - id: q-1\n    text: We will \
                      meet again,\n    speaker: Ann Vel\n  - id: q-2\n    text: In April,\n  - id: q-3\n    text: In \
                      May\nevents:\n  - id: e-1\n    date: 2018-04\n    text: They meet\n    status: planned\n";

const TOPICS: &str = "topics:\n  - name: Ann Vel\n    kind: person\n    aliases: [Vel, A. Vel]\n    articles: [a]\n  - name: \
                      Vel\n    kind: place\n    articles: [a, b]\n";

fn inputs() -> Inputs {
    let file =
        |path: &str, text: &str| InputFile { path: RelPath::new(path), bytes: Arc::from(text.as_bytes()) };
    Inputs {
        articles: vec![file("content/articles/a.md", ARTICLE)],
        review: vec![file("content/review/a.yaml", REVIEW), file("content/review/topics.yaml", TOPICS)],
        ..Inputs::default()
    }
}

fn decision(article: &str, id: &str, ruling: Ruling) -> Decision {
    Decision { article: article.to_owned(), id: id.to_owned(), ruling }
}

fn accept(ids: &[&str]) -> Vec<Decision> {
    ids.iter().map(|id| decision("a", id, Ruling::Accept)).collect()
}

fn written(changes: &Changes, path: &str) -> String {
    let change = changes.files.iter().find(|change| change.path.as_str() == path).expect(path);
    String::from_utf8(change.bytes.to_vec()).expect("text")
}

fn codes(changes: &Changes) -> Vec<&'static str> {
    changes.refused.iter().map(|problem| problem.code).collect()
}

fn topic(name: &str) -> String {
    let (all, _) = waiting(&inputs());
    let named = |one: &&Waiting| matches!(&one.what, What::Topic(topic) if topic.name == name);
    all.iter().find(named).expect(name).id.clone()
}

#[test]
fn what_the_article_says_or_no_longer_holds_does_not_wait() {
    let (all, problems) = waiting(&inputs());
    let ids: Vec<&str> =
        all.iter().filter(|one| !one.article.is_empty()).map(|one| one.id.as_str()).collect();
    // The most useful first; f-3 is said already, the words of q-3 are gone.
    assert_eq!((ids, problems.len()), (vec!["f-2", "f-1", "q-1", "e-1", "q-2"], 0));
    assert_eq!(all.last().map(|one| one.id.clone()), Some(topic("Ann Vel")), "named by fewer articles");
}

#[test]
fn several_decisions_about_an_article_are_one_change_over_what_it_was() {
    let changes = decide(&inputs(), &accept(&["q-2", "e-1", "f-1", "f-2"]));
    assert_eq!(codes(&changes), Vec::<&str>::new());
    assert_eq!(
        written(&changes, "content/articles/a.md"),
        ARTICLE
            .replace("mine\n", "mine\ndate: 2018-02\ndate_basis: dateline\nsource: \"Agency: North\"\n")
            .replace("We will meet\n", "We will meet\n  - text: In April,\nevents:\n  - {date: 2018-04, text: They meet, status: planned}\n")
    );
    let paths: Vec<(&str, Option<u128>)> =
        changes.files.iter().map(|change| (change.path.as_str(), change.was)).collect();
    let was = |text: &str| Some(bytes_key(text.as_bytes()));
    assert_eq!(paths, [("content/articles/a.md", was(ARTICLE)), ("content/review/a.yaml", was(REVIEW))]);
    assert!(written(&changes, "content/review/a.yaml").contains("accepted: [q-2, e-1, f-1, f-2]"));
}

#[test]
fn a_speaker_goes_into_the_persons_own_quote() {
    let changes = decide(&inputs(), &accept(&["q-1"]));
    let wanted = ARTICLE.replace("meet\n", "meet\n    speaker: Ann Vel\n");
    assert_eq!(written(&changes, "content/articles/a.md"), wanted);
}

#[test]
fn what_is_refused_stops_nothing_else_and_goes_on_waiting() {
    let wrong = |key: &str, value: &str| Ruling::Edit(vec![(key.to_owned(), value.to_owned())]);
    let decisions = [
        decision("a", "f-3", Ruling::Accept),
        decision("a", "q-1", wrong("text", "never said")),
        decision("a", "e-1", wrong("date", "04/2018")),
        decision("a", "e-1", wrong("when", "2018")),
        decision("a", "e-1", Ruling::AddTo("Ann Vel".to_owned())),
        decision("b", "e-1", Ruling::Reject),
        decision("a", "x-1", Ruling::Reject),
        decision("a", "q-2", Ruling::Reject),
    ];
    let changes = decide(&inputs(), &decisions);
    assert_eq!(
        codes(&changes),
        ["not-edited", "not-edited", "bad-value", "unknown-key", "not-a-topic", "no-review", "no-suggestion"]
    );
    let review = written(&changes, "content/review/a.yaml");
    assert!(review.contains("rejected: [q-2]") && review.contains("id: e-1") && !review.contains("id: q-2"));
    assert_eq!(changes.files.len(), 1, "the article is not touched");
}

#[test]
fn names_that_a_topic_takes_wait_no_longer() {
    let changes = decide(&inputs(), &[decision("", &topic("Ann Vel"), Ruling::Accept)]);
    let wanted = "---\nname: Ann Vel\nkind: person\naliases: [Vel, A. Vel]\n---\n";
    assert_eq!(written(&changes, "content/topics/ann-vel.md"), wanted);
    assert!(!written(&changes, "content/review/topics.yaml").contains("name:"));
}

#[test]
fn a_new_topic_takes_no_other_topics_file_or_names() {
    let mut inputs = inputs();
    let text = b"---\nname: Someone else\naliases: [vel]\n---\n";
    inputs.topics =
        vec![InputFile { path: RelPath::new("content/topics/Ann-Vel.md"), bytes: Arc::from(&text[..]) }];
    let name = Ruling::Edit(vec![("kind".to_owned(), "subject".to_owned())]);
    let changes = decide(&inputs, &[decision("", &topic("Ann Vel"), name)]);
    let wanted = "---\nname: Ann Vel\nkind: subject\naliases: [A. Vel]\n---\n";
    assert_eq!(written(&changes, "content/topics/ann-vel-subject.md"), wanted);
    let taken = decide(&inputs, &[decision("", &topic("Vel"), Ruling::Accept)]);
    assert_eq!(codes(&taken), ["topic-settled"]);
}

#[test]
fn a_name_that_the_person_took_away_is_turned_down() {
    let away = Ruling::Edit(vec![("name".into(), "Anna Vel".into()), ("aliases".into(), "A. Vel".into())]);
    let changes = decide(&inputs(), &[decision("", &topic("Ann Vel"), away)]);
    let review = written(&changes, "content/review/topics.yaml");
    assert!(review.contains("rejected: [Ann Vel]"), "{review}");
    let wanted = "---\nname: Anna Vel\nkind: person\naliases: [A. Vel]\n---\n";
    assert_eq!(written(&changes, "content/topics/anna-vel.md"), wanted);
}

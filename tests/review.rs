//! What waits for a person, and what becomes of the person's decisions.

use std::fs;

use crate::driver::{Dossier, Tree, tree};

/// A quote whose speaker only a role names, a planned event, two persons.
const TEXT: &str = "Harbour talks open in Oslo\n\n© Reuters / Ann Reyes The port of Oslo. 3 Mar 2021\n\nTalks on the \
    harbour opened in Oslo, said Norwegian foreign minister Ine Soreide.\n\n\"We have agreed to build two new piers for \
    the fishing boats before the winter,\" said the head of the Norwegian foreign ministry.\n\nA meeting of the working \
    group will be held in April.\n";
const STEM: &str = "2021-03-03-harbour-talks-open-in-oslo";

fn article() -> String {
    format!("content/articles/{STEM}.md")
}

fn dossier() -> Dossier {
    Dossier::empty().edit("seeds/harbour.txt", TEXT).build()
}

/// What waits, as `--json` says it.
pub(crate) fn waiting(dossier: Dossier) -> (Vec<serde_json::Value>, Dossier) {
    let dossier = dossier.run(&["review", "--json"]);
    let lines = dossier.last.stdout.lines();
    (lines.map(|line| serde_json::from_str(line).expect("JSON")).collect(), dossier)
}

/// The id of the first suggestion of a kind.
fn first(kind: &str, dossier: Dossier) -> (String, Dossier) {
    let (all, dossier) = waiting(dossier);
    let found = all.iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {all:?}"));
    (found["id"].as_str().expect("an id").to_owned(), dossier)
}

fn well(dossier: Dossier) -> Dossier {
    assert_eq!(dossier.last.code, Some(0), "{}{}", dossier.last.stdout, dossier.last.stderr);
    dossier
}

fn persons(dossier: &Dossier) -> Tree {
    let content = tree(&dossier.root().join("content"));
    content.into_iter().filter(|(path, _)| !path.starts_with("review/")).collect()
}

#[test]
fn every_suggestion_is_one_line_of_json() {
    let (all, _) = waiting(dossier());
    let kinds: Vec<&str> = all.iter().map(|one| one["kind"].as_str().expect("a kind")).collect();
    assert!(["quote", "event", "topic"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    for one in &all {
        let keys: &[&str] = match one["kind"].as_str() {
            Some("quote") => &["text", "speaker"],
            Some("event") => &["date", "text", "status"],
            Some("field") => &["field", "value"],
            _ => &["name", "topic_kind", "aliases", "articles", "sentence"],
        };
        assert!(
            keys.iter().chain(&["id", "article", "file", "basis"]).all(|key| one.get(*key).is_some()),
            "{one}"
        );
    }
}

#[test]
fn an_accepted_quote_is_in_the_article_and_no_longer_marked() {
    let (id, dossier) = first("quote", dossier());
    let page = format!("/articles/{STEM}/");
    let marks = |dossier: &Dossier| dossier.page(&page).matches("nreviewed").count();
    let before = marks(&dossier);
    let dossier = well(dossier.run(&["accept", &id[..7]])).build();
    let text = dossier.read(&article());
    assert!(text.contains("quotes:\n  - text: We have agreed to build two new piers"), "{text}");
    assert!(text.contains("winter,\n    speaker: Ine Soreide\n"), "{text}");
    assert!(marks(&dossier) < before, "{before} marks before");
    let (all, _) = waiting(dossier);
    assert!(all.iter().all(|one| one["kind"] != "quote"), "{all:?}");
}

#[test]
fn an_accepted_topic_is_a_file_to_which_every_article_links() {
    let other = "Oslo votes\n\nThe people of Oslo voted on Sunday, said mayor Per Hagen.\n";
    let dossier = dossier().edit("seeds/other.txt", other).build();
    let marks = |dossier: &Dossier| dossier.page("/topics/oslo/").matches("nreviewed").count();
    let before = marks(&dossier);
    let dossier = well(dossier.run(&["accept", "oslo"])).build();
    assert_eq!(dossier.read("content/topics/oslo.md"), "---\nname: Oslo\nkind: place\n---\n");
    assert!(!dossier.read("content/review/topics.yaml").contains("name: Oslo"));
    for article in [STEM, "oslo-votes"] {
        assert!(dossier.page(&format!("/articles/{article}/")).contains("/topics/oslo/"), "{article}");
    }
    assert!(marks(&dossier) < before, "what else the page shows may still wait, the topic does not");
}

#[test]
fn a_topic_becomes_a_further_name_of_one_that_has_a_file() {
    let mine = "---\nkind: place # the capital\naliases:\n  - Christiania   # until 1925\nname: Oslo city\n---\nProse.\n";
    let dossier = well(dossier().edit("content/topics/capital.md", mine).run(&[
        "accept",
        "Oslo",
        "--as",
        "christiania",
    ]));
    let wanted = mine.replace("# until 1925\n", "# until 1925\n  - Oslo\n");
    assert_eq!(dossier.read("content/topics/capital.md"), wanted);
    let dossier = dossier.run(&["accept", "Ine Soreide", "--as", "Oslo ciity"]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(dossier.last.stderr.contains("did you mean `Oslo city`?"), "{}", dossier.last.stderr);
}

#[test]
fn corrections_go_into_the_article_and_what_was_read_wrongly_is_not_proposed_again() {
    let (id, dossier) = first("event", dossier());
    let dossier =
        well(dossier.run(&["edit", &id, "date=2021-04-15", "text=The working group meets: round two"]));
    let line = "  - {date: 2021-04-15, text: \"The working group meets: round two\", status: planned}\n";
    assert!(dossier.read(&article()).contains(line), "{}", dossier.read(&article()));
    let review = format!("content/review/{STEM}.yaml");
    let other_rules = dossier.read(&review).replace("\nrules: ", "\nrules: 9");
    let dossier = dossier.edit(&review, &other_rules).build();
    assert!(!dossier.read(&review).contains("rules: 9"), "it was read again");
    assert!(!dossier.read(&review).contains("status: planned"), "{}", dossier.read(&review));
}

#[test]
fn what_was_rejected_is_remembered_when_the_rules_and_the_seed_change() {
    let (id, dossier) = first("quote", dossier());
    let dossier = well(dossier.run(&["reject", &id, "oslo"]));
    let before = persons(&dossier);
    let review = format!("content/review/{STEM}.yaml");
    let old = dossier.read(&review).replace("\nrules: ", "\nrules: 9");
    let dossier =
        dossier.edit(&review, &old).edit("seeds/harbour.txt", &TEXT.replace("April", "May")).run(&["build"]);
    assert_eq!(persons(&dossier), before);
    let (all, dossier) = waiting(dossier);
    assert!(all.iter().all(|one| one["id"] != id.as_str() && one["name"] != "Oslo"), "{all:?}");
    let again = dossier.run(&["accept", &id]);
    assert_eq!(again.last.code, Some(2));
    assert!(again.last.stderr.contains("was decided already"), "{}", again.last.stderr);
}

#[test]
fn comments_order_line_ends_and_a_byte_order_mark_survive() {
    let dossier = dossier();
    let text = dossier.read(&article());
    let (head, body) = text.split_once("seed: {").expect("a seed");
    let mine = format!("\u{feff}{}seed: {{{body}", head.replace("language:", "# who says\nlanguage:"))
        .replace("source: Reuters\n", "grade: B2   # mine\nsource:   'Reuters'\n")
        .replace('\n', "\r\n");
    let dossier = well(dossier.edit(&article(), &mine).run(&["accept", "--article", "2021"]));
    let after = dossier.read(&article());
    let mut rest = mine.lines();
    let new: Vec<&str> = {
        let mut next = rest.next();
        let mut new = Vec::new();
        for line in after.split("\r\n") {
            if next == Some(line) { next = rest.next() } else { new.push(line) }
        }
        assert_eq!(next, None, "{after}");
        new.into_iter().filter(|line| !line.is_empty()).collect()
    };
    assert!(new.len() >= 4, "{new:?}");
    assert!(!after.replace("\r\n", "").contains('\n'), "{after:?}");
    well(dossier.run(&["build"]));
}

#[test]
fn an_event_is_taken_over_with_what_came_of_it() {
    let (id, waiting) = first("event", dossier());
    let refused = waiting.run(&["edit", &id, "article=harbour"]);
    assert_eq!(refused.last.code, Some(1));
    assert!(refused.last.stderr.contains("bad-value"), "{}", refused.last.stderr);
    let dossier = well(dossier().run(&[
        "edit",
        &id,
        "status=changed",
        "outcome=They met later: in June",
        &format!("article={STEM}"),
        "id=first-meeting",
    ]));
    let file = dossier.read(&article());
    let outcome =
        format!("outcome: {{text: \"They met later: in June\", article: {STEM}}}, id: first-meeting}}");
    assert!(file.contains("status: changed") && file.contains(&outcome), "{file}");
    assert!(dossier.build().page("/timeline/").contains("They met later: in June"));
}

#[test]
fn a_front_matter_that_cannot_be_edited_is_left_and_the_person_told_what_to_write() {
    let dossier = dossier();
    let (id, dossier) = first("quote", dossier);
    let body = dossier.read(&article()).split_once("\n---\n").expect("a body").1.to_owned();
    let mine = format!("---\n{{title: All in braces}}\n---\n{body}");
    let dossier = dossier.edit(&article(), &mine).run(&["accept", &id]);
    assert_eq!(dossier.last.code, Some(1));
    assert_eq!(dossier.read(&article()), mine);
    let said = &dossier.last.stderr;
    assert!(said.contains("not-edited") && said.contains("write it by hand: `quotes:"), "{said}");
    let (all, _) = waiting(dossier);
    assert!(all.iter().any(|one| one["id"] == id.as_str()), "it goes on waiting");
}

#[test]
fn an_id_that_is_not_there_is_told_with_what_was_meant() {
    let (id, dossier) = first("quote", dossier());
    let slip = format!("{}z", &id[..id.len() - 1]);
    let before = persons(&dossier);
    let dossier = dossier.run(&["accept", "Oslo", &slip]);
    assert_eq!(dossier.last.code, Some(2));
    assert!(dossier.last.stderr.contains(&format!("did you mean `{id}`?")), "{}", dossier.last.stderr);
    assert_eq!(persons(&dossier), before, "not even the one that is there was accepted");
    let dossier = dossier.run(&["accept"]);
    assert_eq!(dossier.last.code, Some(2));
}

#[test]
fn two_articles_that_say_the_same_have_suggestions_of_their_own() {
    let dossier = dossier().edit("seeds/copy.txt", &format!("{TEXT}\nThis is a copy.\n")).build();
    let (all, dossier) = waiting(dossier);
    let mut ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().expect("an id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{all:?}");
    // By hand anything can be: then the article must be named.
    let review = format!("content/review/{STEM}.yaml");
    let (one, other) =
        (all[0]["id"].as_str().expect("id"), all.iter().find(|x| x["article"] != all[0]["article"]));
    let other = other.expect("another article")["id"].as_str().expect("id").to_owned();
    let which = if dossier.read(&review).contains(one) { one } else { &other };
    let same = if which == one { &other } else { one };
    let twice = dossier.read(&review).replace(which, same);
    let dossier = dossier.edit(&review, &twice).run(&["reject", same]);
    assert_eq!(dossier.last.code, Some(2));
    assert!(dossier.last.stderr.contains("--article"), "{}", dossier.last.stderr);
    well(dossier.run(&["reject", same, "--article", STEM]));
}

#[test]
fn in_the_terminal_a_decision_is_written_at_once_and_can_be_undone() {
    let dossier = dossier();
    let before = tree(&dossier.root().join("content"));
    let (all, dossier) = waiting(dossier);
    let every = "a\n".repeat(all.len());
    let done = well(dossier.type_in(&["review", "-i"], &every));
    assert!(done.last.stdout.contains("▸We have agreed to build two new piers"), "{}", done.last.stdout);
    let (left, done) = waiting(done);
    assert!(left.is_empty(), "{left:?}");
    assert!(persons(&done).keys().any(|path| path.starts_with("topics/")));
    let some = Dossier::empty().edit("seeds/harbour.txt", TEXT).build();
    let some = well(some.type_in(&["review", "-i"], "a\nr\ns\na\nu\nu\nu\nu\nq\n"));
    assert_eq!(tree(&some.root().join("content")), before, "{}", some.last.stdout);
}

#[test]
fn many_at_once_leave_alone_what_a_person_must_complete() {
    let dossier = dossier();
    let review = format!("content/review/{STEM}.yaml");
    let nobody = dossier.read(&review).replace("    speaker: Ine Soreide\n", "");
    let dossier = dossier.edit(&review, &nobody);
    let (all, dossier) = waiting(dossier);
    let open = all.iter().filter(|one| one["kind"] == "quote" && one["speaker"] == "").count();
    let dossier = well(dossier.run(&["accept", "--all"]));
    let (left, dossier) = waiting(dossier);
    assert_eq!((left.len(), open), (1, 1), "{left:?}");
    let id = left[0]["id"].as_str().expect("id");
    let dossier = well(dossier.run(&["edit", id, "speaker=A fisher"]));
    assert!(waiting(dossier).0.is_empty());
}

#[test]
fn a_changed_seed_shows_what_is_new_and_accepting_it_changes_the_hash_alone() {
    let dossier = dossier();
    let mine = dossier.read(&article()) + "\nMy own last word.\n";
    let dossier = dossier.edit(&article(), &mine);
    let seed = TEXT.replace("in April", "in May") + "\nThe mayor was not invited to the talks.\n";
    let dossier = dossier.edit("seeds/harbour.txt", &seed).run(&["build"]).run(&["review", STEM]);
    let said = &dossier.last.stdout;
    assert!(said.contains("[-April.-]{+May.+}") && said.contains("+ The mayor was not invited"), "{said}");
    assert!(!said.contains("My own last word"), "{said}");
    assert_eq!(dossier.read(&article()), mine);
    let dossier = well(dossier.run(&["accept", "--seed", STEM]));
    let after = dossier.read(&article());
    let differ: Vec<(&str, &str)> = mine.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!((mine.lines().count(), differ.len()), (after.lines().count(), 1), "{differ:?}");
    assert!(differ[0].0.starts_with("seed: {file: seeds/harbour.txt, sha256: \""), "{differ:?}");
    let dossier = well(dossier.build().run(&["review"]));
    assert!(!dossier.last.stdout.contains("changed since"), "{}", dossier.last.stdout);
    // And the next change is told from this one.
    let dossier =
        dossier.edit("seeds/harbour.txt", &seed.replace("the winter", "the spring")).run(&["build"]);
    let said = dossier.run(&["review", STEM]).last.stdout;
    assert!(said.contains("{+spring,") && !said.contains("{+May.+}") && !said.contains("mayor"), "{said}");
}

#[test]
fn a_review_that_cannot_be_read_is_not_replaced() {
    let dossier = dossier();
    let review = format!("content/review/{STEM}.yaml");
    let broken = dossier.read(&review) + "rejected: [q-1\n";
    let dossier = dossier
        .edit(&review, &broken)
        .edit("seeds/harbour.txt", &TEXT.replace("April", "May"))
        .run(&["build"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    assert_eq!(dossier.read(&review), broken);
    assert_eq!(fs::read_dir(dossier.root().join("content/articles")).expect("articles").count(), 1);
}

#[test]
fn a_list_of_thousands_of_topics_is_still_read() {
    let topic =
        |number| format!("  - name: Place number {number}\n    kind: place\n    articles: [{STEM}]\n");
    let long = format!("topics:\n{}", (0..9000).map(topic).collect::<String>());
    let dossier = dossier().edit("content/review/topics.yaml", &long);
    let (all, dossier) = waiting(dossier);
    assert!(all.iter().filter(|one| one["kind"] == "topic").count() == 9000, "{}", dossier.last.stderr);
}

#[test]
fn a_new_topic_is_shown_with_the_sentence_that_names_it() {
    let dossier = well(dossier().run(&["review", "topics"]));
    let shown = &dossier.last.stdout;
    assert!(
        shown.contains(
            "where: Talks on the harbour opened in Oslo, said Norwegian foreign minister Ine Soreide."
        ),
        "{shown}"
    );
}

#[test]
fn topics_that_few_articles_name_are_turned_down_at_once() {
    let again = TEXT
        .replace("Harbour talks open", "More talks")
        .replace("3 Mar", "4 Mar")
        .replace("Ine Soreide", "Kari Holm");
    let dossier = Dossier::empty().edit("seeds/a.txt", TEXT).edit("seeds/b.txt", &again).build();
    let names = |dossier: Dossier| {
        let (all, dossier) = waiting(dossier);
        let names: Vec<String> =
            all.iter().filter_map(|one| one["name"].as_str()).map(str::to_owned).collect();
        (names, dossier)
    };
    let (before, dossier) = names(dossier);
    for name in ["Ine Soreide", "Kari Holm", "Oslo"] {
        assert!(before.iter().any(|known| known == name), "{before:?}");
    }
    let (after, dossier) = names(well(dossier.run(&["reject", "topics", "--below", "2"])));
    assert!(after.iter().any(|name| name == "Oslo"), "{after:?}");
    assert!(!after.iter().any(|name| name == "Ine Soreide" || name == "Kari Holm"), "{after:?}");
    // Quotes and events go on waiting.
    let (all, _) = waiting(dossier);
    assert!(all.iter().any(|one| one["kind"] == "quote") && all.iter().any(|one| one["kind"] == "event"));
}

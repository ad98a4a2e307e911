//! Incremental equals from scratch: after any history of edits, and how many pages were made anew.

use std::{collections::BTreeMap, fs};

use proptest::prelude::*;

use crate::driver::{Dossier, assert_same, tree};

const NAMES: [&str; 4] = ["Vela Torren", "Kadu Bay", "Harbour Council", "Fishing"];
const KINDS: [&str; 4] = ["person", "place", "organisation", "subject"];
/// What else a topic may be called: names of its own, and such as others have, too.
const OTHER_NAMES: [&str; 5] = [
    "",
    "aliases: [the fleet]\n",
    "aliases: [Torren, Kadu]\n",
    "weak_aliases: [Friday, the fleet]\n",
    "contested_names:\n  - {name: Kadu, used_by: the council}\n",
];

/// What a person may do between two builds. Numbers name files; several edits may meet the same one.
#[derive(Clone, Debug)]
enum Edit {
    Article { number: u8, topic: u8, day: u8 },
    Body { number: u8, text: u8 },
    Rename { from: u8, to: u8 },
    Delete { number: u8 },
    Topic { number: u8, kind: u8, names: u8 },
    NewTopic { there: bool },
    DeleteTopic { number: u8 },
    Source { country: u8 },
    Page { text: u8 },
    Seed { number: u8, text: u8 },
    DeleteSeed { number: u8 },
    Config { title: u8, per_page: u8 },
    Template { text: u8 },
    NoTemplate,
    Broken { number: u8 },
    Deface { page: u8 },
    ForgetMemo,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let n = || 0..5_u8;
    let edit = prop_oneof![
        4 => (n(), 0..4_u8, 1..28_u8).prop_map(|(number, topic, day)| Edit::Article { number, topic, day }),
        4 => (n(), n()).prop_map(|(number, text)| Edit::Body { number, text }),
        2 => (n(), n()).prop_map(|(from, to)| Edit::Rename { from, to }),
        2 => n().prop_map(|number| Edit::Delete { number }),
        3 => (0..4_u8, 0..4_u8, 0..5_u8).prop_map(|(number, kind, names)| Edit::Topic { number, kind, names }),
        1 => any::<bool>().prop_map(|there| Edit::NewTopic { there }),
        1 => (0..4_u8).prop_map(|number| Edit::DeleteTopic { number }),
        1 => n().prop_map(|country| Edit::Source { country }),
        1 => n().prop_map(|text| Edit::Page { text }),
        2 => (0..2_u8, n()).prop_map(|(number, text)| Edit::Seed { number, text }),
        1 => (0..2_u8).prop_map(|number| Edit::DeleteSeed { number }),
        1 => (n(), 1..4_u8).prop_map(|(title, per_page)| Edit::Config { title, per_page }),
        1 => n().prop_map(|text| Edit::Template { text }),
        1 => Just(Edit::NoTemplate),
        1 => n().prop_map(|number| Edit::Broken { number }),
        1 => n().prop_map(|page| Edit::Deface { page }),
        1 => Just(Edit::ForgetMemo),
    ];
    prop::collection::vec(edit, 1..14)
}

fn article_path(number: u8) -> String {
    format!("content/articles/article-{number}.md")
}

fn article(number: u8, topic: u8, day: u8) -> String {
    let (name, other) = (NAMES[usize::from(topic)], NAMES[usize::from(topic + 1) % NAMES.len()]);
    format!(
        "---\ntitle: Article {number} about {name}\ndate: 2017-11-{day:02}\nsource: Coast Agency\ntopics: [{name}]\n\
         quotes:\n  - text: We will fish here again\n    speaker: {name}\n\
         events:\n  - {{date: 2018-0{}, text: The fleet meets, status: planned}}\n---\n\
         On Friday {name} spoke with {other}. Torren saw the fleet off [[{name}|Kadu]].\n\n\
         \"We will fish here again\", {name} said.\n",
        1 + number
    )
}

fn gone(dossier: Dossier, path: &str) -> Dossier {
    if dossier.root().join(path).exists() { dossier.remove(path) } else { dossier }
}

fn apply(dossier: Dossier, edit: &Edit) -> Dossier {
    match *edit {
        Edit::Article { number, topic, day } => {
            dossier.edit(&article_path(number), &article(number, topic, day))
        }
        Edit::Body { number, text } => {
            let path = article_path(number);
            match fs::read_to_string(dossier.root().join(&path)) {
                Ok(old) => {
                    dossier.edit(&path, &format!("{old}\nA late word on {}.\n", NAMES[usize::from(text) % 4]))
                }
                Err(_) => dossier,
            }
        }
        Edit::Rename { from, to } if dossier.root().join(article_path(from)).exists() => {
            dossier.rename(&article_path(from), &article_path(to))
        }
        Edit::Rename { .. } => dossier,
        Edit::Delete { number } => gone(dossier, &article_path(number)),
        Edit::Topic { number, kind, names } => {
            let (name, kind) = (NAMES[usize::from(number)], KINDS[usize::from(kind)]);
            let names = OTHER_NAMES[usize::from(names)];
            let text = format!("---\nname: {name}\nkind: {kind}\n{names}---\nProse about {name}.\n");
            dossier.edit(&format!("content/topics/topic-{number}.md"), &text)
        }
        // Before all others: each of them gets another number.
        Edit::NewTopic { there: true } => {
            dossier.edit("content/topics/new.md", "---\nname: Aa Quay\nkind: place\n---\n")
        }
        Edit::NewTopic { there: false } => gone(dossier, "content/topics/new.md"),
        Edit::DeleteTopic { number } => gone(dossier, &format!("content/topics/topic-{number}.md")),
        Edit::Source { country } => {
            let text = format!("---\nname: Coast Agency\ncountry: Land {country}\n---\n");
            dossier.edit("content/sources/coast.md", &text)
        }
        Edit::Page { text } => {
            dossier.edit("content/pages/method.md", &format!("---\ntitle: Method\n---\nWord {text}.\n"))
        }
        Edit::Seed { number, text } => {
            let seed = format!(
                "A seed about {}\n\n\
                 Tokyo, 24 November 2017. The council met {text} times this week and will meet again in December.\n\n\
                 \"Nothing has been decided\", said Vela Torren, the head of the council.\n",
                NAMES[usize::from(text) % 4]
            );
            dossier.edit(&format!("seeds/seed-{number}.txt"), &seed)
        }
        Edit::DeleteSeed { number } => gone(dossier, &format!("seeds/seed-{number}.txt")),
        Edit::Config { title, per_page } => {
            dossier.edit("dossier.yaml", &format!("title: Dossier {title}\nper_page: {per_page}\n"))
        }
        Edit::Template { text } => {
            dossier.edit("templates/404.html", &format!("<!doctype html><title>{text}</title>"))
        }
        Edit::NoTemplate => gone(dossier, "templates"),
        Edit::Broken { number } => dossier.edit(&article_path(number), "---\ntitle: [unclosed\n---\nText.\n"),
        Edit::Deface { page } => {
            let pages: Vec<String> = dossier.output().into_keys().collect();
            match pages.get(usize::from(page) * pages.len() / 5) {
                Some(page) => dossier.edit(&format!("public/{page}"), "defaced"),
                None => dossier,
            }
        }
        Edit::ForgetMemo => gone(dossier, ".dossier"),
    }
}

/// A dossier with the same inputs and nothing built.
fn inputs_of(dossier: &Dossier) -> Dossier {
    let inputs = tree(&dossier.root()).into_iter().filter(|(path, _)| !path.starts_with("public/"));
    inputs.fold(Dossier::empty(), |copy, (path, bytes)| {
        copy.edit(&path, &String::from_utf8(bytes).expect("text"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_an_incremental_build_equals_one_from_scratch(history in edits()) {
        let mut dossier = Dossier::empty().edit("dossier.yaml", "title: Dossier\n").build();
        for (step, edit) in history.iter().enumerate() {
            dossier = apply(dossier, edit);
            let scratch = inputs_of(&dossier).run(&["build"]);
            dossier = dossier.run(&["build"]);
            let place = format!("step {step}, {edit:?}");
            prop_assert_eq!(&dossier.last.code, &scratch.last.code, "{}: {}", &place, &dossier.last.stderr);
            assert_same(&dossier.output(), &scratch.output(), &place);
            let content = |dossier: &Dossier| tree(&dossier.root().join("content"));
            assert_same(&content(&dossier), &content(&scratch), &place);
            // Once more, and nothing is left to do.
            dossier = dossier.run(&["build"]);
            prop_assert_eq!(dossier.made(), 0, "{}", &place);
        }
    }
}

/// What such histories found once.
#[test]
fn what_is_found_by_searching_follows_every_edit() {
    let edits = [
        Edit::Source { country: 2 },
        Edit::Source { country: 0 },
        Edit::Topic { number: 0, kind: 0, names: 0 },
        Edit::Topic { number: 0, kind: 1, names: 0 },
    ];
    let mut dossier = Dossier::empty();
    for edit in &edits {
        dossier = apply(dossier, edit).build();
        assert_same(&dossier.output(), &inputs_of(&dossier).build().output(), &format!("{edit:?}"));
    }
}

fn thirty() -> Dossier {
    let articles = (0..30_u8).fold(Dossier::empty(), |dossier, number| {
        dossier.edit(&article_path(number), &article(number % 9, number % 4, 1 + number % 28))
    });
    (0..4)
        .fold(articles, |dossier, number| apply(dossier, &Edit::Topic { number, kind: number, names: 0 }))
        .build()
}

#[test]
fn an_edit_of_a_body_makes_one_page() {
    let dossier = thirty();
    let before = dossier.output();
    let text = article(3, 3, 4).replace("said.", "said, twice.");
    let dossier = dossier.edit(&article_path(3), &text).build();
    let changed: Vec<String> = dossier
        .output()
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .filter(|path| path.ends_with("index.html"))
        .collect();
    assert_eq!((dossier.made(), changed), (1, vec!["articles/article-3/index.html".to_owned()]));
}

/// What the exports were made from, by their paths, as the manifest says.
fn keys_of_exports(dossier: &Dossier) -> BTreeMap<String, String> {
    let manifest = fs::read_to_string(dossier.root().join("public/.dossier-manifest")).expect("a manifest");
    let lines = manifest.lines().filter_map(|line| {
        let words: Vec<&str> = line.split('\t').collect();
        let path = words.last().filter(|path| path.starts_with("exports/") && words.len() == 6)?;
        Some(((*path).to_owned(), words[1].to_owned()))
    });
    lines.collect()
}

#[test]
fn an_edit_of_a_body_makes_only_those_exports_that_show_texts() {
    let dossier = thirty();
    let before = keys_of_exports(&dossier);
    assert!(before.len() >= 11, "{before:?}");
    let changed = |dossier: &Dossier| -> Vec<String> {
        let now = keys_of_exports(dossier);
        now.into_iter().filter(|(path, key)| before.get(path) != Some(key)).map(|(path, _)| path).collect()
    };
    let longer = article(3, 3, 4).replace("said.", "said, twice.");
    let dossier = dossier.edit(&article_path(3), &longer).build();
    let of_texts = ["articles.csv", "dossier.jsonl", "topics.csv"].map(|name| format!("exports/{name}"));
    assert_eq!(changed(&dossier), of_texts);
    let retitled = longer.replace("title: ", "title: The other ");
    assert_ne!(retitled, longer);
    let dossier = dossier.edit(&article_path(3), &retitled).build();
    assert!(changed(&dossier).contains(&"exports/articles.bib".to_owned()));
}

/// Builds, and says how many articles were read anew.
fn read_anew(dossier: Dossier) -> (Dossier, usize) {
    let dossier = dossier.run(&["build", "--profile"]);
    let said = dossier.last.stderr.lines().find_map(|line| line.strip_suffix("articles read anew"));
    let said = said.and_then(|said| said.trim().parse().ok());
    let number = said.unwrap_or_else(|| panic!("no count of articles in: {}", dossier.last.stderr));
    (dossier, number)
}

#[test]
fn a_new_name_makes_only_those_articles_be_read_anew_that_it_stands_in() {
    let text = article(3, 3, 4).replace("said.", "said by the old lantern.");
    let (dossier, read) = read_anew(thirty().edit(&article_path(3), &text));
    assert_eq!(read, 1, "a body");
    let bay = |aliases: &str| format!("---\nname: Kadu Bay\nkind: place\n{aliases}---\nProse.\n");
    let (dossier, read) =
        read_anew(dossier.edit("content/topics/topic-1.md", &bay("aliases: [Old Lantern]\n")));
    assert_eq!(read, 1, "an alias");
    let topic = "---\nname: Aa Quay\nkind: place\n---\n";
    let (dossier, read) = read_anew(dossier.edit("content/topics/new.md", topic));
    assert_eq!(read, 0, "a topic that nothing names, and all others get other numbers");
    assert_same(&dossier.output(), &inputs_of(&dossier).build().output(), "a new topic");
    let (dossier, read) = read_anew(dossier.edit("content/topics/topic-1.md", &bay("")));
    assert_eq!(read, 1, "the alias is gone");
    assert_same(&dossier.output(), &inputs_of(&dossier).build().output(), "no alias");
}

#[test]
fn the_feed_follows_the_names_in_its_texts() {
    let bay = |aliases: &str| format!("---\nname: Kadu Bay\nkind: place\n{aliases}---\n");
    let text = "---\ntitle: A lantern\n---\nThe Lantern is lit. See [[Aa Quay|the quay]].\n";
    let mut dossier = Dossier::empty().edit("content/articles/a.md", text);
    for (topic, text) in [
        ("topic-1", bay("")),
        ("topic-1", bay("aliases: [The Lantern]\n")),
        ("new", "---\nname: Aa Quay\nkind: place\n---\n".to_owned()),
        ("topic-1", bay("")),
    ] {
        dossier = dossier.edit(&format!("content/topics/{topic}.md"), &text).run(&["build"]);
        let scratch = inputs_of(&dossier).run(&["build"]);
        assert_same(&dossier.output(), &scratch.output(), &text);
    }
    assert!(dossier.read("public/atom.xml").contains("/topics/new/"), "the feed has the text");
}

#[test]
fn an_edit_of_a_title_makes_only_the_pages_that_show_it() {
    let dossier = thirty();
    let text = article(3, 3, 4).replace("Article 3 about", "Another title about");
    let dossier = dossier.edit(&article_path(3), &text).build();
    let all = dossier.output().len();
    assert!(dossier.made() > 1 && dossier.made() < all, "{} of {all}", dossier.made());
    for (path, bytes) in dossier.output() {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("Article 3 about Fishing, 2017"),
            "{path} is stale"
        );
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let dossier = thirty();
    let build = |threads: &str| {
        let copy = inputs_of(&dossier);
        let status =
            crate::driver::command(&copy.root()).env("RAYON_NUM_THREADS", threads).output().expect("a build");
        assert_eq!(status.status.code(), Some(0));
        copy.output()
    };
    let alone = build("1");
    assert_same(&build("2"), &alone, "two threads");
    assert_same(&build("7"), &alone, "seven threads");
}

//! An index whole: what is found, in which order, and how much a reader loads for it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::*;

/// An index of texts, the first being the oldest article.
fn index(texts: &[&str]) -> BTreeMap<Arc<str>, Arc<[u8]>> {
    let number = lexicon::narrow(texts.len());
    let title =
        |at: usize| -> Title { (at.to_string().into(), format!("/{at}/").into(), "".into(), "".into()) };
    let listing = Listing {
        kinds: vec![("article".into(), 0), ("person".into(), number)],
        years: vec![(String::new(), 0), ("2017".into(), 1)],
        sources: vec![("Wire".into(), vec![0])],
        titles: (0..texts.len()).map(title).collect(),
        segments: (0..texts.len().div_ceil(SEGMENT)).map(|at| at as u128).collect(),
    };
    let text = |doc: usize| vec![(Cow::Borrowed(texts[doc]), TEXT)];
    files(&listing, &Memo::default(), text).into_iter().collect()
}

fn found(files: &BTreeMap<Arc<str>, Arc<[u8]>>, query: &str, filters: &Filters) -> Vec<u32> {
    let load = |path: &str| files.get(path).map(Arc::clone);
    let index = Index::open(&load).expect("an index");
    index.find(query, filters, 10).hits.into_iter().map(|hit| hit.doc).collect()
}

const TEXTS: [&str; 5] = [
    "Lavrov spoke about the islands and about other things of which he had spoken before",
    "Lavrov on the islands",
    "The ferry to the island is late",
    "北方領土の日、根室で集会",
    "The minister stayed at home",
];

#[test]
fn all_words_count_and_the_shorter_and_newer_text_comes_first() {
    let files = index(&TEXTS);
    let all = Filters::default();
    assert_eq!(found(&files, "Lavrov islands", &all), [1, 0]);
    assert_eq!(found(&files, "island ", &all), [1, 2, 0]);
    assert_eq!(found(&files, "nothing of this kind", &all), [0]);
    assert!(found(&files, "", &all).is_empty() && found(&files, "…", &all).is_empty());
    assert!(found(&files, "zzzz", &all).is_empty());
}

#[test]
fn what_is_called_as_the_query_says_comes_first() {
    let title = |text: &str| -> Title { (text.into(), "/".into(), "".into(), "".into()) };
    let listing = Listing {
        kinds: vec![("place".into(), 0)],
        titles: ["Council", "Lavrov and islands", "Island of ice", "Island", "The island"].map(title).into(),
        segments: vec![0],
        ..Listing::default()
    };
    let text = |doc: usize| vec![(Cow::Borrowed(TEXTS[doc]), TEXT), (Cow::Borrowed("island"), TEXT)];
    let files: BTreeMap<_, _> = files(&listing, &Memo::default(), text).into_iter().collect();
    assert_eq!(found(&files, "islands", &Filters::default())[0], 3, "by its stem");
    assert_eq!(found(&files, "the island", &Filters::default())[0], 4);
}

#[test]
fn documents_of_all_segments_are_found_under_one_word() {
    let texts: Vec<String> =
        (0..2 * SEGMENT + 9).map(|at| format!("ferry pier{} no{at}no", at % 7)).collect();
    let files = index(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let load = |path: &str| files.get(path).map(Arc::clone);
    let index = Index::open(&load).expect("an index");
    let all = |query: &str| {
        let found = index.find(query, &Filters::default(), usize::MAX).hits;
        found.into_iter().map(|hit| hit.doc as usize).collect::<BTreeSet<_>>()
    };
    assert_eq!(all("ferry").len(), texts.len());
    assert_eq!(all("pier3 "), (3..texts.len()).step_by(7).collect());
    for at in [0, SEGMENT - 1, SEGMENT, 2 * SEGMENT, texts.len() - 1] {
        assert_eq!(all(&format!("no{at}no ")), [at].into());
    }
}

#[test]
fn unfinished_and_misspelt_words_are_understood() {
    let files = index(&TEXTS);
    let all = Filters::default();
    for query in ["lav", "Lavorv", "lavrof", "alvrov", "LAVROVS"] {
        assert_eq!(found(&files, query, &all), [1, 0], "{query}");
    }
    assert_eq!(found(&files, "ministre", &all), [4]);
    assert_eq!(found(&files, "北方", &all), [3]);
    assert_eq!(found(&files, "領土の日", &all), [3]);
}

#[test]
fn a_slip_stands_for_the_word_that_most_texts_have_and_not_for_the_rarest() {
    let mut texts = vec!["The plan was to land in the north", "The Kuril Islands", "Kurilsk, a town"];
    texts.extend(["The islands of the Kuril chain lie in the north"; 20]);
    let files = index(&texts);
    let all = Filters::default();
    for query in ["iland", "iland ", "kurl iland"] {
        assert_eq!(found(&files, query, &all)[0], 1, "{query}");
    }
    assert_eq!(found(&files, "land", &all), [0], "what is written as it is meant is found");
    assert_eq!(found(&files, "kuril", &all)[0], 1, "and comes before a rare word that it begins");
}

#[test]
fn filters_narrow_what_is_found() {
    let files = index(&TEXTS);
    let with = |kind: Option<&str>, year: Option<&str>, source: Option<&str>| Filters {
        kind: kind.map(str::to_owned),
        year: year.map(str::to_owned),
        source: source.map(str::to_owned),
    };
    assert_eq!(found(&files, "lavrov", &with(Some("article"), None, None)), [1, 0]);
    assert!(found(&files, "lavrov", &with(Some("person"), None, None)).is_empty());
    assert_eq!(found(&files, "lavrov", &with(None, Some("2017"), None)), [1]);
    assert_eq!(found(&files, "lavrov", &with(None, Some(""), None)), [0]);
    assert_eq!(found(&files, "lavrov", &with(None, None, Some("Wire"))), [0]);
    assert!(found(&files, "lavrov", &with(None, None, Some("Nobody"))).is_empty());
}

/// A word for each number: a few letters, the more frequent ones first, as words are.
fn word(mut number: usize) -> String {
    let mut word = String::from("q");
    loop {
        word.push(char::from(b'a' + u8::try_from(number % 25).unwrap_or(0)));
        word.push(char::from(b"bdfklmnrtz"[number / 25 % 10]));
        number /= 250;
        if number == 0 {
            return word;
        }
    }
}

/// 100,000 articles with a quarter of a million different words, a few of which are in nearly all of them.
fn large() -> Vec<String> {
    let mut state = 7_u64;
    let mut dice = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let text = |doc: usize| {
        let frequent = (0..4).map(|_| word(dice(9)));
        let words: Vec<String> = frequent.collect();
        let most = 1 + dice(250_000);
        let rare = (0..3).map(|_| word(dice(most)));
        let rare: Vec<String> = rare.collect();
        format!("{} {} {}", words.join(" "), rare.join(" "), word(doc * 2 + 9))
    };
    (0..100_000).map(text).collect()
}

#[test]
fn no_query_of_a_hundred_thousand_articles_loads_more_than_300_kb() {
    let texts = large();
    let files = index(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let size = |name: &str| files.get(format!("{UNDER}{name}").as_str()).map_or(0, |bytes| bytes.len());
    assert!(files.len() > 500 && size(ROOT) < 30_000, "{} files, a root of {}", files.len(), size(ROOT));
    let parts = files.iter().filter(|(path, _)| path.ends_with(".bin") && !path.contains('-'));
    let largest = parts.map(|(_, bytes)| bytes.len()).max().unwrap_or(0);
    assert!((2_000..=index::LARGEST_PART).contains(&largest), "{largest}");

    let common: Vec<String> = (0..9).map(word).collect();
    let mut queries = vec![common.join(" "), common[3..].join(" "), "q".into(), "qa".into(), "qab".into()];
    // Unfinished, misspelt, and frequent words together.
    queries.push(format!("{} {} {}", common[..4].join(" "), "qzbqz", "qab"));
    queries.push((0..6).map(|at| format!("{}x", word(at * 40_000 + 9))).collect::<Vec<_>>().join(" "));
    queries.push((0..6).map(|at| word(at * 40_000 + 9)).collect::<Vec<_>>().join(" "));
    let mut most = 0;
    for query in &queries {
        let loaded: RefCell<BTreeSet<String>> = RefCell::default();
        let load = |path: &str| {
            loaded.borrow_mut().insert(path.to_owned());
            files.get(path).map(Arc::clone)
        };
        let index = Index::open(&load).expect("an index");
        let results = index.find(query, &Filters { source: Some("Wire".into()), ..Filters::default() }, 10);
        let _ = (results, index.find(query, &Filters::default(), 10));
        let bytes: usize =
            loaded.borrow().iter().filter_map(|path| files.get(path.as_str())).map(|b| b.len()).sum();
        most = most.max(bytes);
        assert!(bytes <= 300_000, "{query}: {bytes} bytes in {} files", loaded.borrow().len());
    }
    assert!(most > 60_000, "{most}: the queries are not hard enough to show anything");
    let frequent = found(&files, &common[0], &Filters::default());
    assert_eq!(frequent.len(), 10);
}

#[test]
fn a_word_more_in_one_text_changes_few_files() {
    let texts: Vec<String> =
        (0..4_000).map(|doc| format!("{} {} {}", word(doc % 50), word(doc * 7), word(doc * 3))).collect();
    let before = index(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let mut changed = texts;
    changed[1234].push_str(" sluice");
    let after = index(&changed.iter().map(String::as_str).collect::<Vec<_>>());
    let differ = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes));
    let differ: Vec<&str> = differ.map(|(path, _)| &**path).collect();
    assert!(before.len() > 100 && differ.len() <= 8, "{} of {}: {differ:?}", differ.len(), before.len());
}

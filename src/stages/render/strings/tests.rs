//! The built-in words are whole in every language, and templates ask for none that is not there.

use std::collections::BTreeSet;

use super::{super::theme::builtin_names, *};
use crate::{
    model::{date::Date, inputs::RelPath},
    stages::render::filters::dates::{Style, in_words},
};

impl Strings {
    /// The built-in English words.
    pub(crate) fn english() -> Self {
        Self::of("en")
    }

    /// The built-in words of a language.
    pub(crate) fn of(language: &str) -> Self {
        match Self::load(&[], language) {
            Ok((strings, _)) => strings,
            Err(errors) => panic!("{language}: {} at {:?}", errors[0].message, errors[0].line_and_column()),
        }
    }
}

const LANGUAGES: [&str; 6] = ["de", "en", "es", "fr", "ja", "ru"];

fn built_in(language: &str) -> Layer {
    let file = files::built_in().into_iter().find(|file| files::language(&file.path) == Some(language));
    files::read(&file.expect(language))
        .unwrap_or_else(|error| panic!("{language}: {} {:?}", error.message, error.line_and_column()))
}

/// Keys that only some languages need.
fn optional(key: &str) -> bool {
    key.starts_with("languages_from.") || files::base(key).is_some()
}

#[test]
fn all_languages_have_the_same_keys() {
    let found: Vec<String> = files::built_in()
        .iter()
        .filter_map(|file| files::language(&file.path).map(ToOwned::to_owned))
        .collect();
    assert_eq!(found, LANGUAGES);
    let keys = |language: &str| -> BTreeSet<String> {
        built_in(language).keys().filter(|key| !optional(key)).collect()
    };
    let english = keys("en");
    assert!(english.len() > 250, "{}", english.len());
    for language in LANGUAGES {
        let own = keys(language);
        let missing: Vec<_> = english.difference(&own).collect();
        let strange: Vec<_> = own.difference(&english).collect();
        assert!(
            missing.is_empty() && strange.is_empty(),
            "{language} lacks {missing:?} and adds {strange:?}"
        );
    }
}

#[test]
fn a_text_in_several_forms_has_those_that_its_language_needs() {
    for language in LANGUAGES {
        let layer = built_in(language);
        let needed: BTreeSet<Category> = (0..1000).map(|number| category(language, number)).collect();
        let stems: BTreeSet<&str> = layer
            .texts
            .keys()
            .filter(|key| files::without_category(key) != key.as_str())
            .map(|key| files::without_category(key))
            .collect();
        for stem in stems {
            for category in &needed {
                let key = format!("{stem}.{}", category.word());
                assert!(layer.texts.contains_key(&key), "{language} lacks {key}");
            }
            assert!(layer.texts.contains_key(&format!("{stem}.other")), "{language}: {stem} for all others");
        }
    }
}

#[test]
fn a_text_takes_the_same_things_in_every_language() {
    let english = built_in("en").texts;
    let names = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    for language in LANGUAGES {
        for (key, text) in built_in(language).texts {
            let stem = files::without_category(&key);
            let model = [key.clone(), format!("{stem}.other"), stem.to_owned()];
            let Some(model) = model.iter().find_map(|key| english.get(key)) else { continue };
            let (mut own, mut model) = (names(&text), names(model));
            // "The topic" needs no "1".
            if stem != key && own.len() != model.len() {
                own.remove("n");
                model.remove("n");
            }
            if key.starts_with("dates.") {
                assert!(
                    own.is_subset(&["d", "m", "y", "date"].map(str::to_owned).into()),
                    "{language} {key}"
                );
            } else {
                assert_eq!(own, model, "{language} {key}: {text}");
            }
        }
    }
}

#[test]
fn code_asks_for_texts_that_are_there() {
    let strings = Strings::english();
    for key in [
        "section.articles",
        "section.timeline",
        "section.quotes",
        "section.quotes_by_date",
        "section.quotes_by_topic",
        "section.sources",
        "section.topics",
        "section.about",
        "section.corrections",
        "section.graph",
        "section.not_found",
        "part.minutes",
        "count.page_of",
        "count.digits",
        "page.moved",
        "article.corrected",
        "article.corrected_why",
        "corrections.of",
        "field.by",
        "field.machine",
        "about.text",
    ] {
        assert!(strings.knows(key), "{key}");
    }
    for kind in crate::model::topic::Kind::ALL {
        for key in ["section", "kind", "count"] {
            assert!(strings.knows(&format!("{key}.{}", kind.word())), "{key} {kind:?}");
        }
    }
    assert!(builtin_names().count() > 0);
}

#[test]
fn numbers_choose_the_form() {
    for (language, number, expected) in [
        ("en", 1, "1 article"),
        ("en", 1204, "1,204 articles"),
        ("ru", 1, "1 статья"),
        ("ru", 3, "3 статьи"),
        ("ru", 11, "11 статей"),
        ("ru", 1021, "1\u{a0}021 статья"),
        ("fr", 0, "0 article"),
        ("fr", 12_345, "12\u{202f}345 articles"),
        ("es", 1204, "1204 artículos"),
        ("es", 12_345, "12.345 artículos"),
        ("de", 1204, "1.204 Artikel"),
        ("ja", 1204, "記事1,204本"),
    ] {
        assert_eq!(Strings::of(language).count("count.articles", number), expected, "{language}");
    }
}

#[test]
fn dates_are_written_as_newspapers_write_them() {
    for (language, edtf, long, short) in [
        ("de", "2017-11-24", "24. November 2017", "24. Nov. 2017"),
        ("de", "2018-03-03/2018-03-05", "3.–5. März 2018", "3.–5. März 2018"),
        ("de", "2022-02-24/..", "seit 24. Februar 2022", "seit 24. Febr. 2022"),
        ("fr", "2018-03-01", "1er mars 2018", "1er mars 2018"),
        ("fr", "2018-01/2018-02", "janvier – février 2018", "janv. – févr. 2018"),
        ("es", "2017-11-24", "24 de noviembre de 2017", "24 nov 2017"),
        ("es", "2018-02-28/2018-03-05", "28 de febrero – 5 de marzo de 2018", "28 feb – 5 mar 2018"),
        ("ru", "2017-11-24", "24 ноября 2017", "24 нояб. 2017"),
        ("ru", "2017-11", "ноябрь 2017", "нояб. 2017"),
        ("ru", "2017-11/..", "с ноября 2017", "с нояб. 2017"),
        ("ru", "2018-21", "весна 2018", "весна 2018"),
        ("ru", "2018-21~", "около весны 2018", "около весны 2018"),
        ("ja", "2017-11-24", "2017年11月24日", "2017年11月24日"),
        ("ja", "2018-02-28/2018-03-05", "2018年2月28日〜3月5日", "2018年2月28日〜3月5日"),
        ("ja", "2018-01/2018-02", "2018年1月〜2月", "2018年1月〜2月"),
        ("ja", "1941/1945", "1941〜1945年", "1941〜1945年"),
        ("ja", "199X", "1990年代", "1990年代"),
    ] {
        let words = Strings::of(language).words;
        let date: Date = edtf.parse().expect(edtf);
        assert_eq!(in_words(date, &words, Style::Long), long, "{language} {edtf}");
        assert_eq!(in_words(date, &words, Style::Short), short, "{language} {edtf}, short");
    }
}

#[test]
fn names_stand_in_a_list_as_the_language_joins_them() {
    let names = ["A", "B", "C"];
    for (language, expected) in [
        ("en", "A, B and C"),
        ("de", "A, B und C"),
        ("fr", "A, B et C"),
        ("es", "A, B y C"),
        ("ru", "A, B и C"),
        ("ja", "A、B、C"),
    ] {
        assert_eq!(Strings::of(language).list(&names, false), expected);
    }
    assert_eq!(Strings::english().list(&names[..2], false), "A and B");
    assert_eq!(Strings::english().list(&names, true), "A, B, C");
    assert_eq!(Strings::english().list::<&str>(&[], false), "");
}

#[test]
fn a_language_is_named_after_what_comes_from_it() {
    for (language, tag, expected) in [
        ("en", "ru", "from Russian"),
        ("ru", "en", "с английского"),
        ("de", "ru", "aus dem Russischen"),
        ("fr", "ar", "de l’arabe"),
        ("fr", "ru", "du russe"),
        ("ja", "ru", "ロシア語から"),
        ("en", "tlh", "from tlh"),
    ] {
        assert_eq!(Strings::of(language).translated_from(tag), expected);
    }
}

fn file(path: &str, text: &str) -> InputFile {
    InputFile { path: RelPath::new(path), bytes: text.as_bytes().into() }
}

#[test]
fn a_site_s_own_words_go_before_the_theme_s_and_english_fills_the_gaps() {
    let own = [
        file("i18n/de.yaml", "home: {latest: Frisch}\n"),
        file("themes/x/i18n/de.yaml", "home: {latest: Neu, voices: O-Ton}\n"),
        file(
            "i18n/pl.yaml",
            "count: {articles: {one: \"{n} artykuł\", few: \"{n} artykuły\", many: \"{n} artykułów\", other: \"{n} artykułu\"}}\n",
        ),
    ];
    let load = |language| Strings::load(&own, language).expect("loads");
    let (german, notes) = load("de-AT");
    assert_eq!((german.text("home.latest"), german.text("home.voices")), ("Frisch", "O-Ton"));
    assert_eq!((german.count("count.articles", 2), notes), ("2 Artikel".to_owned(), vec![]));
    let (polish, notes) = load("pl");
    assert_eq!(polish.count("count.articles", 3), "3 artykuły");
    assert_eq!((polish.text("home.latest"), notes.len()), ("Latest", 0));
    let (none, notes) = load("xx");
    assert_eq!((none.text("home.latest"), notes[0].code), ("Latest", "language-not-spoken"));
}

#[test]
fn a_broken_file_and_a_slip_are_told() {
    let broken = Strings::load(&[file("i18n/en.yaml", "home: [\n")], "en").expect_err("must not load");
    assert_eq!(broken[0].path.as_ref().map(RelPath::as_str), Some("i18n/en.yaml"));
    let (_, notes) = Strings::load(&[file("i18n/en.yaml", "home: {latst: New}\n")], "en").expect("loads");
    assert_eq!(
        (notes[0].code, notes[0].hint.as_deref()),
        ("unknown-word", Some("did you mean `home.latest`?"))
    );
    let few =
        Strings::load(&[file("i18n/en.yaml", "dates: {halves: [one]}\n")], "en").expect_err("must not load");
    assert_eq!(few[0].code, "wrong-words");
}

//! A site in another language says nothing in English: not on a page, not in an attribute, not in a feed.
//!
//! The language is an invented one: the English words in other letters. Everything that the dossier itself says is in
//! those letters, too, so any Latin letter that a reader meets is a word that stands in the code.

use std::fs;

use serde_yaml::Value;

use crate::driver::Dossier;

/// What has one name in every language.
const NAMES: [&str; 14] = [
    "Dossier", "BibTeX", "RIS", "CSL", "JSON", "Atom", "RSS", "Feed", "APA", "Chicago", "ISO", "SHA", "XML",
    "CSV",
];

/// What is no text of the interface, with its end: code, and references, which are written as the styles have them, in
/// English.
const SILENT: [(&str, &str); 5] = [
    ("script", "</script>"),
    ("pre", "</pre>"),
    ("code", "</code>"),
    ("details class=\"cite\"", "<p>"),
    ("ol class=\"sources\"", "</ol>"),
];

const ARTICLE: &str = "---
title: Поромна угода
date: 2026-11-10
date_basis: dateline
source: Вісник
byline: [Яна Голм]
language: uk
translation: {from: ja, by: machine}
url: https://xn--b1aew.xn--p1ai/1
archived: [{url: 'https://xn--b1aew.xn--p1ai/2', date: 2026-11-11}]
correction: [{date: 2026-11-12, was: десять, now: девять, why: помилка}]
grade: B2
topics: [Гавань]
image: {src: /1.jpg, alt: Пором, credit: Вісник, creator: Яна Голм}
quotes:
  - {text: ми знову зустрінемося, speaker: Анна Вельде}
events:
  - {date: 2026-12, text: Збори груп, status: planned}
  - {date: 2026-11-01, text: Відкриття пристані, status: happened, outcome: {text: Відкрито}}
pinned: true
---

Анна Вельде сказала в Гавані: «ми знову зустрінемося». Рада міста приймає угоду.
";

const PAGE: &str = "---
title: Метод
---

## Як це зроблено

> [!NOTE]
> Перше.

> [!WARNING]
> Друге.

- [x] зроблено
- [ ] ні

Примітка[^1] та ![](https://xn--b1aew.xn--p1ai/3.jpg).

[^1]: Ось вона.

{{<timeline limit=2/>}}

{{<topic name=\"Гавань\"/>}}

{{<quote text=\"ми знову зустрінемося\"/>}}

{{<article title=\"Поромна угода\"/>}}
";

fn other_letters(value: &mut Value) {
    match value {
        Value::String(text) => *text = in_other_letters(text),
        Value::Sequence(list) => list.iter_mut().for_each(other_letters),
        Value::Mapping(map) => map.iter_mut().for_each(|(_, value)| other_letters(value)),
        _ => {}
    }
}

/// Each letter of ASCII as another one; what stands in braces is a name and stays.
fn in_other_letters(text: &str) -> String {
    let mut name = false;
    let letter = |c: char| {
        name = (name || c == '{') && c != '}';
        match c {
            'a'..='z' if !name => char::from_u32(u32::from(c) - 0x61 + 0x430).unwrap_or(c),
            'A'..='Z' if !name => char::from_u32(u32::from(c) - 0x41 + 0x410).unwrap_or(c),
            c => c,
        }
    };
    text.chars().map(letter).collect()
}

fn site() -> Dossier {
    let english = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/broadsheet/i18n/en.yaml");
    let mut words: Value =
        serde_yaml::from_str(&fs::read_to_string(english).expect("the words")).expect("YAML");
    other_letters(&mut words);
    let second = ARTICLE.replace("Поромна угода", "Друга угода").replace("10\n", "09\n");
    let third = "---\ntitle: Третя\ndate: 2019\npublish: metadata\nsource: Вісник\nlanguage: uk\n---\nТекст про Гавань.\n";
    let topic = |name: &str, kind: &str| {
        format!(
            "---\nname: {name}\nkind: {kind}\nsummary: Стислий опис\naliases: [Ще {name}]\nsame_as: ['https://xn--b1aew.xn--p1ai/9']\n---\nТекст.\n"
        )
    };
    let mut site = Dossier::empty()
        .edit(
            "dossier.yaml",
            "title: Пристань\ndescription: Опис\npublisher: Вісник\nlanguage: uk\nbase_url: https://xn--b1aew.xn--p1ai/\n",
        )
        .edit("i18n/uk.yaml", &serde_yaml::to_string(&words).expect("YAML"))
        .edit("content/articles/1.md", ARTICLE)
        .edit("content/articles/2.md", &second)
        .edit("content/articles/3.md", third)
        .edit("content/pages/4.md", PAGE)
        .edit("content/pages/5.md", "---\ntitle: Порожня\n---\n")
        .edit("content/sources/6.md", "---\nname: Вісник\nkind: agency\ncountry: Україна\n---\nТекст.\n")
        .edit(
            "content/topics/7.md",
            "---\nname: Гавань\nkind: place\ncoordinates: [44.5, 146.1]\naliases: [Гавані]\npart_of: Область\n---\n",
        )
        .edit(
            "content/topics/8.md",
            "---\nname: Анна Вельде\nkind: person\nroles: [{label: голова, from: 2019, to: 2021}, {label: міністр, from: 2022}]\n---\n",
        );
    for (at, (name, kind)) in
        [("Область", "place"), ("Рада міста", "organisation"), ("Збори", "event"), ("Угода", "subject")]
            .into_iter()
            .enumerate()
    {
        site = site.edit(&format!("content/topics/1{at}.md"), &topic(name, kind));
    }
    site.build()
}

/// What a reader sees or hears of a page: its text, and the attributes that are read out or shown.
fn shown(html: &str) -> Vec<String> {
    let (mut said, mut rest) = (Vec::new(), html);
    while let Some((text, after)) = rest.split_once('<') {
        said.push(text.to_owned());
        let silent = SILENT.iter().find(|(begins, _)| after.starts_with(begins));
        let end = after.find('>').unwrap_or(after.len());
        for name in ["aria-label", "title", "alt", "placeholder", "data-words", "data-label", "summary"] {
            let inside = after[..end].split_once(&format!(" {name}=\"")).map(|(_, value)| value);
            said.extend(inside.and_then(|value| value.split('"').next()).map(ToOwned::to_owned));
        }
        let described = ["name=\"description\"", "og:title", "og:description"];
        if after.starts_with("meta") && described.iter().any(|name| after[..end].contains(name)) {
            said.extend(after[..end].split("content=\"").nth(1).map(ToOwned::to_owned));
        }
        rest = after.get(end + 1..).unwrap_or_default();
        if let Some((_, end)) = silent {
            rest = rest.split_once(end).map_or("", |(_, rest)| rest);
        }
    }
    said
}

/// Runs of Latin letters that no file, address or name has.
fn latin(text: &str) -> Vec<String> {
    let mut plain = text.to_owned();
    for entity in ["&quot;", "&amp;", "&lt;", "&gt;", "&nbsp;"] {
        plain = plain.replace(entity, " ");
    }
    let words = plain.split_whitespace().filter(|word| !word.contains('/'));
    // The search page hands its words to the script as JSON: the keys are no words of the interface.
    let words =
        words.flat_map(|word| word.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '{' && c != '}'));
    words
        .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() > 1)
        .filter(|word| !word.contains('{') && !word.trim_matches('.').contains('.'))
        .filter(|word| !NAMES.contains(&word.trim_matches('.')))
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn no_page_says_a_word_that_is_not_in_the_language_of_the_site() {
    let site = site();
    let mut found = Vec::new();
    let mut kinds = std::collections::BTreeSet::new();
    for (path, bytes) in site.output() {
        if path.rsplit_once('.').is_none_or(|(_, end)| end != "html") {
            continue;
        }
        let html = String::from_utf8(bytes).expect("text");
        let kind = html.split("<body class=\"page-").nth(1).and_then(|rest| rest.split('"').next());
        kinds.extend(kind.map(ToOwned::to_owned));
        for text in shown(&html) {
            let words: Vec<String> = if text.starts_with("{&quot;") {
                // Keys of JSON are followed by a colon.
                let values = text.split("&quot;:&quot;").skip(1);
                values.flat_map(|value| latin(value.split("&quot;").next().unwrap_or_default())).collect()
            } else {
                latin(&text)
            };
            found.extend(words.into_iter().map(|word| format!("{path}: {word} in {:?}", text.trim())));
        }
    }
    for kind in [
        "home",
        "article",
        "topic",
        "articles",
        "topics",
        "timeline",
        "quotes",
        "graph",
        "search",
        "print",
        "corrections",
        "sources",
        "source",
        "page",
        "not-found",
    ] {
        assert!(kinds.contains(kind), "no page of the kind {kind}: {kinds:?}");
    }
    assert!(found.is_empty(), "{} words:\n{}", found.len(), found.join("\n"));
}

#[test]
fn feeds_and_calendars_follow_when_a_word_changes() {
    let built = site();
    let words = built.read("i18n/uk.yaml");
    let changed = words.replace("now reads", "x").replace(&in_other_letters("now reads"), "стало");
    assert_ne!(words, changed);
    let again = built.edit("i18n/uk.yaml", &changed).build();
    assert!(again.output()["atom.xml"].windows(10).any(|window| window == "стало".as_bytes()));
    let kept = again.output();
    let fresh = again.remove("public").build();
    crate::driver::assert_same(&kept, &fresh.output(), "after a word has changed");
}

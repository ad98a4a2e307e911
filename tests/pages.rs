//! Pages as outlets and content systems build them: title, day, authors, what is kept and what goes.
//!
//! The layouts in `tests/pages` are those of real sites of many years; every word in them is made up. A page begins
//! with what it is expected to give. `{P1}` stands for a paragraph that must be read, `{+words+}` for words that must
//! be, `{-words-}` for words that must not, `{?words?}` for words that may be.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::driver::Dossier;

const PARAGRAPHS: [&str; 6] = [
    "Ministers of five countries agreed in Oslo on Tuesday to build two new piers in the old harbour, ending a quarrel \
     that had kept the ferries of the north waiting for more than a year.",
    "“We talked for a long time, and in the end everybody won,” said Norwegian foreign minister Ine Soreide after the \
     meeting, which went on until four in the morning.",
    "The work is to begin in spring and will take three years, the ministry said in a statement. The older of the two \
     quays will be closed for good.",
    "Fishermen fear for their berths in the old part of the harbour, which was built in 1911. Some of them stood in \
     front of the town hall for two days.",
    "The next round of talks is planned for March. It will be held in Bergen, where the ferries end their journey, and \
     it will be about money.",
    "Nobody in the town remembers a winter in which so many ships lay at anchor before the islands, said the harbour \
     master on Monday.",
];

/// What a page must give.
#[derive(Default)]
struct Expected {
    fields: BTreeMap<String, String>,
    kept: Vec<String>,
    cut: Vec<String>,
}

/// The page without its signs, and what they ask for.
fn page(source: &str) -> (String, Expected) {
    let mut expected = Expected::default();
    let head = source.find("<!--\ntitle:").expect("what is expected stands in a comment");
    let end = head + source[head..].find("-->").expect("the end of the comment");
    for line in source[head + 5..end].lines().filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(": ").expect("a field");
        expected.fields.insert(key.to_owned(), value.to_owned());
    }
    let mut html = source[..head].to_owned();
    let mut rest = &source[end + 3..];
    while let Some(at) = rest.find('{') {
        html.push_str(&rest[..at]);
        let sign = &rest[at + 1..];
        let close = |mark: &str| sign.find(mark).expect("a sign has an end");
        let (words, length) = match sign.chars().next() {
            Some('P') => {
                let words = PARAGRAPHS[sign[1..2].parse::<usize>().expect("a number") - 1];
                expected.kept.push(words.to_owned());
                (words, 3)
            }
            Some('+') => {
                let words = &sign[1..close("+}")];
                expected.kept.push(words.to_owned());
                (words, words.len() + 3)
            }
            Some('-') => {
                let words = &sign[1..close("-}")];
                expected.cut.extend(shown(words));
                (words, words.len() + 3)
            }
            Some('?') => (&sign[1..close("?}")], close("?}") + 2),
            _ => ("{", 0),
        };
        html.push_str(words);
        rest = &sign[length..];
    }
    html.push_str(rest);
    (html.replace("<a>", "<a href=\"/x\">"), expected)
}

/// The words between the tags.
fn shown(html: &str) -> Vec<String> {
    let parts = html.split('<').enumerate();
    let words = parts.map(|(at, part)| if at == 0 { part } else { part.split_once('>').map_or("", |p| p.1) });
    words.map(|words| words.trim().to_owned()).filter(|words| words.len() > 3).collect()
}

fn wrong(expected: &Expected, read: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let field = |key: &str| expected.fields.get(key).map_or("", String::as_str);
    let (title, date) = (read["title"].as_str().unwrap_or(""), read["date"].as_str().unwrap_or(""));
    let authors: Vec<&str> =
        read["authors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let authors = authors.join("; ");
    for (key, found) in [("title", title), ("date", date), ("authors", &authors)] {
        if field(key) != found {
            wrong.push(format!("{key}: {found} instead of {}", field(key)));
        }
    }
    let text = read["text"].as_str().unwrap_or("").replace('\n', " ");
    for words in expected.kept.iter().filter(|words| text.matches(words.as_str()).count() != 1) {
        wrong.push(format!("not read once: {words}"));
    }
    let lines: Vec<&str> = read["text"].as_str().unwrap_or("").lines().map(str::trim).collect();
    let is_read = |words: &str| if words.len() < 20 { lines.contains(&words) } else { text.contains(words) };
    for words in expected.cut.iter().filter(|words| is_read(words)) {
        wrong.push(format!("read: {words}"));
    }
    wrong
}

#[test]
fn pages_of_many_outlets_are_read_as_their_readers_see_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut dossier = Dossier::empty();
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the pages") {
        let path = entry.expect("a page").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (html, expected) = page(&fs::read_to_string(&path).expect("a page"));
        dossier = dossier.edit(&format!("p/{name}"), &html);
        pages.insert(format!("p/{name}"), expected);
    }
    let dossier = dossier.run(&["read", "--json", "p"]);
    let mut report = String::new();
    for line in dossier.last.stdout.lines() {
        let read: Value = serde_json::from_str(line).expect("JSON");
        let name = read["file"].as_str().expect("a file");
        let wrong = wrong(&pages.remove(name).expect("a page of ours"), &read);
        if !wrong.is_empty() {
            report.extend([name, "\n  ", &wrong.join("\n  "), "\n"]);
        }
    }
    assert!(pages.is_empty(), "not read: {:?}", pages.keys());
    assert!(report.is_empty(), "\n{report}");
}

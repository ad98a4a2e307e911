//! A folder of a few hundred real files of many kinds: all are read, nothing is lost.
//!
//! They are open data that are not part of the repository: `DOSSIER_DATA` says where they are (`../shared/data` when it
//! says nothing). Without them the test says so and does nothing.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, SHIFT_JIS, UTF_16LE, WINDOWS_1252};
use serde_json::Value;

use crate::driver::Dossier;

fn data() -> Option<PathBuf> {
    let data =
        std::env::var_os("DOSSIER_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    data.join("saved-pages").is_dir().then_some(data)
}

/// Texts with title and body from lines of JSON or several such files.
fn texts(files: &[PathBuf], limit: usize) -> Vec<String> {
    let lines = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    let documents = lines.flat_map(|lines| {
        lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect::<Vec<_>>()
    });
    let text = |document: Value| {
        let title = document["title"].as_str().unwrap_or_default().to_owned();
        document["text"].as_str().map(|text| format!("{title}\n\n{text}\n"))
    };
    documents.filter_map(text).take(limit).collect()
}

fn below(folder: &Path, name: &str) -> Vec<PathBuf> {
    let parts = fs::read_dir(folder).into_iter().flatten().flatten().map(|part| part.path().join(name));
    let mut parts: Vec<PathBuf> = parts.filter(|part| part.is_file()).collect();
    parts.sort();
    parts
}

fn encoded(text: &str, charset: &'static Encoding) -> Option<Vec<u8>> {
    if charset == UTF_16LE {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        return Some([0xff, 0xfe].into_iter().chain(units).collect());
    }
    let (bytes, _, lossy) = charset.encode(text);
    (!lossy).then(|| bytes.into_owned())
}

fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for letter in text.chars().filter(|c| c.is_alphanumeric()) {
        *counts.entry(letter).or_insert(0) += 1;
    }
    counts
}

/// The letters of a text that are neither in the article nor among what was cut.
fn lost(text: &str, read: &Value) -> String {
    let cuts = read["removed"].as_array().into_iter().flatten().filter_map(|cut| cut["text"].as_str());
    let parts =
        [&read["title"], &read["image"]["caption"], &read["text"]].into_iter().filter_map(Value::as_str);
    let kept = letters(&parts.chain(cuts).collect::<Vec<_>>().join("\n"));
    let short = |(letter, count): (char, usize)| {
        std::iter::repeat_n(letter, count.saturating_sub(kept.get(&letter).copied().unwrap_or(0)))
            .collect::<String>()
    };
    letters(text).into_iter().map(short).collect()
}

#[expect(clippy::print_stderr, reason = "a test that does nothing says so")]
#[test]
fn real_files_of_many_kinds_are_read_and_nothing_is_lost() {
    let Some(data) = data() else {
        eprintln!("skipped: there are no open data in ../shared/data or DOSSIER_DATA");
        return;
    };
    let dossier = Dossier::empty();
    let mut plain = BTreeMap::new();
    let mut put = |name: String, text: &str, bytes: &[u8]| {
        dossier.write(&format!("seeds/{name}"), bytes);
        plain.insert(name, text.to_owned());
    };
    let wire = texts(&below(&data.join("re3d"), "documents.json"), 100);
    for (at, text) in wire.iter().enumerate() {
        put(format!("wire/{at:03}.txt"), text, text.as_bytes());
    }
    let german: Vec<PathBuf> = fs::read_dir(data.join("wikinews-de"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path())
        .collect();
    for (at, text) in texts(&german, 200).iter().enumerate() {
        let charset = [WINDOWS_1252, UTF_16LE, encoding_rs::UTF_8][at % 3];
        let bytes = encoded(text, charset).unwrap_or_else(|| text.as_bytes().to_vec());
        put(format!("de/{at:03}.txt"), text, &bytes);
    }
    let japanese = "外相会談、来月に東京で\n\n両国の外務大臣は二十四日にモスクワで会談し、「作業部会を十二月に開く」と述べた。\n";
    put("ja/sjis.txt".to_owned(), japanese, &encoded(japanese, SHIFT_JIS).expect("Shift_JIS"));
    let mut pages = 0;
    for page in fs::read_dir(data.join("saved-pages")).expect("pages").flatten() {
        if page.path().extension().is_some_and(|kind| kind == "html") {
            let name = page.file_name().to_string_lossy().into_owned();
            dossier.write(&format!("seeds/pages/{name}"), &fs::read(page.path()).expect("a page"));
            pages += 1;
        }
    }
    let feed = fs::read(data.join("state-dept-rss/data.rss")).expect("a feed");
    dossier.write("seeds/feed.rss", &feed);
    let seeds = plain.len() + pages + 1;
    assert!(seeds > 300, "{seeds} files");

    let dossier = dossier.run(&["read", "--json", "--quiet", "seeds"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let mut read = 0;
    for line in dossier.last.stdout.lines() {
        let document: Value = serde_json::from_str(line).expect("JSON");
        let file = document["file"].as_str().expect("a file").to_owned();
        read += 1;
        assert!(!document["text"].as_str().unwrap_or_default().is_empty(), "{file} has no text");
        if let Some(text) = plain.get(file.trim_start_matches("seeds/")) {
            assert_eq!(lost(text, &document), "", "{file}");
        }
    }
    assert!(read >= seeds, "{read} documents in {seeds} files");

    let dossier = dossier.build();
    assert!(!dossier.last.stderr.contains("error["), "{}", dossier.last.stderr);
    let articles = fs::read_dir(dossier.root().join("content/articles")).expect("articles").count();
    assert!(articles >= seeds - 1, "{articles} articles of {seeds} seeds:\n{}", dossier.last.stderr);
}

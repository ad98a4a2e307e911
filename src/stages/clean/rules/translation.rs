//! Traces of a machine translation.
//!
//! No single trace proves one: a translation is suggested when the source writes in another language and at
//! least two kinds of traces are there. It is never taken for a fact.

use crate::{
    model::{
        article::Translation,
        reading::{Read, Reading},
    },
    stages::clean::sources::Sources,
};

/// English terms of two words that are written with capitals on both or on none. A machine that copies the
/// capitals of another language writes one of each: `foreign Minister`, `peace Treaty`.
const PAIRS: [(&str, &str); 32] = [
    ("foreign", "minister"),
    ("foreign", "ministers"),
    ("foreign", "ministry"),
    ("foreign", "affairs"),
    ("prime", "minister"),
    ("deputy", "minister"),
    ("deputy", "ministers"),
    ("defense", "minister"),
    ("defence", "minister"),
    ("defense", "ministry"),
    ("defence", "ministry"),
    ("peace", "treaty"),
    ("security", "council"),
    ("european", "union"),
    ("soviet", "union"),
    ("united", "nations"),
    ("united", "states"),
    ("supreme", "court"),
    ("state", "duma"),
    ("general", "assembly"),
    ("state", "department"),
    ("federation", "council"),
    ("central", "bank"),
    ("press", "secretary"),
    ("armed", "forces"),
    ("world", "cup"),
    ("department", "directors"),
    ("joint", "staff"),
    ("general", "staff"),
    ("interior", "ministry"),
    ("vice", "president"),
    ("middle", "east"),
];

/// Suggests that a text is a translation.
pub fn read(reading: &Reading, sources: &Sources) -> Option<Read<Translation>> {
    let source = sources.named(&reading.source.as_ref()?.value)?;
    let language = reading.language.as_ref().map_or("", |language| language.value.as_str());
    if source.language.is_empty() || language.is_empty() || source.language == language {
        return None;
    }
    let capitals = if language == "en" { odd_capitals(&reading.text) } else { Vec::new() };
    let marks = foreign_marks(&reading.text, language, &source.language);
    if capitals.len() < 2 || marks.is_empty() {
        return None;
    }
    let words = [vec![source.name.clone()], capitals, marks].concat().join("; ");
    let value = Translation { from: source.language.clone(), by: "machine".to_owned() };
    Some(Read::suggestion(value, "the source's language and traces of a machine translation", &words))
}

/// Terms that are written with a small first and a capital second word, each once.
fn odd_capitals(text: &str) -> Vec<String> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).collect();
    let mut found: Vec<String> = Vec::new();
    for pair in words.windows(2) {
        let (one, two) = (pair[0], pair[1]);
        let odd = one.starts_with(char::is_lowercase) && two.starts_with(char::is_uppercase);
        if odd && PAIRS.contains(&(one, two.to_lowercase().as_str())) {
            let term = format!("{one} {two}");
            if !found.contains(&term) {
                found.push(term);
            }
        }
    }
    found
}

/// Quotation marks and dashes as the other language sets them.
fn foreign_marks(text: &str, language: &str, original: &str) -> Vec<String> {
    let guillemets =
        ["en", "de", "ja", "zh"].contains(&language) && ["ru", "fr", "uk", "es", "it"].contains(&original);
    let dashes = language == "en" && ["ru", "uk"].contains(&original);
    let mut found = Vec::new();
    if guillemets && text.contains('«') && text.contains('»') {
        found.push("«…»".to_owned());
    }
    if dashes && ["», —", "», –", "\", —", "”, —"].iter().any(|mark| text.contains(mark)) {
        found.push("», —".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str, source: &str, language: &str) -> Reading {
        Reading {
            text: text.to_owned(),
            source: Some(Read::fact(source.to_owned(), "test", "")),
            language: Some(Read::fact(language.to_owned(), "test", "")),
            ..Reading::default()
        }
    }

    #[test]
    fn traces_in_a_foreign_source_suggest_a_translation() {
        let text = "«We agreed», — said the foreign Minister after the peace Treaty.";
        let sources = Sources::new(&[]);
        let found = read(&reading(text, "TASS", "en"), &sources).expect("a suggestion");
        assert_eq!((found.value.from.as_str(), found.sure), ("ru", false));
        assert!(found.basis.words.contains("foreign Minister") && found.basis.words.contains("«…»"));
    }

    #[test]
    fn clean_english_of_a_foreign_agency_suggests_nothing() {
        let text =
            "\"We agreed,\" said Foreign Minister Lee after the peace treaty. A foreign minister spoke.";
        let sources = Sources::new(&[]);
        assert_eq!(read(&reading(text, "TASS", "en"), &sources), None);
        let odd = "«We agreed», — said the foreign Minister after the peace Treaty.";
        assert_eq!(read(&reading(odd, "Reuters", "en"), &sources), None);
    }
}

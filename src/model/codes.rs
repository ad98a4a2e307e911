//! Every code that a message can have, with what it means and what to do: `codes.md`, read once.
//!
//! One list, so that `dossier explain`, the settings that silence a message and the documentation cannot differ. A test
//! holds it against the source: what the program says is listed, and what is listed is said.

use std::sync::LazyLock;

/// The list, one `## code` after the other: a title, why, `Do: …`, and an example in a fence.
const LIST: &str = include_str!("codes.md");

/// What there is to know of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `quote-not-verbatim`
    pub name: &'static str,
    /// One sentence.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Lines that make the program say it.
    pub example: &'static str,
}

static ALL: LazyLock<Vec<Code>> = LazyLock::new(|| LIST.split("\n## ").skip(1).filter_map(entry).collect());

/// Every code, by name.
pub fn all() -> &'static [Code] {
    &ALL
}

/// The code of this name.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.binary_search_by(|code| code.name.cmp(name)).ok().map(|at| &ALL[at])
}

fn entry(text: &'static str) -> Option<Code> {
    let (text, example) = text.split_once("\n```\n")?;
    let (text, remedy) = text.split_once("\nDo: ")?;
    let (name, text) = text.split_once('\n')?;
    let (title, why) = text.split_once('\n')?;
    let example = example.trim_end().trim_end_matches("```").trim_end();
    Some(Code { name, title, why, remedy, example })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_read_and_is_sorted() {
        assert_eq!(all().len(), LIST.matches("\n## ").count(), "an entry lacks a part");
        assert!(all().is_sorted_by(|a, b| a.name < b.name), "by name, each once");
        for code in all() {
            let Code { name, title, why, remedy, example } = code;
            assert_eq!(find(name), Some(code));
            for sentence in [title, why, remedy] {
                assert!(
                    sentence.ends_with(['.', '`']) && sentence.lines().count() == 1,
                    "{name}: {sentence}"
                );
            }
            assert!(!example.is_empty() && !example.contains("```"), "{name}");
        }
    }
}

//! Typewriter marks to those of print, as a language has them: quotation marks, apostrophes, dashes, the ellipsis.
//!
//! Only texts that a person wrote for the site are set this way. An article's text stays as it is, because quotes are
//! shown in its very characters, and so do block quotes and code in a page.

use crate::stages::render::filters::words::primary;

/// Outer and inner quotation marks of a language.
#[derive(Debug)]
struct Marks {
    languages: &'static [&'static str],
    outer: [&'static str; 2],
    inner: [&'static str; 2],
}

/// A language that is not here keeps its straight marks: better plain than wrong.
const MARKS: &[Marks] = &[
    Marks {
        languages: &["en", "ja", "ko", "nl", "pt", "tr", "zh"], outer: ["“", "”"], inner: ["‘", "’"]
    },
    Marks {
        languages: &["cs", "de", "et", "is", "lt", "sk", "sl"], outer: ["„", "“"], inner: ["‚", "‘"]
    },
    Marks { languages: &["hu", "pl", "ro"], outer: ["„", "”"], inner: ["«", "»"] },
    Marks { languages: &["be", "bg", "kk", "ru", "uk"], outer: ["«", "»"], inner: ["„", "“"] },
    Marks { languages: &["ca", "el", "es", "it"], outer: ["«", "»"], inner: ["“", "”"] },
    Marks { languages: &["fr"], outer: ["«\u{a0}", "\u{a0}»"], inner: ["“", "”"] },
    Marks { languages: &["fi", "sv"], outer: ["”", "”"], inner: ["’", "’"] },
];

const APOSTROPHE: &str = "’";

/// Sets one text. It remembers what stood before, because a mark opens or closes by that.
#[derive(Debug, Default)]
pub(super) struct Punctuation {
    marks: Option<&'static Marks>,
    before: Option<char>,
    /// An inner mark was opened: the next that could close it is no apostrophe.
    inside: bool,
}

impl Punctuation {
    /// For a text in a language, by its BCP 47 tag.
    pub(super) fn of(language: &str) -> Self {
        let wanted = primary(language).to_ascii_lowercase();
        Self {
            marks: MARKS.iter().find(|marks| marks.languages.contains(&wanted.as_str())),
            ..Self::default()
        }
    }

    /// Something else stood here: a line's end, a formula, or nothing at all where a block begins.
    pub(super) fn after(&mut self, before: Option<char>) {
        self.before = before;
        self.inside &= before.is_some();
    }

    /// A piece of text, set. The first character is as it should be when `literal` says so (it was escaped).
    pub(super) fn set(&mut self, text: &str, literal: bool) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let mut at = 0;
        if literal && let Some(first) = text.chars().next() {
            out.push(first);
            self.before = Some(first);
            at = first.len_utf8();
        }
        while let Some(c) = text[at..].chars().next() {
            let run = text[at..].len() - text[at..].trim_start_matches(c).len();
            let length = if matches!(c, '-' | '.') { run } else { c.len_utf8() };
            let next = text[at + length..].chars().next();
            match self.mark(c, length, next) {
                Some(mark) => out.push_str(mark),
                None => out.push_str(&text[at..at + length]),
            }
            self.before = Some(c);
            at += length;
        }
        out
    }

    /// What stands in print for a run of a character; nothing when it stays.
    fn mark(&mut self, c: char, length: usize, next: Option<char>) -> Option<&'static str> {
        let (before, is_digit) = (self.before, |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit()));
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match (c, length) {
            ('-', 2) if blank(before) && blank(next) || is_digit(before) && is_digit(next) => Some("–"),
            ('-', 3) => Some("—"),
            ('.', 3) => Some("…"),
            ('"', _) => self.marks.map(|marks| marks.outer[usize::from(!self.opens(next))]),
            ('\'', _) => self.single(next),
            _ => None,
        }
    }

    /// An inner quotation mark, or the apostrophe of a word or of a year: it’s, the ’90s.
    fn single(&mut self, next: Option<char>) -> Option<&'static str> {
        let marks = self.marks?;
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = self.opens(next) && !next.is_some_and(|c| c.is_ascii_digit());
        let closes = self.inside && !letter(next);
        if !opens && !closes {
            return Some(APOSTROPHE);
        }
        self.inside = opens;
        Some(marks.inner[usize::from(!opens)])
    }

    /// Whether a quotation mark that stands here opens.
    fn opens(&self, next: Option<char>) -> bool {
        let ends = |c: char| c.is_whitespace() || "([{-–—/«„“‘‚\"'".contains(c);
        self.before.is_none_or(ends) && !next.is_some_and(char::is_whitespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_those_of_the_language() {
        for (language, text, expected) in [
            ("en", r#"He said "no" -- it's 'fine'..."#, "He said “no” – it’s ‘fine’…"),
            ("en-GB", r#""'Tis" ("so"), the '90s, 1990--95"#, "“‘Tis” (“so”), the ’90s, 1990–95"),
            ("de", r#"Er sagte: "Nein", und 'gut'."#, "Er sagte: „Nein“, und ‚gut‘."),
            ("fr", r#"Il dit "non" l'été"#, "Il dit «\u{a0}non\u{a0}» l’été"),
            ("ru", r#"Он сказал: "Да""#, "Он сказал: «Да»"),
            ("th", r#""x" 'y' --- ..."#, r#""x" 'y' — …"#),
            ("en", "--flag a--b .... ----", "--flag a--b .... ----"),
            ("en", "", ""),
        ] {
            assert_eq!(Punctuation::of(language).set(text, false), expected, "{language}");
        }
    }

    #[test]
    fn what_was_escaped_stays_and_pieces_go_on_where_the_last_one_ended() {
        let mut punctuation = Punctuation::of("en");
        assert_eq!(punctuation.set("\"a", true), "\"a");
        assert_eq!(punctuation.set("\"", false), "”");
        punctuation.after(None);
        assert_eq!(punctuation.set("\"", false), "“");
    }
}

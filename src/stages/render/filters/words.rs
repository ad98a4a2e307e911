//! How dates, numbers and names of languages are written in the language of the site. The words themselves stand in
//! `i18n/LANGUAGE.yaml` of the theme (see [`strings`](super::super::strings)).

use std::collections::BTreeMap;

use crate::model::diagnostic::Diagnostic;

/// The words and orders of one language. In a pattern `{d}`, `{m}`, `{y}` stand for day, month and year, `{date}` for
/// what the words go with.
#[derive(Clone, Debug)]
pub struct Words {
    /// January to December, standing alone.
    pub months: Names,
    /// Spring to winter (EDTF 21–24).
    pub seasons: Names,
    /// The quarters (EDTF 33–36).
    pub quarters: Names,
    /// The halves (EDTF 40 and 41).
    pub halves: Names,
    /// Patterns by the last part of their key: `dates.day` → `day`.
    patterns: BTreeMap<String, String>,
    /// What parts thousands.
    group: String,
    /// Numbers of fewer digits are not grouped.
    least: usize,
    /// What stands before the tenths.
    pub decimal: String,
    /// Hundredths: `{n}%`.
    percent: String,
    /// Names of languages, by primary subtag.
    languages: BTreeMap<String, String>,
}

/// Names of parts of the year.
#[derive(Clone, Debug)]
pub struct Names {
    /// As they stand alone.
    pub alone: Vec<String>,
    /// As they stand with a day, or after words such as “since”: the genitive, where a language has one.
    pub bound: Vec<String>,
    /// For narrow columns.
    pub short: Vec<String>,
}

impl Words {
    /// The words of a language, from its texts and lists by their keys.
    pub fn new(
        texts: &BTreeMap<String, String>,
        lists: &BTreeMap<String, Vec<String>>,
    ) -> Result<Self, Diagnostic> {
        let below = |prefix: &str| -> BTreeMap<String, String> {
            let of = texts
                .iter()
                .filter_map(|(key, text)| Some((key.strip_prefix(prefix)?.to_owned(), text.clone())));
            of.collect()
        };
        let names = |key: &str, length: usize| {
            let of = |suffix: &str| lists.get(&format!("dates.{key}{suffix}"));
            let alone = of("").cloned().unwrap_or_default();
            let list = |suffix: &str| of(suffix).unwrap_or(&alone).clone();
            let names = Names { bound: list("_bound"), short: list("_short"), alone: alone.clone() };
            let whole = [&names.alone, &names.bound, &names.short].iter().all(|list| list.len() == length);
            if whole { Ok(names) } else { Err(wrong_number(key, length)) }
        };
        let text = |key: &str| texts.get(key).cloned().unwrap_or_default();
        Ok(Self {
            months: names("months", 12)?,
            seasons: names("seasons", 4)?,
            quarters: names("quarters", 4)?,
            halves: names("halves", 2)?,
            patterns: below("dates."),
            group: text("numbers.group"),
            least: text("numbers.least").parse().unwrap_or(4),
            decimal: text("numbers.decimal"),
            percent: text("numbers.percent"),
            languages: below("languages."),
        })
    }

    /// A pattern for dates; empty when the language has none of that name.
    pub fn pattern(&self, name: &str) -> &str {
        self.patterns.get(name).map_or("", String::as_str)
    }

    /// A number with its digits in groups of three.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < self.least {
            return digits;
        }
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        out
    }

    /// Hundredths.
    pub fn percent(&self, hundredths: u64) -> String {
        self.percent.replace("{n}", &self.number(hundredths))
    }

    /// The name of a language; the tag itself when the words have no name for it.
    pub fn language(&self, tag: &str) -> String {
        let known = self.languages.get(&primary(tag).to_ascii_lowercase());
        known.map_or_else(|| tag.to_owned(), Clone::clone)
    }
}

fn wrong_number(key: &str, length: usize) -> Diagnostic {
    Diagnostic::error("wrong-words", format!("`dates.{key}` and its other forms must name {length}"))
        .hint("compare the list with that of the built-in English words")
}

/// The part of a BCP 47 tag that names the language.
pub fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Languages that are written from right to left unless their tag names another script.
const RIGHT_TO_LEFT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Scripts that run from right to left (ISO 15924).
const RIGHT_TO_LEFT_SCRIPTS: &[&str] = &["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// The value of `dir` for text in a language: `rtl` or `ltr`.
pub fn direction(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase();
    let script = tag.split(['-', '_']).skip(1).find(|part| part.len() == 4);
    let leftwards = match script {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&primary(&tag)),
    };
    if leftwards { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_script_and_then_the_language() {
        for (tag, expected) in [
            ("ar", "rtl"),
            ("fa-IR", "rtl"),
            ("az-Arab", "rtl"),
            ("ar-Latn-EG", "ltr"),
            ("ru", "ltr"),
            ("", "ltr"),
        ] {
            assert_eq!(direction(tag), expected, "{tag}");
        }
    }
}

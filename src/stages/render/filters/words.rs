//! The words that filters write, language by language. A language is added as one more [`Words`] in
//! [`TABLE`]; a site in a language that has none speaks English.

/// The words and orders of one language. In a pattern `{d}`, `{m}`, `{y}` stand for day, month and year, `{}`
/// for what the word goes with.
#[derive(Debug)]
pub struct Words {
    /// Primary subtag of BCP 47.
    pub language: &'static str,
    /// January to December.
    pub months: [&'static str; 12],
    /// The same, for narrow columns.
    pub short_months: [&'static str; 12],
    /// Spring to winter (EDTF 21–24).
    pub seasons: [&'static str; 4],
    /// The quarters (EDTF 33–36).
    pub quarters: [&'static str; 4],
    /// The halves (EDTF 40 and 41).
    pub halves: [&'static str; 2],
    /// A day of a month of a year.
    pub day: &'static str,
    /// A month of a year; seasons, quarters and halves stand at `{m}` too.
    pub month: &'static str,
    /// A quarter or half of a year.
    pub part: &'static str,
    /// A day of a month, where the year follows later.
    pub yearless: &'static str,
    /// Ten years.
    pub decade: &'static str,
    /// A year before the first.
    pub before_christ: &'static str,
    /// Up to and not beyond.
    pub before: &'static str,
    /// From then on.
    pub since: &'static str,
    /// An approximate date.
    pub about: &'static str,
    /// A date that may be wrong.
    pub uncertain: &'static str,
    /// What parts thousands.
    pub group: char,
    /// Names of languages, by primary subtag.
    pub languages: &'static [(&'static str, &'static str)],
}

/// All languages that filters speak; the first serves for every other.
pub static TABLE: &[Words] = &[ENGLISH];

/// The words for a BCP 47 tag: those of its primary subtag, else English.
pub fn words_for(tag: &str) -> &'static Words {
    let wanted = primary(tag);
    TABLE.iter().find(|words| words.language.eq_ignore_ascii_case(wanted)).unwrap_or(&TABLE[0])
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

const ENGLISH: Words = Words {
    language: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    seasons: ["spring", "summer", "autumn", "winter"],
    quarters: ["first quarter", "second quarter", "third quarter", "fourth quarter"],
    halves: ["first half", "second half"],
    day: "{d} {m} {y}",
    month: "{m} {y}",
    part: "{m} of {y}",
    yearless: "{d} {m}",
    decade: "{}s",
    before_christ: "{} BC",
    before: "before {}",
    since: "since {}",
    about: "about {}",
    uncertain: "{} (uncertain)",
    group: ',',
    languages: &[
        ("ar", "Arabic"),
        ("az", "Azerbaijani"),
        ("be", "Belarusian"),
        ("bg", "Bulgarian"),
        ("bn", "Bengali"),
        ("bs", "Bosnian"),
        ("ca", "Catalan"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("et", "Estonian"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hr", "Croatian"),
        ("hu", "Hungarian"),
        ("hy", "Armenian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ka", "Georgian"),
        ("kk", "Kazakh"),
        ("ko", "Korean"),
        ("ku", "Kurdish"),
        ("lt", "Lithuanian"),
        ("lv", "Latvian"),
        ("mk", "Macedonian"),
        ("ms", "Malay"),
        ("my", "Burmese"),
        ("ne", "Nepali"),
        ("nl", "Dutch"),
        ("no", "Norwegian"),
        ("pl", "Polish"),
        ("ps", "Pashto"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sk", "Slovak"),
        ("sl", "Slovenian"),
        ("sq", "Albanian"),
        ("sr", "Serbian"),
        ("sv", "Swedish"),
        ("sw", "Swahili"),
        ("ta", "Tamil"),
        ("th", "Thai"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("ur", "Urdu"),
        ("uz", "Uzbek"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_served_by_its_language_and_an_unknown_one_by_english() {
        for tag in ["en", "EN-GB", "en_US", "xx", ""] {
            assert_eq!(words_for(tag).language, "en", "{tag}");
        }
    }

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

    #[test]
    fn names_of_languages_are_sorted_so_that_they_can_be_searched() {
        for words in TABLE {
            assert!(words.languages.is_sorted_by_key(|(tag, _)| tag), "{}", words.language);
        }
    }
}

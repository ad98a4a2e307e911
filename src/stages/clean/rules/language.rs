//! The language of a text.

use crate::{model::reading::Read, stages::clean::passage::prefix};

/// Bytes that are enough to tell.
const ENOUGH: usize = 3000;

/// Letters that are too few to tell from.
const TOO_FEW: usize = 40;

/// The language that a text is written in. Sure when the text is long enough and no other language comes near.
pub fn read(text: &str) -> Option<Read<String>> {
    let sample = prefix(text, ENOUGH);
    let info = whatlang::detect(sample)?;
    if !info.is_reliable() && sample.chars().filter(|c| c.is_alphabetic()).count() < TOO_FEW {
        return None;
    }
    let tag = tag_of(info.lang().code());
    let words = format!("{} %", (info.confidence() * 100.0).round());
    let sure = info.is_reliable() || sample.chars().count() >= 400;
    Some(Read { sure, ..Read::fact(tag, "letters and words of the text", &words) })
}

/// The language that a person or the text says. What a page says of itself is only believed when the text does
/// not say otherwise: pages often name the language of their template.
pub fn settle(said: Option<Read<String>>, text: &str) -> Option<Read<String>> {
    let found = match said {
        Some(said) if said.sure => return Some(said),
        _ => read(text),
    };
    match (said, found) {
        (Some(said), Some(found)) if found.sure && said.value != found.value => Some(found),
        (Some(said), _) => Some(Read { sure: true, ..said }),
        (None, found) => found,
    }
}

/// BCP 47 asks for the two letters of ISO 639-1 where a language has them.
fn tag_of(code: &str) -> String {
    const SHORT: [(&str, &str); 69] = [
        ("epo", "eo"),
        ("eng", "en"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("ben", "bn"),
        ("fra", "fr"),
        ("deu", "de"),
        ("ukr", "uk"),
        ("kat", "ka"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("jpn", "ja"),
        ("heb", "he"),
        ("yid", "yi"),
        ("pol", "pl"),
        ("amh", "am"),
        ("jav", "jv"),
        ("kor", "ko"),
        ("nob", "nb"),
        ("dan", "da"),
        ("swe", "sv"),
        ("fin", "fi"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("hun", "hu"),
        ("ces", "cs"),
        ("ell", "el"),
        ("bul", "bg"),
        ("bel", "be"),
        ("mar", "mr"),
        ("kan", "kn"),
        ("ron", "ro"),
        ("slv", "sl"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("mkd", "mk"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("tam", "ta"),
        ("vie", "vi"),
        ("urd", "ur"),
        ("tha", "th"),
        ("guj", "gu"),
        ("uzb", "uz"),
        ("pan", "pa"),
        ("aze", "az"),
        ("ind", "id"),
        ("tel", "te"),
        ("pes", "fa"),
        ("mal", "ml"),
        ("ori", "or"),
        ("mya", "my"),
        ("nep", "ne"),
        ("sin", "si"),
        ("khm", "km"),
        ("tuk", "tk"),
        ("aka", "ak"),
        ("zul", "zu"),
        ("sna", "sn"),
        ("afr", "af"),
        ("lat", "la"),
        ("slk", "sk"),
        ("cat", "ca"),
        ("tgl", "tl"),
        ("hye", "hy"),
    ];
    SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_the_news_are_told_apart() {
        for (tag, text) in [
            (
                "en",
                "The foreign ministers of the two countries met on Monday and spoke about the working groups.",
            ),
            (
                "de",
                "Die Außenminister der beiden Länder trafen sich am Montag und sprachen über die Arbeitsgruppen.",
            ),
            (
                "fr",
                "Les ministres des affaires étrangères des deux pays se sont rencontrés lundi dans la capitale.",
            ),
            (
                "es",
                "Los ministros de exteriores de los dos países se reunieron el lunes para hablar del acuerdo.",
            ),
            (
                "ru",
                "Министры иностранных дел двух стран встретились в понедельник и обсудили рабочие группы.",
            ),
            ("ja", "両国の外務大臣は月曜日に会談し、作業部会について話し合った。"),
        ] {
            assert_eq!(read(text).map(|language| language.value).as_deref(), Some(tag));
        }
        assert_eq!(read("12 34"), None);
    }
}

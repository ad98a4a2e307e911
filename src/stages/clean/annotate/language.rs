//! Which language a text is in, when nobody has said: enough to choose the words for dates.

/// The tag that was given, or a guess among English, German, French, Spanish, Russian and Japanese.
pub(super) fn of<'l>(text: &str, given: &'l str) -> &'l str {
    if given.len() >= 2 { given } else { guess(text) }
}

/// So many characters are looked at.
const SAMPLE: usize = 2000;

fn guess(text: &str) -> &'static str {
    let sample: String = text.chars().take(SAMPLE).flat_map(char::to_lowercase).collect();
    let count = |range: std::ops::RangeInclusive<char>| sample.chars().filter(|c| range.contains(c)).count();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if count('\u{3040}'..='\u{30ff}') * 5 > letters {
        return "ja";
    }
    if count('а'..='я') * 2 > letters {
        return "ru";
    }
    let words: Vec<&str> = sample.split(|c: char| !c.is_alphabetic()).collect();
    let score = |frequent: &[&str]| words.iter().filter(|w| frequent.contains(w)).count();
    let scores = [
        ("en", score(&["the", "of", "and", "to", "in", "that", "is", "was", "for", "on"])),
        ("de", score(&["der", "die", "und", "das", "den", "von", "zu", "mit", "ist", "im"])),
        ("fr", score(&["le", "les", "des", "et", "du", "une", "dans", "pour", "est", "au"])),
        ("es", score(&["el", "los", "las", "del", "y", "una", "que", "por", "con", "para"])),
    ];
    scores.iter().rev().max_by_key(|(_, score)| *score).map_or("en", |(tag, _)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_two_sentences_tells_its_language() {
        for (text, tag) in [
            ("The minister said that the talks in Paris were useful.", "en"),
            ("Der Minister sagte, die Gespräche in Paris seien nützlich und gut.", "de"),
            ("Le ministre a dit que les entretiens dans la ville et au palais sont utiles.", "fr"),
            ("El ministro dijo que las conversaciones por los acuerdos con Francia son útiles.", "es"),
            ("Министр сказал, что переговоры в Париже были полезны.", "ru"),
            ("大臣はパリでの会談は有益だったと述べた。", "ja"),
            ("", "en"),
        ] {
            assert_eq!(of(text, ""), tag, "{text}");
        }
        assert_eq!(of("Der Minister", "fr"), "fr");
    }
}

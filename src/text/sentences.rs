//! Where sentences begin and end.
//!
//! A full stop, question or exclamation mark ends a sentence unless what follows or stands before it says
//! otherwise: abbreviations, initials, numbers, a mark inside a quotation that goes on in lower case.

use std::ops::Range;

/// Words before a full stop that a name, a number or more of the sentence follows, sorted.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "amb", "apr", "art", "asst", "atty", "aug", "av", "bd", "brig", "bros", "bzw", "ca", "capt",
    "cf", "cmdr", "co", "col", "corp", "cpl", "cpt", "dec", "dept", "dipl", "dr", "eg", "ens", "est", "etc",
    "feb", "fig", "fr", "ft", "geb", "gen", "gov", "hon", "ie", "inc", "ing", "insp", "jan", "jh", "jr",
    "jul", "jun", "lcpl", "lt", "ltd", "maj", "mar", "mgr", "mio", "mr", "mrd", "mrs", "ms", "msgt", "mt",
    "no", "nos", "nov", "nr", "oct", "op", "pfc", "pp", "prof", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sep", "sept", "sgt", "spc", "sr", "ssgt", "st", "ste", "str", "supt", "tsgt", "usw", "vol", "vs", "гг",
    "им", "млн", "млрд", "руб", "тыс", "ул",
];

/// Bytes of the longest abbreviation that holds no full stop itself.
const LONGEST_ABBREVIATION: usize = 8;

/// The same of those in Latin letters without marks.
const LONGEST_IN_ASCII: usize = 4;

/// Words that begin a sentence so often that a full stop before them counts even after `U.S.` or `Inc.`
const OPENERS: &[&str] = &[
    "The",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "It",
    "Its",
    "He",
    "His",
    "She",
    "Her",
    "They",
    "Their",
    "We",
    "Our",
    "In",
    "On",
    "At",
    "But",
    "And",
    "A",
    "An",
    "As",
    "After",
    "Before",
    "When",
    "While",
    "If",
    "However",
    "Since",
    "According",
    "For",
    "Under",
    "With",
    "Last",
    "Both",
    "Some",
    "Many",
    "Most",
    "One",
    "I",
    "You",
    "What",
    "Why",
];

/// The sentences of a paragraph, in bytes, without the white space between them. They are found one by one as they are
/// asked for.
pub fn sentences(paragraph: &str) -> Sentences<'_> {
    Sentences { paragraph, start: 0, at: 0 }
}

/// See [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'a> {
    paragraph: &'a str,
    /// Where the next sentence begins.
    start: usize,
    /// Where to look for its end.
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.start < self.paragraph.len() {
            let end = self.end();
            let range = self.start..end;
            (self.start, self.at) = (end, end);
            let text = &self.paragraph[range.clone()];
            let trimmed = text.trim();
            if !trimmed.is_empty() {
                let start = range.start + (text.len() - text.trim_start().len());
                return Some(start..start + trimmed.len());
            }
        }
        None
    }
}

impl Sentences<'_> {
    /// Where the sentence ends that begins at `start`.
    fn end(&mut self) -> usize {
        let paragraph = self.paragraph;
        while let Some(step) =
            paragraph.as_bytes()[self.at..].iter().position(|byte| MAY_END[usize::from(*byte)])
        {
            let at = self.at + step;
            let Some(c) = paragraph[at..].chars().next() else { break };
            let mut end = at + c.len_utf8();
            if c == '\n' {
                return end;
            }
            if is_end(c) {
                while let Some(next) = paragraph[end..].chars().next() {
                    if !(is_end(next) || is_closing(next, paragraph, end)) {
                        break;
                    }
                    end += next.len_utf8();
                }
                if ends_sentence(paragraph, at, c, end) {
                    return end;
                }
            }
            self.at = end;
        }
        paragraph.len()
    }
}

/// Whether a character that ends sentences, or a line end, can begin with this byte. Only such places are looked at
/// closely. Every byte of every paragraph is asked, so the answers are a table.
const MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    // The last three begin `…`, `。` and the full-width marks.
    let bytes = [b'.', b'!', b'?', b'\n', 0xe2, 0xe3, 0xef];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// A mark that closes what the sentence opened. A straight mark closes when no space stands before it.
fn is_closing(c: char, paragraph: &str, at: usize) -> bool {
    match c {
        ')' | ']' | '”' | '’' | '»' | '›' | '」' | '』' => true,
        '“' | '«' | '"' | '\'' => {
            let after = paragraph[at + c.len_utf8()..].chars().next();
            after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '.' | ')' | '»' | '”'))
        }
        _ => false,
    }
}

fn ends_sentence(paragraph: &str, at: usize, mark: char, end: usize) -> bool {
    let after = &paragraph[end..];
    if matches!(mark, '。' | '！' | '？') {
        return !after.starts_with(['と', 'な', '、']);
    }
    let Some(first) = after.chars().next() else { return true };
    if !first.is_whitespace() {
        return false;
    }
    let rest = after.trim_start();
    let Some(next) = rest.chars().next() else { return true };
    if next.is_lowercase() || matches!(next, '—' | '–' | '-' | ',' | ';' | ':' | ')') {
        return false;
    }
    mark != '.' || end > at + 1 || !is_abbreviation(&paragraph[..at], rest)
}

/// Whether the full stop after `before` belongs to its last word, given what follows.
fn is_abbreviation(before: &str, rest: &str) -> bool {
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '«' | '\u{2018}' | '/'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_start..];
    let longest = if word.is_ascii() { LONGEST_IN_ASCII } else { LONGEST_ABBREVIATION };
    if word.len() > longest && !word.contains('.') {
        return false;
    }
    let next_word = rest.split(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or_default();
    let opener = OPENERS.contains(&next_word);
    let plain: String = word.chars().filter(|&c| c != '.').flat_map(char::to_lowercase).collect();
    if word.contains('.') && plain.chars().count() <= 4 && plain.chars().all(char::is_alphabetic) {
        return !opener;
    }
    if word.chars().count() == 1 && word.chars().all(char::is_uppercase) {
        return !opener || next_word == "A";
    }
    if plain.chars().all(|c| c.is_ascii_digit()) && plain.len() <= 2 && !plain.is_empty() {
        // A German or Russian day: `24. November`.
        return is_month_start(next_word);
    }
    if ABBREVIATIONS.binary_search(&plain.as_str()).is_err() {
        return false;
    }
    match plain.as_str() {
        // These also end sentences, or are words.
        "no" | "nos" | "art" | "fig" | "op" | "vol" | "nr" => rest.starts_with(|c: char| c.is_ascii_digit()),
        "inc" | "ltd" | "co" | "corp" | "etc" | "jr" | "sr" | "bros" | "al" | "ing" | "mar" | "jun"
        | "str" | "est" => word.starts_with(char::is_uppercase) && !opener,
        _ => true,
    }
}

fn is_month_start(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "Januar",
        "Jänner",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
        "January",
        "February",
        "March",
        "May",
        "June",
        "July",
        "October",
        "December",
    ];
    MONTHS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_abbreviations_are_known() {
        let longest = |ascii: bool| {
            let some = ABBREVIATIONS.iter().filter(|word| word.is_ascii() || !ascii);
            some.map(|word| word.len()).max()
        };
        assert_eq!(longest(false), Some(LONGEST_ABBREVIATION));
        assert_eq!(longest(true), Some(LONGEST_IN_ASCII));
    }

    #[test]
    fn the_abbreviations_can_be_searched() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn plain_sentences_are_cut_at_their_ends() {
        assert_eq!(
            cut("He came. She left! Why? Nobody knows…"),
            ["He came.", "She left!", "Why?", "Nobody knows…"]
        );
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        for one in [
            "Gen. Joseph Votel met Lt. Gen. Stephen J. Townsend.",
            "The U.S. Army said so.",
            "It cost 3.5 million.",
            "It ended on Dec. 26 at 5 p.m. local time.",
            "Er kam am 24. November 2017.",
        ] {
            assert_eq!(cut(one).len(), 1, "{one}");
        }
        assert_eq!(cut("He moved to the U.S. The Army said so.").len(), 2);
    }

    #[test]
    fn a_quotation_that_goes_on_is_one_sentence() {
        assert_eq!(
            cut("“Is it so?” he asked. “Yes.” She went."),
            ["“Is it so?” he asked.", "“Yes.”", "She went."]
        );
        assert_eq!(
            cut("«Мы готовы!» — сказал он. Потом ушёл."),
            ["«Мы готовы!» — сказал он.", "Потом ушёл."]
        );
        assert_eq!(cut("彼は来た。「行く。」と言った。").len(), 2);
    }
}

//! The marks with which an agency ends its report: `Enditem`, `==Kyodo`, `EFE`, `ab-cd/ef`, `（共同）`.

use crate::stages::clean::sources::Sources;

/// Such marks stand in one of the last so many paragraphs.
pub(super) const LAST: usize = 3;

/// The initials of those at the desk: `ab-cd/ef/gh`.
pub(super) fn is_desk(line: &str) -> bool {
    let line = line.trim();
    let initials = |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
    let desk = line.len() <= 32 && line.contains('/') && line.split(['/', '-']).all(initials);
    let mail =
        line.len() <= 60 && line.contains('@') && line.contains('.') && !line.contains(char::is_whitespace);
    let end = ["(END)", "(End)", "ENDS", "Enditem", "-30-", "###", "（完）"].contains(&line);
    let capitals = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
    let initialled = line.len() <= 14 && line.contains(' ') && line.split(' ').all(capitals);
    desk || mail || end || initialled
}

/// Where the mark begins that ends a paragraph; the end of the paragraph when there is none.
pub(super) fn start(text: &str, sources: &Sources) -> usize {
    let words = text.trim_end();
    let whole = text.len();
    for mark in [" Enditem", " ENDITEM", " (END)", " (End)", "（完）"] {
        if let Some(before) = words.strip_suffix(mark) {
            return before.trim_end().len();
        }
    }
    let agency = |name: &str| {
        name.len() <= 40 && sources.named(name).is_some_and(|source| source.kind.contains("agency"))
    };
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some(inside) = words.trim_end_matches('.').strip_suffix(close)
            && let Some(at) = inside.rfind(open)
            && ends_sentence(inside[..at].trim_end())
            && agency(&inside[at + open.len_utf8()..])
        {
            return inside[..at].trim_end().len();
        }
    }
    // `PTI AC BL`: the agency and the initials of its desk.
    let sentence = words
        .rfind(['.', '!', '?', '”', '"'])
        .map_or(0, |at| at + words[at..].chars().next().map_or(1, char::len_utf8));
    let rest: Vec<&str> = words[sentence..].split_whitespace().collect();
    let shouted = |word: &&str| (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    if sentence > 0 && (2..=5).contains(&rest.len()) && rest.iter().all(shouted) && agency(rest[0]) {
        return sentence;
    }
    let Some((before, last)) = words.rsplit_once(char::is_whitespace) else { return whole };
    let name = last.trim_start_matches('=');
    let capitals = name.chars().all(char::is_uppercase);
    let marked = name.len() < last.len() || (capitals && ends_sentence(before.trim_end()));
    if marked && !name.is_empty() && agency(name) { before.trim_end().len() } else { whole }
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '。', '”', '"', '»', '」'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_the_end_of_a_report_are_known() {
        let sources = Sources::new(&[]);
        for text in [
            "It is said. Enditem",
            "It is said. ==Kyodo",
            "It is said. EFE",
            "It is said. (Reuters)",
            "It is said. (ANSA).",
            "It is said. PTI AC BL",
        ] {
            assert_eq!(&text[..start(text, &sources)], "It is said.", "{text}");
        }
        for text in
            ["It is said by Reuters", "It is said by AFP", "It is said.", "It is an enditem", "He left Kyodo"]
        {
            assert_eq!(start(text, &sources), text.len(), "{text}");
        }
        for line in ["ab-cd/ef/gh", "jd/me", "ann@agency.example", "(END)", "BL BL"] {
            assert!(is_desk(line), "{line}");
        }
        assert!(!is_desk("and/or it") && !is_desk("km/h") && !is_desk("A/B"));
    }
}

//! Where quoted words stand in a text.

use std::ops::Range;

/// The bytes of `text` that `quoted` means: the words themselves, or `first words … last words`, which means
/// everything from the first place of the former to the next place of the latter. White space counts as one
/// space on both sides. `None` when the words are not there: then they are not shown.
pub(crate) fn find_words(text: &str, quoted: &str) -> Option<Range<usize>> {
    if let Some(range) = find_loose(text, quoted) {
        return Some(range);
    }
    let (head, tail) = quoted.split_once(" … ").or_else(|| quoted.split_once(" ... "))?;
    let start = find_loose(text, head)?;
    let end = find_loose(&text[start.end..], tail)?;
    Some(start.start..start.end + end.end)
}

/// The first place of `words` in `text`, any white space in one matching any in the other.
fn find_loose(text: &str, words: &str) -> Option<Range<usize>> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let first = *words.first()?;
    text.match_indices(first).find_map(|(start, _)| {
        let mut at = start + first.len();
        for word in &words[1..] {
            let rest = &text[at..];
            let gap = rest.len() - rest.trim_start().len();
            if gap == 0 || !rest[gap..].starts_with(word) {
                return None;
            }
            at += gap + word.len();
        }
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "He said: «We will meet\nin March, as we  agreed.» Then they met in March.";

    fn found(quoted: &str) -> Option<&'static str> {
        find_words(TEXT, quoted).map(|range| &TEXT[range])
    }

    #[test]
    fn words_are_found_across_line_ends() {
        assert_eq!(found("We will meet in March"), Some("We will meet\nin March"));
        assert_eq!(found("We will … we agreed."), Some("We will meet\nin March, as we  agreed."));
    }

    #[test]
    fn words_that_are_not_there_are_not_found() {
        assert_eq!(found("We shall meet"), None);
        assert_eq!(found("We will … we disagreed"), None);
        assert_eq!(found("agreed. … We will"), None);
        assert_eq!(found(""), None);
    }
}

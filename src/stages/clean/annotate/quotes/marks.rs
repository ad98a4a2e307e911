//! Pairs of quotation marks: „ “, “ ”, ” ”, « », » «, ‹ ›, 「 」, 『 』, " ", ‘ ’ and ' '.

use std::ops::Range;

/// Words between marks, inside one paragraph. Marks inside marks are not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The words, in bytes.
    pub inner: Range<usize>,
    /// With the marks.
    pub outer: Range<usize>,
    /// No mark closes it: the next paragraph goes on.
    pub goes_on: bool,
    /// Marks that are also apostrophes, or used for titles and irony: weaker evidence of speech.
    pub single: bool,
}

/// The words between marks in a paragraph, `offset` bytes into the text. `next` is the paragraph after.
pub(super) fn find(paragraph: &str, offset: usize, next: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, open, closers)) = opener(paragraph, at) {
        let inner = start + open.len_utf8();
        let single = matches!(open, '\'' | '‘' | '‚' | '‹');
        let shift = |range: Range<usize>| range.start + offset..range.end + offset;
        match closer(paragraph, inner, open, closers) {
            Close::At(end, length) => {
                found.push(Quoted {
                    inner: shift(trimmed(paragraph, inner..end)),
                    outer: shift(start..end + length),
                    goes_on: false,
                    single,
                });
                at = end + length;
            }
            Close::Restart(again) => at = again,
            Close::Never => {
                if !single && next.trim_start().starts_with(open) {
                    let end = paragraph.trim_end().len();
                    found.push(Quoted {
                        inner: shift(trimmed(paragraph, inner..end)),
                        outer: shift(start..end),
                        goes_on: true,
                        single,
                    });
                    break;
                }
                at = inner;
            }
        }
    }
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..start.max(range.start + words.trim_end().len())
}

enum Close {
    At(usize, usize),
    Restart(usize),
    Never,
}

/// The next opening mark from a byte on, and the marks that may close it.
fn opener(text: &str, from: usize) -> Option<(usize, char, &'static [char])> {
    text[from..].char_indices().find_map(|(at, c)| {
        let at = from + at;
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next()?;
        let spaced = before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '.' | ',' | '!' | '?'));
        let leads = !after.is_whitespace();
        let closers: &'static [char] = match c {
            '“' => &['”', '“', '"'],
            // The marks of typewriters and of corpora: `` and ''. The second of the two is the mark.
            '`' if before == Some('`') => &['\''],
            '„' => &['“', '”', '"'],
            '«' => &['»'],
            '‹' => &['›'],
            '「' => &['」'],
            '『' => &['』'],
            '»' if spaced && leads => &['«', '»'],
            '›' if spaced && leads => &['‹', '›'],
            '”' if spaced && leads => &['”'],
            '"' if spaced && leads => &['"', '”'],
            '‘' if spaced && leads => &['’'],
            '‚' if spaced && leads => &['‘', '’'],
            '\'' if spaced && after.is_alphanumeric() && !elision(&text[at + 1..]) => &['\''],
            _ => return None,
        };
        Some((at, c, closers))
    })
}

/// `'90s`, `'em`: an apostrophe that leaves something out.
fn elision(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_digit())
        || ["em ", "til ", "tis ", "cause ", "n "].iter().any(|w| after.starts_with(w))
}

fn closer(text: &str, from: usize, open: char, closers: &[char]) -> Close {
    if open == '`' {
        return text[from..].find("''").map_or(Close::Never, |at| Close::At(from + at, 2));
    }
    let mut depth = 0;
    for (at, c) in text[from..].char_indices() {
        let at = from + at;
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at + c.len_utf8()..].chars().next();
        let follows_letter = after.is_some_and(char::is_alphanumeric);
        if matches!(c, '\'' | '’') && closers.contains(&c) {
            if !follows_letter && !before.is_whitespace() && at > from {
                return Close::At(at, c.len_utf8());
            }
            continue;
        }
        if c == '«' && open == '«' {
            depth += 1;
            continue;
        }
        if c == '“' && open == '“' {
            // Opened again: the first was never closed. At the end of words it is a German closing mark.
            if !before.is_whitespace() && !follows_letter {
                return Close::At(at, c.len_utf8());
            }
            return Close::Restart(at);
        }
        if c == '"' && open == '"' && before.is_whitespace() && follows_letter {
            return Close::Restart(at);
        }
        if closers.contains(&c) {
            if depth == 0 {
                return Close::At(at, c.len_utf8());
            }
            depth -= 1;
        }
    }
    Close::Never
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        find(text, 0, "").into_iter().map(|q| &text[q.inner]).collect()
    }

    #[test]
    fn every_style_of_marks_is_known() {
        for text in [
            "said “we go” now",
            "said \"we go\" now",
            "sagte „we go“ nun",
            "sagte »we go« nun",
            "dit « we go » puis",
            "sa ”we go” nu",
            "сказал «we go» он",
            "sagte ›we go‹ nun",
            "said ‘we go’ now",
            "said 'we go' now",
            "rzekł „we go” on",
            "said ``we go'' now",
            "彼は「we go」と",
            "彼は『we go』と",
        ] {
            assert_eq!(words(text), ["we go"], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        for text in ["It's Russia's and the boys' own", "the '90s weren't", "Da’esh and O’Brien’s"] {
            assert!(words(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn marks_inside_marks_belong_to_the_words() {
        assert_eq!(words("“He said ‘no’ to me,” she said"), ["He said ‘no’ to me,"]);
        assert_eq!(words("«Газета «Правда» пишет», — сказал он"), ["Газета «Правда» пишет"]);
    }

    #[test]
    fn words_that_go_on_in_the_next_paragraph_need_no_closing_mark() {
        let found = find("“We go on.", 0, "“And on.”");
        assert_eq!((found.len(), found[0].goes_on), (1, true));
        assert!(find("“We go on.", 0, "And on.").is_empty());
    }
}

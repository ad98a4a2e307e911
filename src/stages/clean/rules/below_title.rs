//! A line in italics right below the title that says where a text comes from and of which day it is:
//! `*The Lake Project, 3 May 2024, first version*`.

use super::{better_source, first_date};
use crate::{
    model::reading::Read,
    stages::clean::{
        calendar,
        draft::{Draft, shown},
        passage::{Look, Passage},
        sources::Sources,
    },
};

/// A line of more words is a sentence.
const LONGEST: usize = 14;

/// Whether a passage is emphasised from end to end.
fn is_emphasised(words: &Passage) -> bool {
    let length = words.as_str().trim().len();
    words
        .marks()
        .iter()
        .any(|mark| matches!(mark.look, Look::Emphasis | Look::Strong) && mark.span.len() >= length)
}

/// Reads such a line; false when it is something else. A source that is not known is only suggested.
pub(super) fn read(draft: &mut Draft, words: &Passage, sources: &Sources) -> bool {
    let line = words.as_str().trim();
    if ["By ", "by ", "Von ", "Par ", "Por "].iter().any(|by| line.starts_with(by)) {
        return false;
    }
    let short = line.split_whitespace().count() <= LONGEST && !line.ends_with(['.', '!', '?', ':']);
    if !short || !is_emphasised(words) {
        return false;
    }
    let Some((day, date)) = calendar::only_day_in(line) else { return false };
    let parts = [&line[..day.start], &line[day.end..]].map(|part| {
        part.split([',', '|', '·', '•', '—', '–', '/'])
            .map(str::trim)
            .filter(|part| part.chars().any(char::is_alphanumeric))
            .collect::<Vec<&str>>()
    });
    let [before, after] = &parts;
    // One name on either side of the day, and no more than a remark.
    let (name, remarks) = match (before.as_slice(), after.as_slice()) {
        ([name, rest @ ..], after) => (*name, rest.len() + after.len()),
        ([], [name, rest @ ..]) => (*name, rest.len()),
        ([], []) => return false,
    };
    let known = sources.named(name).map(|source| source.name.clone());
    let named = name.chars().next().is_some_and(char::is_uppercase) && name.split_whitespace().count() <= 6;
    if remarks > 1 || (known.is_none() && !named) {
        return false;
    }
    better_source(
        draft,
        match known {
            Some(source) => Read::fact(source, "source line", line),
            None => Read::suggestion(shown(name), "line below the title", line),
        },
    );
    first_date(draft, Read::fact(date, "source line", line));
    true
}

#[cfg(test)]
mod tests {
    use crate::stages::clean::{
        draft::{Block, Draft},
        format::markdown,
        passage::Passage,
        rules::{head, title},
        sources::Sources,
    };

    fn read_below(line: &str) -> (Draft, Vec<String>) {
        let sources = Sources::new(&[]);
        let seed = format!("# Ministers meet in Paris\n\n{line}\n\nThey met, and they spoke.\n");
        let draft = head::read(title::read(markdown::read(&seed, &sources), &sources), &sources);
        let texts =
            draft.blocks.iter().filter_map(Block::words).map(Passage::as_str).map(str::to_owned).collect();
        (draft, texts)
    }

    #[test]
    fn source_and_day_in_italics_below_the_title_are_read() {
        for (line, source, sure) in [
            ("*The Lake Project, 3 May 2024*", "The Lake Project", false),
            ("_The Lake Project · 3 May 2024 · first version_", "The Lake Project", false),
            ("*3 May 2024, The Lake Project*", "The Lake Project", false),
            ("*Reuters, 3 May 2024, updated*", "Reuters", true),
        ] {
            let (draft, texts) = read_below(line);
            assert_eq!(texts, ["They met, and they spoke."], "{line}");
            let read = draft.reading.source.expect(line);
            assert_eq!((read.value.as_str(), read.sure), (source, sure), "{line}");
            assert_eq!(
                draft.reading.date.map(|date| date.value.to_string()).as_deref(),
                Some("2024-05-03"),
                "{line}"
            );
        }
    }

    #[test]
    fn other_lines_below_the_title_stay() {
        for line in [
            "*They met in Paris on 3 May 2024.*",
            "*A talk with the minister*",
            "The Lake Project, 3 May 2024",
            "*By the lake, on 3 May 2024*",
            "*Paris, London, Rome, 3 May 2024*",
        ] {
            let (draft, texts) = read_below(line);
            assert_eq!(texts.len(), 2, "{line}");
            assert!(draft.reading.source.is_none(), "{line}");
        }
    }
}

//! The headline: the first line, once.

use crate::{
    model::reading::Read,
    stages::clean::draft::{Block, Draft, Shape, shown},
};

/// A line longer than this, in characters, is no headline.
const LONGEST: usize = 220;

/// Finds the title where the format gave none, and cuts it wherever it stands again.
pub fn read(draft: Draft) -> Draft {
    let mut draft = if draft.reading.title.is_none() { first_line(draft) } else { draft };
    let Some(title) = draft.reading.title.as_ref().filter(|title| title.sure) else { return draft };
    let title = key(&title.value);
    let blocks = std::mem::take(&mut draft.blocks);
    for block in blocks {
        match block.words() {
            Some(words) if key(words.as_str()) == title => {
                draft.remove(words.as_str(), "title repeated");
            }
            _ => draft.blocks.push(block),
        }
    }
    draft
}

/// The first line is the title when it looks like one and something follows.
fn first_line(mut draft: Draft) -> Draft {
    let texts = draft.blocks.iter().filter(|block| block.words().is_some()).count();
    let first = draft.blocks.iter().position(|block| block.words().is_some());
    let Some((at, Block::Text(shape, words))) = first.map(|at| (at, draft.blocks[at].clone())) else {
        return draft;
    };
    let line = words.as_str();
    let heading = matches!(shape, Shape::Heading(_));
    if texts < 2 || !(heading || shape == Shape::Paragraph && is_headline(line)) {
        let sentence = line.split_inclusive(['.', '!', '?', '。']).next().unwrap_or(line);
        if !heading && sentence.chars().count() <= LONGEST {
            draft.reading.title = Some(Read::suggestion(shown(sentence), "first sentence", sentence));
        }
        return draft;
    }
    draft.blocks.remove(at);
    let once = once(line);
    draft.remove(&line[once.len()..], "title repeated");
    let title = draft.show(once);
    draft.reading.title = Some(Read::fact(title, "first line", once));
    draft
}

/// Headlines are short and do not end as sentences do.
fn is_headline(line: &str) -> bool {
    let ends =
        line.ends_with(['.', ':', ';', ',', '。', '、']) && !line.ends_with("...") && !is_abbreviated(line);
    line.chars().count() <= LONGEST && !ends && line.chars().any(char::is_alphabetic)
}

/// `… in the U.S.` ends with a full stop that is no end of a sentence.
fn is_abbreviated(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    last.matches('.').count() >= 2 && last.split('.').all(|part| part.chars().count() <= 1)
}

/// The line without its second half, when that says the first again.
fn once(line: &str) -> &str {
    let middles = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let middle = middles.min_by_key(|at| (line.len() - at).abs_diff(*at));
    match middle.map(|at| (line[..at].trim_end(), &line[at..])) {
        Some((head, tail)) if head.split_whitespace().count() >= 3 && key(head) == key(tail) => head,
        _ => line,
    }
}

/// Letters and digits in lower case, by which two lines are the same.
pub fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::format::plain;

    fn title_and_text(seed: &str) -> (Option<(String, bool)>, Vec<String>) {
        let draft = read(plain::read(seed));
        let texts = draft.blocks.iter().filter_map(Block::words).map(|words| words.as_str().to_owned());
        (draft.reading.title.map(|title| (title.value, title.sure)), texts.collect())
    }

    #[test]
    fn the_first_line_is_the_title_and_stands_nowhere_else() {
        let (title, texts) =
            title_and_text("Ministers meet in Paris\n\nMINISTERS MEET IN PARIS!\n\nThey met.");
        assert_eq!(title, Some(("Ministers meet in Paris".to_owned(), true)));
        assert_eq!(texts, ["They met."]);
    }

    #[test]
    fn a_title_written_twice_in_a_line_is_taken_once() {
        let (title, _) = title_and_text("Ministers meet in Paris Ministers meet in Paris\n\nThey met.");
        assert_eq!(title, Some(("Ministers meet in Paris".to_owned(), true)));
    }

    #[test]
    fn a_sentence_is_only_suggested_and_stays_in_the_text() {
        let (title, texts) = title_and_text("The ministers met. They spoke.\n\nThen they left.");
        assert_eq!(title, Some(("The ministers met.".to_owned(), false)));
        assert_eq!(texts, ["The ministers met. They spoke.", "Then they left."]);
        assert_eq!(title_and_text("Talks begin in the U.S.\n\nThey met.").0.map(|title| title.1), Some(true));
    }
}

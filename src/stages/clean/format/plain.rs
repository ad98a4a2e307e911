//! Plain text, copied from anywhere: lines to paragraphs, pasted HTML to text.

use std::ops::Range;

use crate::{
    model::article::Image,
    stages::clean::{
        calendar,
        draft::{Block, Draft, Shape},
        mojibake,
        passage::{Passage, prefix},
        remnants::{Effect, attribute, decode_references, tags},
        rules::{credit, tail},
    },
};

/// Lines of wrapped text are at least this long, in characters (a third of it where words have no spaces) …
const SHORTEST_WIDTH: usize = 45;
/// … and at most this long; longer lines are paragraphs.
const LONGEST_WIDTH: usize = 120;

/// How much of the text is asked how it writes a word, in bytes.
const EVIDENCE: usize = 64 * 1024;

/// Reads a decoded text.
pub fn read(seed: &str) -> Draft {
    let mut draft = Draft { traced: true, ..Draft::default() };
    let mut all: Vec<Passage> = Vec::new();
    for group in groups(seed) {
        all.extend(paragraphs(seed, &group, &mut draft));
    }
    for (at, paragraph) in all.iter().enumerate() {
        let (shape, marker) = item_among(&all, at).unwrap_or((Shape::Paragraph, 0));
        let text = paragraph.as_str();
        draft.remove(&text[..marker], "mark of a list");
        add_pasted(&mut draft, &shape, &paragraph.slice(marker..text.len()));
    }
    draft
}

/// The item of a list that a paragraph is, and how long its mark is: when a neighbour is the next or the one before.
fn item_among(all: &[Passage], at: usize) -> Option<(Shape, usize)> {
    let item = |at: usize| marker(all.get(at)?.as_str());
    let (sign, length) = item(at).filter(|_| at > 0)?;
    let before = item(at - 1).is_some_and(|(other, _)| sign.follows(other)) && at > 1;
    let after = item(at + 1).is_some_and(|(other, _)| other.follows(sign));
    let number = if let Sign::Number(number) = sign { Some(number) } else { None };
    (before || after).then_some((Shape::Item(0, number), length))
}

/// What marks an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Dot(char),
    Number(u32),
}

impl Sign {
    fn follows(self, before: Self) -> bool {
        match (before, self) {
            (Self::Number(before), Self::Number(this)) => before.checked_add(1) == Some(this),
            (before, this) => before == this,
        }
    }
}

/// The mark at the start of a line, and its length with the space after it. Before a Cyrillic letter a hyphen is
/// as likely the dash of a dialogue.
fn marker(line: &str) -> Option<(Sign, usize)> {
    let first = line.chars().next()?;
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (sign, end) = match first {
        '-' | '*' | '•' | '‣' | '▪' | '·' => (Sign::Dot(first), first.len_utf8()),
        _ if (1..=2).contains(&digits) && line[digits..].starts_with(['.', ')']) => {
            (Sign::Number(line[..digits].parse().ok()?), digits + 1)
        }
        _ => return None,
    };
    let rest = line[end..].trim_start();
    let letter = rest.chars().next()?;
    let spaced = rest.len() < line.len() - end;
    let dialogue = first == '-' && matches!(letter, '\u{400}'..='\u{52f}');
    (spaced && !dialogue).then_some((sign, line.len() - rest.len()))
}

/// Lines without the white space around them, in groups that empty lines part.
fn groups(seed: &str) -> Vec<Vec<Range<usize>>> {
    let mut groups: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut start = 0;
    for line in seed.split_inclusive(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let trimmed = line.trim();
        let end = start + line.len();
        if trimmed.is_empty() {
            if line != "\n" || !seed[..start].ends_with('\r') {
                groups.push(Vec::new());
            }
        } else if let Some(group) = groups.last_mut() {
            let offset = start + line.find(trimmed).unwrap_or(0);
            group.push(offset..offset + trimmed.len());
        }
        start = end;
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The paragraphs of a group: wrapped lines are joined, others stand alone.
fn paragraphs(seed: &str, group: &[Range<usize>], draft: &mut Draft) -> Vec<Passage> {
    let width = group.iter().map(|line| seed[line.clone()].chars().count()).max().unwrap_or(0);
    let mut result: Vec<Passage> = Vec::new();
    let mut before: Option<&str> = None;
    for line in group {
        let (text, passage) = (&seed[line.clone()], Passage::of_seed(seed, line.clone()));
        let joined = |above: &&str| wraps(above, text, width) && !stands_apart(above) && !stands_apart(text);
        match (before.filter(joined), result.last_mut()) {
            (Some(above), Some(last)) => join(last, above, &passage, seed, draft),
            _ => result.push(passage),
        }
        before = Some(text);
    }
    result
}

/// Whether a line was broken only because the next word did not fit.
fn wraps(above: &str, below: &str, width: usize) -> bool {
    let word = below.split_whitespace().next().unwrap_or_default().chars();
    let dense = is_dense(above);
    let narrowest = if dense { SHORTEST_WIDTH / 3 } else { SHORTEST_WIDTH };
    let word_length = if dense { 1 } else { word.count() };
    let space = usize::from(!dense);
    let full = above.chars().count() + space + word_length > width;
    let hyphenated = above.ends_with(['-', '\u{ad}']) && below.starts_with(char::is_lowercase);
    (narrowest..=LONGEST_WIDTH).contains(&width) && (full || hyphenated)
}

/// A line that is something of its own, however long the next word is: a byline, a day, a link to more.
fn stands_apart(line: &str) -> bool {
    let byline = ["By ", "BY "]
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .is_some_and(|names| credit::person_length(names) > 0 && names.len() <= 80);
    let day = || {
        line.len() <= 40
            && calendar::only_day_in(line).is_some_and(|(span, _)| {
                span.start == 0 && line.len() - span.end <= 16 && !line.ends_with(['.', ','])
            })
    };
    byline || day() || (line.len() <= 80 && !line.ends_with('.') && tail::reason(line).is_some())
}

/// A script without spaces between words.
fn is_dense(text: &str) -> bool {
    text.chars().next_back().is_some_and(
        |c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}'),
    )
}

/// Joins a line to the one above. A hyphen at the end goes when the text knows the word without it.
fn join(paragraph: &mut Passage, above: &str, line: &Passage, seed: &str, draft: &mut Draft) {
    let below = line.as_str();
    if is_dense(above) || is_dense(below.split_at(below.chars().next().map_or(0, char::len_utf8)).0) {
        paragraph.push(line);
        return;
    }
    let hyphen = above.ends_with(['-', '\u{ad}', '\u{2010}']);
    let continues =
        below.starts_with(char::is_lowercase) && above.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    if hyphen && continues {
        let mark = above.chars().next_back().map_or(0, char::len_utf8);
        if above.ends_with('\u{ad}') || !is_compound(above, below, seed) {
            draft.remove(&above[above.len() - mark..], "hyphen at a line break");
            *paragraph = paragraph.slice(0..paragraph.as_str().len() - mark);
        }
        paragraph.push(line);
        return;
    }
    paragraph.push_made(" ");
    paragraph.push(line);
}

/// Whether the text writes the word with its hyphen elsewhere, and never without.
fn is_compound(above: &str, below: &str, seed: &str) -> bool {
    let head = above.trim_end_matches(['-', '\u{2010}']);
    let head = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let seed = prefix(seed, EVIDENCE);
    let tail = below.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    !seed.contains(&format!("{head}{tail}")) && seed.contains(&format!("{head}-{tail}"))
}

/// Adds what a block holds: its text, split where pasted HTML splits it, and pictures.
pub fn add_pasted(draft: &mut Draft, shape: &Shape, paragraph: &Passage) {
    let text = paragraph.as_str();
    let mut current = Passage::default();
    let mut at = 0;
    for tag in tags(text) {
        current.push(&paragraph.slice(at..tag.span.start));
        at = tag.span.end;
        let markup = &text[tag.span];
        draft.remove(markup, "markup");
        match tag.effect {
            Effect::Inline => {}
            Effect::Break | Effect::Hidden => add_text(draft, shape, &std::mem::take(&mut current)),
            Effect::Picture => {
                add_text(draft, shape, &std::mem::take(&mut current));
                let image = Image {
                    src: attribute(markup, "src"),
                    alt: attribute(markup, "alt"),
                    ..Image::default()
                };
                draft.blocks.push(Block::Figure(image));
            }
        }
    }
    current.push(&paragraph.slice(at..text.len()));
    add_text(draft, shape, &current);
}

fn add_text(draft: &mut Draft, shape: &Shape, passage: &Passage) {
    let (passage, references) = decode_references(passage);
    for reference in references {
        draft.remove(&reference, "character reference decoded");
    }
    let (passage, misread) = mojibake::repaired(&passage);
    for run in misread {
        draft.remove(&run, "mojibake repaired");
    }
    let passage = without_controls(draft, &passage.trim()).trim();
    if !passage.is_blank() {
        draft.blocks.push(Block::Text(shape.clone(), passage));
    }
}

/// Control characters are no text; a tab is white space.
fn without_controls(draft: &mut Draft, passage: &Passage) -> Passage {
    if !passage.as_str().contains(char::is_control) {
        return passage.clone();
    }
    let mut result = Passage::default();
    let mut kept = 0;
    for (at, c) in passage.as_str().char_indices().filter(|(_, c)| c.is_control() && *c != '\n') {
        result.push(&passage.slice(kept..at));
        kept = at + c.len_utf8();
        if c.is_whitespace() {
            result.push_made(" ");
        } else {
            draft.remove(&c.to_string(), "control character");
        }
    }
    result.push(&passage.slice(kept..passage.as_str().len()));
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(seed: &str) -> Vec<String> {
        let words =
            |block: &Block| block.words().map_or("[picture]".to_owned(), |text| text.as_str().to_owned());
        read(seed).blocks.iter().map(words).collect()
    }

    #[test]
    fn empty_lines_part_paragraphs_whatever_ends_a_line() {
        assert_eq!(texts("a\r\n\r\nb\r\n \t\r\nc"), ["a", "b", "c"]);
        assert_eq!(texts("a\rb\n\n\n\nc"), ["a", "b", "c"]);
    }

    #[test]
    fn wrapped_lines_are_joined_and_short_ones_are_not() {
        let wrapped = "The foreign ministers of the two countries met on\nMonday and spoke about the working groups \
            that had\nbeen formed. They will meet again.";
        assert_eq!(texts(wrapped), [wrapped.replace('\n', " ")]);
        assert_eq!(texts("By Ann Lee\nMoscow"), ["By Ann Lee", "Moscow"]);
        let lines = "Ministers meet in Paris to speak of the working groups\nBY ANN LEE, Associated Press\nNovember 24, 2017 GMT";
        assert_eq!(texts(lines), lines.lines().collect::<Vec<_>>());
        assert_eq!(
            texts("両国の外務大臣は月曜日に会談し、作業部会に\nついて話し合った。"),
            ["両国の外務大臣は月曜日に会談し、作業部会について話し合った。"]
        );
    }

    #[test]
    fn hyphens_at_line_breaks_go_unless_the_word_has_one() {
        let seed = "A so-called long-term plan was given to the govern-\nment on Monday by people who very much like long-\n\
            term plans.";
        let expected = "A so-called long-term plan was given to the government on Monday by people who very much \
            like long-term plans.";
        assert_eq!(texts(seed), [expected]);
    }

    #[test]
    fn lines_with_marks_are_a_list() {
        let shapes = |seed: &str| -> Vec<Shape> {
            let blocks = read(seed).blocks;
            blocks
                .into_iter()
                .filter_map(|block| if let Block::Text(shape, _) = block { Some(shape) } else { None })
                .collect()
        };
        let (paragraph, item) = (Shape::Paragraph, Shape::Item(0, None));
        let seed = "Title\n\nThree days:\n\n- one\n- two\n\n- three\n\nThe end";
        assert_eq!(texts(seed), ["Title", "Three days:", "one", "two", "three", "The end"]);
        assert_eq!(
            shapes(seed),
            [paragraph.clone(), paragraph.clone(), item.clone(), item.clone(), item, paragraph.clone()]
        );
        assert_eq!(
            shapes("Title\n\n1. one\n2) two")[1..],
            [Shape::Item(0, Some(1)), Shape::Item(0, Some(2))]
        );
        for seed in
            ["T\n\n- one", "T\n\n1. one\n\n3. three", "T\n\n- Да.\n- Нет.", "T\n\n-one\n-two", "- a\n\nb"]
        {
            assert!(shapes(seed).iter().all(|shape| *shape == paragraph), "{seed:?}");
        }
    }

    #[test]
    fn pasted_html_becomes_text_and_pictures() {
        let draft = read("One <b>two</b>&nbsp;&laquo;three&raquo;<br/>four<img src=\"a.jpg\" alt=\"A\">five");
        let words: Vec<&str> = draft.blocks.iter().filter_map(Block::words).map(Passage::as_str).collect();
        assert_eq!(words, ["One two «three»", "four", "five"]);
        assert!(matches!(&draft.blocks[2], Block::Figure(image) if image.src == "a.jpg" && image.alt == "A"));
        assert!(draft.reading.removed.iter().any(|cut| cut.text == "<br/>" && cut.reason == "markup"));
    }
}

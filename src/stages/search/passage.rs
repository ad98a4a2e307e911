//! The passage of a text that shows why it was found.

use std::collections::BTreeSet;

use super::words::words;
use crate::text::{one_line, sentences::sentences};

/// A longer passage is cut, in characters.
const LONGEST: usize = 280;

/// So many words stand before the first that was looked for, when a sentence must be cut.
const BEFORE: usize = 12;

/// The sentence that holds most of the words, the first of several, with each of them between the marks.
pub fn passage(text: &str, wanted: &BTreeSet<String>, marks: (&str, &str)) -> Option<String> {
    let all = text.split("\n\n").flat_map(|block| sentences(block).map(|sentence| &block[sentence]));
    let score = |sentence: &str| {
        words(sentence).into_iter().filter(|word| wanted.contains(word)).collect::<BTreeSet<_>>().len()
    };
    let best = all
        .map(|sentence| (score(sentence), sentence))
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (_, sentence) = best.filter(|(score, _)| *score > 0)?;
    let sentence = one_line(sentence);
    let found = |piece: &str| words(piece).iter().any(|word| wanted.contains(word));
    let pieces: Vec<&str> = sentence.split_inclusive(' ').collect();
    let first = pieces.iter().position(|piece| found(piece)).unwrap_or(0);
    let start = if sentence.chars().count() > LONGEST { first.saturating_sub(BEFORE) } else { 0 };
    let mut shown = String::from(if start > 0 { "… " } else { "" });
    for piece in &pieces[start..] {
        if shown.chars().count() > LONGEST {
            shown.push('…');
            break;
        }
        let word = piece.trim_end().trim_matches(|c: char| !c.is_alphanumeric());
        match piece.split_once(word).filter(|_| !word.is_empty() && found(word)) {
            Some((before, after)) => shown.extend([before, marks.0, word, marks.1, after]),
            None => shown.push_str(piece),
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_with_most_of_the_words_is_shown_with_marks() {
        let wanted: BTreeSet<String> = ["ferry", "strik"].map(str::to_owned).into();
        let text = "The ferry left. Crews of the “ferries” are on strike, again.\n\nA strike.";
        assert_eq!(
            passage(text, &wanted, ("[", "]")).as_deref(),
            Some("Crews of the “[ferries]” are on [strike], again.")
        );
        assert_eq!(passage("Nothing.", &wanted, ("[", "]")), None);
    }
}

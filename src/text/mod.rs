//! What the stages know about written language: sentences, names in URLs. Pure functions over `&str`.

pub mod address;
pub mod cases;
pub mod diff;
pub mod media_type;
pub mod resemblance;
pub mod script;
pub mod sentences;
pub mod slug;
pub mod spelling;
pub mod terms;
pub mod wording;
pub mod words;

/// A text with a capital in front.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words of a text with one space between them.
pub fn one_line(text: &str) -> String {
    if is_one_line(text) {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether there is one space between words, and no other: so it is with nearly every text.
fn is_one_line(text: &str) -> bool {
    if text.is_ascii() {
        let bytes = text.as_bytes();
        let spaces = bytes.windows(2).any(|pair| pair == b"  ");
        let other = bytes.iter().any(|byte| *byte < b' ' && char::from(*byte).is_whitespace());
        return !spaces && !other && !text.starts_with(' ') && !text.ends_with(' ');
    }
    text.is_empty() || text.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace))
}

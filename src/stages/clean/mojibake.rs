//! UTF-8 that somebody once read as windows-1252: `â€™` for `’`, `Ã©` for `é`.
//!
//! A run of such letters, turned back into bytes, is valid UTF-8; letters that somebody meant hardly ever are.

use encoding_rs::WINDOWS_1252;

use super::passage::Passage;

/// A passage with its mojibake repaired, and the runs that were.
pub fn repaired(passage: &Passage) -> (Passage, Vec<String>) {
    let text = passage.as_str();
    let mut result = Passage::default();
    let mut runs = Vec::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| !c.is_ascii()).map(|offset| at + offset) {
        let length = text[start..].find(|c: char| c.is_ascii()).unwrap_or(text.len() - start);
        at = start + length;
        // The last byte of `”` is no letter of windows-1252: programs write a question mark.
        if &text[start..at] == "â€" && text[at..].starts_with('?') && !runs.is_empty() {
            result.push(&passage.slice(kept..start));
            result.push_made("”");
            at += 1;
            runs.push(text[start..at].to_owned());
            kept = at;
            continue;
        }
        if let Some(meant) = meant_by(&text[start..at]) {
            result.push(&passage.slice(kept..start));
            result.push_made(&meant);
            runs.push(text[start..at].to_owned());
            kept = at;
        }
    }
    if runs.is_empty() {
        return (passage.clone(), runs);
    }
    result.push(&passage.slice(kept..text.len()));
    (result, runs)
}

/// What a run of letters outside ASCII was before it was misread.
fn meant_by(run: &str) -> Option<String> {
    let looks_misread = run.chars().any(|c| matches!(c, 'Â'..='ô')) && run.chars().nth(1).is_some();
    if !looks_misread {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(run);
    if unmappable {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repair(text: &str) -> String {
        repaired(&Passage::made(text)).0.as_str().to_owned()
    }

    #[test]
    fn misread_letters_are_read_again() {
        for text in ["the minister’s “plan” — café", "Москва и Токио", "naïve façade 100 €"]
        {
            let misread = WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
            assert_ne!(misread, text);
            assert_eq!(repair(&misread), text);
        }
    }

    #[test]
    fn a_letter_that_was_lost_is_the_closing_mark() {
        assert_eq!(repair("â€œWe looked,â€? she said."), "“We looked,” she said.");
        assert_eq!(repair("Is it â€? No."), "Is it â€? No.");
    }

    #[test]
    fn letters_that_were_meant_stay() {
        for text in
            ["Île-de-France, «été», Ñandú, Ö", "São Paulo — “ação”", "Москва", "東京", "â votre santé"]
        {
            assert_eq!(repair(text), text);
        }
    }
}

//! Names and addresses: which exist, which look like another, which lead to the web.

use std::collections::BTreeSet;

use crate::{
    model::{diagnostic::Diagnostic, dossier::Dossier, grade::Grade, inputs::InputFile},
    stages::{
        names::fold,
        place::{Step, in_matter},
    },
    text::script::script,
};

/// Every name of every topic, folded.
pub(super) fn topics(dossier: &Dossier) -> BTreeSet<String> {
    let names = dossier.topics.iter().flat_map(|topic| {
        let contested = topic.matter.contested_names.iter().map(|contested| &contested.name);
        let weak = &topic.matter.weak_aliases;
        std::iter::once(&topic.matter.name).chain(&topic.matter.aliases).chain(weak).chain(contested)
    });
    names.map(|name| fold(name)).collect()
}

/// Every name by which an article can be called, folded.
pub(super) fn articles(dossier: &Dossier) -> BTreeSet<String> {
    dossier
        .articles
        .iter()
        .flat_map(|article| [fold(&article.card.stem), fold(&article.card.title)])
        .collect()
}

/// A warning when an address is not one of the web.
pub(super) fn address(url: &str, file: &InputFile, steps: &[Step<'_>]) -> Option<Diagnostic> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let good = url.is_empty()
        || host.is_some_and(|host| {
            host.len() > 2 && !host.starts_with(['/', '.']) && !host.contains(char::is_whitespace)
        });
    if good {
        return None;
    }
    let problem = Diagnostic::warning("bad-address", format!("`{url}` is not an address of the web"));
    Some(in_matter(problem.hint("write it whole, with https:// or http://"), file, steps))
}

/// A warning when letters of two scripts stand in one word of a name: `Lаvrov` with a Cyrillic `а` is another name to
/// every search, and often a trap.
pub(super) fn mixed(name: &str, file: &InputFile, steps: &[Step<'_>]) -> Option<Diagnostic> {
    if name.is_ascii() {
        return None;
    }
    let (word, odd, one, other) = name.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let mut first = "";
        for c in word.chars() {
            let own = script(c.encode_utf8(&mut [0; 4]));
            match (first, own) {
                (_, "") => {}
                ("", own) => first = own,
                (first, own) if first != own && can_be_mistaken(first) && can_be_mistaken(own) => {
                    return Some((word, c, first, own));
                }
                _ => {}
            }
        }
        None
    })?;
    let message = format!("`{word}` mixes {one} and {other} letters: `{odd}` is {other}");
    let problem = Diagnostic::warning("mixed-scripts", message);
    Some(in_matter(problem.hint("type the word again in one script"), file, steps))
}

/// A warning when a grade is no Admiralty code.
pub(super) fn grade(grade: &Grade, file: &InputFile) -> Option<Diagnostic> {
    let good = match grade.value.as_bytes() {
        [] => true,
        [source, information] => matches!(source, b'A'..=b'F') && matches!(information, b'1'..=b'6'),
        _ => false,
    };
    if good {
        return None;
    }
    let problem = Diagnostic::warning("bad-grade", format!("`{}` is no Admiralty code", grade.value));
    let hint = "write a letter from A to F for the source and a number from 1 to 6 for what it says: `B2`";
    Some(in_matter(problem.hint(hint), file, &[Step::Key("grade")]))
}

/// Scripts whose letters look like each other.
fn can_be_mistaken(script: &str) -> bool {
    matches!(script, "Latin" | "Cyrillic" | "Greek" | "Armenian")
}

//! What would be published although no person has confirmed it.

use crate::model::dossier::Dossier;

/// Suggestions that the site shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreviewed {
    /// How many of each kind: the word for one, and the number.
    pub counts: Vec<(&'static str, usize)>,
    /// Each in a few words, with where it is.
    pub names: Vec<String>,
}

impl Unreviewed {
    /// How many in all.
    pub fn total(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// Counts and names them.
pub fn unreviewed(dossier: &Dossier) -> Unreviewed {
    let (mut topics, mut quotes, mut events, mut fields) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for topic in dossier.topics.iter().filter(|topic| topic.unreviewed) {
        topics.push(format!("topic {}", topic.matter.name));
    }
    for article in &dossier.articles {
        let stem = &article.card.stem;
        for quote in article.card.quotes.iter().filter(|quote| quote.unreviewed) {
            quotes.push(format!("quote of {} in {stem}: {}", quote.speaker, short(&quote.text)));
        }
        for event in article.card.events.iter().filter(|event| event.unreviewed) {
            events.push(format!("event in {stem}: {}", short(&event.event.text)));
        }
        for field in article.fields.iter() {
            fields.push(format!("{} of {stem}: {}", field.field, short(&field.value)));
        }
    }
    let counts = vec![
        ("topic", topics.len()),
        ("quote", quotes.len()),
        ("event", events.len()),
        ("field", fields.len()),
    ];
    Unreviewed { counts, names: [topics, quotes, events, fields].concat() }
}

/// The beginning of a text.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

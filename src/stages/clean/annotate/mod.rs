//! Reading a clean text: who said what, what is named, what happened or is planned, and when.

mod dates;
mod events;
mod gazetteer;
mod language;
mod names;
mod page;
mod quotes;
mod roles;
mod subjects;

use names::topics::{self, Source, Topics};
use page::Page;

use crate::model::{
    date::Date,
    reading::{Basis, DateRead, EventRead, NameRead, QuoteRead, TopicRead},
    topic::Kind,
};

/// What is known of an article before its text is read closely.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// The headline; its names count as seen, but no span points into it.
    pub title: &'a str,
    /// The caption of the picture; the same.
    pub caption: &'a str,
    /// The day that relative dates are counted from.
    pub published: Option<Date>,
    /// BCP 47 tag; empty when unknown.
    pub language: &'a str,
}

/// What was read in the text. Spans are bytes of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// Quotes in the order of the text.
    pub quotes: Vec<QuoteRead>,
    /// Date expressions in the order of the text; behind a span its two ends, where they are dates by themselves.
    pub dates: Vec<DateRead>,
    /// Events in the order of the text.
    pub events: Vec<EventRead>,
    /// Things named, in the order of first mention: title, caption, text.
    pub topics: Vec<TopicRead>,
    /// Occurrences of their names in the text.
    pub names: Vec<NameRead>,
}

/// Whether a word is somebody's given name, in any letters.
pub fn is_given_name(word: &str) -> bool {
    gazetteer::tasks(&word.to_lowercase(), "ru") & gazetteer::task::GIVEN != 0
}

/// Reads a text of plain paragraphs (an empty line between two).
pub fn annotate(text: &str, context: &Context<'_>) -> Annotations {
    let language = language::of(text, context.language);
    let page = Page::read(text, language);
    let (title, caption) = (Page::read(context.title, language), Page::read(context.caption, language));
    let dates = dates::find(&page, context.published, language, dates::years_of(&title));
    let headline = topics::is_headline(&title);
    let sources = [
        source(&title, headline, language),
        source(&caption, false, language),
        source(&page, false, language),
    ];
    let mut topics = topics::gather(&sources);
    let quotes = quotes::find(&page, &topics, language);
    let events = events::find(&page, &dates, context.published);
    let dates = dates.iter().flat_map(dates_of).collect();
    if language.starts_with("ja") {
        let (topics, names) = names::japanese::read(context.title, text);
        return Annotations { quotes, dates, events, topics, names };
    }
    if language.starts_with("en") {
        add_subjects(&page, &title, &mut topics);
    }
    Annotations { quotes, dates, events, names: topics.names(&page), topics: topics.read }
}

/// A date, and behind it the ends of a span that are dates by themselves.
fn dates_of(date: &dates::Dated) -> impl Iterator<Item = DateRead> {
    let whole = DateRead { span: date.span.clone(), value: date.value };
    let ends = date.ends.iter().map(|(span, value)| DateRead { span: span.clone(), value: *value });
    std::iter::once(whole).chain(ends)
}

fn source<'p, 'a>(page: &'p Page<'a>, headline: bool, language: &str) -> Source<'p, 'a> {
    let (mut found, mut open) = names::find(page, language);
    if headline {
        // Every word has a capital: only what the tables know is a name by itself.
        let (known, other) = found.into_iter().partition(|name| name.entry.is_some());
        found = known;
        let other: Vec<names::Found> = other;
        open.extend(other.into_iter().map(|name| name.tokens));
    }
    Source { page, found, open, headline }
}

/// Key phrases join the topics; they come after the names.
fn add_subjects(page: &Page<'_>, title: &Page<'_>, topics: &mut Topics) {
    let taken: Vec<_> = topics.mentions.iter().map(|m| m.tokens.clone()).collect();
    for phrase in subjects::find(page, title, &taken) {
        let topic = topics.read.len();
        let words = phrase.tokens.first().map_or("", |tokens| page.words.slice(tokens));
        let rule = format!("key phrase, {} times", phrase.tokens.len());
        topics.read.push(TopicRead {
            name: phrase.name,
            kind: Kind::Subject,
            aliases: Vec::new(),
            basis: Basis { rule, words: words.to_owned() },
        });
        topics.genders.push(topics::Gender::Unknown);
        topics.mentions.extend(phrase.tokens.into_iter().map(|tokens| topics::Mention {
            tokens,
            topic,
            kind: Kind::Subject,
        }));
    }
    topics.mentions.sort_by_key(|m| m.tokens.start);
}

#[cfg(test)]
mod tests;

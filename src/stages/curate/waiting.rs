//! What waits for a person, as it stands now: what the article says by itself, or what its text has lost since the
//! suggestion was made, waits no longer.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::{
    memo::bytes_key,
    model::{
        article::FrontMatter,
        diagnostic::Diagnostic,
        inputs::{InputFile, Inputs, RelPath},
        review::{Review, SuggestedEvent, SuggestedField, SuggestedQuote, SuggestedTopic, TopicsReview},
        topic::TopicMatter,
    },
    stages::{
        gather::{TOPICS_REVIEW, find_words, names_of, read_matter, read_yaml},
        names::fold,
        plain::plain,
    },
    yaml,
};

/// What a suggestion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A key of the front matter.
    Field,
    /// A quote and its speaker.
    Quote,
    /// An event.
    Event,
    /// A topic.
    Topic,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Field, Self::Quote, Self::Event, Self::Topic];

    /// The word on the command line and in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Quote => "quote",
            Self::Event => "event",
            Self::Topic => "topic",
        }
    }
}

/// The suggestion itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A key of the front matter.
    Field(SuggestedField),
    /// A quote and its speaker.
    Quote(SuggestedQuote),
    /// An event.
    Event(SuggestedEvent),
    /// A topic.
    Topic(SuggestedTopic),
}

impl What {
    /// What may be corrected: keys of `dossier edit`, with what the suggestion says.
    pub fn says(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Field(field) => vec![("value", field.value.clone())],
            Self::Quote(quote) => vec![("speaker", quote.speaker.clone()), ("text", quote.text.clone())],
            Self::Event(event) => vec![
                ("date", event.date.to_string()),
                ("text", event.text.clone()),
                ("status", event.status.word().to_owned()),
            ],
            Self::Topic(topic) => vec![
                ("name", topic.name.clone()),
                ("kind", topic.kind.word().to_owned()),
                ("aliases", topic.aliases.join(", ")),
            ],
        }
    }
}

/// A suggestion that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its name; one article has no two of the same, and two articles hardly ever have.
    pub id: String,
    /// File stem of the article; empty for a topic.
    pub article: String,
    /// The file that accepting it would edit; for a topic, the one that it waits in.
    pub file: RelPath,
    /// What it is.
    pub what: What,
}

impl Waiting {
    /// What it is about.
    pub fn sort(&self) -> Sort {
        match self.what {
            What::Field(_) => Sort::Field,
            What::Quote(_) => Sort::Quote,
            What::Event(_) => Sort::Event,
            What::Topic(_) => Sort::Topic,
        }
    }

    /// The rule and the words that it rests on.
    pub fn basis(&self) -> &str {
        match &self.what {
            What::Field(field) => &field.basis,
            What::Quote(quote) => &quote.basis,
            What::Event(event) => &event.basis,
            What::Topic(topic) => &topic.basis,
        }
    }

    /// Smallest first: a date puts the article on the timeline, a quote without a speaker asks for work.
    fn rank(&self) -> (u8, usize) {
        match &self.what {
            What::Field(field) if field.field == "date" => (0, 0),
            What::Field(_) => (1, 0),
            What::Quote(quote) if !quote.speaker.is_empty() => (2, 0),
            What::Event(_) => (3, 0),
            What::Topic(topic) => (4, usize::MAX - topic.articles.len()),
            What::Quote(_) => (5, 0),
        }
    }
}

/// All that waits: article by article in the order of their names, then topics; the most useful first in each.
pub fn waiting(inputs: &Inputs) -> (Vec<Waiting>, Vec<Diagnostic>) {
    let reviews: BTreeMap<&str, &InputFile> = inputs
        .review
        .iter()
        .filter(|file| file.path.as_str() != TOPICS_REVIEW)
        .map(|file| (file.path.stem(), file))
        .collect();
    let found: Vec<_> = inputs
        .articles
        .par_iter()
        .filter_map(|file| Some((file, reviews.get(file.path.stem())?)))
        .map(|(file, review)| in_article(file, review))
        .collect();
    let (mut all, mut diagnostics) = (Vec::new(), Vec::new());
    for found in found {
        match found {
            Ok(waiting) => all.extend(waiting),
            Err(problem) => diagnostics.push(problem),
        }
    }
    if let Some(file) = inputs.review.iter().find(|file| file.path.as_str() == TOPICS_REVIEW) {
        match read_yaml::<TopicsReview>(file) {
            Ok(review) => all.extend(topics(file, review, &inputs.topics)),
            Err(problem) => diagnostics.push(problem),
        }
    }
    (all, diagnostics)
}

fn in_article(file: &InputFile, review: &InputFile) -> Result<Vec<Waiting>, Diagnostic> {
    let (matter, start) = read_matter::<FrontMatter>(file)?;
    let review: Review = read_yaml(review)?;
    let body = std::str::from_utf8(&file.bytes).unwrap_or_default().get(start..).unwrap_or_default();
    let text = if review.quotes.is_empty() { String::new() } else { plain(body).text };
    let spoken: Vec<usize> = matter
        .quotes
        .iter()
        .filter(|quote| !quote.speaker.trim().is_empty())
        .filter_map(|quote| Some(find_words(&text, &quote.text)?.start))
        .collect();
    let fields = review.fields.into_iter().filter(|field| yaml::is_unset(&matter, &field.field));
    let quotes = review
        .quotes
        .into_iter()
        .filter(|quote| find_words(&text, &quote.text).is_some_and(|range| !spoken.contains(&range.start)));
    let events =
        review.events.into_iter().filter(|event| !matter.events.iter().any(|known| known.text == event.text));
    let what = fields.map(What::Field).chain(quotes.map(What::Quote)).chain(events.map(What::Event));
    let mut seen: BTreeSet<String> = review.rejected.into_iter().chain(review.accepted).collect();
    let mut all: Vec<Waiting> = what
        .map(|what| Waiting {
            id: match &what {
                What::Field(field) => field.id.clone(),
                What::Quote(quote) => quote.id.clone(),
                What::Event(event) => event.id.clone(),
                What::Topic(topic) => topic_id(topic),
            },
            article: file.path.stem().to_owned(),
            file: file.path.clone(),
            what,
        })
        .filter(|waiting| seen.insert(waiting.id.clone()))
        .collect();
    all.sort_by_key(Waiting::rank);
    Ok(all)
}

fn topics(file: &InputFile, review: TopicsReview, files: &[InputFile]) -> Vec<Waiting> {
    let mut settled = settled_names(files);
    settled.extend(review.rejected.iter().map(|name| fold(name)));
    let open = review.topics.into_iter().filter(|topic| !settled.contains(&fold(&topic.name)));
    let mut all: Vec<Waiting> = open
        .map(|topic| Waiting {
            id: topic_id(&topic),
            article: String::new(),
            file: file.path.clone(),
            what: What::Topic(topic),
        })
        .collect();
    all.sort_by_key(Waiting::rank);
    all
}

/// Every name of every topic that has a file, folded.
pub(super) fn settled_names(files: &[InputFile]) -> BTreeSet<String> {
    let matters = files.iter().filter_map(|file| {
        let (mut matter, _) = read_matter::<TopicMatter>(file).ok()?;
        if matter.name.trim().is_empty() {
            file.path.stem().clone_into(&mut matter.name);
        }
        Some(names_of(&matter))
    });
    matters.flatten().collect()
}

/// A topic's id: its name is its own, but one name may be a person's and a place's.
pub(super) fn topic_id(topic: &SuggestedTopic) -> String {
    let says = format!("{}\n{}", fold(&topic.name), topic.kind.word());
    format!("t-{:08x}", bytes_key(says.as_bytes()) & 0xffff_ffff)
}

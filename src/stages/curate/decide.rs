//! Decisions to new file contents. Each decision stands alone: one that cannot be carried out is refused and
//! changes nothing, the others are made.

use std::{collections::BTreeMap, sync::Arc};

use super::{article::Article, topic::Topics};
use crate::{
    memo::bytes_key,
    model::{
        article::{Event, Outcome, Quote},
        date::Date,
        diagnostic::{Diagnostic, did_you_mean},
        inputs::{InputFile, Inputs, RelPath},
        review::{Review, SuggestedEvent},
    },
    stages::{
        gather::{TOPICS_REVIEW, read_yaml},
        ingest::{changed_seeds, paragraph_keys, write_review, write_topics},
    },
    yaml,
};

/// What a person wants of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It is right: it goes into the article, or becomes a topic's file.
    Accept,
    /// It is wrong: it is not proposed again.
    Reject,
    /// It is right with these corrections: keys and values.
    Edit(Vec<(String, String)>),
    /// A topic is one that has a file already, under another name.
    AddTo(String),
    /// The seed's change was seen. The article is not touched, but for the hash of the seed that it belongs to.
    Seen,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// File stem of the article; empty for a topic.
    pub article: String,
    /// The suggestion's id; empty for [`Ruling::Seen`].
    pub id: String,
    /// What is wanted.
    pub ruling: Ruling,
}

/// A file that a decision writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub path: RelPath,
    /// [`bytes_key`] of the bytes that it replaces; `None` for a new file. If the file on the disk is another one by
    /// now, nothing may be written.
    pub was: Option<u128>,
    /// What.
    pub bytes: Arc<[u8]>,
}

/// What decisions come to.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files to write; those in `content/review/` last.
    pub files: Vec<Change>,
    /// The decisions that are carried out, with the file that each goes into (`None` for a rejection).
    pub done: Vec<(Decision, Option<RelPath>)>,
    /// Why others are not.
    pub refused: Vec<Diagnostic>,
}

/// The files that decisions write. Nothing is written here.
pub fn decide(inputs: &Inputs, decisions: &[Decision]) -> Changes {
    let mut desk = Desk::new(inputs);
    let mut changes = Changes::default();
    for decision in decisions {
        match desk.carry_out(decision) {
            Ok(path) => changes.done.push((decision.clone(), path)),
            Err(problem) => changes.refused.push(problem),
        }
    }
    changes.files = desk.changes();
    changes
}

/// The inputs with what was decided up to here.
struct Desk<'a> {
    inputs: &'a Inputs,
    files: BTreeMap<RelPath, Arc<[u8]>>,
    reviews: BTreeMap<RelPath, Review>,
    topics: Option<Topics<'a>>,
    /// Articles and their reviews by stem.
    by_stem: BTreeMap<&'a str, (Option<&'a InputFile>, Option<&'a InputFile>)>,
}

impl<'a> Desk<'a> {
    fn new(inputs: &'a Inputs) -> Self {
        let mut by_stem: BTreeMap<&str, (Option<&InputFile>, Option<&InputFile>)> = BTreeMap::new();
        for file in &inputs.articles {
            by_stem.entry(file.path.stem()).or_default().0 = Some(file);
        }
        for file in inputs.review.iter().filter(|file| file.path.as_str() != TOPICS_REVIEW) {
            by_stem.entry(file.path.stem()).or_default().1 = Some(file);
        }
        Self { inputs, files: BTreeMap::new(), reviews: BTreeMap::new(), topics: None, by_stem }
    }

    fn carry_out(&mut self, decision: &Decision) -> Result<Option<RelPath>, Diagnostic> {
        match &decision.ruling {
            Ruling::Seen => self.seen(&decision.article).map(Some),
            _ if decision.article.is_empty() => self.topic(decision),
            ruling => self.suggestion(&decision.article, &decision.id, ruling),
        }
    }

    fn suggestion(&mut self, stem: &str, id: &str, ruling: &Ruling) -> Result<Option<RelPath>, Diagnostic> {
        let (path, mut review) = self.review(stem)?;
        let mut edited = None;
        if *ruling == Ruling::Reject {
            if !has(&review, id) {
                return Err(no_suggestion(id).in_file(&path));
            }
            review.rejected.push(id.to_owned());
        } else {
            let file = self.article(stem)?;
            let text = accepted(&Article::read(&file)?, &review, id, ruling)?;
            review.accepted.push(id.to_owned());
            edited = Some((file.path.clone(), text));
        }
        review.fields.retain(|field| field.id != id);
        review.quotes.retain(|quote| quote.id != id);
        review.events.retain(|event| event.id != id);
        self.reviews.insert(path, review);
        Ok(edited.map(|(path, text)| self.put(path, &text)))
    }

    fn topic(&mut self, decision: &Decision) -> Result<Option<RelPath>, Diagnostic> {
        if self.topics.is_none() {
            self.topics = Some(Topics::read(self.inputs)?);
        }
        let Some(topics) = &mut self.topics else { return Err(no_suggestion(&decision.id)) };
        let written = topics.carry_out(&decision.id, &decision.ruling)?;
        Ok(written.map(|(path, text)| self.put(path, &text)))
    }

    fn seen(&mut self, stem: &str) -> Result<RelPath, Diagnostic> {
        let file = self.article(stem)?;
        let changed = changed_seeds(self.inputs, &[stem]).into_iter().next().ok_or_else(|| {
            Diagnostic::error("seed-same", "its seed is the one that it was read from").in_file(&file.path)
        })?;
        let text = Article::read(&file)?.with_seed(&changed.sha256)?;
        // Without a review there is nothing that would have to remember the seed's text.
        if let Ok((path, mut review)) = self.review(stem) {
            review.paragraphs = paragraph_keys(&changed.reading?.markdown);
            self.reviews.insert(path, review);
        }
        Ok(self.put(file.path, &text))
    }

    fn put(&mut self, path: RelPath, text: &str) -> RelPath {
        self.files.insert(path.clone(), Arc::from(text.as_bytes()));
        path
    }

    /// A file as it is after what was decided.
    fn now(&self, file: &InputFile) -> InputFile {
        let bytes = self.files.get(&file.path).unwrap_or(&file.bytes);
        InputFile { path: file.path.clone(), bytes: Arc::clone(bytes) }
    }

    fn article(&self, stem: &str) -> Result<InputFile, Diagnostic> {
        let file = self.by_stem.get(stem).and_then(|(article, _)| *article);
        let missing =
            || Diagnostic::error("no-article", format!("there is no article `{}`", stem.escape_debug()));
        file.map(|file| self.now(file)).ok_or_else(missing)
    }

    fn review(&self, stem: &str) -> Result<(RelPath, Review), Diagnostic> {
        let file = self.by_stem.get(stem).and_then(|(_, review)| *review);
        let file = file.ok_or_else(|| {
            Diagnostic::error("no-review", format!("nothing waits for the article `{}`", stem.escape_debug()))
        })?;
        let known = self.reviews.get(&file.path).cloned();
        Ok((file.path.clone(), known.map_or_else(|| read_yaml(file), Ok)?))
    }

    fn changes(self) -> Vec<Change> {
        let lists = [&self.inputs.articles, &self.inputs.topics, &self.inputs.review];
        let old = |path: &RelPath| {
            let at = |files: &Vec<InputFile>| files.binary_search_by(|file| file.path.cmp(path)).ok();
            lists.into_iter().find_map(|files| Some(bytes_key(&files[at(files)?].bytes)))
        };
        let mut texts: Vec<(RelPath, Arc<[u8]>)> = self.files.into_iter().collect();
        let reviews = self.reviews.iter().map(|(path, review)| (path.clone(), write_review(review)));
        let topics = self.topics.map(Topics::review);
        let topics = topics.iter().map(|review| (RelPath::new(TOPICS_REVIEW), write_topics(review)));
        texts.extend(reviews.chain(topics).map(|(path, text)| (path, Arc::from(text.into_bytes()))));
        let changes = texts.into_iter().map(|(path, bytes)| Change { was: old(&path), path, bytes });
        changes.filter(|change| change.was != Some(bytes_key(&change.bytes))).collect()
    }
}

fn has(review: &Review, id: &str) -> bool {
    review.fields.iter().any(|field| field.id == id)
        || review.quotes.iter().any(|quote| quote.id == id)
        || review.events.iter().any(|event| event.id == id)
}

pub(super) fn no_suggestion(id: &str) -> Diagnostic {
    Diagnostic::error("no-suggestion", format!("no suggestion `{}` waits", id.escape_debug()))
        .hint("`dossier review` lists what waits")
}

/// The text of an article with a suggestion, corrected if the person says so.
fn accepted(article: &Article, review: &Review, id: &str, ruling: &Ruling) -> Result<String, Diagnostic> {
    let none: &[(String, String)] = &[];
    let corrections = match ruling {
        Ruling::Edit(corrections) => corrections.as_slice(),
        Ruling::AddTo(_) => {
            return Err(Diagnostic::error("not-a-topic", format!("`{}` is not a topic", id.escape_debug()))
                .hint("only a topic can be a further name of a topic"));
        }
        _ => none,
    };
    if let Some(field) = review.fields.iter().find(|field| field.id == id) {
        known_keys(corrections, &["value", &field.field])?;
        let value = corrections.last().map(|(_, value)| value.as_str());
        return article.with_field(field, value);
    }
    if let Some(quote) = review.quotes.iter().find(|quote| quote.id == id) {
        known_keys(corrections, &["speaker", "text"])?;
        let get = |key, old: &String| correction(corrections, key).unwrap_or_else(|| old.clone());
        let quote = Quote { text: get("text", &quote.text), speaker: get("speaker", &quote.speaker) };
        return article.with_quote(&quote);
    }
    let event = review.events.iter().find(|event| event.id == id).ok_or_else(|| no_suggestion(id))?;
    article.with_event(&corrected_event(event, corrections)?)
}

/// An event as a person wants it, with what came of it if they say so.
fn corrected_event(event: &SuggestedEvent, corrections: &[(String, String)]) -> Result<Event, Diagnostic> {
    known_keys(corrections, &["date", "text", "status", "outcome", "article", "id"])?;
    let date = match correction(corrections, "date") {
        Some(date) => date.parse::<Date>().map_err(|why| bad_value("date", &why.0))?,
        None => event.date,
    };
    let status = match correction(corrections, "status") {
        Some(word) => yaml::value(&word)
            .ok_or_else(|| bad_value("status", "it is planned, happened, changed, cancelled or unknown"))?,
        None => event.status,
    };
    let get = |key| correction(corrections, key).filter(|value| !value.is_empty());
    let text = get("text").unwrap_or_else(|| event.text.clone());
    let outcome = match (get("outcome"), get("article")) {
        (Some(text), article) => Some(Outcome { text, article: article.unwrap_or_default() }),
        (None, Some(_)) => return Err(bad_value("article", "it says which article tells the `outcome`")),
        (None, None) => None,
    };
    Ok(Event { date, text, status, outcome, id: get("id").unwrap_or_default() })
}

/// The last value that a person gave for a key.
pub(super) fn correction(corrections: &[(String, String)], key: &str) -> Option<String> {
    corrections.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.trim().to_owned())
}

pub(super) fn known_keys(corrections: &[(String, String)], keys: &[&str]) -> Result<(), Diagnostic> {
    let Some((wrong, _)) = corrections.iter().find(|(key, _)| !keys.contains(&key.as_str())) else {
        return Ok(());
    };
    let hint = match did_you_mean(wrong, keys.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", keys.join(", ")),
    };
    Err(Diagnostic::error("unknown-key", format!("this suggestion has no `{}`", wrong.escape_debug()))
        .hint(hint))
}

pub(super) fn bad_value(key: &str, why: &str) -> Diagnostic {
    Diagnostic::error("bad-value", format!("this cannot be the {key}: {why}"))
}

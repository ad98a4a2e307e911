//! What the *clean* stage reads in one seed: facts, suggestions, and an account of every cut.
//!
//! All spans count bytes of [`Reading::text`], the plain paragraphs; [`Reading::origin`] leads from there back
//! to the decoded seed, so nothing is ever shown that cannot be traced.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    article::{Image, Status, Translation},
    date::Date,
    topic::Kind,
};

/// The version of the rules; a higher one makes seeds that were read before be read again.
pub const RULES: u32 = 3;

/// Bytes of [`Reading::text`].
pub type Span = Range<usize>;

/// Why something is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Basis {
    /// The rule, in words for a reader: `photo credit`, `pronoun`, `role named in the text`.
    pub rule: String,
    /// The words of the seed that it rests on.
    pub words: String,
}

impl Basis {
    /// For people: `dateline: “MOSCOW, November 24”`
    pub fn in_words(&self) -> String {
        if self.words.is_empty() { self.rule.clone() } else { format!("{}: “{}”", self.rule, self.words) }
    }
}

/// Something that a rule read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// What.
    pub value: T,
    /// Why.
    pub basis: Basis,
    /// A fact when true, otherwise a suggestion.
    pub sure: bool,
}

impl<T> Read<T> {
    /// A fact.
    pub fn fact(value: T, rule: &str, words: &str) -> Self {
        Self { value, basis: Basis { rule: rule.to_owned(), words: words.to_owned() }, sure: true }
    }

    /// A suggestion.
    pub fn suggestion(value: T, rule: &str, words: &str) -> Self {
        Self { sure: false, ..Self::fact(value, rule, words) }
    }
}

/// How words are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// In quotation marks.
    #[default]
    Direct,
    /// "he said that …", without marks.
    Indirect,
    /// A sentence that is partly in marks.
    Mixed,
}

/// A quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRead {
    /// The words, without the marks around them.
    pub span: Span,
    /// Who said them, in the fullest form that the text has; `None` when no rule is sure enough to suggest.
    pub speaker: Option<Read<String>>,
    /// The word that makes it a quote: `said`.
    pub cue: String,
    /// How it is reported.
    pub mode: Mode,
}

/// A date or time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRead {
    /// The words.
    pub span: Span,
    /// What they mean on the article's day; no finer than the words (`mid-December` is the month).
    pub value: Date,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRead {
    /// The clause that it was read from.
    pub span: Span,
    /// When.
    pub date: Date,
    /// The words that give the date, in `text`.
    pub date_span: Span,
    /// What, in a short phrase made of the clause's own words.
    pub text: String,
    /// Planned or happened.
    pub status: Status,
    /// The rule and the words.
    pub basis: Basis,
}

/// One occurrence of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRead {
    /// Where.
    pub span: Span,
    /// Index into [`Reading::topics`].
    pub topic: usize,
}

/// A thing that the seed names: the occurrences that are one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRead {
    /// The fullest name, in the spelling seen first.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Other spellings and short forms that stood in the seed (`Sergei Lavrov`, `Lavrov`).
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Why it is a name, and why of this kind.
    #[serde(default)]
    pub basis: Basis,
}

/// Something that was cut from the seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The text.
    pub text: String,
    /// Why: `credit`, `markup`, `caption`, `title repeated`, ….
    pub reason: String,
}

/// A stretch of [`Reading::text`] that stands in the decoded seed letter for letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in `text`, in bytes.
    pub text_at: usize,
    /// Where it begins in the decoded seed, in bytes.
    pub seed_at: usize,
    /// How long it is, in bytes.
    pub length: usize,
}

/// Everything read of one article in one seed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Which entry of the seed, for seeds that hold several.
    pub part: String,
    /// The headline.
    pub title: Option<Read<String>>,
    /// When it was published.
    pub date: Option<Read<Date>>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The outlet or agency.
    pub source: Option<Read<String>>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was fetched from there.
    pub retrieved: Option<Date>,
    /// BCP 47 tag.
    pub language: Option<Read<String>>,
    /// Whether it is a translation.
    pub translation: Option<Read<Translation>>,
    /// Its picture.
    pub image: Option<Image>,
    /// The plain paragraphs, an empty line between two.
    pub text: String,
    /// The body as Markdown. Rendered and stripped of markup it is `text`.
    pub markdown: String,
    /// Where the stretches of `text` come from; sorted, not overlapping.
    pub origin: Vec<Piece>,
    /// Quotes in the order of the text.
    pub quotes: Vec<QuoteRead>,
    /// Date expressions in the order of the text.
    pub dates: Vec<DateRead>,
    /// Events in the order of the text.
    pub events: Vec<EventRead>,
    /// Things named, in the order of first mention.
    pub topics: Vec<TopicRead>,
    /// Occurrences of their names in `text`.
    pub names: Vec<NameRead>,
    /// What was cut.
    pub removed: Vec<Removed>,
}

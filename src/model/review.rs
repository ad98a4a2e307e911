//! The machine's files in `content/review/`: what waits for a person, and what a person has turned down.

use serde::{Deserialize, Serialize};

use super::{
    article::{SeedRef, Status},
    date::Date,
    reading::TopicRead,
    topic::Kind,
};

/// A quote that waits, with the speaker that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestedQuote {
    /// Stable name of the suggestion, made from what it says.
    pub id: String,
    /// The words, as in front matter.
    pub text: String,
    /// Who said them, if a rule can say.
    #[serde(default)]
    pub speaker: String,
    /// Rule and words.
    #[serde(default)]
    pub basis: String,
}

/// An event that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestedEvent {
    /// Stable name of the suggestion, made from what it says.
    pub id: String,
    /// When.
    pub date: Date,
    /// What.
    pub text: String,
    /// Planned or happened.
    #[serde(default)]
    pub status: Status,
    /// Rule and words.
    #[serde(default)]
    pub basis: String,
}

/// A front-matter field that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestedField {
    /// Stable name of the suggestion, made from what it says.
    pub id: String,
    /// The key.
    pub field: String,
    /// Its value as YAML on one line: `{from: ru, by: machine}`.
    pub value: String,
    /// Rule and words.
    #[serde(default)]
    pub basis: String,
}

/// `content/review/ARTICLE.yaml`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The seed as it was when it was read.
    pub seed: SeedRef,
    /// [`crate::model::reading::RULES`] at that time.
    pub rules: u32,
    /// The paragraphs of the seed's text when the article was read from it or last compared with it, each as a
    /// short hash: what tells the seed's changes from the person's.
    pub paragraphs: Vec<String>,
    /// Fields.
    pub fields: Vec<SuggestedField>,
    /// Quotes.
    pub quotes: Vec<SuggestedQuote>,
    /// Events.
    pub events: Vec<SuggestedEvent>,
    /// Everything that the seed names, evidence for [`TopicsReview`].
    pub names: Vec<TopicRead>,
    /// Ids that a person took over, as they were or changed.
    pub accepted: Vec<String>,
    /// Ids that a person turned down.
    pub rejected: Vec<String>,
}

/// A topic that waits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestedTopic {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// File stems of the articles that name it.
    pub articles: Vec<String>,
    /// Rule and words.
    #[serde(default)]
    pub basis: String,
}

/// `content/review/topics.yaml`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TopicsReview {
    /// Topics that wait, by name.
    pub topics: Vec<SuggestedTopic>,
    /// Names that a person turned down.
    pub rejected: Vec<String>,
}

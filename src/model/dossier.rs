//! The dossier: all articles, topics, sources, quotes and events, linked.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    article::{Card, Matter},
    inputs::RelPath,
    media::Media,
    review::SuggestedField,
    source::{PageMatter, SourceMatter},
    topic::TopicMatter,
    view::Body,
};

/// An article whole: card, front matter, text.
#[derive(Clone, Debug)]
pub struct Article {
    /// What others may know.
    pub card: Arc<Card>,
    /// What the file says beyond the card.
    pub matter: Arc<Matter>,
    /// Fields that wait for a person.
    pub fields: Arc<[SuggestedField]>,
    /// Names to link in the text: start and end in its plain text, topic.
    pub names: Arc<[(u32, u32, u32)]>,
    /// Names of the text that could mean several topics, with the topics.
    pub doubts: Arc<[(String, Vec<u32>)]>,
    /// The text.
    pub body: Body,
    /// The picture, if it is one of the dossier's.
    pub picture: Option<u32>,
    /// The group of copies that it belongs to, in [`Dossier::copies`].
    pub copies: Option<u32>,
    /// Articles on the same matter, closest first.
    pub related: Box<[u32]>,
}

/// A topic with what links to it.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Path of its page below the base path: `topics/sergey-lavrov/`.
    pub url: Arc<str>,
    /// What its file, or the machine, says.
    pub matter: Arc<TopicMatter>,
    /// Why the machine proposes it; empty for a person's file.
    pub basis: String,
    /// No person has confirmed it.
    pub unreviewed: bool,
    /// Its file, for messages; a suggestion has none.
    pub path: Option<RelPath>,
    /// The curator's prose.
    pub body: Body,
    /// Its picture.
    pub picture: Option<u32>,
    /// The topic that it is part of.
    pub whole: Option<u32>,
    /// The topics that are part of it, by name.
    pub parts: Vec<u32>,
    /// Articles that mention it, newest first: index of the article and of the mention on its card.
    pub mentions: Vec<(u32, u32)>,
    /// Topics in the same articles, closest first: index and number of articles.
    pub related: Vec<(u32, u32)>,
    /// Quotes by it, newest first: index of the article and of the quote on its card.
    pub quotes_by: Vec<(u32, u32)>,
    /// Quotes whose words mention it.
    pub quotes_about: Vec<(u32, u32)>,
    /// Events whose words mention it, by date: index of the article and of the event on its card.
    pub events: Vec<(u32, u32)>,
}

/// A source with its articles.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path of its page below the base path: `sources/ria-novosti/`.
    pub url: Arc<str>,
    /// What its file, or the machine, says.
    pub matter: Arc<SourceMatter>,
    /// Its file, for messages; a source that articles name may have none.
    pub path: Option<RelPath>,
    /// The curator's prose.
    pub body: Body,
    /// Its articles, newest first.
    pub articles: Vec<u32>,
}

/// A free-standing page.
#[derive(Clone, Debug)]
pub struct FreePage {
    /// Path below the base path: `about/`.
    pub url: Arc<str>,
    /// What its file says.
    pub matter: Arc<PageMatter>,
    /// Its file, for messages.
    pub path: RelPath,
    /// The text.
    pub body: Body,
}

/// A quote or event: index of the article, and of the entry on its card.
pub type Place = (u32, u32);

/// Quotes or events that several articles give.
#[derive(Clone, Debug, Default)]
pub struct Witnesses {
    /// The groups of two and more, newest article first.
    pub groups: Vec<Vec<Place>>,
    /// The group that a quote or event belongs to.
    pub of: BTreeMap<Place, u32>,
    /// Groups that the curator made. The others are suggestions.
    pub facts: Vec<u32>,
}

/// What is written but not shown, and is when it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Articles, topics, sources and pages with `draft: true`.
    pub drafts: usize,
    /// Articles of a day to come.
    pub future: usize,
}

/// Everything, linked by index.
#[derive(Clone, Debug, Default)]
pub struct Dossier {
    /// Newest first; those without a date last.
    pub articles: Vec<Article>,
    /// By name.
    pub topics: Vec<Topic>,
    /// By name.
    pub sources: Vec<Source>,
    /// In the order of the menu.
    pub pages: Vec<FreePage>,
    /// Articles that carry one text, newest first.
    pub copies: Vec<Vec<u32>>,
    /// Quotes that several articles give.
    pub quotes: Witnesses,
    /// Events that several articles report.
    pub events: Witnesses,
    /// Pictures and documents.
    pub media: Vec<Media>,
    /// What is not part of it, but may be one day.
    pub left_out: LeftOut,
}

impl Dossier {
    /// Whether there are free-standing pages and nothing else: a guide or manual, not news.
    pub fn is_plain(&self) -> bool {
        !self.pages.is_empty()
            && self.articles.is_empty()
            && self.topics.is_empty()
            && self.sources.is_empty()
    }

    /// Whether a page that a person wrote is the front page.
    pub fn has_own_front(&self) -> bool {
        self.pages.iter().any(|page| page.url.is_empty())
    }
}

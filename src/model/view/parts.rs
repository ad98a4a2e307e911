//! What several pages show: links, articles and topics in a list, quotes, events.

use std::{hash::Hash, sync::Arc};

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};

use super::Shared;
use crate::model::excerpt::Excerpt;

/// A link with its text; no `href` when there is nowhere to go.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// The text.
    pub label: Arc<str>,
    /// The address, or nothing.
    pub href: Option<Arc<str>>,
    /// The language of the text when it is not that of the site, otherwise empty.
    pub foreign: Arc<str>,
}

/// A picture of a page, for those who link to it from elsewhere.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CardImage {
    /// Its absolute address.
    pub src: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What it shows; may be empty.
    pub alt: String,
}

/// A feed, for `<link rel="alternate">`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FeedLink {
    /// Its title.
    pub title: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its address.
    pub href: String,
}

/// A way to cite an article.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CiteView {
    /// `APA`, `Chicago`, `ISO 690` or `BibTeX`.
    pub style: &'static str,
    /// The words; for BibTeX several lines.
    pub text: String,
}

/// A link that many articles show: that to their source.
pub type SharedLink = Arc<Shared<Link>>;

/// An article in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticleRef {
    /// The headline.
    pub title: Excerpt,
    /// Its page.
    pub href: Arc<str>,
    /// EDTF, or nothing.
    pub date: Option<Arc<str>>,
    /// The date in words of the site's language; empty when there is none. Lists show the same dates over and
    /// over, so it is made once.
    pub date_words: Arc<str>,
    /// The same, shorter.
    pub date_short: Arc<str>,
    /// The date for `<time datetime>`; empty when that has no way to write it.
    pub date_machine: Arc<str>,
    /// The outlet and its page; nothing when unknown.
    pub source: Option<SharedLink>,
    /// BCP 47 tag.
    pub language: Arc<str>,
    /// The same when it is not the site's language, for `lang`; otherwise empty.
    pub foreign: Arc<str>,
    /// The text is a translation.
    pub translated: bool,
    /// One or two sentences; may be empty.
    pub summary: Excerpt,
    /// Reading time, rounded up.
    pub minutes: u32,
    /// The same in words: `3 min read`.
    pub reading_time: Arc<str>,
}

/// A topic in a list. The same topic with the same number stands in many.
pub type TopicRef = Arc<Shared<TopicPart>>;

/// What lists show of a topic.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopicPart {
    /// The name.
    pub name: Arc<str>,
    /// Its page.
    pub href: Arc<str>,
    /// `person`, `place`, `organisation`, `event` or `subject`.
    pub kind: &'static str,
    /// One sentence; may be empty.
    pub summary: Arc<str>,
    /// Articles that mention it; in "appears with", articles that mention both.
    pub count: usize,
    /// No person has confirmed it.
    pub unreviewed: bool,
}

/// A name that could mean several topics.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Doubt {
    /// The name as the text has it.
    pub name: String,
    /// What it could mean.
    pub topics: Vec<TopicRef>,
}

/// A quote.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct QuoteView {
    /// The words, verbatim.
    pub text: Arc<str>,
    /// Who said them, with a page if there is one; nothing when unknown.
    pub speaker: Option<Link>,
    /// The kind of the speaker's topic: `person`, `organisation`, …; empty when the speaker has no page.
    pub speaker_kind: &'static str,
    /// Why that speaker; empty when a person said so.
    pub basis: Arc<str>,
    /// No person has confirmed it.
    pub unreviewed: bool,
    /// Where it stands.
    pub article: Arc<Shared<ArticleRef>>,
    /// Other articles that give these words of this speaker.
    pub witnesses: Vec<Witness>,
}

/// Another article that gives a quote or reports an event.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Witness {
    /// The article.
    pub article: Arc<Shared<ArticleRef>>,
    /// Its words, when they differ; otherwise empty.
    pub text: Arc<str>,
    /// The same words in pieces, those that differ apart.
    pub pieces: Vec<Piece>,
    /// What it says has become of an event, when that differs; otherwise empty.
    pub status: &'static str,
}

/// A few words of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Piece {
    /// The words, with what stands between them.
    pub text: String,
    /// Other words stand in their place in the text that they are shown beside.
    pub differs: bool,
}

/// What came of a planned event.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct OutcomeView {
    /// What happened.
    pub text: String,
    /// The article that says so.
    pub article: Option<Link>,
}

/// An event.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EventView {
    /// EDTF.
    pub date: String,
    /// What.
    pub text: String,
    /// `planned`, `happened`, `changed`, `cancelled` or `unknown`.
    pub status: &'static str,
    /// What came of it.
    pub outcome: Option<OutcomeView>,
    /// The words that it rests on; empty when a person said so.
    pub basis: Arc<str>,
    /// No person has confirmed it.
    pub unreviewed: bool,
    /// The article that reports it.
    pub article: Arc<Shared<ArticleRef>>,
    /// Other articles that report it.
    pub witnesses: Vec<Witness>,
    /// That they report the same event is a suggestion: they give one date and nearly the same words.
    pub joined_by_likeness: bool,
}

/// A mention with the sentence around it. Templates see the sentence in three parts: `before`, `name`, `after`.
#[derive(Clone, Debug, Hash)]
pub struct MentionView {
    /// The article.
    pub article: Arc<Shared<ArticleRef>>,
    /// The sentence around the first mention.
    pub sentence: Excerpt,
    /// Where the name stands in it, in bytes.
    pub at: (u32, u32),
    /// How often the article mentions the topic.
    pub count: u32,
}

impl Serialize for MentionView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (before, rest) = cut(&self.sentence, self.at.0);
        let (name, after) = cut(rest, self.at.1.saturating_sub(self.at.0));
        let mut parts = serializer.serialize_struct("MentionView", 5)?;
        parts.serialize_field("article", &self.article)?;
        parts.serialize_field("before", before)?;
        parts.serialize_field("name", name)?;
        parts.serialize_field("after", after)?;
        parts.serialize_field("count", &self.count)?;
        parts.end()
    }
}

fn cut(text: &str, at: u32) -> (&str, &str) {
    usize::try_from(at).ok().and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// Things of one year (or of none, when `label` is empty).
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Group<T> {
    /// `2017`, a letter, ….
    pub label: String,
    /// What belongs to it.
    pub items: Vec<T>,
}

/// A long list's place among its pages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub number: usize,
    /// All pages.
    pub count: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Every page.
    pub pages: Vec<Link>,
}

/// How much was written in each month or year: a chart, and its numbers.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Activity {
    /// All bars, for the `d` of an SVG path.
    pub path: String,
    /// Width of the drawing.
    pub width: usize,
    /// Its height, that of the highest bar.
    pub height: usize,
    /// A bar is a year, not a month.
    pub by_year: bool,
    /// The most articles in one bar.
    pub highest: usize,
    /// EDTF of the first bar of that height.
    pub peak: String,
    /// The bars that are not empty, in order.
    pub bars: Vec<Bar>,
}

/// A month or year of a chart.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Bar {
    /// EDTF.
    pub date: String,
    /// Articles.
    pub count: usize,
}

/// Totals.
#[derive(Clone, Copy, Debug, Default, Hash, Serialize, Deserialize)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Topics.
    pub topics: usize,
    /// Quotes.
    pub quotes: usize,
    /// Events.
    pub events: usize,
    /// Sources.
    pub sources: usize,
}

/// The quotes of one speaker, on one topic, or of one year.
#[expect(clippy::struct_field_names, reason = "templates know it by this name")]
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Speaker {
    /// Who, what or when; nothing when unknown.
    pub speaker: Option<Link>,
    /// What they said, newest first.
    pub quotes: Vec<QuoteView>,
    /// How many more there are on the topic's own page.
    pub more: usize,
}

/// A source in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SourceRef {
    /// The name.
    pub name: Arc<str>,
    /// Its page.
    pub href: Arc<str>,
    /// `agency`, `newspaper`, …; may be empty.
    pub kind: String,
    /// Where it is based; may be empty.
    pub country: String,
    /// Its articles.
    pub count: usize,
}

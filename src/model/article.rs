//! An article: what its front matter says, and the card that other pages may see.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{date::Date, excerpt::Excerpt, grade::Grade};

/// How far an article may be shown, a question of rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Publish {
    /// The whole text.
    #[default]
    Full,
    /// The first sentences.
    Excerpt,
    /// Title, date, source and link only.
    Metadata,
}

/// From which language, and by whom, the text was translated.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// BCP 47 tag of the original's language.
    pub from: String,
    /// `machine`, or a person's name.
    #[serde(default)]
    pub by: String,
}

/// A picture that the seed named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Image {
    /// The address in the seed, kept as a record and never loaded from there.
    pub src: String,
    /// The text alternative.
    pub alt: String,
    /// The words below the picture.
    pub caption: String,
    /// Who is to be credited: an agency or an outlet.
    pub credit: String,
    /// The photographer, who is never the article's author.
    pub creator: String,
}

/// Words that the article puts in somebody's mouth.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The words, verbatim in the body; a long quote may be given as `first words … last words`.
    pub text: String,
    /// Who said them: a topic's name or alias, or any name.
    #[serde(default)]
    pub speaker: String,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was announced.
    Planned,
    /// It took place.
    Happened,
    /// It took place otherwise than announced.
    Changed,
    /// It did not take place.
    Cancelled,
    /// Nobody has looked yet.
    #[default]
    Unknown,
}

impl Status {
    /// The word in front matter and in templates.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Happened => "happened",
            Self::Changed => "changed",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }
}

/// What came of a planned event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outcome {
    /// What happened, in a sentence.
    pub text: String,
    /// The article that says so, by file stem or title.
    pub article: String,
}

/// A dated happening that the article reports or announces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When.
    pub date: Date,
    /// What.
    pub text: String,
    /// What became of it.
    #[serde(default)]
    pub status: Status,
    /// What came of a plan.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The same id in several articles makes them witnesses of one event.
    #[serde(default)]
    pub id: String,
}

/// The seed that an article was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedRef {
    /// Its path below the root.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Which entry, when the seed holds several articles.
    #[serde(default)]
    pub part: String,
}

/// A copy in a web archive.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archived {
    /// Where the copy is.
    pub url: String,
    /// When it was made.
    #[serde(default)]
    pub date: Option<Date>,
}

/// A correction that readers are told about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// When it was made.
    pub date: Date,
    /// What the page said.
    #[serde(default)]
    pub was: String,
    /// What it says now.
    #[serde(default)]
    pub now: String,
    /// Why.
    #[serde(default)]
    pub why: String,
}

/// The front matter of `content/articles/*.md`, key by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrontMatter {
    /// The headline.
    pub title: String,
    /// When it was published.
    pub date: Option<Date>,
    /// What the date rests on: metadata, dateline, photo credit, file name, curator, ….
    pub date_basis: String,
    /// The outlet or agency.
    pub source: String,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// Where it was published.
    pub url: String,
    /// BCP 47 tag of the text's language.
    pub language: String,
    /// Set when the text is a translation.
    pub translation: Option<Translation>,
    /// The picture.
    pub image: Option<Image>,
    /// What it is about: names of topics, an editor's choice.
    pub topics: Vec<String>,
    /// Quotes with their speakers.
    pub quotes: Vec<Quote>,
    /// Events.
    pub events: Vec<Event>,
    /// One or two sentences for lists; the first paragraph serves when it is empty.
    pub summary: String,
    /// Corrections, oldest first.
    pub correction: Vec<Correction>,
    /// How much of it is shown; when nothing is said, what its source says.
    pub publish: Option<Publish>,
    /// Admiralty code, a person's judgement.
    pub grade: Grade,
    /// Copies in web archives.
    pub archived: Vec<Archived>,
    /// When the seed was saved.
    pub retrieved: Option<Date>,
    /// File stem of the article that this one repeats.
    pub duplicate_of: String,
    /// The last part of the URL; the file's name serves when it is empty.
    pub slug: String,
    /// Old URLs that lead here.
    pub aliases: Vec<String>,
    /// Stands before all others on the front page and in the list of articles.
    pub pinned: bool,
    /// The place among pinned articles, the lowest first; without it the newest comes first.
    pub order: Option<i32>,
    /// Not built unless drafts are asked for.
    pub draft: bool,
    /// What it was read from.
    pub seed: Option<SeedRef>,
}

/// What the front matter of an article says beyond its card. A dossier holds one for each article, and few say much, so
/// what a file does not say takes little room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Matter {
    /// See [`FrontMatter::date_basis`].
    pub date_basis: Box<str>,
    /// See [`FrontMatter::byline`].
    pub byline: Box<[String]>,
    /// See [`FrontMatter::url`].
    pub url: Box<str>,
    /// See [`FrontMatter::translation`].
    pub translation: Option<Box<Translation>>,
    /// See [`FrontMatter::image`]; nothing when it is withheld.
    pub image: Option<Box<Image>>,
    /// See [`FrontMatter::topics`].
    pub topics: Box<[Box<str>]>,
    /// See [`FrontMatter::correction`].
    pub correction: Box<[Correction]>,
    /// How much of it is shown, whoever says so.
    pub publish: Publish,
    /// See [`FrontMatter::grade`]; nothing when nobody has judged.
    pub grade: Option<Box<Grade>>,
    /// See [`FrontMatter::archived`].
    pub archived: Box<[Archived]>,
    /// See [`FrontMatter::retrieved`].
    pub retrieved: Option<Date>,
    /// See [`FrontMatter::duplicate_of`].
    pub duplicate_of: Box<str>,
    /// See [`FrontMatter::aliases`].
    pub aliases: Box<[String]>,
    /// See [`FrontMatter::pinned`].
    pub pinned: bool,
    /// See [`FrontMatter::order`].
    pub order: Option<i32>,
    /// See [`FrontMatter::draft`].
    pub draft: bool,
    /// See [`FrontMatter::seed`].
    pub seed: Option<Box<SeedRef>>,
}

/// One mention of a topic, as other pages see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// The index of the topic in the name table that the body was matched against.
    pub topic: u32,
    /// How often the article mentions it.
    pub count: u32,
    /// The sentence around the first mention.
    pub sentence: Excerpt,
    /// Where in `sentence` the name stands, in bytes.
    pub at: (u32, u32),
}

/// A quote as other pages see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CardQuote {
    /// The whole words, taken from the body.
    pub text: Arc<str>,
    /// The speaker as named.
    pub speaker: Arc<str>,
    /// Why the speaker is believed to be that one, when no person has confirmed it.
    pub basis: Arc<str>,
    /// Whether the whole entry still waits for a person.
    pub unreviewed: bool,
    /// The speaker's topic in the name table, if it has one.
    pub speaker_topic: Option<u32>,
    /// Topics that the words mention.
    pub topics: Vec<u32>,
}

/// An event as other pages see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CardEvent {
    /// What, when, what became of it.
    pub event: Event,
    /// The words it rests on, when no person has confirmed it.
    pub basis: Arc<str>,
    /// Whether it still waits for a person.
    pub unreviewed: bool,
    /// Topics that the words mention.
    pub topics: Vec<u32>,
}

/// All that other pages may know of an article. It has no body: so an edit to a body cannot change another
/// page, by type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Card {
    /// File stem of the article.
    pub stem: Arc<str>,
    /// Path of its page below the base path: `articles/2017-11-24-…/`.
    pub url: Arc<str>,
    /// The headline, or the best that can be shown in its place.
    pub title: Excerpt,
    /// When it was published.
    pub date: Option<Date>,
    /// The outlet as named.
    pub source: Arc<str>,
    /// BCP 47 tag of its language; the site's when unknown.
    pub language: Arc<str>,
    /// Whether it is a translation, and by whom.
    pub translated_by: Arc<str>,
    /// One or two sentences.
    pub summary: Excerpt,
    /// Topics that its text mentions, in the order of first mention.
    pub mentions: Box<[Mention]>,
    /// Quotes.
    pub quotes: Box<[CardQuote]>,
    /// Events.
    pub events: Box<[CardEvent]>,
    /// Words of the body, for reading time.
    pub words: u32,
}

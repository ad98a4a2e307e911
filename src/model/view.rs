//! Views: everything that one template sees, and so everything that one page depends on.
//!
//! A page is made anew when the hash of its view changes, and for no other reason (but a changed theme). So a
//! view holds what its template shows and nothing more. Addresses (`href`) are ready for an attribute: absolute
//! paths with the base path in front. Dates are EDTF; the filter `date` prints them for people.

use std::{hash::Hash, sync::Arc};

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{
    article::{Correction, Image, Publish, Translation},
    topic::{ContestedName, Coordinates, Role},
};

/// Markdown with the places where topics are linked; hashed by its key alone. It shares the bytes of the file
/// that it was read from.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The whole file.
    pub file: Arc<[u8]>,
    /// Where the text begins in it.
    pub start: usize,
    /// Links to put in, sorted.
    pub links: Vec<BodyLink>,
    /// Hash of text, links and targets.
    pub key: u128,
}

impl Body {
    /// The text. Empty when the file is not UTF-8, which `gather` has reported.
    pub fn markdown(&self) -> &str {
        self.file.get(self.start..).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }
}

/// A topic's name in a body that becomes a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BodyLink {
    /// Where the name begins, in bytes of the body's plain text (`stages::plain`).
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Where it leads.
    pub href: Arc<str>,
}

impl Hash for Body {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// A link with its text; no `href` when there is nowhere to go.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// The text.
    pub label: Arc<str>,
    /// The address, or nothing.
    pub href: Option<Arc<str>>,
}

/// What every page knows of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// `title` of `dossier.yaml`.
    pub title: String,
    /// `description` of `dossier.yaml`.
    pub description: String,
    /// BCP 47 tag of the interface.
    pub language: String,
    /// Who publishes.
    pub publisher: String,
    /// Absolute address of the home page.
    pub base_url: String,
    /// Its path.
    pub base_path: String,
    /// The menu.
    pub nav: Vec<Link>,
    /// Free-standing pages, for the foot of the page.
    pub pages: Vec<Link>,
    /// Address of the Atom feed.
    pub feed: String,
    /// `Dossier 0.1.0`
    pub generator: String,
}

/// What every page knows of itself.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct PageMeta {
    /// Its address.
    pub href: String,
    /// Its absolute address.
    pub canonical: String,
    /// For the title bar, without the site's name; empty on the home page.
    pub title: String,
    /// For search engines and previews; may be empty.
    pub description: String,
    /// `home`, `article`, `topic`, ….
    pub kind: &'static str,
    /// The way from the home page to here, without both ends.
    pub breadcrumbs: Vec<Link>,
    /// JSON-LD, ready for a `<script type="application/ld+json">`; may be empty.
    pub json_ld: String,
    /// The page should not be found by search engines (404).
    pub hidden: bool,
}

/// An article in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticleRef {
    /// The headline.
    pub title: Arc<str>,
    /// Its page.
    pub href: Arc<str>,
    /// EDTF, or nothing.
    pub date: Option<String>,
    /// The outlet and its page; nothing when unknown.
    pub source: Option<Link>,
    /// BCP 47 tag.
    pub language: Arc<str>,
    /// The text is a translation.
    pub translated: bool,
    /// One or two sentences; may be empty.
    pub summary: Arc<str>,
    /// Reading time, rounded up.
    pub minutes: u32,
}

/// A topic in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopicRef {
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

/// A quote.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct QuoteView {
    /// The words, verbatim.
    pub text: Arc<str>,
    /// Who said them, with a page if there is one; nothing when unknown.
    pub speaker: Option<Link>,
    /// Why that speaker; empty when a person said so.
    pub basis: Arc<str>,
    /// No person has confirmed it.
    pub unreviewed: bool,
    /// Where it stands.
    pub article: Arc<ArticleRef>,
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
    pub article: Arc<ArticleRef>,
}

/// A mention with the sentence around it. Templates see the sentence in three parts: `before`, `name`, `after`.
#[derive(Clone, Debug, Hash)]
pub struct MentionView {
    /// The article.
    pub article: Arc<ArticleRef>,
    /// The sentence around the first mention.
    pub sentence: Arc<str>,
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

/// The front page: `home.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// The newest article.
    pub lead: Option<Arc<ArticleRef>>,
    /// The next newest.
    pub latest: Vec<Arc<ArticleRef>>,
    /// Most mentioned topics of each kind, `label` is the kind.
    pub topics: Vec<Group<TopicRef>>,
    /// Planned events from today on, soonest first; without any, the last ones.
    pub planned: Vec<EventView>,
    /// Whether `planned` lies ahead.
    pub planned_ahead: bool,
    /// Newest quotes.
    pub quotes: Vec<QuoteView>,
    /// How many articles, topics, quotes, events and sources there are.
    pub counts: Counts,
}

/// Totals.
#[derive(Clone, Copy, Debug, Default, Hash, Serialize)]
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

/// An article: `article.html`. The rendered body is `body`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticleView {
    /// Headline, date, source, ….
    pub article: Arc<ArticleRef>,
    /// What the date rests on.
    pub date_basis: String,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// Where it was published.
    pub url: String,
    /// Set when it is a translation.
    pub translation: Option<Translation>,
    /// Fields that no person has confirmed: `label` is the field, `items` value and basis.
    pub unreviewed_fields: Vec<Group<String>>,
    /// The picture, which is never loaded from its address.
    pub image: Option<Image>,
    /// What it is about, an editor's choice.
    pub topics: Vec<TopicRef>,
    /// What it mentions, most often first.
    pub mentions: Vec<TopicRef>,
    /// Its quotes.
    pub quotes: Vec<QuoteView>,
    /// Its events.
    pub events: Vec<EventView>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// How much of it is shown.
    pub publish: Publish,
    /// Admiralty code.
    pub grade: String,
    /// Copies in web archives: `label` is the date.
    pub archived: Vec<Link>,
    /// The seed's path, empty when written by hand.
    pub seed: String,
    /// SHA-256 of the seed.
    pub seed_sha256: String,
    /// The article before it in time.
    pub previous: Option<Link>,
    /// The article after it in time.
    pub next: Option<Link>,
    /// The text.
    #[serde(skip)]
    pub body: Body,
}

/// A topic: `topic.html`. The curator's prose, rendered, is `body`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopicView {
    /// Name, kind, count.
    pub topic: TopicRef,
    /// Other names.
    pub aliases: Vec<String>,
    /// Disputed names.
    pub contested_names: Vec<ContestedName>,
    /// Offices.
    pub roles: Vec<Role>,
    /// The same thing elsewhere.
    pub same_as: Vec<String>,
    /// What it belongs to.
    pub part_of: Option<Link>,
    /// Where it is.
    pub coordinates: Option<Coordinates>,
    /// Why it is believed to be a topic; empty when a person said so.
    pub basis: String,
    /// Articles with the sentence around the mention, by year, newest first.
    pub mentions: Vec<Group<MentionView>>,
    /// Quotes by them.
    pub quotes_by: Vec<QuoteView>,
    /// Quotes that mention them.
    pub quotes_about: Vec<QuoteView>,
    /// Events that mention them.
    pub events: Vec<EventView>,
    /// Topics that they appear with, closest first.
    pub related: Vec<TopicRef>,
    /// Sources that write about them, most articles first.
    pub sources: Vec<Group<Link>>,
    /// EDTF of the first mention.
    pub first: Option<String>,
    /// EDTF of the last mention.
    pub last: Option<String>,
    /// Place among the pages of this topic; nothing when there is one.
    pub pager: Option<Pager>,
    /// The prose.
    #[serde(skip)]
    pub body: Body,
}

/// All articles: `articles.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticlesView {
    /// By year, newest first.
    pub years: Vec<Group<Arc<ArticleRef>>>,
    /// How many there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// All topics, or all of a kind: `topics.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopicsView {
    /// The kind, or empty for A–Z.
    pub kind: &'static str,
    /// By first letter.
    pub letters: Vec<Group<TopicRef>>,
    /// How many there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// All events: `timeline.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TimelineView {
    /// By year, newest first.
    pub years: Vec<Group<EventView>>,
    /// How many there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// All quotes: `quotes.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct QuotesView {
    /// By speaker, most quoted first; the group without a label has no known speaker.
    pub speakers: Vec<Speaker>,
    /// How many quotes there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// One speaker's quotes.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Speaker {
    /// Who; nothing when unknown.
    pub speaker: Option<Link>,
    /// What they said, newest first.
    pub quotes: Vec<QuoteView>,
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
    /// No person has written a file for it.
    pub unreviewed: bool,
}

/// All sources: `sources.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SourcesView {
    /// Most articles first.
    pub sources: Vec<SourceRef>,
    /// Articles in the dossier.
    pub articles: usize,
}

/// A source: `source.html`. The curator's prose, rendered, is `body`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SourceView {
    /// Name, kind, country, count.
    pub source: SourceRef,
    /// Who owns it.
    pub owner: String,
    /// Its site.
    pub url: String,
    /// BCP 47 tag.
    pub language: String,
    /// Admiralty code.
    pub grade: String,
    /// By year, newest first.
    pub years: Vec<Group<Arc<ArticleRef>>>,
    /// What it writes about, most often first.
    pub topics: Vec<TopicRef>,
    /// Place among the pages.
    pub pager: Option<Pager>,
    /// The prose.
    #[serde(skip)]
    pub body: Body,
}

/// A free-standing page: `page.html`. The text, rendered, is `body`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// One sentence; may be empty.
    pub summary: String,
    /// The text.
    #[serde(skip)]
    pub body: Body,
}

/// What one page shows.
#[derive(Clone, Debug, Hash)]
pub enum View {
    /// `home.html`
    Home(HomeView),
    /// `article.html`
    Article(Box<ArticleView>),
    /// `topic.html`
    Topic(Box<TopicView>),
    /// `articles.html`
    Articles(ArticlesView),
    /// `topics.html`
    Topics(TopicsView),
    /// `timeline.html`
    Timeline(TimelineView),
    /// `quotes.html`
    Quotes(QuotesView),
    /// `sources.html`
    Sources(SourcesView),
    /// `source.html`
    Source(Box<SourceView>),
    /// `page.html`
    Page(PageView),
    /// `404.html`
    NotFound,
}

impl View {
    /// The template that renders it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Article(_) => "article.html",
            Self::Topic(_) => "topic.html",
            Self::Articles(_) => "articles.html",
            Self::Topics(_) => "topics.html",
            Self::Timeline(_) => "timeline.html",
            Self::Quotes(_) => "quotes.html",
            Self::Sources(_) => "sources.html",
            Self::Source(_) => "source.html",
            Self::Page(_) => "page.html",
            Self::NotFound => "404.html",
        }
    }
}

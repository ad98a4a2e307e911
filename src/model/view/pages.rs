//! What each kind of page shows: the fields are what its template sees at the top level.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Activity, ArticleRef, Body, CiteView, Counts, Doubt, EventView, Group, Later, Link, MentionView, Pager,
    PictureView, QuoteView, Shared, SourceRef, Speaker, TopicRef,
};
use crate::model::{
    article::{Correction, Image, Publish, Translation},
    topic::{ContestedName, Coordinates, Role},
};

/// The front page: `home.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// The article that the settings name, or the first that is pinned, or the newest.
    pub lead: Option<Arc<Shared<ArticleRef>>>,
    /// Those that are pinned, then the next newest.
    pub latest: Vec<Arc<Shared<ArticleRef>>>,
    /// Most mentioned topics of each kind, `label` is the kind.
    pub topics: Vec<Group<TopicRef>>,
    /// Planned events from today on, soonest first; without any, the last that were planned, with what came of them.
    pub planned: Vec<EventView>,
    /// Whether `planned` lies ahead.
    pub planned_ahead: bool,
    /// Newest quotes.
    pub quotes: Vec<QuoteView>,
    /// How many articles, topics, quotes, events and sources there are.
    pub counts: Counts,
}

/// An article: `article.html`. The rendered body is `body`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticleView {
    /// Headline, date, source, ….
    pub article: Arc<Shared<ArticleRef>>,
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
    /// What is known of the picture. It is never loaded from `src`.
    pub image: Option<Image>,
    /// The picture, when it is in `content/media/`.
    pub picture: Option<PictureView>,
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
    /// Other articles that carry this text, oldest first.
    pub copies: Vec<Arc<Shared<ArticleRef>>>,
    /// How many outlets besides its own carry it.
    pub outlets: usize,
    /// How many of its copies are not in `copies`.
    pub more_copies: usize,
    /// Articles on the same matter, closest first.
    pub related: Vec<Arc<Shared<ArticleRef>>>,
    /// The article that this one repeats, because the curator says so.
    pub duplicate_of: Option<Link>,
    /// How much of it is shown.
    pub publish: Publish,
    /// Admiralty code.
    pub grade: String,
    /// Who gave it; may be empty.
    pub grade_by: String,
    /// EDTF of when, or nothing.
    pub grade_date: Option<String>,
    /// Copies in web archives: `label` is the date.
    pub archived: Vec<Link>,
    /// The seed's path, empty when written by hand.
    pub seed: String,
    /// SHA-256 of the seed.
    pub seed_sha256: String,
    /// How to cite it, style by style; BibTeX last.
    pub cite: Later<Vec<CiteView>>,
    /// Names in it that could mean several topics, for a person to decide.
    pub doubts: Vec<Doubt>,
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
    /// Other names, in its own script.
    pub aliases: Vec<String>,
    /// Disputed names.
    pub contested_names: Vec<ContestedName>,
    /// Offices.
    pub roles: Vec<Role>,
    /// The same thing elsewhere.
    pub same_as: Vec<String>,
    /// Names in other scripts than its own, by script.
    pub scripts: Vec<Group<String>>,
    /// What it belongs to.
    pub part_of: Option<Link>,
    /// What belongs to it.
    pub parts: Vec<TopicRef>,
    /// Articles that mention a part of it, or a part of a part, and not the topic itself.
    pub in_parts: usize,
    /// The newest of them.
    pub from_parts: Vec<Arc<Shared<ArticleRef>>>,
    /// How much was written about it, month by month.
    pub activity: Option<Activity>,
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
    /// The closest of them as a drawing; nothing when there are too few.
    pub neighbours: Option<Neighbourhood>,
    /// Sources that write about them, most articles first.
    pub sources: Vec<Group<Link>>,
    /// EDTF of the first mention.
    pub first: Option<String>,
    /// EDTF of the last mention.
    pub last: Option<String>,
    /// Place among the pages of this topic; nothing when there is one.
    pub pager: Option<Pager>,
    /// Its picture.
    pub picture: Option<PictureView>,
    /// The prose.
    #[serde(skip)]
    pub body: Body,
}

/// All articles: `articles.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticlesView {
    /// Those that are pinned, on the first page.
    pub pinned: Vec<Arc<Shared<ArticleRef>>>,
    /// By year, newest first.
    pub years: Vec<Group<Arc<Shared<ArticleRef>>>>,
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
    /// The topics that most of them are about, each with the number of its events. Its own page has them under `#events`.
    pub topics: Vec<TopicRef>,
    /// How many there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// All quotes: `quotes.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct QuotesView {
    /// `speaker`, `topic` or `date`: what the quotes are grouped by.
    pub by: &'static str,
    /// Groups: by speaker, most quoted first, the one without a label has no known speaker; by the topic that the words
    /// mention, the one that is spoken of most first; or by year, newest first.
    pub speakers: Vec<Speaker>,
    /// How many quotes there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// The topics and their ties: `graph.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GraphView {
    /// Width of the drawing.
    pub width: u16,
    /// Its height.
    pub height: u16,
    /// The topics that are drawn, most often named first.
    pub nodes: Vec<GraphNode>,
    /// The lines between them.
    pub ties: Vec<GraphTie>,
    /// The same as a list.
    pub entries: Vec<GraphEntry>,
    /// How many topics there are in all.
    pub total: usize,
}

/// A topic of the drawing.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GraphNode {
    /// The topic.
    pub topic: TopicRef,
    /// Its middle, from the left.
    pub x: i32,
    /// Its middle, from above.
    pub y: i32,
    /// The radius of its disc.
    pub size: usize,
}

/// A line of the drawing.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GraphTie {
    /// Where it begins, from the left.
    pub x1: i32,
    /// Where it begins, from above.
    pub y1: i32,
    /// Where it ends, from the left.
    pub x2: i32,
    /// Where it ends, from above.
    pub y2: i32,
    /// How thick it is.
    pub width: u8,
}

/// A topic of the drawing, and those that it is tied to.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GraphEntry {
    /// The topic.
    pub topic: TopicRef,
    /// The others, those that share most articles first; their count is that of the articles with both.
    pub tied: Vec<TopicRef>,
}

/// The dossier on one page: `print.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintView {
    /// The newest articles.
    pub articles: Vec<Arc<Shared<ArticleRef>>>,
    /// How many there are in all.
    pub total: usize,
    /// Events by date, each once.
    pub events: Vec<EventView>,
    /// The articles as a list of sources has them.
    pub sources: Vec<String>,
}

/// Search: `search.html`. The theme's script asks the index; without it the page leads to the lists.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// Address of the folder with the index.
    pub data: String,
    /// How many articles there are.
    pub articles: usize,
}

/// A topic and those around it, as a drawing. `related` says the same as a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Neighbourhood {
    /// Width of the drawing.
    pub width: u16,
    /// Its height.
    pub height: u16,
    /// Where the topic itself stands, from the left.
    pub x: i32,
    /// Where the topic itself stands, from above.
    pub y: i32,
    /// The topics around it, closest first.
    pub nodes: Vec<GraphNode>,
    /// Lines from the topic to them.
    pub ties: Vec<GraphTie>,
    /// Paths between those of them that appear with each other.
    pub arcs: Vec<String>,
}

/// All corrections: `corrections.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CorrectionsView {
    /// Newest first.
    pub corrections: Vec<CorrectionView>,
    /// How many there are in all.
    pub total: usize,
    /// Place among the pages.
    pub pager: Option<Pager>,
}

/// A correction, and what it corrects.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CorrectionView {
    /// What was wrong.
    pub correction: Correction,
    /// Where.
    pub article: Arc<Shared<ArticleRef>>,
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
    /// Who gave it; may be empty.
    pub grade_by: String,
    /// EDTF of when, or nothing.
    pub grade_date: Option<String>,
    /// How much of the dossier it wrote, in hundredths of all articles, rounded.
    pub share: usize,
    /// By year, newest first.
    pub years: Vec<Group<Arc<Shared<ArticleRef>>>>,
    /// What it writes about, most often first.
    pub topics: Vec<TopicRef>,
    /// Place among the pages.
    pub pager: Option<Pager>,
    /// The prose.
    #[serde(skip)]
    pub body: Body,
}

/// A free-standing page: `page.html`. The text, rendered, is `body`.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct PageView {
    /// One sentence; may be empty.
    pub summary: String,
    /// The section of the menu that it stands in; may be empty.
    pub section: String,
    /// The page before it in the menu.
    pub previous: Option<Link>,
    /// The page after it in the menu.
    pub next: Option<Link>,
    /// The text.
    #[serde(skip)]
    pub body: Body,
}

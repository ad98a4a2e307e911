//! Views: everything that one template sees, and so everything that one page depends on.
//!
//! A page is made anew when the hash of its view changes, and for no other reason (but a changed theme). So a
//! view holds what its template shows and nothing more. Addresses (`href`) are ready for an attribute: absolute
//! paths with the base path in front. Dates are EDTF; the filter `date` prints them for people.

mod body;
mod pages;
mod parts;
mod shared;

use serde::{Serialize, Serializer, ser::SerializeMap};

pub use self::{
    body::*,
    pages::*,
    parts::*,
    shared::{Later, Shared, Shelf},
};

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
    /// Free-standing pages by section, when they have any; `label` is the section, empty for the pages without one.
    pub menu: Vec<Group<Link>>,
    /// Address of the Atom feed; empty when there is nothing to follow.
    pub feed: String,
    /// Feeds of the site: Atom, RSS, JSON.
    pub feeds: Vec<FeedLink>,
    /// Address of the search page; empty when there is none.
    pub search: String,
    /// Address of the folder with what can be taken away.
    pub exports: String,
    /// Pages are written without blank lines and indentation.
    pub minify: bool,
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
    /// Feeds of this page, besides those of the site.
    pub feeds: Vec<FeedLink>,
    /// The picture that other sites may show beside a link to the page.
    pub image: Option<CardImage>,
    /// JSON-LD, ready for a `<script type="application/ld+json">`; may be empty. It is made of the view when the page
    /// is rendered.
    pub json_ld: String,
    /// The page should not be found by search engines (404).
    pub hidden: bool,
}

/// What one page shows; serialised, the fields that its template sees.
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
    /// `graph.html`
    Graph(GraphView),
    /// `search.html`
    Search(SearchView),
    /// `print.html`
    Print(PrintView),
    /// `corrections.html`
    Corrections(CorrectionsView),
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
            Self::Graph(_) => "graph.html",
            Self::Search(_) => "search.html",
            Self::Print(_) => "print.html",
            Self::Corrections(_) => "corrections.html",
            Self::Sources(_) => "sources.html",
            Self::Source(_) => "source.html",
            Self::Page(_) => "page.html",
            Self::NotFound => "404.html",
        }
    }
}

impl Serialize for View {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Home(view) => view.serialize(serializer),
            Self::Article(view) => view.serialize(serializer),
            Self::Topic(view) => view.serialize(serializer),
            Self::Articles(view) => view.serialize(serializer),
            Self::Topics(view) => view.serialize(serializer),
            Self::Timeline(view) => view.serialize(serializer),
            Self::Quotes(view) => view.serialize(serializer),
            Self::Graph(view) => view.serialize(serializer),
            Self::Search(view) => view.serialize(serializer),
            Self::Print(view) => view.serialize(serializer),
            Self::Corrections(view) => view.serialize(serializer),
            Self::Sources(view) => view.serialize(serializer),
            Self::Source(view) => view.serialize(serializer),
            Self::Page(view) => view.serialize(serializer),
            Self::NotFound => serializer.serialize_map(Some(0))?.end(),
        }
    }
}

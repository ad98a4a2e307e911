//! The text of a page, with what stands in it: links, pictures, components.

use std::{hash::Hash, sync::Arc};

use serde::Serialize;

use super::{ArticleRef, EventView, QuoteView, Shared, TopicRef};

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
    /// Links that the text gives by name (`[[Kunashir]]`), in its order.
    pub wiki: Vec<WikiLink>,
    /// Where the part ends that may be shown, in bytes of the plain text; nothing when all of it may.
    pub until: Option<u32>,
    /// Typewriter marks become those of print: the text was written for the site.
    pub typeset: bool,
    /// Components in it, in order.
    pub parts: Vec<Part>,
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

/// A link that somebody wrote by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WikiLink {
    /// The name.
    pub target: Arc<str>,
    /// Where it stands in the file, in bytes.
    pub span: (u32, u32),
    /// Where it leads: in a dossier a path below the base path, in a view an address; nothing when the name is
    /// unknown.
    pub href: Option<Arc<str>>,
    /// It is a picture, to be shown here.
    pub embeds: bool,
    /// The picture or document that is meant: its index in the dossier.
    pub media: Option<u32>,
    /// The picture, in a view.
    pub picture: Option<PictureView>,
}

/// A picture in the sizes in which it is published.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PictureView {
    /// The largest.
    pub src: String,
    /// All of them, for `srcset`; empty when there is one.
    pub srcset: String,
    /// Of the largest, in pixels.
    pub width: u32,
    /// Of the largest, in pixels.
    pub height: u32,
}

/// A component in a page's text, and what it shows.
#[derive(Clone, Debug, Hash)]
pub struct Part {
    /// Its template is `page/NAME.html`.
    pub name: Arc<str>,
    /// Where it stands in the Markdown, in bytes.
    pub span: (usize, usize),
    /// What its template sees.
    pub shows: PartView,
}

/// What the template of a component sees; the fields of a variant are its top level.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum PartView {
    /// `page/figure.html`
    Figure {
        /// The picture.
        picture: PictureView,
        /// The text alternative.
        alt: String,
        /// The words below; may be empty.
        caption: String,
        /// Who is to be credited; may be empty.
        credit: String,
    },
    /// `page/quote.html`
    Quote {
        /// The quote.
        quote: Box<QuoteView>,
    },
    /// `page/timeline.html`
    Timeline {
        /// The topic; nothing when all events are meant.
        topic: Option<TopicRef>,
        /// Oldest first.
        events: Vec<EventView>,
    },
    /// `page/topic.html`
    Topic {
        /// The topic.
        topic: TopicRef,
        /// Its picture, if it has one.
        picture: Option<PictureView>,
    },
    /// `page/article.html`
    Article {
        /// The article.
        article: Arc<Shared<ArticleRef>>,
    },
    /// A component of the theme's own: its arguments.
    Own(std::collections::BTreeMap<String, String>),
}

impl Hash for Body {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

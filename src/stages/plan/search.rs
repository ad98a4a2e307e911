//! The search page, and what stands in its index: every article, topic, source and page, as they are shown.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use super::{Draft, refs::Refs};
use crate::{
    memo,
    model::{
        article::Publish,
        dossier::{Article, Topic},
        site::Folder,
        topic::Kind,
        view::{Body, SearchView, View},
    },
    stages::{
        plain::plain,
        search::{self, Listing, NAMES, ROOT, SEGMENT, SUMMARY, TEXT, TITLE, Texts, Title, UNDER},
    },
};

/// Where the page stands.
pub(super) const URL: &str = "search/";

/// What it is called.
pub(super) const TITLE_WORDS: &str = "section.search";

/// Readers can choose among so many sources, those with most articles.
const SOURCES: usize = 60;

/// What is shown of a document is cut to so many characters, so that no file of titles is large.
const LONGEST_TITLE: usize = 140;

/// The page on which readers search.
pub(super) fn page(refs: &Refs) -> Option<Draft> {
    refs.config.search.then(|| Draft {
        url: URL.to_owned(),
        owner: "the search page".to_owned(),
        path: None,
        make: Box::new(|refs| {
            let view = SearchView { data: refs.href(UNDER), articles: refs.articles.len() };
            (refs.meta("search", URL, refs.say(TITLE_WORDS)), View::Search(view))
        }),
    })
}

/// The index; made when it is asked for.
pub(super) fn folder(refs: &Arc<Refs>) -> Option<Folder> {
    if !refs.config.search {
        return None;
    }
    let docs = Arc::new(Docs::new(refs));
    let (keyed, remembered) = (Arc::clone(&docs), Arc::clone(&docs));
    let make = Box::new(move |memo: &memo::Memo| {
        let listing = Listing {
            kinds: docs.kinds(),
            years: docs.years(),
            sources: docs.sources(),
            titles: (0..docs.len()).into_par_iter().map(|doc| docs.title(doc)).collect(),
            segments: docs.segments().to_vec(),
        };
        search::files(&listing, memo, |doc| docs.texts(doc))
    });
    Some(Folder {
        under: UNDER,
        root: ROOT,
        key: Box::new(move || keyed.key()),
        remembers: Box::new(move || remembered.segments().to_vec()),
        make,
    })
}

/// Documents by their numbers in the index: the file that each is kept in, if it has one, and its text, as far as it may
/// be shown.
pub(crate) fn documents(refs: &Arc<Refs>) -> impl Fn(u32) -> Option<(Option<String>, String)> {
    let docs = Docs::new(refs);
    move |doc| {
        let doc = usize::try_from(doc).ok().filter(|doc| *doc < docs.len())?;
        let dossier = &docs.refs.dossier;
        let (path, body) = match docs.what(doc) {
            What::Article(_, article) => {
                return Some((Some(format!("content/articles/{}.md", article.card.stem)), shown(article)));
            }
            What::Topic(_, topic) => (topic.path.as_ref(), &topic.body),
            What::Source(source) => (dossier.sources[source].path.as_ref(), &dossier.sources[source].body),
            What::Page(page) => (Some(&dossier.pages[page].path), &dossier.pages[page].body),
        };
        Some((path.map(ToString::to_string), plain(body.markdown()).text))
    }
}

/// A document.
#[derive(Clone, Copy)]
enum What<'a> {
    Article(usize, &'a Article),
    Topic(usize, &'a Topic),
    Source(usize),
    Page(usize),
}

/// All documents by their numbers: articles from the oldest, topics by kind, sources, pages.
struct Docs {
    refs: Arc<Refs>,
    /// Topics by kind.
    order: Vec<u32>,
    segments: OnceLock<Vec<u128>>,
}

impl Docs {
    fn new(refs: &Arc<Refs>) -> Self {
        let topics = &refs.dossier.topics;
        let of_kind = |kind| (0u32..).zip(topics).filter(move |(_, topic)| topic.matter.kind == kind);
        let order = Kind::ALL.into_iter().flat_map(of_kind).map(|(index, _)| index).collect();
        Self { refs: Arc::clone(refs), order, segments: OnceLock::new() }
    }

    /// What stands in the root and the titles, whatever it is made from: a key cannot forget a part of it.
    fn key(&self) -> u128 {
        let shown: Vec<u128> =
            (0..self.len()).into_par_iter().map(|doc| memo::key(self.title(doc))).collect();
        memo::key((self.segments(), shown, self.kinds(), self.years(), self.sources()))
    }

    /// Keys of all that is read.
    fn segments(&self) -> &[u128] {
        let all = 0..self.len().div_ceil(SEGMENT);
        self.segments.get_or_init(|| all.into_par_iter().map(|at| self.segment_key(at)).collect())
    }

    fn len(&self) -> usize {
        let dossier = &self.refs.dossier;
        dossier.articles.len() + self.order.len() + dossier.sources.len() + dossier.pages.len()
    }

    fn what(&self, doc: usize) -> What<'_> {
        let dossier = &self.refs.dossier;
        let articles = dossier.articles.len();
        if doc < articles {
            let index = articles - 1 - doc;
            return What::Article(index, &dossier.articles[index]);
        }
        let doc = doc - articles;
        if let Some(topic) = self.order.get(doc) {
            return What::Topic(*topic as usize, self.refs.topic(*topic));
        }
        let doc = doc - self.order.len();
        if doc < dossier.sources.len() { What::Source(doc) } else { What::Page(doc - dossier.sources.len()) }
    }

    /// Everything that is read in a segment.
    fn segment_key(&self, at: usize) -> u128 {
        let range = at * SEGMENT..self.len().min((at + 1) * SEGMENT);
        let dossier = &self.refs.dossier;
        let keys = range.map(|doc| match self.what(doc) {
            What::Article(_, article) => {
                let (card, matter) = (&article.card, &article.matter);
                let names: Vec<&[String]> = card
                    .mentions
                    .iter()
                    .map(|mention| self.refs.topic(mention.topic).matter.aliases.as_slice())
                    .collect();
                let topics: Vec<&str> = card
                    .mentions
                    .iter()
                    .map(|mention| &*self.refs.topic_names[mention.topic as usize])
                    .collect();
                memo::key((
                    &card.title,
                    &card.summary,
                    article.body.key,
                    article.body.until,
                    matter.publish,
                    topics,
                    names,
                ))
            }
            What::Topic(_, topic) => {
                let matter = &topic.matter;
                memo::key((&matter.name, &matter.aliases, &matter.summary, topic.body.key))
            }
            What::Source(source) => {
                let source = &dossier.sources[source];
                memo::key((&source.matter.name, &source.matter.aliases, source.body.key))
            }
            What::Page(page) => {
                let page = &dossier.pages[page];
                memo::key((&page.matter.title, &page.matter.summary, page.body.key))
            }
        });
        memo::key(("search, 4", at, keys.collect::<Vec<u128>>()))
    }

    fn texts(&self, doc: usize) -> Texts<'_> {
        let dossier = &self.refs.dossier;
        match self.what(doc) {
            What::Article(_, article) => {
                let card = &article.card;
                let mut texts: Texts<'_> = vec![
                    (Cow::Borrowed(&*card.title), TITLE),
                    (Cow::Borrowed(&*card.summary), SUMMARY),
                    (Cow::Owned(shown(article)), TEXT),
                ];
                for mention in &card.mentions {
                    let matter = &self.refs.topic(mention.topic).matter;
                    let names = std::iter::once(&matter.name).chain(&matter.aliases);
                    texts.extend(names.map(|name| (Cow::Borrowed(name.as_str()), NAMES)));
                }
                texts
            }
            What::Topic(_, topic) => {
                let matter = &topic.matter;
                let names = std::iter::once(&matter.name).chain(&matter.aliases);
                named(names, &matter.summary, &topic.body)
            }
            What::Source(source) => {
                let source = &dossier.sources[source];
                named(std::iter::once(&source.matter.name).chain(&source.matter.aliases), "", &source.body)
            }
            What::Page(page) => {
                let page = &dossier.pages[page];
                named(std::iter::once(&page.matter.title), &page.matter.summary, &page.body)
            }
        }
    }

    fn title(&self, doc: usize) -> Title {
        let refs = &self.refs;
        let title =
            |title: &str, href: &str, more: &str| (cut(title), Arc::from(href), Arc::default(), cut(more));
        match self.what(doc) {
            What::Article(index, _) => {
                let article = &refs.articles[index];
                let source = article.source.as_ref().map(|source| cut(&source.label)).unwrap_or_default();
                (cut(&article.title), Arc::clone(&article.href), Arc::clone(&article.date_short), source)
            }
            What::Topic(index, topic) => {
                title(&topic.matter.name, &refs.topic_hrefs[index], &topic.matter.summary)
            }
            What::Source(source) => {
                let source = &refs.dossier.sources[source];
                title(&source.matter.name, &refs.href(&source.url), &source.matter.country)
            }
            What::Page(page) => {
                let page = &refs.dossier.pages[page];
                title(&page.matter.title, &refs.href(&page.url), &page.matter.summary)
            }
        }
    }

    fn kinds(&self) -> Vec<(String, u32)> {
        let dossier = &self.refs.dossier;
        let mut kinds = vec![("article", dossier.articles.len())];
        for kind in Kind::ALL {
            let of_kind = dossier.topics.iter().filter(|topic| topic.matter.kind == kind).count();
            kinds.push((kind.word(), of_kind));
        }
        kinds.extend([("source", dossier.sources.len()), ("page", dossier.pages.len())]);
        let mut next = 0;
        let first = |(kind, count): (&str, usize)| {
            next += count;
            (kind.to_owned(), number(next - count))
        };
        kinds.into_iter().map(first).collect()
    }

    /// Articles lie in the order of time, so a year is a stretch of them.
    fn years(&self) -> Vec<(String, u32)> {
        let mut years: Vec<(String, u32)> = Vec::new();
        for (doc, article) in (0..).zip(self.refs.dossier.articles.iter().rev()) {
            let day = article.card.date.and_then(|date| date.first_day().or(date.last_day()));
            let year = day.map(|(year, ..)| year.to_string()).unwrap_or_default();
            if years.last().is_none_or(|(last, _)| *last != year) {
                years.push((year, doc));
            }
        }
        years
    }

    fn sources(&self) -> Vec<(String, Vec<u32>)> {
        let dossier = &self.refs.dossier;
        let mut order: Vec<_> = dossier.sources.iter().filter(|source| !source.articles.is_empty()).collect();
        order.sort_by_key(|source| std::cmp::Reverse(source.articles.len()));
        let docs = |article: &u32| number(dossier.articles.len() - 1 - *article as usize);
        let source = |source: &crate::model::dossier::Source| {
            (source.matter.name.clone(), source.articles.iter().rev().map(docs).collect())
        };
        order.into_iter().take(SOURCES).map(source).collect()
    }
}

/// The part of an article's text that may be shown.
fn shown(article: &Article) -> String {
    if article.matter.publish == Publish::Metadata {
        return String::new();
    }
    let mut text = plain(article.body.markdown()).text;
    if let Some(until) = article.body.until {
        text.truncate(until as usize);
    }
    text
}

fn named<'a>(names: impl Iterator<Item = &'a String>, summary: &'a str, body: &Body) -> Texts<'a> {
    let mut texts: Texts<'a> = names.map(|name| (Cow::Borrowed(name.as_str()), TITLE)).collect();
    texts.push((Cow::Borrowed(summary), SUMMARY));
    texts.push((Cow::Owned(plain(body.markdown()).text), TEXT));
    texts
}

fn cut(text: &str) -> Arc<str> {
    match text.char_indices().nth(LONGEST_TITLE) {
        Some((at, _)) => Arc::from(format!("{}…", text[..at].trim_end())),
        None => Arc::from(text),
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

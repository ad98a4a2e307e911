//! What pages say of each other: one shared value for each article and topic.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    memo,
    model::{
        article::{Card, Status},
        config::Config,
        dossier::{Dossier, Topic},
        view::{
            ArticleRef, Body, BodyLink, EventView, Link, OutcomeView, PageMeta, Pager, QuoteView, TopicRef,
        },
    },
};

/// Everything but what RFC 3986 allows in a path without encoding.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Words a minute, for reading time: about what adults read silently in English (Brysbaert 2019 has 238).
const READING_SPEED: u32 = 230;

/// A dossier with the parts that many pages show.
pub(super) struct Refs<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) config: &'a Config,
    /// By index of the article.
    pub(super) articles: Vec<Arc<ArticleRef>>,
    /// By index of the topic.
    pub(super) topic_hrefs: Vec<Arc<str>>,
    base_path: String,
}

impl<'a> Refs<'a> {
    pub(super) fn new(dossier: &'a Dossier, config: &'a Config) -> Self {
        let base_path = config.base_path();
        let mut refs = Self { dossier, config, articles: Vec::new(), topic_hrefs: Vec::new(), base_path };
        refs.topic_hrefs = dossier.topics.iter().map(|topic| Arc::from(refs.href(&topic.url))).collect();
        let mut sources: Vec<Option<Link>> = vec![None; dossier.articles.len()];
        for source in &dossier.sources {
            let label: Arc<str> = Arc::from(source.matter.name.as_str());
            let href: Arc<str> = Arc::from(refs.href(&source.url));
            for article in &source.articles {
                sources[*article as usize] =
                    Some(Link { label: Arc::clone(&label), href: Some(Arc::clone(&href)) });
            }
        }
        let articles = dossier.articles.iter().zip(sources);
        refs.articles =
            articles.map(|(article, source)| Arc::new(refs.article_ref(&article.card, source))).collect();
        refs
    }

    /// A path below the base path as an address: absolute, percent-encoded.
    pub(super) fn href(&self, url: &str) -> String {
        format!("{}{}", self.base_path, utf8_percent_encode(url, PATH))
    }

    /// What a page says of itself.
    pub(super) fn meta(&self, kind: &'static str, url: &str, title: &str) -> PageMeta {
        let href = self.href(url);
        PageMeta {
            canonical: format!("{}{href}", self.config.origin()),
            href,
            title: title.to_owned(),
            kind,
            ..PageMeta::default()
        }
    }

    /// A link to a path below the base path.
    pub(super) fn link(&self, label: &str, url: &str) -> Link {
        Link { label: Arc::from(label), href: Some(Arc::from(self.href(url))) }
    }

    fn article_ref(&self, card: &Card, source: Option<Link>) -> ArticleRef {
        ArticleRef {
            title: Arc::clone(&card.title),
            href: Arc::from(self.href(&card.url)),
            date: card.date.map(|date| date.to_string()),
            source,
            language: Arc::clone(&card.language),
            translated: !card.translated_by.is_empty(),
            summary: Arc::clone(&card.summary),
            minutes: card.words.div_ceil(READING_SPEED).max(1),
        }
    }

    pub(super) fn topic(&self, index: u32) -> &'a Topic {
        &self.dossier.topics[index as usize]
    }

    /// A topic in a list, with the number that the list counts.
    pub(super) fn topic_ref(&self, index: u32, count: usize) -> TopicRef {
        let topic = self.topic(index);
        TopicRef {
            name: Arc::from(topic.matter.name.as_str()),
            href: Arc::clone(&self.topic_hrefs[index as usize]),
            kind: topic.matter.kind.word(),
            summary: Arc::from(topic.matter.summary.as_str()),
            count,
            unreviewed: topic.unreviewed,
        }
    }

    pub(super) fn quote(&self, (article, at): (u32, u32)) -> QuoteView {
        let quote = &self.dossier.articles[article as usize].card.quotes[at as usize];
        let speaker = match quote.speaker_topic {
            Some(topic) => Some(Link {
                label: Arc::from(self.topic(topic).matter.name.as_str()),
                href: Some(Arc::clone(&self.topic_hrefs[topic as usize])),
            }),
            None if quote.speaker.is_empty() => None,
            None => Some(Link { label: Arc::clone(&quote.speaker), href: None }),
        };
        QuoteView {
            text: Arc::clone(&quote.text),
            speaker,
            basis: Arc::clone(&quote.basis),
            unreviewed: quote.unreviewed,
            article: Arc::clone(&self.articles[article as usize]),
        }
    }

    pub(super) fn event(&self, (article, at): (u32, u32)) -> EventView {
        let known = &self.dossier.articles[article as usize].card.events[at as usize];
        let event = &known.event;
        EventView {
            date: event.date.to_string(),
            text: event.text.clone(),
            status: event.status.word(),
            outcome: event.outcome.as_ref().map(|outcome| OutcomeView {
                text: outcome.text.clone(),
                article: self.article_named(&outcome.article),
            }),
            basis: Arc::clone(&known.basis),
            unreviewed: known.unreviewed,
            article: Arc::clone(&self.articles[article as usize]),
        }
    }

    /// All events as (article, place on its card), by date.
    pub(super) fn events(&self) -> Vec<(u32, u32)> {
        let mut events: Vec<(u32, u32)> = (0u32..)
            .zip(&self.dossier.articles)
            .flat_map(|(article, known)| (0u32..).zip(&known.card.events).map(move |(at, _)| (article, at)))
            .collect();
        events.sort_by_key(|(article, at)| {
            (self.dossier.articles[*article as usize].card.events[*at as usize].event.date, *article, *at)
        });
        events
    }

    /// Whether an event was announced and nobody has said what came of it.
    pub(super) fn is_planned(&self, (article, at): (u32, u32)) -> bool {
        let event = &self.dossier.articles[article as usize].card.events[at as usize].event;
        event.status == Status::Planned && event.outcome.is_none()
    }

    /// All quotes as (article, place on its card), newest first.
    pub(super) fn quotes(&self) -> Vec<(u32, u32)> {
        (0u32..)
            .zip(&self.dossier.articles)
            .flat_map(|(article, known)| (0u32..).zip(&known.card.quotes).map(move |(at, _)| (article, at)))
            .collect()
    }

    /// The article with this file stem or title.
    fn article_named(&self, name: &str) -> Option<Link> {
        if name.is_empty() {
            return None;
        }
        let found = self
            .dossier
            .articles
            .iter()
            .position(|article| *article.card.stem == *name || *article.card.title == *name);
        found.map(|index| Link {
            label: Arc::clone(&self.articles[index].title),
            href: Some(Arc::clone(&self.articles[index].href)),
        })
    }

    /// A body with its links' targets.
    pub(super) fn linked(&self, body: &Body, names: &[(u32, u32, u32)]) -> Body {
        let links: Vec<BodyLink> = names
            .iter()
            .map(|(start, end, topic)| BodyLink {
                start: *start,
                end: *end,
                href: Arc::clone(&self.topic_hrefs[*topic as usize]),
            })
            .collect();
        let key = memo::key((body.key, &links));
        Body { links, key, ..body.clone() }
    }

    /// Cuts a long list into pages: the first at `url`, the others at `url` + `page/2/` and so on. An empty list
    /// is one empty page.
    pub(super) fn paged<T>(
        &self,
        url: &str,
        items: Vec<T>,
        per_page: usize,
    ) -> Vec<(String, Vec<T>, Option<Pager>)> {
        let per_page = per_page.max(1);
        let count = items.len().div_ceil(per_page).max(1);
        let place = |number: usize| if number == 1 { url.to_owned() } else { format!("{url}page/{number}/") };
        let pager = |number: usize| Pager {
            number,
            count,
            previous: (number > 1).then(|| self.href(&place(number - 1))),
            next: (number < count).then(|| self.href(&place(number + 1))),
            pages: nearby(number, count).map(|n| self.link(&n.to_string(), &place(n))).collect(),
        };
        let mut items = items.into_iter();
        (1..=count)
            .map(|number| {
                let part: Vec<T> = items.by_ref().take(per_page).collect();
                (place(number), part, (count > 1).then(|| pager(number)))
            })
            .collect()
    }
}

/// The pages that a pager names: the first, the last, and those around this one.
fn nearby(number: usize, count: usize) -> impl Iterator<Item = usize> {
    (1..=count).filter(move |n| *n == 1 || *n == count || n.abs_diff(number) <= 3)
}

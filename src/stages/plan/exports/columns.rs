//! The columns of the tables. They are a promise: `docs/content/pages/data-exports.md` names each.

use std::{borrow::Cow, sync::Arc};

use crate::{
    model::{
        article::{CardEvent, CardQuote},
        date::Date,
        dossier::{Article, Source, Topic},
    },
    stages::{
        plan::refs::Refs,
        render::exports::{
            Cell::{self, Count, Flag, List, Number},
            Table,
        },
    },
};

/// A row: something of the dossier by its index, and for quotes and events their place in the article.
pub(crate) struct Row {
    pub(super) refs: Arc<Refs>,
    pub(super) at: usize,
    pub(super) inner: usize,
}

impl Row {
    fn article(&self) -> &Article {
        &self.refs.dossier.articles[self.at]
    }

    fn topic(&self) -> &Topic {
        &self.refs.dossier.topics[self.at]
    }

    fn source(&self) -> &Source {
        &self.refs.dossier.sources[self.at]
    }

    fn quote(&self) -> &CardQuote {
        &self.article().card.quotes[self.inner]
    }

    fn event(&self) -> &CardEvent {
        &self.article().card.events[self.inner]
    }

    fn place(&self) -> (u32, u32) {
        (u32::try_from(self.at).unwrap_or(u32::MAX), u32::try_from(self.inner).unwrap_or(u32::MAX))
    }

    fn outlet(&self) -> Cell<'_> {
        text(self.refs.articles[self.at].source.as_ref().map_or("", |source| &*source.label))
    }

    fn published(&self) -> Cell<'_> {
        text(self.refs.articles[self.at].date.as_deref().unwrap_or_default())
    }

    fn article_page(&self) -> Cell<'_> {
        made(self.refs.canonical(&self.article().card.url))
    }

    fn names(&self, topics: impl Iterator<Item = u32>) -> Cell<'_> {
        List(topics.map(|topic| &*self.refs.topic_names[topic as usize]).collect())
    }
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn made(text: String) -> Cell<'static> {
    Cell::Text(Cow::Owned(text))
}

fn list(texts: &[impl AsRef<str>]) -> Cell<'_> {
    List(texts.iter().map(AsRef::as_ref).collect())
}

fn date(date: Option<Date>) -> Cell<'static> {
    made(date.map(|date| date.to_string()).unwrap_or_default())
}

/// `topics/sergey-lavrov/` → `sergey-lavrov`
fn id(url: &str) -> Cell<'_> {
    text(url.trim_end_matches('/').rsplit('/').next().unwrap_or_default())
}

/// Articles, newest first.
pub(crate) const ARTICLES: Table<Row> = Table {
    of: "article",
    columns: &[
        ("id", |row| text(&row.article().card.stem)),
        ("page", Row::article_page),
        ("title", |row| text(&row.article().card.title)),
        ("date", Row::published),
        ("date_basis", |row| text(&row.article().matter.date_basis)),
        ("source", Row::outlet),
        ("byline", |row| list(&row.article().matter.byline)),
        ("language", |row| text(&row.article().card.language)),
        ("translated_from", |row| {
            text(row.article().matter.translation.as_ref().map_or("", |known| &known.from))
        }),
        ("translated_by", |row| text(&row.article().card.translated_by)),
        ("original", |row| text(&row.article().matter.url)),
        ("archived", |row| {
            List(row.article().matter.archived.iter().map(|copy| copy.url.as_str()).collect())
        }),
        ("retrieved", |row| date(row.article().matter.retrieved)),
        ("publish", |row| made(format!("{:?}", row.article().matter.publish).to_lowercase())),
        ("summary", |row| text(&row.article().card.summary)),
        ("words", |row| Count(row.article().card.words as usize)),
        ("topics", |row| list(&row.article().matter.topics)),
        ("mentions", |row| {
            let mentioned = row.article().card.mentions.iter().filter(|mention| mention.count > 0);
            row.names(mentioned.map(|mention| mention.topic))
        }),
        ("grade", |row| text(row.article().matter.grade.as_ref().map_or("", |grade| &grade.value))),
        ("duplicate_of", |row| text(&row.article().matter.duplicate_of)),
        ("seed", |row| text(row.article().matter.seed.as_ref().map_or("", |seed| &seed.file))),
        ("seed_sha256", |row| text(row.article().matter.seed.as_ref().map_or("", |seed| &seed.sha256))),
    ],
};

/// Topics, by name.
pub(crate) const TOPICS: Table<Row> = Table {
    of: "topic",
    columns: &[
        ("id", |row| id(&row.topic().url)),
        ("page", |row| made(row.refs.canonical(&row.topic().url))),
        ("name", |row| text(&row.topic().matter.name)),
        ("kind", |row| text(row.topic().matter.kind.word())),
        ("aliases", |row| list(&row.topic().matter.aliases)),
        ("summary", |row| text(&row.topic().matter.summary)),
        ("part_of", |row| text(row.topic().whole.map_or("", |whole| &*row.refs.topic_names[whole as usize]))),
        ("same_as", |row| list(&row.topic().matter.same_as)),
        ("latitude", |row| Number(row.topic().matter.coordinates.as_ref().map(|place| place.latitude))),
        ("longitude", |row| Number(row.topic().matter.coordinates.as_ref().map(|place| place.longitude))),
        ("articles", |row| Count(row.topic().mentions.len())),
        ("first", |row| date(dates(row).min())),
        ("last", |row| date(dates(row).max())),
        ("unreviewed", |row| Flag(row.topic().unreviewed)),
    ],
};

/// The dates of the articles that mention a topic.
fn dates(row: &Row) -> impl Iterator<Item = Date> + '_ {
    let articles =
        row.topic().mentions.iter().map(|(article, _)| &row.refs.dossier.articles[*article as usize]);
    articles.filter_map(|article| article.card.date)
}

/// Quotes, those of the newest articles first.
pub(crate) const QUOTES: Table<Row> = Table {
    of: "quote",
    columns: &[
        ("article", |row| text(&row.article().card.stem)),
        ("page", Row::article_page),
        ("date", Row::published),
        ("source", Row::outlet),
        ("text", |row| text(&row.quote().text)),
        ("speaker", |row| text(row.refs.speaker(row.place()).unwrap_or_default())),
        ("topics", |row| row.names(row.quote().topics.iter().copied())),
        ("unreviewed", |row| Flag(row.quote().unreviewed)),
        ("basis", |row| text(&row.quote().basis)),
    ],
};

/// Events, by date.
pub(crate) const EVENTS: Table<Row> = Table {
    of: "event",
    columns: &[
        ("date", |row| date(Some(row.event().event.date))),
        ("text", |row| text(&row.event().event.text)),
        ("status", |row| text(row.event().event.status.word())),
        ("outcome", |row| text(row.event().event.outcome.as_ref().map_or("", |outcome| &outcome.text))),
        ("article", |row| text(&row.article().card.stem)),
        ("page", Row::article_page),
        ("source", Row::outlet),
        ("topics", |row| row.names(row.event().topics.iter().copied())),
        ("unreviewed", |row| Flag(row.event().unreviewed)),
        ("basis", |row| text(&row.event().basis)),
    ],
};

/// Sources, by name.
pub(crate) const SOURCES: Table<Row> = Table {
    of: "source",
    columns: &[
        ("id", |row| id(&row.source().url)),
        ("page", |row| made(row.refs.canonical(&row.source().url))),
        ("name", |row| text(&row.source().matter.name)),
        ("aliases", |row| list(&row.source().matter.aliases)),
        ("kind", |row| text(&row.source().matter.kind)),
        ("country", |row| text(&row.source().matter.country)),
        ("owner", |row| text(&row.source().matter.owner)),
        ("language", |row| text(&row.source().matter.language)),
        ("site", |row| text(&row.source().matter.url)),
        ("grade", |row| text(&row.source().matter.grade.value)),
        ("articles", |row| Count(row.source().articles.len())),
    ],
};

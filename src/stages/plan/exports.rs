//! What can be taken away: references, tables, a time line, a calendar, each a file in `exports/`, made on demand.

mod columns;
mod page;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::Serializer as _;

use self::columns::Row;
pub(crate) use self::columns::{ARTICLES, EVENTS, QUOTES, SOURCES, TOPICS};
pub(super) use self::page::{TITLE, page};
use super::refs::Refs;
use crate::{
    memo,
    model::{
        dossier::Place,
        site::{Entry, MakeBytes},
    },
    stages::render::{
        cite::Cited,
        exports::{Moment, Planned, calendar, csv, json_lines, timeline},
        filters::json_in_html,
    },
};

/// Where they lie below the base path.
pub(super) const FOLDER: &str = "exports/";

/// What a file depends on.
#[derive(Clone, Copy)]
enum Needs {
    /// What front matter says, and what is known of quotes and events.
    Facts,
    /// The facts, and what the texts say: how long they are, whom they mention.
    Texts,
}

/// What one file is made of.
type Make = fn(&Arc<Refs>) -> String;

/// The files by name.
const FILES: [(&str, Needs, Make); 11] = [
    ("articles.bib", Needs::Facts, bibtex),
    ("articles.csl.json", Needs::Facts, csl),
    ("articles.csv", Needs::Texts, |refs| csv(&ARTICLES, articles(refs))),
    ("articles.ris", Needs::Facts, |refs| cited(refs).map(|cited| cited.ris() + "\r\n").collect()),
    ("dossier.jsonl", Needs::Texts, jsonl),
    ("events.csv", Needs::Facts, |refs| csv(&EVENTS, events(refs))),
    ("planned.ics", Needs::Facts, planned),
    ("quotes.csv", Needs::Facts, |refs| csv(&QUOTES, quotes(refs))),
    ("sources.csv", Needs::Facts, |refs| csv(&SOURCES, sources(refs))),
    ("timeline.json", Needs::Facts, moments),
    ("topics.csv", Needs::Texts, |refs| csv(&TOPICS, topics(refs))),
];

/// The files with their paths below the base path.
pub(super) fn files(refs: &Arc<Refs>) -> impl Iterator<Item = (Arc<str>, Entry)> {
    let keys: Arc<Keys> = Arc::default();
    FILES.into_iter().map(move |(name, needs, make)| {
        let (refs, keyed, keys) = (Arc::clone(refs), Arc::clone(refs), Arc::clone(&keys));
        let key = Box::new(move || memo::key((keys.get(needs, &keyed), name)));
        let make: MakeBytes = Box::new(move || make(&refs).into_bytes());
        (Arc::from(format!("{FOLDER}{name}")), Entry::Made(key, make))
    })
}

/// Keys of what the files depend on, made once. That of the texts is apart, since an edit of a text is what happens
/// most often.
#[derive(Default)]
struct Keys {
    facts: OnceLock<u128>,
    texts: OnceLock<u128>,
}

impl Keys {
    fn get(&self, needs: Needs, refs: &Refs) -> u128 {
        let facts = *self.facts.get_or_init(|| facts(refs));
        match needs {
            Needs::Facts => facts,
            Needs::Texts => *self.texts.get_or_init(|| memo::key((facts, texts(refs)))),
        }
    }
}

/// Everything that front matter says, and what is known of quotes and events.
fn facts(refs: &Refs) -> u128 {
    let dossier = &refs.dossier;
    let articles: Vec<u128> = dossier
        .articles
        .par_iter()
        .zip(&refs.articles)
        .map(|(article, shown)| {
            let card = &article.card;
            let head = (&card.stem, &card.url, &card.title, card.date, &card.language, &card.translated_by);
            let source = shown.source.as_ref().map(|source| &source.label);
            memo::key((head, &shown.date, source, &article.matter, &card.quotes, &card.events))
        })
        .collect();
    let topics: Vec<u128> = dossier
        .topics
        .par_iter()
        .map(|topic| memo::key((&topic.url, &topic.matter, topic.unreviewed, topic.whole)))
        .collect();
    let sources: Vec<_> =
        dossier.sources.iter().map(|source| (&source.url, &source.matter, source.articles.len())).collect();
    let groups: Vec<_> = dossier.events.groups.iter().chain(&dossier.quotes.groups).collect();
    let config = &refs.config;
    let site = (&config.title, &config.description, &config.base_url, &config.language);
    memo::key(("exports, 3", articles, topics, sources, groups, site, refs.strings.key))
}

/// What the tables show of the texts of all articles.
fn texts(refs: &Refs) -> u128 {
    let articles: Vec<u128> = refs
        .dossier
        .articles
        .par_iter()
        .map(|article| memo::key((&article.card.summary, article.card.words, topics_of(article))))
        .collect();
    let mentioned: Vec<_> = refs.dossier.topics.iter().map(|topic| topic.mentions.len()).collect();
    memo::key((articles, mentioned))
}

fn topics_of(article: &crate::model::dossier::Article) -> Vec<(u32, u32)> {
    article.card.mentions.iter().map(|mention| (mention.topic, mention.count)).collect()
}

fn row(refs: &Arc<Refs>, at: usize, inner: usize) -> Row {
    Row { refs: Arc::clone(refs), at, inner }
}

fn articles(refs: &Arc<Refs>) -> impl Iterator<Item = Row> + '_ {
    (0..refs.articles.len()).map(|at| row(refs, at, 0))
}

fn topics(refs: &Arc<Refs>) -> impl Iterator<Item = Row> + '_ {
    (0..refs.dossier.topics.len()).map(|at| row(refs, at, 0))
}

fn sources(refs: &Arc<Refs>) -> impl Iterator<Item = Row> + '_ {
    (0..refs.dossier.sources.len()).map(|at| row(refs, at, 0))
}

fn quotes(refs: &Arc<Refs>) -> impl Iterator<Item = Row> + '_ {
    refs.quotes().into_iter().map(|(article, at)| row(refs, article as usize, at as usize))
}

fn events(refs: &Arc<Refs>) -> impl Iterator<Item = Row> + '_ {
    refs.events().into_iter().map(|(article, at)| row(refs, article as usize, at as usize))
}

fn jsonl(refs: &Arc<Refs>) -> String {
    let mut lines = String::new();
    json_lines(&mut lines, &ARTICLES, articles(refs));
    json_lines(&mut lines, &TOPICS, topics(refs));
    json_lines(&mut lines, &QUOTES, quotes(refs));
    json_lines(&mut lines, &EVENTS, events(refs));
    json_lines(&mut lines, &SOURCES, sources(refs));
    lines
}

fn bibtex(refs: &Arc<Refs>) -> String {
    let mut entries = String::new();
    for cited in cited(refs) {
        if !entries.is_empty() {
            entries.push('\n');
        }
        entries.push_str(&cited.bibtex());
    }
    entries
}

/// Item by item: all of them at once would take many times the memory of their text.
fn csl(refs: &Arc<Refs>) -> String {
    let mut json = Vec::new();
    let items = cited(refs).map(|cited| cited.csl());
    // Strings, lists and numbers are always JSON.
    let _ = serde_json::Serializer::pretty(&mut json).collect_seq(items);
    json.push(b'\n');
    json_in_html(String::from_utf8(json).unwrap_or_default())
}

/// All articles, newest first, as they are cited.
fn cited(refs: &Arc<Refs>) -> impl Iterator<Item = Cited> + '_ {
    (0..refs.articles.len()).map(|index| cite(refs, index))
}

/// An article as it is cited.
pub(super) fn cite(refs: &Refs, index: usize) -> Cited {
    let article = &refs.dossier.articles[index];
    let (card, matter) = (&article.card, &article.matter);
    Cited {
        key: card.stem.to_string(),
        title: card.title.to_string(),
        authors: matter.byline.to_vec(),
        source: refs.articles[index]
            .source
            .as_ref()
            .map(|source| source.label.to_string())
            .unwrap_or_default(),
        date: card.date,
        original: matter.url.to_string(),
        page: refs.canonical(&card.url),
        site: refs.config.title.clone(),
        retrieved: matter.retrieved,
        language: card.language.to_string(),
        translated_from: matter
            .translation
            .as_ref()
            .map(|translation| translation.from.clone())
            .unwrap_or_default(),
    }
}

/// The article of a quote or event: its title and its absolute address.
fn article(refs: &Refs, (article, _): Place) -> (String, String) {
    let card = &refs.dossier.articles[article as usize].card;
    (card.title.to_string(), refs.canonical(&card.url))
}

fn moments(refs: &Arc<Refs>) -> String {
    let moment = |place: Place| {
        let shown = refs.event(place);
        let event = &refs.dossier.articles[place.0 as usize].card.events[place.1 as usize].event;
        Moment {
            date: Some(event.date),
            date_words: refs.in_words(event.date),
            id: format!("{:016x}", memo::key((&event.date, &event.text)) & u128::from(u64::MAX)),
            text: shown.text,
            status: shown.status.to_owned(),
            article: article(refs, place),
        }
    };
    let all: Vec<Moment> = refs.events_once(refs.events()).into_iter().map(moment).collect();
    timeline(&refs.config.title, &refs.config.description, &all)
}

fn planned(refs: &Arc<Refs>) -> String {
    let planned = |place: Place| {
        let article_of = &refs.dossier.articles[place.0 as usize].card;
        let known = &article_of.events[place.1 as usize];
        let (title, address) = article(refs, place);
        Planned {
            date: known.event.date,
            text: known.event.text.clone(),
            article: (title, address, article_of.date),
            unreviewed: known.unreviewed,
        }
    };
    let all = refs.events_once(refs.events()).into_iter().filter(|place| refs.is_planned(*place));
    let all: Vec<Planned> = all.map(planned).collect();
    let origin = refs.config.origin();
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    calendar(&refs.config.title, host, &all)
}

//! What pages say of each other: one shared value for each article and topic.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rayon::prelude::*;

use crate::{
    memo,
    model::{
        article::Card,
        config::Config,
        date::Date,
        dossier::{Article, Dossier, Topic},
        excerpt::Excerpt,
        topic::Kind,
        view::{
            ArticleRef, Body, BodyLink, Link, PageMeta, Pager, Shared, SharedLink, Shelf, TopicPart, TopicRef,
        },
    },
    stages::render::{
        filters::{
            dates::{Style, in_words, machine_readable},
            words::Words,
        },
        strings::Strings,
    },
};

/// Everything but what RFC 3986 allows in a path without encoding.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Words a minute, for reading time: about what adults read silently in English (Brysbaert 2019 has 238).
const READING_SPEED: u32 = 230;

/// Topics in lists whose number is less than this are kept: those on articles' pages, which are most.
const SMALL: usize = 8;

/// A dossier with the parts that many pages show.
#[derive(Clone, Debug)]
pub struct Refs {
    pub(super) dossier: Arc<Dossier>,
    pub(super) config: Config,
    /// The words of the interface.
    pub(super) strings: Arc<Strings>,
    /// By index of the article.
    pub(super) articles: Vec<Arc<Shared<ArticleRef>>>,
    /// By index of the topic.
    pub(super) topic_hrefs: Vec<Arc<str>>,
    pub(super) topic_names: Vec<Arc<str>>,
    /// By index of the topic, and for each topic by the number beside it.
    counted_topics: Vec<[OnceLock<TopicRef>; SMALL]>,
    topic_shelf: Arc<Shelf>,
    base_path: String,
    /// Made when the first article is named by another.
    by_name: OnceLock<BTreeMap<Excerpt, usize>>,
    dates: BTreeMap<Date, Written>,
    /// Reading times in words, by minutes.
    reading: BTreeMap<u32, Arc<str>>,
}

/// A date as pages print it. Articles of one day share it.
#[derive(Clone, Debug, Default)]
struct Written {
    edtf: Option<Arc<str>>,
    long: Arc<str>,
    short: Arc<str>,
    machine: Arc<str>,
}

impl Written {
    fn new(date: Date, words: &Words) -> Self {
        Self {
            edtf: Some(Arc::from(date.to_string())),
            long: Arc::from(in_words(date, words, Style::Long)),
            short: Arc::from(in_words(date, words, Style::Short)),
            machine: Arc::from(machine_readable(date)),
        }
    }
}

impl Refs {
    pub(super) fn new(dossier: &Arc<Dossier>, config: &Config, strings: &Arc<Strings>) -> Self {
        let mut refs = Self {
            base_path: config.base_path(),
            dossier: Arc::clone(dossier),
            config: config.clone(),
            strings: Arc::clone(strings),
            articles: Vec::new(),
            by_name: OnceLock::new(),
            dates: BTreeMap::new(),
            reading: BTreeMap::new(),
            topic_hrefs: Vec::new(),
            counted_topics: dossier.topics.iter().map(|_| Default::default()).collect(),
            topic_shelf: Arc::new(Shelf::new(dossier.topics.len() * SMALL)),
            topic_names: dossier.topics.iter().map(|topic| Arc::from(topic.matter.name.as_str())).collect(),
        };
        refs.topic_hrefs = dossier.topics.iter().map(|topic| Arc::from(refs.href(&topic.url))).collect();
        let mut sources: Vec<Option<SharedLink>> = vec![None; dossier.articles.len()];
        for source in &dossier.sources {
            let shared = Arc::new(Shared::new(refs.link(&source.matter.name, &source.url)));
            for article in &source.articles {
                sources[*article as usize] = Some(Arc::clone(&shared));
            }
        }
        let mut dates: Vec<Date> = dossier.articles.iter().filter_map(|article| article.card.date).collect();
        dates.par_sort_unstable();
        dates.dedup();
        let written = dates.into_par_iter().map(|date| (date, Written::new(date, &strings.words)));
        refs.dates = written.collect::<Vec<_>>().into_iter().collect();
        for minutes in dossier.articles.iter().map(|article| minutes(&article.card)) {
            let words = || Arc::from(strings.count("part.minutes", u64::from(minutes)));
            refs.reading.entry(minutes).or_insert_with(words);
        }
        let shelf = Arc::new(Shelf::new(dossier.articles.len()));
        let articles = dossier.articles.par_iter().zip(sources).enumerate();
        let shared = |(place, (article, source)): (usize, (&Article, Option<SharedLink>))| {
            Arc::new(Shared::on(&shelf, place, refs.article_ref(&article.card, source)))
        };
        refs.articles = articles.map(shared).collect();
        refs
    }

    /// The same of a dossier in which one article is another.
    pub(super) fn with_article(&self, dossier: Dossier, index: usize) -> Self {
        let mut refs = Self { dossier: Arc::new(dossier), ..self.clone() };
        let (source, card) = (self.articles[index].source.clone(), &refs.dossier.articles[index].card);
        refs.articles[index] = Arc::new(Shared::new(refs.article_ref(card, source)));
        refs
    }

    /// A date in words of the site's language.
    pub(super) fn in_words(&self, date: Date) -> String {
        in_words(date, &self.strings.words, Style::Long)
    }

    /// A path below the base path as an address: absolute, percent-encoded.
    pub(super) fn href(&self, url: &str) -> String {
        let allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
        if url.bytes().all(allowed) {
            return [&*self.base_path, url].concat();
        }
        format!("{}{}", self.base_path, utf8_percent_encode(url, PATH))
    }

    /// The absolute address of a path below the base path.
    pub(super) fn canonical(&self, url: &str) -> String {
        [self.config.origin(), &self.href(url)].concat()
    }

    /// A text of the interface.
    pub(super) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.strings.text(key)
    }

    /// The name of the sections for topics of a kind: `People`.
    pub(super) fn kind_heading(&self, kind: Kind) -> &str {
        self.strings.find(&format!("section.{}", kind.word())).unwrap_or(kind.heading())
    }

    /// What a page says of itself.
    pub(super) fn meta(&self, kind: &'static str, url: &str, title: &str) -> PageMeta {
        PageMeta {
            canonical: self.canonical(url),
            href: self.href(url),
            title: title.to_owned(),
            kind,
            ..PageMeta::default()
        }
    }

    /// A link to a path below the base path.
    pub(super) fn link(&self, label: &str, url: &str) -> Link {
        Link { label: Arc::from(label), href: Some(Arc::from(self.href(url))), foreign: Arc::default() }
    }

    fn article_ref(&self, card: &Card, source: Option<SharedLink>) -> ArticleRef {
        let written = card.date.and_then(|date| self.dates.get(&date)).cloned().unwrap_or_default();
        ArticleRef {
            title: card.title.clone(),
            href: Arc::from(self.href(&card.url)),
            date: written.edtf,
            date_words: written.long,
            date_short: written.short,
            date_machine: written.machine,
            source,
            language: Arc::clone(&card.language),
            foreign: if *card.language == *self.config.language {
                Arc::default()
            } else {
                Arc::clone(&card.language)
            },
            translated: !card.translated_by.is_empty(),
            summary: card.summary.clone(),
            minutes: minutes(card),
            reading_time: self.reading.get(&minutes(card)).cloned().unwrap_or_default(),
        }
    }

    pub(super) fn topic(&self, index: u32) -> &Topic {
        &self.dossier.topics[index as usize]
    }

    /// A topic in a list, with the number that the list counts.
    pub(super) fn topic_ref(&self, index: u32, count: usize) -> TopicRef {
        let place = index as usize;
        let make = || {
            let topic = self.topic(index);
            let part = TopicPart {
                name: Arc::clone(&self.topic_names[place]),
                href: Arc::clone(&self.topic_hrefs[place]),
                kind: topic.matter.kind.word(),
                summary: Arc::from(topic.matter.summary.as_str()),
                count,
                unreviewed: topic.unreviewed,
            };
            Arc::new(Shared::on(&self.topic_shelf, place * SMALL + count % SMALL, part))
        };
        self.counted_topics[place].get(count).map_or_else(make, |kept| Arc::clone(kept.get_or_init(make)))
    }

    pub(super) fn topic_link(&self, index: u32) -> Link {
        Link {
            label: Arc::clone(&self.topic_names[index as usize]),
            href: Some(Arc::clone(&self.topic_hrefs[index as usize])),
            foreign: Arc::default(),
        }
    }

    pub(super) fn article_link(&self, index: usize) -> Link {
        let article = &self.articles[index];
        Link {
            label: Arc::from(&*article.title),
            href: Some(Arc::clone(&article.href)),
            foreign: Arc::clone(&article.foreign),
        }
    }

    /// Every article by file stem and title; of several with one title the newest.
    fn articles_by_name(&self) -> BTreeMap<Excerpt, usize> {
        let mut names = BTreeMap::new();
        for (index, article) in self.dossier.articles.iter().enumerate() {
            names.entry(Excerpt::from(&*article.card.stem)).or_insert(index);
        }
        for (index, article) in self.dossier.articles.iter().enumerate() {
            names.entry(article.card.title.clone()).or_insert(index);
        }
        names
    }

    /// The article with this file stem or title.
    pub(super) fn article_named(&self, name: &str) -> Option<Link> {
        self.index_named(name).map(|index| self.article_link(index))
    }

    /// Where the article with this file stem or title stands in the list of all.
    pub(super) fn index_named(&self, name: &str) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        self.by_name.get_or_init(|| self.articles_by_name()).get(name).copied()
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
        let mut wiki = body.wiki.clone();
        for link in &mut wiki {
            link.href = link.href.as_deref().map(|url| match url.split_once('#') {
                Some((url, fragment)) => Arc::from(format!("{}#{fragment}", self.href(url))),
                None => Arc::from(self.href(url)),
            });
            if let Some(index) = link.media {
                link.picture = self.picture(index);
                link.href = self.document(index).map(Arc::from);
            }
        }
        let targets: Vec<_> = wiki.iter().map(|link| (&link.href, &link.picture)).collect();
        let key = memo::key((body.key, &links, targets, body.until, body.typeset, &body.parts));
        Body { links, wiki, key, ..body.clone() }
    }

    /// The pages of a list of `total` entries: the first at `url`, the others at `url` + `page/2/` and so on. An
    /// empty list is one empty page.
    pub(super) fn pages(url: &str, total: usize, per_page: usize) -> impl Iterator<Item = Part> + use<> {
        Self::pages_of(url, &[(total, per_page)])
    }

    /// The same of several lists, each of so many entries with so many to a page; the range is that of the first.
    pub(super) fn pages_of(url: &str, lists: &[(usize, usize)]) -> impl Iterator<Item = Part> + use<> {
        let base: Arc<str> = Arc::from(url);
        let count = lists.iter().map(|(total, per_page)| total.div_ceil(*per_page.max(&1))).max();
        let (count, (total, per_page)) =
            (count.unwrap_or(0).max(1), lists.first().copied().unwrap_or_default());
        (1..=count).map(move |number| Part {
            base: Arc::clone(&base),
            number,
            count,
            range: range(number, total, per_page),
        })
    }

    /// Where a part of a list stands among its pages; nothing when there is one.
    pub(super) fn pager(&self, part: &Part) -> Option<Pager> {
        let Part { number, count, .. } = *part;
        (count > 1).then(|| Pager {
            number,
            count,
            previous: (number > 1).then(|| self.href(&part.url_of(number - 1))),
            next: (number < count).then(|| self.href(&part.url_of(number + 1))),
            pages: nearby(number, count).map(|n| self.link(&n.to_string(), &part.url_of(n))).collect(),
        })
    }
}

/// The entries of a list that are on a page.
fn range(number: usize, total: usize, per_page: usize) -> Range<usize> {
    let per_page = per_page.max(1);
    total.min((number - 1) * per_page)..total.min(number * per_page)
}

/// Reading time, rounded up.
fn minutes(card: &Card) -> u32 {
    card.words.div_ceil(READING_SPEED).max(1)
}

/// One page of a long list.
#[derive(Clone, Debug)]
pub(super) struct Part {
    base: Arc<str>,
    /// From 1.
    pub(super) number: usize,
    count: usize,
    /// The entries on it.
    pub(super) range: Range<usize>,
}

impl Part {
    /// Its path below the base path.
    pub(super) fn url(&self) -> String {
        self.url_of(self.number)
    }

    /// What is on it of another list.
    pub(super) fn of<T>(&self, list: Vec<T>, per_page: usize) -> impl Iterator<Item = T> {
        let Range { start, end } = range(self.number, list.len(), per_page);
        list.into_iter().take(end).skip(start)
    }

    /// Its title, made of that of the list.
    pub(super) fn title(&self, list: &str, strings: &Strings) -> String {
        if self.number == 1 {
            return list.to_owned();
        }
        strings.fill("count.page_of", &[("title", list), ("n", &self.number.to_string())])
    }

    fn url_of(&self, number: usize) -> String {
        if number == 1 { self.base.to_string() } else { format!("{}page/{number}/", self.base) }
    }
}

/// The pages that a pager names: the first, the last, and those around this one.
fn nearby(number: usize, count: usize) -> impl Iterator<Item = usize> {
    (1..=count).filter(move |n| *n == 1 || *n == count || n.abs_diff(number) <= 3)
}

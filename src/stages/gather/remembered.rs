//! One article, remembered: made anew only when its file has changed, or names that its words could be.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    article::{self, ArticleRead},
    read_matter, read_review,
    rights::Rights,
};
use crate::{
    memo::{self, Memo, bytes_key},
    model::{
        article::{Card, CardEvent, CardQuote, Mention},
        config::Config,
        diagnostic::Diagnostic,
        inputs::InputFile,
    },
    stages::names::{Asker, NameTable, Words},
};

/// What came of reading an article.
pub(super) struct Read {
    /// Nothing when it is quarantined.
    pub(super) article: Option<ArticleRead>,
    pub(super) problems: Vec<Diagnostic>,
    /// Its text was looked at.
    pub(super) anew: bool,
}

/// An article as it is remembered: with all names that there are, and with those that touch it.
#[derive(Clone, Serialize, Deserialize)]
struct Remembered {
    article: ArticleRead,
    /// All topics that it may have to do with, as they were numbered when this was written.
    topics: Arc<[u32]>,
    /// Hash of the names that touch it.
    touched: u128,
}

/// Reads one article, or recalls it.
pub(super) fn read(
    file: &InputFile,
    review: Option<&(u128, &InputFile)>,
    (names, rights): (&NameTable, &Rights),
    config: &Config,
    memo: &Memo,
) -> Read {
    let own = memo::key((
        "article, 6",
        &file.path,
        bytes_key(&file.bytes),
        review.map(|(key, _)| key),
        rights.fingerprint,
        (config.publish_suggestions, &config.language),
    ));
    let memory = Memory { own, file, names, memo };
    if let Some(article) = memory.recall() {
        return Read { article: Some(article), problems: Vec::new(), anew: false };
    }
    let mut problems = Vec::new();
    let mut asker = Asker::new(names);
    let matter = read_matter(file).map_err(|problem| problems.push(problem)).ok();
    let article = matter.map(|matter| {
        let review = review.map(|(_, file)| read_review(file, &mut problems)).unwrap_or_default();
        article::make(file, matter, &review, (&mut asker, rights), config, &mut problems)
    });
    // What is wrong must be said again next time: only what is right is remembered.
    if let Some(article) = article.as_ref().filter(|_| problems.is_empty()) {
        memory.remember(article, &asker.words);
    }
    Read { article, problems, anew: true }
}

/// What is remembered of one article.
struct Memory<'a> {
    /// Made of everything that it depends on but names. Under it lie the words of the article.
    own: u128,
    file: &'a InputFile,
    names: &'a NameTable,
    memo: &'a Memo,
}

impl Memory<'_> {
    /// With all names that there are.
    fn with_all(&self) -> u128 {
        memo::key((self.own, "all", self.names.fingerprint))
    }

    /// How its topics are numbered among all; said only when that has changed since it was made.
    fn numbers(&self) -> u128 {
        memo::key((self.own, "numbers", self.names.fingerprint))
    }

    /// With the names that touch it.
    fn with_touched(&self, touched: u128) -> u128 {
        memo::key((self.own, "touched", touched))
    }

    fn remember(&self, article: &ArticleRead, words: &Words) {
        let touched = self.names.touched(words);
        let (article, topics) = (article.clone(), touched.topics.into());
        let known = Remembered { article, topics, touched: touched.fingerprint };
        let keys = [self.with_all(), self.with_touched(known.touched)];
        self.memo.put_away(&[self.own], words.list());
        self.memo.put_away(&keys, &known);
        self.memo.keep(&keys, &known);
    }

    /// What an earlier run put away.
    fn take_out(&self, key: u128) -> Option<Remembered> {
        let known: Remembered = self.memo.take_out(key)?;
        Some(Remembered { article: known.article.within(self.file), ..known })
    }

    /// What was made of the article when names were the same, or at least those that touch it.
    fn recall(&self) -> Option<ArticleRead> {
        let Self { own, names, memo, .. } = *self;
        let (with_all, numbers) = (self.with_all(), self.numbers());
        if let Some(known) = memo.kept::<Remembered>(with_all) {
            memo.keep_all(&[own, with_all, numbers, self.with_touched(known.touched)]);
            return Some(known.article);
        }
        if let Some(known) = self.take_out(with_all) {
            let with_touched = self.with_touched(known.touched);
            memo.keep_all(&[own, with_touched]);
            memo.keep(&[with_all, with_touched], &known);
            return Some(known.article);
        }
        let numbered: Option<(u128, Vec<u32>)> = memo.take_out(numbers);
        let is_new = numbered.is_none();
        let (touched, topics) = numbered.or_else(|| {
            let touched = names.touched(&Words::from_list(&memo.take_out::<Vec<u32>>(own)?));
            Some((touched.fingerprint, touched.topics))
        })?;
        let with_touched = self.with_touched(touched);
        let known = memo.kept(with_touched).or_else(|| self.take_out(with_touched))?;
        memo.keep_all(&[own, with_touched]);
        if *known.topics == *topics {
            memo.also(with_touched, with_all);
            memo.keep(&[with_all], &known);
            return Some(known.article);
        }
        if is_new {
            memo.put_away(&[numbers], &(touched, &topics));
        }
        let article = known.article.renumbered(&known.topics, &topics)?;
        let known = Remembered { article, topics: topics.into(), touched };
        memo.keep(&[with_all], &known);
        Some(known.article)
    }
}

impl ArticleRead {
    /// What was remembered of this file, with its words in it.
    fn within(self, file: &InputFile) -> Self {
        let mut card = Arc::unwrap_or_clone(self.card);
        let sentences = card.mentions.iter_mut().map(|mention| &mut mention.sentence);
        for excerpt in [&mut card.title, &mut card.summary].into_iter().chain(sentences) {
            excerpt.place_in(&file.bytes);
        }
        Self { card: Arc::new(card), ..self }
    }

    /// The same when the topics of one list have the numbers of another. Nothing when it has a topic that is in neither.
    fn renumbered(self, from: &[u32], to: &[u32]) -> Option<Self> {
        let number = |topic: u32| to.get(from.binary_search(&topic).ok()?).copied();
        let all = |topics: &[u32]| topics.iter().map(|topic| number(*topic)).collect::<Option<Vec<u32>>>();
        let card = Arc::unwrap_or_clone(self.card);
        let mentions = card.mentions.into_iter().map(|mention| {
            let topic = number(mention.topic)?;
            Some(Mention { topic, ..mention })
        });
        let quotes = card.quotes.into_iter().map(|quote| {
            let speaker_topic = match quote.speaker_topic {
                Some(topic) => Some(number(topic)?),
                None => None,
            };
            Some(CardQuote { speaker_topic, topics: all(&quote.topics)?, ..quote })
        });
        let events = card.events.into_iter().map(|event| {
            let topics = all(&event.topics)?;
            Some(CardEvent { topics, ..event })
        });
        let links = self.links.iter().map(|(start, end, topic)| Some((*start, *end, number(*topic)?)));
        let doubts = self.doubts.iter().map(|(name, topics)| Some((name.clone(), all(topics)?)));
        Some(Self {
            card: Arc::new(Card {
                mentions: mentions.collect::<Option<_>>()?,
                quotes: quotes.collect::<Option<_>>()?,
                events: events.collect::<Option<_>>()?,
                ..card
            }),
            links: links.collect::<Option<_>>()?,
            doubts: doubts.collect::<Option<_>>()?,
            ..self
        })
    }
}

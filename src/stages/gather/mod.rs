//! Content files to values: each file alone, in parallel, remembered by its bytes.
//!
//! Topics are read first, because their names decide what an article mentions; then every article becomes a
//! card, its text matched once against all names.

mod article;
mod by_hand;
mod excerpt;
mod quoted;
mod remembered;
mod rights;
mod topics;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use serde::de::DeserializeOwned;

pub use article::ArticleRead;
pub(crate) use quoted::find_words;
use remembered::Read;
pub use topics::{TopicEntry, names_of};

use super::{
    names::{NameTable, Named},
    place::{Step, at_key},
    plain::{ByName, links_by_name},
};
use crate::{
    memo::{Lasting, Memo, bytes_key},
    model::{
        config::Config,
        date::Date,
        diagnostic::Diagnostic,
        dossier::LeftOut,
        inputs::{Day, InputFile, Inputs, RelPath},
        media::Media,
        review::{Review, TopicsReview},
        source::{PageMatter, SourceMatter},
        view::{Body, WikiLink},
    },
    text::slug::slug,
    yaml,
};

/// The name of the file in `content/review/` that holds new topics.
pub const TOPICS_REVIEW: &str = "content/review/topics.yaml";

/// A file with front matter.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// Where it lies.
    pub path: RelPath,
    /// Its front matter.
    pub matter: T,
    /// Its text.
    pub body: Body,
}

/// Everything that the content files say.
#[derive(Debug)]
pub struct Gathered {
    /// In the order of their files.
    pub articles: Vec<(InputFile, ArticleRead)>,
    /// By name; an index here is the index in every card.
    pub topics: Vec<TopicEntry>,
    /// In the order of their files.
    pub sources: Vec<Entry<SourceMatter>>,
    /// In the order of their files.
    pub pages: Vec<Entry<PageMatter>>,
    /// By path.
    pub media: Vec<Media>,
    /// What is not part of it.
    pub left_out: LeftOut,
    /// Articles that were not remembered.
    pub read_anew: usize,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What reading an article takes besides its file.
struct Known<'a> {
    topics: Vec<TopicEntry>,
    sources: Vec<Entry<SourceMatter>>,
    reviews: Reviews<'a>,
    names: NameTable,
    rights: rights::Rights,
    left_out: LeftOut,
}

impl<'a> Known<'a> {
    fn read(inputs: &'a Inputs, memo: &Memo, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut left_out = LeftOut::default();
        let (suggested, reviews) = read_reviews(&inputs.review, diagnostics);
        let settled = (&inputs.config, &mut left_out);
        let topics = topics::read_topics(&inputs.topics, &suggested, settled, memo, diagnostics);
        let named: Vec<Named> = topics.iter().map(TopicEntry::named).collect();
        let names = NameTable::new(&named);
        let sources = entries(&inputs.sources, memo, diagnostics);
        let rights = rights::Rights::new(&sources);
        Self { topics, sources, reviews, names, rights, left_out }
    }

    fn article(&self, file: &InputFile, config: &Config, memo: &Memo) -> Read {
        remembered::read(file, self.reviews.get(file.path.stem()), (&self.names, &self.rights), config, memo)
    }
}

/// Reads one article as [`gather`] does, of which nothing need be said.
pub fn gather_one(inputs: &Inputs, path: &RelPath, memo: &Memo) -> Option<(InputFile, ArticleRead)> {
    let mut known = Known::read(inputs, memo, &mut Vec::new());
    let place = inputs.articles.binary_search_by(|file| file.path.cmp(path)).ok()?;
    let file = &inputs.articles[place];
    let Read { article, problems, .. } = known.article(file, &inputs.config, memo);
    let shown = |article: &ArticleRead| {
        problems.is_empty() && known.left_out.admits(article.matter.draft, &inputs.config)
    };
    Some((file.clone(), article.filter(shown)?))
}

/// A thread takes so many articles at once: few, so that none is left with much when the others have nothing to do.
const AT_ONCE: usize = 64;

/// Reads all content.
pub fn gather(inputs: &Inputs, memo: &Memo) -> Gathered {
    let mut diagnostics = Vec::new();
    let config = &inputs.config;
    let known = Known::read(inputs, memo, &mut diagnostics);
    let read: Vec<Read> = inputs
        .articles
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|file| known.article(file, config, memo))
        .collect();
    let Known { topics, mut sources, mut left_out, .. } = known;
    let read_anew = read.iter().filter(|read| read.anew).count();
    let mut articles = Vec::with_capacity(read.len());
    for (file, Read { article, problems, .. }) in inputs.articles.iter().zip(read) {
        diagnostics.extend(problems);
        let shown = article.filter(|article| {
            left_out.admits(article.matter.draft, config)
                && left_out.admits_date(article.card.date, config, inputs.today)
        });
        articles.extend(shown.map(|article| (file.clone(), article)));
    }
    sources.retain(|entry| left_out.admits(entry.matter.draft, config));
    let mut pages: Vec<Entry<PageMatter>> = entries(&inputs.pages, memo, &mut diagnostics);
    pages.retain(|entry| left_out.admits(entry.matter.draft, config));
    let media = inputs.media.clone();
    Gathered { articles, topics, sources, pages, media, left_out, read_anew, diagnostics }
}

impl LeftOut {
    /// Whether something is shown that may be a draft; if not, it is counted.
    fn admits(&mut self, draft: bool, config: &Config) -> bool {
        let shown = config.drafts || !draft;
        self.drafts += usize::from(!shown);
        shown
    }

    /// Whether an article of a date is shown; if not, it is counted. A month or a year is to come until it begins.
    fn admits_date(&mut self, date: Option<Date>, config: &Config, today: Day) -> bool {
        let begins = date.and_then(Date::first_day);
        let shown = config.future || begins.is_none_or(|begins| begins <= today);
        self.future += usize::from(!shown);
        shown
    }
}

/// Review files by the stem of their article, each with its key.
type Reviews<'a> = BTreeMap<&'a str, (u128, &'a InputFile)>;

/// The review files, by article; the one for new topics apart.
fn read_reviews<'a>(
    files: &'a [InputFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> (TopicsReview, Reviews<'a>) {
    let mut suggested = TopicsReview::default();
    let mut reviews = BTreeMap::new();
    for file in files {
        if file.path.as_str() == TOPICS_REVIEW {
            match read_yaml(file) {
                Ok(review) => suggested = review,
                Err(problem) => diagnostics.push(problem),
            }
        } else {
            reviews.insert(file.path.stem(), (bytes_key(&file.bytes), file));
        }
    }
    (suggested, reviews)
}

/// A whole file of YAML.
pub fn read_yaml<T: DeserializeOwned + Default>(file: &InputFile) -> Result<T, Diagnostic> {
    let text = utf8(file)?;
    yaml::read_whole(text, &file.path)
}

/// The review of one article, if its file can be read.
fn read_review(file: &InputFile, diagnostics: &mut Vec<Diagnostic>) -> Review {
    read_yaml(file).unwrap_or_else(|problem| {
        diagnostics.push(problem);
        Review::default()
    })
}

/// Front matter and where the body begins.
pub fn read_matter<T: DeserializeOwned + Default>(file: &InputFile) -> Result<(T, usize), Diagnostic> {
    let text = utf8(file)?;
    let split = yaml::split(text).map_err(|fence| {
        Diagnostic::error("front-matter-open", "the front matter is never closed")
            .in_file(&file.path)
            .at(text, fence)
            .hint("end it with a line that holds only `---`")
    })?;
    Ok((yaml::read(text, split.yaml, &file.path)?, split.body))
}

fn utf8(file: &InputFile) -> Result<&str, Diagnostic> {
    std::str::from_utf8(&file.bytes).map_err(|error| {
        let readable = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]).into_owned();
        let end = readable.len();
        Diagnostic::error("not-utf-8", "the file is not UTF-8 from here on")
            .in_file(&file.path)
            .at(readable, end..end)
            .hint("save it as UTF-8; only seeds may have another encoding")
    })
}

fn entries<T>(files: &[InputFile], memo: &Memo, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry<T>>
where
    T: Lasting + Default,
{
    let read: Vec<_> = files
        .par_iter()
        .map(|file| {
            let mut problem = None;
            let key = crate::memo::key((std::any::type_name::<T>(), bytes_key(&file.bytes)));
            let read =
                memo.get_or(key, || read_matter::<T>(file).map_err(|found| problem = Some(found)).ok());
            (read, problem)
        })
        .collect();
    let mut entries = Vec::with_capacity(files.len());
    for (file, (read, problem)) in files.iter().zip(read) {
        diagnostics.extend(problem);
        let entry =
            read.map(|(matter, start)| Entry { path: file.path.clone(), matter, body: body(file, start) });
        entries.extend(entry);
    }
    entries
}

/// The text of a file from `start` on, no links yet.
fn body(file: &InputFile, start: usize) -> Body {
    let key = bytes_key(file.bytes.get(start..).unwrap_or_default());
    let mut body = Body { file: Arc::clone(&file.bytes), start, key, ..Body::default() };
    body.wiki = wiki(start, &links_by_name(body.markdown()));
    body
}

/// A link by name with its place in the file, for a text that begins at `start`.
fn placed(link: ByName, start: usize) -> (String, (u32, u32), bool) {
    let span = (excerpt::offset(start + link.span.start), excerpt::offset(start + link.span.end));
    (link.target, span, link.embeds)
}

/// The links by name of a text that begins at `start` of its file; where they lead is found later.
fn wiki(start: usize, links: &[ByName]) -> Vec<WikiLink> {
    let link = |link: &ByName| WikiLink {
        target: Arc::from(link.target.as_str()),
        span: (excerpt::offset(start + link.span.start), excerpt::offset(start + link.span.end)),
        href: None,
        embeds: link.embeds,
        media: None,
        picture: None,
    };
    links.iter().map(link).collect()
}

/// The last part of a page's URL: the `slug` of its front matter if it is one, else the file's name.
pub(crate) fn page_slug(
    (path, bytes): (&RelPath, &[u8]),
    wanted: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    if wanted.is_empty() {
        return slug(path.stem());
    }
    let clean = slug(wanted);
    if clean != wanted {
        let problem = Diagnostic::error("bad-slug", format!("`slug: {wanted}` cannot stand in an address"))
            .hint(format!("write `slug: {clean}`, which was used here"));
        diagnostics.push(at_key(problem, (path, bytes), &[Step::Key("slug")]));
    }
    clean
}

#[cfg(test)]
mod tests;

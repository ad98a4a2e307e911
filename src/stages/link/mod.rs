//! All cards at once to the dossier: what mentions what, who said what, what appears together.
//!
//! Cheap by design: it sees cards, never bodies, and its cost grows with the number of mentions, not with
//! articles times topics.

mod copies;
mod groups;
mod media;
mod parts;
mod related;
mod wiki;
mod witnesses;

pub(crate) use self::media::Library;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    gather::{ArticleRead, Entry, Gathered, TopicEntry, page_slug},
    names::fold,
    place::{Step, at_key},
};
use crate::{
    memo::bytes_key,
    model::{
        article::Card,
        date::Date,
        diagnostic::Diagnostic,
        dossier::{Article, Dossier, FreePage, Source, Topic},
        inputs::{InputFile, RelPath},
        source::{PageMatter, SourceMatter},
        view::{Body, WikiLink},
    },
    text::{resemblance::Sketch, slug::slug, terms::Terms},
};

/// Of so many articles that mention a topic, one must mention another too, and two at least, for the two to be called
/// related: chance meetings of rare topics have the greatest lift of all.
const SUPPORT: usize = 40;

/// How many topics a topic's page names as appearing with it.
const RELATED: usize = 12;

/// Links everything. The order of each list is the order in which readers meet it.
pub fn link(gathered: Gathered) -> (Dossier, Vec<Diagnostic>) {
    let mut diagnostics = gathered.diagnostics;
    let entries = without_words(gathered.topics, &gathered.articles);
    let order = newest_first(&gathered.articles);
    let read = order.par_iter().map(|index| article(&gathered.articles[*index]));
    let (mut articles, (sketches, terms)): (Vec<Article>, (Vec<Sketch>, Vec<Terms>)) = read.unzip();
    let cards: Vec<Arc<Card>> = articles.iter().map(|article| Arc::clone(&article.card)).collect();
    let (mut of_copies, mut of_topics) = (Vec::new(), Vec::new());
    // Neither knows of the other, and much of both is one step after another.
    let (copies, (mut topics, mut sources, quotes, events)) = rayon::join(
        || {
            let copies = copies::copies(&mut articles, &sketches, &mut of_copies);
            let related = related::related(&articles, &terms);
            for (article, related) in articles.iter_mut().zip(related) {
                article.related = related;
            }
            copies
        },
        || {
            let mut topics = topics(entries, &cards, &mut of_topics);
            parts::connect(&mut topics, &mut of_topics);
            let sources = sources(gathered.sources, &cards, &mut of_topics);
            (topics, sources, witnesses::quotes(&cards), witnesses::events(&cards))
        },
    );
    diagnostics.append(&mut of_copies);
    diagnostics.append(&mut of_topics);
    let mut pages: Vec<FreePage> =
        gathered.pages.into_iter().map(|entry| page(entry, &mut diagnostics)).collect();
    pages.sort_by_key(|page| (page.matter.order.unwrap_or(i32::MAX), page.matter.title.clone()));
    let mut texts = wiki::Texts {
        articles: &mut articles,
        topics: &mut topics,
        sources: &mut sources,
        pages: &mut pages,
    };
    let library = media::Library::of(&gathered.media);
    wiki::resolve(&mut texts, &library, &mut diagnostics);
    for article in &mut articles {
        let address = article.matter.image.as_ref().map_or("", |image| image.src.as_str());
        let path = RelPath::new(format!("content/articles/{}.md", article.card.stem));
        let place = (&["image", "src"][..], address);
        article.picture = library.in_matter((&path, &article.body), place, &mut diagnostics);
    }
    for topic in &mut topics {
        let Some(path) = &topic.path else { continue };
        let place = (&["image"][..], topic.matter.image.as_str());
        topic.picture = library.in_matter((path, &topic.body), place, &mut diagnostics);
    }
    let (media, left_out) = (gathered.media, gathered.left_out);
    (Dossier { articles, topics, sources, pages, copies, quotes, events, media, left_out }, diagnostics)
}

/// The dossier in which one article says what its file now says; what others know of it is as it was. Nothing when
/// more depends on the change than its own page.
pub fn with_article(dossier: &Dossier, read: &(InputFile, ArticleRead)) -> Option<(Dossier, usize)> {
    let index = dossier.articles.iter().position(|known| known.card.stem == read.1.card.stem)?;
    let known = &dossier.articles[index];
    let (mut new, _) = article(read);
    let (old, card) = (&known.card, &new.card);
    let same =
        (&old.url, &old.title, old.date, &old.source) == (&card.url, &card.title, card.date, &card.source);
    if !same || !new.body.wiki.is_empty() || new.matter.image != known.matter.image {
        return None;
    }
    (new.picture, new.copies, new.related) = (known.picture, known.copies, known.related.clone());
    let mut dossier = dossier.clone();
    dossier.articles[index] = new;
    Some((dossier, index))
}

fn article((file, read): &(InputFile, ArticleRead)) -> (Article, (Sketch, Terms)) {
    let key = bytes_key(file.bytes.get(read.start..).unwrap_or_default());
    let wiki = read.by_name.iter().map(|(target, span, embeds)| WikiLink {
        target: Arc::from(target.as_str()),
        span: *span,
        href: None,
        embeds: *embeds,
        media: None,
        picture: None,
    });
    let wiki = wiki.collect();
    let body = Body {
        file: Arc::clone(&file.bytes),
        start: read.start,
        wiki,
        until: read.until,
        key,
        ..Body::default()
    };
    let article = Article {
        card: Arc::clone(&read.card),
        matter: Arc::clone(&read.matter),
        fields: Arc::clone(&read.fields),
        names: Arc::clone(&read.links),
        doubts: Arc::clone(&read.doubts),
        body,
        picture: None,
        copies: None,
        related: Box::default(),
    };
    (article, (read.sketch, read.terms))
}

/// A suggested topic gives as its reason the rule alone, not the words, when an article that it rests on may not be
/// shown whole.
fn without_words(mut entries: Vec<TopicEntry>, articles: &[(InputFile, ArticleRead)]) -> Vec<TopicEntry> {
    let shown: BTreeSet<&str> =
        articles.iter().filter(|(_, read)| read.whole).map(|(_, read)| &*read.card.stem).collect();
    for entry in entries.iter_mut().filter(|entry| !entry.basis.is_empty()) {
        if !entry.from.iter().all(|stem| shown.contains(stem.as_str())) {
            let rule = entry.basis.find(": “").unwrap_or(entry.basis.len());
            entry.basis.truncate(rule);
        }
    }
    entries
}

/// The articles newest first, those without a date last, then by file.
fn newest_first(articles: &[(InputFile, ArticleRead)]) -> Vec<usize> {
    let date = |(_, read): &(InputFile, ArticleRead)| read.card.date;
    let mut order: Vec<(Option<Date>, &str, usize)> =
        articles.iter().enumerate().map(|(index, read)| (date(read), &*read.1.card.stem, index)).collect();
    order.par_sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    order.into_iter().map(|(.., index)| index).collect()
}

fn topics(entries: Vec<TopicEntry>, cards: &[Arc<Card>], diagnostics: &mut Vec<Diagnostic>) -> Vec<Topic> {
    diagnostics.extend(clashing_names(&entries));
    let mut places = vec![Places::default(); entries.len()];
    for (article, card) in (0u32..).zip(cards) {
        for (at, mention) in (0u32..).zip(&card.mentions) {
            places[mention.topic as usize].mentions.push((article, at));
        }
        for (at, quote) in (0u32..).zip(&card.quotes) {
            if let Some(speaker) = quote.speaker_topic {
                places[speaker as usize].quotes_by.push((article, at));
            }
            for topic in quote.topics.iter().filter(|topic| quote.speaker_topic != Some(**topic)) {
                places[*topic as usize].quotes_about.push((article, at));
            }
        }
        for (at, event) in (0u32..).zip(&card.events) {
            for topic in &event.topics {
                places[*topic as usize].events.push((article, at));
            }
        }
    }
    let sizes: Vec<usize> = places.iter().map(|places| places.mentions.len()).collect();
    entries
        .into_par_iter()
        .zip(places)
        .enumerate()
        .map(|(index, (entry, places))| topic(index, entry, places, cards, &sizes))
        .collect()
}

/// Where a topic occurs: index of the article, index on its card.
#[derive(Clone, Default)]
struct Places {
    mentions: Vec<(u32, u32)>,
    quotes_by: Vec<(u32, u32)>,
    quotes_about: Vec<(u32, u32)>,
    events: Vec<(u32, u32)>,
}

fn topic(index: usize, entry: TopicEntry, mut places: Places, cards: &[Arc<Card>], sizes: &[usize]) -> Topic {
    for list in [&mut places.mentions, &mut places.quotes_by, &mut places.quotes_about, &mut places.events] {
        list.shrink_to_fit();
    }
    let mut events = places.events;
    events.sort_by_key(|(article, at)| cards[*article as usize].events[*at as usize].event.date);
    Topic {
        url: Arc::from(format!("topics/{}/", entry.slug)),
        related: related(index, &places.mentions, cards, sizes),
        matter: Arc::new(entry.matter),
        basis: entry.basis,
        unreviewed: entry.unreviewed,
        path: entry.path,
        body: entry.body,
        picture: None,
        whole: None,
        parts: Vec::new(),
        mentions: places.mentions,
        quotes_by: places.quotes_by,
        quotes_about: places.quotes_about,
        events,
    }
}

/// The topics that share articles with this one. They are ranked by lift, that is how much more often the two meet
/// than chance would have it (Brin et al. 1997), so that a topic that is everywhere does not come first everywhere.
/// A topic that is in few articles itself has no more than those few to say. In whole numbers: the same order on
/// every machine.
fn related(index: usize, mentions: &[(u32, u32)], cards: &[Arc<Card>], sizes: &[usize]) -> Vec<(u32, u32)> {
    let mut met: Vec<u32> = mentions
        .iter()
        .flat_map(|(article, _)| &cards[*article as usize].mentions)
        .map(|mention| mention.topic)
        .filter(|topic| *topic as usize != index)
        .collect();
    met.sort_unstable();
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for topic in met {
        match counts.last_mut() {
            Some((last, count)) if *last == topic => *count += 1,
            _ => counts.push((topic, 1)),
        }
    }
    let support = if mentions.len() < 4 { 1 } else { (mentions.len() / SUPPORT).max(2) };
    counts.retain(|(_, together)| *together as usize >= support);
    let score = |(topic, together): &(u32, u32)| {
        (u64::from(*together) << 20) / (sizes[*topic as usize].max(1) as u64)
    };
    counts.sort_by(|a, b| score(b).cmp(&score(a)).then(b.1.cmp(&a.1)).then(a.0.cmp(&b.0)));
    counts.truncate(RELATED);
    counts.shrink_to_fit();
    counts
}

/// Names that two topics of the curator's share: neither is linked by that name until an article says which.
fn clashing_names(entries: &[TopicEntry]) -> Vec<Diagnostic> {
    let mut owners: BTreeMap<String, &TopicEntry> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.unreviewed) {
        let named = entry.named();
        let names: BTreeMap<String, &String> =
            std::iter::once(&named.name).chain(&named.aliases).map(|name| (fold(name), name)).collect();
        for (folded, name) in names {
            match (owners.get(&folded), &entry.path) {
                (Some(other), Some(path)) => {
                    let message = format!("`{name}` is also a name of {}", other.matter.name);
                    let problem = Diagnostic::warning("name-clash", message).hint(
                        "such a name is not linked; drop it from one of the two, or make it a `weak_aliases`",
                    );
                    let own = *name == named.name;
                    let steps = [Step::Key(if own { "name" } else { "aliases" }), Step::Item(name)];
                    let steps = if own { &steps[..1] } else { &steps };
                    diagnostics.push(at_key(problem, (path, &entry.body.file), steps));
                }
                _ => {
                    owners.insert(folded, entry);
                }
            }
        }
    }
    diagnostics
}

/// Sources with a file, and those that articles name without one, by name.
fn sources(
    entries: Vec<Entry<SourceMatter>>,
    cards: &[Arc<Card>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Source> {
    let mut sources: Vec<Source> =
        entries.into_iter().map(|entry| source(Some(entry.path.clone()), entry, diagnostics)).collect();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        for name in std::iter::once(&source.matter.name).chain(&source.matter.aliases) {
            by_name.entry(fold(name)).or_insert(index);
        }
    }
    for (article, card) in (0u32..).zip(cards).filter(|(_, card)| !card.source.is_empty()) {
        let index = *by_name.entry(fold(&card.source)).or_insert_with(|| {
            let matter = SourceMatter { name: card.source.to_string(), ..SourceMatter::default() };
            let path = RelPath::new(format!("{}.md", slug(&card.source)));
            sources.push(source(None, Entry { path, matter, body: Body::default() }, diagnostics));
            sources.len() - 1
        });
        sources[index].articles.push(article);
    }
    sources.sort_by_cached_key(|source| (fold(&source.matter.name), Arc::clone(&source.url)));
    sources
}

fn source(path: Option<RelPath>, entry: Entry<SourceMatter>, diagnostics: &mut Vec<Diagnostic>) -> Source {
    let mut matter = entry.matter;
    if matter.name.trim().is_empty() {
        entry.path.stem().clone_into(&mut matter.name);
    }
    let own = page_slug((&entry.path, &entry.body.file), &matter.slug, diagnostics);
    Source {
        url: Arc::from(format!("sources/{own}/")),
        matter: Arc::new(matter),
        path,
        body: entry.body,
        articles: Vec::new(),
    }
}

fn page(entry: Entry<PageMatter>, diagnostics: &mut Vec<Diagnostic>) -> FreePage {
    let mut matter = entry.matter;
    if matter.title.trim().is_empty() {
        entry.path.stem().clone_into(&mut matter.title);
    }
    // The page that opens the site stands at its root.
    let url = match (matter.slug.as_str(), entry.path.stem()) {
        ("", "index") => String::new(),
        (own, _) => format!("{}/", page_slug((&entry.path, &entry.body.file), own, diagnostics)),
    };
    FreePage { url: Arc::from(url), matter: Arc::new(matter), path: entry.path, body: entry.body }
}

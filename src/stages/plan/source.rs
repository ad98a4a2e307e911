//! Sources: the list and a page for each.

use std::sync::Arc;

use super::{
    Draft,
    lists::by_year,
    refs::{Part, Refs},
};
use crate::model::{
    dossier::Source,
    view::{ArticleRef, PageMeta, Shared, SourceRef, SourceView, SourcesView, TopicRef, View},
};

/// How many topics a source's page names.
const TOPICS: usize = 12;

pub(super) fn all(refs: &Refs) -> Vec<Draft> {
    let list = Draft {
        url: "sources/".to_owned(),
        owner: "the page “Sources”".to_owned(),
        path: None,
        make: Box::new(|refs| (refs.meta("sources", "sources/", refs.say("section.sources")), list(refs))),
    };
    std::iter::once(list)
        .chain((0..refs.dossier.sources.len()).flat_map(|index| pages(refs, index)))
        .collect()
}

fn list(refs: &Refs) -> View {
    let mut order: Vec<&Source> = refs.dossier.sources.iter().collect();
    order.sort_by_key(|source| std::cmp::Reverse(source.articles.len()));
    let sources = order.iter().map(|source| source_ref(refs, source)).collect();
    View::Sources(SourcesView { sources, articles: refs.articles.len() })
}

fn source_ref(refs: &Refs, source: &Source) -> SourceRef {
    SourceRef {
        name: Arc::from(source.matter.name.as_str()),
        href: Arc::from(refs.href(&source.url)),
        kind: source.matter.kind.clone(),
        country: source.matter.country.clone(),
        count: source.articles.len(),
    }
}

fn pages(refs: &Refs, index: usize) -> impl Iterator<Item = Draft> {
    let source = &refs.dossier.sources[index];
    let owner = source
        .path
        .as_ref()
        .map_or_else(|| format!("the source {}", source.matter.name), ToString::to_string);
    let path = source.path.clone();
    Refs::pages(&source.url, source.articles.len(), refs.config.per_page).map(move |part| Draft {
        url: part.url(),
        owner: owner.clone(),
        path: path.clone(),
        make: Box::new(move |refs| view(refs, index, &part)),
    })
}

fn view(refs: &Refs, index: usize, part: &Part) -> (PageMeta, View) {
    let source = &refs.dossier.sources[index];
    let matter = &source.matter;
    let articles = source.articles[part.range.clone()].iter();
    let articles: Vec<Arc<Shared<ArticleRef>>> =
        articles.map(|article| Arc::clone(&refs.articles[*article as usize])).collect();
    let mut meta = refs.meta("source", &part.url(), &part.title(&matter.name, &refs.strings));
    meta.breadcrumbs = vec![refs.link(refs.say("section.sources"), "sources/")];
    let view = SourceView {
        source: source_ref(refs, source),
        owner: matter.owner.clone(),
        url: matter.url.clone(),
        language: matter.language.clone(),
        grade: matter.grade.value.clone(),
        grade_by: matter.grade.by.clone(),
        grade_date: matter.grade.date.map(|date| date.to_string()),
        share: (source.articles.len() * 200 / refs.articles.len().max(1)).div_ceil(2),
        years: by_year(articles, |article| article.date.as_deref()),
        topics: topics(refs, source),
        pager: refs.pager(part),
        body: refs.linked(&source.body, &[]),
    };
    (meta, View::Source(Box::new(view)))
}

/// What it writes about, most often first.
fn topics(refs: &Refs, source: &Source) -> Vec<TopicRef> {
    let mut mentioned: Vec<u32> = source
        .articles
        .iter()
        .flat_map(|article| &refs.dossier.articles[*article as usize].card.mentions)
        .map(|mention| mention.topic)
        .collect();
    mentioned.sort_unstable();
    let mut counts: Vec<(usize, u32)> = Vec::new();
    for topic in mentioned {
        match counts.last_mut() {
            Some((count, last)) if *last == topic => *count += 1,
            _ => counts.push((1, topic)),
        }
    }
    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    counts.into_iter().take(TOPICS).map(|(count, topic)| refs.topic_ref(topic, count)).collect()
}

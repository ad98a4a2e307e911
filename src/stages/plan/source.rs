//! Sources: the list and a page for each.

use std::sync::Arc;

use super::{
    Draft,
    lists::{by_year, drafts},
    refs::Refs,
};
use crate::model::{
    dossier::Source,
    view::{ArticleRef, Pager, SourceRef, SourceView, SourcesView, TopicRef, View},
};

/// How many topics a source's page names.
const TOPICS: usize = 12;

pub(super) fn all(refs: &Refs<'_>) -> Vec<Draft> {
    let mut order: Vec<&Source> = refs.dossier.sources.iter().collect();
    order.sort_by_key(|source| std::cmp::Reverse(source.articles.len()));
    let sources = order.iter().map(|source| source_ref(refs, source)).collect();
    let view = View::Sources(SourcesView { sources, articles: refs.articles.len() });
    let list = Draft {
        url: Arc::from("sources/"),
        owner: "the page “Sources”".to_owned(),
        path: None,
        meta: refs.meta("sources", "sources/", "Sources"),
        view,
    };
    std::iter::once(list).chain(refs.dossier.sources.iter().flat_map(|source| pages(refs, source))).collect()
}

fn source_ref(refs: &Refs<'_>, source: &Source) -> SourceRef {
    SourceRef {
        name: Arc::from(source.matter.name.as_str()),
        href: Arc::from(refs.href(&source.url)),
        kind: source.matter.kind.clone(),
        country: source.matter.country.clone(),
        count: source.articles.len(),
    }
}

fn pages(refs: &Refs<'_>, source: &Source) -> Vec<Draft> {
    let articles: Vec<Arc<ArticleRef>> =
        source.articles.iter().map(|article| Arc::clone(&refs.articles[*article as usize])).collect();
    let topics = topics(refs, source);
    let matter = &source.matter;
    let view = |articles: Vec<Arc<ArticleRef>>, pager: Option<Pager>| {
        View::Source(Box::new(SourceView {
            source: source_ref(refs, source),
            owner: matter.owner.clone(),
            url: matter.url.clone(),
            language: matter.language.clone(),
            grade: matter.grade.clone(),
            years: by_year(articles, |article| article.date.as_deref()),
            topics: topics.clone(),
            pager,
            body: source.body.clone(),
        }))
    };
    let pages = refs.paged(&source.url, articles, refs.config.per_page);
    let mut drafts = drafts(refs, ("source", &matter.name), pages, view);
    for draft in &mut drafts {
        draft.meta.breadcrumbs = vec![refs.link("Sources", "sources/")];
        draft.path.clone_from(&source.path);
        draft.owner =
            source.path.as_ref().map_or_else(|| format!("the source {}", matter.name), ToString::to_string);
    }
    drafts
}

/// What it writes about, most often first.
fn topics(refs: &Refs<'_>, source: &Source) -> Vec<TopicRef> {
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

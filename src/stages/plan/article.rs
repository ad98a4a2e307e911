//! An article's page.

use std::{collections::BTreeSet, sync::Arc};

use super::{Draft, corrections, exports, refs::Refs};
use crate::{
    model::{
        article::Translation,
        dossier::Article,
        inputs::RelPath,
        review::SuggestedField,
        view::{
            ArticleRef, ArticleView, CiteView, Doubt, Group, Later, Link, PageMeta, Shared, TopicRef, View,
        },
    },
    stages::render::{
        cite::Cited,
        filters::dates::{self, Style},
    },
    yaml,
};

/// How many copies of its text an article's page names.
const COPIES: usize = 24;

pub(super) fn page(refs: &Refs, index: usize) -> Draft {
    let card = &refs.dossier.articles[index].card;
    let path = RelPath::new(format!("content/articles/{}.md", card.stem));
    Draft {
        url: card.url.to_string(),
        owner: path.to_string(),
        path: Some(path),
        make: Box::new(move |refs| view(refs, index)),
    }
}

fn view(refs: &Refs, index: usize) -> (PageMeta, View) {
    let article = &refs.dossier.articles[index];
    let shown = &refs.articles[index];
    let (card, matter) = (&article.card, &article.matter);
    let grade = matter.grade.as_deref().cloned().unwrap_or_default();
    let place = u32::try_from(index).unwrap_or(u32::MAX);
    let neighbour =
        |at: Option<usize>| at.filter(|at| *at < refs.articles.len()).map(|at| refs.article_link(at));
    let (all_copies, outlets) = copies(refs, index);
    let view = ArticleView {
        article: Arc::clone(shown),
        date_basis: matter.date_basis.to_string(),
        byline: matter.byline.to_vec(),
        url: matter.url.to_string(),
        translation: matter.translation.as_deref().cloned(),
        unreviewed_fields: unreviewed_fields(refs, article),
        image: matter.image.as_deref().cloned(),
        picture: matter.image.as_ref().and(article.picture).and_then(|picture| refs.picture(picture)),
        topics: chosen_topics(refs, article),
        mentions: mentioned_topics(refs, article),
        quotes: (0u32..).zip(&card.quotes).map(|(at, _)| refs.quote_with_witnesses((place, at))).collect(),
        events: (0u32..).zip(&card.events).map(|(at, _)| refs.event_in_article((place, at))).collect(),
        corrections: matter.correction.iter().map(corrections::shown).collect(),
        outlets,
        more_copies: all_copies.len().saturating_sub(COPIES),
        copies: all_copies.into_iter().take(COPIES).collect(),
        related: article.related.iter().map(|other| Arc::clone(&refs.articles[*other as usize])).collect(),
        duplicate_of: refs.article_named(&matter.duplicate_of),
        publish: matter.publish,
        grade: grade.value,
        grade_by: grade.by,
        grade_date: grade.date.map(|date| date.to_string()),
        archived: matter
            .archived
            .iter()
            .map(|copy| Link {
                label: Arc::from(copy.date.map(|date| date.to_string()).unwrap_or_default()),
                href: Some(Arc::from(copy.url.as_str())),
                foreign: Arc::default(),
            })
            .collect(),
        seed: matter.seed.as_ref().map(|seed| seed.file.clone()).unwrap_or_default(),
        seed_sha256: matter.seed.as_ref().map(|seed| seed.sha256.clone()).unwrap_or_default(),
        cite: Later::new(exports::cite(refs, index), cite_views),
        doubts: doubts(refs, article),
        previous: neighbour(index.checked_add(1)),
        next: neighbour(index.checked_sub(1)),
        body: refs.linked(&article.body, &article.names),
    };
    let mut meta = refs.meta("article", &card.url, &card.title);
    meta.description = card.summary.to_string();
    let alt = matter.image.as_ref().map_or("", |image| image.alt.as_str());
    meta.image = refs.card_image(view.picture.as_ref(), alt);
    meta.breadcrumbs = vec![refs.link(refs.say("section.articles"), "articles/")];
    (meta, View::Article(Box::new(view)))
}

fn cite_views(cited: &Cited) -> Vec<CiteView> {
    cited.styles().map(|(style, text)| CiteView { style, text }).into()
}

/// Names that the text gives and nobody has decided about. The count of each topic is that of its articles.
fn doubts(refs: &Refs, article: &Article) -> Vec<Doubt> {
    let topic = |topic: &u32| refs.topic_ref(*topic, refs.topic(*topic).mentions.len());
    let doubt = |(name, topics): &(String, Vec<u32>)| Doubt {
        name: name.clone(),
        topics: topics.iter().map(topic).collect(),
    };
    article.doubts.iter().map(doubt).collect()
}

/// The other articles that carry this text, oldest first, and the number of outlets among them.
fn copies(refs: &Refs, index: usize) -> (Vec<Arc<Shared<ArticleRef>>>, usize) {
    let Some(group) = refs.dossier.articles[index].copies else { return (Vec::new(), 0) };
    let members = refs.dossier.copies[group as usize].iter().rev().map(|member| *member as usize);
    let others: Vec<Arc<Shared<ArticleRef>>> =
        members.filter(|member| *member != index).map(|member| Arc::clone(&refs.articles[member])).collect();
    let outlet = |article: &ArticleRef| article.source.as_ref().map(|source| Arc::clone(&source.label));
    let own = outlet(&refs.articles[index]);
    let outlets: BTreeSet<Arc<str>> =
        others.iter().filter_map(|other| outlet(other)).filter(|other| own.as_ref() != Some(other)).collect();
    let count = outlets.len();
    (others, count)
}

/// What the machine read and did not dare to write into the front matter: value and basis, in words.
fn unreviewed_fields(refs: &Refs, article: &Article) -> Vec<Group<String>> {
    let group = |field: &SuggestedField| Group {
        label: field.field.clone(),
        items: vec![in_words(refs, field), field.basis.clone()],
    };
    article.fields.iter().map(group).collect()
}

fn in_words(refs: &Refs, field: &SuggestedField) -> String {
    let strings = &refs.strings;
    let shown = match field.field.as_str() {
        "date" => field.value.parse().ok().map(|date| dates::in_words(date, &strings.words, Style::Long)),
        "language" => Some(strings.words.language(&field.value)),
        "translation" => yaml::value::<Translation>(&field.value).map(|translation| {
            let from = strings.translated_from(&translation.from);
            match translation.by.as_str() {
                "" => from,
                "machine" => {
                    strings.fill("field.by", &[("what", &from), ("name", strings.text("field.machine"))])
                }
                by => strings.fill("field.by", &[("what", &from), ("name", by)]),
            }
        }),
        _ => None,
    };
    shown.unwrap_or_else(|| field.value.clone())
}

/// The editor's choice. A name without a topic of its own is shown by `dossier check`, not here.
fn chosen_topics(refs: &Refs, article: &Article) -> Vec<TopicRef> {
    let card = &article.card;
    let chosen = article.matter.topics.iter().filter_map(|name| {
        let known = |topic: u32| {
            let matter = &refs.topic(topic).matter;
            std::iter::once(&matter.name).chain(&matter.aliases).any(|known| known.eq_ignore_ascii_case(name))
        };
        card.mentions.iter().map(|mention| mention.topic).find(|topic| known(*topic))
    });
    chosen.map(|topic| refs.topic_ref(topic, refs.topic(topic).mentions.len())).collect()
}

/// Every topic that the text mentions, most often first. Their count is the number of mentions here.
fn mentioned_topics(refs: &Refs, article: &Article) -> Vec<TopicRef> {
    let mut mentions: Vec<(u32, u32)> = article
        .card
        .mentions
        .iter()
        .filter(|mention| mention.count > 0)
        .map(|mention| (mention.count, mention.topic))
        .collect();
    mentions.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    mentions.into_iter().map(|(count, topic)| refs.topic_ref(topic, count as usize)).collect()
}

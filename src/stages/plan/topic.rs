//! A topic's pages: all that the dossier knows about it.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Draft,
    lists::by_year,
    refs::{Part, Refs},
};
use crate::model::{
    dossier::Topic,
    view::{Group, Link, MentionView, PageMeta, TopicView, View},
};

/// How many quotes by and about it, and events, its first page shows.
const SHOWN: usize = 50;

pub(super) fn pages(refs: &Refs, index: usize) -> impl Iterator<Item = Draft> {
    let topic = &refs.dossier.topics[index];
    let owner =
        topic.path.as_ref().map_or_else(|| format!("the topic {}", topic.matter.name), ToString::to_string);
    let path = topic.path.clone();
    Refs::pages(&topic.url, topic.mentions.len(), refs.config.per_page).map(move |part| Draft {
        url: part.url(),
        owner: owner.clone(),
        path: path.clone(),
        make: Box::new(move |refs| view(refs, index, &part)),
    })
}

fn view(refs: &Refs, index: usize, part: &Part) -> (PageMeta, View) {
    let topic = &refs.dossier.topics[index];
    let number = u32::try_from(index).unwrap_or(u32::MAX);
    let mentions = topic.mentions[part.range.clone()].iter().map(|place| mention(refs, *place)).collect();
    let mut view =
        if part.number == 1 { first_page(refs, number, topic) } else { later_page(refs, number, topic) };
    view.mentions = by_year(mentions, |mention: &MentionView| mention.article.date.as_deref());
    view.pager = refs.pager(part);
    let mut meta = refs.meta("topic", &part.url(), &part.title(&topic.matter.name));
    meta.description.clone_from(&topic.matter.summary);
    let kind = topic.matter.kind;
    meta.breadcrumbs = vec![refs.link(kind.heading(), &format!("{}/", kind.folder()))];
    (meta, View::Topic(Box::new(view)))
}

/// A page of older mentions, with the name and nothing else.
fn later_page(refs: &Refs, number: u32, topic: &Topic) -> TopicView {
    TopicView {
        topic: refs.topic_ref(number, topic.mentions.len()),
        aliases: Vec::new(),
        contested_names: Vec::new(),
        roles: Vec::new(),
        same_as: Vec::new(),
        part_of: None,
        coordinates: None,
        basis: String::new(),
        mentions: Vec::new(),
        quotes_by: Vec::new(),
        quotes_about: Vec::new(),
        events: Vec::new(),
        related: Vec::new(),
        sources: Vec::new(),
        first: None,
        last: None,
        pager: None,
        body: crate::model::view::Body::default(),
    }
}

fn first_page(refs: &Refs, number: u32, topic: &Topic) -> TopicView {
    let matter = &topic.matter;
    let dates = || {
        topic.mentions.iter().filter_map(|(article, _)| refs.dossier.articles[*article as usize].card.date)
    };
    TopicView {
        aliases: matter.aliases.clone(),
        contested_names: matter.contested_names.clone(),
        roles: matter.roles.clone(),
        same_as: matter.same_as.clone(),
        part_of: part_of(refs, topic),
        coordinates: matter.coordinates.clone(),
        basis: topic.basis.clone(),
        quotes_by: topic.quotes_by.iter().take(SHOWN).map(|place| refs.quote(*place)).collect(),
        quotes_about: topic.quotes_about.iter().take(SHOWN).map(|place| refs.quote(*place)).collect(),
        events: topic.events.iter().rev().take(SHOWN).map(|place| refs.event(*place)).collect(),
        related: topic
            .related
            .iter()
            .map(|(other, together)| refs.topic_ref(*other, *together as usize))
            .collect(),
        sources: sources(refs, topic),
        first: dates().min().map(|date| date.to_string()),
        last: dates().max().map(|date| date.to_string()),
        body: refs.linked(&topic.body, &[]),
        ..later_page(refs, number, topic)
    }
}

fn mention(refs: &Refs, (article, at): (u32, u32)) -> MentionView {
    let mention = &refs.dossier.articles[article as usize].card.mentions[at as usize];
    MentionView {
        article: Arc::clone(&refs.articles[article as usize]),
        sentence: Arc::clone(&mention.sentence),
        at: mention.at,
        count: mention.count,
    }
}

fn part_of(refs: &Refs, topic: &Topic) -> Option<Link> {
    let name = topic.matter.part_of.trim();
    if name.is_empty() {
        return None;
    }
    let whole = refs.dossier.topics.iter().position(|other| other.matter.name == name);
    Some(Link { label: Arc::from(name), href: whole.map(|index| Arc::clone(&refs.topic_hrefs[index])) })
}

/// The sources of the articles that mention it: `label` is the number of articles.
fn sources(refs: &Refs, topic: &Topic) -> Vec<Group<Link>> {
    let mut counts: BTreeMap<&str, (usize, &Link)> = BTreeMap::new();
    for (article, _) in &topic.mentions {
        if let Some(source) = &refs.articles[*article as usize].source {
            counts.entry(&source.label).or_insert((0, source)).0 += 1;
        }
    }
    let mut counts: Vec<(usize, &Link)> = counts.into_values().collect();
    counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.label.cmp(&b.1.label)));
    counts
        .into_iter()
        .map(|(count, link)| Group { label: count.to_string(), items: vec![link.clone()] })
        .collect()
}

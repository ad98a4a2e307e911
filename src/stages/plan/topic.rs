//! A topic's pages: all that the dossier knows about it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Draft,
    activity::activity,
    feeds,
    lists::by_year,
    neighbours::neighbourhood,
    refs::{Part, Refs},
    said::each_once,
};
use crate::{
    model::{
        dossier::{Place, Topic, Witnesses},
        topic::TopicMatter,
        view::{EventView, Group, Link, MentionView, PageMeta, QuoteView, TopicView, View},
    },
    stages::names::fold,
    text::script::script,
};

/// How many articles that mention its parts alone its page names.
const FROM_PARTS: usize = 10;

/// How many quotes by and about it, and events, each of its pages shows.
const SHOWN: usize = 50;

pub(super) fn pages(refs: &Refs, index: usize) -> impl Iterator<Item = Draft> {
    let topic = &refs.dossier.topics[index];
    let owner =
        topic.path.as_ref().map_or_else(|| format!("the topic {}", topic.matter.name), ToString::to_string);
    let path = topic.path.clone();
    // Of many more than are shown on a page some may be one entry with several witnesses.
    let once = |all: &Witnesses, places: &[Place]| match places.len() {
        0..=SHOWN => 0,
        _ => each_once(all, places.iter().copied()).len(),
    };
    let dossier = &refs.dossier;
    let lists = [
        (topic.mentions.len(), refs.config.per_page),
        (once(&dossier.quotes, &topic.quotes_by), SHOWN),
        (once(&dossier.quotes, &topic.quotes_about), SHOWN),
        (once(&dossier.events, &topic.events), SHOWN),
    ];
    Refs::pages_of(&topic.url, &lists).map(move |part| Draft {
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
    view.quotes_by = quotes(refs, &topic.quotes_by, part);
    view.quotes_about = quotes(refs, &topic.quotes_about, part);
    view.events = events(refs, &topic.events, part);
    view.pager = refs.pager(part);
    let mut meta = refs.meta("topic", &part.url(), &part.title(&topic.matter.name, &refs.strings));
    meta.description.clone_from(&topic.matter.summary);
    meta.image = refs.card_image(view.picture.as_ref(), &topic.matter.name);
    meta.feeds = feeds::links(refs, feeds::Of::Topic(number));
    let kind = topic.matter.kind;
    meta.breadcrumbs = vec![refs.link(refs.kind_heading(kind), &format!("{}/", kind.folder()))];
    meta.breadcrumbs.extend(wholes(refs, topic));
    (meta, View::Topic(Box::new(view)))
}

/// A page of more mentions, with the name and nothing else yet.
fn later_page(refs: &Refs, number: u32, topic: &Topic) -> TopicView {
    TopicView {
        topic: refs.topic_ref(number, topic.mentions.len()),
        aliases: Vec::new(),
        contested_names: Vec::new(),
        roles: Vec::new(),
        same_as: Vec::new(),
        scripts: Vec::new(),
        part_of: None,
        parts: Vec::new(),
        in_parts: 0,
        from_parts: Vec::new(),
        activity: None,
        coordinates: None,
        basis: String::new(),
        mentions: Vec::new(),
        quotes_by: Vec::new(),
        quotes_about: Vec::new(),
        events: Vec::new(),
        related: Vec::new(),
        neighbours: None,
        sources: Vec::new(),
        first: None,
        last: None,
        pager: None,
        picture: None,
        body: crate::model::view::Body::default(),
    }
}

fn first_page(refs: &Refs, number: u32, topic: &Topic) -> TopicView {
    let matter = &topic.matter;
    let (aliases, scripts) = by_script(refs, matter);
    let from_parts = from_parts(refs, topic);
    let dates = || {
        topic.mentions.iter().filter_map(|(article, _)| refs.dossier.articles[*article as usize].card.date)
    };
    TopicView {
        aliases,
        scripts,
        contested_names: matter.contested_names.clone(),
        roles: matter.roles.clone(),
        same_as: matter.same_as.clone(),
        part_of: part_of(refs, topic),
        parts: topic
            .parts
            .iter()
            .map(|part| refs.topic_ref(*part, refs.topic(*part).mentions.len()))
            .collect(),
        in_parts: from_parts.len(),
        from_parts: from_parts
            .into_iter()
            .take(FROM_PARTS)
            .map(|article| Arc::clone(&refs.articles[article as usize]))
            .collect(),
        activity: activity(dates()),
        coordinates: matter.coordinates.clone(),
        basis: topic.basis.clone(),
        related: topic
            .related
            .iter()
            .map(|(other, together)| refs.topic_ref(*other, *together as usize))
            .collect(),
        neighbours: neighbourhood(refs, topic),
        sources: sources(refs, topic),
        first: dates().min().map(|date| date.to_string()),
        last: dates().max().map(|date| date.to_string()),
        picture: topic.picture.and_then(|picture| refs.picture(picture)),
        body: refs.linked(&topic.body, &[]),
        ..later_page(refs, number, topic)
    }
}

fn quotes(refs: &Refs, places: &[Place], part: &Part) -> Vec<QuoteView> {
    let once = each_once(&refs.dossier.quotes, places.iter().copied());
    part.of(once, SHOWN).map(|place| refs.quote_with_witnesses(place)).collect()
}

/// The newest first.
fn events(refs: &Refs, places: &[Place], part: &Part) -> Vec<EventView> {
    let mut once = refs.events_once(places.iter().copied());
    once.reverse();
    part.of(once, SHOWN).map(|place| refs.event_with_witnesses(place)).collect()
}

fn mention(refs: &Refs, (article, at): (u32, u32)) -> MentionView {
    let mention = &refs.dossier.articles[article as usize].card.mentions[at as usize];
    MentionView {
        article: Arc::clone(&refs.articles[article as usize]),
        sentence: mention.sentence.clone(),
        at: mention.at,
        count: mention.count,
    }
}

fn part_of(refs: &Refs, topic: &Topic) -> Option<Link> {
    let name = topic.matter.part_of.trim();
    if name.is_empty() {
        return None;
    }
    match topic.whole {
        Some(whole) => Some(refs.topic_link(whole)),
        None => Some(Link { label: Arc::from(name), href: None, foreign: Arc::default() }),
    }
}

/// What a topic is part of, what that is part of, and so on, the largest first.
fn wholes(refs: &Refs, topic: &Topic) -> Vec<Link> {
    let mut above: Vec<Link> = Vec::new();
    let mut at = topic.whole;
    while let Some(whole) = at {
        above.push(refs.topic_link(whole));
        at = refs.topic(whole).whole;
    }
    above.reverse();
    above
}

/// The articles that mention a part of a topic, or a part of a part, and not the topic itself, newest first.
fn from_parts(refs: &Refs, topic: &Topic) -> Vec<u32> {
    if topic.parts.is_empty() {
        return Vec::new();
    }
    let own: BTreeSet<u32> = topic.mentions.iter().map(|(article, _)| *article).collect();
    let mut found: BTreeSet<u32> = BTreeSet::new();
    let mut waiting: Vec<u32> = topic.parts.clone();
    while let Some(part) = waiting.pop() {
        let part = refs.topic(part);
        found.extend(
            part.mentions.iter().map(|(article, _)| *article).filter(|article| !own.contains(article)),
        );
        waiting.extend(&part.parts);
    }
    found.into_iter().collect()
}

/// A name as readers tell it from others: `the Second world war` is `Second World War`.
fn told_apart(name: &str) -> String {
    const ARTICLES: [&str; 14] =
        ["the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo"];
    let folded = fold(name);
    match folded.split_once(' ') {
        Some((first, rest)) if ARTICLES.contains(&first) => rest.to_owned(),
        _ => folded,
    }
}

/// The aliases in the script of the name, and those in others by script; those that readers see as the name, or as one
/// before, are left out.
fn by_script(refs: &Refs, matter: &TopicMatter) -> (Vec<String>, Vec<Group<String>>) {
    let own = script(&matter.name);
    let mut seen = BTreeSet::from([told_apart(&matter.name)]);
    let aliases = matter.aliases.iter().filter(|alias| seen.insert(told_apart(alias)));
    let (same, other): (Vec<&String>, Vec<&String>) =
        aliases.partition(|alias| [own, ""].contains(&script(alias)));
    let mut scripts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for alias in other {
        scripts.entry(script(alias)).or_default().push(alias.clone());
    }
    let name = |script: &str| {
        let key = format!("scripts.{}", script.to_lowercase().replace(' ', "_"));
        refs.strings.find(&key).unwrap_or(script).to_owned()
    };
    let groups = scripts.into_iter().map(|(script, items)| Group { label: name(script), items });
    (same.into_iter().cloned().collect(), groups.collect())
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

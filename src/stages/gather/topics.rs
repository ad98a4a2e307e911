//! Topics: the curator's files, and what the machine proposes beside them.

use std::collections::BTreeSet;

use super::{Entry, entries, page_slug};
use crate::{
    memo::Memo,
    model::{
        config::Config,
        diagnostic::Diagnostic,
        dossier::LeftOut,
        inputs::InputFile,
        review::{SuggestedTopic, TopicsReview},
        topic::TopicMatter,
        view::Body,
    },
    stages::{
        names::{Named, fold},
        place::at_key,
    },
    text::slug::slug,
};

/// A topic before it is linked.
#[derive(Clone, Debug)]
pub struct TopicEntry {
    /// The last part of its URL.
    pub slug: String,
    /// What its file, or the machine, says.
    pub matter: TopicMatter,
    /// Why the machine proposes it; empty for a person's file.
    pub basis: String,
    /// The file stems of the articles that a suggestion rests on.
    pub from: Vec<String>,
    /// The file, for messages; a suggestion has none.
    pub path: Option<crate::model::inputs::RelPath>,
    /// No person has confirmed it.
    pub unreviewed: bool,
    /// The curator's prose.
    pub body: Body,
}

impl TopicEntry {
    /// Its names, for matching.
    pub fn named(&self) -> Named {
        let contested = self.matter.contested_names.iter().map(|contested| contested.name.clone());
        Named {
            name: self.matter.name.clone(),
            kind: self.matter.kind,
            aliases: self.matter.aliases.iter().cloned().chain(contested).collect(),
            by_machine: self.unreviewed,
            weak: self.matter.weak_aliases.clone(),
        }
    }
}

/// All topics, by name.
pub(super) fn read_topics(
    files: &[InputFile],
    suggested: &TopicsReview,
    (config, left_out): (&Config, &mut LeftOut),
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TopicEntry> {
    let mut topics: Vec<TopicEntry> = entries(files, memo, diagnostics)
        .into_iter()
        .filter(|entry: &Entry<TopicMatter>| left_out.admits(entry.matter.draft, config))
        .map(|entry| by_curator(entry, diagnostics))
        .collect();
    if config.publish_suggestions {
        let new = new_topics(suggested, &topics);
        topics.extend(new);
    }
    topics.sort_by_cached_key(|topic| (fold(&topic.matter.name), topic.slug.clone()));
    topics
}

fn by_curator(entry: Entry<TopicMatter>, diagnostics: &mut Vec<Diagnostic>) -> TopicEntry {
    let slug = page_slug((&entry.path, &entry.body.file), &entry.matter.slug, diagnostics);
    let mut matter = entry.matter;
    if matter.name.trim().is_empty() {
        entry.path.stem().clone_into(&mut matter.name);
        let problem = Diagnostic::warning("topic-without-name", "the topic has no name")
            .hint(format!("add `name:` to the front matter; `{}` was used here", matter.name));
        diagnostics.push(at_key(problem, (&entry.path, &entry.body.file), &[]));
    }
    TopicEntry {
        slug,
        matter,
        basis: String::new(),
        from: Vec::new(),
        path: Some(entry.path),
        unreviewed: false,
        body: entry.body,
    }
}

/// Every name of a topic, folded: one that is proposed under any of them is this topic.
pub fn names_of(matter: &TopicMatter) -> Vec<String> {
    let contested = matter.contested_names.iter().map(|contested| &contested.name);
    std::iter::once(&matter.name).chain(&matter.aliases).chain(contested).map(|name| fold(name)).collect()
}

/// Suggested topics that no file covers and no person has turned down, each with an address of its own.
fn new_topics(suggested: &TopicsReview, known: &[TopicEntry]) -> Vec<TopicEntry> {
    let mut taken: BTreeSet<String> = known.iter().flat_map(|topic| names_of(&topic.matter)).collect();
    taken.extend(suggested.rejected.iter().map(|name| fold(name)));
    let mut slugs: BTreeSet<String> = known.iter().map(|topic| topic.slug.clone()).collect();
    let mut new = Vec::new();
    for topic in &suggested.topics {
        if taken.contains(&fold(&topic.name)) {
            continue;
        }
        let mut own = slug(&topic.name);
        if slugs.contains(&own) {
            own = slug(&format!("{} {}", topic.name, topic.kind.word()));
        }
        if slugs.insert(own.clone()) {
            new.push(by_machine(topic, own, &taken));
        }
    }
    new
}

fn by_machine(topic: &SuggestedTopic, slug: String, taken: &BTreeSet<String>) -> TopicEntry {
    let aliases = topic.aliases.iter().filter(|alias| !taken.contains(&fold(alias))).cloned().collect();
    let matter =
        TopicMatter { name: topic.name.clone(), kind: topic.kind, aliases, ..TopicMatter::default() };
    TopicEntry {
        slug,
        matter,
        basis: topic.basis.clone(),
        from: topic.articles.clone(),
        path: None,
        unreviewed: true,
        body: Body::default(),
    }
}

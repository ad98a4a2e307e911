//! What the seeds name, together: the list of new topics.

use std::collections::BTreeMap;

use crate::{
    model::{reading::TopicRead, review::SuggestedTopic, topic::Kind},
    stages::names::fold,
};

/// A thing named in one or more articles.
#[derive(Default)]
struct Group<'a> {
    names: BTreeMap<&'a str, (usize, usize)>,
    kinds: BTreeMap<Kind, usize>,
    aliases: Vec<&'a str>,
    articles: Vec<&'a str>,
    basis: String,
}

/// One topic for each thing that the articles name. Two articles name the same thing when a full name of one is
/// a full name of the other, kinds agreeing. The spelling that most articles use is the name, the first one
/// among equals; the kind that most of them found is the kind.
pub(super) fn merge<'a>(evidence: impl Iterator<Item = (&'a str, &'a [TopicRead])>) -> Vec<SuggestedTopic> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (stem, topics) in evidence {
        for topic in topics {
            let keys: Vec<(String, bool)> =
                full_names(topic).map(|name| (fold(name), topic.kind == Kind::Person)).collect();
            let place = keys.iter().find_map(|key| places.get(key).copied()).unwrap_or_else(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            for key in keys {
                places.entry(key).or_insert(place);
            }
            groups[place].add(stem, topic);
        }
    }
    let mut topics: Vec<SuggestedTopic> = groups.into_iter().map(Group::topic).collect();
    topics.sort_by_cached_key(|topic| (fold(&topic.name), topic.kind));
    topics
}

/// The name, and the aliases that have as much to say: a person's single word says too little.
fn full_names(topic: &TopicRead) -> impl Iterator<Item = &str> {
    let full = |alias: &&String| topic.kind != Kind::Person || alias.contains(' ');
    std::iter::once(topic.name.as_str()).chain(topic.aliases.iter().filter(full).map(String::as_str))
}

impl<'a> Group<'a> {
    fn add(&mut self, stem: &'a str, topic: &'a TopicRead) {
        let order = self.names.len();
        self.names.entry(&topic.name).or_insert((0, order)).0 += 1;
        *self.kinds.entry(topic.kind).or_default() += 1;
        for alias in &topic.aliases {
            if !self.aliases.contains(&alias.as_str()) {
                self.aliases.push(alias);
            }
        }
        if self.articles.last() != Some(&stem) {
            self.articles.push(stem);
        }
        if self.basis.is_empty() {
            let basis = &topic.basis;
            self.basis = if basis.words.is_empty() {
                basis.rule.clone()
            } else {
                format!("{}: “{}”", basis.rule, basis.words)
            };
        }
    }

    fn topic(self) -> SuggestedTopic {
        let most = self.names.iter().max_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        let name = most.map(|(name, _)| *name).unwrap_or_default();
        let kind =
            self.kinds.iter().max_by(|(_, a), (_, b)| a.cmp(b)).map(|(kind, _)| *kind).unwrap_or_default();
        let others = self.names.keys().copied().chain(self.aliases.iter().copied());
        let mut aliases: Vec<String> = Vec::new();
        for alias in others.filter(|alias| *alias != name) {
            if !aliases.iter().any(|known| known == alias) {
                aliases.push(alias.to_owned());
            }
        }
        SuggestedTopic {
            name: name.to_owned(),
            kind,
            aliases,
            articles: self.articles.into_iter().map(str::to_owned).collect(),
            basis: self.basis,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(name: &str, kind: Kind, aliases: &[&str]) -> TopicRead {
        TopicRead {
            name: name.to_owned(),
            kind,
            aliases: aliases.iter().map(ToString::to_string).collect(),
            basis: crate::model::reading::Basis::default(),
        }
    }

    #[test]
    fn articles_that_use_one_full_name_name_one_thing() {
        let a = [topic("Sergei Ivanov", Kind::Person, &["Ivanov"]), topic("Paris", Kind::Place, &[])];
        let b = [topic("Sergey Ivanov", Kind::Person, &["Sergei Ivanov", "Ivanov"])];
        let c = [topic("Anna Ivanov", Kind::Person, &["Ivanov"]), topic("Sergei Ivanov", Kind::Person, &[])];
        let merged = merge([("a", &a[..]), ("b", &b[..]), ("c", &c[..])].into_iter());
        let names: Vec<(&str, usize)> = merged.iter().map(|t| (t.name.as_str(), t.articles.len())).collect();
        assert_eq!(names, [("Anna Ivanov", 1), ("Paris", 1), ("Sergei Ivanov", 3)]);
        assert_eq!(merged[2].aliases, ["Sergey Ivanov", "Ivanov"]);
    }
}

//! What the seeds name, together: the list of new topics.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Reviewed, new_file, review};
use crate::{
    memo::{self, Memo, bytes_key},
    model::{
        diagnostic::Diagnostic,
        inputs::{InputFile, Inputs},
        reading::TopicRead,
        review::{SuggestedTopic, TopicsReview},
        topic::{Kind, TopicMatter},
    },
    stages::{
        gather::{TOPICS_REVIEW, names_of, read_matter, read_yaml},
        names::fold,
    },
    text::{capitalised, spelling},
};

/// `content/review/topics.yaml`, if it should say something else than it does.
pub(super) fn file(
    inputs: &Inputs,
    reviewed: &BTreeMap<String, Reviewed>,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<InputFile> {
    let before = inputs.review.iter().find(|file| file.path.as_str() == TOPICS_REVIEW);
    let old: TopicsReview = match before.map(read_yaml).transpose() {
        Ok(old) => old.unwrap_or_default(),
        Err(problem) => {
            // A file that cannot be read may hold rejections: it is not replaced.
            diagnostics.push(problem);
            return None;
        }
    };
    let evidence = reviewed.iter().map(|(stem, review)| (stem.as_str(), review.names.as_slice()));
    let mut topics = merge(evidence);
    // What has a file or was turned down waits no longer.
    let mut settled = topic_names(&inputs.topics, memo);
    point_to_known(&mut topics, &settled);
    settled.extend(old.rejected.iter().map(|name| fold(name)));
    topics.retain(|topic| !settled.contains(&fold(&topic.name)));
    let new = TopicsReview { topics, rejected: old.rejected.clone() };
    if new == old {
        return None;
    }
    Some(new_file(TOPICS_REVIEW.to_owned(), &review::write_topics(&new)))
}

/// Every name of every topic that a person has made, folded.
fn topic_names(files: &[InputFile], memo: &Memo) -> BTreeSet<String> {
    let names = files.par_iter().filter_map(|file| {
        let key = memo::key(("names of a topic", file.path.stem(), bytes_key(&file.bytes)));
        memo.get_or(key, || {
            let (mut matter, _) = read_matter::<TopicMatter>(file).ok()?;
            if matter.name.trim().is_empty() {
                file.path.stem().clone_into(&mut matter.name);
            }
            Some(names_of(&matter))
        })
    });
    names.flatten().collect()
}

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
/// a full name of the other, kinds agreeing; persons also when their full names are spellings of one, which the basis
/// then says, for a person to decide. The spelling that most articles use is the name, the first one
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
    let mut topics: Vec<SuggestedTopic> = join_spellings(groups).into_iter().map(Group::topic).collect();
    topics.sort_by_cached_key(|topic| (fold(&topic.name), topic.kind));
    topics
}

/// Persons whose full names sound the same, as one: `Taro Kohno` and `Taro Kono`, `Сергей Лавров` and `Sergey Lavrov`.
fn join_spellings(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut joined: Vec<Group<'_>> = Vec::new();
    let mut by_sound: BTreeMap<String, usize> = BTreeMap::new();
    for group in groups {
        let person = group.kinds.keys().all(|kind| *kind == Kind::Person);
        let sound = group.names.keys().find_map(|name| sound_of(name)).filter(|_| person);
        let known = sound.as_ref().and_then(|sound| by_sound.get(sound)).copied();
        if let Some(place) = known {
            joined[place].join(group);
        } else {
            by_sound.extend(sound.map(|sound| (sound, joined.len())));
            joined.push(group);
        }
    }
    joined
}

/// Says of a new person whose name is a spelling of one that has a file, by its names in lower case, whom it may be.
pub(super) fn point_to_known(topics: &mut [SuggestedTopic], known: &BTreeSet<String>) {
    let by_sound: BTreeMap<String, &String> =
        known.iter().filter_map(|name| Some((sound_of(name)?, name))).collect();
    for topic in
        topics.iter_mut().filter(|topic| topic.kind == Kind::Person && !known.contains(&fold(&topic.name)))
    {
        if let Some(name) = sound_of(&topic.name).and_then(|sound| by_sound.get(&sound).copied()) {
            topic.basis = format!("{}; perhaps “{}”, spelt otherwise", topic.basis, capitals(name));
        }
    }
}

/// A name in lower case with a capital in front of each word.
fn capitals(name: &str) -> String {
    name.split(' ').map(capitalised).collect::<Vec<String>>().join(" ")
}

/// What full names of one person have in common, whatever the alphabet and whichever part stands first.
pub(super) fn sound_of(name: &str) -> Option<String> {
    let mut words: Vec<String> = name.split_whitespace().map(spelling::sound).collect();
    words.sort();
    (words.len() > 1 && words.iter().all(|word| word.chars().count() > 1)).then(|| words.join(" "))
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

    /// Adds what is probably the same under another spelling.
    fn join(&mut self, other: Self) {
        let order = self.names.len();
        let names: Vec<&str> = other.names.keys().copied().collect();
        let written = names.join("”, “");
        let articles = other.articles.len();
        self.basis = format!(
            "{}; probably the same: “{written}” in {articles} {}",
            self.basis,
            if articles == 1 { "article" } else { "articles" }
        );
        for (name, (count, place)) in other.names {
            self.names.entry(name).or_insert((0, order + place)).0 += count;
        }
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        for alias in other.aliases {
            if !self.aliases.contains(&alias) {
                self.aliases.push(alias);
            }
        }
        for article in other.articles {
            if !self.articles.contains(&article) {
                self.articles.push(article);
            }
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
    fn spellings_of_one_name_are_proposed_as_one_with_the_reason() {
        let a = [topic("Taro Kono", Kind::Person, &["Kono"]), topic("Sergey Lavrov", Kind::Person, &[])];
        let b = [topic("Taro Kohno", Kind::Person, &["Kohno"]), topic("Сергей Лавров", Kind::Person, &[])];
        let c = [topic("Kono Taro", Kind::Person, &[]), topic("Yohei Kono", Kind::Person, &[])];
        let merged = merge([("a", &a[..]), ("b", &b[..]), ("c", &c[..])].into_iter());
        let names: Vec<(&str, usize)> = merged.iter().map(|t| (t.name.as_str(), t.articles.len())).collect();
        assert_eq!(names, [("Sergey Lavrov", 2), ("Taro Kono", 3), ("Yohei Kono", 1)]);
        assert_eq!(merged[0].aliases, ["Сергей Лавров"]);
        assert_eq!(merged[1].aliases, ["Kono Taro", "Taro Kohno", "Kono", "Kohno"]);
        assert!(
            merged[1].basis.contains("probably the same: “Taro Kohno” in 1 article"),
            "{}",
            merged[1].basis
        );
    }

    #[test]
    fn a_spelling_of_a_known_person_says_whose_it_may_be() {
        let mut topics = merge(
            [("a", &[topic("Taro Kohno", Kind::Person, &[]), topic("Yohei Kono", Kind::Person, &[])][..])]
                .into_iter(),
        );
        point_to_known(&mut topics, &BTreeSet::from(["taro kono".to_owned(), "kono".to_owned()]));
        assert!(topics[0].basis.ends_with("perhaps “Taro Kono”, spelt otherwise"), "{}", topics[0].basis);
        assert!(!topics[1].basis.contains("perhaps"), "{}", topics[1].basis);
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

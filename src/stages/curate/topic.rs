//! Suggested topics that become files, or further names of a topic that has one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    article::means,
    decide::{Ruling, bad_value, correction, known_keys, no_suggestion},
    front_matter::{self, Item, Style},
    waiting::{settled_names, topic_id},
};
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::{InputFile, Inputs, RelPath},
        review::{SuggestedTopic, TopicsReview},
        topic::TopicMatter,
    },
    stages::{
        gather::{TOPICS_REVIEW, names_of, read_matter, read_yaml},
        names::fold,
    },
    text::slug::slug,
    yaml::{self, flow_list, flow_scalar, scalar},
};

/// The keys of a topic in their canonical order.
const ORDER: [&str; 14] = [
    "name",
    "kind",
    "aliases",
    "weak_aliases",
    "contested_names",
    "roles",
    "same_as",
    "not_same_as",
    "part_of",
    "coordinates",
    "summary",
    "image",
    "slug",
    "draft",
];

/// What waits and what is settled, while decisions are made.
pub(super) struct Topics<'a> {
    /// In the order of the file; what was decided is gone.
    open: Vec<Option<SuggestedTopic>>,
    by_id: BTreeMap<String, usize>,
    rejected: Vec<String>,
    /// Every name that has a topic's file or was turned down, folded.
    settled: BTreeSet<String>,
    /// The stems and slugs that a new file may not have.
    taken: BTreeSet<String>,
    files: &'a [InputFile],
    /// Files that were made or edited by these decisions.
    written: BTreeMap<RelPath, InputFile>,
}

impl<'a> Topics<'a> {
    pub(super) fn read(inputs: &'a Inputs) -> Result<Self, Diagnostic> {
        let file = inputs.review.iter().find(|file| file.path.as_str() == TOPICS_REVIEW);
        let review: TopicsReview = file.map_or_else(|| Ok(TopicsReview::default()), read_yaml)?;
        let files = inputs.topics.as_slice();
        let mut settled = settled_names(files);
        settled.extend(review.rejected.iter().map(|name| fold(name)));
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for file in files {
            taken.extend([slug(file.path.stem()), file.path.stem().to_lowercase()]);
            taken.extend(read_matter::<TopicMatter>(file).map(|(matter, _)| matter.slug));
        }
        let ids = review.topics.iter().map(topic_id);
        let by_id = ids.enumerate().map(|(at, id)| (id, at)).collect();
        let open = review.topics.into_iter().map(Some).collect();
        Ok(Self { open, by_id, rejected: review.rejected, settled, taken, files, written: BTreeMap::new() })
    }

    /// The file that a decision writes; `None` for a rejection.
    pub(super) fn carry_out(
        &mut self,
        id: &str,
        ruling: &Ruling,
    ) -> Result<Option<(RelPath, String)>, Diagnostic> {
        let at = self.by_id.get(id).copied().ok_or_else(|| no_suggestion(id))?;
        let topic = self.open[at].clone().ok_or_else(|| no_suggestion(id))?;
        let written = match ruling {
            Ruling::Reject => {
                self.turn_down(topic.name);
                None
            }
            Ruling::AddTo(name) => {
                let files = self.files_now();
                let file = named(name, &files)?;
                Some((file.path.clone(), with_names(file, &topic, &self.settled)?))
            }
            Ruling::Edit(corrections) => {
                Some(self.new_file(&corrected(&topic, corrections)?, Some(topic.name))?)
            }
            Ruling::Accept | Ruling::Seen => Some(self.new_file(&topic, None)?),
        };
        if let Some((path, text)) = &written {
            let file = InputFile { path: path.clone(), bytes: Arc::from(text.as_bytes()) };
            self.settled.extend(settled_names(std::slice::from_ref(&file)));
            self.taken.insert(path.stem().to_owned());
            self.written.insert(path.clone(), file);
        }
        self.open[at] = None;
        Ok(written)
    }

    fn turn_down(&mut self, name: String) {
        self.settled.insert(fold(&name));
        self.rejected.push(name);
    }

    /// The file of a new topic. Names that other topics have stay theirs; a name that the person took away is
    /// not proposed again.
    fn new_file(
        &mut self,
        topic: &SuggestedTopic,
        instead_of: Option<String>,
    ) -> Result<(RelPath, String), Diagnostic> {
        if self.settled.contains(&fold(&topic.name)) {
            let message = format!("`{}` is the name of a topic that was decided on", topic.name);
            return Err(Diagnostic::error("topic-settled", message)
                .hint("to make it a further name of a topic, use `dossier accept … --as NAME`"));
        }
        let aliases: Vec<&String> =
            topic.aliases.iter().filter(|alias| !self.settled.contains(&fold(alias))).collect();
        let mut text = format!("---\nname: {}\nkind: {}\n", scalar(&topic.name), topic.kind.word());
        if !aliases.is_empty() {
            text = format!("{text}aliases: {}\n", flow_list(&aliases));
        }
        let path = self.free_path(topic);
        let kept = |name: &String| topic.aliases.iter().chain([&topic.name]).any(|k| fold(k) == fold(name));
        if let Some(name) = instead_of.filter(|name| !kept(name)) {
            self.turn_down(name);
        }
        Ok((path, text + "---\n"))
    }

    /// A path that no file has, nor one that differs in case only, nor one whose page would have the same address.
    fn free_path(&self, topic: &SuggestedTopic) -> RelPath {
        let own = slug(&topic.name);
        let with_kind = slug(&format!("{} {}", topic.name, topic.kind.word()));
        let numbered = (2..).map(|number| format!("{own}-{number}"));
        let mut stems = [own.clone(), with_kind].into_iter().chain(numbered);
        let stem = stems.find(|stem| !self.taken.contains(stem));
        RelPath::new(format!("content/topics/{}.md", stem.unwrap_or(own)))
    }

    fn files_now(&self) -> Vec<InputFile> {
        let old = self.files.iter().filter(|file| !self.written.contains_key(&file.path));
        old.chain(self.written.values()).cloned().collect()
    }

    /// What waits after the decisions.
    pub(super) fn review(self) -> TopicsReview {
        let open = self.open.into_iter().flatten();
        let topics = open.filter(|topic| !self.settled.contains(&fold(&topic.name))).collect();
        TopicsReview { topics, rejected: self.rejected }
    }
}

fn corrected(topic: &SuggestedTopic, corrections: &[(String, String)]) -> Result<SuggestedTopic, Diagnostic> {
    known_keys(corrections, &["name", "kind", "aliases"])?;
    let mut topic = topic.clone();
    if let Some(kind) = correction(corrections, "kind") {
        let kinds = "it is person, place, organisation, event or subject";
        topic.kind = yaml::value(&kind).ok_or_else(|| bad_value("kind", kinds))?;
    }
    if let Some(name) = correction(corrections, "name") {
        if name.is_empty() {
            return Err(bad_value("name", "a topic needs one"));
        }
        // The texts still use the name that was found in them.
        topic.aliases.insert(0, std::mem::replace(&mut topic.name, name));
    }
    if let Some(aliases) = correction(corrections, "aliases") {
        topic.aliases = match yaml::value::<Vec<String>>(&aliases) {
            Some(list) => list,
            None => aliases.split(',').map(|alias| alias.trim().to_owned()).collect(),
        };
    }
    let mut seen = BTreeSet::from([fold(&topic.name)]);
    topic.aliases.retain(|alias| !alias.is_empty() && seen.insert(fold(alias)));
    Ok(topic)
}

/// The file of the topic that a person means by a name or an alias.
fn named<'a>(name: &str, files: &'a [InputFile]) -> Result<&'a InputFile, Diagnostic> {
    let wanted = fold(name);
    let known: Vec<(&InputFile, TopicMatter)> =
        files.iter().filter_map(|file| Some((file, read_matter(file).ok()?.0))).collect();
    let own = |file: &InputFile, matter: &TopicMatter| {
        fold(&matter.name) == wanted || fold(file.path.stem()) == wanted
    };
    let by_name: Vec<_> = known.iter().filter(|(file, matter)| own(file, matter)).collect();
    let found = if by_name.is_empty() {
        known.iter().filter(|(_, m)| names_of(m).contains(&wanted)).collect()
    } else {
        by_name
    };
    match found.as_slice() {
        [(file, _)] => Ok(file),
        [] => {
            let names =
                known.iter().flat_map(|(_, matter)| std::iter::once(&matter.name).chain(&matter.aliases));
            let near = did_you_mean(name, names.map(String::as_str));
            let missing =
                Diagnostic::error("no-topic", format!("no topic has the name `{}`", name.escape_debug()));
            Err(missing.hint(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a topic that has a file in content/topics/".to_owned(),
            }))
        }
        several => {
            let paths: Vec<&str> = several.iter().map(|(file, _)| file.path.as_str()).collect();
            Err(Diagnostic::error(
                "two-topics",
                format!("several topics are called `{}`", name.escape_debug()),
            )
            .hint(format!("say which by the name of its file: {}", paths.join(", "))))
        }
    }
}

/// A topic's file with the names of a suggestion as aliases.
fn with_names(
    file: &InputFile,
    topic: &SuggestedTopic,
    settled: &BTreeSet<String>,
) -> Result<String, Diagnostic> {
    let (mut matter, start) = read_matter::<TopicMatter>(file)?;
    let before = String::from_utf8_lossy(&file.bytes).into_owned();
    let mut text = before.clone();
    for name in std::iter::once(&topic.name).chain(&topic.aliases) {
        let known = matter.weak_aliases.iter().any(|weak| fold(weak) == fold(name));
        if known || settled.contains(&fold(name)) || names_of(&matter).contains(&fold(name)) {
            continue;
        }
        matter.aliases.push(name.clone());
        let item = Item::Text(flow_scalar(name));
        let edited = front_matter::push(&text, &ORDER, "aliases", &item, Style::Flow);
        text = edited.filter(|text| means(text, &file.path, &matter, &before[start..])).ok_or_else(|| {
            let why =
                "this front matter is written in a way that cannot be edited safely, so nothing was changed";
            Diagnostic::error("not-edited", why)
                .in_file(&file.path)
                .at(before.as_str(), front_matter::place(&before, "aliases"))
                .hint(format!("write it by hand below `aliases`: `- {}`", scalar(name)))
        })?;
    }
    Ok(text)
}

//! What topics, sources and pages say of themselves that cannot be, or that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Subject, names};
use crate::{
    model::{
        date::Date,
        diagnostic::Diagnostic,
        dossier::Topic,
        inputs::{InputFile, RelPath},
        media::Media,
    },
    stages::{
        names::fold,
        place::{Step, in_matter},
    },
};

/// All topics, sources and pages.
pub(super) fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let (inputs, dossier) = (subject.inputs, subject.dossier);
    let known = names::topics(dossier);
    let mut found = Vec::new();
    for topic in &dossier.topics {
        let Some(file) = topic.path.as_ref().and_then(|path| file(&inputs.topics, path)) else { continue };
        one(topic, file, &known, &mut found);
        found.extend(picture(&topic.matter.image, &inputs.media, file));
    }
    for source in &dossier.sources {
        let Some(file) = source.path.as_ref().and_then(|path| file(&inputs.sources, path)) else { continue };
        found.extend(names::address(&source.matter.url, file, &[Step::Key("url")]));
        found.extend(names::grade(&source.matter.grade, file));
        found.extend(names::mixed(&source.matter.name, file, &[Step::Key("name")]));
    }
    let mut titles: BTreeMap<String, &RelPath> = BTreeMap::new();
    for page in &dossier.pages {
        let Some(file) = file(&inputs.pages, &page.path) else { continue };
        found.extend(names::mixed(&page.matter.title, file, &[Step::Key("title")]));
        if let Some(other) = titles.insert(fold(&page.matter.title), &page.path) {
            let problem = Diagnostic::warning("duplicate-title", format!("{other} has the same title"));
            found.push(in_matter(problem.hint("tell them apart"), file, &[Step::Key("title")]));
        }
    }
    found
}

fn file<'a>(files: &'a [InputFile], path: &RelPath) -> Option<&'a InputFile> {
    files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &files[at])
}

fn one(topic: &Topic, file: &InputFile, known: &BTreeSet<String>, found: &mut Vec<Diagnostic>) {
    let matter = &topic.matter;
    let unnamed = topic.mentions.is_empty() && topic.quotes_by.is_empty() && topic.events.is_empty();
    if unnamed && topic.parts.is_empty() {
        let problem = Diagnostic::warning("orphan-topic", format!("nothing mentions {}", matter.name));
        found.push(in_matter(
            problem.hint("add the names that articles use to `aliases`, or wait for articles"),
            file,
            &[Step::Key("name")],
        ));
    }
    found.extend(names::mixed(&matter.name, file, &[Step::Key("name")]));
    for alias in &matter.aliases {
        found.extend(names::mixed(alias, file, &[Step::Key("aliases"), Step::Item(alias)]));
    }
    for same in &matter.same_as {
        found.extend(names::address(same, file, &[Step::Key("same_as"), Step::Item(same)]));
    }
    for other in matter.not_same_as.iter().filter(|other| !known.contains(&fold(other))) {
        let problem = Diagnostic::warning("unknown-topic", format!("`not_same_as: {other}` names no topic"));
        let problem = problem.hint("make a file for it in content/topics/, or take it out");
        found.push(in_matter(problem, file, &[Step::Key("not_same_as"), Step::Item(other)]));
    }
    for role in &matter.roles {
        let (from, to) = (role.from.and_then(Date::first_day), role.to.and_then(Date::last_day));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let problem =
                Diagnostic::warning("date-order", format!("`{}` ends before it begins", role.label));
            let steps = [Step::Key("roles"), Step::With("label", &role.label)];
            found.push(in_matter(problem.hint("mend `from` or `to`"), file, &steps));
        }
    }
    if let Some(place) = &matter.coordinates
        && !(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0)
    {
        let problem = Diagnostic::warning("bad-coordinates", "no such place is on earth");
        let problem = problem.hint("write `[latitude, longitude]` in degrees: at most 90 and 180");
        found.push(in_matter(problem, file, &[Step::Key("coordinates")]));
    }
}

/// A name with its folder was looked up when the topics were linked.
fn picture(image: &str, media: &[Media], file: &InputFile) -> Option<Diagnostic> {
    let there = media.iter().any(|known| known.path.as_str().strip_prefix("content/media/") == Some(image));
    if image.is_empty() || image.trim_start_matches('/').starts_with("media/") || there {
        return None;
    }
    let problem = Diagnostic::warning("image-missing", format!("content/media/ has no file `{image}`"));
    Some(in_matter(problem.hint("add the file, or mend its name"), file, &[Step::Key("image")]))
}

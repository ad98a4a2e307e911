//! The desk of the preview: what waits on a page, and decisions about it, through the same functions as
//! `dossier review`.
//!
//! A page says which bytes of a file it has shown. If the file has others by now, because another tab or an editor was
//! faster, the decision is refused, and the page is told what waits now. Nothing is ever written over what nobody has
//! seen.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::super::review::save;
use crate::{
    edge::{
        disk::{self, CHANGED_MEANWHILE, How, Save},
        serve::{Desk, Live, Preview, Reply},
        terminal,
        watch::Bell,
    },
    memo::bytes_key,
    model::{
        diagnostic::Diagnostic,
        inputs::{InputFile, Inputs, RelPath},
    },
    stages::{
        curate::{Change, Decision, Ruling, Waiting, What, context, decide, waiting},
        gather::TOPICS_REVIEW,
        names::fold,
    },
};

/// How many characters around the words are shown on either side.
const AROUND: usize = 160;

/// How many topics that have a file are offered as the same as a new one.
const CANDIDATES: usize = 5;

/// A desk over what is up.
pub(super) fn new(root: PathBuf, live: Arc<Live>, bell: Bell) -> impl Desk {
    Table { root, live, bell, made: Mutex::default(), touched: Mutex::default() }
}

struct Table {
    root: PathBuf,
    live: Arc<Live>,
    bell: Bell,
    /// Decisions that can be taken back.
    made: Mutex<Vec<Made>>,
    /// Files that were decided about or put back: the site that is up may be older than they are.
    touched: Mutex<BTreeSet<RelPath>>,
}

/// A decision that was carried out.
struct Made {
    changes: Vec<Change>,
    /// What each of the files held before.
    before: Vec<Option<Arc<[u8]>>>,
}

impl Desk for Table {
    fn waiting(&self, page: &str) -> Value {
        let Some(preview) = self.live.preview() else { return json!({ "items": [] }) };
        let inputs = if page.is_empty() { Some(self.all(&preview)) } else { self.of_page(&preview, page) };
        let items =
            inputs.map(|(inputs, wanted)| items(&preview, &inputs, wanted.as_deref())).unwrap_or_default();
        json!({ "items": items })
    }

    fn decide(&self, asked: &Value) -> Reply {
        let Some(preview) = self.live.preview() else { return refused(&[nothing_up()]) };
        let Some(decision) = read(asked) else {
            return Reply { status: 400, value: json!({ "message": "this is no decision" }) };
        };
        let inputs = if decision.article.is_empty() {
            self.topics(&preview)
        } else {
            self.article(&preview, &decision.article)
        };
        if let Err(problem) = as_seen(&inputs, &decision, asked["key"].as_str().unwrap_or_default()) {
            return refused(&[problem]);
        }
        let changes = decide(&inputs, std::slice::from_ref(&decision));
        if !changes.refused.is_empty() {
            return refused(&changes.refused);
        }
        if let Err(problems) = save(&self.root, &changes.files) {
            return refused(&problems);
        }
        let before = changes.files.iter().map(|change| bytes_of(&inputs, &change.path)).collect();
        let paths = changes.files.iter().map(|change| change.path.clone());
        self.touched.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
        let done = Made { changes: changes.files, before };
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        self.bell.ring();
        let into = changes.done.into_iter().find_map(|(_, path)| path);
        let message = match into {
            Some(path) => format!("accepted {} into {path}", decision.id),
            None => format!("rejected {}", decision.id),
        };
        terminal::say(&message);
        Reply { status: 200, value: json!({ "message": message }) }
    }

    fn undo(&self) -> Reply {
        let last = self.made.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(last) = last else {
            return Reply { status: 409, value: json!({ "message": "there is nothing to undo" }) };
        };
        match take_back(&self.root, &last) {
            Ok(()) => {
                self.bell.ring();
                terminal::say("took the last decision back");
                Reply { status: 200, value: json!({ "message": "took the last decision back" }) }
            }
            Err(problems) => refused(&problems),
        }
    }
}

impl Table {
    fn all(&self, preview: &Preview) -> (Inputs, Option<String>) {
        let mut inputs = preview.inputs.clone();
        // The site may be older than the last decision.
        let paths = self.touched.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for path in paths {
            let fresh = self.fresh(&path);
            let list = if path.as_str().starts_with("content/articles/") {
                &mut inputs.articles
            } else if path.as_str().starts_with("content/topics/") {
                &mut inputs.topics
            } else {
                &mut inputs.review
            };
            match (list.binary_search_by(|file| file.path.cmp(&path)), fresh) {
                (Ok(at), Some(fresh)) => list[at] = fresh,
                (Ok(at), None) => drop(list.remove(at)),
                (Err(at), Some(fresh)) => list.insert(at, fresh),
                (Err(_), None) => {}
            }
        }
        (inputs, None)
    }

    /// The files that a page's suggestions are about, as they are on the disk now; for a topic, its name too.
    fn of_page(&self, preview: &Preview, page: &str) -> Option<(Inputs, Option<String>)> {
        let path = percent_decode_str(page).decode_utf8().ok()?;
        let url = path.strip_prefix(&*preview.inputs.config.base_path())?;
        let dossier = &preview.built.dossier;
        if let Some(article) = dossier.articles.iter().find(|article| &*article.card.url == url) {
            return Some((self.article(preview, &article.card.stem), None));
        }
        let topic = dossier.topics.iter().find(|topic| topic.unreviewed && &*topic.url == url)?;
        Some((self.topics(preview), Some(fold(&topic.matter.name))))
    }

    fn article(&self, preview: &Preview, stem: &str) -> Inputs {
        let of = |files: &[InputFile]| -> Vec<InputFile> {
            let found =
                files.iter().filter(|file| file.path.stem() == stem && file.path.as_str() != TOPICS_REVIEW);
            found.filter_map(|file| self.fresh(&file.path)).collect()
        };
        Inputs {
            config: preview.inputs.config.clone(),
            articles: of(&preview.inputs.articles),
            review: of(&preview.inputs.review),
            today: preview.inputs.today,
            ..Inputs::default()
        }
    }

    fn topics(&self, preview: &Preview) -> Inputs {
        let (whole, _) = self.all(preview);
        let fresh =
            |files: Vec<InputFile>| files.into_iter().filter_map(|file| self.fresh(&file.path)).collect();
        let review = whole.review.into_iter().filter(|file| file.path.as_str() == TOPICS_REVIEW).collect();
        Inputs { topics: fresh(whole.topics), review: fresh(review), ..whole }
    }

    fn fresh(&self, path: &RelPath) -> Option<InputFile> {
        let bytes = disk::read_file(&self.root, path).ok().flatten()?;
        Some(InputFile { path: path.clone(), bytes })
    }
}

/// What waits in some files, most useful first, as a page shows it.
fn items(preview: &Preview, inputs: &Inputs, topic: Option<&str>) -> Vec<Value> {
    let (all, _) = waiting(inputs);
    let wanted = all.iter().filter(|waiting| match (&waiting.what, topic) {
        (What::Topic(found), Some(name)) => fold(&found.name) == name,
        (_, Some(_)) => false,
        (_, None) => true,
    });
    wanted.map(|waiting| item(preview, inputs, waiting)).collect()
}

fn item(preview: &Preview, inputs: &Inputs, waiting: &Waiting) -> Value {
    let dossier = &preview.built.dossier;
    let context = context(inputs, waiting);
    let stem = context.as_ref().map_or(&waiting.article, |context| &context.article);
    let article = dossier.articles.iter().find(|article| *article.card.stem == **stem);
    let base = preview.inputs.config.base_path();
    let (before, words, after) = context.as_ref().map_or(("", "", ""), |context| {
        let (before, rest) = context.text.split_at(context.words.start);
        let (words, after) = rest.split_at(context.words.len());
        (last(before), words, first(after))
    });
    json!({
        "id": waiting.id,
        "article": waiting.article,
        "sort": waiting.sort().word(),
        "file": waiting.file.as_str(),
        "key": key_of(inputs, &waiting.file),
        "title": article.map(|article| &*article.card.title),
        "href": article.map(|article| format!("{base}{}", article.card.url)),
        "says": says(waiting),
        "basis": waiting.basis(),
        "before": before,
        "words": words,
        "after": after,
        "candidates": candidates(inputs, preview, waiting),
    })
}

/// What a suggestion says: keys and values, each of which may be corrected; a field goes by its own name.
fn says(waiting: &Waiting) -> Vec<(&str, String)> {
    match &waiting.what {
        What::Field(field) => vec![(&field.field, field.value.clone())],
        what => what.says(),
    }
}

/// Topics that have a file and share a word of their names with a new one.
fn candidates(inputs: &Inputs, preview: &Preview, waiting: &Waiting) -> Vec<String> {
    let What::Topic(topic) = &waiting.what else { return Vec::new() };
    let words = |name: &str| -> Vec<String> {
        fold(name).split_whitespace().filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
    };
    let ours: Vec<String> = topic.aliases.iter().chain([&topic.name]).flat_map(|name| words(name)).collect();
    let filed = preview.built.dossier.topics.iter().filter(|known| !known.unreviewed);
    let near = filed.filter(|known| {
        let names = known.matter.aliases.iter().chain([&known.matter.name]);
        names.flat_map(|name| words(name)).any(|word| ours.contains(&word))
    });
    // A topic whose file is gone is none to add to.
    let there =
        |path: &RelPath| inputs.topics.is_empty() || inputs.topics.iter().any(|file| file.path == *path);
    let near = near.filter(|known| known.path.as_ref().is_some_and(there));
    near.take(CANDIDATES).map(|known| known.matter.name.clone()).collect()
}

fn last(text: &str) -> &str {
    let from = text.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    &text[from..]
}

fn first(text: &str) -> &str {
    let to = text.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| at);
    &text[..to]
}

/// A decision as a page sends it.
fn read(asked: &Value) -> Option<Decision> {
    let text = |key: &str| asked[key].as_str().map(str::to_owned);
    let ruling = match asked["ruling"].as_str()? {
        "accept" => Ruling::Accept,
        "reject" => Ruling::Reject,
        "edit" => {
            let pair = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
            Ruling::Edit(asked["corrections"].as_object()?.iter().map(pair).collect::<Option<_>>()?)
        }
        "add-to" => Ruling::AddTo(text("topic")?),
        _ => return None,
    };
    Some(Decision { article: text("article")?, id: text("id")?, ruling })
}

/// The file that is decided about is the one that the person has seen.
fn as_seen(inputs: &Inputs, decision: &Decision, key: &str) -> Result<(), Diagnostic> {
    let files = if decision.article.is_empty() { &inputs.review } else { &inputs.articles };
    let file = files.first().map(|file| &file.path);
    if file.is_some_and(|path| key_of(inputs, path) == key) {
        return Ok(());
    }
    let problem = Diagnostic::error(
        CHANGED_MEANWHILE,
        "it was changed while you decided, so nothing was written to it",
    );
    Err(file.into_iter().fold(problem, Diagnostic::in_file).hint("look at it and decide again"))
}

fn key_of(inputs: &Inputs, path: &RelPath) -> String {
    bytes_of(inputs, path).map(|bytes| format!("{:032x}", bytes_key(&bytes))).unwrap_or_default()
}

fn bytes_of(inputs: &Inputs, path: &RelPath) -> Option<Arc<[u8]>> {
    let lists = [&inputs.articles, &inputs.topics, &inputs.review];
    let mut files = lists.into_iter().flatten();
    files.find(|file| file.path == *path).map(|file| Arc::clone(&file.bytes))
}

/// Puts back what a decision replaced, unless somebody has edited the files since.
fn take_back(root: &std::path::Path, made: &Made) -> Result<(), Vec<Diagnostic>> {
    let files = || made.changes.iter().zip(&made.before);
    let saves: Vec<Save> = files()
        .filter_map(|(change, before)| {
            let how = How::Over(bytes_key(&change.bytes));
            Some(Save { path: change.path.clone(), bytes: before.as_ref()?.to_vec(), how })
        })
        .collect();
    disk::apply(root, &saves)?;
    for (change, _) in files().filter(|(_, before)| before.is_none()) {
        disk::take_back(root, &change.path, bytes_key(&change.bytes)).map_err(|problem| vec![problem])?;
    }
    Ok(())
}

fn nothing_up() -> Diagnostic {
    Diagnostic::error("nothing-up", "there is no site yet to decide about")
}

fn refused(problems: &[Diagnostic]) -> Reply {
    terminal::print(problems);
    let text: Vec<String> = problems.iter().map(terminal::frame).collect();
    let message = problems.first().map(|problem| problem.message.as_str());
    Reply { status: 409, value: json!({ "message": message, "text": text.join("\n") }) }
}

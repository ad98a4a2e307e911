//! `dossier review -i`: one suggestion after the other, a line of input for each.
//!
//! Each decision is written at once, so nothing is lost when the terminal is closed. What it replaced is kept while
//! the session lasts: `u` puts it back, unless somebody else has edited the file since.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use super::{
    Failure, Open, Outcome,
    choose::{Filter, correction},
    list, save,
};
use crate::{
    edge::{
        disk::{self, How, Save},
        terminal::{self, plural, show},
    },
    memo::bytes_key,
    model::{
        diagnostic::Diagnostic,
        inputs::{InputFile, Inputs, RelPath},
    },
    stages::{
        curate::{Change, Decision, Ruling, Waiting, What, context, decide},
        names::fold,
        render::theme::builtin,
    },
};

const KEYS: &str = "a accept · r reject · e edit · s skip · u undo · q quit";

/// A decision that was made, and how to take it back.
struct Made {
    /// Its place in the queue.
    at: usize,
    changes: Vec<Change>,
    /// What each of the files held before.
    before: Vec<Option<Arc<[u8]>>>,
    rejected: bool,
    /// Names that are settled by it, folded.
    names: Vec<String>,
}

/// What a person answers.
enum Answer {
    Rule(Ruling),
    Skip,
    Undo,
    Quit,
    Unclear,
}

/// Asks about everything that the filter lets through.
pub(super) fn ask(open: Open, filter: &Filter) -> Outcome {
    let Open { root, mut inputs, waiting, problems, quiet: _ } = open;
    terminal::print(&problems);
    let queue: Vec<Waiting> = waiting.into_iter().filter(|waiting| filter.lets(waiting)).collect();
    let mut made: Vec<Made> = Vec::new();
    let mut at = 0;
    while let Some(waiting) = queue.get(at) {
        if settled(waiting, &made) {
            at += 1;
            continue;
        }
        present(&inputs, waiting, (at + 1, queue.len()));
        match answer(waiting) {
            Answer::Quit => break,
            Answer::Skip => at += 1,
            Answer::Unclear => show(KEYS),
            Answer::Undo => match made.pop() {
                None => show("there is nothing to undo"),
                Some(last) => match undo(&root, &mut inputs, &last) {
                    Ok(()) => {
                        show("undone");
                        at = last.at;
                    }
                    Err(problems) => terminal::print(&problems),
                },
            },
            Answer::Rule(ruling) => match rule(&root, &mut inputs, waiting, ruling) {
                Ok(done) => {
                    made.push(Made { at, ..done });
                    at += 1;
                }
                Err(problems) => {
                    terminal::print(&problems);
                    // Somebody may have edited a file: the next answer is about what is there now.
                    inputs = read_again(&root, inputs);
                }
            },
        }
    }
    let rejected = made.iter().filter(|made| made.rejected).count();
    show(&format!(
        "{} accepted, {rejected} rejected, {} left",
        made.len() - rejected,
        plural(queue.len() - made.len(), "suggestion")
    ));
    Outcome::Well
}

fn read_again(root: &Path, inputs: Inputs) -> Inputs {
    disk::read_inputs(root, inputs.config, inputs.today, &builtin)
}

/// A topic that an earlier decision gave to another one.
fn settled(waiting: &Waiting, made: &[Made]) -> bool {
    let What::Topic(topic) = &waiting.what else { return false };
    made.iter().any(|made| made.names.contains(&fold(&topic.name)))
}

/// The suggestion, and the words that it is about where they stand.
fn present(inputs: &Inputs, waiting: &Waiting, (number, of): (usize, usize)) {
    let home = if waiting.article.is_empty() { "topics" } else { &waiting.article };
    show(&format!("{number} of {of} · {} in {home}\n", waiting.sort().word()));
    if let Some(context) = context(inputs, waiting) {
        let (before, rest) = context.text.split_at(context.words.start);
        let (words, after) = rest.split_at(context.words.len());
        show(&format!("    {}▸{words}◂{}\n", last_words(before), first_words(after)));
    }
    show(&list::entry(waiting, None));
}

/// How many characters of a paragraph are shown on either side.
const AROUND: usize = 240;

fn last_words(text: &str) -> String {
    let count = text.chars().count();
    let from = text.char_indices().nth(count.saturating_sub(AROUND)).map_or(0, |(at, _)| at);
    let lead = if from > 0 { "…" } else { "" };
    format!("{lead}{}", text[from..].replace('\n', " "))
}

fn first_words(text: &str) -> String {
    let to = text.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| at);
    let tail = if to < text.len() { "…" } else { "" };
    format!("{}{tail}", text[..to].replace('\n', " "))
}

fn answer(waiting: &Waiting) -> Answer {
    let Some(line) = terminal::ask(&format!("{KEYS} > ")) else { return Answer::Quit };
    let line = line.trim();
    let (key, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match key {
        "a" | "accept" => match rest.trim().strip_prefix("as ") {
            Some(name) => Answer::Rule(Ruling::AddTo(name.trim().to_owned())),
            None => Answer::Rule(Ruling::Accept),
        },
        "r" | "reject" => Answer::Rule(Ruling::Reject),
        "e" | "edit" if rest.trim().is_empty() => corrections(waiting),
        "e" | "edit" => match correction(rest) {
            Ok(one) => Answer::Rule(Ruling::Edit(vec![one])),
            Err(problem) => {
                terminal::print(&[problem]);
                Answer::Unclear
            }
        },
        "s" | "skip" => Answer::Skip,
        "u" | "undo" => Answer::Undo,
        "q" | "quit" => Answer::Quit,
        _ => Answer::Unclear,
    }
}

/// Asks for each key; an empty line leaves it as it is.
fn corrections(waiting: &Waiting) -> Answer {
    let keys = waiting.what.says();
    let mut corrections = Vec::new();
    for (key, old) in keys {
        let Some(line) = terminal::ask(&format!("  {key} [{old}]: ")) else { return Answer::Quit };
        if !line.trim().is_empty() {
            corrections.push((key.to_owned(), line.trim().to_owned()));
        }
    }
    Answer::Rule(Ruling::Edit(corrections))
}

/// Carries a decision out and writes it.
fn rule(root: &Path, inputs: &mut Inputs, waiting: &Waiting, ruling: Ruling) -> Result<Made, Failure> {
    let rejected = ruling == Ruling::Reject;
    let decision = Decision { article: waiting.article.clone(), id: waiting.id.clone(), ruling };
    let changes = decide(inputs, &[decision]);
    if !changes.refused.is_empty() {
        return Err(changes.refused);
    }
    save(root, &changes.files)?;
    let before = changes.files.iter().map(|change| set(inputs, &change.path, Some(&change.bytes))).collect();
    let names = match &waiting.what {
        What::Topic(topic) => newly_settled(&topic.name, &topic.aliases, rejected),
        _ => Vec::new(),
    };
    Ok(Made { at: 0, changes: changes.files, before, rejected, names })
}

fn newly_settled(name: &str, aliases: &[String], rejected: bool) -> Vec<String> {
    let aliases = aliases.iter().filter(|_| !rejected).map(|alias| fold(alias));
    let names: BTreeSet<String> = std::iter::once(fold(name)).chain(aliases).collect();
    names.into_iter().collect()
}

/// Puts back what a decision replaced.
fn undo(root: &Path, inputs: &mut Inputs, last: &Made) -> Result<(), Vec<Diagnostic>> {
    let files = || last.changes.iter().zip(&last.before);
    let saves: Vec<Save> = files()
        .filter_map(|(change, before)| {
            let bytes = before.as_ref()?.to_vec();
            Some(Save { path: change.path.clone(), bytes, how: How::Over(bytes_key(&change.bytes)) })
        })
        .collect();
    disk::apply(root, &saves)?;
    for (change, before) in files() {
        if before.is_none() {
            disk::take_back(root, &change.path, bytes_key(&change.bytes)).map_err(|problem| vec![problem])?;
        }
        set(inputs, &change.path, before.as_ref());
    }
    Ok(())
}

/// Puts a file into the inputs, or takes it out, and gives what was there.
fn set(inputs: &mut Inputs, path: &RelPath, bytes: Option<&Arc<[u8]>>) -> Option<Arc<[u8]>> {
    let folder = |name: &str| path.as_str().starts_with(name);
    let files = match () {
        () if folder("content/articles/") => &mut inputs.articles,
        () if folder("content/topics/") => &mut inputs.topics,
        () => &mut inputs.review,
    };
    let new = bytes.map(|bytes| InputFile { path: path.clone(), bytes: Arc::clone(bytes) });
    match (files.binary_search_by(|file| file.path.cmp(path)), new) {
        (Ok(at), Some(new)) => Some(std::mem::replace(&mut files[at], new).bytes),
        (Ok(at), None) => Some(files.remove(at).bytes),
        (Err(at), Some(new)) => {
            files.insert(at, new);
            None
        }
        (Err(_), None) => None,
    }
}

//! `dossier review`, `accept`, `reject` and `edit`: what waits for a person, and what the person makes of it.

mod choose;
mod list;
mod session;

use std::path::{Path, PathBuf};

use self::choose::{Filter, article_named, chosen};
use super::{Failure, Outcome, settings};
use crate::{
    cli::{AcceptArgs, BuildArgs, Common, EditArgs, ReviewArgs, Select},
    edge::{
        clock,
        disk::{self, How, Save},
        terminal::{self, plural},
    },
    model::{diagnostic::Diagnostic, inputs::Inputs},
    stages::{
        curate::{Change, Changes, Decision, Ruling, Waiting, What, changed_text, decide, waiting},
        ingest::unread_seeds,
        render::theme::builtin,
    },
};

/// Everything that a decision rests on.
pub(super) struct Open {
    root: PathBuf,
    inputs: Inputs,
    waiting: Vec<Waiting>,
    problems: Vec<Diagnostic>,
    quiet: bool,
}

/// Lists what waits, or asks about it.
pub fn review(common: &Common, args: &ReviewArgs) -> Result<Outcome, Failure> {
    let open = open(common)?;
    let article = match args.article.as_deref().map(|word| article_named(word, &open)) {
        None => None,
        Some(Ok(stem)) => Some(stem),
        Some(Err(problem)) => return Ok(not_there(problem)),
    };
    let filter = Filter { article, kind: args.kind };
    if args.interactive {
        return Ok(session::ask(open, &filter));
    }
    let shown: Vec<&Waiting> = open.waiting.iter().filter(|waiting| filter.lets(waiting)).collect();
    if args.json {
        for waiting in shown {
            terminal::show_json(&list::json(&open.inputs, waiting));
        }
        terminal::print(&open.problems);
        return Ok(outcome(&open.problems));
    }
    let stems: Vec<&str> = filter.article.as_deref().into_iter().collect();
    let (changed, unreadable) = match filter.kind {
        None => changed_text(&open.inputs, &stems),
        Some(_) => Default::default(),
    };
    if filter.article.is_none() && filter.kind.is_none() {
        list::overview(&shown, &changed);
    } else {
        list::details(&open.inputs, &shown, &changed, &filter);
    }
    let problems = [open.problems, unreadable, unread(&open.inputs)].concat();
    terminal::print(&problems);
    Ok(outcome(&problems))
}

/// Takes suggestions over, or the new version of a seed.
pub fn accept(common: &Common, args: &AcceptArgs) -> Result<Outcome, Failure> {
    let open = open(common)?;
    if let Some(word) = &args.seed {
        return match article_named(word, &open) {
            Ok(article) => carry_out(&open, &[Decision { article, id: String::new(), ruling: Ruling::Seen }]),
            Err(problem) => Ok(not_there(problem)),
        };
    }
    let ruling = args.as_topic.clone().map_or(Ruling::Accept, Ruling::AddTo);
    select(&open, &args.select, &ruling)
}

/// Turns suggestions down.
pub fn reject(common: &Common, args: &Select) -> Result<Outcome, Failure> {
    select(&open(common)?, args, &Ruling::Reject)
}

/// Takes a suggestion over with corrections.
pub fn edit(common: &Common, args: &EditArgs) -> Result<Outcome, Failure> {
    let open = open(common)?;
    let only = Select { ids: vec![args.id.clone()], article: args.article.clone(), ..Select::default() };
    let corrections: Result<Vec<(String, String)>, Diagnostic> =
        args.values.iter().map(|value| choose::correction(value)).collect();
    match corrections {
        Ok(corrections) => select(&open, &only, &Ruling::Edit(corrections)),
        Err(problem) => Ok(not_there(problem)),
    }
}

fn select(open: &Open, select: &Select, ruling: &Ruling) -> Result<Outcome, Failure> {
    let chosen = match chosen(select, open) {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(not_there(problem)),
    };
    // Many at once: those that a person must complete first go on waiting.
    let many = select.ids.is_empty() && *ruling == Ruling::Accept;
    let (open_quotes, ready): (Vec<&Waiting>, Vec<&Waiting>) = chosen.into_iter().partition(|waiting| {
        many && matches!(&waiting.what, What::Quote(quote) if quote.speaker.trim().is_empty())
    });
    if ready.is_empty() && open_quotes.is_empty() {
        terminal::say("nothing waits there");
        return Ok(Outcome::Well);
    }
    let decisions: Vec<Decision> = ready
        .iter()
        .map(|waiting| Decision {
            article: waiting.article.clone(),
            id: waiting.id.clone(),
            ruling: ruling.clone(),
        })
        .collect();
    let outcome = carry_out(open, &decisions);
    if !open_quotes.is_empty() {
        let count = plural(open_quotes.len(), "quote");
        terminal::say(&format!("{count} without a speaker still waits: `dossier edit ID speaker=…`"));
    }
    outcome
}

/// Writes what decisions come to, and says what became of each.
fn carry_out(open: &Open, decisions: &[Decision]) -> Result<Outcome, Failure> {
    let changes = decide(&open.inputs, decisions);
    save(&open.root, &changes.files)?;
    if !open.quiet {
        say_done(&changes);
    }
    terminal::print(&changes.refused);
    Ok(outcome(&changes.refused))
}

/// More than this many decisions are only counted.
const MOST_LINES: usize = 40;

fn say_done(changes: &Changes) {
    if changes.done.len() > MOST_LINES {
        let rejected = changes.done.iter().filter(|(_, path)| path.is_none()).count();
        let (accepted, files) = (changes.done.len() - rejected, plural(changes.files.len(), "file"));
        terminal::say(&format!("{accepted} accepted, {rejected} rejected, {files} written"));
        return;
    }
    for (decision, path) in &changes.done {
        let id = &decision.id;
        terminal::say(&match (&decision.ruling, path) {
            (Ruling::Reject, _) | (_, None) => format!("rejected {id}"),
            (Ruling::Seen, Some(path)) => format!("{path} belongs to the seed as it is now"),
            (_, Some(path)) => format!("accepted {id} into {path}"),
        });
    }
}

/// Writes what decisions come to, if every file is still the one that was decided about.
pub(super) fn save(root: &Path, changes: &[Change]) -> Result<(), Failure> {
    let save = |change: &Change| Save {
        path: change.path.clone(),
        bytes: change.bytes.to_vec(),
        how: change.was.map_or(How::New, How::Over),
    };
    disk::apply(root, &changes.iter().map(save).collect::<Vec<_>>())
}

fn open(common: &Common) -> Result<Open, Failure> {
    let one = |problem: Diagnostic| vec![problem];
    let root = disk::find_root(&common.root).map_err(one)?;
    let (config, _) = settings::read(&root, common, &BuildArgs::default()).map_err(one)?;
    let mut inputs = disk::read_inputs(&root, config, clock::today().map_err(one)?, &builtin);
    let mut problems = std::mem::take(&mut inputs.diagnostics);
    // A theme is nothing to decide about.
    problems
        .retain(|problem| problem.path.as_ref().is_some_and(|path| path.as_str().starts_with("content/")));
    let (waiting, found) = waiting(&inputs);
    problems.extend(found);
    Ok(Open { root, inputs, waiting, problems, quiet: common.quiet })
}

fn outcome(problems: &[Diagnostic]) -> Outcome {
    let bad = super::any_at_least(problems, crate::model::diagnostic::Severity::Error);
    if bad { Outcome::Problems } else { Outcome::Well }
}

fn not_there(problem: Diagnostic) -> Outcome {
    terminal::print(&[problem]);
    Outcome::NotThere
}

/// Seeds that no build has looked at have no suggestions yet.
fn unread(inputs: &Inputs) -> Vec<Diagnostic> {
    let new = match unread_seeds(inputs) {
        0 => return Vec::new(),
        1 => "1 seed has".to_owned(),
        several => format!("{several} seeds have"),
    };
    let note = Diagnostic::note("seeds-unread", format!("{new} not been read yet"));
    vec![note.hint("`dossier build` reads new seeds")]
}

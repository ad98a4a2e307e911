//! One file a command: a short script over edges and stages.

pub mod add;
pub mod build;
pub mod check;
pub mod completions;
pub mod deploy;
pub mod explain;
pub mod init;
pub mod man;
pub mod new;
pub mod read;
pub mod review;
pub mod search;
pub mod serve;
mod settings;
pub mod theme;

use std::{path::Path, process::ExitCode};

use crate::{
    cli::{Cli, Command, Common},
    edge::{
        disk::{self, How, Save, Saved},
        terminal::{self, plural},
    },
    model::{
        diagnostic::{Diagnostic, Severity},
        dossier::LeftOut,
        inputs::RelPath,
        view::Counts,
    },
};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is well: exit code 0.
    Well,
    /// Something is wrong, and was said: exit code 1. (2 is for a command line that cannot be understood.)
    Problems,
    /// What was asked for is not there: exit code 2, as for a command line that cannot be understood.
    NotThere,
}

/// Runs what the command line asks for and says what is wrong.
pub fn run(cli: Cli) -> ExitCode {
    let outcome = match cli.command {
        None => build::build(&cli.common, &cli.build),
        Some(Command::Build(args)) => build::build(&cli.common, &args),
        Some(Command::Serve(args)) => serve::serve(&cli.common, &args),
        Some(Command::Deploy(args)) => deploy::deploy(&cli.common, &args),
        Some(Command::Init(args)) => init::init(&args.dir, args.ci),
        Some(Command::New(args)) => new::new(&cli.common, &args),
        Some(Command::Man { dir }) => man::man(&dir),
        Some(Command::Add(args)) => add::add(&cli.common, &args),
        Some(Command::Read(args)) => Ok(read::read(&cli.common, &args)),
        Some(Command::Review(args)) => review::review(&cli.common, &args),
        Some(Command::Accept(args)) => review::accept(&cli.common, &args),
        Some(Command::Reject(select)) => review::reject(&cli.common, &select),
        Some(Command::Edit(args)) => review::edit(&cli.common, &args),
        Some(Command::Search(args)) => search::search(&cli.common, &args),
        Some(Command::Check(args)) => Ok(check::check(&cli.common, &args)),
        Some(Command::Explain { code }) => Ok(explain::explain(code.as_deref())),
        Some(Command::Theme(command)) => theme::theme(&cli.common, &command),
        Some(Command::Completions { shell }) => Ok(completions::completions(shell)),
    };
    match outcome {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::FAILURE,
        Ok(Outcome::NotThere) => ExitCode::from(2),
        Err(diagnostics) => {
            terminal::print(&diagnostics);
            ExitCode::FAILURE
        }
    }
}

/// What stops a command at once.
pub type Failure = Vec<Diagnostic>;

/// Whether any of them changes the exit code.
fn any_at_least(diagnostics: &[Diagnostic], severity: Severity) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity >= severity)
}

/// Writes files that are not there yet, and says of each what became of it.
fn save_new(root: &Path, files: impl IntoIterator<Item = (RelPath, Vec<u8>)>) -> Result<(), Failure> {
    let save = |(path, bytes)| Save { path, bytes, how: How::New };
    let files: Vec<Save> = files.into_iter().map(save).collect();
    let saved = disk::save_all(root, &files);
    for (Save { path, .. }, saved) in files.iter().zip(&saved) {
        match saved {
            Ok(Saved::Written) => terminal::say(&format!("made {path}")),
            Ok(Saved::Kept) => terminal::say(&format!("kept {path}, which was there")),
            Err(_) => {}
        }
    }
    let problems: Failure = saved.into_iter().filter_map(Result::err).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn one(problem: Diagnostic) -> Failure {
    vec![problem]
}

/// With `--quiet`, notes are not.
fn worth_saying(diagnostics: &[Diagnostic], common: &Common) -> Vec<Diagnostic> {
    let said = |diagnostic: &&Diagnostic| !common.quiet || diagnostic.severity > Severity::Note;
    diagnostics.iter().filter(said).cloned().collect()
}

/// `1 article, 14 topics, 2 quotes, 3 events, 1 source; left out: 1 draft`
fn in_words(counts: Counts, left_out: LeftOut) -> String {
    let words = [
        plural(counts.articles, "article"),
        plural(counts.topics, "topic"),
        plural(counts.quotes, "quote"),
        plural(counts.events, "event"),
        plural(counts.sources, "source"),
    ];
    let drafts = (left_out.drafts > 0).then(|| plural(left_out.drafts, "draft"));
    let future = match left_out.future {
        0 => None,
        1 => Some("1 article of a day to come".to_owned()),
        number => Some(format!("{number} articles of a day to come")),
    };
    let left_out: Vec<String> = drafts.into_iter().chain(future).collect();
    if left_out.is_empty() {
        return words.join(", ");
    }
    format!("{}; left out: {}", words.join(", "), left_out.join(", "))
}

//! `dossier check`: the whole pipeline of a build, and every check besides; nothing is written.

use std::path::Path;

use super::{Outcome, any_at_least, in_words, settings, worth_saying};
use crate::{
    build::{build as build_site, load_theme, read_seeds},
    cli::{BuildArgs, CheckArgs, Common},
    edge::{
        cache,
        clock::{self, Stopwatch},
        disk, images,
        terminal::{self, plural},
    },
    model::{
        config::Config,
        diagnostic::{Diagnostic, Severity},
        inputs::{Inputs, RelPath},
    },
    stages::{
        render::theme::builtin,
        verify::{Subject, as_json, silence, unused, verify},
    },
};

/// Runs the command: exit code 0 when all is well, 1 when something is wrong, 2 when there is nothing to check.
pub fn check(common: &Common, args: &CheckArgs) -> Outcome {
    let watch = Stopwatch::start();
    let opened = disk::find_root(&common.root).and_then(|root| Ok((clock::today()?, root)));
    let (today, root) = match opened {
        Ok(opened) => opened,
        Err(problem) => return not_there(problem),
    };
    let flags = BuildArgs { drafts: args.drafts, ..BuildArgs::default() };
    let config = settings::read(&root, common, &flags);
    let (config, mut found) = match config {
        Ok(read) => read,
        Err(problem) if problem.code == settings::NO_DOSSIER => return not_there(problem),
        Err(problem) => return say(&[problem], None, (common, args)),
    };
    let built_in = builtin(&config.theme);
    let mut inputs = disk::read_inputs(&root, config, today, built_in);
    found.append(&mut inputs.diagnostics);
    let (media, problems) = images::read(&root);
    inputs.media = media;
    found.extend(problems);
    let summary = run(&root, &mut inputs, &mut found);
    let (mut found, used) = silence(found, &inputs.config.check.allow);
    let allowed: usize = used.iter().sum();
    found.extend(idle_rules(&root, common, &inputs.config, &used));
    let summary = summary.map(|summary| {
        let allowed =
            if allowed == 0 { String::new() } else { format!(", {allowed} allowed by {}", common.config) };
        format!("{summary}{allowed}, in {} ms", watch.total().as_millis())
    });
    let outcome = say(&found, summary, (common, args));
    std::mem::forget(inputs);
    outcome
}

/// Checks everything, and says what there is; nothing when the theme cannot be used, because then nothing can be made.
fn run(root: &Path, inputs: &mut Inputs, found: &mut Vec<Diagnostic>) -> Option<String> {
    let memo = cache::load(root);
    let ingested = read_seeds(inputs, &memo);
    found.extend(ingested.diagnostics);
    super::build::merge(&mut inputs.articles, ingested.articles);
    super::build::merge(&mut inputs.review, ingested.review);
    let theme = load_theme(&inputs.theme, &inputs.config).map_err(|problems| found.extend(problems)).ok()?;
    found.extend(theme.warnings.iter().cloned());
    let built = build_site(inputs, &theme, &memo).map_err(|problem| found.push(problem)).ok()?;
    found.extend(built.diagnostics.iter().cloned());
    let subject = Subject {
        inputs,
        theme: &theme,
        site: &built.site,
        site_value: &built.site_value,
        dossier: &built.dossier,
    };
    found.extend(verify(&subject));
    let summary = format!("checked {}: {}", plural(built.site.entries.len(), "file"), in_words(built.counts));
    std::mem::forget(built);
    Some(summary)
}

fn idle_rules(root: &Path, common: &Common, config: &Config, used: &[usize]) -> Vec<Diagnostic> {
    if used.iter().all(|used| *used > 0) {
        return Vec::new();
    }
    let path = RelPath::new(common.config.as_str());
    let bytes = disk::read_file(root, &path).ok().flatten().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    unused(&config.check.allow, used, (&path, &text), |_| true)
}

fn say(found: &[Diagnostic], summary: Option<String>, (common, args): (&Common, &CheckArgs)) -> Outcome {
    if args.json {
        let mut sorted: Vec<&Diagnostic> = found.iter().collect();
        terminal::sort(&mut sorted);
        for found in sorted {
            terminal::show_json(&as_json(found));
        }
    } else {
        terminal::show_all(&worth_saying(found, common));
    }
    if let Some(summary) = summary.filter(|_| !common.quiet) {
        terminal::say(&summary);
    }
    let least = if args.strict { Severity::Warning } else { Severity::Error };
    if any_at_least(found, least) { Outcome::Problems } else { Outcome::Well }
}

fn not_there(problem: Diagnostic) -> Outcome {
    terminal::print(&[problem]);
    Outcome::NotThere
}

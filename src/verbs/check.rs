//! `dossier check`: the whole pipeline of a build, and every check besides; nothing is written but the answers of other
//! sites, which are kept in `.dossier/`.

use std::path::Path;

use super::{Outcome, any_at_least, in_words, settings, worth_saying};
use crate::{
    build::{build as build_site, load_theme, read_seeds},
    cli::{BuildArgs, CheckArgs, Common},
    edge::{
        cache,
        clock::{self, Stopwatch},
        disk,
        external::{self, Manners},
        images,
        terminal::{self, Progress, plural},
    },
    model::{
        config::Config,
        diagnostic::{Diagnostic, Severity},
        inputs::{Inputs, RelPath},
    },
    stages::{
        ingest::Ingested,
        render::theme::builtin,
        verify::{ASKED, External, Subject, as_json, judge, silence, unused, verify},
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
    // What is left out until its day is looked at now: most often the date has a slip.
    let config = Config { future: true, ..config };
    let mut inputs = disk::read_inputs(&root, config, today, &builtin);
    found.append(&mut inputs.diagnostics);
    let (media, problems) = images::read(&root);
    inputs.media = media;
    found.extend(problems);
    let summary = run(&root, &mut inputs, &mut found, (common, args));
    let (mut found, used) = silence(found, &inputs.config.check.allow);
    let allowed: usize = used.iter().sum();
    found.extend(idle_rules(&root, common, &inputs.config, &used, args.external));
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
fn run(
    root: &Path,
    inputs: &mut Inputs,
    found: &mut Vec<Diagnostic>,
    (common, args): (&Common, &CheckArgs),
) -> Option<String> {
    let memo = cache::peek(root);
    let Ingested { articles: new, review, diagnostics } = read_seeds(inputs, &memo);
    // Of a seed that has changed `seeds` says more, and at the article.
    found.extend(diagnostics.into_iter().filter(|problem| problem.code != "seed-changed"));
    super::build::merge(&mut inputs.articles, new.clone());
    super::build::merge(&mut inputs.review, review);
    if found.iter().any(|problem| ["no-theme", "theme-circle"].contains(&problem.code)) {
        return None;
    }
    let theme = load_theme(&inputs.theme, &inputs.config).map_err(|problems| found.extend(problems)).ok()?;
    found.extend(theme.warnings.iter().cloned());
    let built = build_site(inputs, &theme, &memo).map_err(|problem| found.push(problem)).ok()?;
    found.extend(built.diagnostics.iter().cloned());
    let subject = Subject {
        inputs,
        new: &new,
        memo: &memo,
        theme: &theme,
        site: &built.site,
        site_value: &built.site_value,
        dossier: &built.dossier,
    };
    let (more, elsewhere) = verify(&subject, args.external);
    found.extend(more);
    found.extend(ask(root, inputs, &elsewhere, common));
    let links = if args.external {
        format!(", {} to other sites", plural(elsewhere.len(), "link"))
    } else {
        String::new()
    };
    let summary = format!(
        "checked {}: {}{links}",
        plural(built.site.entries.len(), "file"),
        in_words(built.counts, built.left_out)
    );
    std::mem::forget(built);
    Some(summary)
}

/// What other sites answer.
fn ask(root: &Path, inputs: &Inputs, elsewhere: &[External], common: &Common) -> Vec<Diagnostic> {
    if elsewhere.is_empty() {
        return Vec::new();
    }
    let manners = Manners { refuse_private: inputs.config.check.refuse_private, ..Manners::default() };
    let urls: Vec<&str> = elsewhere.iter().map(|link| link.url.as_str()).collect();
    let progress = if common.quiet { Progress::silent() } else { Progress::start("links", urls.len()) };
    let answers = external::ask(root, &urls, inputs.today, manners, &|| progress.step());
    elsewhere.iter().filter_map(|link| judge(link, answers.get(&link.url)?)).collect()
}

fn idle_rules(root: &Path, common: &Common, config: &Config, used: &[usize], asked: bool) -> Vec<Diagnostic> {
    if used.iter().all(|used| *used > 0) {
        return Vec::new();
    }
    let path = RelPath::new(common.config.as_str());
    let bytes = disk::read_file(root, &path).ok().flatten().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    unused(&config.check.allow, used, (&path, &text), |code| asked || !ASKED.contains(&code))
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

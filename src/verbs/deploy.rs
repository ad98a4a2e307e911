//! `dossier deploy [TARGET]`: build the site, strictly, and publish it at a target of `dossier.yaml`.

use std::collections::BTreeMap;

use super::{Failure, Outcome, build, one, settings};
use crate::{
    cli::{BuildArgs, Common, DeployArgs},
    edge::{
        clock::Stopwatch,
        deploy::{self, Context, Host, RACES, Site, Trouble},
        disk,
        terminal::{self, Progress, plural},
    },
    model::{
        config::{Config, LOCAL_BASE_URL},
        deploy::Target,
        diagnostic::{Diagnostic, did_you_mean},
        inputs::RelPath,
    },
    stages::deploy::{Limits, Plan, plan, unreviewed},
};

/// So many suggestions are named; the rest is counted.
const MOST_NAMES: usize = 10;

/// Runs the command.
pub fn deploy(common: &Common, args: &DeployArgs) -> Result<Outcome, Failure> {
    let root = disk::find_root(&common.root).map_err(one)?;
    let (config, _) = settings::read(&root, common, &BuildArgs::default()).map_err(one)?;
    let path = RelPath::new(common.config.as_str());
    let (name, target) =
        choose(&config.deploy, args.target.as_deref()).map_err(|problem| vec![problem.in_file(&path)])?;
    let (scratch, _lock) = deploy::take_scratch(&root, name).map_err(one)?;

    let made = build::build_to_deploy(common, &build_args(args, target))?;
    let Some(made) = made.filter(|made| made.outcome == Outcome::Well) else {
        terminal::say("nothing was deployed");
        return Ok(Outcome::Problems);
    };
    refuse(&made.config, made.dossier.articles.len()).map_err(one)?;
    if !common.quiet {
        say_unreviewed(&unreviewed(&made.dossier));
    }
    let output = root.join(&made.config.output);
    let site = Site::open(&output).map_err(one)?;
    let context = Context {
        output,
        name: name.to_owned(),
        base_url: made.config.base_url.clone(),
        scratch,
        attended: terminal::attended(),
        root,
    };
    let mut host = deploy::open(target, context).map_err(one)?;
    run(&mut *host, &site, (common, args), (name, &made.config.base_url))
}

/// How the site is built: strictly, and for the address of the target.
fn build_args(args: &DeployArgs, target: &Target) -> BuildArgs {
    BuildArgs {
        output_dir: args.output_dir.clone(),
        base_url: args.base_url.clone().or_else(|| target.base_url.clone()),
        drafts: args.drafts,
        future: args.future,
        reviewed_only: args.reviewed_only,
        strict: true,
        ..BuildArgs::default()
    }
}

/// The target that is meant: the one that is named, or the only one.
fn choose<'a>(
    targets: &'a BTreeMap<String, Target>,
    wanted: Option<&str>,
) -> Result<(&'a str, &'a Target), Diagnostic> {
    let known = || targets.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if targets.is_empty() {
        return Err(Diagnostic::error("no-target", "no target to deploy to is given").hint(
            "name one below `deploy:`, such as `www: {type: dir, path: /srv/www/dossier}`; \
             `dossier help deploy` shows the kinds",
        ));
    }
    let Some(wanted) = wanted else {
        let mut all = targets.iter();
        return match (all.next(), all.next()) {
            (Some((name, target)), None) => Ok((name, target)),
            _ => Err(Diagnostic::error("which-target", "there are several targets to deploy to")
                .hint(format!("name one of {}", known()))),
        };
    };
    if let Some((name, target)) = targets.get_key_value(wanted) {
        return Ok((name, target));
    }
    let hint = match did_you_mean(wanted, targets.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known targets: {}", known()),
    };
    Err(Diagnostic::error("no-target", format!("there is no target `{wanted}`")).hint(hint))
}

/// Sites that nobody wants to publish.
fn refuse(config: &Config, articles: usize) -> Result<(), Diagnostic> {
    if articles == 0 {
        return Err(Diagnostic::error("empty-site", "the site has no articles; nothing was deployed")
            .hint("put texts into seeds/, or look whether `--root` is right"));
    }
    if config.base_url == LOCAL_BASE_URL {
        let message =
            format!("the feed and the sitemap would lead to {LOCAL_BASE_URL}; nothing was deployed");
        return Err(Diagnostic::error("no-base-url", message).hint(
            "say where readers will find the site: `base_url` in dossier.yaml, there or in the target, or `--base-url`",
        ));
    }
    Ok(())
}

/// Counts and names what goes out although no person has confirmed it.
fn say_unreviewed(found: &crate::stages::deploy::Unreviewed) {
    if found.total() == 0 {
        return;
    }
    let counts = found.counts.iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(word, count)| plural(*count, word)).collect();
    terminal::say(&format!(
        "{} that no person has confirmed will be published, with their mark: {}",
        plural(found.total(), "suggestion"),
        counts.join(", ")
    ));
    for name in found.names.iter().take(MOST_NAMES) {
        terminal::say(&format!("  {name}"));
    }
    if found.total() > MOST_NAMES {
        terminal::say(&format!("  … and {} more", found.total() - MOST_NAMES));
    }
    terminal::say("`dossier review` lists them, `--reviewed-only` leaves them out");
}

/// Looks, plans and publishes; again from the start when somebody else was faster.
fn run(
    host: &mut dyn Host,
    site: &Site,
    (common, args): (&Common, &DeployArgs),
    (name, url): (&str, &str),
) -> Result<Outcome, Failure> {
    let mut watch = Stopwatch::start();
    let limits = Limits { allow_delete: args.allow_delete, force: args.force };
    let mut asked = args.yes || !terminal::attended();
    let mut attempt = 0;
    loop {
        match step(host, site, limits, &mut asked, (common, args)) {
            Ok(Step::Done(plan)) => {
                watch.lap("deploy");
                report(&plan, common, &watch, (name, url));
                return Ok(Outcome::Well);
            }
            Ok(Step::Shown) => return Ok(Outcome::Well),
            Ok(Step::Declined) => {
                terminal::say("nothing was deployed");
                return Ok(Outcome::Problems);
            }
            Err(Trouble::Failed(problem)) => return Err(one(problem)),
            Err(Trouble::Race(why)) if attempt == RACES => {
                let message = format!("others publish to {} faster than this program: {why}", host.name());
                return Err(one(Diagnostic::error("deploy-race", message)
                    .hint("nothing of theirs was overwritten; deploy again in a while")));
            }
            Err(Trouble::Race(why)) => {
                terminal::say(&format!("somebody else published at the same time; once more ({why})"));
                deploy::wait_after_race(attempt);
                attempt += 1;
            }
        }
    }
}

enum Step {
    /// The host has the site.
    Done(Plan),
    /// The plan was shown, as it was asked for.
    Shown,
    /// The person does not want it.
    Declined,
}

fn step(
    host: &mut dyn Host,
    site: &Site,
    limits: Limits,
    asked: &mut bool,
    (common, args): (&Common, &DeployArgs),
) -> Result<Step, Trouble> {
    let remote = host.look()?;
    let plan = plan(&site.items, &remote, limits)?;
    if args.dry_run {
        show(&plan, &host.name());
        return Ok(Step::Shown);
    }
    if plan.is_empty() {
        return Ok(Step::Done(plan));
    }
    if !*asked {
        let question = format!("{}, to {}? [y/N] ", in_words(&plan), host.name());
        let answer = terminal::ask(&question).unwrap_or_default();
        if !["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
            return Ok(Step::Declined);
        }
        *asked = true;
    }
    let steps = plan.puts.len() + plan.deletes.len();
    let progress = if common.quiet { Progress::silent() } else { Progress::start("files", steps) };
    host.publish(&plan, site, &progress)?;
    Ok(Step::Done(plan))
}

/// The plan, a line for each step, in order.
fn show(plan: &Plan, place: &str) {
    for put in &plan.puts {
        let word = if put.new { "new" } else { "changed" };
        terminal::show(&format!("{word:<8} {:>9}  {}", size(put.item.size), put.item.path));
    }
    for held in &plan.deletes {
        terminal::show(&format!("{:<8} {:>9}  {}", "delete", "", held.path));
    }
    terminal::say(&format!("would publish to {place}: {}", in_words(plan)));
}

/// `3 new, 1 changed, 0 removed, 120 the same; 45.2 kB`
fn in_words(plan: &Plan) -> String {
    let new = plan.new_files();
    let kept = match plan.kept.len() {
        0 => String::new(),
        count => format!(", {count} of before kept for open pages"),
    };
    format!(
        "{new} new, {} changed, {} removed, {} the same{kept}; {}",
        plan.puts.len() - new,
        plan.deletes.len(),
        plan.same.len(),
        size(plan.bytes())
    )
}

fn report(plan: &Plan, common: &Common, watch: &Stopwatch, (name, url): (&str, &str)) {
    if !common.quiet {
        let time = watch.total().as_millis();
        if plan.is_empty() {
            terminal::say(&format!(
                "`{name}` has everything already: {} the same",
                plural(plan.same.len(), "file")
            ));
        } else {
            terminal::say(&format!("deployed to `{name}`: {} in {time} ms", in_words(plan)));
        }
    }
    terminal::show(url);
}

/// `812 B`, `45.2 kB`, `3.1 MB`
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_for_people() {
        for (bytes, text) in [(0, "0 B"), (999, "999 B"), (45_250, "45.2 kB"), (3_199_999, "3.1 MB")] {
            assert_eq!(size(bytes), text);
        }
    }
}

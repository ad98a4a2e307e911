//! `dossier build`: read new seeds, build the site, publish it.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;

use super::{Failure, Outcome, any_at_least, in_words, one, settings, worth_saying};
use crate::{
    build::{Built, build as build_site, load_theme, read_seeds},
    cli::{BuildArgs, Common},
    edge::{
        cache,
        clock::{self, Stopwatch},
        disk::{self, How, Save, Saved},
        images,
        publish::{Publication, Publish, Summary},
        terminal::{self, Progress, plural},
    },
    memo::{self, Memo, bytes_key},
    model::{
        config::Config,
        diagnostic::{Diagnostic, Severity},
        dossier::{Dossier, LeftOut},
        inputs::{InputFile, Inputs},
        site::{Entry, Folder},
        view::Counts,
    },
    stages::{
        ingest::Ingested,
        render::{
            Renderer,
            theme::{Theme, builtin},
        },
        verify::silence,
    },
};

/// Runs the command.
pub fn build(common: &Common, args: &BuildArgs) -> Result<Outcome, Failure> {
    Ok(match make(common, args, Wanted::Site)? {
        Ended::Made(made) => made.outcome,
        Ended::Early(outcome) => outcome,
    })
}

/// Builds and says how it went; `None` when nothing was published, because of `--strict`.
pub(super) fn build_to_deploy(common: &Common, args: &BuildArgs) -> Result<Option<Made>, Failure> {
    Ok(match make(common, args, Wanted::Dossier)? {
        Ended::Made(made) => Some(*made),
        Ended::Early(_) => None,
    })
}

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The site on the disk.
    Site,
    /// The dossier too.
    Dossier,
}

/// How a build ended.
enum Ended {
    Made(Box<Made>),
    /// There was nothing to make, or nothing was to be published.
    Early(Outcome),
}

/// What a build has made, for whoever goes on with it.
pub(super) struct Made {
    /// How it ended.
    pub(super) outcome: Outcome,
    /// The settings that it had.
    pub(super) config: Config,
    /// What the pages were made from.
    pub(super) dossier: Arc<Dossier>,
}

fn make(common: &Common, args: &BuildArgs, wanted: Wanted) -> Result<Ended, Failure> {
    let mut watch = Stopwatch::start();
    let root = disk::find_root(&common.root).map_err(one)?;
    let (config, notes) = settings::read(&root, common, args).map_err(one)?;
    let mut inputs = disk::read_inputs(&root, config, clock::today().map_err(one)?, &builtin);
    let (noted, mut diagnostics) = (notes.len(), notes);
    diagnostics.append(&mut inputs.diagnostics);
    let memo = cache::load(&root);
    let (media, problems) = images::read(&root);
    inputs.media = media;
    diagnostics.extend(problems);
    watch.lap("read files");

    let ingested = read_seeds(&inputs, &memo);
    let read = ingested.articles.len();
    save(&root, &mut inputs, ingested, common.verbose, &mut diagnostics);
    watch.lap("read seeds");

    let output = root.join(&inputs.config.output);
    let publication = Publication::open(&root, &output, Publish { force: args.force });
    let made_from = inputs.key();
    let done = publication.as_ref().ok().filter(|_| wanted == Wanted::Site && diagnostics.len() == noted);
    let done = done.and_then(|publication| {
        Some((publication.is_made_from(made_from)?, memo.get::<(Counts, LeftOut)>(counts_key(made_from))?))
    });
    if let Some((summary, counts)) = done {
        watch.lap("look at the output");
        report(&diagnostics, counts, (read, 0, summary, 0), &watch, (common, args));
        std::mem::forget((inputs, memo));
        return Ok(Ended::Early(Outcome::Well));
    }

    let theme =
        load_theme(&inputs.theme, &inputs.config).map_err(|found| without_theme(&diagnostics, &found))?;
    diagnostics.extend(theme.warnings.iter().cloned());
    let mut built = build_site(&inputs, &theme, &memo).map_err(one)?;
    diagnostics.append(&mut built.diagnostics);
    let nothing_wrong = diagnostics.len() == noted;
    let (mut diagnostics, _) = silence(diagnostics, &inputs.config.check.allow);
    watch.lap("link and plan");

    if args.strict && any_at_least(&diagnostics, Severity::Warning) {
        terminal::print(&worth_saying(&diagnostics, common));
        terminal::say("nothing was published, because of --strict");
        return Ok(Ended::Early(Outcome::Problems));
    }
    let publication = publication.map_err(|problem| [diagnostics.clone(), one(problem)].concat())?;
    // What is wrong must be said each time, so a build that has something to say is never taken for done.
    let publication = if nothing_wrong {
        memo.get_or(counts_key(made_from), || Some((built.counts, built.left_out)));
        publication.made_from(made_from)
    } else {
        publication
    };
    let published = publish(publication, (&theme, &built, &memo), common);
    let (summary, rendered) = published.map_err(|problems| [diagnostics.clone(), problems].concat())?;
    watch.lap("render and publish");

    // Without a memo the next build takes longer, and is right all the same.
    if let Err(error) = cache::store(&root, memo) {
        diagnostics.push(Diagnostic::note("no-memo", format!("the memo in .dossier/ was not kept: {error}")));
    }
    watch.lap("keep the memo");
    let work = (read, built.read_anew, summary, rendered);
    report(&diagnostics, (built.counts, built.left_out), work, &watch, (common, args));
    let wrong = any_at_least(&diagnostics, Severity::Error);
    let made = Made {
        outcome: if wrong { Outcome::Problems } else { Outcome::Well },
        config: inputs.config.clone(),
        dossier: Arc::clone(&built.dossier),
    };
    // The program ends here: freeing a large dossier piece by piece would only keep the person waiting.
    std::mem::forget((inputs, built));
    Ok(Ended::Made(Box::new(made)))
}

/// What stops a build whose theme cannot be used. Without the theme's files everything in it is missing, which is not
/// worth saying once for each template.
fn without_theme(known: &[Diagnostic], found: &[Diagnostic]) -> Failure {
    let lost = known.iter().any(|known| ["no-theme", "theme-circle"].contains(&known.code));
    if lost { known.to_vec() } else { [known, found].concat() }
}

/// Writes what the seeds gave, and adds it to the inputs. What could not be written is part of this build and
/// will be read again in the next.
pub(super) fn save(
    root: &Path,
    inputs: &mut Inputs,
    ingested: Ingested,
    verbose: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    diagnostics.extend(ingested.diagnostics);
    let save = |file: &InputFile, how| Save { path: file.path.clone(), bytes: file.bytes.to_vec(), how };
    // A review that was decided on since it was read is not replaced; the next build reads it.
    let over = |file: &InputFile| {
        let known = inputs.review.binary_search_by(|known| known.path.cmp(&file.path));
        known.map_or(How::Replace, |at| How::Over(bytes_key(&inputs.review[at].bytes)))
    };
    let mut saves: Vec<Save> = ingested.articles.iter().map(|file| save(file, How::New)).collect();
    saves.extend(ingested.review.iter().map(|file| save(file, over(file))));
    for (save, saved) in saves.iter().zip(disk::save_all(root, &saves)) {
        match saved {
            Ok(Saved::Written) if verbose => terminal::say(&format!("wrote {}", save.path)),
            Ok(_) => {}
            Err(problem) if problem.code == disk::CHANGED_MEANWHILE => {}
            Err(problem) => diagnostics.push(problem),
        }
    }
    merge(&mut inputs.articles, ingested.articles);
    merge(&mut inputs.review, ingested.review);
}

/// Adds files to a list sorted by path; a new file takes the place of an old one of its path.
pub(super) fn merge(files: &mut Vec<InputFile>, new: Vec<InputFile>) {
    for file in new {
        match files.binary_search_by(|known| known.path.cmp(&file.path)) {
            Ok(at) => files[at] = file,
            Err(at) => files.insert(at, file),
        }
    }
}

/// A thread takes so many pages at once: few, so that none is left with much when the others have nothing to do.
const AT_ONCE: usize = 16;

/// Renders what has changed and publishes everything at once. One page that cannot be rendered keeps the whole
/// old site: a slip in a template must not take pages away.
fn publish(
    publication: Publication,
    (theme, built, memo): (&Theme, &Built, &Memo),
    common: &Common,
) -> Result<(Summary, usize), Failure> {
    let renderer = Renderer::new(theme, &built.site_value);
    let progress =
        if common.quiet { Progress::silent() } else { Progress::start("pages", built.site.entries.len()) };
    let problems: Mutex<Vec<Diagnostic>> = Mutex::default();
    let note = |problem| problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    let folders = || built.site.folders.iter().try_for_each(|folder| put_folder(&publication, folder, memo));
    let entries = || {
        let entries: Vec<_> = built.site.entries.iter().collect();
        let entries = entries.par_iter().with_max_len(AT_ONCE).map(|(path, entry)| {
            progress.step();
            put(&publication, &renderer, built.site.key, path, entry).unwrap_or_else(|problem| {
                note(problem);
                0
            })
        });
        entries.sum()
    };
    let (folders, rendered) = rayon::join(folders, entries);
    folders.unwrap_or_else(note);
    drop(progress);
    let problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((publication.commit().map_err(one)?, rendered))
}

/// Publishes one entry and says how many pages were rendered for it.
fn put(
    publication: &Publication,
    renderer: &Renderer<'_>,
    site_key: u128,
    path: &str,
    entry: &Entry,
) -> Result<usize, Diagnostic> {
    match entry {
        Entry::Bytes(bytes) => publication.put(path, bytes_key(bytes), bytes).map(|_| 0),
        Entry::Made(key, make) => {
            let key = key();
            if publication.keep(path, key) {
                return Ok(0);
            }
            publication.put(path, key, &make()).map(|_| 0)
        }
        Entry::Stored(stored) => {
            if publication.keep(path, stored.key) {
                return Ok(0);
            }
            let bytes = (stored.load)().map_err(|why| unpublished(path, &why))?;
            publication.put(path, stored.key, &bytes).map(|_| 0)
        }
        Entry::Page(make) => {
            let (meta, view) = make();
            let key = memo::key((site_key, &meta, &view));
            if publication.keep(path, key) {
                return Ok(0);
            }
            let html = renderer.render(&meta, &view)?;
            publication.put(path, key, html.as_bytes()).map(|_| 1)
        }
    }
}

/// Publishes files that are named when they are made; nothing is made when nothing has changed.
fn put_folder(publication: &Publication, folder: &Folder, memo: &Memo) -> Result<(), Diagnostic> {
    let root = format!("{}{}", folder.under, folder.root);
    let whole = (folder.key)();
    if publication.keep_folder(folder.under, &root, whole) {
        memo.keep_all(&(folder.remembers)());
        return Ok(());
    }
    (folder.make)(memo).par_iter().try_for_each(|(path, bytes)| {
        let key = if **path == *root { whole } else { bytes_key(bytes) };
        publication.put(path, key, bytes).map(|_| ())
    })
}

/// Where the memo keeps the totals of a site that was made from these inputs.
fn counts_key(made_from: u128) -> u128 {
    memo::key(("counts", made_from))
}

fn unpublished(path: &str, why: &str) -> Diagnostic {
    Diagnostic::error("media-unread", format!("{path} cannot be published: {why}")).hint("build again")
}

fn report(
    diagnostics: &[Diagnostic],
    (counts, left_out): (Counts, LeftOut),
    (read, read_anew, summary, rendered): (usize, usize, Summary, usize),
    watch: &Stopwatch,
    (common, args): (&Common, &BuildArgs),
) {
    terminal::print(&worth_saying(diagnostics, common));
    if args.profile {
        for (name, time) in watch.laps() {
            terminal::say(&format!("{:>9.1} ms  {name}", time.as_secs_f64() * 1000.0));
        }
        terminal::say(&format!("{read_anew:>9}     articles read anew"));
    }
    if common.quiet {
        return;
    }
    if read > 0 {
        terminal::say(&format!("read {} into content/articles/", plural(read, "seed")));
    }
    let files = plural(summary.new + summary.changed + summary.same, "file");
    terminal::say(&format!("built {files}: {}", in_words(counts, left_out)));
    terminal::say(&format!(
        "made {rendered} anew; {} new, {} changed, {} removed, {} the same, in {} ms",
        summary.new,
        summary.changed,
        summary.removed,
        summary.same,
        watch.total().as_millis(),
    ));
}

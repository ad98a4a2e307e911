//! `dossier serve`: the site in a browser, and every change as it is saved.
//!
//! One thread answers requests from the site that is up; another waits for changes and builds. What was built replaces
//! the old site as a whole. Whatever cannot be built leaves the last good site up, with the reasons on each page.

mod desk;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, mpsc},
    time::Duration,
};

use super::{Failure, Outcome, any_at_least, build::save, in_words, one, settings, worth_saying};
use crate::{
    build::{build, build_ahead, load_theme, read_seeds},
    cli::{BuildArgs, Common, ServeArgs},
    edge::{
        cache,
        clock::{self, Stopwatch},
        disk, images,
        serve::{Listeners, Live, Preview, Told, open_browser, run},
        terminal::{self, plural},
        watch::{Means, Watch},
    },
    memo::{Kept, Memo},
    model::{
        config::Config,
        diagnostic::{Diagnostic, Severity},
        inputs::{Day, InputFile, Inputs, RelPath},
    },
    stages::render::theme::builtin,
};

/// How long a browser has the machine for itself when a page in it has changed.
const GIVES_WAY: Duration = Duration::from_millis(50);

/// Runs the command; it ends with the program.
pub fn serve(common: &Common, args: &ServeArgs) -> Result<Outcome, Failure> {
    let clock = Stopwatch::start();
    let root = disk::find_root(&common.root).map_err(one)?;
    let flags = BuildArgs { drafts: args.drafts, future: args.future, ..BuildArgs::default() };
    // A folder that is no dossier is said now; a dossier that is broken may be mended while it is watched.
    if !disk::is_dossier(&root, &RelPath::new(common.config.as_str())) {
        settings::read(&root, common, &flags).map_err(one)?;
    }
    let listeners = Listeners::open(args.interface, args.port).map_err(one)?;
    let live = Arc::new(Live::default());
    let host = match args.interface {
        Some(address) if address.is_ipv6() && !address.is_unspecified() => format!("[{address}]"),
        Some(address) if !address.is_unspecified() => address.to_string(),
        _ => "localhost".to_owned(),
    };
    let origin = format!("http://{host}:{}", listeners.port);
    let mut workshop = Workshop::new(root.clone(), common.clone(), flags, origin.clone());
    workshop.work(&live, &[], &clock);
    let url = format!("{origin}{}", workshop.base_path());
    if !common.quiet {
        let counts = live
            .preview()
            .map(|preview| format!("{}; ", in_words(preview.built.counts, preview.built.left_out)));
        let counts = counts.unwrap_or_default();
        terminal::say(&format!("{counts}ready in {} ms", clock.total().as_millis()));
        terminal::say(&format!("look at {url} (Ctrl-C ends it)"));
    }
    if args.open
        && let Err(error) = open_browser(&url)
    {
        terminal::say(&format!("no browser could be opened: {error}"));
    }
    let desk = desk::new(root.clone(), Arc::clone(&live), workshop.watch.bell());
    let told = Told { root, editor: args.editor.clone() };
    let shown = Arc::clone(&live);
    let reports = Reporter::start(live.preview(), common.quiet);
    std::thread::spawn(move || workshop.follow(&shown, &reports));
    run(listeners, live, told, Box::new(desk), !args.no_reload)
        .map_err(|error| one(Diagnostic::error("no-server", format!("the server ended: {error}"))))?;
    Ok(Outcome::Well)
}

/// Builds a site after each change.
struct Workshop {
    root: PathBuf,
    common: Common,
    flags: BuildArgs,
    /// Scheme, host and port of the preview.
    origin: String,
    watch: Watch,
    /// The last settings that could be read.
    config: Option<Config>,
    /// The day of the last build.
    today: Option<Day>,
    /// What was made of each file in the last build.
    kept: Kept,
    /// The last reading of all files had nothing to say, so what it read can be built upon.
    read_well: bool,
    /// There was content that is not to be made anew from the seeds, should its folder go away.
    had_content: bool,
}

impl Workshop {
    fn new(root: PathBuf, common: Common, flags: BuildArgs, origin: String) -> Self {
        let mut names: Vec<String> =
            ["seeds", "content", "themes", "templates", "static", "i18n"].map(str::to_owned).to_vec();
        names.push(common.config.clone());
        let watch = Watch::start(&root, names, Means::Native);
        Self {
            root,
            common,
            flags,
            origin,
            watch,
            config: None,
            today: None,
            kept: Kept::default(),
            read_well: false,
            had_content: false,
        }
    }

    fn base_path(&self) -> String {
        self.config.as_ref().map_or_else(|| "/".to_owned(), Config::base_path)
    }

    /// Waits for changes and builds, for ever.
    fn follow(mut self, live: &Live, reports: &mpsc::Sender<Change>) {
        loop {
            let mut changed = self.watch.look();
            if let Some(note) = self.watch.take_note() {
                terminal::say(&note);
            }
            let new_day = clock::today().is_ok_and(|today| self.today.is_some_and(|last| last != today));
            if changed.is_empty() && !new_day {
                continue;
            }
            self.settle(&mut changed);
            let (built, time) = self.work(live, &changed, &Stopwatch::start());
            // The reporter lives as long as the program.
            let _ = reports.send(Change {
                files: named(&changed),
                preview: live.preview().filter(|_| built),
                time,
            });
        }
    }

    /// A seed is read once: what is still being copied is waited for.
    fn settle(&mut self, changed: &mut Vec<RelPath>) {
        let is_seed = |path: &RelPath| path.as_str().starts_with("seeds/");
        let mut news = changed.iter().any(is_seed);
        for _ in 0..100 {
            if !news {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
            let more = self.watch.compare();
            news = more.iter().any(is_seed);
            changed.extend(more);
        }
        changed.sort();
        changed.dedup();
    }

    /// Builds once and puts up what came of it. Says whether that is a new site, and when it was up.
    fn work(&mut self, live: &Live, changed: &[RelPath], clock: &Stopwatch) -> (bool, Duration) {
        // A panic is a fault of the program, and no reason to take the preview away.
        let made = catch_unwind(AssertUnwindSafe(|| self.make(live, changed)));
        let made = made.unwrap_or_else(|_| {
            Err(one(Diagnostic::error("internal", "the program failed while it built the site")
                .hint("please report this; the next change is tried again")))
        });
        match made {
            Ok((preview, memo)) => {
                let problems = preview.built.diagnostics.clone();
                self.had_content = has_content(&preview.inputs);
                live.show(preview);
                let time = clock.total();
                terminal::print(&worth_saying(&problems, &self.common));
                self.kept = memo.take_kept();
                // Without a memo the next build takes longer, and is right all the same.
                let _ = cache::store(&self.root, memo);
                (true, time)
            }
            Err(problems) => {
                terminal::print(&problems);
                live.keep(problems);
                // Whatever was read on the way is read again.
                self.read_well = false;
                (false, clock.total())
            }
        }
    }

    fn make(&mut self, live: &Live, changed: &[RelPath]) -> Result<(Preview, Memo), Failure> {
        let up = live.preview();
        let up = up.as_deref();
        let (config, mut diagnostics) = self.settings()?;
        let today = clock::today().map_err(one)?;
        let memo = cache::load(&self.root).with(std::mem::take(&mut self.kept));
        let patched = up.and_then(|up| self.patched(up, changed, &config, today));
        if let (Some(up), Some(inputs), [changed]) = (up, &patched, changed)
            && let Some(page) = build_ahead(&up.built, (inputs, changed), &up.theme, &memo)
        {
            live.show_ahead(page);
            if live.is_watched() {
                std::thread::sleep(GIVES_WAY);
            }
        }
        let mut inputs = patched.unwrap_or_else(|| {
            let mut inputs = disk::read_inputs(&self.root, config, today, &builtin);
            let (media, problems) = images::read(&self.root);
            inputs.media = media;
            inputs.diagnostics.extend(problems);
            if let Some(up) = up {
                inputs.share(&up.inputs);
            }
            inputs
        });
        self.read_well = inputs.diagnostics.is_empty();
        diagnostics.append(&mut inputs.diagnostics);
        self.content_is_there(&inputs)?;
        let ingested = read_seeds(&inputs, &memo);
        let files: Vec<InputFile> = ingested.articles.iter().chain(&ingested.review).cloned().collect();
        self.read_well &= files.is_empty();
        if !ingested.articles.is_empty() && !self.common.quiet {
            terminal::say(&format!(
                "read {} into content/articles/",
                plural(ingested.articles.len(), "seed")
            ));
        }
        save(&self.root, &mut inputs, ingested, self.common.verbose, &mut diagnostics);
        self.watch.written(&files);
        let theme = match up.filter(|up| is_theme_of(up, &inputs)) {
            Some(up) => Arc::clone(&up.theme),
            None => load_theme(&inputs.theme, &inputs.config)
                .map(Arc::new)
                .map_err(|found: Vec<Diagnostic>| [&*diagnostics, &found].concat())?,
        };
        diagnostics.extend(theme.warnings.iter().cloned());
        let mut built = build(&inputs, &theme, &memo).map_err(|found| [&*diagnostics, &[found]].concat())?;
        diagnostics.append(&mut built.diagnostics);
        built.diagnostics = diagnostics;
        self.today = Some(today);
        let preview = Preview::new(inputs, theme, built);
        if up.is_none_or(|up| up.theme.key != preview.theme.key) {
            let faults = preview.probe();
            if !faults.is_empty() {
                return Err([preview.built.diagnostics, faults].concat());
            }
        }
        Ok((preview, memo))
    }

    /// The inputs of the site that is up with the bytes of a few files replaced, when nothing else can have changed:
    /// no file came or went, and the last reading of everything had nothing to say.
    fn patched(&self, up: &Preview, changed: &[RelPath], config: &Config, today: Day) -> Option<Inputs> {
        if !self.read_well || changed.is_empty() || up.inputs.config != *config || up.inputs.today != today {
            return None;
        }
        let mut inputs = up.inputs.clone();
        for path in changed {
            let lists = [
                &mut inputs.articles,
                &mut inputs.topics,
                &mut inputs.sources,
                &mut inputs.pages,
                &mut inputs.review,
            ];
            let file = lists.into_iter().find_map(|files| {
                let at = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
                files.get_mut(at)
            });
            let bytes = disk::read_file(&self.root, path).ok().flatten();
            *file? = InputFile { path: path.clone(), bytes: bytes.filter(|_| self.watch.has_file(path))? };
        }
        Some(inputs)
    }

    /// The settings; the last good ones while the file is broken.
    fn settings(&mut self) -> Result<(Config, Vec<Diagnostic>), Failure> {
        match settings::read(&self.root, &self.common, &self.flags) {
            Ok((mut config, mut notes)) => {
                config.base_url = format!("{}{}", self.origin, config.base_path());
                // The preview's own address is no mistake here.
                notes.retain(|note| note.severity > Severity::Note);
                self.config = Some(config.clone());
                Ok((config, notes))
            }
            Err(problem) if problem.code == settings::NO_DOSSIER => Err(one(problem)),
            Err(problem) => match &self.config {
                Some(config) => Ok((config.clone(), one(problem))),
                None => Err(one(problem)),
            },
        }
    }

    /// Refuses to read every seed again because a folder is away for a moment.
    fn content_is_there(&self, inputs: &Inputs) -> Result<(), Failure> {
        if !self.had_content || has_content(inputs) || self.watch.has_folder("content") {
            return Ok(());
        }
        Err(one(Diagnostic::error("content-gone", "the folder content/ is gone, so nothing is built")
            .hint("put it back; or, to read all seeds again, start `dossier serve` again")))
    }
}

/// Whether the theme of the site that is up is that of these inputs: the same files, and what else a theme knows.
fn is_theme_of(up: &Preview, inputs: &Inputs) -> bool {
    let (old, new) = (&up.inputs, inputs);
    let same = |(a, b): (&InputFile, &InputFile)| a.path == b.path && Arc::ptr_eq(&a.bytes, &b.bytes);
    old.config == new.config
        && old.theme.len() == new.theme.len()
        && old.theme.iter().zip(&new.theme).all(same)
}

/// What came of a change.
struct Change {
    /// What has changed.
    files: String,
    /// The new site; nothing when it could not be built.
    preview: Option<Arc<Preview>>,
    /// How long it took until it could be seen.
    time: Duration,
}

/// Says one line about each change. Which pages have changed is found out aside, after they can be seen: it takes longer
/// than to make the one that somebody looks at.
struct Reporter {
    quiet: bool,
    /// The key of each page that was up.
    keys: BTreeMap<Arc<str>, u128>,
}

impl Reporter {
    fn start(up: Option<Arc<Preview>>, quiet: bool) -> mpsc::Sender<Change> {
        let (sender, changes) = mpsc::channel::<Change>();
        std::thread::spawn(move || {
            let mut reporter = Self { quiet, keys: BTreeMap::new() };
            if !quiet {
                reporter.keys = up.map(|up| up.keys()).unwrap_or_default();
            }
            for change in changes {
                std::thread::sleep(2 * GIVES_WAY);
                reporter.say(&change);
            }
        });
        sender
    }

    fn say(&mut self, Change { files, preview, time }: &Change) {
        let time = time.as_millis();
        let Some(preview) = preview else {
            terminal::say(&format!("{files}: not built; the last good site stays, {time} ms"));
            return;
        };
        if self.quiet {
            return;
        }
        let keys = preview.keys();
        let new = keys.keys().filter(|path| !self.keys.contains_key(*path)).count();
        let gone = self.keys.keys().filter(|path| !keys.contains_key(*path)).count();
        let other =
            keys.iter().filter(|(path, key)| self.keys.get(*path).is_some_and(|old| old != *key)).count();
        self.keys = keys;
        let mut parts = vec![format!("{} changed", plural(other, "page"))];
        parts.extend((new > 0).then(|| format!("{new} new")));
        parts.extend((gone > 0).then(|| format!("{gone} gone")));
        let errors = any_at_least(&preview.built.diagnostics, Severity::Error);
        let but = if errors { ", with errors" } else { "" };
        terminal::say(&format!("{files}: {} in {time} ms{but}", parts.join(", ")));
    }
}

fn has_content(inputs: &Inputs) -> bool {
    !inputs.articles.is_empty() || !inputs.review.is_empty()
}

/// `content/articles/a.md`, `content/articles/a.md and 3 more files`
fn named(changed: &[RelPath]) -> String {
    match changed {
        [] => "a new day".to_owned(),
        [one] => one.to_string(),
        [first, rest @ ..] => format!("{first} and {} more", plural(rest.len(), "file")),
    }
}

//! What the preview shows now, for everybody who looks at it: swapped as a whole, and announced.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Told,
    preview::{Answer, Page, Preview},
};
use crate::{
    edge::terminal,
    memo,
    model::{
        diagnostic::{Diagnostic, Severity},
        inputs::RelPath,
    },
};

/// The site that is up, and what is wrong.
#[derive(Debug, Default)]
struct Now {
    /// The last site that could be built.
    preview: Option<Arc<Preview>>,
    /// The one before the theme was changed, for pages that the changed theme cannot render.
    before: Option<Arc<Preview>>,
    /// Of the last attempt to build, and of pages that were rendered since.
    problems: Vec<Diagnostic>,
}

/// The preview as its server sees it.
#[derive(Debug)]
pub struct Live {
    now: RwLock<Arc<Now>>,
    version: watch::Sender<u64>,
}

impl Default for Live {
    fn default() -> Self {
        Self { now: RwLock::default(), version: watch::Sender::new(0) }
    }
}

/// What is at an address, whatever state the site is in.
pub(super) enum Shown {
    /// As in the site.
    Answer(Answer),
    /// The page cannot be rendered and never could.
    Broken,
}

impl Live {
    /// Puts up a new site, and says what is wrong with its inputs.
    pub fn show(&self, preview: Preview) {
        let preview = Arc::new(preview);
        self.swap(|now| {
            let same_theme = now.preview.as_ref().is_none_or(|old| old.theme.key == preview.theme.key);
            let before = if same_theme { &now.before } else { &now.preview };
            Now {
                before: before.clone(),
                problems: preview.built.diagnostics.clone(),
                preview: Some(Arc::clone(&preview)),
            }
        });
    }

    /// Shows one page of the site that is up as it will be when the change that concerns it is built.
    pub fn show_ahead(&self, page: (Arc<str>, String)) {
        if let Some(preview) = self.preview() {
            preview.show_ahead(Some(page));
            self.version.send_modify(|version| *version += 1);
        }
    }

    /// Keeps the site that is up, and says why there is no newer one.
    pub fn keep(&self, problems: Vec<Diagnostic>) {
        if let Some(preview) = self.preview() {
            preview.show_ahead(None);
        }
        self.swap(|now| Now { preview: now.preview.clone(), before: now.before.clone(), problems });
    }

    /// The site that is up.
    pub fn preview(&self) -> Option<Arc<Preview>> {
        self.now().preview.clone()
    }

    /// Whether somebody looks at a page.
    pub fn is_watched(&self) -> bool {
        self.version.receiver_count() > 0
    }

    /// Hears when something else is shown.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// What a request for this path gets. A page that cannot be rendered is answered as it last could be.
    pub(super) fn at(&self, path: &str) -> Shown {
        let now = self.now();
        let Some(preview) = &now.preview else { return Shown::Broken };
        // A panic in one page must not end the others.
        let answered = catch_unwind(AssertUnwindSafe(|| preview.answer(path)));
        let problem = match answered {
            Ok(Ok(answer)) => return Shown::Answer(answer),
            Ok(Err(problem)) => problem,
            Err(_) => Diagnostic::error("internal", format!("the program failed at the page {path}"))
                .hint("please report this"),
        };
        self.add(problem);
        match now.before.as_ref().map(|before| before.answer(path)) {
            Some(Ok(answer)) => Shown::Answer(answer),
            _ => Shown::Broken,
        }
    }

    /// The mark of the page at a path; the same as long as its bytes are.
    pub(super) fn mark(&self, path: &str) -> String {
        match self.at(path) {
            Shown::Answer(Answer::Page(page)) => mark(&page),
            Shown::Answer(Answer::Moved(_) | Answer::File(..)) => "moved".to_owned(),
            Shown::Broken => "broken".to_owned(),
        }
    }

    /// What is wrong, for the panel: the same texts as in the terminal.
    pub(super) fn problems(&self, told: &Told) -> (u128, Value) {
        let now = self.now();
        let mut serious: Vec<&Diagnostic> =
            now.problems.iter().filter(|problem| problem.severity > Severity::Note).collect();
        serious.sort_by_key(|problem| (std::cmp::Reverse(problem.severity), problem.path.clone()));
        let list: Vec<Value> = serious.into_iter().map(|problem| told.problem(problem)).collect();
        let key = memo::key(list.iter().map(Value::to_string).collect::<Vec<_>>());
        (key, Value::Array(list))
    }

    /// The place of a problem that is known, such as a link of the panel names it.
    pub(super) fn place_of(&self, path: &str, line: u64) -> Option<(String, usize, usize)> {
        let now = self.now();
        now.problems.iter().find_map(|problem| {
            let (at, column) = problem.line_and_column().unwrap_or((1, 1));
            let known = problem.path.as_ref().is_some_and(|known| known.as_str() == path);
            (known && at as u64 == line).then(|| (path.to_owned(), at, column))
        })
    }

    fn add(&self, problem: Diagnostic) {
        if self.now().problems.contains(&problem) {
            return;
        }
        terminal::print(std::slice::from_ref(&problem));
        self.swap(|now| Now {
            preview: now.preview.clone(),
            before: now.before.clone(),
            problems: now.problems.iter().cloned().chain([problem]).collect(),
        });
    }

    fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn swap(&self, next: impl FnOnce(&Now) -> Now) {
        let old = {
            let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
            let next = Arc::new(next(&now));
            std::mem::replace(&mut *now, next)
        };
        self.version.send_modify(|version| *version += 1);
        // A large site takes a while to be dropped; nobody waits for that, and browsers are fetching pages now.
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            drop(old);
        });
    }
}

/// The mark of a page: whether it exists belongs to it.
pub(super) fn mark(page: &Page) -> String {
    if page.missing { format!("missing-{}", page.mark()) } else { page.mark() }
}

impl Told {
    /// A problem as the panel shows it.
    fn problem(&self, problem: &Diagnostic) -> Value {
        let (line, column) = problem.line_and_column().unwrap_or((1, 1));
        let path = problem.path.as_ref().map(RelPath::as_str);
        json!({
            "severity": if problem.severity == Severity::Error { "error" } else { "warning" },
            "code": problem.code,
            "message": problem.message,
            "text": terminal::frame(problem),
            "path": path,
            "line": line,
            "column": column,
            "link": path.and_then(|path| self.link(path, line, column)),
        })
    }
}

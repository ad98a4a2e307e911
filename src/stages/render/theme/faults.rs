//! What the template engine complains about, as diagnostics: file, place, page, and what to do.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use tera::{Error, ErrorKind};

use super::super::strings::Shift;
use crate::model::{
    diagnostic::{Diagnostic, did_you_mean},
    inputs::RelPath,
};

/// A template's file and text, kept so that an error can show its line.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Where it lies.
    pub(super) path: RelPath,
    /// What it says.
    pub(super) text: Arc<str>,
    /// The same with fixed texts of the interface put in: what the engine sees.
    pub(super) set: Arc<str>,
    /// Where the two differ in length.
    pub(super) shifts: Vec<Shift>,
}

impl Source {
    /// A place that the engine names, as the author knows it.
    fn written(&self, span: &Range<usize>) -> Range<usize> {
        Shift::back(&self.shifts, span.start)..Shift::back(&self.shifts, span.end)
    }
}

/// The templates by name.
pub(super) type Sources = BTreeMap<String, Source>;

/// What to do about a template that cannot be read.
const SYNTAX: &str = "values stand in `{{ … }}`, and `if`, `for` and the like in `{% … %}`; each has its end";

/// Filters of Tera and of this program, for "did you mean".
const FILTERS: &[&str] = &[
    "abs",
    "anchor",
    "capitalize",
    "date",
    "datetime",
    "default",
    "direction",
    "escape",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json_script",
    "keys",
    "language_from",
    "language_name",
    "last",
    "length",
    "lower",
    "names",
    "newlines_to_br",
    "nth",
    "number",
    "pairs",
    "percent",
    "plural",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "safe_url",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
];

/// Errors found while templates are loaded. Tera gives unknown filters, functions, components and blocks all
/// at once, as one text of reports.
pub(super) fn while_loading(error: &Error, sources: &Sources) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![placed(
                "template-syntax",
                report.message(),
                report.filename(),
                &report.span().range,
                sources,
            )]
        }
        ErrorKind::Msg(reports) => reports.split("\n\n").map(|report| from_report(report, sources)).collect(),
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("extends `{parent}`, which the theme does not have");
            let near = did_you_mean(parent, sources.keys().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            let missing = Diagnostic { hint, ..Diagnostic::error("template-missing", message) };
            let missing = in_template(missing, current, sources);
            let text = sources.get(current).map(|source| source.text.clone()).unwrap_or_default();
            vec![match text.find(parent.as_str()) {
                Some(at) => missing.at(text, at..at + parent.len()),
                None => missing,
            }]
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            let circle = Diagnostic::error("template-circle", format!("{error}"))
                .hint("a template cannot contain itself: take one of the links out");
            vec![in_template(circle, tpl, sources)]
        }
        _ => vec![Diagnostic::error("template", format!("{error}"))],
    }
}

/// An error met while the page at `href` was rendered.
pub(super) fn while_rendering(error: &Error, template: &str, href: &str, sources: &Sources) -> Diagnostic {
    let diagnostic = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            placed("template-render", report.message(), report.filename(), &report.span().range, sources)
        }
        ErrorKind::TemplateNotFound(name) => {
            let message = format!("the theme has no template `{name}`");
            let near = did_you_mean(name, sources.keys().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            Diagnostic { hint, ..Diagnostic::error("template-missing", message) }
        }
        _ => in_template(
            Diagnostic::error("template-render", sentence(&format!("{error}"))),
            template,
            sources,
        ),
    };
    Diagnostic { message: format!("{} (while rendering {href})", diagnostic.message), ..diagnostic }
}

fn placed(
    code: &'static str,
    message: &str,
    template: &str,
    span: &Range<usize>,
    sources: &Sources,
) -> Diagnostic {
    let hint = hint_for(message).or_else(|| (code == "template-syntax").then(|| SYNTAX.to_owned()));
    let diagnostic = Diagnostic { hint, ..Diagnostic::error(code, sentence(message)) };
    match sources.get(template) {
        Some(source) => diagnostic.in_file(&source.path).at(source.text.clone(), source.written(span)),
        None => diagnostic,
    }
}

fn in_template(diagnostic: Diagnostic, template: &str, sources: &Sources) -> Diagnostic {
    match sources.get(template) {
        Some(source) => diagnostic.in_file(&source.path),
        None => diagnostic,
    }
}

/// One report as Tera prints it: `error: MESSAGE`, then ` --> TEMPLATE:LINE:COLUMN`, then the line with what is
/// meant underlined. A text of another form becomes a message without a place.
fn from_report(report: &str, sources: &Sources) -> Diagnostic {
    let parts = || {
        let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
        let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
        let mut fields = place.rsplitn(3, ':');
        let (column, line, template) = (fields.next()?, fields.next()?, fields.next()?);
        let text = &sources.get(template)?.set;
        let start = offset(text, line.parse().ok()?, column.parse().ok()?)?;
        let marks = report.lines().last()?.chars().filter(|&c| c == '^').count();
        let length = text[start..].chars().take(marks).map(char::len_utf8).sum::<usize>();
        Some((message, template, start..start + length))
    };
    match parts() {
        Some((message, template, span)) => placed("template-unknown", message, template, &span, sources),
        None => Diagnostic::error("template", sentence(report)),
    }
}

/// The byte at a line and column, both counted from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let before = text.get(start..)?.chars().take(column.checked_sub(1)?);
    Some(start + before.map(char::len_utf8).sum::<usize>())
}

/// Messages of this program are sentences without a full stop and begin small.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn hint_for(message: &str) -> Option<String> {
    let name = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("Unknown filter") {
        let near = did_you_mean(name, FILTERS.iter().copied());
        return near.map(|near| format!("did you mean `{near}`?"));
    }
    if message.contains("not defined") || message.contains("undefined") {
        return Some(
            "only `if` may ask for what may be missing: `{% if name %}{{ name }}{% endif %}`".to_owned(),
        );
    }
    if message.starts_with("Component") || message.contains("in component call") {
        return Some("compare the call with the line `{% component … %}` that defines it".to_owned());
    }
    None
}

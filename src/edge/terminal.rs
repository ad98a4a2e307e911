//! What a person sees of a build: diagnostics with their place in the file, a summary, progress.
//!
//! Everything goes to standard error, so that standard output stays free for what a command is asked for. Texts
//! that come from files lose every character that could steer the terminal or turn the reading direction.

#![expect(clippy::disallowed_methods, reason = "NO_COLOR and the terminal are read here")]

mod progress;

use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt::Write as _,
    io::{self, BufRead, IsTerminal, Write},
    ops::Range,
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

pub use self::progress::Progress;
use crate::model::diagnostic::{Diagnostic, Frame, Severity};

/// After this many diagnostics only their number is told.
const MOST: usize = 50;

/// Lines are cut to this many characters around the place that is meant.
const WIDEST: usize = 120;

/// Whether messages may have colour: only on a terminal, and never with `NO_COLOR` (<https://no-color.org>) or a
/// terminal that cannot.
pub fn wants_colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stderr().is_terminal() && !set("NO_COLOR") && !dumb
}

/// Prints diagnostics to standard error, sorted by file and place, with their number at the end. A closed terminal
/// is no reason to fail.
pub fn print(diagnostics: &[Diagnostic]) {
    let _ = io::stderr().lock().write_all(render(diagnostics, wants_colour()).as_bytes());
}

/// Prints all diagnostics to standard output: what `dossier check` was asked for.
pub fn show_all(diagnostics: &[Diagnostic]) {
    let colour = wants_colour() && io::stdout().is_terminal();
    let _ = io::stdout().lock().write_all(render_up_to(usize::MAX, diagnostics, colour).as_bytes());
}

/// Prints a line about the build to standard error.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(line));
}

/// Prints what a command was asked for to standard output; lines stay lines.
pub fn show(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{}", plain_lines(text));
}

/// Prints a line of JSON to standard output. What could steer the terminal is escaped as JSON does it, so that
/// programs read the very same text.
pub fn show_json(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{}", escaped(line));
}

fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if steers(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Whether a person sits there who can be asked.
pub fn attended() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on standard output and reads a line of standard input; `None` when there is no more.
pub fn ask(question: &str) -> Option<String> {
    let mut out = io::stdout().lock();
    let _ = write!(out, "{}", plain(question)).and_then(|()| out.flush());
    let mut line = String::new();
    let length = io::stdin().lock().read_line(&mut line).ok().filter(|length| *length > 0);
    if length.is_none() || !io::stdin().is_terminal() {
        // Nobody has typed the end of the line.
        let _ = writeln!(out);
    }
    length.map(|_| line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The text of [`print()`]; empty when there is nothing to say.
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    render_up_to(MOST, diagnostics, colour)
}

/// By file and place; what is said twice is said once.
pub fn sort(diagnostics: &mut Vec<&Diagnostic>) {
    diagnostics.sort_by_key(|diagnostic| {
        let place = diagnostic.frame.as_ref().map(|frame| (frame.span.start, frame.span.end));
        (diagnostic.path.as_ref(), place, diagnostic.code, &diagnostic.message)
    });
    diagnostics.dedup();
}

fn render_up_to(most: usize, diagnostics: &[Diagnostic], colour: bool) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sort(&mut sorted);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in sorted.iter().take(most) {
        text.push_str(&message(diagnostic, &renderer));
        text.push_str("\n\n");
    }
    if sorted.len() > most {
        let _ = write!(text, "… and {} more\n\n", sorted.len() - most);
    }
    if let Some(summary) = summary(&sorted) {
        text.push_str(&summary);
        text.push('\n');
    }
    text
}

/// One message without colour, with its code frame and hint; where it is not the terminal that shows it.
pub fn frame(diagnostic: &Diagnostic) -> String {
    message(diagnostic, &Renderer::plain().decor_style(DecorStyle::Ascii))
}

fn message(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let mut text = renderer.render(&[group(diagnostic)]).trim_end().to_owned();
    if let Some(hint) = &diagnostic.hint {
        // Rendered by itself; below a message that has no place it would hang on a bar that leads nowhere.
        let hint = Group::with_title(Level::HELP.secondary_title(plain(hint)));
        let _ = write!(text, "\n{}", renderer.render(&[hint]).trim_end());
    }
    text
}

/// `2 errors and 1 warning in 2 files`; nothing for notes alone.
fn summary(diagnostics: &[&Diagnostic]) -> Option<String> {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts: Vec<String> = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let serious = diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note);
    let files: BTreeSet<_> = serious.filter_map(|diagnostic| diagnostic.path.as_ref()).collect();
    let files = if files.is_empty() { String::new() } else { format!(" in {}", plural(files.len(), "file")) };
    Some(format!("{}{files}", parts.join(" and ")))
}

/// `1 file`, `2 files`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code);
    let path = diagnostic.path.as_ref().map(|path| plain(path.as_str()));
    match (&diagnostic.frame, path) {
        (Some(frame), path) => {
            let cut = Cut::around(frame);
            let annotation = AnnotationKind::Primary.span(cut.span.clone());
            let snippet = Snippet::source(cut.text).line_start(cut.line).annotation(annotation);
            match (path, diagnostic.line_and_column()) {
                // The first column shown is not the line's, so the place is told apart from the snippet.
                (Some(path), Some((line, column))) if cut.headless => {
                    title.element(Origin::path(path).line(line).char_column(column)).element(snippet)
                }
                (path, _) => title.element(snippet.path(path)),
            }
        }
        (None, Some(path)) => title.element(Origin::path(path)),
        (None, None) => Group::with_title(title),
    }
}

/// The lines of a file that a message shows, made harmless, short enough to be read.
struct Cut {
    text: String,
    span: Range<usize>,
    line: usize,
    /// The beginning of the first line is not shown.
    headless: bool,
}

impl Cut {
    /// At most three lines are shown, and of a very long one only what lies around the place.
    fn around(frame: &Frame) -> Self {
        let source = &*frame.source;
        let start = source[..frame.span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = source[..start].matches('\n').count() + 1;
        let end = source[start..].match_indices('\n').nth(2).map_or(source.len(), |(at, _)| start + at);
        let span = frame.span.start..frame.span.end.clamp(frame.span.start, end);
        let before = shorten_start(&source[start..span.start]);
        let headless = before.len() < span.start - start;
        let meant = shorten_end(&source[span.clone()]);
        let after = source[span.end..end].split('\n').next().unwrap_or_default();
        let after = if meant.len() < span.len() { "" } else { shorten_end(after) };
        let [before, meant, after] = [before, meant, after].map(|part| plain_lines(part).into_owned());
        let span = before.len()..before.len() + meant.len();
        Self { text: format!("{before}{meant}{after}"), span, line, headless }
    }
}

fn shorten_start(text: &str) -> &str {
    let count = text.chars().count();
    let from = text.char_indices().nth(count.saturating_sub(WIDEST)).map_or(0, |(at, _)| at);
    if count > WIDEST { &text[from..] } else { text }
}

fn shorten_end(text: &str) -> &str {
    text.char_indices().nth(WIDEST).map_or(text, |(at, _)| &text[..at])
}

/// A text on one line, without anything that steers a terminal.
fn plain(text: &str) -> Cow<'_, str> {
    replace(text, |c| steers(c) || c == '\n' || c == '\r' || c == '\t')
}

/// The same, but lines stay lines.
fn plain_lines(text: &str) -> Cow<'_, str> {
    replace(text, |c| steers(c) && c != '\n' && c != '\t')
}

fn replace(text: &str, bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.chars().any(&bad) {
        Cow::Owned(text.chars().map(|c| if bad(c) { '\u{fffd}' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Control characters (ESC with them) and what turns or hides the text that follows: bidi marks, embeddings and
/// isolates, invisible operators, tags, line separators.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inputs::RelPath;

    fn at(path: &str, source: &str, span: Range<usize>) -> Diagnostic {
        Diagnostic::error("bad-date", "there is no 30 February").in_file(&RelPath::new(path)).at(source, span)
    }

    #[test]
    fn a_message_shows_path_line_column_code_and_hint() {
        let diagnostic =
            at("content/a.md", "---\ntitle: x\ndate: 2024-02-30\n---\n", 19..29).hint("write a day");
        let text = render(&[diagnostic], false);
        assert_eq!(
            text,
            "error[bad-date]: there is no 30 February\n \
             --> content/a.md:3:7\n  |\n3 | date: 2024-02-30\n  |       ^^^^^^^^^^\nhelp: write a day\n\n\
             1 error in 1 file\n"
        );
    }

    #[test]
    fn messages_come_in_one_order_whatever_order_they_were_found_in() {
        let mut found = vec![
            at("b.md", "x\ny\n", 2..3),
            at("b.md", "x\ny\n", 0..1),
            at("a.md", "x", 0..1),
            Diagnostic::warning("w", "about nothing"),
            Diagnostic::note("n", "just so"),
        ];
        let text = render(&found, false);
        found.reverse();
        assert_eq!(render(&found, false), text);
        let places: Vec<usize> = ["about nothing", "a.md:1", "b.md:1", "b.md:2"]
            .map(|needle| text.find(needle).expect(needle))
            .into();
        assert!(places.is_sorted(), "{text}");
        assert!(text.ends_with("3 errors and 1 warning in 2 files\n"), "{text}");
    }

    #[test]
    fn notes_alone_have_no_summary_and_nothing_says_nothing() {
        assert_eq!(render(&[], true), "");
        let note = Diagnostic::note("n", "just so");
        assert_eq!(render(std::slice::from_ref(&note), false), "note[n]: just so\n\n");
        assert_eq!(render(&[note.hint("do it")], false), "note[n]: just so\nhelp: do it\n\n");
    }

    #[test]
    fn after_fifty_only_the_number_is_told() {
        let many: Vec<_> = (0..60).map(|n| at(&format!("{n:02}.md"), "x", 0..1)).collect();
        let text = render(&many, false);
        assert_eq!((text.matches("error[").count(), text.contains("and 10 more")), (50, true));
        assert!(text.ends_with("60 errors in 60 files\n"));
    }

    #[test]
    fn nothing_from_a_file_steers_the_terminal() {
        let evil = "\u{1b}]0;owned\u{7} \u{202e}drow\u{2066} \u{9b}31m \r\u{8} \u{200b}\u{e0041}";
        let diagnostic = at(evil, &format!("{evil}\nnext"), 0..evil.len()).hint(evil);
        let diagnostic = Diagnostic { message: evil.to_owned(), ..diagnostic };
        let text = render(&[diagnostic], false);
        assert!(!text.contains(|c| steers(c) && c != '\n'), "{text:?}");
        assert_eq!(plain("a\nb"), "a\u{fffd}b");
    }

    #[test]
    fn json_keeps_what_it_escapes() {
        let text = "a\u{202e}b\u{200b}\u{e0041}\u{7f}ж";
        let shown = escaped(&serde_json::to_string(text).expect("JSON"));
        assert!(!shown.contains(steers), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).expect("JSON"), text);
    }

    #[test]
    fn colour_is_there_only_when_asked_for() {
        let diagnostic = [at("a.md", "x", 0..1)];
        assert!(render(&diagnostic, true).contains('\u{1b}'));
        assert!(!render(&diagnostic, false).contains('\u{1b}'));
    }

    #[test]
    fn very_long_lines_and_spans_are_cut_to_what_is_meant() {
        let source = format!("{}ДОМ{}", "д".repeat(100_000), "x".repeat(100_000));
        let start = 200_000;
        let text = render(&[at("a.md", &source, start..start + 6)], false);
        assert!(text.contains("ДОМ") && text.contains("a.md:1:100001") && text.len() < 2_000, "{text}");
        let text = render(&[at("a.md", &"line\n".repeat(100_000), 5..499_000)], false);
        assert!(text.contains("a.md:2") && text.len() < 2_000, "{text}");
        let text = render(&[at("a.md", "x\n", 2..2)], false);
        assert!(text.contains("a.md:2:1"), "{text}");
    }
}

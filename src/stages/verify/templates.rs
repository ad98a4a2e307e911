//! Habits of templates that go wrong one day, and names that no page offers.
//!
//! The theme is also rendered with invented pages of every kind, full and empty: what is wrong with a component shows
//! only then, and the dossier need not have a page of that kind yet.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Subject,
    expressions::{Name, names},
    shape::{Shape, Shapes},
};
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::RelPath,
    },
    stages::render::theme::shapes,
};

/// All templates of the theme.
pub(super) fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let theme = subject.theme;
    let mut found = theme.rehearsal();
    let shapes = Shapes::new(shapes());
    for (name, path, text) in theme.templates() {
        found.extend(unsafe_habits(path, text));
        found.extend(unknown_names(name, (path, text), &shapes));
    }
    found
}

/// What may be printed as it is: it was made safe before.
const SAFE: [&str; 2] = ["body", "site.frame."];

fn unsafe_habits(path: &RelPath, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, part) in parts(text) {
        let Some(inside) = part.strip_prefix("{{").and_then(|part| part.strip_suffix("}}")) else { continue };
        let inside = inside.trim_matches('-').trim();
        let (value, filters) = inside.split_once('|').unwrap_or((inside, ""));
        let prints_as_is = filters.split('|').any(|filter| filter.trim() == "safe");
        if prints_as_is
            && !SAFE
                .iter()
                .any(|safe| value.trim() == *safe || safe.ends_with('.') && value.starts_with(safe))
        {
            let problem = Diagnostic::warning(
                "unsafe-filter",
                format!("`{}` is printed without being escaped", value.trim()),
            )
            .in_file(path)
            .at(text, at..at + part.len())
            .hint("take `| safe` out: only `body` and `site.frame` are HTML that was made safe");
            found.push(problem);
        }
    }
    found.extend(unquoted(text).into_iter().map(|span| {
        Diagnostic::warning(
            "unquoted-attribute",
            "an attribute without quotes ends at the first blank of its value",
        )
        .in_file(path)
        .at(text, span)
        .hint("put quotes around it: `title=\"{{ title }}\"`")
    }));
    found
}

/// `{{ … }}`, `{% … %}` and `{# … #}` with their places.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find('{')?;
        let rest = &text[start..];
        let end = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = start + 1;
                return Some((start, ""));
            }
        };
        let length = rest.get(2..)?.find(end).map_or(rest.len(), |found| found + 4);
        at = start + length;
        Some((start, &rest[..length]))
    })
    .filter(|(_, part)| !part.is_empty())
}

/// Places where a value is printed in a tag outside of quotes.
fn unquoted(text: &str) -> Vec<std::ops::Range<usize>> {
    let skips: BTreeMap<usize, &str> = parts(text).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    let (mut inside, mut quote) = (false, None);
    while let Some(c) = text[at..].chars().next() {
        if let Some(part) = skips.get(&at) {
            let value = part.starts_with("{{") && !part.starts_with("{{<");
            if value && inside && quote.is_none() && text[..at].ends_with('=') {
                found.push(at..at + part.len());
            }
            at += part.len();
            continue;
        }
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if inside => quote = Some(c),
            (None, '<') => inside = text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()),
            (None, '>') => inside = false,
            _ => {}
        }
        at += c.len_utf8();
    }
    found
}

/// Names that the views of a template do not have.
fn unknown_names(template: &str, (path, text): (&RelPath, &str), shapes: &Shapes) -> Vec<Diagnostic> {
    let context = shapes.of(template);
    let read = names(text);
    // A name that is set anywhere in the file is not looked at: where it is set may not be where it is read.
    let own: BTreeSet<&str> = read.bound.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    for Name { parts, at } in &read.used {
        let [root, fields @ ..] = parts.as_slice() else { continue };
        if own.contains(root.as_str()) || BUILT_IN.contains(&root.as_str()) {
            continue;
        }
        let mut here: &Shape = context;
        let mut path_so_far = String::new();
        for field in std::iter::once(root).chain(fields) {
            let Some(next) = here.field(field) else {
                let start = at + path_so_far.len();
                let problem = unknown(field, &path_so_far, here).in_file(path);
                found.push(problem.at(text, start..start + field.len()));
                break;
            };
            here = next;
            if field.bytes().all(|b| b.is_ascii_digit()) {
                path_so_far.pop();
                path_so_far.extend(["[", field.as_str(), "]."]);
            } else {
                path_so_far.extend([field.as_str(), "."]);
            }
        }
    }
    found
}

fn unknown(field: &str, before: &str, here: &Shape) -> Diagnostic {
    let message = if before.is_empty() {
        format!("no page of this kind has `{field}`")
    } else {
        format!("`{}` has no `{field}`", before.trim_end_matches('.'))
    };
    let hint = match did_you_mean(field, here.names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("it has {}", here.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    };
    Diagnostic::warning("unknown-variable", message).hint(hint)
}

/// What the engine itself offers.
const BUILT_IN: [&str; 4] = ["loop", "__tera_context", "self", "super"];

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, usize)> {
        let path = RelPath::new("templates/article.html");
        let shapes = Shapes::new(shapes());
        let mut found = unsafe_habits(&path, text);
        found.extend(unknown_names("article.html", (&path, text), &shapes));
        found
            .iter()
            .map(|found| (found.code, found.line_and_column().map_or(0, |(_, column)| column)))
            .collect()
    }

    #[test]
    fn slips_are_found_before_a_page_is_made() {
        for (text, expected) in [
            ("{{ article.title }}", None),
            ("{{ artcle.title }}", Some(("unknown-variable", 4))),
            ("{{ article.titel }}", Some(("unknown-variable", 12))),
            ("{% if artcle %}x{% endif %}", Some(("unknown-variable", 7))),
            ("{% for a in topics %}{{ a.name }}{{ loop.index }}{% endfor %}", None),
            ("{{ site.titel }}", Some(("unknown-variable", 9))),
            ("{{ topics[0].nam }}", Some(("unknown-variable", 14))),
            ("{{ url | safe_url }}", None),
            ("{{ article.date | date(style=\"short\") }}", None),
            ("{% set x = article.title %}{{ x }}", None),
            ("{{<when date={article.date} style=\"short\"/>}}", None),
            ("{{<when date={article.dat}/>}}", Some(("unknown-variable", 23))),
            ("{{<quote quotes place=\"\"/>}}", None),
            ("{{ article.title | safe }}", Some(("unsafe-filter", 1))),
            ("{{ body | safe }}{{ site.frame.head | safe }}", None),
            ("<a href={{ url }}>x</a>", Some(("unquoted-attribute", 9))),
            ("<a href=\"{{ url }}\" title='{{ url }}'>a={{ url }}</a>", None),
            ("<p{% if url %} class=\"a\"{% endif %}>{{ url }}</p>", None),
            ("{# {{ artcle }} #}{{ \"artcle\" }}", None),
            ("{% set copies = [copy for copy in archived if copy.href] %}", None),
            ("{% if url is defined and not image %}{% elif 1 == 2 or true %}{% endif %}", None),
        ] {
            assert_eq!(codes(text), Vec::from_iter(expected), "{text}");
        }
    }

    #[test]
    fn the_built_in_themes_have_none() {
        let shapes = Shapes::new(shapes());
        for name in crate::stages::render::theme::builtin_names() {
            for file in crate::stages::render::theme::builtin(name).expect("a theme") {
                let Some((_, template)) = file.path.as_str().split_once("/templates/") else { continue };
                let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
                let mut found = unsafe_habits(&file.path, text);
                found.extend(unknown_names(template, (&file.path, text), &shapes));
                let said: Vec<_> =
                    found.iter().map(|found| (found.line_and_column(), &found.message)).collect();
                assert!(said.is_empty(), "{}: {said:?}", file.path);
            }
        }
    }
}

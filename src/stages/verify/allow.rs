//! What the settings allow is not said; a rule that allows nothing is.

use crate::{
    model::{
        check::Allow,
        diagnostic::{Diagnostic, Severity},
        inputs::RelPath,
    },
    yaml::places::{Form, Node, places},
};

/// The messages that no rule allows, and how often each rule was of use.
pub fn silence(diagnostics: Vec<Diagnostic>, rules: &[Allow]) -> (Vec<Diagnostic>, Vec<usize>) {
    let mut used = vec![0; rules.len()];
    let said = diagnostics.into_iter().filter(|diagnostic| {
        let rule = rules.iter().position(|rule| allows(rule, diagnostic));
        if let Some(rule) = rule {
            used[rule] += 1;
        }
        rule.is_none()
    });
    (said.collect(), used)
}

/// A warning for each rule that allowed nothing. `text` is the file that they stand in; `asked` says of a code whether
/// this run could have found it.
pub fn unused(
    rules: &[Allow],
    used: &[usize],
    (path, text): (&RelPath, &str),
    asked: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let spans = spans(text);
    let idle =
        rules.iter().zip(used).enumerate().filter(|(_, (rule, used))| **used == 0 && asked(&rule.code));
    idle.map(|(index, (rule, _))| {
        let place = if rule.path.is_empty() { "anywhere".to_owned() } else { format!("in `{}`", rule.path) };
        let message = format!("nothing of the kind `{}` is found {place}", rule.code);
        let problem = Diagnostic::warning("allow-unused", message)
            .in_file(path)
            .hint("take the rule out, or mend its path");
        match spans.get(index) {
            Some(span) => problem.at(text, span.clone()),
            None => problem,
        }
    })
    .collect()
}

/// Where the rules stand.
fn spans(text: &str) -> Vec<std::ops::Range<usize>> {
    let root = places(text);
    let check = root.as_ref().and_then(|root| root.entry("check"));
    let Some((_, Node { form: Form::List { items, .. }, .. })) =
        check.and_then(|(_, check)| check.entry("allow"))
    else {
        return Vec::new();
    };
    items.iter().map(|item| item.span.clone()).collect()
}

fn allows(rule: &Allow, diagnostic: &Diagnostic) -> bool {
    // A file that was left out is never passed over in silence, nor is a site that could not be made.
    let path = diagnostic.path.as_ref().map_or("", RelPath::as_str);
    rule.code == diagnostic.code
        && (rule.path.is_empty() || fits(&rule.path, path))
        && can_be_allowed(diagnostic)
}

/// Errors that leave out a file can be mended and nothing else.
fn can_be_allowed(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity < Severity::Error || !LEFT_OUT.contains(&diagnostic.code)
}

/// What leaves out a file or a page.
const LEFT_OUT: [&str; 7] = [
    "yaml",
    "duplicate-key",
    "unknown-key",
    "unknown-value",
    "front-matter-open",
    "not-utf-8",
    "url-collision",
];

/// Whether a path fits a pattern: `*` stands for any part of a name, `**` for anything.
fn fits(pattern: &str, path: &str) -> bool {
    let Some(star) = pattern.find('*') else { return pattern == path };
    let Some(rest) = path.strip_prefix(&pattern[..star]) else { return false };
    let deep = pattern[star..].starts_with("**");
    let after = pattern[star..].trim_start_matches('*');
    // `a/**/b` means `a/b` too.
    if deep && after.starts_with('/') && fits(&after[1..], rest) {
        return true;
    }
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.take_while(|end| deep || !rest[..*end].contains('/')).any(|end| fits(after, &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_paths() {
        for (pattern, path, fit) in [
            ("content/a.md", "content/a.md", true),
            ("content/a.md", "content/a.mdx", false),
            ("content/*.md", "content/a.md", true),
            ("content/*.md", "content/topics/a.md", false),
            ("content/**", "content/topics/a.md", true),
            ("content/**/a.md", "content/a.md", true),
            ("content/**/a.md", "content/x/y/a.md", true),
            ("content/**/a.md", "content/x/ba.md", false),
            ("**/*-lavrov-*", "content/articles/2017-lavrov-x.md", true),
            ("*", "a/b", false),
            ("*é*", "é", true),
        ] {
            assert_eq!(fits(pattern, path), fit, "{pattern} {path}");
        }
    }

    #[test]
    fn what_leaves_out_a_file_is_always_said() {
        let rule = |code: &str| Allow { code: code.to_owned(), path: String::new(), reason: "r".to_owned() };
        let rules = [rule("yaml"), rule("unknown-link")];
        let found = vec![Diagnostic::error("yaml", "m"), Diagnostic::error("unknown-link", "m")];
        let (said, used) = silence(found, &rules);
        assert_eq!((said.len(), said[0].code, used), (1, "yaml", vec![0, 1]));
    }
}

//! The names that a template reads and sets, as far as they can be seen without running it.

use super::templates::parts;

/// `article.source.label`, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) parts: Vec<String>,
    pub(super) at: usize,
}

/// What a template does with names.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) used: Vec<Name>,
    /// Set by `for`, `set`, or as the argument of a component.
    pub(super) bound: Vec<String>,
}

/// Reads a template.
pub(super) fn names(text: &str) -> Names {
    let mut found = Names::default();
    for (at, part) in parts(text) {
        let inside = &part[2..part.len().max(4) - 2];
        if part.starts_with("{{<") {
            let tokens = tokens(inside, at + 2);
            component_call(&tokens, &mut found);
        } else if part.starts_with("{{") {
            expression(&tokens(inside, at + 2), &mut found);
        } else if part.starts_with("{%") {
            statement(&tokens(inside, at + 2), &mut found);
        }
    }
    found
}

/// A word, path or sign.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    at: usize,
    /// A path of names; the text is joined by dots.
    path: Option<Vec<String>>,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn tokens(text: &str, offset: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if matches!(c, '"' | '\'' | '`') {
            at = text[at..].find(c).map_or(text.len(), |end| at + end + 1);
            tokens.push(Token { text: "\"".to_owned(), at: offset + start, path: None });
        } else if c.is_numeric() {
            at += text[at..].find(|c: char| !is_word(c) && c != '.').unwrap_or(text.len() - at);
            tokens.push(Token { text: "0".to_owned(), at: offset + start, path: None });
        } else if is_word(c) {
            let (path, end) = path(text, start);
            at = end;
            tokens.push(Token { text: path.join("."), at: offset + start, path: Some(path) });
        } else if !c.is_whitespace() {
            let double = text[at..].starts_with('=') && matches!(c, '=' | '!' | '<' | '>');
            at += usize::from(double);
            tokens.push(Token { text: text[start..at].to_owned(), at: offset + start, path: None });
        }
    }
    tokens
}

/// `a.b?.c[0].d` from its first letter; it ends before an index that is no number.
fn path(text: &str, start: usize) -> (Vec<String>, usize) {
    let (mut parts, mut at) = (Vec::new(), start);
    loop {
        let end = text[at..].find(|c: char| !is_word(c)).map_or(text.len(), |end| at + end);
        parts.push(text[at..end].to_owned());
        at = end;
        let rest = &text[at..];
        if let Some(index) =
            rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(index, _)| index)
            && !index.is_empty()
            && index.bytes().all(|b| b.is_ascii_digit())
        {
            parts.push(index.to_owned());
            at += index.len() + 2;
        }
        let rest = &text[at..];
        match rest.strip_prefix('.') {
            Some(next) if next.starts_with(is_word) => at += 1,
            _ => return (parts, at),
        }
    }
}

const WORDS: [&str; 16] = [
    "and", "or", "not", "in", "is", "if", "else", "for", "true", "false", "none", "null", "True", "False",
    "None", "as",
];

/// Every path of an expression that is a value: not a filter, test, function, argument's name or keyword.
fn expression(tokens: &[Token], found: &mut Names) {
    // `[copy for copy in copies if copy.href]` sets a name of its own.
    for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == "for") {
        let sets = tokens[index + 1..].iter().take_while(|token| token.text != "in");
        found.bound.extend(sets.filter_map(|token| token.path.as_ref().map(|path| path[0].clone())));
        let _ = token;
    }
    for (index, token) in tokens.iter().enumerate() {
        let Some(path) = &token.path else { continue };
        let before = |back: usize| index.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
        let after = tokens.get(index + 1).map_or("", |token| token.text.as_str());
        let test = before(1) == "is" || before(1) == "not" && before(2) == "is";
        if WORDS.contains(&token.text.as_str())
            || before(1) == "|"
            || test
            || matches!(after, "(" | "=")
            || before(1) == "<"
            || before(1) == "."
        {
            continue;
        }
        found.used.push(Name { parts: path.clone(), at: token.at });
    }
}

/// `{{<name a b={x.y} c="…"/>}}`: a bare word passes the variable of that name, braces hold expressions.
fn component_call(tokens: &[Token], found: &mut Names) {
    let start = tokens.iter().position(|token| token.text == "<").map_or(0, |at| at + 2);
    let mut at = start;
    while at < tokens.len() {
        let token = &tokens[at];
        if token.text == "{" {
            let end = closing(tokens, at);
            expression(&tokens[at + 1..end], found);
            at = end;
        } else if let Some(path) = &token.path
            && tokens.get(at + 1).is_none_or(|next| next.text != "=")
        {
            found.used.push(Name { parts: path.clone(), at: token.at });
        }
        at += 1;
    }
}

fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

fn statement(tokens: &[Token], found: &mut Names) {
    let tokens = if tokens.first().is_some_and(|token| token.text == "-") { &tokens[1..] } else { tokens };
    let Some((first, rest)) = tokens.split_first() else { return };
    let bind = |tokens: &[Token], found: &mut Names| {
        found.bound.extend(tokens.iter().filter_map(|token| token.path.as_ref().map(|path| path[0].clone())));
    };
    match first.text.as_str() {
        "for" => {
            let split = rest.iter().position(|token| token.text == "in").unwrap_or(rest.len());
            bind(&rest[..split], found);
            expression(rest.get(split + 1..).unwrap_or_default(), found);
        }
        "set" | "set_global" => {
            let split = rest.iter().position(|token| token.text == "=").unwrap_or(rest.len());
            bind(&rest[..split], found);
            expression(rest.get(split + 1..).unwrap_or_default(), found);
        }
        // Its arguments are what it sees, and `body` and the like with them.
        "component" => {
            bind(rest, found);
            found.bound.push("body".to_owned());
        }
        "if" | "elif" => expression(rest, found),
        _ => {}
    }
}

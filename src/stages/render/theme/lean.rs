//! Scripts and style sheets that come with the program, without what only their authors read: comments, indentation, and
//! the space around signs.
//!
//! No word is changed and none is moved. What stands in quotation marks, templates and regular expressions stays as it
//! is, and so does a line end that may end a statement. Files of a site are served as they were written.

use std::ops::Range;

/// A file of this name as it is served; what is neither script nor style sheet stays as it is.
pub(super) fn lean(name: &str, text: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, "js")) => thin(text, Language::Script),
        Some((_, "css")) => thin(text, Language::Sheet),
        _ => text.to_owned(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Script,
    Sheet,
}

/// What a text is made of.
enum Piece {
    /// White space and comments.
    Gap,
    /// What is kept as it is, whatever it holds.
    Whole,
    /// One character of anything else.
    Sign,
}

fn thin(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut gap) = (0, 0..0);
    while at < text.len() {
        let (piece, length) = next(text, at, &out, language);
        if let Piece::Gap = piece {
            gap = if gap.end == at { gap.start..at + length } else { at..at + length };
        } else {
            if gap.end == at && !gap.is_empty() {
                out.push_str(instead(text, gap.clone(), &out, language));
            }
            // What `for (…);` and the like end with is a statement of its own.
            let alone = language == Language::Script && out.ends_with(");");
            if text[at..].starts_with('}') && out.ends_with(';') && !alone {
                out.pop();
            }
            out.push_str(&text[at..at + length]);
        }
        at += length;
    }
    out
}

/// What begins at a place, and how long it is.
fn next(text: &str, at: usize, before: &str, language: Language) -> (Piece, usize) {
    let rest = &text[at..];
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let script = language == Language::Script;
    match rest.as_bytes()[0] {
        b if b.is_ascii_whitespace() => (Piece::Gap, 1),
        b'/' if rest.starts_with("/*") => {
            (Piece::Gap, rest[2..].find("*/").map_or(rest.len(), |end| end + 4))
        }
        b'/' if script && rest.starts_with("//") => (Piece::Gap, rest.find('\n').unwrap_or(rest.len())),
        b'/' if script && begins_value(before) => (Piece::Whole, pattern(rest)),
        mark @ (b'"' | b'\'') => (Piece::Whole, quoted(rest, mark)),
        b'`' if script => (Piece::Whole, template(rest)),
        _ => (Piece::Sign, first),
    }
}

/// What stands in the place of a gap: nothing where nothing is needed.
fn instead(text: &str, gap: Range<usize>, before: &str, language: Language) -> &'static str {
    let (Some(a), Some(b)) = (before.chars().next_back(), text[gap.end..].chars().next()) else { return "" };
    if language == Language::Sheet {
        return if "{};,:>(".contains(a) || "{};,>)!".contains(b) { "" } else { " " };
    }
    if text[gap].contains('\n') {
        let goes_on = "{([,;=&|?:<>*%!".contains(a) || ")]},;=&|?:.<>*%".contains(b);
        return if goes_on { "" } else { "\n" };
    }
    let twin = a == b && "+-/".contains(a);
    if twin || (is_of_word(a) && is_of_word(b)) { " " } else { "" }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Whether a `/` begins a regular expression here, and does not divide.
fn begins_value(before: &str) -> bool {
    let before = before.trim_end();
    match before.chars().next_back() {
        None => true,
        Some(c) if is_of_word(c) => {
            let word = before.rsplit(|c| !is_of_word(c)).next().unwrap_or_default();
            ["return", "typeof", "case", "of", "in"].contains(&word)
        }
        Some(c) => !")]}\"'`".contains(c),
    }
}

/// The length of a text in quotation marks, with them.
fn quoted(text: &str, mark: u8) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|b| {
        let ends = b == mark && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

/// The length of a regular expression without its flags.
fn pattern(text: &str) -> usize {
    let (mut escaped, mut in_class) = (false, false);
    let end = text.bytes().skip(1).position(|b| {
        if !escaped {
            in_class = (in_class || b == b'[') && b != b']';
        }
        let ends = b == b'/' && !escaped && !in_class;
        escaped = b == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

/// The length of a template, with the expressions in it.
fn template(text: &str) -> usize {
    let mut at = 1;
    while at < text.len() {
        let rest = &text[at..];
        at += match rest.as_bytes()[0] {
            b'`' => return at + 1,
            b'\\' => 2,
            b'$' if rest.starts_with("${") => expression(rest),
            _ => 1,
        };
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    text.len()
}

/// The length of `${…}`.
fn expression(text: &str) -> usize {
    let (mut at, mut depth) = (2, 1);
    while at < text.len() {
        match next(text, at, &text[..at], Language::Script) {
            (Piece::Sign, length) => {
                match text.as_bytes()[at] {
                    b'{' => depth += 1,
                    b'}' => depth -= 1,
                    _ => {}
                }
                at += length;
                if depth == 0 {
                    return at;
                }
            }
            (_, length) => at += length,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_what_nobody_reads() {
        for (written, served) in [
            ("// one\nlet a = 1; // two\n\n  let b = a + /* three */ 2;\n", "let a=1;let b=a+2;"),
            ("if (a) { while (b());\n} else { c = d;\n}", "if(a){while(b());}else{c=d}"),
            ("const a = () => {\n  return b\n}\nnext()", "const a=()=>{return b}\nnext()"),
            ("a\n  .b()\n  .c()", "a.b().c()"),
            ("a + +b - -c / d", "a+ +b- -c/d"),
            ("a /*/ b */ = /**/ c", "a=c"),
            ("a = \"// no 'comment'\" + '/*'", "a=\"// no 'comment'\"+'/*'"),
            ("a = `x  ${ b + `y  ${c}  }` }  // z`; d", "a=`x  ${ b + `y  ${c}  }` }  // z`;d"),
            ("return /[/'\"] +/u.test(a) / 2 / b", "return/[/'\"] +/u.test(a)/2/b"),
            ("x = a ? /\\/ \\[/g : \"\\\"  \"", "x=a?/\\/ \\[/g:\"\\\"  \""),
            ("let ñ = “ü” in ö", "let ñ=“ü”in ö"),
        ] {
            assert_eq!(lean("a.js", written), served, "{written}");
        }
    }

    #[test]
    fn a_sheet_keeps_the_spaces_that_mean_something() {
        for (written, served) in [
            (
                "/* a */\na > b, c d {\n  color: red;\n  margin: 0 auto;\n}\n",
                "a>b,c d{color:red;margin:0 auto}",
            ),
            ("a :hover { width: calc( 1px + 2px ) !important }", "a :hover{width:calc(1px + 2px)!important}"),
            (
                "@media (min-width: 2em) and (x) { a::before { content: \"; } \" } }",
                "@media (min-width:2em) and (x){a::before{content:\"; } \"}}",
            ),
        ] {
            assert_eq!(lean("a.css", written), served, "{written}");
        }
        assert_eq!(lean("a.svg", "<svg>  </svg>"), "<svg>  </svg>");
    }

    #[test]
    fn what_ends_too_early_is_no_reason_to_panic() {
        for text in ["`${", "'a", "/[", "/* ü", "`\\", "`ü${`", "\"\\"] {
            assert!(lean("a.js", text).len() <= text.len());
            assert!(lean("a.css", text).len() <= text.len());
        }
    }
}

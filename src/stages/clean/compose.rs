//! Blocks to the two forms of a body: plain paragraphs with their origin, and Markdown.
//!
//! Both say the same: Markdown rendered by pulldown-cmark and stripped of its tags is the text. So every
//! character that Markdown would take for itself is escaped, where it would and nowhere else.

use super::{
    draft::{Block, Shape},
    passage::{Look, Mark, Passage},
};
use crate::model::{article::Image, reading::Piece};

/// A body in both forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Plain paragraphs, an empty line between two.
    pub text: String,
    /// The same as Markdown.
    pub markdown: String,
    /// Where the stretches of `text` come from.
    pub origin: Vec<Piece>,
}

/// Puts the blocks one below the other.
pub fn compose(blocks: &[Block]) -> Body {
    let mut body = Body::default();
    let mut before: Option<Shape> = None;
    for block in blocks {
        match block {
            Block::Figure(image) => {
                part(&mut body.markdown, "\n\n");
                body.markdown.push_str(&picture(image));
                before = None;
            }
            Block::Text(_, words) if words.is_blank() => {}
            Block::Text(shape, words) => {
                let shape = settled(shape, before.as_ref());
                let words = match shape {
                    Shape::Code => words.clone(),
                    Shape::Row | Shape::Heading(_) => words.on_one_line(),
                    _ => words.tidied(),
                };
                append_text(&mut body, &shape, &words);
                append_markdown(&mut body.markdown, &shape, before.as_ref(), &words);
                before = Some(shape);
            }
        }
    }
    body
}

/// Every cell of a table is a paragraph of the text.
fn append_text(body: &mut Body, shape: &Shape, words: &Passage) {
    let mut start = 0;
    let text = words.as_str();
    let cells = text.split(|c| c == '\t' && *shape == Shape::Row);
    for cell in cells {
        let span = start..start + cell.len();
        start = span.end + 1;
        let cell = words.slice(span);
        let cell = if *shape == Shape::Code { cell } else { cell.trim() };
        if cell.as_str().is_empty() {
            continue;
        }
        part(&mut body.text, "\n\n");
        let at = body.text.len();
        body.text.push_str(cell.as_str());
        body.origin.extend(cell.pieces().iter().map(|piece| Piece { text_at: piece.text_at + at, ..*piece }));
    }
}

fn part(text: &mut String, gap: &str) {
    if !text.is_empty() {
        text.push_str(gap);
    }
}

fn append_markdown(markdown: &mut String, shape: &Shape, before: Option<&Shape>, words: &Passage) {
    let gap = match (before, shape) {
        (Some(Shape::Item(above, before)), Shape::Item(depth, number))
            if above == depth && before.is_some() == number.is_some() =>
        {
            "\n"
        }
        (Some(Shape::Row), Shape::Row) => "\n",
        (Some(Shape::Quote), Shape::Quote) => "\n>\n",
        _ => "\n\n",
    };
    part(markdown, gap);
    match shape {
        Shape::Paragraph => markdown.push_str(&lines(&escaped(words), "")),
        Shape::Heading(level) => {
            let level = usize::from((*level).clamp(2, 6));
            let line = escaped(words).replace('#', "\\#").replace("\\\\#", "\\#");
            markdown.extend([&"#".repeat(level), " ", &line]);
        }
        Shape::Item(depth, number) => {
            let marker = number.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
            let indent = " ".repeat(usize::from(*depth) * 4);
            let rest = format!("{indent}    ");
            markdown.extend([indent.as_str(), &format!("{marker:<3} "), &lines(&escaped(words), &rest)]);
        }
        Shape::Quote => markdown.extend(["> ", &lines(&escaped(words), "> ")]),
        Shape::Code => {
            let longest = words.as_str().split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            markdown.extend([&fence, "\n", words.as_str(), "\n", &fence]);
        }
        Shape::Row => append_row(markdown, before, words),
    }
}

/// An item can be only one level deeper than the item before it.
fn settled(shape: &Shape, before: Option<&Shape>) -> Shape {
    match (shape, before) {
        (Shape::Item(depth, number), Some(Shape::Item(above, _))) => {
            Shape::Item((*depth).min(above + 1), *number)
        }
        (Shape::Item(_, number), _) => Shape::Item(0, *number),
        _ => shape.clone(),
    }
}

fn append_row(markdown: &mut String, before: Option<&Shape>, words: &Passage) {
    let escaped = escaped(words).replace('|', "\\|");
    let cells: Vec<&str> = escaped.split('\t').map(str::trim).collect();
    markdown.extend(["| ", &cells.join(" | "), " |"]);
    if before != Some(&Shape::Row) {
        markdown.extend(["\n|", &" --- |".repeat(cells.len())]);
    }
}

/// Every line after the first gets what its container asks for.
fn lines(escaped: &str, prefix: &str) -> String {
    escaped.replace('\n', &format!("\n{prefix}"))
}

/// A passage as Markdown: marks written out, text escaped, line ends as hard breaks.
fn escaped(words: &Passage) -> String {
    let text = words.as_str();
    let mut marks: Vec<&Mark> = words.marks().iter().filter(|mark| stands(text, mark)).collect();
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    let mut result = String::with_capacity(text.len() + text.len() / 16);
    let mut open: Vec<&Mark> = Vec::new();
    let mut marks = marks.into_iter().peekable();
    let mut at = 0;
    loop {
        while let Some(mark) = open.pop_if(|mark| mark.span.end <= at) {
            result.push_str(&closing(mark));
        }
        while let Some(mark) = marks.next_if(|mark| mark.span.start <= at) {
            let fits = mark.span.start == at
                && open.last().is_none_or(|outer| mark.span.end <= outer.span.end)
                && !open.iter().any(|outer| clashes(outer, mark));
            if fits {
                result.push_str(opening(mark));
                open.push(mark);
            }
        }
        let next = marks.peek().map_or(text.len(), |mark| mark.span.start);
        let end = open.last().map_or(next, |mark| mark.span.end.min(next));
        escape_into(&mut result, text, at..end);
        if end == text.len() && open.is_empty() {
            return result;
        }
        at = end;
    }
}

/// Whether a mark can be written: Markdown wants words at both of its ends and, for emphasis, no letter
/// right outside. Code is not written as code, as nothing can be escaped in it.
fn stands(text: &str, mark: &Mark) -> bool {
    let inner = &text[mark.span.clone()];
    let ends_in_words = inner.chars().next().is_some_and(char::is_alphanumeric)
        && inner.chars().next_back().is_some_and(char::is_alphanumeric);
    let outside =
        text[..mark.span.start].chars().next_back().into_iter().chain(text[mark.span.end..].chars().next());
    match &mark.look {
        Look::Emphasis | Look::Strong => {
            ends_in_words && !inner.contains('\n') && !outside.into_iter().any(char::is_alphanumeric)
        }
        Look::Link(address) => !inner.trim().is_empty() && !address.is_empty() && !inner.contains('\n'),
        Look::Code => false,
    }
}

fn clashes(outer: &Mark, inner: &Mark) -> bool {
    match (&outer.look, &inner.look) {
        (Look::Link(_), Look::Link(_)) => true,
        (one, other) => {
            one == other
                || outer.span == inner.span
                || outer.span.start == inner.span.start
                || outer.span.end == inner.span.end
        }
    }
}

fn opening(mark: &Mark) -> &'static str {
    match mark.look {
        Look::Emphasis => "*",
        Look::Strong => "**",
        Look::Link(_) => "[",
        Look::Code => "",
    }
}

fn closing(mark: &Mark) -> String {
    match &mark.look {
        Look::Link(address) => format!("]({})", destination(address)),
        _ => opening(mark).to_owned(),
    }
}

/// A link's destination; between angle brackets, where few characters matter, unless it is plain.
fn destination(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:?#@!$'*+,=.~_%-".contains(&byte);
    if !address.is_empty() && address.bytes().all(plain) {
        return address.to_owned();
    }
    let mut result = String::with_capacity(address.len() + 2);
    result.push('<');
    for c in address.chars().filter(|c| !c.is_control()) {
        if matches!(c, '<' | '>' | '\\' | '&') {
            result.push('\\');
        }
        result.push(c);
    }
    result.push('>');
    result
}

/// A picture; its words stand in the title, so that they are no part of the text.
fn picture(image: &Image) -> String {
    let words = if image.caption.is_empty() { &image.alt } else { &image.caption };
    let mut title = String::new();
    for c in words.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }) {
        if matches!(c, '"' | '\\' | '&') {
            title.push('\\');
        }
        title.push(c);
    }
    if title.is_empty() {
        format!("![]({})", destination(&image.src))
    } else {
        format!("![]({} \"{title}\")", destination(&image.src))
    }
}

/// Escapes a stretch; the whole text tells what stands before and after it.
fn escape_into(result: &mut String, text: &str, span: std::ops::Range<usize>) {
    let (start, stop) = (span.start, span.end);
    for (offset, c) in text[span].char_indices() {
        let at = start + offset;
        if c == '\n' {
            result.push_str("\\\n");
            continue;
        }
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before_link = c == '!' && at + 1 == stop && stop < text.len();
        if always_escaped(c) || before_link || escaped_here(text, line, at, c) {
            result.push('\\');
        }
        result.push(c);
    }
}

fn always_escaped(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~')
}

/// Characters that mean something only at the start of a line, after a number there, or before a name.
fn escaped_here(text: &str, line: usize, at: usize, c: char) -> bool {
    let rest = &text[at + c.len_utf8()..];
    match c {
        '&' => rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '#'),
        '#' | '+' | '-' | '=' | '>' | '|' | ':' => at == line,
        '.' | ')' => at > line && at - line <= 9 && text[line..at].bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// What a reader sees, from the events that every renderer works on.
    fn stripped(markdown: &str) -> String {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        let mut text = String::new();
        let mut in_image = 0;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Image { .. }) => in_image += 1,
                Event::End(TagEnd::Image) => in_image -= 1,
                Event::Text(words) | Event::Code(words) if in_image == 0 => text.push_str(&words),
                Event::SoftBreak
                | Event::HardBreak
                | Event::Start(Tag::List(_))
                | Event::End(TagEnd::TableCell) => {
                    text.push('\n');
                }
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::Table) => {
                    text.push_str("\n\n");
                }
                Event::Html(html) | Event::InlineHtml(html) => panic!("raw HTML: {html}"),
                _ => {}
            }
        }
        text
    }

    /// Paragraphs and lines without the white space that the walk above adds too often.
    fn paragraphs(text: &str) -> Vec<String> {
        let lines = text.split('\n').map(|line| line.trim_matches([' ', '\t']).to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    }

    fn shapes() -> impl Strategy<Value = Shape> {
        prop_oneof![
            Just(Shape::Paragraph),
            (2u8..5).prop_map(Shape::Heading),
            (0u8..3, prop::option::of(1u32..40)).prop_map(|(depth, number)| Shape::Item(depth, number)),
            Just(Shape::Quote),
            Just(Shape::Row),
        ]
    }

    fn nasty_text() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            Just("# "),
            Just("1. "),
            Just("12) "),
            Just("- "),
            Just("+ "),
            Just("* "),
            Just("---"),
            Just("==="),
            Just("_a_"),
            Just("**b**"),
            Just("[x](y)"),
            Just("[^1]"),
            Just("[^1]: "),
            Just("<b>"),
            Just("<!-- "),
            Just("&amp;"),
            Just("&#38;"),
            Just("&"),
            Just("`c`"),
            Just("```"),
            Just("~~~"),
            Just("~d~"),
            Just("|a|b|"),
            Just("|---|---|"),
            Just("http://e.x/a_b_c"),
            Just("<http://e.x>"),
            Just("\\"),
            Just("\\*"),
            Just("    "),
            Just("> "),
            Just("!"),
            Just(" "),
            Just("word"),
            Just("№ 5"),
            Just("日本"),
            Just("«x»"),
            Just("$x$"),
            Just(": "),
            Just("\n"),
            Just("#"),
            Just("a#"),
            Just("x | y"),
            Just("^2"),
        ];
        prop::collection::vec(token, 1..12).prop_map(|tokens| clean(&tokens.concat()))
    }

    /// Passages have no white space at the ends of their lines and no empty lines.
    fn clean(text: &str) -> String {
        let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rendered_and_stripped_markdown_is_the_text(
            parts in prop::collection::vec((shapes(), nasty_text()), 1..6)
        ) {
            let blocks: Vec<Block> = parts.into_iter().map(|(shape, text)| {
                let text = if matches!(shape, Shape::Heading(_)) { text.replace('\n', " ") } else { text };
                Block::Text(shape, Passage::made(text))
            }).collect();
            let body = compose(&blocks);
            prop_assert_eq!(paragraphs(&stripped(&body.markdown)), paragraphs(&body.text), "{}", body.markdown);
        }

        #[test]
        fn marks_change_no_letter(
            text in nasty_text(), cuts in prop::collection::vec((0usize..40, 0usize..40, 0u8..4), 0..5)
        ) {
            let mut words = Passage::made(text.clone());
            for (from, length, look) in cuts {
                let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                let start = from.min(ends.len() - 1);
                let end = (start + length).min(ends.len() - 1);
                let look = match look {
                    0 => Look::Emphasis,
                    1 => Look::Strong,
                    2 => Look::Code,
                    _ => Look::Link("https://e.x/a b(c)<d>&amp;".to_owned()),
                };
                words = words.marked(ends[start]..ends[end], look);
            }
            let body = compose(&[Block::paragraph(words)]);
            prop_assert_eq!(paragraphs(&stripped(&body.markdown)), paragraphs(&body.text), "{}", body.markdown);
        }
    }

    #[test]
    fn plain_news_needs_no_escapes() {
        let text =
            "In 2018, talks (the 3rd round) began. «We agreed» — he said: 5 + 5 = 10 & more, 50 % - or so.";
        assert_eq!(compose(&[Block::paragraph(Passage::made(text))]).markdown, text);
    }

    #[test]
    fn every_shape_is_written() {
        let block = |shape, text: &str| Block::Text(shape, Passage::made(text));
        let link = Passage::made("see here now").marked(4..8, Look::Link("https://e.x/a".to_owned()));
        let body = compose(&[
            Block::paragraph(link),
            block(Shape::Heading(2), "Part #1"),
            block(Shape::Item(0, None), "one"),
            block(Shape::Item(1, None), "two"),
            block(Shape::Quote, "said"),
            block(Shape::Quote, "more"),
            block(Shape::Row, "a\tb|c"),
            block(Shape::Row, "1\t2"),
            block(Shape::Code, "x = `1`\n\ny"),
        ]);
        let expected = "see [here](https://e.x/a) now\n\n## Part \\#1\n\n-   one\n\n    -   two\n\n> said\n>\n> more\n\n\
            | a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n\n```\nx = `1`\n\ny\n```";
        assert_eq!(body.markdown, expected);
        assert!(stripped(&body.markdown).contains("b|c"));
    }
}

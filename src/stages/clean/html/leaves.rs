//! A page as a list of leaves: the paragraphs, headings, items, rows and pictures that a reader would see, in
//! order, each with the elements around it. What a page is cut from and what it is put together from again.

use std::ops::Range;

use super::{
    dom::{Data, Dom, Id, is_inline},
    parts,
};
use crate::{
    model::article::Image,
    stages::clean::{
        draft::Shape,
        passage::{Look, Passage},
    },
};

/// What a leaf holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Words.
    Text(Shape, Passage),
    /// A picture.
    Picture(Image),
}

/// A smallest part of a page.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// What it holds.
    pub content: Content,
    /// The element around it.
    pub holder: Id,
    /// Bytes of its words that are links.
    pub linked: usize,
}

impl Leaf {
    /// Its words; empty for a picture.
    pub fn words(&self) -> &str {
        match &self.content {
            Content::Text(_, words) => words.as_str(),
            Content::Picture(_) => "",
        }
    }
}

/// All leaves of a page.
pub fn leaves(dom: &Dom) -> Vec<Leaf> {
    let mut walk = Walk {
        dom,
        found: Vec::new(),
        words: Passage::default(),
        shape: Shape::Paragraph,
        holder: Dom::ROOT,
        lists: Vec::new(),
        quotes: 0,
        linked: 0,
        links: 0,
    };
    walk.children(Dom::ROOT);
    walk.flush();
    walk.found
}

struct Walk<'a> {
    dom: &'a Dom,
    found: Vec<Leaf>,
    words: Passage,
    shape: Shape,
    holder: Id,
    lists: Vec<Option<u32>>,
    quotes: usize,
    linked: usize,
    /// How many links with an address are around what is walked.
    links: usize,
}

impl Walk<'_> {
    fn children(&mut self, id: Id) {
        for &child in self.dom.children(id) {
            match &self.dom.node(child).data {
                Data::Text(text) => self.add(id, text),
                Data::Element(..) if !parts::is_unread(self.dom, child) => self.element(child),
                _ => {}
            }
        }
    }

    /// Runs of white space are one space; none stands at the start of a line.
    fn add(&mut self, parent: Id, text: &str) {
        if self.words.as_str().is_empty() {
            self.holder = parent_block(self.dom, parent);
        }
        let mut made = String::with_capacity(text.len());
        let mut open = self.words.as_str().is_empty() || self.words.as_str().ends_with([' ', '\n']);
        for c in text.chars() {
            if c.is_whitespace() || c == '\u{feff}' {
                if !open {
                    made.push(' ');
                }
                open = true;
            } else if !c.is_control() {
                made.push(c);
                open = false;
            }
        }
        if self.links > 0 {
            self.linked += made.len();
        }
        self.words.push_made(&made);
    }

    fn element(&mut self, id: Id) {
        let name = self.dom.name(id);
        match name {
            "br" => self.line_break(),
            "hr" => self.flush(),
            "img" | "amp-img" => self.picture(id),
            "a" => self.marked(
                id,
                self.dom.attribute(id, "href").map(|address| Look::Link(address.trim().to_owned())),
            ),
            "b" | "strong" => self.marked(id, Some(Look::Strong)),
            "i" | "em" => self.marked(id, Some(Look::Emphasis)),
            "q" => self.quoted(id),
            name if is_inline(name) && !parts::is_apart(self.dom, id) => self.children(id),
            "pre" => self.preformatted(id),
            "ul" | "ol" | "menu" => self.list(id, name == "ol"),
            "li" => self.item(id),
            "tr" if is_data_row(self.dom, id) => self.row(id),
            "blockquote" => {
                self.flush();
                self.quotes += 1;
                self.block(id, Shape::Quote);
                self.quotes -= 1;
            }
            "h1" => self.block(id, Shape::Heading(1)),
            "h2" => self.block(id, Shape::Heading(2)),
            "h3" => self.block(id, Shape::Heading(3)),
            "h4" => self.block(id, Shape::Heading(4)),
            "h5" | "h6" => self.block(id, Shape::Heading(5)),
            _ => {
                let shape = match &self.shape {
                    Shape::Item(depth, number) if self.words.is_blank() => Shape::Item(*depth, *number),
                    _ if self.quotes > 0 => Shape::Quote,
                    _ => Shape::Paragraph,
                };
                self.block(id, shape);
            }
        }
    }

    /// A single line end stays in the paragraph, a second one ends it.
    fn line_break(&mut self) {
        let text = self.words.as_str();
        if text.trim_end_matches(' ').ends_with('\n') {
            let shape = self.shape.clone();
            self.flush();
            self.shape = shape;
        } else if !text.is_empty() {
            self.words.push_made("\n");
        }
    }

    fn marked(&mut self, id: Id, look: Option<Look>) {
        let (start, leaves) = (self.words.as_str().len(), self.found.len());
        let linked = usize::from(matches!(look, Some(Look::Link(_))));
        self.links += linked;
        self.children(id);
        self.links -= linked;
        let end = self.words.as_str().len();
        if self.found.len() == leaves && start < end {
            let lead =
                self.words.as_str()[start..end].len() - self.words.as_str()[start..end].trim_start().len();
            let span: Range<usize> =
                start + lead..start + lead + self.words.as_str()[start + lead..end].trim_end().len();
            let is_link = |address: &str| address.starts_with("http://") || address.starts_with("https://");
            let kept = match &look {
                Some(Look::Link(address)) => is_link(address),
                other => other.is_some(),
            };
            if let Some(look) = look.filter(|_| kept) {
                self.words = std::mem::take(&mut self.words).marked(span, look);
            }
        }
    }

    /// Browsers set quotation marks around `<q>`.
    fn quoted(&mut self, id: Id) {
        self.words.push_made("“");
        self.children(id);
        self.words.push_made("”");
    }

    fn preformatted(&mut self, id: Id) {
        self.flush();
        let text: String = self
            .dom
            .below(id)
            .filter_map(|below| match &self.dom.node(below).data {
                Data::Text(text) => Some(text.as_str()),
                Data::Element(name, _) if name == "br" => Some("\n"),
                _ => None,
            })
            .collect();
        let text = text.trim_matches(['\n', '\r']).trim_end().replace("\r\n", "\n");
        if !text.trim().is_empty() {
            let content = Content::Text(Shape::Code, Passage::made(text));
            self.found.push(Leaf { content, holder: id, linked: 0 });
        }
    }

    fn list(&mut self, id: Id, counts: bool) {
        self.flush();
        let first = self.dom.attribute(id, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        self.lists.push(counts.then_some(first));
        self.children(id);
        self.flush();
        self.lists.pop();
    }

    fn item(&mut self, id: Id) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let number = self.lists.last_mut().and_then(Option::as_mut).map(|next| {
            *next = next.saturating_add(1);
            *next - 1
        });
        self.block(id, Shape::Item(depth, number));
    }

    fn row(&mut self, id: Id) {
        self.flush();
        let cells: Vec<String> = self
            .dom
            .children(id)
            .iter()
            .filter(|&&cell| is_cell(self.dom, cell))
            .map(|&cell| self.dom.text(cell))
            .collect();
        let linked = self
            .dom
            .below(id)
            .filter(|&below| self.dom.name(below) == "a")
            .map(|link| self.dom.text(link).len())
            .sum();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let content = Content::Text(Shape::Row, Passage::made(cells.join("\t")));
            self.found.push(Leaf { content, holder: id, linked });
        }
    }

    fn picture(&mut self, id: Id) {
        let attribute = |name| self.dom.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
        let lazy = ["data-src", "data-lazy-src", "data-original", "src"];
        let src = lazy.iter().filter_map(|name| attribute(name)).find(|src| !src.starts_with("data:"));
        let small =
            |name| attribute(name).and_then(|size| size.parse::<u32>().ok()).is_some_and(|size| size < 100);
        if let Some(src) = src.filter(|_| !small("width") && !small("height")) {
            let image = Image {
                src: src.to_owned(),
                alt: attribute("alt").unwrap_or_default().to_owned(),
                ..Image::default()
            };
            self.found.push(Leaf {
                content: Content::Picture(image),
                holder: parent_block(self.dom, id),
                linked: 0,
            });
        }
    }

    fn block(&mut self, id: Id, shape: Shape) {
        self.flush();
        self.shape = shape;
        self.children(id);
        self.flush();
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words).trim();
        let linked = std::mem::take(&mut self.linked);
        let after = if self.quotes > 0 { Shape::Quote } else { Shape::Paragraph };
        let shape = std::mem::replace(&mut self.shape, after);
        if words.as_str().is_empty() {
            if matches!(shape, Shape::Item(..)) {
                self.shape = shape;
            }
            return;
        }
        self.found.push(Leaf { content: Content::Text(shape, words), holder: self.holder, linked });
    }
}

/// The nearest element that parts text.
fn parent_block(dom: &Dom, id: Id) -> Id {
    let parts = |&above: &Id| !is_inline(dom.name(above)) || parts::is_apart(dom, above);
    std::iter::once(id).chain(dom.above(id)).find(parts).unwrap_or(Dom::ROOT)
}

fn is_cell(dom: &Dom, id: Id) -> bool {
    matches!(dom.name(id), "td" | "th")
}

/// Rows of figures and words; rows that hold paragraphs or other tables only place things on the page.
fn is_data_row(dom: &Dom, id: Id) -> bool {
    let cells = dom.children(id).iter().filter(|&&cell| is_cell(dom, cell)).count();
    let places = ["p", "div", "table", "ul", "ol", "h1", "h2", "h3", "img", "form", "article"];
    cells > 1
        && dom.below(id).all(|below| !places.contains(&dom.name(below)))
        && dom.children(id).iter().all(|&cell| dom.text(cell).len() < 400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<(Shape, String)> {
        let texts = leaves(&Dom::parse(html)).into_iter().filter_map(|leaf| match leaf.content {
            Content::Text(shape, words) => Some((shape, words.as_str().to_owned())),
            Content::Picture(_) => None,
        });
        texts.collect()
    }

    #[test]
    fn every_shape_is_read() {
        let html = "<h2>H</h2><p>One <a href='https://e.x'>two</a>\n three<br>four</p>five<ul><li>a<ol start=3><li><p>b</ol></ul>\
            <blockquote><p>q</blockquote><table><tr><th>x<th>y<tr><td>1<td>2</table><pre>c\n  d</pre><script>no</script>";
        let expected = [
            (Shape::Heading(2), "H"),
            (Shape::Paragraph, "One two three\nfour"),
            (Shape::Paragraph, "five"),
            (Shape::Item(0, None), "a"),
            (Shape::Item(1, Some(3)), "b"),
            (Shape::Quote, "q"),
            (Shape::Row, "x\ty"),
            (Shape::Row, "1\t2"),
            (Shape::Code, "c\n  d"),
        ];
        assert_eq!(texts(html), expected.map(|(shape, text)| (shape, text.to_owned())));
    }

    #[test]
    fn two_line_ends_part_paragraphs() {
        let html = "<div>One.<br> <br/>Two.<div>Three.</div>Four.</div>";
        let words: Vec<String> = texts(html).into_iter().map(|(_, text)| text).collect();
        assert_eq!(words, ["One.", "Two.", "Three.", "Four."]);
    }
}

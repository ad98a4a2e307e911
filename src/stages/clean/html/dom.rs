//! A web page as a tree, parsed as browsers do and held to limits.
//!
//! The tree is an arena: a node is a number, parents and children are numbers. Parsing stops where the page
//! goes beyond the limits, so that no page can make it slow; the rest of such a page is given back unread.

use std::{cell::RefCell, rc::Rc};

use html5ever::{
    Attribute, QualName,
    interface::{ElementFlags, ExpandedName, NodeOrText, QuirksMode, TreeSink},
    parse_document,
    tendril::{StrTendril, TendrilSink},
};

use crate::text::one_line;

/// No page nests deeper.
pub const DEEPEST: usize = 256;
/// No page has more nodes.
pub const MOST_NODES: usize = 200_000;
/// No tag has more attributes; further ones are dropped.
pub const MOST_ATTRIBUTES: usize = 64;

/// After so many bytes the limits are looked at.
const CHUNK: usize = 8 * 1024;

/// A node's number.
pub type Id = usize;

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// The document.
    Root,
    /// An element: its name in lower case and its attributes.
    Element(String, Vec<(String, String)>),
    /// Text.
    Text(String),
    /// A comment or a processing instruction.
    Other,
}

/// A node in its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// What holds it.
    pub parent: Option<Id>,
    /// What it holds.
    pub children: Vec<Id>,
}

/// A whole page.
#[derive(Clone, Debug, Default)]
pub struct Dom {
    nodes: Vec<Node>,
    /// Bytes of the page that were not read because of the limits.
    pub unread: usize,
}

impl Dom {
    /// The root.
    pub const ROOT: Id = 0;

    /// Parses a page.
    pub fn parse(html: &str) -> Self {
        let sink = Sink::default();
        let shared = Rc::clone(&sink.nodes);
        let mut parser = parse_document(sink, html5ever::ParseOpts::default());
        let mut at = 0;
        while at < html.len() && !over_limits(&shared.borrow()) {
            let mut end = (at + CHUNK).min(html.len());
            while !html.is_char_boundary(end) {
                end += 1;
            }
            parser.process(StrTendril::from_slice(&html[at..end]));
            at = end;
        }
        parser.finish();
        let nodes = std::mem::take(&mut *shared.borrow_mut()).list;
        Self { nodes, unread: html.len() - at }
    }

    /// The node with this number.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// The name of an element; empty for other nodes.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id].data {
            Data::Element(name, _) => name,
            _ => "",
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match &self.nodes[id].data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// What a node holds.
    pub fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// Everything below a node, in the order of the page.
    pub fn below(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut stack: Vec<Id> = self.nodes[id].children.iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            stack.extend(self.nodes[next].children.iter().rev());
            Some(next)
        })
    }

    /// All elements of a name, in the order of the page.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Id> + 'a {
        self.below(Self::ROOT).filter(move |&id| self.name(id) == name)
    }

    /// The nodes that hold a node, innermost first.
    pub fn above(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.nodes[id].parent, |&id| self.nodes[id].parent)
    }

    /// All text below a node with its white space, as scripts need it.
    pub fn text_as_is(&self, id: Id) -> String {
        let words = self.below(id).filter_map(|below| match &self.nodes[below].data {
            Data::Text(words) => Some(words.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// All text below a node, runs of white space as one space.
    pub fn text(&self, id: Id) -> String {
        self.joined(id, "")
    }

    /// Whether the text below a node has so many bytes at most, white space aside. Reads no more than that.
    pub fn holds_at_most(&self, id: Id, most: usize) -> bool {
        let mut bytes = 0;
        let words = self.below(id).filter_map(|below| match &self.nodes[below].data {
            Data::Text(words) => Some(words.as_str()),
            _ => None,
        });
        words.flat_map(str::chars).filter(|c| !c.is_whitespace()).all(|c| {
            bytes += c.len_utf8();
            bytes <= most
        })
    }

    /// The same with a sign between two elements, as they are seen: `By Ann Lee | Reporter`.
    pub fn parted(&self, id: Id) -> String {
        self.joined(id, " | ")
    }

    fn joined(&self, id: Id, gap: &str) -> String {
        let mut text = String::new();
        for below in std::iter::once(id).chain(self.below(id)) {
            match &self.nodes[below].data {
                Data::Text(words) => {
                    let glued =
                        text.ends_with(char::is_alphanumeric) && words.starts_with(char::is_alphanumeric);
                    text.push_str(if glued { gap } else { "" });
                    text.push_str(words);
                }
                Data::Element(name, _) if !is_inline(name) => {
                    text.push_str(if text.ends_with(char::is_alphanumeric) { gap } else { "" });
                    text.push(' ');
                }
                _ => {}
            }
        }
        one_line(&text)
    }
}

/// Elements that do not part the text before from the text after them.
pub fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 34] = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
        "strong", "sub", "sup", "time", "u", "wbr",
    ];
    INLINE.contains(&name)
}

fn over_limits(nodes: &Nodes) -> bool {
    nodes.list.len() > MOST_NODES || nodes.deepest > DEEPEST
}

/// The arena while the parser fills it.
struct Nodes {
    list: Vec<Node>,
    depths: Vec<usize>,
    deepest: usize,
}

impl Default for Nodes {
    fn default() -> Self {
        let root = Node { data: Data::Root, parent: None, children: Vec::new() };
        Self { list: vec![root], depths: vec![0], deepest: 0 }
    }
}

impl Nodes {
    fn add(&mut self, data: Data) -> Id {
        self.list.push(Node { data, parent: None, children: Vec::new() });
        self.depths.push(0);
        self.list.len() - 1
    }

    fn detach(&mut self, id: Id) {
        if let Some(parent) = self.list[id].parent.take() {
            self.list[parent].children.retain(|&child| child != id);
        }
    }

    /// Puts a node among the children of another; text joins the text before it.
    fn insert(&mut self, parent: Id, at: usize, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.id);
                handle.id
            }
            NodeOrText::AppendText(text) => {
                let before = at.checked_sub(1).map(|before| self.list[parent].children[before]);
                if let Some(Data::Text(known)) = before.map(|before| &mut self.list[before].data) {
                    known.push_str(&text);
                    return;
                }
                self.add(Data::Text(text.to_string()))
            }
        };
        let at = at.min(self.list[parent].children.len());
        self.list[id].parent = Some(parent);
        self.list[parent].children.insert(at, id);
        self.depths[id] = self.depths[parent] + 1;
        self.deepest = self.deepest.max(self.depths[id]);
    }
}

/// A node as the parser holds it.
#[derive(Clone)]
struct Handle {
    id: Id,
    name: Option<Rc<QualName>>,
}

#[derive(Default)]
struct Sink {
    nodes: Rc<RefCell<Nodes>>,
}

impl Sink {
    fn place(&self, sibling: Id) -> Option<(Id, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes.list[sibling].parent?;
        let at = nodes.list[parent].children.iter().rposition(|&child| child == sibling)?;
        Some((parent, at))
    }

    fn plain(&self) -> Handle {
        Handle { id: self.nodes.borrow_mut().add(Data::Other), name: None }
    }
}

fn attributes_of(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    let pairs = attributes.into_iter().take(MOST_ATTRIBUTES);
    pairs.map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string())).collect()
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: Dom::ROOT, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        const NO_NAME: ExpandedName<'static> =
            ExpandedName { ns: &html5ever::ns!(), local: &html5ever::local_name!("") };
        target.name.as_ref().map_or(NO_NAME, |name| name.expanded())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let data = Data::Element(name.local.to_string(), attributes_of(attributes));
        Handle { id: self.nodes.borrow_mut().add(data), name: Some(Rc::new(name)) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.plain()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.plain()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut nodes = self.nodes.borrow_mut();
        let end = nodes.list[parent.id].children.len();
        nodes.insert(parent.id, end, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        if self.nodes.borrow().list[element.id].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.nodes.borrow_mut().detach(node.id);
        }
        if let Some((parent, at)) = self.place(sibling.id) {
            self.nodes.borrow_mut().insert(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let Data::Element(_, known) = &mut self.nodes.borrow_mut().list[target.id].data {
            for (key, value) in attributes_of(attributes) {
                if known.len() < MOST_ATTRIBUTES && known.iter().all(|(name, _)| *name != key) {
                    known.push((key, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.nodes.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes.list[node.id].children);
        for &child in &children {
            nodes.list[child].parent = Some(new_parent.id);
            nodes.depths[child] = nodes.depths[new_parent.id] + 1;
        }
        nodes.list[new_parent.id].children.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_parsed_as_browsers_do() {
        let dom = Dom::parse("<title>T</title><p class=a>One<b>two</p><table><tr><td>x<p>y</table>");
        let body = dom.all("body").next().expect("a body");
        assert_eq!(dom.text(body), "Onetwo x y");
        let paragraph = dom.all("p").next().expect("a paragraph");
        assert_eq!(dom.attribute(paragraph, "class"), Some("a"));
        assert!(dom.above(paragraph).any(|id| id == body));
    }

    #[test]
    fn limits_stop_the_parser() {
        let deep = Dom::parse(&"<div>".repeat(400_000));
        assert!(deep.unread > 0 && deep.len() < 10_000);
        let wide = Dom::parse(&"<br>".repeat(500_000));
        assert!(wide.unread > 0 && wide.len() < MOST_NODES + CHUNK);
    }
}

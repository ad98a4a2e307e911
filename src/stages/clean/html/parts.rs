//! What the parts of a page are for, by their tags, roles and class names.
//!
//! The words are those that content systems and outlets use; a part is judged by the words in its class and id,
//! never by whole class names of one site.

use super::{
    dom::{Dom, Id},
    part_words::{SMALL_WORDS, WORDS},
};

/// Elements whose text nobody reads.
const UNREAD: [&str; 19] = [
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "embed", "head", "title",
    "canvas", "map", "audio", "video", "datalist", "meta", "link", "base",
];

/// Elements to press and fill in.
const CONTROLS: [&str; 8] =
    ["button", "select", "input", "textarea", "option", "optgroup", "progress", "dialog"];

/// A small part has no more text than this, in bytes.
const SMALL: usize = 400;

/// What a part is, when it is no article text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Why it goes.
    pub reason: &'static str,
    /// It goes however much of the page's text it holds.
    pub certain: bool,
}

/// Whether an element's text is never shown to a reader.
pub fn is_unread(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    UNREAD.contains(&name) || is_hidden(dom, id)
}

/// Whether an inline element is a part of its own: the links to edit a section, inside of its heading.
pub fn is_apart(dom: &Dom, id: Id) -> bool {
    dom.attribute(id, "class").is_some_and(|class| class.contains("editsection"))
}

fn is_hidden(dom: &Dom, id: Id) -> bool {
    let style = dom.attribute(id, "style").unwrap_or_default();
    if dom.attribute(id, "hidden").is_some() {
        return true;
    }
    let squeezed: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    squeezed.contains("display:none") || squeezed.contains("visibility:hidden")
}

/// Judges an element by itself; `size` is how much text it holds, in bytes.
pub fn judge(dom: &Dom, id: Id, size: usize) -> Option<Verdict> {
    let sure = |reason| Some(Verdict { reason, certain: true });
    let likely = |reason| Some(Verdict { reason, certain: false });
    let name = dom.name(id);
    if CONTROLS.contains(&name) {
        return sure("control");
    }
    match name {
        "nav" => return sure("navigation"),
        "footer" => return likely("footer"),
        "aside" => return likely("sidebar"),
        "figcaption" | "caption" => return sure("caption"),
        "form" => return likely("control"),
        "html" | "body" | "main" | "h1" => return None,
        _ => {}
    }
    match dom.attribute(id, "role").unwrap_or_default() {
        "navigation" | "menu" | "menubar" | "toolbar" => return sure("navigation"),
        "search" | "dialog" | "alertdialog" => return sure("overlay"),
        "complementary" => return likely("sidebar"),
        "contentinfo" => return likely("footer"),
        "banner" => return likely("navigation"),
        _ => {}
    }
    if size <= SMALL && is_card(dom, id) {
        return likely("related link");
    }
    let words = class_words(dom, id);
    if words.is_empty() {
        return None;
    }
    if ["disqusthread", "commentlist", "commentform", "respond"]
        .iter()
        .any(|word| words.iter().any(|w| w == word))
        || dom.attribute(id, "id") == Some("comments")
    {
        return sure("comments");
    }
    if words
        .iter()
        .any(|word| ["srreadertext", "visuallyhidden", "sronly", "screenreadertext"].contains(&word.as_str()))
    {
        return sure("not shown");
    }
    if name == "article"
        && words.iter().any(|word| ["comment", "commentbody", "pingback"].contains(&word.as_str()))
    {
        return likely("comments");
    }
    if dom.attribute(id, "itemprop") == Some("articleBody") || name == "article" {
        return None;
    }
    let found = |table: &[(&'static str, &[&str])]| {
        let hit = |words_of: &&(&'static str, &[&str])| {
            words.iter().any(|word| words_of.1.contains(&word.as_str()))
        };
        table.iter().find(hit).map(|(reason, _)| *reason)
    };
    // `<blockquote class="twitter-tweet">` quotes a post; it is no bar to share with.
    let quoted = |reason: &&'static str| name != "blockquote" || *reason != "share bar";
    found(&WORDS)
        .filter(quoted)
        .and_then(likely)
        .or_else(|| found(&SMALL_WORDS).filter(|_| size <= SMALL).and_then(likely))
}

/// A teaser whose link lies over all of it and has no words of its own: `<div><a href=…></a><b>Headline</b></div>`.
fn is_card(dom: &Dom, id: Id) -> bool {
    let is_cover = |&child: &Id| {
        dom.name(child) == "a"
            && dom.attribute(child, "href").is_some_and(|href| !href.starts_with('#'))
            && dom.below(child).all(|below| matches!(dom.name(below), "" | "span"))
            && dom.text(child).is_empty()
    };
    matches!(dom.name(id), "div" | "section" | "li" | "article") && dom.children(id).iter().any(is_cover)
}

/// Whether an element calls itself the article or the main part of the page.
pub fn is_named_article(dom: &Dom, id: Id) -> bool {
    dom.name(id) == "main" || dom.attribute(id, "role") == Some("main") || holds_article(dom, id)
}

/// Whether tag, class or id say that a part holds the text of an article.
pub fn holds_article(dom: &Dom, id: Id) -> bool {
    const NAMES: [&str; 30] = [
        "articlebody",
        "articlecontent",
        "articletext",
        "articlebodytext",
        "articlemain",
        "articlecontentbody",
        "storybody",
        "storycontent",
        "storytext",
        "storybodytext",
        "postcontent",
        "postbody",
        "posttext",
        "postentry",
        "entrycontent",
        "entrytext",
        "entrybody",
        "newsbody",
        "newscontent",
        "newstext",
        "contentbody",
        "bodytext",
        "textcontent",
        "richtext",
        "bodycontent",
        "maincontent",
        "mwparseroutput",
        "articlewrap",
        "contentarticle",
        "fulltext",
    ];
    if dom.name(id) == "article" {
        return true;
    }
    if dom
        .attribute(id, "itemprop")
        .is_some_and(|property| property.split_whitespace().any(|word| word == "articleBody"))
    {
        return true;
    }
    let classes = dom.attribute(id, "class").unwrap_or_default().split_whitespace();
    let mut all = classes.chain(dom.attribute(id, "id"));
    all.any(|name| {
        let letters: String =
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        NAMES.contains(&letters.as_str())
    })
}

/// The words in class and id: parts of each name, and each name as one word.
fn class_words(dom: &Dom, id: Id) -> Vec<String> {
    let classes = dom.attribute(id, "class").unwrap_or_default().split_whitespace();
    let testid = ["data-testid", "data-component", "data-module", "data-type"]
        .iter()
        .filter_map(|key| dom.attribute(id, key));
    // The names of elements of a site's own say as much: `<amp-social-share>`.
    let own = Some(dom.name(id)).filter(|name| name.contains('-'));
    let classes = classes.chain(own);
    let mut words = Vec::new();
    for name in classes.chain(dom.attribute(id, "id")).chain(testid).take(24).filter(|name| !is_layout(name))
    {
        let mut word = String::new();
        let mut whole = String::new();
        for c in name.chars() {
            let boundary = !c.is_alphanumeric() || (c.is_uppercase() && word.ends_with(char::is_lowercase));
            if boundary && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
                whole.extend(c.to_lowercase());
            }
        }
        if !word.is_empty() && word != whole {
            words.push(word);
        }
        words.push(whole);
    }
    words
}

/// `has-sidebar`, `no-comments`, `category-social`: words about the page or its subject, not about the part.
fn is_layout(name: &str) -> bool {
    if name.starts_with("category-") || name.starts_with("tag-") {
        return true;
    }
    name.split(['-', '_']).any(|word| ["has", "no", "with", "without", "layout"].contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(html: &str) -> Option<&'static str> {
        let dom = Dom::parse(html);
        let id = dom.all("div").next().expect("a div");
        judge(&dom, id, dom.text(id).len()).map(|verdict| verdict.reason)
    }

    #[test]
    fn parts_are_known_by_the_words_of_their_names() {
        for (html, reason) in [
            ("<div class='jp-relatedposts'>x</div>", Some("related link")),
            ("<div class='socialShare'>x</div>", Some("share bar")),
            ("<div id=comments>x</div>", Some("comments")),
            ("<div class='post-meta'>x</div>", Some("byline")),
            ("<div class='twitter-follow'>x</div>", Some("share bar")),
            ("<div class='article-body'>x</div>", None),
            ("<div class='shadow adventure navy'>x</div>", None),
            ("<div role=navigation>x</div>", Some("navigation")),
        ] {
            assert_eq!(judged(html), reason, "{html}");
        }
    }
}

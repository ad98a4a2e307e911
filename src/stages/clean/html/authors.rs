//! Who wrote a page.

use super::{
    author_line::{is_person, names_in},
    below,
    choice::{is_aside, names_of},
    dom::{Dom, Id},
    leaves::Leaf,
    metadata::Metadata,
    title::site_names,
};
use crate::stages::clean::{
    calendar,
    rules::{credit::person_length, title::key},
    sources::Sources,
};

/// Words in the class of a byline.
const BYLINE: [&str; 8] =
    ["author", "byline", "autor", "auteur", "writer", "signature", "verfasser", "bylines"];

/// No page has more authors.
const MOST: usize = 8;

/// The authors, by name. A person linked from the page's own byline goes before a general `<meta>`, which often
/// names the owner of the site, unless that names the same person among others.
pub fn authors(
    dom: &Dom,
    found: &Metadata,
    leaves: &[Leaf],
    (site, headline): (&str, &str),
    sources: &Sources,
) -> Vec<String> {
    let line = Lines { sites: site_names(dom, found, site), sources };
    let persons = |lines: &[String]| line.accept(lines, false);
    let told_of = |outlets: bool| {
        let mut lists = found.authors.iter().map(|lines| line.accept(lines, outlets));
        lists.find(|names| !names.is_empty()).unwrap_or_default()
    };
    let told = told_of(false);
    let linked = Lines::fuller(persons(&linked_authors(dom)), &told);
    let classed = |words: &[&str], outlets: bool| line.accept(&classed_authors(dom, words), outlets);
    let data = Lines::fuller(persons(&found.data_authors), &told);
    let bylines = classed(&BYLINE, false);
    let data = Lines::fuller(data, &bylines);
    let places: [&dyn Fn() -> Vec<String>; 13] = [
        &|| data.clone(),
        &|| linked.clone(),
        &|| told.clone(),
        &|| bylines.clone(),
        &|| persons(&byline_leaves(leaves)),
        &|| persons(&addressed(dom)),
        &|| persons(&below::names(leaves, headline)),
        &|| classed(&["username", "fn", "firma", "journalist", "reporter", "contributor"], false),
        &|| persons(&reporters(leaves)),
        &|| line.accept(&found.data_authors, true),
        &|| told_of(true),
        &|| classed(&BYLINE, true),
        &|| line.accept(&byline_leaves(leaves), true),
    ];
    places.iter().map(|place| place()).find(|names| !names.is_empty()).unwrap_or_default()
}

/// What is needed to tell authors from outlets.
struct Lines<'s> {
    sites: Vec<String>,
    sources: &'s Sources,
}

impl Lines<'_> {
    /// The names in author lines, without those of the site; outlets only where they are asked for.
    fn accept(&self, lines: &[String], outlets: bool) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for line in lines {
            let whole = outlets && self.sources.named(line).is_some();
            for name in if whole { vec![line.clone()] } else { names_in(line) } {
                let outlet = !outlets && self.sources.named(&name).is_some();
                let new = names.iter().all(|known| key(known) != key(&name));
                if new && !outlet && !self.is_site(&name) && names.len() < MOST {
                    names.push(evened(&name));
                }
            }
        }
        names
    }

    /// `The Coast Herald`, `Coast Herald Digital`, `coastherald.com`
    fn is_site(&self, name: &str) -> bool {
        let letters = key(name);
        let bare = letters.strip_prefix("the").unwrap_or(&letters);
        let same = |site: &String| {
            let site = site.strip_prefix("the").unwrap_or(site);
            bare == site || site.len() >= 8 && bare.starts_with(site) && !is_person(name)
        };
        letters.is_empty() || self.sites.iter().any(same)
    }

    /// The longer of two lists, where it has all of the other's names.
    fn fuller(one: Vec<String>, other: &[String]) -> Vec<String> {
        let within =
            !one.is_empty() && one.iter().all(|name| other.iter().any(|known| key(known) == key(name)));
        if within && other.len() >= one.len() { other.to_vec() } else { one }
    }
}

/// `ANN LEE-FOX` as `Ann Lee-Fox`: bylines are set in capitals, names are not. One word may be an acronym.
fn evened(name: &str) -> String {
    let shouted = name.split_whitespace().count() > 1 && !name.contains(char::is_lowercase);
    if !shouted {
        return name.to_owned();
    }
    let mut first = true;
    let letters = name.chars().flat_map(|c| {
        let capital = std::mem::replace(&mut first, !c.is_alphabetic());
        if capital { vec![c] } else { c.to_lowercase().collect() }
    });
    letters.collect()
}

/// Whether something belongs to comments, other articles or the frame. A byline may stand in an `<aside>`.
fn is_foreign(dom: &Dom, id: Id) -> bool {
    let mut around = std::iter::once(id).chain(dom.above(id));
    let byline = around.by_ref().take(4).any(|id| {
        let says = |names: &str| names.contains("byline") || names.contains("author");
        dom.name(id) == "address"
            || says(&names_of(dom, id))
            || dom.attribute(id, "data-component").is_some_and(says)
    });
    let comment = std::iter::once(id).chain(dom.above(id)).any(|id| names_of(dom, id).contains("comment"));
    is_aside(dom, id) && (comment || !byline)
}

/// Links to an author's page: `rel=author`, `/author/…`. Several different ones are a list of people.
fn linked_authors(dom: &Dom) -> Vec<String> {
    const PATHS: [&str; 16] = [
        "/author/",
        "/authors/",
        "/autor/",
        "/autoren/",
        "/autores/",
        "/by/",
        "/auteur/",
        "/profile/",
        "/profiles/",
        "/people/",
        "/staff/",
        "/journalist/",
        "/journalists/",
        "/reporters/",
        "/signataires/",
        "/contributors/",
    ];
    let is_author = |id: &Id| {
        let rel = dom.attribute(*id, "rel").unwrap_or_default();
        let href = dom.attribute(*id, "href").unwrap_or_default();
        let leads = dom.name(*id) == "a" && PATHS.iter().any(|part| href.contains(part));
        rel.split_whitespace().any(|word| word == "author") && dom.name(*id) != "link" || leads
    };
    let mut names: Vec<String> = Vec::new();
    let mut pages: Vec<&str> = Vec::new();
    for id in dom.below(Dom::ROOT).filter(is_author).filter(|&id| !is_foreign(dom, id)) {
        let (name, page) = (dom.text(id), dom.attribute(id, "href").unwrap_or_default());
        let known = !page.is_empty() && pages.contains(&page);
        if (2..=60).contains(&name.len()) && !names_in(&name).is_empty() && !known {
            names.push(name);
            pages.push(page);
        }
    }
    if names.len() <= 5 { names } else { Vec::new() }
}

/// The first short element whose class names it so, with those right beside it; links in it are the names.
fn classed_authors(dom: &Dom, words: &[&str]) -> Vec<String> {
    let is_classed = |id: &Id| {
        let class = dom.attribute(*id, "class").unwrap_or_default();
        let own = ["data-testid", "data-component"].map(|key| dom.attribute(*id, key).unwrap_or_default());
        let class = [class, own[0], own[1]].join(" ").to_lowercase();
        class
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| words.contains(&word) || words.iter().any(|end| end.len() > 5 && word.ends_with(end)))
    };
    let found = dom.below(Dom::ROOT).filter(is_classed).filter(|&id| !is_foreign(dom, id)).find_map(|id| {
        let is_link = |below: &Id| dom.name(*below) == "a" && !names_in(&dom.text(*below)).is_empty();
        let links: Vec<String> = dom.below(id).filter(is_link).map(|link| dom.text(link)).collect();
        let byline = dom.parted(id);
        let bylines = if links.is_empty() || links.len() > 5 { vec![byline.clone()] } else { links };
        ((2..=120).contains(&byline.len()) && bylines.iter().any(|line| !names_in(line).is_empty()))
            .then_some(bylines)
    });
    found.unwrap_or_default()
}

/// `<address>Ann Lee in Oslo</address>`: the element for whoever made the page, when it holds a name.
fn addressed(dom: &Dom) -> Vec<String> {
    let lines = dom.all("address").filter(|&id| !is_aside(dom, id)).map(|id| dom.text(id));
    let named = |line: &String| {
        let names = names_in(line);
        line.len() <= 80 && !names.is_empty() && names.iter().all(|name| is_person(name))
    };
    lines.filter(named).take(1).collect()
}

/// Words before a name on a line of its own.
const BYLINES: [&str; 22] = [
    "By ",
    "by ",
    "BY ",
    "By: ",
    "Von ",
    "von ",
    "VON ",
    "Par ",
    "par ",
    "PAR ",
    "Por ",
    "POR ",
    "Di ",
    "Door ",
    "Author ",
    "Author: ",
    "Autor ",
    "Autor: ",
    "Autorin ",
    "Auteur ",
    "Автор ",
    "Автор: ",
];

/// A line that says nothing but who wrote: `By Ann Lee`, `Ein Beitrag von Ann Lee`, `By Ann Lee | 24 May 2017`.
fn byline_leaves(leaves: &[Leaf]) -> Vec<String> {
    let lines = leaves.iter().flat_map(|leaf| leaf.words().lines()).filter(|line| line.len() <= 120);
    let line = lines.into_iter().find_map(|line| {
        let (at, word) = BYLINES.iter().find_map(|word| {
            let at = line.find(word).filter(|&at| at == 0 || line[..at].ends_with(' '))?;
            Some((at, *word))
        })?;
        let (before, names) = (&line[..at], &line[at + word.len()..]);
        let found = names_in(names);
        let first = found.first()?;
        let whole = person_length(first) == first.len();
        // `Told by Ann Lee in a letter that was found last week`: the names are most of the line.
        let said: usize = found.iter().map(|name| name.len() + 5).sum();
        let rest = without_day(names).len();
        let dated = calendar::only_day_in(before).is_some();
        let alone = rest <= if at == 0 || dated { said + 25 } else { said };
        let led = dated || before.split_whitespace().count() <= 3;
        let sentence = names.ends_with('.') && (rest > said || at > 0);
        (whole && alone && led && !sentence && line.len() <= 100).then(|| names.to_owned())
    });
    line.into_iter().collect()
}

/// `Reporting by Ann Lee; Editing by Bo Li` below the text.
fn reporters(leaves: &[Leaf]) -> Vec<String> {
    let named = |leaf: &Leaf| {
        let line = leaf.words().trim_start_matches('(');
        let rest = line.strip_prefix("Reporting by ").filter(|rest| rest.len() <= 200)?;
        Some(rest.split([';', ')', '.']).next().unwrap_or_default().to_owned())
    };
    leaves.iter().rev().take(40).find_map(named).into_iter().collect()
}

/// What a line says besides a day, and what stands behind that.
fn without_day(line: &str) -> &str {
    let day = calendar::days_in(line).into_iter().next();
    let end = [" | ", " · ", " • ", " — ", " – ", " - "].iter().filter_map(|mark| line.find(mark)).min();
    let end = end.unwrap_or(line.len()).min(day.map_or(line.len(), |(span, _)| span.start));
    line[..end].trim_end_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather};

    fn read(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        let leaves = leaves(&dom);
        authors(&dom, &gather(&dom, html), &leaves, ("The Daily", "Ministers meet"), &Sources::new(&[]))
    }

    #[test]
    fn the_byline_goes_before_the_owner_of_the_site() {
        let html = "<meta name=author content='Cy Moe'><p>By <a rel=author href=/a>Ann Lee</a></p>\
            <div class=comment><a rel=author href=/b>Bo Li</a></div>";
        assert_eq!(read(html), ["Ann Lee"]);
        assert_eq!(read("<meta name=author content='The Daily'><p>Ein Beitrag von Ann Lee</p>"), ["Ann Lee"]);
        assert_eq!(read("<p class='post-author'>By Ann Lee</p>"), ["Ann Lee"]);
        assert_eq!(read("<p>A word by nobody in particular</p>"), Vec::<String>::new());
        assert_eq!(
            read("<meta name=author content='Ann Lee, Bo Li'><a rel=author href=/a>ANN LEE</a>"),
            ["Ann Lee", "Bo Li"]
        );
        assert_eq!(
            read("<aside><address>By <a rel=author href=/a>ANN LEE-FOX</a></address></aside>"),
            ["Ann Lee-Fox"]
        );
        assert_eq!(
            read(
                "<div data-component=byline-block><span>By Ann Lee &amp; Bo Li</span><span>Port reporter</span></div>"
            ),
            ["Ann Lee", "Bo Li"]
        );
        assert_eq!(read("<p>By Ann Lee<br>24 May 2017</p>"), ["Ann Lee"]);
        assert_eq!(read("<p>By Ann Lee and Bo Li · 24 May 2017</p>"), ["Ann Lee", "Bo Li"]);
        assert_eq!(
            read("<div class=article-author-name><a href=/x>Ann Lee</a> and <a href=/y>Bo Li</a></div>"),
            ["Ann Lee", "Bo Li"]
        );
        assert_eq!(read("<ul><li><b>Author</b> Ann Lee</ul>"), ["Ann Lee"]);
        assert_eq!(read("<p>It rains.</p><p>(Reporting by Ann Lee; Editing by Bo Li)</p>"), ["Ann Lee"]);
    }

    #[test]
    fn nobody_but_persons_is_taken_from_where_the_site_names_itself() {
        let named = |name: &str| {
            format!(
                "<meta property=og:site_name content='Coast Herald'><script type=application/ld+json>\
                {{\"@type\":\"NewsArticle\",\"author\":{{\"@type\":\"Person\",\"name\":\"{name}\"}}}}</script>\
                <p class=byline>By Ann Lee</p>"
            )
        };
        for name in ["Coast Herald", "The Coast Herald", "Coast Herald Online", "coastherald.com", "Staff"] {
            assert_eq!(read(&named(name)), ["Ann Lee"], "{name}");
        }
        assert_eq!(read("<div class=byline>By The Associated Press</div>"), ["The Associated Press"]);
    }

    #[test]
    fn the_fuller_of_two_lists_counts() {
        let html = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":\"Ann Lee\"}</script>\
            <div class=byline>By Ann Lee and Bo Li</div>";
        assert_eq!(read(html), ["Ann Lee", "Bo Li"]);
    }

    #[test]
    fn lines_that_begin_with_by_are_bylines_or_sentences() {
        for line in [
            "By Ann Lee in Oslo",
            "By Ann Lee, Reuters",
            "BY ANN LEE",
            "Posted by Ann Lee on 5 March 2024 at 10:00",
            "Posted on 5 March 2024 by Ann Lee",
            "5 March 2024 by Ann Lee, in Politics | 3 comments",
            "By Ann Lee Published March 5, 2024 10:00 AM",
        ] {
            assert_eq!(read(&format!("<p>{line}</p>")), ["Ann Lee"], "{line}");
        }
        for line in
            ["By Ann Lee's account, the wall was weak.", "It was told by Ann Lee in a letter to the town"]
        {
            assert_eq!(read(&format!("<p>{line}</p>")), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn a_name_below_the_headline_is_the_author() {
        let below =
            |lines: &str| read(&format!("<h1>Ministers meet</h1>{lines}<p>They met, and they spoke.</p>"));
        for lines in [
            "<div>ANNA LEE</div><div>Apr 13, 2021, 8:12 AM ET</div>",
            "<div>Anna Lee<br>Port correspondent</div>",
            "<p>Anna Lee, 13 April 2021</p>",
            "<p>13 April 2021</p><p>Anna Lee</p>",
            "<address>Anna Lee in Oslo</address>",
            "<div><span>Anna Lee</span> <span>March 5, 2024</span></div>",
            "<p><b>Anna Lee</b>, port correspondent</p>",
        ] {
            assert_eq!(below(lines), ["Anna Lee"], "{lines}");
        }
        for lines in
            ["<p>New York</p><p>13 April 2021</p>", "<p>Anna Lee was there</p>", "<p>Coast Herald</p>"]
        {
            assert_eq!(below(lines), Vec::<String>::new(), "{lines}");
        }
    }

    #[test]
    fn who_took_the_pictures_is_no_author() {
        let html = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Bo Li (photo)\"},\
            {\"name\":\"https://e.x/people/ann\"}]}</script><p class=author-name>ANN LEE</p>";
        assert_eq!(read(html), ["Ann Lee"]);
    }
}

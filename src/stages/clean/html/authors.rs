//! Who wrote a page.

use super::{
    choice::is_aside,
    dom::{Dom, Id},
    leaves::Leaf,
    metadata::Metadata,
};
use crate::stages::clean::{
    draft::shown,
    rules::{credit::person_length, title::key},
};

/// The authors, by name. A person linked from the page's own byline goes before a general `<meta>`, which often
/// names the owner of the site.
pub fn authors(dom: &Dom, found: &Metadata, leaves: &[Leaf], site: &str) -> Vec<String> {
    let site = key(site);
    let accept = |lines: &[String]| {
        let mut names: Vec<String> = Vec::new();
        for name in lines.iter().flat_map(|line| names_in(line)) {
            let new = key(&name) != site && names.iter().all(|known| key(known) != key(&name));
            if new && !key(&name).is_empty() && names.len() < 8 {
                names.push(name);
            }
        }
        names
    };
    let places: [&dyn Fn() -> Vec<String>; 6] = [
        &|| found.data_authors.clone(),
        &|| linked_authors(dom),
        &|| found.authors.clone(),
        &|| classed_authors(dom, &["author", "byline", "autor", "autorin", "writer"]),
        &|| byline_leaves(leaves),
        &|| classed_authors(dom, &["username", "fn"]),
    ];
    places.iter().map(|place| accept(&place())).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Links to an author's page: `rel=author`, `/author/…`. Several different ones are a list of people.
fn linked_authors(dom: &Dom) -> Vec<String> {
    let is_author = |id: &Id| {
        let rel = dom.attribute(*id, "rel").unwrap_or_default();
        let href = dom.attribute(*id, "href").unwrap_or_default();
        let leads = ["/author/", "/authors/", "/autor/", "/autoren/", "/by/", "/auteur/", "/profile/"]
            .iter()
            .any(|part| href.contains(part));
        rel.split_whitespace().any(|word| word == "author") || leads
    };
    let mut names: Vec<String> = Vec::new();
    let mut pages: Vec<&str> = Vec::new();
    for id in dom.all("a").filter(is_author).filter(|&id| !is_aside(dom, id)) {
        let (name, page) = (dom.text(id), dom.attribute(id, "href").unwrap_or_default());
        if (2..=60).contains(&name.len()) && !names_in(&name).is_empty() && !pages.contains(&page) {
            names.push(name);
            pages.push(page);
        }
    }
    if names.len() <= 3 { names } else { Vec::new() }
}

/// The first short element whose class names it so; a link in it is the name.
fn classed_authors(dom: &Dom, words: &[&str]) -> Vec<String> {
    let is_classed = |id: &Id| {
        let class = dom.attribute(*id, "class").unwrap_or_default().to_lowercase();
        class.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
    };
    let found = dom.below(Dom::ROOT).filter(is_classed).filter(|&id| !is_aside(dom, id)).find_map(|id| {
        let link = dom.below(id).find(|&below| dom.name(below) == "a" && !dom.text(below).is_empty());
        let byline = dom.text(link.unwrap_or(id));
        ((2..=100).contains(&byline.len()) && !names_in(&byline).is_empty()).then_some(byline)
    });
    found.into_iter().collect()
}

/// A line that says nothing but who wrote: `By Ann Lee`, `Ein Beitrag von Ann Lee`.
fn byline_leaves(leaves: &[Leaf]) -> Vec<String> {
    let line = leaves.iter().map(Leaf::words).filter(|line| line.len() <= 80).find_map(|line| {
        let name = ["By ", "by ", "Von ", "von ", "par ", "Par "].iter().find_map(|word| {
            let at = line.find(word).filter(|&at| at == 0 || line[..at].ends_with(' '))?;
            Some((at, &line[at + word.len()..]))
        });
        let (at, name) = name?;
        let name = name.trim_end_matches(['.', '-', '–', ' ']);
        let whole = person_length(name) == name.len() && line[..at].split_whitespace().count() <= 3;
        whole.then(|| name.to_owned())
    });
    line.into_iter().collect()
}

/// Words before the names of an author line.
const HEADS: [&str; 22] = [
    "By ",
    "by ",
    "BY ",
    "By: ",
    "by: ",
    "Von ",
    "von ",
    "Par ",
    "par ",
    "Por ",
    "Di ",
    "Автор: ",
    "Written by ",
    "Posted by ",
    "Author: ",
    "Autor: ",
    "Text: ",
    "Reported by ",
    "Story by ",
    "Geschrieben von ",
    "Publié par ",
    "Erstellt von ",
];

/// What stands between two names.
const BETWEEN: [&str; 9] = [" and ", " und ", " et ", " y ", " & ", " и ", ";", " / ", "、"];

/// Words of lines that name no person.
const ROLES: [&str; 20] = [
    "correspondent",
    "reporter",
    "editor",
    "staff",
    "redaktion",
    "desk",
    "admin",
    "writer",
    "agency",
    "news",
    "team",
    "producer",
    "analyst",
    "columnist",
    "journalist",
    "newsroom",
    "contributor",
    "author",
    "guest",
    "webmaster",
];

/// Words of offices, which follow a name after a comma.
const OFFICES: [&str; 10] = [
    "secretary",
    "minister",
    "president",
    "ambassador",
    "spokesperson",
    "director",
    "chief",
    "head",
    "chair",
    "professor",
];

/// The names in an author line: `By Ann Lee and Bo Li, Political Correspondent`.
pub fn names_in(line: &str) -> Vec<String> {
    let stripped =
        HEADS.iter().fold(line.trim(), |line, head| line.strip_prefix(head).unwrap_or(line).trim());
    let first = stripped.split(" | ").next().unwrap_or(stripped);
    let parted = BETWEEN.iter().fold(first.to_owned(), |line, mark| line.replace(mark, ","));
    let parts = parted.split(',').map(str::trim).enumerate();
    let names = parts.filter(|(at, name)| is_name(name) && (*at == 0 || !has_word_of(name, &OFFICES)));
    names.map(|(_, name)| shown(name)).filter(|name| !name.is_empty()).collect()
}

/// Whether a part of an author line can be somebody's name; one word may hold digits, as names of users do.
fn is_name(part: &str) -> bool {
    let words = part.split_whitespace().count();
    let lower = part.to_lowercase();
    (1..=6).contains(&words)
        && !part.contains(['@', '<', '{', '='])
        && !lower.contains("http")
        && !lower.contains("www.")
        && (words == 1 || !part.contains(|c: char| c.is_ascii_digit()))
        && !has_word_of(part, &ROLES)
        && part.chars().any(char::is_alphabetic)
}

fn has_word_of(part: &str, list: &[&str]) -> bool {
    part.to_lowercase()
        .split_whitespace()
        .any(|word| list.contains(&word) || list.contains(&word.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather};

    fn read(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        authors(&dom, &gather(&dom, html), &leaves(&dom), "The Daily")
    }

    #[test]
    fn author_lines_give_names() {
        for (line, names) in [
            ("By Ann Lee and Bo Li", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee, Political Correspondent", vec!["Ann Lee"]),
            ("Ann Lee, Secretary of State", vec!["Ann Lee"]),
            ("Office of the Spokesperson", vec!["Office of the Spokesperson"]),
            ("https://e.x/ann", vec![]),
            ("admin", vec![]),
            ("gizmo", vec!["gizmo"]),
        ] {
            assert_eq!(names_in(line), names, "{line}");
        }
    }

    #[test]
    fn the_byline_goes_before_the_owner_of_the_site() {
        let html = "<meta name=author content='Cy Moe'><p>By <a rel=author href=/a>Ann Lee</a></p>\
            <div class=comment><a rel=author href=/b>Bo Li</a></div>";
        assert_eq!(read(html), ["Ann Lee"]);
        assert_eq!(read("<meta name=author content='The Daily'><p>Ein Beitrag von Ann Lee</p>"), ["Ann Lee"]);
        assert_eq!(read("<p class='post-author'>By Ann Lee</p>"), ["Ann Lee"]);
        assert_eq!(read("<p>A word by nobody in particular</p>"), Vec::<String>::new());
    }
}

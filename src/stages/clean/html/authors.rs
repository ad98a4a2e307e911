//! Who wrote a page.

use super::{
    below,
    choice::{is_aside, names_of},
    dom::{Dom, Id},
    leaves::Leaf,
    metadata::Metadata,
};
use crate::stages::clean::{
    draft::shown,
    rules::{credit::person_length, title::key},
    sources::Sources,
};

/// The authors, by name. A person linked from the page's own byline goes before a general `<meta>`, which often
/// names the owner of the site, unless that names the same person among others.
pub fn authors(
    dom: &Dom,
    found: &Metadata,
    leaves: &[Leaf],
    (site, headline): (&str, &str),
    sources: &Sources,
) -> Vec<String> {
    let site = key(site);
    let accept = |lines: &[String], outlets: bool| {
        let mut names: Vec<String> = Vec::new();
        for name in lines.iter().flat_map(|line| names_in(line)) {
            let outlet = !outlets && sources.named(&name).is_some();
            let new = key(&name) != site && names.iter().all(|known| key(known) != key(&name));
            if new && !outlet && !key(&name).is_empty() && names.len() < 8 {
                names.push(evened(&name));
            }
        }
        names
    };
    let (linked, told) = (accept(&linked_authors(dom), false), accept(&found.authors, false));
    let within = linked.iter().all(|name| told.iter().any(|other| key(other) == key(name)));
    let linked = if within { told.clone() } else { linked };
    let classed = |words: &[&str]| accept(&classed_authors(dom, words), false);
    let places: [&dyn Fn() -> Vec<String>; 10] = [
        &|| accept(&found.data_authors, false),
        &|| linked.clone(),
        &|| told.clone(),
        &|| classed(&["author", "byline", "autor", "auteur", "writer", "signature", "verfasser"]),
        &|| accept(&byline_leaves(leaves), false),
        &|| accept(&addressed(dom), false),
        &|| accept(&below::names(leaves, headline), false),
        &|| classed(&["username", "fn", "firma", "journalist", "reporter", "contributor"]),
        &|| accept(&found.data_authors, true),
        &|| accept(&found.authors, true),
    ];
    places.iter().map(|place| place()).find(|names| !names.is_empty()).unwrap_or_default()
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
        line.len() <= 80 && !names.is_empty() && names.iter().all(|name| below::is_person(name))
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
        let name = BYLINES.iter().find_map(|word| {
            let at = line.find(word).filter(|&at| at == 0 || line[..at].ends_with(' '))?;
            Some((at, &line[at + word.len()..]))
        });
        let (at, names) = name?;
        let end = [" | ", " · ", " • ", " — ", " – ", " - ", " / "]
            .iter()
            .filter_map(|mark| names.find(mark))
            .min();
        let names = names[..end.unwrap_or(names.len())].trim_end_matches(['.', '-', '–', '|', ' ', ',']);
        let first = BETWEEN.iter().chain([", "].iter()).filter_map(|mark| names.find(mark)).min();
        let first = &names[..first.unwrap_or(names.len())];
        let alone = at == 0 || first.len() == names.len();
        let whole = person_length(first) == first.len() && !first.is_empty() && names.len() <= 80 && alone;
        (whole && line[..at].split_whitespace().count() <= 3).then(|| names.to_owned())
    });
    line.into_iter().collect()
}

/// Words before the names of an author line.
const HEADS: [&str; 30] = [
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
    "Verfasst von ",
    "VON ",
    "PAR ",
    "Door ",
    "Autorin: ",
    "Auteur : ",
    "Words by ",
    "Words: ",
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

/// Words beside the name of whoever took the pictures; that is no author.
const PICTURES: [&str; 12] = [
    "photo",
    "(photo)",
    "(photos)",
    "photo:",
    "photos:",
    "photographer",
    "photography",
    "photograph",
    "foto",
    "(foto)",
    "foto:",
    "fotos:",
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

/// The names in an author line: `By Ann Lee in Oslo and Bo Li, Political Correspondent`.
pub fn names_in(line: &str) -> Vec<String> {
    let stripped =
        HEADS.iter().fold(line.trim(), |line, head| line.strip_prefix(head).unwrap_or(line).trim());
    let end = [" | ", " · ", " • ", " — ", " – ", " - "].iter().filter_map(|mark| stripped.find(mark)).min();
    let first = stripped[..end.unwrap_or(stripped.len())].trim_end_matches([' ', ',', '|', '.']);
    let parted = BETWEEN.iter().fold(first.to_owned(), |line, mark| line.replace(mark, ","));
    let parts: Vec<&str> = parted
        .split(',')
        .map(|part| if has_word_of(part, &PICTURES) { "" } else { without_place(part.trim()) })
        .collect();
    let long = parts.first().is_some_and(|first| first.contains(' '));
    let names = parts.iter().enumerate().filter(|(at, name)| {
        // `Ann Lee, Oslo`, `Ann Lee, Secretary of State`: only the first is a name.
        is_name(name) && (*at == 0 || !has_word_of(name, &OFFICES) && (!long || name.contains(' ')))
    });
    names.map(|(_, name)| shown(name)).filter(|name| !name.is_empty()).collect()
}

/// `Ann Lee in Oslo`, `Ann Lee (AFP)`, `Ann Lee for The Daily`: the name ends before.
fn without_place(part: &str) -> &str {
    let marks = [" in ", " aus ", " à ", " (", " for ", " at ", " für ", " pour ", " reports", " with "];
    let end = marks.iter().filter_map(|mark| part.find(mark)).min();
    let end = end.filter(|&end| part[..end].contains(' ') && part[end..].split_whitespace().count() <= 5);
    part[..end.unwrap_or(part.len())].trim()
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
        let leaves = leaves(&dom);
        authors(&dom, &gather(&dom, html), &leaves, ("The Daily", "Ministers meet"), &Sources::new(&[]))
    }

    #[test]
    fn author_lines_give_names() {
        for (line, names) in [
            ("By Ann Lee and Bo Li", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee, Political Correspondent", vec!["Ann Lee"]),
            ("Ann Lee, Secretary of State", vec!["Ann Lee"]),
            ("Office of the Spokesperson", vec!["Office of the Spokesperson"]),
            ("https://e.x/ann", vec![]),
            ("Von Anna Lee, Oslo", vec!["Anna Lee"]),
            ("Ann Lee in Oslo and Bo Li in New York", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee (AFP)", vec!["Ann Lee"]),
            ("Ann Lee (Photo)", vec![]),
            ("Text by Ann Lee, Photos: Bo Li", vec!["Text by Ann Lee"]),
            ("By Ann Lee | The Daily", vec!["Ann Lee"]),
            ("By ANN LEE and BO LI", vec!["ANN LEE", "BO LI"]),
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

//! Which of the things that a page says of itself to believe.

use super::{
    dom::{Dom, Id},
    leaves::{Content, Leaf},
    metadata::Metadata,
};
use crate::{
    model::{article::Image, date::Date, reading::Read},
    stages::clean::{
        calendar,
        draft::{Draft, Shape, shown},
        format::front_matter,
        rules::title::key,
        sources::Sources,
    },
};

/// Fills in what the page says of itself.
pub fn apply(draft: &mut Draft, dom: &Dom, found: &Metadata, leaves: &[Leaf], sources: &Sources) {
    let reading = &mut draft.reading;
    reading.url = found.addresses.first().cloned();
    reading.source = source(found, sources);
    let site = reading.source.as_ref().map_or("", |source| source.value.as_str()).to_owned();
    reading.title = title(dom, found, leaves, &site);
    reading.date = date(dom, found);
    reading.authors = authors(dom, found, &site);
    reading.language = found.languages.first().and_then(|tag| language(tag));
    let picture = found.pictures.iter().find(|src| !src.starts_with("data:"));
    reading.image = picture.map(|src| Image { src: src.clone(), ..Image::default() });
}

/// `en_US` and `de-DE` as tags; words that are no tag are not.
fn language(tag: &str) -> Option<Read<String>> {
    let primary = tag.split(['-', '_', ',']).next()?.trim().to_lowercase();
    let valid = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    valid.then(|| Read::suggestion(primary, "metadata", tag))
}

fn source(found: &Metadata, sources: &Sources) -> Option<Read<String>> {
    let by_address = found.addresses.iter().find_map(|url| Some((url, sources.at_address(url)?)));
    if let Some((url, source)) = by_address {
        return Some(Read::fact(source.name.clone(), "address", url));
    }
    let named = found.publishers.iter().find(|name| !name.contains("://"))?;
    let name = sources.named(named).map_or_else(|| shown(named), |source| source.name.clone());
    Some(Read::fact(name, "metadata", named))
}

/// Candidates vote for each other: the same headline in several places is the headline.
fn title(dom: &Dom, found: &Metadata, leaves: &[Leaf], site: &str) -> Option<Read<String>> {
    let mut candidates: Vec<(String, i32)> = Vec::new();
    let mut add = |text: &str, weight: i32| {
        let text = shown(text);
        if !text.is_empty() && text.chars().count() <= 300 {
            candidates.push((text, weight));
        }
    };
    for (id, weight) in headings(dom, leaves) {
        add(&dom.text(id), weight);
    }
    for title in &found.titles {
        add(title, 5);
        parts_of(title).into_iter().for_each(|part| add(part, 2));
    }
    if let Some(window) = dom.all("title").next() {
        let text = dom.text(window);
        add(&text, 2);
        parts_of(&text).into_iter().enumerate().for_each(|(at, part)| add(part, if at == 0 { 3 } else { 1 }));
    }
    let site = key(site);
    let names: Vec<String> =
        found.publishers.iter().map(|name| key(name)).chain([site]).filter(|name| !name.is_empty()).collect();
    let keys: Vec<String> = candidates.iter().map(|(text, _)| key(text)).collect();
    let score = |at: usize| -> i32 {
        let votes = keys
            .iter()
            .zip(&candidates)
            .filter(|(other, _)| **other == keys[at])
            .map(|(_, (_, weight))| weight);
        let known = if names.contains(&keys[at]) { -50 } else { 0 };
        votes.sum::<i32>() + known
    };
    let best = (0..candidates.len())
        .filter(|&at| !keys[at].is_empty())
        .max_by_key(|&at| (score(at), std::cmp::Reverse(at)))?;
    let text = candidates.swap_remove(best).0;
    Some(Read::fact(text.clone(), "metadata", &text))
}

/// Headings that may be the headline, each with its weight.
fn headings(dom: &Dom, leaves: &[Leaf]) -> Vec<(Id, i32)> {
    let named = |id: Id| {
        let class = dom.attribute(id, "class").unwrap_or_default().to_lowercase();
        let property = dom.attribute(id, "itemprop").unwrap_or_default();
        property == "headline" || ["title", "headline", "heading"].iter().any(|word| class.contains(word))
    };
    let in_text = |id: Id| {
        leaves.iter().any(|leaf| {
            matches!(leaf.content, Content::Text(..))
                && (leaf.holder == id || dom.above(leaf.holder).any(|above| above == id))
        })
    };
    let tops = dom.all("h1").filter(|&id| in_text(id)).take(4).map(|id| (id, 4 + i32::from(named(id)) * 2));
    let seconds = dom.all("h2").filter(|&id| named(id) && in_text(id)).take(2).map(|id| (id, 3));
    tops.chain(seconds).collect()
}

/// The parts of a window title: `Headline | Site`, `Headline - Section - Site`.
fn parts_of(title: &str) -> Vec<&str> {
    let marks = [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " • ", " ‹ ", " › ", " / ", ": "];
    let mut parts = Vec::new();
    for mark in marks {
        for (at, _) in title.match_indices(mark) {
            parts.push(title[..at].trim());
            parts.push(title[at + mark.len()..].trim());
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts.truncate(8);
    parts.sort_by_key(|part| !title.starts_with(part));
    parts
}

fn date(dom: &Dom, found: &Metadata) -> Option<Read<Date>> {
    let read = |words: &String| {
        front_matter::day(words).filter(|day| plausible(*day)).map(|day| (day, words.clone()))
    };
    if let Some((day, words)) = found.published.iter().find_map(read) {
        return Some(Read::fact(day, "metadata", &words));
    }
    if let Some((day, words)) = times(dom) {
        return Some(Read::fact(day, "time in the page", &words));
    }
    let in_address = found.addresses.iter().find_map(|url| {
        let path = url.split_once("://")?.1.split_once('/')?.1;
        let (span, day) = calendar::only_day_in(path)?;
        Some((day, path[span].to_owned()))
    });
    if let Some((day, words)) = in_address {
        return Some(Read::fact(day, "address", &words));
    }
    if let Some((day, words)) = date_line(dom) {
        return Some(Read::fact(day, "date line", &words));
    }
    let (day, words) = found.modified.iter().find_map(read)?;
    Some(Read::suggestion(day, "metadata: last changed", &words))
}

/// The Web is from 1990; pages of news are not from the future.
fn plausible(day: Date) -> bool {
    (1990..=2100).contains(&day.year())
}

/// The first `<time>` that is not in a list of other articles or among comments.
fn times(dom: &Dom) -> Option<(Date, String)> {
    let mut best: Option<(i32, Date, String)> = None;
    for id in dom.all("time").take(200) {
        let words = dom.attribute(id, "datetime").map_or_else(|| dom.text(id), str::to_owned);
        let Some(day) = front_matter::day(&words)
            .or_else(|| front_matter::day(&dom.text(id)))
            .filter(|day| plausible(*day))
        else {
            continue;
        };
        let named = |id: Id, words: &[&str]| {
            let names = format!(
                "{} {}",
                dom.attribute(id, "class").unwrap_or_default(),
                dom.attribute(id, "id").unwrap_or_default()
            )
            .to_lowercase();
            words.iter().any(|word| names.contains(word))
        };
        let around: Vec<Id> = std::iter::once(id).chain(dom.above(id)).collect();
        let aside = around.iter().any(|&id| {
            ["aside", "footer", "nav", "li"].contains(&dom.name(id))
                || named(id, &["comment", "related", "sidebar", "widget", "recent", "teaser"])
        });
        let published = dom.attribute(id, "pubdate").is_some()
            || around.iter().take(3).any(|&id| named(id, &["publish", "entry-date", "pubdate", "posted"]));
        let updated = around.iter().take(2).any(|&id| named(id, &["updated", "modified"])) && !published;
        let weight = i32::from(published) * 4 - i32::from(aside) * 5 - i32::from(updated) * 2;
        if best.as_ref().is_none_or(|(known, ..)| weight > *known) {
            best = Some((weight, day, words));
        }
    }
    best.map(|(_, day, words)| (day, words))
}

/// A short line whose class says that it is a date, or that begins the article with one.
fn date_line(dom: &Dom) -> Option<(Date, String)> {
    let mut said: Option<(i32, Date, String)> = None;
    for id in dom.below(Dom::ROOT).filter(|&id| !dom.name(id).is_empty()) {
        let names = format!(
            "{} {}",
            dom.attribute(id, "class").unwrap_or_default(),
            dom.attribute(id, "id").unwrap_or_default()
        )
        .to_lowercase();
        let dated = ["date", "time", "publish", "posted", "datum", "byline", "meta", "info"]
            .iter()
            .any(|word| names.contains(word));
        if !dated || ["body", "html"].contains(&dom.name(id)) {
            continue;
        }
        let text = dom.text(id);
        if text.len() > 200 {
            continue;
        }
        let aside = std::iter::once(id).chain(dom.above(id)).any(|id| {
            let names = dom.attribute(id, "class").unwrap_or_default().to_lowercase();
            ["aside", "footer", "nav", "li"].contains(&dom.name(id))
                || ["comment", "related", "sidebar", "widget"].iter().any(|word| names.contains(word))
        });
        let weight = i32::from(names.contains("publish")) - i32::from(aside) * 2;
        if let Some((span, day)) = calendar::days_in(&text).into_iter().find(|(_, day)| plausible(*day)) {
            if said.as_ref().is_none_or(|(known, ..)| weight > *known) {
                said = Some((weight, day, text[span].to_owned()));
            }
        }
    }
    said.map(|(_, day, words)| (day, words))
}

/// The authors, by name. Lines that name the outlet, a role or an address are no names.
fn authors(dom: &Dom, found: &Metadata, site: &str) -> Vec<String> {
    let site = key(site);
    let accept = |line: &str| names_in(line).into_iter().filter(|name| key(name) != site).collect::<Vec<_>>();
    let mut names: Vec<String> = Vec::new();
    for line in &found.authors {
        for name in accept(line) {
            if !names.iter().any(|known| key(known) == key(&name)) {
                names.push(name);
            }
        }
        if names.len() >= 8 {
            break;
        }
    }
    if names.is_empty() {
        names = visible_authors(dom).into_iter().flat_map(|line| accept(&line)).take(4).collect();
        let mut seen: Vec<String> = Vec::new();
        names.retain(|name| {
            let new = !seen.contains(&key(name));
            seen.push(key(name));
            new
        });
    }
    names
}

/// `rel=author`, and the innermost elements whose class says author or byline.
fn visible_authors(dom: &Dom) -> Vec<String> {
    let in_comments = |id: Id| {
        std::iter::once(id).chain(dom.above(id)).any(|id| {
            let names = format!(
                "{} {}",
                dom.attribute(id, "class").unwrap_or_default(),
                dom.attribute(id, "id").unwrap_or_default()
            )
            .to_lowercase();
            let junk = ["comment", "sidebar", "widget", "related"].iter().any(|word| names.contains(word));
            (junk && dom.name(id) != "body" && dom.name(id) != "html")
                || ["aside", "footer", "nav"].contains(&dom.name(id))
        })
    };
    let short = |id: &Id| (2..=100).contains(&dom.text(*id).len());
    let linked = dom.all("a").filter(|&id| {
        dom.attribute(id, "rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"))
    });
    let first: Vec<String> =
        linked.filter(short).filter(|&id| !in_comments(id)).take(2).map(|id| dom.text(id)).collect();
    if !first.is_empty() {
        return first;
    }
    let classed = |id: &Id| {
        let names = dom.attribute(*id, "class").unwrap_or_default().to_lowercase();
        names.split_whitespace().any(|name| {
            [
                "author",
                "byline",
                "author-name",
                "autor",
                "fn",
                "entry-author",
                "post-author",
                "author_name",
                "writer",
                "byline__name",
                "byline-name",
                "article-author",
                "article__author",
                "posted-by",
                "c-byline",
                "by-author",
            ]
            .contains(&name)
        })
    };
    dom.below(Dom::ROOT)
        .filter(classed)
        .filter(short)
        .filter(|&id| !in_comments(id))
        .take(1)
        .map(|id| dom.text(id))
        .collect()
}

/// The names in an author line: `By Ann Lee and Bo Li, Political Correspondent`.
pub fn names_in(line: &str) -> Vec<String> {
    let mut line = line.trim();
    for head in [
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
        "Veröffentlicht von ",
        "Publié par ",
        "Erstellt von ",
    ] {
        line = line.strip_prefix(head).unwrap_or(line).trim();
    }
    let line = line.split(" | ").next().unwrap_or(line);
    let spaced = [" and ", " und ", " et ", " y ", " & ", " и ", ";", " / ", "、"]
        .iter()
        .fold(line.to_owned(), |line, mark| line.replace(mark, ","));
    let is_name = |name: &&str| {
        let words = name.split_whitespace().count();
        let lower = name.to_lowercase();
        let role = [
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
            "autor",
            "webmaster",
        ];
        (1..=6).contains(&words)
            && !name.contains(['@', '<', '{', '='])
            && !lower.contains("http")
            && !lower.contains("www.")
            && !name.contains(|c: char| c.is_ascii_digit()) | (words == 1)
            && !lower.split_whitespace().any(|word| role.contains(&word.trim_end_matches('s')))
            && name.chars().any(char::is_alphabetic)
    };
    spaced.split(',').map(str::trim).filter(is_name).map(shown).filter(|name| !name.is_empty()).collect()
}

/// Whether a heading says the title again.
pub fn is_title(leaf: &Leaf, title: &str) -> bool {
    matches!(&leaf.content, Content::Text(Shape::Heading(_), words) if key(words.as_str()) == key(title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather};

    fn read(html: &str) -> Draft {
        let dom = Dom::parse(html);
        let mut draft = Draft::default();
        apply(&mut draft, &dom, &gather(&dom, html), &leaves(&dom), &Sources::new(&[]));
        draft
    }

    #[test]
    fn the_headline_is_what_several_places_say() {
        let html = "<title>Ministers meet in Paris | The Daily</title><meta property=og:site_name content='The Daily'>\
            <h1>The Daily</h1><h1>Ministers meet in Paris</h1>";
        assert_eq!(
            read(html).reading.title.map(|title| title.value).as_deref(),
            Some("Ministers meet in Paris")
        );
    }

    #[test]
    fn a_date_of_publication_goes_before_one_of_change() {
        let html = "<meta property=article:modified_time content=2018-01-01><time datetime=2017-11-24T10:00>x</time>";
        let date = read(html).reading.date.expect("a date");
        assert_eq!((date.value.to_string().as_str(), date.sure), ("2017-11-24", true));
        let changed =
            read("<meta property=article:modified_time content=2018-01-01>").reading.date.expect("a date");
        assert!(!changed.sure);
    }

    #[test]
    fn author_lines_give_names() {
        for (line, names) in [
            ("By Ann Lee and Bo Li", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee, Political Correspondent", vec!["Ann Lee"]),
            ("https://e.x/ann", vec![]),
            ("admin", vec![]),
            ("gizmo", vec!["gizmo"]),
        ] {
            assert_eq!(names_in(line), names, "{line}");
        }
    }
}

//! What a page says of itself: JSON-LD, Open Graph, Dublin Core, microdata, `<time>`, links and marks of the
//! programs that save pages. Only facts are gathered here; `choice` decides between them.

use super::{
    choice::is_aside,
    dom::{Dom, Id},
    json_ld,
};
use crate::text::one_line;

/// Everything that a page says of itself, each list in the order of trust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headlines from machine-readable places.
    pub titles: Vec<String>,
    /// Dates of publication as written.
    pub published: Vec<String>,
    /// Dates of the first draft as written.
    pub created: Vec<String>,
    /// Dates of change as written.
    pub modified: Vec<String>,
    /// Author lines in JSON-LD.
    pub data_authors: Vec<String>,
    /// Author lines elsewhere, a list for each kind of place.
    pub authors: Vec<Vec<String>>,
    /// Names of the outlet.
    pub publishers: Vec<String>,
    /// The page's own address.
    pub addresses: Vec<String>,
    /// Addresses of the main picture.
    pub pictures: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// The whole text, where the page gives it to machines.
    pub body: Option<String>,
    /// What the page is about in a sentence.
    pub description: Option<String>,
}

/// Gathers what a page says of itself. `html` is the page itself, for the marks of saving programs.
pub fn gather(dom: &Dom, html: &str) -> Metadata {
    let mut found = Metadata::default();
    json_ld::gather(dom, &mut found);
    meta_tags(dom, &mut found);
    microdata(dom, &mut found);
    microformats(dom, &mut found);
    links(dom, &mut found);
    found.addresses.extend(saved_from(html));
    found.published.append(&mut found.created);
    if let Some(language) = dom.all("html").next().and_then(|id| dom.attribute(id, "lang")) {
        found.languages.insert(0, language.to_owned());
    }
    for list in [&mut found.titles, &mut found.data_authors, &mut found.publishers, &mut found.published] {
        for text in list.iter_mut() {
            *text = one_line(text);
        }
        list.retain(|text| !text.is_empty());
    }
    for list in &mut found.authors {
        for line in list.iter_mut() {
            *line = one_line(line);
        }
        list.retain(|line| !line.is_empty() && !line.contains("://"));
    }
    found
}

/// Names of `<meta>` in lower case.
const TITLES: [&str; 9] = [
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
    "headline",
    "title",
];
/// What sites call the day of publication, without signs, the most exact first.
const PUBLISHED: [&str; 37] = [
    "articlepublishedtime",
    "ogarticlepublishedtime",
    "datepublished",
    "articlepublished",
    "originalpublicationdate",
    "firstpublished",
    "firstpublishedat",
    "govukfirstpublishedat",
    "ogpublishedtime",
    "ogpubdate",
    "citationpublicationdate",
    "citationonlinedate",
    "citationdate",
    "parselypubdate",
    "sailthrudate",
    "dcdateissued",
    "dctermsissued",
    "dcissued",
    "dctermscreated",
    "dcdatecreated",
    "dccreated",
    "dctermsavailable",
    "dctermsdate",
    "dcdate",
    "cxenseparserecspublishtime",
    "cxenseparsepublishtime",
    "videoreleasedate",
    "date",
    "pdate",
    "ptime",
    "created",
    "releasedate",
    "eprintsdate",
    "prismpublicationdate",
    "displaydate",
    "credate",
    "docdate",
];
/// Parts of further names of a day of publication …
const PUBLISHING: [&str; 9] =
    ["publi", "pubdate", "posted", "issued", "releas", "articledate", "created", "storydate", "postdate"];
/// … and of days that are not.
const OTHER_DAYS: [&str; 12] = [
    "modif",
    "updat",
    "revis",
    "expir",
    "valid",
    "unpubli",
    "publisher",
    "until",
    "end",
    "birth",
    "last",
    "change",
];
const MODIFIED: [&str; 8] = [
    "articlemodifiedtime",
    "ogarticlemodifiedtime",
    "ogupdatedtime",
    "datemodified",
    "dctermsmodified",
    "lastmodified",
    "lastmod",
    "revisiondate",
];
/// What sites call the author, without signs, the most exact first; before them goes `citation_author`.
const AUTHORS: [&str; 17] = [
    "parselyauthor",
    "sailthruauthor",
    "byl",
    "articleauthorname",
    "author",
    "authors",
    "articleauthor",
    "dccreator",
    "dctermscreator",
    "creator",
    "cxenseparseauthor",
    "ogarticleauthor",
    "ogauthorname",
    "ogauthor",
    "analyticsattributesauthor",
    "twitterdata1author",
    "articlebyline",
];
/// Ends of further names of the author …
const AUTHORING: [&str; 5] = ["author", "authors", "authorname", "authornames", "byline"];
/// … and labels over a name in the cards of a network.
const WRITTEN_BY: [&str; 9] = [
    "written by",
    "author",
    "by",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "escrito por",
    "scritto da",
    "автор",
];
const PUBLISHERS: [&str; 5] =
    ["og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name"];

fn meta_tags(dom: &Dom, found: &mut Metadata) {
    let tags: Vec<(String, String)> = dom
        .all("meta")
        .filter_map(|id| {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|key| dom.attribute(id, key))?;
            Some((name.trim().to_lowercase(), dom.attribute(id, "content")?.trim().to_owned()))
        })
        .collect();
    let of = |names: &[&str]| values(&tags, names);
    found.titles.extend(of(&TITLES));
    let plain: Vec<(String, String)> = tags.iter().map(|(key, value)| (key_of(key), value.clone())).collect();
    found.published.extend(values(&plain, &PUBLISHED));
    found.published.extend(other_days(&plain));
    found.modified.extend(values(&plain, &MODIFIED));
    found.authors.push(values(&plain, &["citationauthor"]).iter().map(|name| turned(name)).collect());
    found.authors.extend(AUTHORS.iter().map(|name| values(&plain, &[*name])));
    found.authors.push(other_authors(&plain));
    found.authors.push(labelled_authors(&plain));
    found.publishers.extend(of(&PUBLISHERS));
    found
        .addresses
        .extend(of(&["og:url", "citation_public_url"]).into_iter().filter(|url| url.starts_with("http")));
    found.pictures.extend(of(&["og:image", "og:image:url", "twitter:image", "twitter:image:src"]));
    found.languages.extend(of(&["content-language", "dc.language", "og:locale", "language"]));
    found.description = of(&["og:description", "description", "dc.description"]).into_iter().next();
}

/// The values of tags with these names, in the order of the names.
fn values(tags: &[(String, String)], names: &[&str]) -> Vec<String> {
    let values = names.iter().flat_map(|name| tags.iter().filter(move |(key, _)| key == name));
    values.map(|(_, value)| value.clone()).filter(|value| !value.is_empty()).collect()
}

/// Letters and digits of a name: `DC.date.issued`, `dc_date_issued` and `dc:date:issued` are the same.
fn key_of(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Days under names of the site's own that speak of publishing: `analyticsAttributes.articleDate`.
fn other_days(tags: &[(String, String)]) -> Vec<String> {
    let own = |key: &str| {
        PUBLISHING.iter().any(|part| key.contains(part)) && !OTHER_DAYS.iter().any(|part| key.contains(part))
    };
    let known = |key: &str| PUBLISHED.contains(&key);
    let days = tags
        .iter()
        .filter(|(key, value)| own(key) && !known(key) && value.contains(|c: char| c.is_ascii_digit()));
    days.map(|(_, value)| value.clone()).collect()
}

/// `Lee, Ann`, as catalogues have names, as they are said.
fn turned(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') => format!("{} {}", given.trim(), family.trim()),
        _ => name.to_owned(),
    }
}

/// Authors under names of the site's own: `bt:author`, `news_author`, `DCSext.author`.
fn other_authors(tags: &[(String, String)]) -> Vec<String> {
    let own = |key: &str| {
        AUTHORING.iter().any(|end| key.ends_with(end)) && !AUTHORS.contains(&key) && key != "citationauthor"
    };
    tags.iter().filter(|(key, _)| own(key)).map(|(_, value)| value.clone()).collect()
}

/// `<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Lee">`
fn labelled_authors(tags: &[(String, String)]) -> Vec<String> {
    let labels = tags.iter().filter_map(|(key, label)| {
        let number = key.strip_prefix("twitterlabel")?;
        WRITTEN_BY.contains(&label.trim_end_matches(':').to_lowercase().as_str()).then_some(number)
    });
    labels.flat_map(|number| values(tags, &[&format!("twitterdata{number}")])).collect()
}

/// Microformats: `<abbr class="published" title="2017-11-24T…">`, `<span class="value-title" title="…">`, and `RDFa`.
fn microformats(dom: &Dom, found: &mut Metadata) {
    const CLASSES: [&str; 4] = ["published", "dt-published", "value-title", "dtpublished"];
    const PROPERTIES: [&str; 4] = ["dc:date", "dc:created", "schema:datePublished", "datePublished"];
    for id in dom.below(Dom::ROOT).filter(|&id| !dom.name(id).is_empty() && dom.name(id) != "meta") {
        let any = |key: &str, names: &[&str]| {
            dom.attribute(id, key)
                .is_some_and(|value| value.split_whitespace().any(|word| names.contains(&word)))
        };
        if !(any("class", &CLASSES) || any("property", &PROPERTIES)) || is_aside(dom, id) {
            continue;
        }
        let value = ["datetime", "title", "content"].iter().find_map(|key| dom.attribute(id, key));
        found.published.extend(value.filter(|value| value.len() >= 8).map(str::to_owned));
        if found.published.len() > 40 {
            return;
        }
    }
}

/// `itemprop` on visible elements; the page's first of each counts.
fn microdata(dom: &Dom, found: &mut Metadata) {
    let with = |property: &'static str| {
        let has = move |id: &Id| {
            dom.attribute(*id, "itemprop")
                .is_some_and(|value| value.split_whitespace().any(|word| word == property))
        };
        dom.below(Dom::ROOT).filter(has).filter(|&id| dom.name(id) != "meta")
    };
    found.titles.extend(with("headline").take(1).map(|id| dom.text(id)));
    let time = |id: Id| {
        let value = ["datetime", "content", "title"].iter().find_map(|key| dom.attribute(id, key));
        value.map_or_else(|| dom.text(id), str::to_owned)
    };
    found.published.extend(with("datePublished").take(1).map(time));
    found.modified.extend(with("dateModified").take(1).map(time));
    let named = |id: Id| {
        let inner = dom.below(id).find(|&below| dom.attribute(below, "itemprop") == Some("name"));
        inner.map_or_else(
            || dom.text(id),
            |name| dom.attribute(name, "content").map_or_else(|| dom.text(name), str::to_owned),
        )
    };
    for property in ["author", "creator"] {
        let lines = with(property).filter(|&id| !is_aside(dom, id)).take(5).map(named);
        found.authors.push(lines.filter(|name| name.len() < 120).collect());
    }
}

fn links(dom: &Dom, found: &mut Metadata) {
    let canonical =
        |id: &Id| dom.attribute(*id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
    let addresses = dom.all("link").filter(canonical).filter_map(|id| dom.attribute(id, "href"));
    let absolute: Vec<String> =
        addresses.filter(|href| href.starts_with("http")).map(str::to_owned).collect();
    found.addresses.splice(0..0, absolute);
}

/// The address that a saving program noted: `<!-- saved from url=(0021)https://… -->` (Internet Explorer,
/// Chrome), `url: https://…` in a comment (`SingleFile`).
fn saved_from(html: &str) -> Option<String> {
    let head = crate::stages::clean::passage::prefix(html, 4096);
    let after = if let Some(at) = head.find("saved from url=(") {
        &head[at..][head[at..].find(')')? + 1..]
    } else {
        let rest = &head[head.find("SingleFile")?..];
        &rest[rest.find("url: ")? + 5..]
    };
    let address = after.split(|c: char| c.is_whitespace() || c == '"' || c == '<').next()?;
    address.starts_with("http").then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(html: &str) -> Metadata {
        gather(&Dom::parse(html), html)
    }

    #[test]
    fn json_ld_is_read_wherever_the_article_stands_in_it() {
        let found = metadata(
            r#"<html lang=en><script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "S"},
            {"@type": ["NewsArticle"], "headline": "A &amp; B", "datePublished": "2017-11-24T10:00:00Z",
            "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Li"], "publisher": {"name": "P"}}]}</script>"#,
        );
        assert_eq!(found.titles, ["A & B"]);
        assert_eq!(found.data_authors, ["Ann Lee", "Bo Li"]);
        assert_eq!((found.publishers, found.languages), (vec!["P".to_owned()], vec!["en".to_owned()]));
        assert_eq!(found.published, ["2017-11-24T10:00:00Z"]);
    }

    #[test]
    fn meta_tags_microdata_and_saved_pages_are_read() {
        let found = metadata(
            "<!-- saved from url=(0021)https://e.x/a.html --><meta property='og:title' content='T'>\
            <meta name=DC.date content=2017-11-24><link rel=canonical href=https://e.x/c>\
            <span itemprop=author><b itemprop=name>Ann Lee</b></span>",
        );
        assert_eq!((found.titles, found.published), (vec!["T".to_owned()], vec!["2017-11-24".to_owned()]));
        assert_eq!(found.addresses, ["https://e.x/c", "https://e.x/a.html"]);
        assert_eq!(found.authors.concat(), ["Ann Lee"]);
    }

    #[test]
    fn the_author_has_many_names_for_machines() {
        for tag in [
            "<meta name=author content='Ann Lee'>",
            "<meta name=citation_author content='Lee, Ann'>",
            "<meta property=dc:creator content='Ann Lee'>",
            "<meta name=cXenseParse:recs:author content='Ann Lee'>",
            "<meta name=DCSext.author content='Ann Lee'>",
            "<meta property=article:byline content='Ann Lee'>",
            "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>",
            "<span itemprop=creator><b itemprop=name>Ann Lee</b></span>",
        ] {
            assert_eq!(metadata(tag).authors.concat(), ["Ann Lee"], "{tag}");
        }
        for tag in [
            "<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='4 minutes'>",
            "<meta property=article:author content='https://social.example/annlee'>",
        ] {
            assert_eq!(metadata(tag).authors.concat(), Vec::<String>::new(), "{tag}");
        }
    }

    #[test]
    fn broken_json_is_passed_over() {
        assert_eq!(
            metadata("<script type=application/ld+json>{\"a\": </script>").titles,
            Vec::<String>::new()
        );
    }
}

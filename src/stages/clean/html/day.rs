//! The day on which a page was published.

use super::{
    choice::{is_aside, names_of},
    dom::{Dom, Id},
    figures::{self, Order},
    leaves::Leaf,
    metadata::Metadata,
    stamp,
};
use crate::{
    model::{date::Date, reading::Read},
    stages::clean::{calendar, rules::title::key},
};

/// Finds a day and the words that give it.
type Rule<'r> = &'r dyn Fn() -> Option<(Date, String)>;

/// What machines are told goes first, then what readers see, then the address; a day of change comes last.
pub fn date(
    dom: &Dom,
    found: &Metadata,
    (leaves, teasers): (&[Leaf], &[Id]),
    title: &str,
) -> Option<Read<Date>> {
    let order = figures::order_in(found.languages.first());
    let read = |words: &String| {
        let day = stamp::day(words).or_else(|| figures::day_in(words, order).map(|(_, day)| day));
        day.filter(|day| plausible(*day)).map(|day| (day, words.clone()))
    };
    if let Some((day, words)) = found.published.iter().find_map(read) {
        return Some(Read::fact(day, "metadata", &words));
    }
    let in_address =
        || found.addresses.iter().find_map(|url| in_path(url)).map(|read| (read.value, read.basis.words));
    let time = times(dom, teasers);
    let in_digits = || found.addresses.iter().find_map(|url| digits_in_path(url));
    let rules: [(&str, Rule<'_>); 12] = [
        ("time in the page", &|| time.clone().filter(|time| time.weight > 0).map(Stamped::said)),
        ("address", &in_address),
        ("time in the page", &|| time.clone().filter(|time| time.weight > ASIDE).map(Stamped::said)),
        ("date line", &|| labelled(leaves)),
        ("date line", &|| below_title(leaves, title)),
        ("label in the page", &|| labelled_attributes(dom)),
        ("date line", &|| date_line(dom, teasers)),
        ("address", &in_digits),
        ("date line", &|| in_figures(leaves, title, order)),
        ("time in the page", &|| time.clone().map(Stamped::said)),
        ("date line", &|| dated_leaf(leaves)),
        ("window title", &|| dom.all("title").next().and_then(|id| whole_day(&dom.text(id)))),
    ];
    if let Some((rule, (day, words))) = rules.iter().find_map(|(rule, find)| Some((*rule, find()?))) {
        return Some(Read::fact(day, rule, &words));
    }
    if let Some((day, words)) = in_scripts(dom) {
        return Some(Read::suggestion(day, "script in the page", &words));
    }
    let (day, words) = found.modified.iter().find_map(read)?;
    Some(Read::suggestion(day, "metadata: last changed", &words))
}

/// The day in the path of an address: `/2017/11/24/`.
pub fn in_path(url: &str) -> Option<Read<Date>> {
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let (span, day) = calendar::only_day_in(path).filter(|(_, day)| plausible(*day))?;
    Some(Read::fact(day, "address", &path[span]))
}

/// A day of eight digits in the path of an address.
fn digits_in_path(url: &str) -> Option<(Date, String)> {
    let path = url.split_once("://")?.1.split_once('/')?.1.split(['?', '#']).next()?;
    figures::in_path(path).map(|(span, day)| (day, path[span].to_owned()))
}

/// The Web is from 1990; pages of news are not from the future.
fn plausible(day: Date) -> bool {
    (1990..=2100).contains(&day.year())
}

/// The only day in a line.
fn whole_day(line: &str) -> Option<(Date, String)> {
    let (span, day) = calendar::only_day_in(line).filter(|(_, day)| plausible(*day))?;
    Some((day, line[span].to_owned()))
}

/// An element that gives a time to machines.
#[derive(Clone)]
struct Stamped {
    weight: i32,
    day: Date,
    words: String,
}

impl Stamped {
    fn said(self) -> (Date, String) {
        (self.day, self.words)
    }
}

/// Times in lists of other articles and among comments weigh no more.
const ASIDE: i32 = -4;

/// The first `<time>`, or element with a time stamp, that is not in a list of other articles or among comments.
fn times(dom: &Dom, teasers: &[Id]) -> Option<Stamped> {
    let mut best: Option<Stamped> = None;
    for id in dom.below(Dom::ROOT).filter(|&id| is_stamped(dom, id)).take(200) {
        let Some((day, words)) = time_of(dom, id) else { continue };
        let named = |id: Id, words: &[&str]| {
            let names = names_of(dom, id);
            words.iter().any(|word| names.contains(word))
        };
        let around: Vec<Id> = std::iter::once(id).chain(dom.above(id)).collect();
        let listed = |id: &Id| dom.name(*id) == "li" || teasers.contains(id);
        let aside = is_aside(dom, id) || around.iter().any(listed);
        let published = dom.attribute(id, "pubdate").is_some()
            || around.iter().take(3).any(|&id| named(id, &["publish", "entry-date", "pubdate", "posted"]));
        let updated = !published
            && (around.iter().take(2).any(|&id| named(id, &["updated", "modified", "modification"]))
                || is_of_change(dom, id));
        let weight = i32::from(published) * 4 - i32::from(aside) * 5 - i32::from(updated) * 2;
        if best.as_ref().is_none_or(|known| weight > known.weight) {
            best = Some(Stamped { weight, day, words });
        }
    }
    best
}

/// In an element with more text than this, in bytes, a time is no note about the page.
const LONGEST_NOTE: usize = 400;

/// `Updated <time>…</time>`: such a word stands right before the element, in the one around it.
fn is_of_change(dom: &Dom, id: Id) -> bool {
    let Some(above) = dom.above(id).next().filter(|&above| dom.holds_at_most(above, LONGEST_NOTE)) else {
        return false;
    };
    let (own, around) = (dom.text(id), dom.text(above));
    let Some(at) = around.find(&own).filter(|_| !own.is_empty() && around.len() <= LONGEST_NOTE) else {
        return false;
    };
    let before = around[..at].trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let mut words = calendar::CHANGED.iter().chain(&["edited"]);
    words.any(|word| before.ends_with(word) || before.ends_with(&format!("{word} on")))
}

/// Attributes that hold times, besides `datetime` of `<time>`.
const STAMPS: [&str; 20] = [
    "datetime",
    "data-timestamp",
    "data-datetime",
    "data-time",
    "data-date",
    "data-published",
    "data-published-at",
    "data-publish-date",
    "data-pubdate",
    "data-epoch",
    "data-unixtime",
    "data-utime",
    "data-seconds",
    "data-ts",
    "data-created",
    "data-posted",
    "data-publishdate",
    "data-published-date",
    "data-publication-date",
    "data-article-date",
];

fn is_stamped(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    // `<del datetime>` tells when something was taken out.
    !name.is_empty()
        && !["del", "ins", "body", "html", "meta", "script"].contains(&name)
        && (name == "time"
            || STAMPS.iter().any(|key| dom.attribute(id, key).is_some())
            || name.contains("date") && dom.attribute(id, "time").is_some())
}

fn time_of(dom: &Dom, id: Id) -> Option<(Date, String)> {
    let keys = STAMPS.iter().chain(["time", "content", "title"].iter());
    let values = keys.filter_map(|key| dom.attribute(id, key)).map(str::to_owned);
    let shown = (dom.name(id) == "time").then(|| dom.text(id));
    let mut words = values.chain(shown).filter(|words| words.len() >= 8);
    words.find_map(|words| Some((stamp::day(&words).filter(|day| plausible(*day))?, words)))
}

/// Words before the day of publication, in lower case.
const LABELS: [&str; 34] = [
    "published",
    "first published",
    "publication date",
    "publish date",
    "posted",
    "date",
    "date posted",
    "issued",
    "release date",
    "submitted",
    "created",
    "datum",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "verfasst",
    "publié",
    "publiée",
    "mis en ligne",
    "paru",
    "rédigé",
    "publicado",
    "publicada",
    "fecha",
    "pubblicato",
    "data",
    "gepubliceerd",
    "опубликовано",
    "опубликована",
    "дата",
    "дата публикации",
    "掲載日",
    "公開日",
    "配信",
];

/// Lines of leaves that are too short for prose.
fn short_lines(leaves: &[Leaf]) -> impl Iterator<Item = &str> {
    leaves.iter().flat_map(|leaf| leaf.words().lines()).filter(|line| line.len() <= 120)
}

/// `Published: 24 November 2017`, `Datum 24.11.2017`
fn labelled(leaves: &[Leaf]) -> Option<(Date, String)> {
    short_lines(leaves).find_map(|line| {
        let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let rest =
            LABELS.iter().filter_map(|label| lower.strip_prefix(label)).min_by_key(|rest| rest.len())?;
        let near = rest.find(|c: char| c.is_ascii_digit()).is_some_and(|at| at <= 24);
        let day = calendar::days_in(line).into_iter().find(|(_, day)| plausible(*day))?;
        (near && !rest.starts_with(char::is_alphanumeric)).then(|| (day.1, line[day.0].to_owned()))
    })
}

/// So many leaves below the headline may stand before its date.
const NEAR_TITLE: usize = 12;

/// A short line near below the headline that is a date and little else.
fn below_title(leaves: &[Leaf], title: &str) -> Option<(Date, String)> {
    let title = key(title);
    let at = leaves.iter().position(|leaf| !title.is_empty() && key(leaf.words()) == title)?;
    let near = &leaves[at.saturating_sub(3)..leaves.len().min(at + NEAR_TITLE)];
    let below = &near[at - at.saturating_sub(3)..];
    short_lines(below).chain(short_lines(&near[..at - at.saturating_sub(3)])).find_map(|line| {
        let (day, words) = whole_day(line)?;
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        (!line.ends_with('.') && letters(line) - letters(&words) <= 45).then_some((day, words))
    })
}

/// The same of days in figures whose order the language tells, and of other short lines.
fn in_figures(leaves: &[Leaf], title: &str, order: Order) -> Option<(Date, String)> {
    let title = key(title);
    let at = leaves.iter().position(|leaf| !title.is_empty() && key(leaf.words()) == title).unwrap_or(0);
    let (above, below) = (&leaves[at.saturating_sub(3)..at], &leaves[at..leaves.len().min(at + NEAR_TITLE)]);
    let lines = short_lines(below).chain(short_lines(above)).filter(|line| !line.ends_with('.'));
    lines
        .filter_map(|line| figures::day_in(line, order).map(|(span, day)| (day, line[span].to_owned())))
        .find(|(day, _)| plausible(*day))
}

/// `<div aria-label="Published: 10:00 a.m. March 5, 2024">`
fn labelled_attributes(dom: &Dom) -> Option<(Date, String)> {
    dom.below(Dom::ROOT).filter(|&id| !is_aside(dom, id)).find_map(|id| {
        let label = dom.attribute(id, "aria-label").filter(|label| label.len() <= 120)?;
        let lower = label.to_lowercase();
        let said = LABELS.iter().any(|word| lower.starts_with(word));
        let (span, day) = calendar::days_in(label).into_iter().find(|(_, day)| plausible(*day))?;
        said.then(|| (day, label[span].to_owned()))
    })
}

/// A short line whose class says that it is a date, or that begins the article with one.
fn date_line(dom: &Dom, teasers: &[Id]) -> Option<(Date, String)> {
    let mut said: Option<(i32, Date, String)> = None;
    for id in dom.below(Dom::ROOT).filter(|&id| !dom.name(id).is_empty()) {
        let names = names_of(dom, id);
        let dated = ["date", "time", "publish", "posted", "submitted", "datum", "byline", "meta", "info"]
            .iter()
            .any(|word| names.contains(word));
        if !dated || ["body", "html"].contains(&dom.name(id)) {
            continue;
        }
        let text = dom.text(id);
        if text.len() > 200 {
            continue;
        }
        let listed = |id: Id| dom.name(id) == "li" || teasers.contains(&id);
        let aside = is_aside(dom, id) || std::iter::once(id).chain(dom.above(id)).any(listed);
        let weight = i32::from(names.contains("publish")) - i32::from(aside) * 2;
        let found = calendar::days_in(&text).into_iter().find(|(_, day)| plausible(*day));
        if let Some((span, day)) = found.filter(|_| said.as_ref().is_none_or(|(known, ..)| weight > *known)) {
            said = Some((weight, day, text[span].to_owned()));
        }
    }
    said.map(|(_, day, words)| (day, words))
}

/// The first short line of the page with a day in it, if no other such line names another.
fn dated_leaf(leaves: &[Leaf]) -> Option<(Date, String)> {
    let lines = leaves.iter().map(Leaf::words).filter(|line| line.len() <= 100 && !line.ends_with('.'));
    let mut days = lines.filter_map(whole_day);
    let first = days.next()?;
    days.all(|(day, _)| day == first.0).then_some(first)
}

/// Keys under which scripts hold the day of publication.
const KEYS: [&str; 10] = [
    "\"datePublished\"",
    "\"publishedAt\"",
    "\"published_at\"",
    "\"publishDate\"",
    "\"publish_date\"",
    "\"publishedDate\"",
    "\"publicationDate\"",
    "\"firstPublished\"",
    "\"firstPublishedAt\"",
    "\"pubDate\"",
];

/// What pages that are put together by scripts tell these: `"publishedAt": "2017-11-24T…"`.
fn in_scripts(dom: &Dom) -> Option<(Date, String)> {
    dom.all("script").find_map(|script| {
        let text = dom.text_as_is(script);
        KEYS.iter().find_map(|key| {
            let rest = text[text.find(key)? + key.len()..].trim_start().strip_prefix(':')?.trim_start();
            let value = rest.trim_start_matches('"').split(['"', ',', '}']).next()?;
            let day = stamp::day(value).filter(|day| plausible(*day))?;
            Some((day, value.to_owned()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather, replies};

    fn read(html: &str) -> Option<(String, bool)> {
        let dom = Dom::parse(html);
        let leaves = leaves(&dom);
        let teasers = replies::teasers(&dom, &leaves);
        let date = date(&dom, &gather(&dom, html), (&leaves, &teasers), "T")?;
        Some((date.value.to_string(), date.sure))
    }

    #[test]
    fn a_date_of_publication_goes_before_one_of_change() {
        let html = "<meta property=article:modified_time content=2018-01-01><time datetime=2017-11-24T10:00>x</time>";
        assert_eq!(read(html), Some(("2017-11-24".to_owned(), true)));
        let words = "<p>Updated <time datetime=2018-01-01>1 January</time>. Published <time datetime=2017-11-24>x</time></p>";
        assert_eq!(read(words), Some(("2017-11-24".to_owned(), true)));
        assert_eq!(
            read("<meta property=article:modified_time content=2018-01-01>"),
            Some(("2018-01-01".to_owned(), false))
        );
    }

    #[test]
    fn dates_of_other_articles_do_not_count() {
        let html = "<aside><time datetime=2018-02-03>x</time></aside><p class=date>24 Nov 2017</p>\
            <div class=comments><time datetime=2017-12-01>x</time></div><time datetime=2017-11-24>y</time>";
        assert_eq!(read(html), Some(("2017-11-24".to_owned(), true)));
        assert_eq!(read("<p>24 Nov 2017</p><p>Text.</p>"), Some(("2017-11-24".to_owned(), true)));
        assert_eq!(read("<p>24 Nov 2017</p><p>25 Nov 2017</p>"), None);
    }

    #[test]
    fn days_of_teasers_do_not_count() {
        let teaser = |id: u8| {
            format!(
                "<div class=x><a href={id}><h3>Item {id}</h3></a><time datetime=2016-01-0{id}>x</time></div>"
            )
        };
        let teasers: String = (1..6).map(teaser).collect();
        let page = format!("<section>{teasers}</section><h1>T</h1><time datetime=2017-11-24>x</time>");
        assert_eq!(read(&page), Some(("2017-11-24".to_owned(), true)));
        let page = format!(
            "<h1>T</h1><div><span class=date>November 24, 2017</span></div><section>{teasers}</section>"
        );
        assert_eq!(read(&page), Some(("2017-11-24".to_owned(), true)));
    }

    #[test]
    fn days_stand_in_many_places() {
        for html in [
            "<meta name=analyticsAttributes.articleDate content=2017-11-24T10:11>",
            "<meta name=published_date content='2017-11-24 10:11'><meta name=expires content=2018-01-01>",
            "<meta name=ptime content=20171124101112>",
            "<meta name=REVISED content=2018-01-01><meta name=x:p_ts content=1><span data-timestamp=1511518272000>x</span>",
            "<dateformat time=1511518272 mode=abs>x</dateformat>",
            "<abbr class=published title=2017-11-24T10:11:12+01:00>10:11</abbr>",
            "<h1>T</h1><p>By Ann Lee<br>November 24, 2017</p><p>It was said on 1 May 2016.</p><p>2 May 2016</p>",
            "<ul><li><b>Date</b> 24.11.2017</ul><p>2 May 2016</p>",
            "<p>Publié le 24 novembre 2017 à 10h11</p><p>2 mai 2016</p>",
            "<title>T | X | 24.11.2017</title>",
            "<script>x = {\"publishedAt\":\"2017-11-24T10:11:12Z\"}</script>",
            "<link rel=canonical href=https://e.x/2017/11/24/t><time datetime=2017-12-01>x</time>",
            "<link rel=canonical href=https://e.x/news/20171124/t>",
            "<div aria-label='Published: 10:11 a.m. ET November 24, 2017 Updated November 25, 2017'></div>",
            "<html lang=fr><h1>T</h1><p>Publié le 24/11/2017</p><p>02/05/2016</p>",
            "<h1>T</h1><p class=date>24 Nov 2017</p><ul><li>Old <time datetime=2016-05-02>x</time></ul>",
            "<span class=ts data-seconds=1511518272>x</span>",
        ] {
            assert_eq!(read(html).map(|(day, _)| day).as_deref(), Some("2017-11-24"), "{html}");
        }
    }
}

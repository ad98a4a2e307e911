//! The day on which a page was published.

use super::{
    choice::{is_aside, names_of},
    dom::{Dom, Id},
    leaves::Leaf,
    metadata::Metadata,
};
use crate::{
    model::{date::Date, reading::Read},
    stages::clean::{calendar, format::front_matter},
};

/// What machines are told goes first, then what readers see, then the address; a day of change comes last.
pub fn date(dom: &Dom, found: &Metadata, leaves: &[Leaf]) -> Option<Read<Date>> {
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
    if let Some((day, words)) = dated_leaf(leaves) {
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
            let names = names_of(dom, id);
            words.iter().any(|word| names.contains(word))
        };
        let around: Vec<Id> = std::iter::once(id).chain(dom.above(id)).collect();
        let aside = is_aside(dom, id) || around.iter().any(|&id| dom.name(id) == "li");
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
        let aside =
            is_aside(dom, id) || std::iter::once(id).chain(dom.above(id)).any(|id| dom.name(id) == "li");
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
    let mut days = lines.filter_map(|line| {
        let (span, day) = calendar::only_day_in(line).filter(|(_, day)| plausible(*day))?;
        Some((day, line[span].to_owned()))
    });
    let first = days.next()?;
    days.all(|(day, _)| day == first.0).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::html::{leaves::leaves, metadata::gather};

    fn read(html: &str) -> Option<(String, bool)> {
        let dom = Dom::parse(html);
        let date = date(&dom, &gather(&dom, html), &leaves(&dom))?;
        Some((date.value.to_string(), date.sure))
    }

    #[test]
    fn a_date_of_publication_goes_before_one_of_change() {
        let html = "<meta property=article:modified_time content=2018-01-01><time datetime=2017-11-24T10:00>x</time>";
        assert_eq!(read(html), Some(("2017-11-24".to_owned(), true)));
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
}

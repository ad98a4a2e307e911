//! Offices: who is said to hold which, and whether two ways of naming an office mean the same one.
//!
//! `foreign Minister of Japan` and `the head of the Japanese foreign Ministry` are both read as the function
//! `minister`, the portfolio `foreign` and the state `Japan`.

use std::ops::Range;

use super::{
    gazetteer::{self, task},
    page::Page,
};
use crate::text::words::{Shape, Sort};

/// An office, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// What its holder is: `minister`, `president`, `spokesperson`.
    pub function: String,
    /// A deputy of it.
    pub deputy: bool,
    /// What it is about: `foreign`; empty when it is not said.
    pub portfolio: String,
    /// Of which state.
    pub state: Option<&'static str>,
    /// Of which body, in lower case; empty when it is not said.
    pub body: String,
}

/// The words of an office right before a name.
pub(super) fn before(page: &Page<'_>, name: usize) -> Option<Range<usize>> {
    let mut end = name;
    if page.is(end.wrapping_sub(1), ",") {
        end -= 1;
    }
    let mut start = end;
    while start > 0 && word_before(page, start - 1, end) {
        start -= 1;
    }
    while start < end
        && (page.has(start, task::PREPOSITION)
            || page.is_one_of(start, &["the", "and", "'s", ".", "a", "an"]))
    {
        start += 1;
    }
    if start >= end
        || page.has(end - 1, task::PREPOSITION)
        || page.is_one_of(end - 1, &["the", "and", "'s", "a", "an"])
    {
        return None;
    }
    let office = (start..end).any(|i| page.has(i, task::FUNCTION));
    let title = (start..end).any(|i| page.has(i, task::TITLE) && page.words.capital(i));
    let fits = if end < name {
        office && (end - start > 1 || page.is(start.wrapping_sub(1), "the")) && !page.has(start, task::GIVEN)
    } else {
        office || title
    };
    fits.then_some(start..end)
}

fn word_before(page: &Page<'_>, at: usize, end: usize) -> bool {
    const PART: u64 =
        task::FUNCTION | task::PORTFOLIO | task::FORMER | task::TITLE | task::DEMONYM | task::ORG_HEAD;
    if page.words.sort(at) == Sort::Break {
        return false;
    }
    if page.is(at, ".") {
        return page.has(at.wrapping_sub(1), task::TITLE) && page.words.glued(at);
    }
    if page.has(at, PART) || page.is_one_of(at, &["of", "the", "for", "affairs", "'s"]) || in_place(page, at)
    {
        return true;
    }
    if page.is(at, "and") {
        return page.has(at + 1, PART)
            && at.checked_sub(1).is_some_and(|i| page.has(i, task::PORTFOLIO | task::FUNCTION));
    }
    // `Google CEO Ann Other`: a body before the office.
    let office_follows = (at + 1..end).any(|i| page.has(i, task::FUNCTION)) && page.has(at + 1, PART);
    page.is_name_word(at) && office_follows && !page.has(at, task::GIVEN)
}

/// Whether a token stands in the name of a state or place.
fn in_place(page: &Page<'_>, at: usize) -> bool {
    (0..4)
        .filter_map(|back| at.checked_sub(back).map(|from| (from, back)))
        .any(|(from, back)| gazetteer::match_at(&page.words, from).is_some_and(|(_, length)| length > back))
}

/// The words of an office after a name: `Ann Other, a spokeswoman for the ministry,`.
pub(super) fn after(page: &Page<'_>, name_end: usize) -> Option<Range<usize>> {
    if !page.is_one_of(name_end, &[",", "("]) {
        return None;
    }
    let mut start = name_end + 1;
    while page.is_one_of(start, &["the", "a", "an", "who", "is", "was", "his", "her", "its", "their"]) {
        start += 1;
    }
    let mut end = start;
    let mut office = false;
    let mut joined = false;
    while end < start + 16 && (page.is_word(end) || is_title_stop(page, end)) {
        if page.is(end, ".") {
            end += 1;
            continue;
        }
        let part =
            page.has(end, task::FUNCTION | task::PORTFOLIO | task::FORMER | task::DEMONYM | task::ORG_HEAD);
        let joint = page.is_one_of(end, &["of", "for", "at", "in", "with", "to", "and", "the", "'s"]);
        let named = page.is_name_word(end);
        // `…, President Other and …` is another person, not this one's office.
        if named && office && !joined && !part {
            return None;
        }
        if !part && !joint && !named && !page.is(end, "affairs") {
            let lower_noun =
                page.words.shape(end) == Shape::Lower && !page.has(end, task::STOP | task::SPEECH);
            if !lower_noun || page.has(end, task::PREPOSITION) {
                break;
            }
        }
        office |= page.has(end, task::FUNCTION);
        joined = joint && !page.is(end, "and");
        if page.has(end, task::SPEECH) && page.words.shape(end) == Shape::Lower {
            break;
        }
        end += 1;
    }
    let close = page.is_one_of(end, &[",", ".", ")", ";", "—", "–", "”", "\""])
        || page.has(end, task::SPEECH)
        || end >= page.words.len();
    let early = (start..end.min(start + 7)).any(|i| page.has(i, task::FUNCTION));
    (office && early && close).then_some(start..end)
}

/// `Mr.`
fn is_title_stop(page: &Page<'_>, at: usize) -> bool {
    page.is(at, ".") && page.has(at - 1, task::TITLE) && page.words.glued(at)
}

/// Takes the words of an office apart; `None` when no office is among them.
pub(super) fn parse(page: &Page<'_>, range: Range<usize>) -> Option<Role> {
    let mut role = Role::default();
    let mut ministry = false;
    let mut portfolio: Vec<&str> = Vec::new();
    let mut body: Vec<&str> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let low = page.words.low(at);
        if let Some((state, length)) = state_at(page, at) {
            role.state = role.state.or(Some(state));
            at += length;
            continue;
        }
        if matches!(low, "deputy" | "vice" | "assistant" | "under" | "associate") || low.starts_with("vice-")
        {
            role.deputy = true;
        }
        if page.has(at, task::PORTFOLIO) {
            portfolio.push(subject(low));
        } else if page.has(at, task::FUNCTION)
            && role.function.is_empty()
            && !matches!(low, "deputy" | "vice")
        {
            function(low).clone_into(&mut role.function);
        } else if matches!(low, "ministry" | "ministries" | "department") {
            ministry = true;
        } else if page.is_name_word(at)
            && !page.has(at, task::FUNCTION | task::FORMER | task::TITLE)
            && low != "affairs"
        {
            body.push(low);
        }
        at += 1;
    }
    if role.function.is_empty() {
        return None;
    }
    if ministry && matches!(role.function.as_str(), "head" | "director") && !portfolio.is_empty() {
        "minister".clone_into(&mut role.function);
    }
    if let Some(prime) = portfolio.iter().position(|&p| p == "prime") {
        portfolio.remove(prime);
        "premier".clone_into(&mut role.function);
    }
    if portfolio == ["state"] && role.function == "secretary" {
        portfolio = vec!["foreign"];
    }
    portfolio.dedup();
    role.portfolio = portfolio.join(" ");
    role.body = body.join(" ");
    Some(role)
}

fn state_at(page: &Page<'_>, at: usize) -> Option<(&'static str, usize)> {
    if let Some((entry, length)) = gazetteer::match_at(&page.words, at) {
        if entry.state {
            return Some((entry.name, length));
        }
        if length == 1
            && page.is(at + 1, "'s")
            && let Some(state) = gazetteer::state_of_capital(page.words.low(at))
        {
            return Some((state, 1));
        }
        if length > 1 {
            return None;
        }
    }
    let two = format!("{} {}", page.words.low(at), page.words.low(at + 1));
    if let Some(state) = gazetteer::state_of_demonym(&two) {
        return Some((state, 2));
    }
    gazetteer::state_of_demonym(page.words.low(at)).map(|state| (state, 1))
}

/// One word for functions that are the same.
fn function(low: &str) -> &str {
    match low {
        "spokesman" | "spokeswoman" | "spokesperson" | "spokesmen" => "spokesperson",
        "chairman" | "chairwoman" | "chairperson" | "chair" => "chairperson",
        "mp" | "lawmaker" | "legislator" | "congressman" | "congresswoman" | "representative" => "lawmaker",
        "head" | "chief" | "leader" | "boss" => "head",
        "premier" => "premier",
        "vice-president" => "president",
        "envoy" | "ambassador" => "ambassador",
        "adviser" | "advisor" | "counsellor" => "adviser",
        "lawyer" | "attorney" => "lawyer",
        "ceo" => "ceo",
        low => low,
    }
}

fn subject(low: &str) -> &str {
    match low {
        "defense" => "defence",
        "external" => "foreign",
        "economic" => "economy",
        "labor" => "labour",
        "sport" => "sports",
        "transportation" => "transport",
        low => low,
    }
}

impl Role {
    /// Whether somebody who holds `held` can be meant by naming this office: what both say agrees, and what one
    /// leaves out the other may add.
    pub(super) fn may_mean(&self, office: &Self) -> bool {
        let agree = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
        let head = self.function == "head" && self.portfolio.is_empty();
        // A secretary of something is its minister in Britain and America.
        let ministers = |role: &Self| {
            role.function == "minister"
                || (role.function == "secretary" && !matches!(role.portfolio.as_str(), "" | "press"))
        };
        let same = self.function == office.function
            || (ministers(self) && ministers(office))
            || (head
                && matches!(
                    office.function.as_str(),
                    "president" | "premier" | "chancellor" | "chairperson"
                ));
        same && self.deputy == office.deputy
            && (self.portfolio.is_empty() || self.portfolio == office.portfolio)
            && (self.state.is_none() || office.state.is_none() || self.state == office.state)
            && agree(&self.body, &office.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(text: &str) -> Role {
        let page = Page::new(text);
        parse(&page, 0..page.words.len()).expect(text)
    }

    #[test]
    fn ways_of_naming_one_office_agree() {
        for (mention, office) in [
            ("the head of the Japanese foreign Ministry", "foreign Minister of Japan"),
            ("the French president", "President of France"),
            ("the British foreign secretary", "Foreign Secretary"),
            ("the minister", "German Defence Minister"),
            ("the US defense secretary", "Secretary of Defense"),
            ("Tokyo's foreign minister", "Japan's Foreign Minister"),
        ] {
            assert!(
                role(mention).may_mean(&role(office)),
                "{mention}: {:?} {:?}",
                role(mention),
                role(office)
            );
        }
    }

    #[test]
    fn other_offices_do_not() {
        for (mention, office) in [
            ("the head of the Japanese foreign Ministry", "Russian foreign Minister"),
            ("the deputy foreign minister", "foreign Minister of Japan"),
            ("the defence minister", "foreign Minister of Japan"),
            ("the president", "the prime minister"),
        ] {
            assert!(!role(mention).may_mean(&role(office)), "{mention}");
        }
    }

    #[test]
    fn the_office_beside_a_name_is_found() {
        for (text, name, words) in [
            ("said Russian foreign Minister Sergei Lavrov", "Sergei", "Russian foreign Minister"),
            ("with the foreign Minister of Japan, Taro Kono.", "Taro", "foreign Minister of Japan"),
            ("Then Lt. Gen. Stephen Townsend said", "Stephen", "Lt. Gen."),
        ] {
            let page = Page::new(text);
            let at = (0..page.words.len()).find(|&i| page.words.raw(i) == name).expect(name);
            assert_eq!(before(&page, at).map(|range| page.words.slice(&range)), Some(words));
        }
        let page = Page::new("Ann Other, a spokeswoman for the Ministry of Health, said");
        assert_eq!(
            after(&page, 2).map(|range| page.words.slice(&range)),
            Some("spokeswoman for the Ministry of Health")
        );
    }
}

//! The byline below a headline that neither a word nor a class marks: a name beside a date or an office.

use super::{author_line::is_person, leaves::Leaf};
use crate::stages::clean::{calendar, rules::title::key};

/// A byline stands within so many lines below the headline.
const NEAR: usize = 6;

/// No such line is longer, in bytes.
const LONGEST: usize = 80;

/// Ends of words that say what somebody does at a paper, in lower case.
const TRADES: [&str; 14] = [
    "correspondent",
    "reporter",
    "editor",
    "writer",
    "columnist",
    "journalist",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "corresponsal",
    "redactor",
    "redactora",
    "корреспондент",
];

/// The name in one of the lines below the headline, if it stands beside a date or an office.
pub(super) fn names(leaves: &[Leaf], headline: &str) -> Vec<String> {
    let headline = key(headline);
    let lines: Vec<&str> = leaves
        .iter()
        .skip_while(|leaf| key(leaf.words()) != headline)
        .skip(1)
        .flat_map(|leaf| leaf.words().lines())
        .map(str::trim)
        .take(NEAR)
        .take_while(|line| line.len() <= LONGEST || !line.ends_with('.'))
        .collect();
    let is_day =
        |line: &&str| line.len() <= LONGEST && !line.ends_with('.') && calendar::only_day_in(line).is_some();
    let is_trade = |line: &&str| {
        let last = line.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        line.len() <= LONGEST && TRADES.contains(&last.as_str())
    };
    let found = lines.iter().enumerate().find_map(|(at, line)| {
        // `Ann Lee, 13 April 2021`, `Ann Lee 13 April 2021`, `Ann Lee, port correspondent`
        let (name, rest) = line.split_once(", ").unwrap_or((line, ""));
        let name = if is_day(&rest) || is_trade(&rest) { name } else { line };
        let day = calendar::days_in(name).into_iter().next().map_or(0..0, |(span, _)| span);
        let dated = day.start > 0 && day.end == name.len() && day.end <= LONGEST;
        let name = if dated { name[..day.start].trim_end() } else { name };
        let beside = name.len() < line.len()
            || lines.get(at + 1).is_some_and(|next| is_day(next) || is_trade(next))
            || at > 0 && is_day(&lines[at - 1]);
        (beside && is_person(name)).then(|| name.to_owned())
    });
    found.into_iter().collect()
}

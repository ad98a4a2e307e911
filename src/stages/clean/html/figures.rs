//! A day in figures of which only the habits of a country tell the order: `05/03/2024`.

use std::ops::Range;

use crate::model::date::Date;

/// What stands in front, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As in most countries.
    DayFirst,
    /// As in the United States.
    MonthFirst,
    /// English without a country.
    Unknown,
}

/// The order in a language, by its tag: `en-US`, `fr`.
pub(super) fn order_in(language: Option<&String>) -> Order {
    let Some(tag) = language.map(|tag| tag.to_lowercase().replace('_', "-")) else { return Order::Unknown };
    match tag.as_str() {
        "en-us" => Order::MonthFirst,
        "en" | "" => Order::Unknown,
        _ => Order::DayFirst,
    }
}

/// Zones of the United States, which follow a time there.
const AMERICAN: [&str; 9] = ["EST", "EDT", "ET", "CST", "CDT", "CT", "PST", "PDT", "PT"];

/// The first such day in a line and where it stands.
pub(super) fn day_in(line: &str, order: Order) -> Option<(Range<usize>, Date)> {
    let american = line.split(|c: char| !c.is_alphanumeric()).any(|word| AMERICAN.contains(&word));
    let order = if american { Order::MonthFirst } else { order };
    let mut at = 0;
    while let Some(start) = line[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let end = start
            + line[start..]
                .find(|c: char| !c.is_ascii_digit() && c != '/' && c != '-')
                .unwrap_or(line.len() - start);
        let glued = line[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == '-');
        if let Some(day) = day_of(&line[start..end], order).filter(|_| !glued) {
            return Some((start..end, day));
        }
        at = end;
    }
    None
}

fn day_of(words: &str, order: Order) -> Option<Date> {
    let parts: Vec<&str> = words.trim_end_matches(['-', '/']).split(['/', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    let (one, two): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    let whole = match year.len() {
        4 => year.parse::<i32>().ok()?,
        2 if words.contains('/') => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    let order = match (one > 12, two > 12) {
        (true, _) => Order::DayFirst,
        (_, true) => Order::MonthFirst,
        _ if one == two => Order::DayFirst,
        _ => order,
    };
    match order {
        Order::DayFirst => Date::day(whole, two, one),
        Order::MonthFirst => Date::day(whole, one, two),
        Order::Unknown => None,
    }
}

/// A day of eight digits in a path: `/news/20240305/wall`, `/wall-20240305`.
pub(super) fn in_path(path: &str) -> Option<(Range<usize>, Date)> {
    let mut at = 0;
    for part in path.split(|c: char| !c.is_ascii_digit()) {
        let span = at..at + part.len();
        at = span.end + 1;
        if part.len() == 8
            && let (Ok(year), Ok(month), Ok(day)) = (part[..4].parse(), part[4..6].parse(), part[6..].parse())
            && let Some(day) = Date::day(year, month, day).filter(|_| (1995..=2100).contains(&year))
        {
            return Some((span, day));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_tells_the_order() {
        let read = |line: &str, language: &str| {
            day_in(line, order_in(Some(&language.to_owned()))).map(|(_, day)| day.to_string())
        };
        for (line, language, day) in [
            ("Publié le 05/03/2024 à 10:00", "fr", Some("2024-03-05")),
            ("03/05/2024", "en-US", Some("2024-03-05")),
            ("03/05/24 10:00 AM EST", "en", Some("2024-03-05")),
            ("05/03/2024", "en-GB", Some("2024-03-05")),
            ("05-03-2024", "nl", Some("2024-03-05")),
            ("05/03/2024", "en", None),
            ("25/03/2024", "en", Some("2024-03-25")),
            ("1/2", "fr", None),
            ("No 105/03/2024/7", "fr", None),
            ("10-12-24", "fr", None),
        ] {
            assert_eq!(read(line, language).as_deref(), day, "{line}");
        }
    }

    #[test]
    fn eight_digits_of_a_path_are_a_day() {
        let read = |path: &str| in_path(path).map(|(_, day)| day.to_string());
        assert_eq!(read("news/20240305/wall").as_deref(), Some("2024-03-05"));
        assert_eq!(read("wall-20240305.html").as_deref(), Some("2024-03-05"));
        for path in ["news/20241305", "a/120240305", "a/19560305", "a/202403"] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}

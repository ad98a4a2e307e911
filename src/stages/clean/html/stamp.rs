//! The day in a time stamp, in the forms that sites give to machines.

use crate::{
    model::date::Date,
    stages::clean::{calendar, format::front_matter},
};

/// The day of a stamp: `2017-11-24T10:11:12Z`, `20171124101112`, `1511518272`, `Fri Nov 24 10:11:12 UTC 2017`, words.
pub fn day(words: &str) -> Option<Date> {
    let words = words.trim();
    numbered(words).or_else(|| front_matter::day(words)).or_else(|| unix_date(words))
}

/// Digits only: a day, a day with its time, or seconds or milliseconds since 1970.
fn numbered(words: &str) -> Option<Date> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 8 || words[digits..].starts_with(|c| !"T. ".contains(c)) {
        return None;
    }
    let year: i32 = words[..4].parse().ok()?;
    if matches!(digits, 8 | 12 | 14) && (1990..=2100).contains(&year) {
        return Date::day(year, words[4..6].parse().ok()?, words[6..8].parse().ok()?);
    }
    let value: i64 = words[..digits].parse().ok()?;
    let seconds = match digits {
        9 | 10 => value,
        12 | 13 => value / 1000,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    let date = jiff::tz::Offset::UTC.to_datetime(time).date();
    Date::day(i32::from(date.year()), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

/// As `date` of Unix and the `Date` of scripts write it: the year stands behind the time.
fn unix_date(words: &str) -> Option<Date> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let time = parts.iter().position(|part| part.contains(':'))?;
    let (month, day) = (parts.get(time.checked_sub(2)?)?, parts.get(time - 1)?);
    let year =
        parts[time + 1..].iter().find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()))?;
    let line = format!("{day} {month} {year}");
    calendar::only_day_in(&line).map(|(_, day)| day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_every_kind_are_read() {
        for words in [
            "2017-11-24",
            "2017-11-24T10:11:12Z",
            "2017-11-24 10:11",
            "20171124",
            "20171124T1011",
            "20171124101112",
            "1511518272",
            "1511518272000",
            "Fri Nov 24 10:11:12 UTC 2017",
            "Fri, 24 Nov 2017 10:11:12 GMT",
            "2017/11/24 10:11:12",
            "24.11.2017 10:11",
            "November 24, 2017 at 10:11 am",
        ] {
            assert_eq!(day(words).map(|day| day.to_string()).as_deref(), Some("2017-11-24"), "{words}");
        }
        for words in ["", "12", "123456789012345678", "99999999", "10:11:12", "Nov 10:11"] {
            assert_eq!(day(words), None, "{words}");
        }
    }
}

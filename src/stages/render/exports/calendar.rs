//! What is planned, for calendars: iCalendar (RFC 5545).

use std::fmt::Write as _;

use jiff::civil;

use crate::{memo, model::date::Date};

/// A planned event.
#[derive(Clone, Debug)]
pub struct Planned {
    /// When.
    pub date: Date,
    /// What.
    pub text: String,
    /// The article that announces it, its absolute address, and when it was published.
    pub article: (String, String, Option<Date>),
    /// No person has confirmed it.
    pub unreviewed: bool,
}

/// The calendar. An event lasts as long as its date may mean: a month when only the month is known.
pub fn calendar(title: &str, host: &str, planned: &[Planned]) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", &format!("-//Dossier//Dossier {}//EN", env!("CARGO_PKG_VERSION")));
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &text(title));
    for event in planned {
        let days = event.date.first_day().or(event.date.last_day()).and_then(day);
        let Some(first) = days else { continue };
        let last = event.date.last_day().and_then(day).unwrap_or(first);
        // The end is the day after.
        let Ok(end) = last.tomorrow() else { continue };
        let (title, address, published) = &event.article;
        let stamp =
            published.and_then(Date::first_day).and_then(day).map_or_else(|| "19700101".to_owned(), digits);
        let doubt = if event.unreviewed { "Read by machine and not yet reviewed by a person. " } else { "" };
        let id = memo::key((event.date, &event.text, address));
        line("BEGIN", "VEVENT");
        line("UID", &format!("{id:032x}@{host}"));
        line("DTSTAMP", &format!("{stamp}T000000Z"));
        line("DTSTART;VALUE=DATE", &digits(first));
        line("DTEND;VALUE=DATE", &digits(end));
        line("SUMMARY", &text(&event.text));
        line("DESCRIPTION", &text(&format!("{doubt}Planned: {}. {title}", event.date)));
        line("URL", address);
        line("STATUS", "TENTATIVE");
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

/// Years of four digits only.
fn day((year, month, day): (i32, u8, u8)) -> Option<civil::Date> {
    let year = i16::try_from(year).ok().filter(|year| *year > 0)?;
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn digits(day: civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A text with what has a meaning there escaped.
fn text(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Lines of at most 75 bytes; what is longer goes on in the next, after a blank.
fn fold(out: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    // Writing to a String cannot fail.
    let _ = write!(out, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_lasts_as_long_as_its_date_may_mean() {
        let planned = |date: &str, text: &str| Planned {
            date: date.parse().expect("a date"),
            text: text.into(),
            article: ("Talks; soon".into(), "https://example.org/a/".into(), "2017-11-24".parse().ok()),
            unreviewed: true,
        };
        let long = "Two working groups meet, and talk; ".repeat(4);
        let text =
            calendar("T", "example.org", &[planned("2017-12", &long), planned("2018-01-31", "Ferry\nstops")]);
        assert!(text.contains("DTSTART;VALUE=DATE:20171201\r\nDTEND;VALUE=DATE:20180101\r\n"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20180131\r\nDTEND;VALUE=DATE:20180201\r\n"), "{text}");
        assert!(text.contains("SUMMARY:Ferry\\nstops\r\n") && text.contains("groups meet\\, and"), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&super::text(&long)), "{unfolded}");
    }
}

//! Dates in words, and for machines.

use super::words::Words;
use crate::model::date::{Date, End, Extent, Point, Trust};

/// How long a date may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// `24 November 2017`
    #[default]
    Long,
    /// `24 Nov 2017`
    Short,
}

/// A date as a reader expects it: `24 November 2017`, `January – February 2018`, `about 1945`.
pub fn in_words(date: Date, words: &Words, style: Style) -> String {
    let phrase = match date.extent {
        Extent::At(point) => point_in_words(point, words, style),
        Extent::Span(End::At(from), End::At(to)) => span_in_words(from, to, words, style),
        Extent::Span(End::At(from), End::Open) => {
            words.since.replace("{}", &point_in_words(from, words, style))
        }
        Extent::Span(End::Open, End::At(to)) => words.before.replace("{}", &point_in_words(to, words, style)),
        Extent::Span(End::Open, End::Open) => String::new(),
    };
    match date.trust {
        Trust::Sure => phrase,
        Trust::Approximate => words.about.replace("{}", &phrase),
        Trust::Uncertain => words.uncertain.replace("{}", &phrase),
        Trust::Both => words.uncertain.replace("{}", &words.about.replace("{}", &phrase)),
    }
}

/// The value for the `datetime` of a `<time>`: a day, month or year of the form that HTML allows
/// (<https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-time-element>), or nothing when the
/// date is a span, a season, a decade or older than the year 1.
pub fn machine_readable(date: Date) -> String {
    match date.extent {
        Extent::At(point @ (Point::Year(year) | Point::Month(year, _) | Point::Day(year, ..)))
            if year > 0 =>
        {
            point.to_string()
        }
        _ => String::new(),
    }
}

fn point_in_words(point: Point, words: &Words, style: Style) -> String {
    let year = year_in_words(point.year(), words);
    let named = |pattern: &str, name: &str| pattern.replace("{m}", name).replace("{y}", &year);
    match point {
        Point::Decade(_) => words.decade.replace("{}", &year),
        Point::Season(first, 24) => {
            let winter = format!("{year}–{:02}", (first + 1).rem_euclid(100));
            words.month.replace("{m}", words.seasons[3]).replace("{y}", &winter)
        }
        Point::Season(_, code @ 21..=23) => named(words.month, words.seasons[usize::from(code - 21)]),
        Point::Season(_, code @ 33..=36) => named(words.part, words.quarters[usize::from(code - 33)]),
        Point::Season(_, code @ 40..=41) => named(words.part, words.halves[usize::from(code - 40)]),
        Point::Year(_) | Point::Season(..) => year,
        Point::Month(_, month) => named(words.month, month_name(month, words, style)),
        Point::Day(_, month, day) => {
            named(words.day, month_name(month, words, style)).replace("{d}", &day.to_string())
        }
    }
}

/// A span says what both ends share only once: `3–5 March 2018`, `January – February 2018`, `1941–1945`.
fn span_in_words(from: Point, to: Point, words: &Words, style: Style) -> String {
    let last = point_in_words(to, words, style);
    if from == to {
        return last;
    }
    let first = match (from, to) {
        (Point::Year(from), Point::Year(_)) => {
            return format!("{}–{last}", year_in_words(from, words));
        }
        (Point::Day(y1, m1, d1), Point::Day(y2, m2, d2)) if (y1, m1) == (y2, m2) => {
            let name = month_name(m1, words, style);
            let year = year_in_words(y1, words);
            return words
                .day
                .replace("{d}", &format!("{d1}–{d2}"))
                .replace("{m}", name)
                .replace("{y}", &year);
        }
        (Point::Day(y1, month, day), Point::Day(y2, ..)) if y1 == y2 => {
            words.yearless.replace("{d}", &day.to_string()).replace("{m}", month_name(month, words, style))
        }
        (Point::Month(y1, month), Point::Month(y2, _)) if y1 == y2 => {
            month_name(month, words, style).to_owned()
        }
        _ => point_in_words(from, words, style),
    };
    format!("{first} – {last}")
}

fn month_name(month: u8, words: &Words, style: Style) -> &'static str {
    let names = match style {
        Style::Long => &words.months,
        Style::Short => &words.short_months,
    };
    names[usize::from(month.clamp(1, 12)) - 1]
}

/// EDTF counts astronomically: the year 0 is 1 BC.
fn year_in_words(year: i32, words: &Words) -> String {
    if year > 0 { year.to_string() } else { words.before_christ.replace("{}", &(1 - year).to_string()) }
}

#[cfg(test)]
mod tests {
    use super::{super::words::words_for, *};

    fn say(edtf: &str, style: Style) -> String {
        in_words(edtf.parse().expect(edtf), words_for("en"), style)
    }

    #[test]
    fn every_form_of_a_date_has_its_words() {
        for (edtf, phrase) in [
            ("2017-11-24", "24 November 2017"),
            ("2017-12", "December 2017"),
            ("2018", "2018"),
            ("199X", "1990s"),
            ("2018-21", "spring 2018"),
            ("1999-24", "winter 1999–00"),
            ("2018-34", "second quarter of 2018"),
            ("2018-40", "first half of 2018"),
            ("2018-01/2018-02", "January – February 2018"),
            ("2017-12/2018-02", "December 2017 – February 2018"),
            ("2018-03-03/2018-03-05", "3–5 March 2018"),
            ("2018-03-03/2018-03-03", "3 March 2018"),
            ("2018-02/2018-02", "February 2018"),
            ("2018/2018", "2018"),
            ("2018-02-28/2018-03-05", "28 February – 5 March 2018"),
            ("2017-12-28/2018-01-05", "28 December 2017 – 5 January 2018"),
            ("1941/1945", "1941–1945"),
            ("1941/1945-05-09", "1941 – 9 May 1945"),
            ("../1945", "before 1945"),
            ("2022-02-24/..", "since 24 February 2022"),
            ("2018~", "about 2018"),
            ("2018?", "2018 (uncertain)"),
            ("2018-03%", "about March 2018 (uncertain)"),
            ("-0043-03-15", "15 March 44 BC"),
        ] {
            assert_eq!(say(edtf, Style::Long), phrase, "{edtf}");
        }
    }

    #[test]
    fn a_short_date_shortens_the_month_alone() {
        assert_eq!(say("2017-11-24", Style::Short), "24 Nov 2017");
        assert_eq!(say("2018-01/2018-02", Style::Short), "Jan – Feb 2018");
    }

    #[test]
    fn machines_get_only_what_html_allows() {
        for (edtf, value) in [
            ("2017-11-24", "2017-11-24"),
            ("2017-12~", "2017-12"),
            ("0800", "0800"),
            ("2018-21", ""),
            ("199X", ""),
            ("2018-01/2018-02", ""),
            ("2022/..", ""),
            ("-0043", ""),
            ("0000", ""),
        ] {
            assert_eq!(machine_readable(edtf.parse().expect(edtf)), value, "{edtf}");
        }
    }
}

//! Dates in words, and for machines.

use super::words::{Names, Words};
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
    let around = |pattern: &str, phrase: &str| words.pattern(pattern).replace("{date}", phrase);
    let bound = matches!(date.trust, Trust::Approximate | Trust::Both)
        || matches!(date.extent, Extent::Span(End::Open, _) | Extent::Span(_, End::Open));
    let form = Form { style, bound };
    let phrase = match date.extent {
        Extent::At(point) => point_in_words(point, words, form),
        Extent::Span(End::At(from), End::At(to)) => span_in_words(from, to, words, form),
        Extent::Span(End::At(from), End::Open) => around("since", &point_in_words(from, words, form)),
        Extent::Span(End::Open, End::At(to)) => around("before", &point_in_words(to, words, form)),
        Extent::Span(End::Open, End::Open) => String::new(),
    };
    match date.trust {
        Trust::Sure => phrase,
        Trust::Approximate => around("about", &phrase),
        Trust::Uncertain => around("uncertain", &phrase),
        Trust::Both => around("uncertain", &around("about", &phrase)),
    }
}

/// How the parts of a date are written.
#[derive(Clone, Copy)]
struct Form {
    style: Style,
    /// After words such as “since”.
    bound: bool,
}

impl Form {
    /// The pattern of a name, in its short form if there is one and it is wanted.
    fn pattern<'a>(self, name: &str, words: &'a Words) -> &'a str {
        let short = match self.style {
            Style::Short => words.pattern(&format!("{name}_short")),
            Style::Long => "",
        };
        if short.is_empty() { words.pattern(name) } else { short }
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

/// A pattern with what stands in the places of its marks.
fn fill(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        let (mark, part) = match parts.iter().find(|(mark, _)| rest[at..].starts_with(mark)) {
            Some((mark, part)) => (mark.len(), *part),
            None => (1, "{"),
        };
        filled.push_str(part);
        rest = &rest[at + mark..];
    }
    filled.push_str(rest);
    filled
}

fn point_in_words(point: Point, words: &Words, form: Form) -> String {
    let year = year_in_words(point.year(), words);
    let named = |pattern: &str, name: &str| fill(pattern, &[("{m}", name), ("{y}", &year)]);
    let of = |names: &Names, code: u8, first: u8| {
        let list = if form.bound { &names.bound } else { &names.alone };
        list[usize::from(code - first)].clone()
    };
    match point {
        Point::Decade(_) => words.pattern("decade").replace("{y}", &year),
        Point::Season(first, code @ 24) => {
            let winter = format!("{year}–{:02}", (first + 1).rem_euclid(100));
            words.pattern("season").replace("{m}", &of(&words.seasons, code, 21)).replace("{y}", &winter)
        }
        Point::Season(_, code @ 21..=23) => named(words.pattern("season"), &of(&words.seasons, code, 21)),
        Point::Season(_, code @ 33..=36) => named(words.pattern("part"), &of(&words.quarters, code, 33)),
        Point::Season(_, code @ 40..=41) => named(words.pattern("part"), &of(&words.halves, code, 40)),
        Point::Year(_) | Point::Season(..) => words.pattern("year").replace("{y}", &year),
        Point::Month(_, month) => {
            named(form.pattern("month", words), month_name(month, words, form, form.bound))
        }
        Point::Day(_, month, day) => {
            let (name, day) = (month_name(month, words, form, true), number(day, words));
            fill(form.pattern("day", words), &[("{d}", &day), ("{m}", name), ("{y}", &year)])
        }
    }
}

/// A span says what both ends share only once: `3–5 March 2018`, `January – February 2018`, `1941–1945`.
fn span_in_words(from: Point, to: Point, words: &Words, form: Form) -> String {
    let last = point_in_words(to, words, form);
    if from == to {
        return last;
    }
    let numbers = words.pattern("range_numbers");
    // Where the year stands first, it is the last that goes without.
    let year_first = words.pattern("day").starts_with("{y}");
    let yearless = |month: u8, day: u8| {
        let pattern = form.pattern("day_yearless", words).replace("{d}", &number(day, words));
        pattern.replace("{m}", month_name(month, words, form, true))
    };
    let (first, last) = match (from, to) {
        (Point::Year(from), Point::Year(_)) => {
            return format!("{}{numbers}{last}", year_in_words(from, words));
        }
        (Point::Day(y1, m1, d1), Point::Day(y2, m2, d2)) if (y1, m1) == (y2, m2) => {
            let days = format!("{}{numbers}{}", number(d1, words), number(d2, words));
            let named = form.pattern("day", words).replace("{m}", month_name(m1, words, form, true));
            return named.replace("{d}", &days).replace("{y}", &year_in_words(y1, words));
        }
        (Point::Day(y1, _, _), Point::Day(y2, month, day)) if y1 == y2 && year_first => {
            (point_in_words(from, words, form), yearless(month, day))
        }
        (Point::Day(y1, month, day), Point::Day(y2, ..)) if y1 == y2 => (yearless(month, day), last),
        (Point::Month(y1, _), Point::Month(y2, month)) if y1 == y2 && year_first => {
            (point_in_words(from, words, form), month_name(month, words, form, form.bound).to_owned())
        }
        (Point::Month(y1, month), Point::Month(y2, _)) if y1 == y2 => {
            (month_name(month, words, form, form.bound).to_owned(), last)
        }
        _ => (point_in_words(from, words, form), last),
    };
    format!("{first}{}{last}", words.pattern("range"))
}

/// `with` says whether it stands with something that it is bound to, as in `24 ноября`.
fn month_name(month: u8, words: &Words, form: Form, with: bool) -> &str {
    let names = match form.style {
        Style::Short => &words.months.short,
        Style::Long if with => &words.months.bound,
        Style::Long => &words.months.alone,
    };
    &names[usize::from(month.clamp(1, 12)) - 1]
}

/// The day of a month: `24`, `24.`, `1er`.
fn number(day: u8, words: &Words) -> String {
    let pattern = words.pattern(if day == 1 { "day_first" } else { "day_number" });
    fill(pattern, &[("{d}", &day.to_string())])
}

/// EDTF counts astronomically: the year 0 is 1 BC.
fn year_in_words(year: i32, words: &Words) -> String {
    if year > 0 {
        year.to_string()
    } else {
        words.pattern("before_christ").replace("{y}", &(1 - year).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::render::strings::Strings;

    fn say(edtf: &str, style: Style) -> String {
        in_words(edtf.parse().expect(edtf), &Strings::english().words, style)
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

//! Which form of a text goes with a number: the plural categories of the Unicode CLDR for cardinal whole numbers
//! (<https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html>), for the languages of the
//! interface and some of their relatives.

use super::super::filters::words::primary;

/// A plural category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    /// Only some languages have a form of its own for nothing.
    Zero,
    One,
    Two,
    Few,
    Many,
    /// Every language has this one.
    Other,
}

impl Category {
    pub(super) const ALL: [Self; 6] = [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// Its name in CLDR and in the files.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// The category of a number in a language. A language without a rule here is treated like English.
pub(super) fn category(tag: &str, number: u64) -> Category {
    let (tens, hundreds) = (number % 10, number % 100);
    match primary(tag).to_ascii_lowercase().as_str() {
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" | "my" => Category::Other,
        "fr" if number < 2 => Category::One,
        "fr" | "es" | "it" | "pt" if number != 0 && number.is_multiple_of(1_000_000) => Category::Many,
        "ru" | "uk" | "be" => match (tens, hundreds) {
            (1, hundreds) if hundreds != 11 => Category::One,
            (2..=4, hundreds) if !(12..=14).contains(&hundreds) => Category::Few,
            _ => Category::Many,
        },
        "pl" => match (tens, hundreds) {
            _ if number == 1 => Category::One,
            (2..=4, hundreds) if !(12..=14).contains(&hundreds) => Category::Few,
            _ => Category::Many,
        },
        "cs" | "sk" => match number {
            1 => Category::One,
            2..=4 => Category::Few,
            _ => Category::Other,
        },
        "he" => match number {
            1 => Category::One,
            2 => Category::Two,
            _ => Category::Other,
        },
        "ar" => match (number, hundreds) {
            (0, _) => Category::Zero,
            (1, _) => Category::One,
            (2, _) => Category::Two,
            (_, 3..=10) => Category::Few,
            (_, 11..=99) => Category::Many,
            _ => Category::Other,
        },
        _ if number == 1 => Category::One,
        _ => Category::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_categories_of_the_cldr() {
        use Category::{Few, Many, One, Other, Two, Zero};
        for (language, of) in [
            ("en", &[(0, Other), (1, One), (2, Other), (21, Other)][..]),
            ("de-AT", &[(0, Other), (1, One), (101, Other)]),
            ("fr", &[(0, One), (1, One), (2, Other), (1_000_000, Many)]),
            ("es", &[(0, Other), (1, One), (2, Other), (2_000_000, Many)]),
            ("ja", &[(0, Other), (1, Other), (2, Other)]),
            (
                "ru",
                &[
                    (0, Many),
                    (1, One),
                    (2, Few),
                    (4, Few),
                    (5, Many),
                    (11, Many),
                    (12, Many),
                    (21, One),
                    (22, Few),
                    (111, Many),
                    (114, Many),
                    (1001, One),
                ],
            ),
            ("pl", &[(1, One), (21, Many), (22, Few), (12, Many)]),
            ("ar", &[(0, Zero), (1, One), (2, Two), (7, Few), (99, Many), (100, Other), (103, Few)]),
        ] {
            for (number, expected) in of {
                assert_eq!(category(language, *number), *expected, "{language} {number}");
            }
        }
    }
}

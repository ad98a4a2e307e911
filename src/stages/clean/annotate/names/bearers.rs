//! Who can bear a name: spelling keys of names, what they say of men and women, when two can be one person's.

use std::ops::Range;

use crate::{
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::{cases::stem, spelling},
};

/// What is known of a person besides the name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Gender {
    /// `he`
    Male,
    /// `she`
    Female,
    /// Not said.
    #[default]
    Unknown,
}

/// Whether two names, as spelling keys, can be one person's.
pub(super) fn same_person(one: &[String], other: &[String]) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let (Some(long_last), Some(short_last)) = (long.last(), short.last()) else { return false };
    if short.len() == 1 {
        // Also the family name in front, as in `Kim Jong-un` and `Xi Jinping`.
        return long_last == short_last
            || (long.len() > 1 && long.first() == Some(short_last) && family_first(short_last));
    }
    if long_last != short_last {
        return false;
    }
    if long.first() == short.first() {
        return true;
    }
    // `J. Smith` and `John Smith`; `Vladimir Putin` and `Vladimir Vladimirovich Putin` were equal above.
    let (Some(a), Some(b)) = (long.first(), short.first()) else { return false };
    (a.chars().count() == 1 || b.chars().count() == 1) && a.chars().next() == b.chars().next()
}

/// Family names of East Asia that stand in front, as spelling keys.
pub(super) fn family_first(key: &str) -> bool {
    const FRONT: &[&str] = &[
        "kim", "xi", "li", "park", "lee", "cen", "vang", "hu", "jiang", "iang", "vu", "iun", "mun", "nguien",
        "tran", "hun", "mao", "deng", "zou", "zao", "zang", "liu", "ma", "ho", "hang", "ri", "coi", "cae",
        "jang", "iiang",
    ];
    FRONT.contains(&key)
}

pub(super) fn gendered(low: &str) -> Option<Gender> {
    match low {
        "mr" | "sir" | "lord" | "king" | "prince" | "spokesman" | "chairman" | "congressman" | "father"
        | "duke" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "dame" | "lady" | "queen" | "princess" | "spokeswoman" | "chairwoman"
        | "congresswoman" | "actress" | "baroness" | "duchess" => Some(Gender::Female),
        _ => None,
    }
}

pub(super) fn given_gender(page: &Page<'_>, at: usize) -> Gender {
    match (page.has(at, task::GIVEN_M), page.has(at, task::GIVEN_F)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// The words of a name as spelling keys, without the article of Arabic names.
pub(super) fn name_keys(page: &Page<'_>, tokens: &Range<usize>) -> Vec<String> {
    tokens
        .clone()
        .filter(|&i| page.is_word(i))
        .map(|i| {
            let low = page.words.low(i);
            let low = stem(low.strip_prefix("al-").or(low.strip_prefix("el-")).unwrap_or(low));
            spelling::key(&spelling::long_o(low))
        })
        .filter(|key| key != "al" && key != "el")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_have_one_key() {
        for (one, other) in [
            ("Taro Kono", "Taro Kohno"),
            ("Taro Kono", "Tarō Kōno"),
            ("Sergey Lavrov", "Sergei Lavrov"),
            ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ] {
            let (one, other) = (Page::new(one), Page::new(other));
            assert_eq!(name_keys(&one, &(0..2)), name_keys(&other, &(0..2)));
        }
        let (one, other) = (Page::new("Ben Cohen"), Page::new("Ben Coen"));
        assert_ne!(name_keys(&one, &(0..2)), name_keys(&other, &(0..2)));
    }

    #[test]
    fn two_full_names_are_two_persons() {
        let keys = |name: &str| name_keys(&Page::new(name), &(0..2));
        assert!(!same_person(&keys("Bill Clinton"), &keys("Hillary Clinton")));
        assert!(same_person(&keys("Sergey Lavrov"), &keys("Sergei Lavrov")));
    }
}

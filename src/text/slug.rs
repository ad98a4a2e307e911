//! Names as parts of addresses.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest slug, in bytes: with a suffix and `.html` it stays under the 255 that file systems allow.
pub const LONGEST: usize = 120;

/// A name as one part of a URL and of a path: lower case, letters and digits of any script, `-` between words.
///
/// Marks on Latin letters are dropped (`Zürich` → `zurich`), those of other scripts are part of their letters
/// and stay. Never empty, never longer than [`LONGEST`], never a device name of Windows.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_latin = false;
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            if !after_latin && !out.ends_with('-') && !out.is_empty() {
                out.push(c);
            }
        } else if c.is_alphanumeric() {
            after_latin = c.is_ascii();
            out.push(c);
        } else if !matches!(c, '\'' | '’' | 'ʼ') && !out.is_empty() && !out.ends_with('-') {
            after_latin = false;
            out.push('-');
        }
    }
    let out: String = out.nfc().collect();
    let out = cut(out.trim_matches('-'));
    if out.is_empty() {
        return format!("x-{:08x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()) & 0xffff_ffff);
    }
    if is_device_name(out) { format!("{out}-1") } else { out.to_owned() }
}

/// At most [`LONGEST`] bytes, cut between words if a word ends in the last third.
fn cut(slug: &str) -> &str {
    if slug.len() <= LONGEST {
        return slug;
    }
    let mut end = LONGEST;
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    let head = &slug[..end];
    match head.rfind('-') {
        Some(dash) if dash > LONGEST * 2 / 3 => &head[..dash],
        _ => head.trim_end_matches('-'),
    }
}

/// Whether Windows would take the name for a device, with any extension.
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_readable_addresses() {
        for (name, expected) in [
            ("Sergey Lavrov", "sergey-lavrov"),
            ("  Zürich — Treaty's end! ", "zurich-treatys-end"),
            ("Сергей Лавров", "сергей-лавров"),
            ("йогурт", "йогурт"),
            ("日本", "日本"),
            ("北方領土問題が", "北方領土問題が"),
            ("ﬁne ½", "fine-1-2"),
            ("CON", "con-1"),
            ("../../etc/passwd", "etc-passwd"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn nothing_to_keep_still_gives_a_name() {
        assert!(slug("...").starts_with("x-"));
        assert!(slug("🙂").starts_with("x-"));
        assert_ne!(slug("🙂"), slug("🙃"));
    }

    proptest! {
        #[test]
        fn every_slug_is_one_safe_path_component(text in "\\PC{0,200}") {
            let slug = slug(&text);
            prop_assert!(!slug.is_empty() && slug.len() <= LONGEST);
            prop_assert!(slug.chars().all(|c| c == '-' || c.is_alphanumeric() || is_combining_mark(c)));
            prop_assert!(!is_device_name(&slug));
            prop_assert_eq!(super::slug(&slug), slug);
        }
    }
}

//! Which paths a page may have in the output.
//!
//! Slugs, aliases and names come from front matter and from saved files, so a path is judged by its parts and
//! never by its looks: whatever passes here stays inside the output folder on every system that the site may be
//! copied to.

use unicode_normalization::UnicodeNormalization;

/// The name of the file in the output that lists what this program wrote there.
pub const MANIFEST: &str = ".dossier-manifest";

/// The name of the folder that files wait in, when they cannot wait beside the output.
pub const WAITING_ROOM: &str = ".dossier-work";

/// The name of the file that lists, where a site is published, what this program has put there.
pub const RECORD: &str = ".dossier-deployed";

/// The longest part of a path that every common file system takes, in bytes.
const LONGEST_PART: usize = 255;

/// Says why a path below the output, written with `/`, cannot be a file of the site.
pub fn check_output_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("it is empty".to_owned());
    }
    if path.starts_with('/') {
        return Err("it is absolute".to_owned());
    }
    for part in path.split('/') {
        check_part(part)?;
    }
    let first = path.split('/').next().unwrap_or_default();
    if [MANIFEST, WAITING_ROOM, RECORD].iter().any(|kept| first.eq_ignore_ascii_case(kept)) {
        return Err(format!("`{first}` is a name that the program keeps for itself"));
    }
    Ok(())
}

/// The form in which two paths are the same on a disk that ignores case or normalises names.
pub fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    // Upper case first: `ẞ` and `ß`, or final and medial sigma, meet only there.
    path.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

fn check_part(part: &str) -> Result<(), String> {
    let refuse = |why: &str| Err(format!("`{}` {why}", part.escape_debug()));
    if part.is_empty() {
        return Err("a part of it is empty".to_owned());
    }
    if part == "." || part == ".." {
        return refuse("leads to another folder");
    }
    if part.len() > LONGEST_PART {
        return Err(format!("a part of it is {} bytes long; {LONGEST_PART} is the most", part.len()));
    }
    if part.bytes().any(|b| b < b' ' || b == 0x7f || b == b'\\' || b == b':')
        || (!part.is_ascii() && part.chars().any(char::is_control))
    {
        return refuse("holds a control character, a backslash or a colon");
    }
    if part.ends_with(['.', ' ']) {
        return refuse("ends with a dot or a space");
    }
    if has_percent_code(part) {
        return refuse("is percent-encoded");
    }
    if is_device(part) {
        return refuse("is the name of a device on Windows");
    }
    Ok(())
}

fn has_percent_code(part: &str) -> bool {
    part.contains('%')
        && part
            .as_bytes()
            .windows(3)
            .any(|w| w[0] == b'%' && w[1].is_ascii_hexdigit() && w[2].is_ascii_hexdigit())
}

/// Windows keeps these names whatever their case and extension.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].iter().any(|name| stem.eq_ignore_ascii_case(name)) {
        return true;
    }
    let Some((kind, number)) = stem.split_at_checked(3) else { return false };
    (kind.eq_ignore_ascii_case("COM") || kind.eq_ignore_ascii_case("LPT"))
        && (matches!(number, "¹" | "²" | "³") || matches!(number.as_bytes(), [b'0'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_site_pass() {
        for path in [
            "index.html",
            "articles/2017-11-24-lavrov-kurile/index.html",
            "topics/сергей-лавров/index.html",
            "static/a b.css",
            "_headers",
            ".well-known/security.txt",
            "topics/100%/index.html",
            "console/index.html",
            "com10/index.html",
        ] {
            assert_eq!(check_output_path(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn nothing_that_leads_out_of_the_output_passes() {
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a/./b",
            "a//b",
            "a/",
            "a\\..\\b",
            "C:/x",
            "a\0b",
            "a\nb",
            "a/%2e%2e/b",
            "a/%2F/b",
            "nul",
            "a/CON.html",
            "a/com1.tar.gz",
            "LPT¹",
            "a./b",
            "a /b",
            "a/index.html.",
            ".dossier-manifest",
            ".Dossier-Work/0",
            ".dossier-deployed",
        ] {
            assert!(check_output_path(path).is_err(), "{path:?}");
        }
        assert!(check_output_path(&"x".repeat(256)).is_err());
    }

    #[test]
    fn names_that_one_disk_takes_for_the_same_fold_together() {
        for (a, b) in
            [("About/x", "about/X"), ("caf\u{e9}", "cafe\u{301}"), ("STRASSE", "straße"), ("ΣΑΣ", "σας")]
        {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("a"), fold("á"));
    }
}

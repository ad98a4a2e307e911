//! Bytes to text: byte order mark, then valid UTF-8, then the declared charset, and only then a guess.
//!
//! Valid UTF-8 with letters outside ASCII goes before a declared charset: a page that was saved by a browser is
//! often converted while its declaration stays, and text in another charset is hardly ever valid UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes the guess looks at, from the first that is not ASCII: guessing over a whole page costs
/// milliseconds and changes nothing.
const PREFIX: usize = 16 * 1024;

/// Why bytes are not a text, in words for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotText(pub &'static str);

/// Decodes bytes. `declared` is the charset that the file names for itself, if it does. Refuses what is
/// recognised as another kind of file and what holds NUL bytes.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<String, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return without_nul(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if let Some(what) = binary_kind(bytes) {
        return Err(NotText(what));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return without_nul(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let valid = std::str::from_utf8(bytes).ok();
    let shifts = [&b"\x1b$B"[..], b"\x1b$@", b"\x1b(J"].iter().any(|escape| contains(bytes, escape));
    let encoding = match (valid, declared) {
        (Some(_), _) if shifts => ISO_2022_JP,
        (Some(_), _) => UTF_8,
        (None, Some(named)) if named != UTF_8 => named,
        (None, _) if is_damaged_utf8(bytes) => UTF_8,
        (None, _) => guess(bytes),
    };
    without_nul(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// UTF-8 with a few broken characters, such as a file cut in the middle of one: at least ten good ones to a bad.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (good, bad) = bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let letters = chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        (good + letters, bad + usize::from(!chunk.invalid().is_empty()))
    });
    good >= bad * 10
}

fn without_nul(text: String) -> Result<String, NotText> {
    if text.contains('\0') {
        return Err(NotText("holds NUL bytes, so it is not a text"));
    }
    let strange = |c: &char| c.is_control() && !"\t\n\r\u{b}\u{c}\u{85}".contains(*c);
    let sample = text.chars().take(4096);
    if sample.clone().filter(strange).count() * 20 > sample.count() {
        return Err(NotText("is full of control characters, so it is not a text"));
    }
    Ok(text)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let line = bytes[..first].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let prefix = &bytes[line..bytes.len().min(line + PREFIX)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(prefix, line + PREFIX >= bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark: every second byte of a text in a Latin script is NUL.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    if pairs < 2 || bytes.len() % 2 == 1 {
        return None;
    }
    let (even, odd) = sample.chunks_exact(2).fold((0, 0), |(even, odd), pair| {
        (even + usize::from(pair[0] == 0), odd + usize::from(pair[1] == 0))
    });
    match (even * 10 >= pairs * 4, odd * 10 >= pairs * 4) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// Files that people drop into a folder by mistake, by their first bytes.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 9] = [
        (b"%PDF-", "is a PDF, which cannot be read yet"),
        (b"PK\x03\x04", "is a ZIP archive or an office document"),
        (b"\x89PNG", "is a picture (PNG)"),
        (b"\xff\xd8\xff", "is a picture (JPEG)"),
        (b"GIF8", "is a picture (GIF)"),
        (b"\xd0\xcf\x11\xe0", "is an old office document"),
        (b"\x1f\x8b", "is compressed (gzip)"),
        (b"\x7fELF", "is a program"),
        (b"{\\rtf", "is a rich text (RTF), which cannot be read yet"),
    ];
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| *what)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GB18030, KOI8_U, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    const RUSSIAN: &str =
        "Министр иностранных дел России выступил в понедельник на пресс-конференции в Москве.";
    const JAPANESE: &str = "外務大臣は月曜日にモスクワで記者会見を行い、北方領土について述べた。";
    const CHINESE: &str = "外交部发言人星期一在北京举行的记者会上表示，双方将继续就这一问题保持沟通。";
    const GERMAN: &str = "Der Außenminister äußerte sich am Montag über die künftigen Gespräche in München.";

    #[test]
    fn legacy_charsets_are_guessed() {
        for (encoding, text) in [
            (WINDOWS_1251, RUSSIAN),
            (KOI8_U, RUSSIAN),
            (SHIFT_JIS, JAPANESE),
            (GB18030, CHINESE),
            (WINDOWS_1252, GERMAN),
            (encoding_rs::EUC_JP, JAPANESE),
            (ISO_2022_JP, JAPANESE),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(decode(&bytes, None).as_deref(), Ok(text), "{}", encoding.name());
        }
    }

    #[test]
    fn a_long_english_start_does_not_hide_the_charset() {
        let text = format!("{}\n{RUSSIAN}", "An English line.\n".repeat(5000));
        assert_eq!(decode(&WINDOWS_1251.encode(&text).0, None), Ok(text));
    }

    #[test]
    fn marks_win_and_utf16_needs_none() {
        let with_mark: Vec<u8> = [b"\xef\xbb\xbf", RUSSIAN.as_bytes()].concat();
        assert_eq!(decode(&with_mark, Some("windows-1251")).as_deref(), Ok(RUSSIAN));
        let utf16: Vec<u8> = GERMAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, None).as_deref(), Ok(GERMAN));
    }

    #[test]
    fn a_stale_declaration_does_not_spoil_utf8() {
        assert_eq!(decode(RUSSIAN.as_bytes(), Some("windows-1251")).as_deref(), Ok(RUSSIAN));
        assert_eq!(decode(&WINDOWS_1251.encode(RUSSIAN).0, Some("cp1251")).as_deref(), Ok(RUSSIAN));
    }

    #[test]
    fn a_broken_character_does_not_spoil_the_others() {
        let cut = &RUSSIAN.as_bytes()[..RUSSIAN.len() - 2];
        assert!(
            decode(cut, None).is_ok_and(|text| text.starts_with("Министр") && text.ends_with('\u{fffd}'))
        );
    }

    #[test]
    fn other_files_are_refused_by_what_they_are() {
        assert!(decode(b"%PDF-1.7 ...", None).is_err_and(|why| why.0.contains("PDF")));
        assert!(decode(b"text\0with\0nul\0\0 bytes in it", None).is_err());
    }
}

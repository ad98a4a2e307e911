//! The record of a host: what this program has put there.
//!
//! It is the host's counterpart to the manifest of the output, and it decides what may ever be deleted or replaced
//! there. A text file, a line for each file, with a last line that counts and hashes the ones before.
//!
//! ```text
//! dossier deployed 1<TAB>complete<TAB>0.1.0
//! HASH<TAB>SIZE<TAB>site<TAB>TAG<TAB>articles/a/index.html
//! end<TAB>1<TAB>HASH
//! ```
//!
//! `HASH` is XXH3-128 in hex, or `?` while a deploy is under way and the file may be the old one or the new one.
//! `TAG` is what the host calls the version that it has (an `ETag`), or `-`. An old asset that stays for readers who
//! still have an old page is `kept` and not `site`.

use std::{fmt::Write, sync::Arc};

use xxhash_rust::xxh3::xxh3_128;

use crate::model::out_path::check_output_path;

/// A file at a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Where, below the place that the site is published at.
    pub path: Arc<str>,
    /// XXH3-128 of its bytes, if they are known.
    pub hash: Option<u128>,
    /// Its size in bytes.
    pub size: u64,
    /// What the host calls this version.
    pub tag: Option<Arc<str>>,
    /// It belongs to the last version of the site, and stays for one more.
    pub kept: bool,
}

/// Everything that this program has put at a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// A deploy has begun and not ended.
    pub applying: bool,
    /// The files, sorted by path.
    pub files: Vec<Held>,
}

impl Record {
    /// A record of these files, in any order.
    pub fn new(applying: bool, mut files: Vec<Held>) -> Self {
        for held in &mut files {
            // A finished deploy knows all that it has sent: this is of one before it that was not.
            held.kept |= held.hash.is_none() && !applying;
        }
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self { applying, files }
    }

    /// The entry of a path.
    pub fn find(&self, path: &str) -> Option<&Held> {
        self.files.binary_search_by(|held| (*held.path).cmp(path)).ok().map(|at| &self.files[at])
    }

    /// The text of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let state = if self.applying { "applying" } else { "complete" };
        let mut text = format!("dossier deployed 1\t{state}\t{}\n", env!("CARGO_PKG_VERSION"));
        for Held { path, hash, size, tag, kept } in &self.files {
            // Writing to a String cannot fail.
            let _ = match hash {
                Some(hash) => write!(text, "{hash:032x}"),
                None => write!(text, "?"),
            };
            let role = if *kept { "kept" } else { "site" };
            let _ = writeln!(text, "\t{size}\t{role}\t{}\t{path}", tag.as_deref().unwrap_or("-"));
        }
        let end = end(self.files.len(), &text);
        text.push_str(&end);
        text.into_bytes()
    }

    /// Reads a record; what is wrong with it otherwise, as the end of a sentence.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not text".to_owned())?;
        let at = text.rfind("end\t").filter(|at| *at > 0 && text.as_bytes()[at - 1] == b'\n');
        let (body, last) = text.split_at(at.ok_or("its last line is missing")?);
        let mut lines = body.lines();
        let applying = match lines.next().and_then(|head| head.strip_prefix("dossier deployed 1\t")) {
            Some(rest) if rest.starts_with("applying\t") => true,
            Some(rest) if rest.starts_with("complete\t") => false,
            _ => return Err("it is not of a kind that this version knows".to_owned()),
        };
        let mut files = Vec::new();
        for (number, line) in lines.enumerate() {
            files.push(held(line).ok_or_else(|| format!("line {} cannot be read", number + 2))?);
        }
        if last != end(files.len(), body) {
            return Err("it was changed or cut short".to_owned());
        }
        if !files.is_sorted_by(|a, b| a.path < b.path) {
            return Err("it is not sorted".to_owned());
        }
        Ok(Self { applying, files })
    }
}

fn end(count: usize, body: &str) -> String {
    format!("end\t{count}\t{:032x}\n", xxh3_128(body.as_bytes()))
}

fn held(line: &str) -> Option<Held> {
    let mut words = line.splitn(5, '\t');
    let hash = match words.next()? {
        "?" => None,
        digits => Some(u128::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 32)?),
    };
    let size = words.next()?.parse().ok()?;
    let kept = match words.next()? {
        "site" => false,
        "kept" => true,
        _ => return None,
    };
    let tag = Some(words.next()?).filter(|tag| *tag != "-").map(Arc::from);
    let path = words.next().filter(|path| check_output_path(path).is_ok())?;
    Some(Held { path: path.into(), hash, size, tag, kept })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Record {
        let held = |path: &str, hash, tag: Option<&str>, kept| Held {
            path: path.into(),
            hash,
            size: 7,
            tag: tag.map(Arc::from),
            kept,
        };
        Record::new(
            true,
            vec![
                held("дом", Some(1 << 100), None, false),
                held("a b/index.html", None, Some("\"0-1\""), false),
                held("end", Some(0), None, true),
            ],
        )
    }

    #[test]
    fn what_is_written_is_read_again() {
        for record in [sample(), Record::default()] {
            assert_eq!(Record::parse(&record.to_bytes()).as_ref(), Ok(&record));
        }
        assert!(sample().find("end").is_some_and(|held| held.kept));
        assert_eq!(sample().find("other"), None);
    }

    #[test]
    fn a_record_cut_anywhere_or_changed_is_refused() {
        let bytes = sample().to_bytes();
        for length in 0..bytes.len() {
            assert!(Record::parse(&bytes[..length]).is_err(), "{length}");
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(Record::parse(&changed).is_err(), "{at}");
        }
    }

    #[test]
    fn a_record_that_points_out_of_its_place_is_refused() {
        for path in ["../precious.txt", "/etc/passwd", "a/../../b", ".dossier-manifest"] {
            let held = Held { path: path.into(), hash: None, size: 0, tag: None, kept: false };
            assert!(Record::parse(&Record::new(false, vec![held]).to_bytes()).is_err(), "{path}");
        }
    }
}

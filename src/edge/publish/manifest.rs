//! The manifest: what this program wrote into the output.
//!
//! A text file with a line for each file, because a person may want to read it and `grep` it, and because it is
//! quick enough: 10,000 lines are read in a few milliseconds. The last line counts and hashes the ones before,
//! so a torn manifest is never taken for a short one.
//!
//! ```text
//! dossier manifest 1<TAB>complete<TAB>0.1.0<TAB>INPUTS
//! HASH<TAB>KEY<TAB>SIZE<TAB>MTIME<TAB>WAITING<TAB>articles/a/index.html
//! -<TAB>articles/withdrawn/index.html
//! end<TAB>2<TAB>HASH
//! ```
//!
//! `INPUTS`, `HASH` and `KEY` are XXH3-128 in hex, `MTIME` counts nanoseconds. While an apply is under way the first line
//! says `applying`, `WAITING` is the number of the file that waits to be renamed to this path (otherwise `-`), and
//! lines that begin with `-` name the files to delete.

use std::{fmt::Write, sync::Arc};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::model::out_path::check_output_path;

/// How far the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// All files are as listed.
    #[default]
    Complete,
    /// Some are still to be renamed or deleted.
    Applying,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Applying => "applying",
        }
    }
}

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it lies below the output, with `/`.
    pub path: Arc<str>,
    /// XXH3-128 of its bytes.
    pub hash: u128,
    /// What its bytes were made from, as the pipeline told.
    pub key: u128,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written, in nanoseconds since 1970.
    pub mtime: i64,
    /// The number under which it waits to be renamed to `path`.
    pub waiting: Option<u32>,
}

/// Everything that this program wrote into the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// How far the output is.
    pub state: State,
    /// The version of the program that wrote it.
    pub version: String,
    /// Hash of all inputs that it was made from; 0 when something was wrong with them, or more than they count.
    pub made_from: u128,
    /// The files, sorted by path.
    pub files: Vec<Entry>,
    /// Files that are still to be deleted.
    pub doomed: Vec<Arc<str>>,
}

impl Manifest {
    /// The entry of a path.
    pub fn find(&self, path: &str) -> Option<&Entry> {
        self.files.binary_search_by(|entry| (*entry.path).cmp(path)).ok().map(|at| &self.files[at])
    }

    /// The text of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = String::with_capacity(160 * (self.files.len() + self.doomed.len() + 2));
        let written = self.write(&mut text);
        debug_assert!(written.is_ok(), "a string takes everything");
        let end = self.end(&text);
        text.push_str(&end);
        text.into_bytes()
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        write!(text, "dossier manifest 1\t{}\t{}\t", self.state.word(), self.version)?;
        writeln!(text, "{:032x}", self.made_from)?;
        for Entry { path, hash, key, size, mtime, waiting } in &self.files {
            push_hex(text, *hash);
            push_hex(text, *key);
            write!(text, "{size}\t{mtime}\t")?;
            match waiting {
                Some(number) => writeln!(text, "{number}\t{path}")?,
                None => writeln!(text, "-\t{path}")?,
            }
        }
        self.doomed.iter().try_for_each(|path| writeln!(text, "-\t{path}"))
    }

    /// The last line, after all others.
    fn end(&self, body: &str) -> String {
        format!("end\t{}\t{:032x}\n", self.files.len() + self.doomed.len(), xxh3_128(body.as_bytes()))
    }

    /// Reads a manifest; what is wrong with it otherwise, as the end of a sentence.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not text".to_owned())?;
        let end = text.rfind("end\t").filter(|at| *at > 0 && text.as_bytes()[at - 1] == b'\n');
        let (body, end) = text.split_at(end.ok_or("its last line is missing")?);
        let (head, lines) = body.split_once('\n').unwrap_or((body, ""));
        let mut manifest = Self::parse_head(head)?;
        let lines: Vec<Option<Line>> = lines.par_lines().map(parse_line).collect();
        manifest.files.reserve_exact(lines.len());
        for (number, line) in lines.into_iter().enumerate() {
            match line.ok_or_else(|| format!("line {} cannot be read", number + 2))? {
                Line::File(entry) => manifest.files.push(entry),
                Line::Doomed(path) => manifest.doomed.push(path),
            }
        }
        if end != manifest.end(body) {
            return Err("it was changed or cut short".to_owned());
        }
        if !manifest.files.is_sorted_by(|a, b| a.path < b.path) {
            return Err("it is not sorted".to_owned());
        }
        Ok(manifest)
    }

    fn parse_head(line: &str) -> Result<Self, String> {
        let mut words = line.split('\t');
        if words.next() != Some("dossier manifest 1") {
            return Err("it is not of a kind that this version knows".to_owned());
        }
        let state = match words.next() {
            Some("complete") => State::Complete,
            Some("applying") => State::Applying,
            _ => return Err("line 1 cannot be read".to_owned()),
        };
        let version = words.next().ok_or("line 1 cannot be read")?.to_owned();
        let made_from = words.next().and_then(parse_hex).ok_or("line 1 cannot be read")?;
        Ok(Self { state, version, made_from, ..Self::default() })
    }
}

enum Line {
    File(Entry),
    Doomed(Arc<str>),
}

fn parse_line(line: &str) -> Option<Line> {
    let inside = |path: &str| check_output_path(path).is_ok().then(|| Arc::from(path));
    if let Some(path) = line.strip_prefix("-\t") {
        return inside(path).map(Line::Doomed);
    }
    let mut words = line.splitn(6, '\t');
    Some(Line::File(Entry {
        hash: parse_hex(words.next()?)?,
        key: parse_hex(words.next()?)?,
        size: words.next()?.parse().ok()?,
        mtime: words.next()?.parse().ok()?,
        waiting: match words.next()? {
            "-" => None,
            number => Some(number.parse().ok()?),
        },
        path: inside(words.next()?)?,
    }))
}

/// Writes 32 hex digits and a tab. Formatting would take most of the time that a manifest costs.
fn push_hex(text: &mut String, number: u128) {
    for shift in (0..32).rev() {
        let digit = u32::try_from((number >> (4 * shift)) & 15).unwrap_or_default();
        text.push(char::from_digit(digit, 16).unwrap_or('0'));
    }
    text.push('\t');
}

fn parse_hex(digits: &str) -> Option<u128> {
    let half = |digits: &str| u64::from_str_radix(digits, 16).ok().map(u128::from);
    let (high, low) = digits.split_at_checked(16).filter(|_| digits.len() == 32)?;
    Some(half(high)? << 64 | half(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let entry = |path: &str, waiting| Entry {
            path: path.into(),
            hash: 1 << 100,
            key: u128::MAX,
            size: 7,
            mtime: -1,
            waiting,
        };
        Manifest {
            state: State::Applying,
            version: "0.1.0".to_owned(),
            made_from: 1 << 90,
            files: vec![entry("a b/index.html", Some(0)), entry("end", None), entry("дом", Some(12))],
            doomed: vec!["old/index.html".into()],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for manifest in [sample(), Manifest::default()] {
            assert_eq!(Manifest::parse(&manifest.to_bytes()).as_ref(), Ok(&manifest));
        }
        assert_eq!(sample().find("end").map(|entry| entry.size), Some(7));
        assert_eq!(sample().find("other"), None);
    }

    #[test]
    fn a_manifest_cut_anywhere_or_changed_is_refused() {
        let bytes = sample().to_bytes();
        for length in 0..bytes.len() {
            assert!(Manifest::parse(&bytes[..length]).is_err(), "{length}");
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(Manifest::parse(&changed).is_err(), "{at}");
        }
    }

    #[test]
    fn a_manifest_that_points_out_of_the_output_is_refused() {
        let mut manifest = sample();
        manifest.doomed = vec!["../precious.txt".into()];
        assert!(Manifest::parse(&manifest.to_bytes()).is_err());
    }
}

//! Remembers what a pure stage made of an input, from one run to the next.
//!
//! Three rules keep it honest (they are those of esbuild's cache): an entry never changes once made; an entry
//! depends on no file but its own; whatever else its value depends on is part of its key. So there is nothing to
//! invalidate: a changed input has another key, and entries that a run did not ask for are forgotten.

use std::{
    collections::BTreeMap,
    hash::Hash,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use xxhash_rust::xxh3::Xxh3;

/// Hash of the running program's version and the version of everything that it remembers.
const FORMAT: &str = concat!("dossier memo 1, ", env!("CARGO_PKG_VERSION"));

/// What earlier runs made, and what this one adds.
#[derive(Debug, Default)]
pub struct Memo {
    index: Vec<(u128, u32, u32)>,
    blob: Vec<u8>,
    used: Vec<AtomicBool>,
    fresh: Mutex<BTreeMap<u128, Vec<u8>>>,
}

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    format: &'a str,
    index: Vec<(u128, u32, u32)>,
    #[serde(borrow)]
    blob: &'a [u8],
}

/// A key made of everything that a value depends on.
pub fn key(parts: impl Hash) -> u128 {
    let mut hasher = Xxh3::new();
    parts.hash(&mut hasher);
    hasher.digest128()
}

/// Hash of bytes.
pub fn bytes_key(bytes: &[u8]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(bytes)
}

impl Memo {
    /// A memo from the bytes that [`Memo::save`] made; an empty one when they are of another version or damaged.
    pub fn load(bytes: &[u8]) -> Self {
        let checked = bytes.split_at_checked(16).and_then(|(sum, rest)| {
            (sum == bytes_key(rest).to_le_bytes())
                .then(|| postcard::from_bytes::<Stored<'_>>(rest).ok())
                .flatten()
        });
        match checked {
            Some(stored) if stored.format == FORMAT => Self {
                used: stored.index.iter().map(|_| AtomicBool::new(false)).collect(),
                index: stored.index,
                blob: stored.blob.to_vec(),
                fresh: Mutex::default(),
            },
            _ => Self::default(),
        }
    }

    /// What `make` makes, remembered if it was made before. `make` must depend on nothing but what `key` was
    /// made of. `None` is not remembered.
    pub fn get_or<T>(&self, key: u128, make: impl FnOnce() -> Option<T>) -> Option<T>
    where
        T: Serialize + DeserializeOwned,
    {
        if let Some(known) = self.recall(key) {
            return Some(known);
        }
        let made = make()?;
        if let Ok(bytes) = postcard::to_stdvec(&made) {
            self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(key, bytes);
        }
        Some(made)
    }

    fn recall<T: DeserializeOwned>(&self, key: u128) -> Option<T> {
        let place = self.index.binary_search_by_key(&key, |(key, ..)| *key).ok()?;
        let (_, start, end) = self.index[place];
        let value = postcard::from_bytes(self.blob.get(start as usize..end as usize)?).ok()?;
        self.used[place].store(true, Ordering::Relaxed);
        Some(value)
    }

    /// The bytes to load next time; `None` when nothing has changed.
    pub fn save(self) -> Option<Vec<u8>> {
        let fresh = self.fresh.into_inner().unwrap_or_else(PoisonError::into_inner);
        let kept = self.used.iter().filter(|used| used.load(Ordering::Relaxed)).count();
        if fresh.is_empty() && kept == self.index.len() {
            return None;
        }
        let old = self.index.iter().zip(&self.used).filter(|(_, used)| used.load(Ordering::Relaxed));
        let old = old.map(|((key, start, end), _)| (*key, &self.blob[*start as usize..*end as usize]));
        let mut entries: Vec<(u128, &[u8])> =
            old.chain(fresh.iter().map(|(key, bytes)| (*key, bytes.as_slice()))).collect();
        entries.sort_by_key(|(key, _)| *key);
        let mut blob = Vec::with_capacity(entries.iter().map(|(_, bytes)| bytes.len()).sum());
        let mut index = Vec::with_capacity(entries.len());
        for (key, bytes) in entries {
            let start = u32::try_from(blob.len()).ok()?;
            blob.extend_from_slice(bytes);
            index.push((key, start, u32::try_from(blob.len()).ok()?));
        }
        let stored = postcard::to_stdvec(&Stored { format: FORMAT, index, blob: &blob }).ok()?;
        let mut bytes = bytes_key(&stored).to_le_bytes().to_vec();
        bytes.extend_from_slice(&stored);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(memo: &Memo, key: u128, made: &str) -> Option<String> {
        memo.get_or(key, || Some(made.to_owned()))
    }

    #[test]
    fn what_was_made_is_remembered_and_what_is_not_asked_for_is_forgotten() {
        let first = Memo::default();
        assert_eq!((value(&first, 1, "a"), value(&first, 2, "b")), (Some("a".into()), Some("b".into())));
        let second = Memo::load(&first.save().expect("new entries"));
        assert_eq!(value(&second, 1, "other").as_deref(), Some("a"));
        let third = Memo::load(&second.save().expect("one entry fewer"));
        assert_eq!(value(&third, 2, "made again").as_deref(), Some("made again"));
        assert_eq!(value(&third, 1, "other").as_deref(), Some("a"));
    }

    #[test]
    fn nothing_new_is_nothing_to_write() {
        let first = Memo::default();
        value(&first, 1, "a");
        let second = Memo::load(&first.save().expect("new entries"));
        value(&second, 1, "a");
        assert_eq!(second.save(), None);
    }

    #[test]
    fn damage_is_noticed() {
        let memo = Memo::default();
        value(&memo, 1, "a");
        let mut bytes = memo.save().expect("new entries");
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(value(&Memo::load(&bytes), 1, "made again").as_deref(), Some("made again"));
        assert_eq!(value(&Memo::load(b"short"), 1, "made again").as_deref(), Some("made again"));
    }
}

//! Remembers what a pure stage made of an input, from one run to the next.
//!
//! Three rules keep it honest (they are those of esbuild's cache): an entry never changes once made; an entry
//! depends on no file but its own; whatever else its value depends on is part of its key. So there is nothing to
//! invalidate: a changed input has another key, and entries that a run did not ask for are forgotten.
//!
//! Entries lie in a [`Store`] and are read one by one when they are asked for, so a memo of any size costs no
//! memory but its index. The store may be lost, cut off or damaged at any time: every entry carries a checksum,
//! and one that is not whole is made again.

use std::{
    collections::BTreeMap,
    fmt,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// The version of everything that is remembered.
const FORMAT: &str = concat!("dossier memo 4, ", env!("CARGO_PKG_VERSION"));

/// A store whose entries are this many times as large as those that were asked for is begun anew.
const WASTE: u64 = 2;

/// Where entries lie: bytes that are appended and read at places.
pub trait Store: Send + Sync {
    /// Appends bytes and says where they are; `None` when there is no room.
    fn append(&self, bytes: &[u8]) -> Option<u64>;
    /// The bytes at a place, as many as are there.
    fn read(&self, at: u64, length: u32) -> Option<Vec<u8>>;
}

/// A store for those who remember nothing.
#[derive(Debug)]
pub struct NoStore;

impl Store for NoStore {
    fn append(&self, _bytes: &[u8]) -> Option<u64> {
        None
    }

    fn read(&self, _at: u64, _length: u32) -> Option<Vec<u8>> {
        None
    }
}

/// Where an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    at: u64,
    length: u32,
    check: u64,
}

/// What earlier runs made, and what this one adds.
pub struct Memo {
    old: Index,
    store: Box<dyn Store>,
    /// Entries that this run asked for.
    used: Mutex<BTreeMap<u128, Place>>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Index {
    format: String,
    entries: Vec<(u128, Place)>,
}

impl fmt::Debug for Memo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo of {} entries", self.old.entries.len())
    }
}

/// What becomes of a store after a run.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing has changed.
    Same,
    /// The index to keep beside the store.
    Index(Vec<u8>),
    /// Most of the store is waste: it is best begun anew.
    Waste,
}

/// A key made of everything that a value depends on.
pub fn key(parts: impl Hash) -> u128 {
    let mut hasher = Xxh3::new();
    parts.hash(&mut hasher);
    hasher.digest128()
}

/// Hash of bytes.
pub fn bytes_key(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

impl Default for Memo {
    fn default() -> Self {
        Self::load(&[], Box::new(NoStore))
    }
}

impl Memo {
    /// A memo from the index that [`Memo::save`] made; an empty one when it is of another version or damaged.
    pub fn load(index: &[u8], store: Box<dyn Store>) -> Self {
        let checked = index.split_at_checked(8).and_then(|(check, rest)| {
            (check == xxh3_64(rest).to_le_bytes()).then(|| postcard::from_bytes::<Index>(rest).ok()).flatten()
        });
        let old = checked.filter(|index| index.format == FORMAT).unwrap_or_default();
        Self { old, store, used: Mutex::default() }
    }

    /// What `make` makes, remembered if it was made before. `make` must depend on nothing but what `key` was
    /// made of. `None` is not remembered.
    pub fn get_or<T>(&self, key: u128, make: impl FnOnce() -> Option<T>) -> Option<T>
    where
        T: Serialize + DeserializeOwned,
    {
        if let Some((place, known)) = self.recall(key) {
            self.used().insert(key, place);
            return Some(known);
        }
        let made = make()?;
        if let Ok(bytes) = postcard::to_stdvec(&made)
            && let Ok(length) = u32::try_from(bytes.len())
            && let Some(at) = self.store.append(&bytes)
        {
            self.used().insert(key, Place { at, length, check: xxh3_64(&bytes) });
        }
        Some(made)
    }

    fn recall<T: DeserializeOwned>(&self, key: u128) -> Option<(Place, T)> {
        let found = self.old.entries.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        let place = self.old.entries[found].1;
        let bytes = self.store.read(place.at, place.length)?;
        let whole = xxh3_64(&bytes) == place.check;
        whole.then(|| postcard::from_bytes(&bytes).ok()).flatten().map(|value| (place, value))
    }

    /// What to keep for the next run.
    pub fn save(self) -> Saved {
        let entries: Vec<(u128, Place)> = self.used().iter().map(|(key, place)| (*key, *place)).collect();
        if entries == self.old.entries {
            return Saved::Same;
        }
        let end = entries.iter().map(|(_, place)| place.at + u64::from(place.length)).max().unwrap_or(0);
        let size: u64 = entries.iter().map(|(_, place)| u64::from(place.length)).sum();
        if end > size * WASTE {
            return Saved::Waste;
        }
        // A Vec can be written to; only a value that cannot be serialised could fail.
        let body = postcard::to_stdvec(&Index { format: FORMAT.to_owned(), entries }).unwrap_or_default();
        Saved::Index([&xxh3_64(&body).to_le_bytes(), body.as_slice()].concat())
    }

    fn used(&self) -> MutexGuard<'_, BTreeMap<u128, Place>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A store in memory that outlives its memo.
    #[derive(Clone, Default)]
    struct Shelf(Arc<Mutex<Vec<u8>>>);

    impl Store for Shelf {
        fn append(&self, bytes: &[u8]) -> Option<u64> {
            let mut shelf = self.0.lock().ok()?;
            let at = u64::try_from(shelf.len()).ok()?;
            shelf.extend_from_slice(bytes);
            Some(at)
        }

        fn read(&self, at: u64, length: u32) -> Option<Vec<u8>> {
            let at = usize::try_from(at).ok()?;
            self.0.lock().ok()?.get(at..at + length as usize).map(<[u8]>::to_vec)
        }
    }

    fn memo(index: &[u8], shelf: &Shelf) -> Memo {
        Memo::load(index, Box::new(shelf.clone()))
    }

    fn value(memo: &Memo, key: u128, made: &str) -> Option<String> {
        memo.get_or(key, || Some(made.to_owned()))
    }

    fn index(saved: Saved) -> Vec<u8> {
        match saved {
            Saved::Index(index) => index,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_made_is_remembered_and_what_is_not_asked_for_is_forgotten() {
        let shelf = Shelf::default();
        let first = memo(&[], &shelf);
        assert_eq!((value(&first, 1, "one"), value(&first, 2, "b")), (Some("one".into()), Some("b".into())));
        let second = memo(&index(first.save()), &shelf);
        assert_eq!(value(&second, 1, "other").as_deref(), Some("one"));
        let third = memo(&index(second.save()), &shelf);
        assert_eq!(value(&third, 2, "made again").as_deref(), Some("made again"));
        assert_eq!(value(&third, 1, "other").as_deref(), Some("one"));
    }

    #[test]
    fn nothing_new_is_nothing_to_write_and_waste_is_noticed() {
        let shelf = Shelf::default();
        let first = memo(&[], &shelf);
        value(&first, 1, "a");
        value(&first, 2, "a long entry that nobody will ask for again");
        value(&first, 3, "b");
        let saved = index(first.save());
        let second = memo(&saved, &shelf);
        for key in 1..=3 {
            value(&second, key, "a");
        }
        assert_eq!(second.save(), Saved::Same);
        let third = memo(&saved, &shelf);
        value(&third, 3, "b");
        assert_eq!(third.save(), Saved::Waste);
    }

    #[test]
    fn damage_is_noticed() {
        let shelf = Shelf::default();
        let first = memo(&[], &shelf);
        value(&first, 1, "a");
        let saved = index(first.save());
        let mut damaged = saved.clone();
        damaged[9] ^= 1;
        assert_eq!(value(&memo(&damaged, &shelf), 1, "made again").as_deref(), Some("made again"));
        assert_eq!(value(&memo(b"short", &shelf), 1, "made again").as_deref(), Some("made again"));
        shelf.0.lock().expect("shelf")[1] ^= 1;
        assert_eq!(value(&memo(&saved, &shelf), 1, "made again").as_deref(), Some("made again"));
        shelf.0.lock().expect("shelf").clear();
        assert_eq!(value(&memo(&saved, &shelf), 1, "made again").as_deref(), Some("made again"));
    }
}

//! Remembers what a pure stage made of an input, from one run to the next.
//!
//! Three rules keep it honest (they are those of esbuild's cache): an entry never changes once made; an entry
//! depends on no file but its own; whatever else its value depends on is part of its key. So there is nothing to
//! invalidate: a changed input has another key, and entries that a run did not ask for are forgotten.
//!
//! Entries lie in a [`Store`] and are read one by one when they are asked for, so a memo of any size costs no
//! memory but its index. The store may be lost, cut off or damaged at any time: every entry carries a checksum,
//! and one that is not whole is made again. A program that builds again and again keeps the values themselves too
//! ([`Kept`]).

use std::{
    any::Any,
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// The version of everything that is remembered.
const FORMAT: &str = concat!("dossier memo 5, ", env!("CARGO_PKG_VERSION"));

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
    /// Entries that this run asked for, in no order.
    used: Mutex<Vec<(u128, Place)>>,
    /// Values of the run before, when values are kept.
    before: Option<Kept>,
    /// Those that this run asked for, in no order.
    values: Mutex<Vec<(u128, Value)>>,
}

type Value = Arc<dyn Any + Send + Sync>;

/// Values as they were made or asked for in one run, for the next in the same process. In the order of their keys.
#[derive(Default)]
pub struct Kept(Vec<(u128, Value)>);

impl Kept {
    fn get(&self, key: u128) -> Option<&Value> {
        let found = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(&self.0[found].1)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} values", self.0.len())
    }
}

/// What can be remembered.
pub trait Lasting: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Lasting for T {}

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
    let mut whole = Whole(Vec::with_capacity(2048));
    parts.hash(&mut whole);
    xxh3_128(&whole.0)
}

/// Takes what is to be hashed, piece by piece. Most parts are smaller than the work of adding them to a hash, so they
/// are laid together and hashed at once.
struct Whole(Vec<u8>);

impl Hasher for Whole {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
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
        Self { old, store, used: Mutex::default(), before: None, values: Mutex::default() }
    }

    /// Takes the values of the run before, and keeps those of this one.
    #[must_use]
    pub fn with(self, kept: Kept) -> Self {
        Self { before: Some(kept), ..self }
    }

    /// The values that this run asked for; they are no longer the memo's.
    pub fn take_kept(&self) -> Kept {
        let mut values = std::mem::take(&mut *self.values());
        values.sort_unstable_by_key(|(key, _)| *key);
        Kept(values)
    }

    /// What `make` makes, remembered if it was made before. `make` must depend on nothing but what `key` was
    /// made of. `None` is not remembered.
    pub fn get_or<T: Lasting>(&self, key: u128, make: impl FnOnce() -> Option<T>) -> Option<T> {
        let place = self.place(key);
        let kept = self.before.as_ref().and_then(|kept| kept.get(key));
        if let Some((kept, value)) = kept.and_then(|kept| Some((kept, kept.downcast_ref::<T>()?))) {
            match place {
                Some(place) => self.used().push((key, place)),
                None => self.put_away(&[key], value),
            }
            self.values().push((key, Arc::clone(kept)));
            return Some(value.clone());
        }
        if let Some((place, value)) = place.and_then(|place| Some((place, self.recall(place)?))) {
            self.used().push((key, place));
            self.keep(&[key], &value);
            return Some(value);
        }
        let made = make()?;
        self.put_away(&[key], &made);
        self.keep(&[key], &made);
        Some(made)
    }

    /// What was remembered, if it was.
    pub fn get<T: Lasting>(&self, key: u128) -> Option<T> {
        self.get_or(key, || None)
    }

    fn place(&self, key: u128) -> Option<Place> {
        let found = self.old.entries.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.old.entries[found].1)
    }

    fn recall<T: DeserializeOwned>(&self, place: Place) -> Option<T> {
        let bytes = self.store.read(place.at, place.length)?;
        (xxh3_64(&bytes) == place.check).then(|| postcard::from_bytes(&bytes).ok()).flatten()
    }

    /// Stores a value once, to be found under each of some keys. For what is made of several entries.
    pub fn put_away<T: Serialize + ?Sized>(&self, keys: &[u128], value: &T) {
        if let Ok(bytes) = postcard::to_stdvec(value)
            && let Ok(length) = u32::try_from(bytes.len())
            && let Some(at) = self.store.append(&bytes)
        {
            let place = Place { at, length, check: xxh3_64(&bytes) };
            self.used().extend(keys.iter().map(|key| (*key, place)));
        }
    }

    /// What an earlier run put away.
    pub fn take_out<T: DeserializeOwned>(&self, key: u128) -> Option<T> {
        let place = self.place(key)?;
        let value = self.recall(place)?;
        self.used().push((key, place));
        Some(value)
    }

    /// Keeps a value for the next run of this program, if values are kept, and stores nothing.
    pub fn keep<T: Lasting>(&self, keys: &[u128], value: &T) {
        if self.before.is_some() {
            let value: Value = Arc::new(value.clone());
            self.values().extend(keys.iter().map(|key| (*key, Arc::clone(&value))));
        }
    }

    /// What the run before has kept. To be kept on it must be asked for by [`Memo::keep_all`].
    pub fn kept<T: Lasting>(&self, key: u128) -> Option<T> {
        self.before.as_ref()?.get(key)?.downcast_ref::<T>().cloned()
    }

    /// Lets what an earlier run made be found under another key, too.
    pub fn also(&self, known: u128, other: u128) {
        self.used().extend(self.place(known).map(|place| (other, place)));
        let kept = self.before.as_ref().and_then(|kept| kept.get(known));
        self.values().extend(kept.map(|value| (other, Arc::clone(value))));
    }

    /// Counts entries as asked for: what would have asked for them was not needed this time.
    pub fn keep_all(&self, keys: &[u128]) {
        for key in keys {
            self.also(*key, *key);
        }
    }

    /// What to keep for the next run.
    pub fn save(self) -> Saved {
        let mut entries = std::mem::take(&mut *self.used());
        entries.sort_unstable_by_key(|(key, place)| (*key, place.at));
        // Of what was stored twice the later counts: it was stored because the earlier is not whole.
        entries.reverse();
        entries.dedup_by_key(|(key, _)| *key);
        entries.reverse();
        if entries == self.old.entries {
            return Saved::Same;
        }
        let mut places: Vec<(u64, u64)> =
            entries.iter().map(|(_, place)| (place.at, u64::from(place.length))).collect();
        places.sort_unstable();
        places.dedup();
        let end = places.last().map_or(0, |(at, length)| at + length);
        let size: u64 = places.iter().map(|(_, length)| length).sum();
        if end > size * WASTE {
            return Saved::Waste;
        }
        // A Vec can be written to; only a value that cannot be serialised could fail.
        let body = postcard::to_stdvec(&Index { format: FORMAT.to_owned(), entries }).unwrap_or_default();
        Saved::Index([&xxh3_64(&body).to_le_bytes(), body.as_slice()].concat())
    }

    fn used(&self) -> MutexGuard<'_, Vec<(u128, Place)>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn values(&self) -> MutexGuard<'_, Vec<(u128, Value)>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! Parts that many pages show, and parts that only a page that is rendered needs.

use std::{
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use serde::{Serialize, Serializer};
use tera::Value;

use crate::memo;

/// How many template values a shelf holds at most; each takes a few KB.
const ROOM: usize = 1 << 14;

/// A part of many views with what is made of it once for all of them: its hash, and the value that templates see,
/// which Tera clones as a pointer. On a large site an article stands in dozens of lists.
pub struct Shared<T> {
    part: T,
    key: u128,
    shelf: Arc<Shelf>,
    place: usize,
}

/// Where template values are kept between two uses. It is bounded: on a very large site a part's value may have had to
/// make room for another's, and is made again.
#[derive(Debug)]
pub struct Shelf(Box<[Slot]>);

/// A value with the hash of the part that it was made of.
type Slot = Mutex<Option<(u128, Value)>>;

impl Shelf {
    /// A shelf for so many parts.
    pub fn new(parts: usize) -> Self {
        Self((0..parts.clamp(1, ROOM)).map(|_| Mutex::default()).collect())
    }

    fn get(&self, place: usize, key: u128, make: impl FnOnce() -> Value) -> Value {
        // A value is put there whole, so nothing is wrong with it when another thread has panicked.
        let mut slot = self.0[place % self.0.len()].lock().unwrap_or_else(PoisonError::into_inner);
        match &*slot {
            Some((known, value)) if *known == key => value.clone(),
            _ => slot.insert((key, make())).1.clone(),
        }
    }
}

impl<T: Hash> Shared<T> {
    /// The part, unchangeable from now on.
    pub fn new(part: T) -> Self {
        Self::on(&Arc::new(Shelf::new(1)), 0, part)
    }

    /// The part, whose template value is kept at a place of this shelf, beside those of others.
    pub fn on(shelf: &Arc<Shelf>, place: usize, part: T) -> Self {
        Self { key: memo::key(&part), part, shelf: Arc::clone(shelf), place }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.part
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.shelf.get(self.place, self.key, || Value::from_serializable(&self.part));
        // Tera's own serializer takes a `Value` as it is.
        value.serialize(serializer)
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.part.fmt(f)
    }
}

/// A part of a view that is made when its page is rendered: most pages have not changed, and their key is enough.
#[derive(Clone)]
pub struct Later<T> {
    key: u128,
    value: Arc<LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>>,
}

impl<T: 'static> Later<T> {
    /// What `make` makes of `from`, and of nothing else.
    pub fn new<F: Hash + Send + Sync + 'static>(from: F, make: fn(&F) -> T) -> Self {
        let key = memo::key(&from);
        Self { key, value: Arc::new(LazyLock::new(Box::new(move || make(&from)))) }
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Hash for Later<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<T: Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_share_a_place_are_not_mixed_up() {
        let shelf = Arc::new(Shelf::new(1));
        let (a, b) = (Shared::on(&shelf, 0, "a"), Shared::on(&shelf, 1, "b"));
        for _ in 0..2 {
            assert_eq!(Value::from_serializable(&a).as_str(), Some("a"));
            assert_eq!(Value::from_serializable(&b).as_str(), Some("b"));
        }
    }

    #[test]
    fn what_is_made_later_is_known_by_what_it_is_made_from() {
        let key = |from: &'static str| memo::key(Later::<String>::new(from, |_| panic!("nobody asked")));
        assert_eq!(key("a"), key("a"));
        assert_ne!(key("a"), key("b"));
        let made = Later::new("a", |from| format!("{from}b"));
        assert_eq!((made.as_str(), serde_json::to_string(&made).ok().as_deref()), ("ab", Some(r#""ab""#)));
    }

    #[test]
    fn templates_and_json_see_the_part() {
        let shared = Shared::new(vec![("name", "Orsa")]);
        assert_eq!(Value::from_serializable(&vec![&shared]).to_string(), r#"[[["name", "Orsa"]]]"#);
        assert_eq!(serde_json::to_string(&shared).ok().as_deref(), Some(r#"[["name","Orsa"]]"#));
    }
}

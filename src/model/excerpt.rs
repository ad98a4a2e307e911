//! A piece of a text: it shares the bytes of the file that it stands in.

use std::{
    borrow::{Borrow, Cow},
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words that other pages show of an article. A large dossier holds a dozen of these for each article, beside the file in
/// which nearly all of them stand as they are, so they are a place in it and not a copy. To everybody else they are words:
/// they are compared, hashed and written as such.
#[derive(Clone, Default)]
pub struct Excerpt {
    of: Arc<[u8]>,
    start: u32,
    end: u32,
}

impl Excerpt {
    /// These words, if they stand at this place of a file.
    pub fn at(file: &Arc<[u8]>, place: usize, words: &str) -> Option<Self> {
        let end = place.checked_add(words.len())?;
        if file.get(place..end)? != words.as_bytes() {
            return None;
        }
        let (start, end) = (u32::try_from(place).ok()?, u32::try_from(end).ok()?);
        Some(Self { of: Arc::clone(file), start, end })
    }

    /// Gives an excerpt that was recalled by its place the file in which it stands.
    pub fn place_in(&mut self, file: &Arc<[u8]>) {
        if self.of.is_empty() && self.end > self.start {
            self.of = Arc::clone(file);
        }
    }

    /// Whether it stands in a file, and is not a copy.
    fn is_shared(&self) -> bool {
        self.start > 0 || (self.end as usize) < self.of.len()
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        let place = self.start as usize..self.end as usize;
        // Whoever made it has looked; to look again costs less than to hold the words twice.
        self.of.get(place).and_then(|words| std::str::from_utf8(words).ok()).unwrap_or_default()
    }
}

impl From<Arc<str>> for Excerpt {
    /// Words that stand in no file. There are never so many that 32 bits could not count them.
    fn from(words: Arc<str>) -> Self {
        let end = u32::try_from(words.len()).unwrap_or_default();
        Self { of: words.into(), start: 0, end }
    }
}

impl From<&str> for Excerpt {
    fn from(words: &str) -> Self {
        if words.is_empty() { Self::default() } else { Arc::<str>::from(words).into() }
    }
}

impl Deref for Excerpt {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Excerpt {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Excerpt {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Excerpt {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Excerpt {}

impl PartialOrd for Excerpt {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Excerpt {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for Excerpt {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// What a program remembers of an excerpt. The key under which it does so is made of the file's bytes, too.
#[derive(Serialize, Deserialize)]
enum Remembered<'a> {
    Copy(Cow<'a, str>),
    Place(u32, u32),
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.serialize_str(self);
        }
        let place = self.is_shared().then_some(Remembered::Place(self.start, self.end));
        place.unwrap_or(Remembered::Copy(Cow::Borrowed(self))).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Excerpt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Arc::<str>::deserialize(deserializer).map(Self::from);
        }
        Ok(match Remembered::deserialize(deserializer)? {
            Remembered::Copy(words) => (&*words).into(),
            Remembered::Place(start, end) => Self { of: Arc::default(), start, end },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Arc<[u8]> {
        Arc::from("Talks — in Orsa.".as_bytes())
    }

    #[test]
    fn words_are_the_same_wherever_they_stand() {
        let inside = Excerpt::at(&file(), 6, "— in Orsa").expect("words of the file");
        assert_eq!(inside, Excerpt::from("— in Orsa"));
        assert_eq!(crate::memo::key(&inside), crate::memo::key("— in Orsa"));
        assert_eq!(serde_json::to_string(&inside).ok().as_deref(), Some(r#""— in Orsa""#));
        assert_eq!(serde_json::from_str::<Excerpt>(r#""— in Orsa""#).ok(), Some(inside));
    }

    #[test]
    fn words_that_stand_elsewhere_are_no_excerpt() {
        assert_eq!(Excerpt::at(&file(), 7, "— in Orsa"), None);
        assert_eq!(Excerpt::at(&file(), 12, "Orsa. And"), None);
        assert_eq!(Excerpt::at(&file(), usize::MAX, "Orsa"), None);
        assert_eq!(Excerpt::default(), Excerpt::from(""));
    }

    #[test]
    fn a_place_is_remembered_and_a_copy_whole() {
        let inside = Excerpt::at(&file(), 0, "Talks").expect("words of the file");
        for (excerpt, size) in [(inside, 3), (Excerpt::from("Talks"), 7), (Excerpt::default(), 2)] {
            let bytes = postcard::to_stdvec(&excerpt).expect("bytes");
            let mut recalled: Excerpt = postcard::from_bytes(&bytes).expect("an excerpt");
            recalled.place_in(&file());
            assert_eq!((bytes.len(), recalled), (size, excerpt));
        }
    }
}

//! A piece of a text: it shares the bytes of the file that it stands in.

use std::{
    borrow::Borrow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::{Deref, Range},
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
    /// The words at a place of a file. Nothing when they are not text, or further on than 32 bits can say.
    pub fn of(file: &Arc<[u8]>, place: Range<usize>) -> Option<Self> {
        std::str::from_utf8(file.get(place.clone())?).ok()?;
        let (start, end) = (u32::try_from(place.start).ok()?, u32::try_from(place.end).ok()?);
        Some(Self { of: Arc::clone(file), start, end })
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

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Excerpt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::<str>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_wherever_they_stand() {
        let file: Arc<[u8]> = Arc::from("Talks — in Orsa.".as_bytes());
        let inside = Excerpt::of(&file, 6..17).expect("words of the file");
        assert_eq!(inside, Excerpt::from("— in Orsa."[..].trim_end_matches('.')));
        assert_eq!(crate::memo::key(&inside), crate::memo::key("— in Orsa"));
        assert_eq!(serde_json::to_string(&inside).ok().as_deref(), Some(r#""— in Orsa""#));
        assert_eq!(serde_json::from_str::<Excerpt>(r#""— in Orsa""#).ok(), Some(inside));
    }

    #[test]
    fn what_is_no_text_is_no_excerpt() {
        let file: Arc<[u8]> = Arc::from("Talks — in Orsa.".as_bytes());
        assert_eq!(Excerpt::of(&file, 7..17), None);
        assert_eq!(Excerpt::of(&file, 6..99), None);
        assert_eq!(Excerpt::default(), Excerpt::from(""));
    }
}

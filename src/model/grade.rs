//! How far a source or an article is believed: a person's judgement, never a machine's.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::Date;

/// An Admiralty code, with who gave it and when. A file may give the code alone: `grade: B2`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grade {
    /// `A1` to `F6`; empty when nobody has judged.
    pub value: String,
    /// Who gave it.
    pub by: String,
    /// When.
    pub date: Option<Date>,
}

/// All parts, as a mapping.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Parts {
    value: String,
    by: String,
    date: Option<Date>,
}

/// What a file may hold.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "a code such as `B2`, or a mapping with `value`, `by` and `date`")]
enum Written {
    Code(String),
    Parts(Parts),
}

impl From<Parts> for Grade {
    fn from(Parts { value, by, date }: Parts) -> Self {
        Self { value, by, date }
    }
}

impl<'de> Deserialize<'de> for Grade {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Formats for machines do not say what comes next.
        if !deserializer.is_human_readable() {
            return Parts::deserialize(deserializer).map(Self::from);
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Code(value) => Self { value, ..Self::default() },
            Written::Parts(parts) => parts.into(),
        })
    }
}

impl Serialize for Grade {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { value, by, date } = self.clone();
        if serializer.is_human_readable() && by.is_empty() && date.is_none() {
            return value.serialize(serializer);
        }
        Parts { value, by, date }.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_a_code_or_says_who_gave_it() {
        let code: Grade = serde_json::from_str("\"B2\"").expect("a code");
        assert_eq!((code.value.as_str(), code.by.as_str()), ("B2", ""));
        let whole: Grade =
            serde_json::from_str(r#"{"value":"C3","by":"A. Velde","date":"2020-01"}"#).expect("all");
        assert_eq!(
            (whole.by.as_str(), whole.date.map(|date| date.to_string()).as_deref()),
            ("A. Velde", Some("2020-01"))
        );
        for grade in [code, whole, Grade::default()] {
            let text = serde_json::to_string(&grade).expect("text");
            assert_eq!(serde_json::from_str::<Grade>(&text).expect(&text), grade);
            let bytes = postcard::to_stdvec(&grade).expect("bytes");
            assert_eq!(postcard::from_bytes::<Grade>(&bytes).expect("again"), grade);
        }
    }
}

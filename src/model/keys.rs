//! The keys that people write, with what each means: read from the very lines that define them.
//!
//! The doc comments of `Config` and of the front matter are the reference. The commented `dossier.yaml` that
//! `dossier init` makes and the tables of the guide are made of them, so none of the three can know more than the others.

/// A key and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Sentences.
    pub about: String,
    /// The type of the field, as Rust writes it.
    pub kind: &'static str,
}

/// The source of the settings.
pub const CONFIG: &str = include_str!("config.rs");

/// The sources of the front matter: of articles, topics, and sources with pages.
pub const MATTER: [&str; 3] =
    [include_str!("article.rs"), include_str!("topic.rs"), include_str!("source.rs")];

/// The fields of a structure, in order. Empty when the source has no such structure.
pub fn keys(source: &'static str, structure: &str) -> Vec<Key> {
    let head = format!("pub struct {structure} {{\n");
    let Some((_, body)) = source.split_once(&head) else { return Vec::new() };
    let mut keys = Vec::new();
    let mut about: Vec<&str> = Vec::new();
    for line in body.lines().map(str::trim).take_while(|line| *line != "}") {
        if let Some(sentence) = line.strip_prefix("///") {
            about.push(sentence.trim());
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").and_then(|field| field.trim_end_matches(',').split_once(": "))
        {
            keys.push(Key { name, about: about.join(" "), kind });
            about.clear();
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_words() {
        for (source, structure, some) in [
            (CONFIG, "Config", "base_url"),
            (MATTER[0], "FrontMatter", "duplicate_of"),
            (MATTER[0], "Image", "credit"),
            (MATTER[1], "TopicMatter", "weak_aliases"),
            (MATTER[2], "SourceMatter", "grade"),
            (MATTER[2], "PageMatter", "section"),
        ] {
            let keys = keys(source, structure);
            assert!(keys.iter().any(|key| key.name == some), "{structure}: {keys:?}");
            for key in keys {
                assert!(key.about.ends_with('.') || key.about.ends_with('`'), "{structure}: {key:?}");
            }
        }
    }
}

//! Suggestions about an article, put into its front matter.
//!
//! Every edit says beforehand what the front matter will mean afterwards. The new text is read again, and unless it
//! means exactly that, nothing is written and the person is told what to write by hand.

use serde::de::DeserializeOwned;

use super::front_matter::{self, Item, Style};
use crate::{
    model::{
        article::{Event, FrontMatter, Quote},
        diagnostic::Diagnostic,
        inputs::{InputFile, RelPath},
        review::SuggestedField,
    },
    stages::{
        gather::{find_words, read_matter},
        plain::plain,
    },
    yaml::{self, flow_scalar, scalar},
};

/// The keys of an article in their canonical order.
const ORDER: [&str; 25] = [
    "title",
    "date",
    "date_basis",
    "source",
    "byline",
    "url",
    "language",
    "translation",
    "image",
    "topics",
    "quotes",
    "events",
    "summary",
    "correction",
    "publish",
    "grade",
    "archived",
    "retrieved",
    "duplicate_of",
    "slug",
    "aliases",
    "pinned",
    "order",
    "draft",
    "seed",
];

/// An article as its file is now.
pub(super) struct Article {
    path: RelPath,
    text: String,
    matter: FrontMatter,
    start: usize,
}

impl Article {
    /// The file as text, if its front matter can be read.
    pub(super) fn read(file: &InputFile) -> Result<Self, Diagnostic> {
        let (matter, start) = read_matter(file)?;
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        Ok(Self { path: file.path.clone(), text, matter, start })
    }

    /// The file with a field. `corrected` is the person's own value. A field that says something is not touched.
    pub(super) fn with_field(
        &self,
        field: &SuggestedField,
        corrected: Option<&str>,
    ) -> Result<String, Diagnostic> {
        let key = field.field.as_str();
        let value = corrected.unwrap_or(&field.value).trim();
        let bare = matches!(key, "date" | "retrieved" | "pinned" | "order" | "draft")
            || value.starts_with(['{', '[']);
        let line = if bare { value.to_owned() } else { scalar(value) };
        let by_hand = format!("{key}: {line}");
        if !yaml::is_unset(&self.matter, key) {
            return Err(self.refuse(key, &format!("the article says already what its {key} is"), &by_hand));
        }
        let wrong = || {
            Diagnostic::error("bad-value", format!("`{}` cannot be the {key}", value.escape_debug()))
                .in_file(&self.path)
                .hint(match key {
                    "date" => "dates are written like 2018-02-14, 2018-02, 2018 or 2018-01/2018-02",
                    _ => "give another value with `dossier edit`",
                })
        };
        let after = yaml::with_key(&self.matter, key, &line).ok_or_else(wrong)?;
        let text = self.checked(key, front_matter::set(&self.text, &ORDER, key, &line), &after, &by_hand)?;
        if key != "date" || !after.date_basis.is_empty() {
            return Ok(text);
        }
        let rule = field.basis.split(": “").next().unwrap_or_default();
        let basis = if corrected.is_some() || rule.is_empty() { "curator" } else { rule };
        let after = FrontMatter { date_basis: basis.to_owned(), ..after };
        let by_hand = format!("date_basis: {}", scalar(basis));
        let text = front_matter::set(&text, &ORDER, "date_basis", &scalar(basis));
        self.checked("date_basis", text, &after, &by_hand)
    }

    /// The file with a quote, or with a speaker for a quote that has none.
    pub(super) fn with_quote(&self, quote: &Quote) -> Result<String, Diagnostic> {
        let plain = plain(&self.text[self.start..]).text;
        let place = |words: &str| find_words(&plain, words).map(|range| range.start);
        let by_hand = format!(
            "quotes: - {{text: {}, speaker: {}}}",
            flow_scalar(&quote.text),
            flow_scalar(&quote.speaker)
        );
        let Some(own) = place(&quote.text) else {
            let why = "these words do not stand in the text, so they cannot be a quote";
            return Err(self.refuse("quotes", why, "").hint("copy them from the text letter for letter"));
        };
        let mut after = self.matter.clone();
        let both = |text: &str| (scalar(text), flow_scalar(text));
        if let Some(at) = self.matter.quotes.iter().position(|known| place(&known.text) == Some(own)) {
            let known = &mut after.quotes[at];
            if !known.speaker.trim().is_empty() {
                let why = format!("the article gives these words to {} already", known.speaker);
                return Err(self.refuse("quotes", &why, &by_hand));
            }
            if quote.speaker.is_empty() {
                return Ok(self.text.clone());
            }
            known.speaker.clone_from(&quote.speaker);
            let value = both(&quote.speaker);
            let text = front_matter::set_in_item(&self.text, "quotes", at, "speaker", &value);
            return self.checked("quotes", text, &after, &by_hand);
        }
        let entry = |key: &'static str, text: &str| (key, scalar(text), flow_scalar(text));
        let mut entries = vec![entry("text", &quote.text)];
        if !quote.speaker.is_empty() {
            entries.push(entry("speaker", &quote.speaker));
        }
        after.quotes.push(quote.clone());
        let text = front_matter::push(&self.text, &ORDER, "quotes", &Item::Map(entries), Style::Block);
        self.checked("quotes", text, &after, &by_hand)
    }

    /// The file with an event.
    pub(super) fn with_event(&self, event: &Event) -> Result<String, Diagnostic> {
        let date = event.date.to_string();
        let mut entries = vec![
            ("date", date.clone(), date),
            ("text", scalar(&event.text), flow_scalar(&event.text)),
            ("status", event.status.word().to_owned(), event.status.word().to_owned()),
        ];
        if let Some(outcome) = &event.outcome {
            let article = match outcome.article.as_str() {
                "" => String::new(),
                name => format!(", article: {}", flow_scalar(name)),
            };
            let map = format!("{{text: {}{article}}}", flow_scalar(&outcome.text));
            entries.push(("outcome", map.clone(), map));
        }
        if !event.id.is_empty() {
            entries.push(("id", scalar(&event.id), flow_scalar(&event.id)));
        }
        let by_hand = format!("events: - {{date: {}, text: {}}}", event.date, flow_scalar(&event.text));
        if self.matter.events.iter().any(|known| known.text == event.text) {
            return Err(self.refuse("events", "the article has this event already", &by_hand));
        }
        let mut after = self.matter.clone();
        after.events.push(event.clone());
        let text = front_matter::push(&self.text, &ORDER, "events", &Item::Map(entries), Style::Rows);
        self.checked("events", text, &after, &by_hand)
    }

    /// The file with the hash of the seed as it is now.
    pub(super) fn with_seed(&self, sha256: &str) -> Result<String, Diagnostic> {
        let mut after = self.matter.clone();
        if let Some(seed) = &mut after.seed {
            sha256.clone_into(&mut seed.sha256);
        }
        let text = front_matter::replace_in_map(&self.text, "seed", "sha256", &format!("\"{sha256}\""));
        self.checked("seed", text, &after, &format!("sha256: \"{sha256}\""))
    }

    fn checked(
        &self,
        key: &str,
        text: Option<String>,
        after: &FrontMatter,
        by_hand: &str,
    ) -> Result<String, Diagnostic> {
        let body = &self.text[self.start..];
        let good = text.filter(|text| means(text, &self.path, after, body));
        good.ok_or_else(|| {
            let why =
                "this front matter is written in a way that cannot be edited safely, so nothing was changed";
            self.refuse(key, why, by_hand)
        })
    }

    fn refuse(&self, key: &str, why: &str, by_hand: &str) -> Diagnostic {
        let refused = Diagnostic::error("not-edited", why)
            .in_file(&self.path)
            .at(self.text.as_str(), front_matter::place(&self.text, key));
        if by_hand.is_empty() { refused } else { refused.hint(format!("write it by hand: `{by_hand}`")) }
    }
}

/// Whether a file means what it should and still ends with its body.
pub(super) fn means<T>(text: &str, path: &RelPath, wanted: &T, body: &str) -> bool
where
    T: DeserializeOwned + Default + PartialEq,
{
    let Ok(split) = yaml::split(text) else { return false };
    // Only a file that had no front matter gets an empty line above its body.
    let same_body = text[split.body..].trim_start_matches(['\r', '\n'])
        == body.trim_start_matches(['\r', '\n'])
        && text.ends_with(body);
    same_body && yaml::read::<T>(text, split.yaml, path).is_ok_and(|matter| matter == *wanted)
}

//! The words of the interface, in the language of the site.
//!
//! They stand in `i18n/LANGUAGE.yaml` of a theme and of a site, under dotted keys (`home.latest`). The site's own files
//! go before the theme's, the language itself before its relatives (`de` for `de-AT`), and English comes last, so that
//! every key has a text. The built-in words stand behind those of every theme: a theme needs none of its own.
//!
//! A text is plain. `{name}` in it stands for what is put in; where a number decides about the form, a key has one text
//! for each plural category (`count.articles.one`, `count.articles.other`).

mod files;
mod functions;
mod plurals;
mod typeset;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use pulldown_cmark_escape::escape_html;

use self::{
    files::Layer,
    plurals::{Category, category},
};
pub(super) use self::{
    functions::register,
    typeset::{Shift, typeset},
};
use super::filters::words::{Words, primary};
use crate::{
    memo,
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::InputFile,
    },
};

/// The language that has every text.
pub const FALLBACK: &str = "en";

/// All texts in one language. Made once for a site and never changed.
#[derive(Debug)]
pub struct Strings {
    texts: BTreeMap<String, Arc<str>>,
    /// How dates, numbers and names of languages are written.
    pub words: Words,
    /// The site's language.
    pub language: String,
    /// Hash of all of it.
    pub key: u128,
}

impl Strings {
    /// The texts for a language, from the files of a theme (`i18n/…`, the site's own first; those of the first built-in
    /// theme are added behind them), and what is worth saying about the files.
    pub fn load(files: &[InputFile], language: &str) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let built_in = files::built_in();
        let mut chain = vec![language, primary(language), FALLBACK];
        chain.dedup();
        let (mut all, mut errors, mut warnings) = (Layer::default(), Vec::new(), Vec::new());
        let spoken = files.iter().chain(&built_in).any(|file| {
            files::language(&file.path)
                .is_some_and(|of| of.eq_ignore_ascii_case(primary(language)) || of == language)
        });
        if !spoken {
            warnings.push(not_spoken(language));
        }
        for wanted in chain {
            let of_language = |file: &&InputFile| {
                files::language(&file.path).is_some_and(|of| of.eq_ignore_ascii_case(wanted))
            };
            for file in files.iter().chain(&built_in).filter(of_language) {
                match files::read(file) {
                    Ok(layer) => all.put_behind(layer),
                    Err(error) => errors.push(error),
                }
            }
        }
        warnings.extend(unknown_keys(files, &built_in));
        match Words::new(&all.texts, &all.lists) {
            Ok(words) if errors.is_empty() => {
                let key = memo::key((language, &all.texts, &all.lists));
                let texts = all.texts.into_iter().map(|(key, text)| (key, Arc::from(text))).collect();
                Ok((Self { texts, words, language: language.to_owned(), key }, warnings))
            }
            Ok(_) => Err(errors),
            Err(error) => {
                errors.push(error);
                Err(errors)
            }
        }
    }

    /// The text of a key. A key that does not exist gives itself; tests see to it that none is asked for.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, |text| text)
    }

    /// The text of a key if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(|text| &**text)
    }

    /// The same, to be shared.
    pub fn shared(&self, key: &str) -> Arc<str> {
        self.texts.get(key).map_or_else(|| Arc::from(key), Arc::clone)
    }

    /// A text with something put in.
    pub fn fill(&self, key: &str, put_in: &[(&str, &str)]) -> String {
        fill(self.text(key), |name| {
            put_in.iter().find(|(known, _)| *known == name).map(|(_, text)| Cow::Borrowed(*text))
        })
        .unwrap_or_else(|_| key.to_owned())
    }

    /// A text in the form that goes with a number, which stands at `{n}`.
    pub fn count(&self, key: &str, number: u64) -> String {
        let number_in_words = self.words.number(number);
        fill(self.form(key, number).unwrap_or(key), |name| {
            (name == "n").then_some(Cow::Borrowed(number_in_words.as_str()))
        })
        .unwrap_or_else(|_| key.to_owned())
    }

    /// The form of a text that goes with a number.
    fn form(&self, key: &str, number: u64) -> Option<&str> {
        self.find(key).or_else(|| {
            let form = |category: Category| self.find(&format!("{key}.{}", category.word()));
            form(category(&self.language, number)).or_else(|| form(Category::Other))
        })
    }

    /// Whether a key has a text, or texts for several numbers.
    fn knows(&self, key: &str) -> bool {
        self.texts.contains_key(key) || self.texts.contains_key(&format!("{key}.other"))
    }

    /// The key that was probably meant.
    fn near(&self, key: &str) -> Option<&str> {
        did_you_mean(key, self.texts.keys().map(|known| files::without_category(known)))
    }

    /// A language by its name, as it stands after “translated”: `from Russian`.
    pub fn translated_from(&self, tag: &str) -> String {
        let known = self.find(&format!("languages_from.{}", primary(tag).to_ascii_lowercase()));
        known.map_or_else(
            || self.fill("languages_from.any", &[("name", &self.words.language(tag))]),
            ToOwned::to_owned,
        )
    }

    /// Several things in one phrase: `A, B and C`. With `open` there may be more of them: `A, B, C`.
    pub fn list<S: AsRef<str>>(&self, items: &[S], open: bool) -> String {
        let joined = |key: &str, a: &str, b: &str| self.fill(key, &[("a", a), ("b", b)]);
        let mut phrase = String::new();
        for (at, item) in items.iter().map(AsRef::as_ref).enumerate() {
            phrase = match (at, items.len()) {
                (0, _) => item.to_owned(),
                (1, 2) if !open => joined("list.pair", &phrase, item),
                (at, all) if at + 1 == all && !open => joined("list.last", &phrase, item),
                _ => joined("list.middle", &phrase, item),
            };
        }
        phrase
    }
}

/// A text with each `{name}` replaced; `Err` is a name that nothing was given for.
fn fill<'a, 't>(text: &'t str, put_in: impl Fn(&'t str) -> Option<Cow<'a, str>>) -> Result<String, &'t str> {
    fill_with(text, put_in, String::push_str)
}

fn fill_with<'a, 't>(
    text: &'t str,
    put_in: impl Fn(&'t str) -> Option<Cow<'a, str>>,
    literal: impl Fn(&mut String, &str),
) -> Result<String, &'t str> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        literal(&mut out, before);
        let Some((name, behind)) = after.split_once('}') else {
            literal(&mut out, "{");
            rest = after;
            continue;
        };
        out.push_str(&put_in(name).ok_or(name)?);
        rest = behind;
    }
    literal(&mut out, rest);
    Ok(out)
}

/// Text as HTML.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    // Writing to a String cannot fail.
    let _ = escape_html(&mut out, text);
    Cow::Owned(out.replace('\'', "&#39;"))
}

fn not_spoken(language: &str) -> Diagnostic {
    let message = format!("there are no interface words for the language `{}`", language.escape_debug());
    Diagnostic::note("language-not-spoken", message).hint(format!(
        "the site's own words are English; write `i18n/{}.yaml` after the example of the built-in ones",
        primary(language).escape_debug()
    ))
}

/// Keys of the site's and theme's files that look like a slip of the pen: near to a known key and not one.
fn unknown_keys(files: &[InputFile], built_in: &[InputFile]) -> Vec<Diagnostic> {
    let english = built_in.iter().filter(|file| files::language(&file.path) == Some(FALLBACK));
    let known: Layer =
        english.filter_map(|file| files::read(file).ok()).fold(Layer::default(), |mut all, layer| {
            all.put_behind(layer);
            all
        });
    let is_built_in = |file: &InputFile| built_in.iter().any(|known| known.path == file.path);
    let own = files.iter().filter(|file| files::language(&file.path).is_some() && !is_built_in(file));
    own.filter_map(|file| Some((file, files::read(file).ok()?)))
        .flat_map(|(file, layer)| {
            layer.keys().filter_map(|key| files::slip(&key, &known, file)).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests;

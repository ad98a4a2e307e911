//! What templates call to say something: the function `t`, and the filters `names` and `language_from`.
//!
//! ```text
//! {{ t(key="home.latest") }}                            Latest
//! {{ t(key="count.articles", n=total) }}                1,204 articles
//! {{ t(key="article.by", names=byline | names) }}       By <bdi>A. Holm</bdi> and <bdi>B. Ek</bdi>
//! {{ texts(key="search") | json }}                      {"any":"Any",…}: all below a key, for a script
//! ```

use std::{borrow::Cow, sync::Arc};

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::{Strings, escaped, fill_with};

/// Puts them into a template engine. What they give is HTML: texts and arguments are escaped, but for arguments that are
/// HTML already.
pub(in super::super) fn register(tera: &mut Tera, strings: &Arc<Strings>) {
    let of = Arc::clone(strings);
    tera.register_function("t", move |kwargs: Kwargs, _: &State| of.in_template(&kwargs));
    let of = Arc::clone(strings);
    tera.register_function("texts", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        let below = of.below(key);
        if below.is_empty() {
            Err(Error::message(of.unknown(key)))
        } else {
            Ok(Value::from_serializable(&below))
        }
    });
    let of = Arc::clone(strings);
    tera.register_filter("language_from", move |tag: &str, _: Kwargs, _: &State| of.translated_from(tag));
    let of = Arc::clone(strings);
    tera.register_filter(
        "names",
        move |names: Vec<String>, kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let open = kwargs.get::<bool>("open")?.unwrap_or_default();
            let apart: Vec<String> =
                names.iter().map(|name| format!("<bdi>{}</bdi>", escaped(name))).collect();
            Ok(Value::safe_string(&of.list(&apart, open)))
        },
    );
}

impl Strings {
    fn in_template(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        let number = kwargs.get::<u64>("n")?;
        let text = match number {
            Some(number) => self.form(key, number),
            None => self.find(key),
        };
        let Some(text) = text.or(kwargs.get::<&str>("default")?) else {
            return Err(Error::message(self.unknown(key)));
        };
        let put_in = |name: &str| {
            if let (Some(number), "n") = (number, name) {
                return Some(Cow::Owned(self.words.number(number)));
            }
            // `get` is for values of one type; any may be put in.
            kwargs
                .iter()
                .find(|(known, _)| known.as_str() == Some(name))
                .map(|(_, value)| self.as_html(value))
        };
        let filled = fill_with(text, put_in, |out, literal| out.push_str(&escaped(literal)));
        filled
            .map(|html| Value::safe_string(&html))
            .map_err(|name| Error::message(format!("the text `{key}` needs `{name}`")))
    }

    /// All texts below a key: the first part of what is left of their own, then the next, and so on.
    fn below(&self, key: &str) -> serde_json::Map<String, serde_json::Value> {
        let prefix = format!("{key}.");
        let mut all = serde_json::Map::new();
        for (name, text) in self.texts.range(prefix.clone()..) {
            let Some(name) = name.strip_prefix(&prefix) else { break };
            let mut parts: Vec<&str> = name.split('.').collect();
            let last = parts.pop().unwrap_or_default();
            let mut place = Some(&mut all);
            for part in parts {
                let inner = place.and_then(|place| {
                    let inner = place
                        .entry(part)
                        .or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
                    inner.as_object_mut()
                });
                place = inner;
            }
            if let Some(place) = place {
                place.insert(last.to_owned(), (&**text).into());
            }
        }
        all
    }

    /// What is wrong with a key that does not exist.
    pub(in super::super) fn unknown(&self, key: &str) -> String {
        match self.near(key) {
            Some(near) => format!("no text has the key `{key}`: did you mean `{near}`?"),
            None => format!("no text has the key `{key}`"),
        }
    }

    fn as_html<'v>(&self, value: &'v Value) -> Cow<'v, str> {
        match value.as_str() {
            Some(text) if value.is_safe() => Cow::Borrowed(text),
            Some(text) => escaped(text),
            None if value.is_f64() => Cow::Owned(value.to_string().replace('.', &self.words.decimal)),
            None => Cow::Owned(escaped(&value.to_string()).into_owned()),
        }
    }
}

//! The filters that templates may use. All are pure: what they print depends on their input and on the
//! language of the site, which [`register`] binds.
//!
//! | filter | of | gives |
//! |---|---|---|
//! | `date`, `date(style="short")` | EDTF | the date in words |
//! | `datetime` | EDTF | the value of a `<time datetime>`, or nothing |
//! | `plural(one=…, other=…)` | a number | `1 article`, `1,204 articles` |
//! | `number` | a number | `1,204` |
//! | `percent` | hundredths | `12%` |
//! | `language_name` | BCP 47 tag | `Russian` |
//! | `direction` | BCP 47 tag | `rtl` or `ltr` |
//! | `safe_url` | an address from data | the address, or nothing when following it could do harm |
//! | `json_script` | JSON as text | the same JSON, safe inside a `<script>` of HTML |
//! | `json` | any value | the value as JSON, for an attribute that a script reads |
//! | `any_unreviewed` | a list of lists | whether an entry of one has `unreviewed` set |
//! | `anchor` | any text | a value for `id` and for the fragment of a link |

pub mod dates;
pub mod words;

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use self::dates::Style;
use super::strings::Strings;
use crate::{model::date::Date, text::address::without_tracking};

/// Puts the filters into a template engine. Must come before the templates, which are checked for unknown
/// filters as they are added.
pub fn register(tera: &mut Tera, strings: &Arc<Strings>) {
    let of = Arc::clone(strings);
    tera.register_filter("date", move |edtf: &str, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let style = match kwargs.get::<&str>("style")? {
            None | Some("long") => Style::Long,
            Some("short") => Style::Short,
            Some(other) => {
                return Err(Error::message(format!("`style` is `long` or `short`, not `{other}`")));
            }
        };
        Ok(dates::in_words(parse(edtf)?, &of.words, style))
    });
    tera.register_filter("datetime", |edtf: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(dates::machine_readable(parse(edtf)?))
    });
    let of = Arc::clone(strings);
    tera.register_filter("plural", move |count: u64, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let (one, other) = (kwargs.must_get::<&str>("one")?, kwargs.must_get::<&str>("other")?);
        Ok(format!("{} {}", of.words.number(count), if count == 1 { one } else { other }))
    });
    let of = Arc::clone(strings);
    tera.register_filter("number", move |count: u64, _: Kwargs, _: &State| of.words.number(count));
    let of = Arc::clone(strings);
    tera.register_filter("percent", move |hundredths: u64, _: Kwargs, _: &State| {
        of.words.percent(hundredths)
    });
    let of = Arc::clone(strings);
    tera.register_filter("language_name", move |tag: &str, _: Kwargs, _: &State| of.words.language(tag));
    tera.register_filter("direction", |tag: &str, _: Kwargs, _: &State| words::direction(tag));
    tera.register_filter("safe_url", |url: &str, _: Kwargs, _: &State| safe_url(url));
    tera.register_filter("json_script", |json: &str, _: Kwargs, _: &State| {
        Value::safe_string(&json_in_html(json.to_owned()))
    });
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| -> TeraResult<String> {
        serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))
    });
    tera.register_filter("any_unreviewed", |lists: &Value, _: Kwargs, _: &State| any_unreviewed(lists));
    tera.register_filter("anchor", |text: &str, _: Kwargs, _: &State| anchor(text));
}

fn parse(edtf: &str) -> TeraResult<Date> {
    edtf.parse().map_err(|reason| Error::message(format!("{reason}")))
}

/// JSON that can stand inside a `<script>` element: `<`, `>`, `&` and the two line ends that old JavaScript
/// knew become `\u` escapes, so that no text of the data can close the element or open a comment in it.
/// Text that is escaped already stays as it is.
pub fn json_in_html(json: String) -> String {
    let bytes = json.as_bytes();
    let is_line_end = |at: &usize| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9]));
    let marks = memchr::memchr3_iter(b'<', b'>', b'&', bytes);
    let mut risky: Vec<usize> = marks.chain(memchr::memchr_iter(0xe2, bytes).filter(is_line_end)).collect();
    if risky.is_empty() {
        return json;
    }
    risky.sort_unstable();
    let mut safe = String::with_capacity(json.len() + 5 * risky.len());
    let mut from = 0;
    for at in risky {
        safe.push_str(&json[from..at]);
        let (escape, length) = match (bytes[at], bytes.get(at + 2)) {
            (b'<', _) => ("\\u003c", 1),
            (b'>', _) => ("\\u003e", 1),
            (b'&', _) => ("\\u0026", 1),
            (_, Some(0xa8)) => ("\\u2028", 3),
            _ => ("\\u2029", 3),
        };
        safe.push_str(escape);
        from = at + length;
    }
    safe.push_str(&json[from..]);
    safe
}

/// The address as it may stand in an `href`: `https`, `http` or `mailto`, or a path or fragment of this site.
/// Anything else gives nothing: other schemes (also behind control characters or blanks, which browsers
/// ignore), addresses without a scheme that name a host (`//host`), and backslashes, which browsers read as
/// slashes.
pub fn safe_url(url: &str) -> String {
    let url: String = url.trim().chars().filter(|c| !c.is_control()).collect();
    let scheme_end = url.find([':', '/', '?', '#']);
    let allowed = match scheme_end.map(|end| (&url[..end], &url[end..])) {
        Some((scheme, rest)) if rest.starts_with(':') => match scheme.to_ascii_lowercase().as_str() {
            "https" | "http" => rest.starts_with("://") && rest.len() > 3,
            "mailto" => rest.len() > 1,
            _ => false,
        },
        Some(("", _)) => !url.starts_with("//"),
        _ => !url.is_empty(),
    };
    let allowed = allowed && !url.contains(['\\', '<', '>', '"', ' ']);
    if allowed { without_tracking(&url) } else { String::new() }
}

/// Whether a page that shows these lists must explain the mark of what nobody has reviewed.
fn any_unreviewed(lists: &Value) -> bool {
    let lists = lists.as_array().unwrap_or_default().iter();
    let mut entries = lists.flat_map(|list| list.as_array().unwrap_or_default());
    entries.any(|entry| entry.get_from_path("unreviewed").is_some_and(Value::is_truthy))
}

/// A value for `id`: letters and digits of any script in lower case, everything else one hyphen. May be
/// empty.
pub fn anchor(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::*;

    fn print(template: &str) -> Result<String, String> {
        let mut tera = Tera::default();
        register(&mut tera, &Arc::new(Strings::english()));
        tera.add_raw_template("t.html", template).map_err(|e| e.to_string())?;
        tera.render("t.html", &Context::new()).map_err(|e| e.to_string())
    }

    #[test]
    fn templates_can_call_every_filter() {
        for (template, printed) in [
            (r#"{{ "2017-11-24" | date }}"#, "24 November 2017"),
            (r#"{{ "2017-11-24" | date(style="short") }}"#, "24 Nov 2017"),
            (r#"{{ "2017-11~" | datetime }}"#, "2017-11"),
            (r#"{{ 1 | plural(one="article", other="articles") }}"#, "1 article"),
            (r#"{{ 1204 | plural(one="article", other="articles") }}"#, "1,204 articles"),
            (r#"{{ 0 | plural(one="article", other="articles") }}"#, "0 articles"),
            ("{{ 1234567 | number }}", "1,234,567"),
            ("{{ 12 | percent }}", "12%"),
            (r#"{{ "ru-Latn" | language_name }}"#, "Russian"),
            (r#"{{ "tlh" | language_name }}"#, "tlh"),
            (r#"{{ "ur" | direction }}"#, "rtl"),
            (r#"{{ "https://e.org/?a=1&b" | safe_url }}"#, "https://e.org/?a=1&amp;b"),
            (r#"{{ '{"a":"</script>"}' | json_script }}"#, r#"{"a":"\u003c/script\u003e"}"#),
            (r#"{{ {"a": "<\""} | json }}"#, r"{&quot;a&quot;:&quot;&lt;\&quot;&quot;}"),
            (r#"{{ "South Kuril's!" | anchor }}"#, "south-kuril-s"),
        ] {
            assert_eq!(print(template), Ok(printed.to_owned()), "{template}");
        }
    }

    #[test]
    fn a_wrong_date_or_style_is_an_error_with_its_reason() {
        assert!(print(r#"{{ "24.11.2017" | date }}"#).is_err_and(|e| e.contains("is not a date")));
        assert!(print(r#"{{ "2017" | date(style="tiny") }}"#).is_err_and(|e| e.contains("`tiny`")));
    }

    #[test]
    fn only_harmless_addresses_pass() {
        for url in [
            "https://example.org",
            "HTTP://example.org/a?b#c",
            "mailto:a@example.org",
            "/articles/a/",
            "#quote-1",
            "?q=a:b",
            "a/b:c",
            "https://пример.рф/а",
        ] {
            assert_eq!(safe_url(url), url);
        }
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " \u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//example.org",
            "/\\example.org",
            "\\\\example.org",
            "https:example.org",
            "https://",
            "mailto:",
            "",
            "  ",
            "file:///etc/passwd",
            "https://e.org/\"onclick=",
        ] {
            assert_eq!(safe_url(url), "", "{url}");
        }
    }

    #[test]
    fn json_cannot_leave_its_element() {
        let hostile = "{\"a\":\"</script><!--\u{2028}\u{2029}&\"}";
        let safe = json_in_html(hostile.to_owned());
        assert!(!safe.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{safe}");
        let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("valid JSON");
        assert_eq!(read(&safe), read(hostile));
        assert_eq!(json_in_html(safe.clone()), safe);
    }

    #[test]
    fn an_anchor_keeps_letters_of_every_script() {
        assert_eq!(anchor("Курильские острова, 2017"), "курильские-острова-2017");
        assert_eq!(anchor("—"), "");
    }
}

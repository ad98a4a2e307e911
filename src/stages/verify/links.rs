//! Where the addresses in pages lead: to a page or file of the site, to a place in one, or elsewhere.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use xxhash_rust::xxh3::xxh3_64;

use super::html::unescape;
use crate::model::{config::Config, site::Site};

/// What an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A page of the site, by its path in the output, with the id that is meant in it.
    Inside { path: String, fragment: String },
    /// Another site.
    Elsewhere(String),
    /// On the same host, but above the site.
    Above(String),
    /// Mail, or nothing that leads anywhere.
    None,
}

/// The addresses that a site has.
#[derive(Debug)]
pub(super) struct Addresses {
    origin: String,
    base_path: String,
    /// Hashes of all paths in the output, sorted.
    known: Vec<u64>,
}

impl Addresses {
    pub(super) fn new(site: &Site, config: &Config) -> Self {
        let mut known: Vec<u64> = site.entries.keys().map(|path| path_key(path)).collect();
        known.sort_unstable();
        Self { origin: config.origin().to_owned(), base_path: config.base_path(), known }
    }

    /// Whether the output has a file of this path; a folder counts when it has an `index.html`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.known.binary_search(&path_key(path)).is_ok()
    }

    /// What an attribute of the page at `page` (its path in the output) leads to.
    pub(super) fn target(&self, attribute: &str, page: &str) -> Target {
        let address = unescape(attribute.trim());
        let (before, fragment) = address.split_once('#').unwrap_or((&address, ""));
        let fragment = percent_decode_str(fragment).decode_utf8_lossy().into_owned();
        let path = before.split('?').next().unwrap_or_default();
        let inside = |path: Cow<'_, str>| Target::Inside { path: file(&path), fragment: fragment.clone() };
        if before.is_empty() {
            return Target::Inside { path: page.to_owned(), fragment };
        }
        if let Some(rest) =
            before.strip_prefix(self.origin.as_str()).filter(|rest| !rest.is_empty() && rest.starts_with('/'))
        {
            let rest = rest.split('?').next().unwrap_or_default();
            if let Some(below) = rest.strip_prefix(&self.base_path) {
                return inside(decoded(below));
            }
        }
        if before.starts_with("//") {
            return Target::Elsewhere(format!("https:{before}"));
        }
        if has_scheme(before) {
            let web = before.starts_with("https://") || before.starts_with("http://");
            return if web { Target::Elsewhere(before.to_owned()) } else { Target::None };
        }
        if path.starts_with('/') {
            return match path.strip_prefix(&self.base_path) {
                Some(below) => inside(decoded(below)),
                None if format!("{path}/") == self.base_path => inside(Cow::Borrowed("")),
                None => Target::Above(path.to_owned()),
            };
        }
        match joined(page, &decoded(path)) {
            Some(path) => inside(Cow::Owned(path)),
            None => Target::Above(path.to_owned()),
        }
    }
}

/// The hash under which a path is known; `a/` and `a/index.html` are one.
pub(super) fn path_key(path: &str) -> u64 {
    xxh3_64(path.as_bytes())
}

fn decoded(path: &str) -> Cow<'_, str> {
    percent_decode_str(path).decode_utf8_lossy()
}

/// `topics/japan/` → `topics/japan/index.html`
fn file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// A path relative to a page; nothing when it leads above the site.
fn joined(page: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    let mut folder = relative.is_empty();
    for part in relative.split('/') {
        folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    Some(if folder && !path.is_empty() { format!("{path}/") } else { path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_a_browser_goes() {
        let config = Config { base_url: "https://example.org/kuril/".to_owned(), ..Config::default() };
        let addresses = Addresses::new(&Site::default(), &config);
        for (address, expected) in [
            ("/kuril/topics/a/#s-b", "topics/a/index.html#s-b"),
            ("/kuril/", "index.html#"),
            ("/kuril", "index.html#"),
            ("/kuril/a%20b.txt?x=1&amp;y=2", "a b.txt#"),
            ("https://example.org/kuril/topics/", "topics/index.html#"),
            ("https://example.org/other/", "elsewhere https://example.org/other/"),
            ("https://example.org.evil.net/kuril/", "elsewhere https://example.org.evil.net/kuril/"),
            ("//cdn.example.net/a.js", "elsewhere https://cdn.example.net/a.js"),
            ("/other/", "above /other/"),
            ("#s-b", "articles/x/index.html#s-b"),
            ("../y/", "articles/y/index.html#"),
            ("..", "articles/index.html#"),
            ("z.html", "articles/x/z.html#"),
            ("../../../y/", "above ../../../y/"),
            ("mailto:a@example.org", "none"),
        ] {
            let found = match addresses.target(address, "articles/x/index.html") {
                Target::Inside { path, fragment } => format!("{path}#{fragment}"),
                Target::Elsewhere(url) => format!("elsewhere {url}"),
                Target::Above(path) => format!("above {path}"),
                Target::None => "none".to_owned(),
            };
            assert_eq!(found, expected, "{address}");
        }
    }
}

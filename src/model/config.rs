//! `dossier.yaml`: every key optional, unknown keys are errors.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{check::Check, deploy::Target, theme_file::OptionValue};

/// The settings of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in the file")]
pub struct Config {
    /// The name of the site, shown on every page.
    pub title: String,
    /// One sentence about the dossier, shown on the home page and in the feed.
    pub description: String,
    /// Where the site will be published: absolute, `https` or `http`, may hold a path.
    pub base_url: String,
    /// The language of the site's own words, a BCP 47 tag.
    pub language: String,
    /// Who publishes the dossier.
    pub publisher: String,
    /// The article that opens the front page, by file stem or title; the newest when it is empty.
    pub lead: String,
    /// A folder in `themes/`, or the name of a built-in theme.
    pub theme: String,
    /// What the theme lets a site set; `theme.yaml` names it.
    pub theme_options: BTreeMap<String, OptionValue>,
    /// The output folder, relative to the root.
    pub output: String,
    /// Whether what no person has confirmed is shown, with its mark.
    pub publish_suggestions: bool,
    /// Whether articles, topics and pages with `draft: true` are built.
    pub drafts: bool,
    /// Whether articles of a day to come are built.
    pub future: bool,
    /// Whether typewriter quotation marks, dashes and dots in `content/pages/` become those of print, as the language has
    /// them. The texts of articles are never touched.
    pub smart_punctuation: bool,
    /// Seeds larger than this many bytes are quarantined.
    pub seed_limit: usize,
    /// How many entries a list shows on one page.
    pub per_page: usize,
    /// Whether pages are written without blank lines and indentation.
    pub minify: bool,
    /// The site's own domain, for hosts that read a file `CNAME`.
    pub cname: String,
    /// Whether the site has a search page with an index.
    pub search: bool,
    /// The hub (`WebSub`) that tells subscribers of new entries; the feeds name it.
    pub websub: String,
    /// Where `dossier deploy` publishes, by name.
    #[serde(deserialize_with = "super::deploy::targets")]
    pub deploy: BTreeMap<String, Target>,
    /// What `dossier check` may pass over, and how heavy a page may be.
    pub check: Check,
}

/// The address used until `base_url` is set: the one that `dossier serve` answers on.
pub const LOCAL_BASE_URL: &str = "http://localhost:4747/";

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Dossier".to_owned(),
            description: String::new(),
            base_url: LOCAL_BASE_URL.to_owned(),
            language: "en".to_owned(),
            publisher: String::new(),
            lead: String::new(),
            theme: "broadsheet".to_owned(),
            theme_options: BTreeMap::new(),
            output: "public".to_owned(),
            publish_suggestions: true,
            drafts: false,
            future: false,
            smart_punctuation: true,
            seed_limit: 5 * 1024 * 1024,
            per_page: 100,
            minify: false,
            cname: String::new(),
            search: true,
            websub: String::new(),
            deploy: BTreeMap::new(),
            check: Check::default(),
        }
    }
}

impl Config {
    /// `base_url` without its path and without a slash at the end: `https://example.org`.
    pub fn origin(&self) -> &str {
        let host = self.base_url.find("://").map_or(0, |colon| colon + 3);
        let end = self.base_url[host..].find('/').map_or(self.base_url.len(), |slash| host + slash);
        &self.base_url[..end]
    }

    /// The path of `base_url`, with a slash at both ends: `/` or `/dossier/`.
    pub fn base_path(&self) -> String {
        let path = self.base_url[self.origin().len()..].trim_matches('/');
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_falls_into_origin_and_path() {
        for (url, origin, path) in [
            ("https://example.org", "https://example.org", "/"),
            ("https://example.org/", "https://example.org", "/"),
            ("https://example.org/a/b", "https://example.org", "/a/b/"),
            (LOCAL_BASE_URL, "http://localhost:4747", "/"),
        ] {
            let config = Config { base_url: url.to_owned(), ..Config::default() };
            assert_eq!((config.origin(), config.base_path().as_str()), (origin, path), "{url}");
        }
    }
}

//! Which outlet, agency or ministry a credit or an address belongs to.
//!
//! The curator's `content/sources/` come first; below them lies a small built-in table (`sources.tsv`), facts
//! only: name, kind, country, usual language, whether its pictures appear in everybody's articles, names that it
//! is credited by, host names.

use std::collections::BTreeMap;

use crate::{model::source::SourceMatter, text::one_line};

/// An outlet, agency or ministry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name that the dossier uses.
    pub name: String,
    /// `agency`, `newspaper`, `ministry`, …; may be empty.
    pub kind: String,
    /// Where it is based; may be empty.
    pub country: String,
    /// BCP 47 tag of its usual language; may be empty.
    pub language: String,
    /// Its pictures appear in other outlets' articles, so that a photo credit says little about the text.
    pub sells_pictures: bool,
}

/// All known sources.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    /// By [`key`] of a name.
    names: BTreeMap<String, usize>,
    /// By host name without `www.`.
    domains: BTreeMap<String, usize>,
}

/// No credit has a longer name than this, in words.
const LONGEST_NAME: usize = 10;

const BUILT_IN: &str = include_str!("sources.tsv");

impl Sources {
    /// The curator's sources over the built-in ones.
    pub fn new(curated: &[SourceMatter]) -> Self {
        let mut sources = Self::default();
        for matter in curated.iter().filter(|matter| !matter.draft) {
            let source = Source {
                name: matter.name.clone(),
                kind: matter.kind.clone(),
                country: matter.country.clone(),
                language: matter.language.clone(),
                sells_pictures: matter.kind == "picture agency",
            };
            let host = host_of(&matter.url).map(str::to_owned);
            let domains = matter.domains.iter().cloned().chain(host);
            sources.add(source, matter.aliases.iter().map(String::as_str), domains);
        }
        for line in BUILT_IN.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t').map(str::trim);
            let mut next = || cells.next().unwrap_or_default();
            let source = Source {
                name: next().to_owned(),
                kind: next().to_owned(),
                country: next().to_owned(),
                language: next().to_owned(),
                sells_pictures: next() == "sold",
            };
            let aliases = next().split(';');
            let domains = next().split(';').map(str::to_owned);
            sources.add(source, aliases, domains);
        }
        sources
    }

    /// The first to claim a name or a host keeps it; a built-in source that the curator also describes lends it
    /// its other names and what the curator left empty.
    fn add<'a>(
        &mut self,
        source: Source,
        aliases: impl Iterator<Item = &'a str>,
        domains: impl Iterator<Item = String>,
    ) {
        let index = self.index_of(source);
        for alias in aliases.map(key).filter(|alias| !alias.is_empty()) {
            self.names.entry(alias).or_insert(index);
        }
        for domain in domains {
            let domain = domain.trim().trim_start_matches("www.").to_lowercase();
            if !domain.is_empty() {
                self.domains.entry(domain).or_insert(index);
            }
        }
    }

    /// Where a source stands in the list; a new one is added, a known one filled up.
    fn index_of(&mut self, source: Source) -> usize {
        let Some(&index) = self.names.get(&key(&source.name)) else {
            self.names.insert(key(&source.name), self.list.len());
            self.list.push(source);
            return self.list.len() - 1;
        };
        let known = &mut self.list[index];
        let fill = |field: &mut String, value: &String| {
            if field.is_empty() {
                field.clone_from(value);
            }
        };
        fill(&mut known.kind, &source.kind);
        fill(&mut known.country, &source.country);
        fill(&mut known.language, &source.language);
        known.sells_pictures |= source.sells_pictures;
        index
    }

    /// The source with this name or credit.
    pub fn named(&self, credit: &str) -> Option<&Source> {
        self.names.get(&key(credit)).map(|&index| &self.list[index])
    }

    /// The source whose name begins the text, the longest that fits, and where the name ends, in bytes.
    pub fn at_start(&self, text: &str) -> Option<(&Source, usize)> {
        let ends = word_ends(text).take(LONGEST_NAME).collect::<Vec<_>>();
        ends.into_iter().rev().find_map(|end| Some((self.named(&text[..end])?, end)))
    }

    /// The source that publishes at this address or host name, or at one above it.
    pub fn at_address(&self, address: &str) -> Option<&Source> {
        let mut host = host_of(address)?.trim_start_matches("www.");
        loop {
            if let Some(&index) = self.domains.get(host) {
                return Some(&self.list[index]);
            }
            host = host.split_once('.').filter(|(_, rest)| rest.contains('.'))?.1;
        }
    }
}

/// The host name of an address, in the letters given; an address without a scheme is taken as a host.
pub fn host_of(address: &str) -> Option<&str> {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = after.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?;
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// Letters and digits in lower case with one space between words.
fn key(name: &str) -> String {
    let letters = name.chars().flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    one_line(&spaced)
}

/// Where each run of letters and digits ends, in bytes.
fn word_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let nexts = text.chars().skip(1).map(Some).chain([None]);
    text.char_indices().zip(nexts).filter_map(|((at, letter), next)| {
        let ends = letter.is_alphanumeric() && !next.is_some_and(char::is_alphanumeric);
        ends.then_some(at + letter.len_utf8())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_whole() {
        for line in BUILT_IN.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 7, "{line}");
            assert!(!cells[0].is_empty() && ["own", "sold"].contains(&cells[4]), "{line}");
        }
    }

    #[test]
    fn a_credit_is_known_by_any_of_its_names() {
        let sources = Sources::new(&[]);
        let name = |credit| sources.named(credit).map(|source| source.name.as_str());
        assert_eq!(name("РИА Новости"), Some("RIA Novosti"));
        assert_eq!(name("The Associated Press"), Some("Associated Press"));
        assert_eq!(name("AFP"), Some("Agence France-Presse"));
        assert_eq!(name("Somebody"), None);
    }

    #[test]
    fn the_longest_name_at_the_start_counts() {
        let sources = Sources::new(&[]);
        let (source, end) = sources.at_start("Sputnik/RIA Novosti / Ann Lee").expect("known");
        assert_eq!((source.name.as_str(), end), ("RIA Novosti", "Sputnik/RIA Novosti".len()));
        assert!(sources.at_start("APart from that").is_none());
    }

    #[test]
    fn addresses_lead_to_sources() {
        let sources = Sources::new(&[]);
        let name = |address| sources.at_address(address).map(|source| source.name.as_str());
        assert_eq!(name("https://www.bbc.co.uk/news/1"), Some("BBC"));
        assert_eq!(name("https://uk.reuters.com/article/x"), Some("Reuters"));
        assert_eq!(name("https://notreuters.com/"), None);
    }

    #[test]
    fn the_curator_comes_first_and_is_filled_up() {
        let curated = SourceMatter {
            name: "Reuters".to_owned(),
            aliases: vec!["Rtr".to_owned()],
            country: "Canada".to_owned(),
            ..SourceMatter::default()
        };
        let sources = Sources::new(&[curated]);
        let source = sources.named("rtr").expect("known");
        assert_eq!((source.country.as_str(), source.kind.as_str()), ("Canada", "agency"));
        assert_eq!(sources.at_address("reuters.com").map(|s| s.name.as_str()), Some("Reuters"));
    }
}

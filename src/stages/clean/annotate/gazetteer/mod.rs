//! What is known before a text is read: states with their capitals and demonyms, towns, waters, wars, bodies, and
//! the words that have a task in a news text. Facts only, in plain tables beside this file.

pub(super) mod japanese;

use std::{collections::BTreeMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

use crate::{
    model::topic::Kind,
    text::{cases::cases, words::Words},
};

/// Tasks that a word can have, as bits.
pub(super) mod task {
    macro_rules! tasks {
        ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
            tasks!(@bits 0u64; $($(#[$doc])* $name = $word;)*);
            /// The name of each task in `words.txt`.
            pub(crate) const NAMES: &[(&str, u64)] = &[$(($word, $name)),*];
        };
        (@bits $n:expr; $(#[$doc:meta])* $name:ident = $word:literal; $($rest:tt)*) => {
            $(#[$doc])*
            pub(crate) const $name: u64 = 1 << ($n);
            tasks!(@bits $n + 1; $($rest)*);
        };
        (@bits $n:expr;) => {};
    }
    tasks! {
        /// Stands before a name: `Mr`, `Gen`.
        TITLE = "title";
        /// An office or trade: `minister`, `spokesman`.
        FUNCTION = "function";
        /// What an office is about: `foreign`.
        PORTFOLIO = "portfolio";
        /// Stands before an office: `former`, `deputy`.
        FORMER = "former";
        /// Ends the name of a body: `Ministry`.
        ORG_HEAD = "orghead";
        /// Ends or begins the name of a place: `Province`.
        PLACE_HEAD = "placehead";
        /// A kind of place that is itself never a state or body: `Islands`.
        ISLAND_LIKE = "islandlike";
        /// `islands`, before `of A, B and C`.
        PLURAL_PLACE = "pluralplace";
        /// `city`, before `of A`.
        SINGLE_PLACE = "singleplace";
        /// Ends the name of an event: `War`.
        EVENT_HEAD = "eventhead";
        /// Small words inside names: `al`, `von`.
        PARTICLE = "particle";
        /// `southern`
        DIRECTION = "direction";
        /// `march`
        MONTH = "month";
        /// `monday`
        WEEKDAY = "weekday";
        /// Grammar words and others that are no names at the head of a sentence.
        STOP = "stop";
        /// `of`, `in`, ….
        PREPOSITION = "preposition";
        /// Verbs of saying.
        SPEECH = "speech";
        /// Verbs that put words in a mouth without saying: `described`.
        SPEECH_LIKE = "speechlike";
        /// Things that say: `report`.
        NON_SPEAKER = "nonspeaker";
        /// `he`
        SUBJECT_PRONOUN = "subjectpronoun";
        /// Given name of men.
        GIVEN_M = "m";
        /// Given name of women.
        GIVEN_F = "f";
        /// Given name of either, or a family name that stands first.
        GIVEN_X = "x";
        /// `Russian`
        DEMONYM = "demonym";
        /// A frequent word that is no name.
        COMMON = "common";
        /// Capitals that are no body: `GDP`.
        NO_ACRONYM = "noacronym";
        /// Verbs that say no more than that something takes place: their subject is the event.
        TAKES_PLACE = "takesplace";
        /// Verbs whose object is the event: `hold`.
        HOLDS = "holds";
        /// Words that say that something is still to come.
        AHEAD = "ahead";
        /// Words that look back.
        BACK = "back";
        /// Words before the title of a work, a name or a term in marks.
        NAMED = "named";
        /// Nouns that end phrases about nothing in particular.
        GENERIC = "generic";
        /// Verbs and fillers that end a phrase.
        BREAKER = "breaker";
        /// Irregular verbs in the past.
        PAST = "past";
        /// Verbs of saying that are nouns as well: `claims`.
        SPEECH_NOUN = "speechnoun";
        /// Words that date expressions begin with.
        DATE_WORD = "dateword";
        /// Nouns for things that take place: `summit`.
        EVENT_NOUN = "eventnoun";
    }
    /// Any given name.
    pub(crate) const GIVEN: u64 = GIVEN_M | GIVEN_F | GIVEN_X;
}

/// Something with a known name.
#[derive(Debug)]
pub(super) struct Entry {
    /// The name that the dossier uses.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether it is, or was, a state or a part of one with its own demonym.
    pub state: bool,
}

/// Names that begin with one word.
type Spellings = Vec<(Vec<String>, usize)>;

struct Tables {
    tasks: BTreeMap<String, u64>,
    /// The same in other languages.
    foreign: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    entries: Vec<Entry>,
    by_first: BTreeMap<String, Spellings>,
    demonyms: BTreeMap<String, &'static str>,
    capitals: BTreeMap<String, &'static str>,
    /// Cases of names, and the names.
    cases: BTreeMap<&'static str, &'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::load);

/// The tasks of a word in lower case, in a language by its BCP 47 tag: what its own table says goes before English.
pub(super) fn tasks(low: &str, language: &str) -> u64 {
    let own = language.get(..2).and_then(|tag| TABLES.foreign.get(tag));
    let task = own.and_then(|table| table.get(low)).or_else(|| TABLES.tasks.get(low));
    task.copied().unwrap_or_else(|| if low.is_ascii() { 0 } else { given(low) })
}

/// No given name is longer, in bytes.
const LONGEST_GIVEN: usize = 16;

/// `maría` is the given name `maria`: the table has many names without their accents.
fn given(low: &str) -> u64 {
    if low.len() > LONGEST_GIVEN || low.chars().any(|c| c > '\u{24f}') {
        return 0;
    }
    let bare: String = low.nfd().filter(char::is_ascii).collect();
    TABLES.tasks.get(&bare).map_or(0, |tasks| tasks & task::GIVEN)
}

/// The state that a demonym in lower case belongs to: `russian` → `Russia`.
pub(super) fn state_of_demonym(low: &str) -> Option<&'static str> {
    TABLES.demonyms.get(low).copied()
}

/// The name that a word of the tables is a case of: `Японии` → `Япония`.
pub(super) fn nominative(name: &str) -> Option<&'static str> {
    TABLES.cases.get(name).copied()
}

/// The state that a capital in lower case is the capital of.
pub(super) fn state_of_capital(low: &str) -> Option<&'static str> {
    TABLES.capitals.get(low).copied()
}

/// The longest known name that begins at a token, and how many tokens it has. Each of its words that is written
/// with a capital must have one in the text; for events (which sources spell as they like) only the first.
pub(super) fn match_at(words: &Words<'_>, at: usize) -> Option<(&'static Entry, usize)> {
    let spellings = TABLES.by_first.get(words.low(at))?;
    let mut best: Option<(&'static Entry, usize)> = None;
    for (spelling, entry) in spellings {
        let entry = &TABLES.entries[*entry];
        if best.is_some_and(|(_, length)| length >= spelling.len()) {
            continue;
        }
        if fits(words, at, spelling, entry.kind) {
            best = Some((entry, spelling.len()));
        }
    }
    best
}

fn fits(words: &Words<'_>, at: usize, spelling: &[String], kind: Kind) -> bool {
    spelling.iter().enumerate().all(|(offset, word)| {
        let low = words.low(at + offset);
        let lowered = word.chars().next().is_some_and(char::is_lowercase);
        let numeral = word.chars().next().is_some_and(|c| !c.is_alphabetic());
        let case_fits = lowered
            || numeral
            || words.capital(at + offset)
            || words.shape(at + offset) == crate::text::words::Shape::Inner
            || (kind == Kind::Event && offset > 0);
        // Abbreviations stand in capitals: `US` is not `us`, `WHO` is not `who`, `IS` is not `Is`.
        let upper = word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.');
        let same = if upper { words.raw(at + offset) == word } else { low == lower(word) };
        same && case_fits && (offset == 0 || words.sort(at + offset) != crate::text::words::Sort::Break)
    })
}

fn lower(word: &str) -> String {
    word.replace('’', "'").to_lowercase()
}

impl Tables {
    fn load() -> Self {
        let mut tables = Self {
            tasks: BTreeMap::new(),
            foreign: BTreeMap::new(),
            entries: Vec::new(),
            by_first: BTreeMap::new(),
            demonyms: BTreeMap::new(),
            capitals: BTreeMap::new(),
            cases: BTreeMap::new(),
        };
        tables.load_tasks(include_str!("words.txt"));
        tables.load_tasks(include_str!("given.txt"));
        tables.load_tasks(include_str!("frequent.txt"));
        tables.load_foreign(include_str!("words-foreign.txt"));
        tables.load_states(include_str!("countries.txt"));
        tables.load_names(include_str!("places.txt"), Kind::Place);
        tables.load_names(include_str!("events.txt"), Kind::Event);
        tables.load_names(include_str!("organisations.txt"), Kind::Organisation);
        tables.load_exonyms(include_str!("exonyms.txt"));
        tables
    }

    fn load_tasks(&mut self, table: &str) {
        let mut current = 0;
        for line in lines(table) {
            if let Some(name) = line.strip_prefix('@') {
                current = task::NAMES.iter().find(|(word, _)| *word == name).map_or(0, |(_, bit)| *bit);
                continue;
            }
            for word in line.split_whitespace() {
                *self.tasks.entry(word.to_owned()).or_default() |= current;
            }
        }
    }

    fn load_foreign(&mut self, table: &'static str) {
        let mut current = ("", 0);
        for line in lines(table) {
            if let Some((language, name)) = line.strip_prefix('@').and_then(|heading| heading.split_once(' '))
            {
                current =
                    (language, task::NAMES.iter().find(|(word, _)| *word == name).map_or(0, |(_, bit)| *bit));
                continue;
            }
            for word in line.split_whitespace() {
                *self.foreign.entry(current.0).or_default().entry(word).or_default() |= current.1;
            }
        }
    }

    fn load_states(&mut self, table: &'static str) {
        for line in lines(table) {
            let mut fields = line.split('|').map(str::trim);
            let mut field = || fields.next().unwrap_or_default();
            let (name, capital, demonyms, aliases) = (field(), field(), field(), field());
            let state = self.add(name, Kind::Place, true);
            let capital_entry = if capital.is_empty() {
                state
            } else {
                self.capitals.insert(lower(capital), name);
                self.add(capital, Kind::Place, false)
            };
            for demonym in list(demonyms) {
                self.add_demonym(&lower(demonym), name);
            }
            for alias in list(aliases) {
                match alias.strip_suffix('=') {
                    Some(alias) => self.spell(alias, capital_entry),
                    None => self.spell(alias, state),
                }
            }
        }
    }

    fn add_demonym(&mut self, demonym: &str, state: &'static str) {
        self.demonyms.insert(demonym.to_owned(), state);
        for form in [demonym.to_owned(), format!("{demonym}s")] {
            if !form.contains(' ') {
                *self.tasks.entry(form).or_default() |= task::DEMONYM;
            }
        }
    }

    fn load_names(&mut self, table: &'static str, kind: Kind) {
        for line in lines(table).filter(|line| !line.starts_with('@')) {
            let (name, aliases) = line.split_once('|').unwrap_or((line, ""));
            let entry = self.add(name, kind, false);
            for alias in list(aliases) {
                self.spell(alias, entry);
            }
        }
    }

    /// Further spellings of names that are known already; a line for a name that is not has no effect.
    fn load_exonyms(&mut self, table: &'static str) {
        for (name, others) in lines(table).filter_map(|line| line.split_once('|')) {
            if let Some(entry) = self.entries.iter().position(|entry| entry.name == name) {
                let mut declined: Vec<(String, &str)> = Vec::new();
                for other in list(others) {
                    self.spell(other, entry);
                    match declined.iter().find(|(form, _)| form == other) {
                        Some((_, name)) => {
                            self.cases.insert(other, name);
                        }
                        None => declined.extend(cases(other).into_iter().map(|form| (form, other))),
                    }
                }
            }
        }
    }

    fn add(&mut self, name: &'static str, kind: Kind, state: bool) -> usize {
        self.entries.push(Entry { name, kind, state });
        let entry = self.entries.len() - 1;
        self.spell(name, entry);
        entry
    }

    fn spell(&mut self, name: &str, entry: usize) {
        let words = Words::read(name);
        let spelling: Vec<String> = (0..words.len()).map(|i| words.raw(i).to_owned()).collect();
        let first = words.low(0).to_owned();
        self.by_first.entry(first).or_default().push((spelling, entry));
    }
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(", ").map(str::trim).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_the_word_tables_names_a_task() {
        for table in [include_str!("words.txt"), include_str!("given.txt"), include_str!("frequent.txt")] {
            for name in lines(table).filter_map(|line| line.strip_prefix('@')) {
                assert!(task::NAMES.iter().any(|(word, _)| *word == name), "@{name}");
            }
        }
    }

    #[test]
    fn every_heading_of_the_foreign_words_names_a_language_and_a_task() {
        for heading in lines(include_str!("words-foreign.txt")).filter_map(|line| line.strip_prefix('@')) {
            let (language, name) = heading.split_once(' ').expect(heading);
            assert!(["de", "fr", "es", "ru"].contains(&language), "@{heading}");
            assert!(task::NAMES.iter().any(|(word, _)| *word == name), "@{heading}");
        }
    }

    #[test]
    fn every_exonym_belongs_to_a_known_name() {
        for (name, _) in lines(include_str!("exonyms.txt")).filter_map(|line| line.split_once('|')) {
            assert!(TABLES.entries.iter().any(|entry| entry.name == name), "{name}");
        }
    }

    #[test]
    fn the_longest_name_is_found() {
        let words = Words::read("The Russian Federation and the US, us");
        assert_eq!(match_at(&words, 1).map(|(e, n)| (e.name, n)), Some(("Russia", 2)));
        assert_eq!(match_at(&words, 5).map(|(e, _)| e.name), Some("United States"));
        assert!(match_at(&words, 7).is_none());
    }

    #[test]
    fn demonyms_lead_to_states() {
        assert_eq!(state_of_demonym("japanese"), Some("Japan"));
        assert_eq!(state_of_demonym("south korean"), Some("South Korea"));
        assert!(tasks("russians", "en") & task::DEMONYM != 0);
    }
}

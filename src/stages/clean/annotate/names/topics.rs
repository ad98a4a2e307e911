//! Which names are one topic.
//!
//! Full names of persons are joined when their family names share a spelling key and their given names do not
//! speak against it; a family name alone joins the person who bears it in this text.

use std::ops::Range;

use super::{
    Found, Rule,
    bearers::{gendered, given_gender, name_keys, same_person},
};
use crate::{
    model::{
        reading::{Basis, NameRead, TopicRead},
        topic::Kind,
    },
    stages::clean::annotate::{
        gazetteer::{self, Entry, task},
        page::Page,
        roles::{self, Role},
    },
    text::{cases::cases, one_line, spelling, words::Shape},
};

/// A page with the names found on it.
pub(in super::super) struct Source<'p, 'a> {
    /// The title, the caption or the text.
    pub page: &'p Page<'a>,
    /// Its names.
    pub found: Vec<Found>,
    /// Runs of capitals that nothing is known of.
    pub open: Vec<Range<usize>>,
    /// Whether all its words begin with capitals, as headlines do, so that a capital tells nothing.
    pub headline: bool,
}

/// A name in the text with its topic.
#[derive(Clone, Debug)]
pub(in super::super) struct Mention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its topic.
    pub topic: usize,
    /// What it is a name of.
    pub kind: Kind,
}

/// An office, who holds it, and the words that say so.
#[derive(Clone, Debug)]
pub(in super::super) struct Holder {
    /// The office.
    pub role: Role,
    /// Who.
    pub topic: usize,
    /// The words.
    pub words: String,
}

pub(in super::super) use super::bearers::Gender;

/// All topics of an article.
#[derive(Debug, Default)]
pub(in super::super) struct Topics {
    /// In the order of first mention: title, caption, text.
    pub read: Vec<TopicRead>,
    /// Names in the text, in its order.
    pub mentions: Vec<Mention>,
    /// Offices.
    pub holders: Vec<Holder>,
    /// Of each topic.
    pub genders: Vec<Gender>,
}

pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) entry: Option<&'static Entry>,
    /// Spelling keys of the fullest name.
    pub(super) keys: Vec<String>,
    pub(super) spellings: Vec<String>,
    pub(super) basis: Basis,
    pub(super) first: (usize, usize),
    pub(super) gender: Gender,
}

pub(super) struct Gathering<'s, 'p, 'a> {
    pub(super) sources: &'s [Source<'p, 'a>],
    pub(super) drafts: Vec<Draft>,
    /// (source, tokens, draft)
    pub(super) placed: Vec<(usize, Range<usize>, usize)>,
    pub(super) holders: Vec<(Role, usize, String)>,
}

/// Joins the names of all pages into topics. The last page is the text.
pub(in super::super) fn gather(sources: &[Source<'_, '_>]) -> Topics {
    let mut gathering = Gathering { sources, drafts: Vec::new(), placed: Vec::new(), holders: Vec::new() };
    for pass in [Pass::Full, Pass::Short] {
        for (number, source) in sources.iter().enumerate() {
            for found in &source.found {
                gathering.place(pass, number, found);
            }
        }
    }
    gathering.place_open();
    gathering.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Full,
    Short,
}

impl Gathering<'_, '_, '_> {
    fn place(&mut self, pass: Pass, source: usize, found: &Found) {
        let short = found.kind == Kind::Person && found.tokens.len() == 1
            || matches!(found.rule, Rule::ShortFor(_) | Rule::Acronym);
        if short != (pass == Pass::Short) {
            return;
        }
        let page = self.sources[source].page;
        let mut keys = name_keys(page, &found.tokens);
        if found.rule == Rule::FamilyFirst {
            keys.rotate_left(1);
        }
        let draft = match &found.rule {
            Rule::ShortFor(full) => {
                self.placed.iter().find(|(s, tokens, _)| *s == source && tokens == full).map(|p| p.2)
            }
            _ => self.find(found, &keys, (source, found.tokens.start)),
        };
        let draft = draft.unwrap_or_else(|| {
            self.drafts.push(Draft {
                kind: found.kind,
                entry: found.entry,
                keys: keys.clone(),
                spellings: Vec::new(),
                basis: basis(page, found),
                first: (source, found.tokens.start),
                gender: Gender::Unknown,
            });
            self.drafts.len() - 1
        });
        self.join(draft, source, &found.tokens, keys);
        if found.kind == Kind::Person {
            self.hold(draft, source, &found.tokens);
        }
    }

    fn join(&mut self, draft: usize, source: usize, tokens: &Range<usize>, keys: Vec<String>) {
        let raw = clean(self.sources[source].page.words.slice(tokens));
        let known = &mut self.drafts[draft];
        known.first = known.first.min((source, tokens.start));
        if keys.len() > known.keys.len() && known.kind == Kind::Person {
            known.keys = keys;
        }
        if !known.spellings.contains(&raw) {
            known.spellings.push(raw);
        }
        self.placed.push((source, tokens.clone(), draft));
    }

    fn find(&self, found: &Found, keys: &[String], at: (usize, usize)) -> Option<usize> {
        if let Some(entry) = found.entry {
            if let Some(bearer) = self.bearer(found, keys, at.0) {
                return Some(bearer);
            }
            return self
                .drafts
                .iter()
                .position(|d| d.entry.is_some_and(|e| e.name == entry.name && e.kind == entry.kind));
        }
        if found.kind == Kind::Person {
            let fitting: Vec<usize> = (0..self.drafts.len())
                .filter(|&d| self.drafts[d].kind == Kind::Person && same_person(&self.drafts[d].keys, keys))
                .collect();
            return match fitting[..] {
                [] => None,
                [one] => Some(one),
                _ if found.rule == Rule::Short => None,
                // Two bear this name: the one whom the title fits, else the one named last before here.
                _ => self
                    .placed
                    .iter()
                    .filter(|(source, tokens, draft)| fitting.contains(draft) && (*source, tokens.start) < at)
                    .filter(|(_, _, draft)| self.title_fits(found, at.0, *draft))
                    .max_by_key(|(source, tokens, _)| (*source, tokens.start))
                    .map(|placed| placed.2)
                    .or_else(|| fitting.first().copied()),
            };
        }
        let raw = clean(self.sources[at.0].page.words.slice(&found.tokens));
        let same = |d: &Draft| d.kind == found.kind && (d.keys == keys || d.spellings.contains(&raw));
        self.drafts.iter().position(same).or_else(|| {
            self.drafts.iter().position(|d| {
                d.kind == found.kind
                    && d.entry.is_some_and(|e| e.name.split(' ').map(spelling::key).eq(keys.iter().cloned()))
            })
        })
    }

    /// Whether the title before a name does not speak against a person: `Mrs Clinton` is not Bill.
    fn title_fits(&self, found: &Found, source: usize, draft: usize) -> bool {
        let page = self.sources[source].page;
        let title = roles::before(page, found.tokens.start)
            .and_then(|mut words| words.find_map(|i| gendered(page.words.low(i))));
        let known = self.drafts[draft].gender;
        title.is_none_or(|gender| known == Gender::Unknown || known == gender)
    }

    /// The person whose family name a place's name is here: `Lyons said` after `Col. David C. Lyons`.
    fn bearer(&self, found: &Found, keys: &[String], source: usize) -> Option<usize> {
        let page = self.sources[source].page;
        let place =
            found.kind == Kind::Place && found.tokens.len() == 1 && !found.entry.is_some_and(|e| e.state);
        let acts = page.has(found.tokens.end, task::SPEECH)
            || found.tokens.start.checked_sub(1).is_some_and(|i| page.has(i, task::SPEECH | task::TITLE));
        if !place || !acts {
            return None;
        }
        self.drafts
            .iter()
            .position(|d| d.kind == Kind::Person && d.keys.len() > 1 && d.keys.last() == keys.last())
    }

    /// Offices beside a name, and what they and the given name say of he or she.
    fn hold(&mut self, draft: usize, source: usize, tokens: &Range<usize>) {
        let page = self.sources[source].page;
        let said_after = page.has(tokens.end, task::SPEECH);
        let before =
            roles::before(page, tokens.start).filter(|range| range.end == tokens.start || !said_after);
        for range in [before, roles::after(page, tokens.end)].into_iter().flatten() {
            let words = page.words.slice(&range).to_owned();
            let gender = range.clone().find_map(|i| gendered(page.words.low(i)));
            if let (Gender::Unknown, Some(gender)) = (self.drafts[draft].gender, gender) {
                self.drafts[draft].gender = gender;
            }
            if let Some(role) = roles::parse(page, range) {
                self.holders.push((role, draft, words));
            }
        }
        if self.drafts[draft].gender == Gender::Unknown && tokens.len() > 1 {
            self.drafts[draft].gender = given_gender(page, tokens.start);
        }
    }

    /// Open runs that repeat a name found elsewhere: `Lavrov` after `Sergey Lavrov`.
    fn place_open(&mut self) {
        for (number, source) in self.sources.iter().enumerate() {
            for run in &source.open {
                let parts: Vec<Range<usize>> =
                    if source.headline { run.clone().map(|i| i..i + 1).collect() } else { vec![run.clone()] };
                for part in parts {
                    self.place_run(number, &part);
                }
            }
        }
    }

    fn place_run(&mut self, number: usize, run: &Range<usize>) {
        let page = self.sources[number].page;
        let keys = name_keys(page, run);
        let person = Found::new(run.clone(), Kind::Person, Rule::Short);
        if let Some(draft) = self.find(&person, &keys, (number, run.start)) {
            self.join(draft, number, run, keys);
            self.hold(draft, number, run);
            return;
        }
        let same = self.drafts.iter().position(|d| d.kind != Kind::Person && d.keys == keys);
        let body =
            same.or_else(|| self.body_by_head(number, run)).or_else(|| self.body_again(number, run, &keys));
        if let Some(draft) = body {
            self.join(draft, number, run, keys);
        }
    }

    fn finish(mut self) -> Topics {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|&d| self.drafts[d].first);
        let mut rank = vec![0; order.len()];
        for (place, &draft) in order.iter().enumerate() {
            rank[draft] = place;
        }
        let text = self.sources.len() - 1;
        self.placed.sort_by_key(|(source, tokens, _)| (*source, tokens.start));
        let mentions = self
            .placed
            .iter()
            .filter(|(source, ..)| *source == text)
            .map(|(_, tokens, draft)| Mention {
                tokens: tokens.clone(),
                topic: rank[*draft],
                kind: self.drafts[*draft].kind,
            })
            .collect();
        let read = order.iter().map(|&d| self.topic(d)).collect();
        let genders = order.iter().map(|&d| self.drafts[d].gender).collect();
        let holders = self
            .holders
            .into_iter()
            .map(|(role, draft, words)| Holder { role, topic: rank[draft], words })
            .collect();
        Topics { read, mentions, holders, genders }
    }

    /// The fullest name in the spelling seen first; for things in the tables, their name there.
    fn topic(&self, draft: usize) -> TopicRead {
        let known = &self.drafts[draft];
        let mut spellings: Vec<&str> = Vec::new();
        for (_, _, raw) in self.in_order(draft) {
            if !spellings.contains(&raw) {
                spellings.push(raw);
            }
        }
        // `Японии`, `Сергея Лаврова`: a case of a name that stands beside it or in the tables is no name of its own.
        let listed: Vec<&str> =
            spellings.iter().filter_map(|spelling| gazetteer::nominative(spelling)).collect();
        spellings.retain(|spelling| gazetteer::nominative(spelling).is_none());
        for name in listed {
            if !spellings.contains(&name) {
                spellings.push(name);
            }
        }
        let last = |spelling: &&str| spelling.rsplit(' ').next().map(cases).unwrap_or_default();
        let declined: Vec<String> = spellings
            .iter()
            .flat_map(|spelling| cases(spelling))
            .chain(spellings.iter().filter(|spelling| spelling.contains(' ')).flat_map(last))
            .collect();
        spellings.retain(|spelling| !declined.iter().any(|form| form == spelling));
        let fullest = spellings.iter().map(|s| s.split(' ').count()).max().unwrap_or(0);
        let name = match known.entry {
            Some(entry) => entry.name.to_owned(),
            None if known.kind == Kind::Person => spellings
                .iter()
                .find(|s| s.split(' ').count() == fullest)
                .map_or_else(String::new, |s| (*s).to_owned()),
            None => {
                let long = |s: &&&str| s.split(' ').count() > 1;
                spellings
                    .iter()
                    .find(long)
                    .or(spellings.first())
                    .map_or_else(String::new, |s| (*s).to_owned())
            }
        };
        let aliases = spellings.iter().filter(|s| **s != name).map(|s| (*s).to_owned()).collect();
        TopicRead { name, kind: known.kind, aliases, basis: known.basis.clone() }
    }

    fn in_order(&self, draft: usize) -> impl Iterator<Item = (usize, usize, &str)> {
        let spellings = &self.drafts[draft].spellings;
        self.placed.iter().filter(move |placed| placed.2 == draft).filter_map(move |(source, tokens, _)| {
            let raw = clean(self.sources[*source].page.words.slice(tokens));
            spellings.iter().find(|s| **s == raw).map(|s| (*source, tokens.start, s.as_str()))
        })
    }
}

/// A name in one line with single spaces.
fn clean(raw: &str) -> String {
    one_line(raw)
}

fn basis(page: &Page<'_>, found: &Found) -> Basis {
    let name = page.words.slice(&found.tokens);
    let (rule, words) = match &found.rule {
        Rule::Known => ("known name", name),
        Rule::Head(at) => ("telling word in the name", page.words.raw(*at)),
        Rule::Role(words) => ("role beside the name", page.words.slice(words)),
        Rule::GivenName => ("given name", page.words.raw(found.tokens.start)),
        Rule::Says => ("says something", name),
        Rule::Age => ("age beside the name", name),
        Rule::Pattern => ("written like a person's name", name),
        Rule::FamilyFirst => ("a Japanese name, the family name in front", name),
        Rule::Again => ("used like a person's name", name),
        Rule::List(words) => ("listed under a kind of place", page.words.slice(words)),
        Rule::Beside(words) => ("kind of place beside the name", page.words.slice(words)),
        Rule::ShortFor(full) => ("short for a name beside it", page.words.slice(full)),
        Rule::Short => ("part of a fuller name", name),
        Rule::Acronym => ("capitals", name),
    };
    Basis { rule: rule.to_owned(), words: words.to_owned() }
}

/// Whether a page is written like a headline, every longer word with a capital.
pub(in super::super) fn is_headline(page: &Page<'_>) -> bool {
    let words: Vec<usize> =
        (1..page.words.len()).filter(|&i| page.is_word(i) && page.words.raw(i).len() > 3).collect();
    let capitals = words.iter().filter(|&&i| page.words.shape(i) != Shape::Lower).count();
    words.len() > 3 && capitals * 4 > words.len() * 3
}

impl Topics {
    /// Names for [`crate::model::reading::Reading`].
    pub(in super::super) fn names(&self, page: &Page<'_>) -> Vec<NameRead> {
        self.mentions.iter().map(|m| NameRead { span: page.words.span(&m.tokens), topic: m.topic }).collect()
    }
}

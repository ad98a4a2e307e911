//! Makes dossiers of any size for measuring: the same articles for the same size, on every machine.
//!
//! Words are built from syllables, so the text belongs to nobody. An article has about 400 words and mentions eight
//! topics; there is a topic for each twenty articles, and at least fifty. One article in four has a quote, one in
//! four an event, as a curated dossier has.

use std::{fs, io, path::Path};

use rayon::prelude::*;

/// Words of an article's body, about.
const WORDS: usize = 400;

/// Topics that an article mentions.
const MENTIONED: usize = 8;

/// Days are counted from the first of 2000, each year having 336: every month 28.
const DAYS: u64 = 26 * 336;

const SYLLABLES: [&str; 40] = [
    "ba", "bel", "cor", "dan", "de", "dor", "el", "fa", "fen", "gar", "go", "hal", "il", "in", "ka", "kel",
    "la", "lin", "lo", "mar", "me", "mor", "na", "nel", "or", "pa", "per", "ra", "ren", "ro", "sa", "sel",
    "ta", "tor", "ul", "va", "vel", "vo", "za", "zen",
];

const SMALL: [&str; 20] = [
    "the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "as", "at", "by", "from", "after",
    "its", "was", "has", "will", "not",
];

/// What topics are called after their own name, by kind.
const KINDS: [(&str, &[&str]); 5] = [
    ("person", &[]),
    ("place", &["Bay", "Island", "Valley", "Strait"]),
    ("organisation", &["Ministry", "Council", "Agency", "Company"]),
    ("event", &["Summit", "Treaty", "Conference"]),
    ("subject", &["Fishing", "Trade", "Survey"]),
];

/// Numbers that look random and are the same each time (the generator of Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn new(kind: u64, number: usize) -> Self {
        Self(kind << 32 | number as u64)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or_default()
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    fn word(&mut self) -> String {
        (0..2 + self.below(2)).map(|_| self.pick(&SYLLABLES)).collect()
    }

    fn name(&mut self) -> String {
        let word = self.word();
        word[..1].to_uppercase() + &word[1..]
    }
}

/// Number of topics in a dossier of so many articles.
pub(crate) fn topics(articles: usize) -> usize {
    (articles / 20).max(50)
}

/// Writes a dossier of `articles` articles into an empty folder.
pub(crate) fn generate(root: &Path, articles: usize) -> io::Result<()> {
    let topics = topics(articles);
    generate_known(root, articles, topics, topics)
}

/// The same with articles that name so many things, whatever the number of those that are known as topics.
pub(crate) fn generate_known(root: &Path, articles: usize, topics: usize, known: usize) -> io::Result<()> {
    for folder in ["content/articles", "content/topics", "content/sources"] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(root.join("dossier.yaml"), "title: A measured dossier\nbase_url: https://example.org/\n")?;
    (0..known).into_par_iter().try_for_each(|number| {
        let (kind, name) = topic(number);
        let alias = if kind == "person" {
            name.rsplit(' ').next().unwrap_or_default().to_owned()
        } else {
            name.to_uppercase()
        };
        let text = format!(
            "---\nname: {name}\nkind: {kind}\naliases: [{alias} {number}]\n---\n{}\n",
            sentence(&mut Dice::new(3, number), None)
        );
        fs::write(root.join(topic_path(number)), text)
    })?;
    for number in 0..SOURCES {
        let text = format!("---\nname: {}\nkind: agency\n---\n", source(number));
        fs::write(root.join(format!("content/sources/s{number:02}.md")), text)?;
    }
    (0..articles)
        .into_par_iter()
        .try_for_each(|number| fs::write(root.join(article_path(number)), article(number, topics)))
}

/// Where an article lies below the root.
pub(crate) fn article_path(number: usize) -> String {
    format!("content/articles/a{number:06}.md")
}

/// Where a topic lies below the root.
pub(crate) fn topic_path(number: usize) -> String {
    format!("content/topics/t{number:06}.md")
}

const SOURCES: usize = 12;

fn source(number: usize) -> String {
    format!("{} News", Dice::new(4, number).name())
}

/// Kind and name; no two are the same, because the last word counts.
fn topic(number: usize) -> (&'static str, String) {
    let mut dice = Dice::new(2, number);
    let (kind, after) = KINDS[number % KINDS.len()];
    let own = format!("{}{}", dice.name(), spelled(number));
    let whole = if after.is_empty() {
        format!("{} {own}", dice.name())
    } else {
        format!("{own} {}", dice.pick(after))
    };
    (kind, whole)
}

/// A number in syllables.
fn spelled(mut number: usize) -> String {
    let mut text = String::new();
    loop {
        text.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
        if number == 0 {
            return text;
        }
    }
}

fn article(number: usize, topics: usize) -> String {
    let mut dice = Dice::new(1, number);
    // Few topics are in many articles, and many in few.
    let mentioned: Vec<String> = (0..MENTIONED)
        .map(|_| {
            let most = 1 + dice.below(topics);
            topic(dice.below(most)).1
        })
        .collect();
    let day = dice.next() % DAYS;
    let date = format!("{}-{:02}-{:02}", 2000 + day / 336, 1 + day % 336 / 28, 1 + day % 28);
    let title = sentence(&mut dice, Some(&mentioned[0]));
    let mut body = String::new();
    let mut words = 0;
    for turn in 0.. {
        let name = mentioned.get(turn % 12);
        let next = sentence(&mut dice, name.map(String::as_str));
        words += next.split(' ').count();
        body.push_str(&next);
        if words >= WORDS {
            break;
        }
        body.push_str(if turn % 4 == 3 { "\n\n" } else { " " });
    }
    let quote = sentence(&mut dice, None);
    let quotes = if number.is_multiple_of(4) {
        body.extend(["\n\n“", &quote, "” said ", &mentioned[1], "."]);
        format!("quotes:\n  - text: {quote}\n    speaker: {}\n", mentioned[1])
    } else {
        String::new()
    };
    let events = if number % 4 == 1 {
        format!("events:\n  - {{date: {date}, text: {}, status: happened}}\n", title.trim_end_matches('.'))
    } else {
        String::new()
    };
    format!(
        "---\ntitle: {}\ndate: {date}\nsource: {}\nlanguage: en\ntopics: [{}, {}]\n{quotes}{events}---\n{body}\n",
        title.trim_end_matches('.'),
        source(number % SOURCES),
        mentioned[0],
        mentioned[2],
    )
}

/// Ten to twenty words, one of them perhaps a name.
fn sentence(dice: &mut Dice, name: Option<&str>) -> String {
    let count = 10 + dice.below(11);
    let place = 2 + dice.below(count - 3);
    let mut text = dice.name();
    for at in 1..count {
        text.push(' ');
        match name {
            Some(name) if at == place => text.push_str(name),
            _ if dice.below(5) < 2 => text.push_str(dice.pick(&SMALL)),
            _ => text.push_str(&dice.word()),
        }
    }
    text.push('.');
    text
}

//! The names in an author line: `By Ann Lee in Oslo and Bo Li, Political Correspondent`.

use super::author_words::{
    BEFORE_BY, BETWEEN, DOMAINS, DOUBTFUL_HEADS, ENDS, FIELDS, HEADS, NO_NAMES, OFFICES, PICTURES, PLACES,
    ROLES, SIGNS,
};
use crate::stages::clean::{
    annotate::is_given_name,
    calendar,
    draft::shown,
    rules::{credit::person_length, title::key},
};

/// The names in an author line.
pub fn names_in(line: &str) -> Vec<String> {
    let line = without_days(&without_handles(&without_markup(line)));
    let parts = parts_of(below_head(line.trim()));
    if let [family, given] = &parts[..]
        && let Some(name) = turned(family, given)
    {
        return vec![name];
    }
    let first = parts.first().map_or("", |part| part.words.as_str());
    let (long, certain) = (first.contains(' '), is_person(first));
    let mut names: Vec<String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let words = &part.words;
        if let (true, Some(last)) = (is_rank(words), names.last_mut()) {
            last.push(' ');
            last.push_str(words);
            continue;
        }
        let low = words.split(' ').next().unwrap_or_default().to_lowercase();
        // `Ann Lee, Oslo`, `Ann Lee, Secretary of State`, `Ann Lee | The Daily`: only the first is a name.
        let further = at == 0
            || (part.joined || !has_word_of(words, &OFFICES))
                && (!long || words.contains(' '))
                && !(certain && PLACES.contains(&low.trim_end_matches('.')));
        let strict = part.signed && names.iter().any(|name| name.contains(' '));
        if strict && !is_person(words) {
            break;
        }
        let name = shown(words);
        if further && is_name(words, at == 0) && names.iter().all(|known| key(known) != key(&name)) {
            names.push(name);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// A piece of a line between commas, words and signs.
struct Part {
    words: String,
    /// It follows `and`.
    joined: bool,
    /// It follows a sign.
    signed: bool,
}

/// The line in pieces, each without what stands before and behind a name in it.
fn parts_of(line: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut words, mut joined, mut signed) = (Vec::new(), false, false);
    let slashed = !line.contains("://");
    let line = if slashed { line.replace('/', " / ") } else { line.to_owned() };
    let line = line.replace([',', ';', '、', '，'], " , ").replace(" & ", " and ");
    let mut close = |words: &mut Vec<&str>, joined: bool, signed: bool| {
        let words = std::mem::take(words).join(" ");
        if !words.is_empty() {
            parts.push(Part { words: name_part(&words), joined, signed });
        }
    };
    // `Ann E Lee`, `Ma En Lai`: with a capital only words that are no name part names.
    let shouted = !line.contains(char::is_lowercase);
    let loud = |word: &str| {
        word.starts_with(char::is_uppercase) && !["And", "With", "Und", "Mit", "Avec"].contains(&word)
    };
    for word in line.split_whitespace() {
        let listed = BETWEEN.contains(&word.to_lowercase().as_str());
        let between = listed && (!loud(word) || shouted && word.len() > 1);
        if word == "," || between || SIGNS.contains(&word) {
            let empty = words.is_empty();
            close(&mut words, joined, signed);
            joined = between || joined && empty;
            signed = SIGNS.contains(&word) || signed && empty;
        } else {
            words.push(word);
        }
    }
    close(&mut words, joined, signed);
    parts
}

/// `Exclusive by Ann Lee in Oslo (AFP)`: the name alone; empty where a part is about pictures.
fn name_part(part: &str) -> String {
    if has_word_of(part, &PICTURES) {
        return String::new();
    }
    let words: Vec<&str> = below_head(behind_by(part)).split(' ').collect();
    let mut end = words.len();
    for at in 2..words.len() {
        let low = words[at].to_lowercase();
        let low = low.trim_matches(|c: char| !c.is_alphanumeric());
        let sure = words[at].starts_with(['(', '[']) || words[at].contains(|c: char| c.is_ascii_digit());
        let role = ROLES.contains(&low.trim_end_matches('s')) && is_given_name(words[0]);
        let last = at + 6 >= words.len();
        // `Marine Sophie Le Roy`
        let name = ["Le", "Am", "Em", "Is", "À"].contains(&words[at]);
        if sure || role || (ENDS.contains(&low) && last && !name) {
            end = at;
            break;
        }
    }
    let cut = end < words.len();
    while cut && end > 2 && FIELDS.contains(&words[end - 1].to_lowercase().as_str()) {
        end -= 1;
    }
    let name = words[..end].join(" ");
    let rank = ["Jr.", "Sr."].iter().any(|rank| name.ends_with(rank));
    let name = if rank { name.as_str() } else { name.trim_end_matches('.') };
    name.trim_matches(|c: char| ":*“”\"()[]".contains(c) || c.is_whitespace()).to_owned()
}

/// What follows `by` in the middle of a line: `Story by Ann Lee`, `Ein Beitrag von Ann Lee`.
fn behind_by(part: &str) -> &str {
    let mut at = 0;
    let mut before = String::new();
    let mut found = part;
    for word in part.split_inclusive(' ') {
        let low = word.trim().trim_end_matches(':').to_lowercase();
        at += word.len();
        let by = low == "by"
            || ["von", "par", "por"].contains(&low.as_str()) && BEFORE_BY.contains(&before.as_str());
        if by && at < part.len() {
            found = &part[at..];
        }
        before = low;
    }
    found
}

/// The line without `By`.
fn below_head(line: &str) -> &str {
    let strip = |line: &mut &str, head: &str| {
        let fits = line.get(..head.len()).is_some_and(|start| start.to_lowercase() == head);
        if fits {
            *line = line[head.len()..].trim_start();
        }
        fits
    };
    let mut line = line.trim();
    while HEADS.iter().any(|head| strip(&mut line, head)) {}
    for head in DOUBTFUL_HEADS {
        let mut rest = line;
        if strip(&mut rest, head) && rest.contains(' ') && rest.starts_with(char::is_uppercase) {
            return rest;
        }
    }
    line
}

/// Without tags, which some sites leave in what they tell machines.
fn without_markup(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, tag)) = rest.split_once('<') {
        let Some((_, after)) = tag.split_once('>') else { break };
        kept.push_str(before);
        kept.push(' ');
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Without addresses of mail and names in networks, if anything else is there.
fn without_handles(line: &str) -> String {
    let words = line.split_whitespace().filter(|word| !word.contains('@'));
    words.collect::<Vec<_>>().join(" ")
}

/// With a comma for each day.
fn without_days(line: &str) -> String {
    let mut kept = line.to_owned();
    if line.len() <= 300 && line.contains(|c: char| c.is_ascii_digit()) {
        for (span, _) in calendar::days_in(line).into_iter().rev() {
            kept.replace_range(span, ", ");
        }
    }
    kept
}

/// `Lee, Ann` as it is said.
fn turned(family: &Part, given: &Part) -> Option<String> {
    let single = |part: &Part| !part.words.contains(' ') && !part.joined && !part.signed;
    let (first, last) = (given.words.split(' ').next()?, family.words.as_str());
    let initial = |word: &str| word.chars().count() == 2 && word.ends_with('.');
    let fits = single(family)
        && !given.joined
        && !given.signed
        && is_given_name(first)
        && last.starts_with(char::is_uppercase)
        && given.words.split(' ').skip(1).all(|word| initial(word) || word.chars().count() == 1);
    fits.then(|| shown(&format!("{} {last}", given.words)))
}

fn is_rank(part: &str) -> bool {
    ["jr", "sr", "ii", "iii"].contains(&part.trim_end_matches('.').to_lowercase().as_str())
}

/// Whether a line is a person's name and nothing else, with a given name that is known.
pub fn is_person(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    person_length(line) == line.len() && is_given_name(first)
}

/// Whether a part of an author line can be somebody's name; one word may hold digits, as names of users do.
fn is_name(part: &str, alone: bool) -> bool {
    let words = part.split_whitespace().count();
    let lower = part.to_lowercase();
    let small = part.starts_with(char::is_lowercase);
    let particle = ["de", "van", "von", "al", "el", "di", "da", "del", "le", "la", "ten", "ter"]
        .iter()
        .any(|word| lower.split(' ').next() == Some(word) || lower.starts_with(&format!("{word}-")));
    let first = lower.split([' ', ':']).next().unwrap_or_default();
    (1..=6).contains(&words)
        && !part.contains(['<', '{', '='])
        && !lower.contains("http")
        && !lower.contains("www.")
        && (words == 1 || !part.contains(|c: char| c.is_ascii_digit()))
        && (words > 1 || !DOMAINS.iter().any(|end| lower.ends_with(end)))
        && !(small && (words > 1 && !particle || !alone))
        && !NO_NAMES.contains(&first)
        && !has_word_of(part, &ROLES)
        && part.chars().any(char::is_alphabetic)
}

fn has_word_of(part: &str, list: &[&str]) -> bool {
    part.to_lowercase()
        .split_whitespace()
        .any(|word| list.contains(&word) || list.contains(&word.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_lines_give_names() {
        for (line, names) in [
            ("By Ann Lee and Bo Li", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee, Political Correspondent", vec!["Ann Lee"]),
            ("Ann Lee, Secretary of State", vec!["Ann Lee"]),
            ("Office of the Spokesperson", vec!["Office of the Spokesperson"]),
            ("https://e.x/ann", vec![]),
            ("Von Anna Lee, Oslo", vec!["Anna Lee"]),
            ("Ann Lee in Oslo and Bo Li in New York", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee (AFP)", vec!["Ann Lee"]),
            ("Ann Lee (Photo)", vec![]),
            ("Text by Ann Lee, Photos: Bo Li", vec!["Ann Lee"]),
            ("By Ann Lee | The Daily", vec!["Ann Lee"]),
            ("By ANN LEE and BO LI", vec!["ANN LEE", "BO LI"]),
            ("admin", vec![]),
            ("gizmo", vec!["gizmo"]),
        ] {
            assert_eq!(names_in(line), names, "{line}");
        }
    }

    #[test]
    fn what_stands_around_the_names_is_left_out() {
        for (line, names) in [
            ("BY ANN LEE AND BO LI", vec!["ANN LEE", "BO LI"]),
            ("By Ann Lee, Bo Li, and Cy Moe in Oslo", vec!["Ann Lee", "Bo Li", "Cy Moe"]),
            ("By Ann Lee March 5, 2024", vec!["Ann Lee"]),
            ("Posted on 5 March 2024 by Ann Lee", vec!["Ann Lee"]),
            ("Posted by Ann Lee on March 5, 2024 at 10:00", vec!["Ann Lee"]),
            ("By Ann Lee ann.lee@e.example", vec!["Ann Lee"]),
            ("By Ann Lee Follow @annlee", vec!["Ann Lee"]),
            ("Exclusive by Ann Lee", vec!["Ann Lee"]),
            ("EXCLUSIVE: By Ann Lee for Coast Herald", vec!["Ann Lee"]),
            ("More stories by Ann Lee", vec!["Ann Lee"]),
            ("By Ann Lee, Special to the Coast Herald", vec!["Ann Lee"]),
            ("By Ann Lee Senior Staff Writer", vec!["Ann Lee"]),
            ("By Ann Lee, New York", vec!["Ann Lee"]),
            ("Story by Ann Lee, photographs by Bo Li", vec!["Ann Lee"]),
            ("<a href='/ann'>Ann Lee</a>", vec!["Ann Lee"]),
            ("Ann Lee | Peter Li", vec!["Ann Lee", "Peter Li"]),
            ("Ann Lee/Coast Herald", vec!["Ann Lee"]),
            ("Ann Lee with Bo Li", vec!["Ann Lee", "Bo Li"]),
            ("Ann Lee with files from the archive", vec!["Ann Lee"]),
            ("Ana Souza, da Redação", vec!["Ana Souza"]),
            ("Por Ana López en Madrid", vec!["Ana López"]),
            ("By Staff", vec![]),
            ("coastherald.com", vec![]),
            ("Ein Beitrag von Anna Lee", vec!["Anna Lee"]),
        ] {
            assert_eq!(names_in(line), names, "{line}");
        }
    }

    #[test]
    fn names_are_whole() {
        for (line, names) in [
            ("John Kerr Jr.", vec!["John Kerr Jr."]),
            ("John Kerr, Jr. and Ann Lee", vec!["John Kerr Jr.", "Ann Lee"]),
            ("Lee, Ann", vec!["Ann Lee"]),
            ("Jan von der Heide", vec!["Jan von der Heide"]),
            ("Di Noe", vec!["Di Noe"]),
            ("Ann E Lee and Bo Y Li", vec!["Ann E Lee", "Bo Y Li"]),
            ("Marine Sophie Le Roy", vec!["Marine Sophie Le Roy"]),
            ("By Ann Lee And Bo Li", vec!["Ann Lee", "Bo Li"]),
            ("Von Max Müller und Eva Kern", vec!["Max Müller", "Eva Kern"]),
            ("The Associated Press", vec!["The Associated Press"]),
            ("Ludwig van Dorn", vec!["Ludwig van Dorn"]),
        ] {
            assert_eq!(names_in(line), names, "{line}");
        }
    }
}

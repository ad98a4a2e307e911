//! Names in Japanese texts: persons by the office or address behind the name (`河野太郎外相`, `セルゲイ・ラブロフ外相`), places by
//! their table. The language has no capitals and no spaces; so nothing else is believed.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    model::{
        reading::{Basis, NameRead, TopicRead},
        topic::Kind,
    },
    stages::clean::annotate::gazetteer::japanese,
};

/// Signs of a given name.
const GIVEN: Range<usize> = 1..4;

/// A name beside an office.
struct Person {
    /// Bytes of the name.
    span: Range<usize>,
    /// The office behind it.
    title: &'static str,
    /// Given name and family name.
    full: bool,
}

/// The topics of a text and where they are named. The title's names count, but no place is given in it.
pub(in super::super) fn read(title: &str, text: &str) -> (Vec<TopicRead>, Vec<NameRead>) {
    let mut topics: Vec<(usize, TopicRead, Vec<Range<usize>>)> = persons(title, text);
    topics.extend(places(text));
    topics.sort_by_key(|(first, ..)| *first);
    let mut names: Vec<NameRead> = topics
        .iter()
        .enumerate()
        .flat_map(|(topic, (.., spans))| spans.iter().map(move |span| NameRead { span: span.clone(), topic }))
        .collect();
    names.sort_by_key(|name| (name.span.start, std::cmp::Reverse(name.span.end)));
    names.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    (topics.into_iter().map(|(_, topic, _)| topic).collect(), names)
}

type Topic = (usize, TopicRead, Vec<Range<usize>>);

fn persons(title: &str, text: &str) -> Vec<Topic> {
    let named = beside_offices(text);
    let headline = beside_offices(title);
    let written = |text: &str, person: &Person| text[person.span.clone()].to_owned();
    let mut full: Vec<(String, &'static str)> = Vec::new();
    let all = headline.iter().map(|person| (title, person)).chain(named.iter().map(|person| (text, person)));
    for (text, person) in all.clone().filter(|(_, person)| person.full) {
        let name = written(text, person);
        if !full.iter().any(|(known, _)| *known == name) {
            full.push((name, person.title));
        }
    }
    let mut short: BTreeMap<String, (Option<usize>, &'static str)> = BTreeMap::new();
    for (text, person) in all.filter(|(_, person)| !person.full) {
        let name = written(text, person);
        let mut bearers = (0..full.len()).filter(|&at| is_part(&full[at].0, &name));
        let bearer = bearers.next().filter(|_| bearers.next().is_none());
        short.entry(name).or_insert((bearer, person.title));
    }
    let mut topics: Vec<Topic> = full
        .iter()
        .map(|(name, office)| {
            topic(name, Kind::Person, "office behind the name", office, everywhere(text, name))
        })
        .collect();
    for (name, (bearer, office)) in short {
        let spans: Vec<Range<usize>> = named
            .iter()
            .filter(|person| text[person.span.clone()] == name)
            .map(|person| person.span.clone())
            .collect();
        match bearer {
            Some(at) => {
                topics[at].1.aliases.push(name);
                topics[at].2.extend(spans);
            }
            None => topics.push(topic(&name, Kind::Person, "office behind the name", office, spans)),
        }
    }
    topics
}

fn topic(name: &str, kind: Kind, rule: &str, words: &str, spans: Vec<Range<usize>>) -> Topic {
    let basis = Basis { rule: rule.to_owned(), words: words.to_owned() };
    let read = TopicRead { name: name.to_owned(), kind, aliases: Vec::new(), basis };
    (spans.iter().map(|span| span.start).min().unwrap_or(0), read, spans)
}

fn everywhere(text: &str, name: &str) -> Vec<Range<usize>> {
    text.match_indices(name).map(|(at, _)| at..at + name.len()).collect()
}

/// Whether a name is the family name of a fuller one: its front, or in katakana its last part.
fn is_part(full: &str, short: &str) -> bool {
    match full.rsplit_once(['・', '＝', '=']) {
        Some((_, last)) => last == short,
        None => full.starts_with(short),
    }
}

/// Names right before an office.
fn beside_offices(text: &str) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for office in japanese::titles() {
        for (at, _) in text.match_indices(office) {
            // `選手権`, `大統領選`
            let longer = text[at + office.len()..].starts_with(|next| "権選制府官団室級邸国".contains(next));
            let named = name_before(text, at).filter(|(span, full)| {
                !longer && (*full || !heads_a_body(office) || !text[span.clone()].contains(is_katakana))
            });
            if let Some((span, full)) = named {
                found.push(Person { span, title: office, full });
            }
        }
    }
    // `長官` behind `官房`: of one name the longest office.
    found.sort_by_key(|person| (person.span.start, std::cmp::Reverse(person.title.len())));
    found.dedup_by(|later, earlier| later.span.start == earlier.span.start);
    found
}

fn name_before(text: &str, end: usize) -> Option<(Range<usize>, bool)> {
    let before = &text[..end];
    let run = |fits: fn(char) -> bool| {
        before.char_indices().rev().take_while(|(_, letter)| fits(*letter)).last().map_or(end, |(at, _)| at)
    };
    let katakana = run(is_katakana);
    if katakana < end {
        let name = before[katakana..].trim_start_matches(['・', 'ー', '＝', '=']);
        let full = name.contains(['・', '＝', '=']);
        let fits = name.chars().count() >= 3 && (full || !is_known_place(name));
        return fits.then_some((end - name.len()..end, full));
    }
    let han = run(is_han);
    let signs: Vec<usize> = before[han..].char_indices().map(|(at, _)| han + at).collect();
    // The longest end of the run that begins with a family name; what stands before it is no part of the name.
    for (number, &start) in signs.iter().enumerate().skip(signs.len().saturating_sub(6)) {
        let name = &before[start..];
        let Some(family) = japanese::surname(name) else { continue };
        let given = signs.len() - number - family.chars().count();
        // `農林水産大臣`: a family name of one sign must begin what is written together.
        if number > 0 && family.chars().count() == 1 {
            continue;
        }
        if GIVEN.contains(&given) && !is_office(&name[family.len()..]) {
            return Some((start..end, true));
        }
        if given == 0 && number == 0 {
            return Some((start..end, false));
        }
    }
    None
}

/// Whether an office is as often that of a firm or town named in front of it: `ポルシェ社長`.
fn heads_a_body(office: &str) -> bool {
    ["社長", "会長", "代表", "委員長", "部長", "課長", "局長", "議長", "市長", "町長", "村長", "区長", "知事"]
        .iter()
        .any(|head| office.ends_with(head))
}

/// `元`, `前`, `新` behind a family name belong to the office; `党`, `都`, `建設` to a body.
fn is_office(given: &str) -> bool {
    const BODY: &str = "党社省局部都県市区町村連警庁産建銀協組会校署院刑主";
    given.contains(|sign| BODY.contains(sign))
        || matches!(given, "元" | "前" | "新" | "副" | "両" | "次期" | "名誉")
        || japanese::titles().any(|title| given.contains(title))
}

fn is_known_place(name: &str) -> bool {
    japanese::places().any(|(_, names)| names.contains(&name))
}

fn is_katakana(letter: char) -> bool {
    matches!(letter, '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '・' | '＝' | '=')
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '々')
}

fn places(text: &str) -> Vec<Topic> {
    let mut found = Vec::new();
    for (name, spellings) in japanese::places() {
        let mut aliases: Vec<String> = Vec::new();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for spelling in spellings {
            for span in everywhere(text, spelling).into_iter().filter(|span| is_place(text, span)) {
                if !spans.iter().any(|known| known.start < span.end && span.start < known.end) {
                    spans.push(span);
                    if !aliases.iter().any(|known| known == spelling) {
                        aliases.push((*spelling).to_owned());
                    }
                }
            }
        }
        if let Some(first) = aliases.first().cloned() {
            let (at, mut read, spans) = topic(name, Kind::Place, "known name", &first, spans);
            read.aliases = aliases;
            found.push((at, read, spans));
        }
    }
    found
}

/// `日本人`, `日本語`, `日本海` are no names of the country; a katakana name is not a part of a longer word.
fn is_place(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let kana = |letter: Option<char>| letter.is_some_and(|letter| is_katakana(letter) && letter != '・');
    let own = text[span.clone()].chars().next_back().is_some_and(is_katakana);
    let other = matches!(after, Some('人' | '語' | '海' | '製' | '系' | '銀' | '橋' | '列' | '一' | '代'));
    let inside = matches!(before, Some('西' | '東' | '全' | '新' | '在')) && !own;
    !other && !inside && !(own && (kana(before) || kana(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, kind: Kind) -> Vec<String> {
        read("", text).0.into_iter().filter(|topic| topic.kind == kind).map(|topic| topic.name).collect()
    }

    #[test]
    fn persons_are_known_by_what_stands_behind_their_names() {
        for (text, expected) in [
            ("日本の河野太郎外相は会談した。", &["河野太郎"][..]),
            ("河野太郎外相とセルゲイ・ラブロフ外相が会談した。", &["河野太郎", "セルゲイ・ラブロフ"]),
            ("自民党石破茂幹事長は語った。", &["石破茂"]),
            ("ロシアのプーチン大統領は安倍首相と会った。", &["プーチン", "安倍"]),
            ("次期大統領は新首相と会う。両外相は同氏を支持した。", &[]),
            ("菅義偉官房長官は述べた。", &["菅義偉"]),
            ("アメリカ大統領は帰国した。", &[]),
            ("農林水産大臣、木村建設社長、日本オープン選手権、ポルシェ社長", &[]),
        ] {
            assert_eq!(names(text, Kind::Person), expected, "{text}");
        }
    }

    #[test]
    fn a_family_name_beside_an_office_is_the_person_named_before() {
        let text = "河野太郎外相は会談した。河野氏は「進めたい」と述べた。ラブロフ外相も会見した。";
        let (topics, names) = read("セルゲイ・ラブロフ外相、東京へ", text);
        let named: Vec<(&str, &str)> =
            names.iter().map(|name| (&text[name.span.clone()], topics[name.topic].name.as_str())).collect();
        assert_eq!(
            named,
            [("河野太郎", "河野太郎"), ("河野", "河野太郎"), ("ラブロフ", "セルゲイ・ラブロフ")]
        );
    }

    #[test]
    fn places_have_the_names_of_the_tables() {
        let text = "日本とロシアは日本海の国後島について話した。日本人は多い。";
        assert_eq!(names(text, Kind::Place), ["Japan", "Russia", "Kunashir"]);
    }
}

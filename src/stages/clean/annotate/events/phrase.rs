//! The clause around a date, and a short phrase from its words.

use super::{Dated, Tense, Words};
use crate::{
    stages::clean::annotate::{gazetteer::task, page::Page},
    text::{
        capitalised, one_line,
        words::{Shape, Sort},
    },
};

/// What a date is the date of.
#[derive(Clone, Debug)]
pub(super) struct Core {
    /// The words that say it, a date among them or beside them.
    pub words: Words,
    /// Where its verb looks.
    pub tense: Tense,
    /// It will not take place.
    pub off: bool,
}

const MODALS: &[&str] =
    &["will", "shall", "'ll", "would", "is", "are", "was", "were", "to", "has", "have", "had", "be", "been"];

/// Words that say nothing of what happens.
const FILLERS: &[&str] = &[
    "and", "then", "or", "but", "i", "think", "in", "on", "at", "the", "also", "later", "that", "is",
    "early", "as",
];

/// The clause that a date belongs to, cut down to the happening.
pub(super) fn core(page: &Page<'_>, dates: &[Dated], moment: &Dated) -> Option<Core> {
    let sentence = page.sentence(moment.tokens.start);
    let segments = segments(page, &sentence, dates);
    let here = segments.iter().position(|s| s.contains(&moment.tokens.start))?;
    let segment = if is_filler(page, &segments[here], dates) {
        beside(page, &segments, here, dates)?
    } else {
        segments[here].clone()
    };
    // `The summit in Hamburg, scheduled for July, …`
    let apposed = page
        .is_one_of(segment.start, &["scheduled", "planned", "due", "slated"])
        .then(|| beside(page, &segments, here, dates))
        .flatten();
    if let Some(before) = apposed {
        let words = strip(page, before);
        return (words.len() > 1).then_some(Core { words, tense: Tense::Future, off: false });
    }
    if segment == segments[here] || is_clause(page, &segment) {
        clause(page, &segment, moment)
    } else {
        // A bare noun phrase behind a dash: what was agreed before goes on.
        let words = strip(page, segment);
        let agreed = sentence.clone().any(|i| page.has(i, task::HOLDS | task::AHEAD));
        (agreed && words.len() > 1).then_some(Core { words, tense: moment.tense, off: false })
    }
}

/// A sentence cut at its marks, dates kept whole.
fn segments(page: &Page<'_>, sentence: &Words, dates: &[Dated]) -> Vec<Words> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for at in sentence.clone() {
        let inside = dates.iter().any(|other| other.tokens.contains(&at));
        let word = page.words.raw(at);
        let cut = page.words.sort(at) == Sort::Mark
            && !inside
            && !matches!(word, "'" | "’" | "." | "%" | "$" | "€" | "-" | "/" | "&");
        if cut {
            if at > start {
                found.push(start..at);
            }
            start = at + 1;
        }
    }
    if sentence.end > start {
        found.push(start..sentence.end);
    }
    found
}

fn is_filler(page: &Page<'_>, segment: &Words, dates: &[Dated]) -> bool {
    segment.clone().all(|i| {
        FILLERS.contains(&page.words.low(i)) || dates.iter().any(|d| d.tokens.contains(&i)) || page.is(i, ".")
    })
}

/// The segment that a date alone between marks belongs to: behind a dash the next, else the one before.
fn beside(page: &Page<'_>, segments: &[Words], here: usize, dates: &[Dated]) -> Option<Words> {
    let end = segments[here].end;
    let full = |segment: &&Words| !is_filler(page, segment, dates) && segment.len() > 1;
    let next = segments.get(here + 1).filter(full);
    if matches!(page.words.raw(end), "—" | "–" | "-" | ":") && next.is_some() {
        return next.cloned();
    }
    let before = segments[..here].iter().rev().find(full);
    // `to hold A in April, and then, in June, B`: A has its date, B has none yet.
    let has_date = |segment: &Words| dates.iter().any(|d| segment.contains(&d.tokens.start));
    if before.is_some_and(has_date) && next.is_some_and(|segment| !has_date(segment)) {
        return next.cloned();
    }
    if here == 0 { next.cloned() } else { before.cloned() }
}

fn is_clause(page: &Page<'_>, segment: &Words) -> bool {
    segment.clone().any(|i| MODALS.contains(&page.words.low(i)) || is_past(page, i))
}

fn clause(page: &Page<'_>, segment: &Words, moment: &Dated) -> Option<Core> {
    let segment = strip(page, segment.clone());
    let off = segment.clone().any(|i| {
        page.is_one_of(i, &["cancelled", "canceled", "scrapped", "called"])
            && (!page.is(i, "called") || page.is(i + 1, "off"))
    });
    // `the summit planned for 3 April`
    let due = segment.clone().find(|&i| {
        page.is_one_of(i, &["scheduled", "planned", "due", "slated", "set"])
            && i + 3 >= moment.tokens.start
            && i < moment.tokens.start
    });
    if let Some(due) = due
        && due > segment.start
        && !page.is_one_of(due - 1, &["is", "are", "was", "were", "be", "been"])
    {
        let words = strip(page, segment.start..due);
        return (!words.is_empty()).then_some(Core { words, tense: Tense::Future, off });
    }
    let held = holding(page, &segment);
    if let Some((object, ahead)) = held {
        let tense = if ahead { ahead_or(moment.tense) } else { moment.tense };
        return Some(Core { words: object, tense, off });
    }
    let modal = segment.clone().find(|&i| is_modal(page, i));
    if let Some(modal) = modal
        && modal > segment.start
    {
        let tense = modal_tense(page, modal, &segment);
        let pronoun = page.has(modal - 1, task::SUBJECT_PRONOUN);
        if pronoun && !page.is(modal - 1, "it") {
            let words = strip(page, modal + 1..segment.end);
            return (!words.is_empty()).then_some(Core { words, tense, off });
        }
        let light = (modal..segment.end.min(modal + 5)).any(|i| page.has(i, task::TAKES_PLACE));
        let subject = strip(page, clause_start(page, &segment, modal)..modal);
        if subject.is_empty() {
            return None;
        }
        let words = if light { subject } else { subject.start..segment.end };
        return Some(Core { words, tense, off });
    }
    let past = segment
        .clone()
        .find(|&i| is_past(page, i) || (page.has(i, task::SPEECH) && page.words.shape(i) == Shape::Lower))?;
    if past == segment.start {
        return None;
    }
    (!page.has(past, task::SPEECH)).then_some(Core { words: segment, tense: Tense::Past, off: false })
}

fn ahead_or(tense: Tense) -> Tense {
    if tense == Tense::Past { Tense::Past } else { Tense::Future }
}

/// `to hold a meeting of the two groups`: the object, and whether it is still to be held.
fn holding(page: &Page<'_>, segment: &Words) -> Option<(Words, bool)> {
    let verb = segment.clone().find(|&i| {
        page.has(i, task::HOLDS)
            && page.is_one_of(i.wrapping_sub(1), &["to", "will", "shall", "would", "and"])
    })?;
    let object = strip(page, verb + 1..segment.end);
    (!object.is_empty() && !page.is(verb + 1, "to")).then_some((object, !page.is(verb - 1, "would")))
}

fn is_modal(page: &Page<'_>, at: usize) -> bool {
    let low = page.words.low(at);
    matches!(low, "will" | "shall" | "'ll" | "won't")
        || (matches!(low, "is" | "are" | "was" | "were") && page.words.shape(at) == Shape::Lower)
        || (low == "to" && page.is(at + 1, "be"))
}

fn modal_tense(page: &Page<'_>, modal: usize, segment: &Words) -> Tense {
    let ahead = (modal..segment.end.min(modal + 4)).any(|i| {
        page.is_one_of(
            i,
            &[
                "will",
                "shall",
                "'ll",
                "won't",
                "to",
                "due",
                "scheduled",
                "expected",
                "planned",
                "set",
                "slated",
                "going",
            ],
        )
    });
    match page.words.low(modal) {
        "will" | "shall" | "'ll" | "won't" | "to" => Tense::Future,
        "is" | "are" if ahead => Tense::Future,
        "was" | "were" if !ahead => Tense::Past,
        _ => Tense::Open,
    }
}

/// Where the subject of a verb begins: behind `that`, `and`, a preposition's phrase that a pronoun ends.
fn clause_start(page: &Page<'_>, segment: &Words, verb: usize) -> usize {
    if verb > segment.start && page.is_one_of(verb - 1, &["we", "they", "he", "she", "it", "i"]) {
        return verb;
    }
    (segment.start..verb)
        .rev()
        .find(|&i| page.is_one_of(i, &["that", "which", "who", "where"]))
        .map_or(segment.start, |i| i + 1)
}

fn is_past(page: &Page<'_>, at: usize) -> bool {
    let low = page.words.low(at);
    page.words.shape(at) == Shape::Lower
        && (page.has(at, task::PAST) || (low.len() > 4 && low.ends_with("ed") && !low.ends_with("eed")))
}

/// Whether a clause tells enough to stand in a timeline: two words that carry meaning or one for a kind of event,
/// and for the past somebody or something by name as well.
pub(super) fn tells(page: &Page<'_>, core: &Core, past: bool) -> bool {
    let words = &core.words;
    let meaning = |i: &usize| {
        page.is_word(*i) && page.words.raw(*i).len() > 2 && !page.has(*i, task::STOP | task::PREPOSITION)
    };
    let enough =
        words.clone().filter(meaning).count() >= 2 || words.clone().any(|i| page.has(i, task::EVENT_NOUN));
    let first = words.start;
    let broken = page.is(first, "'s")
        || page.has(first, task::PREPOSITION)
        || page.is_one_of(first, &["there", "there's", "who", "which"]);
    if !past {
        return enough && !broken;
    }
    let named = words.clone().any(|i| page.is_name_word(i) && !page.has(i, task::MONTH | task::WEEKDAY));
    let subject = !page.has(first, task::SUBJECT_PRONOUN | task::STOP) && !is_past(page, first);
    enough && !broken && named && subject && words.len() > 3
}

/// Words without what leads to them and hangs on behind.
fn strip(page: &Page<'_>, words: Words) -> Words {
    const LEAD: &[&str] = &[
        "and", "then", "but", "or", "that", "the", "a", "an", "their", "his", "her", "its", "our", "while",
        "as", "so", "also",
    ];
    const TAIL: &[&str] = &[
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "the",
        "of",
        ".",
        "by",
        "from",
        "to",
        "tentatively",
        "currently",
        "also",
        "is",
        "are",
    ];
    let (mut start, mut end) = (words.start, words.end);
    while start < end && page.is_one_of(start, LEAD) {
        start += 1;
    }
    while end > start && page.is_one_of(end - 1, TAIL) {
        end -= 1;
    }
    start..end
}

/// The longest text of an event, in characters.
const LONGEST: usize = 160;

/// A phrase from the clause's own words, dates left out, with a capital.
pub(super) fn text(page: &Page<'_>, dates: &[Dated], words: &Words) -> Option<String> {
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = words.start;
    // `the declaration of 1956` keeps its date.
    let mut inner: Vec<&Dated> = dates
        .iter()
        .filter(|d| words.start <= d.tokens.start && d.tokens.end <= words.end)
        .filter(|d| !super::is_attribute(page, d))
        .collect();
    inner.sort_by_key(|d| d.tokens.start);
    for moment in inner {
        let end = strip_end(page, start, moment.tokens.start);
        if end > start {
            pieces.push(page.words.slice(&(start..end)));
        }
        start = moment.tokens.end.max(start);
    }
    let last = strip(page, start..words.end);
    if !last.is_empty() {
        pieces.push(page.words.slice(&last));
    }
    let joined = pieces.join(" ");
    let mut line = one_line(&joined);
    if line.chars().count() > LONGEST {
        let cut = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
        let space = line[..cut].rfind(' ').unwrap_or(cut);
        line.truncate(space);
        line.push('…');
    }
    (!line.is_empty()).then(|| capitalised(&line))
}

fn strip_end(page: &Page<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && page.is_one_of(end - 1, &["in", "on", "at", "for", "the", "of", "from", "by", ",", "this"])
    {
        end -= 1;
    }
    end
}

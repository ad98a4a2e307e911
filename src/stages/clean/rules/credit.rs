//! Photo credits and captions: `© AGENCY / Photographer caption, 24 Nov 2017`.
//!
//! The photographer is never the author. What stands between the credit and the end of its paragraph is the
//! caption, as garbled as it may be. A second credit for the same picture says nothing new and goes.

use super::{better_source, first_date};
use crate::{
    model::{article::Image, reading::Read},
    stages::clean::{
        calendar,
        draft::{Block, Draft, shown},
        passage::Passage,
        sources::{Source, Sources},
    },
};

/// What a credit line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// How much of the text it takes, in bytes.
    pub length: usize,
    /// The agency or outlet, by its usual name where it is known.
    pub outlet: String,
    /// Whether `outlet` is known and credited in its own style, `© OUTLET / Person`.
    pub own_style: bool,
    /// The photographer.
    pub creator: String,
}

/// Words that begin a credit. The first group claims rights, the second only says who took a picture.
const RIGHTS: [&str; 6] = ["©", "(c)", "copyright", "image copyright", "photo ©", "foto ©"];
const PICTURE: [&str; 21] = [
    "photo credit:",
    "photo courtesy of",
    "photograph by",
    "photograph:",
    "photos:",
    "photo:",
    "photo by",
    "image credit:",
    "image:",
    "image source:",
    "image source,",
    "picture:",
    "credit:",
    "crédit photo :",
    "fotos:",
    "foto:",
    "bildquelle:",
    "bild:",
    "фото:",
    "写真：",
    "写真:",
];

/// A paragraph longer than this, in characters, is a text that begins with a credit and not a caption.
const LONGEST_CAPTION: usize = 600;

/// Words that make a caption's date the picture's and not the article's.
const ARCHIVE: [&str; 9] = [
    "file photo",
    "file picture",
    "archive",
    "archiv",
    "архив",
    "d'archives",
    "stock photo",
    "資料写真",
    "symbolbild",
];

/// Captions and credits leave the text; the first picture becomes the article's.
pub fn read(draft: Draft, sources: &Sources) -> Draft {
    let Draft { blocks, reading, traced } = draft;
    let mut draft = Draft { blocks: Vec::with_capacity(blocks.len()), reading, traced };
    let mut first: Option<Credit> = None;
    let count = blocks.len();
    for (at, block) in blocks.into_iter().enumerate() {
        match block {
            Block::Text(_, words)
                if at >= 3 && at + 2 >= count && is_notice(&draft, words.as_str(), sources) =>
            {
                if let Some(credit) = credit_at_start(words.as_str(), sources) {
                    let credit = Credit { own_style: false, ..credit };
                    note_source(&mut draft, &credit, words.as_str(), sources);
                }
                draft.remove(words.as_str(), "copyright notice");
            }
            Block::Figure(image) if is_first_picture(&draft) => {
                let known = draft.reading.image.take().unwrap_or_default();
                draft.reading.image = Some(Image { src: image.src, alt: shown(&image.alt), ..known });
            }
            Block::Figure(image) if draft.traced => drop(image),
            Block::Figure(image) if is_same_picture(&draft, &image) => {
                if let Some(known) = draft.reading.image.as_mut().filter(|known| known.alt.is_empty()) {
                    known.alt = shown(&image.alt);
                }
            }
            Block::Text(shape, words) => match credit_at_start(words.as_str(), sources) {
                Some(credit)
                    if first.as_ref().is_none_or(|known| repeats(known, &credit)) || is_short(&words) =>
                {
                    take_credit(&mut draft, &mut first, credit, &words, sources);
                }
                _ => draft.blocks.push(Block::Text(shape, words)),
            },
            Block::Figure(image) => draft.blocks.push(Block::Figure(image)),
        }
    }
    draft
}

/// `© Agency` below a text without a picture claims the text.
fn is_notice(draft: &Draft, line: &str, sources: &Sources) -> bool {
    let rights = marker_at_start(line).is_some_and(|(_, rights)| rights);
    draft.reading.image.is_none()
        && rights
        && line.len() <= 100
        && credit_at_start(line, sources).is_some_and(|credit| credit.creator.is_empty())
}

fn is_first_picture(draft: &Draft) -> bool {
    draft.reading.image.as_ref().is_none_or(|image| image.src.is_empty())
}

/// Whether a picture is the article's own in another size: the same file name up to figures at its end.
fn is_same_picture(draft: &Draft, image: &Image) -> bool {
    let name = |src: &str| {
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        stem.trim_end_matches(|c: char| c.is_ascii_digit() || "x-_".contains(c)).to_owned()
    };
    draft.reading.image.as_ref().is_some_and(|known| name(&known.src) == name(&image.src))
}

fn is_short(words: &Passage) -> bool {
    words.as_str().chars().count() <= LONGEST_CAPTION
}

fn repeats(known: &Credit, other: &Credit) -> bool {
    known.outlet == other.outlet && (other.creator.is_empty() || known.creator == other.creator)
}

fn take_credit(
    draft: &mut Draft,
    first: &mut Option<Credit>,
    credit: Credit,
    words: &Passage,
    sources: &Sources,
) {
    let text = words.as_str();
    if let Some(known) = first {
        let reason = if repeats(known, &credit) { "credit repeated" } else { "credit of another picture" };
        draft.remove(text, reason);
        return;
    }
    let line = &text[..credit.length];
    draft.remove(line, "credit");
    let rest = words.slice(credit.length..text.len());
    let rest = rest.slice(leading_marks(rest.as_str())..rest.as_str().len()).trim();
    if let Some(cut) = text[credit.length..].strip_suffix(rest.as_str()) {
        draft.remove(cut, "credit");
    }
    note_source(draft, &credit, line, sources);
    // A page may have told the caption and the credit of the picture already: then these are other words.
    let mut image = draft.reading.image.take().unwrap_or_default();
    if is_short(words) {
        note_date(draft, rest.as_str());
    }
    if is_short(words) && image.caption.is_empty() {
        image.caption = draft.show(rest.as_str());
    } else if !rest.as_str().is_empty() {
        draft.blocks.push(Block::paragraph(rest));
    }
    if image.credit.is_empty() && image.creator.is_empty() {
        image.credit.clone_from(&credit.outlet);
        image.creator.clone_from(&credit.creator);
    }
    draft.reading.image = Some(image);
    *first = Some(credit);
}

/// Punctuation between a credit and what follows.
fn leading_marks(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || ".,;:|)]/".contains(c)).len()
}

fn note_source(draft: &mut Draft, credit: &Credit, line: &str, sources: &Sources) {
    let Some(source) = sources.named(&credit.outlet) else { return };
    if source.kind == "picture agency" {
        return;
    }
    let name = source.name.clone();
    let sure = credit.own_style && !source.sells_pictures;
    better_source(draft, Read { sure, ..Read::fact(name, "photo credit", line) });
}

fn note_date(draft: &mut Draft, caption: &str) {
    let lower = caption.to_lowercase();
    if ARCHIVE.iter().any(|word| lower.contains(word)) {
        return;
    }
    if let Some((span, date)) = calendar::only_day_in(caption) {
        first_date(draft, Read::fact(date, "photo credit", &caption[span]));
    }
}

/// The credit that begins a text, if one does.
pub fn credit_at_start(text: &str, sources: &Sources) -> Option<Credit> {
    let (marker, rights) = marker_at_start(text)?;
    let body = &text[marker..];
    let at = body.len() - body.trim_start_matches(|c: char| c.is_whitespace() || c == '©').len();
    let names = &body[at..];
    if names.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let credit = match sources.at_start(names) {
        Some((source, end)) => outlet_first(names, source, end, rights),
        None => person_first(names, rights, sources)?,
    };
    Some(Credit { length: marker + at + credit.length, ..credit })
}

/// A picture's words as caption and credit: `Ann speaks. Photo: Bo Li/Reuters`, `Ann speaks (AP Photo/Bo Li)`.
/// Gives where the caption ends.
pub fn credit_in_caption(text: &str, sources: &Sources) -> Option<(usize, Credit)> {
    let begins = |at: &usize| *at == 0 || text[..*at].ends_with([' ', '(', '[', '.', '|', '\n', '—', '–']);
    let starts = text.char_indices().map(|(at, _)| at).filter(begins);
    let marked = starts.clone().find_map(|at| Some((at, credit_at_start(&text[at..], sources)?)));
    let outlet = || {
        let mut late = starts.clone().filter(|&at| at > 0 && text.len() - at <= 60);
        late.find_map(|at| {
            let (source, end) = sources.at_start(&text[at..])?;
            let rest = &text[at + end..];
            let person = separator(rest).map_or(0, |gap| person_length(&rest[gap..]));
            let in_brackets = text[..at].ends_with(['(', '[']) || person > 0;
            in_brackets.then(|| (at, outlet_first(&text[at..], source, end, false)))
        })
    };
    marked.or_else(outlet)
}

/// How long the word that begins a credit is, and whether it claims rights.
fn marker_at_start(text: &str) -> Option<(usize, bool)> {
    let starts = |marker: &&str| {
        let head: String = text.chars().take(marker.chars().count()).collect();
        (head.to_lowercase() == **marker).then_some(head.len())
    };
    let rights = RIGHTS.iter().find_map(&starts);
    let picture = PICTURE.iter().find_map(&starts);
    rights.map(|length| (length, true)).or_else(|| picture.map(|length| (length, false)))
}

/// `AGENCY / First Last`
fn outlet_first(names: &str, source: &Source, end: usize, rights: bool) -> Credit {
    let gap = separator(&names[end..]);
    let person = gap.map(|gap| (end + gap, person_length(&names[end + gap..])));
    let (length, creator) = match person {
        Some((start, length)) if length > 0 => (start + length, shown(&names[start..start + length])),
        _ => (end, String::new()),
    };
    Credit { length, outlet: source.name.clone(), own_style: rights, creator }
}

/// `First Last / AGENCY`, `First Last, AGENCY`, `First Last`
fn person_first(names: &str, rights: bool, sources: &Sources) -> Option<Credit> {
    let length = Some(person_length(names)).filter(|&length| length > 0)?;
    let creator = shown(&names[..length]);
    let after = separator(&names[length..]).map(|gap| length + gap);
    let outlet =
        after.and_then(|start| sources.at_start(&names[start..]).map(|(source, end)| (start, source, end)));
    Some(match outlet {
        Some((start, source, end)) => {
            Credit { length: start + end, outlet: source.name.clone(), own_style: false, creator }
        }
        None if rights => Credit { length, outlet: creator, own_style: false, creator: String::new() },
        None => Credit { length, outlet: String::new(), own_style: false, creator },
    })
}

/// How long the sign between outlet and person is, with its spaces.
fn separator(text: &str) -> Option<usize> {
    let trimmed = text.trim_start();
    let signs = ["/", "|", ",", "–", "—", "-", "via ", "for ", "by ", "("];
    let sign = signs.iter().find(|sign| trimmed.starts_with(**sign))?;
    let rest = trimmed[sign.len()..].trim_start();
    Some(text.len() - rest.len())
}

/// Words that are written with a capital but begin no name and end one.
const NO_NAMES: [&str; 34] = [
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "Of",
    "And",
    "But",
    "For",
    "From",
    "By",
    "With",
    "To",
    "This",
    "President",
    "Prime",
    "Foreign",
    "Minister",
    "Deputy",
    "Defense",
    "Defence",
    "Secretary",
    "Russian",
    "Japanese",
    "American",
    "Chinese",
    "German",
    "French",
    "British",
    "Ukrainian",
    "Die",
    "Der",
    "Das",
];

/// Small words inside of names.
const PARTICLES: [&str; 20] = [
    "de", "da", "di", "del", "della", "dos", "do", "van", "von", "der", "den", "ter", "la", "le", "el", "al",
    "bin", "ibn", "abu", "zu",
];

/// How much of the text's start is a person's name: two to four words with capitals, small words between them.
pub fn person_length(text: &str) -> usize {
    let (mut capitals, mut end, mut at) = (0, 0, 0);
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let core = bare.trim_end_matches([',', '.', ';', ':', '/', ')', '(', '|']);
        let initial = core.chars().count() == 1 && bare.ends_with('.');
        let capital = core.chars().next().is_some_and(char::is_uppercase)
            && !core.contains(|c: char| c.is_ascii_digit());
        let ends = core.len() != bare.len() && !initial;
        if capital && !NO_NAMES.contains(&core) && !core.contains(['/', '(']) {
            capitals += 1;
            end = at + if initial { bare.len() } else { core.len() };
        } else if let (true, Some((name, _))) = (capital, core.split_once('/')) {
            let more = usize::from(!name.is_empty());
            return if capitals + more >= 2 { at + name.len() } else { 0 };
        } else if !PARTICLES.contains(&core) || ends || capitals == 0 {
            break;
        }
        if ends || capitals == 4 {
            break;
        }
        at += word.len();
    }
    if capitals >= 2 { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credit(text: &str) -> Option<(String, String, &str)> {
        let credit = credit_at_start(text, &Sources::new(&[]))?;
        Some((credit.outlet, credit.creator, &text[credit.length..]))
    }

    #[test]
    fn outlet_and_photographer_are_told_apart_in_either_order() {
        for (text, outlet, creator, rest) in [
            ("© TASS / Anna B. Lee speaks in Paris", "TASS", "Anna B. Lee", " speaks in Paris"),
            ("© AFP / Jean de la Tour", "Agence France-Presse", "Jean de la Tour", ""),
            ("Photo: Ann Lee/Reuters", "Reuters", "Ann Lee", ""),
            ("Photograph: Ann Lee/AP", "Associated Press", "Ann Lee", ""),
            ("Photo by Ann Lee via Getty Images", "Getty Images", "Ann Lee", ""),
            ("© REUTERS", "Reuters", "", ""),
            ("Фото: РИА Новости / Анна Ли. Москва", "RIA Novosti", "Анна Ли", ". Москва"),
            ("Foto: Ann Lee", "", "Ann Lee", ""),
            ("© Some Outlet", "Some Outlet", "", ""),
            ("© dpa / Ann Lee The minister", "dpa", "Ann Lee", " The minister"),
        ] {
            assert_eq!(credit(text), Some((outlet.to_owned(), creator.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn captions_and_their_credits_are_parted() {
        let sources = Sources::new(&[]);
        for (text, caption, outlet, creator) in [
            ("Ann speaks. Photo: Bo Li/Reuters", "Ann speaks. ", "Reuters", "Bo Li"),
            ("Ann speaks (AP Photo/Bo Li)", "Ann speaks ", "Associated Press", "Bo Li"),
            ("Ann speaks. © AFP", "Ann speaks. ", "Agence France-Presse", ""),
        ] {
            let (end, credit) = credit_in_caption(text, &sources).expect(text);
            assert_eq!(
                (&text[..end], credit.outlet.as_str(), credit.creator.as_str()),
                (caption, outlet, creator)
            );
        }
        assert_eq!(credit_in_caption("Ann speaks to Reuters in Paris on Monday", &sources), None);
    }

    #[test]
    fn notices_and_prose_are_no_credits() {
        for text in
            ["© 2017 Reuters", "Reuters reported", "Photo of the day", "Copyrighted words", "A © sign"]
        {
            assert_eq!(credit(text), None, "{text}");
        }
    }
}

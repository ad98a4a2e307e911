//! What outlets put under and between the paragraphs: agency tails, links to more, share bars, notices.
//!
//! A line goes only when its first words say what it is and it is no longer than such lines are.

use super::{
    better_source,
    credit::person_length,
    interface, notices, offers, stamps,
    tail_words::{CREDITS, KINDS, Kind, SHARE_WORDS},
};
use crate::{
    model::reading::Read,
    stages::clean::{
        draft::{Block, Draft, shown},
        html::edges::LAST_HEADINGS,
        passage::Passage,
        sources::Sources,
    },
};

/// No such line is longer, in bytes.
const LONGEST: usize = 800;

/// No label of links is longer, in bytes.
const LONGEST_LABEL: usize = 80;

/// Lines below a text that name other articles, from the line that says so on: `More on this story`.
fn without_more(mut draft: Draft) -> Draft {
    let line = |block: &Block| block.as_paragraph().map_or("", |words| words.as_str()).to_owned();
    let is_label = |block: &Block| {
        let words = block.as_paragraph().map_or("", |words| words.as_str());
        if words.len() > LONGEST_LABEL {
            return false;
        }
        let lower = words.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        LAST_HEADINGS.contains(&bare) || KINDS[0].heads.contains(&bare)
    };
    let is_entry = |block: &Block| {
        let words = line(block);
        !words.is_empty() && words.chars().count() <= 100 && !words.ends_with(['.', '!', '。', '”', '"', '»'])
    };
    let Some(first) = draft.blocks.iter().skip(1).position(is_label) else { return draft };
    let first = first + 1;
    if draft.blocks[first..].iter().all(is_entry) {
        for block in draft.blocks.split_off(first) {
            draft.remove(&line(&block), "related link");
        }
    }
    draft
}

/// Cuts such lines, wherever they stand.
pub fn read(draft: Draft, sources: &Sources) -> Draft {
    let Draft { blocks, reading, traced } = without_more(draft);
    let mut draft = Draft { blocks: Vec::with_capacity(blocks.len()), reading, traced };
    let titled = draft.reading.title.as_ref().is_some_and(|title| title.sure);
    let count = blocks.len();
    for (at, block) in blocks.into_iter().enumerate() {
        let Some(words) = block.as_paragraph().filter(|_| titled || at > 0) else {
            draft.blocks.push(block);
            continue;
        };
        let own = reason(words.as_str()).or_else(|| {
            (at + stamps::LAST >= count && stamps::is_desk(words.as_str())).then_some("agency tail")
        });
        match own {
            Some(reason) => {
                if reason == "copyright notice" {
                    note_owner(&mut draft, words.as_str(), sources);
                }
                draft.remove(words.as_str(), reason);
            }
            None if at + stamps::LAST >= count => {
                let end = stamps::start(words.as_str(), sources);
                draft.remove(&words.as_str()[end..], "agency tail");
                keep_without_tail(&mut draft, &words.slice(0..end).trim(), sources);
            }
            None => keep_without_tail(&mut draft, words, sources),
        }
    }
    draft
}

/// Why a line goes, if it does.
pub fn reason(line: &str) -> Option<&'static str> {
    if line.len() > LONGEST {
        return None;
    }
    let lower = line.to_lowercase();
    said(&lower).filter(|reason| !(OF_NOW.contains(reason) && is_told(&lower)))
}

/// What an outlet says to its readers is of now, …
const OF_NOW: [&str; 7] = [
    "share bar",
    "subscription",
    "advertisement",
    "comments",
    "control",
    "about the author",
    "cookie notice",
];

/// … and what it reports has happened: `Donated blood was tested.`
fn is_told(lower: &str) -> bool {
    const TOLD: [&str; 14] = [
        "was", "were", "had", "said", "told", "asked", "took", "fell", "shouted", "demanded", "advised",
        "warned", "cried", "chanted",
    ];
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    lower.ends_with(['.', '”', '"']) && words.any(|word| TOLD.contains(&word))
}

/// The reason by the words of a line, which is in lower case.
fn said(lower: &str) -> Option<&'static str> {
    let count = lower.split_whitespace().count();
    let words = || lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let is_share = |word: &str| SHARE_WORDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
    if count <= 8 && words().all(is_share) && words().any(|word| SHARE_WORDS.contains(&word)) {
        return Some("share bar");
    }
    // `[Read: …]`, `>> More: …`
    let inner = lower.trim_start_matches(|c: char| "[(>*•▶►➤→|–—- ".contains(c));
    let is_kind = |kind: &&Kind| {
        count <= kind.words && kind.heads.iter().any(|head| begins(lower, head) || begins(inner, head))
    };
    let kind = KINDS.iter().find(is_kind).map(|kind| kind.reason);
    kind.or_else(|| (count <= 60 && is_contribution(lower)).then_some("agency tail")).or_else(|| {
        let notice = notices::reason(lower, count)
            .or_else(|| offers::reason(lower, count))
            .or_else(|| interface::reason(lower, count));
        let follows = count <= 20
            && lower.starts_with("follow ")
            && [" on twitter", " on facebook", " on x", " on instagram"]
                .iter()
                .any(|place| lower.contains(place));
        notice.or_else(|| follows.then_some("share bar"))
    })
}

/// `Ann Lee in Paris contributed to this report.`, `A version of this article appears in print on …`
fn is_contribution(lower: &str) -> bool {
    let end = lower.trim_end_matches(['.', ' ', ')', '*', '_']);
    let report = ["report", "article", "story", "piece"];
    let to = |verb: &str| report.iter().any(|word| end.ends_with(&format!("{verb} to this {word}")));
    to("contributed")
        || end.ends_with("contributed reporting")
        || end.contains("contributed reporting from ") && !end.contains(". ")
        || [
            "a version of this article",
            "a version of this story",
            "this article originally appeared",
            "this story originally appeared",
            "this article was originally published",
            "this story was originally published",
            "this article first appeared",
            "this article is republished from",
            "dieser artikel erschien zuerst",
            "dieser text erschien zuerst",
            "cet article a d’abord été publié",
            "este artículo fue publicado originalmente",
        ]
        .iter()
        .any(|head| lower.starts_with(head))
}

/// Whether a line begins with these words and not only with their letters.
fn begins(line: &str, head: &str) -> bool {
    let ends_in_letter =
        head.ends_with(char::is_alphanumeric) && !head.ends_with(|c: char| c.is_ascii_digit());
    line.strip_prefix(head).is_some_and(|rest| !(ends_in_letter && rest.starts_with(char::is_alphabetic)))
}

fn note_owner(draft: &mut Draft, line: &str, sources: &Sources) {
    let owner = line.char_indices().find(|(_, c)| c.is_alphabetic()).map_or("", |(at, _)| &line[at..]);
    let owner = ["Copyright", "copyright"].iter().find_map(|word| owner.strip_prefix(word)).unwrap_or(owner);
    let owner = owner.trim_start_matches(|c: char| !c.is_alphabetic());
    if let Some((source, _)) = sources.at_start(owner) {
        better_source(draft, Read::suggestion(source.name.clone(), "copyright notice", line));
    }
}

/// `(Reporting by Ann Lee in Paris; Editing by Bo Li)` at the end of a paragraph, or as the whole of it.
fn keep_without_tail(draft: &mut Draft, words: &Passage, sources: &Sources) {
    let text = words.as_str();
    let Some(start) = tail_start(text) else {
        draft.blocks.push(Block::paragraph(words.clone()));
        return;
    };
    let tail = &text[start..];
    if draft.reading.authors.is_empty() {
        draft.reading.authors = reporters(tail, sources);
    }
    draft.remove(tail, "agency tail");
    draft.blocks.push(Block::paragraph(words.slice(0..start).trim()));
}

fn tail_start(text: &str) -> Option<usize> {
    let is_credit = |inside: &str| {
        let inside = inside.trim_start_matches(['(', '[', ' ']);
        let lower = inside.to_lowercase();
        let names = |credit: &&str| inside.get(credit.len()..).is_some_and(names_somebody);
        CREDITS.iter().filter(|credit| lower.starts_with(**credit)).any(names)
    };
    let trimmed = text.trim_end();
    let open = match trimmed.chars().next_back()? {
        ')' => trimmed.rfind('('),
        ']' => trimmed.rfind('['),
        _ => None,
    };
    open.filter(|&at| is_credit(&trimmed[at..])).or_else(|| {
        let short = trimmed.split_whitespace().count() <= 60;
        (short && is_credit(trimmed)).then_some(0)
    })
}

/// Whether a credit goes on with a name: `Reporting by women was rare.` does not.
fn names_somebody(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = ["by ", "from "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let staff = ["our ", "staff", "the ", "a "].iter().any(|word| rest.starts_with(word));
    staff || !rest.starts_with(char::is_lowercase)
}

/// Who reported: the names after `Reporting by`, up to whoever edited.
fn reporters(tail: &str, sources: &Sources) -> Vec<String> {
    let lower = tail.to_lowercase();
    let Some(at) = lower.find("reporting by ").filter(|_| lower.len() == tail.len()) else {
        return Vec::new();
    };
    let mut rest = tail[at + "reporting by ".len()..].split([';', ')']).next().unwrap_or_default();
    let mut names = Vec::new();
    while !rest.is_empty() {
        let length = person_length(rest);
        if length == 0 || sources.at_start(rest).is_some() {
            break;
        }
        names.push(shown(&rest[..length]));
        rest = rest[length..].trim_start();
        if let Some(after) = rest.strip_prefix("in ") {
            let place = after.find([',', ';']).or_else(|| after.find(" and ")).unwrap_or(after.len());
            rest = &after[place..];
        }
        rest = rest.trim_start_matches([',', ' ']).trim_start_matches("and ").trim_start_matches("& ");
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::format::plain;

    #[test]
    fn lines_go_for_what_they_say() {
        for (line, why) in [
            ("Read also: Ministers meet in Paris", Some("related link")),
            ("Читайте также: Министры", Some("related link")),
            ("Share on Facebook", Some("share bar")),
            ("12 Shares", Some("share bar")),
            ("Facebook Twitter WhatsApp", Some("share bar")),
            ("© 2017 Reuters. All rights reserved.", Some("copyright notice")),
            ("Tags: Japan, Russia", Some("tags")),
            ("ADVERTISEMENT", Some("advertisement")),
            ("CNN's Ann Lee and Bo Li contributed to this report.", Some("agency tail")),
            ("A version of this article appears in print on May 2, 2017, on Page A4.", Some("agency tail")),
            ("Follow Ann Lee on Twitter at @annlee.", Some("share bar")),
            ("He contributed to this report because he thought that it mattered.", None),
            ("Folgen Sie uns auf Facebook und Twitter.", Some("share bar")),
            ("(Photo by Ann Lee/Getty Images)", Some("caption")),
            ("Anzeige", Some("advertisement")),
            ("Mit Material der dpa", Some("agency tail")),
            ("Share prices fell on Monday.", None),
            ("Facebook declined to comment.", None),
            ("Donated blood was tested for our members.", None),
            ("Advertising was banned in 1991.", None),
            ("Download our app, said the page that started the case.", None),
            ("Anzeige wurde erstattet.", None),
            ("Facebook said on Monday that it would change the way in which it shows news.", None),
            ("Reading the paper, he frowned.", None),
            ("Advertisements were banned.", None),
            ("2017", None),
            ("___", Some("ornament")),
            ("The post Ministers meet appeared first on The Daily.", Some("notice of a feed")),
            ("The post was taken by a storm.", None),
            ("We and our 12 partners use cookies to improve your experience.", Some("cookie notice")),
            ("We ate cookies and spoke of our new partners in the north.", None),
            ("Il vous reste 62.4% de cet article à lire.", Some("subscription")),
        ] {
            assert_eq!(reason(line), why, "{line}");
        }
    }

    #[test]
    fn a_credit_names_somebody() {
        for (line, is_credit) in [
            ("Reporting by Ann Lee", true),
            ("Additional reporting by our staff in Paris", true),
            ("Reporting by women was rare at the time.", false),
            ("It was done. (Writing by candlelight)", false),
        ] {
            assert_eq!(tail_start(line).is_some(), is_credit, "{line}");
        }
    }

    #[test]
    fn links_below_a_copied_page_go_with_their_label() {
        let read = |seed: &str| -> usize { read(plain::read(seed), &Sources::new(&[])).blocks.len() };
        assert_eq!(
            read("Title of this\n\nIt is said.\n\nMore on this story\n\nStorm leaves no light\n\n12 March"),
            2
        );
        assert_eq!(read("Title of this\n\nIt is said.\n\nRelated topics\n\nIt was said again."), 4);
    }

    #[test]
    fn an_agency_tail_names_the_reporters() {
        let seed =
            "Title of this\n\nIt is said. (Reporting by Ann Lee in Paris and Bo Li; Editing by Cy Moe)";
        let draft = read(plain::read(seed), &Sources::new(&[]));
        assert_eq!(draft.reading.authors, ["Ann Lee", "Bo Li"]);
        assert_eq!(draft.blocks[1].words().map(Passage::as_str), Some("It is said."));
        assert_eq!(draft.reading.removed[0].reason, "agency tail");
    }
}

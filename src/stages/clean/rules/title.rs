//! The headline: the first line, once.

use super::{better_source, dateline, head};
use crate::{
    model::reading::Read,
    stages::clean::{
        draft::{Block, Draft, Shape, shown},
        sources::Sources,
    },
};

/// A line longer than this, in characters, is no headline.
const LONGEST: usize = 220;

/// Words and signs that say that a headline follows.
const LABELS: [&str; 10] = [
    "# ",
    "## ",
    "Title: ",
    "TITLE: ",
    "Headline: ",
    "HEADLINE: ",
    "Titel: ",
    "Titre : ",
    "Título: ",
    "Заголовок: ",
];

/// Finds the title where the format gave none, and cuts it wherever it stands again.
pub fn read(draft: Draft, sources: &Sources) -> Draft {
    let mut draft = match draft.reading.title {
        None => first_line(without_navigation(draft), sources),
        Some(_) => draft,
    };
    let Some(title) = draft.reading.title.as_ref().filter(|title| title.sure) else { return draft };
    let title = key(&title.value);
    let blocks = std::mem::take(&mut draft.blocks);
    for block in blocks {
        match block.words() {
            Some(words) if key(words.as_str()) == title => {
                draft.remove(words.as_str(), "title repeated");
            }
            // The first of several lines, as in pages without paragraphs.
            Some(words) if words.as_str().split_once('\n').is_some_and(|(line, _)| key(line) == title) => {
                let line = words.as_str().find('\n').unwrap_or(0);
                draft.remove(&words.as_str()[..line], "title repeated");
                let rest = words.slice(line..words.as_str().len()).trim();
                let Block::Text(shape, _) = &block else { continue };
                draft.blocks.push(Block::Text(shape.clone(), rest));
            }
            _ => draft.blocks.push(block),
        }
    }
    draft
}

/// The first line is the title when it looks like one and something follows.
fn first_line(mut draft: Draft, sources: &Sources) -> Draft {
    let texts = draft.blocks.iter().filter(|block| block.words().is_some()).count();
    let is_bare = |line: &str| dateline::length(line, sources) == line.len() || head::is_bare(line);
    let first =
        draft.blocks.iter().position(|block| block.words().is_some_and(|words| !is_bare(words.as_str())));
    let Some((at, Block::Text(shape, words))) = first.map(|at| (at, draft.blocks[at].clone())) else {
        return draft;
    };
    let line = words.as_str();
    let heading = matches!(shape, Shape::Heading(_));
    let dateline = dateline::length(line, sources);
    if texts < 2 || !(heading || shape == Shape::Paragraph && dateline == 0 && is_headline(line)) {
        let line = line[dateline..].trim_start();
        let sentence = line.split_inclusive(['.', '!', '?', '。']).next().unwrap_or(line);
        if !heading && sentence.chars().count() <= LONGEST {
            draft.reading.title = Some(Read::suggestion(shown(sentence), "first sentence", sentence));
        }
        return draft;
    }
    draft.blocks.remove(at);
    let rest = LABELS.iter().find_map(|label| line.strip_prefix(label)).filter(|rest| !rest.is_empty());
    let rest = rest.unwrap_or(line);
    draft.remove(&line[..line.len() - rest.len()], "label");
    let line = rest;
    let once = once(line);
    // `Headline - Site` above `Headline`, or with a site that is known
    let next =
        draft.blocks.get(at).and_then(Block::words).map(|words| key(words.as_str())).unwrap_or_default();
    let parted = [" - ", " | ", " – ", " — "].iter().filter_map(|mark| once.rsplit_once(mark));
    let site = parted.into_iter().find(|(head, site)| {
        let named = || sources.named(site).is_some() && head.split_whitespace().count() >= 3;
        key(head) == next && site.split_whitespace().count() <= 5 || named()
    });
    let once = site.map_or(once, |(head, _)| head);
    if let Some((_, site)) = site {
        let known = sources.named(site).map(|source| Read::fact(source.name.clone(), "title line", line));
        better_source(&mut draft, known.unwrap_or_else(|| Read::suggestion(shown(site), "title line", line)));
    }
    draft.remove(&line[once.len()..], if site.is_some() { "source" } else { "title repeated" });
    let title = draft.show(once);
    draft.reading.title = Some(Read::fact(title, "first line", once));
    draft
}

/// So many short lines are the navigation of a page, copied with it.
const NAVIGATION: usize = 3;

/// A page that was copied whole begins with its navigation: lines of one to three words before the first that can
/// be a headline.
fn without_navigation(mut draft: Draft) -> Draft {
    let words = |block: &Block| block.as_paragraph().map(|words| words.as_str().to_owned());
    let is_entry = |line: &String| {
        line.split_whitespace().count() <= 3
            && line.chars().count() <= 40
            && !line.ends_with(['.', '!', '?', '。', ':'])
    };
    let entries =
        draft.blocks.iter().take_while(|block| words(block).is_some_and(|line| is_entry(&line))).count();
    if entries < NAVIGATION {
        return draft;
    }
    let headline = draft.blocks.get(entries).and_then(words);
    let long =
        draft.blocks.iter().skip(entries).take(10).filter_map(words).any(|line| line.chars().count() >= 120);
    let is_page =
        long && headline.is_some_and(|line| is_headline(&line) && line.split_whitespace().count() >= 4);
    if is_page {
        for block in draft.blocks.drain(..entries).collect::<Vec<_>>() {
            draft.remove(block.words().map_or("", |words| words.as_str()), "navigation");
        }
    }
    draft
}

/// Headlines are short and do not end as sentences do.
fn is_headline(line: &str) -> bool {
    let ends =
        line.ends_with(['.', ':', ';', ',', '。', '、']) && !line.ends_with("...") && !is_abbreviated(line);
    line.chars().count() <= LONGEST && !ends && line.chars().any(char::is_alphabetic)
}

/// `… in the U.S.` ends with a full stop that is no end of a sentence.
fn is_abbreviated(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    last.matches('.').count() >= 2 && last.split('.').all(|part| part.chars().count() <= 1)
}

/// The line without its second half, when that says the first again.
fn once(line: &str) -> &str {
    let middles = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let middle = middles.min_by_key(|at| (line.len() - at).abs_diff(*at));
    match middle.map(|at| (line[..at].trim_end(), &line[at..])) {
        Some((head, tail)) if head.split_whitespace().count() >= 3 && key(head) == key(tail) => head,
        _ => line,
    }
}

/// Letters and digits in lower case, by which two lines are the same.
pub fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::clean::format::plain;

    fn title_and_text(seed: &str) -> (Option<(String, bool)>, Vec<String>) {
        let draft = read(plain::read(seed), &Sources::new(&[]));
        let texts = draft.blocks.iter().filter_map(Block::words).map(|words| words.as_str().to_owned());
        (draft.reading.title.map(|title| (title.value, title.sure)), texts.collect())
    }

    #[test]
    fn the_first_line_is_the_title_and_stands_nowhere_else() {
        let (title, texts) =
            title_and_text("Ministers meet in Paris\n\nMINISTERS MEET IN PARIS!\n\nThey met.");
        assert_eq!(title, Some(("Ministers meet in Paris".to_owned(), true)));
        assert_eq!(texts, ["They met."]);
    }

    #[test]
    fn a_title_written_twice_in_a_line_is_taken_once() {
        let (title, _) = title_and_text("Ministers meet in Paris Ministers meet in Paris\n\nThey met.");
        assert_eq!(title, Some(("Ministers meet in Paris".to_owned(), true)));
    }

    #[test]
    fn a_sentence_is_only_suggested_and_stays_in_the_text() {
        let (title, texts) = title_and_text("The ministers met. They spoke.\n\nThen they left.");
        assert_eq!(title, Some(("The ministers met.".to_owned(), false)));
        assert_eq!(texts, ["The ministers met. They spoke.", "Then they left."]);
        assert_eq!(title_and_text("Talks begin in the U.S.\n\nThey met.").0.map(|title| title.1), Some(true));
    }

    #[test]
    fn a_site_behind_the_title_is_the_source() {
        let seed = "Ministers meet - The Upland Review\n\nMinisters meet\n\nThey met.";
        let draft = read(plain::read(seed), &Sources::new(&[]));
        assert_eq!(draft.reading.title.map(|title| title.value).as_deref(), Some("Ministers meet"));
        assert_eq!(
            draft.reading.source.map(|source| (source.value, source.sure)),
            Some(("The Upland Review".to_owned(), false))
        );
        assert_eq!(draft.blocks.len(), 1);
    }

    #[test]
    fn a_known_site_behind_the_title_and_what_stands_above_it_are_read() {
        let sources = Sources::new(&[]);
        for (seed, day, source) in [
            ("Ministers meet in Paris | Reuters\n\nThey met.", None, Some("Reuters")),
            ("Ministers meet in Paris - Reuters\n\nThey met.", None, Some("Reuters")),
            ("May 4, 2023\n\nMinisters meet in Paris\n\nThey met.", Some("2023-05-04"), None),
            (
                "https://www.reuters.com/world/2023/05/04/talks\n\nMinisters meet in Paris\n\nThey met.",
                Some("2023-05-04"),
                Some("Reuters"),
            ),
            ("# Ministers meet in Paris\n\nThey met.", None, None),
            ("Title: Ministers meet in Paris\n\nDate: 4 May 2023\n\nThey met.", Some("2023-05-04"), None),
        ] {
            let draft = super::super::head::read(read(plain::read(seed), &sources), &sources);
            let reading = draft.reading;
            assert_eq!(
                reading.title.map(|title| title.value).as_deref(),
                Some("Ministers meet in Paris"),
                "{seed}"
            );
            assert_eq!(reading.date.map(|date| date.value.to_string()).as_deref(), day, "{seed}");
            assert_eq!(reading.source.map(|source| source.value).as_deref(), source, "{seed}");
            assert_eq!(draft.blocks.len(), 1, "{seed}");
        }
        for title in ["Ministers meet in Paris - and part", "Paris | Reuters"] {
            assert_eq!(
                title_and_text(&format!("{title}\n\nThey met.")).0.map(|title| title.0).as_deref(),
                Some(title)
            );
        }
    }

    #[test]
    fn a_dateline_is_no_title() {
        for line in [
            "OSLO, April 13, Kyodo - The ministers met.",
            "MOSCOW. April 13 (Interfax) - The ministers met.",
            "Berlin (dpa) - The ministers met.",
            "Oslo, April 13, 2021 (AFP) -\n\nThe ministers met.",
        ] {
            let (title, _) = title_and_text(&format!(
                "{line} They spoke for a long time about the work of the groups.\n\nThen they left."
            ));
            assert!(title.is_none_or(|(title, sure)| title == "The ministers met." && !sure), "{line}");
        }
    }

    #[test]
    fn the_navigation_of_a_copied_page_is_no_title() {
        let long = "They met, and they spoke about the working groups that had been formed in the spring of the year \
            before, and about all that these have done.";
        let (title, texts) = title_and_text(&format!(
            "Coast Herald\nHome\nNews\nSport\nMinisters meet in Paris\n\n{long}\n\nThen they left."
        ));
        assert_eq!(title, Some(("Ministers meet in Paris".to_owned(), true)));
        assert_eq!(texts, [long, "Then they left."]);
        let (title, texts) = title_and_text(&format!("War\n\nPeace\n\nMinisters meet in Paris\n\n{long}"));
        assert_eq!((title.map(|title| title.0).as_deref(), texts.len()), (Some("War"), 3));
    }
}

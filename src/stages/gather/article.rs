//! One article: front matter, review and text to a card.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    by_hand::{doubts_once, name_by_hand},
    excerpt::{InFile, Passage, count_words, offset, sentence_around, shorten},
    page_slug, placed,
    quoted::find_words,
    rights::{Rights, end_of_shown, gives_away},
};
use crate::{
    model::{
        article::{Card, CardEvent, CardQuote, FrontMatter, Matter, Mention, Publish, Quote},
        config::Config,
        diagnostic::Diagnostic,
        excerpt::Excerpt,
        grade::Grade,
        inputs::InputFile,
        review::{Review, SuggestedField, SuggestedQuote},
    },
    stages::{
        names::{Asker, Found, is_unspaced, may_have_unspaced},
        plain::{Plain, links_by_name, plain},
    },
    text::{
        resemblance::{Sketch, Sketcher},
        terms::{Counter, Terms},
    },
};

/// The longest summary taken from a text, in bytes.
const LONGEST_SUMMARY: usize = 320;

/// A link that a text gives by name: the name, where it stands in the file, and whether it is a picture.
type Named = (String, (u32, u32), bool);

/// What an article's file and review say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleRead {
    /// What the front matter says beyond the card.
    pub matter: Arc<Matter>,
    /// What other pages may know.
    pub card: Arc<Card>,
    /// Fields that wait for a person.
    pub fields: Arc<[SuggestedField]>,
    /// Names to link: start and end in the plain text, topic.
    pub links: Arc<[(u32, u32, u32)]>,
    /// Where the text begins in the file.
    pub start: usize,
    /// Where the part of the plain text ends that may be shown; nothing when all of it may, or nothing.
    pub until: Option<u32>,
    /// Whether all of the text may be shown.
    pub whole: bool,
    /// Links that the text gives by name.
    pub by_name: Arc<[Named]>,
    /// Names of the text that could mean several topics, each once, with the topics.
    pub doubts: Arc<[(String, Vec<u32>)]>,
    /// For finding copies of it.
    pub sketch: Sketch,
    /// For finding articles on the same matter.
    pub terms: Terms,
}

/// What the file and the review of one article say, with the names of a table in it.
pub(super) fn make(
    file: &InputFile,
    (matter, start): (FrontMatter, usize),
    review: &Review,
    (names, rights): (&mut Asker<'_>, &Rights),
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> ArticleRead {
    let markdown =
        file.bytes.get(start..).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
    let text = plain(markdown);
    let publish = rights.of(&matter);
    let shown = end_of_shown(&text, publish);
    let title = title(&matter, &text.text[..shown], file);
    let waits = |id: &String| config.publish_suggestions && !review.rejected.contains(id);
    let mut named = Vec::new();
    let in_title = names.find(&title, &mut named);
    let (mut sketcher, mut terms) = (Sketcher::default(), Counter::default());
    let by_name = links_by_name(markdown);
    let mut doubts = Vec::new();
    let mut in_text = names.find_and(&text.text, &mut named, &mut doubts, |word| {
        sketcher.word(word.hash);
        terms.word(word.hash, word.length);
    });
    if may_have_unspaced(&text.text) {
        without_spaces(&text.text, &mut sketcher, &mut terms);
    }
    name_by_hand(names, &by_name, &mut in_text);
    let mut quotes = quotes(file, &matter, review, (&text, shown), &waits, problems);
    for quote in &mut quotes {
        quote.speaker_topic = names.lookup(&quote.speaker);
        quote.topics = topics_in(names, &quote.text, &named);
    }
    let mut events = events(&matter, review, &waits, &text.text[shown..]);
    for event in &mut events {
        event.topics = topics_in(names, &format!("{}\n\n{}", event.event.text, event.basis), &named);
    }
    let mut words = InFile::new(&file.bytes, start);
    let title = words.matter(&title);
    let summary = summary(&matter, &text, shown, &mut words);
    let apart = (&mut words, &title, &summary);
    let mentions = mentions(&matter, names, (&text, shown), apart, (&in_title, &in_text));
    let card = Card {
        stem: Arc::from(file.path.stem()),
        url: Arc::from(format!("articles/{}/", page_slug((&file.path, &file.bytes), &matter.slug, problems))),
        title,
        date: matter.date,
        source: Arc::from(matter.source.trim()),
        language: Arc::from(
            if matter.language.is_empty() { &config.language } else { &matter.language }.as_str(),
        ),
        translated_by: matter.translation.as_ref().map_or_else(Arc::default, |translation| {
            Arc::from(if translation.by.is_empty() { "unknown" } else { &translation.by })
        }),
        summary,
        mentions: mentions.into(),
        quotes: quotes.into(),
        events: events.into(),
        words: count_words(&text.text),
    };
    let fields = fields(review, publish, &waits);
    let doubts = doubts_once(&doubts, &text.text[..shown], &by_name);
    ArticleRead {
        links: links(&text, &in_text).into(),
        matter: Arc::new(beyond_the_card(matter, publish)),
        card: Arc::new(card),
        fields: shared(fields),
        start,
        whole: publish == Publish::Full,
        until: (publish == Publish::Excerpt).then(|| offset(shown)),
        by_name: shared(by_name.into_iter().map(|link| placed(link, start)).collect()),
        doubts: if config.publish_suggestions { shared(doubts) } else { Arc::default() },
        sketch: sketcher.sketch(),
        terms: terms.terms(),
    }
}

/// A list that is shared; nothing is held for one that is empty, as most are.
fn shared<T>(list: Vec<T>) -> Arc<[T]> {
    if list.is_empty() { Arc::default() } else { list.into() }
}

/// What a script without spaces adds to a text's fingerprints: its characters, and as its words every two of them in a
/// row.
fn without_spaces(text: &str, sketcher: &mut Sketcher, terms: &mut Counter) {
    let mut before: Option<char> = None;
    for c in text.chars() {
        let dense = is_unspaced(c).then_some(c);
        if let (Some(first), Some(second)) = (before, dense) {
            // As good a hash as any: the counter folds it.
            let pair = (u64::from(first) << 21 | u64::from(second)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            terms.word(pair, first.len_utf8() + second.len_utf8());
        }
        if let Some(c) = dense {
            sketcher.character(c);
        }
        before = dense;
    }
}

/// What the front matter says beyond the card: a large dossier need not hold the rest twice.
fn beyond_the_card(matter: FrontMatter, publish: Publish) -> Matter {
    Matter {
        date_basis: matter.date_basis.into(),
        byline: matter.byline.into(),
        url: matter.url.into(),
        translation: matter.translation.map(Box::new),
        image: matter.image.filter(|_| publish != Publish::Metadata).map(Box::new),
        topics: matter.topics.into_iter().map(Box::from).collect(),
        correction: matter.correction.into(),
        publish,
        grade: Some(matter.grade).filter(|grade| *grade != Grade::default()).map(Box::new),
        archived: matter.archived.into(),
        retrieved: matter.retrieved,
        duplicate_of: matter.duplicate_of.into(),
        aliases: matter.aliases.into(),
        pinned: matter.pinned,
        order: matter.order,
        draft: matter.draft,
        seed: matter.seed.map(Box::new),
    }
}

/// Fields that wait for a person. What they rest on may be words of the text.
fn fields(review: &Review, publish: Publish, waits: &dyn Fn(&String) -> bool) -> Vec<SuggestedField> {
    let mut fields: Vec<SuggestedField> =
        review.fields.iter().filter(|field| waits(&field.id)).cloned().collect();
    if publish != Publish::Full {
        for field in &mut fields {
            field.basis.clear();
        }
    }
    fields
}

/// The headline; without one the first heading or line of what may be shown of the text, or the file's name.
fn title(matter: &FrontMatter, shown: &str, file: &InputFile) -> String {
    let first = || shown.split("\n\n").next().map(|block| shorten(block, 120)).unwrap_or_default();
    [matter.title.trim().to_owned(), first(), file.path.stem().to_owned()]
        .into_iter()
        .find(|title| !title.is_empty())
        .unwrap_or_default()
}

fn quotes(
    file: &InputFile,
    matter: &FrontMatter,
    review: &Review,
    (text, shown): (&Plain, usize),
    waits: &dyn Fn(&String) -> bool,
    problems: &mut Vec<Diagnostic>,
) -> Vec<CardQuote> {
    let mut placed: Vec<(usize, CardQuote)> = Vec::new();
    for quote in &matter.quotes {
        match find_words(&text.text, &quote.text) {
            Some(range) if range.end > shown => {}
            Some(range) => placed.push((range.start, confirmed(quote, &text.text[range]))),
            None => problems.push(not_verbatim(file, quote)),
        }
    }
    for quote in review.quotes.iter().filter(|quote| waits(&quote.id)) {
        // Words that a person has changed since are no longer evidence of anything.
        let range = find_words(&text.text, &quote.text).filter(|range| range.end <= shown);
        let Some(range) = range else { continue };
        let known = placed.iter_mut().find(|(start, _)| *start == range.start);
        match known {
            Some((_, known)) if known.speaker.is_empty() => add_speaker(known, quote),
            Some(_) => {}
            None => placed.push((range.start, suggested(quote, &text.text[range]))),
        }
    }
    placed.sort_by_key(|(start, _)| *start);
    placed.into_iter().map(|(_, quote)| quote).collect()
}

fn confirmed(quote: &Quote, words: &str) -> CardQuote {
    CardQuote {
        text: Arc::from(words),
        speaker: Arc::from(quote.speaker.trim()),
        basis: Arc::default(),
        unreviewed: false,
        speaker_topic: None,
        topics: Vec::new(),
    }
}

fn suggested(quote: &SuggestedQuote, words: &str) -> CardQuote {
    let mut card = confirmed(&Quote { text: String::new(), speaker: String::new() }, words);
    add_speaker(&mut card, quote);
    card
}

fn add_speaker(card: &mut CardQuote, quote: &SuggestedQuote) {
    card.speaker = Arc::from(quote.speaker.trim());
    card.basis = Arc::from(quote.basis.as_str());
    card.unreviewed = true;
}

fn not_verbatim(file: &InputFile, quote: &Quote) -> Diagnostic {
    let source = String::from_utf8_lossy(&file.bytes).into_owned();
    let words: String = quote.text.chars().take_while(|c| !matches!(c, '"' | '\\' | '\n')).take(24).collect();
    let at = source.find(words.trim_end()).unwrap_or(0);
    let end = at + words.trim_end().len();
    Diagnostic::error("quote-not-verbatim", "these words do not stand in the text, so they are not shown")
        .in_file(&file.path)
        .at(source, at..end)
        .hint("copy them from the text; a long quote may be written as `first words … last words`")
}

/// The events. Of a text that is withheld those remain that a person has put into words of their own.
fn events(
    matter: &FrontMatter,
    review: &Review,
    waits: &dyn Fn(&String) -> bool,
    withheld: &str,
) -> Vec<CardEvent> {
    let own = matter.events.iter().filter(|event| !gives_away(withheld, &event.text));
    let confirmed = own.map(|event| CardEvent {
        event: event.clone(),
        basis: Arc::default(),
        unreviewed: false,
        topics: Vec::new(),
    });
    let known = |text: &str| matter.events.iter().any(|event| event.text == text);
    let waiting =
        review.events.iter().filter(|event| withheld.is_empty() && waits(&event.id) && !known(&event.text));
    let waiting = waiting.map(|event| CardEvent {
        event: crate::model::article::Event {
            date: event.date,
            text: event.text.clone(),
            status: event.status,
            outcome: None,
            id: String::new(),
        },
        basis: Arc::from(event.basis.as_str()),
        unreviewed: true,
        topics: Vec::new(),
    });
    let mut events: Vec<CardEvent> = confirmed.chain(waiting).collect();
    events.sort_by_key(|known| known.event.date);
    events
}

fn topics_in(names: &mut Asker<'_>, text: &str, named: &[u32]) -> Vec<u32> {
    let mut topics: Vec<u32> =
        names.find(text, &mut named.to_vec()).into_iter().map(|found| found.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    topics
}

/// One mention for each topic, in the order of first mention: those of the text with their sentence, then those
/// of the headline, then what the editor says it is about.
fn mentions(
    matter: &FrontMatter,
    names: &mut Asker<'_>,
    (text, shown): (&Plain, usize),
    (words, title, summary): (&mut InFile<'_>, &Excerpt, &Excerpt),
    (in_title, in_text): (&[Found], &[Found]),
) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut passage = Passage::new(text, 0..0);
    for found in in_text {
        if let Some(mention) = mentions.iter_mut().find(|mention| mention.topic == found.topic) {
            mention.count += 1;
        } else if found.range.end > shown {
            mentions.push(Mention { topic: found.topic, count: 1, sentence: Excerpt::default(), at: (0, 0) });
        } else {
            let (sentence, place, at) = sentence_around(text, &mut passage, found);
            let sentence = match place {
                Some(place) => words.text(&sentence, place),
                None => Excerpt::from(&*sentence),
            };
            mentions.push(Mention { topic: found.topic, count: 1, sentence, at });
        }
    }
    for found in in_title {
        if !mentions.iter().any(|mention| mention.topic == found.topic) {
            let at = (offset(found.range.start), offset(found.range.end));
            mentions.push(Mention { topic: found.topic, count: 1, sentence: title.clone(), at });
        }
    }
    for topic in matter.topics.iter().filter_map(|name| names.lookup(name)) {
        if !mentions.iter().any(|mention| mention.topic == topic) {
            mentions.push(Mention { topic, count: 0, sentence: summary.clone(), at: (0, 0) });
        }
    }
    mentions
}

/// The first mention of each topic in each section, where a link may stand.
fn links(text: &Plain, found: &[Found]) -> Vec<(u32, u32, u32)> {
    let mut linked: Vec<(u32, u32)> = Vec::new();
    let mut links = Vec::new();
    let mut runs = text.runs.iter().peekable();
    for found in found {
        while runs.next_if(|run| run.range.end < found.range.end).is_some() {}
        let Some(run) = runs.peek() else { break };
        let inside = run.range.start <= found.range.start && run.linkable;
        if inside && !linked.contains(&(run.section, found.topic)) {
            linked.push((run.section, found.topic));
            links.push((offset(found.range.start), offset(found.range.end), found.topic));
        }
    }
    links
}

fn summary(matter: &FrontMatter, text: &Plain, shown: usize, words: &mut InFile<'_>) -> Excerpt {
    if !matter.summary.trim().is_empty() {
        return words.matter(matter.summary.trim());
    }
    let mut blocks = text
        .blocks
        .iter()
        .filter_map(|block| Some((block.start, text.text.get(block.start..block.end.min(shown))?)));
    let prose =
        |(_, block): &(usize, &str)| block.len() > 60 || (shown < text.text.len() && !block.is_empty());
    blocks
        .find(prose)
        .map(|(start, block)| words.text(&shorten(block, LONGEST_SUMMARY), start))
        .unwrap_or_default()
}

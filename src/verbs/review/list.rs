//! What waits, as lists: how much and where, one by one, and as JSON for other programs.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Value, json};

use super::choose::{Filter, TOPICS};
use crate::{
    edge::terminal::{plural, show},
    model::{article::FrontMatter, inputs::Inputs},
    stages::{
        curate::{Difference, Sort, Waiting, What, context},
        gather::read_matter,
    },
    text::{one_line, sentences::sentences},
};

/// How much waits, and where; where most waits comes first.
pub(super) fn overview(waiting: &[&Waiting], changed: &[Difference]) {
    let mut homes: BTreeMap<&str, Vec<&Waiting>> = BTreeMap::new();
    for waiting in waiting {
        homes.entry(home(waiting)).or_default().push(waiting);
    }
    if waiting.is_empty() && changed.is_empty() {
        show("nothing waits for a decision");
        return;
    }
    if !waiting.is_empty() {
        show(&format!("{}: {}\n", waits(waiting.len()), counts(waiting)));
    }
    let mut homes: Vec<(&str, Vec<&Waiting>)> = homes.into_iter().collect();
    homes.sort_by_key(|(stem, waiting)| (*stem == TOPICS, std::cmp::Reverse(waiting.len())));
    for (stem, waiting) in &homes {
        let what = if *stem == TOPICS { kinds(waiting) } else { counts(waiting) };
        show(&format!("{:>5}  {stem}  {what}", waiting.len()));
    }
    if !changed.is_empty() {
        show(&format!("{}{}:", if waiting.is_empty() { "" } else { "\n" }, seeds_changed(changed.len())));
        for difference in changed {
            let lines = match difference.lines.len() {
                0 => "not in its text".to_owned(),
                lines => plural(lines, "change"),
            };
            show(&format!("       {}  {lines}", difference.stem));
        }
    }
    let example =
        homes.first().map(|(stem, _)| *stem).or(changed.first().map(|changed| changed.stem.as_str()));
    show(&format!(
        "\nlook:    dossier review {}\ndecide:  dossier accept ID …, dossier reject ID …, dossier edit ID key=value …\n\
         or:      dossier review -i, one by one",
        example.unwrap_or("ARTICLE")
    ));
}

fn waits(count: usize) -> String {
    if count == 1 { "1 suggestion waits".to_owned() } else { format!("{count} suggestions wait") }
}

fn seeds_changed(count: usize) -> String {
    let seeds = if count == 1 { "1 seed has".to_owned() } else { format!("{count} seeds have") };
    format!("{seeds} changed since its article was read")
}

/// Every suggestion with its id, its words and its basis; below an article, what its seed says by now.
pub(super) fn details(inputs: &Inputs, waiting: &[&Waiting], changed: &[Difference], filter: &Filter) {
    if waiting.is_empty() && changed.is_empty() {
        show("nothing waits there");
        return;
    }
    let mut last = None;
    for (number, waiting) in waiting.iter().enumerate() {
        if last != Some(home(waiting)) {
            last = Some(home(waiting));
            show(&format!("{}{}", if number > 0 { "\n" } else { "" }, heading(inputs, home(waiting))));
        }
        show(&entry(waiting, sentence(inputs, waiting)));
    }
    for difference in changed {
        let stem = difference.stem.as_str();
        if filter.article.is_some() && waiting.is_empty() {
            show(heading(inputs, stem).trim_end());
        }
        show(&format!("\n{} has changed since the article was read:", difference.seed));
        if difference.lines.is_empty() {
            show("  nothing that its text shows");
        }
        difference.lines.iter().for_each(|line| show(&format!("  {line}")));
        show(&format!("  seen? dossier accept --seed {stem}"));
    }
}

fn heading(inputs: &Inputs, stem: &str) -> String {
    if stem == TOPICS {
        return "new topics\n".to_owned();
    }
    let file = inputs.articles.iter().find(|file| file.path.stem() == stem);
    let title = file.and_then(|file| read_matter::<FrontMatter>(file).ok()).map(|(matter, _)| matter.title);
    let path = file.map(|file| file.path.as_str()).unwrap_or_default();
    format!("{}\n{path}\n", title.unwrap_or_default())
}

/// Id and what it says; below, why, and the sentence that is asked about if there is one.
pub(super) fn entry(waiting: &Waiting, sentence: Option<String>) -> String {
    let mut text = format!("{:<11} ", waiting.id);
    let sentence = sentence.map(|sentence| format!("where: {sentence}"));
    for (number, line) in lines(waiting).iter().chain(&sentence).enumerate() {
        if number > 0 {
            text.push_str("\n            ");
        }
        text.push_str(line);
    }
    text
}

/// The longest sentence shown, in characters.
const LONGEST: usize = 240;

/// The sentence in which a new topic is named first.
fn sentence(inputs: &Inputs, waiting: &Waiting) -> Option<String> {
    if waiting.sort() != Sort::Topic {
        return None;
    }
    let found = context(inputs, waiting)?;
    let sentence = sentences(&found.text).find(|sentence| sentence.end > found.words.start)?;
    let line = one_line(&found.text[sentence]);
    let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
    Some(format!("{}{}", &line[..end], if end < line.len() { "…" } else { "" }))
}

/// What a suggestion says and why, line by line.
pub(super) fn lines(waiting: &Waiting) -> Vec<String> {
    let mut lines = match &waiting.what {
        What::Field(field) => vec![format!("{}: {}", field.field, field.value)],
        What::Quote(quote) => {
            let speaker = if quote.speaker.is_empty() { "nobody yet" } else { &quote.speaker };
            vec![format!("“{}”", quote.text), format!("speaker: {speaker}")]
        }
        What::Event(event) => vec![format!("{} {}: {}", event.date, event.status.word(), event.text)],
        What::Topic(topic) => {
            let mut line = format!("{} ({})", topic.name, topic.kind.word());
            if !topic.aliases.is_empty() {
                // Writing to a String cannot fail.
                let _ = write!(line, ", also {}", topic.aliases.join(", "));
            }
            vec![format!("{line}, in {}", plural(topic.articles.len(), "article"))]
        }
    };
    if !waiting.basis().is_empty() {
        lines.push(format!("why: {}", waiting.basis()));
    }
    lines
}

/// One object on one line.
pub(super) fn json(inputs: &Inputs, waiting: &Waiting) -> String {
    let mut object = json!({
        "id": waiting.id,
        "kind": waiting.sort().word(),
        "article": (!waiting.article.is_empty()).then_some(&waiting.article),
        "file": waiting.file.as_str(),
    });
    let more = match &waiting.what {
        What::Field(field) => json!({"field": field.field, "value": field.value}),
        What::Quote(quote) => json!({"text": quote.text, "speaker": quote.speaker}),
        What::Event(event) => {
            json!({"date": event.date.to_string(), "text": event.text, "status": event.status.word()})
        }
        What::Topic(topic) => json!({
            "name": topic.name,
            "topic_kind": topic.kind.word(),
            "aliases": topic.aliases,
            "articles": topic.articles,
            "sentence": sentence(inputs, waiting),
        }),
    };
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more);
        object.insert("basis".to_owned(), json!(waiting.basis()));
    }
    object.to_string()
}

fn home(waiting: &Waiting) -> &str {
    if waiting.article.is_empty() { TOPICS } else { &waiting.article }
}

/// `1 field, 2 quotes`
fn counts(waiting: &[&Waiting]) -> String {
    let of = |sort: Sort| waiting.iter().filter(|waiting| waiting.sort() == sort).count();
    let parts = Sort::ALL.map(|sort| (of(sort), sort.word()));
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word));
    parts.collect::<Vec<_>>().join(", ")
}

/// `4 places, 1 event`
fn kinds(waiting: &[&Waiting]) -> String {
    let kind = |waiting: &&&Waiting| match &waiting.what {
        What::Topic(topic) => Some(topic.kind),
        _ => None,
    };
    let mut parts = Vec::new();
    for one in crate::model::topic::Kind::ALL {
        let count = waiting.iter().filter(|waiting| kind(waiting) == Some(one)).count();
        if count > 0 {
            parts.push(format!(
                "{count} {}",
                if count == 1 { one.word().to_owned() } else { one.heading().to_lowercase() }
            ));
        }
    }
    parts.join(", ")
}

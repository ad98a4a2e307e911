//! What a person means by the words on the command line: articles, ids and names, or what was probably meant.

use super::Open;
use crate::{
    cli::{Select, SuggestionKind},
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::InputFile,
    },
    stages::{
        curate::{Sort, Waiting, What},
        names::fold,
    },
};

/// The word for what belongs to no article.
pub(super) const TOPICS: &str = "topics";

/// Which suggestions are wanted.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// File stem of an article; [`TOPICS`] for topics.
    pub(super) article: Option<String>,
    /// Only this kind.
    pub(super) kind: Option<SuggestionKind>,
}

impl Filter {
    pub(super) fn lets(&self, waiting: &Waiting) -> bool {
        let home = if waiting.article.is_empty() { TOPICS } else { &waiting.article };
        self.article.as_deref().is_none_or(|article| article == home)
            && self.kind.is_none_or(|kind| sort(kind) == waiting.sort())
    }
}

fn sort(kind: SuggestionKind) -> Sort {
    match kind {
        SuggestionKind::Quote => Sort::Quote,
        SuggestionKind::Event => Sort::Event,
        SuggestionKind::Field => Sort::Field,
        SuggestionKind::Topic => Sort::Topic,
    }
}

/// The stem of the article that a word means: its file, or the beginning of its name.
pub(super) fn article_named(word: &str, open: &Open) -> Result<String, Diagnostic> {
    let name = word.rsplit('/').next().unwrap_or_default();
    let name = name.strip_suffix(".md").or_else(|| name.strip_suffix(".yaml")).unwrap_or(name);
    let stems = || open.inputs.articles.iter().map(|file: &InputFile| file.path.stem());
    if name == TOPICS || stems().any(|stem| stem == name) {
        return Ok(name.to_owned());
    }
    let meant: Vec<&str> = stems().filter(|stem| !name.is_empty() && stem.starts_with(name)).collect();
    match meant.as_slice() {
        [stem] => Ok((*stem).to_owned()),
        [] => {
            let missing =
                Diagnostic::error("no-article", format!("there is no article `{}`", word.escape_debug()));
            Err(match did_you_mean(name, stems().chain([TOPICS])) {
                Some(near) => missing.hint(format!("did you mean `{near}`?")),
                None => missing.hint("`dossier review` lists the articles for which something waits"),
            })
        }
        several => Err(ambiguous(word, several)),
    }
}

/// The suggestions that are meant, in the order in which they were asked for.
pub(super) fn chosen<'a>(select: &Select, open: &'a Open) -> Result<Vec<&'a Waiting>, Diagnostic> {
    let article = select.article.as_deref().map(|word| article_named(word, open)).transpose()?;
    let topics = select.ids == [TOPICS];
    let filter = Filter { article: article.or(topics.then(|| TOPICS.to_owned())), kind: select.kind };
    let rare = |waiting: &Waiting| match (&waiting.what, select.below) {
        (_, None) => true,
        (What::Topic(topic), Some(below)) => topic.articles.len() < below,
        (_, Some(_)) => false,
    };
    let among: Vec<&Waiting> =
        open.waiting.iter().filter(|waiting| filter.lets(waiting) && rare(waiting)).collect();
    if !select.ids.is_empty() && !topics {
        let mut chosen: Vec<&Waiting> = Vec::new();
        for word in &select.ids {
            let found = one_of(word, &among, open)?;
            if !chosen.iter().any(|known| known.id == found.id && known.article == found.article) {
                chosen.push(found);
            }
        }
        return Ok(chosen);
    }
    if select.all || filter.article.is_some() || filter.kind.is_some() || select.below.is_some() {
        return Ok(among);
    }
    Err(Diagnostic::error("nothing-named", "nothing is named to decide about")
        .hint("give ids as `dossier review` shows them, or --article, --kind, --below or --all"))
}

/// The suggestion that a word means: its id, the beginning of it, or a topic's name.
fn one_of<'a>(word: &str, among: &[&'a Waiting], open: &Open) -> Result<&'a Waiting, Diagnostic> {
    let named = |waiting: &Waiting, all: bool| match &waiting.what {
        What::Topic(topic) => {
            let aliases = topic.aliases.iter().filter(|_| all);
            std::iter::once(&topic.name).chain(aliases).any(|name| fold(name) == fold(word))
        }
        _ => false,
    };
    let long_enough = word.len() > 2 && word.is_char_boundary(2) && word[1..].starts_with('-');
    let ways: [&dyn Fn(&Waiting) -> bool; 4] = [
        &|waiting| waiting.id == word,
        &|waiting| named(waiting, false),
        &|waiting| long_enough && waiting.id.starts_with(word),
        &|waiting| named(waiting, true),
    ];
    for way in ways {
        let found: Vec<&Waiting> = among.iter().copied().filter(|waiting| way(waiting)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            several if several.iter().all(|other| other.id == several[0].id) => {
                let articles: Vec<&str> = several.iter().map(|waiting| waiting.article.as_str()).collect();
                return Err(ambiguous(word, &articles)
                    .hint(format!("say which article with --article: {}", articles.join(", "))));
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|waiting| waiting.id.as_str()).collect();
                return Err(ambiguous(word, &ids));
            }
        }
    }
    Err(missing(word, among, open))
}

fn missing(word: &str, among: &[&Waiting], open: &Open) -> Diagnostic {
    let word_shown = word.escape_debug();
    let decided = |file: &&InputFile| {
        let text = String::from_utf8_lossy(&file.bytes);
        let lists =
            text.lines().filter(|line| line.starts_with("accepted:") || line.starts_with("rejected:"));
        lists.flat_map(|line| line.split(['[', ',', ' ', ']', '"'])).any(|id| id == word)
    };
    if let Some(file) = open.inputs.review.iter().find(decided) {
        return Diagnostic::error("no-suggestion", format!("`{word_shown}` was decided already"))
            .in_file(&file.path)
            .hint("to decide again, edit the article, or take the id out of that file");
    }
    let mut names: Vec<&str> = Vec::new();
    for waiting in among {
        names.push(&waiting.id);
        if let What::Topic(topic) = &waiting.what {
            names.push(&topic.name);
        }
    }
    let missing = Diagnostic::error("no-suggestion", format!("no suggestion `{word_shown}` waits"));
    match did_you_mean(word, names) {
        Some(near) => missing.hint(format!("did you mean `{near}`?")),
        None => missing.hint("`dossier review` lists what waits"),
    }
}

fn ambiguous(word: &str, meant: &[&str]) -> Diagnostic {
    let more = if meant.len() > 8 { ", …" } else { "" };
    let few: Vec<&str> = meant.iter().take(8).copied().collect();
    Diagnostic::error("ambiguous", format!("`{}` can mean more than one", word.escape_debug()))
        .hint(format!("say which: {}{more}", few.join(", ")))
}

/// `speaker=Taro Kono`
pub(super) fn correction(text: &str) -> Result<(String, String), Diagnostic> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.trim().to_owned())),
        _ => Err(Diagnostic::error("no-correction", format!("`{}` corrects nothing", text.escape_debug()))
            .hint("write it as key=value, such as speaker=\"Taro Kono\"")),
    }
}

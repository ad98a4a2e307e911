//! The words that a suggestion rests on, where they stand.

use std::ops::Range;

use super::waiting::{Waiting, What};
use crate::{
    model::{article::FrontMatter, inputs::Inputs},
    stages::{
        gather::{find_words, read_matter},
        plain::plain,
    },
};

/// A piece of an article's text, and the words in it that are meant, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// File stem of the article.
    pub article: String,
    /// Whole paragraphs.
    pub text: String,
    /// The words that are meant.
    pub words: Range<usize>,
}

/// The paragraphs around the words that a suggestion is about; `None` when it is about none.
pub fn context(inputs: &Inputs, waiting: &Waiting) -> Option<Context> {
    match &waiting.what {
        What::Quote(quote) => in_article(inputs, &waiting.article, &[&quote.text]),
        What::Event(_) | What::Field(_) => {
            let (_, words) = waiting.basis().split_once(": “")?;
            in_article(inputs, &waiting.article, &[words.trim_end_matches('”')])
        }
        What::Topic(topic) => {
            let names: Vec<&str> =
                std::iter::once(&topic.name).chain(&topic.aliases).map(String::as_str).collect();
            topic.articles.iter().find_map(|stem| in_article(inputs, stem, &names))
        }
    }
}

/// The first of several wordings that stands in an article.
fn in_article(inputs: &Inputs, stem: &str, wordings: &[&str]) -> Option<Context> {
    let file = inputs.articles.iter().find(|file| file.path.stem() == stem)?;
    let (_, start) = read_matter::<FrontMatter>(file).ok()?;
    let body = plain(std::str::from_utf8(&file.bytes).ok()?.get(start..)?);
    let found = wordings.iter().find_map(|words| find_words(&body.text, words))?;
    let around = body.blocks.iter().filter(|block| block.start < found.end && block.end > found.start);
    let from = around.clone().map(|block| block.start).min()?.min(found.start);
    let to = around.map(|block| block.end).max()?.max(found.end);
    Some(Context {
        article: stem.to_owned(),
        text: body.text[from..to].to_owned(),
        words: found.start - from..found.end - from,
    })
}

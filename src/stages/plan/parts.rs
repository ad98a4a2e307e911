//! What the components of hand-written pages show: found before any page is made, so that a name which means nothing is
//! reported with its place, and the page's view holds everything that it uses.

use std::{collections::BTreeSet, sync::Arc};

use super::refs::Refs;
use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        dossier::FreePage,
        view::{Part, PartView},
    },
    stages::{
        components::{Argument, Call, calls},
        link::Library,
        names::fold,
        render::theme::Theme,
    },
};

/// The components that every dossier has, with their arguments; those that must be given come first, and how many
/// those are.
const KNOWN: [(&str, &[&str], usize); 5] = [
    ("article", &["title"], 1),
    ("figure", &["src", "alt", "caption", "credit"], 2),
    ("quote", &["text", "article"], 1),
    ("timeline", &["topic", "limit"], 0),
    ("topic", &["name"], 1),
];

/// The components of all pages.
pub(super) struct Parts {
    /// By index of the page.
    pub(super) of_pages: Vec<Vec<Part>>,
    /// The pictures that they show.
    pub(super) media: BTreeSet<u32>,
    /// What was wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
}

pub(super) fn of_pages(refs: &Refs, theme: &Theme) -> Parts {
    let mut parts = Parts { of_pages: Vec::new(), media: BTreeSet::new(), diagnostics: Vec::new() };
    for page in &refs.dossier.pages {
        let mut shown = Vec::new();
        for call in calls(page.body.markdown()) {
            let shows = call
                .or_else(|slip| {
                    let problem = Diagnostic::error("bad-component", slip.message)
                        .hint("write `{{<name key=\"value\"/>}}`, or put it into a code block if it is text");
                    fault(problem, slip.span)
                })
                .and_then(|call| {
                    let finder = Finder { refs, theme, page, call: &call };
                    let shows = finder.shows(&mut parts.media)?;
                    Ok(Part {
                        name: Arc::from(call.name.as_str()),
                        span: (call.span.start, call.span.end),
                        shows,
                    })
                });
            match shows {
                Ok(part) => shown.push(part),
                Err(found) => {
                    let (problem, span) = *found;
                    let text = String::from_utf8_lossy(&page.body.file).into_owned();
                    let span = page.body.start + span.start..page.body.start + span.end;
                    parts.diagnostics.push(problem.in_file(&page.path).at(text, span));
                }
            }
        }
        parts.of_pages.push(shown);
    }
    parts
}

/// A message with its place in the Markdown.
type Fault = Box<(Diagnostic, std::ops::Range<usize>)>;

fn fault<T>(problem: Diagnostic, span: std::ops::Range<usize>) -> Result<T, Fault> {
    Err(Box::new((problem, span)))
}

struct Finder<'a> {
    refs: &'a Refs,
    theme: &'a Theme,
    page: &'a FreePage,
    call: &'a Call,
}

impl Finder<'_> {
    fn shows(&self, media: &mut BTreeSet<u32>) -> Result<PartView, Fault> {
        let name = self.call.name.as_str();
        let Some((_, arguments, needed)) = KNOWN.iter().find(|(known, ..)| *known == name) else {
            return self.own();
        };
        self.check(arguments, *needed)?;
        match name {
            "article" => self.article(),
            "figure" => self.figure(media),
            "quote" => self.quote(),
            "timeline" => self.timeline(),
            _ => self.topic(media),
        }
    }

    /// A component of the theme's own sees its arguments as they were written.
    fn own(&self) -> Result<PartView, Fault> {
        let own: Vec<&str> = self.theme.page_components().collect();
        if own.contains(&self.call.name.as_str()) {
            let arguments = self.call.arguments.iter().cloned();
            return Ok(PartView::Own(arguments.map(|argument| (argument.name, argument.value)).collect()));
        }
        let known = KNOWN.iter().map(|(name, ..)| *name).chain(own);
        Err(Self::unknown(("unknown-component", "component"), &self.call.name, known, self.call.span.clone()))
    }

    fn check(&self, known: &[&str], needed: usize) -> Result<(), Fault> {
        for argument in &self.call.arguments {
            if !known.contains(&argument.name.as_str()) {
                let what = ("unknown-argument", "argument");
                return Err(Self::unknown(
                    what,
                    &argument.name,
                    known.iter().copied(),
                    argument.span.clone(),
                ));
            }
        }
        match known[..needed].iter().find(|name| self.argument(name).is_none()) {
            Some(missing) => fault(
                Diagnostic::error("missing-argument", format!("`{}` needs `{missing}`", self.call.name))
                    .hint(format!("write `{missing}=\"…\"`")),
                self.call.span.clone(),
            ),
            None => Ok(()),
        }
    }

    fn unknown<'n>(
        (code, what): (&'static str, &str),
        name: &str,
        known: impl Iterator<Item = &'n str>,
        span: std::ops::Range<usize>,
    ) -> Fault {
        let known: Vec<&str> = known.collect();
        let problem = Diagnostic::error(code, format!("unknown {what} `{name}`"));
        let hint = match did_you_mean(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.len() > 12 => format!(
                "write the name of a{} {what} that is there",
                if what.starts_with('a') { "n" } else { "" }
            ),
            None => format!("known {what}s: {}", known.join(", ")),
        };
        Box::new((problem.hint(hint), span))
    }

    fn argument(&self, name: &str) -> Option<&Argument> {
        self.call.arguments.iter().find(|argument| argument.name == name)
    }

    fn text(&self, name: &str) -> &str {
        self.argument(name).map_or("", |argument| argument.value.as_str())
    }

    fn place(&self, name: &str) -> std::ops::Range<usize> {
        self.argument(name).map_or(self.call.span.clone(), |argument| argument.span.clone())
    }

    fn figure(&self, media: &mut BTreeSet<u32>) -> Result<PartView, Fault> {
        let library = Library::of(&self.refs.dossier.media);
        let found = library.picture(&self.page.path, self.text("src"));
        let index = found.or_else(|problem| fault(problem, self.place("src")))?;
        let Some(picture) = self.refs.picture(index) else {
            return fault(
                Diagnostic::error("no-picture", "this is no picture")
                    .hint("link it in the text, or show a picture of it"),
                self.place("src"),
            );
        };
        media.insert(index);
        Ok(PartView::Figure {
            picture,
            alt: self.text("alt").to_owned(),
            caption: self.text("caption").to_owned(),
            credit: self.text("credit").to_owned(),
        })
    }

    fn topic(&self, media: &mut BTreeSet<u32>) -> Result<PartView, Fault> {
        let index = self.topic_named("name")?;
        let topic = self.refs.topic(index);
        media.extend(topic.picture);
        Ok(PartView::Topic {
            topic: self.refs.topic_ref(index, topic.mentions.len()),
            picture: topic.picture.and_then(|picture| self.refs.picture(picture)),
        })
    }

    /// The topic that an argument names, by its name before its aliases.
    fn topic_named(&self, argument: &str) -> Result<u32, Fault> {
        let wanted = fold(self.text(argument));
        let topics = &self.refs.dossier.topics;
        let by_name = topics.iter().position(|topic| fold(&topic.matter.name) == wanted);
        let by_alias =
            || topics.iter().position(|topic| topic.matter.aliases.iter().any(|alias| fold(alias) == wanted));
        by_name.or_else(by_alias).and_then(|index| u32::try_from(index).ok()).ok_or_else(|| {
            let names = topics.iter().map(|topic| topic.matter.name.as_str());
            Self::unknown(("unknown-topic", "topic"), self.text(argument), names, self.place(argument))
        })
    }

    fn article(&self) -> Result<PartView, Fault> {
        let index = self.article_named("title")?;
        Ok(PartView::Article { article: Arc::clone(&self.refs.articles[index]) })
    }

    fn article_named(&self, argument: &str) -> Result<usize, Fault> {
        self.refs.index_named(self.text(argument)).ok_or_else(|| {
            let titles = self.refs.articles.iter().map(|article| &*article.title);
            Self::unknown(("unknown-article", "article"), self.text(argument), titles, self.place(argument))
        })
    }

    /// The first quote that has these words.
    fn quote(&self) -> Result<PartView, Fault> {
        let wanted = fold(self.text("text"));
        let inside = match self.argument("article") {
            Some(_) => Some(self.article_named("article")?),
            None => None,
        };
        let has = |(article, at): &(u32, u32)| {
            let article = *article as usize;
            let card = &self.refs.dossier.articles[article].card;
            inside.is_none_or(|inside| inside == article)
                && fold(&card.quotes[*at as usize].text).contains(&wanted)
        };
        match self.refs.quotes().into_iter().find(has) {
            Some(place) if !wanted.is_empty() => {
                Ok(PartView::Quote { quote: Box::new(self.refs.quote_with_witnesses(place)) })
            }
            _ => fault(
                Diagnostic::error("unknown-quote", "no quote of the dossier has these words")
                    .hint("copy some of its words from the page “Quotes”"),
                self.place("text"),
            ),
        }
    }

    fn timeline(&self) -> Result<PartView, Fault> {
        let topic = match self.argument("topic") {
            Some(_) => Some(self.topic_named("topic")?),
            None => None,
        };
        let limit = match self.argument("limit") {
            None => usize::MAX,
            Some(argument) => argument.value.parse().or_else(|_| {
                let problem = Diagnostic::error("bad-argument", "`limit` is a number");
                fault(problem.hint("write it without quotes: `limit=10`"), argument.span.clone())
            })?,
        };
        let places = match topic {
            Some(topic) => self.refs.topic(topic).events.clone(),
            None => self.refs.events(),
        };
        let places = self.refs.events_once(places);
        Ok(PartView::Timeline {
            topic: topic.map(|topic| self.refs.topic_ref(topic, self.refs.topic(topic).mentions.len())),
            events: places
                .into_iter()
                .take(limit)
                .map(|place| self.refs.event_with_witnesses(place))
                .collect(),
        })
    }
}

//! What articles say of themselves that cannot be, or that nobody has followed up.

use std::collections::{BTreeMap, BTreeSet};

use super::{Subject, names, owners::Owners};
use crate::{
    model::{
        article::{CardEvent, Status},
        date::Date,
        diagnostic::{Diagnostic, did_you_mean},
        dossier::{Article, Dossier},
        inputs::{Day, InputFile},
    },
    stages::{
        names::fold,
        place::{Step, in_matter, in_text},
    },
};

/// All articles, each alone, and then all together.
pub(super) fn check(subject: &Subject<'_>, owners: &Owners<'_>) -> Vec<Diagnostic> {
    let dossier = subject.dossier;
    let topics = names::topics(dossier);
    let known = Known { stems: names::articles(dossier), topics };
    let mut found = Vec::new();
    for (index, article) in (0u32..).zip(&dossier.articles) {
        let Some(file) = owners.article(&article.card.stem) else { continue };
        let one = One { article, file, today: subject.inputs.today };
        one.dates(&mut found);
        one.words(&mut found);
        one.names(&known, &mut found);
        one.doubts(dossier, &mut found);
        one.events(dossier, index, &known, &mut found);
    }
    found.extend(titles(dossier, owners));
    found.extend(copies(dossier, owners));
    found
}

/// What names may mean.
struct Known {
    topics: BTreeSet<String>,
    stems: BTreeSet<String>,
}

struct One<'a> {
    article: &'a Article,
    file: &'a InputFile,
    today: Day,
}

impl One<'_> {
    fn dates(&self, found: &mut Vec<Diagnostic>) {
        let (matter, date) = (&self.article.matter, self.article.card.date);
        let mut future = |what: &str, date: Option<Date>, steps: &[Step<'_>]| {
            if let Some(date) = date.filter(|date| is_after(*date, self.today)) {
                let problem = Diagnostic::warning(
                    "date-in-future",
                    format!("{what} on {date}, which is still to come"),
                );
                found.push(in_matter(problem.hint("mend the date"), self.file, steps));
            }
        };
        future("it was published", date, &[Step::Key("date")]);
        future("it was saved", matter.retrieved, &[Step::Key("retrieved")]);
        for correction in &matter.correction {
            let text = correction.date.to_string();
            future(
                "it was corrected",
                Some(correction.date),
                &[Step::Key("correction"), Step::With("date", &text)],
            );
        }
        let mut before = |what: &str, later: Option<Date>, steps: &[Step<'_>]| {
            let published = date.and_then(Date::first_day);
            let day = later.and_then(Date::last_day);
            if let (Some(day), Some(published), Some(later)) = (day, published, later)
                && day < published
            {
                let problem = Diagnostic::warning(
                    "date-order",
                    format!("it was {what} on {later}, before it was published"),
                );
                found.push(in_matter(problem.hint("mend one of the two dates"), self.file, steps));
            }
        };
        before("saved", matter.retrieved, &[Step::Key("retrieved")]);
        for correction in &matter.correction {
            let text = correction.date.to_string();
            before("corrected", Some(correction.date), &[Step::Key("correction"), Step::With("date", &text)]);
        }
    }

    fn words(&self, found: &mut Vec<Diagnostic>) {
        let (matter, card) = (&self.article.matter, &self.article.card);
        if card.words == 0 {
            let problem = Diagnostic::warning("article-empty", "the article has no text");
            found.push(
                problem.in_file(&self.file.path).hint("add the text, or leave it out with `draft: true`"),
            );
        }
        if let Some(image) = matter.image.as_ref().filter(|image| !image.src.is_empty())
            && image.alt.trim().is_empty()
            && image.caption.trim().is_empty()
        {
            let problem = Diagnostic::warning("picture-without-alt", "the picture is not described");
            let problem = problem.hint("say in `alt` what it shows, for those who cannot see it");
            found.push(in_matter(problem, self.file, &[Step::Key("image")]));
        }
        if self.article.body.markdown().contains("![](") {
            let problem =
                Diagnostic::warning("picture-without-alt", "a picture of the text is not described");
            let problem = problem.hint("say between the brackets what it shows");
            found.extend(in_text(problem, self.file, "![]("));
        }
        found.extend(names::address(&matter.url, self.file, &[Step::Key("url")]));
        for copy in &matter.archived {
            found.extend(names::address(
                &copy.url,
                self.file,
                &[Step::Key("archived"), Step::With("url", &copy.url)],
            ));
        }
        if !is_language(&card.language) {
            let problem =
                Diagnostic::warning("bad-language", format!("`{}` is no language tag", card.language));
            let problem = problem.hint("write it as BCP 47 does: `en`, `pt-BR`, `zh-Hant`");
            found.push(in_matter(problem, self.file, &[Step::Key("language")]));
        }
        found.extend(matter.grade.as_ref().and_then(|grade| names::grade(grade, self.file)));
        found.extend(names::mixed(&card.title, self.file, &[Step::Key("title")]));
    }

    fn names(&self, known: &Known, found: &mut Vec<Diagnostic>) {
        for name in &self.article.matter.topics {
            if !known.topics.contains(&fold(name)) {
                let near = did_you_mean(name, known.topics.iter().map(String::as_str));
                let hint = near.map_or_else(
                    || "make a file for it in content/topics/, or take it out".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let problem =
                    Diagnostic::warning("unknown-topic", format!("`topics: {name}` names no topic"));
                found.push(in_matter(
                    problem.hint(hint),
                    self.file,
                    &[Step::Key("topics"), Step::Item(name)],
                ));
            }
        }
        if *self.article.matter.duplicate_of == *self.article.card.stem {
            let problem = Diagnostic::warning("duplicate-of-itself", "it is said to repeat itself");
            let problem = problem.hint("name the article that it repeats");
            found.push(in_matter(problem, self.file, &[Step::Key("duplicate_of")]));
        }
    }

    fn doubts(&self, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
        for (name, topics) in self.article.doubts.iter() {
            let could: Vec<&str> =
                topics.iter().map(|topic| dossier.topics[*topic as usize].matter.name.as_str()).collect();
            let message = format!("`{name}` may be {}, so it is not linked", could.join(" or "));
            let hint = format!("write `[[{}|{name}]]` if it is", could.first().copied().unwrap_or_default());
            found.extend(in_text(Diagnostic::note("ambiguous-name", message).hint(hint), self.file, name));
        }
    }

    fn events(&self, dossier: &Dossier, index: u32, known: &Known, found: &mut Vec<Diagnostic>) {
        for (at, event) in (0u32..).zip(&self.article.card.events).filter(|(_, event)| !event.unreviewed) {
            let text = event.event.text.as_str();
            let steps = [Step::Key("events"), Step::With("text", text)];
            let date = event.event.date;
            if event.event.status == Status::Planned
                && is_before(date, self.today)
                && !followed_up(dossier, (index, at), event)
            {
                let problem = Diagnostic::warning(
                    "event-overdue",
                    format!("planned for {date}, and nobody has said what came of it"),
                );
                let problem = problem.hint("set `status: happened`, `changed` or `cancelled`, and add `outcome: {text: …, article: …}`");
                found.push(in_matter(problem, self.file, &steps));
            }
            if matches!(event.event.status, Status::Happened | Status::Changed) && is_after(date, self.today)
            {
                let problem = Diagnostic::warning(
                    "date-in-future",
                    format!("it is said to have happened on {date}, which is still to come"),
                );
                found.push(in_matter(problem.hint("mend the date, or the status"), self.file, &steps));
            }
            let Some(outcome) = event.event.outcome.as_ref().filter(|outcome| !outcome.article.is_empty())
            else {
                continue;
            };
            if !known.stems.contains(&fold(&outcome.article)) {
                let problem = Diagnostic::warning(
                    "unknown-article",
                    format!("`article: {}` names no article", outcome.article),
                );
                let hint = did_you_mean(&outcome.article, known.stems.iter().map(String::as_str))
                    .map_or_else(
                        || "give the name of its file without `.md`, or its title".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                found.push(in_matter(problem.hint(hint), self.file, &steps));
            }
        }
    }
}

/// Another article on the same event says what came of it, or its own entry does.
fn followed_up(dossier: &Dossier, place: (u32, u32), event: &CardEvent) -> bool {
    let settled = |event: &CardEvent| {
        event
            .event
            .outcome
            .as_ref()
            .is_some_and(|outcome| !outcome.text.is_empty() || !outcome.article.is_empty())
            || matches!(event.event.status, Status::Happened | Status::Changed | Status::Cancelled)
    };
    if settled(event) {
        return true;
    }
    let Some(group) = dossier.events.of.get(&place) else { return false };
    dossier.events.groups[*group as usize]
        .iter()
        .any(|(article, at)| settled(&dossier.articles[*article as usize].card.events[*at as usize]))
}

/// Articles of one title that are not known to be copies of each other.
fn titles(dossier: &Dossier, owners: &Owners<'_>) -> Vec<Diagnostic> {
    let mut by_title: BTreeMap<String, Vec<&Article>> = BTreeMap::new();
    for article in &dossier.articles {
        by_title.entry(fold(&article.card.title)).or_default().push(article);
    }
    let mut found = Vec::new();
    for same in by_title.values().filter(|same| same.len() > 1) {
        for pair in same.windows(2) {
            let (article, other) = (pair[0], pair[1]);
            if article.copies.is_some() && article.copies == other.copies {
                continue;
            }
            let Some(file) = owners.article(&article.card.stem) else { continue };
            let problem = Diagnostic::warning(
                "duplicate-title",
                format!("content/articles/{}.md has the same title", other.card.stem),
            );
            let problem = problem.hint("tell them apart, or say `duplicate_of:` if it is the same text");
            found.push(in_matter(problem, file, &[Step::Key("title")]));
        }
    }
    found
}

/// Groups of copies that only the machine has found.
fn copies(dossier: &Dossier, owners: &Owners<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for group in &dossier.copies {
        let members = || group.iter().map(|article| &dossier.articles[*article as usize]);
        let silent: Vec<&Article> =
            members().filter(|article| article.matter.duplicate_of.is_empty()).collect();
        // One of them is the original.
        let [article, .., original] = silent.as_slice() else { continue };
        let Some(file) = owners.article(&article.card.stem) else { continue };
        let problem = Diagnostic::note(
            "copy-not-named",
            format!("nearly the same text as content/articles/{}.md", original.card.stem),
        );
        let hint = format!("say which one repeats the other: `duplicate_of: {}`", original.card.stem);
        found.push(problem.in_file(&file.path).hint(hint));
    }
    found
}

fn is_after(date: Date, today: Day) -> bool {
    date.first_day().is_some_and(|day| day > today)
}

fn is_before(date: Date, today: Day) -> bool {
    date.last_day().is_some_and(|day| day < today)
}

/// Whether a tag has the form of BCP 47: `en`, `pt-BR`, `zh-Hant-TW`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let primary = matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic());
    primary
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

//! What a seed that has changed says that its article does not.
//!
//! The old bytes of the seed are gone, but the review remembers its paragraphs as hashes. So the person's own edits
//! are told from the seed's: a paragraph that the seed still has and the person has removed is not news, and one
//! that the person has written is not gone.

use crate::{
    model::{diagnostic::Diagnostic, inputs::Inputs, review::Review},
    stages::{
        gather::{TOPICS_REVIEW, read_matter, read_yaml},
        ingest::{changed_seeds, paragraph_key},
    },
    text::{
        diff::{Step, diff, paragraphs, rewritten},
        one_line,
    },
};

/// How many words around a change are shown.
const AROUND: usize = 8;

/// A seed that has changed since its article was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// File stem of the article.
    pub stem: String,
    /// The seed.
    pub seed: String,
    /// Its hash now.
    pub sha256: String,
    /// What is new, gone or rewritten: lines that begin with `+`, `-` and `~`. Empty when only what is not text
    /// has changed.
    pub lines: Vec<String>,
}

/// What the seeds of these articles (of all when there are none) say that the articles do not.
pub fn changed_text(inputs: &Inputs, stems: &[&str]) -> (Vec<Difference>, Vec<Diagnostic>) {
    let (mut differences, mut diagnostics) = (Vec::new(), Vec::new());
    for changed in changed_seeds(inputs, stems) {
        let reading = match changed.reading {
            Ok(reading) => reading,
            Err(problem) => {
                diagnostics.push(problem);
                continue;
            }
        };
        let Some(file) = inputs.articles.iter().find(|file| file.path.stem() == changed.stem) else {
            continue;
        };
        let Ok((matter, start)) = read_matter::<crate::model::article::FrontMatter>(file) else { continue };
        let body = std::str::from_utf8(&file.bytes).unwrap_or_default().get(start..).unwrap_or_default();
        let beside = |path: &str| path != TOPICS_REVIEW;
        let review = inputs
            .review
            .iter()
            .find(|file| beside(file.path.as_str()) && file.path.stem() == changed.stem)
            .and_then(|file| read_yaml::<Review>(file).ok())
            .unwrap_or_default();
        differences.push(Difference {
            lines: lines(body, &reading.markdown, &review.paragraphs),
            stem: changed.stem,
            seed: matter.seed.map(|seed| seed.file).unwrap_or_default(),
            sha256: changed.sha256,
        });
    }
    (differences, diagnostics)
}

/// `known`: the paragraphs of the seed as it was; when there are none, nobody can say whose a change is, and all are
/// shown.
fn lines(body: &str, new: &str, known: &[String]) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (paragraphs(body).collect(), paragraphs(new).collect());
    let was_there = |paragraph: &str| known.contains(&paragraph_key(paragraph));
    let mut lines = Vec::new();
    let (mut gone, mut added): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for step in diff(&old, &new) {
        match step {
            Step::Gone(paragraph) if known.is_empty() || was_there(paragraph) => gone.push(paragraph),
            Step::New(paragraph) if !was_there(paragraph) => added.push(paragraph),
            Step::Gone(_) | Step::New(_) => {}
            Step::Same(_) => stretch(&mut gone, &mut added, &mut lines),
        }
    }
    stretch(&mut gone, &mut added, &mut lines);
    lines
}

/// Writes down what differs between two paragraphs that are the same.
fn stretch(gone: &mut Vec<&str>, added: &mut Vec<&str>, lines: &mut Vec<String>) {
    for old in gone.drain(..) {
        let found = added.iter().enumerate().find_map(|(at, new)| Some((at, rewritten(old, new, AROUND)?)));
        if let Some((at, words)) = found {
            lines.extend(added.drain(..at).map(|new| format!("+ {}", one_line(new))));
            added.remove(0);
            lines.push(format!("~ {words}"));
        } else {
            lines.push(format!("- {}", one_line(old)));
        }
    }
    lines.extend(added.drain(..).map(|new| format!("+ {}", one_line(new))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::ingest::paragraph_keys;

    const OLD: &str = "One stays.\n\nTwo will meet in April, as they said.\n\nThree goes.\n";
    const NEW: &str = "One stays.\n\nTwo will meet in May, as they said.\n\nFour has come.\n";

    #[test]
    fn an_untouched_body_shows_what_the_seed_changed() {
        let shown = lines(OLD, NEW, &paragraph_keys(OLD));
        assert_eq!(
            shown,
            ["~ Two will meet in [-April,-]{+May,+} as they said.", "- Three goes.", "+ Four has come."]
        );
    }

    #[test]
    fn what_the_person_wrote_or_removed_is_no_news() {
        let body = "My own words.\n\nTwo met.\n\nThree goes.\n";
        let shown = lines(body, NEW, &paragraph_keys(OLD));
        assert_eq!(shown, ["- Three goes.", "+ Two will meet in May, as they said.", "+ Four has come."]);
        assert!(lines(body, OLD, &paragraph_keys(OLD)).is_empty());
    }

    #[test]
    fn without_a_memory_of_the_old_seed_everything_is_shown() {
        assert_eq!(lines("Mine.\n", "Theirs.\n", &[]), ["- Mine.", "+ Theirs."]);
    }
}

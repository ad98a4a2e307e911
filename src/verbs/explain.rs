//! `dossier explain`: what a code means and what to do about it.

use super::Outcome;
use crate::{
    edge::terminal,
    model::{
        codes::{self, Code},
        diagnostic::did_you_mean,
    },
};

/// Runs the command.
pub fn explain(name: Option<&str>) -> Outcome {
    let Some(name) = name else {
        let widest = codes::all().iter().map(|code| code.name.len()).max().unwrap_or_default();
        let line = |code: &Code| format!("{:<widest$}  {}", code.name, code.title.trim_end_matches('.'));
        let lines: Vec<String> = codes::all().iter().map(line).collect();
        terminal::show(&lines.join("\n"));
        return Outcome::Well;
    };
    if let Some(code) = codes::find(name) {
        terminal::show(&page(code));
        return Outcome::Well;
    }
    let near = did_you_mean(name, codes::all().iter().map(|code| code.name));
    let hint = near.map_or_else(
        || "`dossier explain` lists all codes".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    terminal::say(&format!("there is no code `{}`: {hint}", name.escape_debug()));
    Outcome::NotThere
}

fn page(code: &Code) -> String {
    let example: Vec<String> = code.example.lines().map(|line| format!("    {line}")).collect();
    format!(
        "{}: {}\n\n{}\n\nWhat to do: {}\n\nExample:\n\n{}\n\nIf it is right as it is, say why in dossier.yaml:\n\n    \
         check:\n      allow:\n        - {{code: {}, path: content/…, reason: …}}",
        code.name,
        code.title,
        code.why,
        code.remedy,
        example.join("\n"),
        code.name,
    )
}

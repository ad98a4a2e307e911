//! The options of a theme with the values that a site gives them.

use std::collections::BTreeMap;

use crate::{
    model::{
        diagnostic::{Diagnostic, did_you_mean},
        inputs::InputFile,
        theme_file::{OptionValue, THEME_FILE, ThemeFile, ThemeOption},
    },
    yaml,
};

/// The values of all options: those that the site sets, else the defaults of the theme, else those of the theme that it
/// extends. `files` are in the order of the chain, the nearest first.
pub(super) fn resolve(
    files: &[InputFile],
    set: &BTreeMap<String, OptionValue>,
) -> Result<BTreeMap<String, OptionValue>, Vec<Diagnostic>> {
    let (known, mut problems) = known(files);
    for (name, value) in set {
        match known.get(name) {
            None => problems.push(unknown(name, &known)),
            Some(option) => problems.extend(option.refuses(value).map(|wanted| {
                let message = format!("`theme_options: {name}` is {wanted}, not `{value}`");
                let problem = Diagnostic::error("wrong-theme-option", message);
                if option.help.is_empty() { problem } else { problem.hint(option.help.clone()) }
            })),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let value = |(name, option): (String, ThemeOption)| {
        let value = set.get(&name).cloned().unwrap_or(option.default);
        (name, value)
    };
    Ok(known.into_iter().map(value).collect())
}

/// All options by name, and what is wrong with their definitions.
fn known(files: &[InputFile]) -> (BTreeMap<String, ThemeOption>, Vec<Diagnostic>) {
    let (mut known, mut problems) = (BTreeMap::new(), Vec::new());
    let is_manifest = |file: &&InputFile| {
        let path = file.path.as_str();
        path.strip_prefix("themes/")
            .is_some_and(|rest| rest.split_once('/').is_some_and(|(_, name)| name == THEME_FILE))
    };
    for file in files.iter().filter(is_manifest) {
        let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
        match yaml::read_whole::<ThemeFile>(text, &file.path) {
            Ok(manifest) => {
                for (name, option) in manifest.options {
                    if let Some(wanted) = option.refuses(&option.default) {
                        let message = format!("the default of the option `{name}` must be {wanted}");
                        problems.push(Diagnostic::error("wrong-theme-option", message).in_file(&file.path));
                    }
                    known.entry(name).or_insert(option);
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    (known, problems)
}

fn unknown(name: &str, known: &BTreeMap<String, ThemeOption>) -> Diagnostic {
    let problem = Diagnostic::error("unknown-theme-option", format!("the theme has no option `{name}`"));
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    match (did_you_mean(name, names.iter().copied()), names.as_slice()) {
        (Some(near), _) => problem.hint(format!("did you mean `{near}`?")),
        (None, []) => problem.hint("take it out of `theme_options` in dossier.yaml"),
        (None, names) => problem.hint(format!("it has `{}`", names.join("`, `"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inputs::RelPath;

    fn file(path: &str, text: &str) -> InputFile {
        InputFile { path: RelPath::new(path), bytes: text.as_bytes().into() }
    }

    fn of(set: &[(&str, OptionValue)]) -> Result<BTreeMap<String, OptionValue>, Vec<Diagnostic>> {
        let files = [
            file(
                "themes/mine/theme.yaml",
                "extends: base\noptions:\n  wide: {type: switch, default: true}\n",
            ),
            file(
                "themes/base/theme.yaml",
                "options:\n  wide: {type: switch, default: false}\n  accent: {type: choice, choices: [red, blue], default: red}\n",
            ),
        ];
        resolve(&files, &set.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    #[test]
    fn the_site_goes_before_the_theme_and_that_before_the_one_it_extends() {
        let text = |text: &str| OptionValue::Text(text.to_owned());
        let plain = of(&[]).expect("defaults");
        assert_eq!((&plain["wide"], &plain["accent"]), (&OptionValue::Switch(true), &text("red")));
        let set = of(&[("wide", OptionValue::Switch(false)), ("accent", text("blue"))]).expect("set");
        assert_eq!((&set["wide"], &set["accent"]), (&OptionValue::Switch(false), &text("blue")));
    }

    #[test]
    fn what_an_option_cannot_be_is_told() {
        let slip = of(&[("acent", OptionValue::Switch(true))]).expect_err("unknown");
        assert_eq!(slip[0].hint.as_deref(), Some("did you mean `accent`?"));
        let green = of(&[("accent", OptionValue::Text("green".to_owned()))]).expect_err("no choice");
        assert_eq!(green[0].message, "`theme_options: accent` is one of `red`, `blue`, not `green`");
        let wide = of(&[("wide", OptionValue::Number(1))]).expect_err("no switch");
        assert_eq!(wide[0].code, "wrong-theme-option");
    }
}

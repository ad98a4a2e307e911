//! The reference pages of the guide are written from the code; this says when they are not what the code says.
//!
//! `SNAPSHOTS=overwrite cargo test reference` writes them.

use std::{fmt::Write as _, path::Path};

use clap::CommandFactory;
use dossier::{
    cli::Cli,
    model::{
        codes,
        config::Config,
        keys::{self, CONFIG, Key, MATTER},
    },
    yaml,
};
use snapbox::{Assert, Data};

fn assert_page(name: &str, text: &str) {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/pages/reference").join(name);
    Assert::new().action_env("SNAPSHOTS").eq(text, Data::read_from(&place, None).raw());
}

fn head(title: &str, summary: &str, order: u32) -> String {
    format!("---\ntitle: {title}\nsummary: {summary}\nsection: Reference\norder: {order}\n---\n\n")
}

/// The type of a field as a person would say it.
fn kind(key: &Key) -> &'static str {
    match key.kind {
        "String" => "text",
        "bool" => "`true` or `false`",
        "usize" | "Option<i32>" => "number",
        "Vec<String>" => "list of texts",
        "Date" | "Option<Date>" => "date",
        "Kind" => "`person`, `place`, `organisation`, `event` or `subject`",
        "Status" => "`planned`, `happened`, `changed`, `cancelled` or `unknown`",
        "Option<Publish>" => "`full`, `excerpt` or `metadata`",
        "Grade" => "`A1` to `F6`, or `{value, by, date}`",
        "Option<Coordinates>" => "`[north, east]`",
        kind if kind.starts_with("Vec<") => "list, see below",
        kind if kind.starts_with("Option<") => "see below",
        kind => panic!("say what `{kind}` is to a person (key `{}`)", key.name),
    }
}

/// In a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn table(out: &mut String, keys: &[Key]) {
    assert!(!keys.is_empty());
    out.push_str("| key | value | |\n|---|---|---|\n");
    for key in keys {
        let _ = writeln!(out, "| `{}` | {} | {} |", key.name, kind(key), cell(&key.about));
    }
}

#[test]
fn settings() {
    let mut page = head("Settings", "Every key of dossier.yaml, and what it is when you say nothing.", 200);
    page.push_str(
        "Every key is optional. A key that is not here is an error with a suggestion. A flag of the command line beats an \
         environment variable, and that beats the file.\n\n| key | default | |\n|---|---|---|\n",
    );
    let defaults = yaml::one_line_values(&Config::default());
    for key in keys::keys(CONFIG, "Config") {
        let default = defaults.iter().find(|(name, _)| name == key.name).map_or("", |(_, value)| value);
        let default = if default.is_empty() { "–".to_owned() } else { format!("`{default}`") };
        let _ = writeln!(page, "| `{}` | {} | {} |", key.name, cell(&default), cell(&key.about));
    }
    assert_page("settings.md", &page);
}

#[test]
fn front_matter() {
    let [article, topic, source] = MATTER;
    let mut page = head("Front matter", "Every key of articles, topics, sources and pages.", 210);
    page.push_str(
        "Front matter is YAML between two lines `---` at the head of a file. Every key is optional, and one that is not \
         here is an error with a suggestion.\n\nDates are EDTF: `2017-11-24`, `2017-12`, `2018-01/2018-02`, `2018?`, \
         `2018~`.\n",
    );
    for (title, source, parts) in [
        (
            "Articles",
            article,
            &[
                ("", "FrontMatter"),
                ("`quotes`", "Quote"),
                ("`events`", "Event"),
                ("`outcome` of an event", "Outcome"),
                ("`image`", "Image"),
                ("`translation`", "Translation"),
                ("`correction`", "Correction"),
                ("`archived`", "Archived"),
                ("`seed`", "SeedRef"),
            ][..],
        ),
        (
            "Topics",
            topic,
            &[("", "TopicMatter"), ("`roles`", "Role"), ("`contested_names`", "ContestedName")],
        ),
        ("Sources", source, &[("", "SourceMatter")]),
        ("Pages", source, &[("", "PageMatter")]),
    ] {
        let _ = writeln!(page, "\n## {title}\n");
        for (part, structure) in parts {
            if !part.is_empty() {
                let _ = writeln!(page, "\n### {part}\n");
            }
            table(&mut page, &keys::keys(source, structure));
        }
    }
    assert_page("front-matter.md", &page);
}

#[test]
fn messages() {
    let mut page =
        head("Messages", "Every code that a message can have, what it means, and what to do.", 230);
    page.push_str(
        "Behind each message stands a code, such as `error[unknown-link]`. `dossier explain CODE` says the same as this \
         page. A message that is right as it is may be allowed in `dossier.yaml`, with a reason: see `dossier check --help`.\n",
    );
    for code in codes::all() {
        let _ = writeln!(
            page,
            "\n## {}\n\n**{}** {}\n\n{}\n\n```text\n{}\n```",
            code.name, code.title, code.why, code.remedy, code.example
        );
    }
    assert_page("messages.md", &page);
}

#[test]
fn commands() {
    let mut page = head("Commands", "What each command does, with its flags and examples.", 220);
    page.push_str(
        "The same is in the manual pages that `dossier man DIR` writes, and behind `--help` of each command.\n\n\
         The flags `--root`, `--config`, `--quiet` and `--verbose` stand before or after any of them.\n",
    );
    let mut command = Cli::command();
    command.build();
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let mut sub = sub.clone().term_width(72);
        // The flags of all commands are said once; what the environment holds is nobody else's business.
        sub = sub.mut_args(|arg| {
            let everywhere = arg.is_global_set();
            arg.hide_env_values(true).hide(everywhere)
        });
        let help = sub.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = writeln!(page, "\n## {}\n\n```text\n{}\n```", sub.get_name(), help.join("\n").trim());
    }
    assert_page("commands.md", &page);
}

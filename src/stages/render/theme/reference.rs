//! What templates see, as a page of the documentation: every view and part with its fields, their types, meaning and an
//! example, taken from the source and from the invented dossier of the theme's tests. `SNAPSHOTS=overwrite` writes it.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{REQUIRED, fixtures};
use crate::model::view::View;

/// The files whose structs templates can see.
const SOURCES: [&str; 6] = [
    include_str!("../../../model/view/mod.rs"),
    include_str!("../../../model/view/pages.rs"),
    include_str!("../../../model/view/parts.rs"),
    include_str!("../../../model/view/body.rs"),
    include_str!("../../../model/article.rs"),
    include_str!("../../../model/topic.rs"),
];

/// Structs of these files that no template sees.
const UNSEEN: [&str; 11] = [
    "Body",
    "BodyLink",
    "WikiLink",
    "Card",
    "FrontMatter",
    "Matter",
    "TopicMatter",
    "Coordinates",
    "KnownQuote",
    "KnownEvent",
    "Mention",
];

struct Field<'s> {
    name: &'s str,
    kind: &'s str,
    about: String,
}

struct Part<'s> {
    name: &'s str,
    about: String,
    fields: Vec<Field<'s>>,
}

/// Every public struct of a file, with the comments of its fields.
fn parts(source: &str) -> Vec<Part<'_>> {
    let (mut parts, mut about, mut skipped): (Vec<Part<'_>>, String, bool) =
        (Vec::new(), String::new(), false);
    let mut inside = false;
    for line in source.lines() {
        let text = line.trim();
        if let Some(words) = text.strip_prefix("///") {
            about.push_str(words);
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            inside = rest.ends_with('{');
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if inside {
                parts.push(Part { name, about: std::mem::take(&mut about), fields: Vec::new() });
            }
        } else if text == "#[serde(skip)]" {
            skipped = true;
        } else if line == "}" {
            inside = false;
        } else if let (true, Some((name, kind))) =
            (inside, text.strip_prefix("pub ").and_then(|f| f.split_once(": ")))
        {
            let about = std::mem::take(&mut about);
            if let (Some(part), false) = (parts.last_mut(), skipped) {
                part.fields.push(Field { name, kind: kind.trim_end_matches(','), about });
            }
            skipped = false;
        } else if !text.starts_with("#[") {
            about.clear();
        }
    }
    parts.into_iter().filter(|part| !UNSEEN.contains(&part.name) && !part.fields.is_empty()).collect()
}

/// A type in the words of templates.
fn kind(rust: &str) -> String {
    let inner = |outer: &str| rust.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(of) = inner("Option<") {
        return format!("{}, or nothing", kind(of));
    }
    if let Some(of) = inner("Vec<") {
        return format!("list of {}", kind(of));
    }
    if let Some(of) = inner("Arc<Shared<").and_then(|of| of.strip_suffix('>')) {
        return kind(of);
    }
    if let Some(of) = inner("Later<") {
        return kind(of);
    }
    if let Some(of) = inner("Group<") {
        return format!("groups of {}", kind(of));
    }
    match rust {
        "String" | "Arc<str>" | "Excerpt" | "&'static str" | "Publish" | "Date" | "Status" => {
            "text".to_owned()
        }
        "usize" | "u64" | "u32" | "u16" | "u8" | "i32" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        "Coordinates" => "latitude and longitude".to_owned(),
        "SharedLink" => "`Link`".to_owned(),
        name => format!("`{name}`"),
    }
}

/// A value as an example: short, or nothing.
fn example(value: Option<&Value>) -> String {
    let shown = match value {
        None | Some(Value::Null | Value::Object(_)) => String::new(),
        Some(Value::Array(items)) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            String::new()
        }
        Some(value) => value.to_string(),
    };
    let short = if shown.chars().count() > 60 {
        format!("{}…", shown.chars().take(58).collect::<String>())
    } else {
        shown
    };
    if short.is_empty() || short == "\"\"" {
        String::new()
    } else {
        format!("`{}`", short.replace('|', "\\|"))
    }
}

/// One instance of each struct, by its name.
fn instances() -> Value {
    let mut all = json!({});
    let mut add = |name: &str, value: Value| {
        all[name] = value;
    };
    let json = |value: &dyn erased::Json| value.json();
    add("SiteView", json(&fixtures::site()));
    for (page, view, _) in fixtures::full().into_iter().rev() {
        add("PageMeta", json(&page));
        let (name, value) = match &view {
            View::Home(view) => ("HomeView", json(view)),
            View::Article(view) => ("ArticleView", json(&**view)),
            View::Topic(view) => ("TopicView", json(&**view)),
            View::Articles(view) => ("ArticlesView", json(view)),
            View::Topics(view) => ("TopicsView", json(view)),
            View::Timeline(view) => ("TimelineView", json(view)),
            View::Quotes(view) => ("QuotesView", json(view)),
            View::Graph(view) => ("GraphView", json(view)),
            View::Corrections(view) => ("CorrectionsView", json(view)),
            View::Sources(view) => ("SourcesView", json(view)),
            View::Source(view) => ("SourceView", json(&**view)),
            View::Page(view) => ("PageView", json(view)),
            View::Search(view) => ("SearchView", json(view)),
            View::Print(view) => ("PrintView", json(view)),
            View::NotFound => continue,
        };
        add(name, value);
    }
    for (name, path) in [
        ("ArticleRef", "/HomeView/lead"),
        ("TopicRef", "/ArticleView/mentions/0"),
        ("QuoteView", "/HomeView/quotes/0"),
        ("EventView", "/HomeView/planned/0"),
        ("Link", "/SiteView/nav/0"),
        ("Pager", "/ArticlesView/pager"),
        ("Counts", "/HomeView/counts"),
        ("Activity", "/TopicView/activity"),
        ("Bar", "/TopicView/activity/bars/0"),
        ("SourceRef", "/SourceView/source"),
        ("Correction", "/ArticleView/corrections/0"),
        ("Image", "/ArticleView/image"),
        ("Translation", "/ArticleView/translation"),
        ("Role", "/TopicView/roles/0"),
        ("ContestedName", "/TopicView/contested_names/0"),
        ("GraphNode", "/GraphView/nodes/0"),
        ("GraphTie", "/GraphView/ties/0"),
        ("MentionView", "/TopicView/mentions/0/items/0"),
        ("Group", "/ArticlesView/years/0"),
    ] {
        all[name] = all.pointer(path).cloned().unwrap_or_default();
    }
    all
}

/// Anything that can be written as JSON, behind a reference.
mod erased {
    pub(super) trait Json {
        fn json(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap_or_default()
        }
    }
}

fn page() -> String {
    let instances = instances();
    let mut page = String::from(
        "---\ntitle: What templates see\nsummary: Every view and part with its fields, from the source.\n---\n\n\
         Every template sees `site` (a `SiteView`, with `options`, `look` and `frame` besides), `page` (a `PageMeta`), and at \
         the top level the fields of its own view. Articles, topics, sources and pages have the rendered text as `body`. \
         Addresses are ready for an attribute; dates are EDTF, for the filter `date`.\n\n\
         This page is written by a test (`SNAPSHOTS=overwrite cargo test --lib reference`).\n\nTemplates: ",
    );
    page.push_str(&REQUIRED.map(|name| format!("`{name}`")).join(", "));
    page.push_str(".\n");
    for part in SOURCES.iter().flat_map(|source| parts(source)) {
        // Writing to a String cannot fail.
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n| field | type | meaning | example |\n|---|---|---|---|\n",
            part.name,
            part.about.trim()
        );
        // A mention is shown in three parts instead of its sentence and places.
        let shown =
            |field: &&Field<'_>| part.name != "MentionView" || !["sentence", "at"].contains(&field.name);
        for field in part.fields.iter().filter(shown) {
            let example = example(instances[part.name].get(field.name));
            let about = field.about.trim().replace('|', "\\|");
            let _ = writeln!(page, "| `{}` | {} | {about} | {example} |", field.name, kind(field.kind));
        }
        if part.name == "MentionView" {
            for (name, about) in [
                ("before", "The sentence up to the name."),
                ("name", "The name as the sentence has it."),
                ("after", "The rest of the sentence."),
            ] {
                let _ = writeln!(
                    page,
                    "| `{name}` | text | {about} | {} |",
                    example(instances["MentionView"].get(name))
                );
            }
        }
    }
    page
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test compares a file of the repository")]
fn the_documentation_of_the_views_is_what_the_code_says() {
    let page = page();
    for name in ["ArticleView", "TopicView", "HomeView", "ArticleRef", "PageMeta", "SiteView"] {
        assert!(page.contains(&format!("\n## {name}\n")), "{name} is not documented");
    }
    snapbox::assert_data_eq!(page, snapbox::file!["../../../../docs/content/pages/theme-views.md"].raw());
}

#[test]
fn every_field_of_a_view_is_documented() {
    let instances = instances();
    for part in SOURCES.iter().flat_map(|source| parts(source)) {
        for field in &part.fields {
            assert!(!field.about.trim().is_empty(), "{}.{} has no comment", part.name, field.name);
        }
        let Some(known) = instances[part.name].as_object() else { continue };
        for key in known.keys().filter(|_| part.name != "MentionView") {
            assert!(
                part.fields.iter().any(|field| field.name == key),
                "{}.{key} is not found in the source",
                part.name
            );
        }
    }
}

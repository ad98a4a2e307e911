//! A theme tried with invented pages of every kind, so that its faults show before a dossier has such a page.

use serde_json::{Value as Json, to_value};
use tera::Value;

use super::{Theme, context, fixtures};
use crate::{
    model::{diagnostic::Diagnostic, inputs::RelPath, view::View},
    stages::render::{
        markdown::{Heading, Html},
        site_value,
    },
};

impl Theme {
    /// What goes wrong when invented pages are rendered, full and empty ones; the first time that it does.
    pub fn rehearsal(&self) -> Vec<Diagnostic> {
        let site: Value = match site_value(&fixtures::site(), self) {
            Ok(site) => site,
            Err(problem) => return vec![problem],
        };
        let mut found: Vec<Diagnostic> = Vec::new();
        for (page, view, body) in fixtures::full().iter().chain(&fixtures::empty()) {
            let text = Html { body: (*body).to_owned(), ..Html::default() };
            if let Err(problem) = self.render(view.template(), &context(&site, page, view, &text)) {
                let place =
                    |known: &Diagnostic| (&known.path, &known.frame) == (&problem.path, &problem.frame);
                if !found.iter().any(place) {
                    found.push(problem);
                }
            }
        }
        found
    }

    /// Name, file and text of each template.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &RelPath, &str)> {
        self.sources.iter().map(|(name, source)| (name.as_str(), &source.path, &*source.text))
    }
}

/// Everything that a template may see, by template, with every field that there is. The frame is the theme's own.
pub fn shapes() -> Vec<(&'static str, Json)> {
    let site = fields(&fixtures::site());
    let pages = fixtures::full().into_iter().chain(fixtures::empty());
    pages
        .map(|(page, view, body)| {
            let mut seen = fields(&view);
            if let Json::Object(seen) = &mut seen {
                let mut site = site.clone();
                site["frame"] = Json::Null;
                // Whatever options there are.
                site["options"] = Json::Null;
                site["look"] = Json::from("");
                seen.insert("site".to_owned(), site);
                seen.insert("page".to_owned(), fields(&page));
                if matches!(view, View::Article(_) | View::Topic(_) | View::Source(_) | View::Page(_)) {
                    seen.insert("body".to_owned(), Json::from(body));
                    seen.insert("outline".to_owned(), Json::from(vec![heading()]));
                }
            }
            (view.template(), seen)
        })
        .collect()
}

/// A heading of a text.
fn heading() -> Json {
    fields(&Heading { level: 2, label: "x".into(), href: "#s-x".into() })
}

fn fields<T: serde::Serialize>(value: &T) -> Json {
    // A view always makes JSON: its keys are names and its numbers are whole.
    to_value(value).unwrap_or_default()
}

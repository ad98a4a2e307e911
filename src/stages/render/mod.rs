//! Views to bytes: Markdown, templates, feed and sitemap. Each page alone, on demand.

pub mod feed;
pub mod filters;
pub mod markdown;
pub mod theme;

use std::sync::Arc;

use tera::Value;

use self::theme::Theme;
use crate::model::{
    article::Publish,
    diagnostic::Diagnostic,
    site::{Content, Entry},
    view::{SiteView, View},
};

/// A theme with what every page shows of the site.
#[derive(Clone, Copy, Debug)]
pub struct Renderer<'a> {
    theme: &'a Theme,
    site: &'a Value,
}

/// What every page shows of the site, made once.
pub fn site_value(site: &SiteView) -> Value {
    Value::from_serializable(site)
}

impl<'a> Renderer<'a> {
    /// A renderer for one site.
    pub fn new(theme: &'a Theme, site: &'a Value) -> Self {
        Self { theme, site }
    }

    /// The bytes of one entry. They depend on nothing that is not part of its key.
    pub fn render(&self, entry: &Entry) -> Result<Arc<[u8]>, Diagnostic> {
        match &entry.content {
            Content::Bytes(bytes) => Ok(Arc::clone(bytes)),
            Content::Page { meta, view } => {
                let context = theme::context(self.site, meta, view, &body(view));
                let html = self.theme.render(view.template(), &context)?;
                Ok(Arc::from(html.into_bytes()))
            }
        }
    }
}

/// The rendered text of a view; empty when it has none or when none may be shown.
fn body(view: &View) -> String {
    match view {
        View::Article(view) if view.publish == Publish::Full => markdown::html(&view.body),
        View::Topic(view) => markdown::html(&view.body),
        View::Source(view) => markdown::html(&view.body),
        View::Page(view) => markdown::html(&view.body),
        _ => String::new(),
    }
}

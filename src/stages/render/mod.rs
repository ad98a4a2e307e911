//! Views to bytes: Markdown, templates, feed and sitemap. Each page alone, on demand.

pub mod feed;
pub mod filters;
pub mod markdown;
pub mod theme;

use tera::Value;

use self::theme::Theme;
use crate::model::{
    article::Publish,
    diagnostic::Diagnostic,
    view::{PageMeta, SiteView, View},
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

    /// The HTML of one page. It depends on nothing but the view, the head, and what the site's key covers.
    pub fn render(&self, meta: &PageMeta, view: &View) -> Result<String, Diagnostic> {
        let context = theme::context(self.site, meta, view, &body(view));
        self.theme.render(view.template(), &context)
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

//! Views to bytes: Markdown, templates, feed and sitemap. Each page alone, on demand.

pub mod feed;
pub mod filters;
pub mod markdown;
pub mod redirect;
pub mod strings;
pub mod theme;

use tera::{Context, Map, Value};

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

/// What every page shows of the site, made once: the fields of [`SiteView`], and `frame`, the parts of a page that
/// depend on the site alone. They are the theme's templates in `frame/`; on a large site they would otherwise be
/// rendered as often as there are pages.
pub fn site_value(site: &SiteView, theme: &Theme) -> Result<Value, Diagnostic> {
    let mut context = Context::new();
    context.insert("site", site);
    let mut frame = Map::default();
    for name in theme.frame() {
        let html = theme.render(name, &context)?;
        let key = name.trim_start_matches("frame/").trim_end_matches(".html").to_owned();
        frame.insert(key.into(), Value::safe_string(&html));
    }
    let mut fields = Value::from_serializable(site).into_map().unwrap_or_default();
    fields.insert("frame".into(), Value::from(frame));
    Ok(Value::from(fields))
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
        View::Article(view) if view.publish != Publish::Metadata => markdown::html(&view.body),
        View::Topic(view) => markdown::html(&view.body),
        View::Source(view) => markdown::html(&view.body),
        View::Page(view) => markdown::html(&view.body),
        _ => String::new(),
    }
}

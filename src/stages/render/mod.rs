//! Views to bytes: Markdown, templates, feeds, sitemap, exports. Each page alone, on demand.

pub mod cite;
pub mod exports;
pub mod feed;
pub mod feeds;
pub mod filters;
mod jsonld;
pub mod markdown;
mod minify;
pub mod redirect;
pub mod strings;
pub mod theme;
mod xml;

use std::collections::BTreeMap;

use tera::{Context, Map, Value};

use self::{markdown::Html, strings::Strings, theme::Theme};
use crate::model::{
    article::Publish,
    diagnostic::Diagnostic,
    theme_file::OptionValue,
    view::{PageMeta, PageView, SiteView, View},
};

/// A theme with what every page shows of the site.
#[derive(Clone, Copy, Debug)]
pub struct Renderer<'a> {
    theme: &'a Theme,
    site: &'a Value,
    minify: bool,
}

/// What every page shows of the site, made once: the fields of [`SiteView`]; `options`, those of the theme, and `look`,
/// the same as classes; and `frame`, the parts of a page that depend on the site alone. They are the theme's templates in
/// `frame/`; on a large site they would otherwise be rendered as often as there are pages.
pub fn site_value(site: &SiteView, theme: &Theme) -> Result<Value, Diagnostic> {
    let options = Value::from_serializable(&theme.options);
    let mut own = Value::from_serializable(site).into_map().unwrap_or_default();
    own.insert("options".into(), options.clone());
    let look = look(&theme.options);
    own.insert("look".into(), Value::from(look.clone()));
    let mut context = Context::new();
    context.insert_value("site", Value::from(own));
    let mut frame = Map::default();
    for name in theme.frame() {
        let html = theme.render(name, &context)?;
        let key = name.trim_start_matches("frame/").trim_end_matches(".html").to_owned();
        frame.insert(key.into(), Value::safe_string(&html));
    }
    let mut fields = Value::from_serializable(site).into_map().unwrap_or_default();
    fields.insert("frame".into(), Value::from(frame));
    fields.insert("options".into(), options);
    fields.insert("look".into(), Value::from(look));
    Ok(Value::from(fields))
}

/// Options as classes for a style sheet: `script` for a switch that is on, `accent-red` for a choice.
fn look(options: &BTreeMap<String, OptionValue>) -> String {
    let classes = options.iter().filter_map(|(name, value)| match value {
        OptionValue::Switch(on) => on.then(|| name.clone()),
        OptionValue::Number(number) => Some(format!("{name}-{number}")),
        OptionValue::Text(text) => Some(format!("{name}-{}", filters::anchor(text))),
    });
    classes.collect::<Vec<_>>().join(" ")
}

impl<'a> Renderer<'a> {
    /// A renderer for one site.
    pub fn new(theme: &'a Theme, site: &'a Value) -> Self {
        let minify = site.get_from_path("minify").is_some_and(Value::is_truthy);
        Self { theme, site, minify }
    }

    /// The HTML of one page. It depends on nothing but the view, the head, and what the site's key covers.
    pub fn render(&self, meta: &PageMeta, view: &View) -> Result<String, Diagnostic> {
        let meta =
            PageMeta { json_ld: jsonld::json_ld(self.site, meta, view, &self.theme.strings), ..meta.clone() };
        let text = match view {
            View::Page(view) => self.page(&meta, view)?,
            view => text(view, &self.theme.strings),
        };
        let context = theme::context(self.site, &meta, view, &text);
        let html = self.theme.render(view.template(), &context)?;
        Ok(if self.minify { minify::minified(&html) } else { html })
    }
}

impl Renderer<'_> {
    /// The text of a free-standing page. Each component is a template of its own, `page/NAME.html`.
    fn page(&self, meta: &PageMeta, view: &PageView) -> Result<Html, Diagnostic> {
        let parts = view.body.parts.iter().map(|part| {
            let context = theme::part_context(self.site, meta, &part.shows);
            self.theme.render(&format!("page/{}.html", part.name), &context)
        });
        let parts: Vec<String> = parts.collect::<Result<_, _>>()?;
        Ok(markdown::html_with_parts(&view.body, &self.theme.strings, &parts))
    }
}

/// The rendered text of a view; empty when it has none or when none may be shown.
fn text(view: &View, strings: &Strings) -> Html {
    match view {
        View::Article(view) if view.publish != Publish::Metadata => markdown::html(&view.body, strings),
        View::Topic(view) => markdown::html(&view.body, strings),
        View::Source(view) => markdown::html(&view.body, strings),
        _ => Html::default(),
    }
}

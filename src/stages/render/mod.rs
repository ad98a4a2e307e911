//! Views to bytes: Markdown, templates, feed and sitemap. Each page alone, on demand.

pub mod feed;
pub mod filters;
pub mod markdown;
pub mod redirect;
pub mod strings;
pub mod theme;

use std::collections::BTreeMap;

use tera::{Context, Map, Value};

use self::{markdown::Html, theme::Theme};
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
        Self { theme, site }
    }

    /// The HTML of one page. It depends on nothing but the view, the head, and what the site's key covers.
    pub fn render(&self, meta: &PageMeta, view: &View) -> Result<String, Diagnostic> {
        let language = self.site.get_from_path("language");
        let language = language.and_then(Value::as_str).unwrap_or_default();
        let text = match view {
            View::Page(view) => self.page(meta, view, language)?,
            view => text(view, language),
        };
        let context = theme::context(self.site, meta, view, &text);
        self.theme.render(view.template(), &context)
    }
}

impl Renderer<'_> {
    /// The text of a free-standing page. Each component is a template of its own, `page/NAME.html`.
    fn page(&self, meta: &PageMeta, view: &PageView, language: &str) -> Result<Html, Diagnostic> {
        let parts = view.body.parts.iter().map(|part| {
            let context = theme::part_context(self.site, meta, &part.shows);
            self.theme.render(&format!("page/{}.html", part.name), &context)
        });
        let parts: Vec<String> = parts.collect::<Result<_, _>>()?;
        Ok(markdown::html_with_parts(&view.body, language, &parts))
    }
}

/// The rendered text of a view; empty when it has none or when none may be shown.
fn text(view: &View, language: &str) -> Html {
    match view {
        View::Article(view) if view.publish != Publish::Metadata => markdown::html(&view.body, language),
        View::Topic(view) => markdown::html(&view.body, language),
        View::Source(view) => markdown::html(&view.body, language),
        _ => Html::default(),
    }
}

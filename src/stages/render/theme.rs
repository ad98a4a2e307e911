//! Themes: templates and static files, ready to turn views into HTML.
//!
//! A theme is a list of files. Those under `templates/` and `static/` of the site itself come before those of
//! `themes/NAME/`, those before the built-in ones, and all before those of the theme that it extends: the first file of a
//! name wins, so any single file can be replaced; interface words, in `i18n/`, are replaced one by one (see
//! [`super::strings`]). Tera escapes by a template's suffix only, so a template may end in `.html` or `.xml` and
//! nothing else.

mod assets;
mod faults;
mod fixtures;
mod lean;
mod options;
#[cfg(test)]
mod reference;
mod rehearsal;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};
use xxhash_rust::xxh3::Xxh3;

pub use self::{assets::Asset, rehearsal::shapes};
use self::{
    assets::Assets,
    faults::{Source, Sources},
};
use super::{
    filters,
    markdown::Html,
    strings::{self, Strings, typeset},
};
use crate::model::{
    diagnostic::Diagnostic,
    inputs::{InputFile, RelPath},
    theme_file::OptionValue,
    view::{PageMeta, PartView, View},
};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The templates that every theme must have: one for each kind of [`View`].
pub const REQUIRED: [&str; 15] = [
    "404.html",
    "article.html",
    "articles.html",
    "corrections.html",
    "graph.html",
    "home.html",
    "page.html",
    "print.html",
    "quotes.html",
    "search.html",
    "source.html",
    "sources.html",
    "timeline.html",
    "topic.html",
    "topics.html",
];

/// What a theme needs to know of the site before it sees a page.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The path of `base_url`, with a slash at both ends.
    pub base_path: &'a str,
    /// BCP 47 tag of the site's own words.
    pub language: &'a str,
    /// What the site sets of the theme's options.
    pub options: &'a BTreeMap<String, OptionValue>,
}

/// A loaded theme. Rendering changes nothing in it, so pages can be rendered in parallel.
#[derive(Clone, Debug)]
pub struct Theme {
    tera: Tera,
    sources: Sources,
    assets: Arc<Assets>,
    /// The words of the interface.
    pub strings: Arc<Strings>,
    /// The values of its options.
    pub options: BTreeMap<String, OptionValue>,
    /// Hash of everything that a page may depend on besides its view: all files, and the place.
    pub key: u128,
    /// What is wrong with the theme but does not stop it.
    pub warnings: Vec<Diagnostic>,
}

impl Theme {
    /// Loads a theme from its files, the site's own first (the first of a name wins). Every fault that can be
    /// found without rendering is reported at once: wrong suffixes, missing templates, syntax, unknown
    /// filters, functions, components and blocks.
    pub fn load(files: &[InputFile], place: Place<'_>) -> Result<Self, Vec<Diagnostic>> {
        let (templates, statics) = overlay(files);
        let (assets, mut warnings) = Assets::fingerprint(&statics);
        let assets = Arc::new(assets);
        let (strings, notes) = Strings::load(files, place.language)?;
        let strings = Arc::new(strings);
        let options = options::resolve(files, place.options)?;
        warnings.extend(notes);
        let (sources, mut errors) = read(&templates, &strings);
        errors.extend(REQUIRED.iter().filter(|name| !templates.contains_key(**name)).map(|name| {
            Diagnostic::error("template-missing", format!("the theme has no template `{name}`"))
                .hint(format!("add `templates/{name}`"))
        }));
        let tera = match compile(&sources, &assets, &strings, place) {
            Ok(tera) if errors.is_empty() => tera,
            Ok(_) => return Err(errors),
            Err(found) => return Err(errors.into_iter().chain(found).collect()),
        };
        Ok(Self { tera, sources, assets, strings, options, key: key(files, place), warnings })
    }

    /// Renders one page. An error tells the template, the line, and the page (`page.href` of the context).
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| {
            let href = context.get("page").and_then(|page| page.get_from_path("href"));
            let href = href.and_then(Value::as_str).unwrap_or("a page without an address");
            faults::while_rendering(&error, template, href, &self.sources)
        })
    }

    /// The templates in `frame/`, which see `site` and nothing else.
    pub fn frame(&self) -> impl Iterator<Item = &str> {
        self.tera
            .get_template_names()
            .filter(|name| name.starts_with("frame/"))
            .collect::<BTreeSet<_>>()
            .into_iter()
    }

    /// The components that hand-written pages can call: the templates in `page/`.
    pub fn page_components(&self) -> impl Iterator<Item = &str> {
        let names: BTreeSet<&str> = self.tera.get_template_names().collect();
        names.into_iter().filter_map(|name| name.strip_prefix("page/")?.strip_suffix(".html"))
    }

    /// The static files under their fingerprinted paths.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.iter()
    }
}

/// The files of a theme that comes with the program, by path; `None` when there is none of that name.
pub fn builtin(name: &str) -> Option<Vec<InputFile>> {
    fn collect(dir: &Dir<'_>, files: &mut Vec<InputFile>) {
        files.extend(dir.files().map(|file| {
            let path = file.path().to_string_lossy().replace('\\', "/");
            InputFile { path: RelPath::new(format!("themes/{path}")), bytes: file.contents().into() }
        }));
        dir.dirs().for_each(|dir| collect(dir, files));
    }
    let mut files = Vec::new();
    collect(BUILT_IN.get_dir(name)?, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Some(files)
}

/// Whether a file is one that comes with the program, and as it comes.
fn is_built_in(file: &InputFile) -> bool {
    let known = file.path.as_str().strip_prefix("themes/").and_then(|path| BUILT_IN.get_file(path));
    known.is_some_and(|known| known.contents() == &*file.bytes)
}

/// Names of the themes that come with the program.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.dirs().filter_map(|dir| dir.path().to_str())
}

/// What a template sees: `site`, `page`, each field of the view by its name, and where the view has a text `body` and
/// `outline`, its headings. `site` is a [`Value`] so that it is made once for all pages.
pub fn context(site: &Value, page: &PageMeta, view: &View, text: &Html) -> Context {
    let mut context = fields(view);
    context.insert_value("site", site.clone());
    context.insert_value("page", Value::from_serializable(page));
    if matches!(view, View::Article(_) | View::Topic(_) | View::Source(_) | View::Page(_)) {
        context.insert_value("body", Value::safe_string(&text.body));
        context.insert("outline", &text.outline);
    }
    context
}

/// What the template of a component sees: `site`, `page`, and what the component shows.
pub fn part_context(site: &Value, page: &PageMeta, part: &PartView) -> Context {
    let mut context = fields(part);
    context.insert_value("site", site.clone());
    context.insert_value("page", Value::from_serializable(page));
    context
}

fn fields<T: Serialize>(view: &T) -> Context {
    // A struct always makes a context: the error is for values that are no map.
    Context::from_serialize(view).unwrap_or_default()
}

type ByName<'a> = BTreeMap<String, &'a InputFile>;

/// Templates and static files by their names; the first file of a name wins.
fn overlay(files: &[InputFile]) -> (ByName<'_>, ByName<'_>) {
    let (mut templates, mut statics) = (ByName::new(), ByName::new());
    for file in files {
        let path = file.path.as_str();
        let path =
            path.strip_prefix("themes/").and_then(|rest| rest.split_once('/')).map_or(path, |(_, rest)| rest);
        if let Some(name) = path.strip_prefix("templates/") {
            templates.entry(name.to_owned()).or_insert(file);
        } else if let Some(name) = path.strip_prefix("static/") {
            statics.entry(name.to_owned()).or_insert(file);
        }
    }
    (templates, statics)
}

/// The templates as text, and what is wrong with the files that are none.
fn read(templates: &ByName<'_>, strings: &Strings) -> (Sources, Vec<Diagnostic>) {
    let (mut sources, mut errors) = (Sources::new(), Vec::new());
    for (name, file) in templates {
        if !matches!(file.path.extension().as_str(), "html" | "xml") {
            errors.push(
                Diagnostic::error(
                    "template-suffix",
                    "a template must end in `.html` or `.xml`: others are not escaped",
                )
                .in_file(&file.path)
                .hint("rename it, or move it to `static/` if it is no template"),
            );
            continue;
        }
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                let (set, shifts, unknown) = typeset(text, strings);
                let source = Source { path: file.path.clone(), text: text.into(), set: set.into(), shifts };
                errors.extend(unknown.into_iter().map(|(key, at)| {
                    let problem = Diagnostic::error("no-such-text", strings.unknown(key))
                        .hint("correct the key, or add it to `i18n/en.yaml` of the site or the theme");
                    problem.in_file(&file.path).at(source.text.clone(), at..at + key.len())
                }));
                sources.insert(name.clone(), source);
            }
            Err(_) => errors.push(
                Diagnostic::error("template-not-utf8", "the template is not UTF-8")
                    .in_file(&file.path)
                    .hint("save it as UTF-8"),
            ),
        }
    }
    (sources, errors)
}

fn compile(
    sources: &Sources,
    assets: &Arc<Assets>,
    strings: &Arc<Strings>,
    place: Place<'_>,
) -> Result<Tera, Vec<Diagnostic>> {
    let engine = || {
        let mut tera = Tera::default();
        filters::register(&mut tera, strings);
        strings::register(&mut tera, strings);
        let (assets, base_path) = (assets.clone(), place.base_path.to_owned());
        let all = assets.clone();
        tera.register_function("has_asset", move |kwargs: Kwargs, _: &State| -> TeraResult<bool> {
            Ok(all.find(kwargs.must_get::<&str>("path")?).is_ok())
        });
        tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&assets, &base_path, &kwargs));
        tera
    };
    let mut tera = engine();
    let texts = sources.iter().map(|(name, source)| (name, &*source.set));
    let Err(error) = tera.add_raw_templates(texts.clone()) else { return Ok(tera) };
    if !matches!(error.kind(), tera::ErrorKind::SyntaxError(_)) {
        return Err(faults::while_loading(&error, sources));
    }
    // Tera stops at the first template that it cannot read: ask each alone, to report all of them.
    let alone = texts.filter_map(|text| engine().add_raw_templates([text]).err());
    let syntax = alone.filter(|error| matches!(error.kind(), tera::ErrorKind::SyntaxError(_)));
    Err(syntax.flat_map(|error| faults::while_loading(&error, sources)).collect())
}

/// `asset(path="style.css")`: the address of a static file.
fn asset(assets: &Assets, base_path: &str, kwargs: &Kwargs) -> TeraResult<String> {
    let name = kwargs.must_get::<&str>("path")?;
    match assets.find(name) {
        Ok(asset) => Ok(format!("{base_path}{}", asset.path)),
        Err(Some(near)) => {
            Err(Error::message(format!("`static/` has no file `{name}`: did you mean `{near}`?")))
        }
        Err(None) => Err(Error::message(format!("`static/` has no file `{name}`"))),
    }
}

fn key(files: &[InputFile], place: Place<'_>) -> u128 {
    let mut hasher = Xxh3::new();
    let mut add = |bytes: &[u8]| {
        hasher.update(&bytes.len().to_le_bytes());
        hasher.update(bytes);
    };
    add(place.base_path.as_bytes());
    add(place.language.as_bytes());
    for (name, value) in place.options {
        add(name.as_bytes());
        add(value.to_string().as_bytes());
    }
    for file in files {
        add(file.path.as_str().as_bytes());
        add(&file.bytes);
    }
    hasher.digest128()
}

//! Every template renders with full, small and empty views, and faults are told with their place.

use tera::Context;

use super::*;
use crate::stages::render::markdown::Html;
use crate::{
    model::{diagnostic::Severity, view::View},
    stages::render::theme::fixtures::{self, Fixture},
};

const HERE: Place<'static> = Place { base_path: "/", language: "en", options: &BTreeMap::new() };

fn broadsheet() -> Vec<InputFile> {
    builtin("broadsheet").expect("the default theme is built in")
}

fn file(path: &str, text: &str) -> InputFile {
    InputFile { path: RelPath::new(path), bytes: text.as_bytes().into() }
}

/// The default theme with some files of the site laid over it.
fn with(own: &[(&str, &str)]) -> Result<Theme, Vec<Diagnostic>> {
    let mut files: Vec<InputFile> = own.iter().map(|(path, text)| file(path, text)).collect();
    files.extend(broadsheet());
    Theme::load(&files, HERE)
}

fn loaded(own: &[(&str, &str)]) -> Theme {
    with(own).unwrap_or_else(|faults| panic!("{}", said(&faults)))
}

/// Faults without the sources that they carry.
fn said(faults: &[Diagnostic]) -> String {
    let say = |f: &Diagnostic| format!("{:?} {:?} {}", f.path, f.line_and_column(), f.message);
    faults.iter().map(say).collect::<Vec<_>>().join("\n")
}

fn print(theme: &Theme, (page, view, body): &Fixture) -> String {
    let site = crate::stages::render::site_value(&fixtures::site(), theme)
        .unwrap_or_else(|fault| panic!("{}", said(&[fault])));
    match theme.render(view.template(), &context(&site, page, view, &text(body))) {
        Ok(html) => html,
        Err(fault) => panic!("{}", said(&[fault])),
    }
}

fn text(body: &str) -> Html {
    Html { body: body.to_owned(), ..Html::default() }
}

#[test]
fn the_default_theme_renders_every_view_full_and_empty() {
    let theme = loaded(&[]);
    assert_eq!(theme.warnings, []);
    for fixture in fixtures::full().iter().chain(&fixtures::empty()) {
        let html = print(&theme, fixture);
        let name = fixture.1.template();
        assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name} has one first heading");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        assert!(!html.contains("javascript:"), "{name} lets a dangerous address through");
        assert!(!html.contains(" style=") && !html.contains("onclick"), "{name}");
        assert_eq!(html.matches("<script").count(), 2, "{name}: the JSON-LD and the script of the theme");
    }
}

#[test]
fn required_templates_are_those_that_views_ask_for() {
    let asked: std::collections::BTreeSet<&str> =
        fixtures::full().iter().map(|(_, view, _)| view.template()).collect();
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), REQUIRED);
}

#[test]
fn the_policy_stands_first_and_forbids_what_is_inline() {
    let theme = loaded(&[]);
    let html = print(&theme, &fixtures::full()[0]);
    let head = html.split_once("<head>").expect("head").1.trim_start();
    assert!(
        head.starts_with("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"),
        "{head:.120}"
    );
    assert!(!head.contains("unsafe-inline") && !head.contains("frame-ancestors"));
}

#[test]
fn text_from_data_is_escaped_everywhere() {
    let theme = loaded(&[]);
    let hostile = "<b>\"'&x";
    for (page, view, body) in fixtures::full() {
        let name = view.template();
        let view = match view {
            View::Page(mut view) => {
                view.summary = hostile.into();
                View::Page(view)
            }
            View::Article(mut view) => {
                view.byline = vec![hostile.into()];
                view.date_basis = hostile.into();
                view.seed = hostile.into();
                view.url = "https://example.org/\"><b>".into();
                View::Article(view)
            }
            other => other,
        };
        let page = PageMeta { title: hostile.into(), description: hostile.into(), ..page };
        let html = print(&theme, &(page, view, body));
        assert!(!html.contains("<b>\"") && !html.contains("\"'"), "{name}");
    }
}

#[test]
fn an_own_template_or_static_file_replaces_the_theme_s() {
    let plain = loaded(&[]);
    let own = loaded(&[("templates/404.html", "<p>gone {{ page.href }}</p>"), ("static/style.css", "p{}")]);
    let not_found = fixtures::full().pop().expect("404");
    assert_eq!(print(&own, &not_found), "<p>gone /404.html</p>");
    let sheet = |theme: &Theme| {
        theme.assets().find(|a| a.path.starts_with("assets/style.")).expect("a sheet").clone()
    };
    assert_eq!(&*sheet(&own).bytes, b"p{}");
    assert_ne!(sheet(&own).path, sheet(&plain).path);
    assert_ne!(own.key, plain.key);
}

#[test]
fn assets_are_named_below_the_base_path_and_change_the_key() {
    let below = Theme::load(&broadsheet(), Place { base_path: "/lake/", ..HERE }).expect("loads");
    let html = print(&below, &fixtures::full()[0]);
    let sheet = below.assets().find(|asset| asset.path.starts_with("assets/style.")).expect("a sheet");
    assert!(html.contains(&format!("href=\"/lake/{}\"", sheet.path)), "{}", sheet.path);
    assert_ne!(below.key, loaded(&[]).key);
}

fn fault_of(own: &[(&str, &str)]) -> Vec<Diagnostic> {
    with(own).expect_err("must not load")
}

#[test]
fn syntax_errors_of_all_templates_come_at_once_with_their_places() {
    let faults = fault_of(&[("templates/404.html", "{% if x %}"), ("templates/home.html", "a\n{{ b ")]);
    let found: Vec<_> = faults
        .iter()
        .map(|f| {
            (f.severity, f.path.as_ref().map(RelPath::as_str), f.line_and_column().map(|(line, _)| line))
        })
        .collect();
    assert_eq!(
        found,
        [
            (Severity::Error, Some("templates/404.html"), Some(1)),
            (Severity::Error, Some("templates/home.html"), Some(2)),
        ]
    );
}

#[test]
fn unknown_filters_point_to_their_place_and_the_near_name() {
    let faults =
        fault_of(&[("templates/404.html", "<p>é\n {{ page.href | dates }}</p>{{ page.href | safeurl }}")]);
    let found: Vec<_> =
        faults.iter().map(|f| (f.message.as_str(), f.line_and_column(), f.hint.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("unknown filter `dates`", Some((2, 17)), Some("did you mean `date`?")),
            ("unknown filter `safeurl`", Some((2, 44)), Some("did you mean `safe_url`?")),
        ]
    );
    assert!(faults.iter().all(|f| f.path.as_ref().is_some_and(|path| path.as_str() == "templates/404.html")));
}

#[test]
fn a_template_that_would_not_be_escaped_is_refused() {
    let faults = fault_of(&[("templates/feed.atom", "{{ x }}")]);
    assert_eq!((faults[0].code, faults.len()), ("template-suffix", 1));
}

#[test]
fn a_missing_template_and_a_missing_parent_are_named() {
    let without_home: Vec<InputFile> =
        broadsheet().into_iter().filter(|file| file.path.name() != "home.html").collect();
    let faults = Theme::load(&without_home, HERE).expect_err("must not load");
    assert_eq!(
        faults.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(),
        ["the theme has no template `home.html`"]
    );
    let faults = fault_of(&[("templates/404.html", "{% extends \"bas.html\" %}")]);
    assert_eq!(
        (faults[0].code, faults[0].hint.as_deref()),
        ("template-missing", Some("did you mean `base.html`?"))
    );
}

#[test]
fn an_error_while_rendering_names_template_line_and_page() {
    let theme = loaded(&[("templates/404.html", "<p>\n{{ page.nothing }}</p>")]);
    let (page, view, body) = fixtures::full().pop().expect("404");
    let site = crate::stages::render::site_value(&fixtures::site(), &theme)
        .unwrap_or_else(|fault| panic!("{}", said(&[fault])));
    let fault =
        theme.render(view.template(), &context(&site, &page, &view, &text(body))).expect_err("must fail");
    assert_eq!(fault.path.as_ref().map(RelPath::as_str), Some("templates/404.html"));
    assert_eq!(fault.line_and_column(), Some((2, 9)));
    assert!(
        fault.message.contains("nothing") && fault.message.contains("(while rendering /404.html)"),
        "{}",
        fault.message
    );
    assert!(fault.hint.is_some());
}

#[test]
fn an_asset_that_is_not_there_is_an_error_with_the_near_name() {
    let theme = loaded(&[("templates/404.html", "{{ asset(path=\"styl.css\") }}")]);
    let fault = theme.render("404.html", &Context::new()).expect_err("must fail");
    assert!(fault.message.contains("did you mean `style.css`?"), "{}", fault.message);
}

#[test]
fn the_style_sheet_stays_small() {
    let theme = loaded(&[]);
    for asset in theme.assets() {
        assert!(asset.bytes.len() < 30_000, "{} has {} bytes", asset.path, asset.bytes.len());
    }
}

#[test]
fn there_is_no_theme_of_another_name() {
    assert!(builtin("nothing").is_none());
    assert!(builtin_names().any(|name| name == "broadsheet"));
}

fn page_of(template: &str) -> String {
    let fixture = fixtures::full().into_iter().find(|(_, view, _)| view.template() == template);
    print(&loaded(&[]), &fixture.expect(template))
}

#[test]
fn what_is_unreviewed_says_so_in_words_with_its_basis() {
    let html = page_of("article.html");
    assert!(html.contains("<summary>Unreviewed</summary>"), "a quote with a basis");
    assert!(html.contains("no name stands near these words"), "the basis itself");
    assert!(html.contains("<b>Unreviewed</b>"), "a field without a basis");
    assert!(
        html.contains("(unreviewed)") && html.contains("not yet reviewed by a person"),
        "topics, and the legend"
    );
    assert!(!page_of("page.html").contains("nreviewed"));
}

#[test]
fn passages_in_another_language_say_which() {
    let html = page_of("articles.html");
    assert!(html.contains("<bdi lang=\"ru\">") && html.contains("<bdi lang=\"ar\">"));
    assert!(!html.contains("<bdi lang=\"en\">"), "the language of the page needs no mark");
    let (page, view, body) = fixtures::full().remove(1);
    let View::Article(mut view) = view else { panic!("the second page is an article") };
    view.article = fixtures::articles().swap_remove(4);
    let html = print(&loaded(&[]), &(page, View::Article(view), body));
    assert!(html.contains("<div class=\"prose\" lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn a_picture_is_described_and_never_loaded() {
    let html = page_of("article.html");
    assert!(html.contains("Picture not included") && html.contains("Anna Holm"));
    assert!(!html.contains("<img") && !html.contains("wp-content"));
}

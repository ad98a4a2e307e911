//! What a page says to machines: JSON-LD in the words of schema.org.
//!
//! It is made from the page's view when the page is rendered, so a page that has not changed pays nothing for it. All
//! of it passes through [`json_in_html`].

use serde_json::{Map, Value, json};
use tera::Value as SiteValue;

use super::filters::{json_in_html, safe_url};
use crate::model::view::{
    ArticleRef, ArticleView, EventView, Link, PageMeta, QuoteView, SourceView, TopicRef, TopicView, View,
};

/// How many topics, quotes and events of each sort a page names.
const MOST: usize = 20;

/// The JSON-LD of a page, ready for a `<script>`; empty for pages that nobody should find.
pub(super) fn json_ld(site: &SiteValue, page: &PageMeta, view: &View) -> String {
    if page.hidden {
        return String::new();
    }
    let site = Site::new(site);
    let mut graph = match view {
        View::Home(_) => vec![website(&site)],
        View::Article(view) => article(&site, page, view),
        View::Topic(view) => topic(&site, page, view),
        View::Source(view) => vec![source(&site, page, view)],
        _ => vec![json!({
            "@type": if matches!(view, View::Search(_)) { "SearchResultsPage" } else if matches!(view, View::Page(_)) { "WebPage" } else { "CollectionPage" },
            "@id": page.canonical,
            "url": page.canonical,
            "name": page.title,
            "inLanguage": site.language,
            "isPartOf": {"@id": site.id},
        })],
    };
    graph.extend(breadcrumbs(&site, page));
    json_in_html(&json!({"@context": "https://schema.org", "@graph": graph}).to_string())
}

/// What pages need of the site.
struct Site<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    publisher: &'a str,
    home: &'a str,
    origin: &'a str,
    search: &'a str,
    id: String,
}

impl<'a> Site<'a> {
    fn new(site: &'a SiteValue) -> Self {
        let text =
            |key: &'static str| site.get_from_path(key).and_then(SiteValue::as_str).unwrap_or_default();
        let home = text("base_url");
        let after = home.find("://").map_or(0, |at| at + 3);
        let origin = &home[..home[after..].find('/').map_or(home.len(), |at| after + at)];
        Self {
            title: text("title"),
            description: text("description"),
            language: text("language"),
            publisher: text("publisher"),
            search: text("search"),
            id: format!("{home}#site"),
            home,
            origin,
        }
    }

    /// An address of this site, absolute.
    fn absolute(&self, href: &str) -> String {
        format!("{}{href}", self.origin)
    }
}

/// An object without what is empty.
fn object<const N: usize>(kind: &str, fields: [(&str, Value); N]) -> Value {
    let mut map = Map::new();
    map.insert("@type".to_owned(), json!(kind));
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    map.extend(
        fields.into_iter().filter(|(_, value)| !empty(value)).map(|(key, value)| (key.to_owned(), value)),
    );
    Value::Object(map)
}

fn website(site: &Site<'_>) -> Value {
    let publisher =
        (!site.publisher.is_empty()).then(|| object("Organization", [("name", json!(site.publisher))]));
    let action = (!site.search.is_empty()).then(|| {
        json!({
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": format!("{}?q={{search_term_string}}", site.absolute(site.search)),
            },
            "query-input": "required name=search_term_string",
        })
    });
    object(
        "WebSite",
        [
            ("@id", json!(site.id)),
            ("url", json!(site.home)),
            ("name", json!(site.title)),
            ("description", json!(site.description)),
            ("inLanguage", json!(site.language)),
            ("publisher", json!(publisher)),
            ("potentialAction", json!(action)),
        ],
    )
}

fn article(site: &Site<'_>, page: &PageMeta, view: &ArticleView) -> Vec<Value> {
    let shown: &ArticleRef = &view.article;
    let id = format!("{}#article", page.canonical);
    let outlet = shown.source.as_ref().map(|source| organisation(site, source));
    let authors: Vec<Value> =
        view.byline.iter().map(|name| object("Person", [("name", json!(name))])).collect();
    let original = http(&view.url);
    let translated = view.translation.as_ref().map(|translation| {
        object(
            "NewsArticle",
            [("inLanguage", json!(translation.from)), ("url", json!(original)), ("publisher", json!(outlet))],
        )
    });
    let translator = view.translation.as_ref().filter(|by| !by.by.is_empty() && by.by != "machine");
    let corrected = view.corrections.iter().filter_map(|correction| correction.date.as_day()).max();
    let notes: Vec<String> = view
        .corrections
        .iter()
        .map(|correction| {
            [correction.now.as_str(), correction.why.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", because ")
        })
        .filter(|note| !note.is_empty())
        .collect();
    let archived: Vec<String> = view
        .archived
        .iter()
        .filter_map(|copy| copy.href.as_deref().map(http))
        .filter(|url| !url.is_empty())
        .collect();
    let authors = if authors.is_empty() { json!(outlet) } else { json!(authors) };
    let main = object(
        "NewsArticle",
        [
            ("@id", json!(id)),
            ("url", json!(page.canonical)),
            ("mainEntityOfPage", json!(page.canonical)),
            ("headline", json!(shown.title)),
            ("description", json!(shown.summary)),
            ("datePublished", json!(shown.date_machine)),
            (
                "dateModified",
                json!(corrected.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))),
            ),
            ("inLanguage", json!(shown.language)),
            ("author", authors),
            ("publisher", json!(outlet)),
            ("isBasedOn", json!(original)),
            ("translationOfWork", json!(translated)),
            ("translator", json!(translator.map(|known| object("Person", [("name", json!(known.by))])))),
            ("citation", json!(view.cite.first().map(|cite| &cite.text))),
            ("archivedAt", json!(archived)),
            ("correction", json!(notes)),
            ("about", view.topics.iter().take(MOST).map(|topic| thing(site, topic)).collect()),
            ("mentions", view.mentions.iter().take(MOST).map(|topic| thing(site, topic)).collect()),
            ("isPartOf", json!({"@id": site.id})),
        ],
    );
    let mut graph = vec![main];
    graph.extend(view.quotes.iter().take(MOST).map(|quote| quotation(site, quote, &id)));
    graph.extend(view.events.iter().take(MOST).map(|known| event(known, &id)));
    graph
}

fn topic(site: &Site<'_>, page: &PageMeta, view: &TopicView) -> Vec<Value> {
    let known = &view.topic;
    let names: Vec<&String> =
        view.aliases.iter().chain(view.scripts.iter().flat_map(|script| &script.items)).collect();
    let same: Vec<String> = view.same_as.iter().map(|url| http(url)).filter(|url| !url.is_empty()).collect();
    let role = view.roles.iter().filter(|role| role.to.is_none()).map(|role| role.label.as_str());
    let role: Vec<&str> = if known.kind == "person" { role.collect() } else { Vec::new() };
    let place = view.coordinates.as_ref().filter(|_| known.kind == "place").map(
        |place| json!({"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}),
    );
    let within = view.part_of.as_ref().filter(|_| known.kind == "place").map(|whole| {
        object(
            "Place",
            [
                ("name", json!(whole.label)),
                ("url", json!(whole.href.as_deref().map(|href| site.absolute(href)))),
            ],
        )
    });
    let id = format!("{}#topic", page.canonical);
    let main = object(
        schema_type(known.kind),
        [
            ("@id", json!(id)),
            ("name", json!(known.name)),
            ("alternateName", json!(names)),
            ("description", json!(known.summary)),
            ("url", json!(site.absolute(&known.href))),
            ("sameAs", json!(same)),
            ("jobTitle", json!(role)),
            ("geo", json!(place)),
            ("containedInPlace", json!(within)),
        ],
    );
    let mut graph = vec![main];
    graph.extend(
        view.quotes_by
            .iter()
            .take(MOST)
            .map(|quote| quotation(site, quote, &site.absolute(&quote.article.href))),
    );
    graph
}

fn source(site: &Site<'_>, page: &PageMeta, view: &SourceView) -> Value {
    let kind = match view.source.kind.as_str() {
        "agency" | "newspaper" | "broadcaster" | "magazine" => "NewsMediaOrganization",
        _ => "Organization",
    };
    object(
        kind,
        [
            ("@id", json!(format!("{}#source", site.absolute(&view.source.href)))),
            ("name", json!(view.source.name)),
            ("url", json!(http(&view.url))),
            ("mainEntityOfPage", json!(page.canonical)),
            (
                "parentOrganization",
                json!(
                    (!view.owner.is_empty()).then(|| object("Organization", [("name", json!(view.owner))]))
                ),
            ),
        ],
    )
}

fn organisation(site: &Site<'_>, link: &Link) -> Value {
    let address = link.href.as_deref().map(|href| site.absolute(href));
    let id = address.as_ref().map(|address| format!("{address}#source"));
    object("Organization", [("@id", json!(id)), ("name", json!(link.label)), ("url", json!(address))])
}

fn thing(site: &Site<'_>, topic: &TopicRef) -> Value {
    let address = site.absolute(&topic.href);
    object(
        schema_type(topic.kind),
        [("@id", json!(format!("{address}#topic"))), ("name", json!(topic.name)), ("url", json!(address))],
    )
}

fn schema_type(kind: &str) -> &'static str {
    match kind {
        "person" => "Person",
        "place" => "Place",
        "organisation" => "Organization",
        "event" => "Event",
        _ => "Thing",
    }
}

fn quotation(site: &Site<'_>, quote: &QuoteView, whole: &str) -> Value {
    let speaker = quote.speaker.as_ref().map(|speaker| {
        object(
            "Person",
            [
                ("name", json!(speaker.label)),
                ("url", json!(speaker.href.as_deref().map(|href| site.absolute(href)))),
            ],
        )
    });
    object(
        "Quotation",
        [
            ("text", json!(quote.text)),
            ("creator", json!(speaker)),
            ("inLanguage", json!(quote.article.language)),
            ("isPartOf", json!({"@id": whole})),
        ],
    )
}

fn event(event: &EventView, report: &str) -> Value {
    let status = match event.status {
        "cancelled" => "https://schema.org/EventCancelled",
        "changed" => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    };
    let date = event.date.parse::<crate::model::date::Date>().ok();
    let day =
        |day: Option<(i32, u8, u8)>| day.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let (first, last) = date.map_or((None, None), |date| (day(date.first_day()), day(date.last_day())));
    let last = last.filter(|last| first.as_ref() != Some(last));
    object(
        "Event",
        [
            ("name", json!(event.text)),
            ("startDate", json!(first)),
            ("endDate", json!(last)),
            ("eventStatus", json!(status)),
            ("subjectOf", json!({"@id": report})),
        ],
    )
}

/// The way from the front page to here.
fn breadcrumbs(site: &Site<'_>, page: &PageMeta) -> Option<Value> {
    if page.breadcrumbs.is_empty() {
        return None;
    }
    let home = (site.title, Some(site.home.to_owned()));
    let between = page
        .breadcrumbs
        .iter()
        .map(|link| (&*link.label, link.href.as_deref().map(|href| site.absolute(href))));
    let here = (page.title.as_str(), Some(page.canonical.clone()));
    let steps = std::iter::once(home).chain(between).chain([here]).zip(1..);
    let items: Vec<Value> = steps
        .map(|((name, address), position)| {
            object(
                "ListItem",
                [("position", json!(position)), ("name", json!(name)), ("item", json!(address))],
            )
        })
        .collect();
    Some(json!({"@type": "BreadcrumbList", "itemListElement": items}))
}

/// An address elsewhere, if following it can do no harm.
fn http(url: &str) -> String {
    let safe = safe_url(url);
    if safe.starts_with("http") { safe } else { String::new() }
}

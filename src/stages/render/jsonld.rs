//! What a page says to machines: JSON-LD in the words of schema.org.
//!
//! It is made from the page's view when the page is rendered, so a page that has not changed pays nothing for it. All
//! of it passes through [`json_in_html`].

mod node;

use tera::Value as SiteValue;

use self::node::{Node, node, object, reference};
use super::{
    filters::{json_in_html, safe_url},
    strings::Strings,
};
use crate::model::{
    date::iso_day,
    view::{
        ArticleRef, ArticleView, EventView, Link, PageMeta, QuoteView, SourceView, TopicRef, TopicView, View,
    },
};

/// How many topics, quotes and events of each sort a page names.
const MOST: usize = 20;

/// The JSON-LD of a page, ready for a `<script>`; empty for pages that nobody should find.
pub(super) fn json_ld(site: &SiteValue, page: &PageMeta, view: &View, strings: &Strings) -> String {
    if page.hidden {
        return String::new();
    }
    let site = Site::new(site);
    let mut graph = match view {
        View::Home(_) => vec![website(&site)],
        View::Article(view) => article(&site, page, view, strings),
        View::Topic(view) => topic(&site, page, view),
        View::Source(view) => vec![source(&site, page, view)],
        View::Search(_) => vec![listing("SearchResultsPage", &site, page)],
        View::Page(_) => vec![listing("WebPage", &site, page)],
        _ => vec![listing("CollectionPage", &site, page)],
    };
    graph.extend(breadcrumbs(&site, page));
    let whole = Node::Object(vec![("@context", node("https://schema.org")), ("@graph", node(graph))]);
    json_in_html(serde_json::to_string(&whole).unwrap_or_default())
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
        [self.origin, href].concat()
    }
}

fn listing<'a>(kind: &'static str, site: &'a Site<'_>, page: &'a PageMeta) -> Node<'a> {
    object(
        kind,
        [
            ("@id", node(&page.canonical)),
            ("url", node(&page.canonical)),
            ("name", node(&page.title)),
            ("inLanguage", node(site.language)),
            ("isPartOf", reference(&site.id)),
        ],
    )
}

fn website<'a>(site: &'a Site<'_>) -> Node<'a> {
    let publisher =
        (!site.publisher.is_empty()).then(|| object("Organization", [("name", node(site.publisher))]));
    let action = (!site.search.is_empty()).then(|| {
        let address = format!("{}?q={{search_term_string}}", site.absolute(site.search));
        let target = object("EntryPoint", [("urlTemplate", node(address))]);
        let query = node("required name=search_term_string");
        object("SearchAction", [("target", target), ("query-input", query)])
    });
    object(
        "WebSite",
        [
            ("@id", node(&site.id)),
            ("url", node(site.home)),
            ("name", node(site.title)),
            ("description", node(site.description)),
            ("inLanguage", node(site.language)),
            ("publisher", node(publisher)),
            ("potentialAction", node(action)),
        ],
    )
}

fn article<'a>(
    site: &'a Site<'_>,
    page: &'a PageMeta,
    view: &'a ArticleView,
    strings: &Strings,
) -> Vec<Node<'a>> {
    let shown: &ArticleRef = &view.article;
    let id = format!("{}#article", page.canonical);
    let outlet = shown.source.as_ref().map(|source| organisation(site, source));
    let authors: Vec<Node<'a>> =
        view.byline.iter().map(|name| object("Person", [("name", node(name))])).collect();
    let original = http(&view.url);
    let translated = view.translation.as_ref().map(|translation| {
        object(
            "NewsArticle",
            [
                ("inLanguage", node(&translation.from)),
                ("url", node(original.clone())),
                ("publisher", node(outlet.clone())),
            ],
        )
    });
    let translator = view.translation.as_ref().filter(|by| !by.by.is_empty() && by.by != "machine");
    let corrected = view.corrections.iter().filter_map(|correction| correction.date.as_day()).max();
    let notes: Vec<String> = view
        .corrections
        .iter()
        .map(|correction| match (correction.now.as_str(), correction.why.as_str()) {
            (now, "") => now.to_owned(),
            ("", why) => why.to_owned(),
            (now, why) => strings.fill("article.corrected_why", &[("what", now), ("why", why)]),
        })
        .filter(|note| !note.is_empty())
        .collect();
    let archived: Vec<String> = view
        .archived
        .iter()
        .filter_map(|copy| copy.href.as_deref().map(http))
        .filter(|url| !url.is_empty())
        .collect();
    let authors = if authors.is_empty() { node(outlet.clone()) } else { node(authors) };
    let main = object(
        "NewsArticle",
        [
            ("@id", node(id.clone())),
            ("url", node(&page.canonical)),
            ("mainEntityOfPage", node(&page.canonical)),
            ("headline", node(&*shown.title)),
            ("description", node(&*shown.summary)),
            ("image", node(image(page))),
            ("datePublished", node(&shown.date_machine)),
            ("dateModified", node(corrected.map(iso_day))),
            ("inLanguage", node(&shown.language)),
            ("author", authors),
            ("publisher", node(outlet)),
            ("isBasedOn", node(original)),
            ("translationOfWork", node(translated)),
            ("translator", node(translator.map(|known| object("Person", [("name", node(&known.by))])))),
            ("citation", node(view.cite.first().map(|cite| &cite.text))),
            ("archivedAt", node(archived)),
            ("correction", node(notes)),
            ("about", view.topics.iter().take(MOST).map(|topic| thing(site, topic)).collect()),
            ("mentions", view.mentions.iter().take(MOST).map(|topic| thing(site, topic)).collect()),
            ("isPartOf", reference(&site.id)),
        ],
    );
    let mut graph = vec![main];
    graph.extend(view.quotes.iter().take(MOST).map(|quote| quotation(site, quote, &id)));
    graph.extend(view.events.iter().take(MOST).map(|known| event(known, &id)));
    graph
}

fn topic<'a>(site: &'a Site<'_>, page: &'a PageMeta, view: &'a TopicView) -> Vec<Node<'a>> {
    let known = &view.topic;
    let names: Vec<&String> =
        view.aliases.iter().chain(view.scripts.iter().flat_map(|script| &script.items)).collect();
    let same: Vec<String> = view.same_as.iter().map(|url| http(url)).filter(|url| !url.is_empty()).collect();
    let role = view.roles.iter().filter(|role| role.to.is_none()).map(|role| role.label.as_str());
    let role: Vec<&str> = if known.kind == "person" { role.collect() } else { Vec::new() };
    let place = view.coordinates.as_ref().filter(|_| known.kind == "place").map(|place| {
        object("GeoCoordinates", [("latitude", node(place.latitude)), ("longitude", node(place.longitude))])
    });
    let within = view.part_of.as_ref().filter(|_| known.kind == "place").map(|whole| {
        object(
            "Place",
            [
                ("name", node(&whole.label)),
                ("url", node(whole.href.as_deref().map(|href| site.absolute(href)))),
            ],
        )
    });
    let id = format!("{}#topic", page.canonical);
    let main = object(
        schema_type(known.kind),
        [
            ("@id", node(id)),
            ("name", node(&known.name)),
            ("alternateName", node(names)),
            ("description", node(&known.summary)),
            ("image", node(image(page))),
            ("url", node(site.absolute(&known.href))),
            ("sameAs", node(same)),
            ("jobTitle", node(role)),
            ("geo", node(place)),
            ("containedInPlace", node(within)),
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

fn image(page: &PageMeta) -> Option<Node<'_>> {
    let image = page.image.as_ref()?;
    Some(object("ImageObject", [("url", node(&image.src)), ("caption", node(&image.alt))]))
}

fn source<'a>(site: &'a Site<'_>, page: &'a PageMeta, view: &'a SourceView) -> Node<'a> {
    let kind = match view.source.kind.as_str() {
        "agency" | "newspaper" | "broadcaster" | "magazine" => "NewsMediaOrganization",
        _ => "Organization",
    };
    object(
        kind,
        [
            ("@id", node(format!("{}#source", site.absolute(&view.source.href)))),
            ("name", node(&view.source.name)),
            ("url", node(http(&view.url))),
            ("mainEntityOfPage", node(&page.canonical)),
            (
                "parentOrganization",
                node((!view.owner.is_empty()).then(|| object("Organization", [("name", node(&view.owner))]))),
            ),
        ],
    )
}

fn organisation<'a>(site: &Site<'_>, link: &'a Link) -> Node<'a> {
    let address = link.href.as_deref().map(|href| site.absolute(href));
    let id = address.as_ref().map(|address| format!("{address}#source"));
    object("Organization", [("@id", node(id)), ("name", node(&link.label)), ("url", node(address))])
}

fn thing<'a>(site: &Site<'_>, topic: &'a TopicRef) -> Node<'a> {
    let address = site.absolute(&topic.href);
    object(
        schema_type(topic.kind),
        [("@id", node([&address, "#topic"].concat())), ("name", node(&topic.name)), ("url", node(address))],
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

fn quotation<'a>(site: &Site<'_>, quote: &'a QuoteView, whole: &str) -> Node<'a> {
    let kind = if quote.speaker_kind.is_empty() { "Person" } else { schema_type(quote.speaker_kind) };
    let speaker = quote.speaker.as_ref().map(|speaker| {
        object(
            kind,
            [
                ("name", node(&speaker.label)),
                ("url", node(speaker.href.as_deref().map(|href| site.absolute(href)))),
            ],
        )
    });
    object(
        "Quotation",
        [
            ("text", node(&quote.text)),
            ("creator", node(speaker)),
            ("inLanguage", node(&quote.article.language)),
            ("isPartOf", reference(whole.to_owned())),
        ],
    )
}

fn event<'a>(event: &'a EventView, report: &str) -> Node<'a> {
    let status = match event.status {
        "cancelled" => "https://schema.org/EventCancelled",
        "changed" => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    };
    let date = event.date.parse::<crate::model::date::Date>().ok();
    let (first, last) = date.map_or((None, None), |date| (date.first_day(), date.last_day()));
    let (first, last) = (first.map(iso_day), last.map(iso_day));
    let last = last.filter(|last| first.as_ref() != Some(last));
    object(
        "Event",
        [
            ("name", node(&event.text)),
            ("startDate", node(first)),
            ("endDate", node(last)),
            ("eventStatus", node(status)),
            ("subjectOf", reference(report.to_owned())),
        ],
    )
}

/// The way from the front page to here.
fn breadcrumbs<'a>(site: &'a Site<'_>, page: &'a PageMeta) -> Option<Node<'a>> {
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
    let items: Vec<Node<'a>> = steps
        .map(|((name, address), position)| {
            object("ListItem", [("position", node(position)), ("name", node(name)), ("item", node(address))])
        })
        .collect();
    Some(object("BreadcrumbList", [("itemListElement", node(items))]))
}

/// An address elsewhere, if following it can do no harm.
fn http(url: &str) -> String {
    let safe = safe_url(url);
    if safe.starts_with("http") { safe } else { String::new() }
}

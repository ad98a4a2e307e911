//! What machines read: the Atom feed (RFC 4287), the sitemap (sitemaps.org), robots.txt (RFC 9309) and the
//! headers that static hosts send.

use std::{borrow::Cow, sync::Arc};

use quick_xml::{
    Writer,
    escape::escape,
    events::{BytesDecl, BytesText, Event},
};

use super::strings::Strings;
use crate::{
    memo,
    model::{
        article::Correction,
        config::Config,
        view::{ArticleRef, Shared},
    },
};

/// How many of the newest articles the feed holds.
const ENTRIES: usize = 30;

/// How many of the newest corrections it holds.
const CORRECTIONS: usize = 10;

/// How many addresses a sitemap may hold (sitemaps.org).
const SITEMAP_LIMIT: usize = 50_000;

type Xml = Writer<Vec<u8>>;

/// A correction of an article.
#[derive(Clone, Copy, Debug)]
pub struct Corrected<'a> {
    /// The article.
    pub article: &'a ArticleRef,
    /// What was wrong.
    pub correction: &'a Correction,
}

/// The newest articles and corrections as an Atom feed. Its date is that of the newest of them, not of the build, so that the
/// same articles give the same feed.
pub fn atom(
    config: &Config,
    articles: &[Arc<Shared<ArticleRef>>],
    corrected: &[Corrected<'_>],
    strings: &Strings,
) -> String {
    let home = format!("{}{}", config.origin(), config.base_path());
    let dated: Vec<&Arc<Shared<ArticleRef>>> =
        articles.iter().filter(|article| article.date.is_some()).take(ENTRIES).collect();
    let corrected = &corrected[..corrected.len().min(CORRECTIONS)];
    let newest = dated.first().and_then(|article| article.date.as_deref()).map(instant);
    let newest = newest.max(corrected.first().map(|newest| instant(&newest.correction.date.to_string())));
    let newest = newest.unwrap_or_else(|| instant("1970"));
    document(|xml| {
        let feed = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        feed.with_attribute(("xml:lang", config.language.as_str())).write_inner_content(|xml| {
            element(xml, "title", &config.title)?;
            if !config.description.is_empty() {
                element(xml, "subtitle", &config.description)?;
            }
            element(xml, "id", &home)?;
            element(xml, "updated", &newest)?;
            xml.create_element("author").write_inner_content(|xml| {
                element(
                    xml,
                    "name",
                    if config.publisher.is_empty() { &config.title } else { &config.publisher },
                )
            })?;
            link(xml, "alternate", &home)?;
            link(xml, "self", &format!("{home}atom.xml"))?;
            xml.create_element("generator")
                .with_attribute(("version", env!("CARGO_PKG_VERSION")))
                .write_text_content(BytesText::new("Dossier"))?;
            corrected.iter().try_for_each(|corrected| correction(xml, config, corrected, strings))?;
            dated.iter().try_for_each(|article| entry(xml, config, article))
        })?;
        Ok(())
    })
}

fn entry(xml: &mut Xml, config: &Config, article: &ArticleRef) -> std::io::Result<()> {
    let address = format!("{}{}", config.origin(), article.href);
    let date = instant(article.date.as_deref().unwrap_or("1970"));
    let element_start = xml.create_element("entry");
    let element_start = match &*article.language {
        language if language != config.language => element_start.with_attribute(("xml:lang", language)),
        _ => element_start,
    };
    element_start.write_inner_content(|xml| {
        element(xml, "title", &article.title)?;
        element(xml, "id", &address)?;
        link(xml, "alternate", &address)?;
        element(xml, "published", &date)?;
        element(xml, "updated", &date)?;
        if let Some(source) = &article.source {
            xml.create_element("author").write_inner_content(|xml| element(xml, "name", &source.label))?;
        }
        if !article.summary.is_empty() {
            element(xml, "summary", &article.summary)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn correction(
    xml: &mut Xml,
    config: &Config,
    corrected: &Corrected<'_>,
    strings: &Strings,
) -> std::io::Result<()> {
    let Corrected { article, correction } = corrected;
    let address = format!("{}{}#corrections", config.origin(), article.href);
    let date = correction.date.to_string();
    let text = match (correction.was.as_str(), correction.now.as_str()) {
        ("", text) | (text, "") => text.to_owned(),
        (was, now) => strings.fill("article.corrected", &[("was", was), ("now", now)]),
    };
    let text = match correction.why.as_str() {
        "" => text,
        why => strings.fill("article.corrected_why", &[("what", &text), ("why", why)]),
    };
    // One article may have been corrected twice on one day.
    let id = format!("{address}-{date}-{:08x}", memo::key(&text) & 0xffff_ffff);
    xml.create_element("entry").write_inner_content(|xml| {
        element(xml, "title", &strings.fill("corrections.of", &[("title", &article.title)]))?;
        element(xml, "id", &id)?;
        link(xml, "alternate", &address)?;
        element(xml, "updated", &instant(&date))?;
        element(xml, "summary", &text)
    })?;
    Ok(())
}

/// The first instant that an EDTF date can mean, in the form of RFC 3339. Feeds know no less exact dates.
fn instant(edtf: &str) -> String {
    let date = edtf.parse::<crate::model::date::Date>().ok();
    let (year, month, day) =
        date.and_then(|date| date.first_day().or(date.last_day())).unwrap_or((1970, 1, 1));
    format!("{:04}-{month:02}-{day:02}T00:00:00Z", year.max(0))
}

/// The given absolute addresses.
pub fn sitemap(addresses: &[String]) -> String {
    // One kind of element, tens of thousands of times: it is written as the writer of the feed would write it.
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for address in addresses.iter().take(SITEMAP_LIMIT) {
        xml.push_str(" <url>\n  <loc>");
        xml.push_str(&escape(clean(address)));
        xml.push_str("</loc>\n </url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Everything may be read; the sitemap says what there is.
pub fn robots(config: &Config) -> String {
    let home = one_line(&format!("{}{}", config.origin(), config.base_path()));
    format!("User-agent: *\nAllow: /\n\nSitemap: {home}sitemap.xml\n")
}

/// The policy that every page carries in its head too, but for `frame-ancestors`, which only a header can set.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// Headers in the form that Netlify and Cloudflare Pages read.
pub fn headers(config: &Config) -> String {
    let base = one_line(&config.base_path());
    format!(
        "{base}*\n  Content-Security-Policy: {CONTENT_SECURITY_POLICY}; frame-ancestors 'none'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=()\n\n\
         {base}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}

/// A value for a format in which a line end begins a new field.
fn one_line(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}

fn document(content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to a Vec cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let _ = content(&mut xml);
    let mut text = String::from_utf8(xml.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn element(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&clean(text)))?;
    Ok(())
}

/// The text without the characters that XML forbids.
fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_xml_char) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| is_xml_char(*c)).collect())
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link").with_attribute(("rel", rel)).with_attribute(("href", href)).write_empty()?;
    Ok(())
}

/// `Char` of XML 1.0: saved pages hold characters that no XML file may (U+000B has broken other feeds).
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str) -> Arc<Shared<ArticleRef>> {
        Arc::new(Shared::new(ArticleRef {
            title: Arc::from(title),
            href: Arc::from("/articles/a/"),
            date: Some("2017-11".into()),
            date_words: "November 2017".into(),
            date_short: "Nov 2017".into(),
            date_machine: "2017-11".into(),
            source: None,
            language: Arc::from("en"),
            foreign: Arc::from(""),
            translated: false,
            summary: Arc::from("a & b"),
            minutes: 1,
            reading_time: Arc::from(""),
        }))
    }

    #[test]
    fn a_feed_holds_no_character_that_xml_forbids() {
        let feed =
            atom(&Config::default(), &[article("Talks\u{b}\u{0} <b> \u{fffe}end")], &[], &Strings::english());
        assert!(feed.contains("<title>Talks &lt;b&gt; end</title>"), "{feed}");
        assert!(
            feed.contains("<updated>2017-11-01T00:00:00Z</updated>") && feed.contains("a &amp; b"),
            "{feed}"
        );
    }

    #[test]
    fn a_sitemap_is_xml() {
        assert_eq!(
            sitemap(&["https://example.org/?a&b".to_owned()]),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n \
             <url>\n  <loc>https://example.org/?a&amp;b</loc>\n </url>\n</urlset>\n"
        );
    }

    #[test]
    fn a_line_end_in_a_value_begins_no_new_field() {
        let config =
            Config { base_url: "https://example.org/a\nDisallow: /".to_owned(), ..Config::default() };
        assert_eq!(robots(&config).lines().count(), 4);
        assert!(!headers(&config).contains("\nDisallow"));
    }
}

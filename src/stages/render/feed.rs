//! What machines read besides feeds: the sitemap (sitemaps.org), robots.txt (RFC 9309), and the headers that static
//! hosts send.

use super::xml::{Xml, document, element};
use crate::model::{config::Config, date::iso_day};

/// How many addresses a sitemap may hold (sitemaps.org).
const SITEMAP_LIMIT: usize = 50_000;

/// An absolute address, and the day on which its page last changed, if that is known.
pub type Listed = (String, Option<(i32, u8, u8)>);

/// The names of the sitemaps for so many addresses: `sitemap.xml` alone, or, when they are too many for one, with
/// `sitemap-1.xml` and so on, whose names it holds.
pub fn sitemap_names(addresses: usize) -> Vec<String> {
    let parts = if addresses <= SITEMAP_LIMIT { 0 } else { addresses.div_ceil(SITEMAP_LIMIT) };
    let parts = (1..=parts).map(|number| format!("sitemap-{number}.xml"));
    std::iter::once("sitemap.xml".to_owned()).chain(parts).collect()
}

/// The sitemaps of the given addresses, in the order of their names. `home` is the absolute address of the home page.
pub fn sitemaps(home: &str, listed: &[Listed]) -> Vec<String> {
    let names = sitemap_names(listed.len());
    let [_, parts @ ..] = &names[..] else { return Vec::new() };
    if parts.is_empty() {
        return vec![sitemap(listed)];
    }
    let index = list("sitemapindex", |xml| {
        parts.iter().try_for_each(|name| entry(xml, "sitemap", &(format!("{home}{name}"), None)))
    });
    std::iter::once(index).chain(listed.chunks(SITEMAP_LIMIT).map(sitemap)).collect()
}

fn sitemap(listed: &[Listed]) -> String {
    list("urlset", |xml| listed.iter().try_for_each(|listed| entry(xml, "url", listed)))
}

fn list(name: &str, content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> String {
    document(|xml| {
        let root = xml.create_element(name);
        root.with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
            .write_inner_content(content)?;
        Ok(())
    })
}

fn entry(xml: &mut Xml, name: &str, (address, changed): &Listed) -> std::io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        element(xml, "loc", address)?;
        match changed {
            Some(day) if (1..=9999).contains(&day.0) => element(xml, "lastmod", &iso_day(*day)),
            _ => Ok(()),
        }
    })?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_that_would_be_too_long_is_split_and_has_an_index() {
        let listed: Vec<Listed> =
            (0..=SITEMAP_LIMIT).map(|at| (format!("https://e.org/{at}/"), Some((2017, 11, 24)))).collect();
        let one = sitemaps("https://e.org/", &listed[1..]);
        assert_eq!((one.len(), one[0].matches("<url>").count()), (1, SITEMAP_LIMIT));
        assert!(one[0].contains("<lastmod>2017-11-24</lastmod>"));
        let split = sitemaps("https://e.org/", &listed);
        assert_eq!(sitemap_names(listed.len()), ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        assert_eq!(split.len(), 3);
        assert!(
            split[0].contains("<sitemapindex") && split[0].contains("<loc>https://e.org/sitemap-2.xml</loc>")
        );
        assert_eq!(split[2].matches("<url>").count(), 1);
    }

    #[test]
    fn a_line_end_in_a_value_begins_no_new_field() {
        let config =
            Config { base_url: "https://example.org/a\nDisallow: /".to_owned(), ..Config::default() };
        assert_eq!(robots(&config).lines().count(), 4);
        assert!(!headers(&config).contains("\nDisallow"));
    }
}

//! What machines read besides feeds: the sitemap (sitemaps.org), robots.txt (RFC 9309), and the headers that static
//! hosts send.

use super::xml::{Xml, document, element};
use crate::model::config::Config;

/// How many addresses a sitemap may hold (sitemaps.org).
const SITEMAP_LIMIT: usize = 50_000;

/// An absolute address, and the day on which its page last changed, if that is known.
pub type Listed = (String, Option<(i32, u8, u8)>);

/// The sitemap of the given addresses: `sitemap.xml` with all of them, or, when they are too many for one, with the
/// addresses of `sitemap-1.xml` and so on. `home` is the absolute address of the home page.
pub fn sitemaps(home: &str, listed: &[Listed]) -> Vec<(String, String)> {
    if listed.len() <= SITEMAP_LIMIT {
        return vec![("sitemap.xml".to_owned(), sitemap(listed))];
    }
    let parts = listed.chunks(SITEMAP_LIMIT).zip(1..);
    let mut files: Vec<(String, String)> =
        parts.map(|(part, number)| (format!("sitemap-{number}.xml"), sitemap(part))).collect();
    let index = list("sitemapindex", |xml| {
        files.iter().try_for_each(|(name, _)| entry(xml, "sitemap", &(format!("{home}{name}"), None)))
    });
    files.insert(0, ("sitemap.xml".to_owned(), index));
    files
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
            Some((year, month, day)) if (1..=9999).contains(year) => {
                element(xml, "lastmod", &format!("{year:04}-{month:02}-{day:02}"))
            }
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
        assert_eq!((one.len(), one[0].1.matches("<url>").count()), (1, SITEMAP_LIMIT));
        assert!(one[0].1.contains("<lastmod>2017-11-24</lastmod>"));
        let split = sitemaps("https://e.org/", &listed);
        let names: Vec<&str> = split.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        assert!(
            split[0].1.contains("<sitemapindex")
                && split[0].1.contains("<loc>https://e.org/sitemap-2.xml</loc>")
        );
        assert_eq!(split[2].1.matches("<url>").count(), 1);
    }

    #[test]
    fn a_line_end_in_a_value_begins_no_new_field() {
        let config =
            Config { base_url: "https://example.org/a\nDisallow: /".to_owned(), ..Config::default() };
        assert_eq!(robots(&config).lines().count(), 4);
        assert!(!headers(&config).contains("\nDisallow"));
    }
}

//! Pages that only lead on: old addresses, and other names of topics.

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_html;

use super::{filters::words::direction, strings::Strings};

/// A page that leads to another. `href` is its address on this site, `canonical` the absolute one.
pub fn page(strings: &Strings, language: &str, title: &str, (href, canonical): (&str, &str)) -> String {
    let escaped = |text: &str| {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = escape_html(&mut out, text);
        out
    };
    let (language, title, dir) = (escaped(language), escaped(title), direction(language));
    let (href, canonical) = (escaped(href), escaped(canonical));
    let link = format!("<a href=\"{href}\">{href}</a>");
    let (before, after) = strings.text("page.moved").split_once("{address}").unwrap_or_default();
    let (before, after) = (escaped(before), escaped(after));
    let mut page = String::with_capacity(600);
    // Writing to a String cannot fail.
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{dir}\">\n<head>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">\n\
         <meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"canonical\" href=\"{canonical}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={href}\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p>{before}{link}{after}</p>\n</main>\n</body>\n</html>\n"
    );
    page
}

/// The same for hosts that read `_redirects` (Netlify, Cloudflare Pages): one line for each pair of addresses, which
/// are percent-encoded and so hold neither blanks nor line ends.
pub fn list<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut list = String::new();
    for (from, to) in pairs {
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{from} {to} 301");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_the_page() {
        let page = page(&Strings::english(), "en", "<b>\"x\"", ("/topics/x/?a&b", "https://e.org/topics/x/"));
        assert!(page.contains("<title>&lt;b&gt;") && !page.contains("<b>"), "{page}");
        assert!(page.contains("content=\"0; url=/topics/x/?a&amp;b\""), "{page}");
    }
}

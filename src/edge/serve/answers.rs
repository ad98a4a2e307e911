//! Responses: what the preview says, and the headers that keep other sites out.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{guard::Refused, live::mark, preview::Page};
use crate::{memo::bytes_key, stages::render::feed::CONTENT_SECURITY_POLICY, text::media_type};

/// A file of the preview's own.
pub(super) struct Script {
    kind: &'static str,
    text: &'static str,
}

impl Script {
    /// The file of this name below `/_dossier/`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (kind, text) = match name {
            "reload.js" => ("text/javascript; charset=utf-8", include_str!("reload.js")),
            "desk.js" => ("text/javascript; charset=utf-8", include_str!("desk.js")),
            "icon.svg" => (
                "image/svg+xml",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M1 2h6v1H1zm0 2h6v1H1zm0 2h4v1H1z\"/></svg>",
            ),
            "panel.css" => ("text/css; charset=utf-8", include_str!("panel.css")),
            _ => return None,
        };
        Some(Self { kind, text })
    }
}

/// A file of the preview's own.
pub(super) fn script(script: &Script) -> Response {
    respond(200, script.kind, script.text.into())
}

/// A page of the site; with a token it can hear of changes.
pub(super) fn page(page: &Page, token: Option<&str>) -> Response {
    let html = match token {
        Some(token) => with_script(&page.html, token, &mark(page)),
        None => page.html.clone(),
    };
    respond(if page.missing { 404 } else { 200 }, "text/html; charset=utf-8", html.into())
}

/// There is no page that could be shown; the panel says why.
pub(super) fn broken(token: Option<&str>) -> Response {
    let html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Nothing to show yet</title>\n\
                </head>\n<body>\n<main>\n<h1>Nothing to show yet</h1>\n<p>This page cannot be made. The terminal says why; the \
                page comes as soon as it can.</p>\n</main>\n</body>\n</html>\n";
    let html = token.map_or_else(|| html.to_owned(), |token| with_script(html, token, "broken"));
    respond(500, "text/html; charset=utf-8", html.into())
}

/// A file of the site that is no page.
pub(super) fn file(path: &str, bytes: &[u8], unchanged: Option<&HeaderValue>) -> Response {
    let tag = format!("\"{:032x}\"", bytes_key(bytes));
    let same = unchanged.is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if same {
        respond(304, content_type(path), Body::empty())
    } else {
        respond(200, content_type(path), bytes.to_vec().into())
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The address with the slash that it lacks.
pub(super) fn moved(to: &str) -> Response {
    let mut response = respond(302, "text/plain; charset=utf-8", Body::empty());
    // Two slashes at the beginning would lead to another host.
    let to = format!("/{}", to.trim_start_matches('/'));
    match HeaderValue::from_str(&to) {
        Ok(to) => response.headers_mut().insert(header::LOCATION, to),
        Err(_) => return silent(404, "there is nothing here"),
    };
    response
}

/// A request that may not be answered.
pub(super) fn refused(why: Refused) -> Response {
    silent(403, why.0)
}

/// A short answer to programs.
pub(super) fn silent(status: u16, text: &str) -> Response {
    respond(status, "text/plain; charset=utf-8", text.to_owned().into())
}

/// A response with what every response carries.
pub(super) fn respond(status: u16, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let policy = format!("{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("content-type", kind),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// The page with the script that listens to changes, at the end of its head.
fn with_script(html: &str, token: &str, mark: &str) -> String {
    let script = format!(
        "<script defer src=\"/_dossier/reload.js\" data-token=\"{token}\" data-mark=\"{mark}\"></script>"
    );
    // Texts are escaped, so the first one is the page's own.
    let at = html.find("</head>").unwrap_or(html.len());
    format!("{}{script}{}", &html[..at], &html[at..])
}

fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "xml" => "application/xml",
        "ttf" => "font/ttf",
        extension => match media_type::of(extension) {
            Some(known) => known,
            None if name.starts_with('_') => "text/plain; charset=utf-8",
            None => "application/octet-stream",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_head_and_nothing_else_is_touched() {
        let page = "<html><head><title>x</title></head><body>&lt;/head></body></html>";
        let served = with_script(page, "T", "M");
        let (before, rest) = served.split_once("<script").expect("a script");
        let (_, after) = rest.split_once("</script>").expect("its end");
        assert_eq!(format!("{before}{after}"), page);
        assert!(after.starts_with("</head>"));
        assert!(with_script("bare", "T", "M").starts_with("bare<script"));
    }

    #[test]
    fn a_redirect_stays_on_this_host() {
        for path in ["//evil.example/", "/a/", "a/"] {
            let response = moved(path);
            let to = response.headers()["location"].to_str().expect("text");
            assert!(to.starts_with('/') && !to.starts_with("//"), "{to}");
        }
        assert_eq!(moved("/a\n/").status(), 404);
    }
}

//! How a host should hand out a file: its type, how long readers may keep it, whether it shrinks.

use super::{Kind, is_fingerprinted, kind};
use crate::text::media_type;

/// The `Content-Type` of a file, by its name.
pub fn content_type(path: &str) -> &'static str {
    match extension(path) {
        "jsonld" => "application/ld+json",
        "xml" if path.ends_with("atom.xml") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "zip" => "application/zip",
        _ if ["_headers", "_redirects"].contains(&path) => "text/plain; charset=utf-8",
        extension => media_type::of(extension).unwrap_or("application/octet-stream"),
    }
}

/// The `Cache-Control` of a file. What carries a fingerprint may be kept forever; a page is asked for again after a
/// minute, so that what was corrected or withdrawn is not read on.
pub fn cache_control(path: &str) -> &'static str {
    if is_fingerprinted(path) {
        return "public, max-age=31536000, immutable";
    }
    match (kind(path), extension(path)) {
        (
            Kind::Asset,
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "ico" | "woff" | "woff2" | "pdf",
        ) => "public, max-age=3600",
        _ => "public, max-age=60, must-revalidate",
    }
}

/// Whether a file becomes much smaller when it is compressed.
pub fn is_text(path: &str) -> bool {
    let kind = content_type(path);
    kind.starts_with("text/") || kind.contains("json") || kind.contains("xml") || kind.contains("wasm")
}

fn extension(path: &str) -> &str {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_names_may_be_kept_forever() {
        assert!(cache_control("assets/style.0a1b2c3d.css").contains("immutable"));
        for path in ["index.html", "atom.xml", "assets/style.css", "search/index.json", "media/a.jpg"] {
            assert!(!cache_control(path).contains("immutable"), "{path}");
        }
    }

    #[test]
    fn every_kind_of_file_of_a_site_has_its_type() {
        for (path, kind) in [
            ("articles/a/index.html", "text/html; charset=utf-8"),
            ("atom.xml", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("assets/favicon.01234567.svg", "image/svg+xml"),
            ("_headers", "text/plain; charset=utf-8"),
            ("folder.d/LICENSE", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), kind, "{path}");
        }
        assert!(is_text("a.svg") && is_text("a.html") && !is_text("a.png"));
    }
}

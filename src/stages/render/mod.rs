//! Views to bytes: Markdown, templates, feed and sitemap.

pub mod theme;

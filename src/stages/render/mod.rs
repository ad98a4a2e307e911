//! Views to bytes: Markdown, templates, feed and sitemap.

pub mod filters;
pub mod theme;

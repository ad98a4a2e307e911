//! Themes: templates and static files.

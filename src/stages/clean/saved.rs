//! What the file beside a fetched seed adds to what the seed says of itself.

use crate::{
    model::{reading::Reading, saved::Saved},
    text::address::without_tracking,
};

/// The reading with address and day of retrieval. What the page says itself comes first, and an address is not that of
/// each of several articles. `Last-Modified` dates nothing: most servers give the time of the answer.
pub fn with_saved(readings: Vec<Reading>, saved: &Saved) -> Vec<Reading> {
    let day = saved.retrieved.split('T').next().and_then(|day| day.parse().ok());
    let alone = readings.len() == 1;
    let known = |reading: Reading| Reading {
        url: reading.url.or_else(|| (alone && !saved.url.is_empty()).then(|| without_tracking(&saved.url))),
        retrieved: day,
        ..reading
    };
    readings.into_iter().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_comes_first_and_a_feed_has_many_addresses() {
        let saved = Saved {
            url: "https://example.org/a".into(),
            retrieved: "2026-11-23T10:00:00Z".into(),
            ..Saved::default()
        };
        let own = Reading { url: Some("https://example.org/canonical".into()), ..Reading::default() };
        let one = with_saved(vec![Reading::default()], &saved);
        assert_eq!(one[0].url.as_deref(), Some("https://example.org/a"));
        assert_eq!(one[0].retrieved.map(|day| day.to_string()).as_deref(), Some("2026-11-23"));
        assert_eq!(with_saved(vec![own.clone()], &saved)[0].url, own.url);
        assert_eq!(with_saved(vec![Reading::default(), own], &saved)[0].url, None);
    }
}

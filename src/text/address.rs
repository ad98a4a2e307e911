//! Addresses of the web as they should be kept: without what only tells advertisers who came from where.

/// Parameters that campaigns and networks add (those that Firefox and Brave strip, as far as they are unmistakable).
const TRACKING: [&str; 17] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_openstat",
    "vero_id",
    "s_cid",
    "icid",
];

/// The address without tracking parameters: `https://e.org/a?id=1&utm_source=x#b` → `https://e.org/a?id=1#b`.
pub fn without_tracking(url: &str) -> String {
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
    let Some((path, query)) = rest.split_once('?') else { return url.to_owned() };
    let tracks = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
        name.starts_with("utm_") || TRACKING.contains(&name.as_str())
    };
    if !query.split('&').any(|parameter| tracks(&parameter)) {
        return url.to_owned();
    }
    let kept: Vec<&str> = query.split('&').filter(|parameter| !tracks(parameter)).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{path}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_tracks_goes() {
        for (address, kept) in [
            ("https://e.org/a?id=1&utm_source=x&fbclid=2#b", "https://e.org/a?id=1#b"),
            ("https://e.org/a?UTM_medium=x", "https://e.org/a"),
            ("https://e.org/a?a=1&&b", "https://e.org/a?a=1&&b"),
            ("https://e.org/utm_source=1", "https://e.org/utm_source=1"),
            ("/a#b?utm_source=1", "/a#b?utm_source=1"),
        ] {
            assert_eq!(without_tracking(address), kept);
        }
    }
}

//! Feeds hold what their formats allow and nothing else.

use super::*;

fn feed() -> Feed {
    let day = |date: &str| date.parse::<Date>().ok().and_then(Instant::of);
    let dated = Entry {
        id: "https://example.org/a/".into(),
        address: "https://example.org/a/".into(),
        title: "Talks\u{b}\u{0} <b> \u{fffe}end".into(),
        date: day("2017-11"),
        updated: day("2017-11-24"),
        authors: vec!["Wire & Sons".into()],
        tags: vec!["Lake \"Orsa\"".into()],
        summary: "a < b & c".into(),
        ..Entry::default()
    };
    let whole = Entry {
        html: Some("<p>One &amp; all</p>".into()),
        language: "ja".into(),
        date: None,
        updated: None,
        ..dated.clone()
    };
    Feed {
        title: "T".into(),
        page: "https://example.org/".into(),
        language: "en".into(),
        entries: vec![dated, whole],
        ..Feed::default()
    }
}

#[test]
fn a_feed_holds_no_character_that_xml_forbids_and_escapes_the_rest() {
    for text in [atom(&feed()), rss(&feed())] {
        assert!(text.contains("<title>Talks &lt;b&gt; end</title>"), "{text}");
        assert!(
            text.contains("Wire &amp; Sons") && text.contains("&lt;p&gt;One &amp;amp; all&lt;/p&gt;"),
            "{text}"
        );
    }
    assert!(atom(&feed()).contains("<summary type=\"text\">a &lt; b &amp; c</summary>"));
    assert!(rss(&feed()).contains("<description>a &amp;lt; b &amp;amp; c</description>"));
    assert!(atom(&feed()).contains("<category term=\"Lake &quot;Orsa&quot;\"/>"));
}

#[test]
fn dates_are_those_of_the_entries_and_never_those_of_the_build() {
    let (atom, rss, json) = (atom(&feed()), rss(&feed()), json(&feed()));
    assert!(atom.contains("<published>2017-11-01T00:00:00Z</published>"), "{atom}");
    assert_eq!(
        atom.matches("<updated>2017-11-24T00:00:00Z</updated>").count(),
        2,
        "the feed and its newest entry"
    );
    assert!(rss.contains("<pubDate>Wed, 01 Nov 2017 00:00:00 +0000</pubDate>"), "{rss}");
    assert_eq!(rss.matches("<pubDate>").count(), 1);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["items"][0]["date_published"], "2017-11-01T00:00:00Z");
    assert_eq!(json["items"][1]["content_html"], "<p>One &amp; all</p>");
    assert_eq!(json["items"][0]["content_text"], "a < b & c");
}

#[test]
fn links_of_a_text_lead_to_the_site_from_wherever_it_is_read() {
    let html = r##"<p><a class="topic" href="/a/">A</a> <a href="#n">1</a> <a href="https://e.org/">E</a> href="/x"</p>"##;
    assert_eq!(
        with_absolute_links(html, "https://example.org", "https://example.org/b/"),
        r#"<p><a class="topic" href="https://example.org/a/">A</a> <a href="https://example.org/b/#n">1</a> <a href="https://e.org/">E</a> href="/x"</p>"#
    );
}

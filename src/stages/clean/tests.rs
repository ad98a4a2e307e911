//! The whole stage on whole seeds.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::model::inputs::RelPath;

const SAMPLE: &[u8] = include_bytes!("../../../seeds/lavrov-kuril-working-groups.txt");

fn read(name: &str, bytes: &[u8]) -> Result<Vec<Reading>, Diagnostic> {
    let seed = InputFile { path: RelPath::new(format!("seeds/{name}")), bytes: bytes.into() };
    read_seed(&seed, 5 * 1024 * 1024, &Sources::new(&[]))
}

/// How often each letter stands in a text; white space does not count.
fn letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for text in texts {
        for letter in text.nfc().filter(|c| !c.is_whitespace()) {
            *counts.entry(letter).or_insert(0) += 1;
        }
    }
    counts
}

/// Letters of the seed that are neither in the text, the title, the caption nor in what was cut.
fn lost(seed: &str, reading: &Reading) -> String {
    lost_beside(&reading.text, seed, reading)
}

fn lost_beside(body: &str, seed: &str, reading: &Reading) -> String {
    let title = reading.title.as_ref().filter(|title| title.sure).map(|title| title.value.as_str());
    let caption = reading.image.as_ref().map(|image| image.caption.as_str());
    let cuts = reading.removed.iter().map(|cut| cut.text.as_str());
    let kept = letters(cuts.chain(title).chain(caption).chain([body]));
    let missing = |(letter, count): (&char, &usize)| {
        let short = count.saturating_sub(kept.get(letter).copied().unwrap_or(0));
        std::iter::repeat_n(*letter, short).collect::<String>()
    };
    letters([seed]).iter().map(missing).collect()
}

/// Lines without the one that ends a block of code.
fn evened(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty()).collect()
}

fn assert_origin(seed: &str, reading: &Reading) {
    let mut end = 0;
    for piece in &reading.origin {
        assert!(piece.text_at >= end, "pieces are sorted and apart");
        end = piece.text_at + piece.length;
        assert_eq!(&reading.text[piece.text_at..end], &seed[piece.seed_at..piece.seed_at + piece.length]);
    }
}

#[test]
fn the_sample_seed_is_read_as_its_readers_expect() {
    let seed = std::str::from_utf8(SAMPLE).expect("UTF-8");
    let reading = read("a.txt", SAMPLE).expect("readable").remove(0);
    let title = reading.title.as_ref().expect("a title");
    let headline =
        "Lavrov spoke about the working groups on activities of Russia and Japan on the Kuril Islands";
    assert_eq!((title.value.as_str(), title.sure), (headline, true));
    assert!(!reading.text.contains(headline));
    let date = reading.date.as_ref().expect("a date");
    assert_eq!((date.value.to_string(), date.basis.rule.as_str()), ("2017-11-24".to_owned(), "photo credit"));
    let source = reading.source.as_ref().expect("a source");
    assert_eq!(
        (source.value.as_str(), source.basis.rule.as_str(), source.sure),
        ("RIA Novosti", "photo credit", true)
    );
    let image = reading.image.as_ref().expect("an image");
    assert_eq!((image.credit.as_str(), image.creator.as_str()), ("RIA Novosti", "Michael Voskresenskiye"));
    assert!(image.caption.starts_with("in fotomancer foreign Affairs of Japan"), "{}", image.caption);
    assert!(image.caption.ends_with("Sergey Lavrov in Moscow. 24 Nov 2017"), "{}", image.caption);
    assert_eq!(image.alt, headline);
    assert!(image.src.ends_with("5233e6dde6069155e866198ad5a7fc08.jpg"));
    assert!(reading.authors.is_empty());
    let paragraphs: Vec<&str> = reading.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 4);
    assert!(paragraphs[0].starts_with("Two working groups were formed"));
    assert!(paragraphs[3].ends_with("not subject to doubt."));
    assert_eq!(reading.markdown, reading.text);
    assert_eq!(reading.language.as_ref().map(|language| language.value.as_str()), Some("en"));
    let translation = reading.translation.as_ref().expect("a suggestion");
    assert_eq!((translation.value.from.as_str(), translation.sure), ("ru", false));
    assert_eq!(lost(seed, &reading), "");
    assert_origin(seed, &reading);
}

#[test]
fn every_cut_of_the_sample_seed_has_its_reason() {
    let reading = read("a.txt", SAMPLE).expect("readable").remove(0);
    let reasons: Vec<&str> = reading.removed.iter().map(|cut| cut.reason.as_str()).collect();
    assert_eq!(reasons, ["markup", "credit", "credit repeated"]);
    assert!(reading.removed[2].text.ends_with("the image Bank"));
}

#[test]
fn a_markdown_seed_keeps_its_shape_and_gives_its_metadata() {
    let seed = "---\ntitle: Ministers meet\ndate: 2017-11-24\nauthor: Ann Lee\n---\n# Ministers meet\n\nThey **met** in \
        [Paris](https://e.x/p).\n\n## After\n\n- one\n- <b>two</b>\n";
    let reading = read("a.md", seed.as_bytes()).expect("readable").remove(0);
    assert_eq!(reading.title.as_ref().map(|title| title.value.as_str()), Some("Ministers meet"));
    assert_eq!(reading.date.as_ref().map(|date| date.basis.rule.as_str()), Some("metadata"));
    assert_eq!(reading.markdown, "They **met** in [Paris](https://e.x/p).\n\n## After\n\n-   one\n-   two");
    assert_eq!(reading.text, "They met in Paris.\n\nAfter\n\none\n\ntwo");
    assert_origin(seed, &reading);
    assert_eq!(lost(seed, &reading).trim_matches(|c: char| !c.is_alphanumeric()), "");
}

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Ministers meet in Paris - The Daily</title>
<link rel="canonical" href="https://daily.example/2017/11/24/ministers-meet"><meta property="og:site_name" content="The Daily">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ministers meet in Paris",
"datePublished":"2017-11-24T09:00:00+03:00","author":{"@type":"Person","name":"Ann Lee"}}</script><script>track()</script></head>
<body class="has-sidebar"><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Ministers meet in Paris</h1>
<p class="byline">By Ann Lee</p><figure><img src="/a.jpg" alt="Two people"><figcaption>The ministers. Photo: Bo Li/Reuters
</figcaption></figure><p>The ministers of both countries met on Monday, and they spoke about <a href="https://e.x/treaty">the
treaty</a> for an hour, as planned.</p><h2>What was said</h2><p>"We agreed on nothing," one of them said, adding that they
would meet again in December.</p><div class="related"><a href="/b">Another story about other ministers</a></div><ul><li>First
point of the talks, which were long.</li><li>Second point.</li></ul></article><div id="comments"><p>I do not believe a word of
this, and nobody else should either, believe me.</p></div><footer>© 2017 The Daily</footer></body></html>"#;

#[test]
fn a_page_is_cut_to_its_article_and_nothing_is_lost() {
    let reading = read("a.html", PAGE.as_bytes()).expect("readable").remove(0);
    assert_eq!(reading.title.as_ref().map(|title| title.value.as_str()), Some("Ministers meet in Paris"));
    assert_eq!(reading.date.as_ref().map(|date| date.value.to_string()).as_deref(), Some("2017-11-24"));
    assert_eq!(reading.authors, ["Ann Lee"]);
    assert_eq!(reading.source.as_ref().map(|source| source.value.as_str()), Some("The Daily"));
    let image = reading.image.as_ref().expect("an image");
    assert_eq!(
        (image.caption.as_str(), image.credit.as_str(), image.creator.as_str()),
        ("The ministers.", "Reuters", "Bo Li")
    );
    assert_eq!(image.src, "https://daily.example/a.jpg");
    let expected = "The ministers of both countries met on Monday, and they spoke about [the treaty](https://e.x/treaty) for \
        an hour, as planned.\n\n## What was said\n\n\"We agreed on nothing,\" one of them said, adding that they would meet again \
        in December.\n\n-   First point of the talks, which were long.\n-   Second point.";
    assert_eq!(reading.markdown, expected);
    let reason = |text: &str| {
        reading.removed.iter().find(|cut| cut.text.contains(text)).map(|cut| cut.reason.as_str())
    };
    assert_eq!(reason("Another story"), Some("related link"));
    assert_eq!(reason("I do not believe"), Some("comments"));
    assert_eq!(reason("Home World"), Some("navigation"));
    assert_eq!(reason("© 2017"), Some("footer"));
    assert_eq!(lost(&seen(PAGE), &reading), "");
}

#[test]
fn a_page_that_hides_its_text_is_read_from_what_it_tells_machines() {
    let sentence = "The ministers of both countries met on Monday, and they spoke about the treaty. ";
    let page = format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"T","articleBody":"{}\n\nIt ended."}}</script>
        <article><p>Subscribe to read what the ministers of both countries said when they met on Monday.</p></article>"#,
        sentence.repeat(10)
    );
    let reading = read("a.html", page.as_bytes()).expect("readable").remove(0);
    assert!(reading.text.starts_with("The ministers of both") && reading.text.ends_with("\n\nIt ended."));
}

/// The words of a page's body as a reader sees them.
fn seen(page: &str) -> String {
    let dom = html::dom::Dom::parse(page);
    html::leaves::leaves(&dom).iter().map(|leaf| leaf.words().to_owned() + "\n").collect()
}

#[test]
fn a_page_that_is_too_deep_is_read_as_far_as_it_is_allowed() {
    let page = format!(
        "<p>{}</p>{}",
        "The ministers met on Monday, and they spoke. ".repeat(5),
        "<div>".repeat(300_000)
    );
    let reading = read("a.html", page.as_bytes()).expect("readable").remove(0);
    assert!(reading.text.starts_with("The ministers met"));
    assert!(reading.removed.iter().any(|cut| cut.reason == "beyond the limits of a page"));
}

#[test]
fn unreadable_seeds_are_refused_with_a_hint() {
    let big = vec![b'a'; 6 * 1024 * 1024];
    for (name, bytes, code) in [
        ("a.txt", &big[..], "seed-too-large"),
        ("a.txt", b" \n\t\r\n", "seed-empty"),
        ("a.txt", b"", "seed-empty"),
        ("a.txt", b"a\0b\0\0", "seed-not-text"),
        ("a.png", b"\x89PNG\r\n", "seed-format-unknown"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "seed-not-text"),
    ] {
        let refused = read(name, bytes).expect_err(name);
        assert_eq!(refused.code, code);
        assert!(refused.hint.is_some() && refused.path.is_some());
    }
}

fn messy_text() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("© RIA Novosti / Ann Lee in Paris. 24 Nov 2017"),
        Just("© AFP / Bo Li"),
        Just("Photo: Ann Lee/Reuters"),
        Just("<img src=\"a.jpg\" alt=\"A <b>\">"),
        Just("<br/>"),
        Just("<b>bold</b>"),
        Just("<script>x</script>"),
        Just("&nbsp;"),
        Just("&laquo;x&raquo;"),
        Just("\n"),
        Just("\n\n"),
        Just("\r\n\r\n"),
        Just("\u{2028}"),
        Just("A headline of several words"),
        Just("Said the minister, and left."),
        Just(" — "),
        Just("govern-\nment"),
        Just("\u{7}"),
        Just("\u{200b}"),
        Just("\u{202e}"),
        Just("e\u{301}"),
        Just("両国の外務大臣。"),
        Just("\t"),
        Just("MOSCOW, November 24. /TASS/ It is said."),
        Just("By Ann Lee"),
        Just("Read also: more"),
        Just(" "),
        Just("https://example.org/a"),
        Just("(Reporting by Ann Lee)"),
        Just("â€™"),
        Just("# x"),
        Just("1. y"),
        Just("Tags: a, b"),
        Just("Share"),
        Just("***"),
        Just("© 2017 All rights reserved."),
    ];
    prop::collection::vec(token, 1..20).prop_map(|tokens| tokens.concat())
}

fn messy_page() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<div>"),
        Just("</div>"),
        Just("<b>"),
        Just("</b>"),
        Just("<i>"),
        Just("</a>"),
        Just("<a href='https://e.x/a'>"),
        Just("<table><tr><td>"),
        Just("<td>"),
        Just("<tr>"),
        Just("</table>"),
        Just("<ul><li>"),
        Just("<li>"),
        Just("<ol>"),
        Just("</ul>"),
        Just("<h1>"),
        Just("<h2>"),
        Just("</h2>"),
        Just("<blockquote>"),
        Just("<pre>"),
        Just("</pre>"),
        Just("<br>"),
        Just("<br><br>"),
        Just("<img src=a.jpg alt=x>"),
        Just("<figure><figcaption>"),
        Just("</figure>"),
        Just("<div class=comments>"),
        Just("<div class='related share'>"),
        Just("<article>"),
        Just("<script>x</script>"),
        Just("<title>T</title>"),
        Just("<time datetime=2017-11-24>"),
        Just(
            "The ministers of both countries met on Monday, and they spoke about it for quite a while, they said. "
        ),
        Just("# word "),
        Just("1. y "),
        Just("*a_b* "),
        Just("&lt;b&gt; "),
        Just("a | b "),
        Just("By Ann Lee"),
        Just("«x» "),
        Just("<q>"),
        Just("MOSCOW (Reuters) - "),
        Just("© RIA Novosti / Ann Lee in Paris"),
        Just("\n"),
        Just("<p>Share"),
    ];
    prop::collection::vec(token, 1..40).prop_map(|tokens| tokens.concat())
}

#[test]
fn a_passage_that_stands_twice_is_kept_or_listed_twice() {
    let text = "The ministers of both countries met on Monday, and they spoke about it for quite a while, they said. ";
    let page = format!(
        "© RIA Novosti / Ann Lee in Paris<img src=a.jpg alt=x>{text}<figure><figcaption><title>T</title>{text}"
    );
    let readings = read("a.html", page.as_bytes()).expect("a page");
    assert_eq!(lost(&seen(&page), &readings[0]), "", "{:#?}", readings[0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_text_seed_is_lost_and_all_of_its_text_is_traced(seed in messy_text()) {
        if let Ok(readings) = read("a.txt", seed.as_bytes()) {
            prop_assert_eq!(lost(&seed, &readings[0]), "", "{:#?}", readings[0]);
            assert_origin(&seed, &readings[0]);
            let plain = crate::stages::plain::plain(&readings[0].markdown);
            prop_assert_eq!(evened(&plain.text), evened(&readings[0].text), "{}", readings[0].markdown);
        }
    }

    /// Numbers of list items are counted anew, as every renderer does.
    #[test]
    fn no_word_of_a_markdown_seed_is_lost(seed in messy_text()) {
        if let Ok(readings) = read("a.md", seed.as_bytes()) {
            let lost = lost_beside(&readings[0].markdown, &seed, &readings[0]);
            let lost: String = lost.chars().filter(|c| c.is_alphabetic()).collect();
            prop_assert_eq!(lost, "", "{:#?}", readings[0]);
            assert_origin(&seed, &readings[0]);
            let plain = crate::stages::plain::plain(&readings[0].markdown);
            prop_assert_eq!(evened(&plain.text), evened(&readings[0].text), "{}", readings[0].markdown);
        }
    }

    #[test]
    fn no_word_of_a_page_is_lost(page in messy_page()) {
        if let Ok(readings) = read("a.html", page.as_bytes()) {
            prop_assert_eq!(lost(&seen(&page), &readings[0]), "", "{:#?}", readings[0]);
            let plain = crate::stages::plain::plain(&readings[0].markdown);
            prop_assert_eq!(evened(&plain.text), evened(&readings[0].text), "{}", readings[0].markdown);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read("a.txt", &bytes);
    }
}

//! What the writer makes of Markdown, and what it must never make.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::*;
use crate::model::view::{BodyLink, PictureView, WikiLink};

static ENGLISH: LazyLock<Strings> = LazyLock::new(Strings::english);

fn rendered(markdown: &str, links: &[(u32, u32)]) -> String {
    let links =
        links.iter().map(|(start, end)| BodyLink { start: *start, end: *end, href: Arc::from("/topics/x/") });
    let mut body = Body { file: Arc::from(markdown.as_bytes()), links: links.collect(), ..Body::default() };
    // Every other name is known.
    body.wiki = crate::stages::plain::links_by_name(markdown)
        .into_iter()
        .enumerate()
        .map(|(at, link)| WikiLink {
            target: Arc::from(link.target.as_str()),
            span: (0, 0),
            href: (at % 2 == 0).then(|| Arc::from("/topics/y/?\"&")),
            embeds: link.embeds,
            media: None,
            picture: (link.embeds && link.target.starts_with('a')).then(|| PictureView {
                src: "/media/a.jpg".into(),
                srcset: "/media/a-1.jpg 1w, /media/a.jpg 2w".into(),
                width: 2,
                height: 1,
            }),
        })
        .collect();
    html(&body, &ENGLISH).body
}

#[test]
fn names_become_links_across_events() {
    assert_eq!(
        rendered("Kuril\nIslands and AT&amp;T met.", &[(0, 13), (18, 22)]),
        "<p><a class=\"topic\" href=\"/topics/x/\">Kuril\nIslands</a> and \
         <a class=\"topic\" href=\"/topics/x/\">AT&amp;T</a> met.</p>\n"
    );
    assert_eq!(rendered("Oslo", &[(0, 4)]), "<p><a class=\"topic\" href=\"/topics/x/\">Oslo</a></p>\n");
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    for (markdown, expected) in [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[a](javascript:x)", "<p><span>a</span></p>\n"),
        ("[a](JaVa&#x0A;script:x)", "<span>a</span>"),
        (
            "![alt](https://example.org/x.png)",
            "<a href=\"https://example.org/x.png\" rel=\"noopener noreferrer nofollow\">alt</a>",
        ),
        ("![](https://example.org/x.png)", ">picture</a>"),
        ("[![alt](x.png)](/y/)", "<a href=\"/y/\"><span>alt</span></a>"),
        ("|a|\n|:-:|\n|b|\n", "<th>a</th>"),
    ] {
        let html = rendered(markdown, &[]);
        assert!(html.contains(expected), "{markdown}: {html}");
    }
}

#[test]
fn links_by_name_lead_somewhere_or_are_text() {
    assert_eq!(
        rendered("[[A]], [[B|the *b*]], [[C|c]]", &[]),
        "<p><a href=\"/topics/y/?%22&amp;\">A</a>, <span>the <em>b</em></span>, \
         <a href=\"/topics/y/?%22&amp;\">c</a></p>\n"
    );
}

/// A text of the site's own, in a language.
fn typeset(markdown: &str, language: &str) -> String {
    html(
        &Body { file: Arc::from(markdown.as_bytes()), typeset: true, ..Body::default() },
        &Strings::of(language),
    )
    .body
}

#[test]
fn notes_are_gathered_and_lead_there_and_back() {
    assert_eq!(
        rendered("One[^b] two[^A] one[^b].\n\n[^a]: First.\n\n[^b]: - second\n\n[^c]: Lost.\n\nEnd.", &[]),
        "<p>One<sup class=\"note\"><a id=\"s--ref-1\" href=\"#s--note-1\" role=\"doc-noteref\">1</a></sup> \
         two<sup class=\"note\"><a id=\"s--ref-2\" href=\"#s--note-2\" role=\"doc-noteref\">2</a></sup> \
         one<sup class=\"note\"><a id=\"s--ref-1-2\" href=\"#s--note-1\" role=\"doc-noteref\">1</a></sup>.</p>\n\
         <p>End.</p>\n<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n\
         <li id=\"s--note-1\">\n<ul>\n<li>second</li>\n</ul>\n \
         <a href=\"#s--ref-1\" role=\"doc-backlink\" aria-label=\"Back to the text (1)\">↩\u{fe0e}</a> \
         <a href=\"#s--ref-1-2\" role=\"doc-backlink\" aria-label=\"Back to the text (1.2)\">↩\u{fe0e}</a></li>\n\
         <li id=\"s--note-2\">\n<p>First. \
         <a href=\"#s--ref-2\" role=\"doc-backlink\" aria-label=\"Back to the text (2)\">↩\u{fe0e}</a></p>\n</li>\n\
         <li id=\"s--note-3\">\n<p>Lost.</p>\n</li>\n</ol>\n</section>\n"
    );
}

#[test]
fn a_number_ends_a_link_before_it_and_goes_with_a_note_that_is_not_shown() {
    let across = rendered("Kuril[^1] Islands\n\n[^1]: x", &[(0, 5)]);
    assert!(across.contains("Kuril</a><sup class=\"note\"><a id="), "{across}");
    let markdown = "One[^1].\n\nTwo.\n\n[^1]: x\n";
    let body = Body { file: Arc::from(markdown.as_bytes()), until: Some(4), ..Body::default() };
    assert_eq!(html(&body, &ENGLISH).body, "<p>One.</p>\n");
}

#[test]
fn ids_of_headings_and_notes_cannot_clash() {
    let html = rendered("# Note 1\n\n# -note-1\n\na[^note-1]\n\n[^note-1]: b", &[]);
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 4, "{html}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{html}");
}

#[test]
fn alerts_lists_of_terms_and_tasks() {
    for (markdown, expected) in [
        (
            "> [!WARNING]\n> Ice.",
            "<div class=\"alert warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>Ice.</p>\n</div>\n",
        ),
        ("Ice\n: Frozen water.", "<dl>\n<dt>Ice</dt>\n<dd>Frozen water.</dd>\n</dl>\n"),
        (
            "- [x] a\n- [ ] b",
            "<ul>\n<li><span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> a</li>\n\
             <li><span class=\"task\" role=\"img\" aria-label=\"To do\">☐</span> b</li>\n</ul>\n",
        ),
        ("~~a~~ <a@b.example>", "<p><del>a</del> <a href=\"mailto:a@b.example\">a@b.example</a></p>\n"),
    ] {
        assert_eq!(
            rendered(markdown, &[]).replace(" rel=\"noopener noreferrer nofollow\"", ""),
            expected,
            "{markdown}"
        );
    }
    assert!(typeset("> [!NOTE]\n> x", "ru-RU").contains(">Примечание</p>"));
}

#[test]
fn marks_of_print_stand_in_texts_of_the_site_and_never_in_words_of_others() {
    assert_eq!(
        typeset("\"A\" *it's* `\"b\"` \\\"c\\\" &quot;d&quot; <https://e.example/a---b>\n\n\"E\"", "en")
            .replace(" rel=\"noopener noreferrer nofollow\"", ""),
        "<p>“A” <em>it’s</em> <code>\"b\"</code> \"c\" \"d\" \
         <a href=\"https://e.example/a---b\">https://e.example/a---b</a></p>\n<p>“E”</p>\n"
    );
    assert_eq!(typeset("> \"A\"\n", "en"), "<blockquote>\n<p>\"A\"</p>\n</blockquote>\n");
    assert_eq!(typeset("> [!TIP]\n> \"A\"", "de").matches("„A“").count(), 1);
    assert_eq!(rendered("\"A\" -- b...", &[]), "<p>\"A\" -- b...</p>\n", "an article’s text");
}

#[test]
fn an_excerpt_ends_where_it_should_and_closes_what_is_open() {
    let markdown = "- One *two.* Three **four** `five`.\n- six\n\n| a |\n|---|\n| b |\n";
    for (until, expected) in [
        (0, ""),
        (8, "<ul>\n<li>One <em>two.</em></li>\n</ul>\n"),
        (17, "<ul>\n<li>One <em>two.</em> Three <strong>fo</strong></li>\n</ul>\n"),
        (21, "<ul>\n<li>One <em>two.</em> Three <strong>four</strong> </li>\n</ul>\n"),
        (25, "<ul>\n<li>One <em>two.</em> Three <strong>four</strong> <code>five</code>.</li>\n</ul>\n"),
    ] {
        let body = Body { file: Arc::from(markdown.as_bytes()), until: Some(until), ..Body::default() };
        assert_eq!(html(&body, &ENGLISH).body, expected, "{until}");
    }
}

#[test]
fn headings_stand_below_the_title_and_have_ids_of_their_own() {
    assert_eq!(rendered("# One\n\n## One", &[]), "<h2 id=\"s-one\">One</h2>\n<h3 id=\"s-one-2\">One</h3>\n");
}

#[test]
fn headings_leave_no_gap_below_the_title() {
    assert_eq!(
        rendered("### a\n\n## b\n\n#### c\n\n### d\n\n## e", &[]),
        "<h2 id=\"s-a\">a</h2>\n<h2 id=\"s-b\">b</h2>\n<h3 id=\"s-c\">c</h3>\n<h3 id=\"s-d\">d</h3>\n<h2 id=\"s-e\">e</h2>\n"
    );
}

/// The closed set of tags, as a sanitiser sees it.
fn judge() -> ammonia::Builder<'static> {
    let mut judge = ammonia::Builder::default();
    judge
        .tags("p a em strong del code pre blockquote ul ol li h2 h3 h4 h5 h6 hr br span table thead tbody tr th td sup div section dl dt dd img figure figcaption".split(' ').collect())
        .generic_attributes([].into())
        .tag_attributes(
            [
                ("a", ["href", "class", "id", "role", "aria-label"].into()),
                ("span", ["class", "role", "aria-label"].into()),
                ("section", ["class", "role", "aria-label"].into()),
                ("li", ["id"].into()),
                ("figure", ["class"].into()),
                ("img", ["src", "srcset", "sizes", "width", "height", "alt", "loading", "decoding"].into()),
                ("code", ["class"].into()),
                ("ol", ["start"].into()),
                ("sup", ["class"].into()),
                ("div", ["class", "role"].into()), ("p", ["class"].into()),
                ("h2", ["id"].into()), ("h3", ["id"].into()), ("h4", ["id"].into()), ("h5", ["id"].into()), ("h6", ["id"].into()),
            ]
            .into(),
        )
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(None);
    judge
}

proptest! {
    #[test]
    fn a_sanitiser_finds_nothing_to_remove(
        markdown in "([a-c<>\"'&;:/#*_`~|!\\[\\]()\\\\\n -]|<script>|javascript:|onload=|&#106;|data:|\\[a\\]\\(|\\[\\^1\\]|\\[\\^1\\]: |\\[\\^a\\]: |\\[\\[a|> \\[!TIP\\]\n|\n: |- \\[x\\] |<a@b\\.c>|!\\[a\\]\\(a\\.png\\)|\n\n!\\[a\\]\\(a\\.png \"t\"\\)\n\n){0,24}"
    ) {
        let html = rendered(&markdown, &[]).replace(" rel=\"noopener noreferrer nofollow\"", "");
        // What the two spell differently, though it means the same.
        let same = |html: &str| html.replace(" />", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'").replace("&nbsp;", "\u{a0}").replace('\n', "");
        prop_assert_eq!(same(&judge().clean(&html).to_string()), same(&html));
    }
}

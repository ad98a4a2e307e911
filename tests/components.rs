//! Components in hand-written pages show parts of the dossier, and a slip in one is a message with its place.

use crate::driver::Dossier;

const ARTICLE: &str = "---\ntitle: Talks on the pier\ndate: 2020-01-02\nsource: The Gull\nquotes:\n  - text: We will mend the pier\n    \
                       speaker: Ada Lindqvist\nevents:\n  - {date: 2020-04, text: The pier of Northport opens, status: planned}\n  - \
                       {date: 2020-02-01, text: A vote is held, status: happened}\n---\n\nIn Northport, Ada Lindqvist said: \
                       “We will mend the pier.”\n";

fn dossier(text: &str) -> Dossier {
    Dossier::empty()
        .edit("content/articles/talks.md", ARTICLE)
        .edit(
            "content/topics/northport.md",
            "---\nname: Northport\nkind: place\nsummary: A town <by> the sea\n---\n",
        )
        .edit("content/pages/p.md", &format!("---\ntitle: P\n---\n\n{text}\n"))
}

#[test]
fn components_show_what_the_dossier_holds() {
    let built = dossier(
        "Before.\n\n{{<quote text=\"mend the pier\"/>}}\n\n{{<timeline topic=\"Northport\"/>}}\n\n{{<timeline limit=1/>}}\n\n\
         {{<topic name=\"northport\"/>}}\n\n{{<article title=\"Talks on the pier\"/>}}\n\nAfter `{{<topic/>}}` and {{ braces }} {% so %}.",
    )
    .build();
    let page = built.page("/p/");
    let places: Vec<Option<usize>> = [
        "<p>Before.</p>",
        "We will mend the pier",
        "The pier of Northport opens",
        "A vote is held",
        "A town &lt;by&gt; the sea",
        "Talks on the pier</bdi></a></h2>",
        "{{ braces }} {% so %}",
    ]
    .iter()
    .map(|part| page.find(part))
    .collect();
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}: {page}");
    assert!(page.contains("<code>{{&lt;topic/&gt;}}</code>"), "{page}");
    assert!(!page.contains("<p>{{"), "{page}");
}

#[test]
fn a_page_is_made_anew_when_what_it_shows_changes_and_only_then() {
    let built = dossier("{{<topic name=\"Northport\"/>}}").build();
    let changed = built
        .edit("content/topics/northport.md", "---\nname: Northport\nkind: place\nsummary: A harbour\n---\n")
        .build();
    assert!(changed.page("/p/").contains("A harbour"));
    let again = changed.build();
    assert_eq!(again.made(), 0);
}

#[test]
fn a_slip_is_named_with_its_place_and_the_rest_is_built() {
    for (text, parts) in [
        ("{{<timelin/>}}", ["unknown-component", "p.md:5:1", "did you mean `timeline`?"]),
        ("{{<topic name=\"Northprt\"/>}}", ["unknown-topic", "p.md:5:10", "did you mean `Northport`?"]),
        (
            "{{<article title=\"Talks on the peer\"/>}}",
            ["unknown-article", "p.md:5:12", "did you mean `Talks on the pier`?"],
        ),
        ("{{<quote text=\"never said\"/>}}", ["unknown-quote", "p.md:5:10", "copy some of its words"]),
        ("{{<topic nam=\"Northport\"/>}}", ["unknown-argument", "p.md:5:10", "did you mean `name`?"]),
        ("{{<topic/>}}", ["missing-argument", "p.md:5:1", "write `name=\"…\"`"]),
        ("{{<topic name=\"x/>}}", ["bad-component", "p.md:5:16", "no end"]),
        ("{{<figure src=\"media/x.jpg\" alt=\"x\"/>}}", ["unknown-picture", "p.md:5:11", "media/"]),
        ("{{<timeline limit=\"many\"/>}}", ["bad-argument", "p.md:5:13", "number"]),
    ] {
        let flawed = dossier(&format!("{text}\n\nStill here.")).run(&["build"]);
        assert_eq!(flawed.last.code, Some(1), "{text}: {}", flawed.last.stderr);
        for part in parts {
            assert!(flawed.last.stderr.contains(part), "{text}: {part}: {}", flawed.last.stderr);
        }
        assert!(flawed.page("/p/").contains("Still here."));
    }
}

#[test]
fn a_theme_may_have_components_of_its_own_which_see_plain_texts() {
    let built = dossier("{{<map place=\"<b>\" zoom=3/>}}")
        .edit("templates/page/map.html", "<p class=\"map\">{{ place }} {{ zoom }} {{ site.title }}</p>")
        .build();
    assert!(built.page("/p/").contains("<p class=\"map\">&lt;b&gt; 3 Dossier</p>"), "{}", built.page("/p/"));
}

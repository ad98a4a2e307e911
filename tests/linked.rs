//! Articles, topics, quotes and events that find each other.

use crate::driver::Dossier;

/// A text of its own: sentences of words that no other has.
fn wire(name: &str, sentences: usize) -> String {
    let sentence = |n: usize| {
        format!("The {name}{n} council of {name} heard on day {n} that ferry {name}{n}x was late.")
    };
    (0..sentences).map(sentence).collect::<Vec<_>>().join(" ")
}

fn article(title: &str, source: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nsource: {source}\nlanguage: en\n---\n\n{text}\n")
}

#[test]
fn copies_of_one_text_name_each_other_and_none_is_dropped() {
    let text = wire("arno", 20);
    let footer = "Read more in our newsletter, which comes out each morning and costs nothing at all. All rights reserved, no part of this page may be used without leave.";
    let dossier = Dossier::empty()
        .edit(
            "content/articles/2020-01-01-wire.md",
            &article("Council sits", "Wire", &format!("{text}\n\n{footer}")),
        )
        .edit(
            "content/articles/2020-01-02-post.md",
            &article("Late ferries", "Post", &text.replacen("was late", "came late", 6)),
        )
        .edit(
            "content/articles/2020-01-03-other.md",
            &article("Rain", "Post", &format!("{}\n\n{footer}", wire("bern", 20))),
        )
        .edit(
            "content/articles/2020-01-04-said.md",
            "---\ntitle: Said so\nduplicate_of: 2020-01-03-other\n---\n\nShort.\n",
        )
        .build();
    let wire = dossier.page("/articles/2020-01-01-wire/");
    assert!(
        wire.contains("Also carried by 1 outlet") && wire.contains("/articles/2020-01-02-post/"),
        "{wire}"
    );
    let post = dossier.page("/articles/2020-01-02-post/");
    assert!(post.contains("Also carried by 1 outlet") && post.contains("Council sits"), "{post}");
    let said = dossier.page("/articles/2020-01-04-said/");
    assert!(said.contains("This article repeats <a href=\"/articles/2020-01-03-other/\">"), "{said}");
    let other = dossier.page("/articles/2020-01-03-other/");
    assert!(
        other.contains("Said so") && !other.contains("Council sits"),
        "a shared footer is no copy: {other}"
    );
}

#[test]
fn a_copy_of_what_is_not_there_is_said() {
    let dossier = Dossier::empty()
        .edit("content/articles/one.md", "---\ntitle: One\nduplicate_of: tvo\n---\n\nText.\n")
        .edit("content/articles/two.md", "---\ntitle: Two\n---\n\nOther.\n")
        .run(&["build"]);
    assert!(dossier.last.stderr.contains("did you mean `two`?"), "{}", dossier.last.stderr);
}

#[test]
fn links_by_name_lead_to_topics_and_articles_from_every_text() {
    let dossier = Dossier::empty()
        .edit(
            "content/topics/orsa.md",
            "---\nname: Lake Orsa\nkind: place\naliases: [Big Water]\n---\n\nSee [[Ferry late]].\n",
        )
        .edit(
            "content/articles/ferry.md",
            "---\ntitle: Ferry late\n---\n\nOn [[big water|the lake]] it rained. `[[no link]]`\n",
        )
        .edit("content/pages/method.md", "---\ntitle: Method\n---\n\nAsk [[Lake Orsa]].\n")
        .build();
    assert!(dossier.page("/articles/ferry/").contains("<a href=\"/topics/orsa/\">the lake</a>"));
    assert!(dossier.page("/articles/ferry/").contains("<code>[[no link]]</code>"));
    let orsa = dossier.page("/topics/orsa/");
    assert!(orsa.contains("See <a href=\"/articles/ferry/\">Ferry late</a>"), "{orsa}");
    assert!(orsa.contains("On <mark>the lake</mark> it rained"), "a link by name is a mention: {orsa}");
    assert!(dossier.page("/method/").contains("<a href=\"/topics/orsa/\">Lake Orsa</a>"));
    let moved = dossier
        .edit("content/topics/orsa.md", "---\nname: Lake Orsa\nslug: orsa-lake\naliases: [Big Water]\n---\n")
        .build();
    assert!(moved.page("/method/").contains("<a href=\"/topics/orsa-lake/\">Lake Orsa</a>"));
}

#[test]
fn a_link_to_nothing_is_an_error_with_its_place_and_the_nearest_name() {
    let dossier = Dossier::empty()
        .edit("content/topics/orsa.md", "---\nname: Lake Orsa\n---\n")
        .edit("content/articles/ferry.md", "---\ntitle: Ferry\n---\n\nOn [[Lake Osra]] it rained.\n")
        .run(&["build"]);
    assert_eq!(dossier.last.code, Some(1));
    for part in ["unknown-link", "ferry.md:5:4", "did you mean `[[Lake Orsa]]`?"] {
        assert!(dossier.last.stderr.contains(part), "{part}: {}", dossier.last.stderr);
    }
    assert!(dossier.page("/articles/ferry/").contains("On <span>Lake Osra</span> it rained"));
}

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

/// An article of a day that says a text.
fn dated(title: &str, date: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\nlanguage: en\n---\n\n{text}\n")
}

#[test]
fn a_topic_shows_its_parts_and_counts_their_articles_apart() {
    let dossier = Dossier::empty()
        .edit("content/topics/orsa.md", "---\nname: Orsa Islands\nkind: place\n---\n")
        .edit("content/topics/karsk.md", "---\nname: Karsk\nkind: place\npart_of: orsa islands\n---\n")
        .edit("content/topics/pier.md", "---\nname: Old Pier\nkind: place\npart_of: Karsk\n---\n")
        .edit("content/articles/a.md", &dated("One", "2020-01-01", "The Orsa Islands and Karsk met."))
        .edit("content/articles/b.md", &dated("Two", "2020-02-01", "The Old Pier burned."))
        .build();
    let orsa = dossier.page("/topics/orsa/");
    assert!(orsa.contains("id=\"parts\"") && orsa.contains("href=\"/topics/karsk/\""), "{orsa}");
    assert!(orsa.contains("Only its parts are named in 1 article more"), "{orsa}");
    let pier = dossier.page("/topics/pier/");
    let way = pier
        .split("aria-label=\"Breadcrumbs\"")
        .nth(1)
        .and_then(|rest| rest.split("</nav>").next())
        .expect("a way");
    let (first, second) =
        (way.find("/topics/orsa/").expect("orsa"), way.find("/topics/karsk/").expect("karsk"));
    assert!(first < second, "{way}");
}

#[test]
fn a_circle_of_parts_and_a_part_of_nothing_are_said() {
    let dossier = Dossier::empty()
        .edit("content/topics/a.md", "---\nname: Alpha\npart_of: Beta\n---\n")
        .edit("content/topics/b.md", "---\nname: Beta\npart_of: Alpha\n---\n")
        .edit("content/topics/c.md", "---\nname: Gamma\npart_of: Alhpa\n---\n")
        .run(&["build"]);
    assert_eq!(dossier.last.code, Some(1));
    for part in ["part-of-circle", "Alpha → Beta → Alpha", "content/topics/b.md", "did you mean `Alpha`?"]
    {
        assert!(dossier.last.stderr.contains(part), "{part}: {}", dossier.last.stderr);
    }
}

#[test]
fn the_front_page_opens_with_what_the_settings_say() {
    let article = |title: &str, date: &str| format!("---\ntitle: {title}\ndate: {date}\n---\nThey met.\n");
    let dossier = Dossier::empty()
        .edit("content/articles/old.md", &article("The old one", "2017-01-01"))
        .edit("content/articles/new.md", &article("The new one", "2018-01-01"));
    let first = |page: &str| {
        page.find("The old one").expect("the old one") < page.find("The new one").expect("the new")
    };
    let mut dossier = dossier.build();
    assert!(!first(&dossier.page("/")), "the newest opens it unless something is said");
    for lead in ["old", "The old one"] {
        dossier = dossier.edit("dossier.yaml", &format!("lead: {lead}\n")).build();
        assert!(first(&dossier.page("/")), "{lead}");
    }
    let dossier = dossier.edit("dossier.yaml", "lead: older\n").build();
    assert!(dossier.last.stderr.contains("warning[unknown-article]"), "{}", dossier.last.stderr);
    assert!(!first(&dossier.page("/")));
}

#[test]
fn other_names_and_old_addresses_lead_on() {
    let dossier = Dossier::empty()
        .edit("content/topics/orsa.md", "---\nname: Lake Orsa\naliases: [Big Water, Орса]\nslug: orsa\n---\n")
        .edit("content/topics/other.md", "---\nname: Other\naliases: [Big Lake]\n---\n")
        .edit("content/topics/third.md", "---\nname: Third\naliases: [Big Lake, Other]\n---\n")
        .edit("content/articles/a.md", "---\ntitle: A\naliases: [/2017/old, feed.xml]\n---\n\nText.\n")
        .run(&["build"]);
    let page = dossier.page("/topics/big-water/");
    assert!(page.contains("<link rel=\"canonical\" href=\"http://localhost:4747/topics/orsa/\">"), "{page}");
    assert!(page.contains("content=\"0; url=/topics/orsa/\""), "{page}");
    assert!(dossier.page("/2017/old/").contains("url=/articles/a/"));
    let list = dossier.page("/_redirects");
    assert!(list.contains("/topics/%D0%BE%D1%80%D1%81%D0%B0/ /topics/orsa/ 301\n"), "{list}");
    assert!(list.contains("/feed.xml /articles/a/ 301\n"), "{list}");
    assert!(!list.contains("big-lake"), "a name of two topics leads to neither: {list}");
    assert!(dossier.page("/topics/other/").contains("<h1"), "a topic keeps its own address");
    assert!(!dossier.page("/sitemap.xml").contains("big-water"));
}

#[test]
fn an_old_address_stays_inside_the_site_and_takes_no_page() {
    for alias in ["../up", "articles/a/", "a/../b", "nul"] {
        let text = format!("---\ntitle: A\naliases: [\"{alias}\"]\n---\n\nText.\n");
        let dossier = Dossier::empty().edit("content/articles/a.md", &text).run(&["build"]);
        assert_eq!(dossier.last.code, Some(1), "{alias}");
        assert!(dossier.last.stderr.contains("bad-alias"), "{alias}: {}", dossier.last.stderr);
        assert!(dossier.page("/articles/a/").contains("Text."), "{alias}");
    }
}

#[test]
fn a_chart_says_its_numbers_in_words() {
    let mut dossier = Dossier::empty()
        .edit("content/topics/orsa.md", "---\nname: Lake Orsa\naliases: [Орса, Orsa Water]\n---\n");
    for (name, date) in [("a", "2017-11-24"), ("b", "2017-11-03"), ("c", "2018-02-02")] {
        dossier = dossier
            .edit(&format!("content/articles/{name}.md"), &dated(name, date, "On Lake Orsa it rained."));
    }
    let page = dossier.build().page("/topics/orsa/");
    for part in [
        "Articles by month, November 2017 to February 2018. The most: 2 in November 2017.",
        "<tr><th scope=\"row\">February 2018</th><td>1</td></tr>",
        "<dt>In Cyrillic script</dt><dd><bdi>Орса</bdi>",
        "Also <bdi>Orsa Water</bdi></p>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn an_article_names_those_on_its_matter_and_not_its_copies() {
    let about = |what: &str, place: &str| {
        format!(
            "The {what} commission of {place} discussed {what} licences. Every {what} licence in {place} was weighed by inspectors."
        )
    };
    let copied = format!("{} {}", about("herring", "Karsk"), wire("arno", 6));
    let mut dossier = Dossier::empty()
        .edit("content/articles/a.md", &dated("Herring one", "2020-01-01", &copied))
        .edit("content/articles/b.md", &dated("Herring copied", "2020-01-02", &copied))
        .edit("content/articles/c.md", &dated("Herring again", "2020-03-01", &about("herring", "Karsk")));
    for (number, what) in
        ["uranium", "carpets", "volcano", "theatre", "railways", "potatoes", "glaciers", "football"]
            .iter()
            .enumerate()
    {
        let text = format!("{what}{what} {what}ing near {what}ville, and {what}ly so.");
        dossier = dossier.edit(&format!("content/articles/x{number}.md"), &dated(what, "2020-02-01", &text));
    }
    let page = dossier.build().page("/articles/a/");
    let related = page
        .split("id=\"related\"")
        .nth(1)
        .and_then(|rest| rest.split("</section>").next())
        .expect("related");
    assert!(related.contains("Herring again"), "{related}");
    assert!(!related.contains("Herring copied") && !related.contains("volcano"), "{related}");
}

#[test]
fn the_graph_draws_who_meets_whom_and_says_it_as_a_list() {
    let mut dossier = Dossier::empty();
    for name in ["Alder", "Birch", "Cedar"] {
        dossier = dossier.edit(
            &format!("content/topics/{name}.md"),
            &format!("---\nname: {name} <b>\naliases: [{name}]\nkind: place\n---\n"),
        );
    }
    for (file, text) in [
        ("a", "Alder and Birch."),
        ("b", "Alder and Birch."),
        ("c", "Alder and Cedar."),
        ("d", "Cedar alone."),
    ] {
        dossier = dossier.edit(&format!("content/articles/{file}.md"), &dated(file, "2020-01-01", text));
    }
    let page = dossier.build().page("/graph/");
    assert_eq!((page.matches("<circle").count(), page.matches("<line").count()), (3, 1), "{page}");
    assert!(page.contains("<b><bdi>Alder &lt;b&gt;</bdi></b></a>, 3 articles: <a href=\"/topics/birch/\"><bdi>Birch &lt;b&gt;</bdi></a> (2)"), "{page}");
    assert!(!page.contains("style=") && page.contains("role=\"group\""), "{page}");
    let bare = Dossier::empty().edit("content/articles/a.md", "---\ntitle: A\n---\n\nText.\n").build();
    assert!(!bare.page("/").contains("graph/"), "no drawing of nothing");
}

#[test]
fn words_that_stand_alone_end_without_the_comma_that_led_on() {
    let text = "---\ntitle: Council sits\ndate: 2020-01-01\nquotes:\n  - {text: \"the ferry will come tonight,\", speaker: Anna Velde}\n---\n\n“I think the ferry will come tonight,” said Anna Velde.\n";
    let dossier = Dossier::empty().edit("content/articles/a.md", text).build();
    let page = dossier.page("/quotes/");
    assert!(page.contains("<p>the ferry will come tonight</p>"), "{page}");
    assert!(dossier.page("/articles/a/").contains("tonight,”"), "the text keeps its words");
    assert!(dossier.page("/exports/quotes.csv").contains("tonight,"), "the data keep the exact words");
}

#[test]
fn other_names_are_those_that_a_reader_tells_apart() {
    let topic = "---\nname: Second World War\nkind: event\naliases: [Second world war, the Second World War, WWII, the WWII, Great Patriotic War]\n---\n";
    let dossier = Dossier::empty()
        .edit("content/topics/war.md", topic)
        .edit("content/articles/a.md", "---\ntitle: A\n---\n\nThe Second world war and the WWII.\n")
        .build();
    let page = dossier.page("/topics/war/");
    assert!(page.contains("WWII") && page.contains("Great Patriotic War"), "{page}");
    assert!(!page.contains("<bdi>Second world war</bdi>") && !page.contains("the WWII</bdi>"), "{page}");
}

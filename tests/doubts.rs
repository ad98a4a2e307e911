//! Names that could mean several topics, what is said about a topic, and the topics around it.

use crate::driver::Dossier;

fn article(title: &str, source: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nsource: {source}\nlanguage: en\n---\n\n{text}\n")
}

#[test]
fn a_name_that_could_mean_several_is_shown_as_such_and_not_linked() {
    let dossier = Dossier::empty()
        .edit("content/topics/tbilisi.md", "---\nname: Tbilisi\nkind: place\naliases: [Georgia]\n---\n")
        .edit("content/topics/atlanta.md", "---\nname: Atlanta\nkind: place\naliases: [Georgia]\n---\n")
        .edit("content/topics/anna.md", "---\nname: Anna Berg\nkind: person\nweak_aliases: [The Chair]\n---\n")
        .edit("content/topics/olaf.md", "---\nname: Olaf Berg\nkind: person\n---\n")
        .edit(
            "content/articles/a.md",
            &article("Talks", "Post", "In Georgia it rained. Anna Berg met Olaf Berg. Berg left, and so did the rain. The Chair slept."),
        )
        .edit("content/articles/b.md", &article("Rain", "Post", "In [[Tbilisi|Georgia]] it rained. Olaf Berg saw it; Berg slept."))
        .build();
    let page = dossier.page("/articles/a/");
    let doubts =
        page.split("id=\"doubts\"").nth(1).and_then(|rest| rest.split("</section>").next()).expect("doubts");
    for (name, topics) in [
        ("Georgia", ["atlanta", "tbilisi"].as_slice()),
        ("Berg", &["anna", "olaf"]),
        ("The Chair", &["anna"]),
    ] {
        let (_, rest) = doubts.split_once(&format!("“<bdi>{name}</bdi>” may be:")).expect(name);
        let list = rest.split("may be:").next().unwrap_or_default();
        assert_eq!(list.matches("href=\"/topics/").count(), topics.len(), "{name}: {list}");
        assert!(topics.iter().all(|topic| list.contains(&format!("/topics/{topic}/"))), "{name}: {list}");
    }
    assert!(page.contains("In Georgia it rained.") && page.contains(". Berg left"), "{page}");
    let sure = dossier.page("/articles/b/");
    assert!(!sure.contains("may be"), "what a person or the text has decided is no doubt: {sure}");
    let reviewed = dossier.run(&["build", "--reviewed-only"]).page("/articles/a/");
    assert!(!reviewed.contains("may be"), "{reviewed}");
}

#[test]
fn quotes_are_listed_by_the_topics_that_they_name() {
    let quoted = |title: &str, words: &str| {
        format!(
            "---\ntitle: {title}\nquotes:\n  - {{text: {words}, speaker: Ann Lee}}\n---\n\n“{words},” said Ann Lee.\n"
        )
    };
    let mut dossier = Dossier::empty()
        .edit("content/topics/orsa.md", "---\nname: Lake Orsa\nkind: place\n---\n")
        .edit("content/topics/karsk.md", "---\nname: Karsk\nkind: place\n---\n")
        .edit("content/articles/k.md", &quoted("On Karsk", "Karsk is far away"));
    for (day, words) in [
        "The ferries wait for the water of Lake Orsa",
        "Nobody may fish in Lake Orsa before March",
        "Three sluices keep Lake Orsa from the fields",
        "We measured Lake Orsa on the first of May",
        "A treaty of 1951 divides Lake Orsa",
        "My house stands on the shore of Lake Orsa",
        "Ice covered Lake Orsa until April",
    ]
    .into_iter()
    .enumerate()
    {
        let quote = quoted(&format!("Level {day}"), words);
        dossier = dossier.edit(&format!("content/articles/o{day}.md"), &quote);
    }
    let page = dossier.build().page("/quotes/by-topic/");
    let (orsa, karsk) = page.split_once("<a href=\"/topics/karsk/\">").expect("both");
    assert!(orsa.contains("<a href=\"/topics/orsa/\">"), "the most spoken of first: {page}");
    assert_eq!(orsa.matches("<blockquote").count(), 5, "{page}");
    assert!(orsa.contains("and 2 more on its page"), "{page}");
    assert!(karsk.contains("Karsk is far away") && karsk.contains("Ann Lee"), "{page}");
}

#[test]
fn a_topic_shows_its_neighbours_as_a_drawing_and_as_a_list() {
    let mut dossier = Dossier::empty();
    for (name, stem) in
        [("Lake Orsa", "orsa"), ("Karsk", "karsk"), ("Velmar", "velmar"), ("Brandt", "brandt")]
    {
        let topic = format!("---\nname: {name}\nkind: place\n---\n");
        dossier = dossier.edit(&format!("content/topics/{stem}.md"), &topic);
    }
    for (stem, text) in
        [("a", "Lake Orsa, Karsk and Velmar."), ("b", "Lake Orsa, Karsk, Velmar."), ("c", "Brandt sleeps.")]
    {
        dossier = dossier.edit(&format!("content/articles/{stem}.md"), &article(stem, "Post", text));
    }
    let dossier = dossier.build();
    let page = dossier.page("/topics/orsa/");
    let svg = page
        .split("class=\"graph near\"")
        .nth(1)
        .and_then(|rest| rest.split("</svg>").next())
        .expect("a drawing");
    assert!(
        svg.contains("aria-labelledby=\"near-title\"") && svg.contains("Lake Orsa and the topics around it"),
        "{svg}"
    );
    assert_eq!((svg.matches("<line ").count(), svg.matches("<path ").count()), (2, 1), "{svg}");
    for neighbour in ["/topics/karsk/", "/topics/velmar/"] {
        assert_eq!(page.matches(&format!("href=\"{neighbour}\"")).count(), 2, "drawn and listed: {page}");
    }
    assert!(!dossier.page("/topics/brandt/").contains("graph near"), "nothing to draw");
}

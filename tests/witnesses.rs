//! Quotes and events with the articles that give them: joined, told apart, and shown wherever they belong.

use crate::driver::Dossier;

#[test]
fn a_quote_that_several_articles_give_is_one_entry_with_its_witnesses() {
    let said = |title: &str, source: &str, words: &str| {
        format!(
            "---\ntitle: {title}\nsource: {source}\ndate: 2020-01-01\ntranslation: {{from: ru, by: machine}}\nquotes:\n  - text: {words}\n    speaker: Anna Velde\n---\n\n“{words}” said Anna Velde.\n"
        )
    };
    let one = "No ferry will leave the harbour before the ice has gone";
    let other = "No ferry will leave the port before the ice has gone";
    let dossier = Dossier::empty()
        .edit("content/topics/anna.md", "---\nname: Anna Velde\nkind: person\n---\n")
        .edit("content/articles/a.md", &said("First", "Wire", one))
        .edit("content/articles/b.md", &said("Second", "Post", other))
        .edit("content/articles/c.md", &said("Third", "Mail", one))
        .edit(
            "content/articles/d.md",
            &said("Fourth", "Mail", "We shall see about the sluices of the lake next year"),
        )
        .build();
    for page in ["/quotes/", "/quotes/by-date/", "/topics/anna/"] {
        let page = dossier.page(page);
        assert_eq!(page.matches("<figure class=\"quote\"").count(), 2, "{page}");
        assert!(page.contains("Also in 2 articles, 1 in other words"), "{page}");
        assert!(
            page.contains(&format!("<q dir=\"auto\">{}</q>", other.replace("port", "<mark>port</mark>"))),
            "other words stand beside it, and what differs is marked: {page}"
        );
        assert!(page.contains("<span>Translation</span>") && page.contains("Wire"), "{page}");
    }
    let (second, fourth) = (dossier.page("/articles/b/"), dossier.page("/articles/d/"));
    let marked = one.replace("harbour", "<mark>harbour</mark>");
    assert!(second.contains("Also in 2 articles, 2 in other words") && second.contains(&marked), "{second}");
    assert!(second.contains("href=\"/articles/a/\"") && !fourth.contains("Also in"), "{second}\n{fourth}");
}

#[test]
fn reports_of_one_event_are_joined_by_id_as_a_fact_and_by_likeness_as_a_suggestion() {
    let report = |title: &str, event: &str| {
        format!("---\ntitle: {title}\ndate: 2020-01-01\nevents:\n  - {event}\n---\n\nText.\n")
    };
    let dossier = Dossier::empty()
        .edit(
            "content/articles/a.md",
            &report("A", "{date: 2020-02-01, text: The deputies meet, status: planned, id: talks}"),
        )
        .edit(
            "content/articles/b.md",
            &report("B", "{date: 2020-02-02, text: Two days of talks end, status: happened, id: talks}"),
        )
        .edit(
            "content/articles/c.md",
            &report("C", "{date: 2021-05, text: Both councils vote on the new harbour law, status: planned}"),
        )
        .edit(
            "content/articles/d.md",
            &report(
                "D",
                "{date: 2021-05, text: Both councils will vote on the new harbour law, status: planned}",
            ),
        )
        .edit(
            "content/articles/e.md",
            &report(
                "E",
                "{date: 2021-06, text: Both councils will vote on the new harbour law, status: planned}",
            ),
        )
        .edit(
            "content/articles/f.md",
            &report("F", "{date: 2022-02/.., text: The pier is closed, status: happened}"),
        )
        .build();
    let page = dossier.page("/timeline/");
    assert_eq!(page.matches("<li class=\"event").count(), 4, "{page}");
    assert!(
        page.contains("Two days of talks end") && page.contains("<q dir=\"auto\">The deputies meet</q>"),
        "{page}"
    );
    assert_eq!(page.matches("Taken for the same event").count(), 1, "{page}");
    assert!(page.contains("since February 2022"), "an open date in words: {page}");
}

#[test]
fn what_became_of_a_plan_is_said_wherever_the_plan_is() {
    let report = |title: &str, day: &str, event: &str| {
        format!("---\ntitle: {title}\ndate: {day}\nevents:\n  - {event}\n---\n\nText.\n")
    };
    let sluice = "text: The sluice of Orsa is opened to all ships";
    let dossier = Dossier::empty()
        .edit("content/topics/orsa.md", "---\nname: Orsa\nkind: place\n---\n")
        .edit(
            "content/articles/a.md",
            &report("A plan", "2026-01-01", "{date: 2027-12-20, text: The Orsa talks begin, status: planned, id: talks}"),
        )
        .edit(
            "content/articles/b.md",
            &report("No talks", "2026-02-01", "{date: 2027-01-10, text: The Orsa talks are called off, status: cancelled, id: talks, outcome: {text: Both sides gave up, article: b}}"),
        )
        .edit("content/articles/c.md", &report("Sluice", "2026-01-01", &format!("{{date: 2026-03-01, {sluice}, status: planned}}")))
        .edit("content/articles/d.md", &report("Sluice open", "2026-03-02", &format!("{{date: 2026-03-01, {sluice}, status: happened}}")))
        .edit("content/articles/e.md", &report("Pier", "2026-03-03", "{date: 2027-06, text: The pier of Orsa is built, status: planned}"))
        .build();
    let article = dossier.page("/articles/a/");
    let dates = article.split("id=\"events\"").nth(1).unwrap_or_default();
    assert!(dates.contains("Both sides gave up") && dates.contains("href=\"/articles/b/\""), "{dates}");
    let sluice = dossier.page("/articles/c/");
    assert!(sluice.contains("Sluice open") && sluice.contains("2 Mar 2026, Took place"), "{sluice}");
    assert!(sluice.contains("Taken for the same event"), "{sluice}");
    // What is no longer planned is announced nowhere.
    let calendar = dossier.read("public/exports/planned.ics");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "{calendar}");
    assert!(calendar.contains("The pier of Orsa"), "{calendar}");
    let home = dossier.page("/");
    assert!(home.contains("The pier of Orsa") && !home.contains("talks are called off"), "{home}");
    let moments = dossier.read("public/exports/timeline.json");
    assert!(moments.contains("called off") && !moments.contains("talks begin"), "{moments}");
    for page in ["/timeline/", "/topics/orsa/"] {
        let page = dossier.page(page);
        let place = |words: &str| page.rfind(words).unwrap_or_else(|| panic!("no {words} in {page}"));
        assert!(
            place("The pier of Orsa") < place("talks are called off"),
            "by the dates that are shown: {page}"
        );
    }
}

#[test]
fn everything_about_a_topic_is_on_one_of_its_pages() {
    let words = |number: usize| format!("a{number} b{number} c{number} d{number} e{number}");
    let quotes: Vec<String> =
        (0..70).map(|number| format!("  - text: {}\n    speaker: Anna Velde\n", words(number))).collect();
    let events: Vec<String> = (0..120)
        .map(|number| {
            format!(
                "  - {{date: {}, text: Anna Velde crosses for time {number}, status: happened}}\n",
                1800 + number
            )
        })
        .collect();
    let said: Vec<String> = (0..70).map(|number| format!("“{}”, she said.\n\n", words(number))).collect();
    let dossier = Dossier::empty()
        .edit("content/topics/anna.md", "---\nname: Anna Velde\nkind: person\n---\nProse.\n")
        .edit(
            "content/articles/a.md",
            &format!(
                "---\ntitle: Ferries\ndate: 2020-01-01\nquotes:\n{}events:\n{}---\nAnna Velde spoke.\n\n{}",
                quotes.concat(),
                events.concat(),
                said.concat()
            ),
        )
        .build();
    let pages =
        ["/topics/anna/", "/topics/anna/page/2/", "/topics/anna/page/3/"].map(|page| dossier.page(page));
    let all = pages.concat();
    for number in 0..70 {
        assert!(all.contains(&words(number)), "quote {number}");
    }
    for number in 0..120 {
        assert!(all.contains(&format!("for time {number}<")), "event {number}");
    }
    assert!(pages[0].contains("rel=\"next\"") && pages[0].contains("Prose.") && !pages[1].contains("Prose."));
}

#[test]
fn the_timeline_leads_to_those_of_topics() {
    let topic = |name: &str| format!("---\nname: {name}\nkind: place\n---\n");
    let dossier = Dossier::empty()
        .edit("content/topics/orsa.md", &topic("Orsa"))
        .edit("content/topics/minne.md", &topic("Minne"))
        .edit("content/topics/karsk.md", &topic("Karsk"))
        .edit(
            "content/articles/a.md",
            "---\ntitle: A\nevents:\n  - {date: 2020, text: The ferry sails from Orsa to Minne}\n  - {date: 2021~, text: Orsa is dry}\n---\nText.\n",
        )
        .build();
    let page = dossier.page("/timeline/");
    let choice =
        page.split("of-topics").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("a choice");
    assert!(
        choice.contains("<a href=\"/topics/orsa/#events\"><bdi>Orsa</bdi> <small>2</small></a>"),
        "{choice}"
    );
    assert!(choice.contains("/topics/minne/#events") && !choice.contains("karsk"), "{choice}");
    assert!(dossier.page("/topics/minne/").contains("id=\"events\""));
    assert!(page.contains("about 2021"), "an uncertain date in words: {page}");
}

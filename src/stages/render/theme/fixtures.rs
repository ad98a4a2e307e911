//! Invented views of every kind to try themes with: a small dossier with everything in it, and one with
//! nothing in it. The lake, its states and all people are fictions.

#![cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "they name nearly every view that there is")
)]

mod bare;
mod parts;

use self::parts::*;
pub(super) use self::{
    bare::empty,
    parts::{articles, site},
};
use crate::model::{
    article::{Correction, Image, Publish, Translation},
    topic::{ContestedName, Coordinates, Role},
    view::*,
};

/// A page as the renderer would be given it: address, view, rendered body.
pub(super) type Fixture = (PageMeta, View, &'static str);

const BODY: &str = r#"<p>The commission for the waters of <a href="/topics/lake-orsa/">Lake Orsa</a> will meet in December, and the deputy ministers of both states are to speak about the level of the lake early in 2018, said the minister of <a href="/topics/velmar/">Velmar</a>, <a href="/topics/ilse-brandt/">Ilse Brandt</a>.</p>
<p>“We look at this in the channel of the deputy ministers. Two groups were formed: one for the sluices, the other for fishing rights and the ferries,” she said after the talks. “I think the next round will be early next year.”</p>
<h2 id="h-what-was-agreed">What was agreed</h2>
<blockquote><p>Both sides will measure the level on the first day of each month and publish it.</p></blockquote>
<p>The order was given to <em>accelerate</em> the talks. A few figures:</p>
<table><thead><tr><th>Year</th><th>Level, m</th></tr></thead><tbody><tr><td>2015</td><td>41.2</td></tr><tr><td>2016</td><td>40.8</td></tr><tr><td>2017</td><td>40.1</td></tr></tbody></table>
<ul><li>the sluice at Karsk stays open until spring;</li><li>the ferry pays no toll;</li><li>fishing ends on 1 March.</li></ul>
<p>The treaty of 1951 leaves open who owns the southern shore, and neither side wished to speak about it.</p>"#;

fn home() -> HomeView {
    let (articles, topics) = (articles(), topics());
    let of = |kind: &str| group(kind, topics.iter().filter(|t| t.kind == kind).cloned().collect());
    HomeView {
        lead: articles.first().cloned(),
        latest: articles[1..].to_vec(),
        topics: ["person", "place", "organisation", "event", "subject"].map(of).into(),
        planned: events(),
        planned_ahead: true,
        quotes: quotes(),
        counts: Counts { articles: 1204, topics: 8, quotes: 4, events: 5, sources: 1 },
    }
}

fn full_article() -> ArticleView {
    let articles = articles();
    ArticleView {
        article: articles[0].clone(),
        date_basis: "photo credit".into(),
        byline: vec!["Marta Lind".into(), "Jonas Ek".into()],
        url: "https://example.org/news/level?id=1&lang=en".into(),
        translation: Some(Translation { from: "ru".into(), by: "machine".into() }),
        unreviewed_fields: vec![
            group("date", vec!["2017-11-24".into(), "the photo credit ends with “24 Nov 2017”".into()]),
            group("translation", vec!["from Russian".into()]),
        ],
        picture: None,
        image: Some(Image {
            src: "/wp-content/a.jpg".into(),
            alt: "Two ministers at a table".into(),
            caption: "Ilse Brandt and Tomas Okonjo before the talks".into(),
            credit: "Velmar Press Agency".into(),
            creator: "Anna Holm".into(),
        }),
        topics: topics()[6..].to_vec(),
        mentions: topics(),
        quotes: quotes(),
        events: events(),
        corrections: vec![Correction {
            date: "2017-11-26".parse().expect("date"),
            was: "40.2 m".into(),
            now: "40.1 m".into(),
            why: "the figure was that of 2016".into(),
        }],
        copies: articles[2..4].to_vec(),
        outlets: 2,
        more_copies: 3,
        related: articles[1..5].to_vec(),
        duplicate_of: Some(link("Ferry crews at Karsk wait", "/articles/2017-11-09-ferry/")),
        publish: Publish::Full,
        grade: "B2".into(),
        grade_by: "M. Lind".into(),
        grade_date: Some("2017-12".into()),
        archived: vec![
            link("2017-11-25", "https://archive.example.org/1"),
            Link { label: "".into(), href: Some("javascript:alert(1)".into()), foreign: "".into() },
        ],
        cite: Later::new((), |()| {
            vec![
                CiteView { style: "APA", text: "Lind, M. (2017). Ministers agree.".into() },
                CiteView { style: "BibTeX", text: "@misc{level,\n}".into() },
            ]
        }),
        seed: "seeds/orsa-level.txt".into(),
        seed_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        doubts: vec![Doubt { name: "Brandt".into(), topics: topics()[..2].to_vec() }],
        previous: Some(link("Ferry crews at Karsk wait", "/articles/2017-11-09-ferry/")),
        next: Some(link("Deputies name a date", "/articles/2018-02-02-deputies/")),
        body: body(),
    }
}

fn full_topic() -> TopicView {
    let mention = |at: usize| MentionView {
        article: articles()[at].clone(),
        sentence: "The talks were led by the minister of Velmar, Ilse Brandt, and by her colleague.".into(),
        at: (46, 57),
        count: 3,
    };
    TopicView {
        topic: topics()[0].clone(),
        aliases: vec!["I. Brandt".into()],
        scripts: vec![
            group("Cyrillic", vec!["Ильзе Брандт".into()]),
            group("Chinese or Japanese", vec!["イルゼ・ブラント".into()]),
        ],
        parts: topics()[1..3].to_vec(),
        in_parts: 41,
        from_parts: articles()[3..5].to_vec(),
        activity: Some(Activity {
            path: "M0 72v-72h36v72zM450 72v-36h36v36z".into(),
            width: 600,
            height: 72,
            by_year: false,
            highest: 2,
            peak: "2017-11".into(),
            bars: vec![Bar { date: "2017-11".into(), count: 2 }, Bar { date: "2018-02".into(), count: 1 }],
        }),
        contested_names: vec![ContestedName {
            name: "Big Water".into(),
            used_by: "the press of Velmar".into(),
        }],
        roles: vec![
            Role { label: "Minister of Water, Velmar".into(), from: "2014-03-09".parse().ok(), to: None },
            Role { label: "Mayor of Karsk".into(), from: None, to: "2013".parse().ok() },
        ],
        same_as: vec!["https://www.wikidata.org/wiki/Q1".into(), "javascript:alert(1)".into()],
        part_of: Some(link("Government of Velmar", "/topics/government-of-velmar/")),
        picture: None,
        coordinates: Some(Coordinates { latitude: 61.2512, longitude: -14.5 }),
        basis: "a name that follows “said”".into(),
        mentions: vec![group("2017", vec![mention(0), mention(1)]), group("", vec![mention(5)])],
        quotes_by: quotes(),
        quotes_about: quotes()[..1].to_vec(),
        events: events(),
        related: topics(),
        neighbours: Some(neighbours()),
        sources: vec![
            group("9", vec![link("Velmar Press Agency", "/sources/velmar-press-agency/")]),
            group(
                "2",
                vec![
                    link("Karsk Morning Post", "/sources/karsk-morning-post/"),
                    link("Северный вестник", "/sources/severny-vestnik/"),
                ],
            ),
        ],
        first: Some("2014-03-09".into()),
        last: Some("2017-11-24".into()),
        pager: Some(pager()),
        body: body(),
    }
}

fn full_source() -> SourceView {
    SourceView {
        source: source_ref(),
        owner: "State of Velmar".into(),
        url: "https://vpa.example.org/".into(),
        language: "ru".into(),
        grade: "C3".into(),
        grade_by: "M. Lind".into(),
        grade_date: Some("2017-12".into()),
        share: 12,
        years: by_year(),
        topics: topics(),
        pager: Some(pager()),
        body: body(),
    }
}

/// A page of every kind with everything that its view can hold.
pub(super) fn full() -> Vec<Fixture> {
    let mut pages = vec![
        (meta("home", "", "/"), View::Home(home()), ""),
        (
            meta("article", "Ministers agree", "/articles/2017-11-24-level/"),
            View::Article(full_article().into()),
            BODY,
        ),
        (
            meta("topic", "Ilse Brandt", "/topics/ilse-brandt/"),
            View::Topic(full_topic().into()),
            "<p>She has led the ministry since 2014.</p>",
        ),
        (
            meta("source", "Velmar Press Agency", "/sources/velmar-press-agency/"),
            View::Source(full_source().into()),
            "<p>The agency of the state.</p>",
        ),
        (
            meta("page", "About", "/about/"),
            View::Page(PageView {
                summary: "How this dossier is made".into(),
                section: "Guide".into(),
                previous: Some(link("Before", "/before/")),
                next: Some(link("After", "/after/")),
                body: body(),
            }),
            BODY,
        ),
    ];
    pages.extend(lists());
    pages.extend(whole());
    pages.push((meta("404", "Not found", "/404.html"), View::NotFound, ""));
    pages
}

fn neighbours() -> Neighbourhood {
    let GraphView { nodes, ties, .. } = graph();
    Neighbourhood {
        width: 320,
        height: 272,
        x: 16,
        y: 136,
        nodes,
        ties,
        arcs: vec!["M116 17Q99 51 116 85".into()],
    }
}

fn graph() -> GraphView {
    let topics = topics();
    let node = |(at, topic): (usize, &TopicRef)| GraphNode {
        topic: topic.clone(),
        x: 100 + 40 * i32::try_from(at).unwrap_or(0),
        y: 90,
        size: 5,
    };
    GraphView {
        width: 1000,
        height: 700,
        nodes: topics.iter().enumerate().map(node).collect(),
        ties: vec![GraphTie { x1: 100, y1: 90, x2: 140, y2: 90, width: 3 }],
        entries: vec![
            GraphEntry { topic: topics[0].clone(), tied: topics[1..3].to_vec() },
            GraphEntry { topic: topics[3].clone(), tied: vec![] },
        ],
        total: 1204,
    }
}

/// Pages of everything.
fn whole() -> Vec<Fixture> {
    vec![
        (
            meta("print", "The whole dossier", "/print/"),
            View::Print(PrintView {
                articles: articles(),
                total: 900,
                events: events(),
                sources: vec!["Wire, “Talks.”".into()],
            }),
            "",
        ),
        (
            meta("search", "Search", "/search/"),
            View::Search(SearchView { data: "/search/data/".into(), articles: 1204 }),
            "",
        ),
    ]
}

fn timeline() -> TimelineView {
    TimelineView {
        years: vec![group("2018", events()), group("1951", events())],
        topics: topics(),
        total: 10,
        pager: Some(pager()),
    }
}

fn lists() -> Vec<Fixture> {
    let speakers: Vec<Speaker> = quotes()
        .into_iter()
        .map(|quote| Speaker { speaker: quote.speaker.clone(), quotes: vec![quote.clone(), quote], more: 3 })
        .collect();
    let plain = SourceRef { kind: String::new(), country: String::new(), count: 1, ..source_ref() };
    vec![
        (
            meta("articles", "Articles", "/articles/"),
            View::Articles(ArticlesView {
                pinned: articles()[..1].to_vec(),
                years: by_year(),
                total: 6,
                pager: Some(pager()),
            }),
            "",
        ),
        (
            meta("topics", "Topics", "/topics/"),
            View::Topics(TopicsView {
                kind: "",
                letters: vec![group("I", topics()), group("О", topics()[..1].to_vec())],
                total: 9,
                pager: Some(pager()),
            }),
            "",
        ),
        (
            meta("topics", "People", "/topics/people/"),
            View::Topics(TopicsView {
                kind: "person",
                letters: vec![group("I", topics()[..2].to_vec())],
                total: 2,
                pager: None,
            }),
            "",
        ),
        (meta("timeline", "Timeline", "/timeline/"), View::Timeline(timeline()), ""),
        (
            meta("quotes", "Quotes", "/quotes/"),
            View::Quotes(QuotesView {
                by: "speaker",
                speakers: speakers.clone(),
                total: 8,
                pager: Some(pager()),
            }),
            "",
        ),
        (
            meta("quotes", "Quotes by date", "/quotes/by-date/"),
            View::Quotes(QuotesView { by: "date", speakers, total: 8, pager: None }),
            "",
        ),
        (meta("graph", "Who meets whom", "/graph/"), View::Graph(graph()), ""),
        (
            meta("corrections", "Corrections", "/corrections/"),
            View::Corrections(CorrectionsView {
                corrections: full_article()
                    .corrections
                    .into_iter()
                    .map(|correction| CorrectionView { correction, article: articles()[0].clone() })
                    .collect(),
                total: 1,
                pager: Some(pager()),
            }),
            "",
        ),
        (
            meta("sources", "Sources", "/sources/"),
            View::Sources(SourcesView { sources: vec![source_ref(), plain], articles: 28 }),
            "",
        ),
    ]
}

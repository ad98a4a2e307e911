//! Searching: in the terminal, and by the script of the search page, which must find the same in the same order.

use std::process::Command;

use crate::driver::Dossier;

fn article(title: &str, date: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\nsource: Harbour Wire\nlanguage: en\n---\n\n{text}\n")
}

fn harbour() -> Dossier {
    let mut dossier = Dossier::empty()
        .edit(
            "content/topics/anna.md",
            "---\nname: Anna Velde\nkind: person\naliases: [Анна Вельде]\n---\nShe leads the council.\n",
        )
        .edit("content/pages/method.md", "---\ntitle: Method\n---\nHow the ferries are counted.\n")
        .edit(
            "content/articles/x-1.md",
            &article("Council sits", "2019-03-03", "Anna Velde spoke of ferries and of sluices."),
        )
        .edit(
            "content/articles/x-2.md",
            &article("Ferries stop", "2020-01-01", "No ferry left. The sluice stayed shut."),
        )
        .edit("content/articles/x-3.md", &article("港の会議", "2021", "港湾会議が開かれた。"));
    for at in 0..40 {
        let (title, text) =
            (format!("Tide table {at}"), "The tide comes and the tide goes. ".repeat(at % 7 + 1));
        let date = format!("2018-{:02}", at % 12 + 1);
        dossier = dossier.edit(&format!("content/articles/t-{at}.md"), &article(&title, &date, &text));
    }
    dossier.build()
}

fn found(dossier: Dossier, query: &[&str]) -> (Dossier, Vec<String>) {
    let arguments = [&["search", "--json"], query].concat();
    let dossier = dossier.run(&arguments);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let hit = |line: &str| {
        let hit: serde_json::Value = serde_json::from_str(line).expect("JSON");
        hit["href"].as_str().expect("an address").to_owned()
    };
    let hits = dossier.last.stdout.lines().map(hit).collect();
    (dossier, hits)
}

#[test]
fn the_terminal_finds_articles_topics_and_pages() {
    let (dossier, hits) = found(harbour(), &["sluice", "ferr"]);
    assert_eq!(hits, ["/articles/x-2/", "/articles/x-1/"]);
    let (dossier, hits) = found(dossier, &["Вельде"]);
    assert_eq!(hits, ["/topics/anna/", "/articles/x-1/"], "an alias in another script leads to both");
    let (dossier, hits) = found(dossier, &["counted", "--kind", "page"]);
    assert_eq!(hits, ["/method/"]);
    let (dossier, hits) = found(dossier, &["港湾"]);
    assert_eq!(hits, ["/articles/x-3/"]);
    let dossier = dossier.run(&["search", "sluicse"]);
    assert!(dossier.last.stdout.contains("content/articles/x-2.md"), "{}", dossier.last.stdout);
    assert!(dossier.last.stdout.contains("The [sluice] stayed shut."), "{}", dossier.last.stdout);
    let dossier = dossier.run(&["search", "leads"]);
    assert!(dossier.last.stdout.contains("She [leads] the council."), "{}", dossier.last.stdout);
    let dossier = dossier.run(&["search", "nowhere"]);
    assert_eq!(
        (dossier.last.stdout.as_str(), dossier.last.stderr.as_str()),
        ("", "nothing found for “nowhere”\n")
    );
}

/// Asks the published index with the theme's script, in Node.
const ASK: &str = "
import { readFileSync } from 'node:fs';
const [, , script, folder, ...queries] = process.argv;
const { open } = await import(script);
const index = await open(async (name, json) => {
  const bytes = new Uint8Array(readFileSync(folder + name));
  return json ? JSON.parse(new TextDecoder().decode(bytes)) : bytes;
});
for (const query of queries) console.log((await index.find(query)).hits.map((hit) => hit.href).join(' '));
";

#[test]
fn the_script_of_the_page_finds_the_same_in_the_same_order() {
    let queries = [
        "ferry",
        "ferries sluice",
        "tide",
        "tide table 7",
        "the tide",
        "Анна Вельде",
        "вельд",
        "港湾",
        "港",
        "sluicse",
        "count",
        "velde anna council",
        "tabel",
        "tide t",
        "q",
        "",
        "Ferries stop",
        "2018",
        "İstanbul ﬁne ΟΔΟΣ",
        "TIDES!",
        "covncil sits",
        "erries",
        "councl sluise ",
    ];
    let mut dossier = harbour();
    let folder = dossier.root().join("public/search/data/");
    dossier.write("ask.mjs", ASK.as_bytes());
    let served = dossier.output().into_iter().find(|(path, _)| {
        path.starts_with("assets/search.") && path.rsplit_once('.').is_some_and(|(_, end)| end == "js")
    });
    dossier.write("search.mjs", &served.expect("the script of the page").1);
    let output = Command::new("node")
        .arg(dossier.root().join("ask.mjs"))
        .arg(dossier.root().join("search.mjs"))
        .arg(format!("{}/", folder.display()))
        .args(queries)
        .output()
        .expect("node is installed by tests/run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).expect("text");
    assert!(answers.lines().filter(|line| !line.is_empty()).count() > 12, "{answers}");
    for (query, answer) in queries.iter().zip(answers.lines()) {
        let asked = found(dossier, &["--", query]);
        dossier = asked.0;
        assert_eq!(asked.1.join(" "), answer, "{query}");
    }
}

#[test]
fn nothing_that_is_withheld_can_be_searched() {
    let text = "The council met.\n\nThe zebra crossed the harbour, and everybody who was there that night saw how it did that.";
    for (publish, expected) in [("full", 1), ("excerpt", 0), ("metadata", 0)] {
        let article = format!("---\ntitle: Council\npublish: {publish}\n---\n\n{text}\n");
        let (_, hits) = found(Dossier::empty().edit("content/articles/a.md", &article).build(), &["zebra"]);
        assert_eq!(hits.len(), expected, "{publish}");
    }
}

#[test]
fn an_edit_to_one_body_leaves_most_of_the_index_alone_and_it_can_be_switched_off() {
    let built = harbour();
    let before = built.output();
    assert!(before.contains_key("search/index.html") && before.contains_key("search/data/root.json"));
    let built = built.build();
    assert!(built.last.stderr.contains(" 0 changed"), "{}", built.last.stderr);
    let built =
        built.edit("content/articles/t-3.md", &article("Tide table 3", "2018-04", "Marmalade.")).build();
    let after = built.output();
    let changed = |(path, bytes): &(&String, &Vec<u8>)| {
        path.starts_with("search/data/") && before.get(*path) != Some(bytes)
    };
    let changed = after.iter().filter(changed).count();
    assert!((1..4).contains(&changed), "{changed}");
    let off = built.edit("dossier.yaml", "search: false\n").build();
    assert!(!off.output().keys().any(|path| path.starts_with("search/")));
    assert!(!off.page("/").contains("/search/"));
}

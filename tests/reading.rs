//! Adding seeds, and looking at what would be read.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
};

use serde_json::Value;

use crate::driver::Dossier;

const TEXT: &str = "Harbour talks open in Oslo\n\n© Reuters / Ann Reyes The port of Oslo. 3 Mar 2021\n\nTalks on the \
    harbour opened in Oslo, said Norwegian foreign minister Ine Soreide.\n\n«We shall build two piers,» she said.\n";

fn lines(dossier: &Dossier) -> Vec<Value> {
    dossier.last.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn reading_shows_everything_and_writes_nothing() {
    let dossier =
        Dossier::empty().edit("a.txt", TEXT).edit("b.docx", "no text").edit("sub/c.md", "# Head\n\nWords.\n");
    let before = crate::driver::tree(&dossier.root());
    let dossier = dossier.run(&["read", "--json", "a.txt", "sub", "b.docx", "none.txt"]);
    assert_eq!(before, crate::driver::tree(&dossier.root()));
    assert_eq!(dossier.last.code, Some(1), "two files cannot be read");
    assert!(dossier.last.stderr.contains("`.docx` cannot be read"), "{}", dossier.last.stderr);
    assert!(dossier.last.stderr.contains("there is no such file"), "{}", dossier.last.stderr);
    let read = lines(&dossier);
    assert_eq!(read.len(), 2);
    assert_eq!((&read[0]["file"], &read[0]["date"]), (&"a.txt".into(), &"2021-03-03".into()));
    assert_eq!(read[0]["quotes"][0]["speaker"], "Ine Soreide");
    assert_eq!(read[0]["removed"][0]["reason"], "credit");
    assert_eq!((&read[1]["file"], &read[1]["title"]), (&"sub/c.md".into(), &"Head".into()));

    let dossier = dossier.run(&["read", "a.txt"]);
    for words in [
        "Harbour talks open in Oslo",
        "2021-03-03  [photo credit",
        "Ine Soreide",
        "credit: “© Reuters / Ann Reyes",
    ] {
        assert!(dossier.last.stdout.contains(words), "{words} in {}", dossier.last.stdout);
    }
    let dossier = dossier.type_in(&["read", "-", "--json"], TEXT);
    assert_eq!(lines(&dossier)[0]["title"], "Harbour talks open in Oslo");
}

#[test]
fn added_bytes_are_kept_and_read_once() {
    let odd = b"\xef\xbb\xbfCaf\xc3\xa9 talks\r\n\r\nThe talks were held in Oslo.\r\n";
    let dossier = Dossier::empty().edit("dossier.yaml", "title: T\n").edit("clip/x.docx", "no");
    fs::write(dossier.root().join("clip/a.txt"), odd).expect("a file");
    let dossier = dossier.run(&["add", "clip"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
    assert!(dossier.last.stderr.contains("added seeds/clip/a.txt"), "{}", dossier.last.stderr);
    assert!(dossier.last.stderr.contains("clip/x.docx"), "{}", dossier.last.stderr);
    assert_eq!(fs::read(dossier.root().join("seeds/clip/a.txt")).expect("the seed"), odd);
    assert!(dossier.read("content/articles/cafe-talks.md").contains("seeds/clip/a.txt"));

    let again = dossier.run(&["add", "clip/a.txt"]);
    assert_eq!(again.last.code, Some(0), "{}", again.last.stderr);
    assert!(again.last.stderr.contains("a.txt is seeds/clip/a.txt already"), "{}", again.last.stderr);

    let other = again.edit("a.txt", "Other words\n\nA text of its own.\n").run(&["add", "a.txt"]);
    let third = other.edit("a.txt", "Third words\n\nA text of its own, too.\n").run(&["add", "a.txt"]);
    assert!(third.read("seeds/a.txt").starts_with("Other"));
    assert!(third.read("seeds/a-2.txt").starts_with("Third"));
    let typed = third.type_in(&["add", "-"], "Typed headline\n\nSome words of a text.\n");
    assert!(typed.read("seeds/typed-headline.txt").starts_with("Typed"));
}

#[test]
fn a_page_of_the_web_brings_its_address_and_the_day() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let _ = stream.read(&mut [0; 4096]);
            let body = "<html><body><article><h1>Talks in Oslo</h1><p>Talks on the harbour opened in Oslo on Monday, and \
                        they will go on for a week, the ministry said.</p></article></body></html>";
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: ";
            let _ = write!(stream, "{head}{}\r\n\r\n{body}", body.len());
        }
    });
    let url = format!("http://{address}/news/talks?id=7&utm_source=x");
    let dossier = Dossier::empty().edit("dossier.yaml", "title: T\n").run(&["add", &url]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let saved = dossier.read("seeds/127-0-0-1-talks.html.saved.yaml");
    assert!(saved.contains("retrieved: 2026-11-23T"), "{saved}");
    let article = dossier.read("content/articles/talks-in-oslo.md");
    assert!(article.contains(&format!("url: http://{address}/news/talks?id=7\n")), "{article}");
    assert!(article.contains("retrieved: 2026-11-23\n"), "{article}");
    let built = dossier.build();
    assert!(!built.last.stderr.contains("saved.yaml"), "{}", built.last.stderr);
}

/// The characters from one place to another, as the report counts them.
fn between<'t>(text: &'t str, item: &Value) -> &'t str {
    let place = |key: &str| usize::try_from(item[key].as_u64().expect("a place")).expect("a place");
    let byte = |scalar: usize| text.char_indices().nth(scalar).map_or(text.len(), |(at, _)| at);
    &text[byte(place("start"))..byte(place("end"))]
}

#[test]
fn places_count_scalar_values_in_whatever_was_read() {
    const PARTS: [&str; 12] = [
        "«Мы договорились 24 ноября 2017 года обо всём», — сказал министр Сергей Петров.",
        "“We shall build two piers 🚢🚢 by 3 May 2021,” said Norwegian foreign minister Ine Sørlie.",
        "„Wir haben am 3. Mai 2021 lange verhandelt“, sagte Außenministerin Anna Köhler in Köln.",
        "« Nous avons négocié le 3 mai 2021 », a déclaré Amélie Lefèvre à Genève.",
        "Ine Sørlie said: “It was a long\u{a0}night, and we won.\n\n“Everybody has won.”",
        "The naïve café owner’s dog — 42 kg — slept in Zürich on Monday.",
        "Ine Sørlie told reporters on 4 May 2021 that “the 𝕊hips 👩\u{200d}👩\u{200d}👧 must wait”.",
        "Words with an in-\nvisible\u{ad} hyphen and &amp; an entity on 5 May 2021.",
        "It\u{2019}s the Gulf of Bothnia\u{200b}, said Ine Sørlie. \"We go there,\" she said.",
        "\tA line   with\u{3000}wide spaces on May 6, 2021.\r",
        "日本の河野太郎外相は「交渉を続ける」と述べた。",
        "<b>Bold</b> words of Ine Sørlie: “We are done here.”",
    ];
    let mut dossier = Dossier::empty();
    let mut state = 7usize;
    for number in 0..24 {
        let mut parts = vec!["Talks about piers go on"];
        for _ in 0..6 {
            state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
            parts.push(PARTS[(state >> 8) % PARTS.len()]);
        }
        let text = parts.join("\n\n");
        dossier = dossier.edit(&format!("p/{number}.txt"), &text);
        dossier = dossier.edit(&format!("p/{number}.md"), &text);
        let page = format!("<article><p>{}</p></article>", parts.join("</p><p>"));
        dossier = dossier.edit(&format!("p/{number}.html"), &page);
    }
    let dossier = dossier.run(&["read", "--json", "p"]);
    let mut seen = 0;
    for read in lines(&dossier) {
        let file = read["file"].as_str().expect("a file");
        let text = match read["offsets"].as_str() {
            Some("seed") => dossier.read(file),
            _ => read["text"].as_str().expect("a text").to_owned(),
        };
        for item in ["quotes", "dates", "names"].iter().flat_map(|key| read[*key].as_array().expect("a list"))
        {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let (there, words) = (between(&text, item), item["text"].as_str().expect("words"));
            let same =
                if read["offsets"] == "seed" { letters(there) == letters(words) } else { there == words };
            assert!(same, "{file}: {there:?} is not {words:?}");
            seen += 1;
        }
    }
    assert!(seen > 300, "{seen} places");
}

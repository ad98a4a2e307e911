//! The preview from outside: what it answers, to whom, and what it does about changes and mistakes.

mod access;
mod client;
mod oracle;

use std::{fs, net::TcpListener, time::Duration};

use self::client::Served;
use crate::driver::{Dossier, tree};

const PROMPT: Duration = Duration::from_secs(5);
const QUIET: Duration = Duration::from_millis(800);

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2019-03-03\nsource: Coast Agency\n---\n{text}\n")
}

fn small() -> Dossier {
    Dossier::empty()
        .edit("dossier.yaml", "title: Harbours\n")
        .edit("content/articles/harbour.md", &article("The harbour", "Kelmar was quiet."))
        .edit("content/articles/boats.md", &article("The boats", "Orsa was not."))
        .edit("content/topics/kelmar.md", "---\nname: Kelmar\nkind: place\n---\n")
}

const HARBOUR: &str = "/articles/harbour/";
const BOATS: &str = "/articles/boats/";

fn put(dossier: &Dossier, path: &str, text: &str) {
    let place = dossier.root().join(path);
    fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
    fs::write(place, text).expect(path);
}

const SEED: &str = "Harbour talks open in Oslo\n\n\u{a9} Reuters / Ann Reyes The port of Oslo. 3 Mar 2021\n\n\
    Talks on the harbour opened in Oslo, said Norwegian foreign minister Ine Soreide.\n\n\
    A meeting of the working group will be held in April.\n";

#[test]
fn a_site_is_served_from_memory_and_nothing_is_written_but_what_seeds_give() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    assert!(served.said().contains("2 articles, 1 topic"), "{}", served.said());
    assert!(served.get("/").text().contains("The harbour"));
    assert_eq!(served.get(HARBOUR).status, 200);
    assert!(!dossier.root().join("public").exists());
    put(
        &dossier,
        "seeds/talks.txt",
        "Talks in Kelmar\n\nKELMAR. The ministers met on 3 March 2019 in the town hall.\n",
    );
    served.until_page("/articles/", "Talks in Kelmar");
    assert!(
        tree(&dossier.root().join("content/articles")).keys().any(|path| path.contains("talks-in-kelmar"))
    );
    assert!(!dossier.root().join("public").exists());
    // What it wrote itself is no change.
    served.hear("seeds/talks.txt: ");
    std::thread::sleep(Duration::from_secs(3));
    let lines = served.said().lines().filter(|line| line.contains(" changed")).count();
    assert_eq!(lines, 1, "{}", served.said());
}

#[test]
fn the_desk_decides_as_the_command_line_does() {
    let (clicked, typed) =
        (small().edit("seeds/talks.txt", SEED).build(), small().edit("seeds/talks.txt", SEED).build());
    let served = Served::start(&clicked, &[]);
    let (token, _) = served.ticket("/");
    let head = format!(
        "Host: {}\r\nX-Dossier-Token: {token}\r\nOrigin: http://{}\r\n",
        served.host(),
        served.host()
    );
    let waiting = || -> Vec<serde_json::Value> {
        let answer = served.ask(&format!("GET /_dossier/waiting HTTP/1.1\r\n{head}"), "");
        let value: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        value["items"].as_array().expect("items").clone()
    };
    let all = waiting().len();
    assert!(all >= 4, "{all}");
    // One after the other, without waiting for the site.
    for left in (0..all).rev() {
        let item = waiting()[0].clone();
        let ruling = if left % 2 == 0 { "accept" } else { "reject" };
        let body = serde_json::json!({"article": item["article"], "id": item["id"], "key": item["key"], "ruling": ruling});
        let answer = served.ask(&format!("POST /_dossier/decide HTTP/1.1\r\n{head}"), &body.to_string());
        assert_eq!(answer.status, 200, "{item}: {}", answer.text());
        assert_eq!(waiting().len(), left);
    }
    let mut typed = typed;
    for left in (0..all).rev() {
        typed = typed.run(&["review", "--json"]);
        let first: serde_json::Value =
            serde_json::from_str(typed.last.stdout.lines().next().expect("one")).expect("JSON");
        let id = first["id"].as_str().expect("an id").to_owned();
        typed = typed.run(&[if left % 2 == 0 { "accept" } else { "reject" }, &id]);
        assert_eq!(typed.last.code, Some(0), "{}", typed.last.stderr);
    }
    std::thread::sleep(Duration::from_secs(1));
    let (clicked, typed) =
        (tree(&clicked.root().join("content")), tree(&typed.build().root().join("content")));
    crate::driver::assert_same(&clicked, &typed, "the desk and the command line");
}

#[test]
fn only_pages_that_changed_hear_of_a_change() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    let (mut harbour, mut boats) = (served.listen(HARBOUR), served.listen(BOATS));
    for stream in [&mut harbour, &mut boats] {
        let first = stream.next(PROMPT).expect("a greeting");
        assert_eq!(first["mark"].as_str(), Some(stream.mark.as_str()));
        assert_eq!(first["problems"], serde_json::json!([]));
    }
    put(&dossier, "content/articles/harbour.md", &article("The harbour", "Kelmar was loud."));
    let heard = harbour.next(PROMPT).expect("a change");
    assert_ne!(heard["mark"].as_str(), Some(harbour.mark.as_str()));
    assert!(served.get(HARBOUR).text().contains("loud"));
    assert_eq!(boats.next(QUIET), None);
    // A page that was not looked at hears of it when it is.
    let (token, _) = served.ticket(HARBOUR);
    assert_ne!(heard["mark"], token.as_str());
    served.hear("content/articles/harbour.md: ");
}

#[test]
fn without_reload_pages_are_as_they_would_be_published() {
    let dossier = small().edit("content/articles/hidden.md", "---\ntitle: Hidden\ndraft: true\n---\nx\n");
    let served = Served::start(&dossier, &["--no-reload", "--drafts"]);
    assert_eq!(served.get("/articles/hidden/").status, 200);
    let base = format!("http://localhost:{}/", served.port);
    let built = dossier.run(&["build", "--drafts", "--base-url", &base]);
    for path in ["/", HARBOUR, "/articles/hidden/", "/404.html", "/atom.xml"] {
        assert_eq!(served.get(path).text(), built.page(path), "{path}");
    }
    let (_, none) = ("", served.get("/_dossier/events?token=x"));
    assert_eq!(none.status, 403);
}

#[test]
fn drafts_are_left_out_and_a_path_below_the_host_is_kept() {
    let dossier = small()
        .edit("dossier.yaml", "title: Harbours\nbase_url: https://example.org/press/\n")
        .edit("content/articles/hidden.md", "---\ntitle: Hidden\ndraft: true\n---\nx\n");
    let served = Served::start(&dossier, &[]);
    assert_eq!(served.get("/press/articles/hidden/").status, 404);
    assert_eq!(served.get("/press/articles/harbour/").status, 200);
    for path in ["/", "/press"] {
        assert_eq!(served.get(path).header("location"), Some("/press/"), "{path}");
    }
    assert!(served.said().contains("/press/"));
}

#[test]
fn a_port_that_is_asked_for_and_taken_is_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let dossier = small().run(&["serve", "-p", &port]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(
        dossier.last.stderr.contains(&port) && dossier.last.stderr.contains("--port"),
        "{}",
        dossier.last.stderr
    );
    let nothing = Dossier::empty().run(&["serve"]);
    assert_eq!(nothing.last.code, Some(1));
    assert!(nothing.last.stderr.contains("dossier init"), "{}", nothing.last.stderr);
}

/// Breaks something, expects the old page and a message, mends it, and expects the new page and no message.
fn breaks_and_mends(dossier: &Dossier, served: &Served, path: &str, broken: &str, code: &str, mended: &str) {
    let before = served.get(HARBOUR).without_script();
    let mut stream = served.listen(HARBOUR);
    stream.next(PROMPT).expect("a greeting");
    put(dossier, path, broken);
    let heard = stream.next(PROMPT).unwrap_or_else(|| panic!("{path}: no message; {}", served.said()));
    let problem = &heard["problems"][0];
    assert_eq!(problem["code"], code, "{path}: {heard}");
    assert!(problem["text"].as_str().is_some_and(|text| text.contains(path)), "{path}: {problem}");
    assert!(
        problem["link"]
            .as_str()
            .is_some_and(|link| link.starts_with("vscode://file/") && link.contains(path))
    );
    assert_eq!(served.get(HARBOUR).without_script(), before, "{path}: the last good page stays");
    served.hear(&format!("error[{code}]"));
    put(dossier, path, mended);
    let mut mended = stream.next(PROMPT).expect("it is mended");
    while mended["problems"] != serde_json::json!([]) {
        mended = stream.next(PROMPT).expect("it is mended");
    }
}

#[test]
fn mistakes_in_settings_themes_and_articles_are_shown_and_mended() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    breaks_and_mends(&dossier, &served, "dossier.yaml", "titel: x\n", "unknown-key", "title: Harbours\n");
    let good = "<!doctype html><title>gone</title>";
    breaks_and_mends(&dossier, &served, "templates/404.html", "{% if %}", "template-syntax", good);
    let article = article("A third", "Text.");
    breaks_and_mends(
        &dossier,
        &served,
        "content/articles/third.md",
        "---\ntitle: [\n---\n",
        "yaml",
        &article,
    );
    assert_eq!(served.get("/articles/third/").status, 200);
    // While the settings are broken, other edits are shown under the last good ones.
    put(&dossier, "dossier.yaml", "title: [\n");
    served.hear("dossier.yaml:1");
    put(&dossier, "content/articles/boats.md", &self::article("The boats", "All sank."));
    served.until_page(BOATS, "All sank.");
    assert!(served.get("/").text().contains("Harbours"));
}

#[test]
fn a_template_that_fails_while_it_renders_keeps_the_last_good_site() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    let before = served.get(HARBOUR).without_script();
    put(&dossier, "templates/article.html", "<!doctype html><title>{{ nothing.of.the.kind }}</title>");
    served.hear("error[");
    assert_eq!(served.get(HARBOUR).without_script(), before);
    fs::remove_dir_all(dossier.root().join("templates")).expect("removed");
    put(&dossier, "content/articles/harbour.md", &article("The harbour", "Mended."));
    served.until_page(HARBOUR, "Mended.");
}

#[test]
fn a_dossier_that_is_broken_from_the_start_comes_up_when_it_is_mended() {
    let dossier = small().edit("dossier.yaml", "titel: x\n");
    let served = Served::start(&dossier, &[]);
    let answer = served.get("/");
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("/_dossier/reload.js"));
    put(&dossier, "dossier.yaml", "title: Harbours\n");
    served.until_page("/", "The harbour");
}

#[test]
fn a_root_that_goes_away_and_comes_back_takes_nothing_down() {
    let dossier = small();
    let served = Served::start(&dossier, &[]);
    let (root, away) = (dossier.root(), dossier.root().with_file_name("away"));
    fs::rename(&root, &away).expect("moved");
    served.hear("error[no-dossier]");
    assert_eq!(served.get(HARBOUR).status, 200, "the last good site stays");
    std::thread::sleep(Duration::from_millis(2500));
    assert!(!root.exists(), "it was made anew");
    fs::rename(&away, &root).expect("moved back");
    put(&dossier, "content/articles/harbour.md", &article("The harbour", "It is back."));
    served.until_page(HARBOUR, "It is back.");
}

#[test]
fn seeds_are_not_read_again_because_content_is_away_for_a_moment() {
    let seed = "Talks in Kelmar\n\nKELMAR. The ministers met on 3 March 2019.\n";
    let dossier = small().edit("seeds/talks.txt", seed).build();
    let served = Served::start(&dossier, &[]);
    let (content, away) = (dossier.root().join("content"), dossier.root().join("content.away"));
    fs::rename(&content, &away).expect("moved");
    served.hear("error[content-gone]");
    assert_eq!(served.get(HARBOUR).status, 200);
    assert!(!content.exists());
    fs::rename(&away, &content).expect("moved back");
    put(&dossier, "content/articles/harbour.md", &article("The harbour", "It is back."));
    served.until_page(HARBOUR, "It is back.");
}

//! Codes that no planted file brings about: what commands say when they cannot do what they were asked to. Which code is
//! shown where is in `defects.rs`.

use std::{fs, net::TcpListener};

use crate::driver::{Dossier, command};

const CONFIG: &str = "base_url: https://example.org/\ndeploy:\n  a: {type: dir, path: ../a, releases: 0}\n";
const ARTICLE: &str = "---\ntitle: Talks\ndate: 2019-03-01\n---\nText.\n";

/// A dossier of one article.
fn dossier() -> Dossier {
    Dossier::empty().edit("dossier.yaml", CONFIG).edit("content/articles/a.md", ARTICLE)
}

#[track_caller]
fn assert_says(dossier: &Dossier, code: &str) {
    let said = format!("{}{}", dossier.last.stdout, dossier.last.stderr);
    assert!(said.contains(&format!("[{code}]")), "`{code}` was not said: {said}");
}

#[test]
fn a_command_that_cannot_do_it_says_why() {
    for (code, arguments) in [
        ("bad-theme-name", &["theme", "new", "../mine"][..]),
        ("no-config", &["build", "--config", "staging.yaml"]),
        ("no-name", &["new", "topic", ""]),
        ("no-root", &["build", "--root", "nowhere"]),
        ("not-fetched", &["add", "http://127.0.0.1:1/talks"]),
        ("nothing-named", &["accept"]),
        ("no-correction", &["edit", "q-7e9be353", "speaker"]),
    ] {
        let dossier = dossier().run(arguments);
        assert_ne!(dossier.last.code, Some(0), "{code}");
        assert_says(&dossier, code);
    }
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    assert_says(&dossier().run(&["serve", "--port", &port]), "no-port");
    let dossier = dossier();
    let mut build = command(&dossier.root());
    build.arg("build").env("SOURCE_DATE_EPOCH", "yesterday");
    assert_says(&dossier.run_command(build), "bad-environment");
}

#[test]
fn an_output_that_is_not_ours_is_left_alone_with_a_reason() {
    let foreign = dossier().edit("public/thesis.txt", "mine").run(&["build"]);
    assert_says(&foreign, "foreign-folder");
    assert_eq!(foreign.read("public/thesis.txt"), "mine");

    let broken = dossier().build().edit("public/.dossier-manifest", "no manifest").run(&["build"]);
    assert_says(&broken, "bad-manifest");

    let taken = dossier().build().remove("public/articles").edit("public/articles", "mine").run(&["build"]);
    assert_says(&taken, "output-in-the-way");
    assert_eq!(taken.read("public/articles"), "mine");
}

#[test]
fn a_deploy_that_cannot_begin_says_why() {
    let mut dossier = dossier().run(&["deploy"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    let record = dossier.root().join("../a/.dossier-deployed");
    let text = fs::read_to_string(&record).expect("a record");
    fs::write(&record, text.replace("end\t", "and\t")).expect("a file");
    dossier = dossier.edit("content/articles/b.md", ARTICLE).run(&["deploy"]);
    assert_says(&dossier, "bad-record");

    let blocked = self::dossier().edit(".dossier/deploy", "mine").run(&["deploy"]);
    assert_says(&blocked, "deploy-files");

    let branch = "base_url: https://example.org/\ndeploy:\n  a: {type: git, url: ../pages.git}\n";
    dossier = dossier.edit("dossier.yaml", branch);
    let mut deploy = command(&dossier.root());
    deploy.arg("deploy").env("PATH", "/nowhere");
    assert_says(&dossier.run_command(deploy), "no-program");
}

#[test]
fn one_deploy_waits_for_no_other_of_the_same_dossier() {
    let slow = CONFIG
        .replace("{type: dir, path: ../a, releases: 0}", "{type: command, run: 'touch ../begun; sleep 60'}");
    let dossier = dossier().edit("dossier.yaml", &slow);
    let mut first = command(&dossier.root());
    let mut first = first.arg("deploy").stdout(std::process::Stdio::null()).spawn().expect("the program");
    while !dossier.root().join("../begun").exists() {
        assert!(first.try_wait().expect("a child").is_none(), "it has ended");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let dossier = dossier.run(&["deploy"]);
    first.kill().expect("a kill");
    first.wait().expect("an end");
    assert_says(&dossier, "deploy-busy");
}

#[test]
fn seeds_that_need_no_reading_are_told_apart() {
    let seed = "Talks in Kelmar\n\nKELMAR. The ministers met on 3 March 2019 and spoke about the harbour for two hours.\n";
    let mut dossier = Dossier::empty().edit("dossier.yaml", CONFIG).edit("seeds/talks.txt", seed).build();
    dossier = dossier.edit("seeds/more.txt", &seed.replace("Kelmar", "Velde")).run(&["review"]);
    assert_says(&dossier, "seeds-unread");
    dossier = dossier.build();
    let mut articles = fs::read_dir(dossier.root().join("content/articles")).expect("articles").flatten();
    let name = articles.next().expect("an article").file_name().into_string().expect("a name");
    dossier = dossier.run(&["accept", "--seed", name.trim_end_matches(".md")]);
    assert_says(&dossier, "seed-same");
    dossier = dossier.edit("seeds/talks (1).txt", seed).run(&["build", "--verbose"]);
    assert_says(&dossier, "seed-twin");
}

//! How a dossier is begun: `init`, `new`, and what the program says of itself.

use crate::driver::Dossier;

#[test]
fn init_asks_nothing_and_makes_a_dossier_that_builds() {
    let begun = Dossier::empty().run(&["init", "."]);
    assert_eq!(begun.last.code, Some(0), "{}", begun.last.stderr);
    let settings = begun.read("dossier.yaml");
    assert_eq!(settings.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count(), 1);
    assert!(settings.contains("\n# language: en\n"), "{settings}");
    begun.run(&["build", "--strict"]);
}

#[test]
fn every_setting_that_init_writes_is_one_and_says_its_default() {
    let begun = Dossier::empty().run(&["init", "."]).build();
    let site = begun.output();
    let plain = |line: &str| match line.strip_prefix("# ") {
        Some(key)
            if key
                .split_once(": ")
                .is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_')) =>
        {
            key.to_owned()
        }
        _ => line.to_owned(),
    };
    let settings: Vec<String> = begun.read("dossier.yaml").lines().map(plain).collect();
    let spoken = begun.edit("dossier.yaml", &settings.join("\n")).build();
    assert!(spoken.output() == site, "the defaults are the defaults");
}

#[test]
fn new_files_stand_in_their_place_and_are_never_overwritten() {
    let mut dossier = Dossier::empty().run(&["init", "."]);
    for (kind, name, path) in [
        ("topic", "Kuril Islands", "content/topics/kuril-islands.md"),
        ("source", "RIA: Novosti", "content/sources/ria-novosti.md"),
        ("page", "Méthode & sources", "content/pages/methode-sources.md"),
        ("article", "Talks: a new round", "content/articles/2026-11-23-talks-a-new-round.md"),
    ] {
        dossier = dossier.run(&["new", kind, name]);
        assert_eq!(
            (dossier.last.code, dossier.last.stdout.trim()),
            (Some(0), path),
            "{}",
            dossier.last.stderr
        );
        let mine = dossier.read(path) + "Mine.\n";
        dossier = dossier.edit(path, &mine);
        dossier = dossier.run(&["new", kind, name]);
        assert_eq!(dossier.last.code, Some(1));
        assert!(dossier.last.stderr.contains("is-there") && dossier.read(path).ends_with("Mine.\n"));
    }
    let built = dossier.run(&["build", "--drafts"]);
    assert_eq!(built.last.code, Some(0), "{}", built.last.stderr);
    assert!(built.page("/topics/kuril-islands/").contains("Mine."));
    let nowhere = Dossier::empty().run(&["new", "page", "X"]);
    assert!(nowhere.last.stderr.contains("no-dossier"), "{}", nowhere.last.stderr);
}

#[test]
fn each_command_has_a_manual_page_and_examples() {
    let dossier = Dossier::empty().run(&["man", "man1"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    for command in [
        "build",
        "serve",
        "add",
        "read",
        "review",
        "accept",
        "reject",
        "edit",
        "init",
        "new",
        "man",
        "completions",
    ] {
        let page = dossier.read(&format!("man1/dossier-{command}.1"));
        assert!(page.contains("dossier") && page.contains(".SH SYNOPSIS"), "{command}");
        let help = Dossier::empty().run(&[command, "--help"]).last.stdout;
        assert!(help.contains("Examples:"), "{command}: {help}");
    }
}

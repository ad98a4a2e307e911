//! `dossier check` and `dossier explain`: exit codes, output, and what is allowed with a reason.

use crate::driver::{Dossier, tree};

const FLAWED: &str = "---\ntitle: A\ndate: 2020-01-02\n---\n\nIt leads to [[Nowhere]].\n";

fn flawed() -> Dossier {
    Dossier::empty()
        .edit("dossier.yaml", "base_url: https://example.org/\n")
        .edit("content/articles/a.md", FLAWED)
}

#[test]
fn the_exit_code_says_how_it_went_and_nothing_is_written() {
    let dossier = flawed();
    let before = tree(&dossier.root());
    let dossier = dossier.run(&["check"]);
    assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stdout);
    for part in ["error[unknown-link]", "content/articles/a.md:6:13", "nothing is called `Nowhere`"] {
        assert!(dossier.last.stdout.contains(part), "{part}: {}", dossier.last.stdout);
    }
    assert!(dossier.last.stderr.starts_with("checked "), "{}", dossier.last.stderr);
    assert!(tree(&dossier.root()) == before && !dossier.root().join(".dossier").exists());
    let nothing = Dossier::empty().run(&["check"]);
    assert_eq!(nothing.last.code, Some(2), "{}", nothing.last.stderr);
}

#[test]
fn findings_are_one_json_object_a_line() {
    let dossier = flawed().run(&["check", "--json", "--quiet"]);
    let found: Vec<serde_json::Value> =
        dossier.last.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let link = found.iter().find(|found| found["code"] == "unknown-link").expect("the link");
    assert_eq!((link["line"].as_u64(), link["column"].as_u64()), (Some(6), Some(13)));
    assert_eq!((&link["severity"], &link["path"]), (&"error".into(), &"content/articles/a.md".into()));
    assert_eq!(dossier.last.stderr, "");
}

#[test]
fn what_is_allowed_is_not_said_and_an_idle_rule_is() {
    let rules = "base_url: https://example.org/\ncheck:\n  allow:\n    - {code: unknown-link, path: content/articles/*, \
                 reason: the topic follows}\n    - {code: url-collision, reason: none}\n";
    let dossier = flawed().edit("dossier.yaml", rules).run(&["check"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stdout);
    assert!(!dossier.last.stdout.contains("unknown-link"), "{}", dossier.last.stdout);
    for part in ["warning[allow-unused]", "dossier.yaml:5:7"] {
        assert!(dossier.last.stdout.contains(part), "{part}: {}", dossier.last.stdout);
    }
    assert!(dossier.last.stderr.contains(", 1 allowed by dossier.yaml"), "{}", dossier.last.stderr);
    // A build goes by the same rules.
    assert_eq!(dossier.run(&["build", "--strict"]).last.code, Some(0));
}

#[test]
fn a_rule_needs_a_reason_and_a_code_that_exists() {
    for (rule, expected) in [
        ("{code: unknown-link}", "missing field `reason`"),
        ("{code: unknown-link, reason: ' '}", "a reason is needed"),
        ("{code: unknwon-link, reason: r}", "did you mean `unknown-link`?"),
    ] {
        let text = format!("check:\n  allow:\n    - {rule}\n");
        let dossier = flawed().edit("dossier.yaml", &text).run(&["check"]);
        assert_eq!(dossier.last.code, Some(1), "{}", dossier.last.stderr);
        assert!(dossier.last.stdout.contains(expected), "{rule}: {}", dossier.last.stdout);
        assert!(dossier.last.stdout.contains("dossier.yaml:3:"), "{rule}: {}", dossier.last.stdout);
    }
}

#[test]
fn codes_are_explained() {
    let dossier = Dossier::empty().run(&["explain", "quote-not-verbatim"]);
    assert_eq!(dossier.last.code, Some(0));
    for part in ["What to do:", "Example:", "speaker: Taro Kono"] {
        assert!(dossier.last.stdout.contains(part), "{part}: {}", dossier.last.stdout);
    }
    let dossier = dossier.run(&["explain"]);
    assert!(dossier.last.stdout.lines().count() > 80, "{}", dossier.last.stdout);
    let dossier = dossier.run(&["explain", "quote-not-verbatin"]);
    assert_eq!(dossier.last.code, Some(2));
    assert!(dossier.last.stderr.contains("did you mean `quote-not-verbatim`?"), "{}", dossier.last.stderr);
}

#[test]
fn the_dossier_that_is_shipped_has_nothing_wrong() {
    let mut dossier = Dossier::empty();
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "seeds"] {
        for (path, bytes) in tree(&repository.join(folder)) {
            dossier.write(&format!("{folder}/{path}"), &bytes);
        }
    }
    dossier = dossier.edit("dossier.yaml", include_str!("../dossier.yaml")).run(&["check"]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stdout);
}

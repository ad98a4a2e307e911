//! Where edits land, in every style that a person may write.

use super::*;

const ORDER: [&str; 6] = ["title", "date", "source", "quotes", "events", "seed"];

fn quote() -> Item {
    let same = |text: &str| (text.to_owned(), text.to_owned());
    let (words, name) = (same("We will"), same("Ann Reyes"));
    Item::Map(vec![("text", words.0, words.1), ("speaker", name.0, name.1)])
}

fn pushed(text: &str) -> String {
    push(text, &ORDER, "quotes", &quote(), Style::Block).expect(text)
}

#[test]
fn a_new_key_takes_its_place_among_those_that_are_there() {
    for (before, after) in [
        ("---\ntitle: x\nsource: y\n---\nb", "---\ntitle: x\ndate: 2018\nsource: y\n---\nb"),
        // Behind the nearest before it, wherever that stands.
        ("---\nsource: y\ntitle: x # t\n# s\n---\n", "---\nsource: y\ntitle: x # t\ndate: 2018\n# s\n---\n"),
        // Before the nearest after it, and its comment.
        ("---\n# of the source\nsource: y\n---\n", "---\ndate: 2018\n# of the source\nsource: y\n---\n"),
        ("---\ndraft: true\n---\n", "---\ndraft: true\ndate: 2018\n---\n"),
        ("---\n---\nb", "---\ndate: 2018\n---\nb"),
        ("---\n# only this\n---\nb", "---\n# only this\ndate: 2018\n---\nb"),
        ("b", "---\ndate: 2018\n---\n\nb"),
        ("\u{feff}---\r\ntitle: x\r\n---\r\nb\r\n", "\u{feff}---\r\ntitle: x\r\ndate: 2018\r\n---\r\nb\r\n"),
        ("---\ntitle: |\n  x\n\nsource: y\n---\n", "---\ntitle: |\n  x\n\ndate: 2018\nsource: y\n---\n"),
        ("---\ntitle: 'x\n\n  y'\n---\n", "---\ntitle: 'x\n\n  y'\ndate: 2018\n---\n"),
    ] {
        assert_eq!(set(before, &ORDER, "date", "2018").as_deref(), Some(after), "{before:?}");
    }
}

#[test]
fn a_key_that_says_nothing_is_filled_and_one_that_speaks_is_not() {
    for (before, after) in [
        ("---\ndate:   # when?\n---\n", "---\ndate: 2018   # when?\n---\n"),
        ("---\ndate: \"\" # when?\n---\n", "---\ndate: 2018 # when?\n---\n"),
        ("---\ndate: ~\n---\n", "---\ndate: 2018\n---\n"),
    ] {
        assert_eq!(set(before, &ORDER, "date", "2018").as_deref(), Some(after), "{before:?}");
    }
    assert_eq!(set("---\ndate: 2017\n---\n", &ORDER, "date", "2018"), None);
    assert_eq!(set("---\n{title: x}\n---\n", &ORDER, "date", "2018"), None);
    assert_eq!(set("---\ntitle: x\n", &ORDER, "date", "2018"), None);
}

#[test]
fn an_item_is_written_as_its_list_is() {
    let block = |indent: &str| format!("{indent}- text: We will\n{indent}  speaker: Ann Reyes\n");
    for (before, after) in [
        ("---\ntitle: x\n---\n", format!("---\ntitle: x\nquotes:\n{}---\n", block("  "))),
        (
            "---\nquotes:  # none\nseed: 1\n---\n",
            format!("---\nquotes:  # none\n{}seed: 1\n---\n", block("  ")),
        ),
        (
            "---\nquotes:\n- text: a # a\n  # of a\n\n# next\nseed: 1\n---\n",
            format!("---\nquotes:\n- text: a # a\n  # of a\n{}\n# next\nseed: 1\n---\n", block("")),
        ),
        (
            "---\nquotes:\n    -   text: |\n          a\n\nseed: 1\n---\n",
            format!("---\nquotes:\n    -   text: |\n          a\n\n{}seed: 1\n---\n", block("    ")),
        ),
        (
            "---\nquotes:\n  - {text: a}\n---\n",
            "---\nquotes:\n  - {text: a}\n  - {text: We will, speaker: Ann Reyes}\n---\n".to_owned(),
        ),
        (
            "---\nquotes: [{text: a}, ] # b\n---\n",
            "---\nquotes: [{text: a}, {text: We will, speaker: Ann Reyes}, ] # b\n---\n".to_owned(),
        ),
        ("---\nquotes: []\n---\n", "---\nquotes: [{text: We will, speaker: Ann Reyes}]\n---\n".to_owned()),
        ("---\nquotes: ~\n---\n", "---\nquotes: [{text: We will, speaker: Ann Reyes}]\n---\n".to_owned()),
    ] {
        assert_eq!(pushed(before), after, "{before:?}");
    }
}

#[test]
fn texts_go_into_lists_of_texts() {
    let add =
        |text: &str| push(text, &["name", "aliases"], "aliases", &Item::Text("B b".into()), Style::Flow);
    for (before, after) in [
        ("---\nname: A\n---\n", "---\nname: A\naliases: [B b]\n---\n"),
        ("---\naliases: [a]\n---\n", "---\naliases: [a, B b]\n---\n"),
        ("---\naliases:\n  - a\n---\n", "---\naliases:\n  - a\n  - B b\n---\n"),
        ("---\naliases: # some\n---\n", "---\naliases: [B b] # some\n---\n"),
    ] {
        assert_eq!(add(before).as_deref(), Some(after), "{before:?}");
    }
}

#[test]
fn a_speaker_is_put_into_a_quote_that_has_none() {
    let value = ("Ann".to_owned(), "Ann".to_owned());
    for (before, after) in [
        (
            "---\nquotes:\n  - text: a\n  - text: b\n---\n",
            "---\nquotes:\n  - text: a\n    speaker: Ann\n  - text: b\n---\n",
        ),
        (
            "---\nquotes:\n  - speaker: \"\"\n    text: a\n---\n",
            "---\nquotes:\n  - speaker: Ann\n    text: a\n---\n",
        ),
        ("---\nquotes: [{text: a}]\n---\n", "---\nquotes: [{text: a, speaker: Ann}]\n---\n"),
    ] {
        assert_eq!(set_in_item(before, "quotes", 0, "speaker", &value).as_deref(), Some(after), "{before:?}");
    }
}

#[test]
fn a_hash_is_replaced_in_either_style() {
    let new = |text: &str| replace_in_map(text, "seed", "sha256", "\"ef\"");
    assert_eq!(
        new("---\nseed: {file: a, sha256: ab} # s\n---\n").as_deref(),
        Some("---\nseed: {file: a, sha256: \"ef\"} # s\n---\n")
    );
    assert_eq!(
        new("---\nseed:\n  sha256: 'ab'\n  file: a\n---\n").as_deref(),
        Some("---\nseed:\n  sha256: \"ef\"\n  file: a\n---\n")
    );
    assert_eq!(new("---\nseed: {file: a}\n---\n"), None);
}

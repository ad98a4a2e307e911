//! What is served after any history of edits is what a clean build gives.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::client::Served;
use crate::driver::{Dossier, Tree, tree};

/// What a person, an editor or a script may do while the preview runs.
#[derive(Clone, Debug)]
enum Edit {
    Write {
        file: u8,
        text: u8,
    },
    /// As many editors save: beside it, then over it.
    Swap {
        file: u8,
        text: u8,
    },
    Break {
        file: u8,
    },
    Rename {
        from: u8,
        to: u8,
    },
    Remove {
        file: u8,
    },
    Topic {
        number: u8,
        alias: bool,
    },
    Seed {
        number: u8,
        text: u8,
    },
    Template {
        text: u8,
    },
    NoTemplates,
    Title {
        number: u8,
    },
    BreakConfig,
    /// A folder goes away, something happens meanwhile, and it comes back.
    Away {
        folder: u8,
        edit: u8,
    },
    /// A folder is copied, the original removed, the copy renamed: another inode.
    Replace {
        folder: u8,
    },
    Burst {
        file: u8,
        count: u8,
    },
    NewFolder {
        number: u8,
    },
    Pause {
        tenths: u8,
    },
}

fn edit() -> impl Strategy<Value = Edit> {
    let n = || 0..5_u8;
    prop_oneof![
        4 => (n(), n()).prop_map(|(file, text)| Edit::Write { file, text }),
        3 => (n(), n()).prop_map(|(file, text)| Edit::Swap { file, text }),
        2 => n().prop_map(|file| Edit::Break { file }),
        2 => (n(), n()).prop_map(|(from, to)| Edit::Rename { from, to }),
        2 => n().prop_map(|file| Edit::Remove { file }),
        2 => (0..3_u8, any::<bool>()).prop_map(|(number, alias)| Edit::Topic { number, alias }),
        1 => (0..2_u8, n()).prop_map(|(number, text)| Edit::Seed { number, text }),
        1 => n().prop_map(|text| Edit::Template { text }),
        1 => Just(Edit::NoTemplates),
        1 => n().prop_map(|number| Edit::Title { number }),
        1 => Just(Edit::BreakConfig),
        2 => (n(), n()).prop_map(|(folder, edit)| Edit::Away { folder, edit }),
        1 => n().prop_map(|folder| Edit::Replace { folder }),
        2 => (n(), 5..40_u8).prop_map(|(file, count)| Edit::Burst { file, count }),
        1 => n().prop_map(|number| Edit::NewFolder { number }),
        3 => (0..8_u8).prop_map(|tenths| Edit::Pause { tenths }),
    ]
}

const NAMES: [&str; 3] = ["Vela Torren", "Kadu Bay", "Harbour Council"];
const FOLDERS: [&str; 4] = ["content/articles", "content/topics", "content", "content/review"];

fn article(file: u8, text: u8) -> String {
    let name = NAMES[usize::from(text) % NAMES.len()];
    format!(
        "---\ntitle: Article {file}\ndate: 2017-11-{:02}\nsource: Coast Agency\n---\n{name} spoke {text} times.\n",
        text + 1
    )
}

fn place(root: &Path, file: u8) -> std::path::PathBuf {
    root.join(format!("content/articles/article-{file}.md"))
}

fn write(place: &Path, text: &str) {
    fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
    fs::write(place, text).expect("written");
}

fn apply(root: &Path, edit: &Edit) {
    match *edit {
        Edit::Write { file, text } => write(&place(root, file), &article(file, text)),
        Edit::Swap { file, text } => {
            let beside = root.join("content/articles/.article.tmp");
            write(&beside, &article(file, text));
            fs::rename(beside, place(root, file)).expect("renamed");
        }
        Edit::Break { file } => write(&place(root, file), "---\ntitle: [unclosed\n---\nText.\n"),
        // What is not there cannot be moved or removed.
        Edit::Rename { from, to } => drop(fs::rename(place(root, from), place(root, to))),
        Edit::Remove { file } => drop(fs::remove_file(place(root, file))),
        Edit::Topic { number, alias } => {
            let aliases = if alias { "aliases: [the fleet]\n" } else { "" };
            let text =
                format!("---\nname: {}\nkind: place\n{aliases}---\nProse.\n", NAMES[usize::from(number)]);
            write(&root.join(format!("content/topics/topic-{number}.md")), &text);
        }
        Edit::Seed { number, text } => {
            let seed = format!(
                "A seed about {}\n\nTokyo, 24 November 2017. The council met {text} times.\n\n\"Nothing\", said Vela Torren.\n",
                NAMES[usize::from(text) % NAMES.len()]
            );
            write(&root.join(format!("seeds/seed-{number}.txt")), &seed);
        }
        Edit::Template { text } => {
            write(&root.join("templates/404.html"), &format!("<!doctype html><title>{text}</title>"));
        }
        Edit::NoTemplates => drop(fs::remove_dir_all(root.join("templates"))),
        Edit::Title { number } => write(&root.join("dossier.yaml"), &format!("title: Dossier {number}\n")),
        Edit::BreakConfig => write(&root.join("dossier.yaml"), "titel: x\n"),
        Edit::Away { folder, edit } => {
            let here = root.join(FOLDERS[usize::from(folder) % FOLDERS.len()]);
            let away = root.join("away");
            if here.is_dir() && fs::rename(&here, &away).is_ok() {
                std::thread::sleep(Duration::from_millis(u64::from(edit) * 60));
                // The machine may have put its own files there meanwhile, and may do so once more.
                while fs::rename(&away, &here).is_err() {
                    drop(fs::remove_dir_all(&here));
                }
            }
        }
        Edit::Replace { folder } => {
            let here = root.join(FOLDERS[usize::from(folder) % 2]);
            let copy = root.join("copy");
            for (path, bytes) in tree(&here) {
                write(&copy.join(path), &String::from_utf8(bytes).expect("text"));
            }
            if copy.is_dir() {
                fs::remove_dir_all(&here).expect("removed");
                fs::rename(copy, here).expect("renamed");
            }
        }
        Edit::Burst { file, count } => {
            for number in 0..count {
                write(&place(root, file), &article(file, number % 20));
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        Edit::NewFolder { number } => {
            write(
                &root.join(format!("content/articles/deep/{number}/nested-{number}.md")),
                &article(9, number),
            );
        }
        Edit::Pause { tenths } => std::thread::sleep(Duration::from_millis(u64::from(tenths) * 100)),
    }
}

/// A clean build of what lies there now, at the preview's own address; nothing when it cannot be built.
fn clean_build(root: &Path, port: u16) -> Option<Tree> {
    let inputs = tree(root).into_iter().fold(Dossier::empty(), |copy, (path, bytes)| {
        copy.edit(&path, &String::from_utf8(bytes).expect("text"))
    });
    let before = tree(&inputs.root().join("content"));
    let built = inputs.run(&["build", "--base-url", &format!("http://localhost:{port}/")]);
    assert_eq!(tree(&built.root().join("content")), before, "the preview had left seeds unread");
    Some(built.output()).filter(|output| !output.is_empty())
}

/// The first difference between what is served and what was built.
fn difference(served: &Served, built: &Tree) -> Option<String> {
    let address = |path: &str| format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
    built.iter().find_map(|(path, bytes)| {
        let answer = served.get(&address(path));
        let same = answer.without_script() == *bytes;
        (!same).then(|| {
            format!("{path}\n--- served\n{}\n--- built\n{}", answer.text(), String::from_utf8_lossy(bytes))
        })
    })
}

#[test]
fn what_is_served_after_any_history_of_edits_is_what_a_clean_build_gives() {
    let config = ProptestConfig { cases: 1, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new(config);
    let dossier = Dossier::empty()
        .edit("dossier.yaml", "title: Dossier\n")
        .edit("content/articles/article-0.md", &article(0, 0));
    let root = dossier.root();
    let served = Served::start(&dossier, &[]);
    let (mut compared, mut refused) = (0, 0);
    let mut all = BTreeSet::new();
    for round in 0..8_u8 {
        let history = prop::collection::vec(edit(), 4..16).new_tree(&mut runner);
        let mut history = history.expect("a history").current();
        if round % 3 < 2 {
            history.push(Edit::Title { number: round });
        }
        for edit in &history {
            apply(&root, edit);
        }
        std::thread::sleep(Duration::from_secs(2));
        let Some(built) = clean_build(&root, served.port) else {
            assert!(served.said().contains("error["), "it says why not");
            refused += 1;
            continue;
        };
        compared += 1;
        if let Some(difference) = difference(&served, &built) {
            panic!("after {history:?}: {difference}\n\nit said:\n{}", served.said());
        }
        all.extend(built.keys().cloned());
        for path in all.iter().filter(|path| !built.contains_key(*path)) {
            let answer = served.get(&format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
            assert_ne!(answer.status, 200, "{path} is served and not built, after {history:?}");
        }
    }
    assert!(compared >= 3, "{compared} histories compared, {refused} refused");
}

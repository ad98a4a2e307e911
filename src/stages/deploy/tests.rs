//! What a plan must hold, whatever the two sides are.

use proptest::prelude::*;

use super::*;

fn item(path: &str, hash: u128) -> Item {
    Item { path: path.into(), hash, size: 10 }
}

fn items(paths: &[&str]) -> Vec<Item> {
    let mut items: Vec<Item> = paths.iter().map(|path| item(path, 1)).collect();
    items.sort_by(|a, b| a.path.cmp(&b.path));
    items
}

fn has(files: &[Item]) -> Remote {
    let record = Record::new(false, files.iter().map(|item| item.held(None)).collect());
    Remote { record: Some(record), ..Remote::default() }
}

fn code(result: Result<Plan, Diagnostic>) -> &'static str {
    result.expect_err("a refusal").code
}

fn puts(plan: &Plan) -> Vec<&str> {
    plan.puts.iter().map(|put| &*put.item.path).collect()
}

fn deletes(plan: &Plan) -> Vec<&str> {
    plan.deletes.iter().map(|held| &*held.path).collect()
}

const SITE: [&str; 8] = [
    "assets/style.0a1b2c3d.css",
    "articles/a/index.html",
    "articles/b/index.html",
    "articles/c/index.html",
    "articles/d/index.html",
    "atom.xml",
    "index.html",
    "robots.txt",
];

#[test]
fn assets_go_first_then_new_pages_then_changed_ones_then_feeds() {
    let mut remote = has(&items(&["articles/a/index.html", "index.html", "old.txt", "sitemap.xml"]));
    for held in &mut remote.record.as_mut().expect("a record").files {
        held.hash = Some(99);
    }
    let plan = plan(&items(&SITE), &remote, Limits::default()).expect("a plan");
    assert_eq!(
        puts(&plan),
        [
            "assets/style.0a1b2c3d.css",
            "articles/b/index.html",
            "articles/c/index.html",
            "articles/d/index.html",
            "articles/a/index.html",
            "index.html",
            "atom.xml",
            "robots.txt"
        ]
    );
    assert_eq!(deletes(&plan), ["sitemap.xml", "old.txt"]);
    assert_eq!((plan.new_files(), plan.bytes()), (6, 80));
}

#[test]
fn an_empty_site_is_refused() {
    assert_eq!(code(plan(&[], &Remote::default(), Limits::default())), "empty-site");
    assert_eq!(code(plan(&items(&["atom.xml"]), &Remote::default(), Limits::default())), "empty-site");
}

#[test]
fn more_than_a_quarter_of_the_pages_does_not_go_by_accident() {
    let remote = has(&items(&SITE));
    let without = |gone: usize| items(&[&SITE[..1], &SITE[1 + gone..]].concat());
    assert!(plan(&without(1), &remote, Limits::default()).is_ok(), "a fifth may go");
    assert_eq!(code(plan(&without(2), &remote, Limits::default())), "too-many-deletes");
    let allow = |most| Limits { allow_delete: Some(most), ..Limits::default() };
    assert_eq!(code(plan(&without(2), &remote, allow(1))), "too-many-deletes");
    assert_eq!(deletes(&plan(&without(2), &remote, allow(2)).expect("allowed")).len(), 2);
}

#[test]
fn files_of_others_are_neither_replaced_nor_shadowed() {
    for foreign in ["index.html", "articles", "atom.xml/deep"] {
        let remote = Remote { foreign: [foreign.to_owned()].into(), ..Remote::default() };
        assert_eq!(code(plan(&items(&SITE), &remote, Limits::default())), "foreign-file", "{foreign}");
        let force = Limits { force: true, ..Limits::default() };
        assert!(plan(&items(&SITE), &remote, force).is_ok());
    }
    for (foreign, refused) in [("index.html", true), ("articles", false), ("atom.xml/deep", false)] {
        let remote = Remote { foreign: [foreign.to_owned()].into(), flat: true, ..Remote::default() };
        assert_eq!(plan(&items(&SITE), &remote, Limits::default()).is_err(), refused, "{foreign} as a key");
    }
    let harmless = ["CNAME", "articles/e", "index.html.bak", "articles-old/x"];
    let foreign = harmless.map(str::to_owned).into();
    let planned = plan(&items(&SITE), &Remote { foreign, ..Remote::default() }, Limits::default());
    assert!(planned.expect("a plan").deletes.is_empty());
}

#[test]
fn old_fingerprinted_assets_stay_for_one_more_version() {
    let site = |css: &str, page: u128| {
        let mut items = items(&[css]);
        items.push(item("index.html", page));
        items
    };
    let first = site("assets/style.00000000.css", 1);
    let second = site("assets/style.11111111.css", 2);
    let plan_2 = plan(&second, &has(&first), Limits::default()).expect("a plan");
    assert_eq!((plan_2.kept.len(), plan_2.deletes.len()), (1, 0));
    let remote = Remote { record: Some(plan_2.done()), ..Remote::default() };
    assert!(plan(&second, &remote, Limits::default()).expect("a plan").is_empty(), "nothing has changed");
    let third = site("assets/style.11111111.css", 3);
    let plan_3 = plan(&third, &remote, Limits::default()).expect("a plan");
    assert_eq!(deletes(&plan_3), ["assets/style.00000000.css"]);
    // One that is wanted again is there already.
    let back = plan(&site("assets/style.00000000.css", 1), &remote, Limits::default()).expect("a plan");
    assert_eq!(puts(&back), ["index.html"]);
}

#[test]
fn assets_of_deploys_that_did_not_end_stay_until_one_has() {
    let site = |n: u128| [item(&format!("assets/style.0000000{n}.css"), n), item("index.html", n)];
    let at = |record| Remote { record: Some(record), ..Remote::default() };
    let mut remote = has(&site(0));
    for n in 1..5 {
        // Killed after its page was sent: readers hold pages of any of these versions.
        let killed = plan(&site(n), &remote, Limits::default()).expect("a plan");
        assert_eq!((killed.kept.len(), killed.deletes.len()), (n as usize, 0), "deploy {n}");
        remote = at(killed.claim());
    }
    let whole = plan(&site(5), &remote, Limits::default()).expect("a plan");
    assert_eq!((whole.kept.len(), deletes(&whole).len()), (5, 0));
    let next = plan(&site(6), &at(whole.done()), Limits::default()).expect("a plan");
    assert_eq!((next.kept.len(), next.deletes.len()), (1, 5));
    // What was to go may be gone.
    let after = plan(&site(7), &at(next.claim()), Limits::default()).expect("a plan");
    assert_eq!((after.kept.len(), after.deletes.len()), (2, 5));
}

#[test]
fn what_was_lost_at_the_host_is_sent_again() {
    let mut remote = has(&items(&SITE));
    remote.lost.insert("atom.xml".to_owned());
    let plan = plan(&items(&SITE), &remote, Limits::default()).expect("a plan");
    assert_eq!(puts(&plan), ["atom.xml"]);
}

#[test]
fn only_marked_names_of_assets_are_kept_forever() {
    for path in ["assets/style.0a1b2c3d.css", "assets/fonts/x.00000000.woff2", "assets/LICENSE.01234567"] {
        assert!(is_fingerprinted(path), "{path}");
    }
    for path in
        ["assets/style.css", "media/style.0a1b2c3d.css", "assets/a.0A1B2C3D.css", "assets/0a1b2c3d/x.css"]
    {
        assert!(!is_fingerprinted(path), "{path}");
    }
}

fn files() -> impl Strategy<Value = Vec<Item>> {
    let name = prop::sample::select(vec![
        "index.html",
        "a/index.html",
        "b/index.html",
        "assets/s.00000000.css",
        "assets/s.11111111.css",
        "atom.xml",
        "x.json",
    ]);
    prop::collection::btree_map(name, 0_u128..3, 0..7)
        .prop_map(|files| files.into_iter().map(|(path, hash)| item(path, hash)).collect())
}

proptest! {
    /// Carried out up to any step and planned again, every file of the site is there, and nothing is forgotten
    /// that this program has put there.
    #[test]
    fn a_deploy_that_ends_anywhere_is_completed_by_the_next(
        before in files(), first in files(), second in files(), stop in 0_usize..20, foreign in any::<bool>()
    ) {
        let limits = Limits { allow_delete: Some(100), force: false };
        let mut host = Host::default();
        if foreign {
            host.files.insert("CNAME".to_owned(), 77);
        }
        for (local, stop) in [(before, usize::MAX), (first, stop), (second, usize::MAX)] {
            let Ok(plan) = plan(&local, &host.look(), limits) else { continue };
            let whole = host.carry_out(&plan, stop);
            prop_assert!(host.knows_all_it_has(foreign));
            if whole {
                for item in &local {
                    prop_assert_eq!(host.files.get(&*item.path), Some(&item.hash));
                }
                let again = super::plan(&local, &host.look(), limits).expect("a plan");
                prop_assert!(again.is_empty(), "{:?}", again);
            }
        }
        prop_assert_eq!(host.files.contains_key("CNAME"), foreign);
    }
}

/// A host in memory.
#[derive(Default)]
struct Host {
    files: std::collections::BTreeMap<String, u128>,
    record: Option<Record>,
}

impl Host {
    fn look(&self) -> Remote {
        Remote { record: self.record.clone(), ..Remote::default() }
    }

    /// Does the first steps; says whether these were all.
    fn carry_out(&mut self, plan: &Plan, stop: usize) -> bool {
        let mut left = stop;
        let mut step = || {
            left = left.saturating_sub(1);
            left > 0
        };
        if !step() {
            return false;
        }
        self.record = Some(plan.claim());
        for put in &plan.puts {
            if !step() {
                return false;
            }
            self.files.insert(put.item.path.to_string(), put.item.hash);
        }
        for held in &plan.deletes {
            if !step() {
                return false;
            }
            self.files.remove(&*held.path);
        }
        let whole = step();
        if whole {
            self.record = Some(plan.done());
        }
        whole
    }

    fn knows_all_it_has(&self, foreign: bool) -> bool {
        let known = |path: &str| self.record.as_ref().is_some_and(|record| record.find(path).is_some());
        self.files.keys().all(|path| known(path) || (foreign && path == "CNAME"))
    }
}

//! Object stores: `s3s-fs`, which checks every signature, and moto, which knows conditions and pages of keys.

mod service;

use std::{collections::BTreeMap, fs, io::Read as _, thread, time::Duration};

use self::service::{KEY, SECRET, Store, run, run_as};
use super::{
    article, assert_published,
    load::{kill_once, round, survive_kills},
    proxy::{Fault, Request},
    there_is,
};
use crate::driver::{Dossier, Tree, command};

fn deploy(dossier: Dossier) -> Dossier {
    let dossier = run(dossier, &[]);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    dossier
}

/// A dossier that is published to a store.
fn published_to(store: &Store, more: &str) -> Dossier {
    let config = format!("title: Test\nbase_url: https://example.org/\ndeploy:\n{}", store.target(more));
    let dossier = Dossier::empty().edit("dossier.yaml", &config);
    (0..8).fold(dossier, |dossier, n| article(dossier, n, "As it was."))
}

/// The objects below a prefix, but for those of others.
fn below(objects: Tree, prefix: &str, theirs: &str) -> Tree {
    objects
        .into_iter()
        .filter_map(|(key, bytes)| Some((key.strip_prefix(prefix)?.to_owned(), bytes)))
        .filter(|(path, _)| !path.starts_with(theirs))
        .collect()
}

fn put<'a>(seen: &'a [Request], end: &str) -> &'a BTreeMap<String, String> {
    let is_it = |request: &&Request| request.method == "PUT" && request.path.ends_with(end);
    &seen.iter().find(is_it).unwrap_or_else(|| panic!("{end} was not sent")).headers
}

#[test]
fn a_bucket_gets_the_site_and_then_only_what_has_changed() {
    let Some(store) = Store::strict("a_bucket_gets_the_site") else { return };
    let dossier = deploy(published_to(&store, ""));
    assert_published(&store.objects(), &dossier, &[]);
    let seen = store.proxy.seen();
    let page = put(&seen, "bucket/articles/a1/index.html");
    assert_eq!(page["content-type"], "text/html; charset=utf-8");
    assert!(page["cache-control"].contains("max-age=60"), "{page:?}");
    assert!(page["authorization"].starts_with("AWS4-HMAC-SHA256"));
    let style = seen.iter().find(|request| request.path.ends_with("css")).expect("a style sheet");
    assert!(style.headers["cache-control"].contains("immutable"), "{style:?}");
    // Assets before pages, pages before the feed, the record around all of it.
    let place = |end: &str| {
        seen.iter().position(|request| request.method == "PUT" && request.path.ends_with(end)).expect(end)
    };
    assert!(place("/.dossier-deployed") < place(".css") && place(".css") < place("bucket/index.html"));
    assert!(place("bucket/index.html") < place("bucket/atom.xml"));

    // Nothing new: the record is read, the keys are listed, and nothing is sent.
    store.proxy.set(Fault::None);
    let dossier = deploy(dossier);
    let asked: Vec<_> = store.proxy.seen().iter().map(|request| request.method.clone()).collect();
    assert_eq!(asked, ["GET", "GET"], "{}", dossier.last.stderr);

    store.proxy.set(Fault::None);
    let dossier = deploy(article(dossier, 2, "Corrected."));
    assert_published(&store.objects(), &dossier, &[]);
    assert!(store.proxy.count() < 16, "{} requests for one article", store.proxy.count());
    let dossier = deploy(dossier.remove("content/articles/a2.md"));
    assert_published(&store.objects(), &dossier, &[]);
    // What somebody deleted by hand comes back, and so does what somebody cut short.
    fs::remove_file(store.file("atom.xml")).expect("a file");
    fs::write(store.file("index.html"), "").expect("a file");
    let dossier = deploy(dossier);
    assert_published(&store.objects(), &dossier, &[]);
}

#[test]
fn a_thousand_keys_of_others_survive_and_a_prefix_has_neighbours() {
    let stores = [Store::strict("a_thousand_keys_of_others"), Store::moto("a_thousand_keys_of_others")];
    for store in stores.iter().flatten() {
        let foreign: Vec<String> = (0..1000).map(|number| format!("test/theirs/{number}.txt")).collect();
        let near = ["test-123/index.html", "test.html", "tes/index.html", "test/articles"].map(str::to_owned);
        let near = if store.is_moto() { &near[..] } else { &near[..3] };
        for key in foreign.iter().chain(near) {
            store.make(key, "theirs");
        }
        let mut dossier = deploy(published_to(store, ", prefix: test"));
        dossier = deploy(dossier.remove("content/articles/a3.md"));
        let objects = store.objects();
        for key in foreign.iter().chain(near) {
            assert_eq!(objects.get(key).map(Vec::as_slice), Some(&b"theirs"[..]), "{key}");
        }
        let mut ours = below(objects, "test/", "theirs/");
        ours.remove("articles");
        assert_published(&ours, &dossier, &[]);

        // Where another site is already, nothing is replaced.
        store.make("index.html", "theirs");
        let whole = dossier.read("dossier.yaml").replace(", prefix: test", "");
        let dossier = run(dossier.edit("dossier.yaml", &whole), &[]);
        assert!(dossier.last.stderr.contains("[foreign-file]"), "{}", dossier.last.stderr);
        assert_eq!(store.objects()["index.html"], b"theirs");
    }
}

#[test]
fn keys_that_no_list_can_show_are_no_hindrance_and_nothing_is_replaced_unseen() {
    let Some(store) = Store::moto("keys_that_no_list_can_show") else { return };
    store.make("theirs//twice", "theirs");
    let dossier = deploy(published_to(&store, ""));
    let dossier = deploy(article(dossier, 2, "Corrected."));
    let mut objects = store.objects();
    assert_eq!(objects.remove("theirs//twice").as_deref(), Some(&b"theirs"[..]));
    assert_published(&objects, &dossier, &[]);
    store.make("articles/a9/index.html", "theirs");
    let dossier = run(article(dossier, 9, "New."), &[]);
    assert!(dossier.last.stderr.contains("[foreign-file]"), "{}", dossier.last.stderr);
    assert_eq!(store.objects()["articles/a9/index.html"], b"theirs");
}

#[test]
fn a_container_of_azure_gets_the_site_and_then_only_what_has_changed() {
    let Some(store) = Store::azurite("a_container_of_azure") else { return };
    let dossier = deploy(published_to(&store, ", prefix: kuril"));
    assert_published(&below(store.objects(), "kuril/", "-"), &dossier, &[]);
    let seen = store.proxy.seen();
    let page = put(&seen, "bucket/kuril/articles/a1/index.html");
    assert_eq!(page["x-ms-blob-content-type"], "text/html; charset=utf-8");
    assert!(page["x-ms-blob-cache-control"].contains("max-age=60"), "{page:?}");
    store.proxy.set(Fault::None);
    let dossier = deploy(dossier);
    let asked: Vec<_> = store.proxy.seen().iter().map(|request| request.method.clone()).collect();
    assert_eq!(asked, ["GET", "GET"], "{}", dossier.last.stderr);
    // Whoever was faster is noticed: the record is not the one that was read.
    let other = Dossier::empty().edit("dossier.yaml", &dossier.read("dossier.yaml"));
    let other = (0..8).fold(other, |dossier, n| article(dossier, n, "By somebody else."));
    store.proxy.set(Fault::None);
    let people = thread::scope(|scope| {
        [article(dossier, 2, "Corrected."), other]
            .map(|dossier| scope.spawn(|| run(dossier, &[])))
            .map(|thread| thread.join().expect("a deploy"))
    });
    for dossier in &people {
        let said = &dossier.last.stderr;
        assert!(dossier.last.code == Some(0) || said.contains("[deploy-race]"), "{said}");
    }
    let [dossier, _] = people;
    let dossier = deploy(dossier.remove("content/articles/a3.md"));
    assert_published(&below(store.objects(), "kuril/", "-"), &dossier, &[]);
    // A lost answer and a refusal.
    for fault in [Fault::Lost(2), Fault::Broken(4), Fault::Denied(5), Fault::DeniedAfter(2)] {
        store.proxy.set(fault);
        let changed = run(article(dossier_again(&dossier), 4, &format!("{fault:?}")), &[]);
        store.proxy.set(Fault::None);
        let changed = deploy(changed);
        assert_published(&below(store.objects(), "kuril/", "-"), &changed, &[]);
    }
    let secret =
        run_as(dossier, &["--verbose"], &[("AZURE_STORAGE_SAS_KEY", "sv=2021&sig=very-secret-1234")]);
    let said = format!("{}{}", secret.last.stdout, secret.last.stderr);
    assert!(secret.last.code == Some(1) && !said.contains("very-secret"), "{said}");
}

/// The same texts and settings in another folder.
fn dossier_again(dossier: &Dossier) -> Dossier {
    let all = crate::driver::tree(&dossier.root());
    let texts = all.into_iter().filter(|(path, _)| path.starts_with("content/") || path == "dossier.yaml");
    texts.fold(Dossier::empty(), |copy, (path, bytes)| copy.edit(&path, &String::from_utf8_lossy(&bytes)))
}

#[test]
fn a_fault_at_any_request_is_mended_by_the_next_deploy() {
    let Some(store) = Store::strict("a_fault_at_any_request") else { return };
    // The client itself asks again after a broken connection, so these two take turns.
    let broken =
        |number: usize| if number.is_multiple_of(2) { Fault::Broken(number) } else { Fault::Lost(number) };
    let kinds: [&dyn Fn(usize) -> Fault; 3] = [&Fault::Denied, &Fault::DeniedAfter, &broken];
    for kind in kinds {
        store.clear();
        let mut dossier = deploy(published_to(&store, ""));
        let mut number = 0;
        loop {
            // A new article, a changed one, and one that goes, in turns.
            dossier = article(dossier, 10 + number % 3, &format!("Round {number}."));
            let gone = format!("content/articles/a{}.md", 10 + (number + 1) % 3);
            if dossier.root().join(&gone).exists() {
                dossier = dossier.remove(&gone);
            }
            store.proxy.set(kind(number));
            dossier = run(dossier, &[]);
            let (code, requests) = (dossier.last.code, store.proxy.count());
            store.proxy.set(Fault::None);
            dossier = deploy(dossier);
            assert_published(&store.objects(), &dossier, &[]);
            if code == Some(0) && requests <= number + 1 {
                break;
            }
            let denied = matches!(kind(0), Fault::Denied(_) | Fault::DeniedAfter(_));
            assert!(!denied || code == Some(1), "request {number} was denied, and it went well");
            number += 1;
        }
        assert!(number > 8, "only {number} requests");
    }
}

#[test]
fn texts_may_be_compressed_and_are_sent_again_when_that_changes() {
    let Some(store) = Store::strict("texts_may_be_compressed") else { return };
    let dossier = deploy(published_to(&store, ", compress: true"));
    let mut text = Vec::new();
    let objects = store.objects();
    flate2::read::GzDecoder::new(&objects["index.html"][..]).read_to_end(&mut text).expect("gzip");
    assert_eq!(dossier.output()["index.html"], text);
    assert_eq!(put(&store.proxy.seen(), "bucket/index.html")["content-encoding"], "gzip");
    store.proxy.set(Fault::None);
    let dossier = deploy(dossier);
    assert!(store.proxy.seen().iter().all(|request| request.method == "GET"));
    let plain = dossier.read("dossier.yaml").replace(", compress: true", "");
    let dossier = deploy(dossier.edit("dossier.yaml", &plain));
    assert_published(&store.objects(), &dossier, &[]);
}

#[test]
fn a_wrong_secret_is_refused_and_never_printed() {
    let Some(store) = Store::strict("a_wrong_secret_is_refused") else { return };
    let dossier = published_to(&store, "");
    let wrong = "wrong-secret-of-this-test-987";
    let dossier =
        run_as(dossier, &["--verbose"], &[("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", wrong)]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(store.objects().is_empty());
    let said = format!("{}{}", dossier.last.stdout, dossier.last.stderr);
    assert!(said.contains("[deploy-failed]") && said.contains("AWS_ACCESS_KEY_ID"), "{said}");
    assert!(!said.contains(wrong) && !said.contains("<Error>"), "{said}");
    // The file of the AWS programs does as well.
    let file = format!(
        "[default]\naws_access_key_id = x\n[work]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
    );
    let dossier = dossier.edit("../credentials", &file);
    let profile = [("AWS_PROFILE", "work"), ("AWS_SHARED_CREDENTIALS_FILE", "../credentials")];
    let dossier = run_as(dossier, &[], &profile);
    assert_eq!(dossier.last.code, Some(0), "{}", dossier.last.stderr);
    assert_published(&store.objects(), &dossier, &[]);
}

#[test]
fn a_bucket_that_is_not_there_is_told() {
    let Some(store) = Store::strict("a_bucket_that_is_not_there") else { return };
    let dossier = published_to(&store, "");
    let other = dossier.read("dossier.yaml").replace("bucket: bucket", "bucket: other");
    let dossier = run(dossier.edit("dossier.yaml", &other), &[]);
    assert_eq!(dossier.last.code, Some(1));
    assert!(dossier.last.stderr.contains("make the bucket or container first"), "{}", dossier.last.stderr);
}

#[test]
fn two_who_deploy_at_the_same_time_notice_each_other_and_lose_nothing() {
    let Some(store) = Store::moto("two_who_deploy_at_the_same_time") else { return };
    store.make("theirs.txt", "theirs");
    // The first deploy of all says which files are ours; until it has ended, those of the other are foreign.
    deploy(published_to(&store, ""));
    let mut people = [0, 1].map(|_| published_to(&store, ""));
    let mut well = 0;
    for number in 0..8 {
        let edited = people
            .into_iter()
            .enumerate()
            .map(|(person, dossier)| article(dossier, 3, &format!("By person {person} in round {number}.")));
        let edited: Vec<Dossier> = edited.collect();
        people = thread::scope(|scope| {
            let all: Vec<_> = edited.into_iter().map(|dossier| scope.spawn(|| run(dossier, &[]))).collect();
            let ended: Vec<Dossier> =
                all.into_iter().map(|thread| thread.join().expect("a deploy")).collect();
            ended.try_into().unwrap_or_else(|_| panic!("two people"))
        });
        for dossier in &people {
            let said = &dossier.last.stderr;
            assert!(dossier.last.code == Some(0) || said.contains("[deploy-race]"), "{said}");
            well += usize::from(dossier.last.code == Some(0));
        }
    }
    assert!(well >= 8, "only {well} came through");
    let [_, last] = people;
    let last = deploy(article(last, 3, "The last."));
    assert_published(&store.objects(), &last, &["theirs.txt"]);
}

#[test]
fn twenty_killed_deploys_under_load_break_no_link() {
    let Some(store) = Store::strict("twenty_killed_deploys_to_a_bucket") else { return };
    if !there_is("nginx", "twenty_killed_deploys_to_a_bucket") {
        return;
    }
    let dossier = deploy(round(published_to(&store, ""), 0));
    let kill = |dossier: &Dossier, number: usize| {
        store.proxy.set(Fault::None);
        let mut deploy = command(&dossier.root());
        deploy.arg("deploy").env("AWS_ACCESS_KEY_ID", KEY).env("AWS_SECRET_ACCESS_KEY", SECRET);
        // In each round two requests later.
        kill_once(deploy, || store.proxy.count() >= 2 + 2 * number, Duration::ZERO);
    };
    let served = store.folder();
    let dossier = survive_kills(dossier, &served, kill, deploy);
    assert_published(&store.objects(), &dossier, &[]);
}

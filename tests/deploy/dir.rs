//! The folder: with nginx in front of it, and deploys that are killed.

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use super::{article, assert_published, deploy, dossier, linked_tree, there_is};
use crate::driver::{Dossier, command};

/// A web server for a folder, and its port.
struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    fn serve(folder: &Path, own: &Path) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        fs::create_dir_all(own).expect("a folder");
        let (own, root) = (own.display(), folder.display());
        let config = format!(
            "daemon off; master_process off; pid {own}/pid; error_log {own}/error.log;\n\
             events {{}}\n\
             http {{ access_log off; client_body_temp_path {own}/b; proxy_temp_path {own}/p; \
             fastcgi_temp_path {own}/f; uwsgi_temp_path {own}/u; scgi_temp_path {own}/s;\n\
             server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }} }}\n"
        );
        let file = format!("{own}/nginx.conf");
        fs::write(&file, config).expect("a file");
        let program = if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" };
        let child = Command::new(program)
            .args(["-c", &file, "-e", &format!("{own}/error.log")])
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx");
        let nginx = Self { child, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "nginx does not answer");
            sleep(Duration::from_millis(20));
        }
        nginx
    }

    /// Status and body of an address.
    fn get(port: u16, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The style sheets, scripts and pages that a page leads to on its own site.
fn references(html: &str) -> BTreeSet<String> {
    let after = |mark: &str| {
        html.split(mark)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let all = [after("href=\""), after("src=\"")].concat();
    all.into_iter()
        .filter(|address| address.starts_with('/') && !address.starts_with("//"))
        .map(|address| address.split(['#', '?']).next().unwrap_or_default().to_owned())
        .collect()
}

/// Every page and the theme's style sheet say which round it is.
fn round(dossier: Dossier, number: usize) -> Dossier {
    let dossier = (0..8).fold(dossier, |dossier, n| article(dossier, n, &format!("Round {number}.")));
    dossier.edit("static/style.css", &format!(".round-{number} {{}}\n"))
}

/// Reads pages, and all that they refer to, 50 requests a second and more, until told to stop.
fn read_on(port: u16, stop: &AtomicBool, requests: &AtomicUsize) -> Vec<String> {
    let mut broken = Vec::new();
    let pages = ["/", "/articles/", "/articles/a0/", "/articles/a5/", "/timeline/"];
    for page in pages.iter().cycle() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let (status, html) = Nginx::get(port, page);
        if status != 200 || !html.trim_end().ends_with("</html>") {
            broken.push(format!("{page}: {status}"));
        }
        requests.fetch_add(1, Ordering::Relaxed);
        for address in references(&html) {
            let (status, _) = Nginx::get(port, &address);
            requests.fetch_add(1, Ordering::Relaxed);
            if status != 200 {
                broken.push(format!("{page} refers to {address}: {status}"));
            }
        }
        sleep(Duration::from_millis(20));
    }
    broken
}

#[test]
fn twenty_killed_deploys_under_load_serve_no_broken_reference() {
    if !there_is("nginx", "twenty_killed_deploys_under_load_serve_no_broken_reference") {
        return;
    }
    for (releases, folder) in [(3, "current"), (0, ".")] {
        let dossier = dossier(&format!("  www: {{type: dir, path: ../www, releases: {releases}}}\n"));
        let mut dossier = deploy(round(dossier, 0), &[]);
        let root = dossier.root();
        let served = root.join("../www").join(folder);
        let nginx = Nginx::serve(&served, &root.join("../nginx"));
        let (stop, requests) = (AtomicBool::new(false), AtomicUsize::new(0));
        let started = Instant::now();
        let (broken, dossier) = thread::scope(|scope| {
            let reader = scope.spawn(|| read_on(nginx.port, &stop, &requests));
            for number in 1..=20 {
                dossier = round(dossier, number);
                kill_while_it_deploys(&root, number);
            }
            let dossier = deploy(round(dossier, 21), &[]);
            sleep(Duration::from_millis(200));
            stop.store(true, Ordering::Relaxed);
            (reader.join().expect("a reader"), dossier)
        });
        let (count, time) = (requests.load(Ordering::Relaxed), started.elapsed().as_millis());
        let rate = count as u128 * 1000 / time;
        let _ = writeln!(std::io::stderr(), "{count} requests under load, {rate} a second");
        assert!(broken.is_empty(), "releases: {releases}: {broken:#?}");
        assert_published(&linked_tree(&served), &dossier, &[]);
    }
}

/// Kills a deploy soon after it has begun to write to the host: in each round a little later.
fn kill_while_it_deploys(root: &Path, number: usize) {
    let mut child =
        command(root).arg("deploy").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
    let under_way = || {
        let part = fs::read_dir(root.join("../www/releases")).into_iter().flatten().flatten();
        part.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
            || root.join("../www/.dossier-work").exists()
    };
    while !under_way() && child.try_wait().expect("a child").is_none() {}
    let files = |from: &Instant| from.elapsed() < Duration::from_micros(400 * number as u64);
    let begun = Instant::now();
    while files(&begun) && child.try_wait().expect("a child").is_none() {}
    child.kill().expect("a kill");
    child.wait().expect("its end");
}

#[test]
fn files_of_others_in_the_folder_survive_every_deploy() {
    for (releases, folder) in [(2, "current"), (0, ".")] {
        let target = format!("  www: {{type: dir, path: ../www, releases: {releases}}}\n");
        let mut dossier = deploy(dossier(&target), &[]);
        let served = dossier.root().join("../www").join(folder);
        let foreign = ["CNAME", "articles/a3/notes.txt", "google123.html"];
        for path in foreign {
            fs::write(served.join(path), "mine").expect(path);
        }
        dossier = dossier.remove("content/articles/a3.md");
        for number in 4..7 {
            dossier = deploy(article(dossier, number, "New."), &[]);
        }
        let host = linked_tree(&served);
        assert!(!host.contains_key("articles/a3/index.html"), "a withdrawn article is still there");
        let mut expected = foreign.to_vec();
        if releases == 0 {
            // The other files of the folder are the program's own.
            expected.retain(|path| host.contains_key(*path));
            assert_eq!(expected.len(), 3);
        }
        assert_published(&host, &dossier, &expected);
    }
}

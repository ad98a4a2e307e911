//! Readers who do not stop while deploys are killed: nginx before a folder, and everything that its pages lead to.

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

use super::article;
use crate::driver::Dossier;

/// A port that nobody listens at.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port()
}

/// Waits until somebody listens at a port of this machine.
pub(crate) fn wait_for(port: u16, who: &str) {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(started.elapsed() < Duration::from_secs(60), "{who} does not answer");
        sleep(Duration::from_millis(20));
    }
}

/// A program that ends with the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A web server for a folder, and its port.
pub(crate) struct Nginx {
    _running: Running,
    pub(crate) port: u16,
}

impl Nginx {
    pub(crate) fn serve(folder: &Path, own: &Path) -> Self {
        let port = free_port();
        fs::create_dir_all(own).expect("a folder");
        let (own, root) = (own.display(), folder.display());
        let config = format!(
            "daemon off; master_process off; pid {own}/pid; error_log {own}/error.log;\n\
             events {{}}\n\
             http {{ access_log off; client_body_temp_path {own}/b; proxy_temp_path {own}/p; \
             fastcgi_temp_path {own}/f; uwsgi_temp_path {own}/u; scgi_temp_path {own}/s;\n\
             server {{ listen 127.0.0.1:{port}; root \"{root}\"; index index.html; }} }}\n"
        );
        let file = format!("{own}/nginx.conf");
        fs::write(&file, config).expect("a file");
        let program = if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" };
        let child = Command::new(program)
            .args(["-c", &file, "-e", &format!("{own}/error.log")])
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx");
        let nginx = Self { _running: Running(child), port };
        wait_for(port, "nginx");
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

/// The style sheets, scripts and pages that a page leads to on its own site.
pub(crate) fn references(html: &str) -> BTreeSet<String> {
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
pub(crate) fn round(dossier: Dossier, number: usize) -> Dossier {
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

/// Twenty rounds of edits whose deploys are killed, and one that is not, while a reader of the folder never stops.
/// The site is published already.
pub(crate) fn survive_kills(
    mut dossier: Dossier,
    served: &Path,
    kill: impl Fn(&Dossier, usize),
    deploy: impl Fn(Dossier) -> Dossier,
) -> Dossier {
    let nginx = Nginx::serve(served, &dossier.root().join("../nginx"));
    let (stop, requests) = (AtomicBool::new(false), AtomicUsize::new(0));
    let started = Instant::now();
    let (broken, dossier) = thread::scope(|scope| {
        let reader = scope.spawn(|| read_on(nginx.port, &stop, &requests));
        for number in 1..=20 {
            dossier = round(dossier, number);
            kill(&dossier, number);
        }
        let dossier = deploy(round(dossier, 21));
        sleep(Duration::from_millis(200));
        stop.store(true, Ordering::Relaxed);
        (reader.join().expect("a reader"), dossier)
    });
    let (count, time) = (requests.load(Ordering::Relaxed), started.elapsed().as_millis());
    let rate = count as u128 * 1000 / time;
    let _ = writeln!(std::io::stderr(), "{count} requests under load, {rate} a second");
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(count > 100, "only {count} requests");
    dossier
}

/// What changes in a folder as soon as a deploy begins to write there.
pub(crate) fn signs_of_life(www: &Path) -> impl PartialEq + use<> {
    ["releases", ".dossier-work"].map(|name| fs::metadata(www.join(name)).and_then(|it| it.modified()).ok())
}

/// Runs a command until `under_way` says so or it has ended by itself, waits a little, and kills it.
pub(crate) fn kill_once(mut command: Command, under_way: impl Fn() -> bool, more: Duration) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
    while !under_way() && child.try_wait().expect("a child").is_none() {}
    let begun = Instant::now();
    while begun.elapsed() < more && child.try_wait().expect("a child").is_none() {}
    child.kill().expect("a kill");
    child.wait().expect("its end");
}

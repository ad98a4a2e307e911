//! Asking other sites whether the pages that a dossier links to are still there, for `dossier check --external`.
//!
//! It is the user's own list of addresses, and other people's servers: one request at a time to a host, with a pause
//! after each; `HEAD` first and `GET` only where that is refused; a busy host is asked again after the time that it
//! names; and answers are kept in `.dossier/links.json`, so that a second run asks hardly anything.

#![expect(clippy::disallowed_methods, reason = "this is where the answers are kept between runs")]

use std::{
    collections::BTreeMap,
    fs,
    net::{IpAddr, ToSocketAddrs},
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ureq::{Agent, Body, Error, http::Response};

use crate::{model::inputs::Day, stages::verify::Answer};

/// The file with the answers, in the program's own folder.
const KEPT: &str = "links.json";

/// How many hosts are asked at once.
const HOSTS_AT_ONCE: usize = 8;

/// How often a busy host is asked.
const TRIES: u32 = 3;

/// How many redirects are followed.
const REDIRECTS: u32 = 8;

/// How often, how long and whom.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// Between two requests to one host.
    pub pause: Duration,
    /// How long an answer may take.
    pub patience: Duration,
    /// Addresses of this machine and of private networks are not asked.
    pub refuse_private: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self { pause: Duration::from_secs(1), patience: Duration::from_secs(20), refuse_private: false }
    }
}

/// An answer that is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    /// When it was given.
    day: String,
    /// `there`, `moved` or `gone`.
    answer: String,
    /// Where to, or why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    more: String,
}

impl Kept {
    fn new(answer: &Answer, today: Date) -> Option<Self> {
        let (word, more) = match answer {
            Answer::There => ("there", ""),
            Answer::Moved(to) => ("moved", to.as_str()),
            Answer::Gone(why) => ("gone", why.as_str()),
            Answer::Unsure(_) => return None,
        };
        Some(Self { day: today.to_string(), answer: word.to_owned(), more: more.to_owned() })
    }

    /// The answer, if it is not too old: a page that is there stays for a while, one that is gone may come back.
    fn answer(&self, today: Date) -> Option<Answer> {
        let day: Date = self.day.parse().ok()?;
        let age = today.since(day).ok()?.get_days();
        let more = || self.more.clone();
        match self.answer.as_str() {
            "there" if (0..14).contains(&age) => Some(Answer::There),
            "moved" if (0..14).contains(&age) => Some(Answer::Moved(more())),
            "gone" if (0..1).contains(&age) => Some(Answer::Gone(more())),
            _ => None,
        }
    }
}

/// Asks about each address, which are sorted; `progress` is told of each that is done.
pub fn ask(
    root: &Path,
    urls: &[&str],
    (year, month, day): Day,
    manners: Manners,
    progress: &(dyn Fn() + Sync),
) -> BTreeMap<String, Answer> {
    let kept =
        fs::read(root.join(".dossier").join(KEPT)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut kept: BTreeMap<String, Kept> = kept.unwrap_or_default();
    let year = i16::try_from(year).unwrap_or(1970);
    let today = Date::new(year, i8::try_from(month).unwrap_or(1), i8::try_from(day).unwrap_or(1));
    let today = today.unwrap_or_default();
    let mut answers = BTreeMap::new();
    let mut by_host: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for url in urls {
        match kept.get(*url).and_then(|kept| kept.answer(today)) {
            Some(answer) => {
                answers.insert((*url).to_owned(), answer);
                progress();
            }
            None => by_host.entry(host(url)).or_default().push(url),
        }
    }
    for (url, answer) in ask_hosts(by_host.into_values().collect(), manners, progress) {
        if let Some(new) = Kept::new(&answer, today) {
            kept.insert(url.clone(), new);
        }
        answers.insert(url, answer);
    }
    // Addresses that nothing leads to any more are forgotten. Without the file the next run asks again, no more.
    kept.retain(|url, _| urls.binary_search(&url.as_str()).is_ok());
    if let Ok(text) = serde_json::to_vec_pretty(&kept) {
        let _ = super::cache::own_folder(root).and_then(|folder| fs::write(folder.join(KEPT), text));
    }
    answers
}

/// Each host in turn, several at once.
fn ask_hosts(hosts: Vec<Vec<&str>>, manners: Manners, progress: &(dyn Fn() + Sync)) -> Vec<(String, Answer)> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(manners.patience))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("dossier/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .build()
        .into();
    let (threads, hosts, answers) =
        (hosts.len().min(HOSTS_AT_ONCE), Mutex::new(hosts), Mutex::new(Vec::new()));
    let next = || hosts.lock().unwrap_or_else(PoisonError::into_inner).pop();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(urls) = next() {
                    for (at, url) in urls.iter().enumerate() {
                        if at > 0 {
                            thread::sleep(manners.pause);
                        }
                        let answer = follow(&agent, url, manners);
                        let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
                        answers.push(((*url).to_owned(), answer));
                        progress();
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What came of one request.
enum Reply {
    Final(Answer),
    /// To another address, for good or for now.
    Redirect {
        to: String,
        for_good: bool,
    },
    /// After so long.
    Busy(Duration, String),
}

/// One address to its end.
fn follow(agent: &Agent, url: &str, manners: Manners) -> Answer {
    let (mut here, mut moved, mut for_good) = (url.to_owned(), false, true);
    for _ in 0..=REDIRECTS {
        if manners.refuse_private && is_private(&here) {
            return Answer::Unsure("its host is in a private network".to_owned());
        }
        match patiently(agent, &here, manners) {
            Reply::Redirect { to, for_good: now } => {
                let Some(to) = absolute(&here, &to) else {
                    return Answer::Unsure(format!("it leads to `{to}`, which is no address of the web"));
                };
                (here, moved, for_good) = (to, true, for_good && now);
            }
            Reply::Final(Answer::There) if moved && for_good => return Answer::Moved(here),
            Reply::Final(answer) => return answer,
            Reply::Busy(_, why) => return Answer::Unsure(why),
        }
    }
    Answer::Gone("it leads from one address to the next without end".to_owned())
}

/// One request, made again while the host is busy.
fn patiently(agent: &Agent, url: &str, manners: Manners) -> Reply {
    let mut reply = once(agent, url);
    for turn in 1..TRIES {
        let Reply::Busy(wait, _) = &reply else { return reply };
        thread::sleep((*wait).max(manners.pause * turn).min(manners.patience));
        reply = once(agent, url);
    }
    reply
}

/// `HEAD`, and `GET` where the host does not like that.
fn once(agent: &Agent, url: &str) -> Reply {
    let head = agent.head(url).call();
    if let Ok(answer) = &head
        && (answer.status().is_success() || answer.status().is_redirection())
    {
        return reply(answer);
    }
    if matches!(head, Err(Error::HostNotFound | Error::BadUri(_))) {
        return failed(&head.err().unwrap_or(Error::HostNotFound));
    }
    match agent.get(url).call() {
        Ok(answer) => reply(&answer),
        Err(error) => failed(&error),
    }
}

fn reply(answer: &Response<Body>) -> Reply {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let status = answer.status().as_u16();
    match status {
        200..=299 => Reply::Final(Answer::There),
        301 | 302 | 303 | 307 | 308 => match header("location") {
            Some(to) => Reply::Redirect { to: to.to_owned(), for_good: matches!(status, 301 | 308) },
            None => Reply::Final(Answer::Unsure(format!("it answers with status {status} and no address"))),
        },
        404 | 410 => Reply::Final(Answer::Gone(format!("it answers with status {status}"))),
        429 | 500 | 502 | 503 | 504 => {
            let wait = header("retry-after").and_then(|seconds| seconds.trim().parse().ok()).unwrap_or(1);
            Reply::Busy(Duration::from_secs(wait), format!("it answers with status {status}"))
        }
        _ => Reply::Final(Answer::Unsure(format!("it answers with status {status}"))),
    }
}

fn failed(error: &Error) -> Reply {
    match error {
        Error::HostNotFound => Reply::Final(Answer::Gone("there is no such host".to_owned())),
        Error::BadUri(_) => Reply::Final(Answer::Gone("it is not an address of the web".to_owned())),
        Error::Timeout(_) => Reply::Busy(Duration::ZERO, "it does not answer in time".to_owned()),
        Error::Io(error) => Reply::Busy(Duration::ZERO, super::reason(error)),
        other => Reply::Final(Answer::Unsure(other.to_string())),
    }
}

/// `https://example.org:8080/a` → `example.org:8080`
fn host(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let host = after.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// Where a redirect leads.
fn absolute(here: &str, to: &str) -> Option<String> {
    if to.starts_with("https://") || to.starts_with("http://") {
        return Some(to.to_owned());
    }
    let (scheme, _) = here.split_once("://")?;
    if to.starts_with("//") {
        return Some(format!("{scheme}:{to}"));
    }
    let origin = format!("{scheme}://{}", host(here));
    if to.starts_with('/') {
        return Some(format!("{origin}{to}"));
    }
    if to.contains(':') {
        return None;
    }
    let path = here[origin.len().min(here.len())..].split(['?', '#']).next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(format!("{origin}{folder}/{to}"))
}

/// Whether a host is this machine or one of a private network, as far as its name tells now.
fn is_private(url: &str) -> bool {
    let host = host(url);
    let with_port =
        if host.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok()) && !host.ends_with(']') {
            host.to_owned()
        } else {
            format!("{host}:443")
        };
    with_port.to_socket_addrs().is_ok_and(|mut found| {
        found.any(|address| match address.ip() {
            IpAddr::V4(ip) => {
                ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
            }
            IpAddr::V6(ip) => {
                let mapped = ip
                    .to_ipv4_mapped()
                    .is_some_and(|ip| ip.is_loopback() || ip.is_private() || ip.is_link_local());
                ip.is_loopback()
                    || ip.is_unspecified()
                    || mapped
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local()
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Write},
        net::TcpListener,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    const QUICK: Manners =
        Manners { pause: Duration::from_millis(1), patience: Duration::from_secs(5), refuse_private: false };

    static REQUESTS: AtomicUsize = AtomicUsize::new(0);

    /// Answers by path; ends with the program.
    fn server() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            let mut busy = 0;
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let mut line = String::new();
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                let _ = reader.read_line(&mut line);
                let mut rest = String::new();
                while reader.read_line(&mut rest).is_ok_and(|length| length > 2) {}
                REQUESTS.fetch_add(1, Ordering::SeqCst);
                let mut words = line.split(' ');
                let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                let head = match (method, path) {
                    (_, "/there") | ("GET", "/no-head") => "200 OK",
                    ("HEAD", "/no-head") => "405 Not Allowed",
                    (_, "/moved") => "301 Moved\r\nLocation: there",
                    (_, "/for-now") => "302 Found\r\nLocation: /there",
                    (_, "/circle") => "301 Moved\r\nLocation: /circle",
                    (_, "/refused") => "403 Forbidden",
                    (_, "/busy") => {
                        busy += 1;
                        if busy < 4 { "503 Busy\r\nRetry-After: 0" } else { "200 OK" }
                    }
                    (_, "/always-busy") => "429 Slow Down",
                    _ => "404 Not Found",
                };
                let _ = write!(stream, "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        origin
    }

    #[test]
    fn answers_are_told_apart_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let origin = server();
        let gone = |status: u16| Answer::Gone(format!("it answers with status {status}"));
        let unsure = |status: u16| Answer::Unsure(format!("it answers with status {status}"));
        let expected: BTreeMap<String, Answer> = [
            ("/there", Answer::There),
            ("/no-head", Answer::There),
            ("/moved", Answer::Moved(format!("{origin}/there"))),
            ("/for-now", Answer::There),
            ("/circle", Answer::Gone("it leads from one address to the next without end".to_owned())),
            ("/refused", unsure(403)),
            ("/busy", Answer::There),
            ("/always-busy", unsure(429)),
            ("/none", gone(404)),
        ]
        .into_iter()
        .map(|(path, answer)| (format!("{origin}{path}"), answer))
        .collect();
        let urls: Vec<&str> = expected.keys().map(String::as_str).collect();
        let told = AtomicUsize::new(0);
        let progress = || {
            told.fetch_add(1, Ordering::SeqCst);
        };
        assert_eq!(ask(folder.path(), &urls, (2026, 11, 23), QUICK, &progress), expected);
        assert_eq!(told.load(Ordering::SeqCst), urls.len());
        // What is known is not asked again, until it is too old.
        let settled: Vec<&str> =
            urls.iter().copied().filter(|url| !matches!(expected[*url], Answer::Unsure(_))).collect();
        let before = REQUESTS.load(Ordering::SeqCst);
        assert_eq!(ask(folder.path(), &settled, (2026, 11, 23), QUICK, &|| ()).len(), settled.len());
        assert_eq!(REQUESTS.load(Ordering::SeqCst), before);
        ask(folder.path(), &settled, (2026, 12, 23), QUICK, &|| ());
        assert!(REQUESTS.load(Ordering::SeqCst) > before);
    }

    #[test]
    fn private_hosts_are_left_alone_when_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let manners = Manners { refuse_private: true, ..QUICK };
        for url in
            ["http://127.0.0.1:9/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/"]
        {
            let answers = ask(folder.path(), &[url], (2026, 11, 23), manners, &|| ());
            assert_eq!(answers[url], Answer::Unsure("its host is in a private network".to_owned()), "{url}");
        }
    }

    #[test]
    fn redirects_lead_where_a_browser_goes() {
        for (to, expected) in [
            ("https://b.org/x", Some("https://b.org/x")),
            ("//b.org/x", Some("https://b.org/x")),
            ("/x", Some("https://a.org/x")),
            ("x", Some("https://a.org/p/x")),
            ("ftp://b.org/x", None),
        ] {
            assert_eq!(absolute("https://a.org/p/q?r", to).as_deref(), expected, "{to}");
        }
    }
}

//! A running preview, and a client that sends requests byte for byte.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use crate::driver::{Dossier, command};

/// `dossier serve`, ended with the test.
pub(super) struct Served {
    child: Child,
    pub(super) port: u16,
    said: Arc<Mutex<String>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The bytes without the preview's script.
    pub(super) fn without_script(&self) -> Vec<u8> {
        let text = self.text();
        match (text.find("<script defer src=\"/_dossier/"), text.find("\"></script>")) {
            (Some(start), Some(_)) => {
                let end = start + text[start..].find("</script>").expect("its end") + "</script>".len();
                format!("{}{}", &text[..start], &text[end..]).into_bytes()
            }
            _ => self.body.clone(),
        }
    }
}

impl Served {
    /// Starts the preview at any free port and waits until it answers.
    pub(super) fn start(dossier: &Dossier, arguments: &[&str]) -> Self {
        let mut serve = command(&dossier.root());
        serve.args(["serve", "-p", "0"]).args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = serve.stderr(Stdio::piped()).spawn().expect("the program");
        let stderr = child.stderr.take().expect("a pipe");
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut said = heard.lock().expect("said");
                said.push_str(&line);
                said.push('\n');
            }
        });
        let mut served = Self { child, port: 0, said };
        let said = served.hear("look at http://");
        let address = said.split("look at http://").nth(1).expect("an address");
        let port = address.split([':', '/']).nth(1).and_then(|port| port.parse().ok());
        served.port = port.expect("a port");
        served
    }

    /// What it has said so far.
    pub(super) fn said(&self) -> String {
        self.said.lock().expect("said").clone()
    }

    /// Waits until it has said this.
    pub(super) fn hear(&self, words: &str) -> String {
        self.until(&format!("it says `{words}`"), |served| {
            Some(served.said()).filter(|said| said.contains(words))
        })
    }

    /// Waits until something is there.
    pub(super) fn until<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "waited in vain until {what}; it said:\n{}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a page holds some words.
    pub(super) fn until_page(&self, path: &str, words: &str) -> String {
        self.until(&format!("{path} has `{words}`"), |served| {
            Some(served.get(path).text()).filter(|text| text.contains(words))
        })
    }

    /// How the site itself is asked.
    pub(super) fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// An ordinary request.
    pub(super) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.host()), "")
    }

    /// A request line and headers, each with its line end; the rest is added.
    pub(super) fn ask(&self, head: &str, body: &str) -> Answer {
        let mut stream = self.send(head, body);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let split = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
        let head = String::from_utf8(bytes[..split].to_vec()).expect("text");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, body: bytes[split + 4..].to_vec(), head }
    }

    fn send(&self, head: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let length = body.len();
        write!(stream, "{head}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}").expect("sent");
        stream
    }

    /// What a page was given to listen with: the token and its mark.
    pub(super) fn ticket(&self, path: &str) -> (String, String) {
        let html = self.get(path).text();
        let value = |name: &str| {
            let (_, rest) = html.split_once(&format!("{name}=\"")).expect(name);
            rest.split('"').next().expect(name).to_owned()
        };
        (value("data-token"), value("data-mark"))
    }

    /// Listens as an open page does.
    pub(super) fn listen(&self, path: &str) -> Stream {
        let (token, mark) = self.ticket(path);
        let head = format!(
            "GET /_dossier/events?token={token}&page={path}&mark={mark} HTTP/1.1\r\nHost: {}\r\n",
            self.host()
        );
        let stream = self.send(&head, "");
        Stream { reader: BufReader::new(stream), mark }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The stream of an open page.
pub(super) struct Stream {
    reader: BufReader<TcpStream>,
    /// The mark that the page came with.
    pub(super) mark: String,
}

impl Stream {
    /// The next message, if there is one within a time.
    pub(super) fn next(&mut self, patience: Duration) -> Option<serde_json::Value> {
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.checked_duration_since(Instant::now())?;
            self.reader
                .get_ref()
                .set_read_timeout(Some(left.max(Duration::from_millis(1))))
                .expect("a timeout");
            let mut line = String::new();
            match self.reader.read_line(&mut line) {
                Ok(0) | Err(_) => return None,
                Ok(_) => {
                    if let Some(data) = line.trim_end().strip_prefix("data: ") {
                        return Some(serde_json::from_str(data).expect("JSON"));
                    }
                }
            }
        }
    }
}

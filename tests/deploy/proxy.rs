//! A proxy before a service on this machine: it writes down every request, and makes the one fail that it is told to.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// A request: method, path with its query, headers in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
}

/// What goes wrong, by the number of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// From this request on, access is denied.
    Denied(usize),
    /// The same, but this request is still carried out.
    DeniedAfter(usize),
    /// This one request ends without an answer, and is not carried out.
    Broken(usize),
    /// This one request is carried out, and its answer is lost.
    Lost(usize),
}

/// The proxy; it runs for as long as the tests do.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: Arc<State>,
}

struct State {
    behind: u16,
    count: AtomicUsize,
    fault: Mutex<Fault>,
    seen: Mutex<Vec<Request>>,
}

impl Proxy {
    pub(crate) fn before(behind: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = State {
            behind,
            count: AtomicUsize::new(0),
            fault: Mutex::new(Fault::None),
            seen: Mutex::new(Vec::new()),
        };
        let proxy = Self { port, state: Arc::new(state) };
        let state = Arc::clone(&proxy.state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&state);
                // Whoever is on the other side may be killed at any time.
                thread::spawn(move || drop(state.converse(&stream)));
            }
        });
        proxy
    }

    /// Counts from zero again, with this fault.
    pub(crate) fn set(&self, fault: Fault) {
        self.state.seen.lock().expect("a list").clear();
        self.state.count.store(0, Ordering::SeqCst);
        *self.state.fault.lock().expect("a fault") = fault;
    }

    /// How many requests there were since then.
    pub(crate) fn count(&self) -> usize {
        self.state.count.load(Ordering::SeqCst)
    }

    /// The requests since then, in order.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.state.seen.lock().expect("a list").clone()
    }
}

impl State {
    fn converse(&self, client: &TcpStream) -> io::Result<()> {
        let address = SocketAddr::from(([127, 0, 0, 1], self.behind));
        let service = TcpStream::connect(address)?;
        let (mut from_client, mut from_service) = (BufReader::new(client), BufReader::new(&service));
        while let Some(request) = Message::read(&mut from_client, None)? {
            let number = self.count.fetch_add(1, Ordering::SeqCst);
            let seen = request.request();
            let method = seen.method.clone();
            self.seen.lock().expect("a list").push(seen);
            let fault = *self.fault.lock().expect("a fault");
            let denied = || {
                let body = "<Error><Code>AccessDenied</Code><Message>As the test wants it.</Message></Error>";
                let head = format!("HTTP/1.1 403 Forbidden\r\ncontent-length: {}\r\n\r\n", body.len());
                let body = if method == "HEAD" { "" } else { body };
                (&*client).write_all(format!("{head}{body}").as_bytes())
            };
            match fault {
                Fault::Denied(from) if number >= from => denied()?,
                Fault::DeniedAfter(from) if number > from => denied()?,
                Fault::Broken(at) if number == at => return client.shutdown(Shutdown::Both),
                fault => {
                    request.write(&service)?;
                    let Some(answer) = Message::read(&mut from_service, Some(&method))? else { break };
                    match fault {
                        Fault::Lost(at) if number == at => return client.shutdown(Shutdown::Both),
                        Fault::DeniedAfter(from) if number == from => denied()?,
                        _ => answer.write(client)?,
                    }
                }
            }
        }
        Ok(())
    }
}

/// A request or an answer, byte for byte.
struct Message {
    head: String,
    body: Vec<u8>,
}

impl Message {
    /// The next one; `None` at the end. An answer is read by the method that it answers.
    fn read(from: &mut impl BufRead, answers: Option<&str>) -> io::Result<Option<Self>> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if from.read_line(&mut head)? == 0 {
                return Ok(None);
            }
        }
        let mut message = Self { head, body: Vec::new() };
        let headers = message.headers();
        let status = message.head.split(' ').nth(1).unwrap_or_default();
        let bare = answers == Some("HEAD") || (answers.is_some() && ["204", "304"].contains(&status));
        if bare {
            return Ok(Some(message));
        }
        if headers.get("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            loop {
                let mut line = String::new();
                from.read_line(&mut line)?;
                let size = usize::from_str_radix(line.trim().split(';').next().unwrap_or_default(), 16);
                let size = size.map_err(io::Error::other)?;
                message.body.extend_from_slice(line.as_bytes());
                from.take(size as u64 + 2).read_to_end(&mut message.body)?;
                if size == 0 {
                    return Ok(Some(message));
                }
            }
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        from.take(length).read_to_end(&mut message.body)?;
        Ok(Some(message))
    }

    fn headers(&self) -> BTreeMap<String, String> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect()
    }

    fn request(&self) -> Request {
        let mut words = self.head.split(' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        Request { method: word(), path: word(), headers: self.headers() }
    }

    fn write(&self, mut to: &TcpStream) -> io::Result<()> {
        to.write_all(self.head.as_bytes())?;
        to.write_all(&self.body)
    }
}

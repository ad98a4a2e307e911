//! A connection to a server: many requests under way at the same time, from many threads, each waiting for its own
//! answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread,
};

use super::{
    super::store::lock,
    packet::{Answer, Request, kind, length},
};

/// The version of the protocol that is spoken.
const VERSION: u32 = 3;

/// The connection.
pub(super) struct Session {
    out: Mutex<Box<dyn Write + Send>>,
    waiting: Arc<Mutex<Waiting>>,
    next: AtomicU32,
    /// What the server can do besides.
    extensions: BTreeSet<String>,
}

/// Who waits for which answer, until the connection ends.
#[derive(Default)]
struct Waiting {
    answers: BTreeMap<u32, mpsc::Sender<Answer>>,
    over: bool,
}

/// An answer that is on its way.
pub(super) struct Promise(mpsc::Receiver<Answer>);

impl Promise {
    /// Waits for it.
    pub(super) fn get(self) -> io::Result<Answer> {
        self.0.recv().map_err(|_| over())
    }
}

impl Session {
    /// Greets the server.
    pub(super) fn begin(mut from: Box<dyn Read + Send>, mut out: Box<dyn Write + Send>) -> io::Result<Self> {
        out.write_all(&Request::new(kind::INIT, VERSION).done())?;
        out.flush()?;
        let mut hello = Answer::new(read(&mut from)?);
        let version = hello.u32();
        if hello.kind != kind::VERSION || version.is_none_or(|version| version < VERSION) {
            return Err(strange());
        }
        let mut extensions = BTreeSet::new();
        while let (Some(name), Some(_)) = (hello.text(), hello.text()) {
            extensions.insert(name);
        }
        let waiting = Arc::new(Mutex::new(Waiting::default()));
        let shared = Arc::clone(&waiting);
        thread::spawn(move || {
            while let Ok(bytes) = read(&mut from) {
                let mut answer = Answer::new(bytes);
                let asked = answer.u32().and_then(|number| lock(&shared).answers.remove(&number));
                // Who does not wait any more does not need it.
                let _ = asked.map(|asked| asked.send(answer));
            }
            let mut waiting = lock(&shared);
            waiting.over = true;
            waiting.answers.clear();
        });
        Ok(Self { out: Mutex::new(out), waiting, next: AtomicU32::new(1), extensions })
    }

    /// Whether the server knows an extension.
    pub(super) fn can(&self, extension: &str) -> bool {
        self.extensions.contains(extension)
    }

    /// Whether the connection has ended.
    pub(super) fn is_over(&self) -> bool {
        lock(&self.waiting).over
    }

    /// Sends a request; its answer comes later.
    pub(super) fn send(&self, kind: u8, fill: impl FnOnce(Request) -> Request) -> io::Result<Promise> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = mpsc::channel();
        {
            let mut waiting = lock(&self.waiting);
            if waiting.over {
                return Err(over());
            }
            waiting.answers.insert(number, sender);
        }
        let bytes = fill(Request::new(kind, number)).done();
        let mut out = lock(&self.out);
        out.write_all(&bytes).and_then(|()| out.flush()).map_err(|_| over())?;
        Ok(Promise(receiver))
    }

    /// Sends a request and waits for its answer.
    pub(super) fn ask(&self, kind: u8, fill: impl FnOnce(Request) -> Request) -> io::Result<Answer> {
        self.send(kind, fill)?.get()
    }
}

fn read(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = [0; 4];
    from.read_exact(&mut head)?;
    let mut bytes = vec![0; length(head).ok_or_else(strange)?];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn over() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "the connection has ended")
}

/// Most often a login script that prints something.
pub(super) fn strange() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the server answers in a way that is not understood")
}

/// The result of a request whose only answer is whether it went well.
pub(super) fn status(mut answer: Answer) -> io::Result<()> {
    if answer.kind != kind::STATUS {
        return Err(strange());
    }
    let code = answer.u32().ok_or_else(strange)?;
    let words = answer.text().unwrap_or_default();
    let kind = match code {
        0 => return Ok(()),
        1 => io::ErrorKind::UnexpectedEof,
        2 => io::ErrorKind::NotFound,
        3 => io::ErrorKind::PermissionDenied,
        6 | 7 => io::ErrorKind::ConnectionAborted,
        8 => io::ErrorKind::Unsupported,
        // "Failure": an existing name, a full disk and much else.
        _ => io::ErrorKind::Other,
    };
    let words = if words.is_empty() { "the server refuses".to_owned() } else { words };
    Err(io::Error::new(kind, words))
}

/// The answer, if it is of this kind; its status otherwise.
pub(super) fn expect(answer: Answer, wanted: u8) -> io::Result<Answer> {
    if answer.kind == wanted {
        return Ok(answer);
    }
    status(answer)?;
    Err(strange())
}

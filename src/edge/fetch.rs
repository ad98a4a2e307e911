//! Fetching one page from the web, for `dossier add URL`. Nothing else of the program asks the net for anything.

use std::time::Duration;

use ureq::{Agent, Error, ResponseExt, http::HeaderMap};

use crate::model::diagnostic::Diagnostic;

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The body, decompressed and otherwise as sent.
    pub bytes: Vec<u8>,
    /// The address after all redirects.
    pub url: String,
    /// `Content-Type`; empty when not sent, like the others.
    pub content_type: String,
    /// `Date`
    pub date: String,
    /// `Last-Modified`
    pub last_modified: String,
}

/// Fetches `http` and `https` addresses, of at most `limit` bytes. An answer that is not 2xx is an error.
pub fn fetch(url: &str, limit: usize) -> Result<Fetched, Diagnostic> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("dossier/", env!("CARGO_PKG_VERSION")))
        .accept("text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, text/plain, */*;q=0.1")
        .build()
        .into();
    let mut answer = agent.get(url).call().map_err(|error| failed(url, &error, limit))?;
    let (address, headers) = (answer.get_uri().to_string(), answer.headers());
    let (content_type, date, last_modified) =
        (header(headers, "content-type"), header(headers, "date"), header(headers, "last-modified"));
    let body = answer.body_mut().with_config().limit(limit as u64).read_to_vec();
    let bytes = body.map_err(|error| failed(url, &error, limit))?;
    Ok(Fetched { bytes, url: address, content_type, date, last_modified })
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn failed(url: &str, error: &Error, limit: usize) -> Diagnostic {
    let (why, hint) = match error {
        Error::StatusCode(404 | 410) => {
            ("there is no such page".to_owned(), "look whether a web archive has a copy")
        }
        Error::StatusCode(code @ (401..=403 | 429 | 451)) => (
            format!("the server refuses it (status {code})"),
            "save the page in your browser and add the file",
        ),
        Error::StatusCode(code) => (format!("the server answers with status {code}"), "try again later"),
        Error::BodyExceedsLimit(_) => {
            (format!("it has more than {limit} bytes"), "raise `seed_limit` in dossier.yaml")
        }
        Error::Timeout(_) => (format!("no answer within {} seconds", PATIENCE.as_secs()), "try again later"),
        Error::HostNotFound => ("there is no such host".to_owned(), "check the address"),
        Error::BadUri(_) => {
            ("it is not an address of the web".to_owned(), "it begins with https:// or http://")
        }
        Error::Io(error) => (super::reason(error), "check the address and your connection"),
        other => (other.to_string(), "check the address and your connection"),
    };
    Diagnostic::error("not-fetched", format!("{url} was not fetched: {why}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::*;

    /// A server that gives these answers, one a connection, and its address.
    fn server(answers: Vec<String>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().expect("a connection");
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        format!("http://{address}/a")
    }

    fn answer(head: &str, body: &str) -> String {
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
    }

    #[test]
    fn a_page_comes_with_its_last_address_and_its_headers() {
        let last = "200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT";
        let url = server(vec![answer("301 Moved\r\nLocation: /b", ""), answer(last, "<p>Talks</p>")]);
        let fetched = fetch(&url, 1000).expect("a page");
        assert_eq!(fetched.bytes, b"<p>Talks</p>");
        assert_eq!(fetched.url, url.replace("/a", "/b"));
        assert_eq!(fetched.content_type, "text/html; charset=utf-8");
        assert_eq!((&*fetched.date, &*fetched.last_modified), ("Mon, 23 Nov 2026 10:00:00 GMT", ""));
    }

    #[test]
    fn what_goes_wrong_is_said_in_words() {
        let message = |url: &str| fetch(url, 10).expect_err("no page").message;
        assert!(message(&server(vec![answer("404 Not Found", "")])).ends_with("there is no such page"));
        assert!(message(&server(vec![answer("403 Forbidden", "")])).contains("refuses it (status 403)"));
        assert!(message(&server(vec![answer("200 OK", "more than ten")])).contains("more than 10 bytes"));
        assert!(message("http://127.0.0.1:1/").contains("was not fetched"));
        assert!(message("ftp://example.org/").contains("was not fetched"));
    }
}

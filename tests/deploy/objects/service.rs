//! The stores that the tests publish to.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Command, Stdio},
};

use super::super::{
    load::{Running, free_port, wait_for},
    program,
    proxy::{Fault, Proxy},
    there_is,
};
use crate::driver::{Dossier, Tree, command, tree};

pub(crate) const KEY: &str = "AKIATESTTESTTEST";
pub(crate) const SECRET: &str = "secret-of-this-test-0123456789";

/// The account that imitations of Azure have, with the key that is printed in their manuals.
const AZURE_NAME: &str = "devstoreaccount1";
pub(crate) const AZURE_KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// A request for a container that everybody may read, signed with that key once and for all.
const AZURE_CONTAINER: &str = "x-ms-date: Thu, 26 Nov 2020 02:00:00 GMT\r\nx-ms-version: 2021-08-06\r\n\
    x-ms-blob-public-access: container\r\nAuthorization: SharedKey devstoreaccount1:SZdbyhglyQSmFKNLFr5qoMzAfjg3qxoIrUtl4zTLljM=\r\n";

/// Runs the program with credentials for the service.
pub(crate) fn run(dossier: Dossier, arguments: &[&str]) -> Dossier {
    let all = [
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AZURE_STORAGE_ACCOUNT_KEY", AZURE_KEY),
    ];
    run_as(dossier, arguments, &all)
}

/// Runs the program with this in its environment.
pub(crate) fn run_as(dossier: Dossier, arguments: &[&str], variables: &[(&str, &str)]) -> Dossier {
    let mut deploy = command(&dossier.root());
    deploy.arg("deploy").args(arguments).envs(variables.iter().copied());
    dossier.run_command(deploy)
}

/// Which service it is.
enum Kind {
    /// `s3s-fs`, whose objects are files.
    Files(tempfile::TempDir),
    Moto,
    Azurite,
}

/// A service with a bucket, for as long as the test runs.
pub(crate) struct Store {
    /// What the program talks to.
    pub(crate) proxy: Proxy,
    kind: Kind,
    port: u16,
    _running: Running,
}

impl Store {
    /// One that checks every signature.
    pub(crate) fn strict(test: &str) -> Option<Self> {
        let program = there_is("s3s-fs", test).then(|| program("s3s-fs"))??;
        let files = tempfile::tempdir().expect("a folder");
        fs::create_dir(files.path().join("bucket")).expect("a bucket");
        let port = free_port();
        let child = Command::new(program)
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(["--access-key", KEY, "--secret-key", SECRET])
            .arg(files.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let running = Running(child.expect("s3s-fs"));
        wait_for(port, "s3s-fs");
        Some(Self { proxy: Proxy::before(port), kind: Kind::Files(files), port, _running: running })
    }

    /// One that knows conditions and gives lists page by page.
    pub(crate) fn moto(test: &str) -> Option<Self> {
        let program = there_is("moto_server", test).then(|| program("moto_server"))??;
        let port = free_port();
        let child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let running = Running(child.expect("moto_server"));
        wait_for(port, "moto");
        let store = Self { proxy: Proxy::before(port), kind: Kind::Moto, port, _running: running };
        store.ask("PUT", "", "");
        Some(store)
    }

    /// One that speaks to Azure's clients, with a container that everybody may read.
    pub(crate) fn azurite(test: &str) -> Option<Self> {
        let program = there_is("azurite-blob", test).then(|| program("azurite-blob"))??;
        let port = free_port();
        let child = Command::new(program)
            .args([
                "--blobPort",
                &port.to_string(),
                "--inMemoryPersistence",
                "--silent",
                "--skipApiVersionCheck",
            ])
            .arg("--disableTelemetry")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let running = Running(child.expect("azurite"));
        wait_for(port, "azurite");
        let store = Self { proxy: Proxy::before(port), kind: Kind::Azurite, port, _running: running };
        let made = store.send("PUT", "/bucket?restype=container", AZURE_CONTAINER, "");
        assert!(made.0.contains(" 201 "), "{}", made.0);
        Some(store)
    }

    pub(crate) fn is_moto(&self) -> bool {
        matches!(self.kind, Kind::Moto)
    }

    pub(crate) fn target(&self, more: &str) -> String {
        let endpoint = format!("http://127.0.0.1:{}", self.proxy.port);
        let keys = match self.kind {
            Kind::Azurite => {
                format!(
                    "type: azure, account: {AZURE_NAME}, container: bucket, endpoint: '{endpoint}/{AZURE_NAME}'"
                )
            }
            _ => format!("type: s3, bucket: bucket, endpoint: '{endpoint}', region: us-east-1"),
        };
        format!("  bucket: {{{keys}{more}}}\n")
    }

    /// The folder of the bucket.
    pub(crate) fn folder(&self) -> PathBuf {
        let Kind::Files(files) = &self.kind else { panic!("a service without files") };
        files.path().join("bucket")
    }

    /// The file of a key.
    pub(crate) fn file(&self, key: &str) -> PathBuf {
        self.folder().join(key)
    }

    /// Empties the bucket.
    pub(crate) fn clear(&self) {
        self.proxy.set(Fault::None);
        fs::remove_dir_all(self.folder()).expect("a bucket");
        fs::create_dir(self.folder()).expect("a bucket");
    }

    /// Makes an object as somebody else would.
    pub(crate) fn make(&self, key: &str, text: &str) {
        if self.is_moto() {
            self.ask("PUT", key, text);
            return;
        }
        let file = self.file(key);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).expect("a file");
    }

    /// Every object of the bucket.
    pub(crate) fn objects(&self) -> Tree {
        if let Kind::Files(_) = self.kind {
            // The service keeps what it knows of an object in files of its own.
            let own = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with(".bucket-"));
            return tree(&self.folder()).into_iter().filter(|(path, _)| !own(path)).collect();
        }
        let mut known = BTreeMap::new();
        let keys = self.keys().into_iter().filter(|(key, _)| !key.contains(".dossier-"));
        let bytes = |(key, version): (String, String)| {
            // What has one version has one content.
            let bytes = known.entry(version).or_insert_with(|| self.ask("GET", &key, "")).clone();
            (key, bytes)
        };
        keys.map(bytes).collect()
    }

    /// The keys of the bucket with their versions, from however many pages.
    fn keys(&self) -> Vec<(String, String)> {
        let (mut keys, mut after) = (Vec::new(), String::new());
        let azure = matches!(self.kind, Kind::Azurite);
        let (name, version) = if azure { ("Name", "Etag") } else { ("Key", "ETag") };
        loop {
            let query = if azure {
                "?restype=container&comp=list".to_owned()
            } else {
                format!("?list-type=2&start-after={after}")
            };
            let page = String::from_utf8(self.ask("GET", &query, "")).expect("text");
            let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
            let found = page.split(&*begin).skip(1).filter_map(|rest| {
                let (key, rest) = rest.split_once(&*end)?;
                let (_, rest) = rest.split_once(&format!("<{version}>"))?;
                Some((key.to_owned(), rest.split_once("</")?.0.to_owned()))
            });
            keys.extend(found);
            if !page.contains("<IsTruncated>true</IsTruncated>") {
                return keys;
            }
            after.clone_from(&keys.last().expect("a key").0);
        }
    }

    /// One request about a key, or a query, of the bucket; who asks is believed.
    fn ask(&self, method: &str, key: &str, body: &str) -> Vec<u8> {
        let slash = if key.starts_with('?') { "" } else { "/" };
        let name = format!(
            "Authorization: AWS4-HMAC-SHA256 Credential={KEY}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, \
             Signature=0\r\n"
        );
        let name = if self.is_moto() { &*name } else { "" };
        let (head, body) = self.send(method, &format!("/bucket{slash}{key}"), name, body);
        assert!(head.contains(" 200 "), "{method} {key}: {head}");
        body
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        let account =
            if matches!(self.kind, Kind::Azurite) { format!("/{AZURE_NAME}") } else { String::new() };
        let request = format!(
            "{method} {account}{path} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.port,
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        (String::from_utf8_lossy(&answer[..end]).into_owned(), answer.split_off(end + 4))
    }
}

//! An object store: `type: s3`, `gcs` or `azure`.
//!
//! Keys are the paths of the site below the prefix. The record is an object among them, replaced only on the
//! condition that it is still the one that was read, so two deploys at the same time notice each other. The store's
//! own names of the versions (`ETag`) are in the record; what was altered or deleted by hand is sent again.

mod credentials;
mod http;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    io::Write as _,
    sync::{Arc, Mutex},
};

use flate2::{Compression, write::GzEncoder};
use futures_util::TryStreamExt;
use object_store::{
    Attribute, Attributes, Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutResult,
    UpdateVersion, path::Path,
};

use super::{
    Host, Progress, Site, Trouble,
    dir::bad_record,
    store::{Store, carry_out, lock},
};
use crate::{
    model::{deploy::Objects, diagnostic::Diagnostic, out_path::RECORD},
    stages::deploy::{Held, Item, Plan, Record, Remote, cache_control, content_type, is_text},
};

/// How many requests are under way at the same time.
const WIDTH: usize = 16;

/// What the tag of a file in the record begins with when the file is stored with gzip.
const GZIP: &str = "gzip:";

/// The bucket or container.
pub(super) struct Bucket {
    keys: Objects,
    store: Arc<dyn ObjectStore>,
    /// The record that was read or written last.
    seen: Mutex<Seen>,
    /// Our own keys, when the others could not be listed: then each new one is made on the condition that it is new.
    unlisted: Option<BTreeSet<Arc<str>>>,
}

/// A record at the store.
enum Seen {
    /// There was none.
    Nothing,
    /// It has this version.
    Version(UpdateVersion),
    /// The store does not say which.
    Unversioned,
}

impl Seen {
    fn new(e_tag: Option<String>, version: Option<String>) -> Self {
        match e_tag {
            Some(_) => Self::Version(UpdateVersion { e_tag, version }),
            None => Self::Unversioned,
        }
    }
}

impl Bucket {
    pub(super) fn open(keys: Objects) -> Result<Self, Diagnostic> {
        let store = credentials::connect(&keys).map_err(|error| words::problem(&keys, "reach", &error))?;
        Ok(Self { keys, store, seen: Mutex::new(Seen::Nothing), unlisted: None })
    }

    fn key(&self, path: &str) -> Result<Path, Diagnostic> {
        let key = match &*self.keys.prefix {
            "" => path.to_owned(),
            prefix => format!("{prefix}/{path}"),
        };
        // Not `Path::from`, which would encode what a URL shows.
        Path::parse(&key).map_err(|error| words::problem(&self.keys, "name a file of", &error.into()))
    }

    fn failed(&self, doing: &str, error: &Error) -> Trouble {
        Trouble::Failed(words::problem(&self.keys, doing, error))
    }

    /// The bytes of the record with what the store calls their version.
    fn fetch_record(&self) -> Result<Option<(Seen, Vec<u8>)>, Trouble> {
        let key = self.key(RECORD)?;
        let read = wait(async {
            let found = self.store.get(&key).await?;
            let seen = Seen::new(found.meta.e_tag.clone(), found.meta.version.clone());
            Ok((seen, found.bytes().await?.to_vec()))
        });
        match read {
            Ok(found) => Ok(Some(found)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed("read", &error)),
        }
    }

    fn read_record(&self) -> Result<Option<Record>, Trouble> {
        let Some((seen, bytes)) = self.fetch_record()? else {
            *lock(&self.seen) = Seen::Nothing;
            return Ok(None);
        };
        *lock(&self.seen) = seen;
        let place = format!("{RECORD} of {}", words::place(&self.keys));
        Ok(Some(Record::parse(&bytes).map_err(|why| bad_record(&place, &why))?))
    }

    /// Every key below the prefix, on however many pages. `None` when one of them has a name that cannot be listed,
    /// such as two slashes in a row.
    fn listed(&self) -> Result<Option<BTreeMap<String, ObjectMeta>>, Trouble> {
        let prefix = Path::parse(&self.keys.prefix).unwrap_or_default();
        let below = if self.keys.prefix.is_empty() { 0 } else { self.keys.prefix.len() + 1 };
        let found: Result<Vec<ObjectMeta>, Error> = wait(self.store.list(Some(&prefix)).try_collect());
        let found = match found {
            Err(error) if words::is_bad_key(&error) => return Ok(None),
            found => found.map_err(|error| self.failed("list", &error))?,
        };
        let pair = |meta: ObjectMeta| Some((meta.location.as_ref().get(below..)?.to_owned(), meta));
        Ok(Some(found.into_iter().filter_map(pair).collect()))
    }

    /// Whether the store has a file as it was sent, and as it would be sent now.
    fn is_whole(&self, held: &Held, meta: &ObjectMeta) -> bool {
        let tag = held.tag.as_deref().unwrap_or_default();
        let (compressed, tag) = match tag.strip_prefix(GZIP) {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        if compressed != self.shrinks(&held.path) {
            return false;
        }
        match &meta.e_tag {
            Some(now) if !tag.is_empty() => plain(now) == tag,
            // Some services list no versions.
            _ => compressed || meta.size == held.size,
        }
    }

    fn shrinks(&self, path: &str) -> bool {
        self.keys.compress && is_text(path)
    }

    fn send(&self, key: &Path, bytes: Vec<u8>, options: PutOptions) -> Result<PutResult, Error> {
        wait(self.store.put_opts(key, bytes.into(), options))
    }

    /// Somebody else's record is there, or our own, and only the answer was lost.
    fn whose_record(&self, bytes: &[u8]) -> Result<Seen, Trouble> {
        match self.fetch_record()? {
            Some((seen, found)) if found == bytes => Ok(seen),
            _ => Err(Trouble::Race("another deploy has written to this place".to_owned())),
        }
    }
}

impl Host for Bucket {
    fn name(&self) -> String {
        words::place(&self.keys)
    }

    fn look(&mut self) -> Result<Remote, Trouble> {
        let record = self.read_record()?;
        let ours = record.iter().flat_map(|record| &record.files);
        let Some(mut listed) = self.listed()? else {
            self.unlisted = Some(ours.map(|held| Arc::clone(&held.path)).collect());
            return Ok(Remote { record, flat: true, ..Remote::default() });
        };
        self.unlisted = None;
        listed.remove(RECORD);
        let mut lost = BTreeSet::new();
        for held in ours {
            if !listed.remove(&*held.path).is_some_and(|meta| self.is_whole(held, &meta)) {
                lost.insert(held.path.to_string());
            }
        }
        Ok(Remote { foreign: listed.into_keys().collect(), lost, flat: true, record })
    }

    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        carry_out(self, plan, site, WIDTH, progress)
    }
}

impl Store for Bucket {
    fn put(&self, item: &Item, bytes: Vec<u8>) -> Result<Option<Arc<str>>, Trouble> {
        let compressed = self.shrinks(&item.path);
        let bytes = if compressed { gzip(&bytes)? } else { bytes };
        let mut attributes = attributes(content_type(&item.path), cache_control(&item.path));
        if compressed {
            attributes.insert(Attribute::ContentEncoding, "gzip".into());
        }
        let is_new = self.unlisted.as_ref().is_some_and(|ours| !ours.contains(&item.path));
        let mode = if is_new { PutMode::Create } else { PutMode::Overwrite };
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        match self.send(&self.key(&item.path)?, bytes, options) {
            Ok(sent) => {
                let tag = sent.e_tag.map(|tag| plain(&tag).to_owned()).unwrap_or_default();
                let form = if compressed { GZIP } else { "" };
                Ok(Some(format!("{form}{tag}")).filter(|tag| !tag.is_empty()).map(Arc::from))
            }
            Err(Error::AlreadyExists { .. }) => Err(words::taken(&self.keys, &item.path).into()),
            Err(error) => Err(self.failed(&format!("send {} to", item.path), &error)),
        }
    }

    fn delete(&self, path: &str) -> Result<(), Trouble> {
        let key = self.key(path)?;
        match wait(self.store.delete(&key)) {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(&format!("delete {path} from"), &error)),
        }
    }

    fn write_record(&self, record: &Record) -> Result<(), Trouble> {
        let key = self.key(RECORD)?;
        let mut seen = lock(&self.seen);
        let mode = match &*seen {
            Seen::Version(version) => PutMode::Update(version.clone()),
            Seen::Nothing => PutMode::Create,
            Seen::Unversioned => PutMode::Overwrite,
        };
        let attributes = attributes("text/plain; charset=utf-8", "no-store");
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        let bytes = record.to_bytes();
        let sent = match self.send(&key, bytes.clone(), options.clone()) {
            // A service without conditions: then two deploys at the same time are the person's to avoid.
            Err(error) if words::knows_no_conditions(&error) => {
                self.send(&key, bytes.clone(), PutOptions { mode: PutMode::Overwrite, ..options })
            }
            sent => sent,
        };
        *seen = match sent {
            Ok(sent) => Seen::new(sent.e_tag, sent.version),
            Err(Error::Precondition { .. } | Error::AlreadyExists { .. }) => self.whose_record(&bytes)?,
            Err(error) => return Err(self.failed("write the record of", &error)),
        };
        Ok(())
    }
}

fn attributes(content_type: &'static str, cache_control: &'static str) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, content_type.into());
    attributes.insert(Attribute::CacheControl, cache_control.into());
    attributes
}

/// A version as every answer of a service gives it: some answers have quotes around it, and some have none.
fn plain(tag: &str) -> &str {
    let tag = tag.trim_start_matches("W/").trim_matches('"');
    if tag.contains(|c: char| c.is_whitespace() || c.is_control()) { "" } else { tag }
}

/// Runs one request to its end on this thread. The threads of a deploy each wait for their own.
fn wait<T>(request: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| Error::Generic { store: "runtime", source: error.into() })?;
    runtime.block_on(request)
}

/// The same bytes each time: no time and no name in the head.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_err(|error| Diagnostic::error("deploy-failed", format!("cannot compress a file: {error}")))
}

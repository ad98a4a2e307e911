//! Planning a deploy: what the site is now, and what a host has, give the ordered steps between the two.
//!
//! The order is the safety: assets first, so that no page is there before its style sheet; then pages, new ones
//! before those that link to them; then feeds and the sitemap, which announce them; deletes last. The host's record
//! claims every file before it is sent and lists it until it is deleted, so a deploy that ends anywhere can be run
//! again, and nothing that this program did not put there is ever touched.

mod headers;
mod record;
mod unreviewed;

use std::{collections::BTreeSet, sync::Arc};

pub use self::{
    headers::{cache_control, content_type, is_text},
    record::{Held, Record},
    unreviewed::{Unreviewed, unreviewed},
};
use crate::model::{diagnostic::Diagnostic, out_path::fold};

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its path below the output.
    pub path: Arc<str>,
    /// XXH3-128 of its bytes.
    pub hash: u128,
    /// Its size in bytes.
    pub size: u64,
}

impl Item {
    /// The file as a host has it once it was sent.
    pub fn held(&self, tag: Option<Arc<str>>) -> Held {
        Held { path: Arc::clone(&self.path), hash: Some(self.hash), size: self.size, tag, kept: false }
    }
}

/// What a host has.
#[derive(Clone, Debug, Default)]
pub struct Remote {
    /// What this program has put there; `None` when it never did.
    pub record: Option<Record>,
    /// Paths of files that are not in the record, where the host can tell.
    pub foreign: BTreeSet<String>,
    /// Paths of the record whose file is missing or is not the one that was sent, where the host can tell.
    pub lost: BTreeSet<String>,
    /// Its names are keys, not files in folders: `a` and `a/b` are not in each other's way.
    pub flat: bool,
}

/// What the person allows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// So many pages may go.
    pub allow_delete: Option<usize>,
    /// Files of others may be replaced.
    pub force: bool,
}

/// The part that a file plays, in the order of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What pages need: style sheets, scripts, pictures, data.
    Asset,
    /// A page.
    Page,
    /// What announces pages or tells the host about them: feeds, sitemap, `robots.txt`, `_headers`, `_redirects`.
    Feed,
}

/// The part that the file at a path plays.
pub fn kind(path: &str) -> Kind {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html" | "htm") => Kind::Page,
        Some("xml") => Kind::Feed,
        _ if ["robots.txt", "_headers", "_redirects"].contains(&path) => Kind::Feed,
        _ => Kind::Asset,
    }
}

/// Whether the name of a file changes with its content, so that whoever has it may keep it forever:
/// `assets/style.1a2b3c4d.css`.
pub fn is_fingerprinted(path: &str) -> bool {
    let is_mark = |part: &str| {
        part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    path.starts_with("assets/")
        && path.rsplit('/').next().is_some_and(|name| name.rsplit('.').take(2).any(is_mark))
}

/// A file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// The file.
    pub item: Item,
    /// The host does not have one at its path.
    pub new: bool,
}

/// What is to be done, and what stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files to send, in order.
    pub puts: Vec<Put>,
    /// Files that the host has already.
    pub same: Vec<Held>,
    /// Old assets that stay until the next deploy, for readers who still have an old page.
    pub kept: Vec<Held>,
    /// Files to delete, in order.
    pub deletes: Vec<Held>,
    /// A deploy before this one was not finished.
    pub unfinished: bool,
}

impl Plan {
    /// Whether the host is as it should be.
    pub fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.deletes.is_empty() && !self.unfinished
    }

    /// How many bytes travel.
    pub fn bytes(&self) -> u64 {
        self.puts.iter().map(|put| put.item.size).sum()
    }

    /// How many files are new.
    pub fn new_files(&self) -> usize {
        self.puts.iter().filter(|put| put.new).count()
    }

    /// The record before anything is done: it claims what will be sent, and lists what will be deleted.
    pub fn claim(&self) -> Record {
        // Of neither can be said what is there until all is done.
        let sent = self.puts.iter().map(|put| Held { hash: None, ..put.item.held(None) });
        let doomed = self.deletes.iter().map(|held| Held { hash: None, ..held.clone() });
        Record::new(true, self.stays().chain(sent).chain(doomed).collect())
    }

    /// The record when everything is done.
    pub fn done(&self) -> Record {
        let sent = self.puts.iter().map(|put| put.item.held(None));
        Record::new(false, self.stays().chain(sent).collect())
    }

    /// Files to delete that must go before others are written, where files lie in folders: one that takes the name
    /// of a folder, or the other way round, and another spelling of a name on a disk that ignores case.
    pub fn in_the_way(&self) -> Vec<&Held> {
        if self.deletes.is_empty() {
            return Vec::new();
        }
        let new: BTreeSet<String> = self.puts.iter().map(|put| fold(&put.item.path)).collect();
        self.deletes.iter().filter(|held| clash(&fold(&held.path), &new).is_some()).collect()
    }

    fn stays(&self) -> impl Iterator<Item = Held> {
        self.same.iter().chain(&self.kept).cloned()
    }
}

/// Plans a deploy, or says why there should be none. `local` is sorted by path.
pub fn plan(local: &[Item], remote: &Remote, limits: Limits) -> Result<Plan, Diagnostic> {
    if !local.iter().any(|item| kind(&item.path) == Kind::Page) {
        return Err(Diagnostic::error("empty-site", "the site has no pages; nothing was deployed")
            .hint("put texts into seeds/, or look whether `--root` is right"));
    }
    let none = Record::default();
    let record = remote.record.as_ref().unwrap_or(&none);
    refuse_loss(local, record, limits)?;
    if !limits.force {
        refuse_foreign(local, record, remote)?;
    }
    let mut plan = Plan { unfinished: record.applying, ..Plan::default() };
    for item in local {
        let held = record.find(&item.path).filter(|_| !remote.lost.contains(&*item.path));
        match held {
            Some(held) if held.hash == Some(item.hash) => {
                plan.same.push(Held { kept: false, ..held.clone() });
            }
            held => plan.puts.push(Put { item: item.clone(), new: held.is_none() }),
        }
    }
    for held in &record.files {
        if local.binary_search_by(|item| item.path.cmp(&held.path)).is_ok() {
            continue;
        }
        let stays = match held.hash {
            // A deploy that was not finished has sent it or not; what it was to delete was kept before.
            None => !held.kept,
            Some(_) if remote.lost.contains(&*held.path) => false,
            // A deploy that was not finished was of the same version, or nobody has seen it long.
            Some(_) => !held.kept || record.applying,
        };
        if stays && is_fingerprinted(&held.path) {
            plan.kept.push(Held { kept: held.hash.is_some(), ..held.clone() });
        } else {
            plan.deletes.push(held.clone());
        }
    }
    // Nothing else has changed: then neither have the pages that readers still hold.
    if plan.puts.is_empty() && plan.deletes.iter().all(|held| held.kept) {
        plan.kept.append(&mut plan.deletes);
    }
    plan.puts.sort_by_cached_key(|put| {
        let path = &put.item.path;
        (kind(path), !put.new, &**path == "index.html", Arc::clone(path))
    });
    plan.deletes.sort_by_cached_key(|held| (kind(&held.path), Arc::clone(&held.path)));
    // What announces pages goes first, assets last.
    plan.deletes.reverse();
    Ok(plan)
}

/// A site that shrinks by more than a quarter is a mistake more often than not.
fn refuse_loss(local: &[Item], record: &Record, limits: Limits) -> Result<(), Diagnostic> {
    let pages = record.files.iter().filter(|held| kind(&held.path) == Kind::Page);
    let count = pages.clone().count();
    let gone: Vec<&Held> =
        pages.filter(|held| local.binary_search_by(|item| item.path.cmp(&held.path)).is_err()).collect();
    let allowed = limits.allow_delete.is_some_and(|most| gone.len() <= most);
    if gone.len() * 4 <= count || allowed {
        return Ok(());
    }
    let some: Vec<&str> = gone.iter().take(3).map(|held| &*held.path).collect();
    let message = format!(
        "{} of the {count} pages that are published would be deleted, such as {}",
        gone.len(),
        some.join(", ")
    );
    Err(Diagnostic::error("too-many-deletes", message)
        .hint(format!("if they should go, allow it with `--allow-delete {}`", gone.len())))
}

/// The path in a set that cannot be there together with another: the same one, a folder above it, or a file below.
pub fn clash<'a>(path: &str, others: &'a BTreeSet<String>) -> Option<&'a str> {
    let above = path.match_indices('/').map(|(at, _)| &path[..at]);
    let own = std::iter::once(path).chain(above).find_map(|path| others.get(path));
    let below = format!("{path}/");
    let inside = || others.range(below.clone()..).next().filter(|found| found.starts_with(&below));
    own.or_else(inside).map(String::as_str)
}

/// A file that this program did not put there is not replaced, and not shadowed by a folder of its name.
fn refuse_foreign(local: &[Item], record: &Record, remote: &Remote) -> Result<(), Diagnostic> {
    let foreign = &remote.foreign;
    if foreign.is_empty() {
        return Ok(());
    }
    let new = local.iter().filter(|item| record.find(&item.path).is_none());
    let in_the_way = |item: &Item| {
        if remote.flat { foreign.get(&*item.path).map(String::as_str) } else { clash(&item.path, foreign) }
    };
    let clashes: BTreeSet<&str> = new.filter_map(in_the_way).collect();
    let Some(first) = clashes.first() else { return Ok(()) };
    let more = if clashes.len() > 1 { format!(" and {} more", clashes.len() - 1) } else { String::new() };
    let message = format!("{first}{more} was not put there by dossier, and a file of the site goes there");
    Err(Diagnostic::error("foreign-file", message)
        .hint("publish into a place of its own, move it away, or replace it with `--force`"))
}

#[cfg(test)]
mod tests;

//! Every page of the site, rendered once: what its HTML says, where its addresses lead, how much a browser loads.
//!
//! A slip in a template is on every page and is told once, with the number of pages; what comes from a person's text is
//! told at its place in the text.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    Subject,
    html::unescape,
    links::{Addresses, Target, path_key},
    owners::Owners,
    page::{self, Finding, Page, Use, id_key},
};
use crate::{
    model::{
        diagnostic::{Diagnostic, Severity},
        inputs::RelPath,
        site::Entry,
    },
    stages::{
        place::{anywhere, in_text},
        render::Renderer,
    },
};

/// An address of another site, and the first place that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// The address.
    pub url: String,
    /// A finding at the place, to be filled with what is wrong.
    pub place: Diagnostic,
}

/// A link to a place in a page, to be looked up when all pages are read.
struct ToPlace {
    path: u64,
    id: u64,
    address: String,
    span: (usize, usize),
}

/// What was found on one page.
#[derive(Default)]
struct Read {
    findings: Vec<Finding>,
    ids: Vec<u64>,
    to_places: Vec<ToPlace>,
    external: Vec<(String, (usize, usize))>,
    broken: Option<Diagnostic>,
}

/// Checks all pages. With `external`, the addresses of other sites are collected, by address.
pub(super) fn check(subject: &Subject<'_>, external: bool) -> (Vec<Diagnostic>, Vec<External>) {
    let addresses = Addresses::new(subject.site, &subject.inputs.config);
    let renderer = Renderer::new(subject.theme, subject.site_value);
    let pages: Vec<(&Arc<str>, &Entry)> = subject.site.entries.iter().collect();
    let site = Site { subject, addresses: &addresses, renderer, external };
    let mut read: Vec<Read> = pages.par_iter().map(|(path, entry)| site.read(path, entry)).collect();
    let mut found: Vec<Diagnostic> = read.iter_mut().filter_map(|read| read.broken.take()).collect();
    let ids: BTreeMap<u64, &[u64]> =
        pages.iter().zip(&read).map(|((path, _), read)| (path_key(path), read.ids.as_slice())).collect();
    let lost: Vec<Vec<Finding>> = read.par_iter().map(|read| lost_places(read, &ids)).collect();
    for (read, lost) in read.iter_mut().zip(lost) {
        read.findings.extend(lost);
    }
    found.extend(site.told(&pages, &read));
    let external = site.elsewhere(&pages, &read);
    (found, external)
}

/// Links to ids that their page does not have. A target that is no page at all was told already.
fn lost_places(read: &Read, ids: &BTreeMap<u64, &[u64]>) -> Vec<Finding> {
    let lost = read
        .to_places
        .iter()
        .filter(|link| ids.get(&link.path).is_some_and(|ids| ids.binary_search(&link.id).is_err()));
    lost.map(|link| Finding {
        code: "broken-fragment",
        message: Cow::Owned(format!("`{}` leads to a place that its page does not have", link.address)),
        hint: "mend what stands behind `#`; headings have ids that begin with `s-`",
        severity: Severity::Error,
        span: link.span,
        address: unescape(&link.address),
    })
    .collect()
}

struct Site<'a> {
    subject: &'a Subject<'a>,
    addresses: &'a Addresses,
    renderer: Renderer<'a>,
    external: bool,
}

impl Site<'_> {
    fn html(&self, entry: &Entry) -> Option<Result<String, Diagnostic>> {
        match entry {
            Entry::Page(make) => {
                let (meta, view) = make();
                Some(self.renderer.render(&meta, &view))
            }
            Entry::Bytes(_) | Entry::Stored(_) => None,
        }
    }

    fn read(&self, path: &str, entry: &Entry) -> Read {
        let html = match self.html(entry) {
            None => return Read::default(),
            Some(Err(problem)) => return Read { broken: Some(problem), ..Read::default() },
            Some(Ok(html)) => html,
        };
        let Page { findings, ids, uses } = page::read(&html);
        let mut read = Read { findings, ids, ..Read::default() };
        let mut weight = html.len();
        let mut counted: Vec<String> = Vec::new();
        for used in uses {
            let span = (used.span.start, used.span.end);
            match self.addresses.target(used.address, path) {
                Target::Inside { path: target, fragment } => {
                    if !self.exists(&target) {
                        read.findings.push(broken(&used));
                    } else if used.loaded {
                        if !counted.contains(&target) {
                            weight += self.weight(&target);
                            counted.push(target);
                        }
                    } else if !fragment.is_empty() && fragment != "top" {
                        let (path, id) = (path_key(&target), id_key(&fragment));
                        read.to_places.push(ToPlace { path, id, address: used.address.to_owned(), span });
                    }
                }
                Target::Elsewhere(url) if used.loaded => read.findings.push(foreign(&url, span)),
                Target::Elsewhere(url) if self.external => read.external.push((url, span)),
                Target::Above(_) if used.loaded => read.findings.push(broken(&used)),
                _ => {}
            }
        }
        read.findings.extend(self.too_heavy(weight));
        read
    }

    /// Hosts lead from `topics/japan` to `topics/japan/`.
    fn exists(&self, path: &str) -> bool {
        self.addresses.has(path) || self.addresses.has(&format!("{path}/index.html"))
    }

    fn weight(&self, path: &str) -> usize {
        match self.subject.site.entries.get(path) {
            Some(Entry::Bytes(bytes)) => bytes.len(),
            Some(Entry::Stored(stored)) => usize::try_from(stored.size).unwrap_or(usize::MAX),
            _ => 0,
        }
    }

    fn too_heavy(&self, weight: usize) -> Option<Finding> {
        let most = self.subject.inputs.config.check.page_weight;
        (weight > most).then(|| Finding {
            code: "page-heavy",
            message: Cow::Owned(format!("a browser loads more than {} KB for this page", most / 1000)),
            hint: "lower `per_page`, lighten the theme, or raise `check: {page_weight: …}`",
            severity: Severity::Warning,
            span: (0, 0),
            address: String::new(),
        })
    }

    /// The findings of all pages, each kind with its first page. Pages that something is said about are rendered again.
    fn told(&self, pages: &[(&Arc<str>, &Entry)], read: &[Read]) -> Vec<Diagnostic> {
        let owners = Owners::new(self.subject);
        let mut kinds: BTreeMap<(&str, &str), Vec<(usize, &Finding)>> = BTreeMap::new();
        for (at, read) in read.iter().enumerate() {
            for finding in &read.findings {
                kinds.entry((finding.code, &finding.message)).or_default().push((at, finding));
            }
        }
        let mut found = Vec::new();
        for places in kinds.into_values() {
            // One slip may be in several texts and, apart from those, in the theme.
            let mut elsewhere: Option<(usize, &Finding)> = None;
            let mut others = 0;
            let mut last = usize::MAX;
            for (at, finding) in places {
                if at == last {
                    continue;
                }
                last = at;
                match Self::in_own_text(&owners, pages[at].0, finding) {
                    Some(problem) => found.push(problem),
                    None if elsewhere.is_none() => elsewhere = Some((at, finding)),
                    None => others += 1,
                }
            }
            found.extend(elsewhere.map(|(at, finding)| self.in_page(pages[at], finding, others)));
        }
        found
    }

    /// A finding about an address that stands in the text that the page is owed to.
    fn in_own_text(owners: &Owners<'_>, path: &str, finding: &Finding) -> Option<Diagnostic> {
        if finding.address.is_empty() {
            return None;
        }
        in_text(plain(finding), owners.of(path)?, &finding.address)
    }

    fn in_page(&self, (path, entry): (&Arc<str>, &Entry), finding: &Finding, others: usize) -> Diagnostic {
        let mut problem = plain(finding);
        problem.message = match others {
            0 => problem.message,
            1 => format!("{}, here and on 1 other page", problem.message),
            others => format!("{}, here and on {others} other pages", problem.message),
        };
        let problem = problem.in_file(&self.output_path(path));
        match self.html(entry) {
            Some(Ok(html)) => problem.at(html, finding.span.0..finding.span.1),
            _ => problem,
        }
    }

    fn output_path(&self, path: &str) -> RelPath {
        RelPath::new(format!("{}/{path}", self.subject.inputs.config.output))
    }

    /// Each address of another site with its first place.
    fn elsewhere(&self, pages: &[(&Arc<str>, &Entry)], read: &[Read]) -> Vec<External> {
        let mut first: BTreeMap<&str, (usize, (usize, usize))> = BTreeMap::new();
        for (at, read) in read.iter().enumerate() {
            for (url, span) in &read.external {
                first.entry(url).or_insert((at, *span));
            }
        }
        let owners = Owners::new(self.subject);
        let place = |(url, (at, span)): (&str, (usize, (usize, usize)))| {
            let (path, entry) = pages[at];
            let empty = Diagnostic::warning("link-dead", "");
            let own = owners.of(path).and_then(|owner| anywhere(empty.clone(), owner, url));
            let place = own.unwrap_or_else(|| {
                let problem = empty.in_file(&self.output_path(path));
                match self.html(entry) {
                    Some(Ok(html)) => problem.at(html, span.0..span.1),
                    _ => problem,
                }
            });
            External { url: url.to_owned(), place }
        };
        first.into_iter().map(place).collect()
    }
}

fn plain(finding: &Finding) -> Diagnostic {
    let problem = Diagnostic::warning(finding.code, finding.message.clone()).hint(finding.hint);
    Diagnostic { severity: finding.severity, ..problem }
}

fn broken(used: &Use<'_>) -> Finding {
    Finding {
        code: "broken-link",
        message: Cow::Owned(format!("`{}` leads to nothing", used.address)),
        hint: "mend the address; a link by name, `[[Name]]`, cannot break when an address changes",
        severity: Severity::Error,
        span: (used.span.start, used.span.end),
        address: unescape(used.address),
    }
}

fn foreign(url: &str, span: (usize, usize)) -> Finding {
    Finding {
        code: "foreign-request",
        message: Cow::Owned(format!("the page loads `{url}` from another host")),
        hint: "put the file into `static/`: the site's own policy keeps browsers from loading it",
        severity: Severity::Error,
        span,
        address: String::new(),
    }
}

//! The files that other programs read: feed, sitemap, redirects.

use std::{collections::BTreeMap, sync::Arc};

use quick_xml::{Reader, events::Event};

use super::{
    Subject,
    links::{Addresses, Target},
};
use crate::model::{
    diagnostic::Diagnostic,
    inputs::RelPath,
    site::{Entry, Site},
};

/// Every XML file, and the list of redirects.
pub(super) fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let addresses = Addresses::new(subject.site, &subject.inputs.config);
    let folder = &subject.inputs.config.output;
    let mut found = Vec::new();
    for (path, bytes) in texts(subject.site) {
        let name = RelPath::new(format!("{folder}/{path}"));
        let at = |(problem, at): (Diagnostic, usize)| problem.in_file(&name).at(bytes, at..at);
        if path.ends_with(".xml") {
            found.extend(malformed(bytes).map(at));
            found.extend(lost(bytes, &addresses).map(at));
        }
        if &**path == "_redirects" {
            found.extend(circles(bytes, &addresses).into_iter().map(at));
        }
    }
    found
}

fn texts(site: &Site) -> impl Iterator<Item = (&Arc<str>, &str)> {
    site.entries.iter().filter_map(|(path, entry)| match entry {
        Entry::Bytes(bytes) => Some((path, std::str::from_utf8(bytes).ok()?)),
        Entry::Page(_) | Entry::Stored(_) => None,
    })
}

/// The first place where a text stops being XML.
fn malformed(text: &str) -> Option<(Diagnostic, usize)> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut roots) = (0u32, 0u32);
    let why = loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => {
                roots += u32::from(depth == 0);
                depth += 1;
            }
            Ok(Event::Empty(_)) => roots += u32::from(depth == 0),
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) if depth > 0 => break "it ends in the middle".to_owned(),
            Ok(Event::Eof) if roots != 1 => break format!("it has {roots} outermost elements"),
            Ok(Event::Eof) => return None,
            Ok(_) => {}
            Err(error) => break error.to_string(),
        }
    };
    let at = usize::try_from(reader.buffer_position()).unwrap_or(0).min(text.len());
    let problem = Diagnostic::error("xml-malformed", format!("readers cannot read this file: {why}"));
    Some((problem.hint("this is a mistake of the program or of the theme: report it"), at))
}

/// The first address of this site that leads to nothing.
fn lost(text: &str, addresses: &Addresses) -> Option<(Diagnostic, usize)> {
    let begins = ["<loc>", "<link href=\""];
    let found = begins.iter().flat_map(|begin| text.match_indices(begin).map(|(at, begin)| at + begin.len()));
    let address = |at: usize| text[at..].split(['<', '"']).next().unwrap_or_default();
    let mut lost = found.filter(|at| match addresses.target(address(*at), "atom.xml") {
        Target::Inside { path, .. } => !addresses.has(&path),
        _ => false,
    });
    lost.next().map(|at| {
        let problem = Diagnostic::error("broken-link", format!("`{}` leads to nothing", address(at)));
        (problem.hint("this is a mistake of the program: report it"), at)
    })
}

/// Redirects that lead to each other, or to nothing.
fn circles(list: &str, addresses: &Addresses) -> Vec<(Diagnostic, usize)> {
    let lines: Vec<(usize, &str, &str)> = list
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .filter_map(|(at, line)| {
            let mut words = line.split_whitespace();
            Some((at, words.next()?, words.next()?))
        })
        .collect();
    let next: BTreeMap<&str, &str> = lines.iter().map(|(_, from, to)| (*from, *to)).collect();
    let mut found = Vec::new();
    for (at, from, to) in &lines {
        let (mut here, mut steps) = (*to, 0);
        while let Some(there) = next.get(here).filter(|_| steps <= lines.len()) {
            (here, steps) = (there, steps + 1);
        }
        if steps > lines.len() {
            let problem =
                Diagnostic::error("redirect-circle", format!("`{from}` leads to itself in a circle"));
            found.push((problem.hint("take one of the `aliases` out"), *at));
        } else if let Target::Inside { path, .. } = addresses.target(here, "index.html")
            && !addresses.has(&path)
        {
            let problem =
                Diagnostic::error("broken-link", format!("`{from}` leads to `{here}`, where nothing is"));
            found.push((problem.hint("mend the `aliases` that say so"), *at));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;

    #[test]
    fn files_for_programs_are_read_as_programs_do() {
        for (text, well) in [
            ("<?xml version=\"1.0\"?><feed><a/></feed>", true),
            ("<feed><a></feed>", false),
            ("<feed>", false),
            ("", false),
            ("<a/><b/>", false),
        ] {
            assert_eq!(malformed(text).is_none(), well, "{text}");
        }
        let entries = [("a/index.html".into(), Entry::Bytes(Arc::from(&b""[..])))];
        let site = Site { entries: entries.into_iter().collect(), key: 0 };
        let addresses = Addresses::new(&site, &Config::default());
        assert!(lost("<loc>http://localhost:4747/a/</loc>", &addresses).is_none());
        assert!(lost("<loc>http://localhost:4747/b/</loc>", &addresses).is_some());
        let found = |list: &str| {
            circles(list, &addresses).iter().map(|(found, at)| (found.code, *at)).collect::<Vec<_>>()
        };
        assert_eq!(found("/x/ /a/ 301\n/y/ /x/ 301\n"), []);
        assert_eq!(found("/x/ /a/ 301\n/y/ /b/ 301\n"), [("broken-link", 12)]);
        assert_eq!(found("/x/ /y/ 301\n/y/ /x/ 301\n"), [("redirect-circle", 0), ("redirect-circle", 12)]);
    }
}

//! `dossier new KIND NAME`: a file to begin with, in its place, under a name that can stand in an address.

use super::{Failure, Outcome, one, settings};
use crate::{
    cli::{BuildArgs, Common, NewArgs, NewKind},
    edge::{
        clock,
        disk::{self, Saved},
        terminal,
    },
    model::{date::iso_day, diagnostic::Diagnostic, inputs::RelPath},
    text::slug::slug,
    yaml::scalar,
};

/// Writes the file and prints its path alone, so that an editor can be given it. One that is there stays as it is.
pub fn new(common: &Common, args: &NewArgs) -> Result<Outcome, Failure> {
    let root = disk::find_root(&common.root).map_err(one)?;
    settings::read(&root, common, &BuildArgs::default()).map_err(one)?;
    let name = args.name.trim();
    if name.is_empty() {
        return Err(one(Diagnostic::error("no-name", "it needs a name")
            .hint("write `dossier new topic \"Kuril Islands\"`")));
    }
    let today = iso_day(clock::today().map_err(one)?);
    let (folder, stem, text) = match args.kind {
        NewKind::Article => ("articles", format!("{today}-{}", slug(name)), article(name, &today)),
        NewKind::Topic => ("topics", slug(name), topic(name)),
        NewKind::Source => ("sources", slug(name), source(name)),
        NewKind::Page => ("pages", slug(name), page(name)),
    };
    let path = RelPath::new(format!("content/{folder}/{stem}.md"));
    match disk::write_new(&root, &path, text.as_bytes()).map_err(one)? {
        Saved::Written => {
            terminal::show(path.as_str());
            Ok(Outcome::Well)
        }
        Saved::Kept => {
            Err(one(Diagnostic::error("is-there", "this file is there already, and was left as it is")
                .in_file(&path)
                .hint("edit it, or choose another name")))
        }
    }
}

fn article(name: &str, today: &str) -> String {
    format!(
        "---\ntitle: {}\ndate: {today}\n# source: The outlet that published it\n# url: https://example.org/where-it-was-published\n\
         # byline: [Who wrote it]\n# topics: [What it is about]\n# image: {{src: media/picture.jpg, alt: What is to be seen, credit: Whose it is}}\n\
         draft: true                  # remove this line to publish it\n---\n\n",
        scalar(name)
    )
}

fn topic(name: &str) -> String {
    format!(
        "---\nname: {}\nkind: subject                # person | place | organisation | event | subject\naliases: []\n\
         # summary: One sentence\n# same_as: [https://www.wikidata.org/wiki/…]\n---\n\n",
        scalar(name)
    )
}

fn source(name: &str) -> String {
    format!(
        "---\nname: {}\naliases: []\n# domains: [example.org]\n# kind: newspaper              # agency | newspaper | broadcaster | ministry | …\n\
         # country: Where it is based\n# owner: Who owns or funds it\n# publish: excerpt             # full | excerpt | metadata\n---\n\n",
        scalar(name)
    )
}

fn page(name: &str) -> String {
    format!(
        "---\ntitle: {}\n# summary: One sentence\n# order: 10                    # place in the menu\n# section: Guide               # heading in the menu\n---\n\n",
        scalar(name)
    )
}

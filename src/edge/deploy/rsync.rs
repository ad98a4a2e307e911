//! A server that is reached by ssh: `type: rsync`.
//!
//! The same releases as in a folder (`dir/releases.rs`). What is done there besides sending files is a script for the
//! standard input of a constant `sh -s`, with every path in single quotes, so no path can become a command. Files
//! travel with rsync into a release of their own, where whatever has not changed is a second name of the old file;
//! one rename of the link `current` shows the new release to readers.

#![expect(clippy::disallowed_types, reason = "ssh and rsync are called here")]

use std::{collections::BTreeSet, fmt::Write as _, process::Command};

use super::{
    Context, Host, Progress, Site, Trouble,
    dir::bad_record,
    program::{self, Ended, failed},
    ssh::Ssh,
};
use crate::{
    model::{deploy::Server as Keys, diagnostic::Diagnostic},
    stages::deploy::{Plan, Record, Remote, clash},
};

/// Exit codes by which a script says more than that it failed.
const NOTHING_THERE: i32 = 3;
const NOT_OURS: i32 = 4;
const RACE: i32 = 10;

/// What is in the folder: the link, the files of the release, and its record, with NULs between.
const LOOK: &str = r#"
cd "$place" 2>/dev/null || exit 3
[ -L current ] || { [ ! -e current ] || exit 4; exit 3; }
link=$(readlink current)
case $link in releases/*[!0-9]*|releases/) exit 4 ;; releases/*) ;; *) exit 4 ;; esac
printf '%s\n' "$link"
(cd "$link" && find . ! -type d -print0)
printf '\0'
[ ! -f "$link.record" ] || cat "$link.record"
"#;

/// Makes the folder of the next release and says its name.
const BEGIN: &str = r#"
umask 022
mkdir -p "$place/releases"
cd "$place"
[ "$(readlink current 2>/dev/null || :)" = "$seen" ] || exit 10
find releases -maxdepth 1 -name '*.part' -mmin +1440 -exec rm -rf {} +
number=0
for name in releases/[0-9]*; do
    name=${name##*/}
    name=${name%%.*}
    case $name in ''|*[!0-9]*) continue ;; esac
    [ "$(expr "$name" + 0)" -le "$number" ] || number=$(expr "$name" + 0)
done
tries=0
while :; do
    number=$(expr "$number" + 1)
    name=$(printf '%06d' "$number")
    mkdir "releases/$name.part" 2>/dev/null && break
    tries=$(expr "$tries" + 1)
    [ "$tries" -lt 100 ]
done
printf '%s\n' "$name"
"#;

/// Gives the release its name and readers the release, unless somebody else was faster.
const SWITCH: &str = r#"
until mkdir releases/.switching 2>/dev/null; do
    [ -n "$(find releases/.switching -maxdepth 0 -mmin +10 2>/dev/null)" ] || exit 10
    rmdir releases/.switching
done
trap 'rmdir releases/.switching' EXIT
if [ "$(readlink current 2>/dev/null || :)" != "$seen" ]; then
    rm -rf "releases/$name.part" "releases/$name.record"
    exit 10
fi
mv "releases/$name.part" "releases/$name"
rm -f .current.new
ln -s "releases/$name" .current.new
mv -fT .current.new current 2>/dev/null || mv -fh .current.new current
set -- releases/[0-9][0-9][0-9][0-9][0-9][0-9]
while [ $# -gt "$keep" ]; do
    if [ "$1" != "releases/$name" ]; then
        mv "$1" "$1.part"
        rm -f "$1.record"
        rm -rf "$1.part"
    fi
    shift
done
"#;

/// The server.
pub(super) struct Server {
    keys: Keys,
    ssh: Ssh,
    /// Where the link led when we looked last; empty when there was none.
    seen: String,
    foreign: BTreeSet<String>,
}

impl Server {
    pub(super) fn new(keys: Keys, context: &Context) -> Self {
        let ssh = Ssh::new(&keys, context);
        Self { keys, ssh, seen: String::new(), foreign: BTreeSet::new() }
    }

    /// Runs a script on the server, with some variables set before it.
    fn script(&self, variables: &[(&str, &str)], parts: &[&str]) -> Result<Ended, Diagnostic> {
        let mut command = self.ssh.command();
        command.args(["--", &self.keys.host, "sh -s"]);
        let mut text = format!("set -eu\nplace={}\n", quoted(&self.keys.path));
        for (name, value) in variables {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name}={}", quoted(value));
        }
        text.extend(parts.iter().copied());
        program::run(command, |input| input.write_all(text.as_bytes()))
    }

    fn ended(&self, doing: &str, ended: Ended) -> Result<Ended, Trouble> {
        match ended.code {
            Some(0) => Ok(ended),
            Some(RACE) => Err(Trouble::Race("another deploy has switched to its release".to_owned())),
            _ => Err(failed(&format!("{doing} {}", self.name()), &ended).into()),
        }
    }

    /// Sends the site into the folder of a release.
    fn send(&self, site: &Site, name: &str) -> Result<(), Trouble> {
        let mut rsync = Command::new("rsync");
        let ssh: Vec<String> = self.ssh.words().iter().map(|word| for_rsh(word)).collect();
        // Compared by content: a build on another machine gives every file a new time. Modes and times are the
        // server's own, so that an unchanged file can be a second name of the old one.
        rsync.args(["-rlcz", "-s", "--from0", "--files-from=-", "-e", &ssh.join(" ")]);
        if !self.seen.is_empty() {
            let old = self.seen.trim_start_matches("releases/");
            rsync.arg(format!("--link-dest=../{old}"));
        }
        let folder = format!("{}/", site.folder().display());
        rsync
            .arg("--")
            .arg(folder)
            .arg(format!("{}:{}/releases/{name}.part/", self.keys.host, self.keys.path));
        let ended = program::run(rsync, |input| {
            site.items.iter().try_for_each(|item| {
                input.write_all(item.path.as_bytes())?;
                input.write_all(b"\0")
            })
        })?;
        self.ended("send files to", ended).map(|_| ())
    }

    /// The lines that take files of the old release into the new one, and write the record.
    fn carry(&self, plan: &Plan, name: &str) -> String {
        let mut text = "cd \"$place\"\n".to_owned();
        if !self.seen.is_empty() {
            text.push_str(
                "carry() {\n    to=\"releases/$name.part/$1\"\n    [ -e \"$to\" ] || [ -L \"$to\" ] || {\n        \
                 mkdir -p \"${to%/*}\"\n        ln \"$seen/$1\" \"$to\" 2>/dev/null || cp -pP \"$seen/$1\" \"$to\"\n    }\n}\n",
            );
            let ours: BTreeSet<String> = plan.done().files.iter().map(|held| held.path.to_string()).collect();
            let foreign = self.foreign.iter().filter(|path| clash(path, &ours).is_none());
            for path in plan.kept.iter().map(|held| &*held.path).chain(foreign.map(String::as_str)) {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "carry {}", quoted(path));
            }
        }
        let record = String::from_utf8_lossy(&plan.done().to_bytes()).into_owned();
        // The record's last line begins with `end` and a tab, so no line of it can end the text early.
        let _ = write!(text, "cat > \"releases/{name}.record\" << 'END OF RECORD'\n{record}END OF RECORD\n");
        text
    }
}

impl Host for Server {
    fn name(&self) -> String {
        format!("{}:{}/current", self.keys.host, self.keys.path)
    }

    fn look(&mut self) -> Result<Remote, Trouble> {
        self.seen = String::new();
        self.foreign = BTreeSet::new();
        let ended = self.script(&[], &[LOOK])?;
        match ended.code {
            Some(NOTHING_THERE) => return Ok(Remote::default()),
            Some(NOT_OURS) => {
                let message = format!("{} is no link to a release", self.name());
                return Err(Diagnostic::error("foreign-file", message)
                    .hint("move it away, or give the target a folder of its own with `path`")
                    .into());
            }
            _ => {}
        }
        let ended = self.ended("read", ended)?;
        let (link, found, record) = answer(&ended.stdout).ok_or_else(|| {
            Diagnostic::error(
                "deploy-failed",
                format!("{} answers in a way that is not understood", self.name()),
            )
            .hint("look whether a login script on the server prints something: it must not")
        })?;
        self.seen = link;
        let place = format!("the record of {}", self.name());
        let record = match record {
            [] => None,
            bytes => Some(Record::parse(bytes).map_err(|why| bad_record(&place, &why))?),
        };
        let listed = record.iter().flat_map(|record| &record.files).map(|held| held.path.to_string());
        let lost = listed.filter(|path| !found.contains(path)).collect();
        let known = |path: &str| record.as_ref().is_some_and(|record| record.find(path).is_some());
        let foreign: BTreeSet<String> = found.iter().filter(|path| !known(path)).cloned().collect();
        self.foreign.clone_from(&foreign);
        Ok(Remote { record, foreign, lost, flat: false })
    }

    fn publish(&mut self, plan: &Plan, site: &Site, progress: &Progress) -> Result<(), Trouble> {
        for item in &site.items {
            site.read(item)?;
        }
        let seen = ("seen", &*self.seen);
        let ended = self.ended("prepare a release at", self.script(&[seen], &[BEGIN])?)?;
        let name = String::from_utf8_lossy(&ended.stdout).trim().to_owned();
        if name.len() < 6 || !name.bytes().all(|b| b.is_ascii_digit()) {
            return Err(failed(&format!("prepare a release at {}", self.name()), &ended).into());
        }
        self.send(site, &name)?;
        let (carry, keep) = (self.carry(plan, &name), self.keys.releases.to_string());
        let variables = [seen, ("name", &*name), ("keep", &*keep)];
        let ended = self.script(&variables, &[&carry, SWITCH])?;
        self.ended("switch", ended)?;
        for _ in 0..plan.puts.len() + plan.deletes.len() {
            progress.step();
        }
        Ok(())
    }
}

/// Link, files and record in what the first script prints.
fn answer(bytes: &[u8]) -> Option<(String, BTreeSet<String>, &[u8])> {
    let line = bytes.iter().position(|byte| *byte == b'\n')?;
    let (link, rest) = (std::str::from_utf8(&bytes[..line]).ok()?, &bytes[line + 1..]);
    // Each name ends with a NUL, and one more ends the list.
    let end = match rest.first()? {
        0 => 0,
        _ => rest.windows(2).position(|pair| pair == [0, 0])? + 1,
    };
    let names = rest[..end].split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok());
    let names = names.filter_map(|name| name.strip_prefix("./")).map(str::to_owned).collect();
    link.starts_with("releases/").then(|| (link.to_owned(), names, &rest[end + 1..]))
}

/// A text as one word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A word in the line that rsync takes its remote shell from; it splits at blanks, and knows quotes.
fn for_rsh(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:@".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("\"{}\"", word.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_can_become_a_command() {
        for (path, word) in [
            ("/srv/www", "'/srv/www'"),
            ("a b", "'a b'"),
            ("$(reboot)`x`;\"", "'$(reboot)`x`;\"'"),
            ("it's", r"'it'\''s'"),
        ] {
            assert_eq!(quoted(path), word);
        }
        assert_eq!(for_rsh("/srv/a b/conf\"ig"), "\"/srv/a b/conf\"\"ig\"");
    }

    #[test]
    fn the_servers_answer_is_taken_apart() {
        let (link, names, record) =
            answer(b"releases/000001\n./a/index.html\0./b c\0\0dossier deployed").expect("an answer");
        assert_eq!((&*link, names.len(), record), ("releases/000001", 2, &b"dossier deployed"[..]));
        let (_, names, record) = answer(b"releases/000001\n\0").expect("an empty release");
        assert_eq!((names.len(), record), (0, &b""[..]));
        for other in [&b""[..], b"Welcome!\nreleases/000001\n\0", b"releases/1\n./a\0"] {
            assert!(answer(other).is_none());
        }
    }
}

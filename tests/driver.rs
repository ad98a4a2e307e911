//! Drives the real program on a dossier in a folder of its own.
//!
//! ```ignore
//! let home = Dossier::from("sites/kuril").build().edit("content/topics/a.md", "…").build().page("/");
//! ```

use std::{
    collections::BTreeMap,
    fmt::Debug,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The day on which all tests happen, in seconds since 1970: 2026-11-23.
const TODAY: &str = "1795435200";

/// Files below a folder by their path with `/`; those of the program itself (`.dossier…`) are left out.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// A dossier that goes away with the test.
pub(crate) struct Dossier {
    folder: tempfile::TempDir,
    /// What the last run said.
    pub(crate) last: Run,
}

/// What a run of the program said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// The exit code; `None` when it was killed.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Dossier {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        // In memory where that is to be had.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        fs::create_dir(folder.path().join("site")).expect("the root");
        Self { folder, last: Run::default() }
    }

    /// A copy of a folder in `tests/`, or of the repository's own when it begins with `../`.
    pub(crate) fn from(case: &str) -> Self {
        let dossier = Self::empty();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(case);
        for (path, bytes) in tree(&source) {
            dossier.write(&path, &bytes);
        }
        dossier
    }

    /// Its root.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Writes a file.
    pub(crate) fn edit(self, path: &str, text: &str) -> Self {
        self.write(path, text.as_bytes());
        self
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(self, path: &str) -> Self {
        let place = self.root().join(path);
        let removed = if place.is_dir() { fs::remove_dir_all(&place) } else { fs::remove_file(&place) };
        removed.expect(path);
        self
    }

    /// Gives a file another name.
    pub(crate) fn rename(self, from: &str, to: &str) -> Self {
        fs::rename(self.root().join(from), self.root().join(to)).expect(from);
        self
    }

    /// Builds; every problem is a failure of the test.
    pub(crate) fn build(self) -> Self {
        let built = self.run(&["build"]);
        assert_eq!(built.last.code, Some(0), "{}", built.last.stderr);
        built
    }

    /// Runs the program in the root, whatever comes of it.
    pub(crate) fn run<A: AsRef<std::ffi::OsStr> + Debug>(self, arguments: &[A]) -> Self {
        let mut command = command(&self.root());
        command.args(arguments);
        self.run_command(command)
    }

    /// Runs a command that was made ready with [`command`].
    pub(crate) fn run_command(mut self, mut command: Command) -> Self {
        let output = command.output().expect("the program");
        self.last = Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        };
        self
    }

    /// The same with lines typed into standard input.
    pub(crate) fn type_in<A: AsRef<std::ffi::OsStr> + Debug>(mut self, arguments: &[A], lines: &str) -> Self {
        let mut typed = command(&self.root());
        typed.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = typed.spawn().expect("the program");
        child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("typing");
        let output = child.wait_with_output().expect("an end");
        self.last = Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        };
        self
    }

    /// The text of a file below the root.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The HTML at an address of the site.
    pub(crate) fn page(&self, address: &str) -> String {
        let path = if address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
        let place = self.root().join("public").join(path.trim_start_matches('/'));
        fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()))
    }

    /// The whole output.
    pub(crate) fn output(&self) -> Tree {
        tree(&self.root().join("public"))
    }

    /// How many pages the last run made anew.
    pub(crate) fn made(&self) -> usize {
        let line = self.last.stderr.lines().find_map(|line| line.strip_prefix("made "));
        let number = line.and_then(|line| line.split(' ').next()).and_then(|number| number.parse().ok());
        number.unwrap_or_else(|| panic!("no count of pages in: {}", self.last.stderr))
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let place = self.root().join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
        fs::write(place, bytes).expect(path);
    }
}

/// The program, to be run in a folder and knowing nothing of the machine that the tests run on.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder.join("no-home"))
        .env("SOURCE_DATE_EPOCH", TODAY);
    command
}

/// The files below a folder; empty when there is none.
pub(crate) fn tree(folder: &Path) -> Tree {
    let own = |path: &str| path.split('/').any(|part| part.starts_with(".dossier"));
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below").to_str().expect("a name").to_owned();
            (path, fs::read(entry.path()).expect("a file"))
        })
        .filter(|(path, _)| !own(path))
        .collect()
}

/// Fails with the first path where two trees differ.
pub(crate) fn assert_same(actual: &Tree, expected: &Tree, what: &str) {
    let differs = |path: &&String| actual.get(*path) != expected.get(*path);
    if let Some(path) = actual.keys().chain(expected.keys()).find(differs) {
        let show = |tree: &Tree| tree.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        panic!("{what}: {path} differs\n--- is\n{:?}\n--- should be\n{:?}", show(actual), show(expected));
    }
}

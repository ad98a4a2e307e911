//! Running the programs that hosts are reached with: `git`, `ssh`, `rsync`, and what the user names.

#![expect(clippy::disallowed_types, reason = "this is where other programs are run")]

use std::{
    io::{self, Read, Write},
    process::{Command, Stdio},
    thread,
};

use super::secrets::redact;
use crate::model::diagnostic::Diagnostic;

/// How a program ended, with what it said.
pub(super) struct Ended {
    /// Its exit code; `None` when it was killed.
    pub(super) code: Option<i32>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: String,
}

impl Ended {
    pub(super) fn well(&self) -> bool {
        self.code == Some(0)
    }

    /// The last lines that it said, without secrets.
    pub(super) fn last_words(&self) -> String {
        const MOST: usize = 5;
        let lines: Vec<&str> = self.stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        redact(&lines[lines.len().saturating_sub(MOST)..].join(" / "))
    }
}

/// Runs a program to its end. `feed` writes its standard input, while its output is being read.
pub(super) fn run(
    mut command: Command,
    feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
) -> Result<Ended, Diagnostic> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_run(&name, &error))?;
    let (input, mut said) = (child.stdin.take(), child.stderr.take());
    let (fed, stderr, stdout) = thread::scope(|scope| {
        let feeding = scope.spawn(move || match input {
            Some(input) => {
                let mut input = io::BufWriter::new(input);
                feed(&mut input).and_then(|()| input.flush())
            }
            None => Ok(()),
        });
        let saying = scope.spawn(move || {
            let mut bytes = Vec::new();
            // What was read before an error is all that there is to show.
            let _ = said.as_mut().map(|said| said.read_to_end(&mut bytes));
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let mut bytes = Vec::new();
        let read = child.stdout.take().map_or(Ok(0), |mut out| out.read_to_end(&mut bytes));
        (feeding.join(), saying.join(), read.map(|_| bytes))
    });
    let status = child.wait().map_err(|error| cannot_run(&name, &error))?;
    let ended = Ended {
        code: status.code(),
        stdout: stdout.map_err(|error| cannot_run(&name, &error))?,
        stderr: stderr.unwrap_or_default(),
    };
    match fed {
        Ok(Ok(())) => Ok(ended),
        // A program that ends early does not read all; its own words say why.
        Ok(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe && !ended.well() => Ok(ended),
        Ok(Err(error)) => Err(cannot_run(&name, &error)),
        Err(_) => Err(cannot_run(&name, &io::ErrorKind::Other.into())),
    }
}

/// The same without input.
pub(super) fn call(command: Command) -> Result<Ended, Diagnostic> {
    run(command, |_| Ok(()))
}

pub(super) fn cannot_run(name: &str, error: &io::Error) -> Diagnostic {
    let name = redact(name);
    if error.kind() == io::ErrorKind::NotFound {
        return Diagnostic::error("no-program", format!("the program `{name}` is not installed"))
            .hint("install it, or say where it is with PATH");
    }
    let why = crate::edge::reason(error);
    Diagnostic::error("no-program", format!("the program `{name}` cannot be run: {why}"))
}

/// The diagnostic for a program that ended badly.
pub(super) fn failed(doing: &str, ended: &Ended) -> Diagnostic {
    let words = ended.last_words();
    let words = if words.is_empty() { "it did not say why".to_owned() } else { words };
    Diagnostic::error("deploy-failed", format!("cannot {doing}: {words}"))
        .hint("deploy again when that is mended; what is published stays whole until then")
}

//! Opening a file in the person's editor, at a place.

#![expect(clippy::disallowed_types, reason = "the person's own editor and browser are other programs")]

use std::{
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What would end the path of a link.
const IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

/// How the person's files are opened.
#[derive(Clone, Debug)]
pub struct Told {
    /// The dossier's root.
    pub root: PathBuf,
    /// A command with `{file}`, `{line}` and `{column}`, if there is one.
    pub editor: Option<String>,
}

impl Told {
    /// A link that opens the file, where no command does.
    pub(super) fn link(&self, path: &str, line: usize, column: usize) -> Option<String> {
        if self.editor.is_some() {
            return None;
        }
        let place = self.root.join(path).to_string_lossy().replace('\\', "/");
        let place = utf8_percent_encode(place.trim_start_matches('/'), IN_PATH).to_string();
        Some(format!("vscode://file/{place}:{line}:{column}"))
    }

    /// Runs the command. Its words are those of the person; no shell reads them.
    pub(super) fn open(&self, path: &str, line: usize, column: usize) -> io::Result<()> {
        let place = self.root.join(path);
        let words =
            self.editor.as_deref().map(|editor| command(editor, &place, line, column)).unwrap_or_default();
        let (program, arguments) = words.split_first().ok_or(io::ErrorKind::NotFound)?;
        start(program, arguments)
    }
}

/// Opens an address in the person's browser.
pub fn open_browser(url: &str) -> io::Result<()> {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let arguments: Vec<String> = first.iter().chain([&url]).map(|word| (*word).to_owned()).collect();
    start(program, &arguments)
}

fn start(program: &str, arguments: &[String]) -> io::Result<()> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Somebody has to take note of its end.
    std::thread::spawn(move || child.wait());
    Ok(())
}

fn command(editor: &str, place: &Path, line: usize, column: usize) -> Vec<String> {
    let place = place.to_string_lossy();
    let word = |word: &str| {
        // One pass, so that a file may have braces in its name.
        let mut text = String::new();
        let mut rest = word;
        while let Some(at) = rest.find('{') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            let (hole, value) = [
                ("{file}", place.to_string()),
                ("{line}", line.to_string()),
                ("{column}", column.to_string()),
            ]
            .into_iter()
            .find(|(hole, _)| rest.starts_with(hole))
            .unwrap_or(("{", "{".to_owned()));
            text.push_str(&value);
            rest = &rest[hole.len()..];
        }
        text.push_str(rest);
        text
    };
    let mut words: Vec<String> = editor.split_whitespace().map(word).collect();
    if !editor.contains("{file}") && !words.is_empty() {
        words.push(place.to_string());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_gets_the_place_as_words_and_never_as_shell() {
        let place = Path::new("/d/a b;rm {line}.md");
        assert_eq!(
            command("code -g {file}:{line}:{column}", place, 3, 7),
            ["code", "-g", "/d/a b;rm {line}.md:3:7"]
        );
        assert_eq!(command("vi +{line}", place, 3, 7), ["vi", "+3", "/d/a b;rm {line}.md"]);
        assert!(command("  ", place, 3, 7).is_empty());
    }

    #[test]
    fn a_link_names_file_line_and_column() {
        let told = Told { root: "/d/my site".into(), editor: None };
        assert_eq!(
            told.link("content/a#1.md", 3, 7).as_deref(),
            Some("vscode://file/d/my%20site/content/a%231.md:3:7")
        );
        assert_eq!(Told { editor: Some("vi".into()), ..told }.link("a", 1, 1), None);
    }
}

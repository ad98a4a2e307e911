//! How many seeds a second the real program reads: `dossier read --json` on texts of 4 KB and pages of 150 KB, on two
//! threads, with the largest memory that it took.
//!
//! `cargo bench --bench reading` with the folder of open data in `DOSSIER_DATA` (default `../shared/data`). The texts are
//! the English documents of re3d, the pages those of saved-pages, each repeated under other names and, for pages, filled
//! up with its own paragraphs until it has the size.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a bench measures and prints"
)]

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::Value;

const TEXTS: usize = 3_000;
const TEXT_SIZE: usize = 4 * 1024;
const PAGES: usize = 600;
const PAGE_SIZE: usize = 150 * 1024;
const THREADS: &str = "2";

fn main() -> io::Result<()> {
    let data =
        std::env::var_os("DOSSIER_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    let (texts, pages) = (re3d(&data.join("re3d")), saved(&data.join("saved-pages")));
    if texts.is_empty() || pages.is_empty() {
        println!("reading: skipped, there is no {}", data.display());
        return Ok(());
    }
    let size = |texts: &[String], size: usize, number: usize| {
        (0..number).map(|at| grown(texts, at, size)).collect::<Vec<String>>()
    };
    measure("texts", &folder.path().join("texts"), "txt", &size(&texts, TEXT_SIZE, TEXTS))?;
    measure("pages", &folder.path().join("pages"), "html", &size(&pages, PAGE_SIZE, PAGES))
}

/// One of the texts, with the beginnings of the next ones after it, cut to the size at a line.
fn grown(texts: &[String], at: usize, size: usize) -> String {
    let mut text = String::new();
    for next in (at..).map(|at| &texts[at % texts.len()]) {
        text.push_str(next);
        text.push_str("\n\n");
        if text.len() >= size {
            break;
        }
    }
    let end = (size..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    text.truncate(end);
    format!("{text}\n{at}\n")
}

fn measure(what: &str, folder: &Path, extension: &str, seeds: &[String]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut bytes = 0;
    for (at, seed) in seeds.iter().enumerate() {
        bytes += seed.len();
        fs::write(folder.join(format!("{at:05}.{extension}")), seed)?;
    }
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .args(["read", "--json", "--quiet"])
        .arg(folder)
        .env("RAYON_NUM_THREADS", THREADS)
        .stdout(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    while child.try_wait()?.is_none() {
        let peak = fs::read_to_string(&status).ok().and_then(|status| {
            status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
        });
        memory = memory.max(peak.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let seconds = start.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = seeds.len() as f64 / seconds;
    println!(
        "{what}: {} of {} KB on average, {rate:.0} a second on {THREADS} threads, {} MB at most",
        seeds.len(),
        bytes / seeds.len() / 1024,
        memory / 1000
    );
    Ok(())
}

fn re3d(folder: &Path) -> Vec<String> {
    let parts =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|part| part.path().join("documents.json"));
    let mut parts: Vec<PathBuf> = parts.collect();
    parts.sort();
    let lines = parts.iter().filter_map(|part| fs::read_to_string(part).ok());
    let documents = lines.flat_map(|lines| {
        lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect::<Vec<_>>()
    });
    documents.filter_map(|document| document["text"].as_str().map(str::to_owned)).collect()
}

fn saved(folder: &Path) -> Vec<String> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|page| page.path()).collect();
    pages.sort();
    let pages = pages.iter().filter(|page| page.extension().is_some_and(|kind| kind == "html"));
    pages
        .filter_map(|page| fs::read(page).ok())
        .map(|page| String::from_utf8_lossy(&page).into_owned())
        .collect()
}

//! Measures whole builds with the real program beside the floor: a loop that only makes the same folders and writes
//! files of the same sizes, with as many threads, in the same run.
//!
//! `cargo bench --bench build -- 1000 10000 100000`; with `in DIR` it works there, on that disk; with `generate DIR`
//! behind one size it only writes that dossier.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "a bench looks at clock and disk, and prints"
)]

mod beside;
mod generate;
mod linking;
mod measure;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rayon::prelude::*;

use self::measure::{THREADS, cpu_of, median, remove, run};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [size, word, folder, ..] = &arguments[..]
        && word == "generate"
    {
        return generate::generate(Path::new(folder), size.parse().map_err(io::Error::other)?);
    }
    if arguments.iter().any(|word| word == "beside") {
        return beside::print(arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(10_000));
    }
    if arguments.iter().any(|word| word == "linking") {
        return linking::print(arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(10_000));
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    rayon::ThreadPoolBuilder::new().num_threads(THREADS).build_global().map_err(io::Error::other)?;
    let folder = match arguments.iter().skip_while(|word| *word != "in").nth(1) {
        Some(disk) => tempfile::tempdir_in(disk),
        None => tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()),
    }?;
    println!(
        "{THREADS} threads, in {}; times in milliseconds, the median of three (one from 50,000 on)\n",
        folder.path().display()
    );
    println!(
        "| articles | files | MB | floor | cold | ÷ floor | CPU ÷ floor's | µs an article | MB used | unchanged | made | one edit | made |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for size in sizes {
        measure(&folder.path().join(size.to_string()), size)?;
    }
    Ok(())
}

fn measure(root: &Path, articles: usize) -> io::Result<()> {
    generate::generate(root, articles)?;
    let rounds = if articles < 50_000 { 3 } else { 1 };
    let (mut colds, mut floors, mut sames, mut edits) = (vec![], vec![], vec![], vec![]);
    let mut files = Vec::new();
    for round in 0..rounds {
        remove(&root.join("public"))?;
        remove(&root.join(".dossier"))?;
        colds.push(run(root)?);
        files = sizes(&root.join("public"))?;
        floors.push(floor(&root.join("floor"), &files)?);
        sames.push(run(root)?);
        edit(root, articles / 2, round)?;
        edits.push(run(root)?);
    }
    let [cold, same, edit] = [colds, sames, edits].map(median);
    floors.sort();
    let (floor, floor_cpu) = floors[floors.len() / 2];
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    println!(
        "| {articles} | {} | {} | {} | {} | {:.1} | {:.1} | {} | {} | {} | {} | {} | {} |",
        files.len(),
        bytes / 1_000_000,
        floor.as_millis(),
        cold.time.as_millis(),
        cold.time.as_secs_f64() / floor.as_secs_f64(),
        cold.cpu.as_secs_f64() / floor_cpu.as_secs_f64(),
        cold.time.as_micros() / articles as u128,
        cold.memory,
        same.time.as_millis(),
        same.made,
        edit.time.as_millis(),
        edit.made,
    );
    fs::remove_dir_all(root)
}

/// Files of the output with their sizes.
fn sizes(output: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    walkdir::WalkDir::new(output)
        .into_iter()
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_file()))
        .map(|entry| {
            let entry = entry?;
            let path = entry.path().strip_prefix(output).map_err(io::Error::other)?.to_owned();
            Ok((path, entry.metadata()?.len()))
        })
        .collect()
}

/// What no program that writes these files can go below on this machine: wall and processor time.
fn floor(target: &Path, files: &[(PathBuf, u64)]) -> io::Result<(Duration, Duration)> {
    let largest = files.iter().map(|(_, size)| *size).max().unwrap_or_default();
    let bytes: Vec<u8> = (0..largest).map(|at| (at % 251) as u8).collect();
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    let above: BTreeSet<&Path> = folders.iter().flat_map(|folder| folder.ancestors().skip(1)).collect();
    let cpu = || cpu_of(Path::new("/proc/self")).unwrap_or_default();
    let (started, before) = (Instant::now(), cpu());
    fs::create_dir(target)?;
    for folder in above {
        fs::create_dir_all(target.join(folder))?;
    }
    let below: Vec<&Path> = folders.into_iter().collect();
    below.par_iter().try_for_each(|folder| match fs::create_dir(target.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result,
    })?;
    files.par_iter().try_for_each(|(path, size)| {
        let size = usize::try_from(*size).unwrap_or(usize::MAX);
        fs::write(target.join(path), &bytes[..size])
    })?;
    let (time, cpu) = (started.elapsed(), cpu().saturating_sub(before));
    fs::remove_dir_all(target)?;
    Ok((time, cpu))
}

/// One more sentence in one body.
fn edit(root: &Path, article: usize, round: usize) -> io::Result<()> {
    let path = root.join(generate::article_path(article));
    let text = fs::read_to_string(&path)?;
    fs::write(path, format!("{text}\nOne more sentence, number {round}.\n"))
}

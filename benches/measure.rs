//! Runs the real program, and watches its time and memory from outside.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Threads of the program: what build machines have.
pub(crate) const THREADS: usize = 2;

/// What one run of the program took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) time: Duration,
    /// Processor time of all threads, which other programs on the machine disturb less.
    pub(crate) cpu: Duration,
    /// Pages made anew.
    pub(crate) made: usize,
    /// Articles whose text was read anew.
    pub(crate) read: usize,
    /// Largest resident memory in MB, as far as it was seen.
    pub(crate) memory: u64,
    /// Time until all pages are planned: reading, linking, planning.
    pub(crate) planned: Duration,
}

/// Builds, and watches the memory from outside.
pub(crate) fn run(root: &Path) -> io::Result<Run> {
    let mut build = Command::new(env!("CARGO_BIN_EXE_dossier"));
    build.args(["build", "--profile", "--root"]).arg(root).env("RAYON_NUM_THREADS", THREADS.to_string());
    let (run, stderr) = watch(build)?;
    let made = stderr.lines().find_map(|line| line.strip_prefix("made ")?.split(' ').next()?.parse().ok());
    let made = made.ok_or_else(|| io::Error::other(format!("no count of pages in: {stderr}")))?;
    let read = stderr.lines().find_map(|line| line.strip_suffix("articles read anew")?.trim().parse().ok());
    let lap = |name: &str| {
        let line =
            stderr.lines().find_map(|line| line.strip_suffix(name)?.trim().strip_suffix(" ms")?.parse().ok());
        line.map_or(Duration::ZERO, |ms: f64| Duration::from_secs_f64(ms / 1000.0))
    };
    Ok(Run { made, read: read.unwrap_or(0), planned: lap("  link and plan"), ..run })
}

/// Runs a program to its end, and gives what it took and what it said to stderr.
pub(crate) fn watch(mut program: Command) -> io::Result<(Run, String)> {
    let started = Instant::now();
    let mut child = program.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let watcher = thread::spawn(move || {
        let mut seen = (0, Duration::ZERO);
        // The kernel keeps the peak itself; the file loses its memory lines when the process ends.
        while let (Some(memory), Some(cpu)) = (peak_of(&process), cpu_of(&process)) {
            seen = (memory, cpu);
            thread::sleep(Duration::from_millis(5));
        }
        seen
    });
    let stderr = io::read_to_string(child.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?)?;
    let status = child.wait()?;
    let time = started.elapsed();
    if !status.success() {
        return Err(io::Error::other(stderr));
    }
    let (memory, cpu) = watcher.join().unwrap_or_default();
    Ok((Run { time, cpu, made: 0, read: 0, memory: memory / 1000, planned: Duration::ZERO }, stderr))
}

/// The largest resident memory of a process so far, in kB.
fn peak_of(process: &Path) -> Option<u64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

/// The processor time of a process so far. Linux counts it in hundredths of a second, in the 14th and 15th field.
pub(crate) fn cpu_of(process: &Path) -> Option<Duration> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks: u64 = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(10 * ticks))
}

/// The run in the middle, by time.
pub(crate) fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by_key(|run| run.time);
    runs[runs.len() / 2]
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

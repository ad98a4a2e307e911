//! A progress bar that only shows when a person would begin to wonder.

use std::{
    io::{self, IsTerminal},
    sync::Once,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Nobody needs a bar before this time has passed.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts steps from many threads; the bar appears after a second, on a terminal only, and goes when this is
/// dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
    shown: Once,
}

impl Progress {
    /// Starts to count to `total`; `what` names the steps (`pages`).
    pub fn start(what: &'static str, total: usize) -> Self {
        Self::start_on(what, total, io::stderr().is_terminal())
    }

    /// The same, and it never shows.
    pub fn silent() -> Self {
        Self::start_on("", 0, false)
    }

    fn start_on(what: &'static str, total: usize, terminal: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {msg}");
        let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what);
        Self { bar, terminal, shown: Once::new() }
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
        if self.terminal && !self.shown.is_completed() && self.bar.elapsed() >= PATIENCE {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_shows_after_a_second_and_on_a_terminal_only() {
        let early = Progress::start_on("pages", 10, true);
        early.step();
        assert!(!early.shown.is_completed());

        let late = |terminal| {
            let progress = Progress::start_on("pages", 10, terminal);
            progress.bar.set_elapsed(PATIENCE);
            progress.step();
            (progress.shown.is_completed(), progress.bar.position())
        };
        assert_eq!(late(true), (true, 1));
        assert_eq!(late(false), (false, 1));
    }
}

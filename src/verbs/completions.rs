//! `dossier completions SHELL`: a script for the shell, on standard output.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::Outcome;
use crate::cli::Cli;

/// Prints the script.
pub fn completions(shell: Shell) -> Outcome {
    generate(shell, &mut Cli::command(), "dossier", &mut std::io::stdout());
    Outcome::Well
}

//! The `dossier` program: arguments to a verb, the verb's outcome to an exit code.

use std::process::ExitCode;

use dossier::{cli, verbs};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    verbs::run(cli::parse())
}

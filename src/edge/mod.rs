//! The only code that touches the world: files, the clock, the terminal. The bans of `clippy.toml` are lifted
//! here, file by file, each with its reason.

pub mod cache;
pub mod clock;
pub mod deploy;
pub mod disk;
pub mod external;
pub mod fetch;
pub mod images;
pub mod publish;
pub mod serve;
pub mod terminal;
pub mod watch;

use std::{io, path::Path};

/// What the system gives as the reason of a failure, without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Everything written so far to the file system that holds a folder reaches the disk, at the cost of one wait.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_types, reason = "the handle names the file system")]
fn sync_file_system(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(std::fs::File::open(folder)?)?)
}

/// Systems without `syncfs`: the folder's own entries are the most that one call can bring to the disk.
#[cfg(all(unix, not(target_os = "linux")))]
#[expect(clippy::disallowed_types, reason = "the handle names the file system")]
fn sync_file_system(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// A folder has no handle to sync here.
#[cfg(not(unix))]
fn sync_file_system(_: &Path) -> io::Result<()> {
    Ok(())
}

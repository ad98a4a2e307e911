//! A person's decisions about suggestions become edits of files.
//!
//! [`waiting()`] says what waits, [`decide()`] what accepting, rejecting or correcting some of it would write, and
//! [`changed_text()`] what a seed that has changed says that its article does not. All are pure: the command line
//! and the preview's desk show and ask, `edge/disk` writes, and only if the files are still those that the person
//! decided about.

mod article;
mod changed_text;
mod context;
mod decide;
pub mod front_matter;
mod topic;
mod waiting;

pub use changed_text::{Difference, changed_text};
pub use context::{Context, context};
pub use decide::{Change, Changes, Decision, Ruling, decide};
pub use waiting::{Sort, Waiting, What, waiting};

#[cfg(test)]
mod tests;

//! A person's decisions about suggestions become edits of files.

pub mod front_matter;

//! The values that flow through the pipeline.
//!
//! Every type here is immutable once made, knows nothing of disks or terminals, and holds in its own
//! file the reasons for its shape. The words are those of the field (see `ARCHITECTURE.md`, "Words").

pub mod article;
pub mod check;
pub mod codes;
pub mod config;
pub mod date;
pub mod deploy;
pub mod diagnostic;
pub mod dossier;
pub mod excerpt;
pub mod grade;
pub mod inputs;
pub mod keys;
pub mod media;
pub mod out_path;
pub mod reading;
pub mod review;
pub mod saved;
pub mod site;
pub mod source;
pub mod theme_file;
pub mod topic;
pub mod view;

//! The pipeline, in the order in which values go through it. Everything here is pure: no disk, no clock, no
//! environment, the same outputs for the same inputs.

pub mod clean;
pub mod components;
pub mod curate;
pub mod deploy;
pub mod gather;
pub mod ingest;
pub mod link;
pub mod media;
pub mod names;
mod place;
pub mod plain;
pub mod plan;
pub mod render;
pub mod report;
pub mod verify;

#![doc = include_str!("ARCHITECTURE.md")]

pub mod build;
pub mod cli;
pub mod edge;
pub mod memo;
pub mod model;
pub mod stages;
pub mod text;
pub mod verbs;
pub mod yaml;

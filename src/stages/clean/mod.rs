//! Seed bytes to facts, suggestions and an account of every cut.

pub mod annotate;

//! All feature tests, in one program so that they are linked once.
//!
//! They run the real `dossier` on folders of their own. `SNAPSHOTS=overwrite cargo test` brings the golden folders
//! up to date; look at the difference before you commit it.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests look at the world from outside: they call the program and read what it wrote"
)]

mod begin;
mod check;
mod checks;
mod codes;
mod components;
mod defects;
mod deploy;
mod doubts;
mod driver;
mod exports;
mod feeds;
mod golden;
mod kill;
mod linked;
mod manual;
mod metadata;
mod mixed;
mod ownership;
mod pages;
mod pictures;
mod properties;
mod publish;
mod reading;
mod rebuild;
mod reference;
mod review;
mod rights;
mod sample;
mod search;
mod serve;
mod shown;
mod themes;
mod tidy;
mod witnesses;
mod words;

//! The dossier to take away: tables, a time line, a calendar. Readers and programs rely on the names of columns, so
//! `docs/content/pages/data-exports.md` names each, and a test holds the two together.

mod calendar;
mod table;
mod timeline;

pub use self::{
    calendar::{Planned, calendar},
    table::{Cell, Column, Table, csv, json_lines},
    timeline::{Moment, timeline},
};

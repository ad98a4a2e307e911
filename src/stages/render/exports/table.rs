//! Tables: comma-separated values (RFC 4180), and the same rows as JSON, one object a line.

use std::{borrow::Cow, fmt::Write as _};

use serde::{Serialize, Serializer};

use crate::stages::render::filters::json_in_html;

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A text; may be empty.
    Text(Cow<'a, str>),
    /// Several texts; in CSV with `; ` between.
    List(Vec<&'a str>),
    /// A count.
    Count(usize),
    /// A measure; nothing when unknown.
    Number(Option<f64>),
    /// Yes or no.
    Flag(bool),
}

/// A column of a table of rows of this type.
pub type Column<R> = (&'static str, for<'a> fn(&'a R) -> Cell<'a>);

/// A table: what a row is called, and its columns.
pub struct Table<R: 'static> {
    /// `article`, `topic`, …: `type` in JSON.
    pub of: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column<R>],
}

/// Rows take no more bytes than this, on average, so that a large table need not be moved while it grows: then it is in
/// memory twice. What is not used costs none.
const ROW: usize = 1_280;

/// The table as CSV, with the names of the columns in the first line.
pub fn csv<R>(table: &Table<R>, rows: impl Iterator<Item = R>) -> String {
    let mut out = String::with_capacity((rows.size_hint().0 + 1) * ROW);
    out.push_str(&table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
    for row in rows {
        for (at, (_, cell)) in table.columns.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            field(&mut out, &cell(&row));
        }
        out.push_str("\r\n");
    }
    out
}

/// Adds the rows as JSON objects, each on a line of its own, without markup.
pub fn json_lines<R>(out: &mut String, table: &Table<R>, rows: impl Iterator<Item = R>) {
    if out.is_empty() {
        out.reserve_exact(rows.size_hint().0 * ROW);
    }
    for row in rows {
        out.push_str(&json_in_html(serde_json::to_string(&Object(table, &row)).unwrap_or_default()));
        out.push('\n');
    }
}

/// A row as a JSON object.
struct Object<'a, R: 'static>(&'a Table<R>, &'a R);

impl<R> Serialize for Object<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(table, row) = self;
        let of = std::iter::once(("type", Cell::Text(Cow::Borrowed(table.of))));
        serializer.collect_map(of.chain(table.columns.iter().map(|(name, cell)| (*name, cell(row)))))
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::List(texts) => texts.serialize(serializer),
            Self::Count(count) => count.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Flag(flag) => flag.serialize(serializer),
        }
    }
}

fn field(out: &mut String, cell: &Cell<'_>) {
    // Writing to a String cannot fail.
    let _ = match cell {
        Cell::Text(text) => return quoted(out, text),
        Cell::List(texts) => return quoted(out, &texts.join("; ")),
        Cell::Count(count) => write!(out, "{count}"),
        Cell::Number(Some(number)) => write!(out, "{number}"),
        Cell::Number(None) => Ok(()),
        Cell::Flag(flag) => write!(out, "{flag}"),
    };
}

/// Writes a text that no spreadsheet takes for a formula, in quotation marks where its characters ask for them.
fn quoted(out: &mut String, text: &str) {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { "'" } else { "" };
    let marked = text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if marked {
        out.push('"');
    }
    out.push_str(guard);
    if marked {
        for (at, part) in text.split('"').enumerate() {
            out.push_str(if at > 0 { "\"\"" } else { "" });
            out.push_str(part);
        }
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table<(&str, f64)> = Table {
        of: "thing",
        columns: &[
            ("name", |row| Cell::Text(Cow::Borrowed(row.0))),
            ("names", |row| Cell::List(vec![row.0, "b"])),
            ("degrees", |row| Cell::Number(Some(row.1))),
        ],
    };

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        let rows = [("=1+1", -1.5), ("a,\"b\"\nc", 0.0), ("\tx", 2.0), ("@x", 1.0)];
        assert_eq!(
            csv(&TABLE, rows.into_iter()),
            "name,names,degrees\r\n'=1+1,'=1+1; b,-1.5\r\n\"a,\"\"b\"\"\nc\",\"a,\"\"b\"\"\nc; b\",0\r\n'\tx,'\tx; b,2\r\n'@x,'@x; b,1\r\n"
        );
        let mut lines = String::new();
        json_lines(&mut lines, &TABLE, rows[1..2].iter().copied());
        assert_eq!(
            lines,
            "{\"type\":\"thing\",\"name\":\"a,\\\"b\\\"\\nc\",\"names\":[\"a,\\\"b\\\"\\nc\",\"b\"],\"degrees\":0.0}\n"
        );
    }
}

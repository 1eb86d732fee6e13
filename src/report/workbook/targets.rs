//! Where records stand in the workbook, so that a finding can lead to its row.

use std::collections::HashMap;

use crate::model::{Address, Origin, Place, Spot};
use crate::report::workbook::names::internal_link;

/// A record's first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Which sheet, as [`Targets::sheet`] counted it.
    pub sheet: usize,
    /// Its row, from 0.
    pub row: u32,
}

/// A record at a row of its file.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    id: &'a str,
    origin: &'a Origin,
    target: Target,
}

/// A file's sheet.
type Sheet<'a> = (&'a str, Option<&'a str>);

/// Finds the rows of records by where they came from.
#[derive(Debug, Default)]
pub struct Targets<'a> {
    sheets: Vec<String>,
    rows: HashMap<(Sheet<'a>, u32), Vec<Entry<'a>>>,
}

impl<'a> Targets<'a> {
    /// Counts a sheet in.
    pub fn sheet(&mut self, name: String) -> usize {
        self.sheets.push(name);
        self.sheets.len() - 1
    }

    /// A record stands at `target`.
    pub fn add(&mut self, id: &'a str, origin: &'a Origin, target: Target) {
        let sheet = (&*origin.file, origin.sheet.as_deref());
        let entry = Entry { id, origin, target };
        self.rows.entry((sheet, origin.row)).or_default().push(entry);
        let mut before = origin.row;
        for (_, cell) in &origin.cells {
            // fields of one row follow one another
            if cell.row != origin.row && cell.row != before {
                self.rows.entry((sheet, cell.row)).or_default().push(entry);
            }
            before = cell.row;
        }
    }

    /// The record that a place speaks of: its id, and a link to its row.
    pub fn find(&self, place: &Place) -> Option<(&'a str, String)> {
        let file = place.file.as_deref()?;
        let sheet = (file, place.sheet.as_deref());
        let (cell, row) = match place.spot? {
            Spot::Cell(cell) => (Some(cell), cell.row),
            Spot::Range(range) => (Some(range.first), range.first.row),
            Spot::Row(row) => (None, row),
            Spot::Column(_) => return None,
        };
        let entries = self.rows.get(&(sheet, row))?;
        let exact = |entry: &&Entry<'_>| cell.is_some_and(|cell: Address| entry.origin.cells.iter().any(|(_, at)| *at == cell));
        let entry = entries.iter().find(exact).or_else(|| entries.first())?;
        let name = self.sheets.get(entry.target.sheet)?;
        Some((entry.id, internal_link(name, entry.target.row)))
    }
}

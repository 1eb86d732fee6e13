//! Finds a department's records by their places in its files.

use std::collections::BTreeMap;

use crate::form::Form;
use crate::model::{Address, Place, Spot};
use crate::report::handouts::forms::FormRecord;

/// File, sheet and row.
type Row<'a> = (&'a str, Option<&'a str>, u32);

/// The records of a department, indexed by row: a department can have a hundred thousand, and
/// as many findings.
pub(super) struct Places<'r> {
    records: &'r [FormRecord<'r>],
    /// Indices of the records with a cell in a row.
    cells: BTreeMap<Row<'r>, Vec<usize>>,
    /// The first record that begins in a row.
    origins: BTreeMap<Row<'r>, usize>,
}

impl<'r> Places<'r> {
    pub(super) fn new(records: &'r [FormRecord<'r>]) -> Self {
        let mut cells: BTreeMap<Row<'r>, Vec<usize>> = BTreeMap::new();
        let mut origins = BTreeMap::new();
        for (place, record) in records.iter().enumerate() {
            let origin = record.origin();
            let row = |row: u32| (&*origin.file, origin.sheet.as_deref(), row);
            origins.entry(row(origin.row)).or_insert(place);
            for (_, cell) in &origin.cells {
                let known = cells.entry(row(cell.row)).or_default();
                if known.last() != Some(&place) {
                    known.push(place);
                }
            }
        }
        Self { records, cells, origins }
    }

    /// The record and the column at a finding's place. For a whole row, the column of its name.
    pub(super) fn of(&self, place: &Place, form: &Form) -> Option<(usize, usize)> {
        let (file, sheet) = (place.file.as_deref()?, place.sheet.as_deref());
        let key = || form.columns.iter().position(|column| column.key);
        let named = form.column("names").or_else(|| form.column("numbers")).or_else(key).unwrap_or(0);
        let inside = |rows: std::ops::RangeInclusive<u32>, wanted: &dyn Fn(Address) -> bool| {
            if rows.is_empty() {
                return None;
            }
            let known =
                self.cells.range((file, sheet, *rows.start())..=(file, sheet, *rows.end())).flat_map(|(_, places)| places);
            let found = known.filter_map(|place| {
                let (field, _) = self.records.get(*place)?.origin().cells.iter().find(|(_, cell)| wanted(*cell))?;
                Some((*place, form.column(field).unwrap_or(named)))
            });
            found.min_by_key(|(place, _)| *place)
        };
        let in_row = |row: u32| Some((*self.origins.get(&(file, sheet, row))?, named));
        match place.spot? {
            Spot::Cell(cell) => inside(cell.row..=cell.row, &|at| at == cell).or_else(|| in_row(cell.row)),
            Spot::Range(range) => {
                let (rows, columns) = (range.first.row..=range.last.row, range.first.col..=range.last.col);
                inside(rows.clone(), &|at| rows.contains(&at.row) && columns.contains(&at.col))
            }
            Spot::Row(row) => in_row(row),
            Spot::Column(_) => None,
        }
    }
}

//! `L1-14`: a record that goes over several rows of a CSV.

use super::{Hits, Sheet};
use crate::model::{Address, CellRange, Finding};
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    if !sheet.is_delimited() {
        return None;
    }
    let mut hits = Hits::default();
    for table in &sheet.tables {
        for row in table.raw.iter().flat_map(|raw| &raw.rows) {
            let last = row.cells.iter().map(|cell| cell.at.row).max().unwrap_or(row.row);
            if last > row.row {
                let (left, right) = (table.range.first.col, table.range.last.col);
                hits.add_range(CellRange::new(Address::new(row.row, left), Address::new(last, right)));
            }
        }
    }
    hits.finding(rules::L1_14, &sheet.place)
}

//! `L1-04`: titles, notes and the like around the data.

use super::{Hits, Sheet};
use crate::model::Finding;
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    if sheet.tables.is_empty() {
        return None;
    }
    let mut hits = Hits::default();
    for cell in &sheet.grid.cells {
        let inside = |row: u32| sheet.tables.iter().any(|table| (table.range.first.row..=table.range.last.row).contains(&row));
        if !inside(cell.at.row) {
            hits.add(cell.at);
        }
    }
    hits.finding(rules::L1_04, &sheet.place)
}

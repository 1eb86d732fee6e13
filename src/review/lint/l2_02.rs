//! `L2-02`: values that are left out because they repeat.

use super::{CellCheck, Hits, Sheet, no_heading};
use crate::model::{Address, Finding};
use crate::rules;

pub(super) const CHECK: CellCheck = CellCheck {
    data: |_, _, cell| cell.shown.len() <= 12 && matches!(cell.shown.trim(), "〃" | "″" | "同上" | "仝" | "\""),
    heading: no_heading,
    finish,
};

/// Adds what a form reads from the row above: the row itself has nothing there.
fn finish(sheet: &Sheet<'_>, mut hits: Hits) -> Option<Finding> {
    for table in sheet.tables.iter().filter(|table| !table.repeating.is_empty()) {
        for row in table.raw.iter().flat_map(|raw| &raw.rows) {
            for (col, field) in &table.repeating {
                if row.of(*field).any(|cell| cell.at.row < row.row) {
                    hits.add(Address::new(row.row, *col));
                }
            }
        }
    }
    hits.finding(rules::L2_02, &sheet.place)
}

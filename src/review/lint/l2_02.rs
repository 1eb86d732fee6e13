//! `L2-02`: values that are left out because they repeat.

use super::{Hits, Sheet};
use crate::model::{Address, Finding, rule};

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        for cell in table.data().filter(|cell| matches!(cell.shown.trim(), "〃" | "″" | "同上" | "仝" | "\"")) {
            hits.add(cell.at);
        }
        for row in table.raw.iter().flat_map(|raw| &raw.rows) {
            for (col, field) in &table.repeating {
                // read from above: the row itself has nothing there
                if row.of(*field).any(|cell| cell.at.row < row.row) {
                    hits.add(Address::new(row.row, *col));
                }
            }
        }
    }
    hits.finding(rule::L2_02, &sheet.place)
}

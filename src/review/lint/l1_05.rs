//! `L1-05`: cells in a column that has no heading.

use super::{Hits, Sheet};
use crate::model::{Finding, rule};

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        for cell in table.data().filter(|cell| !table.headings.contains_key(&cell.at.col)) {
            hits.add(cell.at);
        }
    }
    hits.finding(rule::L1_05, &sheet.place)
}

//! `L1-15`: more fields than headings, as a comma without quotes makes them.

use super::{Hits, Sheet};
use crate::model::{Finding, rule};

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    if !sheet.is_delimited() {
        return None;
    }
    let mut hits = Hits::default();
    for table in &sheet.tables {
        let last = table.headings.keys().next_back().copied().unwrap_or(u32::MAX);
        for cell in table.data().filter(|cell| cell.at.col > last) {
            hits.add(cell.at);
        }
    }
    hits.finding(rule::L1_15, &sheet.place)
}

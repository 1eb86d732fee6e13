//! `L3-01`: headings that are not the first row alone.

use super::Sheet;
use crate::model::{Address, CellRange, Finding};
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let table = sheet.tables.first()?;
    let rows = table.heading.end.saturating_sub(table.heading.start);
    if table.heading.start == 0 && rows == 1 {
        return None;
    }
    let last = Address::new(table.heading.end.saturating_sub(1), table.range.last.col);
    let range = CellRange::new(Address::new(table.heading.start, table.range.first.col), last);
    let finding = Finding::new(rules::L3_01, sheet.place.clone().at(range));
    Some(finding.with("row", table.heading.start + 1).with("count", rows))
}

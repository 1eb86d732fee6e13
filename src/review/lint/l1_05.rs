//! `L1-05`: cells in a column that has no heading.

use super::{CellCheck, Sheet, Table, no_heading};
use crate::rules;
use crate::source::RawCell;

pub(super) const CHECK: CellCheck =
    CellCheck { data: is_headless, heading: no_heading, finish: |sheet, hits| hits.finding(rules::L1_05, &sheet.place) };

fn is_headless(_: &Sheet<'_>, table: &Table<'_>, cell: &RawCell) -> bool {
    !table.headings.contains_key(&cell.at.col)
}

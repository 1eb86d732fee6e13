//! `L1-15`: more fields than headings, as a comma without quotes makes them.

use super::{CellCheck, Sheet, Table, no_heading};
use crate::rules;
use crate::source::RawCell;

pub(super) const CHECK: CellCheck =
    CellCheck { data: is_beyond, heading: no_heading, finish: |sheet, hits| hits.finding(rules::L1_15, &sheet.place) };

fn is_beyond(sheet: &Sheet<'_>, table: &Table<'_>, cell: &RawCell) -> bool {
    sheet.is_delimited() && table.headings.keys().next_back().is_some_and(|last| cell.at.col > *last)
}

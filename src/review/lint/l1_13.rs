//! `L1-13`: hidden rows and columns.

use super::Sheet;
use crate::model::{Finding, Spot};
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let (rows, columns) = (&sheet.grid.hidden_rows, &sheet.grid.hidden_columns);
    let spot = rows.first().copied().map(Spot::Row).or_else(|| columns.first().copied().map(Spot::Column))?;
    let finding = Finding::new(rules::L1_13, sheet.place.clone().at(spot));
    Some(finding.with("rows", rows.len()).with("columns", columns.len()))
}

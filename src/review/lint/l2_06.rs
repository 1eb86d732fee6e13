//! `L2-06`: formulas.

use super::Sheet;
use crate::model::Finding;
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let (first, count) = sheet.grid.formulas?;
    Some(Finding::new(rules::L2_06, sheet.place.clone().at(first)).with("count", count))
}

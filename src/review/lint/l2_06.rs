//! `L2-06`: formulas.

use super::Sheet;
use crate::model::{Finding, rule};

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let (first, count) = sheet.grid.formulas?;
    Some(Finding::new(rule::L2_06, sheet.place.clone().at(first)).with("count", count))
}

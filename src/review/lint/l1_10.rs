//! `L1-10`: shapes, pictures and charts.

use super::Sheet;
use crate::model::Finding;
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let first = sheet.grid.objects.first()?;
    let place = match first.at {
        Some(cell) => sheet.place.clone().at(cell),
        None => sheet.place.clone(),
    };
    Some(Finding::new(rules::L1_10, place).with("count", sheet.grid.objects.len()))
}

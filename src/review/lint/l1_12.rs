//! `L1-12`: merged cells.

use super::{Hits, Sheet};
use crate::model::Finding;
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for merge in &sheet.grid.merges {
        hits.add_range(*merge);
    }
    hits.finding(rules::L1_12, &sheet.place)
}

//! `L1-02`: several tables on a sheet.

use super::{Hits, Sheet};
use crate::model::Finding;
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    if sheet.tables.len() < 2 {
        return None;
    }
    let mut hits = Hits::default();
    for table in &sheet.tables {
        hits.add_range(table.range);
    }
    hits.finding(rules::L1_02, &sheet.place)
}

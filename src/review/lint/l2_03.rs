//! `L2-03`: columns that share a heading.

use std::collections::BTreeMap;

use super::{Hits, Sheet};
use crate::model::text::fold;
use crate::model::{Address, Finding};
use crate::rules;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    let mut shared: Vec<String> = Vec::new();
    for table in &sheet.tables {
        let mut columns: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (col, heading) in &table.headings {
            columns.entry(fold(heading)).or_default().push(*col);
        }
        for (heading, columns) in columns.into_iter().filter(|(heading, columns)| columns.len() > 1 && !heading.is_empty()) {
            for col in columns {
                hits.add(Address::new(table.heading.start, col));
            }
            if !shared.contains(&heading) {
                shared.push(heading);
            }
        }
    }
    Some(hits.finding(rules::L2_03, &sheet.place)?.with("headings", shared.join("、")))
}

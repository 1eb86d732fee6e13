//! `L3-09`: periods side by side.

use std::collections::BTreeSet;

use super::{Hits, Sheet};
use crate::model::{Address, Finding, Period, rule};

/// 実績 and 予定 are two; more are a table lying on its side.
const FEWEST: usize = 3;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        let dated: Vec<(u32, Period)> = table
            .headings
            .iter()
            .filter(|(_, heading)| heading.chars().count() <= 20)
            .filter_map(|(col, heading)| Some((*col, Period::find(heading)?)))
            .collect();
        let periods: BTreeSet<Period> = dated.iter().map(|(_, period)| *period).collect();
        if periods.len() >= FEWEST {
            for (col, _) in dated {
                hits.add(Address::new(table.heading.start, col));
            }
        }
    }
    hits.finding(rule::L3_09, &sheet.place)
}

//! `L3-09`: periods side by side.

use std::collections::BTreeSet;

use super::l3_05::has_era;
use super::{Hits, Sheet};
use crate::model::text::fold;
use crate::model::{Address, Finding, Period};
use crate::rules;

/// 実績 and 予定 are two; more are a table lying on its side.
const FEWEST: usize = 3;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut hits = Hits::default();
    for table in &sheet.tables {
        let dated: Vec<(u32, String)> = table
            .headings
            .iter()
            .filter(|(_, heading)| heading.chars().count() <= 20)
            .filter_map(|(col, heading)| Some((*col, period(heading)?)))
            .collect();
        let periods: BTreeSet<&str> = dated.iter().map(|(_, period)| period.as_str()).collect();
        if periods.len() >= FEWEST {
            for (col, _) in dated {
                hits.add(Address::new(table.heading.start, col));
            }
        }
    }
    hits.finding(rules::L3_09, &sheet.place)
}

/// The period that a heading names: a fiscal year, a month, or nothing but a year.
fn period(heading: &str) -> Option<String> {
    if let Some(period) = Period::find(heading) {
        return Some(period.id());
    }
    let folded = fold(heading);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let western = digits == 4 && (folded.starts_with("20") || folded.starts_with("19"));
    (folded.chars().count() <= 8 && (western || has_era(&folded))).then_some(folded)
}

//! The period of a run where none is given: the one that most files name.

use std::collections::BTreeMap;

use crate::model::Period;
use crate::recognise::RecognisedFile;

/// The period that most files speak of; of equals the latest.
pub fn usual_period(files: &[RecognisedFile]) -> Option<Period> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for file in files {
        let stamped = file.sheets.iter().find_map(|sheet| sheet.stamp.as_ref()?.period);
        // sheets of earlier periods stay in a workbook that grows by one each time
        let tables = file.sheets.iter().flat_map(|sheet| &sheet.tables).filter_map(|table| table.period);
        let table = stamped.or_else(|| tables.max_by_key(|period| period.end()));
        let title = || file.sheets.iter().flat_map(|sheet| &sheet.titles).find_map(|title| Period::find(title));
        if let Some(period) = table.or_else(title) {
            *counts.entry(period).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(period, count)| (*count, *period)).map(|(period, _)| period)
}

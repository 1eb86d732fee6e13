//! `L1-03`: a table that is cut by rows that are no data.

use super::{Hits, Sheet, Table};
use crate::model::{Address, CellRange, Finding};
use crate::rules;
use crate::source::Grid;

pub(super) fn check(sheet: &Sheet<'_>) -> Option<Finding> {
    let mut rows = 0;
    let mut hits = Hits::default();
    for table in &sheet.tables {
        for (first, last) in gaps(table, sheet.grid) {
            rows += last - first + 1;
            let (left, right) = (table.range.first.col, table.range.last.col);
            hits.add_range(CellRange::new(Address::new(first, left), Address::new(last, right)));
        }
    }
    let mut finding = hits.finding(rules::L1_03, &sheet.place)?;
    finding.values = vec![("count".into(), rows.to_string())];
    Some(finding)
}

/// First and last row of every gap between data rows. What a merged data cell reaches over is no gap.
fn gaps(table: &Table<'_>, grid: &Grid) -> Vec<(u32, u32)> {
    let open = table.rows.windows(2).filter_map(|pair| match pair {
        [above, below] if below - above > 1 => Some((above + 1, below - 1)),
        _ => None,
    });
    open.filter(|(first, last)| !grid.merges.iter().any(|merge| merge.first.row < *first && *last <= merge.last.row)).collect()
}

//! The rows that a page shows, for links to them.

use std::collections::BTreeSet;

use crate::model::RecordKind;
use crate::report::ReportData;

/// The rows that a page has, for links to them.
pub(super) type Rows<'a> = BTreeSet<(RecordKind, &'a str)>;

/// The rows of a report's tables.
pub(super) fn rows<'a>(report: &'a ReportData<'_>) -> Rows<'a> {
    report.tables.iter().flat_map(|table| table.rows().map(|row| (table.kind, row.id))).collect()
}

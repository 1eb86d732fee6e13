//! Submissions become one consolidation; its figures; what changed since the last.

pub mod attainment;
mod awaited;
pub mod compare;
pub mod crosswalk;
mod duplicate;
pub mod edit;
mod file_name_version;
mod merge;
mod set_aside;
pub mod structure;
mod submission;
mod summary;
mod supersede;
pub mod trend;

pub use awaited::awaited;
pub use compare::{Occasion, Previous, compare, compare_all};
pub use submission::is_collected;
pub use summary::{DepartmentFigures, StageFigures, Summary, highest_planned, highest_stage};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::numeral::{self, Part};
use crate::model::{Consolidation, Department, Finding, Period, Plan, Progress, Records, TableRow};
use crate::normalise::SubmissionFile;

/// Unites hand-ins. `expected` are the departments that have to hand in, in the order of the office.
pub fn consolidate(
    plan: Plan,
    period: Option<Period>,
    expected: &[Department],
    mut submission_files: Vec<SubmissionFile>,
    mut findings: Vec<Finding>,
) -> Consolidation {
    let mut settled = set_aside::other_periods(&mut submission_files);
    settled.extend(supersede::supersede(&mut submission_files));
    set_aside::forget(&mut findings, &submission_files);
    findings.append(&mut settled);
    findings.extend(duplicate::settle(&mut submission_files));
    let submissions = submission::submissions(&plan, expected, &submission_files);
    findings.extend(submission::no_records(&submission_files));

    let mut records = Records::default();
    let mut inputs = Vec::with_capacity(submission_files.len());
    for submission_file in submission_files {
        for entry in submission_file.entries.into_iter().filter(|entry| entry.dropped.is_none()) {
            records.append(entry.draft.records);
        }
        inputs.push(submission_file.input);
    }
    records.progress.sort_by_cached_key(progress_order);
    distinguish_rows(&mut records.tables);
    Consolidation { plan, period, inputs, submissions, records, findings, ..Consolidation::default() }
}

/// Rows of several files can count to the same id: each has one of its own, by which edits and answers find it.
fn distinguish_rows(rows: &mut [TableRow]) {
    let mut times: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    for row in rows {
        let count = times.entry(row.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            row.id = Arc::from(format!("{}~{count}", row.id).as_str());
        }
    }
}

/// By direction, then by the first number as people count, then by the id.
fn progress_order(record: &Progress) -> (u32, bool, Vec<Part>, Arc<str>) {
    let direction = record.direction.unwrap_or(u32::MAX);
    let number = record.numbers.first().map(|number| numeral::order(number)).unwrap_or_default();
    (direction, number.is_empty(), number, record.id.clone())
}

//! Hand-ins of another period, and the findings of what does not count any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Finding, InputStatus, Place, Progress, Reason, Spot};
use crate::normalise::SubmissionFile;
use crate::rules;

/// Sets hand-ins of another period aside where their department has handed in for this one.
pub fn other_periods(submission_files: &mut [SubmissionFile]) -> Vec<Finding> {
    let at_hand: BTreeSet<Arc<str>> = submission_files
        .iter()
        .filter(|submission_file| {
            submission_file.input.status == InputStatus::Read
                && submission_file.other_period.is_none()
                && submission_file.is_answer()
        })
        .filter_map(|submission_file| submission_file.department.clone())
        .collect();
    let mut findings = Vec::new();
    for submission_file in submission_files.iter_mut().filter(|submission_file| submission_file.kept().next().is_some()) {
        let Some(period) = submission_file.other_period else { continue };
        let Some(department) = submission_file.department.clone().filter(|name| at_hand.contains(name)) else { continue };
        for index in 0..submission_file.entries.len() {
            submission_file.drop_entry(index, Reason::OtherPeriod);
        }
        let finding = Finding::new(rules::OTHER_PERIOD_SHEET, Place::file(submission_file.input.path.clone())).of(department);
        findings.push(finding.with("period", period.label()));
    }
    findings
}

/// Drops what was found in files and rows that do not count any more.
pub fn forget(findings: &mut Vec<Finding>, submission_files: &[SubmissionFile]) {
    let mut files: BTreeSet<&str> = BTreeSet::new();
    let mut rows: BTreeMap<(&str, Option<&str>), BTreeSet<u32>> = BTreeMap::new();
    // what was written beside the fields of a form is all the answer that a blank one has
    let unfilled: BTreeSet<&str> = submission_files
        .iter()
        .filter(|submission_file| submission_file.is_unfilled)
        .map(|submission_file| &*submission_file.input.path)
        .collect();
    for submission_file in submission_files {
        let all_of_another = submission_file.other_period.is_some()
            && !submission_file.entries.is_empty()
            && submission_file.kept().next().is_none();
        if submission_file.input.status == InputStatus::Superseded || all_of_another {
            files.insert(&submission_file.input.path);
            continue;
        }
        let replaced = |reason: &Reason| matches!(reason, Reason::Superseded | Reason::OtherPeriod);
        for entry in submission_file.entries.iter().filter(|entry| entry.dropped.as_ref().is_some_and(replaced)) {
            for record in &entry.draft.records.progress {
                let own = rows.entry((&record.origin.file, record.origin.sheet.as_deref())).or_default();
                own.extend(rows_of(record));
            }
        }
        for record in submission_file.kept().flat_map(|entry| &entry.draft.records.progress) {
            if let Some(own) = rows.get_mut(&(&*record.origin.file, record.origin.sheet.as_deref())) {
                for row in rows_of(record) {
                    own.remove(&row);
                }
            }
        }
    }
    let is_gone = |place: &Place| {
        let Some(file) = place.file.as_deref() else { return false };
        let row = match place.spot {
            Some(Spot::Cell(cell)) => Some(cell.row),
            Some(Spot::Row(row)) => Some(row),
            _ => None,
        };
        let in_row = |row| rows.get(&(file, place.sheet.as_deref())).is_some_and(|rows| rows.contains(&row));
        files.contains(file) || row.is_some_and(in_row)
    };
    let is_answer = |finding: &Finding| {
        finding.rule == rules::OUTSIDE_FORM && finding.place.file.as_deref().is_some_and(|file| unfilled.contains(file))
    };
    findings.retain(|finding| is_answer(finding) || !is_gone(&finding.place));
}

/// The rows of the sheet that a record stands in.
fn rows_of(record: &Progress) -> impl Iterator<Item = u32> {
    std::iter::once(record.origin.row).chain(record.origin.cells.iter().map(|(_, cell)| cell.row))
}

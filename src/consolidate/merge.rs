//! Two copies of one row, cell by cell: a blank never replaces an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::text::fold;
use crate::model::{Elsewhere, Progress};
use crate::normalise::SubmissionFile;

/// The fields that a department fills in.
const ANSWERS: [&str; 2] = ["done", "planned"];

/// Does a row answer what another one leaves blank?
pub fn adds_to(record: &Progress, other: &Progress) -> bool {
    ANSWERS.iter().any(|field| !record.is_blank(field) && other.is_blank(field))
}

/// Is every answer that both rows give the same?
pub fn agrees(a: &Progress, b: &Progress) -> bool {
    let text = |record: &Progress, field: &str| {
        let statement = if field == "done" { &record.done } else { &record.planned };
        statement.as_ref().map(|statement| fold(&statement.text)).unwrap_or_default()
    };
    let same = |field: &&str| a.is_blank(field) || b.is_blank(field) || text(a, field) == text(b, field);
    let description = || {
        let text = |record: &Progress| record.description.as_deref().map(fold);
        text(a).is_none() || text(b).is_none() || text(a) == text(b)
    };
    ANSWERS.iter().all(same) && description() && fold(&a.names.concat()) == fold(&b.names.concat()) && has_same_departments(a, b)
}

/// Are the departments the same, in whatever order?
pub fn has_same_departments(a: &Progress, b: &Progress) -> bool {
    let names = |record: &Progress| record.departments.iter().cloned().collect::<BTreeSet<Arc<str>>>();
    a.departments.is_empty() || b.departments.is_empty() || names(a) == names(b)
}

/// Fills the blanks of a row from another copy of it. Returns how many cells were taken.
pub fn fill(record: &mut Progress, other: &Progress) -> u64 {
    let mut taken = 0;
    for field in ["description", "done", "planned"] {
        if !record.is_blank(field) || other.is_blank(field) {
            continue;
        }
        match field {
            "done" => record.done.clone_from(&other.done),
            "planned" => record.planned.clone_from(&other.planned),
            _ => record.description.clone_from(&other.description),
        }
        record.missing.remove(field);
        if let Some(why) = other.missing.get(field) {
            record.missing.insert(Arc::from(field), *why);
        }
        let cell = other.origin.cell(field);
        let (file, sheet) = (other.origin.file.clone(), other.origin.sheet.clone());
        record.origin.elsewhere.push(Elsewhere { field: Arc::from(field), file, sheet, cell });
        taken += u64::from(cell.is_some());
    }
    taken
}

/// Have two sections each filled in a part of the same rows? Each answers what the other leaves blank.
pub fn complement(a: &SubmissionFile, b: &SubmissionFile) -> bool {
    let mut rows: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for index in 0..b.entries.len() {
        for key in b.keys(index) {
            rows.entry(key).or_insert(index);
        }
    }
    let (mut left, mut right) = (false, false);
    for index in 0..a.entries.len() {
        let Some(counterpart) = a.keys(index).find_map(|key| rows.get(&key).copied()) else { continue };
        let (Some(own), Some(other)) = (a.record(index), b.record(counterpart)) else { continue };
        left |= adds_to(own, other);
        right |= adds_to(other, own);
    }
    left && right
}

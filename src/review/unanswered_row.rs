//! `unanswered-row`: an initiative without a word on what was done or what is planned.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Consolidation, Finding, Place, Progress, Spot, SubmissionStatus};
use crate::rules;
use crate::source::workbook::loses_answers;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let owners: BTreeMap<&str, &str> =
        consolidation.inputs.iter().filter_map(|input| Some((&*input.path, input.department.as_deref()?))).collect();
    let submitted: BTreeSet<&str> = consolidation
        .submissions
        .iter()
        .filter(|submission| submission.status == SubmissionStatus::Submitted)
        .map(|submission| &*submission.department)
        .collect();
    // what was lost with a part of the file is not what nobody wrote
    let damaged: Vec<&Place> =
        consolidation.findings.iter().filter(|finding| loses_answers(finding)).flat_map(Finding::places).collect();
    let is_damaged = |record: &Progress| {
        let is_of = |place: &&Place| place.file.as_ref() == Some(&record.origin.file);
        damaged.iter().filter(|place| is_of(place)).any(|place| place.sheet.is_none() || place.sheet == record.origin.sheet)
    };
    let mut findings = Vec::new();
    for record in consolidation.records.progress.iter().filter(|record| record.is_unanswered() && !is_damaged(record)) {
        let owner = owners.get(&*record.origin.file).copied();
        let own =
            record.departments.is_empty() || owner.is_none_or(|owner| record.departments.iter().any(|name| &**name == owner));
        // a row of a department that is reported as missing is told with that
        if !own && !record.departments.iter().any(|name| submitted.contains(&**name)) {
            continue;
        }
        let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
        let name = record.names.iter().flat_map(|name| name.split_whitespace()).collect::<Vec<_>>().join(" ");
        let mut finding = Finding::new(rules::UNANSWERED_ROW, place.at(Spot::Row(record.origin.row)));
        finding.department = owner.filter(|_| own).map(Into::into).or_else(|| record.departments.first().cloned());
        findings.push(finding.with("id", &record.id).with("name", name));
    }
    findings
}

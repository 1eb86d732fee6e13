//! `unowned-record`: a record that nobody answers for.

use crate::model::{Consolidation, Finding, Place, Spot};
use crate::rules;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let records = &consolidation.records.progress;
    let is_reported_by_departments = !consolidation.plan.departments.is_empty()
        || consolidation.submissions.iter().any(|submission| submission.required)
        || records.iter().any(|record| !record.departments.is_empty());
    if !is_reported_by_departments {
        return Vec::new();
    }
    // a column of departments that is missing says it already
    let names_departments = |finding: &&Finding| {
        let word = |value: &str| ["課", "担当", "部署", "所属"].iter().any(|word| value.contains(word));
        finding.rule == rules::MISSING_COLUMN && finding.values.iter().any(|(name, value)| name == "heading" && word(value))
    };
    let missing = consolidation.findings.iter().filter(names_departments);
    let reported: Vec<&str> = missing.filter_map(|finding| finding.place.file.as_deref()).collect();
    let is_reported = |record: &&crate::model::Progress| reported.contains(&&*record.origin.file);
    let unowned = records.iter().filter(|record| record.departments.is_empty() && !is_reported(record));
    let finding = |record: &crate::model::Progress| {
        let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
        Finding::new(rules::UNOWNED_RECORD, place.at(Spot::Row(record.origin.row))).with("id", &record.id)
    };
    unowned.map(finding).collect()
}

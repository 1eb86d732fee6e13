//! `near-duplicate-record`: two records of one period that differ in figures only.
//!
//! Candidates come from one hash a record, of its texts without digits: no record is held against all others.

use std::collections::BTreeMap;

use crate::model::text::fold;
use crate::model::{Consolidation, Finding, Place, Progress, rule};

/// Shorter texts are alike by chance.
const SHORTEST: usize = 40;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let mut seen: BTreeMap<String, &Progress> = BTreeMap::new();
    let mut findings = Vec::new();
    for record in &consolidation.records.progress {
        let key = skeleton(record);
        if key.chars().count() < SHORTEST {
            continue;
        }
        match seen.get(&key) {
            Some(twin) if twin.id != record.id => {
                let mut finding = Finding::new(rule::NEAR_DUPLICATE_RECORD, place(record))
                    .with("id", &record.id)
                    .with("other", place(twin))
                    .with("other_id", &twin.id);
                finding.department = record.departments.first().cloned();
                findings.push(finding);
            }
            Some(_) => {}
            None => {
                seen.insert(key, record);
            }
        }
    }
    findings
}

/// What is left of a record without its figures.
fn skeleton(record: &Progress) -> String {
    let mut text = record.description.clone().unwrap_or_default();
    for statement in [&record.done, &record.planned].into_iter().flatten() {
        text.push_str(&statement.text);
    }
    fold(&text).chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn place(record: &Progress) -> Place {
    let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
    match record.origin.cell("names") {
        Some(cell) => place.at(cell),
        None => place,
    }
}

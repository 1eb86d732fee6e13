//! `near-duplicate-record`: two records of one period that differ in figures only.
//!
//! Candidates come from one hash a record, of its texts without digits: no record is held against all others.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use crate::model::text::fold;
use crate::model::{Consolidation, Finding, Place, Progress, rule};

/// Shorter texts are alike by chance.
const SHORTEST: usize = 40;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let records = &consolidation.records.progress;
    let keys: Vec<Option<u64>> = records.par_iter().map(|record| skeleton(record).map(|text| hash(&text))).collect();
    let mut seen: HashMap<u64, &Progress> = HashMap::with_capacity(records.len());
    let mut findings = Vec::new();
    for (record, key) in records.iter().zip(keys) {
        let Some(key) = key else { continue };
        match seen.entry(key) {
            Entry::Vacant(free) => {
                free.insert(record);
            }
            Entry::Occupied(twin) if twin.get().id != record.id && skeleton(twin.get()) == skeleton(record) => {
                let twin = twin.get();
                let mut finding = Finding::new(rule::NEAR_DUPLICATE_RECORD, place(record))
                    .with("id", &record.id)
                    .with("other", place(twin))
                    .with("other_id", &twin.id);
                finding.department = record.departments.first().cloned();
                findings.push(finding);
            }
            Entry::Occupied(_) => {}
        }
    }
    findings
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// What is left of a record without its figures; none where that is too short to say anything.
fn skeleton(record: &Progress) -> Option<String> {
    let mut text = record.description.clone().unwrap_or_default();
    for statement in [&record.done, &record.planned].into_iter().flatten() {
        text.push_str(&statement.text);
    }
    let mut text = fold(&text);
    text.retain(|c| !c.is_ascii_digit());
    (text.chars().count() >= SHORTEST).then_some(text)
}

fn place(record: &Progress) -> Place {
    let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
    match record.origin.cell("names") {
        Some(cell) => place.at(cell),
        None => place,
    }
}

//! `near-duplicate-record`: two records of one period that say nearly the same, figures apart.

use rayon::prelude::*;

use super::shingles::{self, Pair};
use crate::model::text::fold;
use crate::model::{Consolidation, Finding, Place, Progress};
use crate::rules;

/// Shorter texts are alike by chance.
const SHORTEST: usize = 40;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let records = &consolidation.records.progress;
    let texts: Vec<Option<String>> = records.par_iter().map(without_figures).collect();
    shingles::alike(&texts)
        .into_iter()
        .filter_map(|pair| Some((records.get(pair.later)?, records.get(pair.earlier)?, pair)))
        .filter(|(later, earlier, _)| later.id != earlier.id)
        .map(|(later, earlier, pair)| finding(later, earlier, pair))
        .collect()
}

fn finding(record: &Progress, counterpart: &Progress, pair: Pair) -> Finding {
    let mut finding = Finding::new(rules::NEAR_DUPLICATE_RECORD, place(record))
        .with("id", &record.id)
        .with("other", place(counterpart))
        .with("other_id", &counterpart.id)
        .with("likeness", (pair.likeness * 100.0).floor());
    finding.department = record.departments.first().cloned();
    finding
}

/// What a record says, without its figures.
fn without_figures(record: &Progress) -> Option<String> {
    let mut text = record.description.clone().unwrap_or_default();
    for statement in [&record.done, &record.planned].into_iter().flatten() {
        text.push_str(&statement.text);
    }
    let mut folded = fold(&text);
    folded.retain(|c| !c.is_ascii_digit());
    (folded.chars().count() >= SHORTEST).then_some(folded)
}

fn place(record: &Progress) -> Place {
    let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
    match record.origin.cell("names") {
        Some(cell) => place.at(cell),
        None => place,
    }
}

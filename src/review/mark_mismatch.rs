//! The office's mark and the one that the figures would give.

use crate::consolidate::attainment;
use crate::model::{Consolidation, Finding, Place};
use crate::rules;

/// Marks that differ from the computed ones. Only for scales whose thresholds the plan declares; the office's mark stays.
pub fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let records = &consolidation.records.indicators;
    let used: Vec<&str> = records.iter().filter_map(|record| record.evaluation.as_deref()).collect();
    let Some(scale) = consolidation.plan.scale_of(&used) else { return Vec::new() };
    let differs = |record: &crate::model::Indicator| {
        let written = record.evaluation.as_deref()?;
        let computed = attainment::mark(scale, record)?;
        let own = scale.mark(written)?;
        if own == computed {
            return None;
        }
        let mut place = Place::file(record.origin.file.clone()).on(record.origin.sheet.clone());
        if let Some(cell) = record.origin.cell("evaluation") {
            place = place.at(cell);
        }
        Some(Finding::new(rules::MARK_MISMATCH, place).with("mark", written).with("computed", &computed.mark))
    };
    records.iter().filter_map(differs).collect()
}

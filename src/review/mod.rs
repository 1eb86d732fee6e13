//! A consolidation is looked over: one rule a file.
//!
//! What only reading can see is reported where it is read; here stand the rules that need the whole.
//! [`lint`] is the one that looks at sheets: while a file is read, its grid and what was recognised on it go through.

mod changes;
pub mod lint;
mod mark_mismatch;
mod missing_department;
mod near_duplicate_record;
mod private_use_character;
mod relisted_values;

use crate::model::{Consolidation, Finding};

/// A rule: from the whole to what a person has to know of it.
type Rule = fn(&Consolidation) -> Vec<Finding>;

const RULES: &[Rule] = &[
    missing_department::check,
    near_duplicate_record::check,
    private_use_character::check,
    mark_mismatch::check,
    relisted_values::check,
];

/// Everything there is to say about a consolidation.
pub fn review(consolidation: &Consolidation) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(consolidation)).collect()
}

/// What a person has to know of the changes since the last period; nothing without a comparison.
pub fn review_changes(consolidation: &Consolidation) -> Vec<Finding> {
    changes::check(consolidation)
}

/// The order of display: the grave ones first, then by file, sheet and cell.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        let grave = b.severity().cmp(&a.severity());
        grave
            .then_with(|| a.place.cmp(&b.place))
            .then_with(|| a.rule.id.cmp(b.rule.id))
            .then_with(|| a.department.cmp(&b.department))
            .then_with(|| a.values.cmp(&b.values))
    });
    findings.dedup();
}

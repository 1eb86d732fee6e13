//! `missing-department`: a department that has to hand in and did not.

use crate::model::{Consolidation, Finding, Place, SubmissionStatus};
use crate::rules;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let missing = consolidation
        .submissions
        .iter()
        .filter(|submission| submission.required && submission.status == SubmissionStatus::Missing);
    missing
        .map(|submission| {
            let department = submission.department.clone();
            Finding::new(rules::MISSING_DEPARTMENT, Place::nowhere()).of(department.clone()).with("department", department)
        })
        .collect()
}

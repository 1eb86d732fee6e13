//! `missing-department`: a department that has to hand in and did not.

use crate::model::text::{fold, likeness};
use crate::model::{Consolidation, Finding, Place, Submission, SubmissionStatus};
use crate::rules;

/// Names that are less alike than this are those of two departments.
const ALIKE: f64 = 0.7;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let missing = consolidation
        .submissions
        .iter()
        .filter(|submission| submission.required && submission.status == SubmissionStatus::Missing);
    missing
        .map(|submission| {
            let department = submission.department.clone();
            let near = nearest(submission, consolidation);
            let (ja, en) = near.map_or_else(Default::default, |near| {
                (format!("（一覧にない「{near}」からは提出があります）"), format!(" (“{near}”, which is not in the list, has)"))
            });
            let finding = Finding::new(rules::MISSING_DEPARTMENT, Place::nowhere()).of(department.clone());
            finding.with("department", department).with("near", ja).with("near_en", en)
        })
        .collect()
}

/// A department that handed in without having to, and whose name is nearly the same: the list may have it misspelt.
fn nearest<'c>(missing: &Submission, consolidation: &'c Consolidation) -> Option<&'c str> {
    let wanted = fold(&missing.department);
    let others = consolidation.submissions.iter().filter(|other| !other.required && other.status.is_handed_in());
    let alike = others.map(|other| (likeness(&wanted, &fold(&other.department)), &*other.department));
    alike.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

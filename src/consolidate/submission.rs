//! Who handed in what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Department, Finding, InputStatus, Plan, Reason, Submission, SubmissionStatus};
use crate::normalise::SubmissionFile;
use crate::rules;

/// One submission a department: those expected, in their order, then others that handed in.
pub fn submissions(plan: &Plan, expected: &[Department], submission_files: &[SubmissionFile]) -> Vec<Submission> {
    let mut names: Vec<Arc<str>> = expected.iter().map(|department| Arc::from(department.name.as_str())).collect();
    let mut handed: BTreeMap<Arc<str>, Vec<&SubmissionFile>> = BTreeMap::new();
    for submission_file in submission_files {
        for owner in owners(submission_file) {
            handed.entry(owner).or_default().push(submission_file);
        }
    }
    let mut known: BTreeSet<Arc<str>> = names.iter().cloned().collect();
    // those that were not expected: in the order of the office, then of their names
    let office = plan.departments.iter().map(|department| Arc::<str>::from(department.name.as_str()));
    for name in office.filter(|name| handed.contains_key(name)).chain(handed.keys().cloned()) {
        if known.insert(name.clone()) {
            names.push(name);
        }
    }
    let records = records_of(submission_files, &handed);
    let asked: BTreeSet<&str> = expected.iter().map(|department| department.name.as_str()).collect();
    let required = |name: &Arc<str>| asked.is_empty() || asked.contains(&**name);
    let one = |name: Arc<str>| {
        let own = handed.get(&name).map(Vec::as_slice).unwrap_or_default();
        let records = records.get(&name).cloned().unwrap_or_default();
        Submission { required: required(&name), ..submission(own, name, records) }
    };
    names.into_iter().map(one).collect()
}

/// The departments that a file is of.
fn owners(submission_file: &SubmissionFile) -> BTreeSet<Arc<str>> {
    let entries = submission_file.entries.iter().filter_map(|entry| entry.owner.clone());
    entries.chain(submission_file.department.clone()).collect()
}

/// The ids of the records of each department, in the order of its files. A record without an owner is of all whose file
/// it stands in.
fn records_of(
    submission_files: &[SubmissionFile],
    handed: &BTreeMap<Arc<str>, Vec<&SubmissionFile>>,
) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    let mut records: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
    for submission_file in submission_files {
        let common = submission_file.kept().any(|entry| entry.owner.is_none());
        if common {
            for department in owners(submission_file).into_iter().filter(|owner| handed.contains_key(owner)) {
                let own = submission_file.kept().filter(|entry| entry.owner.as_deref().is_none_or(|owner| owner == &*department));
                let ids = own.flat_map(|entry| entry.draft.records.ids()).collect::<Vec<_>>();
                records.entry(department).or_default().extend(ids);
            }
        } else {
            for entry in submission_file.kept() {
                let Some(owner) = &entry.owner else { continue };
                records.entry(owner.clone()).or_default().extend(entry.draft.records.ids());
            }
        }
    }
    records
}

fn submission(own: &[&SubmissionFile], department: Arc<str>, records: Vec<Arc<str>>) -> Submission {
    // what is about another period gives no answer where it was set aside
    let counts = |submission_file: &&SubmissionFile| {
        let set_aside = submission_file.other_period.is_some() && submission_file.kept().next().is_none();
        submission_file.input.status == InputStatus::Read && !set_aside
    };
    let read: Vec<&SubmissionFile> = own.iter().copied().filter(counts).collect();
    let answers: Vec<&SubmissionFile> = read.iter().copied().filter(|submission_file| submission_file.is_answer()).collect();
    // a duplicate that gave way was handed in all the same
    let status = if answers.iter().any(|submission_file| reports(submission_file)) {
        SubmissionStatus::Submitted
    } else if !answers.is_empty() {
        SubmissionStatus::NoRecords
    } else if read.iter().any(|submission_file| submission_file.is_unfilled) {
        SubmissionStatus::Unfilled
    } else if own.iter().all(|submission_file| submission_file.input.status == InputStatus::Read) {
        // lists that lie beside the answers are none
        SubmissionStatus::Missing
    } else {
        SubmissionStatus::Unreadable
    };
    let handed_in = if answers.is_empty() { &read } else { &answers };
    let files: Vec<Arc<str>> = handed_in.iter().map(|submission_file| submission_file.input.path.clone()).collect();
    let file = files.first().or_else(|| own.first().map(|submission_file| &submission_file.input.path)).cloned();
    let earlier = own
        .iter()
        .filter(|submission_file| submission_file.input.status == InputStatus::Superseded && submission_file.is_answer());
    Submission {
        status,
        file,
        files: if files.len() > 1 { files } else { Vec::new() },
        submitted: handed_in.iter().filter_map(|submission_file| submission_file.submitted).max(),
        first_submitted: earlier.chain(answers.iter()).filter_map(|submission_file| submission_file.submitted).min(),
        required: true,
        mended: own.iter().any(|submission_file| submission_file.input.status == InputStatus::Superseded)
            && status.is_handed_in(),
        version: own.iter().map(|submission_file| submission_file.version).max().unwrap_or_default(),
        records,
        department,
    }
}

/// Does a file report something?
fn reports(submission_file: &SubmissionFile) -> bool {
    submission_file.entries.iter().any(|entry| entry.dropped != Some(Reason::NoRecords))
}

/// 該当なし, empty once a file.
pub fn no_records(submission_files: &[SubmissionFile]) -> Vec<Finding> {
    let empty = submission_files
        .iter()
        .filter(|submission_file| submission_file.input.status == InputStatus::Read && !reports(submission_file));
    empty
        .filter_map(|submission_file| {
            let (place, text) = submission_file.no_records.as_ref()?;
            let mut finding = Finding::new(rules::NO_RECORDS, place.clone()).with("text", text);
            finding.department = submission_file.department.clone();
            Some(finding)
        })
        .collect()
}

/// Were the tables handed in by departments, rather than taken from a plan? Then every file is of one of the list, and
/// there are several.
pub fn is_collected(submission_files: &[SubmissionFile], list: &[Department]) -> bool {
    let owners: Vec<Option<&str>> = submission_files
        .iter()
        .filter(|submission_file| !submission_file.entries.is_empty())
        .map(|submission_file| submission_file.department.as_deref())
        .collect();
    let listed = |owner: &Option<&str>| owner.is_some_and(|owner| list.iter().any(|one| one.submits && one.name == owner));
    owners.iter().all(listed) && owners.iter().collect::<BTreeSet<_>>().len() > 1
}

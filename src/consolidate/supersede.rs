//! Which hand-in gives way to which.
//!
//! A file gives way only to another of the same department that says it is newer and reports the same
//! initiatives; what only the older one reports is kept, with a finding (design, “Superseding”).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::file_name_version::Age;
use crate::consolidate::merge;
use crate::model::{Finding, InputStatus, Place, Reason};
use crate::normalise::SubmissionFile;
use crate::rules;

/// Sets older hand-ins aside.
#[expect(
    clippy::indexing_slicing,
    reason = "indices come from enumerating these files and their entries, which are marked as dropped and never removed"
)]
pub fn supersede(submission_files: &mut [SubmissionFile]) -> Vec<Finding> {
    let mut findings = unfilled(submission_files);
    let mut by_department: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for (index, submission_file) in submission_files.iter().enumerate() {
        if let Some(department) = submission_file.department.clone().filter(|_| submission_file.kept().next().is_some()) {
            by_department.entry(department).or_default().push(index);
        }
    }
    for (department, files) in by_department {
        let group = Group::of(submission_files, &files);
        for &old in &files {
            let are_parts =
                |new: usize| group.are_alike(new, old) && merge::complement(&submission_files[new], &submission_files[old]);
            let Some(newer) = group.newer_than(old, are_parts) else { continue };
            let kept = replace(submission_files, old, newer);
            let name = submission_files[newer].input.path.clone();
            let is_return = submission_files[newer].is_return;
            let older = &mut submission_files[old];
            if older.kept().next().is_none() {
                older.input.status = InputStatus::Superseded;
            }
            let place = Place::file(older.input.path.clone());
            findings.push(if is_return && kept.is_empty() {
                Finding::new(rules::MENDED_RETURN, place).of(department.clone()).with("newer", name)
            } else {
                let (ja, en) = kept.describe();
                Finding::new(rules::SUPERSEDED, place)
                    .of(department.clone())
                    .with("newer", name)
                    .with("kept", ja)
                    .with("kept_en", en)
            });
        }
    }
    findings
}

/// What stands only in an older file, by the ids of its records.
#[derive(Debug, Default)]
struct KeptRecords {
    /// Records that the newer file does not have.
    records: Vec<Arc<str>>,
    /// Records of which the newer file leaves an answer blank.
    answers: Vec<Arc<str>>,
}

impl KeptRecords {
    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.answers.is_empty()
    }

    /// Its description in both languages.
    fn describe(&self) -> (String, String) {
        let list = |ids: &[Arc<str>]| ids.iter().map(|id| &**id).collect::<Vec<_>>().join("、");
        let (mut ja, mut en) = (String::new(), String::new());
        if !self.records.is_empty() {
            let list = list(&self.records);
            ja.push_str(&format!("（{list} は新しい方にないため残します）"));
            en.push_str(&format!(" ({list} stands only here and is kept)"));
        }
        if !self.answers.is_empty() {
            let list = list(&self.answers);
            ja.push_str(&format!("（{list} は新しい方に空欄があるため、この回答を残します）"));
            en.push_str(&format!(" ({list}: the newer one leaves answers blank, those given here are kept)"));
        }
        (ja, en)
    }
}

/// Puts the records of a newer file in the place of an older one's. Returns what stands only in the older one.
#[expect(
    clippy::indexing_slicing,
    reason = "indices come from enumerating these files and their entries, which are marked as dropped and never removed"
)]
fn replace(submission_files: &mut [SubmissionFile], old: usize, newer: usize) -> KeptRecords {
    let mut known: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for index in 0..submission_files[newer].entries.len() {
        for key in submission_files[newer].keys(index) {
            known.entry(key).or_insert(index);
        }
    }
    let mut kept = KeptRecords::default();
    for index in 0..submission_files[old].entries.len() {
        if submission_files[old].entries[index].dropped.is_some() {
            continue;
        }
        let id = entry_id(&submission_files[old], index);
        let Some(counterpart) = submission_files[old].keys(index).find_map(|key| known.get(&key).copied()) else {
            kept.records.push(id);
            continue;
        };
        let record = submission_files[old].entries[index].draft.records.progress.first().cloned();
        let answer = submission_files[newer].entries[counterpart].draft.records.progress.first_mut();
        match (record, answer) {
            (Some(record), Some(answer)) if answer.is_unanswered() && !record.is_unanswered() => {
                kept.answers.push(id);
                submission_files[newer].drop_entry(counterpart, Reason::Duplicate);
            }
            (Some(record), Some(answer)) if merge::adds_to(&record, answer) => {
                kept.answers.push(id);
                let taken = merge::fill(answer, &record);
                submission_files[old].drop_entry_but(index, Reason::Superseded, taken);
            }
            _ => submission_files[old].drop_entry(index, Reason::Superseded),
        }
    }
    kept
}

/// A form without an answer gives way to any answer of its department.
fn unfilled(submission_files: &mut [SubmissionFile]) -> Vec<Finding> {
    let answers: BTreeMap<Arc<str>, Arc<str>> = submission_files
        .iter()
        .rev()
        .filter(|submission_file| {
            submission_file.input.status == InputStatus::Read
                && submission_file.is_answer()
                && submission_file.other_period.is_none()
        })
        .filter_map(|submission_file| Some((submission_file.department.clone()?, submission_file.input.path.clone())))
        .collect();
    let mut findings = Vec::new();
    for submission_file in submission_files.iter_mut().filter(|submission_file| submission_file.is_unfilled) {
        let Some((department, newer)) = submission_file.department.clone().and_then(|name| answers.get_key_value(&name)) else {
            continue;
        };
        for index in 0..submission_file.entries.len() {
            submission_file.drop_entry(index, Reason::Superseded);
        }
        submission_file.input.status = InputStatus::Superseded;
        let finding = Finding::new(rules::MENDED_RETURN, Place::file(submission_file.input.path.clone()));
        findings.push(finding.of(department.clone()).with("newer", newer));
    }
    findings
}

/// The hand-ins of one department, by what they report.
struct Group {
    /// How old each is, and what its records can be known by.
    files: BTreeMap<usize, (Age, BTreeSet<Arc<str>>)>,
    /// Those that report something, the newest first, where any says how new it is.
    reporting: BTreeMap<Arc<str>, Vec<usize>>,
}

impl Group {
    fn of(submission_files: &[SubmissionFile], files: &[usize]) -> Self {
        let of = |file: &usize| {
            submission_files.get(*file).map(|submission_file| (*file, (Age::of(submission_file), ids(submission_file))))
        };
        let files: BTreeMap<usize, (Age, BTreeSet<Arc<str>>)> = files.iter().filter_map(of).collect();
        let mut newest: Vec<usize> = files.keys().copied().collect();
        newest.sort_by_cached_key(|file| std::cmp::Reverse((files.get(file).map(|(age, _)| age.order()), *file)));
        let mut reporting: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
        for file in newest {
            let Some((age, ids)) = files.get(&file) else { continue };
            // one that says nothing is never newer than another
            if !age.says_nothing() {
                for id in ids {
                    reporting.entry(id.clone()).or_default().push(file);
                }
            }
        }
        Self { files, reporting }
    }

    /// The newest file that says it is newer and reports one of the same initiatives.
    fn newer_than(&self, old: usize, are_parts: impl Fn(usize) -> bool) -> Option<usize> {
        let (age, ids) = self.files.get(&old)?;
        let is_newer = |new: usize| new != old && self.files.get(&new).is_some_and(|(new, _)| new.is_newer(age));
        // whether two are parts of one is looked at once
        let mut known: BTreeMap<usize, bool> = BTreeMap::new();
        let mut newer = |new: &&usize| {
            let new = **new;
            is_newer(new) && !*known.entry(new).or_insert_with(|| are_parts(new))
        };
        let found = ids.iter().filter_map(|id| self.reporting.get(id)?.iter().find(&mut newer).copied());
        found.max_by_key(|file| (self.files.get(file).map(|(age, _)| age.order()), *file))
    }

    /// Does nothing but a day tell which of two is newer? Copies of one form that each hold a part of the answers have days, too.
    fn are_alike(&self, new: usize, old: usize) -> bool {
        let rank = |file: usize| self.files.get(&file).map(|(age, _)| age.rank);
        rank(new) == rank(old)
    }
}

fn ids(submission_file: &SubmissionFile) -> BTreeSet<Arc<str>> {
    (0..submission_file.entries.len()).flat_map(|index| submission_file.keys(index)).collect()
}

/// The id of an entry's one record.
pub fn entry_id(submission_file: &SubmissionFile, index: usize) -> Arc<str> {
    submission_file.entries.get(index).and_then(|entry| entry.draft.records.ids().next()).unwrap_or_else(|| Arc::from(""))
}

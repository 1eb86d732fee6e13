//! Which hand-in gives way to which.
//!
//! A file gives way only to another of the same department that says it is newer and reports the same
//! initiatives; what only the older one reports is kept, with a finding (design, “Superseding”).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::file_name_version::Age;
use crate::model::{Finding, InputStatus, Place, Reason};
use crate::normalise::SubmissionFile;
use crate::rules;

/// Sets older hand-ins aside.
pub fn supersede(handins: &mut [SubmissionFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_department: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for (index, handin) in handins.iter().enumerate() {
        if let Some(department) = handin.department.clone().filter(|_| !handin.entries.is_empty()) {
            by_department.entry(department).or_default().push(index);
        }
    }
    for (department, files) in by_department {
        let group = Group::of(handins, &files);
        for &old in &files {
            let Some((newer, known)) = group.newer_than(old) else { continue };
            let name = handins[newer].input.path.clone();
            let older = &mut handins[old];
            let mut kept = Vec::new();
            for index in 0..older.entries.len() {
                let id = entry_id(older, index);
                if keys(older, index).any(|key| known.contains(&key)) {
                    older.drop_entry(index, Reason::Superseded);
                } else if older.entries[index].dropped.is_none() {
                    kept.push(id);
                }
            }
            if kept.is_empty() {
                older.input.status = InputStatus::Superseded;
            }
            let list = kept.iter().map(|id| &**id).collect::<Vec<_>>().join("、");
            let kept_ja =
                if kept.is_empty() { String::new() } else { format!("（{list} は新しい方にないため残します）") };
            let kept_en = if kept.is_empty() { String::new() } else { format!(" ({list} stands only here and is kept)") };
            findings.push(
                Finding::new(rules::SUPERSEDED, Place::file(older.input.path.clone()))
                    .of(department.clone())
                    .with("newer", name)
                    .with("kept", kept_ja)
                    .with("kept_en", kept_en),
            );
        }
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
    fn of(handins: &[SubmissionFile], files: &[usize]) -> Self {
        let of = |file: &usize| handins.get(*file).map(|handin| (*file, (Age::of(handin), ids(handin))));
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
    fn newer_than(&self, old: usize) -> Option<(usize, &BTreeSet<Arc<str>>)> {
        let (age, ids) = self.files.get(&old)?;
        let newer = |new: &&usize| **new != old && self.files.get(*new).is_some_and(|(new, _)| new.is_newer(age));
        let found = ids.iter().filter_map(|id| self.reporting.get(id)?.iter().find(newer).copied());
        let newest = found.max_by_key(|file| (self.files.get(file).map(|(age, _)| age.order()), *file))?;
        Some((newest, &self.files.get(&newest)?.1))
    }
}

fn ids(handin: &SubmissionFile) -> BTreeSet<Arc<str>> {
    (0..handin.entries.len()).flat_map(|index| keys(handin, index)).collect()
}

/// What an entry can be known by: its id, and the one it was handed out with.
fn keys(handin: &SubmissionFile, index: usize) -> impl Iterator<Item = Arc<str>> {
    let key = handin.entries.get(index).and_then(|entry| entry.draft.key.clone());
    std::iter::once(entry_id(handin, index)).chain(key)
}

/// The id of an entry's one record.
pub fn entry_id(handin: &SubmissionFile, index: usize) -> Arc<str> {
    handin.entries.get(index).and_then(|entry| entry.draft.records.ids().next()).unwrap_or_else(|| Arc::from(""))
}

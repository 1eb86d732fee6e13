//! Which hand-in gives way to which.
//!
//! A file gives way only to another of the same department that says it is newer and reports the same
//! initiatives; what only the older one reports is kept, with a finding (design, “Superseding”).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::file_name_version;
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
        for &old in &files {
            // the newest file that says so and shares an initiative
            let newer = files
                .iter()
                .copied()
                .filter(|new| *new != old && is_newer(&handins[*new], &handins[old]) && shares(&handins[*new], &handins[old]))
                .max_by_key(|new| {
                    (
                        file_name_version::rank(&handins[*new]),
                        handins[*new].submitted,
                        file_name_version::day(&handins[*new]),
                        *new,
                    )
                });
            let Some(newer) = newer else { continue };
            let known = ids(&handins[newer]);
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

fn is_newer(new: &SubmissionFile, old: &SubmissionFile) -> bool {
    let later = matches!((new.submitted, old.submitted), (Some(new), Some(old)) if new > old);
    let earlier = matches!((new.submitted, old.submitted), (Some(new), Some(old)) if new < old);
    let (new_rank, old_rank) = (file_name_version::rank(new), file_name_version::rank(old));
    if new_rank == old_rank {
        later || (!earlier && file_name_version::is_dated_later(new, old))
    } else {
        new_rank > old_rank && !(earlier && old_rank > (false, 0))
    }
}

fn shares(a: &SubmissionFile, b: &SubmissionFile) -> bool {
    let known = ids(a);
    (0..b.entries.len()).any(|index| keys(b, index).any(|key| known.contains(&key)))
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

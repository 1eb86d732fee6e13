//! The same initiative twice: once is enough when it says the same; otherwise a person has to decide.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::merge;
use crate::model::text::fold;
use crate::model::{Finding, Place, Progress, Reason, Statement};
use crate::normalise::{Entry, SubmissionFile};
use crate::rules;

/// Sets duplicates aside and reports conflicts.
pub fn settle(handins: &mut [SubmissionFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_id: BTreeMap<Arc<str>, Vec<(usize, usize)>> = BTreeMap::new();
    for (file, handin) in handins.iter().enumerate() {
        for (index, entry) in handin.entries.iter().enumerate().filter(|(_, entry)| entry.dropped.is_none()) {
            for id in entry.draft.records.ids() {
                by_id.entry(id).or_default().push((file, index));
            }
        }
    }
    for (id, places) in by_id.into_iter().filter(|(_, places)| places.len() > 1) {
        // a visible row goes before a hidden one, one that says something before a form's blank line, then the order of reading counts
        let hidden = |at: &(usize, usize)| handins[at.0].entries[at.1].draft.hidden;
        let blank = |at: &(usize, usize)| is_blank_row(&handins[at.0], at.1);
        let Some(first) = places.iter().copied().min_by_key(|at| (hidden(at), blank(at), *at)) else { continue };
        // once, however many others there are
        let mut words = handins[first.0].entries[first.1].draft.records.progress.first().map(Words::of);
        for at in places.into_iter().filter(|at| *at != first) {
            let twin = &handins[first.0].entries[first.1].draft;
            let own = &handins[at.0].entries[at.1].draft;
            let same_file = first.0 == at.0;
            if same_file && own.hidden && !twin.hidden {
                handins[at.0].drop_entry(at.1, Reason::HiddenDuplicate);
                continue;
            }
            if !same_file && is_blank_row(&handins[at.0], at.1) {
                handins[at.0].drop_entry(at.1, Reason::Duplicate);
                continue;
            }
            let (Some(a), Some(b)) = (twin.records.progress.first(), own.records.progress.first()) else { continue };
            if !same_file && merge::agrees(a, b) && (merge::adds_to(a, b) || merge::adds_to(b, a)) {
                let (place, other, source) = (place_of(b), place_of(a).to_string(), b.clone());
                let finding = Finding::new(rules::MERGED_COPIES, place).with("id", &id).with("other", other);
                findings.push(Finding { department: handins[at.0].entries[at.1].owner.clone(), ..finding });
                let target = handins[first.0].entries[first.1].draft.records.progress.first_mut();
                let taken = target.map_or(0, |target| merge::fill(target, &source));
                words = handins[first.0].entries[first.1].draft.records.progress.first().map(Words::of);
                handins[at.0].drop_entry_but(at.1, Reason::Duplicate, taken);
                continue;
            }
            let (equal, other) = (words.as_ref() == Some(&Words::of(b)), place_of(a).to_string());
            if equal && !same_file && is_joint(&handins[first.0].entries[first.1], &handins[at.0].entries[at.1]) {
                handins[at.0].drop_entry(at.1, Reason::Duplicate);
                continue;
            }
            let rule = if equal { rules::DUPLICATE_RECORD } else { rules::CONFLICTING_RECORDS };
            let mut finding = Finding::new(rule, place_of(b)).with("id", &id).with("other", other);
            finding.department = handins[at.0].entries[at.1].owner.clone();
            findings.push(finding);
            if equal {
                handins[at.0].drop_entry(at.1, Reason::Duplicate);
            }
        }
    }
    findings
}

/// A row without an answer: of a form that several sections or departments fill in, each its part.
fn is_blank_row(handin: &SubmissionFile, index: usize) -> bool {
    let record = handin.entries.get(index).and_then(|entry| entry.draft.records.progress.first());
    record.is_some_and(Progress::is_unanswered)
}

/// Do two departments report what they do together?
fn is_joint(a: &Entry, b: &Entry) -> bool {
    let (Some(one), Some(other)) = (&a.owner, &b.owner) else { return false };
    let both = |entry: &Entry| {
        let named = entry.draft.records.progress.first().map(|record| &record.departments);
        named.is_some_and(|named| named.contains(one) && named.contains(other))
    };
    one != other && both(a) && both(b)
}

/// What a record says, folded: two that are equal in every text say the same.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    names: String,
    departments: BTreeSet<Arc<str>>,
    texts: [String; 3],
}

impl Words {
    fn of(record: &Progress) -> Self {
        let statement = |statement: &Option<Statement>| statement.as_ref().map(|own| fold(&own.text)).unwrap_or_default();
        Self {
            names: fold(&record.names.concat()),
            departments: record.departments.iter().cloned().collect(),
            texts: [fold(record.description.as_deref().unwrap_or_default()), statement(&record.done), statement(&record.planned)],
        }
    }
}

/// The cell of a record's name or number.
pub fn place_of(record: &Progress) -> Place {
    let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
    match record.origin.cell("numbers").or_else(|| record.origin.cell("names")) {
        Some(cell) => place.at(cell),
        None => place.at(crate::model::Spot::Row(record.origin.row)),
    }
}

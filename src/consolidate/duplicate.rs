//! The same initiative twice: once is enough when it says the same; otherwise a person has to decide.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::merge;
use crate::model::text::fold;
use crate::model::{Finding, Origin, Place, Progress, Reason, RecordKind, Records, Statement};
use crate::normalise::{Entry, SubmissionFile};
use crate::rules;

/// Sets duplicates aside and reports conflicts.
#[expect(
    clippy::indexing_slicing,
    reason = "indices come from enumerating these files and their entries, which are marked as dropped and never removed"
)]
pub fn settle(submission_files: &mut [SubmissionFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_id: BTreeMap<Arc<str>, Vec<(usize, usize)>> = BTreeMap::new();
    for (file, submission_file) in submission_files.iter().enumerate() {
        for (index, entry) in submission_file.entries.iter().enumerate().filter(|(_, entry)| entry.dropped.is_none()) {
            for id in entry.draft.records.ids() {
                by_id.entry(id).or_default().push((file, index));
            }
        }
    }
    for (id, places) in by_id.into_iter().filter(|(_, places)| places.len() > 1) {
        // a visible row goes before a hidden one, one that says something before a form's blank line, then the order of reading counts
        let hidden = |at: &(usize, usize)| submission_files[at.0].entries[at.1].draft.hidden;
        let blank = |at: &(usize, usize)| is_blank_row(&submission_files[at.0], at.1);
        let Some(first) = places.iter().copied().min_by_key(|at| (hidden(at), blank(at), *at)) else { continue };
        // once, however many others there are
        let mut words = submission_files[first.0].entries[first.1].draft.records.progress.first().map(Words::of);
        for at in places.into_iter().filter(|at| *at != first) {
            let counterpart = &submission_files[first.0].entries[first.1].draft;
            let own = &submission_files[at.0].entries[at.1].draft;
            let same_file = first.0 == at.0;
            if same_file && own.hidden && !counterpart.hidden {
                submission_files[at.0].drop_entry(at.1, Reason::HiddenDuplicate);
                continue;
            }
            // two sections can each fill in a sheet of one workbook
            let same_sheet =
                same_file && submission_files[first.0].entries[first.1].sheet == submission_files[at.0].entries[at.1].sheet;
            if !same_sheet && is_blank_row(&submission_files[at.0], at.1) {
                submission_files[at.0].drop_entry(at.1, Reason::Duplicate);
                continue;
            }
            let (Some(a), Some(b)) = (counterpart.records.progress.first(), own.records.progress.first()) else { continue };
            if !same_sheet && merge::agrees(a, b) && (merge::adds_to(a, b) || merge::adds_to(b, a)) {
                let (place, other, source) = (place_of(b), place_of(a).to_string(), b.clone());
                let finding = Finding::new(rules::MERGED_COPIES, place).with("id", &id).with("other", other);
                findings.push(Finding { department: submission_files[at.0].entries[at.1].owner.clone(), ..finding });
                let target = submission_files[first.0].entries[first.1].draft.records.progress.first_mut();
                let taken = target.map_or(0, |target| merge::fill(target, &source));
                words = submission_files[first.0].entries[first.1].draft.records.progress.first().map(Words::of);
                submission_files[at.0].drop_entry_but(at.1, Reason::Duplicate, taken);
                continue;
            }
            let (equal, other) = (words.as_ref() == Some(&Words::of(b)), place_of(a).to_string());
            if equal && !same_file && is_joint(&submission_files[first.0].entries[first.1], &submission_files[at.0].entries[at.1])
            {
                submission_files[at.0].drop_entry(at.1, Reason::Duplicate);
                continue;
            }
            let rule = if equal { rules::DUPLICATE_RECORD } else { rules::CONFLICTING_RECORDS };
            let mut finding = Finding::new(rule, place_of(b)).with("id", &id).with("other", other);
            finding.department = submission_files[at.0].entries[at.1].owner.clone();
            findings.push(finding);
            if equal {
                submission_files[at.0].drop_entry(at.1, Reason::Duplicate);
            }
        }
    }
    findings.extend(tell_apart(submission_files));
    findings
}

/// What a record of another kind than progress is known by: its kind, the list it belongs to, its id.
type Key = (RecordKind, Option<String>, Arc<str>);

/// Records of other kinds to which two files give one id: the same twice counts once, others get a number behind it.
#[expect(
    clippy::indexing_slicing,
    reason = "indices come from enumerating these files and their entries, which are marked as dropped and never removed"
)]
fn tell_apart(submission_files: &mut [SubmissionFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: BTreeMap<Key, (usize, usize)> = BTreeMap::new();
    for file in 0..submission_files.len() {
        for index in 0..submission_files[file].entries.len() {
            let entry = &submission_files[file].entries[index];
            let Some((key, origin)) = key_of(&entry.draft.records).filter(|_| entry.dropped.is_none()) else { continue };
            let Some(first) = known.get(&key).copied().filter(|first| first.0 != file) else {
                known.entry(key).or_insert((file, index));
                continue;
            };
            let counterpart = &submission_files[first.0].entries[first.1].draft.records;
            if says_the_same(counterpart, &entry.draft.records) {
                let other = key_of(counterpart).map(|(_, origin)| place_of_origin(&origin).to_string()).unwrap_or_default();
                let finding = Finding::new(rules::DUPLICATE_RECORD, place_of_origin(&origin));
                let finding = finding.with("id", &key.2).with("other", other);
                findings.push(Finding { department: entry.owner.clone(), ..finding });
                submission_files[file].drop_entry(index, Reason::Duplicate);
                continue;
            }
            let (kind, list, id) = key;
            let free =
                (2_u32..).map(|n| (kind, list.clone(), Arc::from(format!("{id}-{n}")))).find(|key| !known.contains_key(key));
            let Some(key) = free else { continue };
            rename(&mut submission_files[file].entries[index].draft.records, &key.2);
            known.insert(key, (file, index));
        }
    }
    findings
}

/// What the one record of another kind than progress is known by, and where it comes from.
fn key_of(records: &Records) -> Option<(Key, Origin)> {
    let schedule = records.schedule.first().map(|one| (RecordKind::Schedule, None, &one.id, &one.origin));
    let indicator = records.indicators.first().map(|one| (RecordKind::Indicator, None, &one.id, &one.origin));
    let measure = records.measures.first().map(|one| (RecordKind::Measure, None, &one.id, &one.origin));
    let item = records.checklists.first().map(|one| (RecordKind::Checklist, Some(one.list.to_string()), &one.id, &one.origin));
    let (kind, list, id, origin) = schedule.or(indicator).or(measure).or(item)?;
    Some(((kind, list, id.clone()), origin.clone()))
}

/// Do two records say the same, wherever they stand?
fn says_the_same(one: &Records, other: &Records) -> bool {
    let mut moved = other.clone();
    moved.schedule.iter_mut().zip(&one.schedule).for_each(|(to, from)| to.origin = from.origin.clone());
    moved.indicators.iter_mut().zip(&one.indicators).for_each(|(to, from)| to.origin = from.origin.clone());
    moved.measures.iter_mut().zip(&one.measures).for_each(|(to, from)| to.origin = from.origin.clone());
    moved.checklists.iter_mut().zip(&one.checklists).for_each(|(to, from)| to.origin = from.origin.clone());
    moved == *one
}

fn rename(records: &mut Records, id: &Arc<str>) {
    records.schedule.iter_mut().for_each(|one| one.id = id.clone());
    records.indicators.iter_mut().for_each(|one| one.id = id.clone());
    records.measures.iter_mut().for_each(|one| one.id = id.clone());
    records.checklists.iter_mut().for_each(|one| one.id = id.clone());
}

fn place_of_origin(origin: &Origin) -> Place {
    let place = Place { file: Some(origin.file.clone()), sheet: origin.sheet.clone(), spot: None };
    place.at(crate::model::Spot::Row(origin.row))
}

/// A row without an answer: of a form that several sections or departments fill in, each its part.
fn is_blank_row(submission_file: &SubmissionFile, index: usize) -> bool {
    let record = submission_file.entries.get(index).and_then(|entry| entry.draft.records.progress.first());
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

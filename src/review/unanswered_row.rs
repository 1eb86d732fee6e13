//! `unanswered-row`: an initiative without a word on what was done or what is planned, an item without its mark.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ChecklistItem, Consolidation, Finding, Missing, Origin, Place, Spot, SubmissionStatus};
use crate::rules;
use crate::source::workbook::loses_answers;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let owners: BTreeMap<&str, &str> =
        consolidation.inputs.iter().filter_map(|input| Some((&*input.path, input.department.as_deref()?))).collect();
    let submitted: BTreeSet<&str> = consolidation
        .submissions
        .iter()
        .filter(|submission| submission.status == SubmissionStatus::Submitted)
        .map(|submission| &*submission.department)
        .collect();
    // what was lost with a part of the file is not what nobody wrote
    let damaged: Vec<&Place> =
        consolidation.findings.iter().filter(|finding| loses_answers(finding)).flat_map(Finding::places).collect();
    let is_damaged = |origin: &Origin| {
        let is_of = |place: &&Place| place.file.as_ref() == Some(&origin.file);
        damaged.iter().filter(|place| is_of(place)).any(|place| place.sheet.is_none() || place.sheet == origin.sheet)
    };
    let mut findings = Vec::new();
    for record in consolidation.records.progress.iter().filter(|record| record.is_unanswered() && !is_damaged(&record.origin)) {
        let owner = owners.get(&*record.origin.file).copied();
        let own =
            record.departments.is_empty() || owner.is_none_or(|owner| record.departments.iter().any(|name| &**name == owner));
        // missing-department covers the rows of a department
        if !own && !record.departments.iter().any(|name| submitted.contains(&**name)) {
            continue;
        }
        let name = record.names.iter().flat_map(|name| name.split_whitespace()).collect::<Vec<_>>().join(" ");
        let mut finding = Finding::new(rules::UNANSWERED_ROW, row_of(&record.origin));
        finding.department = owner.filter(|_| own).map(Into::into).or_else(|| record.departments.first().cloned());
        let finding = finding.with("row", format!("取組 {}「{name}」", record.id));
        let finding = finding.with("row_en", format!("initiative {} “{name}”", record.id)).with("blank", "取組内容も予定も");
        findings.push(finding.with("blank_en", "neither what was done nor what is planned"));
    }
    let unmarked = unmarked(&consolidation.records.checklists).into_iter().filter(|item| !is_damaged(&item.origin));
    findings.extend(unmarked.map(|item| {
        let mut finding = Finding::new(rules::UNANSWERED_ROW, row_of(&item.origin));
        finding.department = owners.get(&*item.origin.file).map(|owner| (*owner).into());
        let name = item.item.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let finding = finding.with("row", format!("「{name}」")).with("row_en", format!("“{name}”"));
        finding.with("blank", "回答が").with("blank_en", "its answer is blank")
    }));
    findings
}

fn row_of(origin: &Origin) -> Place {
    Place { file: Some(origin.file.clone()), sheet: origin.sheet.clone(), spot: Some(Spot::Row(origin.row)) }
}

/// The items without an answer in lists that have an answer for no as well: where there is only ○, a blank means no.
fn unmarked(items: &[ChecklistItem]) -> Vec<&ChecklistItem> {
    let list = |item: &ChecklistItem| (item.origin.file.clone(), item.origin.sheet.clone(), item.list.clone());
    let says_no = |item: &&ChecklistItem| {
        let in_words = item.mark.as_deref().is_some_and(|mark| mark.chars().all(char::is_alphabetic));
        item.supported == Some(false) || item.status.is_some() || in_words
    };
    let lists: BTreeSet<_> = items.iter().filter(says_no).map(list).collect();
    let is_blank = |item: &&ChecklistItem| {
        let answered = item.mark.is_some() || item.status.is_some() || item.note.is_some() || item.name.is_some();
        let other = ["mark", "supported", "status"]
            .iter()
            .any(|field| item.missing.iter().any(|(name, why)| &**name == *field && *why != Missing::Blank));
        item.item.is_some() && !answered && !other
    };
    items.iter().filter(is_blank).filter(|item| lists.contains(&list(item))).collect()
}

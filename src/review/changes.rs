//! The comparing rules: what of the changes since the last period somebody has to look at.
//!
//! A rise, a rewording, a new figure are what a report is for: the 変更点 sheet tells them, no finding does. What is
//! usual in a month is information (a new record, the same texts once, rows joined, a reorganisation that the plan
//! knows); what somebody has to ask about is a warning (gone, unclear, moved, fallen, copied, the same for the third
//! time, dates gone by, a promise nobody mentions). A department that is late is reported once, as missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::era::wareki_date;
use crate::model::{
    Change, Consolidation, Difference, Field, Finding, Origin, Place, Progress, RecordKind, Records, Spot, TableChange,
    TableDifference,
};
use crate::rules;

/// A promise is quoted up to here.
const QUOTED: usize = 60;

/// Periods of the same text from which it is no note any more: the third report with it.
const LONG: u32 = 2;

pub(super) fn check(consolidation: &Consolidation) -> Vec<Finding> {
    let Some(comparison) = &consolidation.comparison else { return Vec::new() };
    let mut records: BTreeMap<&str, &Progress> = BTreeMap::new();
    for record in &consolidation.records.progress {
        // of two with one id, which is a finding of its own, the first
        records.entry(&record.id).or_insert(record);
    }
    let mut findings = Vec::new();
    for change in &comparison.changes {
        let gone = change.differences.iter().any(|difference| matches!(difference, Difference::Gone { .. }));
        let record = records.get(&*change.id).copied().filter(|_| !gone);
        for difference in &change.differences {
            if let Some(mut finding) = finding(change, difference, record, consolidation) {
                finding.department = change.departments.first().cloned();
                findings.push(finding);
            }
        }
    }
    let origins = origins(&consolidation.records);
    findings.extend(comparison.tables.iter().flat_map(|change| tables(change, &origins)));
    findings
}

/// Of the other tables: what came, went, or changed hands. Another mark or figure is what they are for.
fn tables(change: &TableChange, origins: &BTreeMap<(RecordKind, &str), &Origin>) -> Vec<Finding> {
    let place = || {
        origins.get(&(change.kind, &*change.id)).map_or_else(Place::nowhere, |origin| Place {
            file: Some(origin.file.clone()),
            sheet: origin.sheet.clone(),
            spot: Some(Spot::Row(origin.row)),
        })
    };
    let finding = |difference: &TableDifference| {
        let mut finding = match difference {
            TableDifference::New => Finding::new(rules::NEW_RECORD, place()),
            TableDifference::Gone { handed_in: true } => Finding::new(rules::GONE_RECORD, Place::nowhere()),
            TableDifference::Moved { from, to, expected } => {
                let rule = if *expected { rules::REORGANISED_DEPARTMENT } else { rules::MOVED_DEPARTMENT };
                Finding::new(rule, place()).with("from", from.join("、")).with("to", to.join("、"))
            }
            _ => return None,
        };
        if !matches!(difference, TableDifference::Moved { .. }) {
            finding = finding.with("id", &change.id).with("name", one_line(&change.name));
        }
        finding.department = change.departments.first().cloned();
        Some(finding)
    };
    change.differences.iter().filter_map(finding).collect()
}

/// Where the records of the other tables stand.
fn origins(records: &Records) -> BTreeMap<(RecordKind, &str), &Origin> {
    let schedule = records.schedule.iter().map(|record| ((RecordKind::Schedule, &*record.id), &record.origin));
    let indicators = records.indicators.iter().map(|record| ((RecordKind::Indicator, &*record.id), &record.origin));
    let measures = records.measures.iter().map(|record| ((RecordKind::Measure, &*record.id), &record.origin));
    let checklists = records.checklists.iter().map(|record| ((RecordKind::Checklist, &*record.id), &record.origin));
    let tables = records.tables.iter().map(|record| ((RecordKind::Table, &*record.id), &record.origin));
    schedule.chain(indicators).chain(measures).chain(checklists).chain(tables).collect()
}

fn finding(change: &Change, difference: &Difference, record: Option<&Progress>, whole: &Consolidation) -> Option<Finding> {
    let at = |field: Field| place(record, field);
    let list = |names: &[Arc<str>]| names.join("、");
    let none = "記載なし";
    Some(match difference {
        Difference::New => {
            Finding::new(rules::NEW_RECORD, at(Field::Names)).with("id", &change.id).with("name", one_line(&change.name))
        }
        // a department that is late is reported once, by missing-department; an end that was announced is no question
        Difference::Gone { handed_in: false, .. } | Difference::Gone { ended: true, .. } => return None,
        Difference::Gone { .. } => {
            Finding::new(rules::GONE_RECORD, Place::nowhere()).with("id", &change.id).with("name", one_line(&change.name))
        }
        Difference::Unclear { candidates } => {
            // asked once: at the record that is there
            record?;
            Finding::new(rules::UNCLEAR_MATCH, at(Field::Names))
                .with("id", &change.id)
                .with("name", one_line(&change.name))
                .with("candidates", list(candidates))
        }
        Difference::Merged => {
            Finding::new(rules::REGROUPED_RECORD, at(Field::Names)).with("before", list(&change.before)).with("after", &change.id)
        }
        Difference::Split { into } => {
            Finding::new(rules::REGROUPED_RECORD, at(Field::Names)).with("before", list(&change.before)).with("after", list(into))
        }
        Difference::Moved { from, to, expected } => {
            let rule = if *expected { rules::REORGANISED_DEPARTMENT } else { rules::MOVED_DEPARTMENT };
            let place = record.map_or_else(Place::nowhere, |record| cell(record, "departments"));
            Finding::new(rule, place).with("from", list(from)).with("to", list(to))
        }
        Difference::StageDown { from, to } => {
            Finding::new(rules::STAGE_FALL, at(Field::Done)).with("from", from).with("to", to.as_deref().unwrap_or(none))
        }
        Difference::NearlyCopied => Finding::new(rules::NEARLY_COPIED, at(Field::Done)),
        Difference::Unchanged { periods } if *periods >= LONG => {
            Finding::new(rules::LONG_UNCHANGED_RECORD, at(Field::Done)).with("periods", periods)
        }
        Difference::Unchanged { .. } => Finding::new(rules::UNCHANGED_RECORD, at(Field::Done)),
        Difference::OldDates { newest } => {
            let period = whole.period.map(|period| period.label()).unwrap_or_default();
            Finding::new(rules::OLD_DATES, at(Field::Done)).with("date", wareki_date(*newest)).with("period", period)
        }
        Difference::PastPlan { date } => Finding::new(rules::PAST_PLAN, at(Field::Planned)).with("date", wareki_date(*date)),
        Difference::Restated { before, after } => {
            let earlier = record.and_then(|record| record.earlier.iter().find(|month| month.text == *after));
            let place = match (record, earlier) {
                (Some(record), Some(month)) => {
                    Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None }.at(month.at)
                }
                _ => at(Field::Done),
            };
            let period = earlier.map(|month| month.period.label()).unwrap_or_default();
            let finding = Finding::new(rules::RESTATED_MONTH, place).with("period", period);
            finding.with("before", quoted(before)).with("after", quoted(after))
        }
        Difference::ForgottenPlan { text } => Finding::new(rules::FORGOTTEN_PLAN, at(Field::Done)).with("text", quoted(text)),
        Difference::StageUp { .. } | Difference::Event { .. } | Difference::Text { .. } | Difference::Figure { .. } => {
            return None;
        }
    })
}

fn place(record: Option<&Progress>, field: Field) -> Place {
    record.map_or_else(Place::nowhere, |record| cell(record, field.as_str()))
}

/// The cell of a field; its row where the field is empty.
fn cell(record: &Progress, field: &str) -> Place {
    let place = Place { file: Some(record.origin.file.clone()), sheet: record.origin.sheet.clone(), spot: None };
    match record.origin.cell(field) {
        Some(cell) => place.at(cell),
        None => place.at(Spot::Row(record.origin.row)),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= QUOTED { line } else { line.chars().take(QUOTED).chain(['…']).collect() }
}

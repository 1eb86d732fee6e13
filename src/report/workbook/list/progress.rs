//! 一覧 of 取組状況.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::consolidate::edit::value;
use crate::model::{Awaited, CHECK, Change, Consolidation, Difference, MEMO, Progress, RecordKind, Submission, SubmissionStatus};
use crate::report::ReportData;
use crate::report::workbook::grid::Value;
use crate::report::workbook::list::{Column, Fact, List, Look, Row, column};

const COLUMNS: [Column; 14] = [
    column("方向", "", 5.0, Look::Number),
    column("番号", "", 6.0, Look::Centre),
    column("取組名", "names", 26.0, Look::Text),
    column("担当課", "departments", 16.0, Look::Text),
    column("施策内容", "description", 34.0, Look::Text),
    column("段階", "stage", 10.0, Look::Centre),
    column("前回の段階", "", 10.0, Look::Centre),
    column("動き", "", 9.0, Look::Centre),
    column("取組内容", "done", 46.0, Look::Text),
    column("予定", "planned", 40.0, Look::Text),
    column("提出", "", 11.0, Look::Date),
    column("指摘", "", 6.0, Look::Number),
    column("確認", CHECK, 10.0, Look::Centre),
    column("メモ", MEMO, 26.0, Look::Text),
];

const STAGE: usize = 5;
const COUNT: usize = 11;
const CHECKED: usize = 12;

/// The words for changes of a record.
pub const MOVEMENTS: [&str; 8] = ["進んだ", "後退した", "新規", "変わらず", "書き換え", "担当課変更", "統合", "分割"];

/// The index of a column.
pub fn column_of(heading: &str) -> usize {
    COLUMNS.iter().position(|column| column.heading == heading).unwrap_or_default()
}

/// The change of each record, by id.
fn changes(consolidation: &Consolidation) -> HashMap<&str, &Change> {
    consolidation
        .comparison
        .iter()
        .flat_map(|comparison| &comparison.changes)
        .filter(|change| !change.differences.iter().any(|difference| matches!(difference, Difference::Gone { .. })))
        .map(|change| (&*change.id, change))
        .collect()
}

/// The values by which rows are counted.
pub fn facts<'e>(report: &'e ReportData<'e>) -> Vec<Fact<'e>> {
    let consolidation = report.consolidation;
    let changes = changes(consolidation);
    let records = consolidation.records.progress.iter().map(|record| Fact {
        direction: record.direction,
        direction_text: record.direction_text.is_some(),
        stage: value(record, "stage", &consolidation.plan),
        movement: changes.get(&*record.id).and_then(|change| movement(change)),
        departments: &record.departments,
        awaited: false,
    });
    let awaited = consolidation.awaited.iter().map(|awaited| Fact {
        direction: awaited.direction,
        direction_text: false,
        stage: None,
        movement: None,
        departments: &awaited.departments,
        awaited: true,
    });
    records.chain(awaited).collect()
}

/// The sheet's rows: records, and rows of missing departments in their places.
pub fn list<'e>(report: &'e ReportData<'e>) -> List<'e> {
    let consolidation = report.consolidation;
    let plan = &consolidation.plan;
    let changes = changes(consolidation);
    let mut handed: HashMap<&str, &Submission> = HashMap::new();
    for submission in &consolidation.submissions {
        for id in &submission.records {
            handed.entry(id).or_insert(submission);
        }
    }
    let records = consolidation.records.progress.iter().map(|record| {
        let row = of_record(record, consolidation, changes.get(&*record.id).copied(), handed.get(&*record.id).copied());
        (order(record.direction, &record.numbers), row)
    });
    let awaited = consolidation
        .awaited
        .iter()
        .map(|awaited| (order(awaited.direction, &awaited.numbers), of_awaited(awaited, consolidation)));
    let mut rows: Vec<_> = records.chain(awaited).collect();
    // records without numbers keep their order
    rows.sort_by_key(|(order, _)| *order);
    let stages = plan.stages.iter().filter(|stage| stage.step.is_some()).map(|stage| stage.name.clone()).collect();
    let mut choices: Vec<(usize, Vec<String>, bool)> = vec![(STAGE, stages, true)];
    choices.retain(|(_, words, _)| !words.is_empty());
    choices.push((CHECKED, vec!["確認済み".to_owned(), "要確認".to_owned()], false));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    List { stem: RecordKind::Progress.file_stem().into(), columns: COLUMNS.to_vec(), rows, choices, count: COUNT }
}

fn order(direction: Option<u32>, numbers: &[String]) -> (u32, u32) {
    let number = numbers.first().and_then(|number| number.parse().ok()).unwrap_or(u32::MAX);
    (direction.unwrap_or(u32::MAX), number)
}

fn of_record<'e>(
    record: &'e Progress,
    consolidation: &'e Consolidation,
    change: Option<&Change>,
    handed: Option<&Submission>,
) -> Row<'e> {
    let plan = &consolidation.plan;
    let stage = value(record, "stage", plan);
    let text = |text: Option<&'e str>| text.map_or(Value::Blank, Value::from);
    let statement = |statement: &'e Option<crate::model::Statement>| text(statement.as_ref().map(|own| own.text.as_str()));
    let edited = consolidation.edited(RecordKind::Progress, &record.id);
    let own = edited.into_iter().flatten().filter_map(|(field, edited)| {
        let at = COLUMNS.iter().position(|column| column.field == *field)?;
        Some((at, edited.before.as_deref()))
    });
    Row {
        id: Cow::Borrowed(&record.id),
        cells: vec![
            match record.direction {
                Some(no) => Value::Count(u64::from(no)),
                None => text(record.direction_text.as_deref()),
            },
            numbers(&record.numbers),
            lines(&record.names),
            departments(&record.departments),
            text(record.description.as_deref()),
            stage.clone().map_or(Value::Blank, Value::from),
            previous_stage(change, stage).map_or(Value::Blank, Value::from),
            text(change.and_then(movement)),
            statement(&record.done),
            statement(&record.planned),
            match handed {
                Some(Submission { submitted: Some(day), .. }) => Value::Day(*day),
                Some(submission) => Value::from(submission.status.label()),
                None => Value::Blank,
            },
            Value::Blank,
            text(consolidation.remark(RecordKind::Progress, &record.id, CHECK)),
            text(consolidation.remark(RecordKind::Progress, &record.id, MEMO)),
        ],
        awaited: false,
        own: own.collect(),
    }
}

fn of_awaited<'e>(awaited: &'e Awaited, consolidation: &'e Consolidation) -> Row<'e> {
    let text = |text: Option<&'e str>| text.map_or(Value::Blank, Value::from);
    let status = consolidation
        .submissions
        .iter()
        .find(|submission| awaited.departments.contains(&submission.department))
        .map_or(SubmissionStatus::Missing, |submission| submission.status);
    Row {
        id: Cow::Borrowed(&awaited.id),
        cells: vec![
            awaited.direction.map_or(Value::Blank, |no| Value::Count(u64::from(no))),
            numbers(&awaited.numbers),
            lines(&awaited.names),
            departments(&awaited.departments),
            Value::Blank,
            Value::Blank,
            text(awaited.stage.as_deref()),
            Value::from(status.label()),
            Value::Blank,
            Value::Blank,
            Value::from(status.label()),
            Value::Blank,
            text(consolidation.remark(RecordKind::Progress, &awaited.id, CHECK)),
            text(consolidation.remark(RecordKind::Progress, &awaited.id, MEMO)),
        ],
        awaited: true,
        own: Vec::new(),
    }
}

/// A number as a number, several as a text.
fn numbers(numbers: &[String]) -> Value<'_> {
    match numbers {
        [] => Value::Blank,
        [only] => only.parse().map_or_else(|_| Value::from(only.as_str()), Value::Count),
        all => Value::from(all.join("・")),
    }
}

fn lines(lines: &[String]) -> Value<'_> {
    match lines {
        [] => Value::Blank,
        [only] => Value::from(only.as_str()),
        all => Value::from(all.join("\n")),
    }
}

fn departments(names: &[Arc<str>]) -> Value<'_> {
    match names {
        [] => Value::Blank,
        [only] => Value::from(&**only),
        all => Value::from(all.join("\n")),
    }
}

/// The stage in the last report, if the record was in it.
fn previous_stage(change: Option<&Change>, now: Option<String>) -> Option<String> {
    let change = change.filter(|change| change.before.len() == 1)?;
    for difference in &change.differences {
        match difference {
            Difference::StageUp { from, .. } => return from.as_deref().map(str::to_owned),
            Difference::StageDown { from, .. } => return Some(from.to_string()),
            Difference::Split { .. } => return None,
            _ => {}
        }
    }
    now
}

/// The change of a record, in a word.
fn movement(change: &Change) -> Option<&'static str> {
    const fn word(difference: &Difference) -> Option<(u8, &'static str)> {
        Some(match difference {
            Difference::New => (0, "新規"),
            Difference::Merged => (1, "統合"),
            Difference::Split { .. } => (2, "分割"),
            Difference::StageDown { .. } => (3, "後退した"),
            Difference::StageUp { .. } => (4, "進んだ"),
            Difference::Moved { .. } => (5, "担当課変更"),
            Difference::Text { .. } | Difference::Figure { .. } => (6, "書き換え"),
            Difference::Unchanged { .. } | Difference::NearlyCopied => (7, "変わらず"),
            _ => return None,
        })
    }
    change.differences.iter().filter_map(word).min().map(|(_, word)| word)
}

//! 一覧 of the other kinds: their values unchanged, with the coordinator's remarks.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::era::short_fiscal_year;
use crate::model::{Better, CHECK, ChecklistItem, Indicator, MEMO, Measure, Origin, RecordKind, Schedule, ValueKind};
use crate::report::ReportData;
use crate::report::workbook::grid::Value;
use crate::report::workbook::list::{Column, List, Look, Row, column, quantity};

/// The id of a record, and its cells.
type Cells<'a> = (&'a Arc<str>, Vec<Value<'a>>);

/// The sheet of a kind.
pub fn list<'e>(report: &'e ReportData<'e>, kind: RecordKind) -> List<'e> {
    let consolidation = report.consolidation;
    let records = &consolidation.records;
    let (columns, rows): (Vec<Column>, Vec<Cells<'_>>) = match kind {
        RecordKind::Progress | RecordKind::Table => (Vec::new(), Vec::new()),
        RecordKind::Schedule => {
            (SCHEDULE.to_vec(), records.schedule.iter().map(|record| (&record.id, schedule(record))).collect())
        }
        RecordKind::Indicator => {
            let wanted: BTreeSet<(ValueKind, Option<i16>)> =
                records.indicators.iter().flat_map(|record| &record.values).map(|value| (value.kind, value.fy)).collect();
            // a table of hundreds of years is for data files
            let wanted: Vec<(ValueKind, Option<i16>)> = wanted.into_iter().take(MOST).collect();
            let mut columns = INDICATOR.to_vec();
            columns.extend(wanted.iter().map(|(kind, year_of)| {
                let year = year_of.map(|year| format!(" {}", short_fiscal_year(year))).unwrap_or_default();
                let own = records.indicators.iter().flat_map(|record| &record.values);
                let own = own.filter(|value| value.kind == *kind && value.fy == *year_of);
                let width = own.map(quantity::width).fold(12.0, f32::max);
                Column { heading: format!("{}{year}", kind.label()).into(), ..column("", "", width, Look::Number) }
            }));
            let rows = records.indicators.iter().map(|record| (&record.id, indicator(record, &wanted)));
            (columns, rows.collect())
        }
        RecordKind::Measure => (MEASURE.to_vec(), records.measures.iter().map(|record| (&record.id, measure(record))).collect()),
        RecordKind::Checklist => {
            let titles = titles(report);
            let rows = records.checklists.iter().map(|record| (&record.id, item(record, &titles)));
            (CHECKLIST.to_vec(), rows.collect())
        }
    };
    let (mut columns, rows) = without_blank(columns, rows);
    let count = columns.len();
    columns.extend([
        column("指摘", "", 6.0, Look::Number),
        column("確認", CHECK, 10.0, Look::Centre),
        column("メモ", MEMO, 26.0, Look::Text),
    ]);
    let rows = rows.into_iter().map(|(id, mut cells)| {
        cells.push(Value::Blank);
        cells.extend([CHECK, MEMO].map(|field| text(consolidation.remark(kind, id, field))));
        Row { id: Cow::Borrowed(&**id), cells, ..Row::default() }
    });
    let choices = vec![(count + 1, vec!["確認済み".to_owned(), "要確認".to_owned()], false)];
    List { stem: kind.file_stem().into(), rows: rows.collect(), columns, choices, count }
}

/// Leaves out empty columns.
fn without_blank<'a>(columns: Vec<Column>, rows: Vec<Cells<'a>>) -> (Vec<Column>, Vec<Cells<'a>>) {
    let says = |col: usize| rows.iter().any(|(_, cells)| cells.get(col).is_some_and(|cell| !matches!(cell, Value::Blank)));
    let kept: Vec<bool> = (0..columns.len()).map(says).collect();
    let rows = rows.into_iter().map(|(id, cells)| (id, keep(cells, &kept))).collect();
    (keep(columns, &kept), rows)
}

fn keep<T>(all: Vec<T>, kept: &[bool]) -> Vec<T> {
    all.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| one).collect()
}

/// The most columns of values on a sheet.
const MOST: usize = 60;

const SCHEDULE: [Column; 7] = [
    column("区分", "", 22.0, Look::Text),
    column("方向", "", 5.0, Look::Number),
    column("番号", "", 6.0, Look::Number),
    column("取組名", "", 30.0, Look::Text),
    column("担当課", "", 16.0, Look::Text),
    column("内容", "", 40.0, Look::Text),
    column("工程", "", 40.0, Look::Text),
];

const INDICATOR: [Column; 7] = [
    column("区分", "", 10.0, Look::Text),
    column("目標", "", 5.0, Look::Number),
    column("取組名", "", 26.0, Look::Text),
    column("担当課", "", 16.0, Look::Text),
    column("指標", "", 30.0, Look::Text),
    column("良い方向", "", 8.0, Look::Centre),
    column("評価", "", 10.0, Look::Centre),
];

const MEASURE: [Column; 6] = [
    column("目標", "", 5.0, Look::Number),
    column("番号", "", 6.0, Look::Number),
    column("施策名", "", 30.0, Look::Text),
    column("担当課", "", 16.0, Look::Text),
    column("重点", "", 5.0, Look::Centre),
    column("内容", "", 60.0, Look::Text),
];

const CHECKLIST: [Column; 7] = [
    column("一覧", "", 26.0, Look::Text),
    column("区分", "", 18.0, Look::Text),
    column("名称", "", 30.0, Look::Text),
    column("担当課", "", 16.0, Look::Text),
    column("対応有無", "", 8.0, Look::Centre),
    column("状況", "", 12.0, Look::Centre),
    column("備考", "", 30.0, Look::Text),
];

fn text(text: Option<&str>) -> Value<'_> {
    text.filter(|text| !text.is_empty()).map_or(Value::Blank, Value::from)
}

fn number(number: Option<u32>) -> Value<'static> {
    number.map_or(Value::Blank, |number| Value::Count(u64::from(number)))
}

fn departments(names: &[Arc<str>]) -> Value<'_> {
    match names {
        [] => Value::Blank,
        [only] => Value::from(&**only),
        all => Value::from(all.join("\n")),
    }
}

fn joined(parts: &[String]) -> Value<'_> {
    match parts {
        [] => Value::Blank,
        [only] => Value::from(only.as_str()),
        all => Value::from(all.join("\n")),
    }
}

fn schedule(record: &Schedule) -> Vec<Value<'_>> {
    let spans = record.spans.iter().map(|span| {
        let (from, to) = (short_fiscal_year(span.from), short_fiscal_year(span.to));
        if span.from == span.to { format!("{from}: {}", span.shown()) } else { format!("{from}〜{to}: {}", span.shown()) }
    });
    let spans: Vec<String> = spans.collect();
    // what stands above the record in its table, without its own name
    let own = record.name.is_some().then_some(record.title.as_deref()).flatten();
    let above = match (&record.policy, &record.section) {
        (Some(policy), _) => [Some(policy.as_str()), record.policy_title.as_deref()],
        (None, Some(section)) => [Some(section.as_str()), own],
        (None, None) => [record.direction_name.as_deref(), own],
    };
    let above = above.into_iter().flatten().collect::<Vec<_>>().join(" ");
    vec![
        if above.is_empty() { Value::Blank } else { Value::from(above) },
        number(record.direction),
        number(record.no),
        text(record.name.as_deref().or(record.title.as_deref())),
        departments(&record.departments),
        // of bars, the texts stand with their years
        if spans.is_empty() { joined(&record.texts) } else { Value::Blank },
        if spans.is_empty() { Value::Blank } else { Value::from(spans.join("\n")) },
    ]
}

fn indicator<'a>(record: &'a Indicator, wanted: &[(ValueKind, Option<i16>)]) -> Vec<Value<'a>> {
    let mut cells = vec![
        text(record.section.as_deref()),
        number(record.goal),
        text(record.title.as_deref()),
        departments(&record.departments),
        Value::from(record.indicator.as_str()),
        text(record.better.map(|better| match better {
            Better::Higher => "上がる",
            Better::Lower => "下がる",
            _ => "保つ",
        })),
        text(record.evaluation.as_deref()),
    ];
    cells.extend(wanted.iter().map(|(kind, year)| {
        let value = record.values.iter().find(|value| value.kind == *kind && value.fy == *year);
        value.map_or(Value::Blank, quantity::of)
    }));
    cells
}

fn measure(record: &Measure) -> Vec<Value<'_>> {
    vec![
        number(record.goal),
        number(record.no),
        text(Some(&record.title)),
        departments(&record.departments),
        if record.priority { Value::from("○") } else { Value::Blank },
        joined(&record.items),
    ]
}

/// File, sheet and row.
type Place<'e> = (&'e str, Option<&'e str>, u32);

/// Titles of checklists, by the rows that they were read from: a list's own name is for programs.
fn titles<'e>(report: &'e ReportData<'e>) -> HashMap<Place<'e>, &'e str> {
    let tables = report.tables.iter().filter(|table| table.kind == RecordKind::Checklist);
    let place = |origin: &'e Origin| (&*origin.file, origin.sheet.as_deref(), origin.row);
    tables.flat_map(|table| table.rows().map(move |row| (place(row.origin), table.title.as_str()))).collect()
}

fn item<'e>(record: &'e ChecklistItem, titles: &HashMap<Place<'e>, &'e str>) -> Vec<Value<'e>> {
    let origin = &record.origin;
    let title = titles.get(&(&*origin.file, origin.sheet.as_deref(), origin.row)).copied();
    let group = [record.category.as_deref(), record.group.as_deref()];
    let group = group.into_iter().flatten().collect::<Vec<_>>().join("\n");
    vec![
        Value::from(title.unwrap_or(&record.list)),
        if group.is_empty() { Value::Blank } else { Value::from(group) },
        text(record.name.as_deref().or(record.item.as_deref())),
        record.department.as_deref().map_or(Value::Blank, Value::from),
        text(record.supported.map(|supported| if supported { "○" } else { "×" })),
        text(record.status.as_deref()),
        text(record.note.as_deref()),
    ]
}

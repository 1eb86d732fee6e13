//! 一覧 of a form's declared columns, and of further columns that it keeps.

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::{CHECK, ColumnType, Consolidation, FieldValue, MEMO, RecordKind, TableRow};
use crate::report::data::declared::Frame;
use crate::report::workbook::grid::Value;
use crate::report::workbook::list::{Column, List, Look, Row, column};

/// The sheet of a form.
pub fn list<'a>(consolidation: &'a Consolidation, form: &Arc<str>) -> List<'a> {
    let records = || consolidation.records.tables.iter().filter(|record| record.table == *form);
    let frame = Frame::of(records());
    let mut columns: Vec<Column> = Vec::new();
    let named = |heading: &str, field: &str, width: f32, look: Look| {
        let (heading, field) = (Cow::Owned(heading.to_owned()), Cow::Owned(field.to_owned()));
        Column { heading, field, width, look }
    };
    let has_departments = records().any(|record| !record.departments.is_empty());
    let shows_departments = !frame.names_departments() && has_departments;
    if shows_departments {
        columns.push(named("担当課", "departments", 16.0, Look::Text));
    }
    for declared in &frame.shape.columns {
        let (width, look) = match declared.kind {
            ColumnType::Number | ColumnType::Quantity | ColumnType::Year => (10.0, Look::Number),
            ColumnType::Mark | ColumnType::Choice | ColumnType::Period => (10.0, Look::Centre),
            ColumnType::Date => (12.0, Look::Centre),
            ColumnType::Departments => (16.0, Look::Text),
            ColumnType::Text | ColumnType::Lines | ColumnType::Url => (if declared.key { 26.0 } else { 20.0 }, Look::Text),
        };
        columns.push(named(&declared.heading, &declared.field, width, look));
    }
    columns.extend(frame.extra.iter().map(|heading| named(heading, "", 14.0, Look::Text)));
    distinguish(&mut columns);
    let count = columns.len();
    let fields: Vec<String> = columns.iter().map(|column| column.field.to_string()).collect();
    columns.extend([
        column("指摘", "", 6.0, Look::Number),
        column("確認", CHECK, 10.0, Look::Centre),
        column("メモ", MEMO, 26.0, Look::Text),
    ]);
    let rows = records().map(|record| {
        let mut cells = cells(record, &frame, shows_departments);
        cells.push(Value::Blank);
        let remark = |field| consolidation.remark(RecordKind::Table, &record.id, field).filter(|text| !text.is_empty());
        cells.extend([CHECK, MEMO].map(|field| remark(field).map_or(Value::Blank, Value::from)));
        let edited = consolidation.edited(RecordKind::Table, &record.id);
        let own = edited.into_iter().flatten().filter_map(|(field, edited)| {
            let at = fields.iter().position(|known| known == field)?;
            Some((at, edited.before.as_deref()))
        });
        Row { id: Cow::Borrowed(&*record.id), cells, own: own.collect(), ..Row::default() }
    });
    let rows = rows.collect();
    let choices = vec![(count + 1, vec!["確認済み".to_owned(), "要確認".to_owned()], false)];
    let stem = format!("{}/{form}", RecordKind::Table.file_stem());
    List { stem: stem.into(), rows, columns, choices, count }
}

/// Makes headings unique, as an Excel table needs.
fn distinguish(columns: &mut [Column]) {
    const OWN: [&str; 4] = ["指摘", "確認", "メモ", super::ID];
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let Some(column) = rest.first_mut() else { continue };
        let plain: String = column.heading.replace(['\n', '\r'], "");
        let mut name = if plain.trim().is_empty() { "列".to_owned() } else { plain.clone() };
        let taken = |name: &str| OWN.contains(&name) || before.iter().any(|other| other.heading.eq_ignore_ascii_case(name));
        let mut n = 1;
        while taken(&name) {
            n += 1;
            name = format!("{plain}（{n}）");
        }
        column.heading = Cow::Owned(name);
    }
}

fn cells<'a>(record: &'a TableRow, frame: &Frame, shows_departments: bool) -> Vec<Value<'a>> {
    let text = |text: String| if text.is_empty() { Value::Blank } else { Value::from(text) };
    let mut out = Vec::new();
    if shows_departments {
        out.push(text(record.departments.join("\n")));
    }
    for column in &frame.shape.columns {
        out.push(match record.value(&column.field) {
            Some(FieldValue::Number(number)) => Value::Number(*number),
            Some(FieldValue::Quantity(figure)) => match figure.plain_number() {
                Some(number) => Value::Number(number),
                None => text(record.shown(&column.field)),
            },
            None if column.kind == ColumnType::Departments => text(record.departments.join("\n")),
            _ => text(record.shown(&column.field)),
        });
    }
    out.extend(
        frame.extra.iter().map(|heading| record.extra.get(heading).map_or(Value::Blank, |text| Value::from(text.as_str()))),
    );
    out
}

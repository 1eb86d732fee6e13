//! The columns of every kind of record. `docs/parquet.md` says the same for people.
//!
//! A column that is added keeps [`VERSION`]; one that is taken away or means something else raises it.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};

use crate::model::{ColumnType, RecordKind, TableRow};
use crate::report::data::declared::Frame;

/// `torimatome.progress/1`.
pub const VERSION: u32 = 1;
/// The 団体コード of the municipality, the only column that JSON records do not have: names are not unique.
pub const CODE: &str = "municipality_code";

/// The columns of a kind of record.
pub fn of(kind: RecordKind, rows: &[&TableRow]) -> Schema {
    let own = match kind {
        RecordKind::Progress => progress(),
        RecordKind::Schedule => schedule(),
        RecordKind::Indicator => indicator(),
        RecordKind::Measure => measure(),
        RecordKind::Checklist => checklist(),
        RecordKind::Table => Vec::new(),
    };
    let own = own.into_iter().map(|(name, of)| (name.to_owned(), of));
    let declared = if kind == RecordKind::Table { declared(rows) } else { Vec::new() };
    let all = own.chain(declared).chain(
        [
            (
                "origin",
                record([
                    ("file", text()),
                    ("sheet", text()),
                    ("row", whole()),
                    ("cells", map(text(), text())),
                    ("comments", map(text(), text())),
                ]),
            ),
            ("missing", map(text(), text())),
            (CODE, text()),
        ]
        .map(|(name, of)| (name.to_owned(), of)),
    );
    Schema::new(all.map(|(name, of)| Field::new(name, of, true)).collect::<Vec<_>>())
}

type Column = (&'static str, DataType);

fn progress() -> Vec<Column> {
    let stage = record([("stage_raw", text()), ("stage", text()), ("text", text())]);
    let statement = record([("text", text()), ("stages", list(stage))]);
    vec![
        ("id", text()),
        ("direction", whole()),
        ("direction_text", text()),
        ("numbers", list(text())),
        ("names", list(text())),
        ("departments", list(text())),
        ("description", text()),
        ("done", statement.clone()),
        ("planned", statement),
    ]
}

fn schedule() -> Vec<Column> {
    let span = record([("from", whole()), ("to", whole()), ("text", text()), ("lane", whole()), ("certainty", text())]);
    vec![
        ("id", text()),
        ("direction", whole()),
        ("direction_text", text()),
        ("direction_name", text()),
        ("section", text()),
        ("policy", text()),
        ("basic_policy", text()),
        ("policy_title", text()),
        ("no", whole()),
        ("no_text", text()),
        ("title", text()),
        ("name", text()),
        ("departments", list(text())),
        ("and_others", DataType::Boolean),
        ("texts", list(text())),
        ("spans", list(span)),
        ("cells", map(whole(), text())),
        ("target", text()),
    ]
}

fn indicator() -> Vec<Column> {
    let value = record([
        ("kind", text()),
        ("fy", whole()),
        ("raw", text()),
        ("text", text()),
        ("value", DataType::Float64),
        ("unit", text()),
        ("comparator", text()),
        ("recurrence", text()),
        ("per", text()),
        ("note", text()),
    ]);
    vec![
        ("id", text()),
        ("section", text()),
        ("goal", whole()),
        ("goal_text", text()),
        ("goal_name", text()),
        ("mark", text()),
        ("title", text()),
        ("departments", list(text())),
        ("indicator", text()),
        ("better", text()),
        ("values", list(value)),
        ("evaluation", text()),
        ("evaluation_label", text()),
        ("source", text()),
        ("note_heading", text()),
        ("notes", list(text())),
        ("footnote", text()),
        ("relisted", DataType::Boolean),
    ]
}

fn measure() -> Vec<Column> {
    vec![
        ("id", text()),
        ("goal", whole()),
        ("goal_text", text()),
        ("goal_name", text()),
        ("mark", text()),
        ("no", whole()),
        ("title", text()),
        ("priority", DataType::Boolean),
        ("departments", list(text())),
        ("items", list(text())),
    ]
}

fn checklist() -> Vec<Column> {
    let texts = ["id", "list", "department", "status", "category", "group", "mark", "name", "item"];
    let mut columns: Vec<Column> = texts.map(|name| (name, text())).into();
    columns.extend([("supported", DataType::Boolean), ("note", text())]);
    columns
}

/// The columns that a form declares.
fn declared(rows: &[&TableRow]) -> Vec<(String, DataType)> {
    let frame = Frame::of(rows.iter().copied());
    let mut columns = vec![("id".to_owned(), text()), ("table".to_owned(), text()), ("departments".to_owned(), list(text()))];
    let figure = || {
        record([
            ("text", text()),
            ("value", DataType::Float64),
            ("unit", text()),
            ("comparator", text()),
            ("recurrence", text()),
            ("per", text()),
            ("note", text()),
        ])
    };
    for column in frame.shape.columns.iter().filter(|column| column.kind != ColumnType::Departments) {
        let of = match column.kind {
            ColumnType::Lines => list(text()),
            ColumnType::Number => DataType::Float64,
            ColumnType::Quantity => figure(),
            ColumnType::Year => whole(),
            _ => text(),
        };
        columns.push((column.field.to_string(), of.clone()));
        if column.kind.is_span() {
            columns.push((format!("{}_to", column.field), of));
        }
    }
    columns.extend([("raw".to_owned(), map(text(), text())), ("extra".to_owned(), map(text(), text()))]);
    columns
}

const fn text() -> DataType {
    DataType::Utf8
}

const fn whole() -> DataType {
    DataType::Int32
}

fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(of, true)))
}

fn record<const N: usize>(parts: [Column; N]) -> DataType {
    DataType::Struct(fields(parts))
}

fn map(key: DataType, value: DataType) -> DataType {
    let entry = Fields::from(vec![Field::new("key", key, false), Field::new("value", value, true)]);
    DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(entry), false)), false)
}

fn fields(columns: impl IntoIterator<Item = Column>) -> Fields {
    columns.into_iter().map(|(name, of)| Field::new(name, of, true)).collect()
}

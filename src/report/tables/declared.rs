//! Tables of declared columns.

use crate::form::{Align, Column, EXTRA, FieldType, Form};
use crate::model::{Consolidation, TableRow};
use crate::report::tables::{Cell, CellKind, Counts, Row, Sources, Table, TableColumn, departments, heading, table_column, text};

/// The rows of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let records: Vec<&TableRow> =
        consolidation.records.tables.iter().filter(|record| *record.table == *form.id && sources.holds(&record.origin)).collect();
    let columns = shown(form);
    let headings = vec![heading::row(columns.iter().map(|column| column.heading_for(consolidation.period)))];
    let layout = columns.iter().map(set).collect();
    let rows = records.iter().map(|record| {
        let cells = columns.iter().map(|column| cell(record, column)).collect();
        let row = Row {
            id: &record.id,
            label: record.name(),
            departments: record.departments.iter().map(|name| &**name).collect(),
            origin: &record.origin,
            continues: false,
            awaited: false,
            cells,
        };
        (section(record, form), row)
    });
    let mut table = Table::made(form, &form.name, layout, headings, rows);
    let counts = Counts {
        title: format!("{}の数", table.title),
        head: "担当課".to_owned(),
        columns: vec!["件数".to_owned()],
        ..Counts::default()
    };
    let of = |record: &&TableRow| record.departments.first().map_or("担当課の記載なし", |name| &**name).to_owned();
    table.counts = Some(counts.fill(records.iter().copied(), of, |_| vec![1]));
    table
}

/// The columns that are drawn; whose a row is stands in front, where no column says so.
fn shown(form: &Form) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in form.columns.iter().filter(|column| column.kind != FieldType::Skip && column.field != EXTRA) {
        if columns.iter().all(|known| known.field != column.field) {
            columns.push(column.clone());
        }
    }
    if !columns.iter().any(|column| column.kind == FieldType::Departments) {
        let named =
            Column { heading: "担当課".to_owned(), width: 7.0, ..Column::named("departments", FieldType::Departments) };
        columns.insert(0, named);
    }
    columns
}

fn set(column: &Column) -> TableColumn {
    let figure = column.kind.column_type().is_figure() && column.align == Align::Left;
    let align = if figure { Align::Right } else { column.align };
    let merges_down = column.fill_down || column.kind == FieldType::Departments;
    TableColumn { names_row: column.key && !column.derived, align, merges_down, ..table_column(column) }
}

fn cell<'a>(record: &'a TableRow, column: &Column) -> Cell<'a> {
    let shown = match column.kind {
        FieldType::Departments => return text(departments(&record.departments)),
        _ => record.shown(&column.field),
    };
    let mark = matches!(column.kind, FieldType::Mark | FieldType::Supported) && shown.chars().count() <= 2;
    Cell { kind: if mark { CellKind::Mark } else { CellKind::Text }, ..text(shown) }
}

/// The line above a part, as the form's captions write it.
fn section(record: &TableRow, form: &Form) -> String {
    let value = |name: &str| Some(record.shown(name)).filter(|text| !text.is_empty());
    let fields = form.caption_fields();
    fields.iter().find_map(|field| form.caption_line(field, value)).unwrap_or_default()
}

//! Tables of declared columns.

use crate::form::{Align, Column, EXTRA, FieldType, Form};
use crate::model::{ColumnType, Consolidation, TableRow};
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
    table.sentence = format!("{}は{}件。", table.title, records.len());
    table.counts = Some(counts(&table.title, &columns, &records));
    table
}

/// How many records each department has; by the choices of a column that says how they stand, if there is one.
fn counts(title: &str, columns: &[Column], records: &[&TableRow]) -> Counts {
    /// More kinds of answers are no choices.
    const CHOICES: usize = 7;
    let answers = |column: &Column| {
        let mut found: Vec<String> = Vec::new();
        for answer in records.iter().map(|record| record.shown(&column.field)).filter(|answer| !answer.trim().is_empty()) {
            if !found.contains(&answer) {
                found.push(answer);
            }
        }
        (2..=CHOICES).contains(&found.len()).then(|| (column.clone(), found))
    };
    let is_choice = |column: &&Column| matches!(column.kind.column_type(), ColumnType::Choice | ColumnType::Mark);
    // marks judge, and of several choices the last says what became of it
    let choices: Vec<(Column, Vec<String>)> = columns.iter().filter(is_choice).filter_map(answers).collect();
    let chosen = choices.iter().find(|(column, _)| column.kind.column_type() == ColumnType::Mark).or(choices.last());
    let known = records.iter().any(|record| !record.departments.is_empty());
    let (head, without) = if known { ("担当課", "担当課の記載なし") } else { ("区分", "全体") };
    let of = |record: &&TableRow| record.departments.first().map_or(without, |name| &**name).to_owned();
    let head = head.to_owned();
    let Some((column, found)) = chosen else {
        let counts = Counts { title: format!("{title}の数"), head, columns: vec!["件数".to_owned()], ..Counts::default() };
        return counts.fill(records.iter().copied(), of, |_| vec![1]);
    };
    let none = records.iter().any(|record| record.shown(&column.field).trim().is_empty());
    let headings = found.iter().cloned().chain(none.then(|| "記載なし".to_owned())).collect();
    let title = format!("{title}：{}の内訳", column.heading.replace('\n', ""));
    let counts = Counts { title, head, columns: headings, parted: true, ..Counts::default() };
    counts.fill(records.iter().copied(), of, |record| {
        let answer = record.shown(&column.field);
        let mut figures: Vec<usize> = found.iter().map(|known| usize::from(*known == answer)).collect();
        figures.extend(none.then(|| usize::from(answer.trim().is_empty())));
        figures
    })
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

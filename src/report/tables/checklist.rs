//! Lists of what is done or supported, with their totals in the titles of the parts.

use std::borrow::Cow;

use crate::form::{Align, FieldType, Form};
use crate::model::{ChecklistItem, Consolidation};
use crate::report::tables::{Cell, CellKind, Counts, Heading, Row, Sources, Table, TableColumn, heading_row, table_column, text};

/// The items of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let records: Vec<&ChecklistItem> =
        consolidation.records.checklists.iter().filter(|record| sources.holds(&record.origin)).collect();
    let listed = form.columns.iter().any(|column| column.kind == FieldType::Entries);
    let title = if records.is_empty() { String::new() } else { totals(&records) };
    let (columns, headings) =
        if listed { listed_columns(form) } else { (plain_columns(form), vec![heading_row(consolidation, form)]) };
    let rows = records.iter().map(|record| {
        let cells = if listed {
            entry(record)
        } else {
            form.columns.iter().map(|column| cell(record, column.kind, &column.field)).collect()
        };
        let name = record.name.as_deref().or(record.item.as_deref()).unwrap_or_default();
        let departments = record.department.iter().map(|department| &**department).collect();
        let row = Row {
            id: &record.id,
            label: name.to_owned(),
            departments,
            origin: &record.origin,
            continues: false,
            awaited: false,
            cells,
        };
        (title.clone(), row)
    });
    let mut table = Table::made(form, &form.name, columns, headings, rows);
    let marked = records.iter().any(|record| record.supported.is_some());
    let mut counts = Counts {
        title: format!("{}の数", table.title),
        head: "担当課".to_owned(),
        columns: vec!["件数".to_owned()],
        ..Counts::default()
    };
    if marked {
        let count = |wanted: bool| records.iter().filter(|record| record.supported == Some(wanted)).count();
        table.figure.unit = format!("件（○ {}件、× {}件）", count(true), count(false));
        table.legend.push("凡例　○：対応している　×：対応していない".to_owned());
        table.sentence = format!("{}は{}のうち{}が対応。", table.title, records.len(), count(true));
        counts.columns = ["○", "×"].map(str::to_owned).to_vec();
        counts.parted = records.iter().all(|record| record.supported.is_some());
    }
    let department = |record: &&ChecklistItem| record.department.as_deref().unwrap_or("担当課の記載なし").to_owned();
    let of = |record: &&ChecklistItem| {
        if marked {
            vec![usize::from(record.supported == Some(true)), usize::from(record.supported == Some(false))]
        } else {
            vec![1]
        }
    };
    table.counts = Some(counts.fill(records.iter().copied(), department, of));
    table
}

/// ○ 7件、× 10件（計17件）, or the number of entries.
fn totals(records: &[&ChecklistItem]) -> String {
    let count = |wanted: Option<bool>| records.iter().filter(|record| record.supported == wanted).count();
    let (yes, no) = (count(Some(true)), count(Some(false)));
    if yes + no == 0 {
        format!("全{}件", records.len())
    } else {
        format!("○ {yes}件、× {no}件（計{}件）", records.len())
    }
}

fn plain_columns(form: &Form) -> Vec<TableColumn> {
    form.columns.iter().map(|column| TableColumn { names_row: column.key, ..table_column(column) }).collect()
}

/// A list that stood in one cell gets a row an entry.
fn listed_columns(form: &Form) -> (Vec<TableColumn>, Vec<Vec<Heading>>) {
    let column = |field: &str, width: f32, merges_down: bool, names_row: bool| TableColumn {
        field: field.to_owned(),
        width,
        align: Align::Left,
        bold: names_row,
        names_row,
        merges_down,
    };
    let columns = vec![
        column("department", 10.0, true, false),
        column("category", 12.0, true, false),
        column("group", 10.0, true, false),
        column("name", 30.0, false, true),
        column("note", 16.0, false, false),
    ];
    let headings = ["担当課", "分類", "区分", form.name.as_str(), "備考"];
    let row =
        headings.iter().enumerate().map(|(index, text)| Heading { text: (*text).to_owned(), column: index, columns: 1, rows: 1 });
    (columns, vec![row.collect()])
}

fn entry(record: &ChecklistItem) -> Vec<Cell<'_>> {
    let own = |text: &'_ Option<String>| Cow::<str>::Owned(text.clone().unwrap_or_default());
    let name = match (&record.mark, &record.name) {
        (Some(mark), Some(name)) => format!("{mark} {name}"),
        (_, name) => name.clone().unwrap_or_default(),
    };
    let department = record.department.as_deref().unwrap_or_default();
    vec![text(department), text(own(&record.category)), text(own(&record.group)), text(name), text(own(&record.note))]
}

fn cell<'a>(record: &'a ChecklistItem, kind: FieldType, field: &str) -> Cell<'a> {
    let own = |text: &'a Option<String>| Cow::Borrowed(text.as_deref().unwrap_or_default());
    match (kind, field) {
        (FieldType::Supported, _) => Cell { kind: CellKind::Mark, ..text(own(&record.mark)) },
        (_, "department" | "departments") => text(record.department.as_deref().unwrap_or_default()),
        (_, "item") => text(own(&record.item)),
        (_, "status") => text(own(&record.status)),
        (_, "note") => text(own(&record.note)),
        _ => Cell::default(),
    }
}

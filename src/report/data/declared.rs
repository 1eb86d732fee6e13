//! Tables of declared columns as data: one file per form, with its columns by field name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ColumnType, Consolidation, FieldValue, RecordKind, TableRow, TableShape};

/// What a data file holds: the records of a kind, or the rows of one form's tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    /// The kind.
    pub kind: RecordKind,
    /// The form, where the kind is tables.
    pub form: Option<Arc<str>>,
}

impl From<RecordKind> for DataSet {
    fn from(kind: RecordKind) -> Self {
        Self { kind, form: None }
    }
}

impl DataSet {
    /// The data files of a consolidation; an empty run has progress.
    pub fn all(consolidation: &Consolidation) -> Vec<Self> {
        let counts = consolidation.records.counts();
        let mut sets: Vec<Self> = counts.keys().filter(|kind| **kind != RecordKind::Table).map(|kind| (*kind).into()).collect();
        let forms = consolidation.records.table_forms();
        sets.extend(forms.into_iter().map(|form| Self { kind: RecordKind::Table, form: Some(form) }));
        if sets.is_empty() {
            sets.push(RecordKind::Progress.into());
        }
        sets
    }

    /// `progress`, `tables/<form>`.
    pub fn name(&self) -> String {
        match &self.form {
            Some(form) => format!("{}/{form}", self.kind.file_stem()),
            None => self.kind.file_stem().to_owned(),
        }
    }

    /// Its rows.
    pub(super) fn rows<'a>(&self, consolidation: &'a Consolidation) -> Vec<&'a TableRow> {
        let own = |row: &&'a TableRow| self.form.as_ref().is_none_or(|form| *form == row.table);
        consolidation.records.tables.iter().filter(own).collect()
    }
}

/// The columns of some rows: those of their form, and kept columns by heading.
pub(crate) struct Frame {
    /// The form's columns.
    pub shape: Arc<TableShape>,
    /// Columns that the form does not list.
    pub extra: Vec<Arc<str>>,
}

impl Frame {
    /// The columns of rows of one form.
    pub fn of<'a>(rows: impl Iterator<Item = &'a TableRow> + Clone) -> Self {
        let empty = || Arc::new(TableShape { form: Arc::from(""), name: String::new(), columns: Vec::new() });
        let shape = rows.clone().find_map(|row| row.shape.clone()).unwrap_or_else(empty);
        let mut extra: Vec<Arc<str>> = Vec::new();
        for name in rows.flat_map(|row| row.extra.keys()) {
            if !extra.contains(name) {
                extra.push(name.clone());
            }
        }
        Self { shape, extra }
    }

    /// Is there a column of departments among those of the form?
    pub fn names_departments(&self) -> bool {
        self.shape.columns.iter().any(|column| column.kind == ColumnType::Departments)
    }
}

/// The headings of the CSV file.
pub(super) fn csv_heading(frame: &Frame) -> Vec<String> {
    let mut out = vec!["記録ID".to_owned()];
    if !frame.names_departments() {
        out.push("担当課".to_owned());
    }
    for column in &frame.shape.columns {
        out.push(column.heading.clone());
        if column.kind == ColumnType::Quantity {
            out.extend([format!("{}（数値）", column.heading), format!("{}（単位）", column.heading)]);
        }
        if column.kind.is_span() {
            out.push(format!("{}（終わり）", column.heading));
        }
    }
    out.extend(frame.extra.iter().map(|heading| heading.to_string()));
    out.extend(["出所".to_owned(), "出所行".to_owned()]);
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for heading in &mut out {
        let count = times.entry(heading.clone()).or_default();
        *count += 1;
        if *count > 1 {
            heading.push_str(&format!("（{count}）"));
        }
    }
    out
}

/// A row of the CSV file, without its origin.
pub(super) fn csv_row(frame: &Frame, row: &TableRow) -> Vec<String> {
    let mut out = vec![row.id.to_string()];
    if !frame.names_departments() {
        out.push(row.departments.join("\n"));
    }
    for column in &frame.shape.columns {
        let value = row.value(&column.field);
        match (column.kind, value) {
            (ColumnType::Departments, _) => out.push(row.departments.join("\n")),
            (ColumnType::Quantity, value) => {
                out.push(row.shown(&column.field));
                let figure = match value {
                    Some(FieldValue::Quantity(figure)) => Some(figure),
                    _ => None,
                };
                out.push(figure.and_then(|figure| figure.value).map(|value| value.to_string()).unwrap_or_default());
                out.push(figure.and_then(|figure| figure.unit.clone()).unwrap_or_default());
            }
            (_, Some(value)) => out.push(value.plain()),
            // text that is not of the column's type is kept
            (_, None) => out.push(row.raw.get(&column.field).cloned().unwrap_or_default()),
        }
        if column.kind.is_span() {
            out.push(row.value(&format!("{}_to", column.field)).map(FieldValue::plain).unwrap_or_default());
        }
    }
    out.extend(frame.extra.iter().map(|heading| row.extra.get(heading).cloned().unwrap_or_default()));
    out
}

//! Sheets called 記入例: an example, unless they hold the only answers of a file.

use std::sync::Arc;

use super::sheet::{read_named, shorten};
use super::{RawRow, Recognised, Vocabulary, read_sheet, shape};
use crate::form::{FieldType, Form};
use crate::model::text::fold;
use crate::model::{Finding, Period, Place, RecordKind, Texts};
use crate::rules;
use crate::source::Grid;
use crate::source::budget::Budget;

/// Is a sheet one that shows an example, by its name?
pub fn is_example_sheet(grid: &Grid) -> bool {
    grid.name.as_deref().is_some_and(shape::is_example_sheet)
}

/// Does a sheet hold an answer: a text of what was done or is planned, or a row of another kind?
pub fn is_answered(sheet: &Recognised, forms: &[&Form]) -> bool {
    sheet.no_records.is_some() || sheet.tables.iter().any(|table| !answers(&table.rows, forms.get(table.form)).is_empty())
}

/// Reads a sheet called 記入例 of a file that has no other answers; `alone`: nor another table. One that names the department
/// of the file, or stands alone, is the answer; one that only might be is an example, with a finding. None: an example.
pub fn answers_of_example(
    grid: &Grid,
    path: &Arc<str>,
    vocabulary: &Vocabulary<'_>,
    period: Option<Period>,
    budget: &Budget<'_>,
    alone: bool,
) -> Option<Recognised> {
    let mut read = read_named(grid, path, vocabulary, period, budget, false);
    let rows = || read.tables.iter().flat_map(|table| answers(&table.rows, vocabulary.forms.get(table.form)));
    let texts = |row: &RawRow| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join(" / ");
    let first = rows().next().filter(|_| read.stamp.is_none()).map(texts)?;
    let shows = |row: &RawRow| {
        row.cells
            .iter()
            .any(|cell| shape::is_placeholder(&cell.text) || shape::has_open_figure(&cell.text) || shape::is_example(&cell.text))
    };
    if rows().any(shows) {
        return None;
    }
    let name = fold(path.rsplit('/').next().unwrap_or(path));
    let own = read.tables.iter().any(|table| {
        let column = vocabulary.forms.get(table.form).and_then(|form| department_column(form));
        let cells = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| Some(cell.column) == column);
        cells.map(|cell| fold(&cell.text)).any(|department| department.chars().count() > 1 && name.contains(&department))
    });
    let (example, answer) = (
        Texts::new("記入例とみなし、取りまとめに入れていません", "taken for an example and left out"),
        Texts::new("記入例ではなく回答として読みました", "read as an answer, not as an example"),
    );
    let is_answer = alone || own;
    let treated = if is_answer { answer } else { example };
    if !is_answer {
        read = read_sheet(grid, path, vocabulary, period, budget);
    }
    let finding = Finding::new(rules::UNCLEAR_EXAMPLE, Place::file(path.clone()).on(read.name.clone()));
    let finding = finding.with("content", shorten(&first, 40)).with("treated", treated.ja);
    read.findings.push(finding.with("treated_en", treated.en));
    Some(read)
}

/// The rows that answer something.
fn answers<'r>(rows: &'r [RawRow], form: Option<&&Form>) -> Vec<&'r RawRow> {
    let texts = |at: usize| form.and_then(|form| form.columns.get(at)).is_some_and(|column| column.kind == FieldType::Stages);
    let other = form.is_some_and(|form| form.record != RecordKind::Progress);
    rows.iter().filter(|row| other || row.cells.iter().any(|cell| texts(cell.column) && !cell.text.is_empty())).collect()
}

fn department_column(form: &Form) -> Option<usize> {
    form.columns.iter().position(|column| column.kind == FieldType::Departments)
}

//! 一覧: one row for each record, as an Excel table for the coordinator. The next build reads it back.

mod declared;
mod others;
mod progress;
mod quantity;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rust_xlsxwriter::{DataValidation, Format, Table, TableColumn, TableStyle, Url};

use crate::model::limits::fits_a_cell;
use crate::model::{Finding, Question, RecordIndex, RecordKind};
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{ROWS, Value, end_rows, most_lines, put_value, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::names::internal_link;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::put_note;
use crate::report::workbook::written::{self, mark};

/// The sheet's name if it is the only one.
pub const NAME: &str = "一覧";

/// Heading of the hidden column that identifies rows.
pub const ID: &str = "記録ID";

/// How a note on a cell begins that the coordinator changed.
pub const EDITED: &str = "事務局修正。課の記載:";

/// The most links on a sheet.
const LINKS: usize = 65_000;

/// A finding with its question and its record.
#[derive(Debug)]
pub struct Asked<'e> {
    /// The finding.
    pub finding: &'e Finding,
    /// Its question.
    pub question: Question,
    /// The record.
    pub record: Option<&'e str>,
}

/// The findings in the order of the sheet 指摘.
pub fn asked<'e>(sheets: &Sheets<'_, 'e>) -> Vec<Asked<'e>> {
    let report = sheets.report();
    let index = RecordIndex::new(&report.consolidation.records);
    let asked = |finding: &'e Finding| {
        let at = index.find(&finding.place);
        Asked { finding, question: Question::of(finding, at), record: at.or_else(|| finding.record_id()) }
    };
    report.findings().map(asked).collect()
}

/// The values by which a row of 一覧 is counted.
#[derive(Debug)]
pub struct Fact<'e> {
    /// Its direction.
    pub direction: Option<u32>,
    /// Is the direction a text instead of a number?
    pub direction_text: bool,
    /// Its stage.
    pub stage: Option<String>,
    /// Its change.
    pub movement: Option<&'static str>,
    /// Its departments.
    pub departments: &'e [Arc<str>],
    /// Its department is missing.
    pub awaited: bool,
}

pub use progress::{MOVEMENTS, column_of, facts};

/// A column.
#[derive(Debug, Clone)]
struct Column {
    heading: Cow<'static, str>,
    /// The field that an edit changes; empty if it cannot be edited.
    field: Cow<'static, str>,
    width: f32,
    look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Text,
    Centre,
    Number,
    Date,
}

const fn column(heading: &'static str, field: &'static str, width: f32, look: Look) -> Column {
    Column { heading: Cow::Borrowed(heading), field: Cow::Borrowed(field), width, look }
}

/// A row.
#[derive(Debug, Default)]
struct Row<'a> {
    id: Cow<'a, str>,
    cells: Vec<Value<'a>>,
    /// Its department is missing.
    awaited: bool,
    /// The departments' own texts in edited columns.
    own: Vec<(usize, Option<&'a str>)>,
}

/// A sheet.
#[derive(Debug)]
struct List<'a> {
    /// What its rows are remembered by: progress, tables/<form>.
    stem: Cow<'static, str>,
    columns: Vec<Column>,
    rows: Vec<Row<'a>>,
    /// The choices of a column, and whether others are refused.
    choices: Vec<(usize, Vec<String>, bool)>,
    /// The column that counts findings.
    count: usize,
}

/// Writes a sheet for each kind of record.
pub fn write(sheets: &mut Sheets<'_, '_>, asked: &[Asked<'_>]) -> Result<(), Error> {
    let report = sheets.report();
    let consolidation = report.consolidation;
    let mut kinds: Vec<RecordKind> = consolidation.records.counts().into_keys().collect();
    if !consolidation.awaited.is_empty() && !kinds.contains(&RecordKind::Progress) {
        kinds.insert(0, RecordKind::Progress);
    }
    let mut first_of: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, one) in asked.iter().enumerate().filter(|(_, one)| one.finding.is_open()) {
        if let Some(id) = one.record {
            first_of.entry(id).or_insert((at, 0)).1 += 1;
        }
    }
    let forms = consolidation.records.table_forms();
    let only = kinds.len() == 1 && forms.len() < 2;
    for kind in kinds {
        let name = match kind {
            RecordKind::Table => {
                for form in &forms {
                    let list = declared::list(consolidation, form);
                    let title =
                        consolidation.records.tables.iter().find(|row| row.table == *form).and_then(|row| row.shape.as_ref());
                    let title = title.map_or(&**form, |shape| shape.name.as_str());
                    let name = if only { NAME.to_owned() } else { format!("{NAME}_{title}") };
                    sheet(sheets, &name, &list, &first_of)?;
                }
                continue;
            }
            _ if only => NAME,
            RecordKind::Progress => NAME,
            RecordKind::Schedule => "一覧_工程表",
            RecordKind::Indicator => "一覧_指標",
            RecordKind::Measure => "一覧_施策",
            RecordKind::Checklist => "一覧_点検表",
        };
        let list = match kind {
            RecordKind::Progress => progress::list(report),
            kind => others::list(report, kind),
        };
        sheet(sheets, name, &list, &first_of)?;
    }
    Ok(())
}

fn sheet(
    sheets: &mut Sheets<'_, '_>,
    title: &str,
    list: &List<'_>,
    first_of: &HashMap<&str, (usize, usize)>,
) -> Result<(), Error> {
    let most = ROWS as usize - 2;
    for rows in list.rows.chunks(most) {
        one_sheet(sheets, title, list, rows, first_of)?;
    }
    Ok(())
}

fn one_sheet(
    sheets: &mut Sheets<'_, '_>,
    title: &str,
    list: &List<'_>,
    rows: &[Row<'_>],
    first_of: &HashMap<&str, (usize, usize)>,
) -> Result<(), Error> {
    let many = sheets.many();
    let (sheet, name, styles, report) = sheets.add(title, Rows::Downwards)?;
    let columns = u16::try_from(list.columns.len()).unwrap_or(u16::MAX);
    let natural: Vec<f32> = list.columns.iter().map(|column| column.width).collect();
    let page = Page::list(Tab::Report, &natural);
    let widths = set_widths(sheet, &natural, page.width())?;
    sheet.set_column_width(columns, 12)?;
    sheet.set_column_hidden(columns)?;
    let last = u32::try_from(rows.len()).unwrap_or(ROWS - 2);
    let headings: Vec<TableColumn> = list
        .columns
        .iter()
        .map(|column| &*column.heading)
        .chain([ID])
        .map(|heading| TableColumn::new().set_header(heading).set_header_format(&styles.heading))
        .collect();
    let table = Table::new().set_style(TableStyle::None).set_columns(&headings);
    sheet.set_row_height(0, row_height(2))?;
    sheet.add_table(0, 0, last, columns, &table)?;
    for (col, words, strict) in &list.choices {
        let validation = DataValidation::new().allow_list_strings(words).map(|list| list.show_error_message(*strict));
        // too many choices for a list: left out
        if let (Ok(validation), Ok(col)) = (validation, u16::try_from(*col)) {
            sheet.add_data_validation(1, col, last, col, &validation)?;
        }
    }
    let mut links = 0;
    let mut heights = Vec::with_capacity(rows.len());
    let mut remembered = Vec::with_capacity(rows.len() + 2);
    let kind = &*list.stem;
    let heads = std::iter::once(Cow::Borrowed(name.as_str())).chain(list.columns.iter().map(|column| column.heading.clone()));
    remembered.push(written::row(mark::HEADINGS, kind, heads));
    let fields = std::iter::once(Cow::Borrowed("")).chain(list.columns.iter().map(|column| column.field.clone()));
    remembered.push(written::row(mark::FIELDS, kind, fields));
    for (at, row) in (1u32..).zip(rows) {
        let mut lines = 1;
        for ((col, value), column) in (0u16..).zip(&row.cells).zip(&list.columns) {
            let edited = row.own.iter().find(|(own, _)| *own == usize::from(col));
            // a figure that is no number is a text and wraps
            let look = match (column.look, value) {
                (Look::Number, Value::Text(_)) => Look::Text,
                (look, _) => look,
            };
            let format: &Format = match (look, row.awaited, edited) {
                (Look::Text, true, _) => &styles.awaited,
                (_, true, _) => &styles.awaited_center,
                (Look::Text, _, Some(_)) => &styles.edited,
                (_, _, Some(_)) => &styles.edited_center,
                (Look::Text, ..) => &styles.text,
                (Look::Centre, ..) => &styles.center,
                (Look::Number, ..) => &styles.number,
                (Look::Date, ..) => &styles.date,
            };
            if !many && let Some(width) = widths.get(usize::from(col)) {
                lines = lines.max(wrapped_lines(value.shown(), *width));
            }
            put_value(sheet, at, col, value, format)?;
            if let Some((_, own)) = edited {
                let own = own.filter(|own| !own.is_empty()).unwrap_or("（空欄）");
                put_note(sheet, at, col, &format!("{EDITED}\n{own}"))?;
            }
        }
        if let Some((first, count)) = first_of.get(&*row.id)
            && let Ok(col) = u16::try_from(list.count)
        {
            if links < LINKS {
                links += 1;
                // the number stays a number: the link belongs to the cell
                let target = internal_link(super::findings::NAME, u32::try_from(first + 1).unwrap_or_default());
                sheet.write_url_with_format(at, col, Url::new(target).set_text(count.to_string()), &styles.link_number)?;
            }
            put_value(sheet, at, col, &Value::from(*count), &styles.link_number)?;
        }
        put_value(sheet, at, columns, &Value::from(&*row.id), &styles.text)?;
        if !many {
            let height = row_height(lines.min(most_lines()));
            sheet.set_row_height(at, height)?;
            heights.push(height);
        }
        remember(&mut remembered, kind, row);
    }
    end_rows(sheet, last + 1)?;
    sheet.set_freeze_panes(1, 3)?;
    page.set_up(sheet, report, title, Some((0, 0)), (last + 1, columns))?;
    page.tighten(sheet, &natural, (0.0, row_height(2)), &heights);
    sheets.remember(remembered);
    Ok(())
}

/// Records the content of a row.
fn remember(rows: &mut written::Written, kind: &str, row: &Row<'_>) {
    let text = |value: &Value<'_>| -> String {
        match value {
            Value::Text(text) if fits_a_cell(text) => text.to_string(),
            Value::Text(_) => written::TOO_LONG.to_owned(),
            Value::Count(count) => count.to_string(),
            Value::Number(number) | Value::Quantity(number, _) => format!("{}{number}", written::NUMBER),
            _ => String::new(),
        }
    };
    let values = || std::iter::once(row.id.clone()).chain(row.cells.iter().map(|cell| Cow::Owned(text(cell))));
    rows.push(written::row(if row.awaited { mark::AWAITED } else { mark::ROW }, kind, values()));
    if !row.own.is_empty() {
        let mut own: Vec<String> = values().map(Cow::into_owned).collect();
        for (col, text) in &row.own {
            if let Some(cell) = own.get_mut(col + 1) {
                text.unwrap_or_default().clone_into(cell);
            }
        }
        rows.push(written::row(mark::OWN, kind, own.into_iter().map(Cow::Owned)));
    }
}

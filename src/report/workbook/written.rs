//! A hidden sheet that remembers what the program wrote where the coordinator may write: the next build compares with it.
//!
//! It travels with the file, so that a copy that was worked on elsewhere is still held against what it was made from.

use std::borrow::Cow;

use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{ROWS, end_rows};
use crate::report::workbook::page::Page;
use crate::report::workbook::style::Tab;
use crate::report::workbook::text::put_plain;

/// Name of the sheet.
pub use crate::model::manifest::MEMORY as NAME;

/// Its first cell.
pub use crate::model::manifest::MEMORY_SCHEMA as SCHEMA;

/// What a row of it says.
pub mod mark {
    /// The sheets of the workbook.
    pub const SHEETS: &str = "sheets";
    /// A sheet that is read back: its kind, its name, its headings.
    pub const HEADINGS: &str = "headings";
    /// The fields below the headings.
    pub const FIELDS: &str = "fields";
    /// A row: kind, id, values.
    pub const ROW: &str = "row";
    /// A row of a department that has not handed in: only remarks can be made on it.
    pub const AWAITED: &str = "awaited";
    /// What the department had written in a row that was edited before.
    pub const OWN: &str = "own";
    /// What a finding asks: key, rule, department, record, subject.
    pub const QUESTION: &str = "question";
}

/// The kind of the sheet 指摘.
pub const FINDING: &str = "finding";

/// Stands for a text that does not fit into a cell: it cannot be edited there.
pub const TOO_LONG: &str = "#too-long";

/// Stands before a number: programs show it in their own ways, so the numbers are compared.
pub const NUMBER: &str = "#=";

/// The rows to be remembered.
pub type Written = Vec<Vec<String>>;

/// A row.
pub fn row<'a>(mark: &str, kind: &str, values: impl IntoIterator<Item = Cow<'a, str>>) -> Vec<String> {
    [mark.to_owned(), kind.to_owned()].into_iter().chain(values.into_iter().map(Cow::into_owned)).collect()
}

/// Writes the sheet.
pub fn write(sheets: &mut Sheets<'_, '_>, names: &[String], rows: &[Vec<String>]) -> Result<(), Error> {
    let page = Page::landscape(Tab::Data);
    let (sheet, _, styles, report) = sheets.add(NAME, Rows::Downwards)?;
    sheet.set_very_hidden(true);
    sheet.set_column_format(0, &styles.data_line)?;
    let period = report.consolidation.period.map(crate::model::Period::id).unwrap_or_default();
    let first = vec![SCHEMA.to_owned(), period];
    let names = std::iter::once(mark::SHEETS.to_owned()).chain(names.iter().cloned()).collect();
    let mut at = 0;
    let mut columns = 1;
    for row in [&first, &names].into_iter().chain(rows) {
        if at + 1 >= ROWS {
            break;
        }
        for (col, text) in (0u16..).zip(row).filter(|(_, text)| !text.is_empty()) {
            put_plain(sheet, at, col, text, &styles.data_line)?;
            columns = columns.max(col + 1);
        }
        at += 1;
    }
    end_rows(sheet, at)?;
    sheet.set_freeze_panes(1, 0)?;
    // without a print area it is not printed, wherever others have one
    page.set_up(sheet, report, NAME, None, (0, columns))?;
    Ok(())
}

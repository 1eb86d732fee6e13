//! Workbooks. A plain reading by calamine, until the guarded reader takes its place.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader};

use super::{Book, Grid, Options, RawCell, RawValue, is_blank};
use crate::model::{Address, Finding, Format, Place, rule};

/// Reads a workbook.
///
/// # Errors
/// A finding that says why the workbook as a whole cannot be read.
pub fn read(bytes: Vec<u8>, format: Format, path: &Arc<str>, _options: &Options) -> Result<(Book, Vec<Finding>), Finding> {
    let unreadable =
        |e: calamine::Error| Finding::new(rule::UNREADABLE_WORKBOOK, Place::file(Arc::clone(path))).with("detail", e);
    let mut workbook = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let mut book = Book { format, encoding: None, sheets: Vec::new() };
    for name in workbook.sheet_names() {
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let (row0, col0) = range.start().unwrap_or_default();
        let mut grid = Grid { name: Some(name), ..Grid::default() };
        for (row, col, value) in range.used_cells() {
            let at = Address::new(row0 + row as u32, col0 + col as u32);
            let raw = match value {
                Data::Float(n) => RawValue::Number(*n),
                Data::Bool(b) => RawValue::Bool(*b),
                Data::Error(_) => RawValue::Error,
                _ => RawValue::Text,
            };
            let shown = value.to_string();
            if !is_blank(&shown) {
                grid.cells.push(RawCell { at, value: raw, shown, comment: None });
            }
        }
        book.sheets.push(grid);
    }
    Ok((book, Vec::new()))
}

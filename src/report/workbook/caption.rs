//! Captions, notes and sums of tables of figures.

use crate::model::column_letters;
use crate::report::workbook::error::Error;
use crate::report::workbook::grid::{Grid, Value};
use crate::report::workbook::style::Styles;
use crate::report::workbook::text::put;

/// Writes the title of one of several tables.
pub fn caption(grid: &mut Grid<'_>, text: &str, styles: &Styles) -> Result<(), Error> {
    put(grid.sheet, grid.row, 0, text, &styles.caption)?;
    grid.sheet.set_row_height(grid.row, 18)?;
    grid.row += 1;
    Ok(())
}

/// Writes a remark.
pub fn note(grid: &mut Grid<'_>, text: &str, styles: &Styles) -> Result<(), Error> {
    put(grid.sheet, grid.row, 0, text, &styles.note)?;
    grid.sheet.set_row_height(grid.row, 15)?;
    grid.row += 1;
    Ok(())
}

/// The sum of the figures in columns 1 to `columns` of a row.
pub fn row_sum(row: u32, columns: usize, result: usize) -> Value<'static> {
    let last = column_letters(u32::try_from(columns).unwrap_or(1));
    Value::Formula(format!("=SUM(B{0}:{last}{0})", row + 1), result as u64)
}

/// The sum of a column's rows.
pub fn column_sum(col: usize, first: u32, last: u32, result: usize) -> Value<'static> {
    let col = column_letters(u32::try_from(col).unwrap_or(1));
    Value::Formula(format!("=SUM({col}{}:{col}{})", first + 1, last + 1), result as u64)
}

//! Rows of cells on a sheet: widths, heights, and texts that do not fit in one row.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Url, Worksheet, XlsxError};

use crate::model::limits::{self, CELL_UNITS, is_run_markup};
use crate::report::workbook::height::{pieces, wrapped_lines};
use crate::report::workbook::style::{HALF_COLUMN, LINE, PADDING, ROOM};
use crate::report::workbook::text::put;

/// Excel's rows are at most 409.5 points high, and rows of nearly a page print badly.
const TALLEST: f64 = 396.0;

/// Rows of a sheet.
pub use crate::model::limits::SHEET_ROWS as ROWS;

/// Lines that fit in one row.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small constant")]
pub const fn most_lines() -> usize {
    ((TALLEST - ROOM) / LINE) as usize
}

/// Height of a row with this many lines, in points.
#[allow(clippy::cast_precision_loss, reason = "a row has few lines")]
pub fn row_height(lines: usize) -> f64 {
    lines.max(1) as f64 * LINE + ROOM
}

/// A text in pieces that each fit in one row.
pub fn cell_pieces(text: &str, width: f32) -> Vec<(&str, bool)> {
    pieces(text, width, most_lines(), CELL_UNITS - 1)
}

/// Sets the widths of columns, in half columns of text. If narrower than the paper, they are widened to fill it.
/// Returns these widths, slightly reduced for programs that measure for the printer.
pub fn set_widths(sheet: &mut Worksheet, widths: &[f32], page: f64) -> Result<Vec<f32>, XlsxError> {
    let natural: f64 = widths.iter().map(|width| f64::from(*width) * HALF_COLUMN + PADDING).sum();
    let factor = (page / natural.max(1.0)).max(1.0);
    let mut got = Vec::with_capacity(widths.len());
    for (col, width) in (0u16..).zip(widths) {
        let pixels = ((f64::from(*width) * HALF_COLUMN + PADDING) * factor).floor().clamp(12.0, 1500.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        sheet.set_column_width_pixels(col, pixels as u32)?;
        #[allow(clippy::cast_possible_truncation, reason = "a small number")]
        got.push((((pixels - PADDING) / HALF_COLUMN) * 0.97) as f32);
    }
    Ok(got)
}

/// Width of a figure in bold, in half columns, with commas and distance from the rule.
pub fn figure_width(largest: u64) -> f32 {
    let digits = largest.checked_ilog10().unwrap_or_default() + 1;
    #[allow(clippy::cast_precision_loss, reason = "a few digits")]
    let digits = digits as f32;
    digits * 1.6 + (digits / 3.0).floor() * 0.8 + 2.8
}

/// The content of a cell.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// Nothing; borders only.
    Blank,
    /// A text.
    Text(Cow<'a, str>),
    /// A count.
    Count(u64),
    /// A number.
    Number(f64),
    /// A number shown with its unit: number and format.
    Quantity(f64, String),
    /// A day.
    Day(Date),
    /// A formula with its result.
    Formula(String, u64),
    /// A text with a link inside the workbook.
    Link(String, String),
}

impl Value<'_> {
    /// The text that determines the height.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Link(text, _) => text,
            _ => "",
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

/// Writes rows of cells one below the other.
pub struct Grid<'s> {
    /// The sheet.
    pub sheet: &'s mut Worksheet,
    /// Widths in half columns, for wrapping.
    pub widths: Vec<f32>,
    /// The next row.
    pub row: u32,
    /// Heights of the rows so far.
    pub heights: Vec<f64>,
}

impl<'s> Grid<'s> {
    /// Rows of a sheet from this one on.
    pub const fn from_row(sheet: &'s mut Worksheet, widths: Vec<f32>, row: u32) -> Self {
        Self { sheet, widths, row, heights: Vec::new() }
    }

    /// Writes a row; texts that are too tall continue in the following rows. Returns its first row.
    pub fn row(&mut self, cells: &[(Value<'_>, &Format)]) -> Result<u32, XlsxError> {
        let first = self.row;
        let lines = self.lines(cells);
        if lines <= most_lines() && cells.iter().all(|(value, _)| fits(value.shown())) {
            self.height(lines)?;
            for (col, (value, format)) in (0u16..).zip(cells) {
                put_value(self.sheet, first, col, value, format)?;
            }
            self.row += 1;
            return Ok(first);
        }
        let split: Vec<Vec<(&str, bool)>> =
            cells.iter().enumerate().map(|(col, (value, _))| cell_pieces(value.shown(), self.width(col))).collect();
        let rows = split.iter().map(Vec::len).max().unwrap_or(1);
        for part in 0..rows {
            let mut lines = 1;
            for (col, (value, format)) in (0u16..).zip(cells) {
                let piece = split.get(usize::from(col)).and_then(|parts| parts.get(part)).map_or("", |(piece, _)| piece);
                lines = lines.max(wrapped_lines(piece, self.width(usize::from(col))));
                match value {
                    Value::Text(_) => put(self.sheet, self.row, col, piece, format)?,
                    other if part == 0 => put_value(self.sheet, self.row, col, other, format)?,
                    _ => put(self.sheet, self.row, col, "", format)?,
                }
            }
            self.height(lines)?;
            self.row += 1;
        }
        Ok(first)
    }

    /// Sets the height of the current row.
    fn height(&mut self, lines: usize) -> Result<(), XlsxError> {
        self.heights.push(row_height(lines));
        self.sheet.set_row_height(self.row, row_height(lines))?;
        Ok(())
    }

    fn lines(&self, cells: &[(Value<'_>, &Format)]) -> usize {
        cells.iter().enumerate().map(|(col, (value, _))| wrapped_lines(value.shown(), self.width(col))).max().unwrap_or(1)
    }

    fn width(&self, col: usize) -> f32 {
        self.widths.get(col).copied().unwrap_or(20.0)
    }
}

/// Ends a sheet that is written from the top down, after its last row; `row` is the next one.
///
/// rust_xlsxwriter 0.102 writes a last row that has a height twice when it keeps rows out of memory
/// (`Worksheet::flush_last_row`), and Excel repairs such a file. A row begun and left empty makes it write the last one once.
pub fn end_rows(sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
    if row < ROWS {
        sheet.write_blank(row, 0, &Format::default())?.clear_cell(row, 0);
    }
    Ok(())
}

/// Does a text fit in one cell?
pub fn fits(text: &str) -> bool {
    limits::fits(text, CELL_UNITS)
}

/// Writes one value.
pub fn put_value(sheet: &mut Worksheet, row: u32, col: u16, value: &Value<'_>, format: &Format) -> Result<(), XlsxError> {
    match value {
        Value::Blank => {
            sheet.write_blank(row, col, format)?;
        }
        Value::Text(text) => put(sheet, row, col, text, format)?,
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        Value::Count(count) => {
            sheet.write_number_with_format(row, col, *count as f64, format)?;
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, col, *number, format)?;
        }
        Value::Quantity(number, code) => {
            sheet.write_number_with_format(row, col, *number, &format.clone().set_num_format(code))?;
        }
        Value::Day(day) => put_day(sheet, row, col, *day, format)?,
        Value::Formula(formula, result) => {
            let formula = Formula::new(formula).set_result(result.to_string());
            sheet.write_formula_with_format(row, col, formula, format)?;
        }
        Value::Link(text, target) => {
            let link = Url::new(target.as_str()).set_text(text.as_str());
            // without a link if the writer refuses it, or if there are more links than Excel allows
            let takes = !is_run_markup(text) && fits(text);
            if !takes || sheet.write_url_with_format(row, col, link, format).is_err() {
                put(sheet, row, col, text, format)?;
            }
        }
    }
    Ok(())
}

/// Writes a day as a date if Excel's calendar has it, else as a text.
pub fn put_day(sheet: &mut Worksheet, row: u32, col: u16, day: Date, format: &Format) -> Result<(), XlsxError> {
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    if let (Ok(year), Ok(month), Ok(dom)) = parts
        && let Ok(date) = ExcelDateTime::from_ymd(year, month, dom)
    {
        sheet.write_datetime_with_format(row, col, &date, format)?;
    } else {
        put(sheet, row, col, &day.to_string(), format)?;
    }
    Ok(())
}

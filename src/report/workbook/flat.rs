//! データ sheets: one heading row, one record or part of one per row, one value per cell. No merged cells, no titles,
//! no line breaks; a full sheet continues on the next.

use std::borrow::Cow;

use rust_xlsxwriter::Worksheet;

use crate::model::limits::CELL_UNITS;
use crate::report::workbook::book::{Rows, Sheets};
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind};
use crate::report::workbook::grid::{ROWS, end_rows, fits, most_lines, row_height, set_widths};
use crate::report::workbook::height::wrapped_lines;
use crate::report::workbook::page::Page;
use crate::report::workbook::style::{Styles, Tab};
use crate::report::workbook::text::{put, put_plain};

/// A value of a data sheet.
#[derive(Debug, Clone, Default)]
pub enum Datum<'a> {
    /// No value.
    #[default]
    None,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
}

impl Datum<'_> {
    fn parts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => parts_of(text),
            _ => Vec::new(),
        }
    }
}

impl<'a> From<&'a str> for Datum<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::None } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl From<String> for Datum<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::None } else { Self::Text(Cow::Owned(text)) }
    }
}

impl<'a> From<Option<&'a str>> for Datum<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::None, Self::from)
    }
}

impl From<u32> for Datum<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<i16> for Datum<'_> {
    fn from(number: i16) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<usize> for Datum<'_> {
    fn from(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// An optional number.
pub fn maybe<'a, T: Into<Datum<'a>>>(value: Option<T>) -> Datum<'a> {
    value.map_or(Datum::None, Into::into)
}

/// Writes a data sheet, if there are rows.
pub fn write<'a, const N: usize>(
    sheets: &mut Sheets<'_, '_>,
    title: &'static str,
    fields: &'static [Field; N],
    rows: impl Iterator<Item = [Datum<'a>; N]>,
) -> Result<(), Error> {
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        sheets.explained.push((title, fields));
    }
    while rows.peek().is_some() {
        let many = sheets.many();
        let page = Page::landscape(Tab::Data);
        let columns = u16::try_from(N).unwrap_or(u16::MAX);
        let (sheet, _, styles, report) = sheets.add(title, Rows::Downwards)?;
        let widths = set_widths(sheet, &fields.each_ref().map(Field::natural_width), page.width())?;
        for (col, field) in (0u16..).zip(fields) {
            let text = if many { &styles.data_line } else { &styles.data_text };
            let format = if field.kind == Kind::Number { &styles.data_number } else { text };
            sheet.set_column_format(col, format)?;
            put(sheet, 0, col, field.heading, &styles.data_heading)?;
        }
        let mut at = 1;
        // leaves room for a text over several rows
        while at < ROWS - 4096
            && let Some(row) = rows.next()
        {
            at = write_row(sheet, at, fields, &row, (!many).then_some(widths.as_slice()), styles)?;
        }
        end_rows(sheet, at)?;
        sheet.autofilter(0, 0, at - 1, columns - 1)?;
        sheet.set_freeze_panes(1, 0)?;
        page.set_up(sheet, report, title, Some((0, 0)), (at, columns))?;
    }
    Ok(())
}

/// Writes a row, high enough for its wrapped texts. A text that is too long for a cell continues in a further row with
/// the same other values.
fn write_row<const N: usize>(
    sheet: &mut Worksheet,
    first: u32,
    fields: &[Field; N],
    row: &[Datum<'_>; N],
    widths: Option<&[f32]>,
    styles: &Styles,
) -> Result<u32, Error> {
    let long = row.iter().any(|value| matches!(value, Datum::Text(text) if !fits(text)));
    let parts = if long { row.iter().map(|value| value.parts().len()).max().unwrap_or(1) } else { 1 };
    let mut at = first;
    for part in 0..parts {
        let mut lines = 1;
        for ((col, field), value) in (0u16..).zip(fields).zip(row) {
            match value {
                Datum::None => {}
                #[allow(clippy::cast_precision_loss, reason = "counts and years")]
                Datum::Int(number) => {
                    sheet.write_number(at, col, *number as f64)?;
                }
                Datum::Float(number) => {
                    sheet.write_number(at, col, *number)?;
                }
                Datum::Text(text) => {
                    let pieces = if long { value.parts() } else { Vec::new() };
                    let piece = one_line(pieces.get(part).or(pieces.last()).copied().unwrap_or(text));
                    put_plain(sheet, at, col, &piece, &styles.data_text)?;
                    if field.kind == Kind::Long
                        && let Some(width) = widths.and_then(|widths| widths.get(usize::from(col)))
                    {
                        lines = lines.max(wrapped_lines(&piece, *width));
                    }
                }
            }
        }
        if lines > 1 {
            sheet.set_row_height(at, row_height(lines.min(most_lines())))?;
        }
        at += 1;
    }
    Ok(at)
}

/// A text in parts that fit in a cell.
fn parts_of(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut units) = (0, 0);
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > CELL_UNITS {
            parts.push(text.get(start..at).unwrap_or_default());
            (start, units) = (at, 0);
        }
        units += c.len_utf16();
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// Removes line breaks; texts that may have them are given line by line.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

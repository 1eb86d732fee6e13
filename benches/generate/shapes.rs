//! Sheets that are long or wide without being a table: what reading them costs has to follow their size.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// A sheet of one shape.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Its name on the command line and of its folder.
    pub name: &'static str,
    /// Rows, columns or merged cells: what doubles.
    pub count: u32,
    write: fn(&Path, u32) -> Result<(), XlsxError>,
}

/// The shapes that public bug reports name; none has more columns than Excel has.
pub const SHAPES: [Shape; 8] = [
    Shape { name: "one column of rows", count: 40_000, write: one_column },
    Shape { name: "columns", count: 8_000, write: columns },
    Shape { name: "blank rows", count: 100_000, write: blank_rows },
    Shape { name: "merged cells", count: 10_000, write: merged },
    Shape { name: "rows of a table", count: 20_000, write: table },
    Shape { name: "captions and records", count: 5_000, write: captions },
    Shape { name: "repeated headings", count: 5_000, write: repeated },
    Shape { name: "rows of CSV", count: 40_000, write: delimited },
];

impl Shape {
    /// The same shape, `times` as large.
    pub fn times(self, times: u32) -> Self {
        Self { count: self.count * times, ..self }
    }

    /// Writes a folder with the one file, once.
    pub fn folder(self, below: &Path) -> io::Result<PathBuf> {
        let folder = below.join(format!("{}-{}", self.name.replace(' ', "-"), self.count));
        if !folder.exists() {
            let new = folder.with_extension("new");
            fs::create_dir_all(&new)?;
            (self.write)(&new.join("総務課"), self.count).map_err(io::Error::other)?;
            fs::rename(new, &folder)?;
        }
        Ok(folder)
    }
}

fn one_column(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..count {
        sheet.write_string(row, 0, format!("{row}番の行"))?;
    }
    book.save(path.with_extension("xlsx"))
}

fn columns(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for col in (0u16..).take(count as usize) {
        sheet.write_string(0, col, format!("見出し{col}"))?.write_number(1, col, f64::from(col))?;
    }
    book.save(path.with_extension("xlsx"))
}

fn blank_rows(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let (sheet, border) = (book.add_worksheet(), Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin));
    heading(sheet)?;
    for row in 1..count {
        for col in 0..7 {
            sheet.write_blank(row, col, &border)?;
        }
    }
    book.save(path.with_extension("xlsx"))
}

fn merged(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let (sheet, plain) = (book.add_worksheet(), Format::new());
    heading(sheet)?;
    for at in 0..count {
        sheet.merge_range(1 + at * 2, 2, 2 + at * 2, 2, &format!("取組{at}"), &plain)?;
        sheet.write_string(1 + at * 2, 5, "実施した。")?;
    }
    book.save(path.with_extension("xlsx"))
}

fn table(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    heading(sheet)?;
    for row in 1..count {
        record(sheet, row, row)?;
    }
    book.save(path.with_extension("xlsx"))
}

/// A line over each record, as where each direction has one initiative.
fn captions(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    heading(sheet)?;
    for at in 0..count {
        sheet.write_string(1 + at * 2, 0, format!("方向{}　区分{at}", at % 9 + 1))?;
        record(sheet, 2 + at * 2, at)?;
    }
    book.save(path.with_extension("xlsx"))
}

/// The headings over each record, as where each initiative has a page.
fn repeated(path: &Path, count: u32) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for at in 0..count {
        for (col, heading) in (0..).zip(super::HEADINGS) {
            sheet.write_string(at * 2, col, heading)?;
        }
        record(sheet, at * 2 + 1, at)?;
    }
    book.save(path.with_extension("xlsx"))
}

fn record(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, at: u32) -> Result<(), XlsxError> {
    for (col, cell) in (0..).zip(super::words::row(0, at as usize, "総務課")) {
        sheet.write_string(row, col, cell)?;
    }
    Ok(())
}

fn delimited(path: &Path, count: u32) -> Result<(), XlsxError> {
    let text: String = (0..count).map(|row| format!("{row},備考,\"一\n二\",\n")).collect();
    Ok(fs::write(path.with_extension("csv"), text)?)
}

fn heading(sheet: &mut rust_xlsxwriter::Worksheet) -> Result<(), XlsxError> {
    for (col, heading) in (0..).zip(super::HEADINGS) {
        sheet.write_string(0, col, heading)?;
    }
    Ok(())
}

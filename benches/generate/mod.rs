//! Made-up hand-ins of any number, the same every time: what the benches read.

mod ods;
#[allow(dead_code, reason = "only one of the benches reads shapes")]
pub mod shapes;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// How many files of how many rows, in which formats.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Its name on the command line.
    pub name: &'static str,
    /// Departments, each with a file.
    pub files: usize,
    /// Rows of each file.
    pub rows: usize,
}

/// A town: 60 departments of 12 rows.
pub const S: Size = Size { name: "S", files: 60, rows: 12 };
/// The nation: 1,741 municipalities of 60 rows.
pub const M: Size = Size { name: "M", files: 1_741, rows: 60 };
/// One workbook of 200,000 rows.
pub const L: Size = Size { name: "L", files: 1, rows: 200_000 };
/// Just enough to see that everything runs.
pub const SMOKE: Size = Size { name: "smoke", files: 8, rows: 3 };

/// A generated set on disk.
#[derive(Debug, Clone)]
pub struct Set {
    /// The folder of the hand-ins.
    pub folder: PathBuf,
    /// The plan that knows the departments.
    pub plan: PathBuf,
}

/// The columns of every file.
pub const HEADINGS: [&str; 7] = [
    "方向",
    "取組番号",
    "取組名",
    "担当課",
    "施策内容",
    "令和7年度上半期までの取組内容",
    "令和7年度下半期以降の取組内容（予定）",
];

/// Writes a set below `folder`, once: the same size gives the same files.
pub fn set(folder: &Path, size: Size) -> io::Result<Set> {
    let root = folder.join(format!("{}-{}x{}", size.name, size.files, size.rows));
    let set = Set { folder: root.join("in"), plan: root.join("plan.toml") };
    // the plan comes last: with it the set is complete
    if !set.plan.exists() {
        fs::create_dir_all(&set.folder)?;
        for file in 0..size.files {
            hand_in(&set.folder, size, file)?;
        }
        fs::write(&set.plan, words::plan(size.files))?;
    }
    Ok(set)
}

/// A department's file: by turns a workbook, CSV in CP932, CSV in UTF-8 and OpenDocument.
fn hand_in(folder: &Path, size: Size, file: usize) -> io::Result<()> {
    let department = words::department(file);
    let rows = (0..size.rows).map(|row| words::row(file, row, &department));
    let path = |extension: &str| folder.join(format!("{file:04}_{department}.{extension}"));
    match file % 4 {
        0 => workbook(&path("xlsx"), &department, rows).map_err(io::Error::other),
        1 => fs::write(path("csv"), encoding_rs::SHIFT_JIS.encode(&delimited(&department, rows)?).0),
        2 => fs::write(path("csv"), format!("\u{feff}{}", delimited(&department, rows)?)),
        _ => ods::write(&path("ods"), &department, rows),
    }
}

fn workbook(path: &Path, department: &str, rows: impl Iterator<Item = [String; 7]>) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let wrapped = Format::new().set_text_wrap();
    sheet.write_string(0, 0, words::TITLE)?;
    sheet.write_string(1, 0, "担当課")?.write_string(1, 1, department)?;
    for (col, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(2, col, heading)?;
    }
    for (row, cells) in (3..).zip(rows) {
        for (col, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, col, number)?,
                Err(_) => sheet.write_string_with_format(row, col, cell, &wrapped)?,
            };
        }
    }
    book.save(path)
}

fn delimited(department: &str, rows: impl Iterator<Item = [String; 7]>) -> io::Result<String> {
    let mut out = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record([words::TITLE, "", "", "", "", "", ""])?;
    out.write_record(["担当課", department, "", "", "", "", ""])?;
    out.write_record(HEADINGS)?;
    for row in rows {
        out.write_record(row)?;
    }
    String::from_utf8(out.into_inner().map_err(|error| error.into_error())?).map_err(io::Error::other)
}

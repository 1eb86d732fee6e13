//! 取りまとめ.xlsx: the consolidated workbook.
//!
//! 一覧, in which the coordinator works, 取組状況 and the other tables as they are printed, 集計, 推移, 提出状況, 変更点, 指摘,
//! 読取台帳, the account of every cell that was read, and a hidden sheet by which [`read_back`] knows what the coordinator
//! changed. What programs read is データ.xlsx ([`fill_data`]): printed sheets have merged cells, titles and line breaks,
//! its sheets have none.

mod book;
mod caption;
mod changes;
mod chart;
mod data;
mod error;
mod field;
mod findings;
mod flat;
mod gauge;
pub(super) mod grid;
pub(super) mod height;
mod ledger;
mod list;
pub(super) mod names;
pub mod page;
pub mod read_back;
pub(super) mod style;
mod submissions;
mod summary;
mod table;
mod targets;
pub(super) mod text;
mod trend;
mod written;

pub use book::Filled;
pub(super) use book::{add_sheet, empty};
pub use error::Error;
pub(super) use error::answered;
pub use height::wrapped_lines;

use std::borrow::Cow;
use std::path::Path;

use crate::report::{ReportData, Table};
use book::{Book, Sheets};

/// Makes the workbook; the same report gives the same bytes. `scratch` is as in [`fill`].
///
/// # Errors
///
/// As [`fill`] and [`Filled::pack`].
pub fn write(report: &ReportData<'_>, scratch: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    fill(report, scratch)?.pack(&mut bytes)?;
    Ok(bytes)
}

/// Makes データ.xlsx in memory.
///
/// # Errors
///
/// As [`fill`] and [`Filled::pack`].
pub fn write_data(report: &ReportData<'_>, scratch: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    fill_data(report, scratch)?.pack(&mut bytes)?;
    Ok(bytes)
}

/// Fills データ.xlsx, the sheets for programs.
///
/// # Errors
///
/// As [`fill`].
pub fn fill_data(report: &ReportData<'_>, scratch: &Path) -> Result<Filled, Error> {
    let book = Book::new(report, scratch)?;
    let sheets = book.run(data::write)?;
    book.bound([sheets])
}

/// Fills the sheets of 取りまとめ.xlsx. Long sheets use temporary files in the folder `scratch`: they contain what offices do
/// not want elsewhere.
///
/// # Errors
///
/// [`Error::Temporary`] if temporary files cannot be written; [`Error::Writer`] is a bug.
pub fn fill(report: &ReportData<'_>, scratch: &Path) -> Result<Filled, Error> {
    let tables: Vec<Cow<'_, Table<'_>>> = report.tables.iter().map(gauge::drawn).collect();
    let book = Book::new(report, scratch)?;
    let people = book.run(|sheets| for_people(sheets, &tables))?;
    let names: Vec<String> = people.iter().map(rust_xlsxwriter::Worksheet::name).collect();
    let rows = book.written();
    let memory = book.run(|sheets| written::write(sheets, &names, &rows))?;
    book.bound([people, memory])
}

/// The sheets for people.
fn for_people<'e>(sheets: &mut Sheets<'_, 'e>, tables: &'e [Cow<'e, Table<'e>>]) -> Result<(), Error> {
    let asked = list::asked(sheets);
    list::write(sheets, &asked)?;
    for table in tables {
        table::write(sheets, table)?;
    }
    summary::write(sheets)?;
    trend::write(sheets)?;
    submissions::write(sheets)?;
    changes::write(sheets)?;
    findings::write(sheets, &asked)?;
    ledger::write(sheets)
}

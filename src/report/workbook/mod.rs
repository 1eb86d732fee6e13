//! 取りまとめ.xlsx: the consolidated workbook.
//!
//! Sheets for people come first (一覧, in which the coordinator works, 取組状況 and the other tables, 集計, 提出状況, 指摘),
//! then the データ sheets for programs, 読取台帳, the account of every cell that was read, and a hidden sheet by which
//! [`read_back`] knows what the coordinator changed. What is laid out and what is data
//! is kept apart: printed sheets have merged cells, titles and line breaks, data sheets have none.

mod book;
mod caption;
mod changes;
mod chart;
mod counts;
mod crosswalk;
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
mod page;
pub mod read_back;
mod structure;
pub(super) mod style;
mod submissions;
mod summary;
mod table;
mod targets;
pub(super) mod text;
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

/// Fills the sheets: those for people and those for programs side by side. Long sheets wait in temporary files in the
/// folder `scratch`: they hold what offices do not want elsewhere.
///
/// # Errors
///
/// [`Error::Temporary`] when there is no room for temporary files; [`Error::Writer`] is a fault of the program's own.
pub fn fill(report: &ReportData<'_>, scratch: &Path) -> Result<Filled, Error> {
    let tables: Vec<Cow<'_, Table<'_>>> = report.tables.iter().map(gauge::drawn).collect();
    let book = Book::new(report, scratch)?;
    // what takes longest begins first
    let (programs, people) = rayon::join(|| book.run(data::write), || book.run(|sheets| for_people(sheets, &tables)));
    let account = book.run(ledger::write);
    let runs = [people?, programs?, account?];
    let names: Vec<String> = runs.iter().flatten().map(rust_xlsxwriter::Worksheet::name).collect();
    let rows = book.written();
    let memory = book.run(|sheets| written::write(sheets, &names, &rows))?;
    let [people, programs, account] = runs;
    book.bound([people, programs, account, memory])
}

/// The sheets that are read by people.
fn for_people<'e>(sheets: &mut Sheets<'_, 'e>, tables: &'e [Cow<'e, Table<'e>>]) -> Result<(), Error> {
    let asked = list::asked(sheets);
    list::write(sheets, &asked)?;
    for table in tables {
        table::write(sheets, table)?;
    }
    structure::write(sheets)?;
    crosswalk::write(sheets)?;
    summary::write(sheets)?;
    submissions::write(sheets)?;
    changes::write(sheets)?;
    findings::write(sheets, &asked)
}

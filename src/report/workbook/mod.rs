//! 取りまとめ.xlsx: the consolidated workbook.
//!
//! Sheets for people come first (取組状況 and the other tables, 集計, 提出状況, 指摘), then the データ sheets
//! for programs, and 読取台帳, the account of every cell that was read. What is laid out and what is data
//! is kept apart: printed sheets have merged cells, titles and line breaks, data sheets have none.

mod book;
mod changes;
mod chart;
mod counts;
mod crosswalk;
mod data;
mod error;
mod findings;
mod flat;
pub(super) mod grid;
pub(super) mod height;
mod ledger;
pub(super) mod names;
mod page;
mod structure;
pub(super) mod style;
mod submissions;
mod summary;
mod table;
mod targets;
pub(super) mod text;

pub use error::Error;
pub use height::wrapped_lines;

use super::Edition;
use book::Book;

/// Makes the workbook; the same edition gives the same bytes.
///
/// # Errors
///
/// [`Error::Temporary`] when a big workbook finds no room for its temporary files; [`Error::Writer`] is a
/// fault of the program's own.
pub fn write(edition: &Edition<'_>) -> Result<Vec<u8>, Error> {
    let mut book = Book::new(edition)?;
    for table in &edition.tables {
        table::write(&mut book, table)?;
    }
    structure::write(&mut book)?;
    crosswalk::write(&mut book)?;
    summary::write(&mut book)?;
    submissions::write(&mut book)?;
    changes::write(&mut book)?;
    findings::write(&mut book)?;
    data::write(&mut book)?;
    ledger::write(&mut book)?;
    book.save()
}

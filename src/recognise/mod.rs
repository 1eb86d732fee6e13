//! Grid and form become rows of named cells, and an account of every cell.
//!
//! A sheet is walked once from top to bottom. Heading rows are found by their meaning; what stands around
//! and between the rows of a table is told by its shape. Every non-empty cell ends in a row or is set aside
//! for a [`Reason`](crate::model::Reason).

mod account;
mod columns;
mod heading;
mod info;
mod merges;
mod shape;
mod sheet;
mod vocabulary;

pub use columns::MappedColumn;
pub use info::{Info, Label, is_department_name};
pub use sheet::read_sheet;
pub use vocabulary::{Closeness, Vocabulary};

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Address, CellRange, Finding, Ledger, Period, Visibility};
use crate::source::RawValue;

/// A sheet after recognition.
#[derive(Debug)]
pub struct Recognised {
    /// Its name; delimited text has none.
    pub name: Option<Arc<str>>,
    /// Is it shown?
    pub visibility: Visibility,
    /// The tables, from top to bottom.
    pub tables: Vec<RawTable>,
    /// The account of its cells, as if every row of every table became a record.
    pub ledger: Ledger,
    /// Titles and captions, for finding plan and period.
    pub titles: Vec<String>,
    /// Short texts above the table without a label: perhaps the department or the day.
    pub unlabelled: Vec<(Address, String)>,
    /// 該当なし, and its cell.
    pub no_records: Option<(Address, String)>,
    /// What the sheet says about the hand-in.
    pub info: Info,
    /// What a person has to know.
    pub findings: Vec<Finding>,
}

/// A table: its columns and its rows.
#[derive(Debug, Clone)]
pub struct RawTable {
    /// Place of its form in the vocabulary.
    pub form: usize,
    /// From the first heading cell to the last cell.
    pub range: CellRange,
    /// Its heading rows, from 0; the end is the first row below them.
    pub heading: Range<u32>,
    /// Which column of the sheet is which of the form.
    pub columns: Vec<MappedColumn>,
    /// Captions above it.
    pub captions: Vec<String>,
    /// What stands above it about the hand-in, where it differs from the table before.
    pub info: Info,
    /// The period in its headings or captions.
    pub period: Option<Period>,
    /// Its rows.
    pub rows: Vec<RawRow>,
}

/// One row of a table: named cells.
#[derive(Debug, Clone)]
pub struct RawRow {
    /// Its first row on the sheet, from 0.
    pub row: u32,
    /// Is that row hidden?
    pub hidden: bool,
    /// Its cells; several of one column are parts of one value, one below the other.
    pub cells: Vec<RawField>,
    /// How many cells of the sheet it alone uses.
    pub used: u64,
}

/// A named cell.
#[derive(Debug, Clone)]
pub struct RawField {
    /// Place of the form's column.
    pub column: usize,
    /// Where it stands.
    pub at: Address,
    /// What the sheet shows, without blanks around it.
    pub text: String,
    /// Its typed value.
    pub value: RawValue,
}

impl RawRow {
    /// The cells of a column.
    pub fn of(&self, column: usize) -> impl Iterator<Item = &RawField> {
        self.cells.iter().filter(move |cell| cell.column == column)
    }
}

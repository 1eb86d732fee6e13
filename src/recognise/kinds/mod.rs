//! Tables of any office: their kind and their columns by the facets of all headings, not by a form's spellings.
//!
//! A table that is found becomes rows of one of the forms that take any arrangement (`layout = "any"`); what is turned on
//! its side (years, roles and units as columns or as rows) is turned back on the way.

mod around;
mod cards;
mod choice;
mod figure_role;
mod heading;
mod rows;
mod seen;
mod shapes;
mod transposed;
mod units;
mod write;

pub(super) use self::around::years_of_words;
use super::comments::own_comment;
use super::ledger_builder::Use;
use super::merges::Merges;
use super::{RawTable, Vocabulary};
use crate::model::{Address, Comment, Finding, Period, Place, RecordKind};
use crate::source::Grid;

/// A sheet, as this recogniser looks at it.
pub(super) struct Sheet<'g, 'f> {
    /// The sheet.
    pub grid: &'g Grid,
    /// Its merged areas.
    pub merges: &'g Merges,
    /// Headings and forms.
    pub vocabulary: &'g Vocabulary<'f>,
    /// Its rows that hold something.
    pub rows: Vec<u32>,
    /// Where it lies.
    pub place: Place,
    /// The report's period, where an option gave it.
    pub period: Option<Period>,
    /// The remarks on its cells.
    pub comments: Vec<Comment>,
    /// Was it turned: does its first column name the records?
    pub turned: bool,
}

/// A table that was found.
pub(super) struct Found {
    /// The table.
    pub table: RawTable,
    /// What its cells are used for.
    pub uses: Vec<(Address, Use)>,
    /// Rows within it that are none of its own: submission info, remarks.
    pub loose: Vec<u32>,
    /// What a person has to know.
    pub findings: Vec<Finding>,
    /// The first row below it.
    pub end: u32,
    /// How many of its columns are known, and how many there are.
    pub known: (usize, usize),
    /// Does it leave no doubt: figures of indicators, or years across?
    pub firm: bool,
    /// Its kind.
    pub kind: RecordKind,
}

impl<'g, 'f> Sheet<'g, 'f> {
    /// A sheet, nothing of it looked for yet.
    pub fn new(grid: &'g Grid, merges: &'g Merges, vocabulary: &'g Vocabulary<'f>, place: Place, period: Option<Period>) -> Self {
        let mut rows: Vec<u32> = grid.cells.iter().map(|cell| cell.at.row).collect();
        rows.dedup();
        let comments = grid.comments.iter().filter_map(own_comment).collect();
        Self { grid, merges, vocabulary, rows, place, period, comments, turned: false }
    }

    /// The tables that begin at a row, side by side ones from left to right; `floor` is the first row after the table before.
    pub fn find(&self, row: u32, floor: u32) -> Vec<Found> {
        if self.vocabulary.kinds.is_empty() {
            return Vec::new();
        }
        if let Some(found) = self.on_its_side(row) {
            return vec![found];
        }
        let cards = self.cards(row);
        if cards.is_empty() { self.tables(row, floor) } else { cards }
    }

    /// Does a line name a goal or a measure: by its word and its number, by a number or a sign before it?
    pub fn names_a_level(&self, text: &str) -> bool {
        around::named_level(text).is_some() || around::is_numbered(text)
    }

    /// The rows from one on.
    fn rows_from(&self, row: u32) -> &[u32] {
        let from = self.rows.partition_point(|known| *known < row);
        self.rows.get(from..).unwrap_or_default()
    }
}

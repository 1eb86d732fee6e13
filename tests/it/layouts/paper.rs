//! A sheet of cells, written as a workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};

/// A sheet in the making.
#[derive(Debug, Default)]
pub struct Paper {
    pub name: String,
    cells: BTreeMap<(u32, u16), String>,
    merges: Vec<[(u32, u16); 2]>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u16>,
}

impl Paper {
    /// Writes into a cell; blanks are left out.
    pub fn put(&mut self, row: u32, col: u16, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.cells.insert((row, col), text);
        }
    }

    /// Writes into a merged area.
    pub fn over(&mut self, first: (u32, u16), last: (u32, u16), text: impl Into<String>) {
        self.put(first.0, first.1, text);
        if first != last {
            self.merges.push([first, last]);
        }
    }

    /// Merges an area that is written already.
    pub fn merge(&mut self, first: (u32, u16), last: (u32, u16)) {
        self.merges.push([first, last]);
    }

    /// How many cells hold something.
    pub fn count(&self) -> u64 {
        self.cells.len() as u64
    }
}

/// Writes sheets into a file. Whole numbers are numbers.
pub fn write(papers: &[Paper], path: &Path) {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    for paper in papers {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&paper.name).expect("a name");
        for [first, last] in &paper.merges {
            sheet.merge_range(first.0, first.1, last.0, last.1, "", &plain).expect("an area of its own");
        }
        for ((row, col), text) in &paper.cells {
            match text.parse::<u32>() {
                Ok(number) => sheet.write_number(*row, *col, number).map(|_| ()),
                Err(_) => sheet.write_string(*row, *col, text).map(|_| ()),
            }
            .expect("a cell");
        }
        for row in &paper.hidden_rows {
            sheet.set_row_hidden(*row).expect("a row");
        }
        for col in &paper.hidden_columns {
            sheet.set_column_hidden(*col).expect("a column");
        }
    }
    workbook.save(path).expect("a file");
}

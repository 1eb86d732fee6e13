//! Which merged area a cell belongs to, answered fast.

use std::collections::HashMap;

use crate::model::{Address, CellRange};

/// Taller areas are kept in one short list instead of a bucket a row.
const TALL: u32 = 256;

/// So many areas of a damaged file may overlap.
const OVERLAPPING: usize = 4;

/// Merged areas, by row.
#[derive(Debug, Default)]
pub struct Merges {
    by_row: HashMap<u32, Vec<CellRange>>,
    tall: Vec<CellRange>,
}

impl Merges {
    /// Sorts the areas of a sheet into rows.
    pub fn new(ranges: &[CellRange]) -> Self {
        let mut merges = Self::default();
        for range in ranges {
            if range.last.row - range.first.row < TALL {
                for row in range.first.row..=range.last.row {
                    merges.by_row.entry(row).or_default().push(*range);
                }
            } else {
                merges.tall.push(*range);
            }
        }
        #[allow(clippy::iter_over_hash_type, reason = "each row is sorted by itself")]
        for areas in merges.by_row.values_mut() {
            areas.sort_by_key(|range| range.first.col);
        }
        merges
    }

    /// The area that holds a cell.
    pub fn at(&self, cell: Address) -> Option<CellRange> {
        let row = self.by_row.get(&cell.row).map(Vec::as_slice).unwrap_or_default();
        let before = row.get(..row.partition_point(|range| range.first.col <= cell.col)).unwrap_or_default();
        // areas of one row lie side by side, unless the file is damaged
        let near = before.iter().rev().take(OVERLAPPING);
        near.chain(&self.tall).find(|range| range.contains(cell)).copied()
    }

    /// The cell whose value stands for this one: the upper left one of its area.
    pub fn anchor(&self, cell: Address) -> Address {
        self.at(cell).map_or(cell, |range| range.first)
    }
}

//! Holds the cells of a sheet against those that the other reader gives, one after the other.

use std::collections::BTreeMap;

use super::alike::{Setting, alike, is_passed_over};
use super::value::WitnessValue;
use crate::model::Address;
use crate::source::workbook::differences::{Difference, Differences};
use crate::source::{Grid, RawCell, RawValue};

/// Differences of a sheet beyond this are counted only.
const KEPT: usize = 1_000;
/// A value is quoted up to this length.
const QUOTED: usize = 40;

/// A sheet while the other reader goes through it.
pub(super) struct Comparison<'g> {
    grid: &'g Grid,
    setting: Setting,
    /// The place of the cell that comes next, if the other reader goes through them in order.
    next: usize,
    /// Which of our cells the other reader has given.
    seen: Vec<bool>,
    differences: BTreeMap<Address, Difference>,
    more: u64,
}

impl<'g> Comparison<'g> {
    pub(super) fn new(grid: &'g Grid, setting: Setting) -> Self {
        let seen = vec![false; grid.cells.len()];
        Self { grid, setting, next: 0, seen, differences: BTreeMap::new(), more: 0 }
    }

    /// The other reader gives a cell. Of a cell that it gives twice the later counts, as in Excel.
    pub(super) fn meet(&mut self, at: Address, theirs: Option<WitnessValue<'_>>) {
        let place = match self.grid.cells.get(self.next) {
            Some(cell) if cell.at == at => Ok(self.next),
            _ => self.grid.cells.binary_search_by_key(&at, |cell| cell.at),
        };
        let Some(theirs) = theirs else {
            // blank: the later one of two may be so
            if place.is_err() && !self.differences.is_empty() {
                self.differences.remove(&at);
            }
            return;
        };
        let ours = place.ok().and_then(|place| self.grid.cells.get(place));
        if let Ok(place) = place {
            self.next = place + 1;
            if let Some(seen) = self.seen.get_mut(place) {
                *seen = true;
            }
        }
        if ours.is_some_and(|ours| alike(self.grid, ours, theirs, self.setting)) {
            if !self.differences.is_empty() {
                self.differences.remove(&at);
            }
        } else {
            self.add(Difference { at, ours: ours.map(quoted), theirs: Some(quote(&theirs.to_string())) });
        }
    }

    /// What differs in all.
    pub(super) fn end(mut self) -> Differences {
        let grid = self.grid;
        for (cell, seen) in grid.cells.iter().zip(std::mem::take(&mut self.seen)) {
            if !seen && !is_passed_over(grid, cell) {
                self.add(Difference { at: cell.at, ours: Some(quoted(cell)), theirs: None });
            }
        }
        Differences { kept: self.differences.into_values().collect(), more: self.more }
    }

    fn add(&mut self, difference: Difference) {
        if self.differences.len() < KEPT {
            self.differences.insert(difference.at, difference);
        } else {
            self.more += 1;
        }
    }
}

/// Our value as a message shows it.
fn quoted(cell: &RawCell) -> String {
    match &cell.value {
        RawValue::Number(number) => number.to_string(),
        RawValue::Date(moment) => moment.to_string(),
        RawValue::Picture => format!("（{}）", quote(&cell.shown)),
        _ => quote(&cell.shown),
    }
}

fn quote(text: &str) -> String {
    let line: String = text.chars().take(QUOTED + 1).map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
